package storage

import (
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint/code"
	"github.com/dotool-dev/dotool/config/lint/model"
	"github.com/dotool-dev/dotool/config/lint/rule"

	"github.com/evanw/esbuild/syntax"
)

// Concurrency are the rules about what runs while an object waits (C).
var Concurrency = []*rule.Rule{
	rule.New("C01", "race-across-io", diag.Warning, "Other events run while you wait for the network; what you read is old.", rule.RulesOfObjects+"#avoid-race-conditions-with-non-storage-io", raceAcrossIO),
	rule.New("C02", "writes-together", diag.Warning, "await ends the automatic transaction: the first write can survive without the second.", rule.RulesOfObjects+"#understand-how-input-and-output-gates-work", writesTogether),
	rule.New("C03", "block-only-at-start", diag.Warning, "blockConcurrencyWhile stops every other request of the object.", rule.RulesOfObjects+"#use-blockconcurrencywhile-sparingly", blockOnlyAtStart),
	rule.New("C04", "no-io-while-blocked", diag.Warning, "A slow server holds all requests; after 30 s the object is reset.", rule.State+"#blockconcurrencywhile", noIOWhileBlocked),
	rule.New("C07", "init-under-block", diag.Warning, "Requests arrive before the fields are filled.", rule.RulesOfObjects+"#initialize-storage-and-run-migrations-in-the-constructor", initUnderBlock),
}

// blocks returns the calls of blockConcurrencyWhile, with their callbacks.
func blocks(m *rule.Pass) (calls, callbacks []*syntax.Node) {
	for _, c := range m.CallsOn("ctx", "blockConcurrencyWhile") {
		if len(c.List) > 0 {
			calls, callbacks = append(calls, c), append(callbacks, m.FuncOf(c.List[0]))
		}
	}
	return calls, callbacks
}

// underBlock reports whether a node is in a callback of blockConcurrencyWhile.
func underBlock(m *rule.Pass, n *syntax.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Kind == syntax.Func && p.Parent != nil && m.On(p.Parent, "ctx", "blockConcurrencyWhile") {
			return true
		}
	}
	return false
}

// keyText returns the text of a key that two calls can share.
func keyText(m *rule.Pass, n *syntax.Node) string {
	if s, ok := m.Fold(n); ok {
		return "=" + s.String()
	}
	return n.Text()
}

// declared returns the variables of a declarator.
func declared(d *syntax.Node) (all []*syntax.Symbol) {
	d.A.Walk(func(n *syntax.Node) bool {
		if n.Kind == syntax.Ident && n.Binding && n.Sym != nil {
			all = append(all, n.Sym)
		}
		return true
	})
	return all
}

func raceAcrossIO(m *rule.Pass) {
	writes := slices.Concat(m.CallsOn("storage", "put"), m.CallsOn("kv", "put"), m.CallsOn("sql", "exec"))
	m.Each(func(n *syntax.Node) {
		if n.A.Kind == syntax.Member && n.A.A.Kind == syntax.This {
			writes = append(writes, n)
		}
	}, syntax.Assign)
	seen := map[*syntax.Node]bool{nil: true}
	for _, w := range writes {
		fn := code.Enclosing(w)
		if seen[fn] {
			continue
		}
		seen[fn] = true
		var awaits, nodes []*syntax.Node
		for _, n := range fn.File.Of(syntax.Await) {
			if code.Within(n, fn) && code.Enclosing(n) == fn && m.ExternalAwait(n) {
				awaits = append(awaits, n)
			}
		}
		if len(awaits) == 0 || underBlock(m, fn) || len(m.UnitOf(fn).Classes) == 0 {
			continue
		}
		code.Own(fn, func(n *syntax.Node) { nodes = append(nodes, n) })
		between := func(a, b *syntax.Node) *syntax.Node {
			for _, w := range awaits {
				if w.Start >= a.End && w.End <= b.Start && !code.Exclusive(w, b) {
					return w
				}
			}
			return nil
		}
		for _, n := range nodes {
			switch {
			case n.Kind == syntax.Assign && n.A.Kind == syntax.Member && n.A.A.Kind == syntax.This:
				raceField(m, n, nodes, between)
			case (m.On(n, "storage", "put") || m.On(n, "kv", "put")) && len(n.List) > 1:
				raceStorage(m, n, nodes, between)
			case m.On(n, "sql", "exec") && len(n.List) > 1:
				raceSQL(m, n, nodes, between)
			}
		}
	}
}

