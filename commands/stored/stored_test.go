package stored_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/commands/stored"
	"github.com/dotool-dev/dotool/config/lint"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
)

const config = `{ "name": "app", "main": "index.ts", "compatibility_date": "2026-11-01",
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] },
  "migrations": [{ "tag": "v1", "%s": ["Room"] }] }`

// source is a module whose class has some members, and code around it.
func source(members, around string) string {
	return `import { DurableObject } from "cloudflare:workers";
` + around + `
export class Room extends DurableObject {
` + members + `
}
export default { fetch: () => new Response() };
`
}

// check checks a program, in a file and others, against objects that SQL made.
func check(t *testing.T, backend string, files map[string]string, objects []string, alarms ...event.Firing) (found []string) {
	t.Helper()
	dir := t.TempDir()
	files["wrangler.json"] = fmt.Sprintf(config, backend)
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	folder := inspecttest.Folder(filepath.Join(dir, ".wrangler", "state"))
	var names []inspect.Seen
	for i, sql := range objects {
		name := fmt.Sprint("room", i)
		inspecttest.Make(t, folder, "app-Room", name, sql)
		names = append(names, inspect.Seen{Key: "app-Room", Name: name})
	}
	if err := inspect.Remember(context.Background(), folder, names...); err != nil {
		t.Fatal(err)
	}
	before := inspecttest.Hashes(t, dir)
	store, err := inspect.Open(folder, inspect.Options{Worker: "app", Classes: []string{"Room"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range stored.Check(context.Background(), lint.Load(filepath.Join(dir, "wrangler.json"), filepath.Join(dir, "index.ts")), store, stored.Options{Worker: "app", Alarms: alarms, Time: time.Hour}) {
		line := strings.Split(files["index.ts"], "\n")[f.Pos.Line-1]
		marked := line[f.Pos.Column-1:]
		found = append(found, fmt.Sprintf("%s %s: %s", f.Rule.ID, marked[:min(f.Pos.Length, len(marked))], f.Message))
	}
	if after := inspecttest.Hashes(t, dir); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("files changed: %v, before %v", after, before)
	}
	return found
}

// TestSchemas tries source on the tables of objects.
func TestSchemas(t *testing.T) {
	t.Parallel()
	const table = "CREATE TABLE messages (id INTEGER PRIMARY KEY, text TEXT);"
	for _, c := range []struct {
		name, members, around string
		objects               []string
		want                  string
	}{
		{"an exact column", `f() { this.ctx.storage.sql.exec("SELECT id, body FROM messages"); }`, "", []string{table}, "O01 body: no such column: body, in the object of Room"},
		{"in a template", "f() { this.ctx.storage.sql.exec(`\n  SELECT id\n  FROM mesages`); }", "", []string{table}, "O01 mesages: no such table: mesages, in the object of Room"},
		{"an insert", `f() { this.ctx.storage.sql.exec("INSERT INTO messages (text, at) VALUES (?, ?)", 1, 2); }`, "", []string{table}, "O01 at: table messages has no column named at, in the object of Room"},
		{"a second statement", `f() { this.ctx.storage.sql.exec("SELECT 1; SELECT m.at FROM messages m"); }`, "", []string{table}, "O01 m.at: no such column: m.at, in the object of Room"},
		{"a text in parts", `f() { this.ctx.storage.sql.exec("SELECT at " + "FROM messages"); }`, "", []string{table}, `O01 "SELECT at ": no such column: at, in the object of Room`},
		{"a constant", `f() { this.ctx.storage.sql.exec(ALL); }`, `const ALL = "SELECT at FROM messages";`, []string{table}, `O01 ALL: no such column: at, in the object of Room`},
		{"a helper", `all(q: string, ...v: unknown[]) { return [...this.ctx.storage.sql.exec(q, ...v)]; } f() { this.all("SELECT at FROM messages"); }`, "", []string{table}, `O01 at: no such column: at, in the object of Room`},
		{"a repository", `repo = new Repo(this.ctx.storage.sql); f() { return this.repo.all(); }`, `class Repo { constructor(private sql: SqlStorage) {} all() { return this.sql.exec("SELECT at FROM messages"); } }`, []string{table}, `O01 at: no such column: at, in the object of Room`},
		{"a function", `f() { return all(this.ctx.storage.sql); }`, `function all(sql: SqlStorage) { return sql.exec("SELECT at FROM messages"); }`, []string{table}, `O01 at: no such column: at, in the object of Room`},
		{"some objects", `f() { this.ctx.storage.sql.exec("SELECT at FROM messages"); }`, "", []string{table, table + "ALTER TABLE messages ADD COLUMN at INTEGER", table}, "O02 at: no such column: at, in 2 of 3 objects of Room: room0, room2"},
		{"created at the start", `constructor(c: any, e: any) { super(c, e); c.storage.sql.exec("CREATE TABLE IF NOT EXISTS likes (n)"); } f() { this.ctx.storage.sql.exec("SELECT n FROM likes"); }`, "", []string{table}, ""},
		{"created before, without the column", `constructor(c: any, e: any) { super(c, e); c.storage.sql.exec("CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY, text TEXT, at INTEGER)"); } f() { this.ctx.storage.sql.exec("SELECT at FROM messages"); }`, "", []string{table}, "O01 at: no such column: at, in the object of Room"},
		{"a list of migrations", `constructor(c: any, e: any) { super(c, e); for (const { sql } of LIST) c.storage.sql.exec(sql); } f() { this.ctx.storage.sql.exec("SELECT at, body FROM messages"); }`, `const LIST = [{ sql: "ALTER TABLE messages ADD COLUMN at INTEGER" }];`, []string{table}, "O01 body: no such column: body, in the object of Room"},
		{"hidden migrations", `constructor(c: any, e: any) { super(c, e); for (const sql of made()) c.storage.sql.exec(sql); } f() { this.ctx.storage.sql.exec("SELECT at FROM messages"); }`, `import { made } from "migrations";`, []string{table}, ""},
		{"a table by another name", `constructor(c: any, e: any) { super(c, e); c.storage.sql.exec("ALTER TABLE messages RENAME TO posts"); } f() { this.ctx.storage.sql.exec("SELECT at FROM messages"); this.ctx.storage.sql.exec("SELECT at FROM posts"); }`, "", []string{table}, ""},
		{"a table with a changing name", "constructor(c: any, e: any) { super(c, e); c.storage.sql.exec(`CREATE TABLE IF NOT EXISTS ${e.NAME} (n)`); } f() { this.ctx.storage.sql.exec(\"SELECT n FROM likes\"); }", "", []string{table}, ""},
		{"dropped in a method", `reset() { this.ctx.storage.sql.exec("DROP TABLE messages"); } f() { this.ctx.storage.sql.exec("SELECT id FROM messages"); }`, "", []string{table}, ""},
		{"a file of SQL", `constructor(c: any, e: any) { super(c, e); c.storage.sql.exec(schema); } f() { this.ctx.storage.sql.exec("SELECT n FROM likes"); }`, `import schema from "./schema.sql";`, []string{table}, ""},
		{"tables of SQLite and of subqueries", `f() { this.ctx.storage.sql.exec("WITH a AS (SELECT 1 AS n) SELECT n, name FROM a, pragma_table_info('messages'), sqlite_master"); }`, "", []string{table}, ""},
		{"text that is not known", "f(x: string) { this.ctx.storage.sql.exec(`SELECT at FROM ${x}`); }", "", []string{table}, ""},
		{"an object with keys only", `f() { this.ctx.storage.sql.exec("SELECT n FROM likes"); }`, "", []string{"CREATE TABLE _cf_KV (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID; INSERT INTO _cf_KV VALUES ('a', x'ff0f')"}, ""},
		{"full text", `f() { this.ctx.storage.sql.exec("SELECT body FROM docs WHERE docs MATCH ?", "x"); }`, "", []string{"CREATE VIRTUAL TABLE docs USING fts5(body)"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := check(t, "new_sqlite_classes", map[string]string{"index.ts": source(c.members, c.around), "schema.sql": "-- likes\nCREATE TABLE IF NOT EXISTS likes (n);"}, c.objects)
			if text := strings.Join(got, "\n"); text != c.want {
				t.Errorf("found %q, want %q", text, c.want)
			}
		})
	}
}

// TestIndexes checks which filters an index is missing for.
func TestIndexes(t *testing.T) {
	t.Parallel()
	rows := func(n int) string {
		return fmt.Sprintf(`CREATE TABLE messages (id INTEGER PRIMARY KEY, user TEXT, "order" INTEGER);
			CREATE TABLE users (name TEXT PRIMARY KEY, age INTEGER);
			WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO messages SELECT i, i, i FROM n`, n)
	}
	for _, c := range []struct {
		sql  string
		n    int
		want string // the index
	}{
		{"SELECT * FROM messages WHERE user = ?", 1000, "messages_user ON messages (user)"},
		{"SELECT * FROM messages WHERE user = ?", 999, ""},
		{"SELECT * FROM messages", 1000, ""},
		{"SELECT * FROM messages WHERE id = ?", 1000, ""},
		{"SELECT * FROM messages ORDER BY user LIMIT 1", 1000, ""},
		{"SELECT * FROM messages WHERE user LIKE '%' || ?", 1000, ""},
		{"SELECT * FROM messages WHERE upper(user) = ?", 1000, ""},
		{"SELECT * FROM messages WHERE user <> ?", 1000, ""},
		{"SELECT count(*) FROM messages AS m WHERE m.\"order\" > ? AND id > 0", 1000, ""},
		{"SELECT count(*) FROM messages AS m WHERE m.\"order\" > ?", 1000, `messages_order ON messages ("order")`},
		{"UPDATE messages SET \"order\" = 0 WHERE user = ?", 1000, "messages_user ON messages (user)"},
		{"DELETE FROM messages WHERE user IN (?, ?)", 1000, "messages_user ON messages (user)"},
		{"SELECT * FROM users WHERE age = ? AND name IN (SELECT user FROM messages)", 1000, ""},
		{"SELECT 1 WHERE EXISTS (SELECT 1 FROM messages WHERE user = ?)", 1000, "messages_user ON messages (user)"},
	} {
		members := "f(a: string, b: string) { return this.ctx.storage.sql.exec(`" + c.sql + "`, ...[a, b].slice(0)).toArray(); }"
		got := check(t, "new_sqlite_classes", map[string]string{"index.ts": source(members, "")}, []string{rows(c.n)})
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], "S06 WHERE: ")) {
			t.Errorf("%s: found %q, want %q", c.sql, got, c.want)
		}
		members = `constructor(c: any, e: any) { super(c, e); c.storage.sql.exec("CREATE INDEX IF NOT EXISTS a ON messages (user)"); c.storage.sql.exec("CREATE INDEX IF NOT EXISTS b ON messages (\"order\")"); }` + members
		if got := check(t, "new_sqlite_classes", map[string]string{"index.ts": source(members, "")}, []string{rows(c.n)}); len(got) > 0 {
			t.Errorf("%s: found %q with indexes", c.sql, got)
		}
	}
}

