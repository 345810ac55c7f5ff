package storage

import (
	"slices"

	"github.com/dotool-dev/dotool/config/lint/code"
	"github.com/dotool-dev/dotool/config/lint/model"
	"github.com/dotool-dev/dotool/config/lint/rule"

	"github.com/evanw/esbuild/syntax"
)

// waiting looks for promises that a function waits for and has not made. Under
// blockConcurrencyWhile it would wait for them in vain: what resolves them, such as a timer or
// another request, waits for the function.
type waiting struct {
	*rule.Pass
	seen map[*syntax.Node]bool // functions and fields
}

// waitsForOthers reports whether a function may wait for a promise that it has not made.
func waitsForOthers(m *rule.Pass, fn *syntax.Node) bool {
	w := waiting{m, map[*syntax.Node]bool{}}
	return w.inFunc(fn)
}

func (w waiting) inFunc(fn *syntax.Node) (found bool) {
	if w.seen[fn] {
		return false
	}
	w.seen[fn] = true
	code.Own(fn, func(n *syntax.Node) {
		switch {
		case found:
		case n.Kind == syntax.Await:
			found = w.others(n.A)
		case n.Kind == syntax.ForOf && n.Async:
			found = w.element(n.B)
		}
	})
	return found || slices.ContainsFunc(code.Returns(fn), w.others)
}

// others reports whether the value of an expression may be a promise of others.
func (w waiting) others(n *syntax.Node) bool {
	switch n.Kind {
	case syntax.Cond, syntax.Binary, syntax.Assign:
		return slices.ContainsFunc(outcomes(n), w.others)
	case syntax.Ident:
		return w.variable(n)
	case syntax.Member, syntax.Index:
		switch {
		case w.ValueOf(n).Kind != "":
			return false
		case n.A.Kind != syntax.This:
			return ofThis(n) || w.others(n.A)
		case n.Kind == syntax.Member:
			return w.field(n)
		}
		return true
	case syntax.Call:
		return w.result(n)
	case syntax.New:
		return code.IsGlobal(n.A, "Promise") && !resolvesItself(n)
	}
	return false
}

// outcomes returns the operands of which an expression has the value; none if it computes one.
func outcomes(n *syntax.Node) []*syntax.Node {
	if n.Kind == syntax.Cond {
		return []*syntax.Node{n.B, n.C()}
	}
	switch n.Op {
	case "??", "||", "&&", "??=", "||=", "&&=":
		return []*syntax.Node{n.A, n.B}
	case ",", "=":
		return []*syntax.Node{n.B}
	}
	return nil
}

// ofThis reports whether an expression is a part of a field.
func ofThis(n *syntax.Node) bool {
	for n.Kind == syntax.Member || n.Kind == syntax.Index {
		n = n.A
	}
	return n.Kind == syntax.This
}

// variable is others for a variable: parameters may be anything.
func (w waiting) variable(n *syntax.Node) bool {
	s := n.Sym
	if s == nil || s.Unbound || w.seen[n] {
		return false
	}
	w.seen[n] = true
	if s.Import != nil || s.Decl == nil || s.Func != code.Enclosing(n) {
		init := w.ConstInit(n)
		return init == nil || w.promise(init)
	}
	return slices.ContainsFunc(s.Refs, func(r *syntax.Node) bool {
		if !r.Binding && !code.IsWrite(r) {
			return false
		}
		for p := r.Parent; p != nil; r, p = p, p.Parent {
			switch p.Kind {
			case syntax.Property, syntax.Object, syntax.Array, syntax.Default, syntax.Spread:
				continue
			case syntax.Update, syntax.Catch:
				return false
			case syntax.Assign:
				return w.others(p.B)
			case syntax.Declarator:
				loop := p.Parent.Parent
				switch {
				case p.B != nil:
					return p.B.Kind == syntax.This || w.others(p.B)
				case loop.Kind == syntax.ForOf && loop.A == p.Parent:
					return ofThis(loop.B) || w.others(loop.B)
				}
				return false
			}
			return true
		}
		return true
	})
}

// field is others for a field of the object: one that never has a promise is none of others.
func (w waiting) field(n *syntax.Node) bool {
	c := w.ThisClass(n.A)
	if c == nil {
		return true
	}
	if p := c.Lookup(n.Name); p != nil && p.B != nil && (p.Op == "get" || p.Op == "method") {
		return p.Op == "get" && w.inFunc(p.B)
	}
	set := false
	for _, v := range valuesOf(c, n.Name) {
		if v == nil || w.promise(v) {
			return true
		}
		set = true
	}
	return !set
}

// valuesOf returns the expressions that a field is set to; nil among them for another change.
func valuesOf(c *model.Class, field string) (all []*syntax.Node) {
	for _, k := range c.Chain() {
		for _, v := range k.Writes[field] {
			switch {
			case v.Kind == syntax.Property || v.Kind == syntax.Assign && v.B != nil:
				if v.B != nil {
					all = append(all, v.B)
				}
			case v.Kind != syntax.Update:
				all = append(all, nil)
			}
		}
	}
	return all
}

