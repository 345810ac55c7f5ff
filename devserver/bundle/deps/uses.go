package deps

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
)

// Name is that of the module that has all packages.
const Name = "node_modules.js"

// folder is that of the modules which the project's own code imports: each exports the same
// as one module of a package.
const folder = "./node_modules/"

// Uses finds what own code imports from packages.
type Uses struct {
	kinds map[string]bool // the modules that may be imported, and whether each is CommonJS
	paths []string        // of the ES modules, sorted: their number is their name

	mu      sync.Mutex      // guards what follows; esbuild resolves in parallel
	refused bool            // whether something was imported that may not be, or not so
	calm    map[string]bool // modules that packages say have no side effects
	read    map[string]read // own modules, by file

	// Where imports led, which is most of the work, and on what that depends.
	resolved map[lookup]api.ResolveResult
	stamps   stamping
	began    time.Time // the build
}

// lookup is an import as written, in a module.
type lookup struct {
	importer, path string
	kind           api.ResolveKind
}

// read is an own module that was read to see whether it is calm.
type read struct {
	stamp   Stamp
	imports string
	calm    bool
}

// isCalm is [calmModule] for an own module, read again only after a change.
func (u *Uses) isCalm(path string, own, required map[string]bool) bool {
	if filepath.Ext(path) == ".json" {
		return true
	}
	now := read{stamp: stampOf(path), imports: fmt.Sprint(own, required)}
	if last := u.read[path]; last.stamp == now.stamp && last.imports == now.imports {
		return last.calm
	}
	settled := !now.stamp.since(time.Now().Add(-ClockStep))
	text, err := diag.ReadFile(path)
	now.calm = err == nil && calmModule(path, string(text), own, required)
	if delete(u.read, path); settled {
		u.read[path] = now
	}
	return now.calm
}

// NewUses prepares to build own code that imports from these modules, each of which is
// CommonJS or not.
func NewUses(kinds map[string]bool) *Uses {
	u := &Uses{kinds: kinds, calm: map[string]bool{}, read: map[string]read{}, resolved: map[lookup]api.ResolveResult{}, stamps: stamping{}}
	for path, commonJS := range kinds {
		if !commonJS {
			u.paths = append(u.paths, path)
		}
	}
	slices.Sort(u.paths)
	return u
}

// OfPackage reports whether a file belongs to a package.
func OfPackage(path string) bool {
	return strings.Contains(filepath.ToSlash(path), "/node_modules/")
}

type resolvingPackage struct{}

// Reset begins a build. Imports lead to where they led before while nothing has changed
// that decides about that, since the last build began.
func (u *Uses) Reset() {
	for path, stamp := range u.stamps {
		if stampOf(path) != stamp || stamp.since(u.began.Add(-ClockStep)) {
			clear(u.resolved)
			clear(u.stamps)
			break
		}
	}
	u.refused, u.began = false, time.Now()
}

// Depend says on which files besides package.json it depends where imports lead: those
// of TypeScript's configuration.
func (u *Uses) Depend(files []string) {
	for _, file := range files {
		u.stamps.add(file)
	}
}

// note notes where an import in a folder led.
func (u *Uses) note(l lookup, dir string, r api.ResolveResult) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.resolved[l] = r
	u.stamps.file(r.Path)
	for ; ; dir = filepath.Dir(dir) {
		if _, known := u.stamps[filepath.Join(dir, "tsconfig.json")]; known {
			return
		}
		u.stamps.installed(filepath.Join(dir, "node_modules"))
		for _, name := range []string{"package.json", "node_modules", "tsconfig.json", "jsconfig.json"} {
			u.stamps.add(filepath.Join(dir, name))
		}
		if dir == filepath.Dir(dir) {
			return
		}
	}
}

// lookUp returns where an import led in an earlier build.
func (u *Uses) lookUp(l lookup) (r api.ResolveResult, known bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	r, known = u.resolved[l]
	return r, known
}

// Refused reports whether the build imports from packages in a way that only a single
// bundle can serve.
func (u *Uses) Refused() bool { return u.refused }

