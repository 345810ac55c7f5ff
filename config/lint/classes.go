package lint

import (
	"slices"
	"strings"

	"dotool/config/diag"

	"github.com/evanw/esbuild/syntax"
)

var classes = []*Rule{
	{"A01", "rpc-not-fetch", Hint, "Methods are typed and need no parsing.", rod + "#use-rpc-methods-instead-of-the-fetch-handler", rpcNotFetch},
	{"A03", "await-rpc", diag.Warning, "Errors vanish and the call may be cut off.", rod + "#always-await-rpc-calls", awaitRPC},
	{"A04", "super-first", diag.Error, "The constructor throws, or the object has no context.", docs + "durable-objects/api/base/", superFirst},
	{"A05", "class-exported", diag.Error, "The deploy stops.", docs + "durable-objects/get-started/", classExported},
	{"A07", "method-with-its-object", diag.Error, "It throws \"Illegal invocation\".", wbp + "#use-waituntil-for-work-after-the-response", methodWithItsObject},
	{"A08", "rpc-needs-durableobject", diag.Error, "The receiver \"does not support RPC\".", rpc, rpcNeedsDurableObject},
	{"A09", "rpc-on-prototype", diag.Error, "Instance fields are not callable from outside.", rpc + "visibility/#arrow-functions", rpcOnPrototype},
	{"A10", "reserved-name", diag.Error, "The runtime gives this name a meaning of its own.", rpc + "reserved-methods/", reservedName},
	{"A11", "rpc-serializable", diag.Error, "The call throws a DataCloneError.", rpc + "#structured-clonable-types-and-more", rpcSerializable},
	{"A12", "stub-per-request", diag.Error, "\"Cannot perform I/O on behalf of a different request\".", wbp + "#do-not-store-request-scoped-state-in-global-scope", stubPerRequest},
	{"A13", "callback-kept", diag.Warning, "A function received over RPC is disposed when the call returns.", rpc + "lifecycle/#stubs-received-as-parameters-in-an-rpc-call", callbackKept},
	{"A14", "rpc-needs-date", diag.Error, "Before 2024-04-03 a stub has only fetch.", rpc, rpcNeedsDate},
}

// isCall reports whether a use of a stub calls a method.
func (s stubCall) isCall() bool { return s.node.Kind == syntax.Call }

func rpcNotFetch(m *model) {
	if m.before("2024-04-03", "rpc") {
		return
	}
	for _, s := range m.stubCalls {
		if !s.isCall() || s.member.Name != "fetch" || s.class == nil || s.class.kind != "native" || len(s.node.List) == 0 {
			continue
		}
		a := s.node.List[0]
		if a.Kind == syntax.New && (isGlobal(a.A, "Request") || isGlobal(a.A, "URL")) && len(a.List) > 0 {
			if len(a.List) > 1 && isGlobal(a.A, "Request") && a.List[1].Kind != syntax.Object {
				continue
			}
			a = a.List[0]
		}
		if a.Kind != syntax.String && (a.Kind != syntax.Template || a.A != nil) || upgrades(s.node) || m.routes(s.class) {
			continue
		}
		m.name(s.node, "a method on "+s.class.name, "a request is made up to call "+s.class.name)
	}
}

// upgrades reports whether a call of fetch may open a WebSocket.
func upgrades(call *syntax.Node) bool {
	return contains(call, func(n *syntax.Node) bool {
		return n.Kind == syntax.Property && (strings.EqualFold(n.Name, "upgrade") || strings.EqualFold(n.Name, "headers") && (n.B == nil || n.B.Kind != syntax.Object)) ||
			n.Kind == syntax.Spread && n.Parent.Kind == syntax.Object
	})
}

// routes reports whether a class's fetch hands the request to another function.
func (m *model) routes(c *class) bool {
	p := c.lookup("fetch")
	if p == nil || p.B == nil || p.B.Kind != syntax.Func {
		return true
	}
	if len(p.B.List) == 0 || p.B.List[0].Kind != syntax.Ident {
		return false
	}
	req := p.B.List[0].Sym
	return contains(p.B, func(n *syntax.Node) bool {
		return n.Kind == syntax.Call && slices.ContainsFunc(n.List, func(a *syntax.Node) bool { return a.Kind == syntax.Ident && a.Sym == req })
	})
}

