package bundle_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/bundle"
)

// settings lays out a configuration with more settings and files.
func settings(more, files string) string {
	return `-- wrangler.jsonc --
{ "name": "app", "main": "src/index.js", "compatibility_date": "2026-07-01", ` + more + ` }
` + files
}

// names are the names of the modules, each followed by its kind, with hashes replaced
// by "#".
func names(b *bundle.Bundle) []string {
	var all []string
	for _, m := range b.Modules {
		name := m.Name
		if len(name) > 41 && !strings.Contains(name[:40], "/") && !strings.Contains(name[:40], ".") {
			name = "#" + name[40:]
		}
		all = append(all, name+" "+[]string{"esm", "cjs", "text", "data", "wasm"}[m.Kind])
	}
	slices.Sort(all[1:])
	return all
}

func lines(dir string, list diag.List) []string {
	var all []string
	for _, d := range list {
		rel, _ := filepath.Rel(dir, d.Pos.File)
		all = append(all, fmt.Sprintf("%s:%d:%d %s %s: %s (%s)", filepath.ToSlash(rel), d.Pos.Line, d.Pos.Column, d.Severity, d.Code, d.Message, d.Fix))
	}
	return all
}

// The names and kinds are what wrangler deploy --dry-run makes of the same
// projects, but for a module imported from a folder below or beside base_dir:
// wrangler keeps the path as written, which then does not exist.
func TestModules(t *testing.T) {
	t.Parallel()
	const some = `
-- src/index.js --
import a from "./a.txt";
import "./lang/de.js";
import { deep } from "./deep/x.js";
export default { a, deep };
-- src/a.txt --
-- src/b.txt --
-- src/lang/de.js --
export default 1;
-- src/deep/x.js --
import de from "../lang/de.js";
import t from "../a.txt";
export const deep = [de, t];
-- src/.wrangler/tmp/z.txt --
-- src/node_modules/p/y.txt --
-- other/o.txt --
`
	tests := []struct {
		name, more, files string
		want              []string
		has               []string // in the main module
	}{
		{"bundled", `"rules": [{"type": "ESModule", "globs": ["**/*.js"]}]`, some, []string{"index.js esm", "#-a.txt text"}, nil},
		{
			"additional", `"find_additional_modules": true, "rules": [{"type": "ESModule", "globs": ["**/lang/*.js"]}]`, some,
			[]string{"index.js esm", "a.txt text", "b.txt text", "lang/de.js esm", "node_modules/p/y.txt text"},
			[]string{`from "./lang/de.js"`, `from "./a.txt"`},
		},
		{
			"base_dir", `"find_additional_modules": true, "base_dir": ".", "rules": [{"type": "ESModule", "globs": ["**/lang/*.js"]}, {"type": "Text", "globs": ["**/*.txt"]}]`, some,
			[]string{"index.js esm", "other/o.txt text", "src/a.txt text", "src/b.txt text", "src/lang/de.js esm", "src/node_modules/p/y.txt text"},
			[]string{`from "./src/lang/de.js"`, `from "./src/a.txt"`},
		},
		{
			"as is", `"no_bundle": true, "rules": [{"type": "ESModule", "globs": ["**/*.js"]}, {"type": "Text", "globs": ["*.txt"]}]`, some,
			[]string{"index.js esm", "a.txt text", "b.txt text", "deep/x.js esm", "lang/de.js esm"}, []string{`import "./lang/de.js"`},
		},
		{
			"as is alone", `"no_bundle": true, "find_additional_modules": false`, `
-- src/index.js --
export default { fetch() { return import("./a.txt") } };
-- src/a.txt --
`, []string{"index.js esm"}, nil,
		},
		{
			"preserve_file_names", `"preserve_file_names": true`, `
-- src/index.js --
import "./deep/x.js";
import a from "./a.txt";
export default { a };
-- src/a.txt --
-- src/deep/x.js --
import b from "../../sql/b.sql";
console.log(b);
-- sql/b.sql --
`, []string{"index.js esm", "a.txt text", "sql/b.sql text"}, []string{`from "./sql/b.sql"`, `from "./a.txt"`},
		},
		{
			"packages", `"rules": [{"type": "Text", "globs": ["**/*.md"], "fallthrough": true}]`, `
-- src/index.js --
import a from "p/docs/read.md";
import b from "p/inner.html";
import c from "p/hidden.wasm?module";
import d from "@/x.md";
export default { a, b, c, d };
-- tsconfig.json --
{ "compilerOptions": { "paths": { "@/*": ["./lib/*"] } } }
-- lib/x.md --
-- node_modules/p/package.json --
{ "name": "p", "exports": { "./docs/*": "./out/*", "./inner.html": "./out/in.html" } }
-- node_modules/p/out/read.md --
-- node_modules/p/out/in.html --
-- node_modules/p/hidden.wasm --
`, []string{"index.js esm", "#-hidden.wasm wasm", "#-in.html text", "#-read.md text", "#-x.md text"}, nil,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := project(t, settings(tt.more, tt.files))
			b, list := build(t, p)
			if len(list) > 0 {
				t.Fatal(list)
			}
			if d := cmp.Diff(tt.want, names(b)); d != "" {
				t.Error(d)
			}
			for _, want := range tt.has {
				if !strings.Contains(string(b.Modules[0].Code), want) {
					t.Errorf("no %s in\n%s", want, b.Modules[0].Code)
				}
			}
		})
	}
}

