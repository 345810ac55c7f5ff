package migrate_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/migratetest"
)

func TestValidate(t *testing.T) {
	t.Parallel()
	const sqlite = `{"type":"durable-object","storage":"sqlite"}`
	for _, c := range []struct {
		name, config string
		exports      []string
		want         []string // severity, code, start of the place in brackets
	}{
		{"good", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]}]}`, []string{"A"}, nil},
		{"nothing", `{}`, nil, nil},
		{"bound without lifecycle", `{"durable_objects":{"bindings":[{"name":"A","class_name":"A"}]}}`, []string{"A"}, []string{"warning bind-without-lifecycle"}},
		{"bound beside a list", `{"durable_objects":{"bindings":[{"name":"A","class_name":"A"}]},"migrations":[{"tag":"v1","new_sqlite_classes":["B"]}]}`, []string{"A", "B"}, []string{"error bind-without-lifecycle"}},
		{"no code to compare", `{"durable_objects":{"bindings":[{"name":"A","class_name":"A"}]},"migrations":[{"tag":"v1","new_sqlite_classes":["A"]}]}`, nil, nil},
		{"one step that cannot be", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"],"new_classes":["A"]}]}`, []string{"A"}, []string{"error duplicate-target (from a fresh account)", "error new-exists (from v1)"}},
		{"a long past", deleted, []string{"C"}, []string{"warning delete-missing (from a fresh account)"}},
		{"made and deleted in the step to come", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]},{"tag":"v2","new_sqlite_classes":["B"]},{"tag":"v3","deleted_classes":["B"],"new_sqlite_classes":["B"]}]}`,
			[]string{"A", "B"}, []string{"error duplicate-target (from a fresh account, from v1, from v2)", "warning delete-missing (from a fresh account, from v1)"}},
		{"not exported", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]},{"tag":"v2","renamed_classes":[{"from":"A","to":"B"}]}]}`, []string{"A"}, []string{"error rename-target-not-exported"}},
		{"a map with a past", `{"exports":{"A":{"type":"durable-object","state":"renamed","renamed_to":"B"},"B":` + sqlite + `,"C":{"type":"durable-object","state":"deleted"},"D":{"type":"durable-object","storage":"legacy-kv"}}}`,
			[]string{"B", "D"}, []string{"warning stale-tombstone", "warning stale-tombstone", "warning 100402:invalid_export (from a fresh account)"}},
		{"a map without the code", `{"exports":{"A":` + sqlite + `}}`, []string{}, []string{"error 100402:config_references_nonexistent_class"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, d := range migrate.Validate(migrate.Request{Project: migratetest.Project(t, "chat", "", c.config), Exports: c.exports}) {
				line := string(d.Severity) + " " + d.Code
				if i := strings.LastIndex(d.Message, " (from"); i >= 0 {
					line += d.Message[i:]
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// The next deploy of an up-to-date account lacks nothing of a long past.
func TestValidateNext(t *testing.T) {
	t.Parallel()
	r := migrate.Request{Project: migratetest.Project(t, "chat", "", deleted), Exports: []string{"C"}}
	if list := migrate.ValidateNext(r); len(list) > 0 {
		t.Errorf("%v", list)
	}
	r.Exports = []string{}
	if list := migrate.ValidateNext(r); len(list) != 1 || list[0].Severity != diag.Error {
		t.Errorf("%v", list)
	}
}

// Problems of the project are part of the plan and prevent applying it; what both
// report for one place is reported once.
func TestProblemsOfOthers(t *testing.T) {
	t.Parallel()
	p := migratetest.Project(t, "chat", "", `{"migrations":[{"tag":"","new_sqlite_classes":["A"]}]}`)
	var list diag.List
	list.Errorf(p.Migrations[0].Tag.Pos, "config", "the tag is empty")
	list.Errorf(diag.Pos{File: "index.ts", Line: 1}, "bundle", "it does not build")
	plan := migrate.NewPlan(migrate.Request{Project: p, Problems: list})
	if diff := cmp.Diff([]string{"error bundle", "error config"}, migratetest.Codes(plan)); diff != "" || plan.Err() == nil {
		t.Errorf("(-want +got):\n%s", diff)
	}
	p = migratetest.Project(t, "chat", "", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]}]}`)
	if plan := migrate.NewPlan(migrate.Request{Project: p, Problems: list}); len(plan.Steps) > 0 || !plan.Empty() {
		t.Errorf("a plan for faulty source has steps: %v", migratetest.Steps(plan))
	}
}

// TestRules looks for every code of a diagnostic in this package.
func TestRules(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{"unknown-key": true, "rename-source-missing": true} // package config's, and one in a variable
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 2 {
				return true
			}
			switch f := call.Fun.(type) {
			case *ast.SelectorExpr:
				if n := f.Sel.Name; n != "errorf" && n != "warnf" && n != "hostablef" {
					return true
				}
			case *ast.Ident:
				if f.Name != "report" {
					return true
				}
			}
			if lit, ok := call.Args[1].(*ast.BasicLit); ok {
				code, _ := strconv.Unquote(lit.Value)
				used[code] = true
			}
			return true
		})
	}
	for code := range used {
		if migrate.RuleText(code) == "" {
			t.Errorf("nothing says what %s is about", code)
		}
	}
	if len(used) < 40 {
		t.Errorf("only %d codes were found", len(used))
	}
}
