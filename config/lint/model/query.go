package model

import (
	"github.com/evanw/esbuild/syntax"
)

// Query is a call of SQL.exec.
type Query struct {
	Call  *syntax.Node
	Arg   *syntax.Node
	Text  string
	Known bool // the text is known
}

// Queries are the calls of SQL.exec.
func (m *Model) Queries() []Query {
	if m.execs != nil {
		return m.execs
	}
	all := []Query{}
	for _, c := range m.Calls {
		if m.On(c, "sql", "exec") && len(c.List) > 0 && c.List[0].Kind != syntax.Spread {
			q := Query{Call: c, Arg: c.List[0]}
			q.Text, q.Known = m.Text(q.Arg)
			if !q.Known {
				q.Text, q.Known = m.fileText(q.Arg)
			}
			all = append(all, q)
		}
	}
	m.execs = all
	return all
}

// fileText is the content of an imported .sql file.
func (m *Model) fileText(n *syntax.Node) (string, bool) {
	if n.Kind != syntax.Ident || n.Sym == nil || n.Sym.Import == nil {
		return "", false
	}
	s, ok := m.Project.texts[m.Project.Resolve(n.File.Path, n.Sym.Import.Path)]
	return s, ok
}
