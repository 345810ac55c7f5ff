package lint_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/config/lint"
)

// TestFixes makes every safe fix of the programs: the file still parses, the finding is gone,
// and nothing new is found.
func TestFixes(t *testing.T) {
	t.Parallel()
	dirs, err := filepath.Glob("testdata/rules/*-bad-*")
	if err != nil {
		t.Fatal(err)
	}
	fixed := 0
	for _, dir := range dirs {
		copied := t.TempDir()
		if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		p := load(copied)
		before := lint.Check(p, nil)
		safe := map[string]int{}
		for _, f := range before {
			if len(f.Edits) > 0 {
				safe[f.Rule.ID]++
			}
		}
		if len(safe) == 0 {
			continue
		}
		for range 3 {
			p := load(copied)
			texts, n := lint.Apply(lint.Check(p, nil), p.Text)
			if n == 0 {
				break
			}
			fixed += n
			for file, text := range texts {
				was, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				for _, comment := range regexp.MustCompile(`//[^\n"'`+"`"+`]*|/\*[^*]*\*/`).FindAllString(string(was), -1) {
					if !strings.Contains(text, strings.TrimSpace(comment)) {
						t.Errorf("%s: the comment %q is gone", filepath.Base(dir), comment)
					}
				}
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		p = load(copied)
		for _, n := range p.Notes {
			t.Errorf("%s: the fix does not parse: %s", filepath.Base(dir), n.Message)
		}
		after := lint.Check(p, nil)
		if len(after) > len(before)-sum(safe) || len(p.Notes) > 0 {
			text, _ := os.ReadFile(p.Entry)
			t.Errorf("%s: still found after the fix: %v\n%s", filepath.Base(dir), found(p), text)
		}
		for _, f := range after {
			if len(f.Edits) > 0 {
				t.Errorf("%s: a fix is left: %s", filepath.Base(dir), f.Rule.ID)
			}
		}
	}
	t.Logf("%d fixes", fixed)
}

func sum(m map[string]int) (n int) {
	for _, k := range m {
		n += k
	}
	return n
}

// TestFixLayout makes fixes in code that is written in other ways: comments and layout are kept,
// and what would not be safe is left.
func TestFixLayout(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, members, want string }{
		{"a statement before others", "  webSocketClose(ws) { // it left\n    // The rest is told.\n    this.tell(ws);\n  }", "  webSocketClose(ws) { // it left\n    ws.close(1000);\n    // The rest is told.\n    this.tell(ws);\n  }"},
		{"in one line", "  webSocketClose(ws) { this.tell(ws); }", "  webSocketClose(ws) { ws.close(1000); this.tell(ws); }"},
		{"in an empty block", "  webSocketClose(ws) {\n  }", "  webSocketClose(ws) {\n    ws.close(1000);\n  }"},
		{"lines that end in CR", "  webSocketClose(ws) {\r\n\tthis.tell(ws);\r\n  }", "  webSocketClose(ws) {\r\n\tws.close(1000);\r\n\tthis.tell(ws);\r\n  }"},
		{"no semicolons", "  webSocketMessage(ws) {\n    const a = ws.deserializeAttachment()\n    a.n++ // one more\n  }", "  webSocketMessage(ws) {\n    const a = ws.deserializeAttachment()\n    a.n++ // one more\n    ws.serializeAttachment(a);\n  }"},
		{"no semicolons in one line", "  webSocketMessage(ws) { const a = ws.deserializeAttachment(); a.n++ }", "  webSocketMessage(ws) { const a = ws.deserializeAttachment(); a.n++; ws.serializeAttachment(a) }"},
		{"a socket used before", "  fetch() {\n    const [c, s] = Object.values(new WebSocketPair());\n    s.accept(); // now\n    s.send(\"hi\");\n    this.ctx.acceptWebSocket(s);\n  }", "  fetch() {\n    const [c, s] = Object.values(new WebSocketPair());\n    this.ctx.acceptWebSocket(s); // now\n    s.send(\"hi\");\n  }"},
		{"accepted if", "  fetch() {\n    const [c, s] = Object.values(new WebSocketPair());\n    if (this.old) s.accept();\n    this.ctx.acceptWebSocket(s);\n  }", ""},
		{"two puts with a comment", "  async save(a, b) {\n    await this.ctx.storage.put(\"a\", a); // first\n    // second\n    await this.ctx.storage.put(\"b-c\", b);\n  }", "  async save(a, b) {\n    await this.ctx.storage.put({ a, \"b-c\": b }); // first\n    // second\n  }"},
		{"an alarm that is deleted with it", "  async clear() {\n    await this.ctx.storage.setAlarm(1e13);\n    await this.ctx.storage.deleteAll();\n  }", "  async clear() {\n    await this.ctx.storage.setAlarm(1e13);\n    await this.ctx.storage.deleteAlarm();\n    await this.ctx.storage.deleteAll();\n  }"},
		{"an alarm that is deleted in one line", "  async set() { await this.ctx.storage.setAlarm(1e13); }\n  async clear() { await this.ctx.storage.deleteAll(); }", "  async set() { await this.ctx.storage.setAlarm(1e13); }\n  async clear() { await this.ctx.storage.deleteAlarm(); await this.ctx.storage.deleteAll(); }"},
		{"a field and then the row", "  list = [];\n  add(v) {\n    this.list.push(v);\n    this.ctx.storage.sql.exec(\"INSERT INTO t VALUES (?)\", v);\n  }", "  list = [];\n  add(v) {\n    this.ctx.storage.sql.exec(\"INSERT INTO t VALUES (?)\", v);\n    this.list.push(v);\n  }"},
		{"a row that depends on the field", "  list = [];\n  add(v) {\n    this.list.push(v);\n    this.ctx.storage.sql.exec(\"INSERT INTO t VALUES (?, ?)\", this.list.length, v);\n  }", ""},
		{"a list of values", "  find(ids) { return this.ctx.storage.sql.exec(`SELECT a FROM t WHERE id IN (${ids.join()})`).toArray(); }", ""},
		{"values that are text", "  find(ids) { return this.ctx.storage.sql.exec(`SELECT a FROM t WHERE id IN (${ids})`).toArray(); }", ""},
		{"one of two values", "  find(a, b) { return this.ctx.storage.sql.exec(`SELECT a FROM t WHERE a = ${a} AND b = ?`, b).toArray(); }", "  find(a, b) { return this.ctx.storage.sql.exec(`SELECT a FROM t WHERE a = ? AND b = ?`, a, b).toArray(); }"},
		{"an alarm that is perhaps deleted", "  async clear(all) {\n    await this.ctx.storage.setAlarm(1e13);\n    if (all) await this.ctx.storage.deleteAll();\n  }", ""},
	} {
		dir := t.TempDir()
		before := "import { DurableObject } from \"cloudflare:workers\";\nexport class Room extends DurableObject {\n  alarm() {}\n  fetch2(s) { this.ctx.acceptWebSocket(s); }\n" + c.members + "\n}\n"
		for name, text := range map[string]string{
			"index.js":      before,
			"wrangler.json": `{ "name": "a", "main": "index.js", "compatibility_date": "2025-01-01", "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] }, "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room"] }] }`,
		} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		entry := filepath.Join(dir, "index.js")
		p := lint.Load(filepath.Join(dir, "wrangler.json"), entry)
		found := lint.Check(p, nil)
		texts, _ := lint.Apply(found, p.Text)
		after, ok := texts[entry]
		want := strings.Replace(before, c.members, c.want, 1)
		if c.want == "" && ok || c.want != "" && after != want {
			t.Errorf("%s: %v\n%s\nwant\n%s", c.name, found, after, want)
		}
	}
}

// The compatibility date that is put into a configuration leaves its byte order mark first, and
// ends its line as the others.
func TestFixConfiguration(t *testing.T) {
	t.Parallel()
	today := time.Now().UTC().Format(time.DateOnly)
	for before, want := range map[string]string{
		"wrangler.toml \ufeffname = \"a\"\r\n":            "\ufeffcompatibility_date = \"" + today + "\"\r\nname = \"a\"\r\n",
		"wrangler.toml name = \"a\"\n":                    "compatibility_date = \"" + today + "\"\nname = \"a\"\n",
		"wrangler.json \ufeff{\r\n  \"name\": \"a\"\r\n}": "\ufeff{\r\n  \"compatibility_date\": \"" + today + "\",\r\n  \"name\": \"a\"\r\n}",
	} {
		name, before, _ := strings.Cut(before, " ")
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(before), 0o600); err != nil {
			t.Fatal(err)
		}
		p := lint.Load(file, "")
		if texts, _ := lint.Apply(lint.Check(p, nil), p.Text); texts[file] != want {
			t.Errorf("%q becomes %q, want %q", before, texts[file], want)
		}
	}
}