// Plugin leaves modules of packages out of a bundle. It must be the last one that
// resolves. A CommonJS module becomes one that requires it when it is imported, so that
// esbuild converts it for each importer as it would the module itself.
func (u *Uses) Plugin() api.Plugin {
	return api.Plugin{Name: "packages", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `^[^./].*[^/]$|^[a-z]$`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			if _, ok := args.PluginData.(resolvingPackage); ok || args.Kind == api.ResolveEntryPoint || args.Namespace != "file" {
				return api.OnResolveResult{}, nil
			}
			l := lookup{args.Importer, args.Path, args.Kind}
			r, known := u.lookUp(l)
			if !known {
				r = b.Resolve(args.Path, api.ResolveOptions{ResolveDir: args.ResolveDir, Importer: args.Importer, Kind: args.Kind, PluginData: resolvingPackage{}})
				if len(r.Errors) > 0 || r.External || r.Namespace != "file" || !OfPackage(r.Path) {
					return api.OnResolveResult{}, nil
				}
				u.note(l, args.ResolveDir, r)
			}
			return u.leave(args.Kind, r), nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "package"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			code := fmt.Sprintf("module.exports = require(%q).get();", "package:"+args.Path)
			return api.OnLoadResult{Contents: &code, Loader: api.LoaderJS}, nil
		})
		b.OnResolve(api.OnResolveOptions{Filter: `^package:`, Namespace: "package"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: args.Path, Namespace: "package-get"}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "package-get"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			code := fmt.Sprintf("export { %s as get } from %q;", required(strings.TrimPrefix(args.Path, "package:")), Name)
			return api.OnLoadResult{Contents: &code, Loader: api.LoaderJS}, nil
		})
		b.OnResolve(api.OnResolveOptions{Filter: `.*`, Namespace: "package-get"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: "./" + Name, External: true}, nil
		})
	}}
}

// leave leaves a module of a package out of the bundle of own code.
func (u *Uses) leave(kind api.ResolveKind, r api.ResolveResult) (result api.OnResolveResult) {
	u.mu.Lock()
	defer u.mu.Unlock()
	commonJS, known := u.kinds[r.Path]
	if !known || kind != api.ResolveJSImportStatement || r.Suffix != "" {
		u.refused = true
		result.Errors = []api.Message{{Text: "the packages must be bundled again"}}
		return result
	}
	if u.calm[r.Path] = !r.SideEffects; !r.SideEffects {
		result.SideEffects = api.SideEffectsFalse
	}
	if commonJS {
		result.Path, result.Namespace = r.Path, "package"
		return result
	}
	i, _ := slices.BinarySearch(u.paths, r.Path)
	result.Path, result.External = folder+strconv.Itoa(i)+".js", true
	return result
}

// required returns the name of the function that requires a CommonJS module.
func required(path string) string {
	var b strings.Builder
	b.WriteString("require_")
	for _, c := range []byte(path) {
		if isWord(c) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "$%02x", c)
		}
	}
	return b.String()
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_'
}

// imported is a statement of bundled code that imports from a module of a package: what
// comes between "import" and "from", or the list of an export.
var imported = pattern.New(`^(?:import (?:([^"';]+?) from )?|export (\{[^"';]*\}) from )"\./node_modules/(\d+)\.js";$`)

// statement is one of them.
type statement struct {
	from, to  int // where it is in the code
	module    int // its number
	export    bool
	names     [][2]string // what it imports, and what that is called in the code
	namespace string      // what the namespace is called, "" if it is not imported
}

// Read finds what bundled own code imports, in the order in which it runs, and returns
// the code as it is to be loaded. Names that it does not use are not imported, as a
// single bundle would not contain them. Where it does more with a namespace than to use
// its members, it gets the object that the bundler makes for one.
func (u *Uses) Read(code []byte) (used []Module, loaded []byte, ok bool) {
	statements, ok := u.statements(code)
	if !ok {
		return nil, nil, false
	}
	names := namesIn(code, statements)
	at := map[int]int{} // places in used
	last := 0
	for _, s := range statements {
		loaded = append(loaded, code[last:s.from]...)
		last = s.to
		kept, text := s.use(names)
		named := s.names != nil || s.namespace != ""
		if named && len(kept.Names) == 0 && u.calm[u.paths[s.module]] {
			text = "" // not even for its effects
		} else {
			if _, seen := at[s.module]; !seen {
				at[s.module] = len(used)
				used = append(used, Module{Path: u.paths[s.module]})
			}
			m := &used[at[s.module]]
			m.Names, m.members = append(m.Names, kept.Names...), append(m.members, kept.members...)
		}
		loaded = append(loaded, text...)
		loaded = append(loaded, bytes.Repeat([]byte("\n"), bytes.Count(code[s.from:s.to], []byte("\n")))...) // lines stay where they are
	}
	loaded = append(loaded, code[last:]...)
	for i := range used {
		slices.Sort(used[i].Names)
		used[i].Names = slices.Compact(used[i].Names)
	}
	for _, path := range slices.Sorted(maps.Keys(u.kinds)) {
		if u.kinds[path] && bytes.Contains(code, []byte(required(path))) {
			used = append(used, Module{Path: path, CommonJS: true})
		}
	}
	return used, loaded, true
}

