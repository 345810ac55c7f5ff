package model

import (
	"slices"
	"strings"

	"github.com/evanw/esbuild/syntax"
)

// SQLText is a text that objects run as SQL, where it is written or given to a function that
// passes it on.
type SQLText struct {
	Arg     *syntax.Node // the text
	Text    string       // what of it is known from the start, if not all is
	Known   bool
	Classes []*Class // the classes whose objects may run it
	Start   bool     // when they start
}

// SQLTexts returns the texts of all queries, those of agents' this.sql too.
func (m *Model) SQLTexts() (all []SQLText) {
	for _, q := range m.Queries() {
		t := SQLText{Arg: q.Arg, Text: q.Text, Known: q.Known, Classes: m.hosts(q.Arg), Start: m.InConstructor(q.Call)}
		if !t.Known {
			t.Text = m.beginning(q.Arg)
		}
		all = append(all, t)
	}
	m.Each(func(n *syntax.Node) {
		if n.A == nil || n.A.Kind != syntax.Member || n.A.Name != "sql" || n.A.A.Kind != syntax.This {
			return
		}
		if c := m.ThisClass(n); c != nil && c.Kind == "package" {
			var parts []string
			for _, q := range n.Quasis() {
				parts = append(parts, q.Text)
			}
			all = append(all, SQLText{n, strings.Join(parts, "?"), true, m.hosts(n), m.InConstructor(n)})
		}
	}, syntax.Template)
	return all
}

// beginning returns the text of an expression up to its first unknown part.
func (m *Model) beginning(n *syntax.Node) string {
	if s, ok := m.Fold(n); ok {
		return s.String()
	}
	switch n.Kind {
	case syntax.Template:
		if n.A == nil && len(n.Quasis()) > 0 {
			return n.Quasis()[0].Text
		}
	case syntax.Binary:
		if n.Op == "+" {
			return m.beginning(n.A)
		}
	case syntax.Ident:
		if init := m.ConstInit(n); init != nil && init.Kind != syntax.Ident {
			return m.beginning(init)
		}
	}
	return ""
}

// hosts returns the classes of objects in whose code a node may run.
func (m *Model) hosts(n *syntax.Node) (all []*Class) {
	seen := map[*syntax.Node]bool{}
	var up func(*syntax.Node)
	up = func(n *syntax.Node) {
		p, c := m.Method(n)
		if c.IsObject() {
			for _, k := range c.Family() {
				if slices.Contains(k.Chain(), c) && !slices.Contains(all, k) {
					all = append(all, k)
				}
			}
			return
		}
		if c != nil && !seen[c.Node] {
			seen[c.Node] = true
			for _, made := range m.news()[c] {
				up(made)
			}
		}
		for f := n; f != nil && f != p; f = f.Parent {
			if f.Kind != syntax.Func || seen[f] {
				continue
			}
			seen[f] = true
			for _, call := range m.Callers[f] {
				up(call)
			}
			for _, call := range m.takers()[f] {
				up(call)
			}
		}
	}
	up(n)
	return all
}

// Unit is a method, or a function that is in no class.
type Unit struct {
	Name    string
	Top     *syntax.Node // the method or the function
	Func    *syntax.Node // nil for a field that is none
	Classes []*Class     // of the objects that run it
}

// UnitOf returns the method that a node is in or, if it is in none, the outermost function;
// nothing for the rest of a module.
func (m *Model) UnitOf(n *syntax.Node) Unit {
	if p, c := m.Method(n); p != nil {
		u := Unit{Name: p.Name, Top: p, Classes: []*Class{c}}
		if p.B != nil && p.B.Kind == syntax.Func {
			u.Func = p.B
		}
		if !c.IsObject() {
			u.Classes = m.hosts(n)
		}
		return u
	}
	var u Unit
	for p := n; p != nil; p = p.Parent {
		if p.Kind == syntax.Func {
			u.Top, u.Func = p, p
		}
	}
	if u.Func == nil {
		return Unit{}
	}
	u.Name = u.Func.Name
	if p := u.Func.Parent; u.Name == "" && p != nil && (p.Kind == syntax.Declarator && p.A.Kind == syntax.Ident) {
		u.Name = p.A.Name
	}
	u.Classes = m.hosts(n)
	return u
}

// news returns the places that make instances of classes that are not of objects.
func (m *Model) news() map[*Class][]*syntax.Node {
	if m.made == nil {
		m.made = map[*Class][]*syntax.Node{}
		m.Each(func(n *syntax.Node) {
			if c := m.ClassOf(n.A); c != nil {
				for _, k := range c.Chain() {
					m.made[k] = append(m.made[k], n)
				}
			}
		}, syntax.New)
	}
	return m.made
}

// takers returns the calls that are given a function by its name.
func (m *Model) takers() map[*syntax.Node][]*syntax.Node {
	if m.taken == nil {
		m.taken = map[*syntax.Node][]*syntax.Node{}
		for _, call := range m.Calls {
			for _, a := range call.List {
				if a.Kind == syntax.Ident || a.Kind == syntax.Member {
					if fn := m.FuncOf(a); fn != nil {
						m.taken[fn] = append(m.taken[fn], call)
					}
				}
			}
		}
	}
	return m.taken
}

// Literals returns the texts in the source, and the imported files of SQL, that a function
// accepts.
func (m *Model) Literals(is func(string) bool) (all []string) {
	m.Each(func(n *syntax.Node) {
		if n.Kind != syntax.Binary || n.Op == "+" && (n.Parent == nil || n.Parent.Kind != syntax.Binary) {
			if s, ok := m.Text(n); ok && is(s) {
				all = append(all, s)
			}
		}
	}, syntax.String, syntax.Template, syntax.Binary)
	var paths []string
	for path, text := range m.Project.texts {
		if is(text) {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	for _, path := range paths {
		all = append(all, m.Project.texts[path])
	}
	return all
}

// PutKeys returns the calls that store a value under a key, with the key if it is known.
func (m *Model) PutKeys() map[*syntax.Node]string {
	all := map[*syntax.Node]string{}
	for _, c := range append(m.CallsOn("storage", "put"), m.CallsOn("kv", "put")...) {
		if len(c.List) > 1 {
			all[c], _ = m.Text(c.List[0])
		}
	}
	return all
}

// Hosts returns the classes of objects in whose code a node may run.
func (m *Model) Hosts(n *syntax.Node) []*Class { return m.hosts(n) }

// Own returns the classes that the configuration names, by the name it uses.
func (m *Model) Own() map[string]*Class {
	all := map[string]*Class{}
	for _, name := range m.classNames() {
		if c := m.ByNode[m.ExportedNode(name)]; c.IsObject() {
			all[name] = c
		}
	}
	return all
}
