package bundle

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/bundle/deps"
)

// Probes are the paths that a build looked for. When one of them appears, disappears or
// is replaced, imports may resolve to other files.
type Probes struct {
	Names map[string]map[string]bool // by folder; see [Probes.Has]
	Files []string                   // files besides the inputs whose content counts
	Trees []string                   // folders of packages that lack a file which was imported
}

// Has reports whether a path was looked for, with or without the extension of a script.
func (p Probes) Has(path string) bool {
	names := p.Names[filepath.Dir(path)]
	base := filepath.Base(path)
	return len(names) > 0 && (names[base] || slices.Contains(scriptExtensions, filepath.Ext(base)) && names[strings.TrimSuffix(base, filepath.Ext(base))])
}

// scriptExtensions are the extensions that an import may omit.
var scriptExtensions = []string{".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".json", ".css"}

// lookup is an import as written, and the folder that it is in.
type lookup struct{ dir, path string }

// lookups collects the imports of a build.
type lookups struct {
	mu  sync.Mutex // guards all; esbuild resolves in parallel
	all map[lookup]bool
}

func (l *lookups) plugin() api.Plugin {
	return api.Plugin{Name: pluginName, Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `^(?:[^:]+|[A-Za-z]:[\\/].*)$`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			if args.ResolveDir != "" {
				l.mu.Lock()
				l.all[lookup{args.ResolveDir, args.Path}] = true
				l.mu.Unlock()
			}
			return api.OnResolveResult{}, nil
		})
	}}
}

// Probes returns what the last build looked for. The function it returns reads folders;
// it may be called later, from any goroutine.
func (b *Builder) Probes() func() Probes {
	b.lookups.mu.Lock()
	defer b.lookups.mu.Unlock()
	p := prober{
		top:   top(b.project.Dir),
		found: Probes{Names: map[string]map[string]bool{}},
		dirs:  map[string]bool{},
		done:  map[lookup]bool{},
		files: map[string]bool{},
	}
	all, inputs, missing, project := b.lookups.all, slices.Clone(b.Inputs()), slices.Clone(b.missing), b.project
	return func() Probes {
		p.paths = readPaths(project, inputs)
		for l := range all {
			p.look(l, missing)
		}
		for _, file := range append(inputs, project.MainPath()) {
			p.input(file)
		}
		p.add(filepath.Dir(project.MainPath()), filepath.Base(project.MainPath()))
		for file := range p.files {
			p.found.Files = append(p.found.Files, file)
		}
		return p.found
	}
}

// top returns the highest folder in which files of the project are looked for: one with a
// package.json, node_modules or .git.
func top(dir string) string {
	highest := dir
	for d := dir; ; d = filepath.Dir(d) {
		for _, name := range []string{"package.json", "node_modules", ".git"} {
			if exists(filepath.Join(d, name)) {
				highest = d
			}
		}
		if d == filepath.Dir(d) {
			return highest
		}
	}
}

type prober struct {
	top   string
	paths []pathAlias
	found Probes
	files map[string]bool
	dirs  map[string]bool // whether a path is a folder, for those already checked
	done  map[lookup]bool
}

func (p *prober) isDir(path string) bool {
	is, ok := p.dirs[path]
	if !ok {
		fi, err := os.Stat(path)
		is = err == nil && fi.IsDir()
		p.dirs[path] = is
	}
	return is
}

// add adds a name in a folder, and if it is a link, also what it leads to.
func (p *prober) add(dir, name string) {
	names := p.found.Names[dir]
	if names == nil {
		names = map[string]bool{}
		p.found.Names[dir] = names
	}
	if names[name] {
		return
	}
	names[name] = true
	if to, err := os.Readlink(filepath.Join(dir, name)); err == nil {
		p.follow(dir, to, "", 0)
	}
}

// mostLinks is how many links are followed on the way to a file.
const mostLinks = 40

