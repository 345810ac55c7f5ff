package names

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/syntax"

	"dotool/config/diag"
)

// edit replaces a part of a file.
type edit struct {
	start, end int
	text       string
}

// ClashError says that a name is taken.
type ClashError struct {
	Name string
	Pos  diag.Pos
}

func (e *ClashError) Error() string {
	return fmt.Sprintf("%s:%d:%d: the name %s is used here already", e.Pos.File, e.Pos.Line, e.Pos.Column, e.Name)
}

// Rename returns the new texts of the files that name the class. A module that uses the
// new name for something else goes on calling the class by its old one.
func (c *Class) Rename(to string) (texts map[string]string, err error) {
	p := c.project
	if p.Exports(to) {
		return nil, &ClashError{to, diag.Pos{File: p.entry, Line: 1, Column: 1}}
	}
	texts = map[string]string{}
	for _, path := range slices.Sorted(maps.Keys(p.files)) {
		f := p.files[path]
		r := renaming{Class: c, f: f, to: to}
		r.local, _ = r.bound(c.Name)
		for _, t := range f.tokens {
			if !r.local || !t.word || t.text != to {
				continue
			}
			if path == c.declared.path && c.declared.name == c.Name {
				line, column := f.tree.Line(t.start)
				return nil, &ClashError{to, diag.Pos{File: path, Line: line, Column: column}}
			}
			r.local = false
		}
		r.run()
		if len(r.edits) > 0 {
			texts[path] = apply(f.tree.Text, r.edits)
		}
	}
	return texts, nil
}

func apply(text string, edits []edit) string {
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end)) })
	var b strings.Builder
	done := 0
	for _, e := range edits {
		if e.start < done {
			continue // the same place, found twice
		}
		b.WriteString(text[done:e.start] + e.text)
		done = e.end
	}
	return b.String() + text[done:]
}

// renaming is the renaming of a class in a file.
type renaming struct {
	*Class
	f     *file
	to    string
	local bool // its name here changes too
	edits []edit
}

// bound reports whether a name at the top level of the file means the class, and whether it
// is imported.
func (r *renaming) bound(name string) (is, imported bool) {
	to, ok := r.project.local(r.f, name, 0)
	return ok && to == r.declared, ok && to.path != r.f.path
}

// exported reports whether the class is what a module exports under its old name.
func (r *renaming) exported(path string) bool {
	to, ok := r.project.follow(path, r.Name, 0)
	return ok && to == r.declared
}

func (r *renaming) replace(at int) { r.put(at, at+len(r.Name), r.to) }

func (r *renaming) put(start, end int, text string) {
	r.edits = append(r.edits, edit{start, end, text})
}

func (r *renaming) run() {
	for _, c := range r.f.clauses {
		r.clause(c)
	}
	target := r.f.imported(r.Name)
	if _, imported := r.bound(r.Name); !imported {
		target = r.f.symbol(r.Name)
	}
	if r.local {
		r.values(target)
		for _, at := range r.f.typeUses(r.Name, target) {
			r.replace(at)
		}
	}
	r.namespaces()
	r.tree()
}

// clause renames in an import or export.
func (r *renaming) clause(c clause) {
	for _, s := range c.names {
		outer, inner := r.f.word(s.outer), r.f.tokens[s.inner].text
		var renameOuter, renameInner bool
		switch {
		case !c.export: // { outer as inner } from
			is, _ := r.bound(inner)
			renameInner = is && inner == r.Name && r.local
			renameOuter = s.byName && outer == r.Name && c.source != "" && r.exported(c.source)
		case c.source != "": // { inner as outer } from
			renameInner = inner == r.Name && r.exported(c.source)
			renameOuter = outer == r.Name && r.exported(r.f.path)
		case c.foreign != "": // { inner as outer } from a package
			renameOuter = outer == r.Name && r.exported(r.f.path)
		default: // { inner as outer }
			is, _ := r.bound(inner)
			renameInner = is && inner == r.Name && r.local
			renameOuter = outer == r.Name && is
		}
		at := r.f.tokens[s.inner].start
		switch {
		case s.outer != s.inner:
			if renameOuter && s.outer >= 0 {
				r.replace(r.f.tokens[s.outer].start)
			}
			if renameInner {
				r.replace(at)
			}
		case renameOuter && renameInner:
			r.replace(at)
		case renameOuter && !c.export, renameInner && c.export:
			r.put(at, at+len(r.Name), r.to+" as "+r.Name)
		case renameOuter, renameInner:
			r.put(at, at+len(r.Name), r.Name+" as "+r.to)
		}
	}
}

