package model

import (
	"slices"
	"strconv"

	"github.com/dotool-dev/dotool/config/lint/code"

	"github.com/evanw/esbuild/syntax"
)

// StubCall is a call, or a read, of a member of a stub.
type StubCall struct {
	Node   *syntax.Node // the Call, or the Member
	Member *syntax.Node
	Class  *Class // nil if unknown
}

// IsCall reports whether a use of a stub calls a method.
func (s StubCall) IsCall() bool { return s.Node.Kind == syntax.Call }

// Value is the kind of thing that an expression yields, as far as the rules care.
type Value struct {
	Kind    string // ctx, storage, sql, kv, txn, env, binding, ns, stub, id, objid, socket, client, pair, sides, sockets, cursor, exec; instance of Class
	Binding Binding
	Class   *Class
	Node    *syntax.Node // the call that made it
}

// deepest is how many expressions a value is followed through.
const deepest = 40

// values are those of all nodes that were asked for. Most have none, and all rules ask.
type values struct {
	places map[*syntax.File][]int32 // by the ID of a node: where its value is in all
	file   *syntax.File             // the one that was asked for last
	last   []int32                  // its places
	all    []Value
	same   map[Value]int32 // where a value is in all
	depth  int             // how many are being computed
	cut    int             // how often that met a circle, or its end
}

// States of a place that has no value.
const (
	unasked  = 0
	noValue  = 1
	inCircle = -1 // while it is computed
)

func newValues() values {
	return values{places: map[*syntax.File][]int32{}, all: make([]Value, noValue+1), same: map[Value]int32{}}
}

func (v *values) place(n *syntax.Node) *int32 {
	if n.File != v.file {
		v.file, v.last = n.File, v.places[n.File]
		if v.last == nil {
			v.last = make([]int32, n.File.Nodes)
			v.places[n.File] = v.last
		}
	}
	return &v.last[n.ID]
}

// valueOf returns a value that does not change.
func (m *Model) valueOf(n *syntax.Node) *Value {
	v := &m.values
	if n == nil {
		return &v.all[noValue]
	}
	at := v.place(n)
	if *at > 0 {
		return &v.all[*at]
	}
	if *at == inCircle || v.depth > deepest {
		v.cut++
		return &v.all[noValue]
	}
	before := v.cut
	*at = inCircle
	v.depth++
	found := m.compute(n)
	v.depth--
	switch {
	case found.Kind != "":
		kept, ok := v.same[found]
		if !ok {
			kept = int32(len(v.all))
			v.same[found], v.all = kept, append(v.all, found)
		}
		*at = kept
		return &v.all[kept]
	case v.cut == before || v.depth == 0:
		*at = noValue
	default:
		*at = unasked // it may be known from elsewhere
	}
	return &v.all[noValue]
}

// ValueOf says what an expression is. The zero value means unknown.
func (m *Model) ValueOf(n *syntax.Node) Value { return *m.valueOf(n) }

// Is reports whether an expression is a value of a kind.
func (m *Model) Is(n *syntax.Node, kind string) bool { return m.valueOf(n).Kind == kind }

