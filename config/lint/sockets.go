package lint

import (
	"slices"

	"dotool/config/diag"

	"github.com/evanw/esbuild/syntax"
)

var sockets = []*Rule{
	{"K01", "hibernation", diag.Warning, "An accepted socket keeps the object in memory, and billed.", rod + "#use-the-hibernatable-websockets-api-for-cost-efficiency", hibernation},
	{"K02", "close-back", diag.Warning, "Without it the client sees 1006.", docs + "durable-objects/api/base/#websocketclose", closeBack},
	{"K03", "per-socket-state", diag.Warning, "Maps are empty after hibernation, the sockets are still there.", rod + "#use-serializeattachment-to-persist-per-connection-state", perSocketState},
	{"K05", "timers-block-hibernation", diag.Warning, "No timer survives eviction; a pending one prevents hibernation.", docs + "durable-objects/concepts/durable-object-lifecycle/", timersBlockHibernation},
	{"K07", "no-listener-on-hibernatable", diag.Error, "The event goes to the class's handler only.", state + "#acceptwebsocket", noListener},
	{"K08", "accepted-once", diag.Error, "It throws.", state + "#acceptwebsocket", acceptedOnce},
	{"K09", "attachment-saved", diag.Warning, "A change to the copy is lost.", wsAPI + "#websocketserializeattachment", attachmentSaved},
	{"K10", "close-code-echoed", Hint, "1005, 1006 and 1015 cannot be sent: close throws, and a browser's plain close() arrives as 1005.", state, closeCodeEchoed},
}

// half identifies the socket of an expression: its variable, or the place of its pair.
func half(n *syntax.Node) any {
	if n.Kind == syntax.Ident && n.Sym != nil {
		return n.Sym
	}
	if n.Kind == syntax.Member && n.A.Kind == syntax.Ident && n.A.Sym != nil {
		return [2]any{n.A.Sym, n.Name}
	}
	if n.Kind == syntax.Index && n.A.Kind == syntax.Ident && n.A.Sym != nil && n.B.Kind == syntax.Number {
		return [2]any{n.A.Sym, n.B.Num}
	}
	return n
}

// accepted are the sockets given to acceptWebSocket.
func (m *model) accepted() map[any]*syntax.Node {
	all := map[any]*syntax.Node{}
	for _, c := range m.calls {
		if m.on(c, "ctx", "acceptWebSocket") && len(c.List) > 0 {
			all[half(c.List[0])] = c
		}
	}
	return all
}

// pairOf reports whether an expression is a half of a WebSocketPair.
func (m *model) pairOf(n *syntax.Node) bool {
	v := m.val(n)
	return (v.kind == "socket" || v.kind == "client") && v.node != nil
}

// onlyObjects reports whether a node is in code that only objects run, of a class that is not a package's.
func (m *model) onlyObjects(n *syntax.Node, depth int) bool {
	if c := m.objectAt(n); c != nil {
		return c.kind != "package"
	}
	fn := enclosing(n)
	for fn != nil && enclosing(fn) != nil && len(m.callers[fn]) == 0 {
		fn = enclosing(fn)
	}
	if fn == nil || depth > 3 || len(m.callers[fn]) == 0 {
		return false
	}
	for _, c := range m.callers[fn] {
		if !m.onlyObjects(c, depth+1) {
			return false
		}
	}
	return true
}

func hibernation(m *model) {
	accepted := m.accepted()
	for _, c := range m.calls {
		if c.A.Kind != syntax.Member || c.A.Name != "accept" || !m.pairOf(c.A.A) || accepted[half(c.A.A)] != nil || !m.onlyObjects(c, 0) || !m.answered(c) || m.handedOn(c.A.A) || closedAtOnce(c) {
			continue
		}
		m.name(c, "this.ctx.acceptWebSocket("+c.A.A.Text()+") and the method webSocketMessage", "this socket keeps the object in memory")
	}
}

// closedAtOnce reports whether a socket is accepted only to say why it is closed.
func closedAtOnce(c *syntax.Node) bool {
	stmt, list := block(c)
	i := slices.Index(list, stmt)
	if i < 0 {
		return false
	}
	for _, s := range list[i+1:] {
		if call := statementCall(s); call != nil && call.A.Kind == syntax.Member && call.A.Name == "close" && half(call.A.A) == half(c.A.A) {
			return true
		}
	}
	return false
}

// answered reports whether the other half of a pair goes into a Response.
func (m *model) answered(c *syntax.Node) bool {
	answers := func(n *syntax.Node) bool {
		return contains(n, func(n *syntax.Node) bool {
			return n.Kind == syntax.New && isGlobal(n.A, "Response") && len(n.List) > 1 && n.List[1].Kind == syntax.Object && prop(n.List[1], "webSocket") != nil
		})
	}
	v := m.val(c.A.A)
	if fn := enclosing(v.node); fn != nil {
		for enclosing(fn) != nil {
			fn = enclosing(fn)
		}
		return answers(fn)
	}
	return false
}

