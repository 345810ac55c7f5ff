package commands_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"dotool/commands/logview"
	"dotool/commands/ui"
	"dotool/config"
	"dotool/devserver/event"
	"dotool/migrate"
)

// Whatever the log can contain is explained by `dotool help log-json`.
func TestLogJSONTopic(t *testing.T) {
	t.Parallel()
	topic, _, _ := run(t, "help", "log-json")
	named := func(word string) bool {
		return regexp.MustCompile(`(^|[^\w-])` + regexp.QuoteMeta(word) + `([^\w-]|$)`).MatchString(topic)
	}
	object := &event.Object{Class: "Room", ID: "1"}
	events := []event.Event{
		event.Ready{Project: &config.Project{}, Removed: []string{"/state"}},
		event.Ready{Project: &config.Project{}, Reload: true, After: "sql"},
		event.Migrated{Plan: &migrate.Plan{}},
		event.Fault{Err: errors.New("boo")},
		event.Building{}, event.BuildOutput{}, event.Warnings{}, event.Notice{},
		event.Bug{Err: errors.New("boo")}, event.Gone{Err: errors.New("boo")},
		event.Call{Kind: "request"}, event.Call{Kind: "rpc", Object: object},
		event.Console{}, event.Exception{Error: &event.Error{}}, event.Limit{}, event.Stuck{}, event.Cut{}, event.Dropped{Count: 1},
		// Without a line:
		event.Unchanged{}, event.AssetsChanged{}, event.Started{}, event.AlarmStarted{}, event.Marked{}, event.StreamFailed{},
	}
	seen := map[string]bool{}
	for _, e := range events {
		seen[reflect.TypeOf(e).Name()] = true
		var out bytes.Buffer
		logview.NewServer(&ui.Env{Stdout: &out, Stderr: &out}, logview.Options{JSON: true}).Report([]event.Event{e})
		if out.Len() == 0 {
			continue
		}
		var line map[string]any
		if err := json.Unmarshal(out.Bytes(), &line); err != nil {
			t.Fatalf("%T: %v\n%s", e, err, out.Bytes())
		}
		if name := line["event"].(string); !strings.Contains(topic, "\n  "+name) {
			t.Errorf("no line explains the event %q", name)
		}
		for field := range line {
			if !named(field) {
				t.Errorf("%q of %T is not explained", field, e)
			}
		}
	}
	for _, lines := range []any{event.Line{}, event.LineCut{}, event.LineLimit{}, event.LineCode{}, event.LineError{}, event.SocketCall{}} {
		for f := range reflect.TypeOf(lines).Fields() {
			if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); !named(name) {
				t.Errorf("%q of %T is not explained", name, lines)
			}
		}
	}
	source, err := os.ReadFile("../devserver/event/event.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^func \((\w+)\) event\(\)`).FindAllStringSubmatch(string(source), -1) {
		if !seen[m[1]] {
			t.Errorf("event.%s is not in the list of this test", m[1])
		}
	}
}
