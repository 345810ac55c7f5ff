package lint

import (
	"slices"
	"strconv"

	"github.com/evanw/esbuild/syntax"
)

// value is what an expression is, as far as the rules care.
type value struct {
	kind  string // ctx, storage, sql, kv, txn, env, binding, ns, stub, id, objid, socket, client, pair, sides, sockets, cursor, exec
	bind  binding
	class *class
	node  *syntax.Node // the call that made it
}

// deepest is how many expressions a value is followed through.
const deepest = 40

// val says what an expression is. The zero value means unknown.
func (m *model) val(n *syntax.Node) value {
	if n == nil {
		return value{}
	}
	if v, ok := m.values[n]; ok {
		return v
	}
	if m.busy[n] || len(m.busy) > deepest {
		m.cut++
		return value{}
	}
	before := m.cut
	m.busy[n] = true
	v := m.compute(n)
	delete(m.busy, n)
	if m.cut == before || len(m.busy) == 0 || v.kind != "" { // else it may be known from elsewhere
		m.values[n] = v
	}
	return v
}

func (m *model) is(n *syntax.Node, kind string) bool { return m.val(n).kind == kind }

func (m *model) compute(n *syntax.Node) value {
	switch n.Kind {
	case syntax.Ident:
		if pkg, name := m.imported(n); pkg == "cloudflare:workers" && name == "env" {
			return value{kind: "env"}
		}
		return m.variable(m.origin(n.Sym))
	case syntax.Member:
		if n.A.Kind == syntax.This {
			return m.field(m.thisClass(n), n.Name)
		}
		if pkg, name := m.imported(n); pkg == "cloudflare:workers" && name == "env" {
			return value{kind: "env"}
		}
		if b, ok := m.bindings[n.Name]; ok && m.namespaceUse(n) {
			return value{kind: "ns", bind: b, class: m.bindingClass(b)}
		}
		if m.p.doc == nil && m.namespaceUse(n) {
			return value{kind: "ns"}
		}
		return m.prop(m.val(n.A), n.Name)
	case syntax.Index:
		if c, ok := m.fold(n.B); ok {
			return m.prop(m.val(n.A), c.String())
		}
		if m.is(n.A, "sockets") {
			return value{kind: "socket"}
		}
	case syntax.Await:
		return m.val(n.A)
	case syntax.Assign:
		if n.Op == "=" {
			return m.val(n.B)
		}
	case syntax.Binary:
		if n.Op == "??" || n.Op == "||" || n.Op == "&&" {
			a, b := m.val(n.A), m.val(n.B)
			if a.kind == b.kind || n.Op == "&&" {
				return b
			}
			if b.kind == "" && n.B.Kind == syntax.Assign {
				return a
			}
		}
		if n.Op == "," {
			return m.val(n.B)
		}
	case syntax.Cond:
		if a, b := m.val(n.B), m.val(n.C); a.kind == b.kind {
			if a.bind != b.bind {
				a.bind, a.class = binding{}, nil
			}
			return a
		}
	case syntax.New:
		if isGlobal(n.A, "WebSocketPair") {
			return value{kind: "pair", node: n}
		}
	case syntax.Call:
		return m.result(n)
	}
	return value{}
}

// namespaceUse reports whether a member is used as only namespaces are.
func (m *model) namespaceUse(n *syntax.Node) bool {
	p := n.Parent
	if p == nil || p.Kind != syntax.Member || p.A != n {
		return false
	}
	switch p.Name {
	case "getByName", "idFromName", "idFromString", "newUniqueId":
		return p.Parent != nil && p.Parent.Kind == syntax.Call && p.Parent.A == p
	}
	return false
}

func (m *model) bindingClass(b binding) *class {
	if b.script != "" {
		return nil
	}
	return m.byNode[m.exportedNode(b.class)]
}

// prop is a property of a value.
func (m *model) prop(v value, name string) value {
	switch v.kind {
	case "ctx":
		switch name {
		case "storage":
			return value{kind: "storage"}
		case "id":
			return value{kind: "objid"}
		}
	case "storage":
		switch name {
		case "sql", "kv":
			return value{kind: name}
		}
	case "env":
		if b, ok := m.bindings[name]; ok {
			return value{kind: "ns", bind: b, class: m.bindingClass(b)}
		}
		if !m.vars[name] {
			return value{kind: "binding", bind: binding{name: name}}
		}
	case "pair", "sides":
		switch name {
		case "0":
			return value{kind: "client", node: v.node}
		case "1":
			return value{kind: "socket", node: v.node}
		}
	case "sockets":
		if _, err := strconv.Atoi(name); err == nil {
			return value{kind: "socket"}
		}
	}
	return value{}
}