func awaitRPC(m *model) {
	for _, s := range m.stubCalls {
		if !s.isCall() || !m.dropped(s.node) {
			continue
		}
		f := m.name(s.node, "await "+s.node.Text(), "nobody waits for "+s.node.A.Text()+"()")
		if fn := enclosing(s.node); fn != nil && fn.Async && s.node.Parent.Kind == syntax.ExprStmt && !inLoop(s.node) && (fn.Parent == nil || fn.Parent.Kind != syntax.Call) {
			f.Edits = []Edit{{s.node.File.Path, s.node.Start, s.node.Start, "await "}}
		}
	}
}

func inLoop(n *syntax.Node) bool {
	for p := n.Parent; p != nil && p.Kind != syntax.Func; p = p.Parent {
		switch p.Kind {
		case syntax.For, syntax.ForIn, syntax.ForOf, syntax.While, syntax.DoWhile:
			return true
		}
	}
	return false
}

// dropped reports whether nothing takes the promise of a call.
func (m *model) dropped(n *syntax.Node) bool {
	for p := n.Parent; p != nil; n, p = p, p.Parent {
		switch p.Kind {
		case syntax.ExprStmt:
			return true
		case syntax.Binary:
			if p.Op == "," && p.A == n {
				return true
			}
			if p.Op != "&&" && p.Op != "||" && p.Op != "??" && p.Op != "," || p.A == n && p.Op != "," {
				return false
			}
		case syntax.Cond:
			if p.A == n {
				return false
			}
		case syntax.Func:
			call := p.Parent
			return p.Arrow && !p.Async && p.B == n && call != nil && call.Kind == syntax.Call && call.A.Kind == syntax.Member && call.A.Name == "forEach"
		case syntax.Declarator:
			return p.B == n && p.A.Kind == syntax.Ident && p.A.Sym != nil && len(p.A.Sym.Refs) == 1 && !strings.Contains(p.Parent.Op, "using") && p.Parent.Parent.Kind != syntax.Export && !exportedVar(p.A)
		default:
			return false
		}
	}
	return false
}

func exportedVar(n *syntax.Node) bool {
	for _, s := range n.File.Exports {
		if s == n.Sym {
			return true
		}
	}
	return false
}

func superFirst(m *model) {
	for _, c := range m.classes {
		k := c.member("constructor")
		if c.kind != "native" || k == nil || k.B == nil || k.B.B == nil {
			continue
		}
		var supers []*syntax.Node
		var this *syntax.Node
		exits := false
		own(k.B, func(n *syntax.Node) {
			switch {
			case n.Kind == syntax.Call && n.A.Kind == syntax.Super:
				supers = append(supers, n)
			case n.Kind == syntax.This && this == nil && len(supers) == 0: // by position, a parameter property comes first
				this = n
			case n.Kind == syntax.Return && n.A != nil, n.Kind == syntax.Throw:
				exits = true
			}
		})
		params := k.B.List
		if len(supers) == 0 {
			if !exits {
				f := m.at(k.File, k.At, k.At+len("constructor"), "super(ctx, env);", c.name+" does not call super(…)")
				if len(params) >= 2 && params[0].Kind == syntax.Ident && params[1].Kind == syntax.Ident && c.base == nil {
					text := "super(" + params[0].Name + ", " + params[1].Name + ");"
					f.Fix = text
					f.Edits = []Edit{{k.File.Path, k.B.B.Start + 1, k.B.B.Start + 1, " " + text}}
				}
			}
			continue
		}
		if this != nil {
			m.node(this, "super(…) first", "this is used before super(…)")
			continue
		}
		if c.base != nil {
			if b := c.base.lookup("constructor"); b != nil {
				continue
			}
		}
		if len(supers) > 1 && slices.ContainsFunc(supers, func(s *syntax.Node) bool { return len(s.List) >= 2 }) {
			continue // another branch does it
		}
		for _, s := range supers {
			if spread(s.List) {
				continue
			}
			swapped := len(s.List) >= 2 && len(params) >= 2 && isParam(s.List[0], params[1]) && isParam(s.List[1], params[0])
			if len(s.List) < 2 || swapped || len(s.List) >= 1 && len(params) >= 2 && isParam(s.List[0], params[1]) {
				m.node(s.A, "super(ctx, env)", "super takes the context and the environment of "+c.name)
			}
		}
	}
}

func isParam(n, p *syntax.Node) bool {
	return n.Kind == syntax.Ident && p.Kind == syntax.Ident && n.Sym != nil && n.Sym == p.Sym
}