// follow adds the links that a link in a folder leads through, and where it ends.
func (p *prober) follow(dir, to, rest string, links int) {
	if !filepath.IsAbs(to) {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			dir = real
		}
		to = filepath.Join(dir, to)
	}
	to = filepath.Join(to, rest)
	for i, c := range to {
		if c != filepath.Separator || i == 0 {
			continue
		}
		if next, err := os.Readlink(to[:i]); err == nil && links < mostLinks {
			p.add(filepath.Dir(to[:i]), filepath.Base(to[:i]))
			p.follow(filepath.Dir(to[:i]), next, to[i:], links+1)
			return
		}
	}
	p.add(filepath.Dir(to), filepath.Base(to))
}

// path adds the names on the way from a folder to a module.
func (p *prober) path(from, target string) {
	rel, err := filepath.Rel(from, target)
	if err != nil {
		return
	}
	parts := strings.Split(rel, string(filepath.Separator))
	for len(parts) > 0 && (parts[0] == ".." || parts[0] == ".") {
		if parts[0] == ".." {
			from = filepath.Dir(from)
		}
		parts = parts[1:]
	}
	for _, part := range parts {
		if !p.isDir(from) {
			return // the name of the folder was added
		}
		p.add(from, part)
		if ext := filepath.Ext(part); slices.Contains([]string{".js", ".jsx", ".mjs", ".cjs"}, ext) {
			p.add(from, strings.TrimSuffix(part, ext)) // TypeScript in its place
		}
		from = filepath.Join(from, part)
	}
	if p.isDir(from) {
		p.add(from, "index")
		p.add(from, "package.json")
		if file := filepath.Join(from, "package.json"); exists(file) {
			p.files[file] = true
		}
		p.add(filepath.Dir(from), filepath.Base(from))
	}
}

// look adds what an import looks for.
func (p *prober) look(l lookup, missing []string) {
	path := strings.TrimSuffix(l.path, "?module")
	if filepath.IsAbs(path) || strings.HasPrefix(path, ".") {
		if !filepath.IsAbs(path) {
			path = filepath.Join(l.dir, filepath.FromSlash(path))
		}
		p.path(l.dir, path)
		return
	}
	for _, alias := range p.paths {
		for _, target := range alias.targets(path) {
			p.path(filepath.Dir(target), target)
		}
	}
	if strings.HasPrefix(path, "#") {
		p.subpath(l.dir, path, missing)
		return
	}
	name := deps.PackageOf(path)
	top := p.top
	if slices.Contains(missing, path) {
		top = "" // it may be installed in any folder above
	}
	for dir := l.dir; ; dir = filepath.Dir(dir) {
		if filepath.Base(dir) != "node_modules" {
			modules := filepath.Join(dir, "node_modules")
			pkg := filepath.Join(modules, filepath.FromSlash(name))
			if l := (lookup{dir, name}); !p.done[l] {
				p.done[l] = true
				p.path(dir, pkg)
			}
			if p.isDir(pkg) {
				if real, err := filepath.EvalSymlinks(pkg); err == nil {
					p.path(real, filepath.Join(real, strings.TrimPrefix(path, name)))
					if slices.Contains(missing, path) {
						p.found.Trees = append(p.found.Trees, real)
					}
				}
				return
			}
		}
		if dir == top || dir == filepath.Dir(dir) {
			return
		}
	}
}

// subpath adds what an import that begins with # leads to, by the nearest package.json.
func (p *prober) subpath(dir, path string, missing []string) {
	for ; ; dir = filepath.Dir(dir) {
		text, err := diag.ReadFile(filepath.Join(dir, "package.json"))
		if err == nil {
			var pkg struct{ Imports map[string]any }
			_ = json.Unmarshal(text, &pkg) // an unreadable file has no imports
			for name, to := range pkg.Imports {
				a := pathAlias{base: dir, to: ends(to)}
				star := false
				if a.before, a.after, star = strings.Cut(name, "*"); !star && name != path {
					continue
				}
				for i, target := range a.targets(path) {
					if strings.HasPrefix(a.to[i], ".") {
						p.path(dir, target)
					} else if a.to[i] != path && !strings.HasPrefix(a.to[i], "#") {
						p.look(lookup{dir, a.to[i]}, missing)
					}
				}
			}
			return
		}
		if dir == filepath.Dir(dir) {
			return
		}
	}
}

