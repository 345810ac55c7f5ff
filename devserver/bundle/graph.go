package bundle

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
)

// NewGraph prepares to build a module of a name that has files and all that they import,
// none of which runs before it is loaded: the module exports `load`, functions by the
// names in files that return a promise of the exports of a file. Modules that the files
// have in common run once. Imports of the names in replaced are left to the runtime,
// under the names given there. The plugins are asked before all others.
//
// Code that runs while a request is answered may do what code that starts a Worker may
// not, such as setting a timer. Everything else is as the project has it for its Worker.
func NewGraph(p *config.Project, name string, files, replaced map[string]string, plugins ...api.Plugin) (*Builder, diag.List) {
	whole := *p // what the entry module needs is no concern of these
	whole.Build.NoBundle, whole.Build.FindAdditionalModules = false, false
	var source strings.Builder
	source.WriteString("export const load = {\n")
	for _, key := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&source, "  %q: () => import(%q),\n", key, files[key])
	}
	source.WriteString("};\n")
	return newBuilder(&whole, name, func(o *api.BuildOptions) {
		o.EntryPoints = nil
		o.Stdin = &api.StdinOptions{Contents: source.String(), ResolveDir: p.Dir, Sourcefile: name}
		define := maps.Clone(o.Define)
		if _, own := define["import.meta.env"]; !own {
			define["import.meta.env"] = "globalThis.__vitest_worker__.metaEnv" // as vitest has it
		}
		for key := range define {
			if strings.HasSuffix(key, "process.env.NODE_ENV") {
				if _, own := p.Build.Define[key]; !own {
					define[key] = `"test"`
				}
			}
		}
		o.Define = define
		o.Plugins = slices.Insert(o.Plugins, 0, api.Plugin{Name: pluginName, Setup: func(b api.PluginBuild) {
			b.OnResolve(api.OnResolveOptions{Filter: `.`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
				if to, ok := replaced[args.Path]; ok {
					return api.OnResolveResult{Path: to, External: true}, nil
				}
				return api.OnResolveResult{}, nil
			})
		}})
		o.Plugins = slices.Insert(o.Plugins, 0, plugins...)
	})
}
