package bundle

import (
	"encoding/json"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/dotool-dev/dotool/config/diag"
)

// asIs bundles main and the modules found beside it, unchanged. esbuild only reads
// them: to learn what main exports or re-exports, and to find errors that workerd would
// report without a position.
func (b *Builder) asIs(found []Module) (*Bundle, diag.List) {
	p := b.project
	b.inputs = []string{p.MainPath()}
	for _, m := range found {
		b.inputs = append(b.inputs, m.File)
	}
	slices.Sort(b.inputs)
	var list diag.List
	code, err := diag.ReadFile(p.MainPath())
	if err != nil {
		list.Errorf(p.Main.Pos, "config", "read the entry module %s: %v", p.Main.Value, err)
		return nil, list
	}
	main := Module{Name: mainModule(p), Kind: ESM, Code: code, File: p.MainPath()}
	modules := append([]Module{main}, slices.DeleteFunc(found, func(m Module) bool { return m.Name == main.Name })...)

	scan := api.Build(api.BuildOptions{
		AbsWorkingDir: p.Dir,
		EntryPoints:   []string{entryName},
		Bundle:        true,
		Metafile:      true,
		Outdir:        p.Dir,
		Format:        api.FormatESModule,
		LogLevel:      api.LogLevelSilent,
		Plugins:       []api.Plugin{entry(main.File), loaded(modules)},
	})
	list = b.diagnostics(scan.Errors, diag.Error)
	for i, m := range scan.Errors {
		if d := &list[i]; m.PluginName == "" {
			d.Fix = fmt.Sprintf("no_bundle loads %s as it is: have it compiled first, or remove no_bundle", filepath.Base(d.Pos.File))
		}
	}
	if list.HasErrors() {
		return nil, list
	}
	var meta struct {
		Outputs map[string]struct {
			EntryPoint string   `json:"entryPoint"`
			Exports    []string `json:"exports"`
		} `json:"outputs"`
	}
	if err := json.Unmarshal([]byte(scan.Metafile), &meta); err != nil {
		list.Errorf(p.Main.Pos, "bundle", "read esbuild's metafile: %v", err)
		return nil, list
	}
	out := &Bundle{Modules: modules, Inputs: b.inputs, Map: newSourceMap(p.Dir, b.inputs, modules)}
	for _, o := range meta.Outputs {
		if o.EntryPoint != "" {
			out.Exports = o.Exports
		}
	}
	slices.Sort(out.Exports)
	if b.needExports(out.Exports, &list); list.HasErrors() {
		return nil, list
	}
	return out, list
}

// loaded resolves imports as workerd does: by the names of the modules.
func loaded(modules []Module) api.Plugin {
	byName, byFile := map[string]Module{}, map[string]Module{}
	for _, m := range modules {
		byName[m.Name], byFile[m.File] = m, m
	}
	return api.Plugin{Name: pluginName, Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `.*`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			if args.Kind == api.ResolveEntryPoint {
				return api.OnResolveResult{Path: args.Path}, nil
			}
			name := path.Join(path.Dir(byFile[args.Importer].Name), args.Path)
			m, ok := byName[name]
			switch {
			case args.Kind != api.ResolveJSImportStatement, ok && m.Kind != ESM:
			case ok:
				return api.OnResolveResult{Path: m.File}, nil
			case strings.Contains(args.Path, ":"), nodeModules[args.Path]:
			default:
				return api.OnResolveResult{Errors: []api.Message{{
					Text:  fmt.Sprintf("could not resolve %q: with no_bundle there are only the main module and the modules that rules find", args.Path),
					Notes: []api.Note{{Text: missing(name)}},
				}}}, nil
			}
			return api.OnResolveResult{Path: args.Path, External: true}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: `.*`}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			code := string(byFile[args.Path].Code)
			return api.OnLoadResult{Contents: &code, Loader: api.LoaderJS}, nil
		})
	}}
}

// missing returns the fix for an import of a module that no rule finds.
func missing(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js", ".mjs":
		return fmt.Sprintf(`find it with a rule such as { "type": "ESModule", "globs": ["**/*%s"] }`, ext)
	case ".cjs":
		return `find it with a rule such as { "type": "CommonJS", "globs": ["**/*.cjs"] }`
	case "":
		return "write the whole path, or have it bundled"
	default:
		return fmt.Sprintf(`find it with a rule such as { "type": "Text", "globs": ["**/*%s"] }`, ext)
	}
}
