package vitest

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/evanw/esbuild/syntax"

	"github.com/dotool-dev/dotool/config/diag"
)

// deepest limits how far values are followed: a file may be made to have no end.
const deepest = 40

// most limits how many parts are read, of a file that repeats itself.
const most = 20_000

// reader reads one configuration.
type reader struct {
	s     *Settings
	steps int
}

// tired reports whether too much was read; each call counts.
func (r *reader) tired() bool {
	r.steps++
	return r.steps > most
}

// exported returns the expression that a file exports as its configuration, or nil.
func (r *reader) exported(f *syntax.File) *syntax.Node {
	if f.Default != nil {
		return f.Default
	}
	if sym := f.Exports["default"]; sym != nil && sym.Decl != nil {
		return value(sym)
	}
	var found *syntax.Node
	f.Root.Walk(func(n *syntax.Node) bool { // module.exports = …
		if n.Kind == syntax.Assign && n.A.Kind == syntax.Member && n.A.Name == "exports" {
			found = n.B
		}
		return found == nil
	})
	return found
}

// value returns the initial value of a constant, or nil.
func value(sym *syntax.Symbol) *syntax.Node {
	if sym == nil || sym.Decl == nil {
		return nil
	}
	if sym.Decl.Kind != syntax.Ident {
		return sym.Decl
	}
	if d := sym.Decl.Parent; d != nil && d.Kind == syntax.Declarator && d.A == sym.Decl {
		return d.B
	}
	return nil
}

// follow returns what an expression stands for: the value of a constant, what a function
// returns, what a function such as defineConfig is called with.
func follow(n *syntax.Node, depth int) *syntax.Node {
	for ; n != nil && depth < deepest; depth++ {
		switch n.Kind {
		case syntax.Ident:
			next := value(n.Sym)
			if next == nil {
				return n
			}
			n = next
		case syntax.Await, syntax.Export:
			n = n.A
		case syntax.Func:
			n = returned(n)
		default:
			return n
		}
	}
	return nil
}

// returned returns the value that a function returns, if it returns in one place.
func returned(f *syntax.Node) *syntax.Node {
	if f.B == nil || f.B.Kind != syntax.Block {
		return f.B
	}
	var found *syntax.Node
	n := 0
	f.B.Walk(func(c *syntax.Node) bool {
		if c.Kind == syntax.Return {
			found = c.A
			n++
		}
		return c.Kind != syntax.Func && c.Kind != syntax.Class
	})
	if n != 1 {
		return nil
	}
	return found
}

// called returns the name of the function that is called, and its arguments.
func called(n *syntax.Node) (string, []*syntax.Node) {
	if n == nil || n.Kind != syntax.Call && n.Kind != syntax.New {
		return "", nil
	}
	switch n.A.Kind {
	case syntax.Ident, syntax.Member:
		name := n.A.Name
		if n.A.Sym != nil && n.A.Sym.Import != nil && n.A.Sym.Import.Name != "default" && n.A.Sym.Import.Name != "*" {
			name = n.A.Sym.Import.Name // it may be imported under another name
		}
		return name, n.List
	}
	return "", nil
}

// config reads a whole configuration.
func (r *reader) config(n *syntax.Node, depth int) {
	if depth > deepest || r.tired() {
		return
	}
	from := n
	n = follow(n, depth)
	switch name, args := called(n); {
	case name == "mergeConfig":
		for _, a := range args {
			r.config(a, depth+1)
		}
		return
	case strings.HasPrefix(name, "define") && len(args) > 0:
		r.config(args[0], depth+1)
		return
	}
	if n == nil || n.Kind != syntax.Object {
		if other, ok := r.imported(n); ok {
			r.config(other, depth+1)
			return
		}
		if from != nil {
			r.warn(from, "", "the configuration is not written as an object, so it is not read")
		}
		return
	}
	r.each(n, depth, func(key string, at, v *syntax.Node) {
		switch key {
		case "test":
			r.object(v, depth, "test", func(key string, at, v *syntax.Node) { r.test(key, at, v, depth) })
		case "plugins":
			r.plugins(v, depth)
		case "root":
			if dir, ok := r.text(v, "root"); ok {
				r.s.Root = r.s.path(dir)
			}
		default:
			r.unused(key, at)
		}
	})
}