func (m *Model) compute(n *syntax.Node) Value {
	switch n.Kind {
	case syntax.Ident:
		if pkg, name := m.Imported(n); pkg == "cloudflare:workers" && name == "env" {
			return Value{Kind: "env"}
		}
		s := m.Origin(n.Sym)
		if s != nil && s.Decl != nil && s.Decl != n && s.Decl.Kind == syntax.Ident {
			return m.ValueOf(s.Decl) // once for all that name it
		}
		return m.variable(s)
	case syntax.Member:
		if n.A.Kind == syntax.This && !m.hasValue[n.Name] {
			return Value{}
		}
		if of := m.valueOf(n.A); of.Kind == "instance" {
			return m.field(of.Class, n.Name)
		}
		if pkg, name := m.Imported(n); pkg == "cloudflare:workers" && name == "env" {
			return Value{Kind: "env"}
		}
		if b, ok := m.Bindings[n.Name]; ok && (m.NamespaceUse(n) || m.getsID(n)) {
			return Value{Kind: "ns", Binding: b, Class: m.bindingClass(b)}
		}
		if m.Project.Doc == nil && m.NamespaceUse(n) {
			return Value{Kind: "ns"}
		}
		if n.A.Kind == syntax.Ident && !m.AssignedMembers[n.Name] {
			if e := element(m.ConstInit(n.A), []string{n.Name}); e != nil {
				return m.ValueOf(e)
			}
		}
		return m.prop(m.ValueOf(n.A), n.Name)
	case syntax.Index:
		if c, ok := m.Fold(n.B); ok {
			return m.prop(m.ValueOf(n.A), c.String())
		}
		if m.Is(n.A, "sockets") {
			return Value{Kind: "socket"}
		}
	case syntax.Await:
		return m.ValueOf(n.A)
	case syntax.Assign:
		if n.Op == "=" {
			return m.ValueOf(n.B)
		}
	case syntax.Binary:
		if n.Op == "??" || n.Op == "||" || n.Op == "&&" {
			a, b := m.ValueOf(n.A), m.ValueOf(n.B)
			if a.Kind == b.Kind || n.Op == "&&" {
				return b
			}
			if b.Kind == "" && n.B.Kind == syntax.Assign {
				return a
			}
		}
		if n.Op == "," {
			return m.ValueOf(n.B)
		}
	case syntax.Cond:
		if a, b := m.ValueOf(n.B), m.ValueOf(n.C()); a.Kind == b.Kind {
			if a.Binding != b.Binding {
				a.Binding, a.Class = Binding{}, nil
			}
			return common([]Value{a, b})
		}
	case syntax.This:
		return instance(m.ThisClass(n))
	case syntax.New:
		if code.IsGlobal(n.A, "WebSocketPair") {
			return Value{Kind: "pair", Node: n}
		}
		return instance(m.ClassOf(n.A))
	case syntax.Call:
		return m.result(n)
	}
	return Value{}
}

func instance(c *Class) Value {
	if c == nil {
		return Value{}
	}
	return Value{Kind: "instance", Class: c}
}

// common returns the value that all of a list are, the zero value if they differ in kind or
// class.
func common(all []Value) Value {
	for _, v := range all {
		if v.Kind != all[0].Kind || v.Kind == "instance" && v.Class != all[0].Class {
			return Value{}
		}
	}
	if len(all) == 0 {
		return Value{}
	}
	return all[0]
}

// FieldOf returns the expression by which a constant is set to a field of this: this.NAME, or
// the property of a pattern; nil if it is set to something else.
func (m *Model) FieldOf(n *syntax.Node) *syntax.Node {
	if init := m.ConstInit(n); init != nil {
		if init.Kind == syntax.Member && init.A.Kind == syntax.This {
			return init
		}
		return nil
	}
	if n.Sym == nil || n.Sym.Decl == nil || code.Reassigned(n.Sym) {
		return nil
	}
	p := n.Sym.Decl.Parent
	if p == nil || p.Kind != syntax.Property || p.Parent.Kind != syntax.Object || !p.Parent.Binding {
		return nil
	}
	if d := p.Parent.Parent; d == nil || d.Kind != syntax.Declarator || d.B == nil || d.B.Kind != syntax.This {
		return nil
	}
	return p
}

// NamespaceUse reports whether a member is used as only namespaces are.
func (m *Model) NamespaceUse(n *syntax.Node) bool {
	p := n.Parent
	if p == nil || p.Kind != syntax.Member || p.A != n {
		return false
	}
	return slices.Contains(NamespaceMethods, p.Name) && p.Parent != nil && p.Parent.Kind == syntax.Call && p.Parent.A == p
}

// getsID reports whether get of a member is given an id, as only a namespace is.
func (m *Model) getsID(n *syntax.Node) bool {
	p := n.Parent
	return p != nil && p.Kind == syntax.Member && p.A == n && p.Name == "get" && p.Parent.Kind == syntax.Call && p.Parent.A == p && len(p.Parent.List) > 0 && m.Is(p.Parent.List[0], "id")
}

