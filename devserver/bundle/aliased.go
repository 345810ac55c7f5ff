package bundle

import (
	"bytes"
	"encoding/base64"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/go-sourcemap/sourcemap"
)

// aliased compiles the modules that an alias leads to. esbuild ignores tsconfig.json
// for a path that a plugin resolved, so each is compiled alone, by its path, before it
// is bundled.
type aliased struct {
	options api.BuildOptions
	matters func(file string) bool // whether a module has a tsconfig.json

	mu   sync.Mutex                     // guards maps; esbuild loads in parallel
	maps map[string]*sourcemap.Consumer // by file, of what was compiled
}

// byAlias marks a module that is aliased.
type byAlias struct{}

func (a *aliased) plugin() api.Plugin {
	return api.Plugin{Name: pluginName, Setup: func(b api.PluginBuild) {
		b.OnLoad(api.OnLoadOptions{Filter: `\.[cm]?[jt]sx?$`, Namespace: "file"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			if _, ok := args.PluginData.(byAlias); !ok || !a.matters(args.Path) {
				return api.OnLoadResult{}, nil
			}
			o := a.options
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

// position returns where a position in the compiled module comes from.
func (a *aliased) position(file string, line, column int) (int, int) {
	if m := a.maps[file]; m != nil {
		if _, _, l, c, ok := m.Source(line, column); ok {
			return l, c
		}
	}
	return line, column
}
