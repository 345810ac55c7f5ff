package deps

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/dotool-dev/dotool/config/diag"
)

// Examine sets what says how the bundle may be used, and when: see [Module.Free] and
// [Bundle.Stamps]. g is the graph of its build.
func (b *Bundle) Examine(g *Graph) {
	f := freedom{graph: g, seen: map[string]bool{}, packages: map[string]*sideEffects{}}
	for i, m := range b.Modules {
		if !m.CommonJS {
			b.Modules[i].Free = f.of(m.Path)
		}
	}
	links, folders := g.links()
	b.Links, b.Stamps = links, stamps(append(folders, b.Inputs...))
}

// freedom finds out which modules have no side effects.
type freedom struct {
	graph    *Graph
	seen     map[string]bool
	packages map[string]*sideEffects // by folder
}

// sideEffects is what a package.json says of them.
type sideEffects struct {
	dir      string
	none     bool
	patterns []string // of files that have some, if not none
}

// of reports whether a module and what it imports have no side effects, apart from the
// modules asked about before.
func (f *freedom) of(path string) bool {
	for name := range f.graph.Inputs {
		if f.graph.Path(name) == path {
			return f.visit(name)
		}
	}
	return false
}

func (f *freedom) visit(name string) bool {
	if f.seen[name] {
		return true
	}
	f.seen[name] = true
	free := true
	for _, i := range f.graph.Inputs[name].Imports {
		if !i.External {
			free = f.visit(i.Path) && free
		}
	}
	path := f.graph.Path(name)
	return free && (f.declared(path) || f.calm(name, path))
}

// calm reports whether a module can be seen to have no side effects, whatever its package
// says: many say nothing.
func (f *freedom) calm(name, path string) bool {
	relative, required := map[string]bool{}, map[string]bool{}
	for _, i := range f.graph.Inputs[name].Imports {
		relative[i.Original] = strings.HasPrefix(i.Original, ".") || strings.HasPrefix(i.Original, "#")
		required[i.Original] = f.graph.Inputs[i.Path].Format == "cjs"
	}
	text, err := diag.ReadFile(path)
	return err == nil && Calm(path, string(text), relative, required)
}

// declared reports whether the package of a file says that the file has no side effects.
func (f *freedom) declared(path string) bool {
	if !filepath.IsAbs(path) {
		return true // of the bundler
	}
	p := f.packageOf(filepath.Dir(path))
	rel, err := filepath.Rel(p.dir, path)
	if p.none || err != nil {
		return p.none
	}
	return p.patterns != nil && !slices.ContainsFunc(p.patterns, func(pattern string) bool {
		pattern = strings.TrimPrefix(pattern, "./")
		if !strings.Contains(pattern, "/") {
			pattern = "**/" + pattern // as webpack has it
		}
		match, err := doublestar.Match(pattern, filepath.ToSlash(rel))
		return match || err != nil
	})
}

func (f *freedom) packageOf(dir string) *sideEffects {
	if p := f.packages[dir]; p != nil {
		return p
	}
	p := &sideEffects{dir: dir}
	f.packages[dir] = p
	text, err := diag.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil && filepath.Base(dir) != "node_modules" && filepath.Dir(dir) != dir {
		*p = *f.packageOf(filepath.Dir(dir))
		return p
	}
	var says struct {
		Name        string
		SideEffects any
	}
	if json.Unmarshal(text, &says) != nil {
		return p
	}
	switch s := says.SideEffects.(type) {
	case bool:
		p.none = !s
	case []any:
		p.patterns = []string{}
		for _, pattern := range s {
			p.patterns = append(p.patterns, fmt.Sprint(pattern))
		}
	case nil:
		if says.Name == "" && filepath.Base(filepath.Dir(dir)) != "node_modules" { // such as { "type": "module" } in a folder of a package
			*p = *f.packageOf(filepath.Dir(dir))
		}
	}
	return p
}

// stamps are those of files of packages, and of what decides to which files imports
// lead: their folders and package.json, and where packages are installed.
func stamps(files []string) (all []Stamp) {
	paths := map[string]bool{}
	for _, file := range files {
		paths[file] = true
		for dir := filepath.Dir(file); !paths[dir] && filepath.Dir(dir) != dir; dir = filepath.Dir(dir) {
			paths[dir] = true
			if filepath.Base(dir) == "node_modules" {
				break
			}
			for _, name := range []string{"package.json", "node_modules"} {
				if path := filepath.Join(dir, name); name == "package.json" || StampOf(path).Size >= 0 {
					paths[path] = true
				}
			}
		}
	}
	for path := range paths {
		all = append(all, StampOf(path))
	}
	slices.SortFunc(all, func(a, b Stamp) int { return strings.Compare(a.Path, b.Path) })
	return all
}
