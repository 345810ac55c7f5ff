// Package storage has the rules of `dotool check` about what an object keeps: key-values and SQL,
// what is kept in memory only, and what other events do to it while the object waits.
package storage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint/code"
	"github.com/dotool-dev/dotool/config/lint/model"
	"github.com/dotool-dev/dotool/config/lint/rule"
	"github.com/dotool-dev/dotool/config/pattern"

	"github.com/evanw/esbuild/syntax"
)

// Storing are the rules about what an object stores, and its SQL (S).
var Storing = []*rule.Rule{
	rule.New("S01", "sqlite-backend", diag.Warning, "New key-value classes are refused for accounts without old ones (2026-07-09); the kind never changes after.", rule.Docs+"changelog/2026-07-09", sqliteBackend),
	rule.New("S02", "schema-in-constructor", diag.Warning, "A handler that runs before the table exists fails; DDL per request is paid per request.", rule.RulesOfObjects+"#initialize-storage-and-run-migrations-in-the-constructor", schemaInConstructor),
	rule.New("S03", "forbidden-sql", diag.Error, "The runtime refuses these statements.", rule.SQLStorage+"#exec", forbiddenSQL),
	rule.New("S04", "persist-first", diag.Warning, "If the write fails, memory has a value that storage does not.", rule.RulesOfObjects+"#understand-the-difference-between-in-memory-state-and-persistent-storage", persistFirst),
	rule.New("S05", "state-only-in-memory", diag.Warning, "What is only in memory is gone at the next eviction or deploy.", rule.RulesOfObjects+"#understand-the-difference-between-in-memory-state-and-persistent-storage", stateOnlyInMemory),
	rule.New("S07", "bind-parameters", diag.Error, "A value that is part of the text is run as SQL.", rule.SQLStorage+"#exec", bindParameters),
	rule.New("S08", "sql-needs-sqlite", diag.Error, "storage.sql and storage.kv throw on a key-value class.", rule.SQLStorage+"#sql-api", sqlNeedsSQLite),
	rule.New("S09", "sync-transaction", diag.Error, "What runs after the first await is outside the transaction, silently.", rule.SQLStorage+"#transactionsync", syncTransaction),
	rule.New("S10", "cursor-before-await", diag.Warning, "A cursor sees what other requests write meanwhile.", rule.SQLStorage+"#exec", cursorBeforeAwait),
	rule.New("S11", "binding-count", diag.Error, "With too few or too many values, exec throws \"Wrong number of parameter bindings\".", rule.SQLStorage+"#exec", bindingCount),
	rule.New("S12", "documented-limits", diag.Error, "What is over a limit is refused by the runtime or by Cloudflare.", rule.Docs+"durable-objects/platform/limits/", documentedLimits),
	rule.New("S13", "returning-consumed", diag.Error, "A write with RETURNING that is not read to the end cannot commit: the object fails with an internal error.", rule.SQLStorage+"#exec", returningConsumed),
	rule.New("S14", "storable-binding", diag.Warning, "Objects, arrays, dates and booleans are stored as their String(); a BigInt throws.", rule.SQLStorage+"#exec", storableBinding),
	rule.New("S15", "cursor-once", diag.Warning, "A cursor can be read once: the second pass finds nothing.", rule.SQLStorage+"#exec", cursorOnce),
	rule.New("S16", "state-in-module", diag.Warning, "Objects of one isolate share module variables; others do not.", rule.Docs+"durable-objects/reference/in-memory-state/", stateInModule),
}

func sqliteBackend(m *rule.Pass) {
	if m.Date < "2024-09-26" {
		return
	}
	for name, pos := range m.KV {
		if _, ok := m.SQLite[name]; !ok {
			m.Config(pos, "new_sqlite_classes, if it is not deployed yet", name+" keeps its data in the old key-value storage")
		}
	}
}

var setup = pattern.New(`(?i)^_*#?(init|setup|set_up|migrate|ensure|create|reset|restore|import|upgrade|load)`)

func schemaInConstructor(m *rule.Pass) {
	created := map[string]bool{}
	for _, q := range m.Queries() {
		if ss := m.Statements(q.Text); slices.ContainsFunc(ss, changesSchema) && m.InConstructor(q.Call) {
			for _, s := range ss {
				if t := tableOf(s); t != "" && s[0].Is("CREATE") {
					created[t] = true
				}
			}
		}
	}
	for _, q := range m.Queries() {
		ss := m.Statements(q.Text)
		if !q.Known || !slices.ContainsFunc(ss, changesSchema) || m.InConstructor(q.Call) {
			continue
		}
		u := m.UnitOf(q.Call)
		opaque := slices.ContainsFunc(u.Classes, func(c *model.Class) bool { return c.Kind == "opaque" })
		if len(u.Classes) == 0 || opaque || setup.MatchString(u.Name) || setupCalls(m, u.Func, 0) || code.Guarded(q.Call, u.Top) || code.AfterReturn(q.Call, u.Top) {
			continue
		}
		for _, s := range ss {
			if !changesSchema(s) || s[0].Is("CREATE") && created[tableOf(s)] {
				continue
			}
			m.Node(q.Arg, "move it under blockConcurrencyWhile in the constructor", "the schema is changed in "+u.Name+", not when the object starts")
			break
		}
	}
}

