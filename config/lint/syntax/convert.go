package syntax

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/evanw/esbuild/internal/ast"
	"github.com/evanw/esbuild/internal/helpers"
	"github.com/evanw/esbuild/internal/js_ast"
	"github.com/evanw/esbuild/internal/logger"
)

// converter makes our tree from esbuild's.
type converter struct {
	f       *File
	tree    *js_ast.AST
	symbols []*Symbol // by their index in esbuild's table
	regexps map[int32]int32
	fn      *Node
	room    []Node // for the next nodes, which stay together anyway
}

func convert(name, text string, tree *js_ast.AST) *File {
	f := &File{Path: name, Text: text, Exports: map[string]*Symbol{}, quasis: map[int32][]Quasi{}, CommonJS: tree.ExportsKind == js_ast.ExportsCommonJS}
	c := &converter{f: f, tree: tree, symbols: make([]*Symbol, len(tree.Symbols)), regexps: map[int32]int32{}}
	for _, r := range tree.ImportRecords {
		if r.Flags&ast.IsUnused == 0 && r.Path.Text != "" {
			f.Imports = append(f.Imports, Source{Path: r.Path.Text, At: int(r.Range.Loc.Start)})
		}
	}
	f.Root = c.node(Module, logger.Loc{})
	f.Root.End = int32(len(text))
	for _, part := range tree.Parts {
		f.Root.List = append(f.Root.List, c.stmts(part.Stmts)...)
	}
	for alias, e := range tree.NamedExports {
		if f.Exports[alias] == nil {
			f.Exports[alias] = c.symbol(e.Ref)
		}
	}
	if f.Default != nil && f.Exports["default"] != nil && f.Exports["default"].Decl == nil {
		f.Exports["default"].Decl = f.Default
	}
	e := ends{f: f, mates: brackets(text, c.regexps)}
	e.tree(f.Root, nil)
	return f
}

func (c *converter) source(record uint32, name string) *Source {
	r := c.tree.ImportRecords[record]
	return &Source{Path: r.Path.Text, Name: name, At: int(r.Range.Loc.Start)}
}

func (c *converter) node(k Kind, loc logger.Loc) *Node {
	at := min(max(loc.Start, 0), int32(len(c.f.Text)))
	if len(c.room) == 0 {
		c.room = make([]Node, 63) // 64 do not fit into the size that they are given
	}
	n := &c.room[0]
	c.room = c.room[1:]
	*n = Node{Kind: k, Start: at, End: at, At: at, File: c.f, ID: int32(c.f.Nodes)}
	c.f.Nodes++
	return n
}

func (c *converter) symbol(ref ast.Ref) *Symbol {
	if ref == ast.InvalidRef || int(ref.InnerIndex) >= len(c.tree.Symbols) {
		return nil
	}
	for c.tree.Symbols[ref.InnerIndex].Link != ast.InvalidRef {
		ref = c.tree.Symbols[ref.InnerIndex].Link
	}
	s := c.symbols[ref.InnerIndex]
	if s == nil {
		from := &c.tree.Symbols[ref.InnerIndex]
		s = &Symbol{Name: from.OriginalName, Unbound: from.Kind == ast.SymbolUnbound, File: c.f}
		c.symbols[ref.InnerIndex] = s
	}
	return s
}

// ident makes a node of a name.
func (c *converter) ident(loc logger.Loc, ref ast.Ref, binding bool) *Node {
	n := c.node(Ident, loc)
	n.Sym, n.Binding = c.symbol(ref), binding
	if n.Sym != nil {
		n.Name = n.Sym.Name
		n.Sym.Refs = append(n.Sym.Refs, n)
		if binding && n.Sym.Decl == nil {
			n.Sym.Decl, n.Sym.Func = n, c.fn
		}
	}
	n.End = word(c.f.Text, n.Start)
	return n
}

func (c *converter) stmts(list []js_ast.Stmt) []*Node {
	all := make([]*Node, 0, len(list))
	for _, s := range list {
		if n := c.stmt(s); n != nil {
			all = append(all, n)
		}
	}
	return all
}

func (c *converter) block(loc logger.Loc, b js_ast.SBlock) *Node {
	n := c.node(Block, loc)
	n.List = c.stmts(b.Stmts)
	n.End = b.CloseBraceLoc.Start + 1
	return n
}

