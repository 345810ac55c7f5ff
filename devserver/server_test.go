package devserver_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/devserver"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

const configText = `{ "name": "app", "main": "index.ts", "compatibility_date": "2026-10-01",
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] },
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room"] }] }`

const source = `import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject {
  count() { const n = (this.ctx.storage.kv.get<number>("n") ?? 0) + 1; this.ctx.storage.kv.put("n", n); return n; }
}
export default {
  async fetch(request: Request, env: any) {
    return new Response("VERSION " + (await env.ROOM.getByName(new URL(request.url).pathname).count()));
  },
};`

// server is a running server of a test.
type server struct {
	dir    string
	url    string
	events chan event.Event
	ended  chan struct{} // closed when Run has returned
	stop   func() error
}

// findRuntime is the real one, installed if need be.
func findRuntime(ctx context.Context, _ *config.Project) (workerd.Runtime, error) {
	r, err := workerd.Find(ctx, workerd.FindOptions{})
	if _, missing := errors.AsType[*workerd.MissingError](err); missing {
		return workerd.Install(ctx, workerd.InstallOptions{})
	}
	return r, err
}

// start serves a project of the given files on the real runtime.
func start(t testing.TB, o devserver.Options, files map[string]string) *server {
	t.Helper()
	s := &server{dir: t.TempDir(), events: make(chan event.Event, 100000), ended: make(chan struct{})}
	for name, text := range files {
		s.write(t, name, text)
	}
	o.Config = config.Options{Dir: s.dir}
	o.Watch = true
	if o.Runtime == nil {
		o.Runtime = findRuntime
	}
	o.Report = func(batch []event.Event) {
		for _, e := range batch {
			s.events <- e
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	var err error
	go func() {
		defer close(s.ended)
		err = devserver.Run(ctx, o)
	}()
	s.stop = sync.OnceValue(func() error {
		cancel()
		<-s.ended
		return err
	})
	t.Cleanup(func() { _ = s.stop() })
	s.url = next[event.Ready](t, s).URL
	return s
}

// write saves a file as a whole: what is built from half of one is another test.
func (s *server) write(t testing.TB, name, text string) {
	t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path+"~", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+"~", path); err != nil {
		t.Fatal(err)
	}
}

// next waits for the next event of a kind.
func next[E event.Event](t testing.TB, s *server) E {
	t.Helper()
	timeout := time.After(2 * time.Minute)
	for {
		select {
		case e := <-s.events:
			switch e := e.(type) {
			case E:
				return e
			case event.Fault:
				t.Fatalf("problem: %v %v", e.List, e.Err)
			}
		case <-s.ended:
			if len(s.events) == 0 {
				t.Fatalf("no %T before the server ended: %v", *new(E), s.stop())
			}
		case <-timeout:
			t.Fatalf("no %T", *new(E))
		}
	}
}

// A save of before the server was ready is in what it serves, and no news.
func TestSavedAtStart(t *testing.T) {
	t.Parallel()
	// It takes a while to start, so that the change is waiting by then.
	slow := source + "\nfor (let i = 0; i < 1e8; i++);\n"
	s := start(t, devserver.Options{IP: "127.0.0.1"}, map[string]string{"wrangler.jsonc": configText, "index.ts": slow})
	s.write(t, "index.ts", strings.ReplaceAll(slow, "VERSION", "two"))
	for {
		switch e := (<-s.events).(type) {
		case event.Unchanged:
			t.Errorf("reported %s", e.Changed)
		case event.Ready:
			return
		}
	}
}

// A file that is written in parts is an error only if it stays unchanged: next
// fails on a problem.
func TestHalfWritten(t *testing.T) {
	t.Parallel()
	s := start(t, devserver.Options{IP: "127.0.0.1"}, map[string]string{"wrangler.jsonc": configText, "index.ts": source})
	for i := range 20 {
		f, err := os.Create(filepath.Join(s.dir, "index.ts"))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(source, "VERSION", fmt.Sprint("version", i), 1)
		for part := range slices.Chunk([]byte(text), 1+i*20) {
			if _, err := f.Write(part); err != nil {
				t.Fatal(err)
			}
		}
		f.Close()
		for !strings.HasPrefix(get(t, s.url), fmt.Sprintf("version%d ", i)) {
			next[event.Ready](t, s)
		}
	}
}

// TestReloadUnderLoad reloads while clients open a connection for each request:
// every request must get a response, and from the Worker. DOTOOL_RELOADS sets how
// many reloads.
func TestReloadUnderLoad(t *testing.T) {
	reloads := 25
	if n, err := strconv.Atoi(os.Getenv("DOTOOL_RELOADS")); err == nil {
		reloads = n
	}
	// On a busy machine a second is not enough.
	s := start(t, devserver.Options{IP: "127.0.0.1", Drain: 20 * time.Second}, map[string]string{"wrangler.jsonc": configText, "index.ts": source})
	var responded atomic.Int64
	var wrong sync.Map
	stop := make(chan struct{})
	var clients sync.WaitGroup
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 2 * time.Minute}
	for i := range 16 {
		clients.Go(func() {
			for last := 0; ; {
				select {
				case <-stop:
					return
				default:
				}
				resp, err := client.Get(fmt.Sprintf("%s/%d", s.url, i))
				if err != nil {
					wrong.Store(err.Error(), true)
					continue
				}
				body, err := io.ReadAll(resp.Body)
				resp.Body.Close()
				f := strings.Fields(string(body))
				if err != nil || resp.StatusCode != 200 || len(f) != 2 {
					wrong.Store(fmt.Sprintf("%d %q %v", resp.StatusCode, body, err), true)
					continue
				}
				// An acknowledged write is never lost.
				if n, _ := strconv.Atoi(f[1]); n != last+1 {
					wrong.Store(fmt.Sprintf("object %d counts %d after %d", i, n, last), true)
				} else {
					last = n
				}
				responded.Add(1)
			}
		})
	}
	memory := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	var before uint64
	var worst time.Duration
	for i := range reloads {
		if i == 5 {
			before = memory()
		}
		s.write(t, "index.ts", strings.Replace(source, "VERSION", fmt.Sprint("v", i), 1))
		worst = max(worst, next[event.Ready](t, s).Took)
	}
	after := memory()
	close(stop)
	clients.Wait()
	wrong.Range(func(what, _ any) bool {
		t.Error(what)
		return true
	})
	t.Logf("%d responses over %d reloads, the slowest %v, heap %d -> %d KiB", responded.Load(), reloads, worst, before>>10, after>>10)
	if responded.Load() < int64(reloads) {
		t.Errorf("only %d requests got a response", responded.Load())
	}
	if after > before+4<<20 {
		t.Errorf("the heap grew from %d to %d KiB", before>>10, after>>10)
	}
	if err := s.stop(); err != nil {
		t.Error(err)
	}
}