// takenNamespace returns the namespace that a variable is by its name, in a pattern, and its use.
func (m *Model) takenNamespace(s *syntax.Symbol) Value {
	p := s.Decl.Parent
	if p == nil || p.Kind != syntax.Property || p.Parent.Kind != syntax.Object || !p.Parent.Binding {
		return Value{}
	}
	b, ok := m.Bindings[p.Name]
	if !ok || !slices.ContainsFunc(s.Refs, m.NamespaceUse) {
		return Value{}
	}
	return Value{Kind: "ns", Binding: b, Class: m.bindingClass(b)}
}

// NamespaceMethods are the methods that only namespaces have.
var NamespaceMethods = []string{"getByName", "idFromName", "idFromString", "newUniqueId"}

func (m *Model) bindingClass(b Binding) *Class {
	if b.Script != "" {
		return nil
	}
	return m.ByNode[m.ExportedNode(b.class)]
}

// prop returns a property of a value.
func (m *Model) prop(v Value, name string) Value {
	switch v.Kind {
	case "ctx":
		switch name {
		case "storage":
			return Value{Kind: "storage"}
		case "id":
			return Value{Kind: "objid"}
		}
	case "storage":
		switch name {
		case "sql", "kv":
			return Value{Kind: name}
		}
	case "instance":
		return m.field(v.Class, name)
	case "env":
		if b, ok := m.Bindings[name]; ok {
			return Value{Kind: "ns", Binding: b, Class: m.bindingClass(b)}
		}
		if !m.vars[name] {
			return Value{Kind: "binding", Binding: Binding{Name: name}}
		}
	case "pair", "sides":
		switch name {
		case "0":
			return Value{Kind: "client", Node: v.Node}
		case "1":
			return Value{Kind: "socket", Node: v.Node}
		}
	case "sockets":
		if _, err := strconv.Atoi(name); err == nil {
			return Value{Kind: "socket"}
		}
	}
	return Value{}
}

// result returns the value that a call returns.
func (m *Model) result(n *syntax.Node) Value {
	if n.A.Kind == syntax.Member {
		if code.IsGlobal(n.A, "Object", "values") && len(n.List) == 1 && m.Is(n.List[0], "pair") {
			return Value{Kind: "sides", Node: n.List[0]}
		}
		v := m.ValueOf(n.A.A)
		switch v.Kind {
		case "ns":
			switch n.A.Name {
			case "get", "getByName":
				return Value{Kind: "stub", Binding: v.Binding, Class: v.Class, Node: n}
			case "idFromName", "idFromString", "newUniqueId":
				return Value{Kind: "id", Binding: v.Binding, Class: v.Class, Node: n}
			case "jurisdiction":
				return v
			}
		case "sql":
			if n.A.Name == "exec" {
				return Value{Kind: "cursor", Node: n}
			}
		case "ctx":
			if n.A.Name == "getWebSockets" {
				return Value{Kind: "sockets"}
			}
		}
	}
	var all []Value
	for _, fn := range m.Callees(n) {
		if fn.Generator {
			return Value{}
		}
		for _, r := range code.Returns(fn) {
			all = append(all, m.ValueOf(r))
		}
	}
	if len(all) == 0 || all[0].Kind == "cursor" && len(all) > 1 || slices.ContainsFunc(all, func(v Value) bool { return v.Binding != all[0].Binding }) {
		return Value{}
	}
	return common(all)
}

