package bundle_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/devserver/bundle"
)

// withPackages is a project with packages that are large enough to be bundled apart, and
// with more files.
func withPackages(t *testing.T, files string) *config.Project {
	t.Helper()
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	return project(t, strings.Replace(wrangler, "FLAGS", "", 1)+`
-- node_modules/esm/package.json --
{ "name": "esm", "type": "module", "exports": { ".": "./index.js", "./package.json": "./package.json", "./free": "./free.js", "./more": "./more.js", "./calm": "./calm.js" }, "sideEffects": ["./index.js", "./more.js", "./calm.js"] }
-- node_modules/esm/index.js --
export const one = 1;
export let count = 0;
export function add() { count++; }
export default class Esm {}
/*`+strings.Repeat("filler ", 30_000)+`*/
-- node_modules/esm/free.js --
export const free = "free";
-- node_modules/esm/calm.js --
import { free } from "./free.js";
export const calm = (x) => [x, free];
-- node_modules/esm/more.js --
globalThis.more = true;
export const more = "more";
-- node_modules/common/package.json --
{ "name": "common" }
-- node_modules/common/index.js --
exports.two = 2;
-- node_modules/many/package.json --
{ "name": "many", "type": "module", "sideEffects": false }
-- node_modules/many/index.js --
export { few } from "./few.js"; export { rest } from "./rest.js";
-- node_modules/many/few.js --
export const few = "few of many";
-- node_modules/many/rest.js --
export const rest = new NotInWorkers("rest of many");
-- node_modules/mixed/package.json --
{ "name": "mixed", "type": "module", "exports": { ".": "./index.js", "./meta": "./meta.js" } }
-- node_modules/mixed/index.js --
export { two } from "common";
-- node_modules/mixed/meta.js --
export const where = import.meta.url;
-- node_modules/script/package.json --
{ "name": "script" }
-- node_modules/script/index.js --
globalThis.script = true;
-- node_modules/outward/package.json --
{ "name": "outward", "type": "module" }
-- node_modules/outward/index.js --
export { own } from "../../src/own.js";
export const outward = 1;
`+files)
}

// buildTwice builds a Worker, bundles its packages apart, and builds it again.
func buildTwice(t *testing.T, p *config.Project) (single, second *bundle.Bundle) {
	t.Helper()
	b, list := bundle.New(p)
	if list.HasErrors() {
		t.Fatal(list)
	}
	t.Cleanup(b.Close)
	single, list = b.Build()
	if single == nil {
		t.Fatal(list)
	}
	b.Separate()
	b.Separated()
	second, list = b.Build()
	if second == nil {
		t.Fatal(list)
	}
	return single, second
}

// isApart reports whether the packages are modules of their own.
func isApart(b *bundle.Bundle) bool {
	return slices.ContainsFunc(b.Modules, func(m bundle.Module) bool { return m.Packages })
}