func classExported(m *model) {
	f := m.p.Files[m.p.Entry]
	if m.p.doc == nil || f == nil || f.CommonJS || len(f.Exports) == 0 && f.Default == nil && len(f.Stars) == 0 {
		return
	}
	if m.openExports(m.p.Entry, 0) {
		return
	}
	seen := map[string]bool{}
	for _, section := range m.sections() {
		if do := section.Get("durable_objects").Get("bindings"); do != nil {
			for _, b := range do.Items {
				name := textAt(b.Get("class_name"))
				if textAt(b.Get("script_name")) != "" || name == "" || m.exported(m.p.Entry, name, 0) != nil {
					continue
				}
				seen[name] = true
				m.config(m.p.doc.At(b.Get("class_name")), "export it, or name the class that is exported", name+" is bound, but the entry does not export it")
			}
		}
	}
	for _, list := range []map[string]diag.Pos{m.kv, m.lite} {
		for name, pos := range list {
			if !seen[name] && m.exported(m.p.Entry, name, 0) == nil {
				m.config(pos, "export it, or delete it with a migration", name+" has objects, but the entry does not export it")
			}
		}
	}
}

// openExports reports whether a module exports what cannot be seen.
func (m *model) openExports(path string, depth int) bool {
	f := m.p.Files[path]
	if f == nil || depth > 10 {
		return true
	}
	return slices.ContainsFunc(f.Stars, func(s syntax.Source) bool {
		to := m.p.resolve(path, s.Path)
		return to == "" || m.openExports(to, depth+1)
	})
}

var methods = map[string][]string{
	"ctx":     strings.Fields("waitUntil blockConcurrencyWhile acceptWebSocket getWebSockets getTags abort setWebSocketAutoResponse getWebSocketAutoResponse setHibernatableWebSocketEventTimeout getHibernatableWebSocketEventTimeout passThroughOnException"),
	"storage": strings.Fields("get put delete list deleteAll getAlarm setAlarm deleteAlarm transaction transactionSync sync getCurrentBookmark getBookmarkForTime onNextSessionRestoreBookmark"),
	"sql":     {"exec"},
	"kv":      strings.Fields("get put delete list"),
	"ns":      strings.Fields("get getByName idFromName idFromString newUniqueId jurisdiction"),
	"socket":  strings.Fields("accept send close serializeAttachment deserializeAttachment addEventListener removeEventListener"),
}

func methodWithItsObject(m *model) {
	report := func(n *syntax.Node, name, object string) *Finding {
		return m.name(n, "(...a) => "+object+"."+name+"(...a)", name+" is taken off its object")
	}
	m.each(func(n *syntax.Node) {
		switch {
		case n.Kind == syntax.Property && n.Parent.Kind == syntax.Object && n.Parent.Binding && n.A == nil:
			v := m.patternValue(n.Parent)
			target := n.B
			if target != nil && target.Kind == syntax.Default {
				target = target.A
			}
			if slices.Contains(methods[v.kind], n.Name) && target != nil && target.Kind == syntax.Ident && calledBare(target) {
				m.at(n.File, n.At, n.At+len(n.Name), "call it on its object", n.Name+" is taken off its object")
			}
		case n.Kind == syntax.Member && slices.Contains(methods[m.val(n.A).kind], n.Name):
			p := n.Parent
			switch {
			case p.Kind == syntax.Declarator && p.B == n && p.A.Kind == syntax.Ident && calledBare(p.A):
				f := report(n, n.Name, n.A.Text())
				f.Edits = []Edit{{n.File.Path, n.Start, n.End, "(...a) => " + n.A.Text() + "." + n.Name + "(...a)"}}
			case p.Kind == syntax.Call && slices.Contains(p.List, n):
				if p.A.Kind == syntax.Member && slices.Contains([]string{"map", "forEach", "then", "filter", "flatMap", "some", "every", "find", "reduce", "catch", "finally"}, p.A.Name) {
					report(n, n.Name, n.A.Text())
				}
			case p.Kind == syntax.Assign && p.B == n && p.Op == "=" && p.A.Kind == syntax.Member && p.A.A.Kind == syntax.This:
				if c := m.thisClass(p.A); c != nil && m.fieldCalled(c, p.A.Name) {
					report(n, n.Name, n.A.Text())
				}
			case p.Kind == syntax.Property && p.Op == "field" && p.B == n && p.Parent.Kind == syntax.Class:
				if c := m.byNode[p.Parent]; c != nil && m.fieldCalled(c, p.Name) {
					report(n, n.Name, n.A.Text())
				}
			}
		}
	})
}

