// Package mock builds the module of a file of tests so that modules can be mocked in it,
// with the meaning that vitest gives to vi.mock and its like: see [New].
//
// Calls of vi.mock, vi.unmock and vi.hoisted run before what a file imports (hoist.go).
// Each module that such a call names is replaced, wherever a file of the project imports
// it, by a module that asks devserver/test/world/mocker.js for its exports (plugin.go).
// A graph of files that mock nothing is as [bundle.NewGraph] makes it.
package mock

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/bundle"
)

// Graph builds the module of a file of tests. It is not safe for concurrent use.
type Graph struct {
	project  *config.Project
	name     string
	files    map[string]string
	replaced map[string]string

	builder *bundle.Builder
	mocks   *mocks          // nil: nothing is mocked
	helpers map[string]bool // files that mock without being named

	written map[string][sha256.Size]byte // files with inline snapshots, as they were built

	mu        sync.Mutex      // guards importers; esbuild resolves in parallel
	importers map[string]bool // files that import vitest, in the last build
}

// New prepares to build a module from files: see [bundle.NewGraph]. Those that call
// vi.mock are named, or imported by them. Besides `load`, the module exports
//
//	reach    which mocks are behind a file that `load` or a test imports
//	inline   where the matchers of inline snapshots are in the source, by where they are in the module
//
// `load.mocks`, if it is there, leads to the modules that are mocked.
func New(p *config.Project, name string, files, replaced map[string]string) (*Graph, diag.List) {
	g := &Graph{project: p, name: name, files: files, replaced: replaced, helpers: map[string]bool{}}
	return g, g.open()
}

// open makes the builder that suits the files as they are now.
func (g *Graph) open() (list diag.List) {
	sources := slices.Sorted(maps.Values(g.files))
	for file := range g.helpers {
		sources = append(sources, file)
	}
	slices.Sort(sources)
	sources = slices.DeleteFunc(slices.Compact(sources), func(file string) bool {
		return file == g.project.MainPath() || !callsIn(file)
	})
	switch {
	case g.builder != nil && g.mocks == nil && len(sources) == 0:
		return nil
	case g.mocks != nil && slices.Equal(g.mocks.sources, sources):
		return nil
	}
	g.Close()
	g.mocks = nil
	if len(sources) == 0 {
		g.builder, list = bundle.NewGraph(g.project, g.name, g.files, g.replaced, g.importing())
		return list
	}
	g.mocks = newMocks(g.project, g.name, sources)
	files := maps.Clone(g.files)
	files["mocks"] = tableName
	g.builder, list = bundle.NewGraph(g.project, g.name, files, g.replaced, g.mocks.plugin(), g.importing())
	return list
}

// Build reads the source and bundles it: see [bundle.Builder.Build].
func (g *Graph) Build() (*bundle.Bundle, diag.List) {
	for {
		if list := g.open(); g.builder == nil {
			return nil, list
		}
		built, list := g.builder.Build()
		if built == nil {
			return nil, list
		}
		if g.find() {
			continue // with what these mock
		}
		if list := g.finish(built); list.HasErrors() {
			return nil, list
		}
		return built, list
	}
}

// find looks for files that call vi.mock without being named.
func (g *Graph) find() (found bool) {
	for file := range g.importers {
		if !g.helpers[file] && file != g.project.MainPath() && !inPackage(file) && filepath.IsAbs(file) &&
			!slices.Contains(slices.Collect(maps.Values(g.files)), file) && callsIn(file) {
			g.helpers[file], found = true, true
		}
	}
	return found
}

// importing notes which files import vitest.
func (g *Graph) importing() api.Plugin {
	return api.Plugin{Name: "importing", Setup: func(b api.PluginBuild) {
		b.OnStart(func() (api.OnStartResult, error) {
			g.importers = map[string]bool{}
			return api.OnStartResult{}, nil
		})
		b.OnResolve(api.OnResolveOptions{Filter: `^vitest$`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			g.mu.Lock()
			g.importers[args.Importer] = true
			g.mu.Unlock()
			return api.OnResolveResult{}, nil
		})
	}}
}

// Inputs returns the files to watch.
func (g *Graph) Inputs() []string {
	if g.builder == nil {
		return slices.Sorted(maps.Values(g.files))
	}
	return g.builder.Inputs()
}

