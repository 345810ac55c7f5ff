package test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"dotool/config"
	"dotool/devserver/test/result"
	"dotool/devserver/workerd"
)

// project writes the files of an archive to a new folder.
func project(t *testing.T, archive string) string {
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
	var b, last strings.Builder // last: what may be noticed at any time
	var all result.Run
	err := Run(t.Context(), o, sel, func(e result.Event) {
		all.Add(e)
		switch e := e.(type) {
		case result.Finished:
			f := all.File(e.File)
			task := f.Task(e.ID)
			if task.Suite && len(e.Result.Errors) == 0 {
				return
			}
			fmt.Fprintf(&b, "%s: %s%s\n", f.FullName(task), e.Result.State, errorsOf(e.Result))
			for _, l := range e.Result.Left {
				fmt.Fprintf(&b, "  left %s of %v\n", l.Kind, l.Object)
			}
		case result.Console:
			fmt.Fprintf(&b, "  %s: %s\n", e.Level, e.Text)
		case result.Unhandled:
			fmt.Fprintf(&last, "%s in %q: %s\n", e.Kind, all.File(e.File).FullName(all.File(e.File).Task(e.Test)), e.Error.Message)
		case result.FileDone:
			fmt.Fprintf(&b, "%s: %s%s\n", filepath.Base(e.File), e.State, errorsOf(e.Result))
			for _, d := range e.Problems {
				fmt.Fprintf(&b, "  %s\n", d.Message)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String() + last.String()
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

const room = `
-- wrangler.jsonc --
{ "name": "chat", "main": "src/index.ts", "compatibility_date": "2026-06-01",
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] },
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room"] }] }
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
leaves an alarm: pass
  left alarm of Room/a
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
