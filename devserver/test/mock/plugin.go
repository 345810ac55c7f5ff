package mock

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/dotool-dev/dotool/config"
)

// Modules that stand for others are in a namespace of their own.
const (
	space     = "dotool-mock"
	tableName = "dotool:mocks"

	stub     = "stub/"     // what importers get: the exports that mocker.js decides on
	actual   = "actual/"   // the module itself
	redirect = "redirect/" // the one in a folder __mocks__
)

// module is one that calls name: it may be mocked.
type module struct {
	raw      string // as the first call names it
	dir      string // from where it is resolved
	path     string // what it is, once resolved; as the call names it if it does not exist
	external bool   // part of the runtime
	missing  bool   // it does not exist
	redirect string // the file in a folder __mocks__, "" without one
}

// mocks are the modules that may be mocked in one graph.
type mocks struct {
	project *config.Project
	name    string   // of the graph
	sources []string // files with calls

	resolve func(string, api.ResolveOptions) api.ResolveResult

	// Made when a build starts, and only read afterwards, when esbuild works in parallel.
	modules  []*module
	at       map[string]int // index in modules, by path
	packages bool           // one of them is of a package
	hoisted  map[string]api.OnLoadResult
	keys     map[string]bool // what sources import: see [mocks.reach]
	metafile string
}

func newMocks(p *config.Project, name string, sources []string) *mocks {
	return &mocks{project: p, name: name, sources: sources}
}

// resolving marks a question of ours.
type resolving struct{}

func (m *mocks) plugin() api.Plugin {
	return api.Plugin{Name: space, Setup: func(b api.PluginBuild) {
		m.resolve = b.Resolve
		b.OnStart(m.start)
		b.OnResolve(api.OnResolveOptions{Filter: `.`}, m.onResolve)
		b.OnLoad(api.OnLoadOptions{Filter: `.`, Namespace: space}, m.load)
		b.OnLoad(api.OnLoadOptions{Filter: `.`, Namespace: "file"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			return m.hoisted[args.Path], nil
		})
		b.OnEnd(func(result *api.BuildResult) (api.OnEndResult, error) {
			m.metafile = result.Metafile
			return api.OnEndResult{}, nil
		})
	}}
}

// start reads the files with calls, before anything is resolved.
func (m *mocks) start() (result api.OnStartResult, _ error) {
	m.modules, m.packages, m.at, m.hoisted, m.keys = nil, false, map[string]int{}, map[string]api.OnLoadResult{}, map[string]bool{}
	var all []*source
	for _, file := range m.sources {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // esbuild says so
		}
		if read := m.read(file, string(text)); read != nil {
			all = append(all, read)
		}
	}
	for _, s := range all { // now that all modules are known
		text, warnings, fault := s.hoist()
		result.Warnings = append(result.Warnings, warnings...)
		if fault != nil {
			result.Errors = append(result.Errors, *fault)
		} else if text != "" {
			m.hoisted[s.path] = api.OnLoadResult{Contents: &text, Loader: api.LoaderDefault}
		}
	}
	return result, nil
}

// add returns the index of the module that a call in a file names.
func (m *mocks) add(file, raw string) int {
	dir := filepath.Dir(file)
	mod := &module{raw: raw, dir: dir}
	r := m.find(raw, file, api.ResolveJSImportStatement)
	mod.path, mod.external = r.Path, r.External
	if len(r.Errors) > 0 {
		mod.path, mod.missing = raw, true
		if strings.HasPrefix(raw, ".") {
			mod.path = filepath.Join(dir, filepath.FromSlash(raw))
		}
	}
	if i, ok := m.at[mod.path]; ok {
		return i
	}
	mod.redirect = m.redirected(mod)
	m.packages = m.packages || mod.external || mod.missing || inPackage(mod.path)
	m.at[mod.path] = len(m.modules)
	m.modules = append(m.modules, mod)
	return len(m.modules) - 1
}

func (m *mocks) find(path, importer string, kind api.ResolveKind) api.ResolveResult {
	return m.resolve(path, api.ResolveOptions{Importer: importer, Namespace: "file", ResolveDir: filepath.Dir(importer), Kind: kind, PluginData: resolving{}})
}

// redirected returns the file that vi.mock without a factory takes: beside the module, in
// __mocks__, or, for packages and the runtime's modules, in __mocks__ of the project.
func (m *mocks) redirected(mod *module) string {
	if filepath.IsAbs(mod.path) && !mod.missing && !inPackage(mod.path) {
		file := filepath.Join(filepath.Dir(mod.path), "__mocks__", filepath.Base(mod.path))
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file
		}
		return ""
	}
	name := strings.TrimPrefix(mod.raw, "node:")
	return fileNamed(filepath.Join(m.project.Dir, "__mocks__", filepath.Dir(filepath.FromSlash(name))), filepath.Base(name))
}

// fileNamed finds a file by its name without extension, or as index in a folder of that name.
func fileNamed(dir, name string) string {
	files, err := os.ReadDir(dir)
	if err != nil {
		return ""
	}
	for _, f := range files {
		if strings.TrimSuffix(f.Name(), filepath.Ext(f.Name())) != name {
			continue
		}
		path := filepath.Join(dir, f.Name())
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path
		}
		if index := fileNamed(path, "index"); index != "" {
			return index
		}
	}
	return ""
}

