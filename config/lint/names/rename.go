package names

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/syntax"

	"github.com/dotool-dev/dotool/config/diag"
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
	return fmt.Sprintf("%s:%d:%d: the name %s is already used here", e.Pos.File, e.Pos.Line, e.Pos.Column, e.Name)
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
		r.free = true
		for _, t := range f.tokens {
			if !t.word || t.text != to {
				continue
			}
			if r.free = false; !r.local {
				break
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
	free  bool // the new name is nowhere in the file
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
	r.namespaces(r.f)
	r.modules()
	r.tree()
	r.documentation()
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
		if r.edited(at) || !strings.HasPrefix(r.f.tree.Text[min(at, len(r.f.tree.Text)):], r.Name) || r.inClauseAt(at) {
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
				r.replace(int(up.End) + len(rest) - len(name))
			}
		}
	}
}

// edited reports whether a place is done.
func (r *renaming) edited(at int) bool {
	return slices.ContainsFunc(r.edits, func(e edit) bool { return e.start == at })
}

func (r *renaming) inClauseAt(at int) bool {
	i, ok := slices.BinarySearchFunc(r.f.tokens, at, func(t token, at int) int { return cmp.Compare(t.start, at) })
	return ok && r.f.inClause(i)
}

// namespaces renames members of modules in types: rooms.Room, import("./room").Room and
// (typeof rooms)["Room"]. Other tokens than those of the file are those of a comment.
func (r *renaming) namespaces(f *file) {
	known := r.f.valuePlaces(r.Name)
	for i, t := range f.tokens {
		member := t.word && f.prev(i) == "." || t.quoted && f.prev(i) == "[" && f.next(i) == "]"
		if t.text != r.Name || !member || known[t.start] {
			continue
		}
		at := t.start
		if t.quoted {
			at++
		}
		if module := r.space(f, i-2); module != "" && r.exported(module) {
			r.replace(at)
		}
	}
}

// space returns the module that a type names which ends at a token: rooms, rooms.all, typeof
// rooms in parentheses, or import("./room"); "" for others.
func (r *renaming) space(f *file, i int) string {
	switch {
	case i < 0:
	case f.tokens[i].word && f.prev(i) == ".":
		return r.within(r.space(f, i-2), f.tokens[i].text)
	case f.tokens[i].word:
		if to, ok := r.project.local(r.f, f.tokens[i].text, 0); ok && to.name == "*" {
			return to.path
		}
		if f.prev(i) == "typeof" {
			return r.module(r.f.variable(f.tokens[i].text, f.tokens[i].start))
		}
	case f.at(i) == ")" && f.tokens[i].mate >= 0:
		open := f.tokens[i].mate
		switch {
		case f.prev(open) == "import" && f.tokens[open+1].quoted:
			return r.project.resolve(r.f.path, f.tokens[open+1].text)
		case f.next(open) == "typeof":
			return r.space(f, i-1)
		}
	}
	return ""
}

// within returns the module that a module exports as a namespace, "" if it does not.
func (r *renaming) within(module, name string) string {
	if to, ok := r.project.follow(module, name, 0); ok && to.name == "*" {
		return to.path
	}
	return ""
}

// tree renames what the code takes out of modules, and out of the exports of the Worker.
func (r *renaming) tree() {
	r.f.tree.Root.Walk(func(n *syntax.Node) bool {
		switch {
		case n.Kind == syntax.Member && n.Name == r.Name && r.holds(r.module(n.A)):
			if n.Computed {
				r.replace(int(n.At) + 1)
			} else {
				r.replace(int(n.At))
			}
		case n.Kind == syntax.Object && r.holds(r.taken(n)):
			r.pattern(n)
		case n.Kind == syntax.Func && r.holds(r.mocked(n)):
			r.mock(n)
		case n.Kind == syntax.Call && len(n.List) > 1 && isVi(n.A, "spyOn") && n.List[1].Kind == syntax.String && n.List[1].Name == r.Name && r.holds(r.module(n.List[0])):
			r.replace(int(n.List[1].Start) + 1)
		}
		return true
	})
}

// holds reports whether a module exports the class under its old name.
func (r *renaming) holds(module string) bool { return module != "" && r.exported(module) }

// pattern renames a member that is taken out of a module, and the variable that gets it.
func (r *renaming) pattern(object *syntax.Node) {
	for _, p := range object.List {
		if p.Kind != syntax.Property || p.Name != r.Name || p.Computed {
			continue
		}
		v := p.B
		if v != nil && v.Kind == syntax.Default {
			v = v.A
		}
		switch {
		case !p.Shorthand && (v == nil || v.Start != p.Start):
			r.replace(int(p.Start) + quoted(r.f.tree.Text, int(p.Start)))
		case r.free && v != nil && v.Binding && r.private(v.Sym):
			r.replace(int(p.Start))
			r.values(v.Sym)
		default:
			r.put(int(p.Start), int(p.Start)+len(r.Name), r.to+": "+r.Name)
		}
	}
}

