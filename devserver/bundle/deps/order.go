package deps

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Graph has the modules of a build, as in esbuild's metafile.
type Graph struct {
	Dir    string `json:"-"` // where relative paths start
	Inputs map[string]struct {
		Bytes   int    `json:"bytes"`
		Format  string `json:"format"`
		Imports []struct {
			Path     string `json:"path"`
			Kind     string `json:"kind"`
			Original string `json:"original"`
			External bool   `json:"external"`
		} `json:"imports"`
	} `json:"inputs"`
	Outputs map[string]struct {
		EntryPoint string `json:"entryPoint"`
		Inputs     map[string]struct {
			Bytes int `json:"bytesInOutput"`
		} `json:"inputs"`
	} `json:"outputs"`
}

func (g *Graph) entry() string {
	for _, o := range g.Outputs {
		if o.EntryPoint != "" {
			return o.EntryPoint
		}
	}
	return ""
}

// Path returns the path of a module, as the graph names it.
func (g *Graph) Path(name string) string {
	if path := filepath.FromSlash(name); filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(g.Dir, filepath.FromSlash(name))
}

// worthwhile is how many bytes of packages are worth to be bundled apart.
const worthwhile = 128 << 10

// Packages returns the modules of packages that own code imports by statements, and
// whether each is CommonJS. It is nil where they are too small to be bundled apart, or
// one of them is neither kind.
func (g *Graph) Packages() map[string]bool {
	modules, size := map[string]bool{}, 0
	for name, input := range g.Inputs {
		if OfPackage(g.Path(name)) {
			size += input.Bytes
			continue
		}
		for _, i := range input.Imports {
			path := g.Path(i.Path)
			if i.External || i.Kind != "import-statement" || !OfPackage(path) {
				continue
			}
			format := g.Inputs[i.Path].Format // none of a script that neither imports nor exports
			if format == "" && !slices.Contains([]string{".js", ".mjs", ".cjs"}, filepath.Ext(path)) {
				return nil // such as JSON
			}
			modules[path] = format == "cjs"
		}
	}
	if size < worthwhile || len(modules) == 0 {
		return nil
	}
	return modules
}

// Bundled returns the modules of packages of which a bundle contains something, sorted.
func (g *Graph) Bundled() (paths []string) {
	for _, o := range g.Outputs {
		for name, input := range o.Inputs {
			if path := g.Path(name); input.Bytes > 0 && OfPackage(path) {
				paths = append(paths, path)
			}
		}
	}
	slices.Sort(paths)
	return paths
}

// Within reports whether a bundle contains something of no other modules of packages
// than another one.
func (g *Graph) Within(other *Graph) bool {
	all := other.Bundled()
	return !slices.ContainsFunc(g.Bundled(), func(path string) bool {
		_, found := slices.BinarySearch(all, path)
		return !found
	})
}

// ReadGraph reads esbuild's metafile of a build in a folder.
func ReadGraph(dir, metafile string) (*Graph, error) {
	g := &Graph{Dir: dir}
	return g, json.Unmarshal([]byte(metafile), g)
}

