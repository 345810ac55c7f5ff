package host_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/google/go-cmp/cmp"

	"dotool/devserver/host"
)

func TestEntry(t *testing.T) {
	t.Parallel()
	tests := map[string]host.Options{
		// Names of exports may be any string.
		"all":   {Main: "index.js", Exports: []string{"Room", "default", `odd "name"`, "Other"}, Classes: []string{"Room", `odd "name"`}, KeyValue: []string{`odd "name"`}, Secret: "s", Prefix: "\x1ep\t", Log: true},
		"quiet": {Main: "index.js", Exports: []string{"default"}, Secret: "s", Prefix: "\x1ep\t"},
		// A class that the bundle lacks is left to workerd to complain about.
		"missing": {Main: "index.js", Exports: []string{"Other"}, Classes: []string{"Room"}, Secret: "s"},
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
		for _, m := range append(host.Modules(o), host.ControlModules()...) {
			if r := api.Transform(m.Source, api.TransformOptions{Format: api.FormatESModule}); len(r.Errors) > 0 {
				t.Errorf("%s: %s: %s", name, m.Name, r.Errors[0].Text)
			}
		}
	}
}
