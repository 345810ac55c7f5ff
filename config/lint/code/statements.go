package code

import (
	"slices"
	"strings"

	"github.com/evanw/esbuild/syntax"
)

// StatementCall returns the call of a statement, awaited or not.
func StatementCall(s *syntax.Node) *syntax.Node {
	if s.Kind != syntax.ExprStmt && s.Kind != syntax.Return || s.A == nil {
		return nil
	}
	e := s.A
	for e.Kind == syntax.Await || e.Kind == syntax.Unary && e.Op == "void" {
		e = e.A
	}
	if e.Kind == syntax.Call {
		return e
	}
	return nil
}

// Indent returns the white space at the start of a statement's line.
func Indent(s *syntax.Node) string {
	src := s.File.Text
	start := strings.LastIndexByte(src[:s.Start], '\n') + 1
	end := start
	for end < int(s.Start) && (src[end] == ' ' || src[end] == '\t') {
		end++
	}
	return src[start:end]
}

// Guarded reports whether a node stands in an if, or what is one, up to a limit.
func Guarded(n, limit *syntax.Node) bool {
	for p := n.Parent; p != nil && p != limit; n, p = p, p.Parent {
		switch p.Kind {
		case syntax.If, syntax.Cond:
			if p.A != n {
				return true
			}
		case syntax.Case:
			return true
		case syntax.Binary, syntax.Assign:
			if p.B == n && slices.Contains([]string{"&&", "||", "??", "&&=", "||=", "??="}, p.Op) {
				return true
			}
		}
	}
	return false
}

// AfterReturn reports whether a statement before a node, in one of the blocks around it up to a
// function, returns if a field has a value that the function assigns: what comes then runs once.
func AfterReturn(n, limit *syntax.Node) bool {
	if limit == nil {
		return false
	}
	for at := n; at != nil && at != limit; {
		s, list := Block(at)
		for _, before := range list {
			if before == s {
				break
			}
			if before.Kind == syntax.If && Leaves(before) && Contains(before.A, func(c *syntax.Node) bool {
				return c.Kind == syntax.Member && c.A.Kind == syntax.This && Contains(limit, func(a *syntax.Node) bool {
					return a.Kind == syntax.Assign && a.A.Kind == syntax.Member && a.A.A.Kind == syntax.This && a.A.Name == c.Name
				})
			}) {
				return true
			}
		}
		if at = s; at != nil {
			at = at.Parent
		}
	}
	return false
}

// Block returns the statement that a node is in, and the statements around it.
func Block(n *syntax.Node) (stmt *syntax.Node, list []*syntax.Node) {
	for p := n.Parent; p != nil; n, p = p, p.Parent {
		switch p.Kind {
		case syntax.Block, syntax.Module, syntax.StaticBlock:
			return n, p.List
		case syntax.Case:
			if p.A != n {
				return n, p.List
			}
		case syntax.Func:
			return nil, nil
		}
	}
	return nil, nil
}

// Leaves reports whether a statement can end the statements after it.
func Leaves(s *syntax.Node) bool {
	switch s.Kind {
	case syntax.Return, syntax.Throw, syntax.Break, syntax.Continue:
		return true
	case syntax.Func, syntax.Class:
		return false
	}
	found := false
	s.Walk(func(n *syntax.Node) bool {
		if n.Kind == syntax.Func {
			return false
		}
		switch n.Kind {
		case syntax.Return, syntax.Throw, syntax.Break, syntax.Continue:
			found = true
		}
		return !found
	})
	return found
}

// UnderTry reports whether a node stands in the block of a try.
func UnderTry(n *syntax.Node) bool {
	for p := n.Parent; p != nil && p.Kind != syntax.Func; n, p = p, p.Parent {
		if p.Kind == syntax.Try && p.A == n {
			return true
		}
	}
	return false
}

// Exclusive reports whether two nodes are in different branches.
func Exclusive(a, b *syntax.Node) bool {
	above := map[*syntax.Node]*syntax.Node{}
	for n, p := a, a.Parent; p != nil; n, p = p, p.Parent {
		above[p] = n
	}
	for n, p := b, b.Parent; p != nil; n, p = p, p.Parent {
		from, ok := above[p]
		if !ok {
			continue
		}
		switch p.Kind {
		case syntax.If, syntax.Cond:
			return from != n && from != p.A && n != p.A
		case syntax.Switch:
			return from != n
		}
		// A statement that leaves the function in its branch is not followed by the later ones.
		if from != n && a.Start < b.Start {
			for c, q := a, a.Parent; q != nil && q != p; c, q = q, q.Parent {
				if (q.Kind == syntax.If && c != q.A) || q.Kind == syntax.Case {
					if last := LastOf(c); last != nil && (last.Kind == syntax.Return || last.Kind == syntax.Throw) {
						return true
					}
				}
			}
		}
		return false
	}
	return false
}

// LastOf returns the last statement of a block, nil if it is empty; or what is not a block
// itself.
func LastOf(n *syntax.Node) *syntax.Node {
	if n.Kind == syntax.Block {
		if len(n.List) == 0 {
			return nil
		}
		return n.List[len(n.List)-1]
	}
	return n
}
