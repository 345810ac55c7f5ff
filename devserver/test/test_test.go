package test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/test/result"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// project writes the files of an archive to a new folder.
func project(t testing.TB, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func options(dir string) Options {
	return Options{
		Config: config.Options{Dir: dir},
		Dir:    dir,
		Runtime: func(ctx context.Context, p *config.Project) (workerd.Runtime, error) {
			return workerd.Find(ctx, workerd.FindOptions{})
		},
	}
}

// outcomes runs files and returns a line for each test that ended, and for what else
// happened.
func outcomes(t *testing.T, o Options, sel Selection) string {
	t.Helper()
	texts := map[string]*strings.Builder{} // by file
	var last strings.Builder               // what may be noticed at any time
	var all result.Run
	err := runFiles(t.Context(), o, sel, func(e result.Event) {
		all.Add(e)
		b := &last
		in := func(file string) {
			if b = texts[file]; b == nil {
				b = &strings.Builder{}
				texts[file] = b
			}
		}
		switch e := e.(type) {
		case result.Finished:
			in(e.File)
			f := all.File(e.File)
			task := f.Task(e.ID)
			if task.Suite && len(e.Result.Errors) == 0 {
				return
			}
			fmt.Fprintf(b, "%s: %s%s", f.FullName(task), e.Result.State, errorsOf(e.Result))
			for _, l := range e.Result.Left {
				fmt.Fprintf(b, ", left %s of %v", l.Kind, l.Object)
			}
			fmt.Fprintln(b)
		case result.Console:
			in(e.File)
			fmt.Fprintf(b, "  %s: %s\n", e.Level, e.Text)
		case result.Unhandled:
			fmt.Fprintf(&last, "%s in %q: %s\n", e.Kind, all.File(e.File).FullName(all.File(e.File).Task(e.Test)), e.Error.Message)
		case result.FileDone:
			in(e.File)
			fmt.Fprintf(b, "%s: %s%s\n", filepath.Base(e.File), e.State, errorsOf(e.Result))
			for _, d := range e.Problems {
				fmt.Fprintf(b, "  %s\n", d.Message)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, file := range slices.Sorted(maps.Keys(texts)) {
		text += texts[file].String()
	}
	return text + last.String()
}

func errorsOf(r result.Result) (text string) {
	for _, e := range r.Errors {
		text += " – " + e.Name + ": " + e.Message
		if e.Object != nil {
			text += " in " + e.Object.String()
		}
		if at, ok := e.Place(); ok {
			text += fmt.Sprintf(" at %s:%d", filepath.Base(at.Pos.File), at.Pos.Line)
		}
		if e.Test != nil {
			text += fmt.Sprintf(", from line %d", e.Test.Pos.Line)
		}
	}
	return text
}

const configuration = `
-- wrangler.jsonc --
{ "name": "chat", "main": "src/index.ts", "compatibility_date": "2026-06-01",
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] },
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room"] }] }
`

const room = configuration + `
-- src/index.ts --
import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject {
  calls = 0;
  add(): number {
    this.calls++;
    this.ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS t (n)");
    this.ctx.storage.sql.exec("INSERT INTO t VALUES (1)");
    return [...this.ctx.storage.sql.exec("SELECT count(*) c FROM t")][0].c as number;
  }
  fail() { throw new RangeError("no room"); }
  async later(at: number) { await this.ctx.storage.setAlarm(at); }
  alarm(info: unknown) { this.ctx.storage.kv.put("rang", JSON.stringify(info)); }
}
export default { async fetch(request: Request, env: Env) { return new Response("hello " + await env.ROOM.getByName("x").add()); } };
`

// TestRuns runs a file with most of what tests do.
func TestRuns(t *testing.T) {
	t.Parallel()
	dir := project(t, room+`
-- test/room.test.ts --
import { describe, it, expect, beforeAll, beforeEach } from "vitest";
import { env, exports } from "cloudflare:workers";
import { runInDurableObject, runDurableObjectAlarm, listDurableObjectIds, reset, SELF } from "cloudflare:test";
import { Room } from "../src";
const stub = env.ROOM.getByName("a");
it("counts", async () => { expect(await stub.add()).toBe(1); expect(await stub.add()).toBe(2); });
it("is empty", async () => { expect(await stub.add()).toBe(1); });
it("reaches in", async () => {
  await stub.add();
  const n = await runInDurableObject(stub, (room: Room, state) => { expect(room).toBeInstanceOf(Room); return [room.calls, state.id.name]; });
  expect(n).toEqual([1, "a"]);
  const r = await runInDurableObject(stub, () => new Response("yes"));
  expect(await r.text()).toBe("yes");
  await expect(runInDurableObject(stub, () => { throw new TypeError("inner"); })).rejects.toThrow("inner");
});
it("serves", async () => {
  expect(await (await SELF.fetch("http://x/")).text()).toBe("hello 1");
  expect(await (await exports.default.fetch("http://x/")).text()).toBe("hello 2");
});
it("fails", async () => { await stub.fail(); });
it("rejects", async () => { await expect(stub.fail()).rejects.toThrow("no room"); });
it("asserts", () => { expect({ a: 1 }).toEqual({ a: 2 }); });
it("lists", async () => {
  expect(await listDurableObjectIds(env.ROOM)).toEqual([]);
  await stub.add();
  expect((await listDurableObjectIds(env.ROOM)).map(String)).toEqual([String(stub.id)]);
  await reset();
  expect(await listDurableObjectIds(env.ROOM)).toEqual([]);
  expect(await stub.add()).toBe(1);
});
it("fires", async () => {
  expect(await runDurableObjectAlarm(stub)).toBe(false);
  await stub.later(Date.now() + 60_000);
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  expect(await runInDurableObject(stub, (_, s) => s.storage.kv.get("rang"))).toContain('"retryCount":0');
});
it("leaves an alarm", async () => { await stub.later(Date.now() + 60_000); console.log("prints", { a: 1 }); });
it("leaves a rejection", async () => { Promise.reject(new Error("left")); });
describe("levels", () => {
  beforeAll(async () => { await stub.add(); await stub.later(Date.now() + 90_000); });
  it("one", async () => { expect(await stub.add()).toBe(2); });
  it("two", async () => { expect(await stub.add()).toBe(2); expect(await runInDurableObject(stub, (_, s) => s.storage.getAlarm())).not.toBe(null); });
  describe("inner", () => {
    beforeAll(async () => { await stub.add(); });
    beforeEach(async () => { await stub.add(); });
    it("three", async () => { expect(await stub.add()).toBe(4); });
    it("four", async () => { expect(await stub.add()).toBe(4); });
  });
  it("five", async () => { expect(await stub.add()).toBe(2); });
});
it("last", async () => { expect(await stub.add()).toBe(1); });
it.skip("skipped", () => {});
it.todo("todo");
it("skips itself", (ctx) => ctx.skip("why"));
`)
	got := outcomes(t, options(dir), Selection{Files: []string{filepath.Join(dir, "test/room.test.ts")}})
	want := `skipped: skip
todo: todo
counts: pass
is empty: pass
reaches in: pass
serves: pass
fails: fail – RangeError: no room in Room/a at index.ts:10, from line 20
rejects: pass
asserts: fail – AssertionError: expected { a: 1 } to deeply equal { a: 2 } at room.test.ts:22
lists: pass
fires: pass
  log: prints { a: 1 }
leaves an alarm: pass, left alarm of Room/a
leaves a rejection: pass
levels one: pass
levels two: pass
levels inner three: pass
levels inner four: pass
levels five: pass
last: pass
skips itself: skip
room.test.ts: fail
Unhandled Rejection in "leaves a rejection": left
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestLoads: what the Worker prints as it is loaded is there once for each file, which loads a copy.
func TestLoads(t *testing.T) {
	t.Parallel()
	dir := project(t, configuration+`
-- src/index.ts --
import { DurableObject } from "cloudflare:workers";
const { log } = console;
console.warn("loads");
console.table([{ a: 1 }]);
export class Room extends DurableObject {
  hello() { log("kept"); console.log("called"); }
}
export default {};
-- test/a.test.ts --
import { it } from "vitest";
import { env } from "cloudflare:workers";
it("calls", async () => { await env.ROOM.getByName("a").hello(); });
-- test/b.test.ts --
import { it } from "vitest";
console.log("collects");
it("prints", () => { console.log("runs"); });
`)
	o := options(dir)
	o.Workers = 1 // the second file comes after the first
	got := outcomes(t, o, Selection{Files: []string{filepath.Join(dir, "test/a.test.ts"), filepath.Join(dir, "test/b.test.ts")}})
	want := `  warn: loads
  log:    a
0  1
  log: kept
  log: called
calls: pass
a.test.ts: pass
  warn: loads
  log:    a
0  1
  log: collects
  log: runs
prints: pass
b.test.ts: pass
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestThrown: a test that throws something unusual fails by its name, with what can be read of it.
func TestThrown(t *testing.T) {
	t.Parallel()
	dir := project(t, room+`
-- test/a.test.ts --
import { it } from "vitest";
it("is its own cause", () => { const e = new Error("own"); e.cause = e; throw e; });
it("contains itself", () => { const e = new AggregateError([], "many"); e.errors.push(e); throw new Error("outer", { cause: e }); });
it("has a long chain", () => { let e = new Error("0"); for (let i = 1; i < 20; i++) e = new Error(String(i), { cause: e }); throw e; });
it("has an object as its message", () => { const e: any = new Error(); e.message = Object.create(null); throw e; });
it("has an object as its name", () => { const e: any = new Error("named"); e.name = { a: 1 }; throw e; });
it("is not an error", () => { throw { message: { a: 1 } }; });
it("is empty", () => { throw ""; });
it("rejects later", () => { const e = new Error("left"); e.cause = e; Promise.reject(e); });
it("after", () => {});
`)
	got := outcomes(t, options(dir), Selection{Files: []string{filepath.Join(dir, "test/a.test.ts")}})
	want := `is its own cause: fail – Error: own at a.test.ts:2
contains itself: fail – Error: outer at a.test.ts:3
has a long chain: fail – Error: 19 at a.test.ts:4
has an object as its message: fail – Error: {} at a.test.ts:5
has an object as its name: fail – {"a":1}: named at a.test.ts:6
is not an error: fail – : thrown: {"a":1} at a.test.ts:7
is empty: fail – : thrown: "" at a.test.ts:8
rejects later: pass
after: pass
a.test.ts: fail
Unhandled Rejection in "rejects later": left
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestEnds runs files whose tests end or block their process: these fail by name, and
// all others run.
func TestEnds(t *testing.T) {
	t.Parallel()
	dir := project(t, room+`
-- test/a.test.ts --
import { describe, it, expect, beforeAll } from "vitest";
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
it("before", async () => { expect(await env.ROOM.getByName("a").add()).toBe(1); });
it("loops", { timeout: 100 }, async () => { await env.ROOM.getByName("a").add(); for (;;); });
it("after", async () => { expect(await env.ROOM.getByName("a").add()).toBe(1); });
it("exits", async () => { process.exit(3); });
it("aborts", async () => { await runInDurableObject(env.ROOM.getByName("a"), (_, state) => state.abort("enough")); });
it("after abort", async () => { expect(await env.ROOM.getByName("a").add()).toBe(1); });
it("never ends", { timeout: 50 }, () => new Promise(() => {}));
describe("suite", () => {
  beforeAll(() => { for (;;); }, 100);
  it("inside", () => {});
});
it.concurrent("beside", () => scheduler.wait(30));
it.concurrent("exits beside others", async () => { await scheduler.wait(5); process.exit(); });
it.concurrent("beside too", () => scheduler.wait(30));
it("last", () => {});
-- test/b.test.ts --
import { it } from "vitest";
for (;;);
it("never", () => {});
-- test/c.test.ts --
import { it } from "vitest";
throw new Error("top");
-- test/d.test.ts --
import { it } from "vitest";
import { missing } from "./missing";
it("never", () => missing());
-- test/e.test.ts --
it("without an import", () => {
-- test/f.test.ts --
import { it } from "vitest";
it("fine", () => {});
`)
	var files []string
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		files = append(files, filepath.Join(dir, "test", name+".test.ts"))
	}
	o := options(dir)
	o.HookTimeout = 500 * time.Millisecond
	got := outcomes(t, o, Selection{Files: files})
	want := `before: pass
loops: fail – Error: Test timed out in 100ms. at a.test.ts:5
after: pass
exits: fail – Error: the test ended before it had a result, as process.exit() does at a.test.ts:7
aborts: fail – Error: enough in Room/a at a.test.ts:8, from line 8
after abort: pass
never ends: fail – Error: Test timed out in 50ms.
If this is a long-running test, pass a timeout value as the last argument or configure it globally with "testTimeout". at a.test.ts:10
suite inside: skip
suite: fail – Error: Hook timed out in 500ms.
beside: pass
exits beside others: fail – Error: the test ended before it had a result, as process.exit() does at a.test.ts:16
beside too: pass
last: pass
a.test.ts: fail
b.test.ts: fail – Error: Loading the file timed out in 500ms.
c.test.ts: fail – Error: top at c.test.ts:2
d.test.ts: fail
  Could not resolve "./missing"
e.test.ts: fail
  Unexpected end of file
fine: pass
f.test.ts: pass
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestLeftOpen leaves all that could keep an object in memory: the next test has a new
// object all the same, through the same stub.
func TestLeftOpen(t *testing.T) {
	t.Parallel()
	dir := project(t, configuration+`
-- src/index.ts --
import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject {
  add(): number { this.ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS t (n)"); this.ctx.storage.sql.exec("INSERT INTO t VALUES (1)"); return [...this.ctx.storage.sql.exec("SELECT count(*) c FROM t")][0].c as number; }
  hang() { return new Promise(() => {}); }
  async slow() { await scheduler.wait(100); return 1; }
  async fetch(r: Request) {
    const url = new URL(r.url);
    if (url.pathname === "/hib") { const p = new WebSocketPair(); this.ctx.acceptWebSocket(p[1]); return new Response(null, { status: 101, webSocket: p[0] }); }
    if (url.pathname === "/ws") { const p = new WebSocketPair(); p[1].accept(); p[1].addEventListener("message", (e) => p[1].send("echo " + e.data)); return new Response(null, { status: 101, webSocket: p[0] }); }
    if (url.pathname === "/stream") { let i = 0; return new Response(new ReadableStream({ async pull(c) { await scheduler.wait(5); c.enqueue(new TextEncoder().encode("x" + i++)); } })); }
    if (url.pathname === "/timer") { setInterval(() => {}, 10); return new Response("t"); }
    return new Response("other");
  }
  webSocketMessage(ws: WebSocket, m: string) { ws.send("hib " + m); }
}
export default { fetch() { throw new Error("broken handler"); } };
-- test/open.test.ts --
import { it, expect } from "vitest";
import { env, exports } from "cloudflare:workers";
import { SELF } from "cloudflare:test";
const stub = env.ROOM.getByName("a");
const ok = () => it("ok", async () => { expect(await stub.add()).toBe(1); });
it("ws", async () => {
  const r = await stub.fetch("http://x/ws", { headers: { upgrade: "websocket" } });
  const ws = r.webSocket!; ws.accept();
  const m = new Promise((res) => ws.addEventListener("message", (e) => res(e.data)));
  ws.send("1"); expect(await m).toBe("echo 1");
});
ok();
it("hib", async () => {
  const r = await stub.fetch("http://x/hib", { headers: { upgrade: "websocket" } });
  const ws = r.webSocket!; ws.accept();
  const m = new Promise((res) => ws.addEventListener("message", (e) => res(e.data)));
  ws.send("1"); expect(await m).toBe("hib 1");
});
ok();
it("unread", async () => { await stub.fetch("http://x/other"); });
ok();
it("stream unread", async () => { await stub.fetch("http://x/stream"); });
ok();
it("timer", async () => { await stub.fetch("http://x/timer"); });
ok();
it("slow", async () => { stub.slow(); });
ok();
it("hang", async () => { stub.hang(); });
ok();
it("stream partly read", async () => { await (await stub.fetch("http://x/stream")).body!.getReader().read(); });
ok();
it("handler throws", async () => { await expect(SELF.fetch("http://x/")).rejects.toThrow("broken handler"); });
it("handler throws exports", async () => { await expect(exports.default.fetch("http://x/")).rejects.toThrow("broken handler"); });
`)
	got := outcomes(t, options(dir), Selection{Files: []string{filepath.Join(dir, "test/open.test.ts")}})
	want := `ws: pass
ok: pass
hib: pass
ok: pass
unread: pass
ok: pass
stream unread: pass
ok: pass
timer: pass
ok: pass
slow: pass, left promise of Room/a
ok: pass
hang: pass, left promise of Room/a
ok: pass
stream partly read: pass
ok: pass
handler throws: pass
handler throws exports: pass
open.test.ts: pass
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestObjects runs a file with what `dotool:test` has.
func TestObjects(t *testing.T) {
	t.Parallel()
	dir := project(t, configuration+`
-- src/index.ts --
import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject {
  calls = 0;
  #log(text: string) {
    this.ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS log (text)");
    this.ctx.storage.sql.exec("INSERT INTO log VALUES (?)", text);
  }
  add(): number { this.#log("add"); return ++this.calls; }
  hang() { return new Promise(() => {}); }
  async every(ms: number) { await this.ctx.storage.put("every", ms); await this.ctx.storage.setAlarm(Date.now() + ms); }
  async alarm(info: AlarmInvocationInfo) {
    const ms = await this.ctx.storage.get<number>("every");
    this.#log("alarm late by " + (Date.now() - Number(info.scheduledTime) < 1000 ? "nothing" : "much"));
    await this.ctx.storage.setAlarm(Date.now() + ms!);
  }
  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(ws: WebSocket) { ws.send(String(++this.calls)); }
}
export default {};
-- test/objects.test.ts --
import { it, expect, vi } from "vitest";
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { snapshot, restore, sql, advanceAlarms, hibernate, killAndRestart } from "dotool:test";
const stub = env.ROOM.getByName("a");
it("puts a snapshot back", async () => {
  await stub.add();
  await stub.every(60_000);
  const copy = await snapshot(stub);
  await stub.add();
  await runInDurableObject(stub, (_, state) => state.storage.deleteAlarm());
  await restore(copy);
  expect(await sql(stub, "SELECT count(*) AS n FROM log WHERE text = ?", "add")).toEqual([{ n: 1 }]);
  expect(await stub.add()).toBe(1);
  expect(await runInDurableObject(stub, (_, state) => state.storage.getAlarm())).toBeGreaterThan(Date.now());
  await restore(copy);
  expect(await sql(stub, "SELECT count(*) AS n FROM log")).toEqual([{ n: 1 }]);
});
it("puts an empty object back", async () => {
  const copy = await snapshot(stub);
  await stub.add();
  await restore(copy);
  expect(await sql(stub, "SELECT name FROM sqlite_master WHERE name = 'log'")).toEqual([]);
});
it("moves the clock", async () => {
  await stub.every(60_000);
  await env.ROOM.getByName("b").every(100_000);
  const before = Date.now();
  expect(await advanceAlarms(59_000)).toBe(0);
  expect(await advanceAlarms(121_500)).toBe(4);
  expect(Date.now() - before).toBeGreaterThanOrEqual(180_500);
  expect(await sql(stub, "SELECT text FROM log")).toEqual(Array(3).fill({ text: "alarm late by nothing" }));
});
it("has the clock of the machine", () => expect(Date.now() - performance.timeOrigin).toBeLessThan(100_000_000_000_000));
it("moves a fake clock", async () => {
  vi.useFakeTimers();
  const before = Date.now();
  await stub.every(60_000);
  const called = vi.fn();
  setTimeout(called, 30_000);
  expect(await advanceAlarms(61_000)).toBe(1);
  expect(called).toHaveBeenCalledOnce();
  expect(Date.now()).toBe(before + 61_000);
  vi.useRealTimers();
});
it("ends a call", async () => {
  const call = stub.hang();
  await stub.add();
  await killAndRestart(stub);
  await expect(call).rejects.toThrow("killed");
  expect(await stub.add()).toBe(1);
  expect(await sql(stub, "SELECT count(*) AS n FROM log")).toEqual([{ n: 2 }]);
});
it("hibernates", async () => {
  const { webSocket } = await stub.fetch("http://room", { headers: { upgrade: "websocket" } });
  webSocket!.accept();
  const reply = () => new Promise((resolve) => webSocket!.addEventListener("message", ({ data }) => resolve(data), { once: true }));
  webSocket!.send("x");
  expect(await reply()).toBe("1");
  await hibernate(stub);
  webSocket!.send("x");
  expect(await reply()).toBe("1");
});
`)
	got := outcomes(t, options(dir), Selection{Files: []string{filepath.Join(dir, "test/objects.test.ts")}})
	want := `puts a snapshot back: pass, left alarm of Room/a
puts an empty object back: pass
moves the clock: pass, left alarm of Room/b, left alarm of Room/a
has the clock of the machine: pass
moves a fake clock: pass, left alarm of Room/a
ends a call: pass
hibernates: pass
objects.test.ts: pass
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestHandlers runs a file that calls handlers by hand, with a D1 database.
func TestHandlers(t *testing.T) {
	t.Parallel()
	dir := project(t, strings.Replace(configuration, `"migrations"`, `"d1_databases": [{ "binding": "DB", "database_name": "db", "database_id": "x" }], "kv_namespaces": [{ "binding": "KV", "id": "kv" }], "secrets_store_secrets": [{ "binding": "SECRET", "store_id": "store", "secret_name": "token" }], "vars": { "GREETING": "hello" }, "migrations"`, 1)+`
-- .dev.vars --
TOKEN=abc
-- src/index.ts --
import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
export class Room extends DurableObject {}
export class Other extends WorkerEntrypoint { greet(name: string) { return this.env.GREETING + " " + name; } }
export default {
  async fetch(request: Request, env: Env, ctx: ExecutionContext) { ctx.waitUntil(env.KV.put("seen", request.url)); return new Response("hi"); },
  async queue(batch: MessageBatch, env: Env) { batch.messages[0].ack(); batch.messages[1].retry({ delaySeconds: 5 }); batch.retryAll(); },
  async scheduled(controller: ScheduledController, env: Env) { await env.KV.put("cron", controller.cron + " " + controller.scheduledTime); },
};
-- test/handlers.test.ts --
import { it, expect } from "vitest";
import { env, exports } from "cloudflare:workers";
import worker from "../src";
import { adminSecretsStore, applyD1Migrations, createExecutionContext, createMessageBatch, createScheduledController, getQueueResult, reset, waitOnExecutionContext } from "cloudflare:test";
const migrations = [{ name: "0001.sql", queries: ["CREATE TABLE t (n)", "INSERT INTO t VALUES (1)"] }];
it("fetches", async () => {
  const ctx = createExecutionContext();
  const response = await worker.fetch(new Request("http://room/1"), env, ctx);
  await waitOnExecutionContext(ctx);
  expect(await response.text()).toBe("hi");
  expect(await env.KV.get("seen")).toBe("http://room/1");
  expect(env.TOKEN).toBe("abc");
});
it("has a namespace without keys", async () => expect((await env.KV.list()).keys).toEqual([]));
it("takes a batch", async () => {
  const batch = createMessageBatch("q", [1, 2].map((n) => ({ id: String(n), timestamp: new Date(0), attempts: 1, body: { n } })));
  const ctx = createExecutionContext();
  await worker.queue(batch, env);
  expect(await getQueueResult(batch, ctx)).toEqual({ outcome: "ok", ackAll: false, retryBatch: { retry: true }, explicitAcks: ["1"], retryMessages: [{ msgId: "2" }] });
});
it("is scheduled", async () => {
  await worker.scheduled(createScheduledController({ scheduledTime: new Date(1000), cron: "* * * * *" }), env);
  expect(await env.KV.get("cron")).toBe("* * * * * 1000");
});
it("migrates", async () => {
  await applyD1Migrations(env.DB, migrations);
  await applyD1Migrations(env.DB, migrations);
  expect((await env.DB.prepare("SELECT n FROM t").all()).results).toEqual([{ n: 1 }]);
  await reset();
  await expect(env.DB.prepare("SELECT n FROM t").all()).rejects.toThrow("no such table");
});
it("has an empty database", async () => { await expect(env.DB.prepare("SELECT n FROM t").all()).rejects.toThrow("no such table"); });
it("has secrets", async () => {
  const admin = adminSecretsStore(env.SECRET);
  await expect(env.SECRET.get()).rejects.toThrow("not found");
  const id = await admin.create("one");
  expect(await env.SECRET.get()).toBe("one");
  expect(await admin.list()).toEqual([{ name: "token", metadata: { uuid: id } }]);
  await admin.delete(id);
  await expect(env.SECRET.get()).rejects.toThrow("not found");
});
it("has entrypoints", async () => { expect(await exports.Other.greet("you")).toBe("hello you"); });
`)
	got := outcomes(t, options(dir), Selection{Files: []string{filepath.Join(dir, "test/handlers.test.ts")}})
	want := `fetches: pass
has a namespace without keys: pass
takes a batch: pass
is scheduled: pass
migrates: pass
has an empty database: pass
has secrets: pass
has entrypoints: pass
handlers.test.ts: pass
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestWorkflows looks into instances of Workflows, which are gone before the next test.
func TestWorkflows(t *testing.T) {
	t.Parallel()
	dir := project(t, `
-- wrangler.jsonc --
{ "name": "flow", "main": "src/index.ts", "compatibility_date": "2026-06-01", "workflows": [{ "name": "orders", "binding": "ORDERS", "class_name": "Orders" }] }
-- src/index.ts --
import { WorkflowEntrypoint } from "cloudflare:workers";
export class Orders extends WorkflowEntrypoint {
  async run(event, step) {
    const a = await step.do("first", async () => 1);
    await step.sleep("nap", "1 hour");
    const b = await step.do("second", async () => a + 1);
    const e = await step.waitForEvent("paid", { type: "paid", timeout: "1 day" });
    return { a, b, e: e.payload, given: event.payload };
  }
}
export default {};
-- test/flow.test.ts --
import { it, expect } from "vitest";
import { env } from "cloudflare:workers";
import { introspectWorkflow, introspectWorkflowInstance } from "cloudflare:test";
it("one", async () => {
  await using instance = await introspectWorkflowInstance(env.ORDERS, "x1");
  await instance.modify(async (m) => { await m.disableSleeps(); await m.mockStepResult({ name: "first" }, 5); await m.mockEvent({ type: "paid", payload: "yes" }); });
  await env.ORDERS.create({ id: "x1", params: 7 });
  expect(await instance.waitForStepResult({ name: "second" })).toBe(6);
  await instance.waitForStatus("complete");
  expect(await instance.getOutput()).toEqual({ a: 5, b: 6, e: "yes", given: 7 });
});
it("all", async () => {
  await using all = await introspectWorkflow(env.ORDERS);
  await all.modifyAll(async (m) => { await m.disableSleeps(); await m.mockEvent({ type: "paid", payload: "no" }); });
  await env.ORDERS.create();
  const [instance] = await all.get();
  await instance.waitForStatus("complete");
  expect((await instance.getOutput()).e).toBe("no");
});
it("same id again", async () => {
  await using instance = await introspectWorkflowInstance(env.ORDERS, "x1");
  await instance.modify(async (m) => { await m.mockStepError({ name: "first" }, new Error("bad"), 10); await m.disableRetryDelays(); });
  await env.ORDERS.create({ id: "x1" });
  await instance.waitForStatus("errored");
  expect((await instance.getError()).message).toContain("bad");
});
it("without", async () => {
  const w = await env.ORDERS.create({ id: "y" });
  expect((await w.status()).status).toMatch(/queued|running|waiting/);
});
it("without again", async () => {
  const w = await env.ORDERS.create({ id: "y" });
});
`)
	got := outcomes(t, options(dir), Selection{Files: []string{filepath.Join(dir, "test/flow.test.ts")}})
	if want := "one: pass\nall: pass\nsame id again: pass\nwithout: pass\nwithout again: pass\nflow.test.ts: pass\n"; got != want {
		t.Error(cmp.Diff(want, got))
	}
}

// TestWorkerFails says where in the source a Worker fails that cannot be built or started.
func TestWorkerFails(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]string{
		"build":              "export class Room {",
		"startup":            "\nsetTimeout(() => {}, 1);\nexport class Room extends (await import(\"cloudflare:workers\")).DurableObject {}\nexport default {};",
		"bound-not-exported": "export class Rooom {}\nexport default {};",
	} {
		dir := project(t, configuration+"-- src/index.ts --\n"+code+"\n-- test/a.test.ts --\nimport { it } from \"vitest\";\nit(\"a\", () => {});\n")
		err := runFiles(t.Context(), options(dir), Selection{Files: []string{filepath.Join(dir, "test/a.test.ts")}}, func(result.Event) {})
		list, ok := errors.AsType[*diag.ListError](err)
		if !ok || list.List[0].Pos.Line == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestModes runs files with options that change what runs, and what is isolated.
func TestModes(t *testing.T) {
	t.Parallel()
	dir := project(t, strings.Replace(room, "2026-06-01", "2026-11-17", 1)+`
-- test/a.test.ts --
import { it, expect, describe, inject } from "vitest";
import { env } from "cloudflare:workers";
const stub = env.ROOM.getByName("a");
let tries = 0;
it("is tried again", async () => { expect(await stub.add()).toBe(1); expect(++tries).toBe(2); });
describe.concurrent("together", () => {
  it("one", async () => { await env.ROOM.getByName("x").add(); await scheduler.wait(5); expect(await env.ROOM.getByName("x").add()).toBe(2); });
  it("two", async () => { await env.ROOM.getByName("y").add(); await scheduler.wait(20); expect(await env.ROOM.getByName("y").add()).toBe(2); });
});
it("then", async () => { expect(await env.ROOM.getByName("y").add()).toBe(1); });
it("prints a stack", () => console.log(new Error("printed").stack));
-- test/b.test.ts --
import { it, expect } from "vitest";
import { env } from "cloudflare:workers";
it("first", async () => { expect(await env.ROOM.getByName("a").add()).toBe(1); });
it("second", async () => { expect(await env.ROOM.getByName("a").add()).toBe(2); });
-- test/c.test.ts --
beforeEach(() => expect(ready).toBe(true));
it("has globals and a setup file", () => expect(process.env.COLOR).toBe("blue"));
-- test/setup.ts --
globalThis.ready = true;
`)
	run := func(o Options, sel Selection, names ...string) string {
		for _, name := range names {
			sel.Files = append(sel.Files, filepath.Join(dir, "test", name+".test.ts"))
		}
		return outcomes(t, o, sel)
	}
	with := func(change func(*Options)) Options {
		o := options(dir)
		change(&o)
		return o
	}
	for _, c := range []struct{ name, got, want string }{
		{"retry", run(with(func(o *Options) { o.Retry = 1 }), Selection{}, "a"), `is tried again: pass – AssertionError: expected 1 to be 2 // Object.is equality at a.test.ts:5
together one: pass
together two: pass
then: pass
  log: Error: printed
    at test/a.test.ts:11:40
prints a stack: pass
a.test.ts: pass
`},
		{"isolate by file", run(with(func(o *Options) { o.Isolate = PerFile }), Selection{}, "b"), "first: pass\nsecond: pass\nb.test.ts: pass\n"},
		{"bail", run(with(func(o *Options) { o.Bail, o.Workers = 1, 1 }), Selection{}, "a", "b"), `is tried again: fail – AssertionError: expected 1 to be 2 // Object.is equality at a.test.ts:5
together one: skip
together two: skip
then: skip
prints a stack: skip
a.test.ts: fail
`},
		{"pattern", run(options(dir), Selection{Pattern: "^second"}, "b"), "first: skip\nsecond: fail – AssertionError: expected 1 to be 2 // Object.is equality at b.test.ts:4\nb.test.ts: fail\n"},
		{"only", run(options(dir), Selection{Only: map[string][]string{filepath.Join(dir, "test/b.test.ts"): {"first"}}}, "b"), "second: skip\nfirst: pass\nb.test.ts: pass\n"},
		{"setup", run(with(func(o *Options) {
			o.Globals, o.SetupFiles, o.Env = true, []string{filepath.Join(dir, "test/setup.ts")}, map[string]string{"COLOR": "blue"}
		}), Selection{}, "c"), "has globals and a setup file: pass\nc.test.ts: pass\n"},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// TestStored has what objects stored when a test failed.
func TestStored(t *testing.T) {
	t.Parallel()
	dir := project(t, room+`
-- test/stored.test.ts --
import { it, expect } from "vitest";
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
it("passes", async () => { await env.ROOM.getByName("other").add(); });
it("fails", async () => {
  const stub = env.ROOM.getByName("a");
  await stub.add();
  await stub.later(2_000_000_000_000);
  await runInDurableObject(stub, async (_, { storage }) => {
    await storage.put({ one: 1, date: new Date(0), map: new Map([["a", 1n]]) });
    storage.sql.exec("CREATE TABLE 'odd \"name' (a, b)");
    for (let i = 0; i < 30; i++) storage.sql.exec("INSERT INTO 'odd \"name' VALUES (?, ?)", i, "x");
  });
  expect.fail("now");
});
`)
	o := options(dir)
	o.ShowState = true
	var got []result.Object
	err := runFiles(t.Context(), o, Selection{Files: []string{filepath.Join(dir, "test/stored.test.ts")}}, func(e result.Event) {
		if e, ok := e.(result.Finished); ok {
			got = append(got, e.Result.Touched...)
		}
	})
	if err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	o1 := got[0]
	if o1.String() != "Room/a" || o1.Alarm.UnixMilli() != 2_000_000_000_000 {
		t.Errorf("%v with an alarm at %v", &o1.Object, o1.Alarm)
	}
	if diff := cmp.Diff([]result.Key{{Name: "date", Value: `"1970-01-01T00:00:00.000Z"`}, {Name: "map", Value: `{"a":"1"}`}, {Name: "one", Value: "1"}}, o1.Keys); diff != "" {
		t.Error(diff)
	}
	if len(o1.Tables) != 2 || o1.Tables[0].Name != `odd "name` || o1.Tables[0].Total != 30 || len(o1.Tables[0].Rows) != 20 || !slices.Equal(o1.Tables[0].Rows[1], []string{"1", `"x"`}) || !slices.Equal(o1.Tables[0].Columns, []string{"a", "b"}) {
		t.Errorf("tables %+v", o1.Tables)
	}
}

// BenchmarkFiles runs 20 files of 10 tests.
func BenchmarkFiles(b *testing.B) {
	archive := room
	var names []string
	for i := range 20 {
		names = append(names, fmt.Sprintf("test/f%d.test.ts", i))
		archive += "-- " + names[i] + " --\nimport { it, expect } from 'vitest'; import { env } from 'cloudflare:workers';\n"
		for j := range 10 {
			archive += fmt.Sprintf("it('t%d', async () => { const s = env.ROOM.getByName('a'); expect(await s.add()).toBe(1); expect(await s.add()).toBe(2); });\n", j)
		}
	}
	dir := project(b, archive)
	var sel Selection
	for _, n := range names {
		sel.Files = append(sel.Files, filepath.Join(dir, n))
	}
	for b.Loop() {
		passed := 0
		var done result.Done
		err := runFiles(b.Context(), options(dir), sel, func(e result.Event) {
			switch e := e.(type) {
			case result.Finished:
				if e.Result.State == result.Pass {
					passed++
				}
			case result.Done:
				done = e
			}
		})
		if err != nil || passed < 200 {
			b.Fatal(err, passed)
		}
		b.ReportMetric(float64(done.Timings.Bundle.Milliseconds()), "bundle-ms")
		b.ReportMetric(float64(done.Timings.Start.Milliseconds()), "start-ms")
	}
}

// runFiles runs files in a session of its own.
func runFiles(ctx context.Context, o Options, sel Selection, report func(result.Event)) error {
	s, err := Open(ctx, o)
	if err != nil {
		return err
	}
	return errors.Join(s.Run(ctx, sel, report), s.Close())
}