func (c *converter) stmt(s js_ast.Stmt) *Node {
	switch d := s.Data.(type) { // those that are not nodes, or are made elsewhere
	case nil, *js_ast.SEmpty, *js_ast.STypeScript, *js_ast.SComment, *js_ast.SDirective, *js_ast.SDebugger,
		*js_ast.SImport, *js_ast.SExportClause, *js_ast.SExportFrom, *js_ast.SExportStar:
		c.imported(s)
		return nil
	case *js_ast.SBlock:
		return c.block(s.Loc, *d)
	case *js_ast.SFunction:
		return c.function(s.Loc, &d.Fn)
	case *js_ast.SClass:
		return c.class(s.Loc, &d.Class)
	}
	n := c.node(Other, s.Loc)
	switch d := s.Data.(type) {
	case *js_ast.SExpr:
		n.Kind, n.A = ExprStmt, c.expr(d.Value)
	case *js_ast.SLocal:
		n.Kind, n.Op = Var, [...]string{"var", "let", "const", "using", "await using"}[d.Kind]
		n.List = make([]*Node, 0, len(d.Decls))
		for _, decl := range d.Decls {
			v := c.node(Declarator, decl.Binding.Loc)
			v.A, v.B = c.binding(decl.Binding), c.optional(decl.ValueOrNil)
			n.List = append(n.List, v)
		}
	case *js_ast.SExportDefault:
		n.Kind, n.Op = Export, "default"
		n.A = c.stmt(d.Value)
		if n.A != nil && n.A.Kind == ExprStmt {
			n.A = n.A.A
		}
		c.f.Default = n.A
	case *js_ast.SExportEquals:
		n.A = c.expr(d.Value)
	case *js_ast.SLazyExport:
		n.A = c.expr(d.Value)
	case *js_ast.SLabel:
		n.Kind, n.A = Labeled, c.inner(d.Stmt)
	case *js_ast.SIf:
		n.Kind, n.A, n.B = If, c.expr(d.Test), c.inner(d.Yes)
		if no := c.stmt(d.NoOrNil); no != nil {
			n.List = []*Node{no}
		}
	case *js_ast.SFor:
		n.Kind, n.A, n.B, n.List = For, c.stmt(d.InitOrNil), c.optional(d.TestOrNil), []*Node{c.optional(d.UpdateOrNil), c.inner(d.Body)}
	case *js_ast.SForIn:
		n.Kind, n.A, n.B, n.List = ForIn, c.stmt(d.Init), c.expr(d.Value), []*Node{c.inner(d.Body)}
	case *js_ast.SForOf:
		n.Kind, n.A, n.B, n.List, n.Async = ForOf, c.stmt(d.Init), c.expr(d.Value), []*Node{c.inner(d.Body)}, d.Await.Len > 0
	case *js_ast.SWhile:
		n.Kind, n.A, n.List = While, c.expr(d.Test), []*Node{c.inner(d.Body)}
	case *js_ast.SDoWhile:
		n.Kind, n.List, n.A = DoWhile, []*Node{c.inner(d.Body)}, c.expr(d.Test)
	case *js_ast.SWith:
		n.A, n.List = c.expr(d.Value), []*Node{c.inner(d.Body)}
	case *js_ast.STry:
		n.Kind, n.A = Try, c.block(d.BlockLoc, d.Block)
		if d.Catch != nil {
			n.B = c.node(Catch, d.Catch.Loc)
			if d.Catch.BindingOrNil.Data != nil {
				n.B.A = c.binding(d.Catch.BindingOrNil)
			}
			n.B.B = c.block(d.Catch.BlockLoc, d.Catch.Block)
		}
		if d.Finally != nil {
			n.List = []*Node{c.block(d.Finally.Loc, d.Finally.Block)}
		}
	case *js_ast.SSwitch:
		n.Kind, n.A, n.End = Switch, c.expr(d.Test), d.CloseBraceLoc.Start+1
		for _, k := range d.Cases {
			one := c.node(Case, k.Loc)
			one.A, one.List = c.optional(k.ValueOrNil), c.stmts(k.Body)
			n.List = append(n.List, one)
		}
	case *js_ast.SReturn:
		n.Kind, n.A = Return, c.optional(d.ValueOrNil)
	case *js_ast.SThrow:
		n.Kind, n.A = Throw, c.expr(d.Value)
	case *js_ast.SBreak:
		n.Kind = Break
	case *js_ast.SContinue:
		n.Kind = Continue
	case *js_ast.SEnum:
		n.Kind = Enum
	case *js_ast.SNamespace:
		n.List = c.stmts(d.Stmts)
	}
	return n
}

