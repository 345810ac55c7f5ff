package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowed lists the packages from the top down, with the packages of ours and of others that
// each may import. Any other import fails, and so does one that is listed but no longer used.
// The standard library and golang.org/x/sys are free.
var allowed = map[string]struct{ ours, others []string }{
	".": {ours: []string{"commands", "commands/ui"}},
	"commands": {
		ours:   []string{"commands/checker", "commands/doctor", "commands/fire", "commands/git", "commands/local", "commands/logview", "commands/logview/only", "commands/lsp", "commands/stored", "commands/testview", "commands/typefile", "commands/ui", "config", "config/binding", "config/changes", "config/diag", "config/lint", "config/lint/names", "config/npm", "config/pattern", "config/template", "config/tree", "config/types", "config/vitest", "config/configfile", "devserver", "devserver/bundle", "devserver/control", "devserver/event", "devserver/registry", "devserver/rtti", "devserver/test", "devserver/test/result", "devserver/trace", "devserver/watch", "devserver/workerd", "inspect", "inspect/analytics", "inspect/archive", "inspect/d1", "inspect/kv", "inspect/queues", "inspect/r2", "inspect/shell", "inspect/snapshot", "inspect/sqlite", "inspect/table", "inspect/v8", "inspect/v8/console", "inspect/workflows", "migrate", "migrate/apply", "migrate/convert", "migrate/declare", "migrate/state"},
		others: []string{"github.com/charmbracelet/lipgloss", "github.com/charmbracelet/x/ansi", "github.com/charmbracelet/x/term", "github.com/coder/websocket", "github.com/rogpeppe/go-internal", "github.com/urfave/cli/v2"},
	},
	"commands/stored":  {ours: []string{"commands/ui", "config/diag", "config/lint", "config/pattern", "devserver/event", "inspect", "inspect/sqlite", "migrate/state"}},
	"commands/lsp":     {ours: []string{"commands/checker", "config", "config/diag", "config/lint", "config/configfile"}, others: []string{"github.com/sourcegraph/jsonrpc2"}},
	"commands/checker": {ours: []string{"config", "config/diag", "config/lint", "migrate"}},
	"commands/local": {
		ours:   []string{"commands/git", "commands/ui", "config", "config/binding", "config/configfile", "config/diag", "config/tree", "devserver", "devserver/control", "devserver/ephemeral", "devserver/event", "devserver/registry", "devserver/workerd", "inspect", "inspect/analytics", "inspect/archive", "inspect/d1", "inspect/kv", "inspect/queues", "inspect/r2", "inspect/snapshot", "inspect/sqlite", "inspect/v8", "inspect/workflows", "migrate", "migrate/apply", "migrate/state"},
		others: []string{"golang.org/x/sync"},
	},
	"commands/git":          {},
	"commands/logview/only": {ours: []string{"config/pattern", "devserver/event", "inspect"}},
	"commands/logview": {
		ours:   []string{"commands/logview/only", "commands/ui", "config", "config/binding", "config/diag", "devserver/event", "migrate", "migrate/apply", "migrate/state"},
		others: []string{"github.com/charmbracelet/x/ansi"},
	},
	"commands/testview": {
		ours:   []string{"commands/ui", "config/diag", "devserver/event", "devserver/test/result"},
		others: []string{"github.com/charmbracelet/x/ansi"},
	},
	"commands/typefile": {ours: []string{"commands/local", "commands/ui", "config", "config/diag", "config/npm", "config/types", "devserver/rtti", "devserver/test/types", "devserver/workerd"}},
	"commands/doctor":   {ours: []string{"commands/local", "commands/typefile", "commands/ui", "config", "config/diag", "config/npm", "config/types", "devserver/control", "devserver/socket", "devserver/workerd", "inspect", "inspect/sqlite", "migrate", "migrate/state"}},
	"commands/fire": {
		ours: []string{"commands/local", "commands/ui", "config/cron", "devserver/control", "devserver/event", "inspect", "inspect/sqlite", "inspect/v8", "migrate/state"},
	},
	"commands/ui": {
		ours:   []string{"config/diag", "config/pattern"},
		others: []string{"github.com/charmbracelet/lipgloss", "github.com/charmbracelet/x/ansi", "github.com/charmbracelet/x/term", "github.com/itchyny/gojq", "github.com/muesli/termenv"},
	},

	"devserver": {ours: []string{
		"config", "config/binding", "config/configfile", "config/diag", "devserver/alive", "devserver/cert", "devserver/control", "devserver/crontab", "devserver/debug", "devserver/disk", "devserver/ephemeral", "devserver/event", "devserver/host", "devserver/page", "devserver/registry", "devserver/render",
		"devserver/socket", "devserver/trace", "devserver/watch", "devserver/watchdog", "devserver/worker", "devserver/workerd", "migrate", "migrate/apply", "migrate/state",
	}},
	"devserver/worker":              {ours: []string{"config", "config/binding", "config/diag", "devserver/bundle", "devserver/event", "devserver/trace", "devserver/watch"}},
	"devserver/alive":               {},
	"devserver/disk":                {ours: []string{"config/diag", "devserver/workerd", "migrate/state"}},
	"devserver/crontab":             {ours: []string{"config/cron"}},
	"devserver/ephemeral":           {ours: []string{"devserver/control", "migrate/state"}},
	"devserver/control":             {ours: []string{"devserver/event", "migrate/state"}},
	"devserver/page":                {ours: []string{"config/diag", "devserver/event", "devserver/trace"}, others: []string{"github.com/coder/websocket"}},
	"devserver/trace":               {ours: []string{"config", "config/diag", "config/pattern", "devserver/bundle", "devserver/event", "devserver/host", "devserver/host/products", "devserver/render", "devserver/workerd", "migrate/state"}},
	"devserver/debug":               {ours: []string{"config/diag", "config/pattern", "devserver/bundle", "devserver/host", "devserver/socket"}, others: []string{"github.com/coder/websocket"}},
	"devserver/workerd/workerdtest": {ours: []string{"devserver/workerd"}},
	"devserver/debug/debugtest":     {others: []string{"github.com/coder/websocket"}},
	"devserver/watchdog":            {ours: []string{"devserver/control", "devserver/event", "devserver/workerd"}},
	"devserver/watch":               {ours: []string{"config", "config/diag", "devserver/bundle", "devserver/event"}, others: []string{"github.com/fsnotify/fsnotify"}},
	"devserver/registry":            {ours: []string{"config", "config/binding", "config/diag", "devserver/event", "devserver/render", "devserver/watch"}},
	"devserver/render":              {ours: []string{"config", "config/binding", "config/diag", "config/pattern", "devserver/bundle", "devserver/host", "devserver/host/products", "devserver/workerd", "migrate", "migrate/state"}},
	"devserver/event":               {ours: []string{"config", "config/binding", "config/diag", "devserver/workerd", "migrate"}},
	"devserver/bundle":              {ours: []string{"config", "config/diag", "config/pattern", "devserver/bundle/aliased", "devserver/bundle/deps", "devserver/bundle/inputmap", "devserver/bundle/shims"}, others: []string{"github.com/evanw/esbuild", "github.com/go-sourcemap/sourcemap"}},
	"devserver/bundle/aliased":      {others: []string{"github.com/evanw/esbuild", "github.com/go-sourcemap/sourcemap"}},
	"devserver/bundle/inputmap":     {ours: []string{"config/diag", "config/pattern"}, others: []string{"github.com/evanw/esbuild"}},
	"devserver/bundle/shims":        {others: []string{"github.com/evanw/esbuild"}},
	"devserver/bundle/deps":         {ours: []string{"config/diag", "config/pattern"}, others: []string{"github.com/bmatcuk/doublestar", "github.com/evanw/esbuild"}},
	"devserver/cert":                {ours: []string{"config/diag", "migrate/state"}},
	"devserver/host":                {},
	"devserver/host/products":       {ours: []string{"config/pattern", "devserver/host"}},
	"devserver/rtti":                {ours: []string{"devserver/workerd"}},
	"devserver/test":                {ours: []string{"config", "config/binding", "config/configfile", "config/diag", "config/pattern", "devserver/bundle", "devserver/disk", "devserver/ephemeral", "devserver/event", "devserver/host", "devserver/registry", "devserver/render", "devserver/socket", "devserver/test/level", "devserver/test/mock", "devserver/test/result", "devserver/test/vitest", "devserver/trace", "devserver/worker", "devserver/workerd", "migrate", "migrate/state"}},
	"devserver/test/level":          {},
	"devserver/test/mock":           {ours: []string{"config", "config/diag", "config/pattern", "devserver/bundle"}, others: []string{"github.com/evanw/esbuild"}},
	"devserver/test/types":          {},
	"devserver/test/result":         {ours: []string{"config/diag", "devserver/event"}},
	"devserver/test/vitest":         {},
	"devserver/socket":              {},
	"devserver/workerd":             {ours: []string{"config/diag", "config/pattern", "devserver/socket", "devserver/workerd/download", "devserver/workerd/gate", "devserver/workerd/lines", "devserver/workerd/supply"}},
	"devserver/workerd/gate":        {ours: []string{"config/pattern"}},
	"devserver/workerd/lines":       {},
	"devserver/workerd/supply":      {ours: []string{"devserver/socket"}},
	"devserver/workerd/download":    {ours: []string{"config/diag"}, others: []string{"github.com/gofrs/flock"}},

	"inspect/shell": {
		ours:   []string{"config/diag", "inspect", "inspect/archive", "inspect/sqlite", "inspect/table"},
		others: []string{"github.com/charmbracelet/x/ansi", "github.com/charmbracelet/x/term", "github.com/reeflective/readline"},
	},
	"inspect/blob":         {ours: []string{"config/diag", "migrate/state"}},
	"inspect/r2":           {ours: []string{"inspect/blob", "inspect/sqlite", "migrate/state"}},
	"inspect/workflows":    {ours: []string{"inspect/sqlite", "inspect/v8", "migrate/state"}},
	"inspect/queues":       {ours: []string{"inspect/blob", "inspect/sqlite", "migrate/state"}},
	"inspect/kv":           {ours: []string{"inspect/blob", "inspect/sqlite", "migrate/state"}},
	"inspect/archive":      {ours: []string{"config/diag", "inspect", "inspect/sqlite", "inspect/v8", "migrate/state"}},
	"inspect/snapshot":     {ours: []string{"config/diag", "inspect", "inspect/sqlite", "migrate", "migrate/apply", "migrate/state"}, others: []string{"golang.org/x/sync"}},
	"inspect/analytics":    {ours: []string{"inspect", "migrate/state"}},
	"inspect/d1":           {ours: []string{"config", "config/binding", "config/diag", "inspect", "inspect/sqlite", "migrate", "migrate/state"}, others: []string{"github.com/bmatcuk/doublestar"}},
	"inspect":              {ours: []string{"config/diag", "inspect/sqlite", "migrate", "migrate/state"}, others: []string{"golang.org/x/sync"}},
	"inspect/inspecttest":  {ours: []string{"inspect", "inspect/sqlite", "migrate/apply", "migrate/state"}, others: []string{"modernc.org/sqlite"}},
	"inspect/sqlite/image": {},
	"inspect/sqlite":       {ours: []string{"config/diag", "config/pattern", "inspect/sqlite/image", "migrate/state"}, others: []string{"modernc.org/libc", "modernc.org/sqlite"}},
	"inspect/table":        {ours: []string{"config/diag", "inspect/sqlite"}, others: []string{"github.com/charmbracelet/x/ansi"}},
	"inspect/v8/console":   {ours: []string{"config/pattern", "inspect/v8"}},
	"inspect/v8":           {},

	"migrate/declare":     {ours: []string{"config", "config/diag", "config/tree", "migrate"}},
	"migrate/convert":     {ours: []string{"config", "config/tree", "migrate"}},
	"migrate/apply":       {ours: []string{"config/diag", "migrate", "migrate/state"}},
	"migrate/migratetest": {ours: []string{"config", "config/binding", "config/diag", "migrate", "migrate/convert", "migrate/state"}},
	"migrate":             {ours: []string{"config", "config/binding", "config/diag", "migrate/state"}},
	"migrate/state":       {ours: []string{"config/diag", "config/pattern"}, others: []string{"github.com/gofrs/flock"}},
	"config":              {ours: []string{"config/binding", "config/cron", "config/diag", "config/dotenv", "config/npm", "config/pattern", "config/tree", "config/configfile"}},
	"config/lint":         {ours: []string{"config/diag", "config/lint/model", "config/lint/objects", "config/lint/rule", "config/lint/storage", "config/pattern", "config/tree"}, others: []string{"github.com/evanw/esbuild"}},
	"config/types":        {ours: []string{"config", "config/binding", "config/diag", "config/pattern", "config/tree"}, others: []string{"github.com/evanw/esbuild"}},
	"config/lint/objects": {ours: []string{"config/diag", "config/lint/code", "config/lint/model", "config/lint/rule", "config/pattern", "config/tree"}, others: []string{"github.com/evanw/esbuild"}},
	"config/lint/storage": {ours: []string{"config/diag", "config/lint/code", "config/lint/model", "config/lint/rule", "config/pattern"}, others: []string{"github.com/evanw/esbuild"}},
	"config/lint/names":   {ours: []string{"config/diag", "config/lint/code", "config/lint/model", "config/pattern"}, others: []string{"github.com/evanw/esbuild"}},
	"config/lint/rule":    {ours: []string{"config/diag", "config/lint/code", "config/lint/model", "config/pattern"}, others: []string{"github.com/evanw/esbuild"}},
	"config/lint/model":   {ours: []string{"config/diag", "config/lint/code", "config/tree"}, others: []string{"github.com/evanw/esbuild"}},
	"config/lint/code":    {others: []string{"github.com/evanw/esbuild"}},
	"config/configfile":   {ours: []string{"config/diag", "config/pattern", "config/tree"}},
	"config/vitest":       {ours: []string{"config/diag", "config/pattern"}, others: []string{"github.com/bmatcuk/doublestar", "github.com/evanw/esbuild"}},
	"config/changes":      {ours: []string{"config/diag"}, others: []string{"github.com/rogpeppe/go-internal"}},
	"config/template":     {ours: []string{"config/pattern"}},
	"config/npm":          {ours: []string{"config/diag", "config/pattern", "config/tree"}},
	"config/binding":      {ours: []string{"config/diag"}},
	"config/tree":         {ours: []string{"config/diag", "config/pattern"}, others: []string{"github.com/pelletier/go-toml/v2", "github.com/tailscale/hujson"}},
	"config/cron":         {},
	"config/pattern":      {},
	"config/dotenv":       {ours: []string{"config/pattern"}},
	"config/diag":         {others: []string{"github.com/charmbracelet/x/ansi"}},
}

