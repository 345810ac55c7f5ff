package bundle

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	pathpkg "path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/bundle/aliased"
)

const pluginName = "dotool"

// assets collects the files that are modules of their own: files that the
// bundle imports as text, data or wasm, by a name that holds the hash of their
// content, and files that find_additional_modules found, by their path.
type assets struct {
	project *config.Project
	rules   rules
	beside  map[string]bool   // names of the files in the folder of main
	found   map[string]Module // by file

	mu       sync.Mutex        // guards the fields below; esbuild resolves in parallel
	imported map[string]Module // by name
}

func newAssets(p *config.Project, r rules) *assets { return &assets{project: p, rules: r} }

// reset begins a build in which found are the additional modules.
func (a *assets) reset(found []Module) {
	a.imported, a.found, a.beside = map[string]Module{}, map[string]Module{}, map[string]bool{}
	for _, m := range found {
		a.found[m.File] = m
	}
	main := a.project.MainPath()
	entries, _ := os.ReadDir(filepath.Dir(main)) // without one, the build fails anyway
	for _, e := range entries {
		a.beside[e.Name()] = !e.IsDir() && e.Name() != filepath.Base(main)
	}
}

// modules returns the modules so far, sorted by name.
func (a *assets) modules() []Module {
	all := map[string]Module{}
	for _, m := range a.found {
		all[m.Name] = m
	}
	maps.Copy(all, a.imported)
	var modules []Module
	for _, name := range slices.Sorted(maps.Keys(all)) {
		modules = append(modules, all[name])
	}
	return modules
}

// resolving marks a resolution that the plugin itself requests.
type resolving struct{}

func (a *assets) plugin() api.Plugin {
	return api.Plugin{Name: pluginName, Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `.*`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			if _, ok := args.PluginData.(resolving); ok {
				return api.OnResolveResult{}, nil
			}
			path := strings.TrimSuffix(args.Path, "?module")
			if a.beside[args.Path] && (args.Kind == api.ResolveJSImportStatement || args.Kind == api.ResolveJSRequireCall) {
				// The form of wrangler 1: a bare name is a file in the folder of main.
				if r, ok := a.rules.imported("./" + args.Path); ok {
					result, err := a.add(args, r.kind, filepath.Join(filepath.Dir(a.project.MainPath()), path))
					result.Warnings = []api.Message{{
						Text:  fmt.Sprintf("%q is read as %q, as wrangler still does", args.Path, "./"+args.Path),
						Notes: []api.Note{{Text: fmt.Sprintf("write %q", "./"+args.Path)}},
					}}
					return result, err
				}
			}
			for _, r := range a.rules.active {
				if !r.imports.MatchString(args.Path) || r.script() && !a.project.Build.FindAdditionalModules {
					continue
				}
				if m, ok := a.found[filepath.Join(args.ResolveDir, filepath.FromSlash(path))]; ok {
					return api.OnResolveResult{Path: "./" + m.Name, External: true}, nil
				}
				if r.script() || args.Kind == api.ResolveEntryPoint {
					continue
				}
				file, err := resolveAsset(b, args, path)
				if err != nil {
					return api.OnResolveResult{}, err
				}
				return a.add(args, r.kind, file)
			}
			for _, r := range a.rules.removed {
				if r.imports.MatchString(args.Path) {
					err := api.Message{
						Text:  fmt.Sprintf("the rule for %s that matches %q has no effect: another one for %s comes before it", r.Type, args.Path, r.Type),
						Notes: []api.Note{{Text: `set "fallthrough": true in the first rule for ` + r.Type}},
					}
					return api.OnResolveResult{Errors: []api.Message{err}}, nil
				}
			}
			return api.OnResolveResult{}, nil
		})
	}}
}

// add makes a module of an imported file.
func (a *assets) add(args api.OnResolveArgs, kind Kind, file string) (api.OnResolveResult, error) {
	data, err := diag.ReadFile(file)
	if err != nil {
		return api.OnResolveResult{}, fmt.Errorf("could not read %q", args.Path)
	}
	sum := sha1.Sum(data)
	hash := hex.EncodeToString(sum[:])
	a.mu.Lock()
	defer a.mu.Unlock()
	name := hash + "-" + filepath.Base(file)
	if a.project.Build.PreserveFileNames {
		path := strings.TrimSuffix(args.Path, "?module")
		name = hash + "/" + filepath.Base(file)
		if !filepath.IsAbs(path) {
			name = strings.TrimPrefix(pathpkg.Clean("/"+path), "/")
		}
		if other, ok := a.imported[name]; ok && other.File != file {
			return api.OnResolveResult{}, fmt.Errorf("%q is the name of two files here, of which preserve_file_names would keep one", args.Path)
		}
	}
	a.imported[name] = Module{Name: name, Kind: kind, Code: data, File: file}
	return api.OnResolveResult{Path: "./" + name, External: true}, nil
}

