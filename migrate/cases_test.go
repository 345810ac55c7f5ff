package migrate_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/migratetest"
	"github.com/dotool-dev/dotool/migrate/state"
)

var ledgerOf = migratetest.Ledger

// ruleCase is one entry of testdata/cases.json, the cases shared with others, or
// of testdata/rules.json, which has some fields more.
type ruleCase struct {
	Name   string
	Worker string
	Env    string
	Before struct {
		Tag     string
		Classes map[string]migrate.Class
	}
	Config        json.RawMessage
	BundleExports []string `json:"bundle_exports"`
	Expected      struct {
		Result, Rule string
		Code         int
		Warnings     []string
	}
	ExpectedMap map[string]migrate.Class `json:"expected_map"`

	Retired        []state.Key
	Serve          bool
	UnknownExports bool                       `json:"unknown_exports"`
	Others         map[string]json.RawMessage // configurations by worker
}

// TestCases plans each case and compares everything that it expects; there may be no
// other problem.
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
	p := migratetest.Project(t, c.Worker, c.Env, string(c.Config))
	l := ledgerOf(p.Name.Value, c.Before.Tag, c.Before.Classes)
	if c.Retired != nil {
		l.Workers[c.Worker] = &migrate.Worker{Classes: map[string]migrate.Class{}, Retired: c.Retired}
	}
	r := migrate.Request{Project: p, Exports: c.BundleExports, Ledger: l, Serve: c.Serve}
	if c.UnknownExports {
		r.Exports = nil
	}
	for name, text := range c.Others {
		other := migratetest.Project(t, name, "", string(text))
		other.File = name + ".jsonc"
		r.Others = append(r.Others, other)
	}
	plan := migrate.NewPlan(r)
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