// wide are the packages that may have more than mostLines: one short file a command.
var wide = map[string]bool{"commands": true}

const (
	mostLines   = 3000 // of a package, tests aside
	commandFile = 250  // lines of a file in commands
)

func TestImports(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Doc,Dir,GoFiles,Module", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var p struct {
			ImportPath, Doc, Dir string
			Imports, GoFiles     []string
			Module               struct{ Path string }
		}
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, p.Module.Path), "/")
		if name == "" {
			name = "."
		}
		room, ok := allowed[name]
		if !ok {
			t.Errorf("package %s is not listed in allowed", name)
			continue
		}
		seen[name] = true
		if p.Doc == "" {
			t.Errorf("package %s has no comment that says what it is", name)
		}
		lines := 0
		for _, file := range p.GoFiles {
			text, err := os.ReadFile(filepath.Join(p.Dir, file))
			if err != nil {
				t.Fatal(err)
			}
			n := bytes.Count(text, []byte("\n"))
			if lines += n; name == "commands" && n > commandFile {
				t.Errorf("commands/%s has %d lines, more than %d", file, n, commandFile)
			}
		}
		if lines > mostLines && !wide[name] {
			t.Errorf("package %s has %d lines, more than %d: split it", name, lines, mostLines)
		}
		used := map[string]bool{}
		for _, i := range p.Imports {
			first, _, _ := strings.Cut(i, "/")
			ours, isOurs := strings.CutPrefix(i, p.Module.Path+"/")
			switch {
			case isOurs:
				used[ours] = true
				if !slices.Contains(room.ours, ours) {
					t.Errorf("%s imports %s", name, ours)
				}
			case strings.Contains(first, ".") && !strings.HasPrefix(i, "golang.org/x/sys/"):
				at := slices.IndexFunc(room.others, func(o string) bool { return i == o || strings.HasPrefix(i, o+"/") })
				if at < 0 {
					t.Errorf("%s imports %s, which is not listed for it", name, i)
					continue
				}
				used[room.others[at]] = true
			}
		}
		for _, want := range slices.Concat(room.ours, room.others) {
			if !used[want] {
				t.Errorf("%s does not import %s any more", name, want)
			}
		}
	}
	for name := range maps.Keys(allowed) {
		if !seen[name] {
			t.Errorf("there is no package %s any more", name)
		}
	}
}

