package bundle_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The error of a failed import is true, and its fix helps.
func TestUnresolved(t *testing.T) {
	t.Parallel()
	const files = `-- src/utils/format.ts --
export const format = 1;
-- src/sibling.ts --
export const sibling = 1;
-- src/components/button.tsx --
export const Button = 1;
-- lib/db.ts --
export const db = 1;
-- src/page.md --
# page
-- src/icon.png --
png
-- src/style.less --
a { }
-- src/App.svelte --
<p>
-- src/addon.node --
x
-- node_modules/there/package.json --
{ "name": "there", "exports": { ".": "./index.js" } }
-- node_modules/there/index.js --
export default 1;
-- package.json --
{ "dependencies": { "there": "1", "hono": "4" } }
`
	for _, tt := range []struct{ spec, message, fix string }{
		{"zod", `Could not resolve "zod"`, "npm install zod"},
		{"https://esm.sh/preact@10.5?dev", "workerd does not load modules from URLs", `npm install preact, and write "preact"`},
		{"https://cdn.jsdelivr.net/npm/@scope/pkg@1/+esm", "workerd does not load modules from URLs", `npm install @scope/pkg, and write "@scope/pkg"`},
		{"https://deno.land/std/path/mod.ts", "workerd does not load modules from URLs", "save the module in the project"},
		{"//cdn.example.com/x.js", "workerd does not load modules from URLs", "save the module in the project"},
		{"file:///tmp/x.js", "imports take the path of a file, not its URL", ""},
		{"node:unknown", "Workers have no module node:unknown", "leave it out, or replace it with `alias`"},
		{"node:test/reporters", "Workers have no module node:test/reporters", "leave it out"},
		{"node:strem", "Workers have no module node:strem", `did you mean "node:stream"?`},
		{"zod/v4", `Could not resolve "zod/v4"`, "npm install zod"},
		{"@scope/pkg/deep", `Could not resolve "@scope/pkg/deep"`, "npm install @scope/pkg"},
		{"hnoo", `Could not resolve "hnoo"`, `did you mean "hono"?`},
		{"hono", `Could not resolve "hono"`, "npm install"},
		{"there/inside", `the package there is installed, but has no "./inside"`, ""},
		{"__STATIC_CONTENT_MANIFEST", "only wrangler makes it, for Workers Sites", `set "assets": { "directory": … }`},
		{"virtual:react-router/server-build", "a plugin of the framework's bundler makes it", "build with the framework's own command first"},
		{"virtual:pwa", "a plugin of the framework's bundler makes it", "build with the framework's own command first"},
		{"astro:content", "a plugin of the framework's bundler makes it", "build with the framework's own command first"},
		{"$lib/db", "it is a name of SvelteKit's", "build with the framework's own command first"},
		{"$env/static/private", "it is a name of SvelteKit's", "build with the framework's own command first"},
		{"#imports", "it is a name of Nuxt's", "build with the framework's own command first"},
		{"#db", `names that begin with # are those of "imports"`, `add "#db", with the path of the file, to "imports" in package.json`},
		{"@/utils/format", "it is an alias, which no tsconfig.json defines", `add a tsconfig.json with compilerOptions: "paths": { "@/*": ["./src/*"] }`},
		{"~/utils/format", "it is an alias, which no tsconfig.json defines", `"paths": { "~/*": ["./src/*"] }`},
		{"@/lib/db", "it is an alias, which no tsconfig.json defines", `"paths": { "@/*": ["./*"] }`},
		{"@components/button", "it is an alias, which no tsconfig.json defines", `"paths": { "@components/*": ["./src/components/*"] }`},
		{"@/nowhere", "it is an alias, which no tsconfig.json defines", `"paths": { "@/*": [the folder that it stands for] }`},
		{"src/utils/format", "src is a folder here, no package", `write "./utils/format"`},
		{"lib/db", "lib is a folder here, no package", `write "../lib/db"`},
		{"src/gone", "src is a folder here, which has no such file", ""},
		{"lib/deep/gone", "lib is a folder here, which has no such file", ""},
		{"virtual/module", "a plugin of the framework's bundler makes it", "build with the framework's own command first"},
		{"bun", "it is a module of Bun, which workerd does not have", ""},
		{"#internal", `names that begin with # are those of "imports"`, `add "#internal"`},
		{"~x", "it is an alias, which no tsconfig.json defines", `add a tsconfig.json with compilerOptions: "paths": { "~x": [the file that it stands for] }`},
		{"sibling", `Could not resolve "sibling"`, `write "./sibling"`},
		{"./siblin", `Could not resolve "./siblin"`, `did you mean "./sibling"?`},
		{"./sibling.cjs", `Could not resolve "./sibling.cjs"`, `did you mean "./sibling.ts"?`},
		{"./nothing-like-it", `Could not resolve "./nothing-like-it"`, ""},
		{"Upper", "it is neither a file nor the name of a package", ""},
		{"_private/x", "it is neither a file nor the name of a package", ""},
		{"@scope", "it is neither a file nor the name of a package", ""},
		{"npm:zod@3", "npm: is Deno's", `npm install zod, and write "zod"`},
		{"jsr:@std/path", "jsr: is Deno's", ""},
		{"bun:sqlite", "it is a module of Bun, which workerd does not have", ""},
		{"./page.md?raw", "?raw is Vite's", `write "./page.md", and add { "type": "Text", "globs": ["**/*.md"], "fallthrough": true } to "rules"`},
		{"./page.md", `No loader is configured for ".md" files`, `add { "type": "Text", "globs": ["**/*.md"], "fallthrough": true } to "rules"`},
		{"./icon.png", `No loader is configured for ".png" files`, `add { "type": "Data", "globs": ["**/*.png"], "fallthrough": true } to "rules"`},
		{"./style.less", `No loader is configured for ".less" files`, "compile it to CSS first"},
		{"./App.svelte", "a plugin of the framework's bundler makes a module of it", "build with the framework's own command first"},
		{"./addon.node", "workerd cannot load native modules of Node.js", ""},
	} {
		t.Run(tt.spec, func(t *testing.T) {
			t.Parallel()
			p := project(t, strings.Replace(wrangler, "FLAGS", "", 1)+"-- src/index.ts --\nimport \""+tt.spec+"\";\nexport default {};\n"+files)
			b, list := build(t, p)
			if b != nil || len(list) != 1 {
				t.Fatalf("%v %v", b, list)
			}
			if d := list[0]; !strings.Contains(d.Message, tt.message) || !strings.Contains(d.Fix, tt.fix) || tt.fix == "" && d.Fix != "" || tt.spec == "hono" && d.Fix != tt.fix {
				t.Errorf("%s\nfix: %s", d.Message, d.Fix)
			}
		})
	}
}

