package lint

import (
	"math"
	"strconv"
	"strings"

	"github.com/evanw/esbuild/syntax"
)

// constant is a folded value: a string, a number or a boolean.
type constant struct {
	kind byte // 's', 'n', 'b', 'u' for null and undefined
	str  string
	num  float64
}

func (c constant) String() string {
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

// fold computes an expression of literals and constants.
func (m *model) fold(n *syntax.Node) (constant, bool) { return m.folded(n, 0) }

// text is fold for strings.
func (m *model) text(n *syntax.Node) (string, bool) {
	c, ok := m.fold(n)
	return c.str, ok && c.kind == 's'
}

// number is fold for numbers.
func (m *model) number(n *syntax.Node) (float64, bool) {
	c, ok := m.fold(n)
	return c.num, ok && c.kind == 'n'
}

func (m *model) folded(n *syntax.Node, depth int) (constant, bool) {
	if n == nil || depth > 24 {
		return constant{}, false
	}
	switch n.Kind {
	case syntax.String:
		return constant{kind: 's', str: n.Name}, true
	case syntax.Number:
		return constant{kind: 'n', num: n.Num}, true
	case syntax.Bool:
		c := constant{kind: 'b'}
		if n.Name == "true" {
			c.num = 1
		}
		return c, true
	case syntax.Undef, syntax.Null:
		return constant{kind: 'u', str: "null"}, true
	case syntax.Template:
		if n.A != nil {
			return constant{}, false
		}
		var b strings.Builder
		for i, q := range n.Quasis {
			b.WriteString(q.Text)
			if i < len(n.List) {
				c, ok := m.folded(n.List[i], depth+1)
				if !ok {
					return c, false
				}
				b.WriteString(c.String())
			}
		}
		return constant{kind: 's', str: b.String()}, true
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
		if init := m.constInit(n); init != nil {
			return m.folded(init, depth+1)
		}
	case syntax.Member:
		if v := m.constMember(n); v != nil {
			return m.folded(v, depth+1)
		}
	}
	return constant{}, false
}

func (m *model) operation(n *syntax.Node, depth int) (constant, bool) {
	a, ok := m.folded(n.A, depth+1)
	b, ok2 := m.folded(n.B, depth+1)
	if !ok || !ok2 {
		return constant{}, false
	}
	if n.Op == "+" && (a.kind == 's' || b.kind == 's') {
		return constant{kind: 's', str: a.String() + b.String()}, true
	}
	if a.kind != 'n' || b.kind != 'n' {
		return constant{}, false
	}
	c := constant{kind: 'n'}
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

// constInit returns the value of a variable that is never assigned again, also of
// one imported from the project.
func (m *model) constInit(n *syntax.Node) *syntax.Node {
	s := m.origin(n.Sym)
	if s == nil || s.Decl == nil || s.Decl.Parent == nil || m.reassigned(s) {
		return nil
	}
	if d := s.Decl.Parent; d.Kind == syntax.Declarator && d.A == s.Decl {
		return d.B
	}
	return nil
}

// constMember returns the value of Object.KEY or Class.KEY where nothing assigns it.
func (m *model) constMember(n *syntax.Node) *syntax.Node {
	if n.A == nil || n.A.Kind != syntax.Ident || m.assignedMembers[n.Name] {
		return nil
	}
	if n.A.Sym != nil && n.A.Sym.Import != nil && n.A.Sym.Import.Name == "*" { // ns.KEY
		if s := m.exported(m.p.resolve(n.File.Path, n.A.Sym.Import.Path), n.Name, 0); s != nil && s.Decl != nil && !m.reassigned(s) {
			if d := s.Decl.Parent; d != nil && d.Kind == syntax.Declarator && d.A == s.Decl {
				return d.B
			}
		}
		return nil
	}
	if s := m.origin(n.A.Sym); s != nil && s.Decl != nil && s.Decl.Kind == syntax.Class {
		for _, p := range s.Decl.List {
			if p.Kind == syntax.Property && p.Static && p.Name == n.Name && p.Op == "field" {
				return p.B
			}
		}
		return nil
	}
	if init := m.constInit(n.A); init != nil && init.Kind == syntax.Object {
		return property(init, n.Name)
	}
	return nil
}

// property returns the value of a property of an object literal.
func property(o *syntax.Node, name string) *syntax.Node {
	for _, p := range o.List {
		if p.Kind == syntax.Property && p.Name == name && p.A == nil && p.Op == "init" {
			return p.B
		}
	}
	return nil
}

// isNow reports whether an expression is the present: Date.now() or new Date().
func (m *model) isNow(n *syntax.Node) bool {
	if n == nil {
		return false
	}
	switch n.Kind {
	case syntax.Ident:
		if init := m.constInit(n); init != nil && init.Kind != syntax.Ident {
			return m.isNow(init)
		}
	case syntax.Call:
		return isGlobal(n.A, "Date", "now") || n.A.Kind == syntax.Member && (n.A.Name == "getTime" || n.A.Name == "valueOf") && len(n.List) == 0 && m.isNow(n.A.A)
	case syntax.New:
		return len(n.List) == 0 && isGlobal(n.A, "Date")
	}
	return false
}

// isGlobal reports whether an expression is a path from a global variable.
func isGlobal(n *syntax.Node, path ...string) bool {
	for i := len(path) - 1; i > 0; i-- {
		if n == nil || n.Kind != syntax.Member || n.Name != path[i] {
			return false
		}
		n = n.A
	}
	if n != nil && n.Kind == syntax.Member && n.Name == path[0] && n.A.Kind == syntax.Ident && n.A.Name == "globalThis" {
		return true
	}
	return n != nil && n.Kind == syntax.Ident && n.Name == path[0] && (n.Sym == nil || n.Sym.Unbound)
}
