package host_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/devserver/host"
)

func TestEntry(t *testing.T) {
	t.Parallel()
	tests := map[string]host.Options{
		// Names of exports may be any string.
		"all":   {Name: "x", Main: "index.js", Exports: []string{"Room", "default", `odd "name"`, "Other"}, Classes: []string{"Room", `odd "name"`}, Log: true},
		"quiet": {Name: "x", Main: "index.js", Exports: []string{"default"}},
		// A class that the bundle lacks is left to workerd to complain about.
		"missing": {Name: "x", Main: "index.js", Exports: []string{"Other"}, Classes: []string{"Room"}},
	}
	for name, o := range tests {
		got := host.Entry(o)
		golden := filepath.Join("testdata", name+".golden.js")
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		for _, m := range slices.Concat(host.Modules(o), host.Internal(o), host.ControlModules()) {
			if r := api.Transform(m.Source, api.TransformOptions{Format: api.FormatESModule}); len(r.Errors) > 0 {
				t.Errorf("%s: %s: %s", name, m.Name, r.Errors[0].Text)
			}
		}
	}
}
