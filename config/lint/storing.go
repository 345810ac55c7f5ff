package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dotool/config/diag"

	"github.com/evanw/esbuild/syntax"
)

var storing = []*Rule{
	{"S01", "sqlite-backend", diag.Warning, "New key-value classes are refused for accounts without old ones (2026-07-09); the kind never changes after.", docs + "changelog/2026-07-09", sqliteBackend},
	{"S02", "schema-in-constructor", diag.Warning, "A handler that runs before the table exists fails; DDL per request is paid per request.", rod + "#initialize-storage-and-run-migrations-in-the-constructor", schemaInConstructor},
	{"S03", "forbidden-sql", diag.Error, "The runtime refuses it.", sql + "#exec", forbiddenSQL},
	{"S04", "persist-first", diag.Warning, "What fails to be stored must not be believed.", rod + "#understand-the-difference-between-in-memory-state-and-persistent-storage", persistFirst},
	{"S05", "state-only-in-memory", diag.Warning, "It is gone at the next eviction or deploy.", rod + "#understand-the-difference-between-in-memory-state-and-persistent-storage", stateOnlyInMemory},
	{"S07", "bind-parameters", diag.Error, "Values in the text are SQL.", sql + "#exec", bindParameters},
	{"S08", "sql-needs-sqlite", diag.Error, "storage.sql and storage.kv throw on a key-value class.", sql + "#sql-api", sqlNeedsSQLite},
	{"S09", "sync-transaction", diag.Error, "What runs after the first await is outside the transaction, silently.", sql + "#transactionsync", syncTransaction},
	{"S10", "cursor-before-await", diag.Warning, "A cursor sees what other requests write meanwhile.", sql + "#exec", cursorBeforeAwait},
	{"S11", "binding-count", diag.Error, "It throws \"Wrong number of parameter bindings\".", sql + "#exec", bindingCount},
	{"S12", "documented-limits", diag.Error, "The runtime or Cloudflare refuses it.", docs + "durable-objects/platform/limits/", documentedLimits},
	{"S13", "returning-consumed", diag.Error, "A write with RETURNING that is not read to the end cannot commit: the object fails with an internal error.", sql + "#exec", returningConsumed},
	{"S14", "storable-binding", diag.Warning, "Objects, arrays, dates and booleans are stored as their String(); a BigInt throws.", sql + "#exec", storableBinding},
	{"S15", "cursor-once", diag.Warning, "The second pass finds nothing.", sql + "#exec", cursorOnce},
	{"S16", "state-in-module", diag.Warning, "Objects of one isolate share module variables; others do not.", docs + "durable-objects/reference/in-memory-state/", stateInModule},
}

func sqliteBackend(m *model) {
	if m.date < "2024-09-26" {
		return
	}
	for name, pos := range m.kv {
		if _, ok := m.lite[name]; !ok {
			m.config(pos, "new_sqlite_classes, if it is not deployed yet", name+" keeps its data in the old key-value storage")
		}
	}
}

var setup = regexp.MustCompile(`(?i)^_*#?(init|setup|set_up|migrate|ensure|create|reset|restore|import|upgrade|load)`)

func schemaInConstructor(m *model) {
	created := map[string]bool{}
	for _, q := range m.queries() {
		if m.inConstructor(q.call) {
			for _, s := range statements(q.text) {
				if t := tableOf(s); t != "" && s[0].is("CREATE") {
					created[t] = true
				}
			}
		}
	}
	for _, q := range m.queries() {
		c := m.objectAt(q.call)
		p, _ := m.method(q.call)
		if !q.ok || c == nil || c.kind == "opaque" || m.inConstructor(q.call) || setup.MatchString(p.Name) || m.setupCalls(p.B, 0) || guarded(q.call, p) {
			continue
		}
		for _, s := range statements(q.text) {
			ddl := len(s) > 2 && (s[0].is("CREATE") && (s[1].is("TABLE", "INDEX") || s[1].is("UNIQUE") && s[2].is("INDEX")) || s[0].is("ALTER") && s[1].is("TABLE"))
			if !ddl || s[0].is("CREATE") && created[tableOf(s)] {
				continue
			}
			m.node(q.arg, "move it under blockConcurrencyWhile in the constructor", "the schema is changed in "+p.Name+", not when the object starts")
			break
		}
	}
}

// tableOf is the table or index that a statement of the schema names.
func tableOf(s []token) string {
	for i, t := range s {
		if t.is("TABLE", "INDEX") {
			for _, n := range s[i+1:] {
				if !n.is("IF", "NOT", "EXISTS") {
					return strings.ToLower(strings.Trim(n.text, "\"`[]"))
				}
			}
		}
	}
	return ""
}

// setupCalls reports whether only methods that set up call a function.
func (m *model) setupCalls(fn *syntax.Node, depth int) bool {
	calls := m.callers[fn]
	if len(calls) == 0 || depth > 3 {
		return false
	}
	for _, c := range calls {
		p, _ := m.method(c)
		if p == nil || !setup.MatchString(p.Name) && !m.setupCalls(p.B, depth+1) {
			return false
		}
	}
	return true
}

// guarded reports whether a node stands in an if, up to a limit.
func guarded(n, limit *syntax.Node) bool {
	for p := n.Parent; p != nil && p != limit; n, p = p, p.Parent {
		if p.Kind == syntax.If && p.A != n || p.Kind == syntax.Cond && p.A != n || p.Kind == syntax.Case || p.Kind == syntax.Binary && (p.Op == "&&" || p.Op == "||") && p.B == n {
			return true
		}
	}
	return false
}

