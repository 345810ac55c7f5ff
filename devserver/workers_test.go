package devserver_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/devserver"
	"github.com/dotool-dev/dotool/devserver/event"
)

// fleet is a server of several Workers.
type fleet struct {
	*server
	ready  []event.Ready
	faults []event.Fault
	log    []event.Event
}

// startFleet serves the Workers in some folders.
func startFleet(t *testing.T, files map[string]string, folders ...string) *fleet {
	t.Helper()
	s := &fleet{server: &server{dir: t.TempDir(), events: make(chan event.Event, 100000)}}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(s.dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		s.write(t, name, text)
	}
	o := devserver.Options{IP: "127.0.0.1", Dir: s.dir, Watch: true, Log: true, Runtime: findRuntime, Report: func(batch []event.Event) {
		for _, e := range batch {
			s.events <- e
		}
	}}
	for i, folder := range folders {
		from := config.Options{Dir: s.dir, Path: filepath.Join(s.dir, folder)}
		if o.Config = from; i > 0 {
			o.Others = append(o.Others, from)
		}
	}
	o.Config = config.Options{Dir: s.dir, Path: filepath.Join(s.dir, folders[0])}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- devserver.Run(ctx, o) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return s
}

// until takes events until something holds.
func (s *fleet) until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	timeout := time.After(2 * time.Minute)
	for !holds() {
		select {
		case e := <-s.events:
			s.log = append(s.log, e)
			switch e := e.(type) {
			case event.Ready:
				s.ready, s.url = append(s.ready, e), e.URL
			case event.Fault:
				s.faults = append(s.faults, e)
			}
		case <-timeout:
			t.Fatalf("never: %s\nproblems: %+v", what, s.faults)
		}
	}
}

const gateway = `
export default { async fetch(request, env) {
  const path = new URL(request.url).pathname;
  const answer = async (f) => { try { return await f(); } catch (e) { return e.name + ": " + e.message; } };
  const room = env.ROOM.getByName("lobby");
  return Response.json({
    fetch: await answer(async () => (await env.ROOMS.fetch("http://rooms/hello")).text()),
    rpc: await answer(() => env.ADMIN.whoami()),
    room: await answer(() => room.count()),
    passed: await answer(() => env.ADMIN.countOf(room)),
    late: await answer(() => env.LATE.hi()),
    nothing: await answer(() => env.NOTHING.hi()),
    unknown: await answer(() => env.UNKNOWN.hi()),
    self: path === "/self" ? "self" : await answer(async () => (await env.SELF.fetch("http://x/self")).status),
  });
} };`

const rooms = `
import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
export class Room extends DurableObject {
  count() { const n = (this.ctx.storage.kv.get("n") ?? 0) + 1; this.ctx.storage.kv.put("n", n); console.log("counted", n); return n; }
}
export class Admin extends WorkerEntrypoint {
  whoami() { return JSON.stringify(this.ctx.props); }
  countOf(room) { return room.count(); }
}
export default { fetch: (request) => new Response("VERSION " + new URL(request.url).pathname) };`

