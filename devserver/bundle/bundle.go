// Package bundle turns the entry module of a Worker into the modules that
// workerd loads, with esbuild in process.
//
// A [Builder] belongs to one configuration and is quick to build again; each [Bundle]
// says what it exports, which files it was made of and where a position in its code
// comes from. Errors in the source are reported as diagnostics. dotool's own modules
// are added by package host, not here.
//
// The settings of the configuration mean what they mean to wrangler: rules.go
// has the rules for files that are modules of their own, asis.go loads a Worker
// without bundling it.
package bundle

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/bundle/aliased"
	"github.com/dotool-dev/dotool/devserver/bundle/deps"
	"github.com/dotool-dev/dotool/devserver/bundle/inputmap"
	"github.com/dotool-dev/dotool/devserver/bundle/shims"
)

// Kind is how workerd treats a module.
type Kind int

const (
	ESM Kind = iota
	CommonJS
	Text
	Data
	Wasm
)

// Module is one module of the Worker.
type Module struct {
	Name string // as the code imports it
	Kind Kind
	Code []byte
	File string // absolute path of what it was read from; "" for bundled code

	Packages bool // whether it is code of packages, apart from the Worker's own
}

// Bundle is a Worker ready to be loaded.
type Bundle struct {
	Modules []Module // the main module first
	Exports []string // names that the entry module exports, sorted
	Inputs  []string // absolute paths of the files it was made of, sorted
	Node    []string // modules of Node.js that the bundled code imports, without "node:", sorted
	Map     *SourceMap

	packages *deps.Bundle // nil if they are in the main module
}

// Main returns the name of the main module.
func (b *Bundle) Main() string { return b.Modules[0].Name }

// Any reports whether f holds for the code of a module. For packages the answer is kept
// under a name, as they are mostly those of the last build.
func (b *Bundle) Any(name string, f func(code []byte) bool) bool {
	return b.packages != nil && b.packages.Any(name, f) ||
		slices.ContainsFunc(b.Modules, func(m Module) bool { return !m.Packages && m.Kind <= CommonJS && f(m.Code) })
}

// Builder builds one Worker. It is not safe for concurrent use.
type Builder struct {
	project *config.Project
	name    string // of the bundled module
	rules   rules
	options api.BuildOptions
	ctx     api.BuildContext // nil with no_bundle, and while apart does its work
	apart   *apart           // nil if packages are always bundled with the own code
	library bool             // whether it makes no Worker, which would have to export something
	meta    string           // of the last build
	assets  *assets
	aliased aliased.Compiler
	maps    *inputmap.Maps
	inputs  []string // of the last build that named them: esbuild names none when it fails
	lookups lookups
	missing []string // imports that the last build could not resolve
}

// New prepares to build the Worker of a project. An error is a diagnostic
// about the settings of the bundler.
func New(p *config.Project) (*Builder, diag.List) {
	if p.Build.NoBundle {
		return &Builder{project: p, rules: newRules(p.Build.Rules), name: mainModule(p)}, nil
	}
	b, list := newBuilder(p, mainModule(p), func(*api.BuildOptions) {})
	if b != nil {
		b.apart = newApart(p)
	}
	return b, list
}

