package commands

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/dotool-dev/dotool/commands/checker"
	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
)

// A file that changed after it was checked is not fixed: the fix would be at another place.
func TestFixOfChangedFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "wrangler.json")
	text := `{ "name": "a" }`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c := &checker.Checker{Targets: []checker.Target{{Config: config.Options{Dir: dir}}}}
	found, err := c.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Findings) == 0 {
		t.Fatal("there is nothing to fix")
	}
	edited := "// " + text + "\n" + text
	if err := os.WriteFile(file, []byte(edited), 0o600); err != nil {
		t.Fatal(err)
	}
	env := &local.Project{Env: &ui.Env{Dir: dir}}
	if _, err := fixAll(t.Context(), env, checkOptions{}, c, found); err == nil {
		t.Error("it was fixed")
	}
	if got, _ := os.ReadFile(file); string(got) != edited {
		t.Errorf("the file contains %s", got)
	}
}