// PackageOf returns the name of the package that an import names.
func PackageOf(path string) string {
	parts := strings.SplitN(path, "/", 3)
	if strings.HasPrefix(path, "@") && len(parts) > 1 {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

// links returns the links through which packages import others.
func (g *Graph) links() (all []Link) {
	done := map[Link]bool{}
	for name, input := range g.Inputs {
		for _, i := range input.Imports {
			if i.External || i.Original == "" || strings.ContainsAny(i.Original[:1], "./#") || filepath.IsAbs(i.Original) {
				continue
			}
			l := Link{filepath.Dir(g.Path(name)), PackageOf(i.Original)}
			for ; !done[l]; l.Dir = filepath.Dir(l.Dir) {
				done[l] = true
				path := filepath.Join(l.Dir, "node_modules", filepath.FromSlash(l.Name))
				info, err := os.Lstat(path)
				if err == nil && info.Mode()&fs.ModeSymlink != 0 {
					all = append(all, l)
				}
				if err == nil {
					break
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b Link) int { return cmp.Or(strings.Compare(a.Dir, b.Dir), strings.Compare(a.Name, b.Name)) })
	return all
}

// Ordered reports whether it makes no difference that the packages run before all own
// code, of which g is the graph. A module of a package may follow own modules only if
// neither has side effects: see [calmModule]. What is imported later must have run anyway.
func (b *Bundle) Ordered(g *Graph, u *Uses) bool {
	w := walk{graph: g, uses: u, packages: b, seen: map[string]bool{}, calm: map[string]bool{}}
	return w.eager(g.entry()) && w.later()
}

// Order returns modules that own code uses, of which g is the graph, in the order in which
// they run: the code itself has the imports of some modules first. CommonJS that runs
// when own code requires it comes last.
func (u *Uses) Order(g *Graph, used []Module) []Module {
	w := walk{graph: g, uses: u, seen: map[string]bool{}}
	w.eager(g.entry())
	used = slices.Clone(used)
	place := func(m Module) int {
		i := slices.Index(w.order, m.Path)
		if i < 0 || m.CommonJS && !m.Early {
			return len(w.order)
		}
		return i
	}
	for i, m := range used {
		used[i].Early = m.CommonJS && !u.calm[m.Path] && slices.Contains(w.order[:w.early], m.Path)
	}
	slices.SortStableFunc(used, func(a, b Module) int { return cmp.Compare(place(a), place(b)) })
	return used
}

// walk follows own code in the order in which it runs.
type walk struct {
	graph    *Graph
	uses     *Uses
	packages *Bundle // nil for the order alone
	seen     map[string]bool
	ran      []string // own modules
	lazy     []string // own modules that are imported only later
	order    []string // modules of packages
	early    int      // how many of them run before all own modules
	calm     map[string]bool
}

// eager visits a module and what it imports by statements. It reports false where the
// order matters.
func (w *walk) eager(name string) bool {
	if w.seen[name] {
		return true
	}
	w.seen[name] = true
	for _, i := range w.graph.Inputs[name].Imports {
		switch {
		case i.External && strings.HasPrefix(i.Path, folder):
			if !w.seen[i.Path] && !w.fromPackage(i.Path) {
				return false
			}
		case i.External:
		case i.Kind != "import-statement":
			w.lazy = append(w.lazy, i.Path)
		case strings.HasPrefix(i.Path, "package:"):
			w.follows(strings.TrimPrefix(i.Path, "package:"))
		case !w.eager(i.Path):
			return false
		}
	}
	w.ran = append(w.ran, name)
	return true
}

// fromPackage visits a module of a package.
func (w *walk) fromPackage(name string) bool {
	w.seen[name] = true
	var n int
	if _, err := fmt.Sscanf(name, folder+"%d.js", &n); err != nil || n >= len(w.uses.paths) {
		return false
	}
	if w.follows(w.uses.paths[n]); len(w.ran) == 0 || w.packages == nil {
		return true
	}
	bound := slices.ContainsFunc(w.packages.Modules, func(m Module) bool { return m.Path == w.uses.paths[n] && !m.Free })
	return !bound && !slices.ContainsFunc(w.ran, func(name string) bool { return !w.isCalm(name) })
}

// follows notes the next module of a package.
func (w *walk) follows(path string) {
	if w.order = append(w.order, path); len(w.ran) == 0 {
		w.early = len(w.order)
	}
}

// isCalm reports whether an own module has no side effects that packages could notice.
func (w *walk) isCalm(name string) bool {
	calm, known := w.calm[name]
	if known {
		return calm
	}
	own, required := map[string]bool{}, map[string]bool{}
	for _, i := range w.graph.Inputs[name].Imports {
		if strings.HasPrefix(i.Path, "package:") {
			required[i.Original] = true
		} else if !i.External {
			own[i.Original] = true
		}
	}
	calm = w.uses.isCalm(w.graph.Path(name), own, required)
	w.calm[name] = calm
	return calm
}

// later reports whether all packages that own code imports only later run at the start
// anyway.
func (w *walk) later() bool {
	for len(w.lazy) > 0 {
		name := w.lazy[0]
		w.lazy = w.lazy[1:]
		if w.seen[name] {
			continue
		}
		w.seen[name] = true
		for _, i := range w.graph.Inputs[name].Imports {
			if i.External && strings.HasPrefix(i.Path, folder) && !w.seen[i.Path] {
				return false
			}
			if !i.External {
				w.lazy = append(w.lazy, i.Path)
			}
		}
	}
	return true
}
