package deps

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
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
	names := map[string]string{}
	for name := range g.Inputs {
		names[g.Path(name)] = name
	}
	for i, m := range b.Modules { // each apart from those before it
		b.Modules[i].Free = !m.CommonJS && f.visit(names[m.Path])
	}
	b.Links, b.Stamps = g.links(), stamps(b.Inputs)
}

// freedom finds out which modules have no side effects.
type freedom struct {
	graph    *Graph
	seen     map[string]bool
	packages map[string]*sideEffects // by folder
}

// sideEffects is the member of that name of a package.json.
type sideEffects struct {
	dir      string
	none     bool
	patterns []string // of files that have some, if not none
}

// visit reports whether a module and what it imports have no side effects, apart from the
// modules visited before.
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
	return err == nil && calmModule(path, string(text), relative, required)
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

// stamps returns the stamps of files of packages, and of what decides to which files their imports
// lead.
func stamps(files []string) []Stamp {
	all := stamping{}
	for _, file := range files {
		all.file(file)
	}
	return slices.SortedFunc(maps.Values(all), func(a, b Stamp) int { return strings.Compare(a.Path, b.Path) })
}

// stamping collects stamps, by path.
type stamping map[string]Stamp

func (s stamping) add(path string) {
	if _, known := s[path]; !known {
		s[path] = stampOf(path)
	}
}

// file adds a file of a package, the folders and package.json of that, and all folders
// in which packages are installed for it.
func (s stamping) file(file string) {
	s.add(file)
	inside := true
	for dir := filepath.Dir(file); filepath.Dir(dir) != dir; dir = filepath.Dir(dir) {
		if _, known := s[dir]; known {
			return // and so is all above
		}
		if inside = inside && filepath.Base(dir) != "node_modules"; inside {
			s.add(dir)
			s.add(filepath.Join(dir, "package.json"))
		}
		s.installed(filepath.Join(dir, "node_modules"))
	}
}

// installed adds a folder of packages, if it is there, and those of its scopes: a link
// to a package that is replaced changes only the folder that it is in.
func (s stamping) installed(dir string) {
	if _, known := s[dir]; known {
		return
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	s.add(dir)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "@") {
			s.add(filepath.Join(dir, e.Name()))
		}
	}
}
