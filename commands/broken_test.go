package commands_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// If a configuration does not parse, its Worker is unknown. The objects are still shown
// if there is only one Worker, together with the problem.
func TestBrokenConfiguration(t *testing.T) {
	t.Parallel()
	const whole = `{"name":"chat","main":"index.js","compatibility_date":"2026-10-01","durable_objects":{"bindings":[{"name":"ROOM","class_name":"Room"}]},"migrations":[{"tag":"v1","new_sqlite_classes":["Room"]}]}`
	project := func(t *testing.T) string {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "wrangler.jsonc"), whole)
		write(t, filepath.Join(dir, "index.js"), "export class Room {}\nexport default {}")
		write(t, filepath.Join(dir, "lobby.sql"), "CREATE TABLE t (x);\nINSERT INTO t VALUES (7);\n")
		for _, line := range []string{"migrate", "import Room/lobby lobby.sql"} {
			if _, stderr, code := runIn(dir, strings.Fields(line)...); code != 0 {
				t.Fatal(stderr)
			}
		}
		write(t, filepath.Join(dir, "wrangler.jsonc"), whole[:len(whole)-20])
		return dir
	}
	const problem = "wrangler.jsonc:1:"
	for name, c := range map[string]struct {
		change func(dir string) error
		args   []string
		stdout string // "": the command fails
	}{
		"list":           {nil, []string{"objects"}, "lobby"},
		"sql":            {nil, []string{"sql", "lobby", "SELECT x FROM t"}, "7"},
		"no ledger":      {func(dir string) error { return os.Remove(filepath.Join(dir, ".wrangler/state/dotool/ledger.json")) }, []string{"objects"}, "lobby"},
		"an environment": {nil, []string{"objects", "-e", "staging"}, ""},
		"two Workers": {func(dir string) error {
			write(t, filepath.Join(dir, "other", "wrangler.jsonc"), strings.Replace(whole, "chat", "other", 1))
			write(t, filepath.Join(dir, "other", "index.js"), "export class Room {}\nexport default {}")
			_, stderr, code := runIn(filepath.Join(dir, "other"), "migrate", "--persist-to", filepath.Join(dir, ".wrangler", "state"))
			if code != 0 {
				t.Error(stderr)
			}
			return nil
		}, []string{"sql", "lobby", "SELECT x FROM t"}, ""},
		"two Workers, no ledger": {func(dir string) error {
			write(t, filepath.Join(dir, ".wrangler/state/v3/do/other-Room/x"), "")
			return os.Remove(filepath.Join(dir, ".wrangler/state/dotool/ledger.json"))
		}, []string{"objects"}, ""},
		"migrate": {nil, []string{"migrate"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := project(t)
			if c.change != nil {
				if err := c.change(dir); err != nil {
					t.Fatal(err)
				}
			}
			stdout, stderr, code := runIn(dir, c.args...)
			if strings.Count(stderr, problem) != 1 || (code == 0) != (c.stdout != "") || !strings.Contains(stdout, c.stdout) {
				t.Errorf("exit %d, %q, %s", code, stdout, stderr)
			}
		})
	}
	dir := project(t)
	if _, stderr, _ := runIn(dir, "runtime", "path"); strings.Count(stderr, problem) != 1 {
		t.Errorf("runtime path: %s", stderr)
	}
	if _, stderr, code := runIn(dir, "runtime", "path", "-c", "nowhere.toml"); code != 1 || !strings.Contains(stderr, "nowhere.toml: no such file") {
		t.Errorf("runtime path of no configuration: %d, %s", code, stderr)
	}
}
