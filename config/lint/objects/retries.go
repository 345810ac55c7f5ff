package objects

import (
	"slices"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint/code"
	"github.com/dotool-dev/dotool/config/lint/rule"

	"github.com/evanw/esbuild/syntax"
)

// Retries are the rules about errors of calls (E).
var Retries = []*rule.Rule{
	rule.New("E02", "retry-what-is-retryable", diag.Warning, "Retrying an overloaded object makes it worse.", rule.Docs+"durable-objects/best-practices/error-handling/", retryWhatIsRetryable),
	rule.New("E04", "new-stub-after-error", diag.Warning, "A stub that threw stays broken.", rule.Docs+"durable-objects/best-practices/error-handling/", newStubAfterError),
}

// retry is a loop that calls a stub until it succeeds.
type retry struct {
	loop, try, call *syntax.Node
}

// retries finds the loops that call a stub again after an error.
func retries(m *rule.Pass) (all []retry) {
	for _, s := range m.StubCalls {
		if !s.IsCall() {
			continue
		}
		var try, loop *syntax.Node
		awaited := false
		for n, p := s.Node, s.Node.Parent; p != nil && p.Kind != syntax.Func && loop == nil; n, p = p, p.Parent {
			switch p.Kind {
			case syntax.Await:
				awaited = true
			case syntax.Return:
				awaited = awaited || try == nil && n == s.Node
			case syntax.Try:
				if try == nil && p.A == n && p.B != nil {
					try = p
				}
			case syntax.For, syntax.While, syntax.DoWhile:
				loop = p
			case syntax.ForOf, syntax.ForIn:
				if try != nil && p.B != nil && p.B.Kind == syntax.Array && !dependsOn(p, s.Node) {
					loop = p
				} else {
					p = nil
				}
			}
			if p == nil {
				break
			}
		}
		if try == nil || loop == nil || !awaited || dependsOn(loop, s.Node) || !leavesLoop(try, loop) || throwsAlways(try.B.B) {
			continue
		}
		all = append(all, retry{loop, try, s.Node})
	}
	return all
}

// leavesLoop reports whether success ends the loop: in the try, after it, or by its condition.
func leavesLoop(try, loop *syntax.Node) bool {
	out := func(n *syntax.Node) bool {
		return code.Contains(n, func(c *syntax.Node) bool { return c.Kind == syntax.Return || c.Kind == syntax.Break })
	}
	if out(try.A) {
		return true
	}
	// A flag of the condition, such as while (!done).
	if loop.Kind != syntax.ForOf && loop.Kind != syntax.ForIn && code.Contains(try.A, func(n *syntax.Node) bool {
		return n.Kind == syntax.Assign && n.Op == "=" && n.A.Kind == syntax.Ident && n.A.Sym != nil && n.B.Kind == syntax.Bool && condition(loop) != nil && code.Uses(condition(loop), n.A.Sym)
	}) {
		return true
	}
	_, list := code.Block(try)
	i := slices.Index(list, try)
	for _, s := range list[i+1:] {
		if s.Kind == syntax.Return || s.Kind == syntax.Break {
			return true
		}
	}
	return false
}

// condition returns the test of a loop, which may be nil.
func condition(loop *syntax.Node) *syntax.Node {
	if loop.Kind == syntax.For {
		return loop.B
	}
	return loop.A
}

// dependsOn reports whether what is called depends on the variable that the loop counts.
func dependsOn(loop, call *syntax.Node) bool {
	var vars []*syntax.Symbol
	if loop.A != nil {
		loop.A.Walk(func(n *syntax.Node) bool {
			if n.Kind == syntax.Ident && n.Binding && n.Sym != nil {
				vars = append(vars, n.Sym)
			}
			return true
		})
	}
	usesVar := func(n *syntax.Node) bool {
		return slices.ContainsFunc(vars, func(s *syntax.Symbol) bool { return code.Uses(n, s) })
	}
	if usesVar(call) {
		return true
	}
	// The stub may be made in the loop.
	found := false
	call.A.Walk(func(n *syntax.Node) bool {
		if n.Kind == syntax.Ident && n.Sym != nil && n.Sym.Decl != nil && n.Sym.Decl.Parent != nil && n.Sym.Decl.Parent.Kind == syntax.Declarator {
			if d := n.Sym.Decl.Parent; d.B != nil && d.Start > loop.Start && d.End < loop.End && usesVar(d.B) {
				found = true
			}
		}
		return true
	})
	return found
}

// throwsAlways reports whether a block never ends normally.
func throwsAlways(b *syntax.Node) bool {
	for _, s := range b.List {
		switch s.Kind {
		case syntax.Return, syntax.Throw, syntax.Break:
			return true
		}
	}
	return false
}

func retryWhatIsRetryable(m *rule.Pass) {
	for _, r := range retries(m) {
		c := r.try.B
		if asksRetryable(m, c) {
			continue
		}
		m.At(c.File, int(c.Start), int(c.Start)+len("catch"), "if (!e.retryable || e.overloaded) throw e;", "every error is tried again")
	}
}

// asksRetryable reports whether a catch looks at retryable or overloaded, or gives the error to
// a function that does, or that cannot be read.
func asksRetryable(m *rule.Pass, c *syntax.Node) bool {
	says := func(n *syntax.Node) bool {
		return code.Contains(n, func(n *syntax.Node) bool {
			return (n.Kind == syntax.Member || n.Kind == syntax.Property || n.Kind == syntax.String) && (n.Name == "retryable" || n.Name == "overloaded")
		})
	}
	if says(c) {
		return true
	}
	var e *syntax.Symbol
	if c.A != nil && c.A.Kind == syntax.Ident {
		e = c.A.Sym
	}
	return code.Contains(c.B, func(n *syntax.Node) bool {
		if n.Kind != syntax.Call || e == nil || !slices.ContainsFunc(n.List, func(a *syntax.Node) bool { return a.Kind == syntax.Ident && a.Sym == e }) {
			return false
		}
		if n.A.Kind == syntax.Member && code.IsGlobal(n.A.A, "console") || code.IsGlobal(n.A, "String") {
			return false
		}
		fns := m.Callees(n)
		return len(fns) == 0 && n.A.Kind == syntax.Ident || slices.ContainsFunc(fns, says)
	})
}

func newStubAfterError(m *rule.Pass) {
	for _, r := range retries(m) {
		o := r.call.A.A
		if o.Kind != syntax.Ident || o.Sym == nil || o.Sym.Decl == nil || o.Sym.Decl.Start > r.loop.Start && o.Sym.Decl.End < r.loop.End {
			continue
		}
		if code.Reassigned(o.Sym) || o.Sym.Func == nil && !code.TopLevel(o.Sym.Decl) {
			continue
		}
		m.Name(r.call, "call getByName in the loop", "the stub "+o.Name+" is used again after it threw")
	}
}
