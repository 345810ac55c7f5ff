package model

import (
	"maps"
	"slices"

	"github.com/dotool-dev/dotool/config/lint/code"

	"github.com/evanw/esbuild/syntax"
)

// Method returns the method (or field) of a class that a node is in, and the class.
func (m *Model) Method(n *syntax.Node) (*syntax.Node, *Class) {
	for p := n; p != nil; p = p.Parent {
		if p.Kind == syntax.Property && p.Parent != nil && p.Parent.Kind == syntax.Class && !p.Static {
			return p, m.ByNode[p.Parent]
		}
	}
	return nil, nil
}

// FuncOf returns the function that an expression is, directly or by a constant.
func (m *Model) FuncOf(n *syntax.Node) *syntax.Node {
	if n == nil {
		return nil
	}
	switch n.Kind {
	case syntax.Func:
		return n
	case syntax.Ident:
		s := m.Origin(n.Sym)
		if s == nil || s.Decl == nil {
			return nil
		}
		if s.Decl.Kind == syntax.Func {
			return s.Decl
		}
		if init := m.ConstInit(n); init != nil && init.Kind == syntax.Func {
			return init
		}
	case syntax.Member:
		if fns := m.methodsOf(n); len(fns) == 1 {
			return fns[0]
		}
	}
	return nil
}

// methodsOf returns the functions that a member expression may be.
func (m *Model) methodsOf(n *syntax.Node) (all []*syntax.Node) {
	add := func(p *syntax.Node) {
		if p != nil && p.B != nil && p.B.Kind == syntax.Func && (p.Op == "method" || p.Op == "field" || p.Op == "init") {
			all = append(all, p.B)
		}
	}
	switch n.A.Kind {
	case syntax.This:
		c := m.ThisClass(n)
		if c == nil {
			return nil
		}
		add(c.Lookup(n.Name))
		for _, k := range c.Family() {
			if len(k.Chain()) > len(c.Chain()) {
				add(k.Member(n.Name))
			}
			for _, w := range k.Writes[n.Name] {
				if w.Kind == syntax.Assign && w.B.Kind == syntax.Func {
					all = append(all, w.B)
				}
			}
		}
	case syntax.Super:
		if _, c := m.Method(n); c != nil && c.Base != nil {
			add(c.Base.Lookup(n.Name))
		}
	case syntax.Ident:
		if s := n.A.Sym; s != nil && s.Import != nil && s.Import.Name == "*" {
			if e := m.Exported(m.Project.Resolve(n.File.Path, s.Import.Path), n.Name); e != nil && e.Decl != nil {
				if e.Decl.Kind == syntax.Func {
					all = append(all, e.Decl)
				} else if d := e.Decl.Parent; d != nil && d.Kind == syntax.Declarator && d.B != nil && d.B.Kind == syntax.Func {
					all = append(all, d.B)
				}
			}
			return all
		}
		if c := m.ClassOf(n.A); c != nil {
			for _, p := range c.Node.List {
				if p.Kind == syntax.Property && p.Static && p.Name == n.Name {
					add(p)
				}
			}
			return all
		}
		if init := m.ConstInit(n.A); init != nil {
			switch {
			case init.Kind == syntax.Object:
				for _, p := range init.List {
					if p.Kind == syntax.Property && p.Name == n.Name {
						add(p)
					}
				}
			case init.Kind == syntax.New:
				if c := m.ClassOf(init.A); c != nil {
					add(c.Lookup(n.Name))
				}
			}
		}
	case syntax.New:
		if c := m.ClassOf(n.A.A); c != nil {
			add(c.Lookup(n.Name))
		}
	}
	return all
}

// Callees returns the functions of the project that a call may call.
func (m *Model) Callees(n *syntax.Node) []*syntax.Node {
	switch {
	case n.Kind == syntax.New:
		if c := m.ClassOf(n.A); c != nil {
			if p := c.Lookup("constructor"); p != nil && p.B != nil {
				return []*syntax.Node{p.B}
			}
		}
		return nil
	case n.A.Kind == syntax.Ident && n.A.Sym != nil && n.A.Sym.Unbound:
		return nil
	case n.A.Kind == syntax.Member:
		if fns := m.methodsOf(n.A); fns != nil {
			return fns
		}
		return m.ofInstances[n]
	case n.A.Kind == syntax.Super:
		if _, c := m.Method(n); c != nil && c.Base != nil {
			if p := c.Base.Lookup("constructor"); p != nil && p.B != nil {
				return []*syntax.Node{p.B}
			}
		}
		return nil
	}
	if fn := m.FuncOf(n.A); fn != nil {
		return []*syntax.Node{fn}
	}
	return nil
}