// inner returns a statement in another: a block for one that does nothing.
func (c *converter) inner(s js_ast.Stmt) *Node {
	if n := c.stmt(s); n != nil {
		return n
	}
	return c.node(Block, s.Loc)
}

// imported gives the names of an import or of an export from elsewhere their source.
func (c *converter) imported(s js_ast.Stmt) {
	var names []*Node
	add := func(loc logger.Loc, ref ast.Ref, record uint32, name string) {
		n := c.ident(loc, ref, true)
		if n.Sym != nil {
			n.Sym.Import = c.source(record, name)
		}
		c.f.Root.List = append(c.f.Root.List, n)
		names = append(names, n)
	}
	export := func(alias string, record uint32, name string) {
		c.f.Exports[alias] = &Symbol{Name: alias, Import: c.source(record, name), File: c.f}
	}
	switch d := s.Data.(type) {
	case *js_ast.SImport:
		if d.DefaultName != nil {
			add(d.DefaultName.Loc, d.DefaultName.Ref, d.ImportRecordIndex, "default")
		}
		if d.StarNameLoc != nil {
			add(*d.StarNameLoc, d.NamespaceRef, d.ImportRecordIndex, "*")
		}
		if d.Items != nil {
			for _, item := range *d.Items {
				add(item.Name.Loc, item.Name.Ref, d.ImportRecordIndex, item.Alias)
			}
		}
		c.f.Declared = append(c.f.Declared, ImportStatement{*c.source(d.ImportRecordIndex, "*"), int(s.Loc.Start), names})
	case *js_ast.SExportFrom:
		for _, item := range d.Items {
			export(item.Alias, d.ImportRecordIndex, item.OriginalName)
		}
	case *js_ast.SExportStar:
		if d.Alias != nil {
			export(d.Alias.OriginalName, d.ImportRecordIndex, "*")
		} else {
			c.f.Stars = append(c.f.Stars, *c.source(d.ImportRecordIndex, "*"))
		}
	case *js_ast.SExportClause:
		for _, item := range d.Items {
			if sym := c.symbol(item.Name.Ref); sym != nil {
				c.f.Exports[item.Alias] = sym
			}
		}
	}
}

func (c *converter) binding(b js_ast.Binding) *Node {
	switch d := b.Data.(type) {
	case *js_ast.BIdentifier:
		return c.ident(b.Loc, d.Ref, true)
	case *js_ast.BArray:
		n := c.node(Array, b.Loc)
		n.Binding, n.End = true, d.CloseBracketLoc.Start+1
		for i, item := range d.Items {
			v := c.assigned(c.binding(item.Binding), item.DefaultValueOrNil)
			if d.HasSpread && i == len(d.Items)-1 {
				v = c.spread(item.Loc, v)
			}
			n.List = append(n.List, v)
		}
		return n
	case *js_ast.BObject:
		n := c.node(Object, b.Loc)
		n.Binding, n.End, n.List = true, d.CloseBraceLoc.Start+1, make([]*Node, 0, len(d.Properties))
		for _, p := range d.Properties {
			v := c.assigned(c.binding(p.Value), p.DefaultValueOrNil)
			if p.IsSpread {
				n.List = append(n.List, c.spread(p.Loc, v))
				continue
			}
			one := c.node(Property, p.Loc)
			one.Op, one.B = "init", v
			c.key(one, p.Key, p.IsComputed)
			n.List = append(n.List, one)
		}
		return n
	}
	return c.node(Hole, b.Loc)
}

func (c *converter) spread(loc logger.Loc, v *Node) *Node {
	n := c.node(Spread, loc)
	n.A = v
	return n
}

// assigned adds the default of a pattern.
func (c *converter) assigned(n *Node, value js_ast.Expr) *Node {
	if value.Data == nil {
		return n
	}
	d := c.node(Default, logger.Loc{Start: n.Start})
	d.End, d.A, d.B = n.End, n, c.expr(value)
	return d
}

// key sets the name of a property.
func (c *converter) key(n *Node, key js_ast.Expr, computed bool) {
	n.At = key.Loc.Start
	switch k := key.Data.(type) {
	case *js_ast.EString:
		n.Name = text(k.Value)
	case *js_ast.ENumber:
		n.Name = strconv.FormatFloat(k.Value, 'g', -1, 64)
	case *js_ast.EPrivateIdentifier:
		n.Name, n.Private = c.tree.Symbols[k.Ref.InnerIndex].OriginalName, true
	default:
		n.A, n.Computed = c.expr(key), true
	}
	_ = computed
}

