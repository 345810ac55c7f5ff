package lint_test

import (
	"os"
	"path/filepath"
	"testing"

	"dotool/config/lint"
)

// TestFixes makes every safe fix of the programs: the file still parses, the finding is gone,
// and nothing new is found.
func TestFixes(t *testing.T) {
	t.Parallel()
	dirs, err := filepath.Glob("testdata/rules/*-bad-*")
	if err != nil {
		t.Fatal(err)
	}
	fixed := 0
	for _, dir := range dirs {
		copied := t.TempDir()
		if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		p := load(copied)
		before := lint.Check(p, nil)
		safe := map[string]int{}
		for _, f := range before {
			if len(f.Edits) > 0 {
				safe[f.Rule.ID]++
			}
		}
		if len(safe) == 0 {
			continue
		}
		for range 3 {
			texts, n, err := lint.Apply(lint.Check(load(copied), nil))
			if err != nil {
				t.Fatal(err)
			}
			if n == 0 {
				break
			}
			fixed += n
			for file, text := range texts {
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		p = load(copied)
		for _, n := range p.Notes {
			t.Errorf("%s: the fix does not parse: %s", filepath.Base(dir), n.Message)
		}
		after := lint.Check(p, nil)
		if len(after) > len(before)-sum(safe) || len(p.Notes) > 0 {
			text, _ := os.ReadFile(p.Entry)
			t.Errorf("%s: still found after the fix: %v\n%s", filepath.Base(dir), found(p), text)
		}
		for _, f := range after {
			if len(f.Edits) > 0 {
				t.Errorf("%s: a fix is left: %s", filepath.Base(dir), f.Rule.ID)
			}
		}
	}
	t.Logf("%d fixes", fixed)
}

func sum(m map[string]int) (n int) {
	for _, k := range m {
		n += k
	}
	return n
}