// imported returns the exported configuration of another file of the project.
func (r *reader) imported(n *syntax.Node) (*syntax.Node, bool) {
	if n == nil || n.Kind != syntax.Ident || n.Sym == nil || n.Sym.Import == nil || !strings.HasPrefix(n.Sym.Import.Path, ".") {
		return nil, false
	}
	base := filepath.Join(filepath.Dir(n.File.Path), filepath.FromSlash(n.Sym.Import.Path))
	trimmed := strings.TrimSuffix(base, ".js")
	for _, path := range []string{base, base + ".ts", base + ".mts", base + ".js", base + ".mjs", trimmed + ".ts"} {
		if !exists(path) {
			continue
		}
		text, err := diag.ReadFile(path)
		if err != nil {
			return nil, false
		}
		f, err := syntax.Parse(path, string(text))
		if err != nil {
			return nil, false
		}
		if n.Sym.Import.Name == "default" {
			return r.exported(f), true
		}
		return value(f.Exports[n.Sym.Import.Name]), true
	}
	return nil, false
}

// each calls f for the properties of an object, also of those that are spread into it.
func (r *reader) each(n *syntax.Node, depth int, f func(key string, at, value *syntax.Node)) {
	for _, p := range n.List {
		switch {
		case r.tired():
			return
		case p.Kind == syntax.Spread:
			inner := follow(p.A, depth+1)
			if inner != nil && inner.Kind != syntax.Object {
				if other, ok := r.imported(inner); ok {
					inner = follow(other, depth+1)
				}
			}
			if inner != nil && inner.Kind == syntax.Object && depth < deepest {
				r.each(inner, depth+1, f)
			} else {
				r.warn(p, "", "%s is not written as an object here, so it is not read", diag.Visible(p.Text()))
			}
		case p.Kind == syntax.Property && p.A == nil && p.B != nil && (p.Op == "init" || p.Op == "method"):
			f(p.Name, p, p.B)
		}
	}
}

// object is [reader.each] for a value that has to be an object.
func (r *reader) object(n *syntax.Node, depth int, name string, f func(key string, at, value *syntax.Node)) {
	o := follow(n, depth)
	if o != nil && o.Kind != syntax.Object {
		if other, ok := r.imported(o); ok {
			o = follow(other, depth)
		}
	}
	if o == nil || o.Kind != syntax.Object {
		r.notLiteral(n, name)
		return
	}
	r.each(o, depth+1, f)
}

// passed are options that the runner itself obeys.
var passed = []string{
	"allowOnly", "chaiConfig", "clearMocks", "diff", "expect", "fakeTimers", "maxConcurrency", "mockReset",
	"restoreMocks", "sequence", "slowTestThreshold", "snapshotFormat", "strictTags", "unstubEnvs", "unstubGlobals",
}

// test reads a key of `test`.
func (r *reader) test(key string, at, v *syntax.Node, depth int) {
	s := r.s
	switch key {
	case "include":
		r.texts(v, key, &s.Include)
	case "exclude":
		r.texts(v, key, &s.Exclude)
	case "setupFiles":
		var files []string
		if r.texts(v, key, &files) {
			s.SetupFiles = nil
			for _, f := range files {
				if path := s.path(f); exists(path) {
					s.SetupFiles = append(s.SetupFiles, path)
				} else {
					r.warn(v, "", "the setup file %s does not exist", diag.Visible(f))
				}
			}
		}
	case "globals":
		r.bool(v, key, &s.Globals)
	case "passWithNoTests":
		r.bool(v, key, &s.PassWithNoTests)
	case "testTimeout":
		r.duration(v, key, &s.TestTimeout)
	case "hookTimeout":
		r.duration(v, key, &s.HookTimeout)
	case "retry":
		r.number(v, key, &s.Retry)
	case "bail":
		r.number(v, key, &s.Bail)
	case "name":
		if o, ok := r.literal(v, 0); ok {
			switch o := o.(type) {
			case string:
				s.Name = o
			case map[string]any:
				s.Name, _ = o["label"].(string)
			}
		}
	case "root":
		if dir, ok := r.text(v, key); ok {
			s.Root = s.path(dir)
		}
	case "dir":
		if dir, ok := r.text(v, key); ok {
			s.dir = s.path(dir)
		}
	case "testNamePattern":
		if re := follow(v, 0); re != nil && re.Kind == syntax.Regexp {
			s.Pattern = re.Name[1:max(strings.LastIndexByte(re.Name, '/'), 1)]
		} else if text, ok := r.text(v, key); ok {
			s.Pattern = text
		}
	case "env":
		r.object(v, depth, key, func(name string, _, v *syntax.Node) {
			if text, ok := r.scalar(v, "env."+name); ok {
				if s.Env == nil {
					s.Env = map[string]string{}
				}
				s.Env[name] = text
			}
		})
	case "reporters", "reporter":
		r.reporters(v)
	case "outputFile":
		r.outputFile(v)
	case "poolOptions":
		r.object(v, depth, key, func(pool string, at, v *syntax.Node) {
			if pool == "workers" {
				r.worker(v, depth)
			}
		})
	case "environment":
		if text, ok := r.literal(v, 0); !ok || text != "node" && text != "edge-runtime" && text != "miniflare" {
			r.unused("test."+key, at)
		}
	case "pool", "watch", "isolate", "fileParallelism", "maxWorkers", "minWorkers", "silent", "reportSlowTests", "css", "logHeapUsage", "teardownTimeout", "includeSource", "cache", "ui", "open", "api":
		// Nothing that a test can notice, or a matter of flags.
	default:
		if slices.Contains(passed, key) {
			if o, ok := r.literal(v, 0); ok {
				if s.Runner == nil {
					s.Runner = map[string]any{}
				}
				s.Runner[key] = o
			} else {
				r.notLiteral(v, key)
			}
			return
		}
		r.unused("test."+key, at)
	}
}