// values renames the uses of a variable, and its declaration.
func (r *renaming) values(target *syntax.Symbol) {
	if target == nil {
		return
	}
	for _, n := range append(slices.Clone(target.Refs), target.Decl) {
		if n == nil || n.File != r.f.tree {
			continue
		}
		at := place(n)
		if !strings.HasPrefix(r.f.tree.Text[min(at, len(r.f.tree.Text)):], r.Name) || r.inClauseAt(at) {
			continue
		}
		if up := n.Parent; up != nil && up.Kind == syntax.Property && up.Shorthand && n.Kind == syntax.Ident {
			r.put(at, at+len(r.Name), r.Name+": "+r.to)
			continue
		}
		r.replace(at)
		if up := n.Parent; up != nil && up.Kind == syntax.JSX && len(up.List) > 0 && up.List[0] == n {
			rest := r.f.tree.Text[up.End:]
			if name := strings.TrimLeft(strings.TrimPrefix(rest, "</"), " \t\n"); strings.HasPrefix(rest, "</") && strings.HasPrefix(name, r.Name) {
				r.replace(up.End + len(rest) - len(name))
			}
		}
	}
}

func (r *renaming) inClauseAt(at int) bool {
	i, ok := slices.BinarySearchFunc(r.f.tokens, at, func(t token, at int) int { return cmp.Compare(t.start, at) })
	return ok && r.f.inClause(i)
}

// namespaces renames members of modules: rooms.Room as a type, import("./room").Room.
func (r *renaming) namespaces() {
	f := r.f
	known := f.valuePlaces(r.Name)
	for i, t := range f.tokens {
		if !t.word || t.text != r.Name || f.prev(i) != "." || known[t.start] {
			continue
		}
		switch before := i - 2; {
		case before >= 0 && f.tokens[before].word && f.prev(before) != ".":
			if to, ok := r.project.local(f, f.tokens[before].text, 0); ok && to.name == "*" && r.exported(to.path) {
				r.replace(t.start)
			}
		case f.at(before) == ")" && f.tokens[before].mate >= 0:
			open := f.tokens[before].mate
			if f.at(open-1) == "import" && f.tokens[open+1].quoted {
				if to := r.project.resolve(f.path, f.tokens[open+1].text); to != "" && r.exported(to) {
					r.replace(t.start)
				}
			}
		}
	}
}

// tree renames what the code takes out of modules, and out of the exports of the Worker.
func (r *renaming) tree() {
	r.f.tree.Root.Walk(func(n *syntax.Node) bool {
		switch {
		case n.Kind == syntax.Member && n.Name == r.Name && r.holds(n.A):
			if n.Computed {
				r.replace(n.At + 1)
			} else {
				r.replace(n.At)
			}
		case n.Kind == syntax.Declarator && n.A != nil && n.A.Kind == syntax.Object && n.B != nil && r.holds(n.B):
			r.pattern(n.A)
		case n.Kind == syntax.Func && len(n.List) > 0 && n.List[0].Kind == syntax.Object && r.holds(thenOf(n)):
			r.pattern(n.List[0])
		}
		return true
	})
}

// pattern renames a member that is taken apart.
func (r *renaming) pattern(object *syntax.Node) {
	for _, p := range object.List {
		if p.Kind != syntax.Property || p.Name != r.Name || p.Computed {
			continue
		}
		if v := p.B; p.Shorthand || v != nil && v.Start == p.Start {
			r.put(p.Start, p.Start+len(r.Name), r.to+": "+r.Name)
		} else {
			r.replace(p.Start)
		}
	}
}

// thenOf is the import whose module a function gets: import(x).then(f).
func thenOf(fn *syntax.Node) *syntax.Node {
	call := fn.Parent
	if call == nil || call.Kind != syntax.Call || call.A == nil || call.A.Kind != syntax.Member || call.A.Name != "then" || len(call.List) == 0 || call.List[0] != fn {
		return nil
	}
	if call.A.A != nil && call.A.A.Kind == syntax.Import {
		return call.A.A
	}
	return nil
}