// quoted is 1 if a quote is there.
func quoted(text string, at int) int {
	if text[at] == '"' || text[at] == '\'' {
		return 1
	}
	return 0
}

// private reports whether only values of the file use a variable: no export, and no type.
func (r *renaming) private(s *syntax.Symbol) bool {
	if s == nil || r.f.tree.Exports[s.Name] != nil {
		return false
	}
	known := r.f.valuePlaces(s.Name)
	for i, t := range r.f.tokens {
		if t.word && t.text == s.Name && r.f.prev(i) == "typeof" && !known[t.start] {
			return false
		}
	}
	return true
}

// taken returns the module that an object takes apart, if it is a pattern; else "".
func (r *renaming) taken(object *syntax.Node) string {
	switch up := object.Parent; {
	case up == nil || up.A != object && up.Kind != syntax.Func && up.Kind != syntax.Property && up.Kind != syntax.Array:
	case up.Kind == syntax.Declarator && up.B != nil, up.Kind == syntax.Assign && up.Op == "=":
		return r.module(up.B)
	case up.Kind == syntax.Default:
		if to := r.module(up.B); to != "" {
			return to
		}
		return r.taken(up)
	case up.Kind == syntax.Func && len(up.List) > 0 && up.List[0] == object:
		return r.module(thenOf(up))
	case up.Kind == syntax.Array:
		return r.module(element(up, slices.Index(up.List, object)))
	case up.Kind == syntax.Property && up.B == object && !up.Computed && up.Parent != nil && up.Parent.Kind == syntax.Object:
		return r.within(r.taken(up.Parent), up.Name)
	}
	return ""
}

// element returns the value that a place of a pattern gets: [a, b] = await Promise.all([x,
// y]).
func element(pattern *syntax.Node, i int) *syntax.Node {
	up := pattern.Parent
	if up == nil || up.Kind != syntax.Declarator || up.A != pattern || up.B == nil || up.B.Kind != syntax.Await {
		return nil
	}
	call := up.B.A
	if call.Kind != syntax.Call || call.A.Kind != syntax.Member || call.A.Name != "all" || len(call.List) == 0 || call.List[0].Kind != syntax.Array || i < 0 || i >= len(call.List[0].List) {
		return nil
	}
	return call.List[0].List[i]
}

// thenOf returns the import whose module a function gets: import(x).then(f).
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

// module returns the module that an expression is: an import of all of it, or, for the exports
// of the Worker, its entry; "" for others.
func (r *renaming) module(n *syntax.Node) string {
	for n != nil && n.Kind == syntax.Await {
		n = n.A
	}
	switch {
	case n == nil:
		return ""
	case n.Kind == syntax.Import && n.A != nil && n.A.Kind == syntax.String:
		return r.project.resolve(r.f.path, n.A.Name)
	case n.Kind == syntax.Call:
		return r.called(n)
	case n.Kind == syntax.Member && n.Name == "exports" && (n.A.Kind == syntax.Member && n.A.Name == "ctx" || n.A.Kind == syntax.Ident && (n.A.Name == "ctx" || n.A.Name == "state")):
		return r.project.entry
	case n.Kind == syntax.Member:
		return r.within(r.module(n.A), n.Name)
	case n.Kind != syntax.Ident || n.Sym == nil:
		return ""
	case n.Sym.Import != nil && n.Sym.Import.Path == "cloudflare:workers":
		if n.Sym.Import.Name == "exports" {
			return r.project.entry
		}
		return ""
	case n.Sym.Import != nil:
		if to, ok := r.project.local(r.f, n.Name, 0); ok && to.name == "*" {
			return to.path
		}
		return ""
	case n.Sym.Decl == nil || n.Sym.Decl.Parent == nil:
		return ""
	}
	switch up := n.Sym.Decl.Parent; {
	case up.Kind == syntax.Declarator && up.A == n.Sym.Decl && up.B != nil && up.B != n:
		return r.module(up.B)
	case up.Kind == syntax.Func && len(up.List) > 0 && up.List[0] == n.Sym.Decl:
		return r.module(thenOf(up))
	case up.Kind == syntax.Property && up.Parent != nil && up.Parent.Kind == syntax.Object && !up.Computed:
		return r.within(r.taken(up.Parent), up.Name)
	}
	return ""
}

// Uses returns the places outside of the class that need it; exports and imports do not.
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
	r.namespaces(r.f)
	r.tree()
	for _, e := range r.edits {
		places = append(places, e.start)
	}
	return places
}

// localNames returns the names that the class has in the file.
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