// findMethodsOfInstances adds the calls of methods of a value that the project has made with new,
// such as a field of an object. It asks for values, which are those of the callers known so far.
func (m *Model) findMethodsOfInstances() {
	methods := map[string]bool{}
	for _, c := range m.ByNode {
		if len(m.news()[c]) == 0 {
			continue
		}
		for _, k := range c.Chain() {
			for _, p := range k.Node.List {
				if p.Kind == syntax.Property && p.Op == "method" && !p.Static {
					methods[p.Name] = true
				}
			}
		}
	}
	var calls []*syntax.Node
	for _, name := range slices.Sorted(maps.Keys(methods)) {
		m.Members(func(n *syntax.Node) {
			call := n.Parent
			if call.Kind != syntax.Call || call.A != n || n.A.Kind == syntax.This || len(m.methodsOf(n)) > 0 {
				return
			}
			if v := m.valueOf(n.A); v.Kind == "instance" {
				if p := v.Class.Lookup(name); p != nil && p.Op == "method" && p.B != nil && p.B.Kind == syntax.Func {
					m.ofInstances[call], calls = []*syntax.Node{p.B}, append(calls, call)
				}
			}
		}, name)
	}
	for _, call := range calls {
		fn := m.ofInstances[call][0]
		m.Callers[fn] = append(m.Callers[fn], call)
	}
	if len(calls) > 0 {
		m.values = newValues()
	}
}

// reach returns the set of functions that run when the constructor does.
func (m *Model) reach(c *Class) map[*syntax.Node]bool {
	if c.reached != nil {
		return c.reached
	}
	c.reached = map[*syntax.Node]bool{}
	var todo []*syntax.Node
	names := []string{"constructor"}
	if c.Kind == "package" {
		names = append(names, "onStart", "init")
	}
	for _, k := range c.Chain() {
		for _, name := range names {
			if p := k.Member(name); p != nil && p.B != nil {
				todo = append(todo, p.B)
			}
		}
		for _, p := range k.Node.List {
			if p.Kind == syntax.Property && !p.Static && (p.Op == "field" || p.Op == "accessor") && p.B != nil && p.B.Kind != syntax.Func {
				code.EachCall(p.B, func(call *syntax.Node) { todo = append(todo, m.Callees(call)...) })
			}
		}
	}
	for len(todo) > 0 {
		fn := todo[0]
		todo = todo[1:]
		if c.reached[fn] {
			continue
		}
		c.reached[fn] = true
		code.EachCall(fn, func(call *syntax.Node) {
			todo = append(todo, m.Callees(call)...)
			for _, a := range call.List {
				if a.Kind != syntax.Func {
					if f := m.FuncOf(a); f != nil {
						todo = append(todo, f)
					}
				}
			}
		})
	}
	return c.reached
}

// InConstructor reports whether a node runs when an object starts.
func (m *Model) InConstructor(n *syntax.Node) bool {
	if m.starting == nil {
		m.starting = map[*syntax.Node]bool{}
		for _, c := range m.Classes {
			if c.IsObject() {
				maps.Copy(m.starting, m.reach(c))
			}
		}
	}
	method, c := m.Method(n)
	top := n
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Kind == syntax.Func {
			top = p
			if m.starting[p] || c != nil && m.reach(c)[p] {
				return true
			}
		}
	}
	return c != nil && c.IsObject() && method.Op == "field" && top == n
}

// Reachable returns the set of functions that some call, transitively.
func (m *Model) Reachable(from ...*syntax.Node) map[*syntax.Node]bool {
	seen := map[*syntax.Node]bool{}
	for len(from) > 0 {
		fn := from[0]
		from = from[1:]
		if fn == nil || seen[fn] {
			continue
		}
		seen[fn] = true
		code.EachCall(fn, func(call *syntax.Node) {
			from = append(from, m.Callees(call)...)
			for _, a := range call.List {
				if a.Kind != syntax.Func {
					if f := m.FuncOf(a); f != nil {
						from = append(from, f)
					}
				}
			}
		})
	}
	return seen
}

// ObjectAt returns the class of objects in whose code a node is.
func (m *Model) ObjectAt(n *syntax.Node) *Class {
	if _, c := m.Method(n); c.IsObject() {
		return c
	}
	return nil
}

