package config_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
)

// project writes a configuration to a folder of its own.
func project(wrangler string) (dir string, remove func()) {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "wrangler.jsonc"), []byte(wrangler), 0o644); err != nil {
		panic(err)
	}
	return dir, func() { os.RemoveAll(dir) }
}

// The problems of a configuration are a list of diagnostics with positions; only a
// configuration that does not exist or cannot be read is an error.
func ExampleLoad() {
	dir, remove := project(`{
  "name": "chat", "main": "src/index.ts", "compatibility_date": "2026-11-01",
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }, { "name": "LOBBY" }] },
  "env": { "staging": { "durable_objects": { "bindings": [] } } }
}`)
	defer remove()
	project, list, err := config.Load(config.Options{Dir: dir, Env: "staging", EnvSet: true})
	if err != nil {
		panic(err)
	}
	fmt.Println(project.Name.Value, "has", len(project.DurableObjects()), "classes bound")
	for _, d := range list {
		fmt.Printf("line %d: %s\n", d.Pos.Line, d.Message)
	}
	// Output:
	// chat-staging has 0 classes bound
	// line 3: durable_objects.bindings[1] has no "class_name"
	// line 4: env.staging.durable_objects lacks ROOM, LOBBY of the top level, and does not inherit from there
}

// Bindings are all bindings of the Worker; Of returns those of one product, as values
// of its type.
func ExampleOf() {
	dir, remove := project(`{
  "name": "chat", "main": "src/index.ts", "compatibility_date": "2026-11-01",
  "d1_databases": [{ "binding": "DB", "database_name": "users", "migrations_dir": "sql" }],
  "triggers": { "crons": ["0 * * * *"] },
  "ai": { "binding": "AI" }
}`)
	defer remove()
	project, _, err := config.Load(config.Options{Dir: dir})
	if err != nil {
		panic(err)
	}
	for _, b := range project.Bindings {
		fmt.Printf("line %d: %s %q\n", b.Common().Pos.Line, config.ProductOf(b).Title, b.Common().Name.Value)
	}
	for _, db := range config.Of[binding.D1](project) {
		fmt.Println("migrations of", db.DatabaseName.Value, "are in", db.MigrationsDir.Value)
	}
	// Output:
	// line 3: D1 Database "DB"
	// line 4: Cron Trigger ""
	// line 5: AI "AI"
	// migrations of users are in sql
}