func changesSchema(s []model.Token) bool {
	return len(s) > 2 && (s[0].Is("CREATE") && (s[1].Is("TABLE", "INDEX") || s[1].Is("UNIQUE") && s[2].Is("INDEX")) || s[0].Is("ALTER") && s[1].Is("TABLE"))
}

// tableOf returns the table or index that a statement of the schema names.
func tableOf(s []model.Token) string {
	for i, t := range s {
		if t.Is("TABLE", "INDEX") {
			for _, n := range s[i+1:] {
				if !n.Is("IF", "NOT", "EXISTS") {
					return strings.ToLower(strings.Trim(n.Text, "\"`[]"))
				}
			}
		}
	}
	return ""
}

// setupCalls reports whether only methods that set up call a function.
func setupCalls(m *rule.Pass, fn *syntax.Node, depth int) bool {
	calls := m.Callers[fn]
	if len(calls) == 0 || depth > 3 {
		return false
	}
	for _, c := range calls {
		u := m.UnitOf(c)
		if u.Top == nil || !setup.MatchString(u.Name) && !setupCalls(m, u.Func, depth+1) {
			return false
		}
	}
	return true
}

var pragmas = strings.Fields("case_sensitive_like data_version defer_foreign_keys foreign_key_check foreign_key_list foreign_keys ignore_check_constraints index_info index_list index_xinfo legacy_alter_table optimize page_size quick_check recursive_triggers reverse_unordered_selects table_info table_list table_xinfo")

func forbiddenSQL(m *rule.Pass) {
	for _, q := range m.Queries() {
		text, ok := q.Text, q.Known
		if !ok { // the beginning may be known
			if text = beginning(q.Arg); text == "" {
				continue
			}
		}
		for _, s := range m.Statements(text) {
			if len(s) == 0 || s[0].Kind != 'w' {
				continue
			}
			bad, fix := s[0], "transactionSync(() => …)"
			what := strings.ToUpper(s[0].Text)
			switch {
			case s[0].Is("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"):
			case s[0].Is("ATTACH", "DETACH", "VACUUM"):
				fix = "an object has one database, which the runtime keeps in order"
			case s[0].Is("CREATE") && len(s) > 1 && s[1].Is("TEMP", "TEMPORARY"):
				bad, fix, what = s[1], "use a table", "CREATE "+strings.ToUpper(s[1].Text)
			case s[0].Is("PRAGMA") && len(s) > 1:
				name := s[1]
				if len(s) > 3 && s[2].Text == "." {
					name = s[3]
				}
				if slices.Contains(pragmas, strings.ToLower(name.Text)) {
					continue
				}
				fix, what = "a table of your own for what it says", "PRAGMA "+name.Text
				if strings.EqualFold(name.Text, "user_version") {
					fix = "a table _sql_schema_migrations for the version"
				}
			default:
				i := slices.IndexFunc(s, func(t model.Token) bool {
					return (t.Kind == 'w' || t.Kind == 'q') && strings.HasPrefix(strings.ToLower(strings.Trim(t.Text, "\"`[]")), "_cf_")
				})
				if i < 0 {
					continue
				}
				bad, fix, what = s[i], "choose another name", s[i].Text
			}
			start, end := within(q, bad.Start, bad.End)
			m.At(q.Arg.File, start, end, fix, what+" is not allowed in SQL.exec")
		}
	}
}

// beginning returns the known start of a partly known text.
func beginning(n *syntax.Node) string {
	if n.Kind == syntax.Template && n.A == nil && len(n.Quasis()) > 0 {
		return n.Quasis()[0].Text
	}
	return ""
}

var volatile = pattern.New(`(?i)socket|session|conn|timer|timeout|interval|promise|pending|inflight|lock|ready|init|listener|subscri|cache|client`)

