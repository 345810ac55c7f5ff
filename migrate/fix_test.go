package migrate_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/migratetest"
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

// The fix for a class without a lifecycle matches the rest of the configuration.
func TestFixFitsConfiguration(t *testing.T) {
	t.Parallel()
	for rest, fix := range map[string]string{
		`"migrations":[{"tag":"v1","new_sqlite_class":["Room"]}]`:                    `did you mean "new_sqlite_classes"?`,
		`"migrations":[{"tag":"v1","new_clases":["Room"]}]`:                          `did you mean "new_classes"?`,
		`"migrations":[{"tag":"v1","new_sqlite_clases":["Other"]}]`:                  `append to migrations: { "tag": "v2"`,
		`"env":{"prod":{"migrations":[{"tag":"v1","new_sqlite_classes":["Room"]}]}}`: `add "migrations": [`,
		`"migrations":"v1"`:          `add "migrations": [`,
		`"env":{"prod":{"vars":{}}}`: `add "exports": {`,
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

// A lifecycle of the wrong shape is one problem with one fix, after which a plan works.
func TestOneFixForShape(t *testing.T) {
	t.Parallel()
	const (
		sqlite   = `"migrations":[{"tag":"v1","new_sqlite_classes":["Room"]}]`
		renamed  = `"migrations":[{"tag":"v1","new_sqlite_classes":["Old"]},{"tag":"v2","renamed_classes":[{"from":"Old","to":"Room"}]}]`
		declared = `"exports":{"Room":{"type":"durable-object","storage":"sqlite"}}`
		steps    = "[[migrations]]\ntag = \"v1\"\nnew_sqlite_classes = [\"Room\"]\n"
	)
	for _, tt := range []struct{ wrong, fix, right string }{
		{`"migrations":[{"tag":"v1","new_sqlite_classes":"Room"}]`, `write ["Room"]`, sqlite},
		{`"migrations":[{"tag":"v1","new_classes":"Room"}]`, `write ["Room"]`, strings.Replace(sqlite, "sqlite_", "", 1)},
		{`"migrations":[{"tag":"v1","new_sqlite_classes":{"Room":true}}]`, `write ["Room"]`, sqlite},
		{`"migrations":[{"tag":"v1","new_sqlite_classes":[["Room"]]}]`, `write ["Room"]`, sqlite},
		{`"migrations":[{"tag":"v1","new_sqlite_classes":[{"name":"Room"}]}]`, `write ["Room"]`, sqlite},
		{`"migrations":[{"tag":"v1","new_sqlite_classes":"Room, Hall"}]`, `write ["Room", "Hall"]`, `"migrations":[{"tag":"v1","new_sqlite_classes":["Room", "Hall"]}]`},
		{`"migrations":[{"tag":1,"new_sqlite_classes":["Room"]}]`, `write "1"`, strings.Replace(sqlite, "v1", "1", 1)},
		{`"migrations":{"tag":"v1","new_sqlite_classes":["Room"]}`, `it is a list of steps: write "migrations": [{ … }]`, sqlite},
		{`"migrations":{"new_sqlite_classes":["Room"]}`, `with "tag": "v1"`, sqlite},
		{`"migrations":{"v1":{"new_sqlite_classes":["Room"]}}`, `with "tag": "v1"`, sqlite},
		{`"migrations":["Room"]`, `write { "tag": "v1", "new_sqlite_classes": ["Room"] }`, sqlite},
		{strings.Replace(renamed, `[{"from":"Old","to":"Room"}]`, `{"from":"Old","to":"Room"}`, 1), `write [{ … }]`, renamed},
		{strings.Replace(renamed, `[{"from":"Old","to":"Room"}]`, `{"Old":"Room"}`, 1), `write [{ "from": "Old", "to": "Room" }]`, renamed},
		{strings.Replace(renamed, `[{"from":"Old","to":"Room"}]`, `[["Old","Room"]]`, 1), `write [{ "from": "Old", "to": "Room" }]`, renamed},
		{`"exports":["Room"]`, `write { "Room": { "type": "durable-object", "storage": "sqlite" } }`, declared},
		{`"exports":{"Room":"sqlite"}`, `write "Room": { "type": "durable-object", "storage": "sqlite" }`, declared},
		{`"exports":{"Room":{"storage":"sqlite"}}`, `add "type": "durable-object"`, declared},
		{`"exports":{"Room":{"type":"DurableObject","storage":"sqlite"}}`, `did you mean "durable-object"?`, declared},

		{"[migrations]\ntag = \"v1\"\nnew_sqlite_classes = [\"Room\"]\n", "it is a list of steps: write [[migrations]]", steps},
		{"[migrations]\nnew_sqlite_classes = [\"Room\"]\n", "with tag = \"v1\"", steps},
		{"[migrations.v1]\nnew_sqlite_classes = [\"Room\"]\n", "write [[migrations]], with tag = \"v1\"", steps},
		{"[[migrations.v1]]\nnew_sqlite_classes = [\"Room\"]\n", "write [[migrations]], with tag = \"v1\"", steps},
		{"[[migration.v1]]\nnew_sqlite_classes = [\"Room\"]\n", "rename it to [[migrations]], with tag = \"v1\"", steps},
		{"[migration.v1]\nnew_sqlite_classes = [\"Room\"]\n", "rename it to [[migrations]], with tag = \"v1\"", steps},
		{"[[migration]]\ntag = \"v1\"\nnew_sqlite_classes = [\"Room\"]\n", "rename it to [[migrations]]", steps},
		{"[[durable_objects.migrations.v1]]\nnew_sqlite_classes = [\"Room\"]\n", "move it to top-level [[migrations]], with tag = \"v1\"", steps},
		{"[[migrations]]\ntag = \"v1\"\nnew_sqlite_classes = \"Room\"\n", `write ["Room"]`, steps},
		{"[[migrations]]\ntag = \"v1\"\n[migrations.new_sqlite_classes]\nRoom = true\n", `write ["Room"]`, steps},
		{"[[migrations]]\ntag = \"v1\"\nnew_sqlite_classes = [\"Old\"]\n[[migrations]]\ntag = \"v2\"\n[migrations.renamed_classes]\nfrom = \"Old\"\nto = \"Room\"\n", "write [[migrations.renamed_classes]]",
			"[[migrations]]\ntag = \"v1\"\nnew_sqlite_classes = [\"Old\"]\n[[migrations]]\ntag = \"v2\"\n[[migrations.renamed_classes]]\nfrom = \"Old\"\nto = \"Room\"\n"},
		{"[exports]\nRoom = \"sqlite\"\n", `write Room = { type = "durable-object", storage = "sqlite" }`, "[exports]\nRoom = { type = \"durable-object\", storage = \"sqlite\" }\n"},
		{"[[exports]]\nclass = \"Room\"\n", "write\n[exports.Room]\n", "[exports.Room]\ntype = \"durable-object\"\nstorage = \"sqlite\"\n"},
		{"[[exports.Room]]\ntype = \"durable-object\"\nstorage = \"sqlite\"\n", "write [exports.Room]", "[exports.Room]\ntype = \"durable-object\"\nstorage = \"sqlite\"\n"},
	} {
		plan := func(rest string) diag.List {
			dir := t.TempDir()
			file, text := "wrangler.jsonc", `{"name":"chat","main":"i.js","compatibility_date":"2026-10-01","durable_objects":{"bindings":[{"name":"ROOM","class_name":"Room"}]},`+rest+`}`
			if rest[0] == '[' {
				file, text = "wrangler.toml", "name = \"chat\"\nmain = \"i.js\"\ncompatibility_date = \"2026-10-01\"\n[[durable_objects.bindings]]\nname = \"ROOM\"\nclass_name = \"Room\"\n"+rest
			}
			if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			p, problems, err := config.Load(config.Options{Dir: dir})
			if err != nil {
				t.Fatal(err)
			}
			return migrate.NewPlan(migrate.Request{Project: p, Exports: []string{"Room", "Hall"}, Problems: problems}).Diagnostics
		}
		fixes := map[string]bool{}
		for _, d := range plan(tt.wrong) {
			if i := strings.Index(d.Fix, "where it has no effect: "); i >= 0 { // at the binding, whose fix names the place
				d.Fix = d.Fix[i+len("where it has no effect: "):]
			}
			fixes[d.Fix] = true
		}
		for fix := range fixes {
			if len(fixes) > 1 || !strings.Contains(fix, tt.fix) {
				t.Errorf("%s: got %q, want %q", tt.wrong, fix, tt.fix)
			}
		}
		if len(fixes) == 0 {
			t.Errorf("%s: nothing is wrong", tt.wrong)
		}
		if l := plan(tt.right); len(l) > 0 {
			t.Errorf("%s: got %+v", tt.right, l)
		}
	}
}

// An invalid class name is not suggested.
func TestFixOfNoIdentifier(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"9x", "a-b", "my room", "Räum-1", "default"} {
		for _, text := range []string{
			`"exports":{"Old":{"type":"durable-object","state":"renamed","renamed_to":"NAME"}}`,
			`"exports":{"NAME":{"type":"durable-object","storage":"sqlite"}}`,
			`"migrations":[{"tag":"v1","new_sqlite_classes":["NAME"]}]`,
			`"migrations":[{"tag":"v1","new_sqlite_classes":["Old"]},{"tag":"v2","renamed_classes":[{"from":"Old","to":"NAME"}]}]`,
			`"durable_objects":{"bindings":[{"name":"X","class_name":"NAME"}]}`,
		} {
			dir := t.TempDir()
			text = `{"name":"chat","main":"i.js","compatibility_date":"2026-10-01",` + strings.ReplaceAll(text, "NAME", name) + `}`
			if err := os.WriteFile(filepath.Join(dir, "wrangler.jsonc"), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			p, problems, err := config.Load(config.Options{Dir: dir})
			if err != nil {
				t.Fatal(err)
			}
			l := migrate.NewPlan(migrate.Request{Project: p, Exports: []string{"Room"}, Problems: problems}).Diagnostics
			if !l.HasErrors() {
				t.Errorf("%s: nothing is wrong", text)
			}
			for _, d := range l {
				if strings.Contains(d.Fix, "add") || strings.Contains(d.Fix, "export class") || strings.Contains(d.Fix, "append") {
					t.Errorf("%s: %s", text, d.Fix)
				}
			}
		}
	}
}

// A class that is not exported, and that the list creates by a slip of its name, needs
// an export and that name; a step of its own would leave the slip behind.
func TestFixOfSlipInMigration(t *testing.T) {
	t.Parallel()
	r := migrate.Request{Project: migratetest.Project(t, "chat", "", `{"durable_objects":{"bindings":[{"name":"ROOM","class_name":"Room"}]},"migrations":[{"tag":"v1","new_sqlite_classes":["Rooms"]}]}`), Exports: []string{}}
	r.Project.Main.Value = "i.js"
	var fixes []string
	for _, d := range migrate.NewPlan(r).Diagnostics {
		fixes = append(fixes, d.Fix)
	}
	want := []string{`export class Room from i.js, and write "Room" in place of "Rooms" in the migration`, `did you mean "Room", which is bound?`}
	if diff := cmp.Diff(want, fixes); diff != "" {
		t.Error(diff)
	}
}

func TestFixOfRenames(t *testing.T) {
	t.Parallel()
	ledger := ledgerOf("chat", "v1", map[string]migrate.Class{"Counter": {Key: "chat-Counter", Storage: migrate.SQLite}})
	for migrations, want := range map[string][]string{
		`{"tag":"v2","renamed_classes":[{"from":"Tally","to":"Counter"}]}`:                                                                                     {`the old name comes first: write { "from": "Counter", "to": "Tally" }`},
		`{"tag":"v2","new_sqlite_classes":["Tally"],"renamed_classes":[{"from":"Counter","to":"Tally"}]}`:                                                      {"take it out of new_sqlite_classes: the rename makes it"},
		`{"tag":"v2","new_classes":["Tally"],"transferred_classes":[{"from":"A","from_script":"b","to":"Tally"}]}, {"tag":"v3","deleted_classes":["Counter"]}`: {"take it out of new_classes: the transfer makes it"},
		`{"tag":"v2","renamed_classes":[{"from":"Counter","to":"Tally"}]}`:                                                                                     nil,
		// The first step was edited too.
		`{"tag":"v2","renamed_classes":[{"from":"Counter","to":"Tally"}]} `: {`restore it, and append the change as a new step with the tag "v3"`, "restore the steps that were edited or removed: wrangler runs the whole list before each upload"},
	} {
		first := "Counter"
		if strings.HasSuffix(migrations, " ") {
			first = "Tally"
		}
		r := migrate.Request{
			Project: migratetest.Project(t, "chat", "", `{"durable_objects":{"bindings":[{"name":"C","class_name":"Tally"}]},"migrations":[{"tag":"v1","new_sqlite_classes":["`+first+`"]},`+migrations+`]}`),
			Exports: []string{"Tally"}, Ledger: ledger,
		}
		var fixes []string
		for _, d := range migrate.NewPlan(r).Diagnostics {
			fixes = append(fixes, d.Fix)
		}
		if diff := cmp.Diff(want, fixes); diff != "" {
			t.Errorf("%s:\n%s", migrations, diff)
		}
	}
}

// A class that is gone beside one that has come was renamed, probably. The fix works.
func TestFixOfExports(t *testing.T) {
	t.Parallel()
	ledger := migrate.NewLedger()
	ledger.Workers["chat"] = &migrate.Worker{Mode: migrate.Exports, Classes: map[string]migrate.Class{"Counter": {Key: "chat-Counter", Storage: migrate.SQLite}}}
	plan := func(bindings, exports string) diag.List {
		return migrate.NewPlan(migrate.Request{
			Project: migratetest.Project(t, "chat", "", `{"durable_objects":{"bindings":[`+bindings+`]},"exports":{`+exports+`}}`),
			Exports: []string{"Tally"}, Ledger: ledger,
		}).Diagnostics
	}
	const tally = `"Tally": { "type": "durable-object", "storage": "sqlite" }`
	l := plan("", tally)
	tombstone := `"Counter": { "type": "durable-object", "state": "renamed", "renamed_to": "Tally" }`
	if len(l) != 1 || !strings.HasPrefix(l[0].Fix, `if it is "Tally" now, add to exports: `+tombstone+"; or, if its objects may be deleted, append ") {
		t.Errorf("got %+v", l)
	}
	if l := plan("", tally+","+tombstone); len(l) > 0 {
		t.Errorf("after the fix: %+v", l)
	}
	const counter = `"Counter": { "type": "durable-object", "state": "deleted" },`
	expecting := counter + `"Tally": { "type": "durable-object", "state": "expecting-transfer", "storage": "sqlite", "transfer_from": "src" }`
	l = plan(`{"name":"T","class_name":"Tally"}`, expecting)
	if len(l) != 1 || !strings.HasPrefix(l[0].Fix, "bind it only after the transfer: remove the binding") {
		t.Errorf("got %+v", l)
	}
	if l := plan("", expecting); len(l) > 0 {
		t.Errorf("after the fix: %+v", l)
	}
}