func (c *converter) params(args []js_ast.Arg, rest bool) []*Node {
	all := make([]*Node, 0, len(args))
	for i, a := range args {
		v := c.assigned(c.binding(a.Binding), a.DefaultOrNil)
		if rest && i == len(args)-1 {
			v = c.spread(a.Binding.Loc, v)
		}
		all = append(all, v)
	}
	return all
}

// body converts what is inside of a function.
func (c *converter) body(n *Node, args []js_ast.Arg, rest bool, b js_ast.FnBody, expression bool) {
	outer := c.fn
	c.fn = n
	n.List = c.params(args, rest)
	if list := b.Block.Stmts; expression && len(list) == 1 {
		if r, ok := list[0].Data.(*js_ast.SReturn); ok && r.ValueOrNil.Data != nil {
			n.B = c.expr(r.ValueOrNil)
		}
	}
	if n.B == nil {
		n.B = c.block(b.Loc, b.Block)
	}
	n.End = n.B.End
	c.fn = outer
}

func (c *converter) named(n *Node, name *ast.LocRef) {
	if name == nil {
		return
	}
	n.Sym, n.At = c.symbol(name.Ref), name.Loc.Start
	if n.Sym != nil {
		n.Name = n.Sym.Name
		n.Sym.Refs = append(n.Sym.Refs, n)
		if n.Sym.Decl == nil {
			n.Sym.Decl, n.Sym.Func = n, c.fn
		}
	}
}

func (c *converter) function(loc logger.Loc, fn *js_ast.Fn) *Node {
	n := c.node(Func, loc)
	n.Async, n.Generator = fn.IsAsync, fn.IsGenerator
	c.named(n, fn.Name)
	c.body(n, fn.Args, fn.HasRestArg, fn.Body, false)
	return n
}

func (c *converter) class(loc logger.Loc, class *js_ast.Class) *Node {
	n := c.node(Class, loc)
	n.End = class.CloseBraceLoc.Start + 1
	c.named(n, class.Name)
	n.A, n.Decorated = c.optional(class.ExtendsOrNil), len(class.Decorators) > 0
	n.List = make([]*Node, 0, len(class.Properties))
	for i := range class.Properties {
		p := &class.Properties[i]
		if b := p.ClassStaticBlock; b != nil {
			s := c.node(StaticBlock, b.Loc)
			s.List, s.End = c.stmts(b.Block.Stmts), b.Block.CloseBraceLoc.Start+1
			n.List = append(n.List, s)
			continue
		}
		n.List = append(n.List, c.property(p, "field"))
	}
	return n
}

func (c *converter) property(p *js_ast.Property, plain string) *Node {
	if p.Kind == js_ast.PropertySpread {
		n := c.node(Spread, p.Loc)
		n.A = c.expr(p.ValueOrNil)
		return n
	}
	n := c.node(Property, p.Loc)
	n.Op = plain
	switch p.Kind {
	case js_ast.PropertyMethod:
		n.Op = "method"
	case js_ast.PropertyGetter:
		n.Op = "get"
	case js_ast.PropertySetter:
		n.Op = "set"
	case js_ast.PropertyAutoAccessor:
		n.Op = "accessor"
	case js_ast.PropertyDeclareOrAbstract:
		n.Op = "declare"
	}
	n.Static, n.Shorthand = p.Flags.Has(js_ast.PropertyIsStatic), p.Flags.Has(js_ast.PropertyWasShorthand)
	c.key(n, p.Key, p.Flags.Has(js_ast.PropertyIsComputed))
	n.B = c.optional(p.ValueOrNil)
	if n.B == nil {
		n.B = c.optional(p.InitializerOrNil)
	} else if p.InitializerOrNil.Data != nil {
		n.B = c.assigned(n.B, p.InitializerOrNil)
	}
	if n.B != nil && n.Op == "method" {
		n.Async = n.B.Async
	}
	for _, d := range p.Decorators {
		n.List = append(n.List, c.expr(d.Value))
	}
	return n
}

func (c *converter) exprs(list []js_ast.Expr) []*Node {
	all := make([]*Node, 0, len(list))
	for _, e := range list {
		if _, hole := e.Data.(*js_ast.EMissing); hole {
			all = append(all, c.node(Hole, e.Loc))
		} else {
			all = append(all, c.expr(e))
		}
	}
	return all
}

func (c *converter) optional(e js_ast.Expr) *Node {
	if e.Data == nil {
		return nil
	}
	return c.expr(e)
}

