package host_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

var update = flag.Bool("update", false, "write the generated files")

// TestBuilt builds the control worker, and the modules of package host that are internal to
// workerd: each as one file, which a runtime reads in a third of the time of forty. The result must be what is
// in the folder.
func TestBuilt(t *testing.T) {
	t.Parallel()
	for name, entry := range map[string]string{
		"built/worker.js": `export { install } from "dotool:worker";
// What modules beside it use: see Internal.
export { note } from "dotool:note";
export { origin } from "dotool:objects";
export * from "dotool:own";`,
		"built/tailed.js":  `export { default } from "dotool:tailed";`,
		"built/control.js": `export { Routes, default } from "dotool:control";`,
	} {
		result := api.Build(api.BuildOptions{
			Stdin:             &api.StdinOptions{Contents: entry, ResolveDir: "."},
			Bundle:            true,
			Format:            api.FormatESModule,
			Target:            api.ESNext,
			Charset:           api.CharsetASCII, // workerd reads its internal modules as Latin-1
			MinifyWhitespace:  true,
			MinifyIdentifiers: true,
			MinifySyntax:      true,
			LineLimit:         120,
			LegalComments:     api.LegalCommentsNone,
			External:          []string{"cloudflare:*", "cloudflare-internal:*", "node-internal:*", "workerd:*", "dotool:options"},
			Plugins: []api.Plugin{{Name: "names", Setup: func(b api.PluginBuild) {
				b.OnResolve(api.OnResolveOptions{Filter: `^dotool:`}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
					if a.Path == "dotool:options" {
						return api.OnResolveResult{Path: a.Path, External: true}, nil
					}
					path, err := filepath.Abs(strings.TrimPrefix(a.Path, "dotool:") + ".js")
					return api.OnResolveResult{Path: path}, err
				})
			}}},
		})
		for _, problem := range result.Errors {
			t.Fatalf("%s: %s", name, problem.Text)
		}
		built := result.OutputFiles[0].Contents
		if *update {
			if err := os.WriteFile(name, built, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if have, err := os.ReadFile(name); err != nil || string(have) != string(built) {
			t.Errorf("%s is not what is built from the folder (%v): run go generate ./devserver/host", name, err)
		}
	}
}