// patternValue is what an object pattern takes apart.
func (m *model) patternValue(o *syntax.Node) value { return m.declaredAs(o) }

// calledBare reports whether a variable is called as a function.
func calledBare(decl *syntax.Node) bool {
	return decl.Sym != nil && slices.ContainsFunc(decl.Sym.Refs, func(r *syntax.Node) bool {
		return r.Parent != nil && r.Parent.Kind == syntax.Call && r.Parent.A == r
	})
}

func (m *model) fieldCalled(c *class, name string) bool {
	return contains(c.node, func(n *syntax.Node) bool {
		return n.Kind == syntax.Call && isField(n.A, name)
	})
}

func rpcNeedsDurableObject(m *model) {
	for _, s := range m.stubCalls {
		if s.isCall() && s.member.Name != "fetch" && s.class != nil && s.class.kind == "legacy" && s.member.Name != "id" && s.member.Name != "name" {
			m.name(s.node, s.class.name+" extends DurableObject, with super(ctx, env)", s.class.name+" does not extend DurableObject")
		}
	}
}

func rpcOnPrototype(m *model) {
	handlers := []string{"fetch", "alarm", "webSocketMessage", "webSocketClose", "webSocketError"}
	for _, s := range m.stubCalls {
		name := s.member.Name
		if s.class == nil || s.class.kind != "native" || slices.Contains(handlers, name) || name == "id" || name == "name" || isWrite(s.member) {
			continue
		}
		if !s.isCall() && (s.node.Parent.Kind != syntax.Await || s.node.Parent.A != s.node) {
			continue
		}
		field, private := false, false
		method := false
		for _, k := range s.class.family() {
			if p := k.member(name); p != nil {
				if p.Op == "field" {
					field = true
				} else {
					method = true
				}
			}
			private = private || k.member("#"+name) != nil
			field = field || len(k.writes[name]) > 0
		}
		if method || !field && !private {
			continue
		}
		m.name(s.member, "a method "+name+"()", name+" of "+s.class.name+" is a field, which only the object itself can reach")
	}
}

func reservedName(m *model) {
	reserved := strings.Fields("alarm webSocketMessage webSocketClose webSocketError dup id name then connect constructor")
	for _, s := range m.stubCalls {
		if s.isCall() && s.class != nil && slices.Contains(reserved, s.member.Name) {
			if p := s.class.lookup(s.member.Name); p != nil && s.member.Name != "constructor" && (p.Op == "method" || p.Op == "field" || p.Op == "get") {
				m.name(s.node, "another name for the method", s.member.Name+" of "+s.class.name+" cannot be called on a stub")
			}
		}
	}
}

func rpcSerializable(m *model) {
	seen := map[*syntax.Node]bool{}
	for _, s := range m.stubCalls {
		if !s.isCall() || s.member.Name == "fetch" {
			continue
		}
		for _, a := range s.node.List {
			m.serialized(a, 0)
		}
		if s.class == nil {
			continue
		}
		p := s.class.lookup(s.member.Name)
		if p == nil || p.B == nil || p.B.Kind != syntax.Func || seen[p.B] || p.Op != "method" {
			continue
		}
		seen[p.B] = true
		for _, r := range returns(p.B) {
			m.serialized(r, 0)
		}
	}
}