// ends returns the paths that a value of "imports" may lead to, on any condition.
func ends(value any) (paths []string) {
	switch v := value.(type) {
	case string:
		paths = []string{v}
	case []any:
		for _, e := range v {
			paths = append(paths, ends(e)...)
		}
	case map[string]any:
		for _, e := range v {
			paths = append(paths, ends(e)...)
		}
	}
	return paths
}

// input adds the paths that would take precedence over a file that was imported, and
// the settings files that apply to it.
func (p *prober) input(file string) {
	dir, base := filepath.Split(file)
	dir = filepath.Clean(dir)
	stem := strings.TrimSuffix(base, filepath.Ext(base))
	p.add(dir, stem)
	if stem == "index" {
		p.add(filepath.Dir(dir), filepath.Base(dir))
	}
	inPackage := strings.Contains(file, string(filepath.Separator)+"node_modules"+string(filepath.Separator))
	described := false
	for d := dir; filepath.Base(d) != "node_modules"; d = filepath.Dir(d) {
		if p.done[lookup{dir: d}] {
			return
		}
		p.done[lookup{dir: d}] = true
		if !described {
			p.add(d, "package.json")
			if pkg := filepath.Join(d, "package.json"); exists(pkg) {
				p.files[pkg], described = true, true
			}
		}
		if inPackage && described {
			return
		}
		if !inPackage {
			p.add(d, "tsconfig.json")
			p.add(d, "jsconfig.json")
		}
		if d == p.top || d == filepath.Dir(d) {
			return
		}
	}
}

// pathAlias is a line of `paths` in a tsconfig.json.
type pathAlias struct {
	before, after, base string
	to                  []string
}

func (a pathAlias) targets(path string) (targets []string) {
	if len(path) < len(a.before)+len(a.after) || !strings.HasPrefix(path, a.before) || !strings.HasSuffix(path, a.after) {
		return nil
	}
	star := path[len(a.before) : len(path)-len(a.after)]
	for _, to := range a.to {
		targets = append(targets, filepath.Join(a.base, filepath.FromSlash(strings.Replace(to, "*", star, 1))))
	}
	return targets
}

var (
	pathsOf   = pattern.New(`"paths"\s*:\s*\{([^}]*)\}`)
	pathLine  = pattern.New(`"([^"\n]+)"\s*:\s*\[([^\]]*)\]`)
	baseURLOf = pattern.New(`"baseUrl"\s*:\s*"([^"\n]*)"`)
)

// readPaths reads the aliases of every tsconfig.json among the inputs. Extra aliases do
// no harm here, so it need not parse the file exactly.
func readPaths(p *config.Project, inputs []string) (aliases []pathAlias) {
	for _, file := range inputs {
		if filepath.Ext(file) != ".json" || file != p.Build.TSConfig && !strings.Contains(filepath.Base(file), "config") {
			continue
		}
		text, err := diag.ReadFile(file)
		if err != nil {
			continue
		}
		base := filepath.Dir(file)
		if m := baseURLOf.FindSubmatch(text); m != nil {
			base = filepath.Join(base, filepath.FromSlash(string(m[1])))
			aliases = append(aliases, pathAlias{base: base, to: []string{"*"}})
		}
		for _, block := range pathsOf.FindAllSubmatch(text, -1) {
			for _, line := range pathLine.FindAllSubmatch(block[1], -1) {
				a := pathAlias{base: base}
				a.before, a.after, _ = strings.Cut(string(line[1]), "*")
				for _, to := range quoted.FindAllSubmatch(line[2], -1) {
					a.to = append(a.to, string(to[1]))
				}
				if a.before != "" || a.after != "" {
					aliases = append(aliases, a)
				}
			}
		}
	}
	return aliases
}