// result is what a call returns.
func (m *model) result(n *syntax.Node) value {
	if n.A.Kind == syntax.Member {
		if isGlobal(n.A, "Object", "values") && len(n.List) == 1 && m.is(n.List[0], "pair") {
			return value{kind: "sides", node: n.List[0]}
		}
		v := m.val(n.A.A)
		switch v.kind {
		case "ns":
			switch n.A.Name {
			case "get", "getByName":
				return value{kind: "stub", bind: v.bind, class: v.class, node: n}
			case "idFromName", "idFromString", "newUniqueId":
				return value{kind: "id", bind: v.bind, class: v.class, node: n}
			case "jurisdiction":
				return v
			}
		case "sql":
			if n.A.Name == "exec" {
				return value{kind: "cursor", node: n}
			}
		case "ctx":
			if n.A.Name == "getWebSockets" {
				return value{kind: "sockets"}
			}
		}
	}
	var all []value
	for _, fn := range m.callees(n) {
		if fn.Generator {
			return value{}
		}
		for _, r := range returns(fn) {
			all = append(all, m.val(r))
		}
	}
	for _, v := range all {
		if v.kind != all[0].kind || v.bind != all[0].bind {
			return value{}
		}
	}
	if len(all) == 0 || slices.Contains([]string{"cursor"}, all[0].kind) && len(all) > 1 {
		return value{}
	}
	return all[0]
}

// returns are the expressions that a function returns.
func returns(fn *syntax.Node) (all []*syntax.Node) {
	if fn.B != nil && fn.B.Kind != syntax.Block {
		return []*syntax.Node{fn.B}
	}
	own(fn, func(n *syntax.Node) {
		if n.Kind == syntax.Return && n.A != nil {
			all = append(all, n.A)
		}
	})
	return all
}

// own visits the nodes of a function but those of functions in it.
func own(fn *syntax.Node, visit func(*syntax.Node)) {
	fn.Each(func(c *syntax.Node) {
		c.Walk(func(n *syntax.Node) bool {
			visit(n)
			return n.Kind != syntax.Func && n.Kind != syntax.Class
		})
	})
}

// field is what a class has in a field.
func (m *model) field(c *class, name string) value {
	if c == nil {
		return value{}
	}
	if p := c.lookup(name); p != nil && p.Op == "get" && p.B != nil {
		if r := returns(p.B); len(r) == 1 {
			return m.val(r[0])
		}
		return value{}
	}
	var all []value
	for _, k := range c.chain() {
		for _, w := range k.writes[name] {
			switch {
			case w.Kind == syntax.Property:
				all = append(all, m.val(w.B))
			case w.Kind == syntax.Assign && (w.Op == "=" || w.Op == "??=" || w.Op == "||="):
				all = append(all, m.val(w.B))
			default:
				return value{}
			}
		}
	}
	if len(all) == 0 {
		switch {
		case name == "ctx" && (c.kind == "native" || c.kind == "package" || c.kind == "opaque"):
			return value{kind: "ctx"}
		case name == "env" && c.kind != "" && c.kind != "legacy":
			return value{kind: "env"}
		}
		return value{}
	}
	for _, v := range all {
		if v.kind != all[0].kind {
			return value{}
		}
	}
	return all[0]
}

// variable is what a variable has that is never assigned again.
func (m *model) variable(s *syntax.Symbol) value {
	if s == nil || s.Decl == nil || s.Unbound || s.Import != nil || m.reassigned(s) {
		return value{}
	}
	return m.declaredAs(s.Decl)
}

// declaredAs is what the declaration of a name gives to it.
func (m *model) declaredAs(n *syntax.Node) value {
	var path []string
	for p := n.Parent; p != nil; n, p = p, p.Parent {
		switch p.Kind {
		case syntax.Default:
		case syntax.Property:
			if p.A != nil {
				return value{}
			}
			path = append(path, p.Name)
		case syntax.Array:
			path = append(path, strconv.Itoa(slices.Index(p.List, n)))
		case syntax.Object:
		case syntax.Declarator:
			if p.A != n {
				return value{}
			}
			if loop := p.Parent.Parent; loop != nil && loop.Kind == syntax.ForOf && loop.A == p.Parent {
				if m.is(loop.B, "sockets") && len(path) == 0 {
					return value{kind: "socket"}
				}
				return value{}
			}
			return m.along(m.val(p.B), path)
		case syntax.Func:
			i := slices.Index(p.List, n)
			if i < 0 {
				return value{}
			}
			return m.along(m.param(p, i), path)
		default:
			return value{}
		}
	}
	return value{}
}