func (c *converter) expr(e js_ast.Expr) *Node {
	src := c.f.Text
	switch d := e.Data.(type) { // those whose node is made elsewhere
	case *js_ast.EIdentifier:
		return c.ident(e.Loc, d.Ref, false)
	case *js_ast.EImportIdentifier:
		return c.ident(e.Loc, d.Ref, false)
	case *js_ast.EInlinedEnum:
		v := c.expr(d.Value)
		v.End = word(src, v.Start)
		for int(v.End) < len(src) && src[v.End] == '.' { // Name.Member
			v.End = word(src, v.End+1)
		}
		return v
	case *js_ast.EAnnotation:
		return c.expr(d.Value)
	case *js_ast.EFunction:
		return c.function(e.Loc, &d.Fn)
	case *js_ast.EClass:
		return c.class(e.Loc, &d.Class)
	}
	n := c.node(Other, e.Loc)
	switch d := e.Data.(type) {
	case *js_ast.EThis:
		n.Kind, n.End = This, n.Start+4
	case *js_ast.ESuper:
		n.Kind, n.End = Super, n.Start+5
	case *js_ast.ENull:
		n.Kind, n.End = Null, n.Start+4
	case *js_ast.EUndefined:
		n.Kind, n.End = Undef, word(src, n.Start)
	case *js_ast.EBoolean:
		n.Kind, n.Name, n.End = Bool, "false", word(src, n.Start)
		if d.Value {
			n.Name = "true"
		}
	case *js_ast.ENumber:
		n.Kind, n.Name, n.End = Number, strconv.FormatFloat(d.Value, 'g', -1, 64), number(src, n.Start)
	case *js_ast.EBigInt:
		n.Kind, n.Name, n.End = BigInt, d.Value, word(src, n.Start)
	case *js_ast.EString:
		n.Kind, n.Name = String, text(d.Value)
		c.literal(n)
	case *js_ast.ERegExp:
		n.Kind, n.Name, n.End = Regexp, d.Value, n.Start+int32(len(d.Value))
		c.regexps[n.Start] = n.End
	case *js_ast.ETemplate:
		c.template(n, d)
	case *js_ast.EArray:
		n.Kind, n.List, n.End = Array, c.exprs(d.Items), d.CloseBracketLoc.Start+1
	case *js_ast.EObject:
		n.Kind, n.End = Object, d.CloseBraceLoc.Start+1
		n.List = make([]*Node, 0, len(d.Properties))
		for i := range d.Properties {
			n.List = append(n.List, c.property(&d.Properties[i], "init"))
		}
	case *js_ast.ESpread:
		n.Kind, n.A = Spread, c.expr(d.Value)
	case *js_ast.EDot:
		n.Kind, n.A, n.Name, n.At = Member, c.expr(d.Target), d.Name, d.NameLoc.Start
		n.Optional, n.End = d.OptionalChain == js_ast.OptionalChainStart, word(src, n.At)
	case *js_ast.EIndex:
		c.index(n, d)
	case *js_ast.ECall:
		n.Kind, n.A, n.List, n.End = Call, c.expr(d.Target), c.exprs(d.Args), d.CloseParenLoc.Start+1
		n.Optional = d.OptionalChain == js_ast.OptionalChainStart
	case *js_ast.ENew:
		n.Kind, n.A, n.List, n.End = New, c.expr(d.Target), c.exprs(d.Args), d.CloseParenLoc.Start+1
	case *js_ast.EUnary:
		n.Op, n.A = js_ast.OpTable[d.Op].Text, c.expr(d.Value)
		switch {
		case d.Op >= js_ast.UnOpPreDec && d.Op <= js_ast.UnOpPostInc:
			n.Kind, n.Prefix = Update, d.Op <= js_ast.UnOpPreInc
		default:
			n.Kind, n.Prefix = Unary, true
		}
	case *js_ast.EBinary:
		n.Kind, n.Op, n.A, n.B = Binary, js_ast.OpTable[d.Op].Text, c.expr(d.Left), c.expr(d.Right)
		if d.Op >= js_ast.BinOpAssign {
			n.Kind = Assign
		}
	case *js_ast.EIf:
		n.Kind, n.A, n.B, n.List = Cond, c.expr(d.Test), c.expr(d.Yes), []*Node{c.expr(d.No)}
	case *js_ast.EAwait:
		n.Kind, n.A = Await, c.expr(d.Value)
	case *js_ast.EYield:
		n.Kind, n.A = Yield, c.optional(d.ValueOrNil)
	case *js_ast.EArrow:
		n.Kind, n.Arrow, n.Async = Func, true, d.IsAsync
		c.body(n, d.Args, d.HasRestArg, d.Body, d.PreferExpr)
	case *js_ast.EImportCall:
		n.Kind, n.A, n.End = Import, c.expr(d.Expr), d.CloseParenLoc.Start+1
	case *js_ast.EImportString:
		n.Kind, n.End = Import, d.CloseParenLoc.Start+1
		n.A = c.node(String, c.tree.ImportRecords[d.ImportRecordIndex].Range.Loc)
		n.A.Name = c.tree.ImportRecords[d.ImportRecordIndex].Path.Text
		c.literal(n.A)
	case *js_ast.EJSXElement:
		n.Kind, n.End = JSX, d.CloseLoc.Start
		if d.TagOrNil.Data != nil {
			n.List = append(n.List, c.expr(d.TagOrNil))
		}
		for _, p := range d.Properties {
			n.List = append(n.List, c.property(&p, "init"))
		}
		for _, child := range d.NullableChildren {
			if child.Data != nil {
				n.List = append(n.List, c.expr(child))
			}
		}
	}
	return n
}

