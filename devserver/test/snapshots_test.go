package test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/dotool-dev/dotool/devserver/test/result"
)

// TestSnapshots writes snapshots into files and into the source, and mocks what an object
// imports.
func TestSnapshots(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/snapshots.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := project(t, string(text))
	want := map[string]string{}
	for _, f := range txtar.Parse(text).Files {
		want[f.Name] = string(f.Data)
	}
	o := options(dir)
	file := filepath.Join(dir, "test", "a.test.ts")
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return err.Error()
		}
		return string(text)
	}
	same := func(when string) {
		t.Helper()
		for name, want := range want {
			if name, ok := strings.CutPrefix(name, "want/"); ok {
				if diff := cmp.Diff(want, read(name)); diff != "" {
					t.Errorf("%s: %s: %s", when, name, diff)
				}
			}
		}
	}
	run := func(update Update) (string, result.Snapshots) {
		t.Helper()
		var all result.Run
		var snapshots result.Snapshots
		states := []string{}
		if err := runFiles(t.Context(), o, Selection{Files: []string{file}, Update: update}, func(e result.Event) {
			all.Add(e)
			switch e := e.(type) {
			case result.Finished:
				states = append(states, string(e.Result.State))
			case result.Done:
				snapshots = e.Snapshots
			}
		}); err != nil {
			t.Fatal(err)
		}
		return strings.Join(states, " "), snapshots
	}

	if got, s := run(Strict); got != "pass fail fail" || read("test/a.test.ts") != want["test/a.test.ts"] || s.Added != 0 {
		t.Errorf("as in CI: %s, %+v, %s", got, s, read("test/a.test.ts"))
	}
	if got, s := run(New); got != "pass pass pass" || s.Added != 9 {
		t.Errorf("new: %s, %+v", got, s)
	}
	same("new")
	if got, s := run(Strict); got != "pass pass pass" || s.Matched != 9 {
		t.Errorf("again: %s, %+v", got, s)
	}
	same("again")
	changed := strings.NewReplacer("step: () => 10", "step: () => 11", `.toBe(10)`, `.toBe(11)`, `.toBe(20)`, `.toBe(22)`, `toMatchSnapshot("with a name")`, `toMatchSnapshot("with another name")`)
	if err := os.WriteFile(file, []byte(changed.Replace(read("test/a.test.ts"))), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, s := run(New); got != "pass fail pass" || s.Unmatched != 1 || len(s.Obsolete) != 1 || s.Added != 1 {
		t.Errorf("changed: %s, %+v", got, s)
	}
	if got, s := run(All); got != "pass pass pass" || s.Updated != 2 {
		t.Errorf("update: %s, %+v", got, s)
	}
	for name, text := range want {
		if strings.HasPrefix(name, "want/") {
			want[name] = strings.NewReplacer("Snapshot(`10`)", "Snapshot(`11`)", "Snapshot(`20`)", "Snapshot(`22`)").Replace(changed.Replace(strings.ReplaceAll(text, "with a name", "with another name")))
		}
	}
	same("update")
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
}