// TestPatterns compiles all regular expressions, which otherwise happens when they are
// used.
func TestPatterns(t *testing.T) {
	t.Parallel()
	n := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			fn, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || fn.Sel.Name != "New" {
				return true
			}
			if x, ok := fn.X.(*ast.Ident); !ok || x.Name != "pattern" {
				return true
			}
			n++
			text, ok := call.Args[0].(*ast.BasicLit)
			if !ok {
				t.Errorf("%s: a pattern that is not a literal", path)
				return true
			}
			pattern, err := strconv.Unquote(text.Value)
			if err == nil {
				_, err = regexp.Compile(pattern)
			}
			if err != nil {
				t.Errorf("%s: %v", path, err)
			}
			return true
		})
		return nil
	})
	if err != nil || n < 50 {
		t.Errorf("%d patterns: %v", n, err)
	}
}

// TestExports finds functions, variables and constants that are exported, though no other
// package uses them, such as an external test. Packages for tests are free; the values of
// one declaration, such as the kinds of something, go together.
func TestExports(t *testing.T) {
	t.Parallel()
	const module = "github.com/dotool-dev/dotool/"
	type group struct {
		file  string
		names []string
	}
	declared := map[string][]group{} // by the package's folder
	used := map[string]bool{}        // folder and name
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && path == "config/lint/syntax" {
			return cmp.Or(err, fs.SkipDir) // that is another module
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(path))
		forTests := strings.HasSuffix(path, "_test.go") || strings.HasSuffix(dir, filepath.Base(filepath.Dir(dir))+"test")
		if !forTests && path != "commands/version.go" { // whose Version .ci/release sets
			for _, decl := range file.Decls {
				var names []*ast.Ident
				switch d := decl.(type) {
				case *ast.FuncDecl:
					if d.Recv == nil {
						names = append(names, d.Name)
					}
				case *ast.GenDecl:
					for _, spec := range d.Specs {
						if v, ok := spec.(*ast.ValueSpec); ok {
							names = append(names, v.Names...)
						}
					}
				}
				g := group{file: path}
				for _, n := range names {
					if n.IsExported() {
						g.names = append(g.names, n.Name)
					}
				}
				if g.names != nil {
					declared[dir] = append(declared[dir], g)
				}
			}
		}
		from := map[string]string{} // what a package is called here → its folder
		for _, spec := range file.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			folder, ok := strings.CutPrefix(imported, module)
			if !ok {
				continue
			}
			name := folder[strings.LastIndex(folder, "/")+1:]
			if spec.Name != nil {
				name = spec.Name.Name
			}
			from[name] = folder
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if sel, ok := node.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && from[x.Name] != "" {
					used[from[x.Name]+" "+sel.Sel.Name] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil || len(declared) < 50 {
		t.Errorf("%d packages: %v", len(declared), err)
	}
	for dir, groups := range declared {
		for _, g := range groups {
			if !slices.ContainsFunc(g.names, func(n string) bool { return used[dir+" "+n] }) {
				t.Errorf("%s exports %s, which no other package uses", g.file, strings.Join(g.names, ", "))
			}
		}
	}
}