// Close releases what the builder holds.
func (g *Graph) Close() {
	if g.builder != nil {
		g.builder.Close()
	}
	g.builder = nil
}

// callsIn reports whether a file may have calls that concern modules.
func callsIn(file string) bool {
	text, err := diag.ReadFile(file)
	return err == nil && concerns.Match(text)
}

var concerns = pattern.New(`\b(?:vi|vitest)\s*\.\s*(?:mock|unmock|doMock|doUnmock|hoisted|importActual|importMock|resetModules|spyOn)\s*[(<]|\bimport\.meta\b.*\.(?:url|filename|dirname)\b`)

// inPackage reports whether a file belongs to an installed package.
func inPackage(file string) bool { return strings.Contains(filepath.ToSlash(file), "/node_modules/") }

// finish adds the exports that [New] describes, and lets modules be run again.
func (g *Graph) finish(built *bundle.Bundle) (list diag.List) {
	main := &built.Modules[0]
	text := string(main.Code)
	reach := map[string][]int{}
	if g.mocks != nil {
		for _, p := range patches {
			if n := strings.Count(text, p.old); n > 1 || n == 0 && p.always {
				list.Errorf(g.project.Main.Pos, "mock", "esbuild's code to load modules has changed: %q is there %d times", p.old, n)
				return list
			}
			text = strings.Replace(text, p.old, p.new, 1)
		}
		reach = g.mocks.reach(g.files)
	}
	text = strings.TrimRight(text, "\n") + "\nexport const reach = " + asJSON(reach) + ";\nexport const inline = " + asJSON(g.inline(main.Code, built)) + ";\n"
	main.Code = []byte(text)
	return list
}

func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps of strings and numbers
	}
	return string(text)
}

// patches are made in the functions with which esbuild loads modules: after
// vi.resetModules they run a module again, and what mocker.js made is passed on as it is.
// No line is added, so that positions stay.
var patches = []struct {
	old, new string
	always   bool
}{
	{"var __esm = (fn, res, err) => function __init() {\n",
		"var __esm = (fn, res, err, first = fn, at) => function __init() { const now = globalThis.__vitest_mocker__?.generation ?? at; if (at !== now) { fn = first; res = err = void 0; at = now; }\n", true},
	{"var __commonJS = (cb, mod) => function __require() {\n",
		"var __commonJS = (cb, mod, at) => function __require() { const now = globalThis.__vitest_mocker__?.generation ?? at; if (at !== now) { mod = 0; at = now; }\n", false},
	{"var __toESM = (mod, isNodeMode, target) => (",
		"var __toESM = (mod, isNodeMode, target) => globalThis.__vitest_mocker__?.owns(mod) ? mod : (", false},
}

// matchers are the calls that write their result into the source. Those behind rejects,
// resolves and poll are known by where these are.
var (
	matchers = pattern.New(`InlineSnapshot\b`)
	places   = pattern.New(`\b(?:\w*InlineSnapshot|rejects|resolves|poll)\b`)
)

// inline maps "line:column" of each call of such a matcher to [file, line, column], all
// from 1, columns in UTF-16.
func (g *Graph) inline(code []byte, built *bundle.Bundle) map[string][]any {
	all := map[string][]any{}
	g.written = map[string][sha256.Size]byte{}
	if !matchers.Match(code) {
		return all
	}
	for number, line := range strings.Split(string(code), "\n") {
		for _, m := range places.FindAllStringIndex(line, -1) {
			column := utf16Len(line[:m[0]]) + 1
			pos, ok := built.Map.Source(built.Main(), number+1, column)
			if !ok {
				continue
			}
			if strings.HasPrefix(line[m[0]:], "re") {
				column-- // a property is where its point is
			}
			all[fmt.Sprintf("%d:%d", number+1, column)] = []any{filepath.ToSlash(pos.File), pos.Line, cmp.Or(pos.Column, 1)}
			if _, known := g.written[pos.File]; !known {
				text, _ := diag.ReadFile(pos.File) // one that is gone has changed
				g.written[pos.File] = sha256.Sum256(text)
			}
		}
	}
	return all
}

// Changed reports whether a file with inline snapshots is no longer what it was when it
// was built.
func (g *Graph) Changed(file string) bool {
	built, known := g.written[file]
	text, err := diag.ReadFile(file)
	return known && (err != nil || sha256.Sum256(text) != built)
}
