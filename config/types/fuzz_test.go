package types_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
	"golang.org/x/tools/txtar"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/types"
)

// Whatever a configuration has for names and values, the types are TypeScript, and the file
// can be read again.
func FuzzBindings(f *testing.F) {
	all, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range all {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if file.Name == "wrangler.jsonc" || file.Name == "wrangler.json" {
				f.Add(string(file.Data), "TOKEN=\"a\"\n")
			}
		}
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text, vars string) {
		for name, text := range map[string]string{"wrangler.jsonc": text, ".dev.vars": vars} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		p, err := types.Load(config.Options{Dir: dir})
		if err != nil {
			return
		}
		bindings, err := p.Bindings(types.Options{Path: filepath.Join(dir, types.FileName), Interface: "Env"})
		if err != nil {
			return
		}
		r := api.Transform(bindings, api.TransformOptions{Loader: api.LoaderTS})
		if len(r.Errors) > 0 {
			t.Errorf("%v:\n%s\n%s", r.Errors[0].Text, text, bindings)
		}
		whole := types.File{Command: "wrangler types", Bindings: bindings}.String()
		if _, ok := types.Parse(whole); !ok {
			t.Errorf("cannot be read:\n%s", whole)
		}
	})
}
