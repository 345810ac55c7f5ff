package bundle

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/evanw/esbuild/pkg/api"

	"dotool/config"
)

const pluginName = "dotool"

// defaultRules are wrangler's: which files are imported as what, unless the
// configuration says otherwise.
var defaultRules = []config.Rule{
	{Type: "Text", Globs: []string{"**/*.txt", "**/*.html", "**/*.sql"}},
	{Type: "Data", Globs: []string{"**/*.bin"}},
	{Type: "CompiledWasm", Globs: []string{"**/*.wasm", "**/*.wasm?module"}},
}

var ruleKinds = map[string]Kind{"Text": Text, "Data": Data, "CompiledWasm": Wasm}

// assets collects the files that are imported as text, data or wasm: each
// becomes a module of its own, which the bundle imports by a name that holds
// the hash of its content.
type assets struct {
	rules []config.Rule

	mu    sync.Mutex // guards found; esbuild resolves in parallel
	found map[string]Module
}

func newAssets(rules []config.Rule) *assets {
	a := &assets{}
	overridden := map[string]bool{}
	for _, r := range rules {
		a.rules = append(a.rules, r)
		// A rule takes the place of the default of its type unless it says
		// "fallthrough".
		overridden[r.Type] = overridden[r.Type] || !r.Fallthrough
	}
	for _, r := range defaultRules {
		if !overridden[r.Type] {
			a.rules = append(a.rules, r)
		}
	}
	a.reset()
	return a
}

func (a *assets) reset() { a.found = map[string]Module{} }

// modules returns what was found, sorted by file, and the files.
func (a *assets) modules() (modules []Module, files []string) {
	for file := range a.found {
		files = append(files, file)
	}
	slices.Sort(files)
	for _, file := range files {
		modules = append(modules, a.found[file])
	}
	return modules, files
}

// kind tells what a file is imported as.
func (a *assets) kind(path string) (Kind, bool) {
	path = strings.TrimPrefix(filepath.ToSlash(path), "/")
	for strings.HasPrefix(path, "./") || strings.HasPrefix(path, "../") {
		path = path[strings.Index(path, "/")+1:]
	}
	for _, r := range a.rules {
		kind, ok := ruleKinds[r.Type]
		if !ok {
			continue
		}
		for _, glob := range r.Globs {
			// "?" of "*.wasm?module" is meant as itself.
			if m, _ := doublestar.Match(strings.ReplaceAll(glob, "?", `\?`), path); m {
				return kind, true
			}
		}
	}
	return 0, false
}

func (a *assets) plugin() api.Plugin {
	return api.Plugin{Name: pluginName, Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `\.[A-Za-z0-9]+(\?module)?$`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			kind, ok := a.kind(args.Path)
			if !ok || args.Kind == api.ResolveEntryPoint {
				return api.OnResolveResult{}, nil
			}
			file, err := resolveAsset(b, args)
			if err != nil {
				return api.OnResolveResult{}, err
			}
			data, err := os.ReadFile(file)
			if err != nil {
				return api.OnResolveResult{}, fmt.Errorf("could not read %q", args.Path)
			}
			sum := sha1.Sum(data)
			name := "./" + hex.EncodeToString(sum[:]) + "-" + filepath.Base(file)
			a.mu.Lock()
			a.found[file] = Module{strings.TrimPrefix(name, "./"), kind, data}
			a.mu.Unlock()
			return api.OnResolveResult{Path: name, External: true, WatchFiles: []string{file}}, nil
		})
	}}
}