// field returns the value of a field of a class.
func (m *Model) field(c *Class, name string) Value {
	if c == nil || !m.hasValue[name] {
		return Value{}
	}
	if p := c.Lookup(name); p != nil && p.Op == "get" && p.B != nil {
		if r := code.Returns(p.B); len(r) == 1 {
			return m.ValueOf(r[0])
		}
		return Value{}
	}
	var all []Value
	for _, k := range c.Chain() {
		for _, w := range k.Writes[name] {
			switch {
			case w.Kind == syntax.Property:
				all = append(all, m.ValueOf(w.B))
			case w.Kind == syntax.Assign && (w.Op == "=" || w.Op == "??=" || w.Op == "||="):
				all = append(all, m.ValueOf(w.B))
			default:
				return Value{}
			}
		}
	}
	if len(all) == 0 {
		switch {
		case name == "ctx" && (c.Kind == "native" || c.Kind == "package" || c.Kind == "opaque"):
			return Value{Kind: "ctx"}
		case name == "ctx" && c.Kind == "entrypoint":
			return Value{Kind: "exec"}
		case name == "env" && c.Kind != "" && c.Kind != "legacy":
			return Value{Kind: "env"}
		}
		return Value{}
	}
	return common(all)
}

// variable returns the value of a variable that is never assigned again.
func (m *Model) variable(s *syntax.Symbol) Value {
	if s == nil || s.Decl == nil || s.Unbound || s.Import != nil || code.Reassigned(s) {
		return Value{}
	}
	if v := m.DeclaredAs(s.Decl); v.Kind != "" {
		return v
	}
	return m.takenNamespace(s)
}

// DeclaredAs returns the value that a name has from its declaration.
func (m *Model) DeclaredAs(n *syntax.Node) Value {
	var path []string
	for p := n.Parent; p != nil; n, p = p, p.Parent {
		switch p.Kind {
		case syntax.Default:
		case syntax.Property:
			if p.A != nil {
				return Value{}
			}
			path = append(path, p.Name)
		case syntax.Array:
			path = append(path, strconv.Itoa(slices.Index(p.List, n)))
		case syntax.Object:
		case syntax.Declarator:
			if p.A != n {
				return Value{}
			}
			if loop := p.Parent.Parent; loop != nil && loop.Kind == syntax.ForOf && loop.A == p.Parent {
				if m.Is(loop.B, "sockets") && len(path) == 0 {
					return Value{Kind: "socket"}
				}
				return Value{}
			}
			if p.B != nil && p.B.Kind == syntax.This && len(path) > 0 {
				return m.along(m.field(m.ThisClass(p.B), path[len(path)-1]), path[:len(path)-1])
			}
			return m.part(p.B, path)
		case syntax.Func:
			i := slices.Index(p.List, n)
			if i < 0 {
				return Value{}
			}
			return m.param(p, i, path)
		default:
			return Value{}
		}
	}
	return Value{}
}

// part returns the value that a pattern takes out of an expression.
func (m *Model) part(n *syntax.Node, path []string) Value {
	if e := element(n, path); e != nil {
		return m.along(m.ValueOf(e), path[:len(path)-1])
	}
	return m.along(m.ValueOf(n), path)
}

// element returns the expression at the end of a path in an array or object literal, nil if
// that is not known.
func element(n *syntax.Node, path []string) *syntax.Node {
	if n == nil || len(path) == 0 || code.Spread(n.List) {
		return nil
	}
	name := path[len(path)-1]
	switch n.Kind {
	case syntax.Array:
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(n.List) {
			return n.List[i]
		}
	case syntax.Object:
		return code.Property(n, name)
	}
	return nil
}

func (m *Model) along(v Value, path []string) Value {
	for i := len(path) - 1; i >= 0; i-- {
		v = m.prop(v, path[i])
	}
	return v
}

// param returns the value of a parameter, or of the part that a pattern takes out of it.
func (m *Model) param(fn *syntax.Node, i int, path []string) Value {
	if v := m.givenByRuntime(fn, i); v.Kind != "" {
		return m.along(v, path)
	}
	var all []Value
	for _, call := range m.Callers[fn] {
		if i >= len(call.List) || slices.ContainsFunc(call.List[:i+1], func(n *syntax.Node) bool { return n.Kind == syntax.Spread }) {
			return Value{}
		}
		v := m.part(call.List[i], path)
		if v.Kind == "" {
			return Value{}
		}
		all = append(all, v)
	}
	v := common(all)
	if slices.ContainsFunc(all, func(o Value) bool { return o.Binding != v.Binding }) {
		v.Binding, v.Class = Binding{}, nil
	}
	return v
}

