// Package model is what the rules of `dotool check` know of a project: its configuration, the
// modules that its entry imports, its classes, who calls whom, and what expressions are.
//
// [Load] reads a project, [Project.Model] makes the model of it. There are no types: an expression is
// what its [Value] says (storage, a stub, a socket and so on), or a constant that can be folded.
// What is not known has the zero value, and no rule reports it.
package model

import (
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"

	"github.com/evanw/esbuild/syntax"
)

// Model has the facts about a project that the rules use.
type Model struct {
	Project *Project

	// The configuration.
	Date       string
	DatePos    diag.Pos
	Bindings   map[string]Binding  // of Durable Objects, by name, of all environments
	Bound      map[string]bool     // names of all bindings
	KV, SQLite map[string]diag.Pos // classes by the backend of their storage

	// The source.
	Classes         []*Class // of objects, and of Workers
	ByNode          map[*syntax.Node]*Class
	Calls           []*syntax.Node
	Callers         map[*syntax.Node][]*syntax.Node // of functions
	StubCalls       []StubCall
	AssignedMembers map[string]bool // names that something assigns as x.NAME

	files       []*syntax.File // by path
	flags       map[string]bool
	vars        map[string]bool
	exports     map[[2]string]*syntax.Symbol // by file and name
	execs       []Query                      // nil until they are asked for
	statements  map[string][][]Token
	values      values
	made        map[*Class][]*syntax.Node
	starting    map[*syntax.Node]bool           // functions that run when an object of any class starts
	members     map[string][]*syntax.Node       // x.NAME, by name
	ofInstances map[*syntax.Node][]*syntax.Node // methods that a call calls by a value
	handlers    []*syntax.Node                  // functions that get the environment; nil until first used
	hasValue    map[string]bool                 // names of fields that some class gives a value
	taken       map[*syntax.Node][]*syntax.Node
}

// Model returns the facts about the project that the rules use. They are gathered once.
func (p *Project) Model() *Model {
	if p.model == nil {
		p.model = newModel(p)
	}
	return p.model
}

func newModel(p *Project) *Model {
	m := &Model{
		Project: p, ByNode: map[*syntax.Node]*Class{}, Callers: map[*syntax.Node][]*syntax.Node{},
		flags: map[string]bool{}, Bindings: map[string]Binding{}, Bound: map[string]bool{}, vars: map[string]bool{},
		KV: map[string]diag.Pos{}, SQLite: map[string]diag.Pos{},
		exports: map[[2]string]*syntax.Symbol{}, AssignedMembers: map[string]bool{}, statements: map[string][][]Token{}, hasValue: map[string]bool{},
		values: newValues(), ofInstances: map[*syntax.Node][]*syntax.Node{},
	}
	for _, f := range p.Files {
		m.files = append(m.files, f)
	}
	slices.SortFunc(m.files, func(a, b *syntax.File) int { return strings.Compare(a.Path, b.Path) })
	m.readConfig()
	m.findClasses()
	m.Each(func(n *syntax.Node) {
		switch n.Kind {
		case syntax.Call, syntax.New:
			if n.Kind == syntax.Call {
				m.Calls = append(m.Calls, n)
			}
			for _, fn := range m.Callees(n) {
				m.Callers[fn] = append(m.Callers[fn], n)
			}
		case syntax.Assign, syntax.Update:
			if n.A.Kind == syntax.Member {
				m.AssignedMembers[n.A.Name] = true
			}
		}
	}, syntax.Call, syntax.New, syntax.Assign, syntax.Update)
	m.findMethodsOfInstances()
	m.findStubCalls()
	return m
}

// Each visits the nodes of some kinds in all files.
func (m *Model) Each(visit func(*syntax.Node), kind syntax.Kind, more ...syntax.Kind) {
	for _, f := range m.files {
		for _, k := range append([]syntax.Kind{kind}, more...) {
			for _, n := range f.Of(k) {
				visit(n)
			}
		}
	}
}

// Members visits the nodes x.NAME of some names in all files.
func (m *Model) Members(visit func(*syntax.Node), names ...string) {
	if m.members == nil {
		m.members = map[string][]*syntax.Node{}
		for _, f := range m.files {
			for _, same := range f.Members() {
				m.members[same[0].Name] = append(m.members[same[0].Name], same...)
			}
		}
	}
	for _, name := range names {
		for _, n := range m.members[name] {
			visit(n)
		}
	}
}

// Changes visits the nodes that may change a variable, as [code.ModuleWrite] has it.
func (m *Model) Changes(visit func(*syntax.Node)) {
	m.Each(visit, syntax.Assign, syntax.Update)
	m.Members(func(n *syntax.Node) {
		if c := n.Parent; c.Kind == syntax.Call && c.A == n {
			visit(c)
		}
	}, "push", "add", "set")
}

// Exported finds the variable that a module exports under a name.
func (m *Model) Exported(path, name string) *syntax.Symbol { return m.exported(path, name, 0) }

func (m *Model) exported(path, name string, depth int) *syntax.Symbol {
	f := m.Project.Files[path]
	if f == nil || depth > 20 {
		return nil
	}
	key := [2]string{path, name}
	if s, ok := m.exports[key]; ok {
		return s
	}
	m.exports[key] = nil // while it is looked for, since modules may export from one another
	s := m.export(f, path, name, depth)
	m.exports[key] = s
	return s
}

func (m *Model) export(f *syntax.File, path, name string, depth int) *syntax.Symbol {
	if s := f.Exports[name]; s != nil {
		if s.Import != nil && s.Import.Name != "*" {
			if to := m.Project.Resolve(path, s.Import.Path); to != "" {
				return m.exported(to, s.Import.Name, depth+1)
			}
		}
		return s
	}
	for _, star := range f.Stars {
		if s := m.exported(m.Project.Resolve(path, star.Path), name, depth+1); s != nil {
			return s
		}
	}
	return nil
}

// Origin follows an imported variable to where the project declares it.
func (m *Model) Origin(s *syntax.Symbol) *syntax.Symbol {
	if s == nil || s.Import == nil || s.Import.Name == "*" {
		return s
	}
	to := m.Project.Resolve(s.File.Path, s.Import.Path)
	if to == "" {
		return s
	}
	return m.Exported(to, s.Import.Name)
}

// Imported returns the package and the name that an expression is imported as.
func (m *Model) Imported(n *syntax.Node) (pkg, name string) {
	if n == nil {
		return "", ""
	}
	if n.Kind == syntax.Member && n.A.Kind == syntax.Ident && n.A.Sym != nil && n.A.Sym.Import != nil && n.A.Sym.Import.Name == "*" {
		return n.A.Sym.Import.Path, n.Name
	}
	if n.Kind != syntax.Ident {
		return "", ""
	}
	s := m.Origin(n.Sym)
	if s == nil || s.Import == nil {
		return "", ""
	}
	return s.Import.Path, s.Import.Name
}