// resolveAsset finds the file of an import: beside the importer, or in a
// package.
func resolveAsset(b api.PluginBuild, args api.OnResolveArgs) (string, error) {
	path := strings.TrimSuffix(args.Path, "?module")
	if filepath.IsAbs(path) {
		return path, nil
	}
	// wrangler looks beside the importer first, also for a bare name.
	if file := filepath.Join(args.ResolveDir, path); exists(file) {
		return file, nil
	}
	if !strings.HasPrefix(path, ".") {
		// The query makes our own rule pass: it matches no rule of the user's.
		r := b.Resolve(filepath.Dir(path)+"/package.json", api.ResolveOptions{ResolveDir: args.ResolveDir, Kind: args.Kind})
		if len(r.Errors) == 0 && r.Path != "" {
			if file := filepath.Join(filepath.Dir(r.Path), filepath.Base(path)); exists(file) {
				return file, nil
			}
		}
		for dir := args.ResolveDir; ; dir = filepath.Dir(dir) {
			if file := filepath.Join(dir, "node_modules", filepath.FromSlash(path)); exists(file) {
				return file, nil
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	return "", fmt.Errorf("could not resolve %q", args.Path)
}

// nodeModules are the built-in modules of Node.js that workerd may provide.
var nodeModules = map[string]bool{}

func init() {
	for name := range strings.FieldsSeq(`_http_agent _http_client _http_common _http_incoming _http_outgoing _http_server
		_stream_duplex _stream_passthrough _stream_readable _stream_transform _stream_wrap _stream_writable _tls_common _tls_wrap
		assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns
		dns/promises domain events fs fs/promises http http2 https inspector inspector/promises module net os path path/posix
		path/win32 perf_hooks process punycode querystring readline readline/promises repl stream stream/consumers
		stream/promises stream/web string_decoder sys timers timers/promises tls trace_events tty url util util/types v8 vm
		wasi worker_threads zlib`) {
		nodeModules[name] = true
	}
}

// runtimeModules leaves to workerd what workerd provides: "cloudflare:…",
// "workerd:…" and Node's built-in modules, under their full name.
func runtimeModules(p *config.Project) api.Plugin {
	compat := NodeCompat(p)
	return api.Plugin{Name: pluginName, Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `^(cloudflare|workerd):`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: args.Path, External: true}, nil
		})
		b.OnResolve(api.OnResolveOptions{Filter: `^(node:)?[a-z_][a-z0-9_/]*$`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			name, prefixed := strings.CutPrefix(args.Path, "node:")
			if args.Kind == api.ResolveEntryPoint || !prefixed && !nodeModules[name] {
				return api.OnResolveResult{}, nil
			}
			if !prefixed {
				// A package of that name, if there is one, comes first.
				r := b.Resolve(args.Path+"/", api.ResolveOptions{ResolveDir: args.ResolveDir, Importer: args.Importer, Kind: args.Kind})
				if len(r.Errors) == 0 && r.Path != "" && !r.External {
					return api.OnResolveResult{Path: r.Path}, nil
				}
			}
			result := api.OnResolveResult{Path: "node:" + name, External: true}
			if !compat {
				result.Warnings = []api.Message{{
					Text:  fmt.Sprintf("%q is a module of Node.js, which this Worker does not have", args.Path),
					Notes: []api.Note{{Text: `add "nodejs_compat" to compatibility_flags`}},
				}}
			}
			if args.Kind == api.ResolveJSRequireCall {
				// workerd's modules can only be imported.
				result.External, result.Namespace = false, "require"
			}
			return result, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "require"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			code := fmt.Sprintf("import m from %q;\nmodule.exports = m;\n", args.Path)
			loader := api.LoaderJS
			return api.OnLoadResult{Contents: &code, Loader: loader}, nil
		})
	}}
}

// nodeCompatDate is the compatibility date from which workerd has Node's
// modules without a flag, as it says itself.
const nodeCompatDate = "2026-08-04"

// NodeCompat reports whether workerd gives the Worker the modules of Node.js.
func NodeCompat(p *config.Project) bool {
	has := func(name string) bool {
		return slices.ContainsFunc(p.CompatibilityFlags, func(f config.String) bool { return f.Value == name })
	}
	if has("nodejs_compat") || has("nodejs_compat_v2") || has("nodejs_als") {
		return true
	}
	return p.CompatibilityDate.Value >= nodeCompatDate && !has("no_nodejs_compat")
}