// statements returns those that import from packages. It reports false if there is one
// that cannot be read.
func (u *Uses) statements(code []byte) (all []statement, ok bool) {
	if bytes.Contains(code, []byte("__reExport(")) {
		return nil, false
	}
	for last := 0; ; last = all[len(all)-1].to {
		i := bytes.Index(code[last:], []byte(`"`+folder))
		if i < 0 {
			return all, true
		}
		to := last + i
		from := bytes.LastIndexByte(code[:to], '\n') + 1
		for from > last && (code[from] == ' ' || code[from] == '}') { // a line for each name
			from = bytes.LastIndexByte(code[:from-1], '\n') + 1
		}
		rest, _, _ := bytes.Cut(code[to:], []byte("\n"))
		to += len(rest)
		f := imported.FindSubmatch(code[from:to])
		if f == nil {
			return nil, false
		}
		n, err := strconv.Atoi(string(f[3]))
		if err != nil || n >= len(u.paths) {
			return nil, false
		}
		s := statement{from: from, to: to, module: n, export: f[2] != nil}
		s.names, s.namespace = clause(string(f[1]) + string(f[2]))
		all = append(all, s)
	}
}

// use returns what of a statement is used, and the statement with only that.
func (s statement) use(names map[string]*name) (used Module, text string) {
	from := fmt.Sprintf("%q;", folder+strconv.Itoa(s.module)+".js")
	var list []string
	for _, n := range s.names {
		if s.export || names[n[1]].used {
			used.Names = append(used.Names, n[0])
			list = append(list, n[0]+" as "+n[1])
		}
	}
	if n := names[s.namespace]; n != nil && n.whole {
		used.Names = append(used.Names, "*")
		used.members = n.members
		list = append(list, namespaceName+" as "+s.namespace)
	} else if n != nil && n.used {
		used.Names = append(used.Names, n.members...)
		text = "import * as " + s.namespace + " from " + from
	}
	switch {
	case s.export:
		return used, text + "export { " + strings.Join(list, ", ") + " } from " + from
	case len(list) > 0:
		return used, text + "import { " + strings.Join(list, ", ") + " } from " + from
	case text == "":
		return used, "import " + from
	}
	return used, text
}

// namespaceName is the name under which the object for a namespace is exported.
const namespaceName = "dotool_namespace"

// name is how code uses one.
type name struct {
	used    bool
	whole   bool     // not only with a member
	members []string // with which it is used
}