// handles reports whether a function is one of the handlers that are given the environment.
func (m *Model) handles(fn *syntax.Node) bool {
	if m.handlers == nil {
		m.handlers = []*syntax.Node{}
		for _, name := range []string{"fetch", "scheduled", "queue", "email"} {
			m.handlers = append(m.handlers, m.Handlers(name)...)
		}
	}
	return slices.Contains(m.handlers, fn)
}

// Handlers returns the functions of the entry's default export under a name.
func (m *Model) Handlers(name string) (all []*syntax.Node) {
	f := m.Project.Files[m.Project.Entry]
	if f == nil {
		return nil
	}
	n := f.Default
	if n == nil {
		if s := m.Exported(m.Project.Entry, "default"); s != nil && s.Decl != nil {
			n = s.Decl
		}
	}
	for i := 0; n != nil && i < 5; i++ {
		switch {
		case n.Kind == syntax.Object:
			for _, p := range n.List {
				if p.Kind == syntax.Property && p.Name == name && p.B != nil {
					if fn := m.FuncOf(p.B); fn != nil {
						all = append(all, fn)
					}
				}
			}
			return all
		case n.Kind == syntax.Class:
			if c := m.ByNode[n]; c != nil {
				if p := c.Lookup(name); p != nil && p.B != nil && p.B.Kind == syntax.Func {
					all = append(all, p.B)
				}
			}
			return all
		case n.Kind == syntax.Ident:
			if cn := classNode(m.Origin(n.Sym)); cn != nil {
				n = cn
			} else {
				n = m.ConstInit(n)
			}
		default:
			return nil
		}
	}
	return all
}

// Routers returns the functions given to a router, as in app.get(path, f), that is the default
// export or that the default export hands requests to.
func (m *Model) Routers() (all []*syntax.Node) {
	seen := map[*syntax.Node]bool{}
	var add func(n *syntax.Node)
	take := func(call *syntax.Node) {
		for _, a := range call.List {
			if fn := m.FuncOf(a); fn != nil {
				all = append(all, fn)
			} else {
				add(a)
			}
		}
	}
	add = func(n *syntax.Node) {
		switch n.Kind {
		case syntax.Ident:
			if f := m.defaultOf(n); f != nil {
				if !seen[f] {
					seen[f] = true
					add(f)
				}
				return
			}
			init := m.ConstInit(n)
			if init == nil || seen[init] || init.Kind != syntax.New && init.Kind != syntax.Call {
				return
			}
			add(init)
			for _, r := range m.Origin(n.Sym).Refs {
				for n := r; n.Parent != nil && n.Parent.Kind == syntax.Member && n.Parent.A == n && n.Parent.Parent.Kind == syntax.Call; n = n.Parent.Parent {
					take(n.Parent.Parent)
				}
			}
		case syntax.New, syntax.Call:
			for seen[n] = true; n.Kind == syntax.Call && n.A.Kind == syntax.Member; n = n.A.A {
				take(n)
			}
		}
	}
	f := m.Project.Files[m.Project.Entry]
	if f == nil || f.Default == nil {
		return nil
	}
	add(f.Default)
	exported := f.Default
	if init := m.ConstInit(exported); exported.Kind == syntax.Ident && init != nil {
		exported = init
	}
	if exported.Kind == syntax.Object {
		for _, p := range exported.List {
			switch {
			case p.Kind == syntax.Spread:
				add(p.A)
			case p.Kind == syntax.Property && p.Name == "fetch" && p.B != nil && p.B.Kind == syntax.Member: // fetch: app.fetch
				add(p.B.A)
			}
		}
	}
	for fn := range m.Reachable(m.Handlers("fetch")...) {
		fn.Walk(func(n *syntax.Node) bool {
			if n.Kind == syntax.Call && n.A.Kind == syntax.Member && n.A.A.Kind == syntax.Ident && slices.Contains([]string{"fetch", "handle"}, n.A.Name) {
				add(n.A.A)
			}
			return true
		})
	}
	return all
}

// defaultOf returns the default export of the project's module that a variable is imported from.
func (m *Model) defaultOf(n *syntax.Node) *syntax.Node {
	if n.Sym == nil || n.Sym.Import == nil || n.Sym.Import.Name != "default" {
		return nil
	}
	if f := m.Project.Files[m.Project.Resolve(n.File.Path, n.Sym.Import.Path)]; f != nil {
		return f.Default
	}
	return nil
}
