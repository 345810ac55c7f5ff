package lint_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"dotool/config/lint"
)

var mark = regexp.MustCompile(`(?://|#)@([+-]\d+)? ([A-Z]\d+(?: [A-Z]\d+)*)\s*$`)

// wanted are the findings that the comments of a program announce.
func wanted(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for i, line := range strings.Split(string(data), "\n") {
			if m := mark.FindStringSubmatch(line); m != nil {
				off, _ := strconv.Atoi(m[1])
				for _, rule := range strings.Fields(m[2]) {
					all = append(all, fmt.Sprintf("%s %s:%d", rule, filepath.Base(path), i+1+off))
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

func load(dir string) *lint.Project {
	for _, c := range []string{"wrangler.jsonc", "wrangler.toml"} {
		file := filepath.Join(dir, c)
		data, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		main := regexp.MustCompile(`"?main"?\s*[:=]\s*"([^"]+)"`).FindSubmatch(data)
		if main == nil {
			return lint.Load(file, "")
		}
		return lint.Load(file, filepath.Join(dir, string(main[1])))
	}
	return nil
}

func found(p *lint.Project) (all []string) {
	for _, f := range lint.Check(p, nil) {
		all = append(all, fmt.Sprintf("%s %s:%d", f.Rule.ID, filepath.Base(f.Pos.File), f.Pos.Line))
	}
	slices.Sort(all)
	return all
}

// TestRules runs the programs of testdata/rules: what a comment //@ RULE announces is found at its
// line, and nothing else.
func TestRules(t *testing.T) {
	t.Parallel()
	root := os.Getenv("DOTOOL_RULES")
	if root == "" {
		root = "testdata/rules"
	}
	dirs, err := filepath.Glob(filepath.Join(root, "*-*"))
	if err != nil || len(dirs) == 0 {
		t.Fatal("no programs", err)
	}
	exact := 0
	for _, dir := range dirs {
		got, want := found(load(dir)), wanted(t, dir)
		if !slices.Equal(got, want) {
			t.Errorf("%s: found %v, want %v", filepath.Base(dir), got, want)
		} else {
			exact++
		}
	}
	t.Logf("%d of %d programs exact", exact, len(dirs))
}

// TestVariants runs programs that are written in other ways.
func TestVariants(t *testing.T) {
	t.Parallel()
	archive, err := txtar.ParseFile("testdata/variants.txtar")
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	files, err := txtar.FS(archive)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(root, files); err != nil {
		t.Fatal(err)
	}
	dirs, err := filepath.Glob(filepath.Join(root, "*"))
	if err != nil || len(dirs) == 0 {
		t.Fatal("no programs", err)
	}
	for _, dir := range dirs {
		if got, want := found(load(dir)), wanted(t, dir); !slices.Equal(got, want) {
			t.Errorf("%s: found %v, want %v", filepath.Base(dir), got, want)
		}
	}
}

// TestProjects checks our own projects.
func TestProjects(t *testing.T) {
	t.Parallel()
	dirs, err := filepath.Glob("../../testdata/projects/*")
	if err != nil || len(dirs) == 0 {
		t.Fatal("no projects", err)
	}
	for _, dir := range dirs {
		p := load(dir)
		if p == nil {
			continue
		}
		for _, f := range lint.Filter(p, lint.Check(p, nil), nil) {
			t.Errorf("%s:%d: %s: %s", f.Pos.File, f.Pos.Line, f.Rule.ID, f.Message)
		}
	}
}
