package mock_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/bundle"
	"github.com/dotool-dev/dotool/devserver/test/mock"
	"github.com/dotool-dev/dotool/devserver/test/vitest"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/devserver/workerd/workerdtest"
)

// TestMocks runs files of tests inside workerd.
func TestMocks(t *testing.T) { runAll(t, "testdata/mocks.txtar") }

// TestModules runs more of them.
func TestModules(t *testing.T) { runAll(t, "testdata/modules.txtar") }

func runAll(t *testing.T, from string) {
	t.Helper()
	t.Parallel()
	archive, err := txtar.ParseFile(from)
	if err != nil {
		t.Fatal(err)
	}
	p := project(t, archive)
	runner, err := os.ReadFile("testdata/runner.js")
	if err != nil {
		t.Fatal(err)
	}
	mocker, err := os.ReadFile("../world/mocker.js")
	if err != nil {
		t.Fatal(err)
	}
	modules := []workerd.Module{
		{Name: "runner.js", Kind: workerd.ESM, Content: runner},
		{Name: "mocker.js", Kind: workerd.ESM, Content: mocker},
		{Name: "vitest.js", Kind: workerd.ESM, Content: []byte(vitest.Module)},
	}
	built := map[string]*bundle.Bundle{}
	for _, f := range archive.Files {
		if !strings.HasSuffix(f.Name, ".test.ts") {
			continue
		}
		name := strings.TrimSuffix(filepath.Base(f.Name), ".test.ts")
		files := map[string]string{"main": p.MainPath(), "file": filepath.Join(p.Dir, filepath.FromSlash(f.Name))}
		if name == "setup" {
			files["setup"] = filepath.Join(p.Dir, "test", "setup.ts")
		}
		g, list := mock.New(p, name+".js", files, map[string]string{"vitest": "./vitest.js"})
		t.Cleanup(g.Close)
		b, more := g.Build()
		if b == nil {
			t.Fatalf("%s: %v%v", f.Name, list, more)
		}
		built[name] = b
		modules = append(modules, workerd.Module{Name: name + ".js", Kind: workerd.ESM, Content: b.Modules[0].Code})
	}
	get := workerdtest.Serve(t, &workerd.Config{Workers: []workerd.Worker{{
		Name: "user", CompatibilityDate: "2026-06-01", CompatibilityFlags: []string{"nodejs_compat"}, Modules: modules,
	}}})
	for name, b := range built {
		var got struct {
			Passed []string
			Failed map[string][]string
			Errors []string
			Inline map[string][]any
			Thrown string
		}
		text := get("/" + name + ".js")
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatal(err, text)
		}
		for test, errors := range got.Failed {
			t.Errorf("%s: %s: %s", name, test, strings.Join(errors, "\n"))
		}
		if len(got.Passed) == 0 || len(got.Errors) > 0 {
			t.Errorf("%s: %d passed; errors outside of tests: %s", name, len(got.Passed), strings.Join(got.Errors, "\n"))
		}
		if name == "positions" {
			positions(t, p, b, got.Thrown, got.Inline)
		}
	}
}

// positions checks where an error and the matcher of an inline snapshot are said to be.
func positions(t *testing.T, p *config.Project, b *bundle.Bundle, stack string, inline map[string][]any) {
	t.Helper()
	file := filepath.Join(p.Dir, "test", "positions.test.ts")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	column := func(line int, what string) int {
		before, _, _ := strings.Cut(lines[line-1], what)
		return len(utf16.Encode([]rune(before))) + 1
	}
	m := regexp.MustCompile(`positions\.js:(\d+):(\d+)`).FindStringSubmatch(stack)
	if m == nil {
		t.Fatal(stack)
	}
	line, _ := strconv.Atoi(m[1])
	at, _ := strconv.Atoi(m[2])
	want := diag.Pos{File: file, Line: 4, Column: column(4, "new Error")}
	if got, _ := b.Map.Source(b.Main(), line, at); got != want {
		t.Errorf("the error comes from %v, not %v", got, want)
	}
	if len(inline) != 1 {
		t.Errorf("%d inline snapshots: %v", len(inline), inline)
	}
	for _, got := range inline {
		if want := []any{file, 5.0, float64(column(5, "toMatchInlineSnapshot"))}; !slices.Equal(got, want) {
			t.Errorf("the inline snapshot is at %v, not %v", got, want)
		}
	}
}