// givenByRuntime returns the value that the runtime passes to a function as a parameter.
func (m *Model) givenByRuntime(fn *syntax.Node, i int) Value {
	if p := fn.Parent; p != nil && p.Kind == syntax.Property && p.Parent.Kind == syntax.Class && !p.Static {
		c := m.ByNode[p.Parent]
		switch {
		case !c.IsObject():
		case p.Name == "constructor" && i == 0:
			return Value{Kind: "ctx"}
		case p.Name == "constructor" && i == 1:
			return Value{Kind: "env"}
		case i == 0 && (p.Name == "webSocketMessage" || p.Name == "webSocketClose" || p.Name == "webSocketError"):
			return Value{Kind: "socket"}
		}
	}
	if (i == 1 || i == 2) && m.handles(fn) && (fn.Parent == nil || fn.Parent.Parent == nil || fn.Parent.Parent.Kind != syntax.Class) {
		return Value{Kind: [...]string{"", "env", "exec"}[i]}
	}
	if call := fn.Parent; call != nil && call.Kind == syntax.Call && slices.Contains(call.List, fn) && call.A.Kind == syntax.Member && i == 0 {
		switch v := m.ValueOf(call.A.A); {
		case v.Kind == "sockets" && slices.Contains([]string{"forEach", "map", "filter", "some", "every", "find"}, call.A.Name):
			return Value{Kind: "socket"}
		case v.Kind == "storage" && call.A.Name == "transaction":
			return Value{Kind: "txn"}
		}
	}
	return Value{}
}

// On reports whether a call calls a method, one of names, of a value of a kind.
func (m *Model) On(call *syntax.Node, kind string, names ...string) bool {
	if call == nil || call.Kind != syntax.Call || call.A.Kind != syntax.Member {
		return false
	}
	return (len(names) == 0 || slices.Contains(names, call.A.Name)) && m.Is(call.A.A, kind)
}

// CallsOn returns the calls of some methods of values of a kind.
func (m *Model) CallsOn(kind string, names ...string) (all []*syntax.Node) {
	m.Members(func(n *syntax.Node) {
		if c := n.Parent; c.Kind == syntax.Call && c.A == n && m.Is(n.A, kind) {
			all = append(all, c)
		}
	}, names...)
	return all
}

// CallsOfGlobals returns the calls of some global functions.
func (m *Model) CallsOfGlobals(names ...string) (all []*syntax.Node) {
	add := func(n *syntax.Node) {
		if c := n.Parent; c.Kind == syntax.Call && c.A == n {
			all = append(all, c)
		}
	}
	for _, f := range m.files {
		for _, s := range f.Globals() {
			if slices.Contains(names, s.Name) {
				for _, n := range s.Refs {
					add(n)
				}
			}
		}
	}
	m.Members(func(n *syntax.Node) {
		if code.IsGlobal(n, n.Name) { // globalThis.NAME
			add(n)
		}
	}, names...)
	return all
}

func (m *Model) findStubCalls() {
	for _, f := range m.files {
		for _, same := range f.MembersOf() {
			v := m.valueOf(same[0].A)
			if v.Kind != "stub" {
				continue
			}
			for _, n := range same {
				c := StubCall{Node: n, Member: n, Class: v.Class}
				if n.Parent.Kind == syntax.Call && n.Parent.A == n {
					c.Node = n.Parent
				}
				m.StubCalls = append(m.StubCalls, c)
			}
		}
	}
}

// External reports whether a call waits for something outside of the object.
func (m *Model) External(n *syntax.Node) bool { return m.external(n, 0) }

