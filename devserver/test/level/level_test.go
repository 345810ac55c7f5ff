package level

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"dotool/devserver/workerd"
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
	get := serve(t, s.Dir)
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
		if err := s.Push(); err != nil {
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

// serve runs the Worker with its objects in dir, and returns how to request it.
func serve(t *testing.T, dir string) (get func(path string) string) {
	t.Helper()
	runtime, err := workerd.Find(t.Context(), workerd.FindOptions{})
	if _, missing := errors.AsType[*workerd.MissingError](err); missing {
		runtime, err = workerd.Install(t.Context(), workerd.InstallOptions{})
	}
	if err != nil {
		t.Fatalf("the tests need workerd: %v", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	socket, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	p, err := workerd.Start(t.Context(), workerd.Options{
		Binary:  runtime.Path,
		Dir:     t.TempDir(),
		Sockets: map[string]*os.File{"http": socket},
		Config: &workerd.Config{
			Workers: []workerd.Worker{{
				Name:    "user",
				Modules: []workerd.Module{{Name: "worker.js", Kind: workerd.ESM, Content: []byte(worker)}}, CompatibilityDate: "2026-06-01",
				CompatibilityFlags: []string{"unsafe_module"},
				Storage:            "disk",
				Namespaces:         []workerd.Namespace{{ClassName: "Counter", UniqueKey: "counter", SQL: true}},
				Bindings:           []workerd.Binding{{Name: "COUNTER", Value: workerd.NamespaceBinding{ClassName: "Counter"}}},
			}},
			Services: []workerd.Service{{Name: "disk", Value: workerd.Disk{Path: dir, Writable: true}}},
			Sockets:  []workerd.Socket{{Name: "http", Service: workerd.Designator{Service: "user"}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		p.Stop(ctx)
	})
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	return func(path string) string {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+l.Addr().String()+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s, %v: %s", path, response.Status, err, text)
		}
		return string(text)
	}
}
