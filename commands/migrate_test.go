package commands_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/commands"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/migrate/state"
)

// write makes a file with its folders.
func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// runIn runs a command line in a folder.
func runIn(dir string, args ...string) (stdout, stderr string, code int) {
	var out, err bytes.Buffer
	env := &ui.Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &err, Dir: dir, Environ: []string{"HOME=/nowhere"}}
	code = commands.Main(context.Background(), env, args)
	return out.String(), err.String(), code
}

// TestMigrateCases runs the cases of package migrate from the command line: with
// a configuration that is read, source that is bundled and a ledger on disk.
func TestMigrateCases(t *testing.T) {
	t.Parallel()
	type class struct{ Key, Storage string }
	var cases []struct {
		Name, Worker, Env string
		Before            struct {
			Tag     string
			Classes map[string]class
		}
		Config        map[string]any
		BundleExports []string `json:"bundle_exports"`
		Expected      struct {
			Result, Rule string
			Code         int
			Warnings     []string
		}
		ExpectedMap map[string]class `json:"expected_map"`
	}
	data, err := os.ReadFile("../migrate/testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			maps.Copy(c.Config, map[string]any{"name": c.Worker, "main": "index.js", "compatibility_date": "2026-10-01"})
			text, err := json.MarshalIndent(c.Config, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "wrangler.jsonc"), string(text))
			source := "import { DurableObject } from \"cloudflare:workers\";\nexport default {};\n"
			for _, name := range c.BundleExports {
				source += fmt.Sprintf("export class %s extends DurableObject {}\n", name)
			}
			write(t, filepath.Join(dir, "index.js"), source)
			ledger := filepath.Join(dir, ".wrangler", "state", "dotool", "ledger.json")
			worker := c.Worker
			args := []string{"migrate", "plan", "--json"}
			if c.Env != "" {
				worker += "-" + c.Env
				args = append(args, "--env", c.Env)
			}
			if c.Before.Tag != "" || len(c.Before.Classes) > 0 {
				text, err := json.Marshal(map[string]any{"version": 1, "workers": map[string]any{worker: map[string]any{"tag": c.Before.Tag, "classes": c.Before.Classes}}})
				if err != nil {
					t.Fatal(err)
				}
				write(t, ledger, string(text))
			}
			stdout, stderr, code := runIn(dir, args...)
			var plan struct {
				Worker      string
				Classes     map[string]class
				Diagnostics []struct {
					Severity, Code, File string
					CloudflareCode       int
				}
			}
			if err := json.Unmarshal([]byte(stdout), &plan); err != nil {
				t.Fatalf("%v\n%s%s", err, stdout, stderr)
			}
			if plan.Worker != worker || code != map[string]int{"error": 1}[c.Expected.Result] {
				t.Errorf("worker %s, exit %d", plan.Worker, code)
			}
			if diff := cmp.Diff(c.ExpectedMap, plan.Classes); diff != "" {
				t.Errorf("classes (-want +got):\n%s", diff)
			}
			want, got := []string{}, []string{}
			if c.Expected.Result == "error" {
				want = append(want, fmt.Sprintf("error %s %d", c.Expected.Rule, c.Expected.Code))
			}
			for _, w := range c.Expected.Warnings {
				want = append(want, "warning "+strings.ReplaceAll(w, "_", "-")+" 0")
			}
			for _, d := range plan.Diagnostics {
				if d.Code == "not-inherited" {
					continue // a matter of the configuration alone
				}
				got = append(got, fmt.Sprintf("%s %s %d", d.Severity, d.Code, d.CloudflareCode))
				if d.File != "wrangler.jsonc" {
					t.Errorf("%s is in %q", d.Code, d.File)
				}
			}
			slices.Sort(want)
			slices.Sort(got)
			if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s\n%s", diff, stdout)
			}
		})
	}
}

// lifecycleProject makes a project whose configuration deletes one class, which has an
// object, and returns its folder.
func lifecycleProject(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "index.js"), "export class Room {}\nexport class Other {}\nexport default {};\n")
	const head = `{ "name": "chat", "main": "index.js", "compatibility_date": "2026-10-01", "migrations": [` + "\n"
	write(t, filepath.Join(dir, "wrangler.jsonc"), head+`{ "tag": "v1", "new_sqlite_classes": ["Room", "Other"] }] }`)
	if _, stderr, code := runIn(dir, "migrate"); code != 0 {
		t.Fatal(stderr)
	}
	id := state.Key("chat-Other").ID("lobby").String()
	write(t, filepath.Join(dir, ".wrangler/state/v3/do/chat-Other", id+".sqlite"), "not looked into")
	write(t, filepath.Join(dir, "wrangler.jsonc"), head+`{ "tag": "v1", "new_sqlite_classes": ["Room", "Other"] }, { "tag": "v2", "deleted_classes": ["Other"], "renamed_classes": [{ "from": "Room", "to": "Chat" }] }] }`)
	write(t, filepath.Join(dir, "index.js"), "export class Chat {}\nexport default {};\n")
	return dir
}