func TestAlias(t *testing.T) {
	t.Parallel()
	p := project(t, settings(`"alias": {"a": "./lib/a.ts", "b": "a", "page": "./lib/page.html", "./own": "./lib/a", "c": "c/real"}`, `
-- src/index.js --
import a from "a";
import below from "a/below";
import page from "page";
import own from "./own";
import c from "c";
export default { a, below, page, own, c };
-- lib/a.ts --
export default "aliased" as string;
-- lib/page.html --
-- node_modules/a/below.js --
export default "below";
-- node_modules/c/real.js --
export default "real";
`))
	b, list := build(t, p)
	if len(list) > 0 {
		t.Fatal(lines(p.Dir, list))
	}
	if d := cmp.Diff([]string{"index.js esm", "#-page.html text"}, names(b)); d != "" {
		t.Error(d)
	}
	for _, want := range []string{`"aliased"`, `"below"`, `"real"`} {
		if !strings.Contains(string(b.Modules[0].Code), want) {
			t.Errorf("no %s in\n%s", want, b.Modules[0].Code)
		}
	}
}

func TestModuleProblems(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, more, source string
		want               []string
	}{
		{"hidden default", `"rules": [{"type": "Text", "globs": ["**/*.md"]}]`, `import a from "./a.txt"; export default a;`, []string{
			`src/index.js:1:15 error import: the rule for Text that matches "./a.txt" has no effect: another one for Text comes before it (set "fallthrough": true in the first rule for Text)`,
		}},
		{"alias to nowhere", `"alias": {"x": "./nowhere"}`, `import x from "x"; export default x;`, []string{
			`src/index.js:1:15 error import: Could not resolve "./nowhere" ()`,
		}},
		{"wrangler 1", `"vars": {}`, `import a from "a.txt"; export default a;`, []string{
			`src/index.js:1:15 warning import: "a.txt" is read as "./a.txt", as wrangler still does (write "./a.txt")`,
		}},
		{"a file to wait for", `"rules": [{"type": "Text", "globs": ["**/*.fifo"]}]`, `import a from "./folder.fifo"; export default a;`, []string{
			`src/index.js:1:15 error import: could not resolve "./folder.fifo" ()`,
		}},
		{"as is, nothing", `"no_bundle": true`, `addEventListener("fetch", () => {});`, []string{
			`wrangler.jsonc:1:26 error service-worker: src/index.js exports nothing: Durable Objects need a Worker in ES module format (export default { fetch(request, env, ctx) { … } }, and export each class, in place of addEventListener)`,
		}},
		{"as is, JSX", `"no_bundle": true`, `export default <p/>;`, []string{
			`src/index.js:1:16 error bundle: The JSX syntax extension is not currently enabled (no_bundle loads index.js as it is: have it compiled first, or remove no_bundle)`,
		}},
		{"as is, missing", `"no_bundle": true`, `import a from "./a"; import b from "node:fs"; import c from "fs"; import d from "./d.json"; import e from "cloudflare:workers"; import f from "a.txt"; export default [a,b,c,d,e,f];`, []string{
			`src/index.js:1:15 error import: could not resolve "./a": with no_bundle there are only the main module and the modules that rules find (write the whole path, or have it bundled)`,
			`src/index.js:1:81 error import: could not resolve "./d.json": with no_bundle there are only the main module and the modules that rules find (find it with a rule such as { "type": "Text", "globs": ["**/*.json"] })`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := project(t, settings(tt.more, "-- src/index.js --\n"+tt.source+"\n-- src/a.txt --\n-- src/folder.fifo/x --\n"))
			_, list := build(t, p)
			if d := cmp.Diff(tt.want, lines(p.Dir, list)); d != "" {
				t.Error(d)
			}
		})
	}
}