func (m *Model) external(n *syntax.Node, depth int) bool {
	if n == nil || n.Kind != syntax.Call {
		return false
	}
	if code.IsGlobal(n.A, "fetch") {
		return true
	}
	if pkg, name := m.Imported(n.A); pkg == "cloudflare:sockets" && name == "connect" {
		return true
	}
	if n.A.Kind == syntax.Member {
		switch v := m.ValueOf(n.A.A); v.Kind {
		case "stub":
			return true
		case "binding":
			return true
		}
		if code.IsGlobal(n.A.A, "caches", "default") || n.A.A.Kind == syntax.Ident && code.IsGlobal(n.A.A, "caches") {
			return true
		}
		// Chains such as env.DB.prepare(…).bind(…).first(), and fetch(…).then(…).
		if n.A.A.Kind == syntax.Call && m.external(n.A.A, depth) {
			return true
		}
	}
	if depth >= 3 {
		return false
	}
	for _, fn := range m.Callees(n) {
		found := false
		code.Own(fn, func(c *syntax.Node) {
			if c.Kind == syntax.Await && m.firstExternal(c.A, depth+1) != nil {
				found = true
			}
		})
		if fn.B != nil && fn.B.Kind == syntax.Call && m.external(fn.B, depth+1) {
			found = true
		}
		for _, r := range code.Returns(fn) {
			if r.Kind == syntax.Call && m.external(r, depth+1) {
				found = true
			}
		}
		if found {
			return true
		}
	}
	return false
}

// ExternalAwait reports whether a node awaits external I/O, somewhere in its operand.
func (m *Model) ExternalAwait(n *syntax.Node) bool {
	return n.Kind == syntax.Await && m.FirstExternal(n.A) != nil
}

// FirstExternal returns the first call in an expression that waits for something outside of the
// object, also one that Promise.all starts for each element of an array.
func (m *Model) FirstExternal(n *syntax.Node) *syntax.Node { return m.firstExternal(n, 0) }

func (m *Model) firstExternal(n *syntax.Node, depth int) (found *syntax.Node) {
	n.Walk(func(c *syntax.Node) bool {
		switch {
		case found != nil || m.On(c, "ctx", "waitUntil"):
			return false
		case c.Kind == syntax.Func:
			if depth < 3 && eachInPromise(c) {
				found = m.awaitedIn(c, depth+1)
			}
			return false
		case m.external(c, depth):
			if c.A.Kind == syntax.Member && c.A.A.Kind == syntax.Call && m.external(c.A.A, depth) && (c.A.Name == "then" || c.A.Name == "catch") {
				return true
			}
			found = c
		}
		return found == nil
	})
	return found
}

// awaitedIn returns the first external call for which the promise of a function waits.
func (m *Model) awaitedIn(fn *syntax.Node, depth int) (found *syntax.Node) {
	if fn.B != nil && fn.B.Kind != syntax.Block {
		return m.firstExternal(fn.B, depth)
	}
	for _, r := range code.Returns(fn) {
		if found == nil && r.Kind == syntax.Call && m.external(r, depth) {
			found = r
		}
	}
	code.Own(fn, func(c *syntax.Node) {
		if c.Kind == syntax.Await {
			if call := m.firstExternal(c.A, depth); call != nil && (found == nil || call.Start < found.Start) {
				found = call
			}
		}
	})
	return found
}

// eachInPromise reports whether a function makes the promises of an array that Promise.all, or the
// like, waits for.
func eachInPromise(fn *syntax.Node) bool {
	c := fn.Parent
	if c == nil || c.Kind != syntax.Call || len(c.List) == 0 || c.List[0] != fn && !(len(c.List) == 2 && c.List[1] == fn) || c.A.Kind != syntax.Member {
		return false
	}
	if c.A.Name != "map" && !code.IsGlobal(c.A, "Array", "from") {
		return false
	}
	all := c.Parent
	return all != nil && all.Kind == syntax.Call && all.A.Kind == syntax.Member && code.IsGlobal(all.A.A, "Promise") && slices.Contains([]string{"all", "allSettled", "any", "race"}, all.A.Name)
}