// serialized reports what of an expression cannot be sent.
func (m *model) serialized(n *syntax.Node, depth int) {
	if n == nil || depth > 6 {
		return
	}
	if n.Kind == syntax.Ident { // a constant: what is sent is its value
		s := n.Sym
		if s != nil && s.Decl != nil && s.Func != nil && !m.reassigned(s) && s.Decl.Parent != nil && s.Decl.Parent.Kind == syntax.Declarator && s.Decl.Parent.A == s.Decl && s.Decl.Parent.B != nil {
			if init := s.Decl.Parent.B; init.Kind != syntax.Await {
				m.serialized(init, depth+1)
			}
			return
		}
	}
	report := func(what, fix string, edits ...Edit) {
		m.node(n, fix, what+" cannot be sent to another Worker or object").Edits = edits
	}
	after := func(text string) Edit { return Edit{n.File.Path, n.End, n.End, text} }
	switch v := m.val(n); v.kind {
	case "objid":
		report("an id", n.Text()+".toString()", after(".toString()"))
		return
	case "ctx", "storage", "sql", "kv", "ns":
		report(n.Text(), "send what is needed of it")
		return
	case "socket", "pair", "client":
		report("a WebSocket", "upgrade through fetch()")
		return
	case "cursor":
		if n.Kind == syntax.Call && m.on(n, "sql", "exec") {
			report("a cursor", n.Text()+".toArray()", after(".toArray()"))
			return
		}
	}
	switch n.Kind {
	case syntax.This:
		if m.thisClass(n) != nil {
			report("the object itself", "send what is needed of it")
		}
	case syntax.Object, syntax.Array:
		for _, p := range n.List {
			switch p.Kind {
			case syntax.Property:
				if p.Op == "init" {
					m.serialized(p.B, depth+1)
				}
			case syntax.Spread:
			default:
				m.serialized(p, depth+1)
			}
		}
	case syntax.Cond:
		m.serialized(n.B, depth+1)
		m.serialized(n.C, depth+1)
	case syntax.Await:
		m.serialized(n.A, depth+1)
	case syntax.Binary:
		if n.Op == "??" || n.Op == "||" || n.Op == "&&" {
			m.serialized(n.A, depth+1)
			m.serialized(n.B, depth+1)
		}
	case syntax.New:
		m.serializedNew(n, report)
	case syntax.Call:
		switch {
		case isGlobal(n.A, "Symbol"):
			report("a symbol", "a string")
		case isGlobal(n.A, "Object", "create") && len(n.List) == 1 && n.List[0].Kind == syntax.Null:
			report("an object without prototype", "{}")
		case n.A.Kind == syntax.Member && len(n.List) == 0 && slices.Contains([]string{"entries", "keys", "values"}, n.A.Name) && m.isMap(n.A.A):
			report("an iterator", "[..."+n.Text()+"]", Edit{n.File.Path, n.Start, n.Start, "[..."}, after("]"))
		default:
			if fns := m.callees(n); len(fns) > 0 && fns[0].Generator {
				report("a generator", "[..."+n.Text()+"]")
			}
		}
	}
}

func (m *model) serializedNew(n *syntax.Node, report func(string, string, ...Edit)) {
	for name, fix := range map[string]string{"URL": ".href", "URLSearchParams": ".toString()", "FormData": "Object.fromEntries(…)", "WeakMap": "a Map", "WebSocketPair": "upgrade through fetch()"} {
		if isGlobal(n.A, name) {
			if strings.HasPrefix(fix, ".") {
				fix = n.Text() + fix
			}
			report("a "+name, fix)
			return
		}
	}
	if isGlobal(n.A, "Response") && len(n.List) > 1 && n.List[1].Kind == syntax.Object && prop(n.List[1], "webSocket") != nil {
		report("a Response with a WebSocket", "upgrade through fetch()")
		return
	}
	if c := m.classOf(n.A); c != nil && c.kind == "" {
		for _, k := range c.chain() {
			if k.base == nil && k.node.A != nil {
				return
			}
		}
		report("an instance of "+c.name, c.name+" extends RpcTarget, or a plain object")
	}
}

// isMap reports whether an expression is a Map or a Set, or a field that is.
func (m *model) isMap(n *syntax.Node) bool {
	is := func(e *syntax.Node) bool {
		return e != nil && e.Kind == syntax.New && (isGlobal(e.A, "Map") || isGlobal(e.A, "Set"))
	}
	switch n.Kind {
	case syntax.New:
		return is(n)
	case syntax.Ident:
		return is(m.constInit(n))
	case syntax.Member:
		if c := m.thisClass(n); n.A.Kind == syntax.This && c != nil {
			w := c.writes[n.Name]
			for _, k := range w {
				if !is(k.B) {
					return false
				}
			}
			return len(w) > 0
		}
	}
	return false
}