func TestApart(t *testing.T) {
	for name, test := range map[string]struct {
		files string
		apart bool
	}{
		"names":                  {`import Esm, { one, add as more } from "esm"; export default { one, more, Esm };`, true},
		"a namespace":            {`import * as esm from "esm"; export default { esm, one: esm.one };`, true},
		"what it lacks":          {`import * as esm from "esm"; export default { one: esm.none };`, false},
		"CommonJS":               {`import { one } from "esm"; import common from "common"; export default { one, common };`, true},
		"for its effect":         {`import "esm"; export default {};`, true},
		"handed on":              {`export { one, default as Esm } from "esm"; export default {};`, true},
		"all handed on":          {`export * from "esm"; export default {};`, false},
		"later":                  {`import "esm"; export default { later: () => import("esm/more") };`, false},
		"required":               {`import "esm"; const common = require("common"); export default { common };`, false},
		"a warning":              {`import { one } from "esm"; export default { one, a: 1, a: 2 };`, false},
		"a package of own code":  {"import { one } from \"esm\"; import { outward } from \"outward\"; export default { one, outward };\n-- src/own.js --\nexport const own = 1;", false},
		"after what is calm":     {"import { one } from \"esm\"; import { table } from \"./own\"; import { free } from \"esm/free\"; export default { one, table, free };\n-- src/own.ts --\nimport Esm from \"esm\"; export class Own extends Esm { static n = 1; a = f(); } export const table = new Esm(); enum E { A } function f() { globalThis.x = 1; return 1; }", true},
		"after what has effects": {"import { one } from \"esm\"; import { own } from \"./own\"; import { free } from \"esm/free\"; export default { one, own, free };\n-- src/own.ts --\nexport const own = 1; Object.prototype.x = 1;", false},
		"after CommonJS by name": {"import { one } from \"esm\"; import { own } from \"./own\"; import { free } from \"esm/free\"; export default { one, own, free };\n-- src/own.ts --\nimport { two } from \"common\"; export const own = two;", true},
		"after own what is calm": {"import { one } from \"esm\"; import { own } from \"./own\"; import { calm } from \"esm/calm\"; export default { one, own, calm };\n-- src/own.ts --\nexport const own = 1;", true},
		"with effects after own": {"import { one } from \"esm\"; import { own } from \"./own\"; import { more } from \"esm/more\"; export default { one, own, more };\n-- src/own.ts --\nexport const own = 1;", false},
		"before own effects":     {"import { one } from \"esm\"; import { more } from \"esm/more\"; import { own } from \"./own\"; export default { one, own, more };\n-- src/own.ts --\nexport const own = 1; Object.prototype.x = 1;", true},
		"own code later":         {"import { one } from \"esm\"; export default { one, later: () => import(\"./own\") };\n-- src/own.ts --\nimport { one } from \"esm\"; export const own = one;", true},
		"with own code later":    {"import { one } from \"esm\"; export default { one, later: () => import(\"./own\") };\n-- src/own.ts --\nexport { more } from \"esm/more\";", false},
		"a file of a package":    {`import { one } from "../node_modules/esm/index.js"; export default { one };`, false},
		"what CommonJS exports":  {`import { one } from "esm"; import { two } from "mixed"; export default { one, two };`, false},
		"which module it is":     {`import { one } from "esm"; import { where } from "mixed/meta"; export default { one, where };`, false},
		"a script":               {`import "script"; import { one } from "esm"; export default { one };`, true},
		"exports of a script":    {`import script from "script"; import { one } from "esm"; export default { one, script };`, false},
		"JSON":                   {`import json from "esm/package.json"; import { one } from "esm"; export default { one, json };`, false},
		"small":                  {`import common from "common"; export default { common };`, false},
		"none":                   {`export default {};`, false},
	} {
		t.Run(name, func(t *testing.T) {
			single, second := buildTwice(t, withPackages(t, "-- src/index.ts --\n"+test.files+"\n"))
			if isApart(single) {
				t.Error("the first build has the packages apart")
			}
			if isApart(second) != test.apart {
				t.Errorf("apart: %v, want %v\n%s", isApart(second), test.apart, second.Modules[0].Code)
			}
			if !slices.Equal(single.Exports, second.Exports) || !slices.Equal(single.Inputs, second.Inputs) || !slices.Equal(single.Node, second.Node) {
				t.Errorf("the builds differ:\n%v %v %v\n%v %v %v", single.Exports, single.Inputs, single.Node, second.Exports, second.Inputs, second.Node)
			}
		})
	}
}

// Packages that are bundled apart are made of the modules that a single bundle has.
func TestApartUsed(t *testing.T) {
	for files, rest := range map[string]bool{
		`import { few } from "many"; export default { one, few };`:                                                     false,
		`import * as many from "many"; export default { one, few: many.few };`:                                         false,
		`import * as many from "many"; import * as esm from "esm"; export default { few: many.few, esm };`:             false,
		`import { few, rest } from "many"; function unused() { return rest; } export default { one, few };`:            false,
		`import { rest } from "many"; const unused = () => rest; export default { one };`:                              false,
		`import * as many from "many"; const unused = () => many; export default { one };`:                             false,
		`import { few } from "many"; import { own } from "./many"; export default { one, few, own };`:                  false,
		`import * as many from "many"; import { own } from "./many"; export default { one, own, few: many.few };`:      false,
		`import * as many from "many"; export default { one, few: [many.few].map((x) => ({ many: x, b: x.many }).b)};`: false,
		`import * as many from "many"; export default { one, many };`:                                                  true,
		"import {\n few,\n rest\n} from \"many\"; const unused = () => rest; export default { one, few };":             false,
		`import { few as rest, rest as few } from "many"; export default { one, few, rest };`:                          true,
		`export { few } from "many"; export { rest as more } from "many"; export default { one };`:                     true,
	} {
		t.Run("", func(t *testing.T) {
			single, second := buildTwice(t, withPackages(t, "-- src/index.ts --\nimport { one } from \"esm\";\n"+files+"\n-- src/many.ts --\nexport const own = 1;\n"))
			has := func(b *bundle.Bundle) bool {
				return slices.ContainsFunc(b.Modules, func(m bundle.Module) bool { return strings.Contains(string(m.Code), `"rest of many"`) })
			}
			if !isApart(second) || has(single) != rest || has(second) != rest {
				t.Errorf("%s: apart: %v, has the rest: %v, and in a single bundle: %v", files, isApart(second), has(second), has(single))
			}
		})
	}
}

