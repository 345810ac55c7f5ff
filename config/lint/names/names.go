// Package names finds where a project names one of its classes: its declaration, exports and
// imports by whatever path, uses as a value and as a type. It is what renames a class.
//
// Start from [Load], then [Project.Class]. Values are found by the symbols of esbuild's
// parser; types, which that drops, by tokens.
package names

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/syntax"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint/model"
)

// Project are the modules of a folder.
type Project struct {
	files   map[string]*file
	entry   string
	resolve func(from, path string) string

	// Unread are the files that cannot be parsed: they may name the class too.
	Unread []string
}

// file is a module.
type file struct {
	path    string
	tree    *syntax.File
	tokens  []token
	docs    [][2]int // the ranges of its documentation comments
	clauses []clause
	resolve func(from, path string) string
}

// clause is an import or export with names in braces, or with *.
type clause struct {
	from, to int // tokens, to excluded
	export   bool
	source   string // the file, "" without one or for packages
	foreign  string // what it is from, if that is a package
	star     bool   // export * from
	space    int    // the token of * as NAME, -1 without
	names    []spec
}

// spec is a name in a clause: tokens that are the same without "as".
type spec struct {
	outer  int // the name in the other module, or under which this one exports
	inner  int // the name here; in an export with a source that in the other module
	byName bool
}

var extensions = []string{".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".jsx", ".cjs"}

const maxFile = 2 << 20 // larger files are generated

// Load reads the modules below root; config and entry are those of the Worker. An entry
// that exists must be a module that can be parsed.
func Load(ctx context.Context, root, config, entry string) (*Project, error) {
	sources := &model.Sources{}
	modules := sources.Load(ctx, config, entry)
	p := &Project{files: map[string]*file{}, entry: entry, resolve: modules.Resolve}
	add := func(path string) error {
		if p.files[path] != nil || slices.Contains(p.Unread, path) {
			return nil
		}
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() || info.Size() > maxFile {
			return nil // it is not a source
		}
		text, err := diag.ReadFile(path)
		if err != nil {
			return err
		}
		tree, err := syntax.Parse(path, string(text))
		if err != nil {
			if bad, ok := errors.AsType[*syntax.Error](err); ok && path == entry {
				var list diag.List
				list.Errorf(diag.Pos{File: path, Line: bad.Line, Column: bad.Column}, "bundle", "%s", bad.Message)
				return list.Err()
			}
			p.Unread = append(p.Unread, path)
			return nil
		}
		f := &file{path: path, tree: tree, resolve: p.resolve}
		f.tokens, f.docs = tokenize(tree)
		p.files[path] = f
		return nil
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // it is not readable
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case d.IsDir() && path != root && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".")):
			return filepath.SkipDir
		case !d.IsDir() && slices.Contains(extensions, filepath.Ext(path)):
			return add(path)
		}
		return nil
	})
	for path := range modules.Files { // perhaps outside of root
		if err == nil {
			err = add(path)
		}
	}
	if _, missing := os.Stat(entry); err == nil && missing == nil && p.files[entry] == nil {
		err = fmt.Errorf("the entry module %s is larger than 2 MB, or neither JavaScript nor TypeScript", entry)
	}
	if err != nil {
		return nil, fmt.Errorf("read the sources: %w", err)
	}
	for _, f := range p.files {
		f.readClauses()
	}
	return p, nil
}

func (f *file) inClause(i int) bool {
	return slices.ContainsFunc(f.clauses, func(c clause) bool { return i >= c.from && i < c.to })
}

// readClauses finds imports and exports, of types too.
func (f *file) readClauses() {
	for i := 0; i < len(f.tokens); i++ {
		t := f.tokens[i]
		if m := t.mate; m > i && !t.word && t.text != "<" {
			i = m // clauses are at the top level
			continue
		}
		if !t.word || t.text != "import" && t.text != "export" || f.prev(i) == "." {
			continue
		}
		c := clause{from: i, export: t.text == "export", space: -1}
		j := i + 1
		if f.at(j) == "type" && f.at(j+1) != "from" && f.at(j+1) != "=" && (f.at(j+1) == "{" || f.at(j+1) == "*" || !c.export) {
			j++
		}
		if !c.export && j < len(f.tokens) && f.tokens[j].word { // import NAME from
			c.names = append(c.names, spec{outer: -1, inner: j, byName: false})
			if j++; f.at(j) == "," {
				j++
			}
		}
		switch {
		case f.at(j) == "*":
			if j++; f.at(j) == "as" {
				c.space = j + 1
				j += 2
			} else {
				c.star = true
			}
		case f.at(j) == "{" && f.tokens[j].mate > j:
			c.names = append(c.names, f.specs(j+1, f.tokens[j].mate, c.export)...)
			j = f.tokens[j].mate + 1
		case len(c.names) == 0:
			continue // another statement
		}
		if f.at(j) == "from" && j+1 < len(f.tokens) && f.tokens[j+1].quoted {
			c.source = f.resolve(f.path, f.tokens[j+1].text)
			if c.source == "" {
				c.foreign = f.tokens[j+1].text
			}
			j += 2
		} else if f.at(j) == "=" && f.at(j+1) == "require" && j+3 < len(f.tokens) && f.tokens[j+3].quoted && len(c.names) == 1 {
			// import x = require("./room")
			c.space, c.names, c.source = c.names[0].inner, nil, f.resolve(f.path, f.tokens[j+3].text)
			j += 5
		} else if !c.export {
			continue // import x = rooms.Room
		}
		c.to = j
		f.clauses = append(f.clauses, c)
		i = j - 1
	}
}