// namesIn returns how code uses what statements import. What cannot be told from a use,
// as in a string, counts as one.
func namesIn(code []byte, statements []statement) map[string]*name {
	names := map[string]*name{}
	add := func(local string) {
		escaped := strings.Contains(local, `\`)
		names[local] = &name{used: escaped, whole: escaped}
	}
	for _, s := range statements {
		for _, n := range s.names {
			add(n[1])
		}
		if s.namespace != "" {
			add(s.namespace)
		}
	}
	last := 0
	for _, s := range statements {
		findNames(code[last:s.from], names)
		last = s.to
	}
	findNames(code[last:], names)
	return names
}

// findNames notes how names are used in code.
func findNames(code []byte, names map[string]*name) {
	for line := range bytes.Lines(code) {
		if bytes.HasPrefix(line, []byte("// ")) && !bytes.Contains(line, []byte("${")) {
			continue // the name of a file, or text
		}
		for i := 0; i < len(line); {
			word := wordAt(line[i:])
			if len(word) == 0 {
				i++
				continue
			}
			before := line[:i]
			i += len(word)
			n := names[string(word)]
			if n == nil || isProperty(before, line[i:]) {
				continue
			}
			n.used = true
			rest, isMember := bytes.CutPrefix(line[i:], []byte("."))
			member := wordAt(rest)
			if !isMember || len(member) == 0 || bytes.HasPrefix(rest[len(member):], []byte(`\`)) {
				n.whole = true
			} else if !slices.Contains(n.members, string(member)) {
				n.members = append(n.members, string(member))
			}
		}
	}
}

// isProperty reports whether what is between two parts of a line is the name of a
// property, or a label.
func isProperty(before, after []byte) bool {
	if bytes.HasPrefix(after, []byte(":")) {
		before = bytes.TrimRight(before, " ")
		return len(before) == 0 || before[len(before)-1] == '{' || before[len(before)-1] == ','
	}
	return bytes.HasSuffix(before, []byte(".")) && !bytes.HasSuffix(before, []byte("..."))
}

// wordAt returns the name or number at the beginning of code.
func wordAt(code []byte) []byte {
	i := 0
	for i < len(code) && (isWord(code[i]) || code[i] == '$' || code[i] >= 0x80) {
		i++
	}
	return code[:i]
}

// clause returns the names that the clause of an import statement imports, with what each
// is called, and what it calls the namespace, "" if it does not import that.
func clause(text string) (names [][2]string, namespace string) {
	before, list, _ := strings.Cut(text, "{")
	for part := range strings.SplitSeq(before, ",") {
		part = strings.TrimSpace(part)
		if as, ok := strings.CutPrefix(part, "* as "); ok {
			namespace = as
		} else if part != "" {
			names = append(names, [2]string{"default", part})
		}
	}
	for part := range strings.SplitSeq(strings.TrimRight(list, "}"), ",") {
		if name, as, renamed := strings.Cut(strings.TrimSpace(part), " as "); renamed {
			names = append(names, [2]string{strings.TrimSpace(name), strings.TrimSpace(as)})
		} else if name != "" {
			names = append(names, [2]string{name, name})
		}
	}
	return names, namespace
}

// EntryOf returns the module of which a bundle of these modules is made.
func EntryOf(used []Module) string {
	var code strings.Builder
	for n, m := range used {
		if m.CommonJS {
			if m.Early {
				fmt.Fprintf(&code, "import %q;\n", m.Path)
			}
			fmt.Fprintf(&code, "export const %s = () => require(%q);\n", required(m.Path), m.Path)
			continue
		}
		if len(m.Names) == 0 {
			fmt.Fprintf(&code, "import %q;\n", m.Path)
		}
		for _, name := range m.Names {
			if name == "*" {
				fmt.Fprintf(&code, "export * as e%d_%s from %q;\n", n, namespaceName, m.Path)
			} else {
				fmt.Fprintf(&code, "export { %s as e%d_%s } from %q;\n", name, n, name, m.Path)
			}
		}
	}
	return code.String()
}

// Alike reports whether a bundle of modules of packages does what they do together with
// own code. Not so if it exports what CommonJS exports under a name, as it is when that
// has run, or asks which module it is.
func Alike(code []byte) bool {
	return !snapshot.Match(code) && !bytes.Contains(code, []byte("import.meta"))
}

// snapshot matches the bundler's name for such an export of the entry.
var snapshot = pattern.New(`\bexport_e\d+_`)

// A File is a module by which own code imports a module of a package.
type File struct {
	Name string
	Code []byte
}

// Files returns the modules through which own code imports those of the bundle.
func (b *Bundle) Files(u *Uses) (all []File) {
	for n, m := range b.Modules {
		if m.CommonJS {
			continue
		}
		i, _ := slices.BinarySearch(u.paths, m.Path)
		code := fmt.Appendf(nil, "import \"../%s\";\n", Name)
		for _, name := range m.Names {
			if name == "*" {
				name = namespaceName
			}
			code = fmt.Appendf(code, "export { e%d_%s as %s } from \"../%s\";\n", n, name, name, Name)
		}
		all = append(all, File{strings.TrimPrefix(folder, "./") + strconv.Itoa(i) + ".js", code})
	}
	return all
}
