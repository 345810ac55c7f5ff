// Package code answers what can be said of a syntax tree without a model of its project: what
// stands in a node and around it, what is written, what is left.
package code

import (
	"slices"
	"strings"

	"github.com/evanw/esbuild/syntax"
)

// OnlyTested reports whether a value is only looked at: in a condition, with a fallback, or logged.
func OnlyTested(n *syntax.Node) bool {
	for p := n.Parent; p != nil; n, p = p, p.Parent {
		switch p.Kind {
		case syntax.Binary:
			switch p.Op {
			case "??", "||", "&&":
				return p.A == n
			case "==", "!=", "===", "!==":
				return true
			}
		case syntax.If, syntax.Cond, syntax.While:
			return p.A == n
		case syntax.Unary:
			return p.Op == "!" || p.Op == "typeof"
		case syntax.Member:
			if p.Optional {
				return true
			}
		case syntax.Call:
			return p.A.Kind == syntax.Member && p.A.A.Kind == syntax.Ident && p.A.A.Name == "console"
		case syntax.Template, syntax.Property, syntax.Object:
		default:
			return false
		}
	}
	return false
}

// Uses reports whether an expression contains a variable.
func Uses(n *syntax.Node, s *syntax.Symbol) bool {
	return Contains(n, func(c *syntax.Node) bool { return c.Kind == syntax.Ident && c.Sym == s })
}

// IsField reports whether an expression is a field of this.
func IsField(n *syntax.Node, name string) bool {
	return n.Kind == syntax.Member && n.A.Kind == syntax.This && n.Name == name
}

// Property returns the value of a property of an object literal.
func Property(o *syntax.Node, name string) *syntax.Node {
	for _, p := range o.List {
		if p.Kind == syntax.Property && p.Name == name && p.A == nil && p.Op == "init" {
			return p.B
		}
	}
	return nil
}

// IsGlobal reports whether an expression is a path from a global variable.
func IsGlobal(n *syntax.Node, path ...string) bool {
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

// IsWrite reports whether a node is assigned to.
func IsWrite(n *syntax.Node) bool {
	for p := n.Parent; p != nil; n, p = p, p.Parent {
		switch p.Kind {
		case syntax.Assign, syntax.Update:
			return p.A == n
		case syntax.ForIn, syntax.ForOf:
			return p.A == n
		case syntax.ExprStmt: // the pattern of for…of
			if g := p.Parent; g != nil && (g.Kind == syntax.ForOf || g.Kind == syntax.ForIn) && g.A == p {
				return true
			}
			return false
		case syntax.Array, syntax.Object, syntax.Spread:
		case syntax.Property:
			if p.B != n {
				return false
			}
		case syntax.Default:
			if p.A != n {
				return false
			}
		default:
			return false
		}
	}
	return false
}

// Enclosing returns the innermost function around a node, nil at module level.
func Enclosing(n *syntax.Node) *syntax.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Kind == syntax.Func {
			return p
		}
	}
	return nil
}

// EachCall visits the calls in a node, and what is made with new.
func EachCall(n *syntax.Node, visit func(*syntax.Node)) {
	n.Walk(func(n *syntax.Node) bool {
		if n.Kind == syntax.Call || n.Kind == syntax.New {
			visit(n)
		}
		return true
	})
}

// Inside reports whether a node is in a function of a set.
func Inside(n *syntax.Node, set map[*syntax.Node]bool) bool {
	for p := n; p != nil; p = p.Parent {
		if p.Kind == syntax.Func && set[p] {
			return true
		}
	}
	return false
}

// Within reports whether a node is in another, or is it.
func Within(n, outer *syntax.Node) bool {
	return n.File == outer.File && outer.Start <= n.Start && n.End <= outer.End
}

// Contains reports whether a node, or one in it, is of a kind.
func Contains(n *syntax.Node, is func(*syntax.Node) bool) bool {
	found := false
	n.Walk(func(c *syntax.Node) bool {
		if is(c) {
			found = true
		}
		return !found
	})
	return found
}

// FillArguments returns the values that a use of a field adds to it, nil if it adds none.
func FillArguments(n *syntax.Node) []*syntax.Node {
	p := n.Parent
	switch {
	case p.Kind == syntax.Member && p.A == n && p.Parent.Kind == syntax.Call && p.Parent.A == p && slices.Contains([]string{"push", "set", "add", "unshift"}, p.Name):
		return p.Parent.List
	case p.Kind == syntax.Index && p.A == n && p.Parent.Kind == syntax.Assign && p.Parent.A == p:
		return []*syntax.Node{p.B, p.Parent.B}
	case p.Kind == syntax.Assign && p.A == n:
		return []*syntax.Node{p.B}
	}
	return nil
}

// Spread reports whether a list of arguments or elements has one that stands for many.
func Spread(list []*syntax.Node) bool {
	return slices.ContainsFunc(list, func(n *syntax.Node) bool { return n.Kind == syntax.Spread })
}

// ModuleWrite returns the variable that a node changes, and with what; no values for counters.
func ModuleWrite(n *syntax.Node) (*syntax.Node, []*syntax.Node) {
	switch n.Kind {
	case syntax.Update:
		if n.A.Kind == syntax.Ident {
			return n.A, nil
		}
	case syntax.Assign:
		switch {
		case n.A.Kind == syntax.Ident && (n.Op == "+=" || n.Op == "-=") && n.B.Kind == syntax.Number:
			return n.A, nil
		case n.A.Kind == syntax.Ident:
			return n.A, []*syntax.Node{n.B}
		case n.A.Kind == syntax.Index && n.A.A.Kind == syntax.Ident:
			return n.A.A, []*syntax.Node{n.A.B, n.B}
		}
	case syntax.Call:
		if n.A.Kind == syntax.Member && n.A.A.Kind == syntax.Ident && slices.Contains([]string{"push", "add", "set"}, n.A.Name) && len(n.List) > 0 {
			return n.A.A, n.List
		}
	}
	return nil, nil
}

// TopLevel reports whether a node is in no function and no class.
func TopLevel(n *syntax.Node) bool { return Enclosing(n) == nil && !InClass(n) }

// InClass reports whether a node is in a class.
func InClass(n *syntax.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Kind == syntax.Class {
			return true
		}
	}
	return false
}

// Returns returns the expressions that a function returns.
func Returns(fn *syntax.Node) (all []*syntax.Node) {
	if fn.B != nil && fn.B.Kind != syntax.Block {
		return []*syntax.Node{fn.B}
	}
	Own(fn, func(n *syntax.Node) {
		if n.Kind == syntax.Return && n.A != nil {
			all = append(all, n.A)
		}
	})
	return all
}

// Own visits the nodes of a function but those of functions in it.
func Own(fn *syntax.Node, visit func(*syntax.Node)) {
	fn.Each(func(c *syntax.Node) {
		c.Walk(func(n *syntax.Node) bool {
			visit(n)
			return n.Kind != syntax.Func && n.Kind != syntax.Class
		})
	})
}

// Reassigned reports whether a variable has more than its first value.
func Reassigned(s *syntax.Symbol) bool {
	if s.Changes == syntax.Unknown {
		s.Changes = syntax.Never
		if slices.ContainsFunc(s.Refs, func(r *syntax.Node) bool { return !r.Binding && IsWrite(r) }) {
			s.Changes = syntax.Sometimes
		}
	}
	return s.Changes == syntax.Sometimes
}

// Newline returns what ends the lines of a text.
func Newline(text string) string {
	if strings.Contains(text, "\r\n") {
		return "\r\n"
	}
	return "\n"
}