// newBuilder prepares to bundle a module of a name. other may change the options that
// the entry module of the project has.
func newBuilder(p *config.Project, name string, other func(*api.BuildOptions)) (*Builder, diag.List) {
	b := &Builder{project: p, rules: newRules(p.Build.Rules), name: name}
	b.assets = newAssets(p, b.rules)
	b.maps = inputmap.New(p.Dir)
	options := api.BuildOptions{
		AbsWorkingDir: p.Dir,
		EntryPoints:   []string{entryPoint(p.MainPath())},
		Outfile:       filepath.Join(p.Dir, name),
		Bundle:        true,
		Write:         false,
		Metafile:      true,
		Format:        api.FormatESModule,
		Platform:      api.PlatformBrowser,
		Target:        api.ES2024,
		Conditions:    []string{"workerd", "worker", "browser"},
		// The loaders, the define, KeepNames and Supported are wrangler's, so that
		// the same source means the same thing.
		Supported:      map[string]bool{"import-source": true, "using": true},
		Loader:         map[string]api.Loader{".js": api.LoaderJSX, ".mjs": api.LoaderJSX, ".cjs": api.LoaderJSX},
		Define:         defines(p),
		KeepNames:      p.Build.KeepNames == nil || *p.Build.KeepNames,
		Tsconfig:       p.Build.TSConfig,
		JSXFactory:     p.Build.JSXFactory,
		JSXFragment:    p.Build.JSXFragment,
		Sourcemap:      api.SourceMapExternal,
		SourcesContent: api.SourcesContentExclude,
		LogLevel:       api.LogLevelSilent,
		Plugins:        []api.Plugin{b.lookups.plugin(), entry(p.MainPath()), aliases(p), b.assets.plugin(), runtimeModules(p), b.maps.Plugin(), b.aliased.Plugin(pluginName)},
	}
	b.aliased.Options = api.BuildOptions{
		AbsWorkingDir: p.Dir,
		Target:        options.Target,
		Supported:     options.Supported,
		Loader:        options.Loader,
		Tsconfig:      options.Tsconfig,
		JSXFactory:    options.JSXFactory,
		JSXFragment:   options.JSXFragment,
		Sourcemap:     api.SourceMapInline,
		LogLevel:      api.LogLevelSilent,
	}
	b.aliased.Matters = func(file string) bool {
		return len(withTSConfigs(p, []string{file})) > 1
	}
	if p.Build.Minify {
		options.MinifySyntax, options.MinifyWhitespace, options.MinifyIdentifiers = true, true, true
	}
	if _, node := nodeCompat(p, p.CompatibilityDate.Value); node {
		options.Plugins = slices.Insert(options.Plugins, 3, shims.Plugin(p.Dir)) // before what finds files
	}
	other(&options)
	b.options = options
	if list := b.open(); list.HasErrors() {
		return nil, list
	}
	return b, nil
}

// open prepares esbuild.
func (b *Builder) open() diag.List {
	ctx, err := api.Context(b.options)
	if err != nil {
		return b.diagnostics(err.Errors, diag.Error)
	}
	b.ctx = ctx
	return nil
}

// entryName stands for an entry module whose path contains a *, which esbuild would
// read as a glob. Any other entry module keeps its path, since esbuild ignores
// tsconfig.json for a path that a plugin resolved.
const entryName = "dotool:entry"

func entryPoint(path string) string {
	if strings.Contains(path, "*") {
		return entryName
	}
	return path
}

// entry resolves entryName to the module.
func entry(path string) api.Plugin {
	return api.Plugin{Name: "entry", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: "^" + entryName + "$"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			if args.Kind != api.ResolveEntryPoint {
				return api.OnResolveResult{}, nil
			}
			return api.OnResolveResult{Path: path}, nil
		})
	}}
}

// mainModule returns the name that wrangler gives the main module.
func mainModule(p *config.Project) string {
	base := filepath.Base(p.MainPath())
	if p.Build.NoBundle {
		return base
	}
	return strings.TrimSuffix(base, filepath.Ext(base)) + ".js"
}

// Close releases what the builder holds.
func (b *Builder) Close() {
	b.apart.close()
	b.release()
}

func (b *Builder) release() {
	if b.ctx != nil {
		b.ctx.Dispose()
		b.ctx = nil
	}
}

// Inputs returns the files to watch: the inputs of the last build that got far
// enough to name them, and the entry module.
func (b *Builder) Inputs() []string {
	if len(b.inputs) == 0 {
		return []string{b.project.MainPath()}
	}
	return b.inputs
}