// TestLimits checks which values are too large for Cloudflare.
func TestLimits(t *testing.T) {
	t.Parallel()
	members := `save(key: string) { this.ctx.storage.put(key, 1); this.ctx.storage.put("a", 1); this.ctx.storage.sql.exec("INSERT INTO t VALUES (?, ?)", 1, 2); }`
	kv := "CREATE TABLE _cf_KV (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;"
	for _, c := range []struct{ backend, sql, want string }{
		{"new_sqlite_classes", kv + "INSERT INTO _cf_KV VALUES ('a', zeroblob(1599998))", ""},
		{"new_sqlite_classes", kv + "INSERT INTO _cf_KV VALUES ('a', zeroblob(1599999))", `O03 put: the value "a" of room0 has 1.6 MB, close to the limit of 2 MB`},
		{"new_sqlite_classes", kv + "INSERT INTO _cf_KV VALUES ('a', zeroblob(2000000))", `O03 put: the value "a" of room0 has 2.0 MB, more than the limit of 2 MB`},
		{"new_sqlite_classes", "CREATE TABLE t (a, b); INSERT INTO t VALUES (zeroblob(1000000), zeroblob(900000))", `O03 "INSERT INTO t VALUES (?, ?)": a row of t of room0 has 1.9 MB, close to the limit of 2 MB`},
		{"new_sqlite_classes", "CREATE TABLE t (a, b); INSERT INTO t VALUES (zeroblob(1000000), NULL), (zeroblob(900000), 1)", ""},
		{"new_classes", kv + "INSERT INTO _cf_KV VALUES ('b', zeroblob(131073)), ('c', zeroblob(2))", `O03 put: the value "b" of room0 has 128.0 KiB, more than the limit of 128.0 KiB`},
		{"new_classes", kv + "INSERT INTO _cf_KV VALUES (hex(zeroblob(1000)), 1)", `O03 put: the key "0000000000000000000000000000000000000000…" of room0 has 2.0 KiB, close to the limit of 2.0 KiB`},
	} {
		if got := check(t, c.backend, map[string]string{"index.ts": source(members, "")}, []string{c.sql}); strings.Join(got, "\n") != c.want {
			t.Errorf("%s, %s: found %q, want %q", c.backend, c.sql, got, c.want)
		}
	}
}

