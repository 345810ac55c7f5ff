package render

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/bundle"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate"
)

var update = flag.Bool("update", false, "write the golden files anew")

func entry(name string) binding.Entry { return binding.Entry{Name: config.String{Value: name}} }

// project has bindings that are hosted, and others.
func project() *config.Project {
	return &config.Project{
		File: "wrangler.jsonc", Name: config.String{Value: "app"}, Main: config.String{Value: "index.js"}, Assets: &config.Assets{},
		Vars: []binding.Var{{Name: config.String{Value: "TEXT"}, Text: "v"}, {Name: config.String{Value: "JSON"}, JSON: []byte(`{"a":1}`)}},
		Bindings: []binding.Binding{
			binding.KV{Entry: entry("CACHE")},
			binding.DurableObject{Entry: entry("ROOM"), ClassName: config.String{Value: "Room"}},
			binding.DurableObject{Entry: entry("SAME"), ClassName: config.String{Value: "Room"}, ScriptName: config.String{Value: "app"}},
			binding.DurableObject{Entry: entry("ELSEWHERE"), ClassName: config.String{Value: "Room"}, ScriptName: config.String{Value: "other"}},
			binding.AssetsBinding{Entry: entry("FILES")},
			binding.Secret{Entry: entry("TEXT")},
			binding.QueueProducer{Entry: entry("JOBS"), Queue: config.String{Value: "jobs"}}, binding.QueueConsumer{Queue: config.String{Value: "jobs"}}, binding.QueueConsumer{Queue: config.String{Value: "jobs"}},
			binding.Logfwdr{Entry: entry("FORWARD")}, binding.EventTrigger{}, binding.Cron{}, binding.Cron{},
		},
	}
}

// TestAhead: a process that is ahead of the code of a Worker has loaded all others, whatever
// stands before them, and which of them it is.
func TestAhead(t *testing.T) {
	t.Parallel()
	in := Input{State: "/state", Pages: "/pages", Secret: "s", Name: "n", Public: 1, Reload: true}
	for _, name := range []string{"app", "second"} {
		p := project()
		p.Name.Value, p.Dev.Origin = name, config.Origin{Protocol: "https", Host: "a.example"}
		in.Workers = append(in.Workers, Worker{
			Project: p, Bundle: &bundle.Bundle{Modules: []bundle.Module{{Name: "index.js", Code: []byte(name)}}}, Date: "2026-10-01", Assets: &workerd.Assets{},
		})
	}
	for _, name := range []string{"app", "second"} {
		c, code := Ahead(in, name)
		if c == nil || string(code) != name {
			t.Fatalf("%s: %v, code %q", name, c, code)
		}
		if last := c.Workers[len(c.Workers)-1]; last.Name != UserService(name) || last.Later == "" {
			t.Errorf("%s: the last Worker is %q, waiting for %q", name, last.Name, last.Later)
		}
	}
}

// TestConfig compares the configuration with a golden file, but for our modules.
func TestConfig(t *testing.T) {
	t.Parallel()
	text := func(code string) string {
		return Config(Input{
			Workers: []Worker{{
				Project: project(),
				Bundle:  &bundle.Bundle{Modules: []bundle.Module{{Name: "index.js", Code: []byte(code)}}, Exports: []string{"Room", "default"}},
				Classes: map[string]migrate.Class{"Room": {Key: "app-Hall", Storage: migrate.SQLite}},
				Date:    "2026-10-01", Assets: &workerd.Assets{},
			}},
			State: "/state", Pages: "/pages", Secret: "s", Name: "n", Public: 2, Reload: true,
		}).Text()
	}
	got := regexp.MustCompile(`(?m)^.*(?:esModule|text) = "(?:\\.|[^"\\]){20,}".*\n`).ReplaceAllString(text("export default {}"), "")
	const golden = "testdata/config.capnp"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
	for code, want := range map[string]bool{"export default {}": false, "export default { fetch: () => caches.default.match('http://a') }": true} {
		if got := strings.Contains(text(code), "cacheApiOutbound"); got != want {
			t.Errorf("%s: the Cache API is there: %t", code, got)
		}
	}
	if n := strings.Count(text("export default { fetch: (r) => new Response(r.headers.get('a')) }"), "CF-Connecting-IP"); n != 2 {
		t.Errorf("code that reads headers: the address of the client on %d sockets, want 2", n)
	}
}

