package lint_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/config/lint"
)

// TestResolve follows imports by the names that tsconfig.json and package.json give to files, and
// modules that import one another.
func TestResolve(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"package.json":          `{ "name": "app", "imports": { "#rooms/*": { "types": "./types/*.ts", "workerd": "./src/rooms/*.ts", "default": "./no/*.ts" }, "#one": "./src/one.js", "#dep": "left-pad" } }`,
		"other.json":            `{ "compilerOptions": { "strict": true } }`,
		"base.json":             `{ "compilerOptions": { "baseUrl": "./src", "paths": { "@/*": ["./missing/*", "./at/*"], "@/deep/*": ["deep/*"], "exact": ["exact.ts"] } } }`,
		"tsconfig.json":         "{ \"extends\": [\"./base\", \"./other.json\"], /* a comment */ }",
		"src/index.ts":          `import "#rooms/a"; import "#one"; import "#dep"; import "@/b"; import "@/deep/c"; import "exact"; import "plain/d"; import "left-pad"; import "./circle"; import type { T } from "./types";`,
		"src/rooms/a.ts":        "",
		"src/one.ts":            "",
		"src/at/b.ts":           "",
		"src/deep/c/index.ts":   "",
		"src/exact.ts":          "",
		"src/plain/d.tsx":       "",
		"src/circle.ts":         `import { b } from "./round"; export const a = b; export * from "./round"; export class A extends b {}`,
		"src/round.ts":          `import { a } from "./circle"; export const b = a; export * from "./circle"; export class B extends A {}`,
		"src/types.ts":          "",
		"node_modules/e/e.ts":   "",
		"src/node_modules/x.ts": "",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := lint.Load("", filepath.Join(dir, "src", "index.ts"))
	var got []string
	for path := range p.Files {
		rel, _ := filepath.Rel(dir, path)
		got = append(got, filepath.ToSlash(rel))
	}
	slices.Sort(got)
	want := "src/at/b.ts src/circle.ts src/deep/c/index.ts src/exact.ts src/index.ts src/one.ts src/plain/d.tsx src/rooms/a.ts src/round.ts"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("followed %s\nwant %s", s, want)
	}
	if found := lint.Check(p, nil); len(found) > 0 {
		t.Errorf("found %v", found)
	}
}

// TestWorkspace follows links to packages of the same workspace, but not to others, and to no code
// that was built.
func TestWorkspace(t *testing.T) {
	t.Parallel()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"app/src/index.ts":                        `import "@own/rooms"; import "@own/rooms/sub/a"; import "plain"; import "plain/src/more"; import "made"; import "other"; import "copied";`,
		"packages/rooms/package.json":             `{ "exports": { ".": { "types": "./index.d.ts", "import": "./src/index.ts" }, "./sub/*": "./src/*.ts" } }`,
		"packages/rooms/src/index.ts":             "",
		"packages/rooms/src/a.ts":                 "",
		"packages/plain/package.json":             `{ "main": "./lib/plain.ts" }`,
		"packages/plain/lib/plain.ts":             "",
		"packages/plain/src/more.js":              "",
		"packages/made/package.json":              `{ "main": "./dist/index.js" }`,
		"packages/made/dist/index.js":             "",
		"node_modules/.pnpm/other/other/index.js": "",
		"node_modules/copied/index.js":            "",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{
		"app/node_modules/@own/rooms": "packages/rooms", "node_modules/plain": "packages/plain", "node_modules/made": "packages/made", "node_modules/other": "node_modules/.pnpm/other/other",
	} {
		path := filepath.Join(dir, filepath.FromSlash(link))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.Join(dir, filepath.FromSlash(to)), path); err != nil {
			t.Skip(err)
		}
	}
	p := lint.Load("", filepath.Join(dir, "app", "src", "index.ts"))
	var got []string
	for path := range p.Files {
		rel, _ := filepath.Rel(dir, path)
		got = append(got, filepath.ToSlash(rel))
	}
	slices.Sort(got)
	want := "app/src/index.ts packages/plain/lib/plain.ts packages/plain/src/more.js packages/rooms/src/a.ts packages/rooms/src/index.ts"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("followed %s\nwant %s", s, want)
	}
}