var pragmas = strings.Fields("case_sensitive_like data_version defer_foreign_keys foreign_key_check foreign_key_list foreign_keys ignore_check_constraints index_info index_list index_xinfo legacy_alter_table optimize page_size quick_check recursive_triggers reverse_unordered_selects table_info table_list table_xinfo")

func forbiddenSQL(m *model) {
	for _, q := range m.queries() {
		text, ok := q.text, q.ok
		if !ok { // the beginning may be known
			if text = m.beginning(q.arg); text == "" {
				continue
			}
		}
		for _, s := range statements(text) {
			if len(s) == 0 || s[0].kind != 'w' {
				continue
			}
			bad, fix := s[0], "transactionSync(() => …)"
			what := strings.ToUpper(s[0].text)
			switch {
			case s[0].is("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"):
			case s[0].is("ATTACH", "DETACH", "VACUUM"):
				fix = "an object has one database, which the runtime keeps in order"
			case s[0].is("CREATE") && len(s) > 1 && s[1].is("TEMP", "TEMPORARY"):
				bad, fix, what = s[1], "use a table", "CREATE "+strings.ToUpper(s[1].text)
			case s[0].is("PRAGMA") && len(s) > 1:
				name := s[1]
				if len(s) > 3 && s[2].text == "." {
					name = s[3]
				}
				if slices.Contains(pragmas, strings.ToLower(name.text)) {
					continue
				}
				fix, what = "a table of your own for what it says", "PRAGMA "+name.text
				if strings.EqualFold(name.text, "user_version") {
					fix = "a table _sql_schema_migrations for the version"
				}
			default:
				i := slices.IndexFunc(s, func(t token) bool {
					return (t.kind == 'w' || t.kind == 'q') && strings.HasPrefix(strings.ToLower(strings.Trim(t.text, "\"`[]")), "_cf_")
				})
				if i < 0 {
					continue
				}
				bad, fix, what = s[i], "choose another name", s[i].text
			}
			start, end := q.within(bad.start, bad.end)
			m.at(q.arg.File, start, end, fix, what+" is not allowed in SQL.exec")
		}
	}
}

// beginning is the known start of a partly known text.
func (m *model) beginning(n *syntax.Node) string {
	if n.Kind == syntax.Template && n.A == nil && len(n.Quasis) > 0 {
		return n.Quasis[0].Text
	}
	return ""
}

// block returns the statement that a node is in, and the statements around it.
func block(n *syntax.Node) (stmt *syntax.Node, list []*syntax.Node) {
	for p := n.Parent; p != nil; n, p = p, p.Parent {
		switch p.Kind {
		case syntax.Block, syntax.Module, syntax.StaticBlock:
			return n, p.List
		case syntax.Case:
			if p.A != n {
				return n, p.List
			}
		case syntax.Func:
			return nil, nil
		}
	}
	return nil, nil
}

// leaves reports whether a statement can end the statements after it.
func leaves(s *syntax.Node) bool {
	switch s.Kind {
	case syntax.Return, syntax.Throw, syntax.Break, syntax.Continue:
		return true
	case syntax.Func, syntax.Class:
		return false
	}
	found := false
	s.Walk(func(n *syntax.Node) bool {
		if n.Kind == syntax.Func {
			return false
		}
		switch n.Kind {
		case syntax.Return, syntax.Throw, syntax.Break, syntax.Continue:
			found = true
		}
		return !found
	})
	return found
}

var volatile = regexp.MustCompile(`(?i)socket|session|conn|timer|timeout|interval|promise|pending|inflight|lock|ready|init|listener|subscri|cache|client`)

// memory is a change of a field: this.F = v and the like.
func (m *model) memory(s *syntax.Node) (target *syntax.Node, field string, values []*syntax.Node) {
	if s.Kind != syntax.ExprStmt {
		return nil, "", nil
	}
	e := s.A
	switch {
	case e.Kind == syntax.Assign && e.Op == "=":
		switch t := e.A; {
		case t.Kind == syntax.Member && t.A.Kind == syntax.This:
			return t, t.Name, []*syntax.Node{e.B}
		case t.Kind == syntax.Index && t.A.Kind == syntax.Member && t.A.A.Kind == syntax.This:
			return t, t.A.Name, []*syntax.Node{t.B, e.B}
		}
	case e.Kind == syntax.Call && e.A.Kind == syntax.Member && slices.Contains([]string{"set", "add", "push"}, e.A.Name):
		if t := e.A.A; t.Kind == syntax.Member && t.A.Kind == syntax.This && m.val(t).kind == "" {
			return t, t.Name, e.List
		}
	}
	return nil, "", nil
}

// sameName reports whether an expression is, or is a member of, one of the variables.
func sameName(n *syntax.Node, values []*syntax.Node) bool {
	for n.Kind == syntax.Member {
		n = n.A
	}
	if n.Kind != syntax.Ident || n.Sym == nil {
		return false
	}
	return slices.ContainsFunc(values, func(v *syntax.Node) bool { return v.Kind == syntax.Ident && v.Sym == n.Sym })
}

func contains(n *syntax.Node, is func(*syntax.Node) bool) bool {
	found := false
	n.Walk(func(c *syntax.Node) bool {
		if is(c) {
			found = true
		}
		return !found
	})
	return found
}

