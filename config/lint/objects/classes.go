package objects

import (
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint/code"
	"github.com/dotool-dev/dotool/config/lint/model"
	"github.com/dotool-dev/dotool/config/lint/rule"

	"github.com/evanw/esbuild/syntax"
)

// Classes are the rules about classes and their methods that are called from outside (A).
var Classes = []*rule.Rule{
	rule.New("A01", "rpc-not-fetch", rule.Hint, "RPC methods are typed, and need no parsing of requests.", rule.RulesOfObjects+"#use-rpc-methods-instead-of-the-fetch-handler", rpcNotFetch),
	rule.New("A03", "await-rpc", diag.Warning, "Without await, errors vanish and the call may be cut off.", rule.RulesOfObjects+"#always-await-rpc-calls", awaitRPC),
	rule.New("A04", "super-first", diag.Error, "The constructor throws, or the object has no context.", rule.Docs+"durable-objects/api/base/", superFirst),
	rule.New("A05", "class-exported", diag.Error, "Cloudflare refuses a deploy whose bound class is not exported.", rule.Docs+"durable-objects/get-started/", classExported),
	rule.New("A07", "method-with-its-object", diag.Error, "A method called without its object throws \"Illegal invocation\".", wbp+"#use-waituntil-for-work-after-the-response", methodWithItsObject),
	rule.New("A08", "rpc-needs-durableobject", diag.Error, "A class that does not extend DurableObject \"does not support RPC\".", rpc, rpcNeedsDurableObject),
	rule.New("A09", "rpc-on-prototype", diag.Error, "Instance fields are not callable from outside.", rpc+"visibility/#arrow-functions", rpcOnPrototype),
	rule.New("A10", "reserved-name", diag.Error, "The runtime gives this name a meaning of its own.", rpc+"reserved-methods/", reservedName),
	rule.New("A11", "rpc-serializable", diag.Error, "The call throws a DataCloneError.", rpc+"#structured-clonable-types-and-more", rpcSerializable),
	rule.New("A12", "stub-per-request", diag.Error, "\"Cannot perform I/O on behalf of a different request\".", wbp+"#do-not-store-request-scoped-state-in-global-scope", stubPerRequest),
	rule.New("A13", "callback-kept", diag.Warning, "A function received over RPC is disposed when the call returns.", rpc+"lifecycle/#stubs-received-as-parameters-in-an-rpc-call", callbackKept),
	rule.New("A14", "rpc-needs-date", diag.Error, "Before 2024-04-03 a stub has only fetch.", rpc, rpcNeedsDate),
}

func rpcNotFetch(m *rule.Pass) {
	if m.Before("2024-04-03", "rpc") {
		return
	}
	for _, s := range m.StubCalls {
		if !s.IsCall() || s.Member.Name != "fetch" || s.Class == nil || s.Class.Kind != "native" || len(s.Node.List) == 0 {
			continue
		}
		a := s.Node.List[0]
		if a.Kind == syntax.New && (code.IsGlobal(a.A, "Request") || code.IsGlobal(a.A, "URL")) && len(a.List) > 0 {
			if len(a.List) > 1 && code.IsGlobal(a.A, "Request") {
				init := a.List[1]
				if init.Kind == syntax.Ident {
					init = m.ConstInit(init)
				}
				if init == nil || init.Kind != syntax.Object || upgrades(init) {
					continue
				}
			}
			if a = a.List[0]; a.Kind == syntax.New && code.IsGlobal(a.A, "URL") && len(a.List) > 0 {
				a = a.List[0]
			}
		}
		if a.Kind != syntax.String && (a.Kind != syntax.Template || a.A != nil) || upgrades(s.Node) || routes(s.Class) {
			continue
		}
		m.Name(s.Node, "a method on "+s.Class.Name, "a request is made up to call "+s.Class.Name)
	}
}

// upgrades reports whether a call of fetch may open a WebSocket.
func upgrades(call *syntax.Node) bool {
	return code.Contains(call, func(n *syntax.Node) bool {
		return n.Kind == syntax.Property && (strings.EqualFold(n.Name, "upgrade") || strings.EqualFold(n.Name, "headers") && (n.B == nil || n.B.Kind != syntax.Object)) ||
			n.Kind == syntax.Spread && n.Parent.Kind == syntax.Object
	})
}