// fieldRead returns the variable that a declaration gives a field of this, nil if it is of
// none.
func fieldRead(d *syntax.Node, field string) *syntax.Node {
	switch {
	case d.Kind != syntax.Declarator || d.B == nil:
	case d.A.Kind == syntax.Ident && (code.IsField(d.B, field) || d.B.Kind == syntax.Binary && (d.B.Op == "??" || d.B.Op == "||") && code.IsField(d.B.A, field)):
		return d.A
	case d.A.Kind == syntax.Object && d.B.Kind == syntax.This:
		if v := code.Property(d.A, field); v != nil && v.Kind == syntax.Ident {
			return v
		}
	}
	return nil
}

func raceField(m *rule.Pass, n *syntax.Node, nodes []*syntax.Node, between func(a, b *syntax.Node) *syntax.Node) {
	field := n.A.Name
	awaited := func(e *syntax.Node) bool {
		return code.Contains(e, func(c *syntax.Node) bool { return m.ExternalAwait(c) })
	}
	reads := func(e *syntax.Node) bool {
		return code.Contains(e, func(c *syntax.Node) bool { return code.IsField(c, field) })
	}
	report := func() {
		m.Node(n.A, "read this."+field+" again after the await", "this."+field+" may have changed during the await")
	}
	if len(n.Op) > 1 {
		if awaited(n.B) && n.Op != "??=" && n.Op != "||=" && n.Op != "&&=" {
			report()
		}
		return
	}
	if n.B.Kind == syntax.Binary && reads(n.B.A) && awaited(n.B.B) {
		report()
		return
	}
	for _, d := range nodes {
		read := fieldRead(d, field)
		if read == nil || d.End > n.Start {
			continue
		}
		w := between(d, n)
		if w == nil || !code.Uses(n.B, read.Sym) || n.B.Kind == syntax.Ident || reads(n.B) {
			continue
		}
		again := slices.ContainsFunc(nodes, func(c *syntax.Node) bool {
			return code.IsField(c, field) && c != n.A && (c.Start > w.End && c.Start < n.Start || code.IsWrite(c) && c.Start > d.End && c.Start < w.Start)
		})
		if !again {
			report()
			return
		}
	}
}

func raceStorage(m *rule.Pass, n *syntax.Node, nodes []*syntax.Node, between func(a, b *syntax.Node) *syntax.Node) {
	key := keyText(m, n.List[0])
	for _, d := range nodes {
		if d.Kind != syntax.Declarator || d.B == nil || d.End > n.Start {
			continue
		}
		get := reading(m, d.B)
		if get == nil || len(get.List) == 0 || keyText(m, get.List[0]) != key {
			continue
		}
		w := between(d, n)
		if w == nil {
			continue
		}
		used := false
		for _, s := range declared(d) {
			used = used || code.Uses(n.List[1], s)
			for c, p := n, n.Parent; p != nil && p.Kind != syntax.Func; c, p = p, p.Parent {
				if p.Kind == syntax.If && p.A != c && code.Uses(p.A, s) {
					used = true
				}
			}
			used = used || slices.ContainsFunc(derived(m, s, d, n, nodes), func(v *syntax.Symbol) bool { return code.Uses(n.List[1], v) })
		}
		again := slices.ContainsFunc(nodes, func(c *syntax.Node) bool {
			if c == n || c.Kind != syntax.Call || !m.On(c, "storage") && !m.On(c, "kv") || len(c.List) == 0 || keyText(m, c.List[0]) != key {
				return false
			}
			return c.A.Name == "get" && c.Start > w.End && c.Start < n.Start || (c.A.Name == "put" || c.A.Name == "delete") && c.Start > d.End && c.Start < w.Start
		})
		if used && !again {
			m.Name(n, "read again after the await, or claim before it", n.List[0].Text()+" was read before the await and may have changed")
			return
		}
	}
}