// Build reads the source and bundles it. The bundle is nil if the list holds
// an error.
func (b *Builder) Build() (*Bundle, diag.List) {
	var found []Module
	b.lookups.all, b.missing = map[lookup]bool{}, nil
	if b.project.Build.FindAdditionalModules {
		var err error
		if found, err = b.find(); err != nil {
			var list diag.List
			list.Errorf(b.project.Main.Pos, "bundle", "find additional modules: %v", err)
			return nil, list
		}
	}
	if b.project.Build.NoBundle {
		return b.asIs(found)
	}
	if out := b.apart.build(); out != nil {
		b.release() // it holds all that it has read
		b.apart.single = ""
		b.inputs, b.lookups.all = out.Inputs, b.apart.pair.own.lookups.all
		if out.packages != nil {
			for _, l := range out.packages.Links {
				b.lookups.all[lookup{l.Dir, l.Name}] = true
			}
		}
		return out, nil
	}
	if b.ctx == nil {
		if list := b.open(); list.HasErrors() {
			return nil, list
		}
	}
	b.assets.reset(found)
	b.aliased.Reset()
	b.maps.Reset()
	result := b.rebuild()
	list := append(b.diagnostics(result.Errors, diag.Error), b.diagnostics(result.Warnings, diag.Warning)...)
	if len(result.Errors) > 0 {
		b.broken(result.Errors, list)
		return nil, list
	}
	out := &Bundle{}
	b.meta = result.Metafile
	if err := b.readMeta(result.Metafile, out); err != nil {
		list.Errorf(b.project.Main.Pos, "bundle", "read esbuild's metafile: %v", err)
		return nil, list
	}
	if !b.library {
		b.needExports(out.Exports, &list)
	}
	b.needValues(out.Exports, list)
	modules := b.assets.modules()
	for _, m := range modules {
		out.Inputs = append(out.Inputs, m.File)
	}
	slices.Sort(out.Inputs)
	sourceFiles := slices.Compact(slices.Clone(out.Inputs))
	b.inputs = withTSConfigs(b.project, out.Inputs)
	out.Inputs = b.inputs
	if list.HasErrors() {
		return nil, list
	}
	var code, sources []byte
	for _, f := range result.OutputFiles {
		if strings.HasSuffix(f.Path, ".map") {
			sources = f.Contents
		} else {
			code = f.Contents
		}
	}
	main := Module{Name: b.name, Kind: ESM, Code: code}
	// The main module wins over a module of the same name that a rule finds.
	modules = slices.DeleteFunc(modules, func(m Module) bool { return m.Name == main.Name })
	out.Modules = append([]Module{main}, modules...)
	out.Map = newSourceMap(b.project.Dir, sourceFiles, modules)
	out.Map.add(main.Name, &moduleMap{dir: b.project.Dir, raw: sources})
	if b.apart != nil {
		if b.apart.single = ""; len(list) == 0 {
			b.apart.single = b.meta
		}
	}
	return out, list
}

// rebuild bundles, without the source maps that cannot be used.
func (b *Builder) rebuild() api.BuildResult {
	result := b.ctx.Rebuild()
	if b.maps.FindDamaged(result.Errors) {
		damaged := slices.DeleteFunc(result.Errors, func(m api.Message) bool { return m.Text != inputmap.Damaged })
		result = b.ctx.Rebuild()
		result.Warnings = append(result.Warnings, damaged...)
	}
	b.maps.FindDamaged(result.Warnings)
	return result
}

// broken notes what may mend a build that has errors: modules that are not found, and
// the broken files, even if no good build ever named them.
func (b *Builder) broken(errors []api.Message, list diag.List) {
	for _, m := range errors {
		if u := unresolved.FindStringSubmatch(m.Text); u != nil {
			b.missing = append(b.missing, u[1])
		}
	}
	for _, d := range list {
		if d.Pos.File != "" && !slices.Contains(b.inputs, d.Pos.File) {
			b.inputs = append(b.inputs, d.Pos.File)
		}
	}
	if len(b.inputs) > 0 {
		b.inputs = withTSConfigs(b.project, b.inputs)
	}
}

// readMeta reads what a bundle exports, imports of Node.js and was made from.
func (b *Builder) readMeta(text string, out *Bundle) error {
	var meta struct {
		Inputs  map[string]json.RawMessage `json:"inputs"`
		Outputs map[string]struct {
			EntryPoint string   `json:"entryPoint"`
			Exports    []string `json:"exports"`
			Imports    []struct {
				Path     string `json:"path"`
				External bool   `json:"external"`
			} `json:"imports"`
		} `json:"outputs"`
	}
	if err := json.Unmarshal([]byte(text), &meta); err != nil {
		return err
	}
	for _, o := range meta.Outputs {
		if o.EntryPoint != "" {
			out.Exports = o.Exports
		}
		for _, i := range o.Imports {
			if name, ok := strings.CutPrefix(i.Path, "node:"); ok && i.External {
				out.Node = append(out.Node, name)
			}
		}
	}
	slices.Sort(out.Node)
	out.Node = slices.Compact(out.Node)
	slices.Sort(out.Exports)
	for name := range meta.Inputs {
		// A plugin's own modules are named "namespace:path".
		if path := filepath.Join(b.project.Dir, filepath.FromSlash(name)); !strings.Contains(name, ":") || exists(path) {
			out.Inputs = append(out.Inputs, path)
		}
	}
	return nil
}

