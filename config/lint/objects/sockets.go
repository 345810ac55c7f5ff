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

// Sockets are the rules about WebSockets (K).
var Sockets = []*rule.Rule{
	rule.New("K01", "hibernation", diag.Warning, "An accepted socket keeps the object in memory, and billed.", rule.RulesOfObjects+"#use-the-hibernatable-websockets-api-for-cost-efficiency", hibernation),
	rule.New("K02", "close-back", diag.Warning, "Without a close in the handler, the client sees code 1006.", rule.Docs+"durable-objects/api/base/#websocketclose", closeBack),
	rule.New("K03", "per-socket-state", diag.Warning, "Maps are empty after hibernation, the sockets are still there.", rule.RulesOfObjects+"#use-serializeattachment-to-persist-per-connection-state", perSocketState),
	rule.New("K05", "timers-block-hibernation", diag.Warning, "No timer survives eviction; a pending one prevents hibernation.", rule.Docs+"durable-objects/concepts/durable-object-lifecycle/", timersBlockHibernation),
	rule.New("K07", "no-listener-on-hibernatable", diag.Error, "Events of a hibernatable socket go to the handlers of the class only.", rule.State+"#acceptwebsocket", noListener),
	rule.New("K08", "accepted-once", diag.Error, "acceptWebSocket throws for a socket that was accepted before.", rule.State+"#acceptwebsocket", acceptedOnce),
	rule.New("K09", "attachment-saved", diag.Warning, "A change to the copy is lost.", wsAPI+"#websocketserializeattachment", attachmentSaved),
	rule.New("K10", "close-code-echoed", rule.Hint, "1005, 1006 and 1015 cannot be sent: close throws, and a browser's plain close() arrives as 1005.", rule.State, closeCodeEchoed),
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
		return [2]any{n.A.Sym, n.B.Num()}
	}
	return n
}

// accepted returns the sockets given to acceptWebSocket.
func accepted(m *rule.Pass) map[any]*syntax.Node {
	all := map[any]*syntax.Node{}
	for _, c := range m.CallsOn("ctx", "acceptWebSocket") {
		if len(c.List) > 0 {
			all[half(c.List[0])] = c
			if fn, i := m.Parameter(c.List[0]); fn != nil { // where a function is given the socket
				for _, call := range m.Callers[fn] {
					if i < len(call.List) && all[half(call.List[i])] == nil {
						all[half(call.List[i])] = call
					}
				}
			}
		}
	}
	return all
}

// accepting returns the calls of accept.
func accepting(m *rule.Pass) (all []*syntax.Node) {
	m.Members(func(n *syntax.Node) {
		if c := n.Parent; c.Kind == syntax.Call && c.A == n {
			all = append(all, c)
		}
	}, "accept")
	return all
}

// pairOf reports whether an expression is a half of a WebSocketPair.
func pairOf(m *rule.Pass, n *syntax.Node) bool {
	v := m.ValueOf(n)
	return (v.Kind == "socket" || v.Kind == "client") && v.Node != nil
}

// onlyObjects reports whether a node is in code that only objects run, of a class that is not a package's.
func onlyObjects(m *rule.Pass, n *syntax.Node, depth int) bool {
	if c := m.ObjectAt(n); c != nil {
		return c.Kind != "package"
	}
	fn := code.Enclosing(n)
	for fn != nil && code.Enclosing(fn) != nil && len(m.Callers[fn]) == 0 {
		fn = code.Enclosing(fn)
	}
	if fn == nil || depth > 3 || len(m.Callers[fn]) == 0 {
		return false
	}
	for _, c := range m.Callers[fn] {
		if !onlyObjects(m, c, depth+1) {
			return false
		}
	}
	return true
}

func hibernation(m *rule.Pass) {
	accepted := accepted(m)
	for _, c := range accepting(m) {
		if !pairOf(m, c.A.A) || accepted[half(c.A.A)] != nil || !onlyObjects(m, c, 0) || !answered(m, c) || handedOn(m, c.A.A) || closedAtOnce(c) {
			continue
		}
		m.Name(c, "this.ctx.acceptWebSocket("+c.A.A.Text()+") and the method webSocketMessage", "this socket keeps the object in memory")
	}
}