// computed reports whether a variable is the result of arithmetic.
func computed(s *syntax.Symbol) bool {
	return s.Decl != nil && s.Decl.Parent.Kind == syntax.Declarator && s.Decl.Parent.B.Kind == syntax.Binary && slices.Contains([]string{"+", "-", "*", "/"}, s.Decl.Parent.B.Op)
}

// derived returns the variables that are made of one between its declaration and a write.
func derived(m *rule.Pass, s *syntax.Symbol, d, write *syntax.Node, nodes []*syntax.Node) (all []*syntax.Symbol) {
	for _, e := range nodes {
		if e.Kind == syntax.Declarator && e.B != nil && e.Start > d.End && e.End < write.Start && e.A.Kind == syntax.Ident && code.Uses(e.B, s) && reading(m, e.B) == nil {
			all = append(all, e.A.Sym)
		}
	}
	return all
}

// reading returns the call of get in an expression such as (await storage.get(K)) ?? 0.
func reading(m *rule.Pass, n *syntax.Node) *syntax.Node {
	switch n.Kind {
	case syntax.Await:
		return reading(m, n.A)
	case syntax.Binary:
		if n.Op == "??" || n.Op == "||" {
			return reading(m, n.A)
		}
	case syntax.Call:
		if m.On(n, "storage", "get") || m.On(n, "kv", "get") {
			return n
		}
		if code.IsGlobal(n.A, "Number") && len(n.List) == 1 {
			return reading(m, n.List[0])
		}
	case syntax.Member:
		return reading(m, n.A)
	}
	return nil
}

// table returns the table that a query reads or changes.
func table(m *rule.Pass, text string, words ...string) string {
	for _, s := range m.Statements(text) {
		for i, t := range s {
			if t.Is(words...) && i+1 < len(s) {
				return strings.ToLower(strings.Trim(s[i+1].Text, "\"`[]"))
			}
		}
	}
	return ""
}

func raceSQL(m *rule.Pass, n *syntax.Node, nodes []*syntax.Node, between func(a, b *syntax.Node) *syntax.Node) {
	text, ok := m.Text(n.List[0])
	ss := m.Statements(text)
	if !ok || len(ss) == 0 || verb(ss[0]) != "UPDATE" {
		return
	}
	at := table(m, text, "UPDATE")
	if where := strings.LastIndex(strings.ToUpper(text), "WHERE"); where >= 0 && strings.Contains(strings.ToLower(text[where:]), "version") {
		return
	}
	for _, d := range nodes {
		if d.Kind != syntax.Declarator || d.B == nil || d.End > n.Start {
			continue
		}
		var sel *syntax.Node
		code.Contains(d.B, func(c *syntax.Node) bool {
			if m.On(c, "sql", "exec") && len(c.List) > 0 {
				sel = c
			}
			return false
		})
		if sel == nil {
			continue
		}
		query, ok := m.Text(sel.List[0])
		if !ok || table(m, query, "FROM") != at || !isSelect(m, sel.List[0]) {
			continue
		}
		w := between(d, n)
		if w == nil {
			continue
		}
		used := false
		for _, s := range declared(d) {
			for _, a := range n.List[1:] {
				used = used || code.Uses(a, s) && !strings.HasSuffix(a.Text(), ".id") && a.Kind != syntax.Spread ||
					a.Kind == syntax.Ident && slices.ContainsFunc(derived(m, s, d, n, nodes), func(v *syntax.Symbol) bool { return a.Sym == v && computed(v) })
			}
		}
		again := slices.ContainsFunc(nodes, func(c *syntax.Node) bool {
			if c == n || !m.On(c, "sql", "exec") || len(c.List) == 0 {
				return false
			}
			q, _ := m.Text(c.List[0])
			return table(m, q, "FROM") == at && c.Start > w.End && c.Start < n.Start || table(m, q, "UPDATE", "INTO") == at && c.Start > d.End && c.Start < w.Start
		})
		if used && !again {
			m.Name(n, "read again after the await, or claim before it", "the row of "+at+" was read before the await and may have changed")
			return
		}
	}
}