func persistFirst(m *model) {
	m.each(func(s *syntax.Node) {
		target, field, values := m.memory(s)
		if target == nil || m.objectAt(s) == nil || volatile.MatchString(field) || m.inConstructor(s) {
			return
		}
		values = slices.DeleteFunc(slices.Clone(values), func(v *syntax.Node) bool { return v.Kind != syntax.Ident || m.is(v, "socket") })
		if len(values) == 0 || inTry(s) {
			return
		}
		_, list := block(s)
		i := slices.Index(list, s)
		if i < 0 {
			return
		}
		waited := false
		for k, next := range list[i+1:] {
			found := false
			next.Walk(func(n *syntax.Node) bool {
				switch {
				case n.Kind == syntax.Func:
					return false
				case m.externalAwait(n):
					waited = true
				case m.on(n, "sql", "exec") && len(n.List) > 1:
					text, ok := m.text(n.List[0])
					if ss := statements(text); ok && len(ss) > 0 && slices.Contains([]string{"INSERT", "UPDATE", "REPLACE"}, verb(ss[0])) {
						found = found || slices.ContainsFunc(n.List[1:], func(a *syntax.Node) bool { return sameName(a, values) })
					}
				}
				if waited && (m.on(n, "storage", "put") || m.on(n, "kv", "put") || m.on(n, "sql", "exec")) {
					found = found || contains(n, func(c *syntax.Node) bool {
						return c.Kind == syntax.Ident && sameName(c, values) && c.Parent != n || c.Kind == syntax.Member && c.A.Kind == syntax.This && c.Name == field ||
							c.Kind == syntax.Ident && slices.Contains(n.List, c) && sameName(c, values)
					})
				}
				return true
			})
			if found {
				f := m.node(target, "write to storage first, then change this."+field, "this."+field+" changes before it is stored")
				if k == 0 && next.Kind == syntax.ExprStmt && next.A.Kind == syntax.Call {
					f.Edits = []Edit{{s.File.Path, s.Start, s.End, next.Text()}, {s.File.Path, next.Start, next.End, s.Text()}}
				}
				return
			}
			if leaves(next) {
				return
			}
		}
	})
}

// inTry reports whether a node stands in a try whose catch may put things right.
func inTry(n *syntax.Node) bool {
	for p := n.Parent; p != nil && p.Kind != syntax.Func; n, p = p, p.Parent {
		if p.Kind == syntax.Try && p.A == n && p.B != nil {
			return contains(p.B, func(c *syntax.Node) bool { return c.Kind == syntax.This })
		}
	}
	return false
}

var shortLived = regexp.MustCompile(`(?i)cache|memo|recent|limit|bucket|rate|presence|cursor|typing|pending|inflight|promise|waiter|listener|subscriber|session|connection|timer|lock|pool|metric|stats`)

func stateOnlyInMemory(m *model) {
	for _, c := range m.classes {
		if c.kind != "native" || len(c.subs) > 0 || shortLived.MatchString(c.name) || c.has("preShutdown") || m.stores(c) {
			continue
		}
		for _, p := range c.node.List {
			if p.Kind == syntax.Property && p.Op == "field" && !p.Static && p.B != nil && emptyCollection(p.B) && !shortLived.MatchString(p.Name) {
				if m.filledAndRead(c, p.Name) {
					m.at(p.File, p.At, p.At+len(p.Name), "store it: this.ctx.storage.put(…) or SQL.exec(…)", "this."+p.Name+" is kept in memory only")
				}
			}
		}
		if k := c.member("constructor"); k != nil && k.B != nil {
			own(k.B, func(n *syntax.Node) {
				if n.Kind == syntax.Assign && n.Op == "=" && n.A.Kind == syntax.Member && n.A.A.Kind == syntax.This && emptyCollection(n.B) && !shortLived.MatchString(n.A.Name) && c.member(n.A.Name) == nil && m.filledAndRead(c, n.A.Name) {
					m.at(n.File, n.A.At, n.A.End, "store it: this.ctx.storage.put(…) or SQL.exec(…)", "this."+n.A.Name+" is kept in memory only")
				}
			})
		}
	}
}

func emptyCollection(n *syntax.Node) bool {
	switch n.Kind {
	case syntax.Array, syntax.Object:
		return len(n.List) == 0
	case syntax.New:
		return len(n.List) == 0 && (isGlobal(n.A, "Map") || isGlobal(n.A, "Set"))
	}
	return false
}

// stores reports whether a class uses storage, alarms or sockets, or hands itself on.
func (m *model) stores(c *class) bool {
	for _, k := range c.chain() {
		if contains(k.node, func(n *syntax.Node) bool {
			switch v := m.val(n); {
			case v.kind == "storage" || v.kind == "sql" || v.kind == "kv" || v.kind == "socket" || v.kind == "pair":
				return true
			case v.kind == "ctx":
				p := n.Parent
				ctor, _ := m.method(n)
				if p.Kind == syntax.Call && p.A.Kind == syntax.Super || n.Binding && ctor != nil && ctor.Name == "constructor" {
					return false
				}
				return p.Kind != syntax.Member || p.A != n || p.Name == "getWebSockets" || p.Name == "acceptWebSocket"
			case n.Kind == syntax.This:
				return n.Parent.Kind != syntax.Member && n.Parent.Kind != syntax.Declarator && n.Parent.Kind != syntax.Return
			case n.Kind == syntax.Property && n.Op != "declare" && (n.Name == "alarm" || strings.HasPrefix(n.Name, "webSocket")) && n.Parent == k.node:
				return true
			}
			return false
		}) {
			return true
		}
	}
	return false
}

