package model

import (
	"maps"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/lint/code"

	"github.com/evanw/esbuild/syntax"
)

// Class is a class of objects or an entry point.
type Class struct {
	Node    *syntax.Node
	Name    string
	Kind    string // native, legacy, package, opaque; entrypoint
	Base    *Class
	Subs    []*Class
	Package string                    // of the base, as package.Name
	Writes  map[string][]*syntax.Node // by field: the initialiser, or the assignment
	reached map[*syntax.Node]bool     // functions reachable from the constructor
}

// IsObject reports whether instances are Durable Objects.
func (c *Class) IsObject() bool { return c != nil && c.Kind != "entrypoint" && c.Kind != "" }

// IsOwn reports whether rules that argue from absence hold.
func (c *Class) IsOwn() bool { return c != nil && (c.Kind == "native" || c.Kind == "legacy") }

// packageObjects are base classes of packages whose instances are objects.
var packageObjects = map[string]bool{
	"agents.Agent": true, "agents.AIChatAgent": true, "agents.McpAgent": true, "partyserver.Server": true,
	"y-partyserver.YServer": true, "@cloudflare/actors.Actor": true, "@cloudflare/containers.Container": true,
}

func (m *Model) findClasses() {
	var nodes []*syntax.Node
	m.Each(func(n *syntax.Node) {
		if n.Kind == syntax.Class {
			nodes = append(nodes, n)
			m.ByNode[n] = &Class{Node: n, Name: className(n)}
		}
	}, syntax.Class)
	for _, n := range nodes {
		c := m.ByNode[n]
		if n.A == nil {
			continue
		}
		pkg, name := m.Imported(n.A)
		switch {
		case pkg == "cloudflare:workers" && name == "DurableObject":
			c.Kind = "native"
		case pkg == "cloudflare:workers":
			c.Kind, c.Package = "entrypoint", name
		case n.A.Kind == syntax.Ident || n.A.Kind == syntax.Member:
			if base := m.ClassOf(n.A); base != nil && base != c {
				c.Base = base
			} else {
				c.Package = pkg + "." + name
			}
		default:
			c.Package = "?"
		}
	}
	for _, n := range nodes {
		c := m.ByNode[n]
		if c.Base != nil {
			c.Base.Subs = append(c.Base.Subs, c)
		}
		if root := c.Root(); c != root && c.Kind == "" {
			c.Kind, c.Package = root.Kind, root.Package
		}
		pkg, _, _ := strings.Cut(c.Package, "/ai-chat-agent")
		if c.Kind == "" && (packageObjects[c.Package] || packageObjects[pkg]) {
			c.Kind = "package"
		}
	}
	for _, name := range m.classNames() {
		c := m.ByNode[m.ExportedNode(name)]
		if c == nil || c.Kind != "" {
			continue
		}
		root := c.Root()
		switch {
		case root.Package == "?":
			c.Kind = "opaque"
		case root.Package != "":
			c.Kind = "package"
		default:
			c.Kind = "legacy"
			for b := c.Base; b != nil && b.Kind == "" && b != c; b = b.Base {
				b.Kind = "legacy"
			}
		}
	}
	for _, n := range nodes {
		if c := m.ByNode[n]; c.Kind != "" {
			m.Classes = append(m.Classes, c)
		}
	}
	m.fieldWrites()
}

func className(n *syntax.Node) string {
	if n.Name != "" {
		return n.Name
	}
	if p := n.Parent; p != nil && p.Kind == syntax.Declarator {
		return p.A.Name
	}
	return "the class"
}

// Exports returns the names that the entry exports; nil if they are not all known.
func (m *Model) Exports() []string {
	f := m.Project.Files[m.Project.Entry]
	if f == nil || f.CommonJS {
		return nil
	}
	if len(f.Exports) == 0 && f.Default == nil && len(f.Stars) == 0 {
		if m.serviceWorker(f) {
			return []string{}
		}
		return nil // what a framework has made, perhaps
	}
	names := map[string]bool{}
	if !m.addExports(names, m.Project.Entry, 0) {
		return nil
	}
	if f.Default == nil && f.Exports["default"] == nil {
		delete(names, "default") // of another module, which export * leaves out
	}
	return slices.Sorted(maps.Keys(names))
}

// serviceWorker reports whether a module listens for requests, instead of exporting a handler.
func (m *Model) serviceWorker(f *syntax.File) bool {
	return slices.ContainsFunc(m.Calls, func(c *syntax.Node) bool {
		if c.File != f || len(c.List) == 0 || !code.IsGlobal(c.A, "addEventListener") {
			return false
		}
		event, _ := m.Text(c.List[0])
		return event == "fetch"
	})
}

// addExports adds the names that a module exports; false if some cannot be seen.
func (m *Model) addExports(names map[string]bool, path string, depth int) bool {
	f := m.Project.Files[path]
	if f == nil || depth > 10 {
		return false
	}
	for name := range f.Exports {
		names[name] = true
	}
	if f.Default != nil {
		names["default"] = true
	}
	return !slices.ContainsFunc(f.Stars, func(s syntax.Source) bool {
		to := m.Project.Resolve(path, s.Path)
		return to == "" || !m.addExports(names, to, depth+1)
	})
}