// onResolve leads the imports of the project's files to the modules that stand for others.
func (m *mocks) onResolve(args api.OnResolveArgs) (none api.OnResolveResult, _ error) {
	ours := func(path string) (api.OnResolveResult, error) {
		return api.OnResolveResult{Path: path, Namespace: space}, nil
	}
	_, asking := args.PluginData.(resolving)
	switch {
	case asking || args.Kind == api.ResolveEntryPoint:
		return none, nil
	case args.Path == tableName:
		return ours(tableName)
	case args.Namespace == space:
		if strings.HasPrefix(args.Path, space+":") {
			return ours(strings.TrimPrefix(args.Path, space+":"))
		}
		return none, nil
	case len(m.modules) == 0 || inPackage(args.Importer) && (!m.packages || args.Kind == api.ResolveJSRequireCall) || args.Importer == filepath.Join(m.project.Dir, m.name) || args.Importer == m.name:
		return none, nil
	}
	r := m.find(args.Path, args.Importer, args.Kind)
	path := r.Path
	if len(r.Errors) > 0 {
		path = args.Path
		if strings.HasPrefix(path, ".") {
			path = filepath.Join(args.ResolveDir, filepath.FromSlash(path))
		}
	}
	i, ok := m.at[path]
	if !ok || m.modules[i].redirect == args.Importer {
		return none, nil
	}
	return ours(fmt.Sprint(stub, i))
}

// load makes the modules of ours.
func (m *mocks) load(args api.OnLoadArgs) (api.OnLoadResult, error) {
	var code string
	if args.Path == tableName {
		code = m.table()
		return api.OnLoadResult{Contents: &code, Loader: api.LoaderJS}, nil
	}
	kind, number, _ := strings.Cut(args.Path, "/")
	var i int
	if _, err := fmt.Sscan(number, &i); err != nil {
		return api.OnLoadResult{}, err
	}
	mod := m.modules[i]
	result := api.OnLoadResult{Contents: &code, Loader: api.LoaderJS, ResolveDir: mod.dir}
	switch from := quote(mod.raw); {
	case kind+"/" == stub:
		code = fmt.Sprintf("Object.defineProperty(module, \"exports\", { get: () => globalThis.__vitest_mocker__.exports(%d) });", i)
	case kind+"/" == redirect:
		code = fmt.Sprintf("export const redirect = () => require(%s);", quote(mod.redirect))
	case mod.external:
		code = fmt.Sprintf("import * as all from %s; export const actual = () => all, load = () => {};", from)
	default: // load waits, if the module does
		code = fmt.Sprintf("export const actual = () => require(%s), load = () => import(%s);", from, from)
	}
	return result, nil
}

// table returns the source of the module with all that may be mocked.
func (m *mocks) table() string {
	var imports, all strings.Builder
	for i, mod := range m.modules {
		fmt.Fprintf(&all, "  { raw: %s", quote(mod.raw))
		add := func(kind string) {
			fmt.Fprintf(&imports, "import * as %s%d from %s;\n", kind[:1], i, quote(fmt.Sprint(space, ":", kind, i)))
			fmt.Fprintf(&all, ", ...%s%d", kind[:1], i)
		}
		if !mod.missing {
			add(actual)
		}
		if mod.redirect != "" {
			add(redirect)
		}
		all.WriteString(" },\n")
	}
	return imports.String() + "export const mocks = [\n" + all.String() + "];\n"
}

func quote(s string) string { return asJSON(s) }

// reach returns, for each file that sources import or that files name, and for each
// module itself, which modules that may be mocked are imported by it or by what it imports.
func (m *mocks) reach(files map[string]string) map[string][]int {
	var meta struct {
		Inputs map[string]struct {
			Imports []struct {
				Path     string
				External bool
			}
		}
	}
	if json.Unmarshal([]byte(m.metafile), &meta) != nil {
		return nil
	}
	out := map[string][]int{}
	from := func(key, input string) {
		seen := map[string]bool{}
		var walk func(string)
		walk = func(name string) {
			if seen[name] {
				return
			}
			seen[name] = true
			var i int
			if _, err := fmt.Sscanf(name, space+":"+stub+"%d", &i); err == nil {
				out[key] = append(out[key], i)
				return
			}
			for _, imported := range meta.Inputs[name].Imports {
				walk(imported.Path)
			}
		}
		walk(input)
	}
	for key := range m.keys {
		from(key, m.input(key))
	}
	for name, file := range files {
		if _, source := m.hoisted[file]; !source {
			from(name, m.input(file))
		}
	}
	for i := range m.modules {
		for _, kind := range []string{stub, actual, redirect} {
			key := fmt.Sprint(kind, i)
			from(key, space+":"+key)
		}
	}
	return out
}

// input returns the name of a file in esbuild's metafile.
func (m *mocks) input(file string) string {
	if rel, err := filepath.Rel(m.project.Dir, file); err == nil {
		return filepath.ToSlash(rel)
	}
	return file
}