// index converts a[b]; a["b"] is as a.b.
func (c *converter) index(n *Node, d *js_ast.EIndex) {
	n.Kind, n.A, n.Optional = Index, c.expr(d.Target), d.OptionalChain == js_ast.OptionalChainStart
	n.End = d.CloseBracketLoc.Start + 1
	switch i := d.Index.Data.(type) {
	case *js_ast.EPrivateIdentifier:
		n.Kind, n.Name, n.At, n.Private = Member, c.tree.Symbols[i.Ref.InnerIndex].OriginalName, d.Index.Loc.Start, true
		n.End = word(c.f.Text, n.At)
	case *js_ast.EString:
		n.Kind, n.Name, n.At, n.Computed = Member, text(i.Value), d.Index.Loc.Start, true
	default:
		n.B = c.expr(d.Index)
	}
}

// literal sets the end of a string.
func (c *converter) literal(n *Node) {
	src := c.f.Text
	switch {
	case int(n.Start) >= len(src):
	case src[n.Start] == '"' || src[n.Start] == '\'':
		n.End = quoted(src, n.Start)
	case src[n.Start] == '`':
		for n.End = n.Start + 1; int(n.End) < len(src) && src[n.End] != '`'; n.End++ {
			if src[n.End] == '\\' {
				n.End++
			}
		}
		n.End = min(n.End+1, int32(len(src)))
	default:
		n.End = word(src, n.Start) // made by esbuild
	}
}

func (c *converter) template(n *Node, d *js_ast.ETemplate) {
	n.Kind, n.A = Template, c.optional(d.TagOrNil)
	quasis := make([]Quasi, 0, 1+len(d.Parts))
	piece := func(cooked []uint16, raw string, loc logger.Loc) {
		q := Quasi{Text: raw, Start: int(loc.Start)}
		if d.TagOrNil.Data == nil {
			q.Text = text(cooked)
		}
		quasis = append(quasis, q)
	}
	n.List = make([]*Node, 0, len(d.Parts))
	piece(d.HeadCooked, d.HeadRaw, d.HeadLoc)
	n.At = d.HeadLoc.Start
	end := n.At
	for _, p := range d.Parts {
		n.List = append(n.List, c.expr(p.Value))
		piece(p.TailCooked, p.TailRaw, p.TailLoc)
		end = p.TailLoc.Start
	}
	c.f.quasis[n.ID] = quasis
	src := c.f.Text
	for end++; int(end) < len(src) && src[end] != '`'; end++ {
		if src[end] == '\\' {
			end++
		}
	}
	n.End = min(end+1, int32(len(src)))
}

func text(s []uint16) string {
	for _, c := range s {
		if c >= 0xd800 && c < 0xe000 {
			return string(utf16.Decode(s))
		}
	}
	return helpers.UTF16ToString(s)
}

// number returns the end of the number at i.
func number(src string, i int32) int32 {
	start := i
	for int(i) < len(src) {
		c := src[i]
		if c == '.' || word(src[i:i+1], 0) == 1 || (c == '+' || c == '-') && i > start && (src[i-1] == 'e' || src[i-1] == 'E') && !strings.HasPrefix(src[start:], "0x") {
			i++
			continue
		}
		break
	}
	return i
}
