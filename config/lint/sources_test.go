package lint_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/dotool-dev/dotool/config/lint"
)

// A file is parsed again when its text has changed, on disk or in an editor, and not before.
func TestSources(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	entry, other := write("index.ts", `import "./other"; import "./missing";`), write("other.ts", "export const a = 1;")
	open := map[string]string{}
	sources := &lint.Sources{Open: func(path string) (string, bool) { text, ok := open[path]; return text, ok }}
	load := func() (*lint.Project, []string) {
		p := sources.Load(context.Background(), "", entry)
		return p, sources.Sweep()
	}

	first, asked := load()
	for _, want := range []string{entry, other, filepath.Join(dir, "missing.ts"), filepath.Join(dir, "missing", "index.js")} {
		if !slices.Contains(asked, want) {
			t.Errorf("%s is not in %q", want, asked)
		}
	}
	second, _ := load()
	if first.Files[entry] != second.Files[entry] || first.Files[other] != second.Files[other] {
		t.Error("parsed again without a change")
	}
	write("other.ts", "export const a = 2;")
	third, _ := load()
	if third.Files[entry] != second.Files[entry] || third.Files[other].Text != "export const a = 2;" {
		t.Error("a change on disk")
	}
	open[other] = "export const ="
	fourth, _ := load()
	if fourth.Files[other] != nil || len(fourth.Notes) != 1 || fourth.Notes[0].Pos.File != other {
		t.Errorf("a text that cannot be parsed: %+v", fourth.Notes)
	}
	open[filepath.Join(dir, "missing.ts")] = "export {};" // not saved yet
	delete(open, other)
	if fifth, _ := load(); len(fifth.Files) != 3 {
		t.Errorf("%d files", len(fifth.Files))
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if p := sources.Load(ctx, "", entry); len(p.Files) != 0 {
		t.Error("not cancelled")
	}
}
