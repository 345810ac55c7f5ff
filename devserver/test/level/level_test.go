package level

import (
	"path/filepath"
	"testing"

	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/devserver/workerd/workerdtest"
)

// worker counts in objects. "ring" is a request that the next alarm answers.
const worker = `import unsafe from "workerd:unsafe";
import { DurableObject } from "cloudflare:workers";
export class Counter extends DurableObject {
  made = 0;
  add() {
    this.ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS t (n)");
    this.ctx.storage.sql.exec("INSERT INTO t VALUES (1)");
    return this.count();
  }
  count() {
    const { sql } = this.ctx.storage;
    if ([...sql.exec("SELECT 1 FROM sqlite_master WHERE name = 't'")].length === 0) return 0;
    return [...sql.exec("SELECT count(*) n FROM t")][0].n;
  }
  memory() { return ++this.made; }
  later() { return this.ctx.storage.setAlarm(Date.now() + 3600_000); }
  due() { return this.ctx.storage.getAlarm().then((at) => at !== null); }
  async ring() {
    const { storage } = this.ctx;
    await storage.deleteAlarm();
    await storage.sync();
    const { promise, resolve } = Promise.withResolvers();
    this.rang = resolve;
    await storage.setAlarm(Date.now());
    await promise;
    return "rang";
  }
  alarm() { this.rang?.(); }
}
export default {
  async fetch(request, env) {
    const [, op, name] = new URL(request.url).pathname.split("/");
    if (op === "evict") await unsafe.evictAllDurableObjects({ webSockets: "hibernate" });
    else if (op === "delete") await unsafe.deleteAllDurableObjects();
    else return new Response(String(await env.COUNTER.getByName(name)[op]()));
    return new Response("");
  },
};`

// TestStack nests levels while workerd runs.
func TestStack(t *testing.T) {
	t.Parallel()
	s := &Stack{Dir: t.TempDir()}
	get := workerdtest.Serve(t, &workerd.Config{
		Workers: []workerd.Worker{{
			Name: "user", CompatibilityDate: "2026-06-01", Storage: "disk",
			Modules:            []workerd.Module{{Name: "worker.js", Kind: workerd.ESM, Content: []byte(worker)}},
			CompatibilityFlags: []string{"unsafe_module"},
			Namespaces:         []workerd.Namespace{{ClassName: "Counter", UniqueKey: "counter", SQL: true}},
			Bindings:           []workerd.Binding{{Name: "COUNTER", Value: workerd.NamespaceBinding{ClassName: "Counter"}}},
		}},
		Services: []workerd.Service{{Name: "disk", Value: workerd.Disk{Path: s.Dir, Writable: true}}},
	})
	want := func(path, want string) {
		t.Helper()
		if got := get(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	back := func() {
		t.Helper()
		get("/delete")
		if _, err := s.Restore(); err != nil {
			t.Fatal(err)
		}
	}
	push := func() {
		t.Helper()
		if _, err := s.Push(); err != nil {
			t.Fatal(err)
		}
	}
	want("/add/a", "1") // what beforeAll of the file stores
	push()
	want("/memory/a", "1")
	want("/memory/a", "2") // a copy leaves it in memory
	for range 2 {          // tests that store
		want("/add/a", "2")
		want("/add/b", "1")
		back()
		want("/memory/a", "1")
		want("/count/a", "1")
		want("/count/b", "0")
	}
	get("/later/a")
	want("/add/c", "1") // what beforeAll of a describe stores
	push()
	for range 2 {
		want("/add/a", "2")
		want("/add/c", "2")
		get("/evict") // the files of objects that are not in memory are replaced as well
		back()
		want("/count/a", "1")
		want("/count/c", "1")
		want("/due/a", "true")
		want("/ring/a", "rang")
		back()
	}
	s.Pop()
	back()
	want("/count/a", "1")
	want("/count/c", "0")
	want("/due/a", "false")
	s.Pop()
	back()
	if left, err := filepath.Glob(filepath.Join(s.Dir, "counter", "[0-9a-f]*")); err != nil || len(left) > 0 {
		t.Errorf("objects are listed that are not there: %q, %v", left, err)
	}
	want("/count/a", "0")
}
