// Package lint checks a Worker's configuration and source against Cloudflare's rules for
// Durable Objects.
//
// [Load] reads the modules of a project, [Check] returns what breaks a rule. Each file of rules
// is one group, each function one rule over a shared [model], which knows what
// expressions are without types: storage, stubs, sockets (value.go), constants (fold.go)
// and SQL (sql.go). What is not known is not reported.
package lint

import (
	"slices"

	"dotool/config/diag"

	"github.com/evanw/esbuild/syntax"
)

// Severities; a hint is less than diag.Warning.
const Hint diag.Severity = "hint"

// Rule is one rule, as `--list` and `--explain` print it.
type Rule struct {
	ID       string
	Name     string
	Severity diag.Severity
	Why      string
	URL      string
	check    func(*model)
}

// Finding is a place that breaks a rule.
type Finding struct {
	Rule    *Rule
	Pos     diag.Pos
	EndLine int
	EndCol  int
	Message string
	Fix     string // what to do, or to write instead
	Edits   []Edit // a safe fix; nil if there is none
}

// Edit replaces bytes of a file.
type Edit struct {
	File       string
	Start, End int
	Text       string
}

const docs = "https://developers.cloudflare.com/"

// Addresses that several rules share.
const (
	rod   = docs + "durable-objects/best-practices/rules-of-durable-objects/"
	sql   = docs + "durable-objects/api/sqlite-storage-api/"
	alarm = docs + "durable-objects/api/alarms/"
	state = docs + "durable-objects/api/state/"
	wsAPI = docs + "durable-objects/best-practices/websockets/"
	rpc   = docs + "workers/runtime-apis/rpc/"
	ns    = docs + "durable-objects/api/namespace/"
	wbp   = docs + "workers/best-practices/workers-best-practices/"
)

// Rules are all rules, in the order of their groups.
func Rules() []*Rule {
	return slices.Concat(addressing, storing, concurrency, classes, errorsRules, sockets, alarms, configuration)
}

// Find returns the rule with an id or a name, nil if there is none.
func Find(name string) *Rule {
	for _, r := range Rules() {
		if r.ID == name || r.Name == name {
			return r
		}
	}
	return nil
}

// Check returns what breaks the rules, all if none are given, by file, line and column.
func Check(p *Project, rules []*Rule) []Finding {
	m := newModel(p)
	if rules == nil {
		rules = Rules()
	}
	for _, r := range rules {
		m.rule = r
		r.check(m)
	}
	found := m.found
	sortFindings(found)
	return slices.CompactFunc(found, func(a, b Finding) bool { return a.Rule == b.Rule && a.Pos == b.Pos })
}

// at reports a range of a file.
func (m *model) at(f *syntax.File, start, end int, fix, message string) *Finding {
	line, col := f.Line(start)
	endLine, endCol := f.Line(end)
	length := 1
	if endLine == line {
		length = end - start
	}
	m.found = append(m.found, Finding{
		Rule: m.rule, Pos: diag.Pos{File: f.Path, Line: line, Column: col, Length: length}, EndLine: endLine, EndCol: endCol,
		Message: message, Fix: fix,
	})
	return &m.found[len(m.found)-1]
}

// node reports a node.
func (m *model) node(n *syntax.Node, fix, message string) *Finding {
	return m.at(n.File, n.Start, n.End, fix, message)
}

// name reports the name of a call, a member or a property.
func (m *model) name(n *syntax.Node, fix, message string) *Finding {
	if n.Kind == syntax.Call || n.Kind == syntax.New {
		n = n.A
	}
	if n.At > n.Start {
		end := n.At + len(n.Name)
		if n.Kind == syntax.Class || n.Kind == syntax.Func || n.Kind == syntax.Property {
			return m.at(n.File, n.At, end, fix, message)
		}
		return m.at(n.File, n.At, max(n.End, n.At), fix, message)
	}
	return m.node(n, fix, message)
}

// config reports a place of the configuration.
func (m *model) config(pos diag.Pos, fix, message string) *Finding {
	m.found = append(m.found, Finding{Rule: m.rule, Pos: pos, EndLine: pos.Line, EndCol: pos.Column + pos.Length, Message: message, Fix: fix})
	return &m.found[len(m.found)-1]
}