func (f *file) specs(from, to int, export bool) (all []spec) {
	for i := from; i < to; i++ {
		if f.at(i) == "," {
			continue
		}
		if f.at(i) == "type" && f.at(i+1) != "," && f.at(i+1) != "}" && !(f.at(i+1) == "as" && f.at(i+3) != "as" && (f.at(i+3) == "," || f.at(i+3) == "}")) {
			i++
		}
		first, second := i, i
		if f.at(i+1) == "as" {
			second = i + 2
		}
		if export {
			all = append(all, spec{outer: second, inner: first, byName: true})
		} else {
			all = append(all, spec{outer: first, inner: second, byName: true})
		}
		i = second
	}
	return all
}

// ref is a name in a module.
type ref struct{ path, name string }

// follow finds where an export is declared: the module, and its name there. A module that
// is exported as a namespace has the name "*".
func (p *Project) follow(path, name string, depth int) (ref, bool) {
	f := p.files[path]
	if f == nil || depth > 30 {
		return ref{}, false
	}
	for _, c := range f.clauses {
		if !c.export {
			continue
		}
		if c.space >= 0 && f.at(c.space) == name {
			return ref{c.source, "*"}, c.source != ""
		}
		for _, s := range c.names {
			if f.word(s.outer) != name {
				continue
			}
			if c.foreign != "" {
				return ref{c.foreign, f.word(s.inner)}, true
			}
			if c.source != "" {
				return p.follow(c.source, f.word(s.inner), depth+1)
			}
			return p.local(f, f.word(s.inner), depth+1)
		}
	}
	if n := f.tree.Default; name == "default" && n != nil {
		switch {
		case n.Kind == syntax.Class && n.Name != "":
			return ref{path, n.Name}, true
		case n.Kind == syntax.Class:
			return ref{path, "default"}, true
		case n.Kind == syntax.Ident:
			return p.local(f, n.Name, depth+1)
		}
	}
	if s := f.tree.Exports[name]; s != nil && s.Import == nil && s.Decl != nil && s.Decl.File == f.tree && s.Name != "" && declared(f, s) {
		return ref{path, s.Name}, true
	}
	for _, c := range f.clauses {
		if c.star && c.source != "" && name != "default" {
			if r, ok := p.follow(c.source, name, depth+1); ok {
				return r, true
			}
		}
	}
	return ref{}, false
}

// declared reports whether a symbol has a name in the source.
func declared(f *file, s *syntax.Symbol) bool {
	at := place(s.Decl)
	return at+len(s.Name) <= len(f.tree.Text) && f.tree.Text[at:at+len(s.Name)] == s.Name
}

// place returns the offset of the name of a declaration.
func place(n *syntax.Node) int {
	if n.Kind == syntax.Ident {
		return int(n.Start)
	}
	return int(n.At)
}

func (f *file) word(i int) string {
	if i < 0 {
		return "default"
	}
	return f.tokens[i].text
}

// local finds what a name at the top level of a module means.
func (p *Project) local(f *file, name string, depth int) (ref, bool) {
	for _, c := range f.clauses {
		if c.export {
			continue
		}
		if c.space >= 0 && f.at(c.space) == name {
			return ref{c.source, "*"}, c.source != ""
		}
		for _, s := range c.names {
			if f.at(s.inner) == name {
				if c.source == "" {
					return ref{c.foreign, f.word(s.outer)}, c.foreign != ""
				}
				return p.follow(c.source, f.word(s.outer), depth+1)
			}
		}
	}
	if s := f.symbol(name); s != nil {
		return ref{f.path, name}, true
	}
	return ref{}, false
}

// symbol returns a variable at the top level of a module, nil if its parser knows none.
func (f *file) symbol(name string) (found *syntax.Symbol) {
	f.tree.Root.Walk(func(n *syntax.Node) bool {
		if found == nil && n.Sym != nil && n.Sym.Name == name && !n.Sym.Unbound && n.Sym.Func == nil && n.Sym.Import == nil && (n.Binding || n.Kind == syntax.Class || n.Kind == syntax.Func) && f.top(n) {
			found = n.Sym
		}
		return found == nil
	})
	return found
}

// top reports whether a declaration is in no block.
func (f *file) top(n *syntax.Node) bool {
	for up := n.Parent; up != nil; up = up.Parent {
		switch up.Kind {
		case syntax.Module, syntax.Var, syntax.Declarator, syntax.Export, syntax.Object, syntax.Property, syntax.Default, syntax.Array:
		default:
			return false
		}
	}
	return true
}

// imported returns the symbol of an import, nil if only types use it.
func (f *file) imported(name string) *syntax.Symbol {
	for _, s := range f.tree.Declared {
		for _, n := range s.Names {
			if n.Name == name {
				return n.Sym
			}
		}
	}
	return nil
}

// Class is a class that the entry module exports.
type Class struct {
	Name string
	File string // the file that declares it

	project  *Project
	declared ref
}

// UnknownError says that the entry exports no such class, or from where dotool cannot see.
type UnknownError struct {
	Name    string
	Exports []string
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("the entry module exports no class %s", e.Name)
}

// Class finds a class that the entry exports.
func (p *Project) Class(name string) (*Class, error) {
	r, ok := p.follow(p.entry, name, 0)
	if !ok || r.name == "*" {
		e := &UnknownError{Name: name}
		if f := p.files[p.entry]; f != nil {
			for exported := range f.tree.Exports {
				if exported != "default" {
					e.Exports = append(e.Exports, exported)
				}
			}
		}
		slices.Sort(e.Exports)
		return nil, e
	}
	return &Class{Name: name, File: r.path, project: p, declared: r}, nil
}

// Exports reports whether the entry exports a name.
func (p *Project) Exports(name string) bool {
	_, ok := p.follow(p.entry, name, 0)
	return ok || p.files[p.entry] != nil && p.files[p.entry].tree.Exports[name] != nil
}