// TestInFlight: a request at work when new code comes is handled by the old,
// if that takes no longer than a second; one that hangs is cut and holds
// nothing up.
func TestInFlight(t *testing.T) {
	t.Parallel()
	text := `export default {
		async fetch(request: Request) {
			const wait = new URL(request.url).searchParams.get("wait");
			console.log("waiting " + wait);
			await scheduler.wait(Number(wait));
			return new Response("VERSION");
		},
	};`
	s := start(t, devserver.Options{IP: "127.0.0.1", Log: true}, map[string]string{
		"wrangler.jsonc": `{ "name": "app", "main": "index.ts", "compatibility_date": "2026-10-01" }`,
		"index.ts":       text,
	})
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 2 * time.Minute}
	ask := func(wait int) <-chan string {
		response := make(chan string, 1)
		go func() { // ends with the request
			resp, err := client.Get(fmt.Sprintf("%s/?wait=%d", s.url, wait))
			if err != nil {
				response <- "cut"
				return
			}
			defer resp.Body.Close()
			body, _ := io.ReadAll(resp.Body)
			response <- string(body)
		}()
		for next[event.Console](t, s).Text != fmt.Sprint("waiting ", wait) {
		}
		return response
	}
	short, long := ask(400), ask(15000)
	s.write(t, "index.ts", strings.Replace(text, "VERSION", "new", 1))
	if took := next[event.Ready](t, s).Took; took < 900*time.Millisecond {
		t.Errorf("the reload took %v: a second is for requests in flight", took)
	}
	if got := <-short; got != "VERSION" {
		t.Errorf("the request in flight: %q", got)
	}
	if got := <-long; got != "cut" {
		t.Errorf("the request that hangs: %q", got)
	}
	if got := <-ask(0); got != "new" {
		t.Errorf("the next request: %q", got)
	}
}

// TestBurst: many saves at once are one reload, and a save during a reload is
// not lost.
func TestBurst(t *testing.T) {
	t.Parallel()
	const parts = 30
	files := map[string]string{"wrangler.jsonc": `{ "name": "app", "main": "index.ts", "compatibility_date": "2026-10-01" }`}
	var imports, sum strings.Builder
	for i := range parts {
		fmt.Fprintf(&imports, "import { n as n%d } from './part%d';\n", i, i)
		fmt.Fprintf(&sum, "+n%d", i)
		files[fmt.Sprintf("part%d.ts", i)] = "export const n = 1;"
	}
	files["index.ts"] = imports.String() + "export default { fetch: () => new Response(String(0" + sum.String() + ")) };"
	s := start(t, devserver.Options{IP: "127.0.0.1"}, files)
	for i := range parts {
		s.write(t, fmt.Sprintf("part%d.ts", i), "export const n = 2;")
	}
	s.write(t, "part0.ts", "export const n = 3;")
	// A loaded machine may save more slowly than a burst, but never one reload a
	// file; and the last one serves what was saved last.
	reloads := 0
	for want := fmt.Sprint(2*parts + 1); ; {
		next[event.Ready](t, s)
		if reloads++; reloads > parts/2 {
			t.Fatalf("%d reloads for a burst of %d saves", reloads, parts)
		}
		resp, err := http.Get(s.url)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if string(body) == want {
			return
		}
	}
}

// A problem that is fixed before it would be reported is not, however long it takes until the
// fix is noticed.
func TestFixedBeforeReported(t *testing.T) {
	t.Parallel()
	var s *server
	ready := make(chan bool)
	step := 0
	busy := func(busy bool) {
		select {
		case <-ready:
		default:
			return
		}
		if busy {
			return
		}
		const moment = 200 * time.Millisecond
		switch step++; step {
		case 1:
			s.write(t, "index.ts", source+" const broken = ;")
			time.Sleep(moment) // not so new that it is built twice
		case 2:
			time.Sleep(moment) // the watcher has looked at what was built, and looks again in a second
			s.write(t, "index.ts", strings.ReplaceAll(source, "VERSION", "fixed"))
		}
	}
	s = start(t, devserver.Options{IP: "127.0.0.1", Poll: true, Busy: busy}, map[string]string{"wrangler.jsonc": configText, "index.ts": source})
	close(ready)
	s.write(t, "index.ts", strings.ReplaceAll(source, "VERSION", "first"))
	for !strings.HasPrefix(get(t, s.url), "fixed ") {
		next[event.Ready](t, s)
	}
}
