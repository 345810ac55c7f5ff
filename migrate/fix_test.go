package migrate_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dotool/config"
	"dotool/migrate"
)

// The fix for a class without a lifecycle works with the project's own
// wrangler: exports came with 4.107.
func TestFixFitsWrangler(t *testing.T) {
	t.Parallel()
	for pkg, exports := range map[string]bool{
		"":                    true,
		`{"dependencies":{}}`: true,
		`{"devDependencies":{"wrangler":"latest"}}`:          true,
		`{"devDependencies":{"wrangler":"*"}}`:               true,
		`{"devDependencies":{"wrangler":"^4.107.0"}}`:        true,
		`{"devDependencies":{"wrangler":"4.164.0"}}`:         true,
		`{"dependencies":{"wrangler":"npm:wrangler@5.0.1"}}`: true,
		`{"dependencies":{"wrangler":"4"}}`:                  false,
		`{"dependencies":{"wrangler":"^4.106.9"}}`:           false,
		`{"devDependencies":{"wrangler":"~3.90.0"}}`:         false,
		`{"devDependencies":{"wrangler":">=3 <5"}}`:          false,
		`{"optionalDependencies":{"wrangler":"v2.1"}}`:       false,
		`{"devDependencies":{"wrangler":"catalog:"}}`:        false,
	} {
		for _, installed := range []string{"", "4.20.1", "4.110.0"} {
			for _, file := range []string{"wrangler.jsonc", "wrangler.toml"} {
				root := t.TempDir()
				dir := filepath.Join(root, "apps", "chat")
				put := func(path, text string) {
					if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				text := `{"name":"chat","main":"i.js","compatibility_date":"2026-10-01","durable_objects":{"bindings":[{"name":"ROOM","class_name":"Room"}]}}`
				if file == "wrangler.toml" {
					text = "name = \"chat\"\nmain = \"i.js\"\ncompatibility_date = \"2026-10-01\"\n[[durable_objects.bindings]]\nname = \"ROOM\"\nclass_name = \"Room\"\n"
				}
				put(filepath.Join(dir, file), text)
				if pkg != "" {
					put(filepath.Join(root, "package.json"), pkg)
				}
				want := exports
				if installed != "" {
					put(filepath.Join(root, "node_modules", "wrangler", "package.json"), `{"version":"`+installed+`"}`)
					want = installed == "4.110.0"
				}
				p, list, err := config.Load(config.Options{Dir: dir})
				if err != nil || list.HasErrors() {
					t.Fatal(err, list)
				}
				plan := migrate.NewPlan(migrate.Request{Project: p, Exports: []string{"Room"}})
				if len(plan.Diagnostics) != 1 || strings.Contains(plan.Diagnostics[0].Fix, "exports") != want || strings.Contains(plan.Diagnostics[0].Fix, "migrations") == want {
					t.Errorf("%s, %q installed, %s: got %+v", pkg, installed, file, plan.Diagnostics)
				}
			}
		}
	}
}

// The fix for a class without a lifecycle goes with what the rest of the
// configuration says.
func TestFixFitsConfiguration(t *testing.T) {
	t.Parallel()
	for rest, fix := range map[string]string{
		`"migrations":[{"tag":"v1","new_sqlite_class":["Room"]}]`:                          `did you mean "new_sqlite_classes"?`,
		`"migrations":[{"tag":"v1","new_clases":["Room"]}]`:                                `did you mean "new_classes"?`,
		`"migrations":[{"tag":"v1","new_sqlite_clases":["Other"]}]`:                        `append to migrations: { "tag": "v2"`,
		`"env":{"prod":{"migrations":[{"tag":"v1","new_sqlite_classes":["Room"]}]}}`:       `add "migrations": [`,
		`"env":{"prod":{"vars":{}}}`:                                                       `add "exports": {`,
		`"env":{"prod":{"exports":{"Room":{"type":"durable-object","storage":"sqlite"}}}}`: `add "exports": {`,
	} {
		dir := t.TempDir()
		text := `{"name":"chat","main":"i.js","compatibility_date":"2026-10-01","durable_objects":{"bindings":[{"name":"ROOM","class_name":"Room"}]},` + rest + `}`
		if err := os.WriteFile(filepath.Join(dir, "wrangler.jsonc"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		p, _, err := config.Load(config.Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		plan := migrate.NewPlan(migrate.Request{Project: p, Exports: []string{"Room"}})
		if len(plan.Diagnostics) == 0 || !strings.Contains(plan.Diagnostics[0].Fix, fix) {
			t.Errorf("%s: got %+v", rest, plan.Diagnostics)
		}
	}
}