// promise reports whether a value that a field is set to may be a promise that has to be waited
// for. One of blockConcurrencyWhile has, by the time that the next begins.
func (w waiting) promise(n *syntax.Node) bool {
	switch n.Kind {
	case syntax.Cond, syntax.Binary, syntax.Assign:
		return slices.ContainsFunc(outcomes(n), w.promise)
	case syntax.New:
		return code.IsGlobal(n.A, "Promise")
	case syntax.Ident:
		if init := w.ConstInit(n); init != nil {
			return w.promise(init)
		}
		return n.Sym == nil || !n.Sym.Unbound
	case syntax.Member, syntax.Index:
		return n.A.Kind == syntax.This || w.promise(n.A)
	case syntax.Call:
		switch {
		case w.On(n, "sql") || w.On(n, "kv") || w.On(n, "cursor") || w.On(n, "ctx", "blockConcurrencyWhile"):
			return false
		case callsOn(n, "Promise") && n.A.Name == "resolve":
			return slices.ContainsFunc(n.List, w.promise)
		case n.A.Kind == syntax.Ident && n.A.Sym != nil && n.A.Sym.Unbound, callsOn(n, "JSON"), callsOn(n, "Math"), callsOn(n, "Date"), callsOn(n, "Object"), callsOn(n, "Array"):
			return code.IsGlobal(n.A, "fetch")
		}
		return true
	}
	return false
}

// result is others for what a call returns, and for what it waits for meanwhile.
func (w waiting) result(n *syntax.Node) bool {
	if n.A.Kind == syntax.Member {
		switch w.ValueOf(n.A.A).Kind {
		case "storage", "txn", "sql", "kv", "cursor":
			return false
		}
		switch {
		case n.A.Name == "then" || n.A.Name == "catch" || n.A.Name == "finally":
			return w.others(n.A.A)
		case callsOn(n, "Promise"):
			return n.A.Name == "withResolvers" || slices.ContainsFunc(n.List, w.element)
		}
	}
	if fns := w.Callees(n); len(fns) > 0 {
		return slices.ContainsFunc(fns, w.inFunc)
	}
	if n.A.Kind != syntax.Member || n.A.A.Kind != syntax.Member || n.A.A.A.Kind != syntax.This || !w.collection(n.A.A) {
		return false
	}
	if n.A.Name == "map" && len(n.List) > 0 {
		fn := w.FuncOf(n.List[0])
		return fn == nil || w.inFunc(fn)
	}
	return slices.Contains(takers, n.A.Name)
}

// takers are the methods that return what is in a collection, such as promises.
var takers = []string{"at", "concat", "entries", "filter", "find", "findLast", "flat", "get", "next", "pop", "shift", "slice", "splice", "values"}

// element is others for an argument of Promise.all and its like, which may have promises in it.
func (w waiting) element(n *syntax.Node) bool {
	switch n.Kind {
	case syntax.Array:
		return slices.ContainsFunc(n.List, w.element)
	case syntax.Spread:
		return w.element(n.A)
	}
	return ofThis(n) && n.Kind != syntax.This && w.ValueOf(n).Kind == "" && (w.others(n) || w.collection(n)) || w.others(n)
}

// collection reports whether a field is an array, a Map or the like.
func (w waiting) collection(n *syntax.Node) bool {
	c := w.ThisClass(n.A)
	return c != nil && slices.ContainsFunc(valuesOf(c, n.Name), func(v *syntax.Node) bool {
		return v != nil && (v.Kind == syntax.Array || v.Kind == syntax.New && (code.IsGlobal(v.A, "Map") || code.IsGlobal(v.A, "WeakMap") || code.IsGlobal(v.A, "Set")))
	})
}

// resolvesItself reports whether a new promise is resolved by the function that makes it, or by a
// timer that this sets.
func resolvesItself(n *syntax.Node) bool {
	if len(n.List) == 0 || n.List[0].Kind != syntax.Func {
		return false
	}
	fn := n.List[0]
	timer := func(c *syntax.Node) bool {
		return c.Kind == syntax.Call && (code.IsGlobal(c.A, "setTimeout") || code.IsGlobal(c.A, "queueMicrotask"))
	}
	for _, p := range fn.List {
		if p.Kind != syntax.Ident || p.Sym == nil {
			return false
		}
		for _, r := range p.Sym.Refs {
			switch {
			case r.Binding || timer(r.Parent) && r.Parent.A != r:
				continue
			case r.Parent.Kind != syntax.Call || r.Parent.A != r:
				return false
			}
			for f := code.Enclosing(r); f != fn; f = code.Enclosing(f) {
				if f == nil || !timer(f.Parent) {
					return false
				}
			}
		}
	}
	return true
}