// holds reports whether an expression is a module that exports the class under its old name,
// or the exports of the Worker.
func (r *renaming) holds(n *syntax.Node) bool {
	for n != nil && n.Kind == syntax.Await {
		n = n.A
	}
	switch {
	case n == nil:
		return false
	case n.Kind == syntax.Import && n.A != nil && n.A.Kind == syntax.String:
		to := r.project.resolve(r.f.path, n.A.Name)
		return to != "" && r.exported(to)
	case n.Kind == syntax.Member && n.Name == "exports":
		return (n.A.Kind == syntax.Member && n.A.Name == "ctx" || n.A.Kind == syntax.Ident && (n.A.Name == "ctx" || n.A.Name == "state")) && r.exported(r.project.entry)
	case n.Kind == syntax.Member && n.A.Kind == syntax.Ident && n.A.Sym != nil && n.A.Sym.Import != nil:
		// rooms.all.Room, of export * as all
		to, ok := r.project.local(r.f, n.A.Name, 0)
		if ok && to.name == "*" {
			to, ok = r.project.follow(to.path, n.Name, 0)
		}
		return ok && to.name == "*" && r.exported(to.path)
	case n.Kind != syntax.Ident || n.Sym == nil:
		return false
	case n.Sym.Import != nil && n.Sym.Import.Path == "cloudflare:workers":
		return n.Sym.Import.Name == "exports" && r.exported(r.project.entry)
	case n.Sym.Import != nil:
		to, ok := r.project.local(r.f, n.Name, 0)
		return ok && to.name == "*" && r.exported(to.path)
	case n.Sym.Decl == nil || n.Sym.Decl.Parent == nil:
		return false
	}
	switch up := n.Sym.Decl.Parent; {
	case up.Kind == syntax.Declarator && up.A == n.Sym.Decl && up.B != nil && up.B != n:
		return r.holds(up.B)
	case up.Kind == syntax.Func && len(up.List) > 0 && up.List[0] == n.Sym.Decl:
		return r.holds(thenOf(up))
	}
	return false
}

// Uses are the places outside of the class that need it; exports and imports do not.
func (c *Class) Uses() (all []diag.Pos) {
	for _, path := range slices.Sorted(maps.Keys(c.project.files)) {
		f := c.project.files[path]
		if strings.HasSuffix(path, ".d.ts") && filepath.Base(path) == "worker-configuration.d.ts" {
			continue // it is generated
		}
		r := renaming{Class: c, f: f, to: c.Name, local: true}
		places := r.uses()
		if path != c.declared.path {
		} else if start, end, ok := c.statement(f); ok {
			places = slices.DeleteFunc(places, func(at int) bool { return at >= start && at < end })
		}
		slices.Sort(places)
		for _, at := range slices.Compact(places) {
			line, column := f.tree.Line(at)
			all = append(all, diag.Pos{File: path, Line: line, Column: column})
		}
	}
	return all
}

func (r *renaming) uses() (places []int) {
	for _, name := range r.localNames() {
		r.Class = &Class{Name: name, File: r.File, project: r.project, declared: r.declared}
		target := r.f.imported(name)
		if _, imported := r.bound(name); !imported {
			target = r.f.symbol(name)
		}
		r.edits = nil
		r.values(target)
		for _, e := range r.edits {
			if target == nil || target.Decl == nil || e.start != place(target.Decl) {
				places = append(places, e.start)
			}
		}
		places = append(places, r.f.typeUses(name, target)...)
	}
	r.edits = nil
	r.namespaces()
	r.tree()
	for _, e := range r.edits {
		places = append(places, e.start)
	}
	return places
}

// localNames are the names that the class has in the file.
func (r *renaming) localNames() (names []string) {
	add := func(name string) {
		if is, _ := r.bound(name); is && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if r.f.path == r.declared.path {
		add(r.declared.name)
	}
	for _, c := range r.f.clauses {
		for _, s := range c.names {
			if !c.export {
				add(r.f.tokens[s.inner].text)
			}
		}
	}
	return names
}