// handedOn reports whether a socket is given to a function of a package.
func (m *model) handedOn(n *syntax.Node) bool {
	if n.Kind != syntax.Ident || n.Sym == nil {
		return false
	}
	return slices.ContainsFunc(n.Sym.Refs, func(r *syntax.Node) bool {
		p := r.Parent
		if (p.Kind != syntax.Call && p.Kind != syntax.New) || !slices.Contains(p.List, r) {
			return false
		}
		pkg, _ := m.imported(p.A)
		return pkg != ""
	})
}

func closeBack(m *model) {
	if !m.before("2026-04-07", "web_socket_auto_reply_to_close") {
		return
	}
	for _, c := range m.classes {
		p := c.member("webSocketClose")
		if !c.own() || p == nil || p.B == nil || p.B.Kind != syntax.Func || !m.accepts(c) || m.closes(p.B, 0, 0) {
			continue
		}
		ws, code, reason := param(p.B, 0), param(p.B, 1), param(p.B, 2)
		f := m.at(p.File, p.At, p.At+len(p.Name), "ws.close(code === 1005 || code === 1006 ? 1000 : code, reason)", "webSocketClose does not close the socket")
		if ws != "" && p.B.B.Kind == syntax.Block {
			text := ws + ".close("
			if code != "" {
				text += code + " === 1005 || " + code + " === 1006 ? 1000 : " + code
				if reason != "" {
					text += ", " + reason
				}
			} else {
				text += "1000"
			}
			text += ");"
			f.Fix, f.Edits = text, []Edit{{p.File.Path, p.B.B.Start + 1, p.B.B.Start + 1, " " + text}}
		}
	}
}

func param(fn *syntax.Node, i int) string {
	if i < len(fn.List) && fn.List[i].Kind == syntax.Ident {
		return fn.List[i].Name
	}
	return ""
}

func (m *model) accepts(c *class) bool {
	for _, k := range c.family() {
		if contains(k.node, func(n *syntax.Node) bool { return m.on(n, "ctx", "acceptWebSocket") }) {
			return true
		}
	}
	return false
}

// closes reports whether a function closes the socket that it is given as a parameter, itself or by
// what it calls with it.
func (m *model) closes(fn *syntax.Node, i, depth int) bool {
	if i >= len(fn.List) || depth > 4 {
		// Without the parameter it may close all.
		return contains(fn, func(n *syntax.Node) bool {
			return n.Kind == syntax.Call && n.A.Kind == syntax.Member && n.A.Name == "close"
		})
	}
	p := fn.List[i]
	return contains(fn.B, func(n *syntax.Node) bool {
		if n.Kind != syntax.Call {
			return false
		}
		if n.A.Kind == syntax.Member && n.A.Name == "close" {
			return true
		}
		for k, a := range n.List {
			if a.Kind != syntax.Ident || p.Kind != syntax.Ident || a.Sym != p.Sym {
				continue
			}
			if n.A.Kind == syntax.Member && isGlobal(n.A.A, "console") {
				continue
			}
			fns := m.callees(n)
			if len(fns) == 0 { // a method of something else, such as a Map, does not close
				if n.A.Kind != syntax.Member {
					return true
				}
				continue
			}
			if slices.ContainsFunc(fns, func(f *syntax.Node) bool { return m.closes(f, k, depth+1) }) {
				return true
			}
		}
		return false
	})
}

func perSocketState(m *model) {
	for _, c := range m.classes {
		if !c.own() || !m.accepts(c) {
			continue
		}
		refills := false
		for _, k := range c.family() {
			refills = refills || contains(k.node, func(n *syntax.Node) bool {
				return n.Kind == syntax.Member && (n.Name == "getWebSockets" || n.Name == "deserializeAttachment")
			})
		}
		if refills {
			continue
		}
		seen := map[string]bool{}
		c.node.Walk(func(n *syntax.Node) bool {
			if n.Kind != syntax.Member || n.A.Kind != syntax.This || seen[n.Name] {
				return true
			}
			given := fillArguments(n)
			if n.Parent.Kind == syntax.Assign && n.Parent.A == n || !slices.ContainsFunc(given, func(a *syntax.Node) bool { return m.socketIn(a) }) {
				return true
			}
			seen[n.Name] = true
			mark := n
			if p := c.lookup(n.Name); p != nil {
				mark = p
			} else if w := c.writes[n.Name]; len(w) > 0 && w[0].Kind == syntax.Assign {
				mark = w[0].A
			}
			m.at(mark.File, mark.At, mark.At+len(n.Name), "serializeAttachment, and this.ctx.getWebSockets()", "this."+n.Name+" forgets its sockets when the object hibernates")
			return true
		})
	}
}