// ExportedNode returns the class that the entry exports under a name.
func (m *Model) ExportedNode(name string) *syntax.Node {
	s := m.Exported(m.Project.Entry, name)
	if s == nil || s.Decl == nil {
		return nil
	}
	return classNode(s)
}

func classNode(s *syntax.Symbol) *syntax.Node {
	if s == nil || s.Decl == nil {
		return nil
	}
	if s.Decl.Kind == syntax.Class {
		return s.Decl
	}
	if d := s.Decl.Parent; d != nil && d.Kind == syntax.Declarator && d.A == s.Decl && d.B != nil && d.B.Kind == syntax.Class {
		return d.B
	}
	return nil
}

// ClassOf returns the class of the project that an expression names.
func (m *Model) ClassOf(n *syntax.Node) *Class {
	if n == nil {
		return nil
	}
	if n.Kind == syntax.Member && n.A.Kind == syntax.Ident && n.A.Sym != nil && n.A.Sym.Import != nil && n.A.Sym.Import.Name == "*" {
		return m.ByNode[classNode(m.Exported(m.Project.Resolve(n.File.Path, n.A.Sym.Import.Path), n.Name))]
	}
	if n.Kind != syntax.Ident {
		return nil
	}
	return m.ByNode[classNode(m.Origin(n.Sym))]
}

// classNames returns the classes that the configuration names as of this Worker.
func (m *Model) classNames() []string {
	var all []string
	for _, b := range m.Bindings {
		if b.Script == "" {
			all = append(all, b.class)
		}
	}
	for name := range m.KV {
		all = append(all, name)
	}
	for name := range m.SQLite {
		all = append(all, name)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Root returns the last base class in the project.
func (c *Class) Root() *Class {
	for i := 0; c.Base != nil && i < 50; i++ {
		c = c.Base
	}
	return c
}

// Chain returns the class and its bases in the project.
func (c *Class) Chain() (all []*Class) {
	for ; c != nil && len(all) < 50; c = c.Base {
		all = append(all, c)
	}
	return all
}

// Family returns the chain of a class and all that extend it.
func (c *Class) Family() []*Class {
	all := c.Chain()
	var down func(*Class, int)
	down = func(c *Class, depth int) {
		for _, s := range c.Subs {
			if depth < 20 && !slices.Contains(all, s) {
				all = append(all, s)
				down(s, depth+1)
			}
		}
	}
	down(c, 0)
	return all
}

// Member returns the property with a name in the class itself.
func (c *Class) Member(name string) *syntax.Node {
	for _, p := range c.Node.List {
		if p.Kind == syntax.Property && !p.Static && p.Name == name && p.Op != "declare" {
			return p
		}
	}
	return nil
}

// Lookup finds a member in the chain.
func (c *Class) Lookup(name string) *syntax.Node {
	for _, k := range c.Chain() {
		if p := k.Member(name); p != nil {
			return p
		}
	}
	return nil
}

// Has reports whether the class or its family has or assigns a member.
func (c *Class) Has(name string) bool {
	for _, k := range c.Family() {
		if k.Member(name) != nil || len(k.Writes[name]) > 0 {
			return true
		}
	}
	return false
}

// fieldWrites collects what classes assign to their fields.
func (m *Model) fieldWrites() {
	m.hasValue["ctx"], m.hasValue["env"] = true, true
	for _, c := range m.ByNode {
		c.Writes = map[string][]*syntax.Node{}
		for _, p := range c.Node.List {
			if p.Kind != syntax.Property || p.Static || p.B == nil {
				continue
			}
			if p.Op == "field" {
				c.Writes[p.Name] = append(c.Writes[p.Name], p)
			}
			m.hasValue[p.Name] = m.hasValue[p.Name] || p.Op == "field" || p.Op == "get"
		}
	}
	m.Each(func(n *syntax.Node) {
		if n.A.Kind != syntax.Member || n.A.A.Kind != syntax.This {
			return
		}
		p := n.Parent
		for p != nil && p.Kind != syntax.Class {
			p = p.Parent
		}
		if c := m.ByNode[p]; c != nil {
			c.Writes[n.A.Name] = append(c.Writes[n.A.Name], n)
			m.hasValue[n.A.Name] = true
		}
	}, syntax.Assign, syntax.Update)
}

// ThisClass returns the class that `this` is an instance of at a node.
func (m *Model) ThisClass(n *syntax.Node) *Class {
	for p := n.Parent; p != nil; n, p = p, p.Parent {
		switch p.Kind {
		case syntax.Func:
			if !p.Arrow && (p.Parent == nil || p.Parent.Kind != syntax.Property || p.Parent.Parent.Kind != syntax.Class) {
				return nil
			}
		case syntax.Property:
			if p.Parent != nil && p.Parent.Kind == syntax.Class {
				if p.Static || p.A == n {
					return nil
				}
				return m.ByNode[p.Parent]
			}
		case syntax.Class, syntax.StaticBlock:
			return nil
		}
	}
	return nil
}