// filledAndRead reports whether one public method fills a field with what it is given, and
// another, or fetch, returns from it.
func (m *model) filledAndRead(c *class, field string) bool {
	var fills, reads []string
	for _, p := range c.node.List {
		if p.Kind != syntax.Property || p.Static || p.Name == "constructor" || p.B == nil || p.B.Kind != syntax.Func || p.Private {
			continue
		}
		for fn := range m.reachable(p.B) {
			if _, k := m.method(fn); k != c {
				continue
			}
			fn.Walk(func(n *syntax.Node) bool {
				if n.Kind != syntax.Member || n.Name != field || n.A.Kind != syntax.This {
					return true
				}
				if given := fillArguments(n); given != nil {
					if slices.ContainsFunc(given, func(a *syntax.Node) bool { return m.given(a, fn) }) {
						fills = append(fills, p.Name)
					}
				} else if returned(n) || p.Name == "fetch" && contains(fn, func(r *syntax.Node) bool { return r.Kind == syntax.Return }) {
					reads = append(reads, p.Name)
				}
				return true
			})
		}
	}
	for _, f := range fills {
		for _, r := range reads {
			if f != r || f == "fetch" {
				return true
			}
		}
	}
	return false
}

// fillArguments are the values that a use of a field adds to it, nil if it adds none.
func fillArguments(n *syntax.Node) []*syntax.Node {
	p := n.Parent
	switch {
	case p.Kind == syntax.Member && p.A == n && p.Parent.Kind == syntax.Call && p.Parent.A == p && slices.Contains([]string{"push", "set", "add", "unshift"}, p.Name):
		return p.Parent.List
	case p.Kind == syntax.Index && p.A == n && p.Parent.Kind == syntax.Assign && p.Parent.A == p:
		return []*syntax.Node{p.B, p.Parent.B}
	case p.Kind == syntax.Assign && p.A == n:
		return []*syntax.Node{p.B}
	}
	return nil
}

// given reports whether a value is made of a parameter of the function.
func (m *model) given(n, fn *syntax.Node) bool {
	return contains(n, func(c *syntax.Node) bool {
		if c.Kind != syntax.Ident || c.Sym == nil || c.Sym.Decl == nil {
			return false
		}
		d := c.Sym.Decl
		for p := d.Parent; p != nil; p = p.Parent {
			switch p.Kind {
			case syntax.Func:
				return true
			case syntax.Declarator:
				return p.B != nil && contains(p.B, func(e *syntax.Node) bool {
					return e.Kind == syntax.Ident && e.Sym != nil && e.Sym.Decl != nil && e.Sym.Decl.Parent == fn
				})
			}
		}
		return false
	})
}

// returned reports whether a node is part of what a function returns.
func returned(n *syntax.Node) bool {
	for p := n.Parent; p != nil; n, p = p, p.Parent {
		if p.Kind == syntax.Return || p.Kind == syntax.Func && p.Arrow && p.B == n {
			return true
		}
		if p.Kind == syntax.Block {
			return false
		}
	}
	return false
}

func sqlNeedsSQLite(m *model) {
	if m.p.doc == nil {
		return
	}
	for name := range m.kv {
		if _, ok := m.lite[name]; ok {
			continue
		}
		c := m.byNode[m.exportedNode(name)]
		if c == nil {
			continue
		}
		var first *syntax.Node
		for _, k := range c.chain() {
			k.node.Walk(func(n *syntax.Node) bool {
				if first != nil || n.Kind != syntax.Member && n.Kind != syntax.Ident {
					return first == nil
				}
				if v := m.val(n); n.Kind == syntax.Member && (v.kind == "sql" || v.kind == "kv") && m.is(n.A, "storage") {
					first = n
				} else if n.Binding && (v.kind == "sql" || v.kind == "kv") {
					first = n
				}
				if first != nil && (tested(first) || underTry(first) || guardedBy(first)) {
					first = nil
				}
				return true
			})
		}
		if first != nil {
			kind := first.Name
			m.name(first, "new_sqlite_classes if it is not deployed yet, else the asynchronous storage.get and put", name+" has key-value storage, without "+kind)
		}
	}
}

func underTry(n *syntax.Node) bool {
	for p := n.Parent; p != nil && p.Kind != syntax.Func; n, p = p, p.Parent {
		if p.Kind == syntax.Try && p.A == n {
			return true
		}
	}
	return false
}

// guardedBy reports whether an if around a node tests the same expression.
func guardedBy(n *syntax.Node) bool {
	for c, p := n, n.Parent; p != nil && p.Kind != syntax.Func; c, p = p, p.Parent {
		if (p.Kind == syntax.If || p.Kind == syntax.Cond) && p.A != c && strings.Contains(p.A.Text(), n.Text()) {
			return true
		}
	}
	return false
}

func syncTransaction(m *model) {
	for _, c := range m.calls {
		if !m.on(c, "storage", "transactionSync") || len(c.List) == 0 {
			continue
		}
		a := c.List[0]
		fn := m.funcOf(a)
		if fn == nil {
			continue
		}
		async := fn.Async
		for _, r := range returns(fn) {
			if r.Kind == syntax.Call && (isGlobal(r.A, "fetch") || m.on(r, "stub") || m.on(r, "storage", "get", "put", "delete", "list", "getAlarm", "setAlarm", "deleteAlarm", "deleteAll", "sync", "transaction")) {
				async = true
			}
		}
		if !async {
			continue
		}
		f := m.node(a, "await storage.transaction(async () => …), or no async", "the callback of transactionSync is asynchronous")
		if a == fn && fn.Async && !contains(fn.B, func(n *syntax.Node) bool { return n.Kind == syntax.Await }) {
			f.Fix = "drop async"
			f.Edits = []Edit{{fn.File.Path, fn.Start, fn.Start + len(fn.Text()) - len(strings.TrimLeft(strings.TrimPrefix(fn.Text(), "async"), " ")), ""}}
		}
	}
}