// The fixes work.
func TestUnresolvedFixes(t *testing.T) {
	t.Parallel()
	const files = `-- src/utils/format.ts --
export const format = 1;
-- src/page.md --
# page
-- src/index.ts --
`
	for name, tt := range map[string]struct{ code, add, config string }{
		"alias":  {`import "@/utils/format";`, `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`, ""},
		"suffix": {`import "./page.md";`, "", `"rules": [{ "type": "Text", "globs": ["**/*.md"], "fallthrough": true }],`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := project(t, strings.Replace(strings.Replace(wrangler, "FLAGS", "", 1), "{", "{"+tt.config, 1)+files+tt.code+"\nexport default {};\n")
			if tt.add != "" {
				if err := os.WriteFile(filepath.Join(p.Dir, "tsconfig.json"), []byte(tt.add), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if b, list := build(t, p); b == nil {
				t.Error(list)
			}
		})
	}
	// The tool that the project uses, and an alias that leads nowhere.
	p := project(t, strings.Replace(wrangler, "FLAGS", "", 1)+"-- pnpm-lock.yaml --\n-- tsconfig.json --\n"+`{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`+"\n-- src/index.ts --\nimport \"zod\";\nimport \"@/nowhere\";\nexport default {};\n")
	_, list := build(t, p)
	if len(list) != 2 || list[0].Fix != "pnpm add zod" || list[1].Fix != "" || !strings.Contains(list[1].Message, "tsconfig.json leads @/* to a folder that has no such file") {
		t.Error(list)
	}
}
