package bundle_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/bundle"
)

// project lays out files and loads the project they make.
func project(t testing.TB, files string) *config.Project {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(files)).Files {
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

func build(t testing.TB, p *config.Project) (*bundle.Bundle, diag.List) {
	t.Helper()
	b, list := bundle.New(p)
	if b == nil {
		return nil, list
	}
	t.Cleanup(b.Close)
	built, list := b.Build()
	return built, list
}

const wrangler = `-- wrangler.jsonc --
{ "name": "app", "main": "src/index.ts", "compatibility_date": "2026-07-01", "compatibility_flags": [FLAGS] }
`

func TestBuild(t *testing.T) {
	t.Parallel()
	p := project(t, strings.Replace(wrangler, "FLAGS", `"nodejs_compat"`, 1)+`
-- src/index.ts --
import { DurableObject } from "cloudflare:workers";
import { Buffer } from "node:buffer";
import { EventEmitter } from "events";
import events = require("events");
import page from "./page.html";
import schema from "../sql/schema.sql";
import wasm from "./add.wasm?module";
import data from "./data.json";
export * from "./hall";
export class Room extends DurableObject {
  static rooms = 0;
  make() { Room.rooms++; return [Buffer, EventEmitter, events, page, schema, wasm, data]; }
}
export default { fetch: () => new Response(process.env.NODE_ENV) };
-- src/hall.ts --
export class Hall {}
export type Shape = { sides: number };
-- src/page.html --
<p>page</p>
-- sql/schema.sql --
CREATE TABLE t (x);
-- src/add.wasm --
not really
-- src/data.json --
{"three": 3}
`)
	b, list := build(t, p)
	if len(list) > 0 {
		t.Fatal(list)
	}
	if d := cmp.Diff([]string{"Hall", "Room", "default"}, b.Exports); d != "" {
		t.Error(d)
	}
	var inputs []string
	for _, f := range b.Inputs {
		rel, err := filepath.Rel(p.Dir, f)
		if err != nil {
			t.Fatal(err)
		}
		inputs = append(inputs, filepath.ToSlash(rel))
	}
	want := []string{"sql/schema.sql", "src/add.wasm", "src/data.json", "src/hall.ts", "src/index.ts", "src/page.html"}
	if d := cmp.Diff(want, inputs); d != "" {
		t.Error(d)
	}
	kinds := map[string]bundle.Kind{}
	for _, m := range b.Modules[1:] {
		_, name, _ := strings.Cut(m.Name, "-")
		kinds[name] = m.Kind
		if !strings.Contains(string(b.Modules[0].Code), `"./`+m.Name+`"`) {
			t.Errorf("%s is not imported", m.Name)
		}
	}
	if d := cmp.Diff(map[string]bundle.Kind{"page.html": bundle.Text, "schema.sql": bundle.Text, "add.wasm": bundle.Wasm}, kinds); d != "" {
		t.Error(d)
	}
	code := string(b.Modules[0].Code)
	for _, want := range []string{`from "cloudflare:workers"`, `from "node:events"`, `from "node:buffer"`, `"development"`, `three: 3`} {
		if !strings.Contains(code, want) {
			t.Errorf("no %s in\n%s", want, code)
		}
	}

	// A position in the code leads back to the source.
	line := 1 + strings.Count(code[:strings.Index(code, "rooms++")], "\n")
	column := strings.Index(strings.Split(code, "\n")[line-1], "Room.rooms++") + 1
	pos, ok := b.Map.Source(b.Main(), line, column)
	if want := (diag.Pos{File: p.MainPath(), Line: 12, Column: 12}); !ok || pos != want {
		t.Errorf("source of %d:%d is %+v, want %+v", line, column, pos, want)
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, source, want string }{
		{"syntax", "export const a = ;", `error src/index.ts:1:18 bundle: Unexpected ";"`},
		{"a brace too many", "class A {\n  a() {{\n  }\n  b(c: number) {}\n}\nexport default {};", `error src/index.ts:4:6 bundle: Expected ")" but found ":"`},
		{"relative import", "import './nowhere';\nexport default {};", `error src/index.ts:1:8 bundle: Could not resolve "./nowhere"`},
		{"module of the runtime", "import { DurableObject } from 'cloudflare:worker';\nexport default { DurableObject };", `error src/index.ts:1:31 import: the runtime has no module "cloudflare:worker" (did you mean "cloudflare:workers"?)`},
		{"package", "import a from '@scope/name/deep';\nexport default { a };", `error src/index.ts:1:15 bundle: Could not resolve "@scope/name/deep" (npm install @scope/name)`},
		{"text", "import a from './a.txt';\nexport default { a };", `error src/index.ts:1:15 import: could not resolve "./a.txt"`},
		{"node", "import { x } from 'node:fs';\nexport default { x };", `warning src/index.ts:1:19 import: "node:fs" is a module of Node.js, which this Worker does not have (add "nodejs_compat" to compatibility_flags)`},
		{"service worker", "addEventListener('fetch', () => {});", `error wrangler.jsonc:1:26 service-worker: src/index.ts exports nothing: Durable Objects need a Worker in ES module format`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := project(t, strings.Replace(wrangler, "FLAGS", "", 1)+"-- src/index.ts --\n"+tt.source+"\n")
			b, list := build(t, p)
			if (b == nil) != list.HasErrors() {
				t.Errorf("a bundle with errors, or none without: %v", list)
			}
			var got []string
			for _, d := range list {
				rel, _ := filepath.Rel(p.Dir, d.Pos.File)
				line := fmt.Sprintf("%s %s:%d:%d %s: %s", d.Severity, filepath.ToSlash(rel), d.Pos.Line, d.Pos.Column, d.Code, d.Message)
				if d.Fix != "" && d.Code != "service-worker" {
					line += " (" + d.Fix + ")"
				}
				got = append(got, line)
			}
			if !slices.Equal(got, []string{tt.want}) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// A failed build names no inputs: the last ones, and the broken file, are kept.
func TestInputsOfABrokenBuild(t *testing.T) {
	t.Parallel()
	p := project(t, strings.Replace(wrangler, "FLAGS", "", 1)+"-- src/index.ts --\nimport './other';\nexport default {};\n-- src/other.ts --\n")
	b, list := bundle.New(p)
	if list.HasErrors() {
		t.Fatal(list)
	}
	defer b.Close()
	if _, list := b.Build(); list.HasErrors() {
		t.Fatal(list)
	}
	other := filepath.Join(p.Dir, "src", "other.ts")
	if err := os.WriteFile(other, []byte("const = 1"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, list := b.Build(); !list.HasErrors() {
		t.Fatal("no error")
	}
	if got := b.Inputs(); !slices.Equal(got, []string{p.MainPath(), other}) {
		t.Errorf("inputs %q", got)
	}
}

func BenchmarkRebuild(b *testing.B) {
	p := project(b, strings.Replace(wrangler, "FLAGS", "", 1)+"-- src/index.ts --\nexport class Room {}\nexport default {};\n")
	builder, list := bundle.New(p)
	if list.HasErrors() {
		b.Fatal(list)
	}
	defer builder.Close()
	for b.Loop() {
		if built, list := builder.Build(); built == nil {
			b.Fatal(list)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/rebuild")
}

// TestEntryFollowsTSConfig builds an entry module with JSX of another kind than
// React's, as tsconfig.json says.
func TestEntryFollowsTSConfig(t *testing.T) {
	t.Parallel()
	b, list := build(t, project(t, `
-- tsconfig.json --
{ "compilerOptions": { "jsx": "react", "jsxFactory": "h" } }
-- wrangler.jsonc --
{ "name": "x", "main": "index.tsx", "compatibility_date": "2026-10-01" }
-- index.tsx --
const h = (name: string) => name;
export default { fetch() { return new Response(<b />); } };
`))
	if list.HasErrors() {
		t.Fatal(list)
	}
	if code := string(b.Modules[0].Code); strings.Contains(code, "React.createElement") {
		t.Errorf("JSX of React:\n%s", code)
	}
}