// Without bundling, names come from other modules too, and positions lead to
// the files, or to what they were compiled from.
func TestAsIs(t *testing.T) {
	t.Parallel()
	p := project(t, settings(`"no_bundle": true, "rules": [{"type": "ESModule", "globs": ["**/*.js"]}, {"type": "CommonJS", "globs": ["**/*.cjs"]}]`, `
-- src/index.js --
export * from "./rooms/room.js";
export * as all from "./rooms/room.js";
export { default as old } from "./old.cjs";
export { default } from "./rooms/room.js";
-- src/rooms/room.js --
export * from "../lib.js";
export class Room {}
export default {};
-- src/lib.js --
export class Hall {}
//# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbImxpYi50cyJdLCJtYXBwaW5ncyI6IkFBSUUiLCJuYW1lcyI6W119
-- src/old.cjs --
module.exports = 1;
`))
	b, list := build(t, p)
	if len(list) > 0 {
		t.Fatal(lines(p.Dir, list))
	}
	if d := cmp.Diff([]string{"Hall", "Room", "all", "default", "old"}, b.Exports); d != "" {
		t.Error(d)
	}
	for _, tt := range []struct {
		module string
		want   diag.Pos
	}{
		{"index.js", diag.Pos{File: "src/index.js", Line: 1, Column: 1}},
		{"rooms/room.js", diag.Pos{File: "src/rooms/room.js", Line: 1, Column: 1}},
		{"lib.js", diag.Pos{File: "src/lib.ts", Line: 5, Column: 3}},
	} {
		got, ok := b.Map.Source(tt.module, 1, 1)
		tt.want.File = filepath.Join(p.Dir, filepath.FromSlash(tt.want.File))
		if !ok || got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.module, got, tt.want)
		}
	}
	if pos, ok := b.Map.Source("nowhere.js", 1, 1); ok {
		t.Errorf("a module that is not there comes from %+v", pos)
	}
}

func TestFinds(t *testing.T) {
	t.Parallel()
	p := project(t, settings(`"find_additional_modules": true, "rules": [{"type": "Text", "globs": ["*.md", "a/**/b/*.txt"]}]`, "-- src/index.js --\nexport default {};\n"))
	b, list := bundle.New(p)
	if list.HasErrors() {
		t.Fatal(list)
	}
	defer b.Close()
	dir, takes := b.Finds()
	if dir != filepath.Join(p.Dir, "src") {
		t.Errorf("looks in %s", dir)
	}
	for name, want := range map[string]bool{
		"x.md": true, "a/x.md": false, "a/b/x.txt": true, "a/1/2/b/x.txt": true, "a/1/2/b/3/x.txt": false, "ab/x.txt": false,
		"index.js": false, "y.wasm": true, "1/2/y.bin": true, "../x.md": false,
	} {
		if takes(filepath.Join(dir, filepath.FromSlash(name))) != want {
			t.Errorf("takes %s: %v", name, !want)
		}
	}
}

// The settings of TypeScript are watched with what they extend.
func TestTSConfigIsAnInput(t *testing.T) {
	t.Parallel()
	p := project(t, settings(`"vars": {}`, `
-- src/index.js --
import "../lib/x.ts";
export default {};
-- lib/x.ts --
console.log(1);
-- lib/tsconfig.json --
{ "extends": ["../base", "@scope/none/tsconfig.json"] } // of the library
-- base.json --
{ /* circular */ "extends": "./lib/tsconfig.json" }
-- tsconfig.json --
{}
`))
	b, _ := build(t, p)
	if b == nil {
		t.Fatal("no bundle")
	}
	for _, name := range []string{"lib/tsconfig.json", "base.json", "tsconfig.json"} {
		if !slices.Contains(b.Inputs, filepath.Join(p.Dir, filepath.FromSlash(name))) {
			t.Errorf("%s is not among %q", name, b.Inputs)
		}
	}
}

// A module that an alias leads to is compiled as its tsconfig.json says, and its errors
// have positions in its source.
func TestAliasFollowsTSConfig(t *testing.T) {
	t.Parallel()
	const files = `
-- src/index.js --
import w from "widget";
export default { w };
-- lib/widget.tsx --
type Unused = string;

class Base { set x(v: number) {} }
class C extends Base { x = 1; }
IMPORT
export default [<a href="b">c</a>, new C()];
-- tsconfig.json --
{ "extends": "./base.json" }
-- base.json --
{ "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "lib", "useDefineForClassFields": false } }
-- node_modules/lib/jsx-runtime.js --
export const jsx = (type) => "JSX of lib";
`
	p := project(t, settings(`"alias": {"widget": "./lib/widget.tsx"}`, strings.Replace(files, "IMPORT", "", 1)))
	b, list := build(t, p)
	if len(list) > 0 {
		t.Fatal(list)
	}
	code := string(b.Modules[0].Code)
	if !strings.Contains(code, "JSX of lib") || strings.Contains(code, "React") || !strings.Contains(code, "this.x = 1") && !strings.Contains(code, `"x", 1`) {
		t.Error(code)
	}
	if !slices.Contains(b.Inputs, filepath.Join(p.Dir, "lib", "widget.tsx")) {
		t.Error(b.Inputs)
	}
	p = project(t, settings(`"alias": {"widget": "./lib/widget.tsx"}`, strings.Replace(files, "IMPORT", `import "./none.js";`, 1)))
	_, list = build(t, p)
	if got := lines(p.Dir, list); len(got) != 1 || !strings.HasPrefix(got[0], "lib/widget.tsx:5:8 ") {
		t.Error(got)
	}
}
