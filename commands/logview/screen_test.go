package logview

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// onTerminal returns what a terminal of width columns shows for events; 0 is no
// terminal.
func onTerminal(dir string, width int, o Options, environ []string, events ...event.Event) string {
	var b bytes.Buffer
	terminal := width > 0
	env := &ui.Env{
		Stdin: strings.NewReader(""), Stdout: &b, Stderr: &b, Dir: dir, Environ: environ, Width: width,
		StdinTerminal: terminal, StdoutTerminal: terminal, StderrTerminal: terminal,
	}
	l := NewServer(env, o)
	l.calls.keys = terminal
	for _, e := range events {
		if ready, ok := e.(event.Ready); ok {
			l.Counts.Begin(context.Background(), &state.Folder{Dir: ready.State})
		}
	}
	l.Report(events)
	l.Close()
	return b.String()
}

// screens are what TestScreens shows, by the name of the golden file.
func screens(t *testing.T, dir string) map[string]func(width int) string {
	str := func(s string) config.String { return config.String{Value: s} }
	bound := func(name, class string) binding.Binding {
		return binding.DurableObject{Entry: binding.Entry{Name: str(name)}, ClassName: str(class)}
	}
	objects := func(key string, n int) {
		folder := filepath.Join(dir, ".wrangler", "state", "v3", "do", key)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		// Files beside the objects are not counted.
		names := []string{"metadata.sqlite", "metadata.sqlite-wal"}
		for i := range n {
			names = append(names, fmt.Sprintf("%064x.sqlite", i), fmt.Sprintf("%064x.sqlite-wal", i))
		}
		for _, name := range names {
			if err := os.WriteFile(filepath.Join(folder, name), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	objects("chat-ChatRoom", 1234)
	objects("chat-Presence", 1)
	file := filepath.Join(dir, "wrangler.jsonc")
	source := "{\n  \"durable_objects\": { \"bindings\": [{ \"name\": \"CHAT_ROOM\", \"class_name\": \"ChatRom\" }, { \"name\": \"PRESENCE\", \"class_name\": \"Presence\" }] },\n}\n"
	if err := os.WriteFile(file, []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	small := event.Ready{
		Served: event.Served{
			Project: &config.Project{
				File: file, Dir: dir, Name: str("chat"),
				Bindings: []binding.Binding{bound("ROOM", "ChatRoom"), bound("LOBBY", "ChatRoom")},
				Vars:     []binding.Var{{Name: str("API_KEY"), Text: "hidden"}, {Name: str("GREETING"), Text: "hidden"}},
			},
			NotHosted: []binding.Binding{binding.KV{Entry: binding.Entry{Name: str("CACHE")}}},
			Classes: map[string]migrate.Class{
				"ChatRoom": {Key: "chat-ChatRoom", Storage: migrate.SQLite},
				"Presence": {Key: "chat-Presence", Storage: migrate.LegacyKV},
				"Counter":  {Key: "chat-Counter", Storage: migrate.SQLite},
			},
		},
		URL:     "http://localhost:8787",
		Runtime: workerd.Runtime{Version: "1.20261117.1"},
		State:   filepath.Join(dir, ".wrangler", "state"),
		Took:    212 * time.Millisecond,
	}
	many := small
	many.NotHosted = nil
	many.Project = &config.Project{File: file, Dir: dir, Name: str("warehouse-of-a-large-company-in-the-north")}
	many.Classes = map[string]migrate.Class{}
	var created []migrate.Step
	for i := range 30 {
		class := fmt.Sprintf("InventoryOfWarehouse%02dAndItsSuppliers", i)
		many.Classes[class] = migrate.Class{Key: state.Key("warehouse-" + class), Storage: migrate.SQLite}
		many.Project.Bindings = append(many.Project.Bindings, bound(fmt.Sprintf("INVENTORY_OF_WAREHOUSE_%02d_AND_ITS_SUPPLIERS", i), class))
		many.Project.Vars = append(many.Project.Vars, binding.Var{Name: str(fmt.Sprintf("ADDRESS_OF_WAREHOUSE_%02d", i)), Text: "hidden"})
		created = append(created, migrate.Step{Kind: migrate.Create, Class: class, Storage: migrate.SQLite, Tag: "v" + strconv.Itoa(i/20+1)})
	}
	environment := small
	project := *small.Project
	project.Env, project.Name = "staging", str("chat-staging")
	environment.Project = &project
	two, again := small, small
	two.Others, again.Others, again.Reload = []event.Served{environment.Served, {Project: many.Project, Missing: true}}, environment.Workers(), true
	two.NotHosted, again.NotHosted = nil, nil
	creates := func(worker string) event.Event {
		return event.Migrated{Plan: &migrate.Plan{Worker: worker, Steps: []migrate.Step{{Kind: migrate.Create, Class: "ChatRoom", Storage: migrate.SQLite, Tag: "v1"}}}}
	}
	hostile := small
	hostile.NotHosted = nil
	hostile.Project = &config.Project{File: file, Dir: dir, Name: str("a\x1b[2Jb"), Vars: []binding.Var{{Name: str("X\x07\nY")}}}

	room := &event.Object{Class: "ChatRoom", ID: strings.Repeat("ab", 32), Name: "the room of all who came early", Named: true}
	when := time.Date(2026, 11, 23, 14, 5, 6, 0, time.Local)
	wrong := &event.Error{Name: "TypeError", Message: "members is undefined"}
	calls := []event.Event{
		event.Console{Call: 2, Root: 1, Object: room, Level: "warn", Text: "nobody is here"},
		event.Exception{At: when, Call: 2, Root: 1, Object: room, Method: "join", Error: wrong},
		event.Call{N: 2, Root: 1, Parent: 1, Kind: "rpc", Object: room, At: when, Duration: 3 * time.Millisecond, Failed: true, Method: "join", Args: `{ user: "ada", color: "blue" }`},
		event.Call{N: 1, Root: 1, Kind: "request", At: when, Duration: 12 * time.Millisecond, Method: "POST", URL: "http://localhost:8787/rooms/the-room-of-all-who-came-early/members?user=ada", Status: 500},
		event.Call{N: 3, Root: 3, Kind: "alarm", Object: room, At: when, Duration: 40 * time.Millisecond, Busy: 31 * time.Millisecond, Alarm: &event.AlarmCall{ScheduledAt: when.Add(-90 * time.Second), Retry: 2}},
		event.Dropped{Count: 12},
		event.Gone{Err: fmt.Errorf("workerd ended: signal: killed"), Retry: 100 * time.Millisecond},
	}
	var list diag.List
	d := list.Errorf(diag.Pos{File: file, Line: 2, Column: 76, Length: 9}, "bound-not-exported", "CHAT_ROOM is bound to ChatRom, which src/index.ts does not export")
	d.Fix = `did you mean "ChatRoom"?`

	inspected := small
	inspected.Inspector = "https://devtools.devprod.cloudflare.dev/js_app?theme=systemPreferred&debugger=true&ws=localhost:9229/chat"

	show := func(o Options, events ...event.Event) func(int) string {
		return func(width int) string { return onTerminal(dir, width, o, nil, events...) }
	}
	return map[string]func(int) string{
		"small": show(Options{}, small),
		"many":  show(Options{}, event.Migrated{Plan: &migrate.Plan{Worker: many.Project.Name.Value, Steps: created}}, many),
		"migrated": show(Options{}, event.Migrated{Plan: &migrate.Plan{Worker: small.Project.Name.Value, Steps: []migrate.Step{
			{Kind: migrate.Rename, From: "Room", To: "ChatRoom", Class: "ChatRoom", Objects: 1234, Tag: "v2"},
			{Kind: migrate.Delete, Class: "Old", Objects: 3, Tag: "v3"},
			{Kind: migrate.Create, Class: "Counter", Storage: migrate.SQLite, Tag: "v4"},
		}}}, inspected),
		"several":     show(Options{}, creates("chat"), creates("chat-staging"), two, creates("chat"), creates("chat-staging"), again, event.Fault{List: list, Serving: true}),
		"environment": show(Options{Ephemeral: true}, environment),
		"hostile":     show(Options{}, hostile),
		"log":         show(Options{}, calls...),
		"diagnostic":  show(Options{}, event.Fault{List: list, Serving: true}),
	}
}

func TestScreens(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	golden := filepath.Join("testdata", "screen")
	unused := map[string]bool{}
	files, _ := filepath.Glob(filepath.Join(golden, "*.golden"))
	for _, f := range files {
		unused[f] = true
	}
	for name, show := range screens(t, dir) {
		var b strings.Builder
		for _, width := range []int{40, 80, 120, 200, 0} {
			got := show(width)
			fmt.Fprintf(&b, "== %d\n%s", width, strings.ReplaceAll(ansi.Strip(got), "\u00a0", " "))
			if width == 0 && strings.Contains(got, "\x1b") {
				t.Errorf("%s: escapes where there is no terminal", name)
			}
			if strings.Contains(got, "hidden") {
				t.Errorf("%s: the value of a variable is shown", name)
			}
			for line := range strings.Lines(ansi.Strip(got)) {
				// Sentences are left to the terminal to break.
				if table := strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "14:"); width > 0 && table && ansi.StringWidth(strings.TrimSuffix(line, "\n")) > width && name != "log" {
					t.Errorf("%s: wider than %d: %q", name, width, line)
				}
			}
		}
		file := filepath.Join(golden, name+".golden")
		delete(unused, file)
		if *update {
			if err := os.MkdirAll(golden, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), b.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for f := range unused {
		t.Errorf("%s is of no test", f)
	}
}

// Colour is for terminals that want it, and only repeats what the words say.
func TestScreenColour(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ready := event.Ready{Served: event.Served{Project: &config.Project{File: filepath.Join(dir, "wrangler.jsonc"), Dir: dir}}, URL: "http://localhost:8787", State: dir}
	coloured := onTerminal(dir, 80, Options{}, nil, ready)
	if !strings.Contains(coloured, "\x1b[") {
		t.Error("no colour on a terminal")
	}
	for _, environ := range []string{"NO_COLOR=1", "TERM=dumb"} {
		if plain := onTerminal(dir, 80, Options{}, []string{environ}, ready); plain != ansi.Strip(coloured) {
			t.Errorf("%s: %q", environ, plain)
		}
	}
}

// Repeated rows are overwritten only if none wraps.
func TestFoldAndWidth(t *testing.T) {
	t.Parallel()
	call := func(n int) event.Event {
		return event.Call{N: n, Root: n, Kind: "request", Method: "GET", URL: "http://localhost/", Status: 200}
	}
	said := func(n int) event.Event {
		return event.Console{Call: n, Root: n, Level: "log", Text: strings.Repeat("wide ", 10)}
	}
	events := []event.Event{said(1), call(1), said(2), call(2)}
	if got := onTerminal("/", 100, Options{}, nil, events...); !strings.Contains(got, "×2") {
		t.Errorf("not folded: %q", got)
	}
	if got := onTerminal("/", 40, Options{}, nil, events...); strings.Contains(got, "×2") {
		t.Errorf("folded over rows that wrap: %q", got)
	}
}

// A finding is one line of text, broken between words where the terminal would break it
// within one.
func TestFindingsWrap(t *testing.T) {
	t.Parallel()
	const found = "src/list.ts:97:14: hint[K10 close-code-echoed]: code may be 1005 or 1006, which cannot be sent"
	for width, want := range map[int]string{
		0:  found + "\n",
		80: "src/list.ts:97:14: hint[K10 close-code-echoed]: code may be 1005 or 1006, which\ncannot be sent\n",
		40: "src/list.ts:97:14: hint[K10\nclose-code-echoed]: code may be 1005 or\n1006, which cannot be sent\n",
	} {
		var b bytes.Buffer
		l := NewServer(&ui.Env{Stdin: strings.NewReader(""), Stdout: &b, Stderr: &b, Dir: t.TempDir(), Environ: []string{"NO_COLOR=1"}, Width: width, StderrTerminal: width > 0, StdoutTerminal: width > 0}, Options{})
		l.Findings([]string{found}, nil)
		l.Close()
		if b.String() != want {
			t.Errorf("at %d columns:\n%s", width, b.String())
		}
	}
}

func TestCountObjects(t *testing.T) {
	t.Parallel()
	folder := &state.Folder{Dir: t.TempDir()}
	if err := os.MkdirAll(folder.NamespaceDir("app-Room"), 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range 5000 {
		if err := os.WriteFile(filepath.Join(folder.NamespaceDir("app-Room"), fmt.Sprintf("%064x.sqlite", i)), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	all := &objectCounts{}
	if got := all.of("app-Room"); got != "" {
		t.Errorf("before: %s", got)
	}
	all.Begin(t.Context(), folder)
	if got := all.of("app-Room"); got != "5,000" {
		t.Errorf("got %s", got)
	}
	if got := all.of("app-New"); got != "0" {
		t.Errorf("a class without a folder: %s", got)
	}
	// While it counts.
	part := &objectCounts{found: map[state.Key]int{"app-Room": 4096, "app-Next": 0}, listed: true}
	if got := part.of("app-Room") + " " + part.of("app-Next") + " " + part.of("app-New"); got != "4,096+  0" {
		t.Errorf("while it counts: %s", got)
	}
	part = &objectCounts{begun: true, found: map[state.Key]int{"app-Room": mostObjects}, listed: true}
	if got := part.of("app-Room"); got != "100,000+" {
		t.Errorf("many: %s", got)
	}
}