func stubPerRequest(m *model) {
	for _, c := range m.calls {
		if m.on(c, "ns", "getByName", "get") && enclosing(c) == nil && !inClass(c) {
			m.name(c, "make it in the handler", "a stub is made before there is a request")
		}
	}
	m.each(func(n *syntax.Node) {
		if m.objectAt(n) != nil {
			return
		}
		target, values := (*syntax.Node)(nil), []*syntax.Node(nil)
		switch {
		case n.Kind == syntax.Assign && n.A.Kind == syntax.Member && n.A.A.Kind == syntax.Ident:
			target, values = n.A.A, []*syntax.Node{n.B}
		default:
			if target, values = moduleWrite(n); target == nil {
				return
			}
		}
		s := target.Sym
		if s == nil || s.Decl == nil || s.Unbound || s.Func != nil || enclosing(n) == nil || !topLevel(s.Decl) {
			return
		}
		if slices.ContainsFunc(values, func(v *syntax.Node) bool { return m.requestBound(v) }) {
			m.node(target, "make it in the handler", target.Name+" outlives the request that made its value")
		}
	})
}

// requestBound reports whether a value belongs to one request.
func (m *model) requestBound(n *syntax.Node) bool {
	switch v := m.val(n); v.kind {
	case "stub", "socket", "pair", "client":
		return true
	}
	switch n.Kind {
	case syntax.New:
		return isGlobal(n.A, "Response") || isGlobal(n.A, "Request")
	case syntax.Await:
		return n.A.Kind == syntax.Call && isGlobal(n.A.A, "fetch")
	case syntax.Ident:
		if n.Sym != nil && n.Sym.Decl != nil {
			for _, h := range m.handlers("fetch") {
				if len(h.List) > 0 && h.List[0] == n.Sym.Decl {
					return true
				}
			}
			if init := m.constInit(n); init != nil && init.Kind != syntax.Ident {
				return m.requestBound(init)
			}
		}
	}
	return false
}

func callbackKept(m *model) {
	for _, s := range m.stubCalls {
		if !s.isCall() || s.class == nil {
			continue
		}
		p := s.class.lookup(s.member.Name)
		if p == nil || p.B == nil || p.B.Kind != syntax.Func {
			continue
		}
		for i, a := range s.node.List {
			if i >= len(p.B.List) || !m.callback(a) {
				continue
			}
			param := p.B.List[i]
			if param.Kind != syntax.Ident || param.Sym == nil {
				continue
			}
			for _, r := range param.Sym.Refs {
				if r == param {
					continue
				}
				field, kept := "", r.Parent
				switch {
				case kept.Kind == syntax.Assign && kept.B == r && kept.A.Kind == syntax.Member && kept.A.A.Kind == syntax.This:
					field = kept.A.Name
				case kept.Kind == syntax.Assign && kept.B == r && kept.A.Kind == syntax.Index && kept.A.A.Kind == syntax.Member && kept.A.A.A.Kind == syntax.This:
					field = kept.A.A.Name
				case kept.Kind == syntax.Call && kept.A.Kind == syntax.Member && slices.Contains([]string{"add", "push", "set", "unshift"}, kept.A.Name) && kept.A.A.Kind == syntax.Member && kept.A.A.A.Kind == syntax.This:
					field = kept.A.A.Name
				}
				if field == "" || !readElsewhere(s.class, field, r) {
					continue
				}
				m.node(r, r.Name+".dup()", r.Name+" is kept in this."+field+" after the call has ended").Edits = []Edit{{r.File.Path, r.End, r.End, ".dup()"}}
			}
		}
	}
}

// readElsewhere reports whether a field is used outside of the function of a node.
func readElsewhere(c *class, field string, not *syntax.Node) bool {
	fn := enclosing(not)
	for _, k := range c.family() {
		if contains(k.node, func(n *syntax.Node) bool { return isField(n, field) && enclosing(n) != fn && !isWrite(n) }) {
			return true
		}
	}
	return false
}

// callback reports whether an argument is a function or an RpcTarget.
func (m *model) callback(n *syntax.Node) bool {
	if m.funcOf(n) != nil {
		return true
	}
	if n.Kind == syntax.Ident {
		if init := m.constInit(n); init != nil {
			n = init
		}
	}
	if n.Kind == syntax.New {
		if c := m.classOf(n.A); c != nil {
			return c.root().pkg == "RpcTarget"
		}
	}
	return false
}

func rpcNeedsDate(m *model) {
	if !m.before("2024-04-03", "rpc") {
		return
	}
	for _, s := range m.stubCalls {
		if s.isCall() && s.member.Name != "fetch" {
			m.config(m.datePos, "a compatibility_date from 2024-04-03 on", "stubs have only fetch at this date, but "+s.member.Name+" is called")
			return
		}
	}
}