// plugins looks for the plugin that says which Worker is tested.
func (r *reader) plugins(n *syntax.Node, depth int) {
	list := follow(n, depth)
	if list == nil || list.Kind != syntax.Array {
		r.notLiteral(n, "plugins")
		return
	}
	for _, p := range list.List {
		plugin := follow(p, depth)
		switch name, args := called(plugin); {
		case name == "cloudflareTest" || name == "cloudflarePool" || name == "cloudflare":
			if len(args) > 0 {
				r.worker(args[0], depth)
			}
		case strings.EqualFold(name, "tsconfigPaths") || name == "": // what esbuild does by itself; nothing
		default:
			r.warn(p, "esbuild bundles the tests; if they need the plugin, run `dotool test --runner vitest`", "the plugin %s is not used", diag.Visible(name))
		}
	}
}

// worker reads the options of Cloudflare's plugin.
func (r *reader) worker(n *syntax.Node, depth int) {
	s := r.s
	r.object(n, depth, "the options of the Worker", func(key string, at, v *syntax.Node) {
		switch key {
		case "wrangler":
			r.object(v, depth, key, func(key string, at, v *syntax.Node) {
				text, ok := r.text(v, "wrangler."+key)
				switch {
				case !ok:
				case key == "configPath":
					s.Wrangler = s.path(text)
				case key == "environment":
					s.Environment = text
				default:
					r.unused("wrangler."+key, at)
				}
			})
		case "miniflare":
			r.object(v, depth, key, func(key string, at, v *syntax.Node) {
				switch key {
				case "compatibilityDate":
					s.Date, _ = r.text(v, "miniflare."+key)
					return
				case "compatibilityFlags":
					r.texts(v, "miniflare."+key, &s.Flags)
					return
				case "bindings":
				default:
					r.unused("miniflare."+key, at)
					return
				}
				r.object(v, depth, "miniflare.bindings", func(name string, _, v *syntax.Node) {
					if o, ok := r.literal(v, 0); ok {
						if s.Vars == nil {
							s.Vars = map[string]any{}
						}
						s.Vars[name] = o
					} else {
						r.warn(v, "write the value into `vars` or .dev.vars", "the binding %s is not a literal, so tests do not have it", diag.Visible(name))
					}
				})
			})
		case "isolatedStorage":
			shared := true
			r.bool(v, key, &shared)
			s.Shared = !shared
		case "main":
			if text, ok := r.text(v, key); ok && exists(s.path(text)) {
				s.Main = s.path(text)
			}
		case "singleWorker", "remoteBindings", "experimental_remoteBindings": // there is one Worker, and no remote
		default:
			r.unused(key, at)
		}
	})
}

func (r *reader) reporters(n *syntax.Node) {
	o, ok := r.literal(n, 0)
	if !ok {
		r.notLiteral(n, "reporters")
		return
	}
	list, isList := o.([]any)
	if !isList {
		list = []any{o}
	}
	r.s.Reporters = nil
	for _, one := range list {
		if pair, ok := one.([]any); ok && len(pair) > 0 { // with options
			one = pair[0]
		}
		if name, ok := one.(string); ok {
			r.s.Reporters = append(r.s.Reporters, name)
		}
	}
}

func (r *reader) outputFile(n *syntax.Node) {
	o, ok := r.literal(n, 0)
	if !ok {
		r.notLiteral(n, "outputFile")
		return
	}
	r.s.OutputFiles = map[string]string{}
	switch o := o.(type) {
	case string:
		r.s.OutputFiles[""] = r.s.path(o)
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(o)) {
			if path, ok := o[name].(string); ok {
				r.s.OutputFiles[name] = r.s.path(path)
			}
		}
	}
}