// closedAtOnce reports whether a socket is accepted only to say why it is closed.
func closedAtOnce(c *syntax.Node) bool {
	stmt, list := code.Block(c)
	i := slices.Index(list, stmt)
	if i < 0 {
		return false
	}
	for _, s := range list[i+1:] {
		if call := code.StatementCall(s); call != nil && call.A.Kind == syntax.Member && call.A.Name == "close" && half(call.A.A) == half(c.A.A) {
			return true
		}
	}
	return false
}

// answered reports whether the other half of a pair goes into a Response.
func answered(m *rule.Pass, c *syntax.Node) bool {
	answers := func(n *syntax.Node) bool {
		return code.Contains(n, func(n *syntax.Node) bool {
			return n.Kind == syntax.New && code.IsGlobal(n.A, "Response") && len(n.List) > 1 && n.List[1].Kind == syntax.Object && prop(n.List[1], "webSocket") != nil
		})
	}
	v := m.ValueOf(c.A.A)
	if fn := code.Enclosing(v.Node); fn != nil {
		for code.Enclosing(fn) != nil {
			fn = code.Enclosing(fn)
		}
		return answers(fn)
	}
	return false
}

// handedOn reports whether a socket is given to a function of a package.
func handedOn(m *rule.Pass, n *syntax.Node) bool {
	if n.Kind != syntax.Ident || n.Sym == nil {
		return false
	}
	return slices.ContainsFunc(n.Sym.Refs, func(r *syntax.Node) bool {
		p := r.Parent
		if (p.Kind != syntax.Call && p.Kind != syntax.New) || !slices.Contains(p.List, r) {
			return false
		}
		pkg, _ := m.Imported(p.A)
		return pkg != ""
	})
}

func closeBack(m *rule.Pass) {
	if !m.Before("2026-04-07", "web_socket_auto_reply_to_close") {
		return
	}
	for _, c := range m.Classes {
		p := c.Member("webSocketClose")
		if !c.IsOwn() || p == nil || p.B == nil || p.B.Kind != syntax.Func || !accepts(m, c) || closes(m, p.B, 0, 0) {
			continue
		}
		ws, code, reason := param(p.B, 0), param(p.B, 1), param(p.B, 2)
		f := m.At(p.File, int(p.At), int(p.At)+len(p.Name), "ws.close(code === 1005 || code === 1006 ? 1000 : code, reason)", "webSocketClose does not close the socket")
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
			f.Fix, f.Edits = text, []rule.Edit{rule.First(p.B.B, text)}
		}
	}
}

func param(fn *syntax.Node, i int) string {
	if i < len(fn.List) && fn.List[i].Kind == syntax.Ident {
		return fn.List[i].Name
	}
	return ""
}

func accepts(m *rule.Pass, c *model.Class) bool {
	calls := m.CallsOn("ctx", "acceptWebSocket")
	return slices.ContainsFunc(c.Family(), func(k *model.Class) bool {
		return slices.ContainsFunc(calls, func(n *syntax.Node) bool { return code.Within(n, k.Node) })
	})
}

// closes reports whether a function closes the socket that it is given as a parameter, itself or by
// what it calls with it.
func closes(m *rule.Pass, fn *syntax.Node, i, depth int) bool {
	if i >= len(fn.List) || depth > 4 {
		// Without the parameter it may close all.
		return code.Contains(fn, func(n *syntax.Node) bool {
			return n.Kind == syntax.Call && n.A.Kind == syntax.Member && n.A.Name == "close"
		})
	}
	p := fn.List[i]
	return code.Contains(fn.B, func(n *syntax.Node) bool {
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
			if n.A.Kind == syntax.Member && code.IsGlobal(n.A.A, "console") {
				continue
			}
			fns := m.Callees(n)
			if len(fns) == 0 { // a method of something else, such as a Map, does not close
				if n.A.Kind != syntax.Member {
					return true
				}
				continue
			}
			if slices.ContainsFunc(fns, func(f *syntax.Node) bool { return closes(m, f, k, depth+1) }) {
				return true
			}
		}
		return false
	})
}