// TestFixOfInit makes the fix of C07 only if the method waits for nothing that has to wait for
// blockConcurrencyWhile.
func TestFixOfInit(t *testing.T) {
	t.Parallel()
	const program = `import { DurableObject } from "cloudflare:workers";
import { migrate } from "somewhere";
const defaults = { title: "none" };
export class Room extends DurableObject {
  n = 0; title = ""; names = ["a"]; jobs = []; pending = new Map();
  ready = new Promise((resolve) => setTimeout(resolve, 10));
  open = new Promise((resolve) => { this.opened = resolve; });
  started = Promise.resolve();
  gate = Promise.withResolvers();
  constructor(ctx, env) {
    super(ctx, env);
    this.db = migrate(ctx);
    this.blocked = ctx.blockConcurrencyWhile(() => ctx.storage.get("a"));
    this.init(ctx);
  }
  async init(arg) { BODY this.n = 1; }
  async stored() { return (await this.ctx.storage.get("n")) ?? defaults; }
  async whenReady() { return this.ready; }
  async rows() { const rows = this.ctx.storage.sql.exec("SELECT 1").toArray(); return rows; }
  async count() { return this.n; }
  async later() { await this.whenReady(); }
  fetch() { this.opened(); return new Response(String(this.n)); }
}
export default { fetch: (r, env) => env.ROOM.getByName(r.url).fetch(r) };
`
	for body, safe := range map[string]bool{
		`await this.ctx.storage.get("n");`: true,
		`await this.stored();`:             true,
		`await this.ctx.storage.get("n"); await this.count(); await this.rows();`:    true,
		`await Promise.all([this.ctx.storage.get("n"), this.stored()]);`:             true,
		`await Promise.all(this.names.map((name) => this.ctx.storage.get(name)));`:   true,
		`const p = this.ctx.storage.get("n"); await p;`:                              true,
		`const p = this.ctx.storage.get("n"); await p.then(() => 1).catch(() => 2);`: true,
		`await migrate(arg, this.names);`:                                            true,
		`await this.db.select().from("a");`:                                          true,
		`await new Promise((resolve) => setTimeout(resolve, 5));`:                    true,
		`await new Promise((resolve) => { setTimeout(() => resolve(), 5); });`:       true,
		`await this.started;`: true,
		`await this.blocked;`: true,
		`await this.ctx.storage.get("n"); this.pending.get("a"); const w = this.whenReady; void w;`: true,
		`await this.ready;`:        false,
		`await this.open;`:         false,
		`await this.gate.promise;`: false,
		`await this.whenReady();`:  false,
		`await this.later();`:      false,
		`await arg;`:               false,
		`await this.ctx.storage.get("n"); await this.ready.then(() => 1);`:                                 false,
		`const { ready } = this; await ready;`:                                                             false,
		`const ready = this.ready; await ready;`:                                                           false,
		`let p = this.ctx.storage.get("n"); if (arg) p = this.ready; await p;`:                             false,
		`await (arg ? this.ready : this.stored());`:                                                        false,
		`await Promise.all([this.stored(), this.ready]);`:                                                  false,
		`await Promise.all(this.jobs);`:                                                                    false,
		`await Promise.race([...this.jobs, this.stored()]);`:                                               false,
		`await Promise.all(this.names.map(() => this.whenReady()));`:                                       false,
		`await this.pending.get("a");`:                                                                     false,
		`for (const job of this.jobs) await job;`:                                                          false,
		`for await (const job of this.jobs) job(); await this.stored();`:                                   false,
		`await new Promise((resolve) => { this.opened = resolve; });`:                                      false,
		`await new Promise((resolve) => this.jobs.push(resolve));`:                                         false,
		`const { promise, resolve } = Promise.withResolvers(); this.opened = resolve; await promise;`:      false,
		`await this.ctx.storage.get("n"); const inner = async () => { await this.ready; }; await inner();`: false,
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "index.js"), []byte(strings.ReplaceAll(program, "BODY", body)), 0o600); err != nil {
			t.Fatal(err)
		}
		found := lint.Check(lint.Load("", filepath.Join(dir, "index.js")), []*lint.Rule{lint.Find("C07")})
		switch {
		case len(found) != 1:
			t.Errorf("%s: found %v", body, found)
		case (len(found[0].Edits) > 0) != safe || strings.Contains(found[0].Fix, "blockConcurrencyWhile") != safe:
			t.Errorf("%s: %d edits, %q", body, len(found[0].Edits), found[0].Fix)
		}
	}
}
