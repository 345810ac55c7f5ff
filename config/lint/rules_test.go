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

	"github.com/dotool-dev/dotool/config/lint"
	"github.com/dotool-dev/dotool/config/lint/rule"
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

// TestBrokenRule has a rule with a bug, which hides nothing that the others find.
func TestBrokenRule(t *testing.T) {
	t.Parallel()
	p := load("testdata/rules/C02-bad-two-puts")
	broken := rule.New("X01", "broken", lint.Hint, "", "", func(*rule.Pass) { panic("boo") })
	if all := lint.Check(p, []*lint.Rule{broken, lint.Find("C02")}); len(all) == 0 {
		t.Error("nothing was found")
	}
	if len(p.Notes) != 1 || p.Notes[0].Pos.File != p.Entry || !strings.Contains(p.Notes[0].Message, "X01") || !strings.Contains(p.Notes[0].Message, "boo") {
		t.Error(p.Notes)
	}
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

// TestGenerated checks modules beside generated ones: one is too large, one has a single line.
func TestGenerated(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	class := `export class %s extends DurableObject { find(w) { return this.ctx.storage.sql.exec("SELECT 1 WHERE a = '" + w + "'").one(); } }`
	head := `import { DurableObject } from "cloudflare:workers";`
	for name, text := range map[string]string{
		"index.js":   head + `import "./large.js"; import "./line.js"; import "./missing.js"; import data from "./data.json"; export * from "./index.js";` + "\n" + fmt.Sprintf(class, "A"),
		"large.js":   "export const a = [" + strings.Repeat("1234567,", 700_000) + "];" + head + fmt.Sprintf(class, "B"),
		"line.js":    head + "export const t=[" + strings.Repeat(`{a:"b",c:()=>{if(t)return 1}},`, 30_000) + "];" + fmt.Sprintf(class, "C"),
		"data.json":  "{}",
		"notused.js": "const = 1",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := lint.Load("", filepath.Join(dir, "index.js"))
	if got, want := found(p), []string{"S07 index.js:2", "S07 line.js:1"}; !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
	if len(p.Notes) != 1 || filepath.Base(p.Notes[0].Pos.File) != "large.js" || p.Notes[0].Message != "not checked: the file is larger than 2 MB" {
		t.Errorf("notes %v", p.Notes)
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