// TestAlarms checks which alarms have only failed.
func TestAlarms(t *testing.T) {
	t.Parallel()
	run := func(id, outcome string) event.Firing {
		return event.Firing{Worker: "app", Class: "Room", ID: id, Outcome: outcome, Thrown: &event.LineError{Message: "no\nink"}}
	}
	for _, c := range []struct {
		runs []event.Firing
		want string
	}{
		{[]event.Firing{run("a", "exception"), run("a", "exception")}, "O04 alarm: each of its 2 runs for a has failed, the last with no"},
		{[]event.Firing{run("a", "exception")}, ""},
		{[]event.Firing{run("a", "exception"), run("a", "exception"), run("a", "ok")}, ""},
		{[]event.Firing{run("a", "exception"), run("b", "ok"), run("a", "exception")}, "O04 alarm: each of its 2 runs for a has failed, and so for 1 of 2 objects, the last with no"},
		{[]event.Firing{{Worker: "other", Class: "Room", ID: "a"}, {Worker: "other", Class: "Room", ID: "a"}}, ""},
		{[]event.Firing{{Worker: "app", Kind: "cron", Class: "Room"}, {Worker: "app", Kind: "cron", Class: "Room"}}, ""},
	} {
		got := check(t, "new_sqlite_classes", map[string]string{"index.ts": source("async alarm() {}", "")}, nil, c.runs...)
		if strings.Join(got, "\n") != c.want {
			t.Errorf("%v: found %q, want %q", c.runs, got, c.want)
		}
	}
}

// TestSample checks a class with more objects than are looked at.
func TestSample(t *testing.T) {
	t.Parallel()
	objects := slices.Repeat([]string{"CREATE TABLE messages (id)"}, 130)
	got := check(t, "new_sqlite_classes", map[string]string{"index.ts": source(`f() { this.ctx.storage.sql.exec("SELECT at FROM messages"); }`, "")}, objects)
	if want := []string{"O01 at: no such column: at, in 100 objects of Room"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}