// Own code that gets side effects, after which a package runs, needs a single bundle, until
// it has none again.
func TestApartOrder(t *testing.T) {
	p := withPackages(t, `-- src/index.ts --
import { one } from "esm"; import { own } from "./own"; import { free } from "esm/free"; export default { one, own, free };
-- src/own.ts --
export const own = 1;
`)
	b, list := bundle.New(p)
	if list.HasErrors() {
		t.Fatal(list)
	}
	t.Cleanup(b.Close)
	for i, step := range []struct {
		own   string
		apart bool
	}{{"", false}, {"", true}, {"Object.prototype.x = 1;", false}, {"Object.prototype.x = 2;", false}, {"", false}, {"", true}} {
		if err := os.WriteFile(filepath.Join(p.Dir, "src", "own.ts"), []byte("export const own = 1;"+step.own), 0o644); err != nil {
			t.Fatal(err)
		}
		out, list := b.Build()
		if out == nil {
			t.Fatal(list)
		}
		if isApart(out) != step.apart {
			t.Errorf("%d: apart: %v", i, isApart(out))
		}
		b.Separate()
		b.Separated()
	}
}

// Packages run in the order of a single bundle, also if own code is imported later too, and
// CommonJS that comes before ES modules.
func TestApartSequence(t *testing.T) {
	_, second := buildTwice(t, withPackages(t, `-- src/index.ts --
import "common"; import "script"; import { first } from "./first"; export default { first, later: () => import("./both") };
-- src/first.ts --
import { one } from "esm"; import { second } from "./second"; export const first = [one, second];
-- src/second.ts --
import { both } from "./both"; export const second = both;
-- src/both.ts --
import { more } from "esm/more"; export const both = more;
`))
	if !isApart(second) {
		t.Fatal("the packages were not bundled apart")
	}
	_, code, _ := strings.Cut(string(second.Modules[1].Code), "exports.two=2")
	for _, part := range []string{"require_common()", "globalThis.script=true", "one=1", "globalThis.more=true"} {
		_, after, found := strings.Cut(code, part)
		if !found {
			t.Fatalf("%s does not follow: %s", part, second.Modules[1].Code)
		}
		code = after
	}
}

// What was bundled apart serves later runs, until something changes.
func TestApartLater(t *testing.T) {
	p := withPackages(t, "-- src/index.ts --\nimport { one } from \"esm\"; export default { one };\n")
	if _, second := buildTwice(t, p); !isApart(second) {
		t.Fatal("the packages were not bundled apart")
	}
	cache := filepath.Join(os.Getenv("XDG_CACHE_HOME"), "dotool", "packages")
	again := func() bool {
		t.Helper()
		b, list := build(t, p)
		if b == nil {
			t.Fatal(list)
		}
		return isApart(b)
	}
	if !again() {
		t.Fatal("a later run does not use them")
	}
	write := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	main := filepath.Join(p.Dir, "src", "index.ts")
	write(main, `import { one } from "esm"; import { free } from "esm/free"; export default { one, free };`)
	if again() {
		t.Error("used though the code imports more")
	}
	write(main, `import { one } from "esm"; export default { one };`)
	if !again() {
		t.Error("not used though the code is as it was")
	}
	for _, kind := range []string{"json", "js"} { // damaged files are as if they were not there
		files, err := filepath.Glob(filepath.Join(cache, "*."+kind))
		if err != nil || len(files) != 1 {
			t.Fatal(files, err)
		}
		whole, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{"", string(whole[:len(whole)/2]), "null", string(whole) + " // more"} {
			if write(files[0], text); again() {
				t.Errorf("used though the .%s is %.20q", kind, text)
			}
		}
		if _, second := buildTwice(t, p); !isApart(second) {
			t.Errorf("not made again after the .%s was damaged", kind)
		}
		if write(files[0], string(whole)); !again() {
			t.Error("not used though it is whole again")
		}
	}
	for _, change := range []func(){
		func() { write(filepath.Join(p.Dir, "node_modules", "esm", "new.js"), "") },
		func() { write(filepath.Join(p.Dir, "node_modules", "esm", "index.js"), "export const one = 2;") },
		func() { write(filepath.Join(p.Dir, "node_modules", "esm", "package.json"), `{ "name": "esm" }`) },
	} {
		if _, second := buildTwice(t, p); !isApart(second) {
			t.Fatal("the packages were not bundled apart again")
		}
		if change(); again() {
			t.Error("used though a package has changed")
		}
		write(filepath.Join(p.Dir, "node_modules", "esm", "index.js"), "export const one = 1; /*"+strings.Repeat("filler ", 30_000)+"*/")
	}
}