// atTerminal runs a command line at a terminal, with an answer to its question.
func atTerminal(dir, answers string, args ...string) (stdout, stderr string, code int) {
	var out, err bytes.Buffer
	env := &ui.Env{
		Stdin: strings.NewReader(answers), Stdout: &out, Stderr: &err, Dir: dir, Environ: []string{"NO_COLOR=1"},
		StdinTerminal: true, StdoutTerminal: true, StderrTerminal: true, Width: 72,
	}
	code = commands.Main(context.Background(), env, args)
	return out.String(), err.String(), code
}

func TestMigrateAsks(t *testing.T) {
	t.Parallel()
	dir := lifecycleProject(t)
	const table = `chat, v1 → v2
  TAG  CHANGE  CLASS        STORAGE  OBJECTS  SIZE  KEY
  v2   delete  Other        sqlite         1  15 B  chat-Other
  v2   rename  Room → Chat  sqlite         0   0 B  chat-Room
`
	for _, answer := range []string{"n\n", "", "\n"} {
		stdout, stderr, code := atTerminal(dir, answer, "migrate")
		if stdout != table || !strings.Contains(stderr, "Apply? Their objects will be moved to dotool's trash. [y/N] ") || code != 1 {
			t.Errorf("answered %q: exit %d\n%s%s", answer, code, stdout, stderr)
		}
	}
	if _, stderr, code := atTerminal(dir, "Yes\n", "migrate"); code != 0 || !strings.Contains(stderr, "Other (1 object) is in the trash") {
		t.Errorf("exit %d\n%s", code, stderr)
	}
	stdout, stderr, code := atTerminal(dir, "", "migrate", "status")
	id := strings.Fields(stdout)[len(strings.Fields(stdout))-1]
	want := `chat, migrations, applied v2, last change just now
  STATE  CLASS  STORAGE  OBJECTS  SIZE  KEY         NOTE
  live   Chat   sqlite         0   0 B  chat-Room   no objects
  trash  Other  sqlite         1  15 B  chat-Other
      ` + id + "\n"
	if diff := cmp.Diff(want, stdout); diff != "" || code != 0 {
		t.Errorf("status, exit %d %s (-want +got):\n%s", code, stderr, diff)
	}
	if _, stderr, code := atTerminal(dir, "y\n", "migrate", "trash", "empty"); code != 0 || !strings.Contains(stderr, "Remove Other (1 object) for good? [y/N] ") {
		t.Errorf("exit %d\n%s", code, stderr)
	}
	if _, stderr, code := atTerminal(dir, "", "migrate", "rollback"); code != 1 || !strings.Contains(stderr, "no longer in the trash") {
		t.Errorf("exit %d\n%s", code, stderr)
	}
}

func TestMigrateAsksAboutDamagedLedger(t *testing.T) {
	t.Parallel()
	dir := lifecycleProject(t)
	ledger := filepath.Join(dir, ".wrangler/state/dotool/ledger.json")
	write(t, ledger, "{")
	if _, stderr, code := atTerminal(dir, "n\n", "migrate"); code != 1 || !strings.Contains(stderr, "Set the file aside and start from what is on disk? [y/N] ") {
		t.Errorf("exit %d\n%s", code, stderr)
	}
	if text, err := os.ReadFile(ledger); err != nil || string(text) != "{" {
		t.Errorf("the ledger is %s, %v", text, err)
	}
	// The whole list is applied again, though no deploy would accept it in one upload.
	_, stderr, code := atTerminal(dir, "y\n", "migrate")
	kept, _ := filepath.Glob(ledger + ".damaged-*")
	if code != 0 || len(kept) != 1 || !strings.Contains(stderr, "Kept the damaged ledger as ") {
		t.Errorf("exit %d, kept %v\n%s", code, kept, stderr)
	}
	if stdout, _, _ := runIn(dir, "migrate", "status"); !strings.Contains(stdout, "live\tChat\tsqlite\t0\t0\tchat-Chat\t") || !strings.Contains(stdout, "unowned\t\t\t1\t15\tchat-Other\t") {
		t.Error(stdout)
	}
}

