package commands_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/commands/logview"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/render"
	"github.com/dotool-dev/dotool/migrate"
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
		event.Ready{Served: event.Served{Project: &config.Project{}}, Removed: []string{"/state"}},
		event.Ready{Served: event.Served{Project: &config.Project{}}, Reload: true, After: "sql"},
		event.Migrated{Plan: &migrate.Plan{}},
		event.Fault{Err: errors.New("boo")},
		event.Building{}, event.BuildOutput{}, event.Warnings{}, event.Notice{},
		event.Bug{Err: errors.New("boo")}, event.Gone{Err: errors.New("boo")},
		event.Call{Kind: "request"}, event.Call{Kind: "rpc", Object: object}, event.Workflow{},
		event.Console{}, event.Exception{Error: &event.Error{}}, event.Limit{}, event.Stuck{}, event.Cut{}, event.Dropped{Count: 1}, event.Elsewhere{},
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
	for _, lines := range []any{event.Line{}, event.LineCut{}, event.LineLimit{}, event.LineCode{}, event.LineError{}, event.SocketCall{}, event.QueueCall{}} {
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

// Every key of wrangler's schema is answered by `dotool help config`, and no other. Where a key
// is a section, each member is. Of bindings, the answer is what the server does.
func TestConfigTopic(t *testing.T) {
	t.Parallel()
	topic, _, _ := run(t, "help", "config")
	answers := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^  ([\w$.-]+)\s+(works|partly|no)( .*)?$`).FindAllStringSubmatch(topic, -1) {
		if answers[m[1]] != "" {
			t.Errorf("%s is answered twice", m[1])
		}
		if answers[m[1]] = m[2]; m[2] != "works" && strings.TrimSpace(m[3]) == "" {
			t.Errorf("%s: %s, and nothing about why", m[1], m[2])
		}
	}
	delete(answers, "works")
	schema, err := os.ReadFile("../config/testdata/schema.txt")
	if err != nil {
		t.Fatal(err)
	}
	open := maps.Clone(answers)
	for line := range strings.Lines(string(schema)) {
		at, members, _ := strings.Cut(strings.TrimSpace(line), ":")
		key := strings.TrimRight(at, "[]{}")
		wanted := []string{key}
		if at == key && !strings.Contains(members, "binding!") && !strings.HasPrefix(key, "route") {
			for _, m := range strings.Fields(members) {
				wanted = append(wanted, key+"."+strings.TrimRight(m, "!"))
			}
		}
		for _, key := range wanted {
			if answers[key] == "" {
				t.Errorf("wrangler's configuration has %s, which is not answered", key)
			}
			delete(open, key)
		}
	}
	for key := range open {
		t.Errorf("wrangler's configuration has no %s", key)
	}

	name := binding.Entry{Name: config.String{Value: "NAME"}}
	hosted := map[string]bool{} // by key of the configuration
	for _, b := range []binding.Binding{
		binding.AgentMemory{Entry: name}, binding.AI{Entry: name}, binding.AISearch{Entry: name}, binding.AISearchNamespace{Entry: name}, binding.AnalyticsEngine{Entry: name}, binding.AnalyticsSQL{Entry: name},
		binding.Artifacts{Entry: name}, binding.Browser{Entry: name}, binding.Certificate{Entry: name}, binding.Connect{}, binding.Cron{}, binding.D1{Entry: name}, binding.DispatchNamespace{Entry: name},
		binding.EventTrigger{}, binding.Flagship{Entry: name}, binding.HelloWorld{Entry: name}, binding.Hyperdrive{Entry: name}, binding.Images{Entry: name}, binding.K2{Entry: name}, binding.KV{Entry: name},
		binding.Logfwdr{Entry: name}, binding.Media{Entry: name}, binding.Pipeline{Entry: name}, binding.QueueConsumer{}, binding.QueueProducer{Entry: name}, binding.R2{Entry: name}, binding.RateLimit{Entry: name},
		binding.SendEmail{Entry: name}, binding.Service{Entry: name}, binding.StoreSecret{Entry: name}, binding.Stream{Entry: name}, binding.StreamingTailConsumer{}, binding.TailConsumer{}, binding.Unsafe{Entry: name},
		binding.VPCNetwork{Entry: name}, binding.VPCService{Entry: name}, binding.Vectorize{Entry: name}, binding.VersionMetadata{Entry: name}, binding.WorkerLoader{Entry: name}, binding.Workflow{Entry: name},
	} {
		p := &config.Project{Bindings: []binding.Binding{b}}
		key := config.ProductOf(b).Key
		throws := slices.ContainsFunc(render.Warnings(p, p), func(d diag.Diagnostic) bool { return d.Code == "remote-only" })
		_, withAI := b.(binding.AI)                                                        // as with --ai
		hosted[key] = hosted[key] || withAI || len(render.NotHosted(p, p)) == 0 && !throws // the Workers that it names are there
	}
	for key, hosted := range hosted {
		if hosted != (answers[key] != "no") {
			t.Errorf("%s is answered by %q, but hosted: %t", key, answers[key], hosted)
		}
	}
}

// Each variable that the code reads from the environment is in `dotool help environment`,
// and no other.
func TestEnvironmentTopic(t *testing.T) {
	t.Parallel()
	topic, _, _ := run(t, "help", "environment")
	read := map[string]bool{}
	patterns := []*regexp.Regexp{
		regexp.MustCompile(`\b[Gg]etenv\("([A-Z][A-Z0-9_]+)"\)`),
		regexp.MustCompile(`\bl\.flag\("([A-Z_]+)"`),
		regexp.MustCompile(`\b(?:get|env)\("([A-Z_]+)"\)`),
		regexp.MustCompile(`environ\.Values\["([A-Z_]+)"\]`),
		regexp.MustCompile(`"([A-Z]+_HYPERDRIVE_LOCAL_CONNECTION_STRING_)"`),
	}
	for _, dir := range []string{".", "../config", "../devserver", "../inspect", "../migrate"} {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			for _, p := range patterns {
				for _, m := range p.FindAllSubmatch(source, -1) {
					read[string(m[1])] = true
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	// Every program has these, and the host has those of the other.
	for _, name := range []string{"HOME", "PATH", "TMPDIR", "APPDATA", "USERPROFILE"} {
		delete(read, name)
	}
	for name := range read {
		if !strings.Contains(topic, strings.TrimPrefix(name, "WRANGLER_HYPER")) && !strings.HasPrefix(name, "WRANGLER_HYPERDRIVE") {
			t.Errorf("%s is not explained", name)
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^  ([A-Z][A-Z_]+(?:, [A-Z][A-Z_]+)*)`).FindAllStringSubmatch(topic, -1) {
		for name := range strings.SplitSeq(m[1], ", ") {
			if !read[name] {
				t.Errorf("%s is explained, and not read", name)
			}
		}
	}
}