// awaitedWrite returns the call of a statement `await storage.put(…)` on its own.
func awaitedWrite(m *rule.Pass, s *syntax.Node) *syntax.Node {
	if s.Kind == syntax.ExprStmt && s.A.Kind == syntax.Await && m.On(s.A.A, "storage", "put", "delete") {
		return s.A.A
	}
	return nil
}

func writesTogether(m *rule.Pass) {
	m.Each(func(s *syntax.Node) {
		if s.Kind != syntax.ExprStmt {
			return
		}
		first := awaitedWrite(m, s)
		if first == nil || strings.Contains(first.Text(), "allowUnconfirmed") {
			return
		}
		_, list := code.Block(s)
		i := slices.Index(list, s)
		if i < 0 {
			return
		}
		blank := true
		for k, next := range list[i+1:] {
			if second := awaitedWrite(m, next); second != nil {
				if strings.Contains(second.Text(), "allowUnconfirmed") {
					return
				}
				f := m.Name(second, "put({ … }) with all keys, or transaction", "an await stands between two writes that belong together")
				if k == 0 && blank {
					f.Edits = oneput(m, s, first, next, second)
				}
				return
			}
			// Declarations, and reads that wait for storage only, may stand between.
			if next.Kind != syntax.Var || code.Contains(next, func(n *syntax.Node) bool {
				return n.Kind == syntax.Await && reading(m, n) == nil
			}) {
				return
			}
			blank = false
		}
	}, syntax.ExprStmt)
}

// oneput makes one put of two.
func oneput(m *rule.Pass, s, first, next, second *syntax.Node) []rule.Edit {
	if first.A.Name != "put" || second.A.Name != "put" || len(first.List) != 2 || len(second.List) != 2 {
		return nil
	}
	a, ok := m.Text(first.List[0])
	b, ok2 := m.Text(second.List[0])
	calls := func(n *syntax.Node) bool {
		return code.Contains(n, func(c *syntax.Node) bool {
			return c.Kind == syntax.Call || c.Kind == syntax.New || c.Kind == syntax.Await
		})
	}
	if !ok || !ok2 || a == b || calls(first.List[1]) || calls(second.List[1]) {
		return nil
	}
	pair := func(c *syntax.Node) string {
		key := c.List[0].Text()
		if c.List[0].Kind != syntax.String || strings.HasPrefix(key, "`") {
			key = "[" + key + "]"
		} else if name := c.List[0].Name; identifier(name) {
			key = name
			if c.List[1].Kind == syntax.Ident && c.List[1].Name == name {
				return name
			}
		}
		return key + ": " + c.List[1].Text()
	}
	src := s.File.Text
	return []rule.Edit{
		rule.Replace(s.File.Path, first.List[0].Start, first.End-1, "{ "+pair(first)+", "+pair(second)+" }"),
		rule.Replace(s.File.Path, s.End, next.End, strings.TrimRight(src[s.End:next.Start], " \t\r\n")),
	}
}