func TestMigrateValidateSARIF(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a b", "wrangler.jsonc"), `{ "name": "chat", "main": "index.js", "compatibility_date": "2026-10-01",
/* é */ "durable_objects": { "bindings": [{ "name": "A", "class_name": "Rä" }, { "name": "B", "class_name": "Rö" }] } }`)
	write(t, filepath.Join(dir, "a b", "index.js"), "export class Other {}\nexport default {};\n")
	stdout, stderr, code := runIn(dir, "migrate", "validate", "a b", "--format", "sarif")
	if code != 1 || stderr != "" {
		t.Fatalf("exit %d, %s", code, stderr)
	}
	var log struct {
		Version string
		Schema  string `json:"$schema"`
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name  string
					Rules []struct {
						ID               string
						ShortDescription struct{ Text string }
					}
				}
			}
			Results []struct {
				RuleID, Level string
				RuleIndex     int
				Locations     []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine, StartColumn, EndColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(stdout), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 || log.Runs[0].Tool.Driver.Name != "dotool" {
		t.Fatalf("got %+v", log)
	}
	r := log.Runs[0]
	if len(r.Results) != 2 || len(r.Tool.Driver.Rules) != 1 || r.Tool.Driver.Rules[0].ShortDescription.Text == "" {
		t.Fatalf("got %+v", r)
	}
	for i, column := range []int{72, 109} { // in characters
		res := r.Results[i]
		at := res.Locations[0].PhysicalLocation
		if res.RuleID != "bound-not-exported" || res.RuleIndex != 0 || res.Level != "error" || at.ArtifactLocation.URI != "a%20b/wrangler.jsonc" ||
			at.Region.StartLine != 2 || at.Region.StartColumn != column || at.Region.EndColumn != column+4 {
			t.Errorf("result %d: %+v", i, res)
		}
	}
}

// changing answers a question after making a change.
type changing struct {
	change func()
	answer io.Reader
}

func (c *changing) Read(p []byte) (int, error) {
	if c.change != nil {
		c.change()
		c.change = nil
	}
	return c.answer.Read(p[:1])
}

// If something changes while a question is asked, the new plan is shown, and confirmed
// again if it deletes data.
func TestMigratePlansAgain(t *testing.T) {
	t.Parallel()
	const (
		head  = `{ "name": "chat", "main": "index.js", "compatibility_date": "2026-10-01", "migrations": [` + "\n" + `{ "tag": "v1", "new_sqlite_classes": ["Room", "Other"] }`
		again = "The plan has changed; it is now:"
		asked = "Apply? Their objects will be moved to dotool's trash. [y/N] "
	)
	object := func(dir, key string) string {
		return filepath.Join(dir, ".wrangler/state/v3/do", key, state.Key(key).ID("lobby").String()+".sqlite")
	}
	there := func(path string) bool { _, err := os.Stat(path); return err == nil }
	for name, c := range map[string]struct {
		change  func(dir string)
		answers string
		asks    int
		code    int
		other   bool // whether Other's object still exists
	}{
		"nothing": {func(string) {}, "y\n", 1, 0, false},
		"the delete is taken out": {func(dir string) {
			write(t, filepath.Join(dir, "wrangler.jsonc"), head+`] }`)
			write(t, filepath.Join(dir, "index.js"), "export class Room {}\nexport class Other {}\nexport default {};\n")
		}, "y\n", 1, 0, true},
		"another delete comes": {func(dir string) {
			write(t, object(dir, "chat-Room"), "not looked into")
			write(t, filepath.Join(dir, "wrangler.jsonc"), head+`, { "tag": "v2", "deleted_classes": ["Other", "Room"] }] }`)
			write(t, filepath.Join(dir, "index.js"), "export default {};\n")
		}, "y\nn\n", 2, 1, true},
		"another delete comes, and is agreed to": {func(dir string) {
			write(t, object(dir, "chat-Room"), "not looked into")
			write(t, filepath.Join(dir, "wrangler.jsonc"), head+`, { "tag": "v2", "deleted_classes": ["Other", "Room"] }] }`)
			write(t, filepath.Join(dir, "index.js"), "export default {};\n")
		}, "y\ny\n", 2, 0, false},
		"more objects come": {func(dir string) {
			write(t, filepath.Join(filepath.Dir(object(dir, "chat-Other")), state.Key("chat-Other").ID("more").String()+".sqlite"), "not looked into")
		}, "y\nn\n", 2, 1, true},
		"its object grows": {func(dir string) {
			write(t, object(dir, "chat-Other"), strings.Repeat("not looked into", 9999))
		}, "y\nn\n", 2, 1, true},
		"it is broken": {func(dir string) {
			write(t, filepath.Join(dir, "wrangler.jsonc"), head+`, { "tag": "v2", "deleted_classes": ["Nope"] }] }`)
		}, "y\n", 1, 1, true},
		"it does not parse": {func(dir string) { write(t, filepath.Join(dir, "wrangler.jsonc"), "{") }, "y\n", 1, 1, true},
		"it is applied by someone else": {func(dir string) {
			if _, stderr, code := runIn(dir, "migrate", "--yes"); code != 0 {
				t.Error(stderr)
			}
		}, "y\n", 1, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := lifecycleProject(t)
			var out, stderr bytes.Buffer
			env := &ui.Env{
				Stdin: &changing{func() { c.change(dir) }, strings.NewReader(c.answers)}, Stdout: &out, Stderr: &stderr, Dir: dir, Environ: []string{"NO_COLOR=1"},
				StdinTerminal: true, StdoutTerminal: true, StderrTerminal: true, Width: 72,
			}
			code := commands.Main(t.Context(), env, []string{"migrate"})
			if code != c.code || strings.Count(stderr.String(), asked) != c.asks || there(object(dir, "chat-Other")) != c.other {
				t.Errorf("exit %d, Other there: %v\n%s%s", code, there(object(dir, "chat-Other")), &out, &stderr)
			}
			if c.asks > 1 && !strings.Contains(stderr.String(), again) {
				t.Errorf("it does not say that the plan is another:\n%s", &stderr)
			}
		})
	}
}
