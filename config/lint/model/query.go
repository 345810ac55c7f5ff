package model

import (
	"slices"

	"github.com/dotool-dev/dotool/config/lint/code"

	"github.com/evanw/esbuild/syntax"
)

// Query is a call of SQL.exec, or of a function that passes its text on to that.
type Query struct {
	Call     *syntax.Node
	Arg      *syntax.Node
	Text     string
	Known    bool         // the text is known
	Via      *syntax.Node // the call of SQL.exec in the function, nil if Call is it
	Bindings []*syntax.Node
	Bound    bool // Bindings are known
}

// Queries returns the calls of SQL.exec.
func (m *Model) Queries() []Query {
	if m.execs != nil {
		return m.execs
	}
	all := []Query{}
	for _, c := range m.CallsOn("sql", "exec") {
		if len(c.List) > 0 && c.List[0].Kind != syntax.Spread {
			all = append(all, m.asked(c, c.List[0], nil, 0)...)
		}
	}
	m.execs = all
	return all
}

// asked returns the queries of a call whose argument is a text: itself, or where the argument
// is a parameter the calls that give it.
func (m *Model) asked(call, arg, exec *syntax.Node, depth int) []Query {
	if exec == nil {
		exec = call
	}
	if fn, i := m.Parameter(arg); fn != nil && depth < 3 {
		var all []Query
		for _, c := range m.Callers[fn] {
			if i >= len(c.List) || code.Spread(c.List[:i+1]) {
				all = nil
				break
			}
			for _, q := range m.asked(c, c.List[i], exec, depth+1) {
				if q.Call == c {
					q.Bindings, q.Bound = m.passedOn(fn, i, call, c)
				} else {
					q.Bindings, q.Bound = nil, false
				}
				all = append(all, q)
			}
		}
		if all != nil {
			return all
		}
	}
	q := Query{Call: call, Arg: arg, Bindings: call.List[1:], Bound: true}
	if exec != call {
		q.Via = exec
	}
	q.Text, q.Known = m.Text(arg)
	if !q.Known {
		q.Text, q.Known = m.fileText(arg)
	}
	return []Query{q}
}

// Parameter returns the function whose parameter an expression is, and which; nil if it is
// none.
func (m *Model) Parameter(n *syntax.Node) (fn *syntax.Node, i int) {
	if n.Kind != syntax.Ident || n.Sym == nil || n.Sym.Decl == nil || n.Sym.Decl.Parent == nil || code.Reassigned(n.Sym) {
		return nil, 0
	}
	fn = n.Sym.Decl.Parent
	if i = slices.Index(fn.List, n.Sym.Decl); fn.Kind != syntax.Func || i < 0 || len(m.Callers[fn]) == 0 {
		return nil, 0
	}
	return fn, i
}

// passedOn returns the bindings of a call that gives a function a text as its i-th argument:
// those behind it, if the function gives all of them to the next call as they are.
func (m *Model) passedOn(fn *syntax.Node, i int, next, call *syntax.Node) ([]*syntax.Node, bool) {
	switch {
	case len(next.List) == 1 && len(fn.List) == i+1:
		return nil, len(call.List) == i+1
	case len(next.List) == 2 && len(fn.List) == i+2 && next.List[1].Kind == syntax.Spread && fn.List[i+1].Kind == syntax.Spread:
		rest, given := fn.List[i+1].A, next.List[1].A
		return call.List[i+1:], rest.Kind == syntax.Ident && given.Kind == syntax.Ident && rest.Sym == given.Sym
	}
	return nil, false
}

// fileText returns the content of an imported .sql file.
func (m *Model) fileText(n *syntax.Node) (string, bool) {
	if n.Kind != syntax.Ident || n.Sym == nil || n.Sym.Import == nil {
		return "", false
	}
	s, ok := m.Project.texts[m.Project.Resolve(n.File.Path, n.Sym.Import.Path)]
	return s, ok
}