// memory returns a change of a field: this.F = v and the like.
func memory(m *rule.Pass, s *syntax.Node) (target *syntax.Node, field string, values []*syntax.Node) {
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
		if t := e.A.A; t.Kind == syntax.Member && t.A.Kind == syntax.This && m.ValueOf(t).Kind == "" {
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

func persistFirst(m *rule.Pass) {
	m.Each(func(s *syntax.Node) {
		target, field, values := memory(m, s)
		if target == nil || m.ObjectAt(s) == nil || volatile.MatchString(field) || m.InConstructor(s) {
			return
		}
		values = slices.DeleteFunc(slices.Clone(values), func(v *syntax.Node) bool { return v.Kind != syntax.Ident || m.Is(v, "socket") })
		if len(values) == 0 || inTry(s) {
			return
		}
		_, list := code.Block(s)
		i := slices.Index(list, s)
		if i < 0 {
			return
		}
		waited := false
		for k, next := range list[i+1:] {
			found := false
			next.Walk(func(n *syntax.Node) bool {
				switch {
				case n.Kind == syntax.Func, n.Kind == syntax.Try && restores(n, field):
					return false
				case m.ExternalAwait(n):
					waited = true
				case m.On(n, "sql", "exec") && len(n.List) > 1:
					text, ok := m.Text(n.List[0])
					if !ok {
						text = beginning(n.List[0])
					}
					if ss := m.Statements(text); len(ss) > 0 && slices.Contains([]string{"INSERT", "UPDATE", "REPLACE"}, verb(ss[0])) {
						found = found || slices.ContainsFunc(n.List[1:], func(a *syntax.Node) bool { return sameName(a, values) })
					}
				}
				if waited && (m.On(n, "storage", "put") || m.On(n, "kv", "put") || m.On(n, "sql", "exec")) {
					found = found || code.Contains(n, func(c *syntax.Node) bool {
						return c.Kind == syntax.Ident && sameName(c, values) && c.Parent != n || c.Kind == syntax.Member && c.A.Kind == syntax.This && c.Name == field ||
							c.Kind == syntax.Ident && slices.Contains(n.List, c) && sameName(c, values)
					})
				}
				return true
			})
			if found {
				f := m.Node(target, "write to storage first, then change this."+field, "this."+field+" changes before it is stored")
				if k == 0 && next.Kind == syntax.ExprStmt && next.A.Kind == syntax.Call && !code.Contains(next, func(n *syntax.Node) bool { return code.IsField(n, field) }) {
					f.Edits = []rule.Edit{rule.Replace(s.File.Path, s.Start, s.End, next.Text()), rule.Replace(s.File.Path, next.Start, next.End, s.Text())}
				}
				return
			}
			if code.Leaves(next) {
				return
			}
		}
	}, syntax.ExprStmt)
}

// inTry reports whether a node stands in a try whose catch may put things right.
func inTry(n *syntax.Node) bool {
	for p := n.Parent; p != nil && p.Kind != syntax.Func; n, p = p, p.Parent {
		if p.Kind == syntax.Try && p.A == n && p.B != nil {
			return code.Contains(p.B, func(c *syntax.Node) bool { return c.Kind == syntax.This })
		}
	}
	return false
}

// restores reports whether the catch of a try changes a field.
func restores(try *syntax.Node, field string) bool {
	return try.B != nil && code.Contains(try.B, func(n *syntax.Node) bool { return code.IsField(n, field) })
}

var shortLived = pattern.New(`(?i)cache|memo|recent|limit|bucket|rate|presence|cursor|typing|pending|inflight|promise|waiter|listener|subscriber|session|connection|timer|lock|pool|metric|stats`)

func stateOnlyInMemory(m *rule.Pass) {
	for _, c := range m.Classes {
		if c.Kind != "native" || len(c.Subs) > 0 || shortLived.MatchString(c.Name) || c.Has("preShutdown") || stores(m, c) {
			continue
		}
		for _, p := range c.Node.List {
			if p.Kind == syntax.Property && p.Op == "field" && !p.Static && p.B != nil && emptyCollection(p.B) && !shortLived.MatchString(p.Name) {
				if filledAndRead(m, c, p.Name) {
					m.At(p.File, int(p.At), int(p.At)+len(p.Name), "store it: this.ctx.storage.put(…) or SQL.exec(…)", "this."+p.Name+" is kept in memory only")
				}
			}
		}
		if k := c.Member("constructor"); k != nil && k.B != nil {
			code.Own(k.B, func(n *syntax.Node) {
				if n.Kind == syntax.Assign && n.Op == "=" && n.A.Kind == syntax.Member && n.A.A.Kind == syntax.This && emptyCollection(n.B) && !shortLived.MatchString(n.A.Name) && filledAndRead(m, c, n.A.Name) {
					start, end := int(n.A.At), int(n.A.End)
					if p := c.Member(n.A.Name); p != nil {
						if p.B != nil {
							return
						}
						start, end = int(p.At), int(p.At)+len(p.Name) // where its type is
					}
					m.At(n.File, start, end, "store it: this.ctx.storage.put(…) or SQL.exec(…)", "this."+n.A.Name+" is kept in memory only")
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
		return len(n.List) == 0 && (code.IsGlobal(n.A, "Map") || code.IsGlobal(n.A, "Set"))
	}
	return false
}

// stores reports whether a class uses storage, alarms or sockets, or hands itself on.
func stores(m *rule.Pass, c *model.Class) bool {
	for _, k := range c.Chain() {
		if code.Contains(k.Node, func(n *syntax.Node) bool {
			switch v := m.ValueOf(n); {
			case v.Kind == "storage" || v.Kind == "sql" || v.Kind == "kv" || v.Kind == "socket" || v.Kind == "pair":
				return true
			case v.Kind == "ctx":
				p := n.Parent
				ctor, _ := m.Method(n)
				if p.Kind == syntax.Call && p.A.Kind == syntax.Super || n.Binding && ctor != nil && ctor.Name == "constructor" {
					return false
				}
				return p.Kind != syntax.Member || p.A != n || p.Name == "getWebSockets" || p.Name == "acceptWebSocket"
			case n.Kind == syntax.This:
				return n.Parent.Kind != syntax.Member && n.Parent.Kind != syntax.Declarator && n.Parent.Kind != syntax.Return
			case n.Kind == syntax.Property && n.Op != "declare" && (n.Name == "alarm" || strings.HasPrefix(n.Name, "webSocket")) && n.Parent == k.Node:
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
func filledAndRead(m *rule.Pass, c *model.Class, field string) bool {
	var fills, reads []string
	for _, p := range c.Node.List {
		if p.Kind != syntax.Property || p.Static || p.Name == "constructor" || p.B == nil || p.B.Kind != syntax.Func || p.Private {
			continue
		}
		for fn := range m.Reachable(p.B) {
			if _, k := m.Method(fn); k != c {
				continue
			}
			fn.Walk(func(n *syntax.Node) bool {
				if n.Kind != syntax.Member || n.Name != field || n.A.Kind != syntax.This {
					return true
				}
				if values := code.FillArguments(n); values != nil {
					if slices.ContainsFunc(values, func(a *syntax.Node) bool { return given(a, fn) }) {
						fills = append(fills, p.Name)
					}
				} else if returned(n) || p.Name == "fetch" && code.Contains(fn, func(r *syntax.Node) bool { return r.Kind == syntax.Return }) {
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

// given reports whether a value is made of a parameter of the function.
func given(n, fn *syntax.Node) bool {
	return code.Contains(n, func(c *syntax.Node) bool {
		if c.Kind != syntax.Ident || c.Sym == nil || c.Sym.Decl == nil {
			return false
		}
		d := c.Sym.Decl
		for p := d.Parent; p != nil; p = p.Parent {
			switch p.Kind {
			case syntax.Func:
				return true
			case syntax.Declarator:
				return p.B != nil && code.Contains(p.B, func(e *syntax.Node) bool {
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

func sqlNeedsSQLite(m *rule.Pass) {
	if m.Project.Doc == nil {
		return
	}
	for name := range m.KV {
		if _, ok := m.SQLite[name]; ok {
			continue
		}
		c := m.ByNode[m.ExportedNode(name)]
		if c == nil {
			continue
		}
		var first *syntax.Node
		for _, k := range c.Chain() {
			k.Node.Walk(func(n *syntax.Node) bool {
				if first != nil || n.Kind != syntax.Member && n.Kind != syntax.Ident {
					return first == nil
				}
				if v := m.ValueOf(n); n.Kind == syntax.Member && (v.Kind == "sql" || v.Kind == "kv") && m.Is(n.A, "storage") {
					first = n
				} else if n.Binding && (v.Kind == "sql" || v.Kind == "kv") {
					first = n
				}
				if first != nil && (code.OnlyTested(first) || code.UnderTry(first) || guardedBy(first)) {
					first = nil
				}
				return true
			})
		}
		if first != nil {
			kind := first.Name
			m.Name(first, "new_sqlite_classes if it is not deployed yet, else the asynchronous storage.get and put", name+" has key-value storage, without "+kind)
		}
	}
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

func syncTransaction(m *rule.Pass) {
	for _, c := range m.CallsOn("storage", "transactionSync") {
		if len(c.List) == 0 {
			continue
		}
		a := c.List[0]
		fn := m.FuncOf(a)
		if fn == nil {
			continue
		}
		async := fn.Async
		for _, r := range code.Returns(fn) {
			if r.Kind == syntax.Call && (isAsync(m, r) || code.IsGlobal(r.A, "fetch") || m.On(r, "stub") || m.On(r, "storage", "get", "put", "delete", "list", "getAlarm", "setAlarm", "deleteAlarm", "deleteAll", "sync", "transaction")) {
				async = true
			}
		}
		if !async {
			continue
		}
		f := m.Node(a, "await storage.transaction(async () => …), or no async", "the callback of transactionSync is asynchronous")
		if a == fn && fn.Async && !code.Contains(fn.B, func(n *syntax.Node) bool { return n.Kind == syntax.Await }) {
			f.Fix = "drop async"
			f.Edits = []rule.Edit{rule.Replace(fn.File.Path, fn.Start, int(fn.Start)+len(fn.Text())-len(strings.TrimLeft(strings.TrimPrefix(fn.Text(), "async"), " ")), "")}
		}
	}
}

// isAsync reports whether all functions of the project that a call may call are asynchronous.
func isAsync(m *rule.Pass, call *syntax.Node) bool {
	fns := m.Callees(call)
	return len(fns) > 0 && !slices.ContainsFunc(fns, func(fn *syntax.Node) bool { return !fn.Async })
}

// cursor is a variable that holds the result of a query and is never assigned again.
type cursor struct {
	*syntax.Node // the Declarator
	query        model.Query
}

func cursors(m *rule.Pass) (all []cursor) {
	for _, q := range m.Queries() {
		if d := q.Call.Parent; m.Is(q.Call, "cursor") && d.Kind == syntax.Declarator && d.B == q.Call && d.A.Kind == syntax.Ident && d.A.Sym != nil && !code.Reassigned(d.A.Sym) {
			all = append(all, cursor{d, q})
		}
	}
	return all
}

// consumption returns how a use of a cursor reads it: "end" to the end, "part", "meta" or
// "other", with the node to mark.
func consumption(r *syntax.Node) (how string, mark *syntax.Node) {
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
		if code.Contains(p.D(), func(n *syntax.Node) bool { return n.Kind == syntax.Break || n.Kind == syntax.Return }) {
			return "part", r
		}
		return "end", r
	case p.Kind == syntax.Call && code.IsGlobal(p.A, "Array", "from"):
		return "end", r
	case p.Kind == syntax.Declarator && p.A.Kind == syntax.Array:
		return "part", r
	}
	return "other", r
}

// isSelect reports whether a text reads with SELECT.
func isSelect(m *rule.Pass, arg *syntax.Node) bool {
	text, ok := m.Text(arg)
	if !ok {
		text = beginning(arg)
	}
	ss := m.Statements(text)
	return len(ss) > 0 && verb(ss[len(ss)-1]) == "SELECT"
}

func cursorBeforeAwait(m *rule.Pass) {
	for _, d := range cursors(m) {
		if !isSelect(m, d.query.Arg) {
			continue
		}
		fn := code.Enclosing(d.Node)
		var awaits []*syntax.Node
		if fn == nil {
			continue
		}
		code.Own(fn, func(n *syntax.Node) {
			if n.Kind == syntax.Await || n.Kind == syntax.ForOf && n.Async {
				awaits = append(awaits, n)
			}
		})
		var refs []*syntax.Node
		for _, r := range d.A.Sym.Refs {
			if a := r.Parent; a.Kind == syntax.Declarator && a.B == r && a.A.Kind == syntax.Ident && a.A.Sym != nil && !code.Reassigned(a.A.Sym) {
				refs = append(refs, slices.DeleteFunc(slices.Clone(a.A.Sym.Refs), func(r *syntax.Node) bool { return r == a.A })...) // an alias
			} else if r != d.A {
				refs = append(refs, r)
			}
		}
		slices.SortFunc(refs, func(a, b *syntax.Node) int { return int(a.Start) - int(b.Start) })
		for _, r := range refs {
			how, mark := consumption(r)
			if how == "meta" {
				continue
			}
			if how == "other" || code.Enclosing(r) != fn {
				break
			}
			after := slices.ContainsFunc(awaits, func(a *syntax.Node) bool {
				return a.Start > d.End && a.End <= r.Start && !code.Exclusive(a, r)
			})
			loop := r.Parent.Kind == syntax.ForOf && r.Parent.B == r && (r.Parent.Async || slices.ContainsFunc(awaits, func(a *syntax.Node) bool { return a.Start >= r.Parent.D().Start && a.End <= r.Parent.End }))
			if after || loop {
				f := m.Name(mark, d.B.Text()+".toArray()", "the rows of "+d.A.Name+" are read after an await")
				f.Edits = toArray(d.Node)
			}
			break
		}
	}
	m.Each(func(n *syntax.Node) {
		if n.Kind != syntax.ForOf || n.B.Kind != syntax.Call || !m.Is(n.B, "cursor") && !rawOf(m, n.B) {
			return
		}
		waits := n.Async
		code.Own(n, func(c *syntax.Node) {
			if c.Start >= n.D().Start && (c.Kind == syntax.Await || c.Kind == syntax.ForOf && c.Async) {
				waits = true
			}
		})
		if waits {
			f := m.Node(n.B, n.B.Text()+".toArray()", "rows are read while the loop awaits")
			f.Edits = []rule.Edit{rule.Replace(n.File.Path, n.B.End, n.B.End, ".toArray()")}
		}
	}, syntax.ForOf)
}

// rawOf reports whether a call is raw() of the result of a query.
func rawOf(m *rule.Pass, c *syntax.Node) bool {
	return c.A.Kind == syntax.Member && c.A.Name == "raw" && c.A.A.Kind == syntax.Call && m.Is(c.A.A, "cursor")
}

// toArray returns the fix that reads a cursor at its declaration; nil where another use would
// break.
func toArray(d *syntax.Node) []rule.Edit {
	edits := []rule.Edit{rule.Replace(d.File.Path, d.B.End, d.B.End, ".toArray()")}
	for _, r := range d.A.Sym.Refs {
		if r == d.A {
			continue
		}
		switch p := r.Parent; {
		case p.Kind == syntax.Member && p.A == r && p.Name == "toArray" && p.Parent.Kind == syntax.Call:
			edits = append(edits, rule.Replace(r.File.Path, r.End, p.Parent.End, ""))
		case p.Kind == syntax.Member && p.A == r:
			return nil
		}
	}
	return edits
}

func bindingCount(m *rule.Pass) {
	for _, q := range m.Queries() {
		args := q.Bindings
		if !q.Known || !q.Bound || code.Spread(args) {
			continue
		}
		ss := m.Statements(q.Text)
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
		var edits []rule.Edit
		if early > 0 {
			message, fix = "a parameter in a statement before the last one is never bound", "run each statement in an exec of its own"
		} else if len(args) == 1 && want > 1 && !strings.Contains(q.Text, "?1") && mayBeArray(args[0]) {
			fix = "..." + args[0].Text()
			edits = []rule.Edit{rule.Replace(q.Call.File.Path, args[0].Start, args[0].Start, "...")}
		}
		m.Node(q.Arg, fix, message).Edits = edits
	}
}

// mayBeArray reports whether an argument is an array: by its literal, or used as one.
func mayBeArray(n *syntax.Node) bool {
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

func documentedLimits(m *rule.Pass) {
	for _, q := range m.Queries() {
		if q.Known {
			if why := tooMuch(m, q.Text); why != "" {
				m.Node(q.Arg, "", why)
			}
		}
	}
	for _, c := range m.CallsOn("ctx", "acceptWebSocket") {
		if len(c.List) > 1 {
			tags(m, c.List[1])
		}
	}
	for _, c := range m.CallsOn("ctx", "setWebSocketAutoResponse") {
		if len(c.List) > 0 && c.List[0].Kind == syntax.New {
			for _, a := range c.List[0].List {
				if s, ok := m.Text(a); ok && len(s) > 2048 {
					m.Node(a, "", fmt.Sprintf("an automatic response has at most 2,048 characters, this has %d", len(s)))
				}
			}
		}
	}
	for _, c := range m.CallsOn("socket", "close") {
		closing(m, c)
	}
	for _, c := range append(m.CallsOn("storage", "put"), m.CallsOn("kv", "put")...) {
		if len(c.List) > 1 && (c.List[1].Kind == syntax.Undef || code.IsGlobal(c.List[1], "undefined")) {
			m.Node(c.List[1], "delete(key), or null", "put does not store undefined")
		}
	}
	for _, c := range m.CallsOn("storage", "get", "put", "delete") {
		if len(c.List) == 0 || c.List[0].Kind != syntax.Array && c.List[0].Kind != syntax.Object {
			continue
		}
		if n := len(c.List[0].List); n > 128 && !code.Spread(c.List[0].List) {
			m.Node(c.List[0], "at most 128 at once", fmt.Sprintf("%d keys in one %s", n, c.A.Name))
		}
	}
}

func tags(m *rule.Pass, n *syntax.Node) {
	if n.Kind == syntax.Ident {
		if init := m.ConstInit(n); init != nil && init.Kind == syntax.Array {
			n = init
		}
	}
	if n.Kind != syntax.Array {
		if _, ok := m.Fold(n); ok || n.Kind == syntax.Template {
			m.Node(n, "["+n.Text()+"]", "the tags of acceptWebSocket are an array")
		}
		return
	}
	if len(n.List) > 10 && !code.Spread(n.List) {
		m.Node(n, "", fmt.Sprintf("a socket has at most 10 tags, this has %d", len(n.List)))
	}
	for _, t := range n.List {
		if s, ok := m.Text(t); ok && len([]rune(s)) > 256 {
			m.Node(t, "", fmt.Sprintf("a tag has at most 256 characters, this has %d", len([]rune(s))))
		}
	}
}

func closing(m *rule.Pass, c *syntax.Node) {
	if len(c.List) == 0 {
		return
	}
	if n, ok := m.Number(c.List[0]); ok && (n < 1000 || n >= 1004 && n <= 1006 || n == 1015 || n > 4999) {
		m.Node(c.List[0], "1000, or one from 3000 to 4999", fmt.Sprintf("the code %v cannot be sent", n))
	}
	if len(c.List) > 1 {
		if s, ok := m.Text(c.List[1]); ok && len(s) > 123 {
			m.Node(c.List[1], "", fmt.Sprintf("a reason has at most 123 bytes, this has %d", len(s)))
		}
	}
}

func tooMuch(m *rule.Pass, text string) string {
	for _, s := range m.Statements(text) {
		if n := s[len(s)-1].End - s[0].Start; n > 100_000 {
			return fmt.Sprintf("a statement has at most 100 KB, this has %d bytes", n)
		}
		if n := parameters(s); n > 100 {
			return fmt.Sprintf("a statement has at most 100 parameters, this has %d", n)
		}
		for i, t := range s {
			if t.Is("LIKE", "GLOB") && i+1 < len(s) && s[i+1].Kind == 's' && len(s[i+1].Text)-2 > 50 {
				return fmt.Sprintf("a pattern of %s has at most 50 bytes, this has %d", strings.ToUpper(t.Text), len(s[i+1].Text)-2)
			}
		}
		if s[0].Is("CREATE") && len(s) > 1 && s[1].Is("TABLE") {
			if n := columns(s); n > 100 {
				return fmt.Sprintf("a table has at most 100 columns, this has %d", n)
			}
		} else if s[0].Is("SELECT") {
			n, depth := 1, 0
			for _, t := range s {
				switch {
				case t.Text == "(":
					depth++
				case t.Text == ")":
					depth--
				case depth == 0 && t.Text == ",":
					n++
				}
				if depth == 0 && t.Is("FROM") {
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
func columns(s []model.Token) int {
	n, depth := 0, 0
	for _, t := range s {
		switch t.Text {
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

func returningConsumed(m *rule.Pass) {
	for _, q := range m.Queries() {
		ss := m.Statements(q.Text)
		if !q.Known || len(ss) == 0 || !m.Is(q.Call, "cursor") {
			continue
		}
		s := ss[len(ss)-1]
		v := verb(s)
		if !slices.Contains([]string{"INSERT", "UPDATE", "DELETE", "REPLACE"}, v) || !slices.ContainsFunc(s, func(t model.Token) bool { return t.Is("RETURNING") }) {
			continue
		}
		many := v == "UPDATE" || v == "DELETE"
		p := q.Call.Parent
		bad, edits := false, []rule.Edit(nil)
		switch {
		case p.Kind == syntax.ExprStmt, p.Kind == syntax.Unary && p.Op == "void":
			bad, edits = true, []rule.Edit{rule.Replace(q.Call.File.Path, q.Call.End, q.Call.End, ".toArray()")}
		case p.Kind == syntax.Member && (p.Name == "rowsWritten" || p.Name == "columnNames"):
			bad = true
		case p.Kind == syntax.Member && p.Name == "next":
			bad = many
		case p.Kind == syntax.Declarator && p.A.Kind == syntax.Array:
			bad = many && !restPattern(p.A)
			if bad {
				edits = []rule.Edit{rule.Replace(q.Call.File.Path, q.Call.End, q.Call.End, ".toArray()")}
			}
		case p.Kind == syntax.Declarator && p.A.Kind == syntax.Object:
			bad = len(p.A.List) > 0 && !slices.ContainsFunc(p.A.List, func(f *syntax.Node) bool {
				return f.Kind != syntax.Property || f.Name != "rowsWritten" && f.Name != "columnNames" && f.Name != "rowsRead"
			})
		case p.Kind == syntax.ForOf && p.B == q.Call:
			bad = many && canBreak(p)
		case p.Kind == syntax.Declarator && p.A.Kind == syntax.Ident && p.A.Sym != nil:
			bad = neverRead(m, p.A, many)
		}
		if bad {
			m.Name(q.Call, "drop RETURNING, or .toArray()", "the rows that RETURNING gives are not read to the end").Edits = edits
		}
	}
}

func restPattern(n *syntax.Node) bool {
	return len(n.List) > 0 && n.List[len(n.List)-1].Kind == syntax.Spread
}

func canBreak(loop *syntax.Node) bool {
	return code.Contains(loop.D(), func(n *syntax.Node) bool { return n.Kind == syntax.Break || n.Kind == syntax.Return })
}

// neverRead reports whether no use of a cursor reads its rows.
func neverRead(m *rule.Pass, decl *syntax.Node, many bool) bool {
	for _, r := range decl.Sym.Refs {
		if r == decl {
			continue
		}
		how, _ := consumption(r)
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

func storableBinding(m *rule.Pass) {
	for _, q := range m.Queries() {
		for _, a := range q.Bindings {
			fix, edits := "", []rule.Edit(nil)
			replace := func(text string) []rule.Edit { return []rule.Edit{rule.Replace(a.File.Path, a.Start, a.End, text)} }
			switch {
			case a.Kind == syntax.Object || a.Kind == syntax.Array:
				fix = "JSON.stringify(" + a.Text() + ")"
			case a.Kind == syntax.Bool:
				fix = map[string]string{"true": "1", "false": "0"}[a.Name]
				edits = replace(fix)
			case a.Kind == syntax.Unary && a.Op == "!", a.Kind == syntax.Binary && slices.Contains([]string{"==", "!=", "===", "!==", "<", ">", "<=", ">=", "in", "instanceof"}, a.Op):
				fix = a.Text() + " ? 1 : 0"
				edits = replace(fix)
			case a.Kind == syntax.New && code.IsGlobal(a.A, "Date"):
				fix = a.Text() + ".getTime()"
				edits = replace(fix)
			case a.Kind == syntax.New && (code.IsGlobal(a.A, "Map") || code.IsGlobal(a.A, "Set")):
				fix = "JSON.stringify([..." + a.Text() + "])"
			case a.Kind == syntax.BigInt:
				fix = "Number(" + a.Text() + ")"
			default:
				continue
			}
			m.Node(a, fix, a.Text()+" is not stored as what it is").Edits = edits
		}
	}
}

func cursorOnce(m *rule.Pass) {
	for _, d := range cursors(m) {
		fn := code.Enclosing(d.Node)
		var ends []*syntax.Node
		refs := slices.Clone(d.A.Sym.Refs)
		slices.SortFunc(refs, func(a, b *syntax.Node) int { return int(a.Start) - int(b.Start) })
		for _, r := range refs {
			if r == d.A || code.Enclosing(r) != fn {
				continue
			}
			how, mark := consumption(r)
			if how != "end" {
				continue
			}
			if slices.ContainsFunc(ends, func(e *syntax.Node) bool { return !code.Exclusive(e, r) && !ended(e, r) }) {
				m.Name(mark, "read it once: "+d.B.Text()+".toArray()", "the rows of "+d.A.Name+" were read before").Edits = toArray(d.Node)
			}
			ends = append(ends, r)
		}
	}
}

// ended reports whether the statement of a returns.
func ended(a, b *syntax.Node) bool {
	stmt, list := code.Block(a)
	other, _ := code.Block(b)
	return stmt != nil && stmt != other && slices.Contains(list, stmt) && stmt.Kind == syntax.Return
}

var shared = pattern.New(`(?i)cache|memo|pool|compiled|decoder|log|debug|warned`)

func stateInModule(m *rule.Pass) {
	m.Changes(func(n *syntax.Node) {
		target, values := code.ModuleWrite(n)
		if target == nil || target.Sym == nil || target.Sym.Func != nil || target.Sym.Unbound || shared.MatchString(target.Name) {
			return
		}
		s := m.Origin(target.Sym)
		if s == nil || s.Decl == nil || s.Decl.Parent == nil || s.Decl.Parent.Kind != syntax.Declarator || !code.TopLevel(s.Decl) || m.ObjectAt(n) == nil {
			return
		}
		if made := s.Decl.Parent.B; made != nil && made.Kind == syntax.New && (code.IsGlobal(made.A, "WeakMap") || code.IsGlobal(made.A, "WeakSet")) {
			return // only who has the key can see what is in it
		}
		lazy := n.Kind == syntax.Assign && n.Op == "??="
		for c, p := n, n.Parent; p != nil && p.Kind != syntax.Func; c, p = p, p.Parent {
			if p.Kind == syntax.If && p.A != c && code.Contains(p.A, func(t *syntax.Node) bool { return t.Kind == syntax.Ident && t.Sym == target.Sym }) && n.Kind != syntax.Update {
				lazy = true
			}
		}
		read := slices.ContainsFunc(refs(m, s), func(r *syntax.Node) bool {
			if r.Binding || m.ObjectAt(r) == nil {
				return false
			}
			if r == target {
				return n.Kind == syntax.Update && n.Parent.Kind != syntax.ExprStmt
			}
			w, _ := code.ModuleWrite(r.Parent)
			if w == r && r.Parent.Parent.Kind == syntax.ExprStmt {
				return false
			}
			if r.Parent.Kind == syntax.Member && r.Parent.Parent.Kind == syntax.Call && r.Parent.Parent.Parent.Kind == syntax.ExprStmt && slices.Contains([]string{"set", "push", "add", "delete", "clear"}, r.Parent.Name) {
				return false
			}
			return true
		})
		if lazy || !read || len(values) > 0 && (!slices.ContainsFunc(values, func(v *syntax.Node) bool { return ofObject(m, v) }) || slices.ContainsFunc(values, func(v *syntax.Node) bool { return objectName(m, v) })) {
			return
		}
		m.Node(target, "a field of the class", target.Name+" is shared by all objects of the isolate")
	})
}

// refs returns all nodes that mean a variable, in other modules too.
func refs(m *rule.Pass, s *syntax.Symbol) []*syntax.Node {
	all := slices.Clone(s.Refs)
	m.Each(func(n *syntax.Node) {
		if n.Sym != nil && n.Sym != s && n.Sym.Import != nil && n.Sym.Import.Name != "*" && m.Origin(n.Sym) == s {
			all = append(all, n)
		}
	}, syntax.Ident)
	return all
}

// ofObject reports whether a value comes from an object: this, a parameter, storage, a socket.
func ofObject(m *rule.Pass, n *syntax.Node) bool {
	return code.Contains(n, func(c *syntax.Node) bool {
		switch c.Kind {
		case syntax.This:
			return true
		case syntax.Ident:
			if k := m.ValueOf(c).Kind; k != "" && k != "instance" {
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
					return p.B != nil && p.B != n && !code.Contains(p.B, func(x *syntax.Node) bool { return x == c }) && ofObject(m, p.B)
				}
			}
		}
		return false
	})
}

// objectName reports whether a value is the object's id or name.
func objectName(m *rule.Pass, n *syntax.Node) bool {
	return code.Contains(n, func(c *syntax.Node) bool { return m.Is(c, "objid") })
}