// TestRefused is about calls that cannot be hoisted.
func TestRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ code, want string }{
		{"export const x = vi.hoisted(() => 1);", "3:18: Cannot export hoisted variable."},
		{"export default vi.hoisted(() => 1);", "3:16: Cannot export hoisted variable."},
		{"export default vi.mock('./a');", "3:16: Cannot export the result of \"vi.mock\"."},
		{"vi.mock('./a', () => { vi.hoisted(() => 1); return {}; });", "3:24: Cannot call vi.hoisted() inside vi.mock('./a'): both methods are hoisted"},
		{"vi.mock(", "4:1: Unexpected end of file"},
	} {
		p := project(t, txtar.Parse([]byte(`-- wrangler.jsonc --
{"name":"app","main":"index.ts","compatibility_date":"2026-06-01"}
-- index.ts --
export default {};
-- a.ts --
export const a = 1;
-- a.test.ts --
import { vi } from "vitest";

`+test.code+"\n")))
		g, list := mock.New(p, "test.js", map[string]string{"main": p.MainPath(), "file": filepath.Join(p.Dir, "a.test.ts")}, map[string]string{"vitest": "./vitest.js"})
		t.Cleanup(g.Close)
		b, more := g.Build()
		if list = append(list, more...); b != nil || len(list) != 1 {
			t.Errorf("%s: %v", test.code, list)
			continue
		}
		if got := fmt.Sprintf("%d:%d: %s", list[0].Pos.Line, list[0].Pos.Column, list[0].Message); !strings.HasPrefix(got, test.want) || filepath.Base(list[0].Pos.File) != "a.test.ts" {
			t.Errorf("%s: %s: %s", test.code, list[0].Pos.File, got)
		}
	}
}

// TestChanges is about files that begin to mock, and end it.
func TestChanges(t *testing.T) {
	t.Parallel()
	p := project(t, txtar.Parse([]byte(`-- wrangler.jsonc --
{"name":"app","main":"index.ts","compatibility_date":"2026-06-01"}
-- index.ts --
export { a } from "./a";
-- a.ts --
export const a = 1;
-- helper.ts --
import { vi } from "vitest";
-- a.test.ts --
import "./helper";
-- empty.ts --
`)))
	g, _ := mock.New(p, "test.js", map[string]string{"main": p.MainPath(), "file": filepath.Join(p.Dir, "a.test.ts")}, map[string]string{"vitest": "./vitest.js"})
	t.Cleanup(g.Close)
	for i, step := range []struct {
		file, code string
		mocked     bool
	}{
		{"empty.ts", "", false},
		{"helper.ts", "import { vi } from 'vitest'; vi.mock('./a', () => ({}));", true},
		{"helper.ts", "import { vi } from 'vitest'; vi.mock('./nowhere', () => ({}));", true},
		{"helper.ts", "export {};", false},
		{"a.test.ts", "vi.mock('./a', () => ({}));", true},
		{"a.test.ts", "export {};", false},
	} {
		if err := os.WriteFile(filepath.Join(p.Dir, step.file), []byte(step.code), 0o644); err != nil {
			t.Fatal(err)
		}
		b, list := g.Build()
		if b == nil {
			t.Fatal(list)
		}
		if mocked := strings.Contains(string(b.Modules[0].Code), "mocks_exports"); mocked != step.mocked {
			t.Errorf("step %d: there are mocks: %t\n%s", i, mocked, b.Modules[0].Code)
		}
	}
}

func project(t *testing.T, archive *txtar.Archive) *config.Project {
	t.Helper()
	dir := t.TempDir()
	for _, f := range archive.Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p, list, err := config.Load(config.Options{Dir: dir})
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	return p
}
