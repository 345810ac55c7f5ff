package vitest

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

var update = flag.Bool("update", false, "write vitest.js anew")

// TestBuilt compares vitest.js and LICENSES.txt with what is built from the packages.
func TestBuilt(t *testing.T) {
	t.Parallel()
	packages := os.Getenv("DOTOOL_VITEST")
	if packages == "" {
		t.Skip("DOTOOL_VITEST names no folder with the packages of vitest: see .ci/run")
	}
	module, licenses, err := build(packages)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"vitest.js": module, "LICENSES.txt": licenses} {
		if *update {
			if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(name); err != nil || string(got) != want {
			t.Errorf("%s is not what its packages make (%v): run go generate with DOTOOL_VITEST set", name, err)
		}
	}
}

// build bundles the packages in a folder node_modules. Their code is changed where it
// does not suit a Worker, and only there.
func build(packages string) (module, licenses string, err error) {
	entry, err := os.ReadFile("entry.js")
	if err != nil {
		return "", "", err
	}
	// The module has paths below the working folder: they must not say where the packages are.
	packages, err = filepath.Abs(packages)
	if err != nil {
		return "", "", err
	}
	var mu sync.Mutex // files are read at the same time
	changed := map[string]int{}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir: filepath.Dir(packages),
		Stdin:         &api.StdinOptions{Contents: string(entry), ResolveDir: filepath.Dir(packages), Sourcefile: "entry.js"},
		Bundle:        true,
		Format:        api.FormatESModule,
		Platform:      api.PlatformBrowser,
		Target:        api.ES2024,
		External:      []string{"cloudflare:workers"},
		Outfile:       "vitest.js",
		Metafile:      true,
		// Names stay, and syntax: inline snapshots look for a function by its name.
		MinifyWhitespace: true,
		LineLimit:        160,
		KeepNames:        true,
		Define:           map[string]string{"process.env.NODE_ENV": `"test"`},
		LegalComments:    api.LegalCommentsNone,
		LogLevel:         api.LogLevelSilent,
		Plugins: []api.Plugin{{Name: "vitest", Setup: func(b api.PluginBuild) {
			b.OnResolve(api.OnResolveOptions{Filter: `^vite/module-runner$`}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
				return api.OnResolveResult{Path: "module-runner", Namespace: "without"}, nil
			})
			b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: "without"}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
				code := "export class EvaluatedModules {}"
				return api.OnLoadResult{Contents: &code}, nil
			})
			b.OnLoad(api.OnLoadOptions{Filter: `node_modules.*\.m?js$`}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
				text, err := os.ReadFile(args.Path)
				if err != nil {
					return api.OnLoadResult{}, err
				}
				code := string(text)
				for _, c := range changes {
					if n := strings.Count(code, c.old); n > 0 {
						mu.Lock()
						changed[c.old] += n
						mu.Unlock()
						code = strings.ReplaceAll(code, c.old, c.new)
					}
				}
				return api.OnLoadResult{Contents: &code, ResolveDir: filepath.Dir(args.Path)}, nil
			})
		}}},
	})
	for _, m := range slices.Concat(result.Errors, result.Warnings) {
		return "", "", fmt.Errorf("%s (%v)", m.Text, m.Location)
	}
	for _, c := range changes {
		if changed[c.old] != c.times {
			return "", "", fmt.Errorf("%q is there %d times, not %d", c.old, changed[c.old], c.times)
		}
	}
	licenses, err = licensesOf(packages, result.Metafile)
	return "// Made by go generate: see vitest_test.go.\n" + string(result.OutputFiles[0].Contents), licenses, err
}

// changes are made in the code of the packages: each so many times.
var changes = []struct {
	old, new string
	times    int
}{
	// The promise of an RPC call is a function to typeof, and calling it would call a
	// method of its result: rejects passed whatever the call did.
	{`const wrapper = typeof obj === "function" ? obj() : obj;`, `const wrapper = typeof obj === "function" && typeof obj.then !== "function" ? obj() : obj;`, 1},
	// A Worker may not set a timer while it starts: whether it would get an object is
	// known from the compatibility flags.
	{`timeoutResult = _global.setTimeout(NOOP, 0);`, `timeoutResult = _global.Cloudflare?.compatibilityFlags?.enable_nodejs_global_timers ? {} : 0;`, 1},
	{`_global.clearTimeout(timeoutResult);`, ``, 1},
	// What a file adds is taken out again: world/globals.js.
	{`PLUGINS = [plugin].concat(PLUGINS);`, `PLUGINS.unshift(plugin);`, 1},
	// A Worker may not run a text as code: files of snapshots are read as they are written.
	{`const populate = new Function("exports", snapshotContents);
			populate(data);`, `const plain = (text) => text.replace(/\\([^])/g, "$1");
			for (const [, key, value] of snapshotContents.matchAll(/^exports\[` + "`((?:\\\\[^]|[^\\\\`])*)`\\] = `((?:\\\\[^]|[^\\\\`])*)`" + `;$/gm)) data[plain(key)] = plain(value);`, 1},
}

// licensesOf returns the licences of the packages whose files are in a bundle.
func licensesOf(packages, metafile string) (string, error) {
	var meta struct{ Inputs map[string]struct{} }
	if err := json.Unmarshal([]byte(metafile), &meta); err != nil {
		return "", err
	}
	folder := regexp.MustCompile(`.*node_modules/((?:@[^/]+/)?[^/]+)/`)
	names := map[string]bool{}
	for file := range meta.Inputs {
		if m := folder.FindStringSubmatch(file); m != nil {
			names[m[1]] = true
		}
	}
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(names)) {
		dir := filepath.Join(packages, filepath.FromSlash(name))
		var about struct{ Version, License string }
		text, err := os.ReadFile(filepath.Join(dir, "package.json"))
		if err := cmp.Or(err, json.Unmarshal(text, &about)); err != nil {
			return "", err
		}
		fmt.Fprintf(&out, "%s %s, %s\n\n", name, about.Version, about.License)
		found, err := filepath.Glob(filepath.Join(dir, "LICEN[SC]E*"))
		if err != nil {
			return "", err
		}
		if len(found) == 0 {
			return "", fmt.Errorf("%s has no file with its licence", name)
		}
		text, err = os.ReadFile(found[0])
		if err != nil {
			return "", err
		}
		out.WriteString(strings.TrimSpace(string(text)) + "\n\n")
	}
	return out.String(), nil
}