func perSocketState(m *rule.Pass) {
	for _, c := range m.Classes {
		if !c.IsOwn() || !accepts(m, c) {
			continue
		}
		refills := func(n *syntax.Node) bool {
			return n.Kind == syntax.Member && (n.Name == "getWebSockets" || n.Name == "deserializeAttachment")
		}
		if slices.ContainsFunc(c.Family(), func(k *model.Class) bool {
			return code.Contains(k.Node, func(n *syntax.Node) bool {
				return refills(n) || n.Kind == syntax.Call && slices.ContainsFunc(m.Callees(n), func(fn *syntax.Node) bool { return code.Contains(fn, refills) })
			})
		}) {
			continue
		}
		seen := map[string]bool{}
		c.Node.Walk(func(n *syntax.Node) bool {
			given := code.FillArguments(n)
			if n.Kind == syntax.Ident && given != nil {
				if n = m.FieldOf(n); n == nil {
					return true
				}
			}
			if n.Kind == syntax.Property && n.Parent.Kind == syntax.Class || n.Kind != syntax.Member && n.Kind != syntax.Property || n.Kind == syntax.Member && n.A.Kind != syntax.This || seen[n.Name] {
				return true
			}
			if n.Parent.Kind == syntax.Assign && n.Parent.A == n || !slices.ContainsFunc(given, func(a *syntax.Node) bool { return socketIn(m, a) }) {
				return true
			}
			seen[n.Name] = true
			mark := n
			if p := c.Lookup(n.Name); p != nil {
				mark = p
			} else if w := c.Writes[n.Name]; len(w) > 0 && w[0].Kind == syntax.Assign {
				mark = w[0].A
			}
			m.At(mark.File, int(mark.At), int(mark.At)+len(n.Name), "serializeAttachment, and this.ctx.getWebSockets()", "this."+n.Name+" forgets its sockets when the object hibernates")
			return true
		})
	}
}

// socketIn reports whether a value is a socket or holds one.
func socketIn(m *rule.Pass, n *syntax.Node) bool {
	if m.Is(n, "socket") {
		return true
	}
	if n.Kind == syntax.Object || n.Kind == syntax.Array {
		return slices.ContainsFunc(n.List, func(p *syntax.Node) bool {
			if p.Kind == syntax.Property {
				return p.B != nil && socketIn(m, p.B)
			}
			return socketIn(m, p)
		})
	}
	return false
}

func timersBlockHibernation(m *rule.Pass) {
	timers := m.CallsOfGlobals("setInterval", "setTimeout")
	for _, c := range m.Classes {
		own := slices.DeleteFunc(slices.Clone(timers), func(n *syntax.Node) bool { return !code.Within(n, c.Node) })
		if !c.IsOwn() || len(own) == 0 {
			continue
		}
		clears := map[string]bool{}
		for _, k := range c.Family() {
			code.Contains(k.Node, func(n *syntax.Node) bool {
				for _, name := range []string{"clearInterval", "clearTimeout"} {
					if n.Kind == syntax.Ident && code.IsGlobal(n, name) {
						clears[name] = true
					}
				}
				return false
			})
		}
		accepts := accepts(m, c)
		for _, n := range own {
			switch {
			case code.IsGlobal(n.A, "setInterval") && accepts && !clears["clearInterval"]:
				m.Name(n, "an alarm", "this timer keeps the object from hibernating")
			case code.IsGlobal(n.A, "setTimeout") && !clears["clearTimeout"] && len(n.List) > 1 && !raced(n):
				if d, ok := m.Number(n.List[1]); ok && d >= 10_000 {
					m.Name(n, "an alarm", "the object may be gone before this timer fires")
				}
			}
		}
	}
}