func identifier(s string) bool {
	for i, c := range s {
		if c != '_' && c != '$' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

func blockOnlyAtStart(m *rule.Pass) {
	calls, callbacks := blocks(m)
	for i, c := range calls {
		fn := callbacks[i]
		p := m.UnitOf(c)
		if fn == nil || len(p.Classes) == 0 || m.InConstructor(c) || p.Name == "onStart" || onceOnly(c, fn) {
			continue
		}
		known, io, throws := true, false, true
		code.Own(fn, func(n *syntax.Node) {
			switch {
			case n.Kind == syntax.Await:
				if m.ExternalAwait(n) {
					io = true
				} else if !storageAwait(m, n.A, 0) {
					known = false
				}
			case n.Kind == syntax.Call && m.External(n):
				io = true
			}
		})
		if fn.B.Kind != syntax.Block && fn.B.Kind == syntax.Call && !storageAwait(m, fn.B, 0) && m.ValueOf(fn.B).Kind == "" {
			known = known && (len(m.Callees(fn.B)) > 0 || callsOn(fn.B, "Response") || callsOn(fn.B, "JSON"))
		}
		for _, s := range fn.B.List {
			throws = throws && (s.Kind == syntax.Throw || s.Kind == syntax.ExprStmt && callsOn(s.A, "console"))
		}
		if !known || io || fn.B.Kind == syntax.Block && throws && len(fn.B.List) > 0 {
			continue
		}
		f := m.Name(c, "run the body directly; transactionSync if it must be atomic", "each call of "+p.Name+" blocks the whole object")
		f.Edits = unwrapped(c, fn)
	}
}

// unwrapped puts the statements of a callback in place of the statement that calls it; nil where
// that could change what they do.
func unwrapped(c, fn *syntax.Node) []rule.Edit {
	stmt, list := code.Block(c)
	if stmt == nil || !slices.Contains(list, stmt) || code.StatementCall(stmt) != c || stmt.Kind != syntax.ExprStmt || c.List[0] != fn || fn.B.Kind != syntax.Block || len(fn.B.List) == 0 {
		return nil
	}
	for _, s := range fn.B.List {
		if s.Kind == syntax.Var || s.Kind == syntax.Func || s.Kind == syntax.Class || code.Leaves(s) || code.Contains(s, func(n *syntax.Node) bool { return n.Kind == syntax.Await }) {
			return nil
		}
	}
	text := fn.File.Text[fn.B.Start+1 : fn.B.End-1]
	last := strings.LastIndexByte(text, '\n')
	if open := strings.IndexByte(text, '\n'); open >= 0 && open < last && strings.TrimSpace(text[:open]) != "" {
		return nil // a comment behind the brace
	}
	return []rule.Edit{rule.Replace(c.File.Path, stmt.Start, stmt.End, strings.TrimSpace(strings.ReplaceAll(text, "\n"+code.Indent(fn.B.List[0]), "\n"+code.Indent(stmt))))}
}

// callsOn reports whether an expression is a call of a method of a global.
func callsOn(n *syntax.Node, name string) bool {
	return n.Kind == syntax.Call && n.A.Kind == syntax.Member && code.IsGlobal(n.A.A, name)
}

// storageAwait reports whether an expression waits for storage only.
func storageAwait(m *rule.Pass, n *syntax.Node, depth int) bool {
	if n.Kind != syntax.Call {
		return m.Is(n, "txn")
	}
	if n.A.Kind == syntax.Member {
		switch v := m.ValueOf(n.A.A); v.Kind {
		case "storage", "txn", "sql", "kv":
			return true
		}
		if (n.A.Name == "then" || n.A.Name == "catch") && n.A.A.Kind == syntax.Call {
			return storageAwait(m, n.A.A, depth)
		}
		if code.IsGlobal(n.A.A, "Promise") && len(n.List) > 0 && n.List[0].Kind == syntax.Array {
			return !slices.ContainsFunc(n.List[0].List, func(e *syntax.Node) bool { return !storageAwait(m, e, depth) })
		}
	}
	fns := m.Callees(n)
	if len(fns) == 0 || depth > 3 {
		return false
	}
	for _, fn := range fns {
		ok := fn.B == nil || fn.B.Kind != syntax.Block || len(fn.B.List) > 0 // an empty method is for subclasses, which are not known
		code.Own(fn, func(c *syntax.Node) {
			if c.Kind == syntax.Await && !storageAwait(m, c.A, depth+1) {
				ok = false
			}
		})
		if !ok {
			return false
		}
	}
	return true
}

// onceOnly reports whether a block is the first use of an object, behind a guard.
func onceOnly(c, fn *syntax.Node) bool {
	for n, p := c, c.Parent; p != nil; n, p = p, p.Parent {
		switch p.Kind {
		case syntax.Assign:
			if p.A.Kind == syntax.Member && p.A.A.Kind == syntax.This {
				return true
			}
		case syntax.If:
			if p.A != n && testsField(p.A) {
				return true
			}
		case syntax.Binary:
			if (p.Op == "??" || p.Op == "||" || p.Op == "&&") && testsField(p.A) {
				return true
			}
		case syntax.Func:
			stmt, list := code.Block(c)
			for _, s := range list {
				if s == stmt {
					break
				}
				if s.Kind == syntax.If && testsField(s.A) && code.LastOf(s.B) != nil && code.LastOf(s.B).Kind == syntax.Return {
					return true
				}
			}
			// The guard may be in the callback.
			for _, s := range fn.B.List {
				if s.Kind == syntax.If && testsField(s.A) && code.LastOf(s.B) != nil && code.LastOf(s.B).Kind == syntax.Return {
					return true
				}
			}
			return false
		}
	}
	return false
}

// testsField reports whether a condition looks at a field of the object.
func testsField(n *syntax.Node) bool {
	return code.Contains(n, func(c *syntax.Node) bool { return c.Kind == syntax.Member && c.A.Kind == syntax.This })
}

func noIOWhileBlocked(m *rule.Pass) {
	calls, callbacks := blocks(m)
	for i, c := range calls {
		fn := callbacks[i]
		p, class := m.Method(c)
		if fn == nil || class != nil && p.Name == "onStart" && class.Kind == "package" {
			continue
		}
		report := func(call *syntax.Node) {
			m.Name(call, "before or after blockConcurrencyWhile", "the whole object waits for "+call.A.Text())
		}
		code.Own(fn, func(n *syntax.Node) {
			if n.Kind == syntax.Await || n.Kind == syntax.Return && n.A != nil {
				if n.Kind == syntax.Return && n.A.Kind == syntax.Await {
					return
				}
				if call := m.FirstExternal(n.A); call != nil && (code.Enclosing(call) != fn || !awaitInside(n.A, call)) {
					report(call)
				}
			}
		})
		if fn.B.Kind == syntax.Call {
			if call := m.FirstExternal(fn.B); call != nil {
				report(call)
			}
		}
	}
}

// awaitInside reports whether an await between an expression and a call in it reports the call.
func awaitInside(n, call *syntax.Node) bool {
	for p := call.Parent; p != nil && p != n.Parent; p = p.Parent {
		if p.Kind == syntax.Await {
			return true
		}
	}
	return false
}

// keepPromise is the fix for what would wait in vain under blockConcurrencyWhile.
const keepPromise = "keep the promise in a field, and await it where the fields are read"

func initUnderBlock(m *rule.Pass) {
	for _, c := range m.Classes {
		k := c.Member("constructor")
		if !c.IsObject() || k == nil || k.B == nil {
			continue
		}
		code.Own(k.B, func(n *syntax.Node) {
			if n.Kind != syntax.ExprStmt {
				return
			}
			e := n.A
			if e.Kind == syntax.Unary && e.Op == "void" {
				e = e.A
			}
			if e.Kind != syntax.Call {
				return
			}
			fix := "this.ctx.blockConcurrencyWhile(() => …)"
			if e.A.Kind == syntax.Func && e.A.Async { // (async () => …)()
				if assignsLater(m, e.A) != "" {
					if waitsForOthers(m, e.A) {
						fix = keepPromise
					}
					m.At(e.File, int(e.A.Start), int(e.A.Start)+len("async"), fix, "this."+assignsLater(m, e.A)+" is filled after the constructor has ended")
				}
				return
			}
			for e.A.Kind == syntax.Member && e.A.A.Kind == syntax.Call && (e.A.Name == "catch" || e.A.Name == "finally" || e.A.Name == "then" && !m.On(e.A.A, "storage")) {
				e = e.A.A // of what comes then, the promise is dropped
			}
			if e.A.Kind == syntax.Member && e.A.Name == "then" && m.On(e.A.A, "storage") && len(e.List) > 0 {
				if f := m.FuncOf(e.List[0]); f != nil {
					if field := assigns(f); field != "" {
						m.Name(e, fix, "this."+field+" is filled after the constructor has ended")
					}
				}
				return
			}
			if e.A.Kind == syntax.Member && e.A.A.Kind == syntax.This {
				for _, fn := range m.Callees(e) {
					field := ""
					if fn.Async {
						field = assignsLater(m, fn)
					}
					if field == "" || n.A.Kind == syntax.Unary && readWithFallback(c, field) {
						continue
					}
					param := "this.ctx"
					if len(k.B.List) > 0 && k.B.List[0].Kind == syntax.Ident {
						param = k.B.List[0].Name
					}
					others := waitsForOthers(m, fn)
					fix = param + ".blockConcurrencyWhile(() => " + e.Text() + ")"
					if others {
						fix = keepPromise
					}
					f := m.Name(e, fix, "this."+field+" is filled after the constructor has ended")
					if e == n.A && !others {
						f.Edits = []rule.Edit{rule.Replace(e.File.Path, e.Start, e.End, fix)}
					}
					return
				}
			}
		})
	}
}

// assigns returns a field that a function assigns.
func assigns(fn *syntax.Node) (field string) {
	fn.Walk(func(n *syntax.Node) bool {
		if n.Kind == syntax.Assign && n.A.Kind == syntax.Member && n.A.A.Kind == syntax.This {
			field = n.A.Name
		}
		return true
	})
	return field
}

// assignsLater returns a field that an asynchronous function assigns after an await that may
// let a request in.
func assignsLater(m *rule.Pass, fn *syntax.Node) (field string) {
	first := -1
	code.Own(fn, func(n *syntax.Node) {
		if n.Kind == syntax.Await && !atOnce(m, n.A, 0) && (first < 0 || int(n.Start) < first) {
			first = int(n.Start)
		}
	})
	code.Own(fn, func(n *syntax.Node) {
		if field == "" && first >= 0 && n.Kind == syntax.Assign && n.A.Kind == syntax.Member && n.A.A.Kind == syntax.This && int(n.End) > first {
			field = n.A.Name
		}
	})
	return field
}

// atOnce reports whether a call has its result before any other event: its asynchronous
// functions only query the database, which is synchronous.
func atOnce(m *rule.Pass, call *syntax.Node, depth int) bool {
	if call.Kind != syntax.Call || depth > 3 {
		return false
	}
	fns := m.Callees(call)
	for _, fn := range fns {
		if !fn.Async || code.Contains(fn, func(n *syntax.Node) bool {
			switch n.Kind {
			case syntax.Call:
				return !m.On(n, "sql", "exec") && !m.On(n, "cursor") && !atOnce(m, n, depth+1)
			case syntax.New:
				return true
			case syntax.ForOf:
				return n.Async
			case syntax.Await:
				return n.A.Kind != syntax.Call // the call itself decides
			case syntax.This: // a field that is returned may be a promise
				for n.Parent.Kind == syntax.Member {
					n = n.Parent
				}
				return n.Parent.Kind == syntax.Return
			}
			return false
		}) {
			return false
		}
	}
	return len(fns) > 0
}

func readWithFallback(c *model.Class, field string) bool {
	return code.Contains(c.Node, func(n *syntax.Node) bool {
		return n.Kind == syntax.Binary && n.Op == "??" && code.IsField(n.A, field)
	})
}
