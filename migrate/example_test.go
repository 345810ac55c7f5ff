package migrate_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/migrate"
)

// The effect of a list of migrations on a fresh state, and its errors
// afterwards. Planning touches no file.
func ExampleNewPlan() {
	dir, err := os.MkdirTemp("", "example-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "wrangler.jsonc")
	if err := os.WriteFile(file, []byte(`{
		"name": "chat", "main": "index.js", "compatibility_date": "2026-11-01",
		"durable_objects": { "bindings": [{ "name": "ROOMS", "class_name": "Room" }] },
		"migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room"] }],
	}`), 0o600); err != nil {
		panic(err)
	}
	project, _, err := config.Load(config.Options{Dir: dir})
	if err != nil {
		panic(err)
	}
	plan := migrate.NewPlan(migrate.Request{Project: project, Exports: []string{"Room"}})
	for _, step := range plan.Steps {
		fmt.Println(step.Kind, step.Class, "in", step.Key)
	}

	// Once it has been applied, the class cannot be removed from the code.
	plan = migrate.NewPlan(migrate.Request{Project: project, Exports: []string{}, Ledger: plan.Ledger()})
	for _, d := range plan.Diagnostics {
		fmt.Println(d.Code)
	}
	// Output:
	// create Room in chat-Room
	// bound-not-exported
}