func (r *reader) text(n *syntax.Node, name string) (string, bool) {
	o, ok := r.literal(n, 0)
	text, isText := o.(string)
	if !ok || !isText {
		r.notLiteral(n, name)
	}
	return text, ok && isText
}

// scalar returns a text, number or boolean as text.
func (r *reader) scalar(n *syntax.Node, name string) (string, bool) {
	o, ok := r.literal(n, 0)
	if text, isText := asText(o); ok && isText {
		return text, true
	}
	r.notLiteral(n, name)
	return "", false
}

// texts reads a text or a list of them.
func (r *reader) texts(n *syntax.Node, name string, to *[]string) bool {
	o, ok := r.literal(n, 0)
	if text, isText := o.(string); ok && isText {
		*to = []string{text}
		return true
	}
	list, isList := o.([]any)
	all := []string{}
	for _, one := range list {
		text, isText := one.(string)
		isList = isList && isText
		all = append(all, text)
	}
	if !ok || !isList {
		r.notLiteral(n, name)
		return false
	}
	*to = all
	return true
}

func (r *reader) bool(n *syntax.Node, name string, to *bool) {
	if o, ok := r.literal(n, 0); ok {
		if b, ok := o.(bool); ok {
			*to = b
			return
		}
	}
	r.notLiteral(n, name)
}

func (r *reader) number(n *syntax.Node, name string, to *int) {
	if o, ok := r.literal(n, 0); ok {
		if f, ok := o.(float64); ok {
			*to = int(f)
			return
		}
	}
	r.notLiteral(n, name)
}

func (r *reader) duration(n *syntax.Node, name string, to *time.Duration) {
	ms := -1
	if r.number(n, name, &ms); ms >= 0 {
		*to = time.Duration(ms) * time.Millisecond
	}
}

// instead says what to do about a key that is not used.
var instead = map[string]string{
	"test.coverage":    "dotool measures no coverage: run `dotool test --runner vitest --coverage`, with vitest's istanbul provider",
	"test.environment": "tests run in workerd; for jsdom and others run `dotool test --runner vitest`",
	"test.globalSetup": "it runs in Node.js: use setupFiles, which run in workerd, or `dotool test --runner vitest`",
	"test.projects":    "run each project by itself: dotool test --cwd DIR",
	"test.workspace":   "run each project by itself: dotool test --cwd DIR",
	"test.alias":       "use `paths` of tsconfig.json, or `alias` of the wrangler configuration",
	"resolve":          "use `paths` of tsconfig.json, or `alias` of the wrangler configuration",
	"define":           "use `define` of the wrangler configuration",
	"test.typecheck":   "run `tsc --noEmit`",
	"test.benchmark":   "run `dotool test --runner vitest bench`",
	"test.browser":     "tests run in workerd; for browsers run `dotool test --runner vitest`",
	"esbuild":          "use tsconfig.json",
}

// unused reports a key that does nothing.
func (r *reader) unused(key string, at *syntax.Node) {
	fix := instead[key]
	if key == "miniflare.workers" {
		fix = "name their configurations after that of the tested one: dotool test -c DIR -c DIR"
	} else if rest, ok := strings.CutPrefix(key, "miniflare."); ok {
		fix = "write " + rest + " into the wrangler configuration, perhaps into an environment for tests (--env)"
	}
	if fix == "" {
		fix = "if tests need it, run `dotool test --runner vitest`"
	}
	r.warn(at, fix, "%s is not used", diag.Visible(key))
}

func (r *reader) notLiteral(n *syntax.Node, name string) {
	r.warn(n, "write the value itself", "%s is not a literal, so it is not used", diag.Visible(name))
}

// warn adds a warning, once.
func (r *reader) warn(n *syntax.Node, fix, format string, args ...any) {
	pos := diag.Pos{File: r.s.File}
	if n != nil && n.File != nil {
		line, column := n.File.Line(int(n.Start))
		pos = diag.Pos{File: n.File.Path, Line: line, Column: column}
	}
	d := *r.s.Problems.Warnf(pos, "vitest-config", format, args...)
	last := len(r.s.Problems) - 1
	if slices.ContainsFunc(r.s.Problems[:last], func(o diag.Diagnostic) bool { return o.Pos == d.Pos && o.Message == d.Message }) {
		r.s.Problems = r.s.Problems[:last]
		return
	}
	r.s.Problems[last].Fix = fix
}