func (m *model) along(v value, path []string) value {
	for i := len(path) - 1; i >= 0; i-- {
		v = m.prop(v, path[i])
	}
	return v
}

// param is what a function is given.
func (m *model) param(fn *syntax.Node, i int) value {
	if p := fn.Parent; p != nil && p.Kind == syntax.Property && p.Parent.Kind == syntax.Class && !p.Static {
		c := m.byNode[p.Parent]
		switch {
		case !c.object():
		case p.Name == "constructor" && i == 0:
			return value{kind: "ctx"}
		case p.Name == "constructor" && i == 1:
			return value{kind: "env"}
		case i == 0 && (p.Name == "webSocketMessage" || p.Name == "webSocketClose" || p.Name == "webSocketError"):
			return value{kind: "socket"}
		}
	}
	if i == 1 {
		for _, name := range []string{"fetch", "scheduled", "queue", "email"} {
			for _, h := range m.handlers(name) {
				if h == fn && (fn.Parent == nil || fn.Parent.Parent == nil || fn.Parent.Parent.Kind != syntax.Class) {
					return value{kind: "env"}
				}
			}
		}
	}
	if call := fn.Parent; call != nil && call.Kind == syntax.Call && slices.Contains(call.List, fn) && call.A.Kind == syntax.Member && i == 0 {
		switch v := m.val(call.A.A); {
		case v.kind == "sockets" && slices.Contains([]string{"forEach", "map", "filter", "some", "every", "find"}, call.A.Name):
			return value{kind: "socket"}
		case v.kind == "storage" && call.A.Name == "transaction":
			return value{kind: "txn"}
		case v.kind == "ctx" && call.A.Name == "blockConcurrencyWhile":
			return value{}
		}
	}
	var all []value
	for _, call := range m.callers[fn] {
		if i >= len(call.List) || slices.ContainsFunc(call.List[:i+1], func(n *syntax.Node) bool { return n.Kind == syntax.Spread }) {
			return value{}
		}
		v := m.val(call.List[i])
		if v.kind == "" {
			return value{}
		}
		all = append(all, v)
	}
	for _, v := range all {
		if v.kind != all[0].kind {
			return value{}
		}
		if v.bind != all[0].bind {
			all[0].bind, all[0].class = binding{}, nil
		}
	}
	if len(all) == 0 {
		return value{}
	}
	return all[0]
}

// on reports whether a call calls a method, one of names, of a value of a kind.
func (m *model) on(call *syntax.Node, kind string, names ...string) bool {
	if call == nil || call.Kind != syntax.Call || call.A.Kind != syntax.Member {
		return false
	}
	return (len(names) == 0 || slices.Contains(names, call.A.Name)) && m.is(call.A.A, kind)
}

func (m *model) findStubCalls() {
	m.each(func(n *syntax.Node) {
		if n.Kind != syntax.Member {
			return
		}
		v := m.val(n.A)
		if v.kind != "stub" {
			return
		}
		c := stubCall{node: n, member: n, class: v.class, bind: v.bind}
		if n.Parent.Kind == syntax.Call && n.Parent.A == n {
			c.node = n.Parent
		}
		m.stubCalls = append(m.stubCalls, c)
	})
}

// external reports whether a call waits for something outside of the object.
func (m *model) external(n *syntax.Node, depth int) bool {
	if n == nil || n.Kind != syntax.Call {
		return false
	}
	if isGlobal(n.A, "fetch") {
		return true
	}
	if pkg, name := m.imported(n.A); pkg == "cloudflare:sockets" && name == "connect" {
		return true
	}
	if n.A.Kind == syntax.Member {
		switch v := m.val(n.A.A); v.kind {
		case "stub":
			return true
		case "binding":
			return true
		}
		if isGlobal(n.A.A, "caches", "default") || n.A.A.Kind == syntax.Ident && isGlobal(n.A.A, "caches") {
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
	for _, fn := range m.callees(n) {
		found := false
		own(fn, func(c *syntax.Node) {
			if c.Kind == syntax.Await && m.external(c.A, depth+1) {
				found = true
			}
		})
		if fn.B != nil && fn.B.Kind == syntax.Call && m.external(fn.B, depth+1) {
			found = true
		}
		for _, r := range returns(fn) {
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

// externalAwait reports whether a node awaits external I/O, somewhere in its operand.
func (m *model) externalAwait(n *syntax.Node) bool {
	if n.Kind != syntax.Await {
		return false
	}
	found := false
	n.A.Walk(func(c *syntax.Node) bool {
		if c.Kind == syntax.Func {
			return false
		}
		if m.external(c, 0) {
			found = true
		}
		return !found
	})
	return found
}