// Positions in packages are found in the source map that is kept with them.
func TestApartPositions(t *testing.T) {
	p := withPackages(t, "-- src/index.ts --\nimport { one, add } from \"esm\";\n\nexport default { one, add, fails() { throw new Error(\"no\"); } };\n")
	_, second := buildTwice(t, p)
	for module, want := range map[string]struct{ text, file, line string }{
		"index.js":        {"fails()", "src/index.ts", "export default {"},
		"node_modules.js": {"count++", "node_modules/esm/index.js", "export function add"},
	} {
		i := slices.IndexFunc(second.Modules, func(m bundle.Module) bool { return m.Name == module })
		if i < 0 {
			t.Fatal("no module", module)
		}
		before, _, _ := strings.Cut(string(second.Modules[i].Code), want.text)
		line := strings.Count(before, "\n") + 1
		pos, ok := second.Map.Source(module, line, len(before)-strings.LastIndex(before, "\n"))
		text, _ := os.ReadFile(pos.File)
		if !ok || pos.File != filepath.Join(p.Dir, want.file) || !strings.HasPrefix(strings.Split(string(text), "\n")[pos.Line-1], want.line) {
			t.Errorf("%s: %v %v", module, pos, ok)
		}
	}
}

// Packages may be links into a store, and are others when a link leads elsewhere, though
// no file changes.
func TestApartLinks(t *testing.T) {
	p := withPackages(t, `
-- src/index.ts --
import { one } from "esm";
import { direct } from "@scope/direct";
import { outer } from "outer";
export default { one, direct, outer };
-- node_modules/.store/direct@1/node_modules/@scope/direct/index.js --
export const direct = "direct-1";
-- node_modules/.store/direct@2/node_modules/@scope/direct/index.js --
export const direct = "direct-2";
-- node_modules/.store/inner@1/node_modules/@scope/inner/index.js --
export const inner = "inner-1";
-- node_modules/.store/inner@2/node_modules/@scope/inner/index.js --
export const inner = "inner-2";
-- node_modules/.store/outer@1/node_modules/outer/index.js --
import { inner } from "@scope/inner";
export const outer = inner;
`)
	modules := filepath.Join(p.Dir, "node_modules")
	store := func(name string) string { return filepath.Join(modules, ".store", name, "node_modules") }
	lead := func(link, to string) {
		t.Helper()
		_ = os.Remove(link)
		if err := os.MkdirAll(filepath.Dir(link), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
	}
	direct, inner := filepath.Join(modules, "@scope", "direct"), filepath.Join(store("outer@1"), "@scope", "inner")
	lead(direct, filepath.Join(store("direct@1"), "@scope", "direct"))
	lead(inner, filepath.Join(store("inner@1"), "@scope", "inner"))
	lead(filepath.Join(modules, "outer"), filepath.Join(store("outer@1"), "outer"))
	b, list := bundle.New(p)
	if list.HasErrors() {
		t.Fatal(list)
	}
	t.Cleanup(b.Close)
	has := func(apart bool, want ...string) {
		t.Helper()
		out, list := b.Build()
		if out == nil {
			t.Fatal(list)
		}
		var code strings.Builder
		for _, m := range out.Modules {
			code.Write(m.Code)
		}
		for _, text := range want {
			if !strings.Contains(code.String(), text) {
				t.Errorf("the bundle lacks %s", text)
			}
		}
		if isApart(out) != apart {
			t.Errorf("apart: %v", !apart)
		}
		if probes := b.Probes()(); !probes.Has(direct) || !probes.Has(inner) {
			t.Error("the links are not watched")
		}
		b.Separate()
		b.Separated()
	}
	has(false, "direct-1", "inner-1")
	has(true, "direct-1", "inner-1")
	lead(inner, filepath.Join(store("inner@2"), "@scope", "inner"))
	has(false, "direct-1", "inner-2")
	has(true, "direct-1", "inner-2")
	lead(direct, filepath.Join(store("direct@2"), "@scope", "direct"))
	has(false, "direct-2", "inner-2")
	has(true, "direct-2", "inner-2")
}