// cursors are the variables that hold a result of SQL.exec and are never assigned again.
func (m *model) cursors() (all []*syntax.Node) {
	for _, q := range m.queries() {
		if d := q.call.Parent; d.Kind == syntax.Declarator && d.B == q.call && d.A.Kind == syntax.Ident && d.A.Sym != nil && !m.reassigned(d.A.Sym) {
			all = append(all, d)
		}
	}
	return all
}

// consumption is how a use of a cursor reads it: "end" to the end, "part", "meta" or "other", with
// the node to mark.
func (m *model) consumption(r *syntax.Node) (how string, mark *syntax.Node) {
	p := r.Parent
	switch {
	case p.Kind == syntax.Member && p.A == r:
		switch p.Name {
		case "toArray", "one":
			return "end", p
		case "next", "raw":
			return "part", p
		case "columnNames", "rowsRead", "rowsWritten":
			return "meta", p
		}
		return "part", p
	case p.Kind == syntax.Spread && p.A == r:
		return "end", r
	case p.Kind == syntax.ForOf && p.B == r:
		if contains(p.D, func(n *syntax.Node) bool { return n.Kind == syntax.Break || n.Kind == syntax.Return }) {
			return "part", r
		}
		return "end", r
	case p.Kind == syntax.Call && isGlobal(p.A, "Array", "from"):
		return "end", r
	case p.Kind == syntax.Declarator && p.A.Kind == syntax.Array:
		return "part", r
	}
	return "other", r
}

// isSelect reports whether a call of exec reads with SELECT.
func isSelect(m *model, q *syntax.Node) bool {
	text, ok := m.text(q.List[0])
	if !ok {
		text = m.beginning(q.List[0])
	}
	ss := statements(text)
	return len(ss) > 0 && verb(ss[len(ss)-1]) == "SELECT"
}

func cursorBeforeAwait(m *model) {
	for _, d := range m.cursors() {
		if !isSelect(m, d.B) {
			continue
		}
		fn := enclosing(d)
		var awaits []*syntax.Node
		if fn == nil {
			continue
		}
		own(fn, func(n *syntax.Node) {
			if n.Kind == syntax.Await || n.Kind == syntax.ForOf && n.Async {
				awaits = append(awaits, n)
			}
		})
		var refs []*syntax.Node
		for _, r := range d.A.Sym.Refs {
			if a := r.Parent; a.Kind == syntax.Declarator && a.B == r && a.A.Kind == syntax.Ident && a.A.Sym != nil && !m.reassigned(a.A.Sym) {
				refs = append(refs, slices.DeleteFunc(slices.Clone(a.A.Sym.Refs), func(r *syntax.Node) bool { return r == a.A })...) // an alias
			} else if r != d.A {
				refs = append(refs, r)
			}
		}
		slices.SortFunc(refs, func(a, b *syntax.Node) int { return a.Start - b.Start })
		for _, r := range refs {
			how, mark := m.consumption(r)
			if how == "meta" {
				continue
			}
			if how == "other" || enclosing(r) != fn {
				break
			}
			after := slices.ContainsFunc(awaits, func(a *syntax.Node) bool {
				return a.Start > d.End && a.End <= r.Start && !exclusive(a, r)
			})
			loop := r.Parent.Kind == syntax.ForOf && r.Parent.B == r && (r.Parent.Async || slices.ContainsFunc(awaits, func(a *syntax.Node) bool { return a.Start >= r.Parent.D.Start && a.End <= r.Parent.End }))
			if after || loop {
				f := m.name(mark, d.B.Text()+".toArray()", "the rows of "+d.A.Name+" are read after an await")
				f.Edits = m.toArray(d)
			}
			break
		}
	}
	m.each(func(n *syntax.Node) {
		if n.Kind != syntax.ForOf || !m.on(n.B, "sql", "exec") {
			return
		}
		waits := n.Async
		own(n, func(c *syntax.Node) {
			if c.Start >= n.D.Start && (c.Kind == syntax.Await || c.Kind == syntax.ForOf && c.Async) {
				waits = true
			}
		})
		if waits {
			f := m.node(n.B, n.B.Text()+".toArray()", "rows are read while the loop awaits")
			f.Edits = []Edit{{n.File.Path, n.B.End, n.B.End, ".toArray()"}}
		}
	})
}

// toArray is the fix that reads a cursor at its declaration; nil where another use would break.
func (m *model) toArray(d *syntax.Node) []Edit {
	edits := []Edit{{d.File.Path, d.B.End, d.B.End, ".toArray()"}}
	for _, r := range d.A.Sym.Refs {
		if r == d.A {
			continue
		}
		switch p := r.Parent; {
		case p.Kind == syntax.Member && p.A == r && p.Name == "toArray" && p.Parent.Kind == syntax.Call:
			edits = append(edits, Edit{r.File.Path, r.End, p.Parent.End, ""})
		case p.Kind == syntax.Member && p.A == r:
			return nil
		}
	}
	return edits
}

