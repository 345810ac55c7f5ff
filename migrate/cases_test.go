package migrate

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dotool/config"
	"dotool/config/diag"
	"dotool/migrate/state"
)

// caseConfig is the part of a configuration that decides about classes, as the
// cases write it.
type caseConfig struct {
	DurableObjects struct {
		Bindings []struct {
			Name       string
			ClassName  string `json:"class_name"`
			ScriptName string `json:"script_name"`
		}
	} `json:"durable_objects"`
	Migrations []struct {
		Tag              string
		NewClasses       []string                    `json:"new_classes"`
		NewSQLiteClasses []string                    `json:"new_sqlite_classes"`
		DeletedClasses   []string                    `json:"deleted_classes"`
		Renamed          []struct{ From, To string } `json:"renamed_classes"`
		Transferred      []struct {
			From, To   string
			FromScript string `json:"from_script"`
		} `json:"transferred_classes"`
	}
	Exports map[string]struct {
		Type, State, Storage string
		RenamedTo            string `json:"renamed_to"`
		TransferredTo        string `json:"transferred_to"`
		TransferFrom         string `json:"transfer_from"`
	}
	Env map[string]json.RawMessage
}

// project makes a Project of JSON without package config's reader, whose own
// checks are not the matter here. Every value gets a line of its own.
func project(t testing.TB, name, env, text string) *config.Project {
	t.Helper()
	var c caseConfig
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		t.Fatal(err)
	}
	if env != "" {
		var over caseConfig
		if err := json.Unmarshal(c.Env[env], &over); err != nil {
			t.Fatal(err)
		}
		if over.Migrations == nil {
			over.Migrations = c.Migrations
		}
		if over.Exports == nil {
			over.Exports = c.Exports
		}
		c, name = over, name+"-"+env
	}
	line := 0
	pos := func() diag.Pos { line++; return diag.Pos{File: "wrangler.jsonc", Line: line, Column: 1} }
	str := func(s string) config.String { return config.String{Value: s, Pos: pos()} }
	strs := func(ss []string) (all []config.String) {
		for _, s := range ss {
			all = append(all, str(s))
		}
		return all
	}
	p := &config.Project{File: "wrangler.jsonc", Name: str(name), Main: str("src/index.ts"), Env: env}
	if c.Migrations != nil {
		p.MigrationsPos = pos()
	}
	if c.Exports != nil {
		p.ExportsPos = pos()
	}
	for _, b := range c.DurableObjects.Bindings {
		p.Bindings = append(p.Bindings, config.Binding{Name: str(b.Name), ClassName: str(b.ClassName), ScriptName: str(b.ScriptName), Pos: pos()})
	}
	for _, m := range c.Migrations {
		out := config.Migration{Tag: str(m.Tag), Pos: pos(), NewClasses: strs(m.NewClasses), NewSQLiteClasses: strs(m.NewSQLiteClasses), DeletedClasses: strs(m.DeletedClasses)}
		for _, r := range m.Renamed {
			out.RenamedClasses = append(out.RenamedClasses, config.Rename{From: str(r.From), To: str(r.To), Pos: pos()})
		}
		for _, r := range m.Transferred {
			out.Transferred = append(out.Transferred, config.Transfer{From: str(r.From), FromScript: str(r.FromScript), To: str(r.To), Pos: pos()})
		}
		p.Migrations = append(p.Migrations, out)
	}
	for _, class := range slices.Sorted(maps.Keys(c.Exports)) {
		e := c.Exports[class]
		p.Exports = append(p.Exports, config.Export{
			Class: str(class), Type: str(e.Type), State: str(e.State), Storage: str(e.Storage),
			RenamedTo: str(e.RenamedTo), TransferredTo: str(e.TransferredTo), TransferFrom: str(e.TransferFrom), Pos: pos(),
		})
	}
	return p
}

// ledgerOf makes a ledger with one worker.
func ledgerOf(name, tag string, classes map[string]Class) *Ledger {
	l := NewLedger()
	if tag != "" || len(classes) > 0 {
		if classes == nil {
			classes = map[string]Class{}
		}
		l.Workers[name] = &Worker{Tag: tag, Classes: classes}
	}
	return l
}

// ruleCase is one entry of testdata/cases.json, the cases shared with others, or
// of testdata/rules.json, which has some fields more.
type ruleCase struct {
	Name   string
	Worker string
	Env    string
	Before struct {
		Tag     string
		Classes map[string]Class
	}
	Config        json.RawMessage
	BundleExports []string `json:"bundle_exports"`
	Expected      struct {
		Result, Rule string
		Code         int
		Warnings     []string
	}
	ExpectedMap map[string]Class `json:"expected_map"`

	Retired        []state.Key
	Serve          bool
	UnknownExports bool                       `json:"unknown_exports"`
	Others         map[string]json.RawMessage // configurations by worker
}

// TestCases plans each case and compares everything that it expects; nothing
// else may be wrong.
func TestCases(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"cases.json", "rules.json"} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		var cases []ruleCase
		if err := json.Unmarshal(data, &cases); err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			t.Run(c.Name, func(t *testing.T) {
				t.Parallel()
				c.run(t)
			})
		}
	}
}

func (c *ruleCase) run(t *testing.T) {
	p := project(t, c.Worker, c.Env, string(c.Config))
	l := ledgerOf(p.Name.Value, c.Before.Tag, c.Before.Classes)
	if c.Retired != nil {
		l.Workers[c.Worker] = &Worker{Classes: map[string]Class{}, Retired: c.Retired}
	}
	r := Request{Project: p, Exports: c.BundleExports, Ledger: l, Serve: c.Serve}
	if c.UnknownExports {
		r.Exports = nil
	}
	for name, text := range c.Others {
		other := project(t, name, "", string(text))
		other.File = name + ".jsonc"
		r.Others = append(r.Others, other)
	}
	plan := NewPlan(r)
	if diff := cmp.Diff(c.ExpectedMap, plan.Classes); diff != "" {
		t.Errorf("classes (-want +got):\n%s", diff)
	}
	var warnings []string
	found := false
	for _, d := range plan.Diagnostics {
		if d.Severity == diag.Warning {
			warnings = append(warnings, d.Code)
		} else if d.Code == c.Expected.Rule && d.CloudflareCode == c.Expected.Code {
			found = true
		} else {
			t.Errorf("besides %s there is %s (%d): %s", c.Expected.Rule, d.Code, d.CloudflareCode, d.Message)
		}
		if d.Fix == "" || d.Pos.File == "" || d.Pos.Line == 0 && d.Code != "tag-required" {
			t.Errorf("%s has no fix or no position: %+v", d.Code, d)
		}
	}
	if (c.Expected.Result == "error") != found {
		t.Errorf("want %s %s, got %+v", c.Expected.Result, c.Expected.Rule, plan.Diagnostics)
	}
	if found != (len(plan.Steps) == 0 && plan.Err() != nil) {
		t.Errorf("a plan with errors has %d steps", len(plan.Steps))
	}
	for i, w := range c.Expected.Warnings {
		if w == "stale_tombstone" { // the server's spelling
			c.Expected.Warnings[i] = "stale-tombstone"
		}
	}
	slices.Sort(c.Expected.Warnings)
	slices.Sort(warnings)
	if diff := cmp.Diff(c.Expected.Warnings, warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}