// resolveAsset finds the file of an import: as a JavaScript module is found, else in a
// package that does not export it, else beside the importer.
func resolveAsset(b api.PluginBuild, args api.OnResolveArgs, path string) (string, error) {
	if filepath.IsAbs(path) {
		return path, nil
	}
	r := b.Resolve(path, api.ResolveOptions{ResolveDir: args.ResolveDir, Importer: args.Importer, Kind: args.Kind, PluginData: resolving{}})
	if len(r.Errors) == 0 && !r.External && isFile(r.Path) {
		return r.Path, nil
	}
	if !strings.HasPrefix(path, ".") {
		for dir := args.ResolveDir; ; dir = filepath.Dir(dir) {
			if file := filepath.Join(dir, "node_modules", filepath.FromSlash(path)); isFile(file) {
				return file, nil
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	if file := filepath.Join(args.ResolveDir, filepath.FromSlash(path)); isFile(file) {
		return file, nil
	}
	return "", fmt.Errorf("could not resolve %q", args.Path)
}

// aliases replaces modules named by `alias`. Unlike esbuild's own option, it does not
// replace modules below them; relative paths start at the project.
func aliases(p *config.Project) api.Plugin {
	return api.Plugin{Name: pluginName, Setup: func(b api.PluginBuild) {
		if len(p.Build.Alias) == 0 {
			return
		}
		type resolved struct{}
		b.OnResolve(api.OnResolveOptions{Filter: `.*`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			target := p.Build.Alias[args.Path]
			if _, ok := args.PluginData.(resolved); ok || target == "" || args.Kind == api.ResolveEntryPoint {
				return api.OnResolveResult{}, nil
			}
			r := b.Resolve(target, api.ResolveOptions{ResolveDir: p.Root, Kind: args.Kind, PluginData: resolved{}})
			if len(r.Errors) > 0 {
				return api.OnResolveResult{Errors: r.Errors}, nil
			}
			result := api.OnResolveResult{Path: r.Path, External: r.External, Namespace: r.Namespace, Suffix: r.Suffix, PluginData: aliased.Mark{}}
			if !r.SideEffects {
				result.SideEffects = api.SideEffectsFalse
			}
			return result, nil
		})
	}}
}

// nodeModules are the built-in modules of Node.js that workerd may have.
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

// cloudflareModules are the modules "cloudflare:…".
var cloudflareModules = []string{"ai", "br", "durable-objects", "email", "node", "pipelines", "sockets", "test", "vectorize", "workers", "workflows"}

// runtimeModules leaves imports to workerd of modules that it provides: "cloudflare:…",
// "workerd:…" and Node's built-in modules, under their full names.
func runtimeModules(p *config.Project) api.Plugin {
	compat := NodeCompat(p, p.CompatibilityDate.Value)
	return api.Plugin{Name: pluginName, Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `^(cloudflare|workerd):`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			result := api.OnResolveResult{Path: args.Path, External: true}
			if name, ok := strings.CutPrefix(args.Path, "cloudflare:"); ok && !slices.Contains(cloudflareModules, name) {
				// One of a later runtime is not an error.
				if near := diag.Nearest(name, cloudflareModules); near != "" && args.Kind == api.ResolveJSImportStatement {
					result.Errors = []api.Message{{
						Text:  fmt.Sprintf("the runtime has no module %q", args.Path),
						Notes: []api.Note{{Text: fmt.Sprintf(`did you mean "cloudflare:%s"?`, near)}},
					}}
				}
			}
			return result, nil
		})
		b.OnResolve(api.OnResolveOptions{Filter: `^(node:.|(https?:)?//)`}, func(args api.OnResolveArgs) (result api.OnResolveResult, _ error) {
			if name, node := strings.CutPrefix(args.Path, "node:"); node && (nodeModules[name] || name == "sqlite" || name == "test") {
				return result, nil
			}
			message := []api.Message{{Text: fmt.Sprintf("Could not resolve %q", args.Path)}} // see explain
			switch args.Kind {
			case api.ResolveJSImportStatement:
				result.Errors = message
			case api.ResolveJSDynamicImport, api.ResolveJSRequireCall, api.ResolveJSRequireResolve: // fails as it runs
				result.Path, result.External, result.Warnings = args.Path, true, message
			}
			return result, nil
		})
		b.OnResolve(api.OnResolveOptions{Filter: `^(node:)?[a-z_][a-z0-9_/]*$`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			name, prefixed := strings.CutPrefix(args.Path, "node:")
			if args.Kind == api.ResolveEntryPoint || !prefixed && !nodeModules[name] {
				return api.OnResolveResult{}, nil
			}
			if !prefixed {
				// A package of that name takes precedence.
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

func hasFlag(p *config.Project, name string) bool {
	return slices.ContainsFunc(p.CompatibilityFlags, func(f config.String) bool { return f.Value == name })
}
