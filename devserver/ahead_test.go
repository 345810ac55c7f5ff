package devserver_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/devserver"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// A save of code alone needs one process, which had started before it; what else changes
// is served too.
func TestAhead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	starts, binary, script := filepath.Join(dir, "starts"), filepath.Join(dir, "workerd"), ""
	runtime := func(ctx context.Context, p *config.Project) (workerd.Runtime, error) {
		r, err := findRuntime(ctx, p)
		if err != nil {
			return r, err
		}
		script = fmt.Sprintf("#!/bin/sh\necho >>'%s'\nexec '%s' \"$@\"\n", starts, r.Path)
		r.Path = binary
		return r, replace(binary, script)
	}
	code := func(version int, more ...string) string {
		return fmt.Sprintf(`import { DurableObject } from "cloudflare:workers";
import text from "./text.txt";
export class Room extends DurableObject { hi() { return "room %[1]d"; } }
console.log("loading %[1]d");
%[2]s
export default { fetch: async (request, env) => new Response(["%[1]d", await env.ROOM.getByName("a").hi(), text.trim(), env.VAR].join(", ")) };
`, version, strings.Join(more, ""))
	}
	configuration := func(value string) string {
		return `{ "name": "app", "main": "index.js", "compatibility_date": "2026-07-01", "vars": { "VAR": "` + value + `" },
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] }, "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room"] }] }`
	}
	s := start(t, devserver.Options{Runtime: runtime, IP: "127.0.0.1", Log: true}, map[string]string{
		"wrangler.jsonc": configuration("one"), "index.js": code(1), "text.txt": "text one",
	})
	expect := func(what, want string) {
		t.Helper()
		if got, err := ask(s.url); got != want || err != nil {
			t.Errorf("%s: %q, %v; want %q", what, got, err, want)
		}
	}
	expect("the start", "1, room 1, text one, one")
	const saves = 5
	for n := 2; n < 2+saves; n++ {
		s.write(t, "index.js", code(n))
		next[event.Ready](t, s)
		expect("a save", fmt.Sprintf("%[1]d, room %[1]d, text one, one", n))
	}
	// The first, one for each save, and the one that waits for the next.
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(5 * time.Millisecond) {
		b, err := os.ReadFile(starts)
		if len(b) > 2+saves || err != nil || time.Now().After(deadline) {
			t.Fatalf("%d processes, %v", len(b), err)
		}
		if len(b) == 2+saves {
			break
		}
	}
	if err := replace(binary, "#!/bin/sh\nexit 1\n"); err != nil {
		t.Fatal(err)
	}
	s.write(t, "index.js", code(7))
	next[event.Ready](t, s)
	expect("a save when no process starts any more", "7, room 7, text one, one")
	if err := replace(binary, script); err != nil {
		t.Fatal(err)
	}
	s.write(t, "text.txt", "text two")
	next[event.Ready](t, s)
	expect("another module", "7, room 7, text two, one")
	s.write(t, "wrangler.jsonc", configuration("two"))
	next[event.Ready](t, s)
	expect("a variable", "7, room 7, text two, two")
	s.write(t, "index.js", code(8, "export class Added extends DurableObject {}"))
	next[event.Ready](t, s)
	expect("another class", "8, room 8, text two, two")
	s.write(t, "index.js", code(9, `throw new Error("oh no");`))
	for {
		if f := next[event.Fault](t, s); len(f.List) == 1 && strings.HasSuffix(f.List[0].Pos.File, "index.js") && f.List[0].Pos.Line == 5 {
			break
		}
	}
	expect("code that throws", "8, room 8, text two, two")
	loading := 0
	s.write(t, "index.js", code(10))
	count := func(e event.Event) {
		if c, is := e.(event.Console); is && c.Text == "loading 10" {
			loading++
		}
	}
	for ready := false; !ready || loading == 0; { // what the code prints comes after that it serves
		e := <-s.events
		if _, is := e.(event.Ready); is {
			ready = loading == 0
		}
		count(e)
	}
	expect("code that is right again", "10, room 10, text two, two")
	for more := true; more; {
		select {
		case e := <-s.events:
			count(e)
		default:
			more = false
		}
	}
	if loading != 1 {
		t.Errorf("the code was loaded %d times", loading)
	}
}

// replace replaces a program whole: a shell may be reading the old one. Nothing is started
// meanwhile, which would have the file open for writing, so that it could not be run.
func replace(path, text string) error {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := os.WriteFile(path+"~", []byte(text), 0o700); err != nil {
		return err
	}
	return os.Rename(path+"~", path)
}