// exclusive reports whether two nodes are in different branches.
func exclusive(a, b *syntax.Node) bool {
	above := map[*syntax.Node]*syntax.Node{}
	for n, p := a, a.Parent; p != nil; n, p = p, p.Parent {
		above[p] = n
	}
	for n, p := b, b.Parent; p != nil; n, p = p, p.Parent {
		from, ok := above[p]
		if !ok {
			continue
		}
		switch p.Kind {
		case syntax.If, syntax.Cond:
			return from != n && from != p.A && n != p.A
		case syntax.Switch:
			return from != n
		}
		// What leaves the function in its branch is not followed by what comes after.
		if from != n && a.Start < b.Start {
			for c, q := a, a.Parent; q != nil && q != p; c, q = q, q.Parent {
				if (q.Kind == syntax.If && c != q.A) || q.Kind == syntax.Case {
					if last := lastOf(c); last != nil && (last.Kind == syntax.Return || last.Kind == syntax.Throw) {
						return true
					}
				}
			}
		}
		return false
	}
	return false
}

func lastOf(n *syntax.Node) *syntax.Node {
	if n.Kind == syntax.Block {
		if len(n.List) == 0 {
			return nil
		}
		return n.List[len(n.List)-1]
	}
	return n
}

func spread(list []*syntax.Node) bool {
	return slices.ContainsFunc(list, func(n *syntax.Node) bool { return n.Kind == syntax.Spread })
}

func bindingCount(m *model) {
	for _, q := range m.queries() {
		args := q.call.List[1:]
		if !q.ok || spread(args) {
			continue
		}
		ss := statements(q.text)
		if len(ss) == 0 {
			continue
		}
		early := 0
		for _, s := range ss[:len(ss)-1] {
			early += parameters(s)
		}
		want := parameters(ss[len(ss)-1])
		if early == 0 && want == len(args) {
			continue
		}
		message := fmt.Sprintf("the statement has %s, the call gives %s", plural(want, "parameter"), plural(len(args), "value"))
		fix := "give one value for each parameter"
		var edits []Edit
		if early > 0 {
			message, fix = "a parameter in a statement before the last one is never bound", "run each statement in an exec of its own"
		} else if len(args) == 1 && want > 1 && !strings.Contains(q.text, "?1") && m.mayBeArray(args[0]) {
			fix = "..." + args[0].Text()
			edits = []Edit{{q.call.File.Path, args[0].Start, args[0].Start, "..."}}
		}
		m.node(q.arg, fix, message).Edits = edits
	}
}