func (b *Builder) needExports(exports []string, list *diag.List) {
	if len(exports) == 0 {
		d := list.Errorf(b.project.Main.Pos, "service-worker", "%s exports nothing: Durable Objects need a Worker in ES module format", b.project.Main.Value)
		d.Fix = "export default { fetch(request, env, ctx) { … } }, and export each class, in place of addEventListener"
	}
}

// noExports is esbuild's warning about an import that has no value.
var noExports = pattern.New(`^Import "([^"]+)" will always be undefined because the file "([^"]+)" has no exports`)

// needValues turns warnings about undefined exports of the Worker into errors: workerd
// does not start with one.
func (b *Builder) needValues(exports []string, list diag.List) {
	for i := range list {
		d := &list[i]
		m := noExports.FindStringSubmatch(d.Message)
		if m == nil || d.Severity != diag.Warning || !slices.Contains(exports, m[1]) {
			continue
		}
		d.Severity, d.Code = diag.Error, "import"
		d.Message = fmt.Sprintf("%s is not exported by %s, so the Worker's export of it is undefined", m[1], m[2])
		d.Fix = b.exportFix(m[1], m[2])
	}
}

// exportFix returns the fix for a name that a file, as esbuild names it, does not
// export.
func (b *Builder) exportFix(name, file string) string {
	path := filepath.FromSlash(file)
	if !filepath.IsAbs(path) {
		path = filepath.Join(b.project.Dir, path)
	}
	text, err := diag.ReadFile(path)
	if err != nil {
		return ""
	}
	declared := regexp.MustCompile(`(?m)^\s*((?:abstract\s+)?class|(?:async\s+)?function|const|let)\s+` + regexp.QuoteMeta(name) + `\b`).FindStringSubmatch(string(text))
	if declared == nil {
		return ""
	}
	return fmt.Sprintf("write export before %q in %s", declared[1]+" "+name, file)
}

// diagnostics translates esbuild's messages.
func (b *Builder) diagnostics(messages []api.Message, severity diag.Severity) diag.List {
	var list diag.List
	for _, m := range messages {
		d := diag.Diagnostic{Severity: severity, Code: "bundle", Message: m.Text}
		if m.PluginName == pluginName && m.ID == "" {
			d.Code = "import"
		}
		if l := m.Location; l != nil {
			file := l.File
			if !filepath.IsAbs(file) {
				file = filepath.Join(b.project.Dir, filepath.FromSlash(file))
			}
			line, column := b.aliased.Position(file, l.Line, l.Column)
			d.Pos = diag.Pos{File: file, Line: line, Column: column + 1, Length: l.Length}
			if l.Suggestion != "" && !strings.HasPrefix(m.Text, "Expected ") { // in syntax errors, the suggestion is often far from the mistake
				d.Fix = "write " + l.Suggestion
			}
		} else {
			d.Pos = b.project.Main.Pos
		}
		if d.Fix == "" && len(m.Notes) > 0 {
			d.Fix = m.Notes[0].Text
		}
		b.explain(&d)
		list = append(list, d)
	}
	return list
}

func defines(p *config.Project) map[string]string {
	d := map[string]string{
		"process.env.NODE_ENV":            `"development"`,
		"global.process.env.NODE_ENV":     `"development"`,
		"globalThis.process.env.NODE_ENV": `"development"`,
	}
	if hasFlag(p, "global_navigator") || p.CompatibilityDate.Value >= "2022-03-21" && !hasFlag(p, "no_global_navigator") {
		d["navigator.userAgent"] = `"Cloudflare-Workers"`
	}
	for k, v := range p.Build.Define {
		d[k] = v
	}
	return d
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
