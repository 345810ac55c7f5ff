package registry

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/render"
	"github.com/dotool-dev/dotool/migrate"
)

// A server enters its Workers with what others need, is told of theirs, and warns once
// about those that do not run.
func TestServer(t *testing.T) {
	t.Parallel()
	name := func(s string) binding.String { return binding.String{Value: s} }
	p := &config.Project{Name: name("a"), Bindings: []binding.Binding{
		binding.Service{Entry: binding.Entry{Name: name("B")}, Service: name("b")}, binding.Service{Entry: binding.Entry{Name: name("SELF")}, Service: name("a")},
		binding.QueueConsumer{Queue: name("jobs")}, binding.QueueConsumer{Queue: name("jobs")}, binding.QueueProducer{Queue: name("mail")},
	}}
	dir := t.TempDir()
	var warned []string
	s := Open(Options{Dir: dir, Enter: true,
		Beside: func(string) string { return "" }, Report: func(e event.Event) {
			if w, ok := e.(event.Warnings); ok {
				for _, d := range w.List {
					warned = append(warned, d.Message)
				}
			}
		},
	})
	if !s.Enters() {
		t.Skip("servers enter no Workers on this system")
	}
	projects := []*config.Project{p}
	for range 2 {
		if got, want := s.Environment(projects), `DOTOOL_REGISTRY={"workers":{},"queues":{}}`; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if want := []string{`the Worker "b" is not running: until it is, calls fail (B)`}; !cmp.Equal(want, warned) {
		t.Errorf("warned %q", warned)
	}
	s.Serve([]render.Worker{{Project: p, Classes: map[string]migrate.Class{"Room": {Key: "a-Hall"}, "Other": {Key: "a-Other"}}}}, nil, "unix:/debug")
	text, err := os.ReadFile(filepath.Join(dir, "a"))
	if err != nil {
		t.Fatal(err)
	}
	var e Entry
	if err := json.Unmarshal(text, &e); err != nil {
		t.Fatal(err)
	}
	want := Entry{Address: "unix:/debug", Default: "user-a", User: "user-a", Queues: []string{"jobs"}, Instance: s.instance, Keys: map[string]string{"Room": "a-Hall"}, PID: os.Getpid()}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Error(diff)
	}
	other := newSession(dir)
	if err := other.Enter(map[string]Entry{"b": {Address: "unix:/b", Default: "user-b", User: "user-b", Queues: []string{"mail"}, Keys: map[string]string{"X": "y"}}}); err != nil {
		t.Fatal(err)
	}
	if keys := s.Keys(projects); keys["b"]["X"] != "y" {
		t.Errorf("keys %v", keys)
	}
	if got := s.Environment(projects); !strings.Contains(got, `"b":{"address":"unix:/b","default":"user-b","user":"user-b"`) || !strings.HasSuffix(got, `"queues":{"mail":"b"}}`) {
		t.Error(got)
	}
	other.Leave()
	s.Leave()
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("left %v, %v", files, err)
	}
}

// What cannot be written is one warning.
func TestServerFails(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "")
	reports := 0
	s := Open(Options{Dir: filepath.Join(file, "registry"), Enter: true, Report: func(event.Event) { reports++ }})
	p := &config.Project{Name: binding.String{Value: "a"}}
	for range 2 {
		s.Serve([]render.Worker{{Project: p}}, nil, "unix:/debug")
	}
	if s.Enters() && reports != 1 {
		t.Errorf("%d reports", reports)
	}
}
