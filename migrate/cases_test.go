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

// TestCases plans each case of testdata/cases.json and compares everything that
// the case expects; nothing else may be wrong.
func TestCases(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("testdata", "cases.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		ID     int
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
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			p := project(t, c.Worker, c.Env, string(c.Config))
			plan := NewPlan(Request{Project: p, Exports: c.BundleExports, Ledger: ledgerOf(p.Name.Value, c.Before.Tag, c.Before.Classes)})
			if diff := cmp.Diff(c.ExpectedMap, plan.Classes); diff != "" {
				t.Errorf("case %d: classes (-want +got):\n%s", c.ID, diff)
			}
			var warnings []string
			found := false
			for _, d := range plan.Diagnostics {
				if d.Severity == diag.Warning {
					warnings = append(warnings, d.Code)
				} else if d.Code == c.Expected.Rule && d.CloudflareCode == c.Expected.Code {
					found = true
				} else {
					t.Errorf("case %d: besides %s there is %s (%d): %s", c.ID, c.Expected.Rule, d.Code, d.CloudflareCode, d.Message)
				}
				if d.Fix == "" || d.Pos.Line == 0 && d.Code != "tag-required" {
					t.Errorf("case %d: %s has no fix or no position: %+v", c.ID, d.Code, d)
				}
			}
			if (c.Expected.Result == "error") != found {
				t.Errorf("case %d: want %s %s, got %+v", c.ID, c.Expected.Result, c.Expected.Rule, plan.Diagnostics)
			}
			for i, w := range c.Expected.Warnings {
				if w == "stale_tombstone" { // the server's spelling
					c.Expected.Warnings[i] = "stale-tombstone"
				}
			}
			if diff := cmp.Diff(c.Expected.Warnings, warnings); diff != "" {
				t.Errorf("case %d: warnings (-want +got):\n%s", c.ID, diff)
			}
		})
	}
}