func TestRemoteWarning(t *testing.T) {
	t.Parallel()
	p := &config.Project{File: "wrangler.jsonc", Bindings: []binding.Binding{
		binding.KV{Entry: entry("A"), Remote: true}, binding.KV{Entry: entry("B")}, binding.D1{Entry: entry("C"), Remote: true},
	}}
	var got []string
	for _, d := range Warnings(p) {
		got = append(got, d.Message)
	}
	if want := []string{`"remote" has no effect here: local data is used for A, C`}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	var got []string
	for _, d := range Warnings(project()) {
		if d.Severity != diag.Warning || d.Code != "not-hosted" {
			t.Errorf("%+v", d)
		}
		got = append(got, d.Message)
	}
	want := []string{
		"dotool does not host these bindings; absent from env: FORWARD (logfwdr)",
		"dotool does not run triggers",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"ROOM", "SAME", "FILES", "CACHE", "TEXT", "NONE"} {
		if why := Absent(project(), nil, name); why != "" {
			t.Errorf("%s: %s", name, why)
		}
	}
	p := project()
	if p.Assets = nil; Absent(p, nil, "FILES") == "" {
		t.Error("the binding of assets without a folder is not absent")
	}
}

// Workers that are neither hosted nor running are named once, with what leads to them.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	name := func(s string) config.String { return config.String{Value: s} }
	a := &config.Project{Name: name("a"), Bindings: []binding.Binding{
		binding.Service{Entry: entry("SELF"), Service: name("a")}, binding.Service{Entry: entry("B"), Service: name("b")},
		binding.Service{Entry: entry("Z"), Service: name("z")}, binding.Service{Entry: entry("NAMED"), Service: name("z"), Entrypoint: name("E")},
		binding.DurableObject{Entry: entry("ROOM"), ScriptName: name("z")}, binding.DurableObject{Entry: entry("OWN")},
		binding.TailConsumer{Service: name("t")},
	}}
	b := &config.Project{Name: name("b"), Bindings: []binding.Binding{binding.Service{Entry: entry("Y"), Service: name("t")}}}
	workers, _ := Elsewhere([]*config.Project{a, b})
	if diff := cmp.Diff([]string{"t", "z"}, workers); diff != "" {
		t.Error(diff)
	}
	var got []string
	for _, d := range ElsewhereWarnings([]*config.Project{a, b}, func(worker string) bool { return worker == "r" }, func(worker string) string { return map[string]string{"z": "dotool dev a ../z"}[worker] }) {
		got = append(got, d.Message+"; "+d.Fix)
	}
	want := []string{
		`the Worker "t" is not running: until it is, calls fail (tail events, Y); start it with ` + "`dotool dev` or `wrangler dev`" + `, or host it beside this one: dotool dev DIR DIR`,
		`the Worker "z" is not running: until it is, calls fail (Z, NAMED, ROOM); start it with ` + "`dotool dev` or `wrangler dev`" + `, or host it beside this one: dotool dev a ../z`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The classes with a container are those of containers and of exports.
func TestContainers(t *testing.T) {
	t.Parallel()
	name := func(s string) config.String { return config.String{Value: s} }
	p := &config.Project{
		Bindings: []binding.Binding{binding.Container{ClassName: name("A")}, binding.Container{ClassName: name("A")}, binding.Container{}},
		Exports:  []config.Export{{Class: name("B"), Container: name("c")}, {Class: name("C")}, {Class: name("A"), Container: name("a")}},
	}
	if got := containers(p); !slices.Equal(got, []string{"A", "B"}) {
		t.Error(got)
	}
}