// routes reports whether a class's fetch hands the request to another function.
func routes(c *model.Class) bool {
	p := c.Lookup("fetch")
	if p == nil || p.B == nil || p.B.Kind != syntax.Func {
		return true
	}
	if len(p.B.List) == 0 || p.B.List[0].Kind != syntax.Ident {
		return false
	}
	req := p.B.List[0].Sym
	return code.Contains(p.B, func(n *syntax.Node) bool {
		return n.Kind == syntax.Call && slices.ContainsFunc(n.List, func(a *syntax.Node) bool { return a.Kind == syntax.Ident && a.Sym == req })
	})
}

func awaitRPC(m *rule.Pass) {
	for _, s := range m.StubCalls {
		if !s.IsCall() || !dropped(s.Node) {
			continue
		}
		f := m.Name(s.Node, "await "+s.Node.Text(), "no one waits for "+s.Node.A.Text()+"()")
		if fn := code.Enclosing(s.Node); fn != nil && fn.Async && s.Node.Parent.Kind == syntax.ExprStmt && !inLoop(s.Node) && (fn.Parent == nil || fn.Parent.Kind != syntax.Call) {
			f.Edits = []rule.Edit{rule.Replace(s.Node.File.Path, s.Node.Start, s.Node.Start, "await ")}
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
func dropped(n *syntax.Node) bool {
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

func superFirst(m *rule.Pass) {
	for _, c := range m.Classes {
		k := c.Member("constructor")
		if c.Kind != "native" || k == nil || k.B == nil || k.B.B == nil {
			continue
		}
		var supers []*syntax.Node
		var this *syntax.Node
		exits := false
		code.Own(k.B, func(n *syntax.Node) {
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
				f := m.At(k.File, int(k.At), int(k.At)+len("constructor"), "super(ctx, env);", c.Name+" does not call super(…)")
				if len(params) >= 2 && params[0].Kind == syntax.Ident && params[1].Kind == syntax.Ident && c.Base == nil {
					text := "super(" + params[0].Name + ", " + params[1].Name + ");"
					f.Fix = text
					f.Edits = []rule.Edit{rule.First(k.B.B, text)}
				}
			}
			continue
		}
		if this != nil {
			m.Node(this, "super(…) first", "this is used before super(…)")
			continue
		}
		if c.Base != nil {
			if b := c.Base.Lookup("constructor"); b != nil {
				continue
			}
		}
		if len(supers) > 1 && slices.ContainsFunc(supers, func(s *syntax.Node) bool { return len(s.List) >= 2 }) {
			continue // another branch does it
		}
		for _, s := range supers {
			if code.Spread(s.List) {
				continue
			}
			swapped := len(s.List) >= 2 && len(params) >= 2 && isParam(s.List[0], params[1]) && isParam(s.List[1], params[0])
			if len(s.List) < 2 || swapped || len(s.List) >= 1 && len(params) >= 2 && isParam(s.List[0], params[1]) {
				m.Node(s.A, "super(ctx, env)", "super takes the context and the environment of "+c.Name)
			}
		}
	}
}

func isParam(n, p *syntax.Node) bool {
	return n.Kind == syntax.Ident && p.Kind == syntax.Ident && n.Sym != nil && n.Sym == p.Sym
}

func classExported(m *rule.Pass) {
	if m.Project.Doc == nil || m.Exports() == nil {
		return
	}
	seen := map[string]bool{}
	for _, section := range m.Sections() {
		if do := section.Get("durable_objects").Get("bindings"); do != nil {
			for _, b := range do.Items {
				name := model.TextAt(b.Get("class_name"))
				if model.TextAt(b.Get("script_name")) != "" || name == "" || m.Exported(m.Project.Entry, name) != nil {
					continue
				}
				seen[name] = true
				m.Config(m.Project.Doc.At(b.Get("class_name")), "export it, or name the class that is exported", name+" is bound, but the entry does not export it")
			}
		}
	}
	for _, list := range []map[string]diag.Pos{m.KV, m.SQLite} {
		for name, pos := range list {
			if !seen[name] && m.Exported(m.Project.Entry, name) == nil {
				m.Config(pos, "export it, or delete it with a migration", name+" has objects, but the entry does not export it")
			}
		}
	}
}

var methods = map[string][]string{
	"ctx":     strings.Fields("waitUntil blockConcurrencyWhile acceptWebSocket getWebSockets getTags abort setWebSocketAutoResponse getWebSocketAutoResponse setHibernatableWebSocketEventTimeout getHibernatableWebSocketEventTimeout passThroughOnException"),
	"storage": strings.Fields("get put delete list deleteAll getAlarm setAlarm deleteAlarm transaction transactionSync sync getCurrentBookmark getBookmarkForTime onNextSessionRestoreBookmark"),
	"sql":     {"exec"},
	"kv":      strings.Fields("get put delete list"),
	"exec":    {"waitUntil", "passThroughOnException"},
	"ns":      strings.Fields("get getByName idFromName idFromString newUniqueId jurisdiction"),
	"socket":  strings.Fields("accept send close serializeAttachment deserializeAttachment addEventListener removeEventListener"),
}

func methodWithItsObject(m *rule.Pass) {
	report := func(n *syntax.Node, name, object string) *rule.Finding {
		return m.Name(n, "(...a) => "+object+"."+name+"(...a)", name+" is taken off its object")
	}
	var names []string
	for _, list := range methods {
		names = append(names, list...)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	m.Each(func(n *syntax.Node) {
		if n.Parent.Kind == syntax.Object && n.Parent.Binding && n.A == nil {
			v := patternValue(m, n.Parent)
			target := n.B
			if target != nil && target.Kind == syntax.Default {
				target = target.A
			}
			if slices.Contains(methods[v.Kind], n.Name) && target != nil && target.Kind == syntax.Ident && calledBare(target) {
				m.At(n.File, int(n.At), int(n.At)+len(n.Name), "call it on its object", n.Name+" is taken off its object")
			}
		}
	}, syntax.Property)
	m.Members(func(n *syntax.Node) {
		if p := n.Parent; !(p.Kind == syntax.Call && p.A == n) && slices.Contains(methods[m.ValueOf(n.A).Kind], n.Name) {
			switch {
			case p.Kind == syntax.Declarator && p.B == n && p.A.Kind == syntax.Ident && calledBare(p.A):
				f := report(n, n.Name, n.A.Text())
				f.Edits = []rule.Edit{rule.Replace(n.File.Path, n.Start, n.End, "(...a) => "+n.A.Text()+"."+n.Name+"(...a)")}
			case p.Kind == syntax.Call && slices.Contains(p.List, n):
				if p.A.Kind == syntax.Member && slices.Contains([]string{"map", "forEach", "then", "filter", "flatMap", "some", "every", "find", "reduce", "catch", "finally"}, p.A.Name) {
					report(n, n.Name, n.A.Text())
				}
			case p.Kind == syntax.Assign && p.B == n && p.Op == "=" && p.A.Kind == syntax.Member && p.A.A.Kind == syntax.This:
				if c := m.ThisClass(p.A); c != nil && fieldCalled(c, p.A.Name) {
					report(n, n.Name, n.A.Text())
				}
			case p.Kind == syntax.Property && p.Op == "field" && p.B == n && p.Parent.Kind == syntax.Class:
				if c := m.ByNode[p.Parent]; c != nil && fieldCalled(c, p.Name) {
					report(n, n.Name, n.A.Text())
				}
			}
		}
	}, names...)
}

// patternValue returns the value that an object pattern takes apart.
func patternValue(m *rule.Pass, o *syntax.Node) model.Value { return m.DeclaredAs(o) }

// calledBare reports whether a variable is called as a function.
func calledBare(decl *syntax.Node) bool {
	return decl.Sym != nil && slices.ContainsFunc(decl.Sym.Refs, func(r *syntax.Node) bool {
		return r.Parent != nil && r.Parent.Kind == syntax.Call && r.Parent.A == r
	})
}

func fieldCalled(c *model.Class, name string) bool {
	return code.Contains(c.Node, func(n *syntax.Node) bool {
		return n.Kind == syntax.Call && code.IsField(n.A, name)
	})
}

func rpcNeedsDurableObject(m *rule.Pass) {
	for _, s := range m.StubCalls {
		if s.IsCall() && s.Member.Name != "fetch" && s.Class != nil && s.Class.Kind == "legacy" && s.Member.Name != "id" && s.Member.Name != "name" {
			m.Name(s.Node, s.Class.Name+" extends DurableObject, with super(ctx, env)", s.Class.Name+" does not extend DurableObject")
		}
	}
}

func rpcOnPrototype(m *rule.Pass) {
	handlers := []string{"fetch", "alarm", "webSocketMessage", "webSocketClose", "webSocketError"}
	for _, s := range m.StubCalls {
		name := s.Member.Name
		if s.Class == nil || s.Class.Kind != "native" || slices.Contains(handlers, name) || name == "id" || name == "name" || code.IsWrite(s.Member) {
			continue
		}
		if !s.IsCall() && (s.Node.Parent.Kind != syntax.Await || s.Node.Parent.A != s.Node) {
			continue
		}
		field, private := false, false
		method := false
		for _, k := range s.Class.Family() {
			if p := k.Member(name); p != nil {
				if p.Op == "field" {
					field = true
				} else {
					method = true
				}
			}
			private = private || k.Member("#"+name) != nil
			field = field || len(k.Writes[name]) > 0
		}
		if method || !field && !private {
			continue
		}
		m.Name(s.Member, "a method "+name+"()", name+" of "+s.Class.Name+" is a field, which only the object itself can reach")
	}
}

func reservedName(m *rule.Pass) {
	reserved := strings.Fields("alarm webSocketMessage webSocketClose webSocketError dup id name then connect constructor")
	for _, s := range m.StubCalls {
		if s.IsCall() && s.Class != nil && slices.Contains(reserved, s.Member.Name) {
			if p := s.Class.Lookup(s.Member.Name); p != nil && s.Member.Name != "constructor" && (p.Op == "method" || p.Op == "field" || p.Op == "get") {
				m.Name(s.Node, "another name for the method", s.Member.Name+" of "+s.Class.Name+" cannot be called on a stub")
			}
		}
	}
}

func rpcSerializable(m *rule.Pass) {
	seen := map[*syntax.Node]bool{}
	for _, s := range m.StubCalls {
		if !s.IsCall() || s.Member.Name == "fetch" {
			continue
		}
		for _, a := range s.Node.List {
			serialized(m, a, 0)
		}
		if s.Class == nil {
			continue
		}
		p := s.Class.Lookup(s.Member.Name)
		if p == nil || p.B == nil || p.B.Kind != syntax.Func || seen[p.B] || p.Op != "method" {
			continue
		}
		seen[p.B] = true
		for _, r := range code.Returns(p.B) {
			serialized(m, r, 0)
		}
	}
}

// serialized reports what of an expression cannot be sent.
func serialized(m *rule.Pass, n *syntax.Node, depth int) {
	if n == nil || depth > 6 {
		return
	}
	if n.Kind == syntax.Ident { // a constant: what is sent is its value
		s := n.Sym
		if s != nil && s.Decl != nil && s.Func != nil && !code.Reassigned(s) && s.Decl.Parent != nil && s.Decl.Parent.Kind == syntax.Declarator && s.Decl.Parent.A == s.Decl && s.Decl.Parent.B != nil {
			if init := s.Decl.Parent.B; init.Kind != syntax.Await {
				serialized(m, init, depth+1)
			}
			return
		}
	}
	report := func(what, fix string, edits ...rule.Edit) {
		m.Node(n, fix, what+" cannot be sent to another Worker or object").Edits = edits
	}
	after := func(text string) rule.Edit { return rule.Replace(n.File.Path, n.End, n.End, text) }
	switch v := m.ValueOf(n); v.Kind {
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
		if n.Kind == syntax.Call && m.On(n, "sql", "exec") {
			report("a cursor", n.Text()+".toArray()", after(".toArray()"))
			return
		}
	}
	switch n.Kind {
	case syntax.This:
		if m.ThisClass(n) != nil {
			report("the object itself", "send what is needed of it")
		}
	case syntax.Object, syntax.Array:
		for _, p := range n.List {
			switch p.Kind {
			case syntax.Property:
				if p.Op == "init" {
					serialized(m, p.B, depth+1)
				}
			case syntax.Spread:
			default:
				serialized(m, p, depth+1)
			}
		}
	case syntax.Cond:
		serialized(m, n.B, depth+1)
		serialized(m, n.C(), depth+1)
	case syntax.Await:
		serialized(m, n.A, depth+1)
	case syntax.Binary:
		if n.Op == "??" || n.Op == "||" || n.Op == "&&" {
			serialized(m, n.A, depth+1)
			serialized(m, n.B, depth+1)
		}
	case syntax.New:
		serializedNew(m, n, report)
	case syntax.Call:
		switch {
		case code.IsGlobal(n.A, "Symbol"):
			report("a symbol", "a string")
		case code.IsGlobal(n.A, "Object", "create") && len(n.List) == 1 && n.List[0].Kind == syntax.Null:
			report("an object without prototype", "{}")
		case n.A.Kind == syntax.Member && len(n.List) == 0 && slices.Contains([]string{"entries", "keys", "values"}, n.A.Name) && isMap(m, n.A.A):
			report("an iterator", "[..."+n.Text()+"]", rule.Replace(n.File.Path, n.Start, n.Start, "[..."), after("]"))
		default:
			if fns := m.Callees(n); len(fns) > 0 && fns[0].Generator {
				report("a generator", "[..."+n.Text()+"]")
			}
		}
	}
}

func serializedNew(m *rule.Pass, n *syntax.Node, report func(string, string, ...rule.Edit)) {
	for name, fix := range map[string]string{"URL": ".href", "URLSearchParams": ".toString()", "FormData": "Object.fromEntries(…)", "WeakMap": "a Map", "WebSocketPair": "upgrade through fetch()"} {
		if code.IsGlobal(n.A, name) {
			if strings.HasPrefix(fix, ".") {
				fix = n.Text() + fix
			}
			report("a "+name, fix)
			return
		}
	}
	if code.IsGlobal(n.A, "Response") && len(n.List) > 1 && n.List[1].Kind == syntax.Object && prop(n.List[1], "webSocket") != nil {
		report("a Response with a WebSocket", "upgrade through fetch()")
		return
	}
	if c := m.ClassOf(n.A); c != nil && c.Kind == "" {
		for _, k := range c.Chain() {
			if k.Base == nil && k.Node.A != nil {
				return
			}
		}
		report("an instance of "+c.Name, c.Name+" extends RpcTarget, or a plain object")
	}
}

// isMap reports whether an expression is a Map or a Set, or a field that is.
func isMap(m *rule.Pass, n *syntax.Node) bool {
	is := func(e *syntax.Node) bool {
		return e != nil && e.Kind == syntax.New && (code.IsGlobal(e.A, "Map") || code.IsGlobal(e.A, "Set"))
	}
	switch n.Kind {
	case syntax.New:
		return is(n)
	case syntax.Ident:
		return is(m.ConstInit(n))
	case syntax.Member:
		if c := m.ThisClass(n); n.A.Kind == syntax.This && c != nil {
			w := c.Writes[n.Name]
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

func stubPerRequest(m *rule.Pass) {
	for _, c := range m.CallsOn("ns", "getByName", "get") {
		if code.Enclosing(c) == nil && !code.InClass(c) {
			m.Name(c, "make it in the handler", "a stub is made before there is a request")
		}
	}
	m.Changes(func(n *syntax.Node) {
		target, values := (*syntax.Node)(nil), []*syntax.Node(nil)
		switch {
		case n.Kind == syntax.Assign && n.A.Kind == syntax.Member && n.A.A.Kind == syntax.Ident:
			target, values = n.A.A, []*syntax.Node{n.B}
		default:
			if target, values = code.ModuleWrite(n); target == nil {
				return
			}
		}
		s := target.Sym
		if s == nil || s.Decl == nil || s.Unbound || s.Func != nil || code.Enclosing(n) == nil || !code.TopLevel(s.Decl) || m.ObjectAt(n) != nil {
			return
		}
		if slices.ContainsFunc(values, func(v *syntax.Node) bool { return requestBound(m, v) }) {
			m.Node(target, "make it in the handler", target.Name+" outlives the request that made its value")
		}
	})
}

// requestBound reports whether a value belongs to one request.
func requestBound(m *rule.Pass, n *syntax.Node) bool {
	switch v := m.ValueOf(n); v.Kind {
	case "stub", "socket", "pair", "client":
		return true
	}
	switch n.Kind {
	case syntax.Binary:
		return (n.Op == "??" || n.Op == "||") && (requestBound(m, n.A) || requestBound(m, n.B))
	case syntax.Member:
		return n.Name == "body" && requestBound(m, n.A)
	case syntax.Call:
		return n.A.Kind == syntax.Member && n.A.Name == "clone" && requestBound(m, n.A.A) || code.IsGlobal(n.A, "Response", "json")
	case syntax.New:
		return code.IsGlobal(n.A, "Response") || code.IsGlobal(n.A, "Request")
	case syntax.Await:
		return n.A.Kind == syntax.Call && code.IsGlobal(n.A.A, "fetch")
	case syntax.Ident:
		if n.Sym != nil && n.Sym.Decl != nil {
			for _, h := range m.Handlers("fetch") {
				if len(h.List) > 0 && h.List[0] == n.Sym.Decl {
					return true
				}
			}
			if init := m.ConstInit(n); init != nil && init.Kind != syntax.Ident {
				return requestBound(m, init)
			}
		}
	}
	return false
}

func callbackKept(m *rule.Pass) {
	for _, s := range m.StubCalls {
		if !s.IsCall() || s.Class == nil {
			continue
		}
		p := s.Class.Lookup(s.Member.Name)
		if p == nil || p.B == nil || p.B.Kind != syntax.Func {
			continue
		}
		for i, a := range s.Node.List {
			if i >= len(p.B.List) || !callback(m, a) {
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
				value := r
				for value.Parent.Kind == syntax.Property && value.Parent.B == value && value.Parent.Parent.Kind == syntax.Object && !value.Parent.Parent.Binding {
					value = value.Parent.Parent // { id, callback }
				}
				field, kept := "", value.Parent
				switch {
				case kept.Kind == syntax.Assign && kept.B == value && kept.A.Kind == syntax.Member && kept.A.A.Kind == syntax.This:
					field = kept.A.Name
				case kept.Kind == syntax.Assign && kept.B == value && kept.A.Kind == syntax.Index && kept.A.A.Kind == syntax.Member && kept.A.A.A.Kind == syntax.This:
					field = kept.A.A.Name
				case kept.Kind == syntax.Call && kept.A.Kind == syntax.Member && slices.Contains([]string{"add", "push", "set", "unshift"}, kept.A.Name) && kept.A.A.Kind == syntax.Member && kept.A.A.A.Kind == syntax.This:
					field = kept.A.A.Name
				}
				if field == "" || !readElsewhere(s.Class, field, r) {
					continue
				}
				text := ".dup()"
				if p := r.Parent; p.Kind == syntax.Property && p.At == r.At { // { callback }
					text = ": " + r.Name + text
				}
				m.Node(r, r.Name+".dup()", r.Name+" is kept in this."+field+" after the call has ended").Edits = []rule.Edit{rule.Replace(r.File.Path, r.End, r.End, text)}
			}
		}
	}
}

// readElsewhere reports whether a field is used outside of the function of a node.
func readElsewhere(c *model.Class, field string, not *syntax.Node) bool {
	fn := code.Enclosing(not)
	for _, k := range c.Family() {
		if code.Contains(k.Node, func(n *syntax.Node) bool {
			return code.IsField(n, field) && code.Enclosing(n) != fn && !code.IsWrite(n)
		}) {
			return true
		}
	}
	return false
}

// callback reports whether an argument is a function or an RpcTarget.
func callback(m *rule.Pass, n *syntax.Node) bool {
	if m.FuncOf(n) != nil {
		return true
	}
	if n.Kind == syntax.Ident {
		if init := m.ConstInit(n); init != nil {
			n = init
		}
	}
	if n.Kind == syntax.New {
		if c := m.ClassOf(n.A); c != nil {
			return c.Root().Package == "RpcTarget"
		}
	}
	return false
}

func rpcNeedsDate(m *rule.Pass) {
	if !m.Before("2024-04-03", "rpc") {
		return
	}
	for _, s := range m.StubCalls {
		if s.IsCall() && s.Member.Name != "fetch" {
			m.Config(m.DatePos, "a compatibility_date from 2024-04-03 on", "stubs have only fetch at this date, but "+s.Member.Name+" is called")
			return
		}
	}
}