// raced reports whether a timeout bounds something else, or is awaited.
func raced(n *syntax.Node) bool {
	if len(n.List) > 0 && n.List[0].Kind != syntax.Func || code.Contains(n.List[0], func(c *syntax.Node) bool { return c.Kind == syntax.Member && c.Name == "abort" }) {
		return n.List[0].Kind == syntax.Ident || n.List[0].Kind == syntax.Func
	}
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Kind == syntax.New && code.IsGlobal(p.A, "Promise") {
			return true
		}
	}
	return false
}

func noListener(m *rule.Pass) {
	accepted := accepted(m)
	names := []string{"message", "close", "error"}
	hibernatable := func(n *syntax.Node) bool {
		v := m.ValueOf(n)
		return v.Kind == "socket" && v.Node == nil || (v.Kind == "socket" || v.Kind == "client") && accepted[half(n)] != nil
	}
	handler := map[string]string{"message": "webSocketMessage", "close": "webSocketClose", "error": "webSocketError"}
	m.Members(func(n *syntax.Node) {
		switch p := n.Parent; {
		case p.Kind == syntax.Call && p.A == n && n.Name == "addEventListener" && len(p.List) > 0:
			if s, ok := m.Text(p.List[0]); ok && slices.Contains(names, s) && hibernatable(n.A) {
				m.Name(p, "the method "+handler[s], "the event goes to "+handler[s]+", not to this listener")
			}
		case p.Kind == syntax.Assign && p.A == n && n.Name != "addEventListener" && hibernatable(n.A):
			m.Name(n, "the method "+handler[n.Name[2:]], "the event goes to "+handler[n.Name[2:]]+", not to this listener")
		}
	}, "addEventListener", "onmessage", "onclose", "onerror")
}

func acceptedOnce(m *rule.Pass) {
	accepted := accepted(m)
	for _, c := range accepting(m) {
		if !m.Is(c.A.A, "socket") && !m.Is(c.A.A, "client") {
			continue
		}
		other := accepted[half(c.A.A)]
		if other == nil || code.Enclosing(other) != code.Enclosing(c) || code.Exclusive(c, other) || code.Exclusive(other, c) {
			continue
		}
		second := c
		if other.Start > c.Start {
			second = other
		}
		f := m.Name(second, "remove "+c.Text(), c.A.A.Text()+" is accepted twice")
		f.Edits = acceptedBy(c, other)
	}
}

// acceptedBy removes accept() where acceptWebSocket accepts the socket too. It is done in its
// place if the socket is used in between.
func acceptedBy(accept, other *syntax.Node) []rule.Edit {
	s, list := code.Block(accept)
	if s == nil || s != accept.Parent || !slices.Contains(list, s) {
		return nil
	}
	used := accept.A.A.Kind != syntax.Ident || accept.A.A.Sym == nil || slices.ContainsFunc(accept.A.A.Sym.Refs, func(r *syntax.Node) bool {
		return r.Start >= accept.End && r.Start < other.Start
	})
	if !used || other.Start < accept.Start {
		return []rule.Edit{lineEdit(s)}
	}
	from, to := slices.Index(list, s), slices.Index(list, other.Parent)
	if to < 0 || other.A.Kind != syntax.Member || other.A.Name != "acceptWebSocket" || slices.ContainsFunc(list[from:to], func(n *syntax.Node) bool { return n.Kind != syntax.ExprStmt }) {
		return nil
	}
	return []rule.Edit{rule.Replace(s.File.Path, accept.Start, accept.End, other.Text()), lineEdit(other.Parent)}
}

// lineEdit removes a statement, with its line if nothing else is on it.
func lineEdit(s *syntax.Node) rule.Edit {
	src := s.File.Text
	start, end := int(s.Start), int(s.End)
	for start > 0 && (src[start-1] == ' ' || src[start-1] == '\t') {
		start--
	}
	for end < len(src) && (src[end] == ' ' || src[end] == '\t') {
		end++
	}
	if strings.HasPrefix(src[end:], "\r\n") {
		end++
	}
	if start > 0 && src[start-1] == '\n' && end < len(src) && src[end] == '\n' {
		return rule.Replace(s.File.Path, start, end+1, "")
	}
	return rule.Replace(s.File.Path, s.Start, s.End, "")
}