// socketIn reports whether a value is a socket or holds one.
func (m *model) socketIn(n *syntax.Node) bool {
	if m.is(n, "socket") {
		return true
	}
	if n.Kind == syntax.Object || n.Kind == syntax.Array {
		return slices.ContainsFunc(n.List, func(p *syntax.Node) bool {
			if p.Kind == syntax.Property {
				return p.B != nil && m.socketIn(p.B)
			}
			return m.socketIn(p)
		})
	}
	return false
}

func timersBlockHibernation(m *model) {
	for _, c := range m.classes {
		if !c.own() {
			continue
		}
		clears := map[string]bool{}
		for _, k := range c.family() {
			contains(k.node, func(n *syntax.Node) bool {
				for _, name := range []string{"clearInterval", "clearTimeout"} {
					if n.Kind == syntax.Ident && isGlobal(n, name) {
						clears[name] = true
					}
				}
				return false
			})
		}
		accepts := m.accepts(c)
		m.eachCall(c.node, func(n *syntax.Node) {
			switch {
			case isGlobal(n.A, "setInterval") && accepts && !clears["clearInterval"]:
				m.name(n, "an alarm", "this timer keeps the object from hibernating")
			case isGlobal(n.A, "setTimeout") && !clears["clearTimeout"] && len(n.List) > 1 && !raced(n):
				if d, ok := m.number(n.List[1]); ok && d >= 10_000 {
					m.name(n, "an alarm", "the object may be gone before this timer fires")
				}
			}
		})
	}
}

// raced reports whether a timeout bounds something else, or is awaited.
func raced(n *syntax.Node) bool {
	if len(n.List) > 0 && n.List[0].Kind != syntax.Func || contains(n.List[0], func(c *syntax.Node) bool { return c.Kind == syntax.Member && c.Name == "abort" }) {
		return n.List[0].Kind == syntax.Ident || n.List[0].Kind == syntax.Func
	}
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Kind == syntax.New && isGlobal(p.A, "Promise") {
			return true
		}
	}
	return false
}

func noListener(m *model) {
	accepted := m.accepted()
	names := []string{"message", "close", "error"}
	hibernatable := func(n *syntax.Node) bool {
		v := m.val(n)
		return v.kind == "socket" && v.node == nil || (v.kind == "socket" || v.kind == "client") && accepted[half(n)] != nil
	}
	handler := map[string]string{"message": "webSocketMessage", "close": "webSocketClose", "error": "webSocketError"}
	m.each(func(n *syntax.Node) {
		switch {
		case n.Kind == syntax.Call && n.A.Kind == syntax.Member && n.A.Name == "addEventListener" && len(n.List) > 0:
			if s, ok := m.text(n.List[0]); ok && slices.Contains(names, s) && hibernatable(n.A.A) {
				m.name(n, "the method "+handler[s], "the event goes to "+handler[s]+", not to this listener")
			}
		case n.Kind == syntax.Assign && n.A.Kind == syntax.Member && len(n.A.Name) > 2 && slices.Contains(names, n.A.Name[2:]) && n.A.Name[:2] == "on" && hibernatable(n.A.A):
			m.name(n.A, "the method "+handler[n.A.Name[2:]], "the event goes to "+handler[n.A.Name[2:]]+", not to this listener")
		}
	})
}

func acceptedOnce(m *model) {
	accepted := m.accepted()
	for _, c := range m.calls {
		if c.A.Kind != syntax.Member || c.A.Name != "accept" || !m.is(c.A.A, "socket") && !m.is(c.A.A, "client") {
			continue
		}
		other := accepted[half(c.A.A)]
		if other == nil || enclosing(other) != enclosing(c) || exclusive(c, other) || exclusive(other, c) {
			continue
		}
		second := c
		if other.Start > c.Start {
			second = other
		}
		f := m.name(second, "remove "+c.Text(), c.A.A.Text()+" is accepted twice")
		if s := c.Parent; s.Kind == syntax.ExprStmt {
			f.Edits = []Edit{lineEdit(s)}
		}
	}
}

// lineEdit removes a statement, with its line if nothing else is on it.
func lineEdit(s *syntax.Node) Edit {
	src := s.File.Text
	start, end := s.Start, s.End
	for start > 0 && (src[start-1] == ' ' || src[start-1] == '\t') {
		start--
	}
	for end < len(src) && (src[end] == ' ' || src[end] == '\t') {
		end++
	}
	if start > 0 && src[start-1] == '\n' && end < len(src) && src[end] == '\n' {
		return Edit{s.File.Path, start, end + 1, ""}
	}
	return Edit{s.File.Path, s.Start, s.End, ""}
}