// Several Workers in one process: they reach each other, and each can be saved, broken
// and mended without the others.
func TestWorkers(t *testing.T) {
	t.Parallel()
	s := startFleet(t, map[string]string{
		"gateway/wrangler.jsonc": `{ "name": "gateway", "main": "index.js", "compatibility_date": "2026-06-01",
			"durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room", "script_name": "rooms" }] },
			"services": [
				{ "binding": "ROOMS", "service": "rooms" }, { "binding": "ADMIN", "service": "rooms", "entrypoint": "Admin", "props": { "tenant": 7 } },
				{ "binding": "LATE", "service": "late", "entrypoint": "Late" }, { "binding": "NOTHING", "service": "nothing" },
				{ "binding": "UNKNOWN", "service": "rooms", "entrypoint": "Absent" }, { "binding": "SELF", "service": "gateway" }] }`,
		"gateway/index.js": gateway,
		"rooms/wrangler.jsonc": `{ "name": "rooms", "main": "index.js", "compatibility_date": "2026-01-01",
			"durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] }, "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room"] }] }`,
		"rooms/index.js":      rooms,
		"late/wrangler.jsonc": `{ "name": "late", "main": "index.js", "compatibility_date": "2026-06-01" }`,
		"late/index.js":       `throw new Error("not today"); export default {};`,
	}, "gateway", "rooms", "late")

	want := func(part string) {
		t.Helper()
		got := ""
		s.until(t, part, func() bool {
			got = get(t, s.url) // its lines in the log come after this
			return strings.Contains(got, part)
		})
	}
	s.until(t, "a problem of late", func() bool { return len(s.ready) > 0 && len(s.faults) > 0 })
	if f := s.faults[0]; !f.Serving || len(f.List) != 1 || !strings.Contains(f.List[0].Message, "not today") {
		t.Errorf("%+v", f)
	}
	if others := s.ready[0].Others; len(others) != 2 || others[0].Missing || !others[1].Missing {
		t.Errorf("%+v", others)
	}
	want(`{"fetch":"VERSION /hello","rpc":"{\"tenant\":7}","room":1,"passed":2,`)
	want(`"late":"Error: Worker \"late\" not found. Make sure it is running locally.",`)
	want(`"nothing":"Error: Worker \"nothing\" not found. Make sure it is running locally.","unknown":"Error: Worker \"rooms\" has no such named entrypoint \"Absent\".","self":200}`)
	var warned []string
	for _, e := range s.log {
		if w, ok := e.(event.Warnings); ok {
			for _, d := range w.List {
				warned = append(warned, d.Message)
			}
		}
	}
	slices.Sort(warned)
	warned = slices.Compact(warned) // the files are so young that they are built again
	if want := []string{
		"late exports no entrypoint Late: calls of LATE throw an error",
		"rooms exports no entrypoint Absent: calls of UNKNOWN throw an error",
		"the Worker \"nothing\" is not running: until it is, calls fail (NOTHING)",
	}; !slices.Equal(warned, want) {
		t.Errorf("warned %q", warned)
	}

	s.write(t, "late/index.js", `import { WorkerEntrypoint } from "cloudflare:workers";
export class Late extends WorkerEntrypoint { hi() { console.log("greeted"); return "hi"; } }
export default {};`)
	want(`"late":"hi",`)

	// A save that cannot be built, then one that does not start: the last good build goes on.
	for _, bad := range []string{"export default {", `throw new Error("no"); ` + rooms} {
		s.faults = nil
		s.write(t, "rooms/index.js", bad)
		s.until(t, "a problem of rooms", func() bool {
			return slices.ContainsFunc(s.faults, func(f event.Fault) bool {
				return f.Serving && len(f.List) > 0 && filepath.Base(filepath.Dir(f.List[0].Pos.File)) == "rooms"
			})
		})
		want(`"fetch":"VERSION /hello"`)
		want(`"late":"hi"`)
	}
	// Another Worker reloads meanwhile.
	s.write(t, "late/index.js", `import { WorkerEntrypoint } from "cloudflare:workers";
export class Late extends WorkerEntrypoint { hi() { return "ho"; } }
export default {};`)
	want(`"late":"ho"`)
	s.write(t, "rooms/index.js", strings.Replace(rooms, "VERSION", "two", 1))
	want(`"fetch":"two /hello","rpc":"{\"tenant\":7}","room":`)
	s.until(t, "the reload", func() bool {
		changed := s.ready[len(s.ready)-1].Changed
		return len(changed) == 1 && filepath.Base(filepath.Dir(changed[0])) == "rooms"
	})

	// The log names the Worker of each line, and calls have numbers of their own.
	s.until(t, "lines of the log", func() bool {
		calls, consoles := map[int]string{}, map[string]string{}
		for _, e := range s.log {
			switch e := e.(type) {
			case event.Call:
				if of := calls[e.N]; of != "" && of != e.Worker {
					t.Fatalf("call %d is of %s and of %s", e.N, of, e.Worker)
				}
				calls[e.N] = e.Worker
			case event.Console:
				consoles[e.Text] = e.Worker
			case event.Exception:
				t.Fatalf("reported %+v", e)
			}
		}
		return consoles["greeted"] == "late" && consoles["counted 1"] == "rooms"
	})
}