// mayBeArray reports whether an argument is an array: by its literal, or used as one.
func (m *model) mayBeArray(n *syntax.Node) bool {
	if n.Kind == syntax.Array {
		return true
	}
	return n.Kind == syntax.Ident && n.Sym != nil && slices.ContainsFunc(n.Sym.Refs, func(r *syntax.Node) bool {
		return r.Parent.Kind == syntax.Index && r.Parent.A == r
	})
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func documentedLimits(m *model) {
	for _, q := range m.queries() {
		if q.ok {
			if why := tooMuch(q.text); why != "" {
				m.node(q.arg, "", why)
			}
		}
	}
	for _, c := range m.calls {
		switch {
		case m.on(c, "ctx", "acceptWebSocket") && len(c.List) > 1:
			m.tags(c.List[1])
		case m.on(c, "ctx", "setWebSocketAutoResponse") && len(c.List) > 0 && c.List[0].Kind == syntax.New:
			for _, a := range c.List[0].List {
				if s, ok := m.text(a); ok && len(s) > 2048 {
					m.node(a, "", fmt.Sprintf("an automatic response has at most 2,048 characters, this has %d", len(s)))
				}
			}
		case m.on(c, "socket", "close"):
			m.closing(c)
		case (m.on(c, "storage", "put") || m.on(c, "kv", "put")) && len(c.List) > 1:
			if v := c.List[1]; v.Kind == syntax.Undef || isGlobal(v, "undefined") {
				m.node(v, "delete(key), or null", "put does not store undefined")
			}
		case m.on(c, "storage", "get", "put", "delete") && len(c.List) > 0 && (c.List[0].Kind == syntax.Array || c.List[0].Kind == syntax.Object):
			if n := len(c.List[0].List); n > 128 && !spread(c.List[0].List) {
				m.node(c.List[0], "at most 128 at once", fmt.Sprintf("%d keys in one %s", n, c.A.Name))
			}
		}
	}
}

func (m *model) tags(n *syntax.Node) {
	if n.Kind == syntax.Ident {
		if init := m.constInit(n); init != nil && init.Kind == syntax.Array {
			n = init
		}
	}
	if n.Kind != syntax.Array {
		if _, ok := m.fold(n); ok || n.Kind == syntax.Template {
			m.node(n, "["+n.Text()+"]", "the tags of acceptWebSocket are an array")
		}
		return
	}
	if len(n.List) > 10 && !spread(n.List) {
		m.node(n, "", fmt.Sprintf("a socket has at most 10 tags, this has %d", len(n.List)))
	}
	for _, t := range n.List {
		if s, ok := m.text(t); ok && len([]rune(s)) > 256 {
			m.node(t, "", fmt.Sprintf("a tag has at most 256 characters, this has %d", len([]rune(s))))
		}
	}
}

func (m *model) closing(c *syntax.Node) {
	if len(c.List) == 0 {
		return
	}
	if n, ok := m.number(c.List[0]); ok && (n < 1000 || n >= 1004 && n <= 1006 || n == 1015 || n > 4999) {
		m.node(c.List[0], "1000, or one from 3000 to 4999", fmt.Sprintf("the code %v cannot be sent", n))
	}
	if len(c.List) > 1 {
		if s, ok := m.text(c.List[1]); ok && len(s) > 123 {
			m.node(c.List[1], "", fmt.Sprintf("a reason has at most 123 bytes, this has %d", len(s)))
		}
	}
}

func tooMuch(text string) string {
	for _, s := range statements(text) {
		if n := s[len(s)-1].end - s[0].start; n > 100_000 {
			return fmt.Sprintf("a statement has at most 100 KB, this has %d bytes", n)
		}
		if n := parameters(s); n > 100 {
			return fmt.Sprintf("a statement has at most 100 parameters, this has %d", n)
		}
		for i, t := range s {
			if t.is("LIKE", "GLOB") && i+1 < len(s) && s[i+1].kind == 's' && len(s[i+1].text)-2 > 50 {
				return fmt.Sprintf("a pattern of %s has at most 50 bytes, this has %d", strings.ToUpper(t.text), len(s[i+1].text)-2)
			}
		}
		if s[0].is("CREATE") && len(s) > 1 && s[1].is("TABLE") {
			if n := columns(s); n > 100 {
				return fmt.Sprintf("a table has at most 100 columns, this has %d", n)
			}
		} else if s[0].is("SELECT") {
			n, depth := 1, 0
			for _, t := range s {
				switch {
				case t.text == "(":
					depth++
				case t.text == ")":
					depth--
				case depth == 0 && t.text == ",":
					n++
				}
				if depth == 0 && t.is("FROM") {
					break
				}
			}
			if n > 100 {
				return fmt.Sprintf("a result has at most 100 columns, this has %d", n)
			}
		}
	}
	return ""
}

// columns counts the items between the first parentheses.
func columns(s []token) int {
	n, depth := 0, 0
	for _, t := range s {
		switch t.text {
		case "(":
			if depth++; depth == 1 {
				n = 1
			}
		case ")":
			if depth--; depth == 0 {
				return n
			}
		case ",":
			if depth == 1 {
				n++
			}
		}
	}
	return n
}

func returningConsumed(m *model) {
	for _, q := range m.queries() {
		ss := statements(q.text)
		if !q.ok || len(ss) == 0 {
			continue
		}
		s := ss[len(ss)-1]
		v := verb(s)
		if !slices.Contains([]string{"INSERT", "UPDATE", "DELETE", "REPLACE"}, v) || !slices.ContainsFunc(s, func(t token) bool { return t.is("RETURNING") }) {
			continue
		}
		many := v == "UPDATE" || v == "DELETE"
		p := q.call.Parent
		bad, edits := false, []Edit(nil)
		switch {
		case p.Kind == syntax.ExprStmt, p.Kind == syntax.Unary && p.Op == "void":
			bad, edits = true, []Edit{{q.call.File.Path, q.call.End, q.call.End, ".toArray()"}}
		case p.Kind == syntax.Member && (p.Name == "rowsWritten" || p.Name == "columnNames"):
			bad = true
		case p.Kind == syntax.Member && p.Name == "next":
			bad = many
		case p.Kind == syntax.Declarator && p.A.Kind == syntax.Array:
			bad = many && !restPattern(p.A)
			if bad {
				edits = []Edit{{q.call.File.Path, q.call.End, q.call.End, ".toArray()"}}
			}
		case p.Kind == syntax.ForOf && p.B == q.call:
			bad = many && canBreak(p)
		case p.Kind == syntax.Declarator && p.A.Kind == syntax.Ident && p.A.Sym != nil:
			bad = m.neverRead(p.A, many)
		}
		if bad {
			m.name(q.call, "drop RETURNING, or .toArray()", "the rows that RETURNING gives are not read to the end").Edits = edits
		}
	}
}

func restPattern(n *syntax.Node) bool {
	return len(n.List) > 0 && n.List[len(n.List)-1].Kind == syntax.Spread
}

func canBreak(loop *syntax.Node) bool {
	return contains(loop.D, func(n *syntax.Node) bool { return n.Kind == syntax.Break || n.Kind == syntax.Return })
}

// neverRead reports whether no use of a cursor reads its rows.
func (m *model) neverRead(decl *syntax.Node, many bool) bool {
	for _, r := range decl.Sym.Refs {
		if r == decl {
			continue
		}
		how, _ := m.consumption(r)
		p := r.Parent
		switch how {
		case "meta":
		case "part":
			if p.Kind == syntax.Member && p.Name != "next" || !many {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func storableBinding(m *model) {
	for _, q := range m.queries() {
		for _, a := range q.call.List[1:] {
			fix, edits := "", []Edit(nil)
			replace := func(text string) []Edit { return []Edit{{a.File.Path, a.Start, a.End, text}} }
			switch {
			case a.Kind == syntax.Object || a.Kind == syntax.Array:
				fix = "JSON.stringify(" + a.Text() + ")"
			case a.Kind == syntax.Bool:
				fix = map[string]string{"true": "1", "false": "0"}[a.Name]
				edits = replace(fix)
			case a.Kind == syntax.Unary && a.Op == "!", a.Kind == syntax.Binary && slices.Contains([]string{"==", "!=", "===", "!==", "<", ">", "<=", ">=", "in", "instanceof"}, a.Op):
				fix = a.Text() + " ? 1 : 0"
				edits = replace(fix)
			case a.Kind == syntax.New && isGlobal(a.A, "Date"):
				fix = a.Text() + ".getTime()"
				edits = replace(fix)
			case a.Kind == syntax.New && (isGlobal(a.A, "Map") || isGlobal(a.A, "Set")):
				fix = "JSON.stringify([..." + a.Text() + "])"
			case a.Kind == syntax.BigInt:
				fix = "Number(" + a.Text() + ")"
			default:
				continue
			}
			m.node(a, fix, a.Text()+" is not stored as what it is").Edits = edits
		}
	}
}

func cursorOnce(m *model) {
	for _, d := range m.cursors() {
		fn := enclosing(d)
		var ends []*syntax.Node
		refs := slices.Clone(d.A.Sym.Refs)
		slices.SortFunc(refs, func(a, b *syntax.Node) int { return a.Start - b.Start })
		for _, r := range refs {
			if r == d.A || enclosing(r) != fn {
				continue
			}
			how, mark := m.consumption(r)
			if how != "end" {
				continue
			}
			if slices.ContainsFunc(ends, func(e *syntax.Node) bool { return !exclusive(e, r) && !ended(e, r) }) {
				m.name(mark, "read it once: "+d.B.Text()+".toArray()", "the rows of "+d.A.Name+" were read before").Edits = m.toArray(d)
			}
			ends = append(ends, r)
		}
	}
}

// ended reports whether the statement of a returns.
func ended(a, b *syntax.Node) bool {
	stmt, list := block(a)
	other, _ := block(b)
	return stmt != nil && stmt != other && slices.Contains(list, stmt) && stmt.Kind == syntax.Return
}

var shared = regexp.MustCompile(`(?i)cache|memo|pool|compiled|decoder|log|debug|warned`)

func stateInModule(m *model) {
	m.each(func(n *syntax.Node) {
		target, values := moduleWrite(n)
		if target == nil || target.Sym == nil || target.Sym.Func != nil || target.Sym.Unbound || shared.MatchString(target.Name) {
			return
		}
		s := m.origin(target.Sym)
		if s == nil || s.Decl == nil || s.Decl.Parent == nil || s.Decl.Parent.Kind != syntax.Declarator || !topLevel(s.Decl) || m.objectAt(n) == nil {
			return
		}
		lazy := n.Kind == syntax.Assign && n.Op == "??="
		for c, p := n, n.Parent; p != nil && p.Kind != syntax.Func; c, p = p, p.Parent {
			if p.Kind == syntax.If && p.A != c && contains(p.A, func(t *syntax.Node) bool { return t.Kind == syntax.Ident && t.Sym == target.Sym }) && n.Kind != syntax.Update {
				lazy = true
			}
		}
		read := slices.ContainsFunc(s.Refs, func(r *syntax.Node) bool {
			if r.Binding || m.objectAt(r) == nil {
				return false
			}
			if r == target {
				return n.Kind == syntax.Update && n.Parent.Kind != syntax.ExprStmt
			}
			w, _ := moduleWrite(r.Parent)
			if w == r && r.Parent.Parent.Kind == syntax.ExprStmt {
				return false
			}
			if r.Parent.Kind == syntax.Member && r.Parent.Parent.Kind == syntax.Call && r.Parent.Parent.Parent.Kind == syntax.ExprStmt && slices.Contains([]string{"set", "push", "add", "delete", "clear"}, r.Parent.Name) {
				return false
			}
			return true
		})
		if lazy || !read || len(values) > 0 && (!slices.ContainsFunc(values, m.ofObject) || slices.ContainsFunc(values, m.objectName)) {
			return
		}
		m.node(target, "a field of the class", target.Name+" is shared by all objects of the isolate")
	})
}

// moduleWrite is the variable that a node changes, and with what; no values for counters.
func moduleWrite(n *syntax.Node) (*syntax.Node, []*syntax.Node) {
	switch n.Kind {
	case syntax.Update:
		if n.A.Kind == syntax.Ident {
			return n.A, nil
		}
	case syntax.Assign:
		switch {
		case n.A.Kind == syntax.Ident && (n.Op == "+=" || n.Op == "-=") && n.B.Kind == syntax.Number:
			return n.A, nil
		case n.A.Kind == syntax.Ident:
			return n.A, []*syntax.Node{n.B}
		case n.A.Kind == syntax.Index && n.A.A.Kind == syntax.Ident:
			return n.A.A, []*syntax.Node{n.A.B, n.B}
		}
	case syntax.Call:
		if n.A.Kind == syntax.Member && n.A.A.Kind == syntax.Ident && slices.Contains([]string{"push", "add", "set"}, n.A.Name) && len(n.List) > 0 {
			return n.A.A, n.List
		}
	}
	return nil, nil
}

func topLevel(n *syntax.Node) bool { return enclosing(n) == nil && !inClass(n) }

func inClass(n *syntax.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Kind == syntax.Class {
			return true
		}
	}
	return false
}

// ofObject reports whether a value comes from an object: this, a parameter, storage, a socket.
func (m *model) ofObject(n *syntax.Node) bool {
	return contains(n, func(c *syntax.Node) bool {
		switch c.Kind {
		case syntax.This:
			return true
		case syntax.Ident:
			if m.val(c).kind != "" {
				return true
			}
			if c.Sym == nil || c.Sym.Decl == nil {
				return false
			}
			for p := c.Sym.Decl.Parent; p != nil; p = p.Parent {
				switch p.Kind {
				case syntax.Func:
					return true
				case syntax.Declarator:
					return p.B != nil && p.B != n && !contains(p.B, func(x *syntax.Node) bool { return x == c }) && m.ofObject(p.B)
				}
			}
		}
		return false
	})
}

// objectName reports whether a value is the object's id or name.
func (m *model) objectName(n *syntax.Node) bool {
	return contains(n, func(c *syntax.Node) bool { return m.is(c, "objid") })
}