func attachmentSaved(m *model) {
	m.each(func(d *syntax.Node) {
		if d.Kind != syntax.Declarator || d.B == nil || d.A.Kind != syntax.Ident || d.A.Sym == nil || m.reassigned(d.A.Sym) {
			return
		}
		from := d.B
		if from.Kind == syntax.Binary && (from.Op == "??" || from.Op == "||") {
			from = from.A
		}
		if from.Kind != syntax.Call || from.A.Kind != syntax.Member || from.A.Name != "deserializeAttachment" {
			return
		}
		var changes []*syntax.Node
		for _, r := range d.A.Sym.Refs {
			if r == d.A {
				continue
			}
			// How far the path goes.
			top := r
			for top.Parent.Kind == syntax.Member && top.Parent.A == top || top.Parent.Kind == syntax.Index && top.Parent.A == top {
				top = top.Parent
			}
			p := top.Parent
			switch {
			case top == r:
				if p.Kind == syntax.Call || p.Kind == syntax.New || p.Kind == syntax.Return || p.Kind == syntax.Assign || p.Kind == syntax.Property || p.Kind == syntax.Array || p.Kind == syntax.Declarator && p.A.Kind == syntax.Ident {
					if p.Kind == syntax.Call && isGlobal(p.A, "JSON", "stringify") {
						continue
					}
					if p.Kind == syntax.Call && p.A.Kind == syntax.Member && p.A.Name == "serializeAttachment" {
						changes = slices.DeleteFunc(changes, func(c *syntax.Node) bool { return c.Start < p.Start })
						continue
					}
					return // handed on
				}
			case isWrite(top):
				changes = append(changes, top)
			case p.Kind == syntax.Unary && p.Op == "delete":
				changes = append(changes, top)
			case p.Kind == syntax.Call && p.A == top && top.Kind == syntax.Member && top.A != r && slices.Contains([]string{"push", "set", "add", "delete", "splice", "unshift", "pop", "shift", "sort", "clear"}, top.Name):
				changes = append(changes, top.A)
			}
		}
		fn := enclosing(d)
		for i, c := range changes {
			saved := fn != nil && contains(fn, func(n *syntax.Node) bool {
				return n.Kind == syntax.Call && n.A.Kind == syntax.Member && n.A.Name == "serializeAttachment" && n.Start > c.Start && len(n.List) > 0 && uses(n.List[0], d.A.Sym)
			})
			if saved {
				continue
			}
			socket := from.A.A.Text()
			text := socket + ".serializeAttachment(" + d.A.Name + ");"
			f := m.node(c, text, "the change to "+d.A.Name+" is not saved in the attachment")
			if s, list := block(c); s != nil && slices.Contains(list, s) && s.Kind == syntax.ExprStmt && i == len(changes)-1 {
				f.Edits = []Edit{{s.File.Path, s.End, s.End, " " + text}}
			}
		}
	})
}

func closeCodeEchoed(m *model) {
	for _, c := range m.classes {
		p := c.member("webSocketClose")
		if !c.object() || p == nil || p.B == nil || p.B.Kind != syntax.Func || len(p.B.List) < 2 || p.B.List[1].Kind != syntax.Ident {
			continue
		}
		code := p.B.List[1]
		m.eachCall(p.B, func(n *syntax.Node) {
			if n.Kind != syntax.Call || n.A.Kind != syntax.Member || n.A.Name != "close" || len(n.List) == 0 || n.List[0].Kind != syntax.Ident || n.List[0].Sym != code.Sym || underTry(n) {
				return
			}
			if slices.ContainsFunc(code.Sym.Refs, func(r *syntax.Node) bool {
				return r != code && r != n.List[0] && r.Start < n.Start && (isWrite(r) || tested(r) || comparison(r))
			}) {
				return
			}
			text := code.Name + " === 1005 || " + code.Name + " === 1006 ? 1000 : " + code.Name
			m.node(n.List[0], text, code.Name+" may be 1005 or 1006, which cannot be sent").Edits = []Edit{{n.File.Path, n.List[0].Start, n.List[0].End, text}}
		})
	}
}

// comparison reports whether a variable is compared, or switched on.
func comparison(n *syntax.Node) bool {
	p := n.Parent
	return p.Kind == syntax.Binary && slices.Contains([]string{"<", ">", "<=", ">=", "==", "===", "!=", "!=="}, p.Op) || p.Kind == syntax.Switch && p.A == n ||
		p.Kind == syntax.Call && slices.Contains(p.List, n) && p.A.Kind == syntax.Member && (p.A.Name == "includes" || p.A.Name == "has")
}