func attachmentSaved(m *rule.Pass) {
	m.Each(func(d *syntax.Node) {
		if d.Kind != syntax.Declarator || d.B == nil || d.A.Kind != syntax.Ident || d.A.Sym == nil || code.Reassigned(d.A.Sym) {
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
					if p.Kind == syntax.Call && code.IsGlobal(p.A, "JSON", "stringify") {
						continue
					}
					if p.Kind == syntax.Call && p.A.Kind == syntax.Member && p.A.Name == "serializeAttachment" {
						changes = slices.DeleteFunc(changes, func(c *syntax.Node) bool { return c.Start < p.Start })
						continue
					}
					return // handed on
				}
			case code.IsWrite(top):
				changes = append(changes, top)
			case p.Kind == syntax.Unary && p.Op == "delete":
				changes = append(changes, top)
			case p.Kind == syntax.Call && p.A == top && top.Kind == syntax.Member && slices.Contains([]string{"push", "set", "add", "delete", "splice", "unshift", "pop", "shift", "sort", "clear"}, top.Name):
				changes = append(changes, top.A)
			}
		}
		fn := code.Enclosing(d)
		for i, c := range changes {
			saved := fn != nil && code.Contains(fn, func(n *syntax.Node) bool {
				return n.Kind == syntax.Call && n.A.Kind == syntax.Member && n.A.Name == "serializeAttachment" && n.Start > c.Start && len(n.List) > 0 && code.Uses(n.List[0], d.A.Sym)
			})
			if saved {
				continue
			}
			socket := from.A.A.Text()
			text := socket + ".serializeAttachment(" + d.A.Name + ");"
			f := m.Node(c, text, "the change to "+d.A.Name+" is not saved in the attachment")
			if s, list := code.Block(c); s != nil && slices.Contains(list, s) && s.Kind == syntax.ExprStmt && i == len(changes)-1 {
				f.Edits = []rule.Edit{rule.After(s, text)}
			}
		}
	}, syntax.Declarator)
}

func closeCodeEchoed(m *rule.Pass) {
	for _, c := range m.Classes {
		p := c.Member("webSocketClose")
		if !c.IsObject() || p == nil || p.B == nil || p.B.Kind != syntax.Func || len(p.B.List) < 2 || p.B.List[1].Kind != syntax.Ident {
			continue
		}
		status := p.B.List[1]
		code.EachCall(p.B, func(n *syntax.Node) {
			if n.Kind != syntax.Call || n.A.Kind != syntax.Member || n.A.Name != "close" || len(n.List) == 0 || n.List[0].Kind != syntax.Ident || n.List[0].Sym != status.Sym || code.UnderTry(n) {
				return
			}
			if slices.ContainsFunc(status.Sym.Refs, func(r *syntax.Node) bool {
				return r != status && r != n.List[0] && r.Start < n.Start && (code.IsWrite(r) || code.OnlyTested(r) || comparison(r))
			}) {
				return
			}
			text := status.Name + " === 1005 || " + status.Name + " === 1006 ? 1000 : " + status.Name
			m.Node(n.List[0], text, status.Name+" may be 1005 or 1006, which cannot be sent").Edits = []rule.Edit{rule.Replace(n.File.Path, n.List[0].Start, n.List[0].End, text)}
		})
	}
}

// comparison reports whether a variable is compared, or switched on.
func comparison(n *syntax.Node) bool {
	p := n.Parent
	return p.Kind == syntax.Binary && slices.Contains([]string{"<", ">", "<=", ">=", "==", "===", "!=", "!=="}, p.Op) || p.Kind == syntax.Switch && p.A == n ||
		p.Kind == syntax.Call && slices.Contains(p.List, n) && p.A.Kind == syntax.Member && (p.A.Name == "includes" || p.A.Name == "has")
}
