package deps

import (
	"slices"
	"strings"

	"github.com/evanw/esbuild/syntax"

	"github.com/dotool-dev/dotool/config/pattern"
)

// calmModule reports whether a module, when it runs, changes nothing that a package without
// side effects could notice which runs before or after it: it declares functions,
// classes and values, and calls what it imports from packages. own are the imports that
// lead to other modules of the Worker's own code, required those that lead to CommonJS
// of packages. The answer is no where that is not plain to see.
func calmModule(file, text string, own, required map[string]bool) bool {
	f, err := syntax.Parse(file, text)
	if err != nil || f.CommonJS {
		return false
	}
	c := reader{own}
	for _, i := range f.Imports {
		named := slices.ContainsFunc(f.Declared, func(d syntax.ImportStatement) bool { return d.Path == i.Path && len(d.Names) > 0 })
		if !named && required[i.Path] {
			return false // CommonJS, for what it does
		}
	}
	return !slices.ContainsFunc(f.Root.List, func(n *syntax.Node) bool { return !c.statement(n) })
}

// reader decides about the nodes of one module.
type reader struct{ own map[string]bool }

func (c reader) statement(n *syntax.Node) bool {
	switch n.Kind {
	case syntax.Func:
		return true
	case syntax.Ident: // a name that an import declares
		return true
	case syntax.Class:
		return c.calm(n)
	case syntax.Var:
		if enum.MatchString(n.File.Text[n.Start:]) { // esbuild turns an enum into a call
			return true
		}
		return !strings.Contains(n.Op, "using") && !slices.ContainsFunc(n.List, func(d *syntax.Node) bool {
			return !c.calm(d.A) || !c.calm(d.B)
		})
	case syntax.Export:
		return n.A == nil || c.statement(n.A) || c.calm(n.A)
	case syntax.ExprStmt: // a directive, or a call such as app.get("/", …) of what was made here
		return n.A != nil && (n.A.Kind == syntax.String || n.A.Kind == syntax.Call && !c.imported(n.A) && c.calm(n.A))
	}
	return false
}

// enum is a declaration of one whose values are not computed.
var enum = pattern.New(`^(export\s+)?(const\s+)?enum\s+[\w$]+\s*\{[^(){}\x60]*\}`)

// calm is [calmModule] for an expression.
func (c reader) calm(n *syntax.Node) bool {
	if n == nil {
		return true
	}
	switch n.Kind {
	case syntax.Func:
		return true // does not run here
	case syntax.Null, syntax.Undef, syntax.Bool, syntax.Number, syntax.BigInt, syntax.String, syntax.Regexp, syntax.Hole, syntax.This:
		return true
	case syntax.Ident:
		return n.Sym == nil || !n.Sym.Unbound || !slices.Contains(reaching, n.Sym.Name)
	case syntax.Member:
		return n.Name != "prototype" && n.Name != "__proto__" && c.calm(n.A)
	case syntax.Unary:
		return n.Op != "delete" && c.calm(n.A)
	case syntax.Call, syntax.New:
		return c.callee(n.A) && c.all(n)
	case syntax.Template:
		return (n.A == nil || c.callee(n.A)) && c.all(n)
	case syntax.Class:
		return !n.Decorated && c.calm(n.A) && !slices.ContainsFunc(n.List, func(m *syntax.Node) bool { return !c.member(m) })
	case syntax.Array, syntax.Object, syntax.Property, syntax.Index, syntax.Spread, syntax.Binary, syntax.Cond, syntax.Default:
		return c.all(n)
	}
	return false
}

// imported reports whether a call is one of something imported.
func (c reader) imported(n *syntax.Node) bool {
	for n.A != nil && (n.Kind == syntax.Call || n.Kind == syntax.New || n.Kind == syntax.Member || n.Kind == syntax.Index) {
		n = n.A
	}
	return n.Sym == nil || n.Sym.Import != nil || n.Sym.Unbound
}

func (c reader) all(n *syntax.Node) bool {
	all := true
	n.Each(func(part *syntax.Node) { all = all && c.calm(part) })
	return all
}

func (c reader) member(m *syntax.Node) bool {
	if m.Kind != syntax.Property || len(m.List) > 0 /* decorators */ || m.Computed && !c.calm(m.A) {
		return false
	}
	return !m.Static || c.calm(m.B)
}

// reaching are globals by which much else can be changed.
var reaching = []string{"globalThis", "self", "global", "window", "process", "Reflect", "eval", "Function", "navigator", "console", "caches", "crypto"}

// made are globals that may be called: what they do concerns their arguments only.
var made = []string{"Object", "Symbol", "Map", "Set", "WeakMap", "WeakSet", "Date", "URL", "URLPattern", "RegExp", "Array", "String", "Number", "Boolean", "BigInt", "Math", "JSON",
	"TextEncoder", "TextDecoder", "Uint8Array", "Headers", "Error", "TypeError", "Intl"}

// callee reports whether a call of an expression may be made: of something imported
// from a package or made with that, or of a global known to be harmless.
func (c reader) callee(n *syntax.Node) bool {
	if !c.calm(n) {
		return false
	}
	for {
		switch n.Kind {
		case syntax.Member, syntax.Index, syntax.Call, syntax.New:
			n = n.A
			continue
		case syntax.Ident:
			if n.Sym == nil {
				return false
			}
			if n.Sym.Unbound {
				return slices.Contains(made, n.Sym.Name)
			}
			if from := n.Sym.Import; from != nil {
				return !c.own[from.Path]
			}
			// A value of this module was made by calm code, if it is not a function or class:
			// what these do is not looked into.
			d := n.Sym.Decl
			return d != nil && d.Kind == syntax.Ident && d.Parent != nil && d.Parent.Kind == syntax.Declarator && d.Parent.B != nil &&
				d.Parent.B.Kind != syntax.Func && d.Parent.B.Kind != syntax.Class && madeAtTop(d.Parent)
		case syntax.String, syntax.Template, syntax.Array, syntax.Regexp:
			return true // their own methods
		}
		return false
	}
}

// madeAtTop reports whether a declarator belongs to a statement of the module itself.
func madeAtTop(d *syntax.Node) bool {
	v := d.Parent
	return v != nil && v.Parent != nil && (v.Parent.Kind == syntax.Module || v.Parent.Kind == syntax.Export)
}
