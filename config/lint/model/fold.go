package model

import (
	"math"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/config/lint/code"

	"github.com/evanw/esbuild/syntax"
)

// Constant is a folded value: a string, a number or a boolean.
type Constant struct {
	kind byte // 's', 'n', 'b', 'u' for null and undefined
	str  string
	num  float64
}

// String returns the constant as text.
func (c Constant) String() string {
	switch c.kind {
	case 'n':
		return strconv.FormatFloat(c.num, 'f', -1, 64)
	case 'b':
		if c.num == 1 {
			return "true"
		}
		return "false"
	}
	return c.str
}

// Fold computes an expression of literals and constants.
func (m *Model) Fold(n *syntax.Node) (Constant, bool) { return m.folded(n, 0) }

// Text is Fold for strings.
func (m *Model) Text(n *syntax.Node) (string, bool) {
	c, ok := m.Fold(n)
	return c.str, ok && c.kind == 's'
}

// Number is Fold for numbers.
func (m *Model) Number(n *syntax.Node) (float64, bool) {
	c, ok := m.Fold(n)
	return c.num, ok && c.kind == 'n'
}

func (m *Model) folded(n *syntax.Node, depth int) (Constant, bool) {
	if n == nil || depth > 24 {
		return Constant{}, false
	}
	switch n.Kind {
	case syntax.String:
		return Constant{kind: 's', str: n.Name}, true
	case syntax.Number:
		return Constant{kind: 'n', num: n.Num()}, true
	case syntax.Bool:
		c := Constant{kind: 'b'}
		if n.Name == "true" {
			c.num = 1
		}
		return c, true
	case syntax.Undef, syntax.Null:
		return Constant{kind: 'u', str: "null"}, true
	case syntax.Template:
		if n.A != nil {
			return Constant{}, false
		}
		var b strings.Builder
		for i, q := range n.Quasis() {
			b.WriteString(q.Text)
			if i < len(n.List) {
				c, ok := m.folded(n.List[i], depth+1)
				if !ok {
					return c, false
				}
				b.WriteString(c.String())
			}
		}
		return Constant{kind: 's', str: b.String()}, true
	case syntax.Unary:
		c, ok := m.folded(n.A, depth+1)
		if ok && c.kind == 'n' && (n.Op == "-" || n.Op == "+") {
			if n.Op == "-" {
				c.num = -c.num
			}
			return c, true
		}
	case syntax.Binary:
		return m.operation(n, depth)
	case syntax.Ident:
		if init := m.ConstInit(n); init != nil {
			return m.folded(init, depth+1)
		}
	case syntax.Member:
		if v := m.constMember(n); v != nil {
			return m.folded(v, depth+1)
		}
	}
	return Constant{}, false
}

func (m *Model) operation(n *syntax.Node, depth int) (Constant, bool) {
	a, ok := m.folded(n.A, depth+1)
	b, ok2 := m.folded(n.B, depth+1)
	if !ok || !ok2 {
		return Constant{}, false
	}
	if n.Op == "+" && (a.kind == 's' || b.kind == 's') {
		return Constant{kind: 's', str: a.String() + b.String()}, true
	}
	if a.kind != 'n' || b.kind != 'n' {
		return Constant{}, false
	}
	c := Constant{kind: 'n'}
	switch n.Op {
	case "+":
		c.num = a.num + b.num
	case "-":
		c.num = a.num - b.num
	case "*":
		c.num = a.num * b.num
	case "/":
		c.num = a.num / b.num
	case "%":
		c.num = math.Mod(a.num, b.num)
	case "**":
		c.num = math.Pow(a.num, b.num)
	default:
		return c, false
	}
	return c, true
}

// ConstInit returns the value of a variable that is never assigned again, also of
// one imported from the project.
func (m *Model) ConstInit(n *syntax.Node) *syntax.Node {
	s := m.Origin(n.Sym)
	if s == nil || s.Decl == nil || s.Decl.Parent == nil || code.Reassigned(s) {
		return nil
	}
	if d := s.Decl.Parent; d.Kind == syntax.Declarator && d.A == s.Decl {
		return d.B
	}
	return nil
}

// constMember returns the value of Object.KEY or Class.KEY where nothing assigns it.
func (m *Model) constMember(n *syntax.Node) *syntax.Node {
	if n.A == nil || n.A.Kind != syntax.Ident || m.AssignedMembers[n.Name] {
		return nil
	}
	if n.A.Sym != nil && n.A.Sym.Import != nil && n.A.Sym.Import.Name == "*" { // ns.KEY
		if s := m.Exported(m.Project.Resolve(n.File.Path, n.A.Sym.Import.Path), n.Name); s != nil && s.Decl != nil && !code.Reassigned(s) {
			if d := s.Decl.Parent; d != nil && d.Kind == syntax.Declarator && d.A == s.Decl {
				return d.B
			}
		}
		return nil
	}
	if s := m.Origin(n.A.Sym); s != nil && s.Decl != nil && s.Decl.Kind == syntax.Class {
		for _, p := range s.Decl.List {
			if p.Kind == syntax.Property && p.Static && p.Name == n.Name && p.Op == "field" {
				return p.B
			}
		}
		return nil
	}
	if init := m.ConstInit(n.A); init != nil && init.Kind == syntax.Object {
		return code.Property(init, n.Name)
	}
	return nil
}

// IsNow reports whether an expression is the present: Date.now() or new Date().
func (m *Model) IsNow(n *syntax.Node) bool {
	if n == nil {
		return false
	}
	switch n.Kind {
	case syntax.Ident:
		if init := m.ConstInit(n); init != nil && init.Kind != syntax.Ident {
			return m.IsNow(init)
		}
	case syntax.Call:
		return code.IsGlobal(n.A, "Date", "now") || n.A.Kind == syntax.Member && (n.A.Name == "getTime" || n.A.Name == "valueOf") && len(n.List) == 0 && m.IsNow(n.A.A)
	case syntax.New:
		return len(n.List) == 0 && code.IsGlobal(n.A, "Date")
	}
	return false
}
