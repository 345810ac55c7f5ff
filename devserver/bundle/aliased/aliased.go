// Package aliased compiles the modules that an alias leads to. esbuild ignores
// tsconfig.json for a path that a plugin resolved, so each is compiled alone, by its path,
// before it is bundled.
package aliased

import (
	"bytes"
	"encoding/base64"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/go-sourcemap/sourcemap"
)

// Compiler compiles modules that are marked.
type Compiler struct {
	Options api.BuildOptions
	Matters func(file string) bool // whether a module has a tsconfig.json

	mu   sync.Mutex                     // guards maps; esbuild loads in parallel
	maps map[string]*sourcemap.Consumer // by file, of what was compiled
}

// Reset forgets what was compiled, before another build.
func (a *Compiler) Reset() { a.maps = map[string]*sourcemap.Consumer{} }

// Mark is the plugin data of a module that is aliased.
type Mark struct{}

// Plugin compiles them, under a name.
func (a *Compiler) Plugin(name string) api.Plugin {
	return api.Plugin{Name: name, Setup: func(b api.PluginBuild) {
		b.OnLoad(api.OnLoadOptions{Filter: `\.[cm]?[jt]sx?$`, Namespace: "file"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			if _, ok := args.PluginData.(Mark); !ok || !a.Matters(args.Path) {
				return api.OnLoadResult{}, nil
			}
			o := a.Options
			o.EntryPoints, o.Outfile = []string{args.Path}, args.Path+".js"
			built := api.Build(o)
			if len(built.Errors) > 0 || len(built.OutputFiles) != 1 {
				return api.OnLoadResult{}, nil // the bundle has the same errors
			}
			code := string(built.OutputFiles[0].Contents)
			const begin = "//# sourceMappingURL=data:application/json;base64,"
			at := strings.LastIndex(code, begin)
			if text, err := base64.StdEncoding.DecodeString(strings.TrimSpace(code[at+len(begin):])); err == nil && at >= 0 {
				if m, err := sourcemap.Parse("", bytes.TrimSpace(text)); err == nil {
					a.mu.Lock()
					a.maps[args.Path] = m
					a.mu.Unlock()
				}
			}
			return api.OnLoadResult{Contents: &code, Loader: api.LoaderJS}, nil
		})
	}}
}

// Position returns where a position in the compiled module comes from.
func (a *Compiler) Position(file string, line, column int) (int, int) {
	if m := a.maps[file]; m != nil {
		if _, _, l, c, ok := m.Source(line, column); ok {
			return l, c
		}
	}
	return line, column
}
