package objects

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

// Alarms are the rules about alarms (L).
var Alarms = []*rule.Rule{
	rule.New("L01", "one-alarm", diag.Warning, "setAlarm replaces the one before.", alarm+"#setalarm", oneAlarm),
	rule.New("L02", "alarm-needs-work", diag.Warning, "Every alarm that fires is billed, and wakes the object.", rule.RulesOfObjects+"#use-alarms-for-per-entity-scheduled-tasks", alarmNeedsWork),
	rule.New("L05", "alarm-handler", diag.Error, "setAlarm throws if the class has no alarm handler.", alarm, alarmHandler),
	rule.New("L06", "storage-promise-as-value", diag.Error, "Without await, the value is a promise, which is always truthy.", rule.SQLStorage+"#asynchronous-kv-api", storagePromiseAsValue),
	rule.New("L07", "alarm-outlives-deleteall", diag.Warning, "Before 2026-02-24 deleteAll() leaves the alarm.", rule.RulesOfObjects+"#clean-up-storage-with-deleteall", alarmOutlivesDeleteAll),
	rule.New("L10", "constructor-keeps-alarm", diag.Warning, "The constructor runs before alarm(): it would move the alarm that woke it.", alarm+"#setalarm", constructorKeepsAlarm),
	rule.New("L11", "no-alarm-loop", diag.Error, "The alarm fires hundreds of times a second, each billed, across deploys; or never.", rule.RulesOfObjects+"#do-not-reschedule-alarms-without-a-delay-and-a-stop-condition", noAlarmLoop),
	rule.New("L12", "alarm-in-milliseconds", diag.Error, "The time is in milliseconds since 1970: with a small number the alarm fires at once, zero and less throw.", alarm+"#setalarm", alarmInMilliseconds),
}

// setAlarms returns the calls of storage.setAlarm.
func setAlarms(m *rule.Pass) []*syntax.Node {
	return slices.DeleteFunc(m.CallsOn("storage", "setAlarm"), func(c *syntax.Node) bool { return len(c.List) == 0 })
}

func oneAlarm(m *rule.Pass) {
	seen := map[*syntax.Node]bool{}
	for _, c := range setAlarms(m) {
		s, list := code.Block(c)
		i := slices.Index(list, s)
		if i >= 0 && code.StatementCall(s) == c {
			for _, next := range list[i+1:] {
				if second := code.StatementCall(next); second != nil && m.On(second, "storage", "setAlarm") {
					seen[second] = true
					m.Name(second, "set the earliest of the times that are stored", "this replaces the alarm set before")
					break
				}
				if code.Leaves(next) || code.Contains(next, func(n *syntax.Node) bool { return m.On(n, "storage", "getAlarm", "deleteAlarm") }) {
					break
				}
			}
		}
		loop, vars := loopOf(m, c)
		if loop == nil || seen[c] || !slices.ContainsFunc(vars, func(v *syntax.Symbol) bool { return depends(c.List[0], v, loop) }) {
			continue
		}
		if code.Contains(loop, func(n *syntax.Node) bool {
			return m.On(n, "storage", "getAlarm") || n.Kind == syntax.Call && code.IsGlobal(n.A, "Math", "min") || n.Kind == syntax.Break || n.Kind == syntax.Return && n != c.Parent
		}) {
			continue
		}
		m.Name(c, "set the earliest of the times once, after the loop", "each iteration of the loop replaces the alarm")
	}
}

// loopOf returns the body of the loop over elements that a node is in, and what it declares.
func loopOf(m *rule.Pass, c *syntax.Node) (*syntax.Node, []*syntax.Symbol) {
	names := func(n *syntax.Node) (all []*syntax.Symbol) {
		n.Walk(func(n *syntax.Node) bool {
			if n.Kind == syntax.Ident && n.Binding && n.Sym != nil {
				all = append(all, n.Sym)
			}
			return true
		})
		return all
	}
	for n, p := c, c.Parent; p != nil; n, p = p, p.Parent {
		switch p.Kind {
		case syntax.ForOf:
			if p.D() == n {
				return p.D(), names(p.A)
			}
		case syntax.Func:
			call := p.Parent
			if call == nil || call.Kind != syntax.Call || call.A.Kind != syntax.Member || call.A.Name != "forEach" && call.A.Name != "map" || len(p.List) == 0 || m.Is(call.A.A, "storage") {
				return nil, nil
			}
			return p.B, names(p.List[0])
		}
	}
	return nil, nil
}

// depends reports whether an expression is made of a variable, also by constants of the loop.
func depends(n *syntax.Node, s *syntax.Symbol, loop *syntax.Node) bool {
	return code.Contains(n, func(c *syntax.Node) bool {
		if c.Kind != syntax.Ident || c.Sym == nil {
			return false
		}
		if c.Sym == s {
			return true
		}
		d := c.Sym.Decl
		if d == nil || d.Start < loop.Start || d.End > loop.End {
			return false
		}
		for p := d.Parent; p != nil && p != loop; p = p.Parent {
			if p.Kind == syntax.Declarator {
				return p.B != nil && code.Uses(p.B, s)
			}
		}
		return false
	})
}

// alarmMember returns the alarm handler of a class.
func alarmMember(c *model.Class) *syntax.Node {
	if p := c.Member("alarm"); p != nil && p.B != nil && p.B.Kind == syntax.Func {
		return p.B
	}
	if c.Kind == "package" {
		if p := c.Member("onAlarm"); p != nil && p.B != nil && p.B.Kind == syntax.Func {
			return p.B
		}
	}
	return nil
}

// afterNow is d in Date.now() + d, nil if the expression is something else.
func afterNow(m *rule.Pass, n *syntax.Node) *syntax.Node {
	if n.Kind == syntax.Ident {
		if init := m.ConstInit(n); init != nil && init.Kind == syntax.Binary {
			n = init
		}
	}
	if n.Kind == syntax.New && code.IsGlobal(n.A, "Date") && len(n.List) == 1 {
		n = n.List[0]
	}
	if n.Kind != syntax.Binary || n.Op != "+" {
		return nil
	}
	switch {
	case m.IsNow(n.A):
		return n.B
	case m.IsNow(n.B):
		return n.A
	}
	return nil
}

func alarmNeedsWork(m *rule.Pass) {
	for _, c := range m.Classes {
		fn := alarmMember(c)
		if !c.IsObject() || fn == nil || fn.B.Kind != syntax.Block {
			continue
		}
		for _, s := range fn.B.List {
			if call := code.StatementCall(s); call != nil && m.On(call, "storage", "setAlarm") && len(call.List) > 0 {
				if d := afterNow(m, call.List[0]); d != nil {
					if n, ok := m.Number(d); ok && n <= 10_000 && n > 0 {
						m.Name(call, "only while there is work", fmt.Sprintf("the alarm fires every %v ms, whether or not there is work", n))
					}
				}
			}
			if code.Leaves(s) {
				break
			}
		}
	}
}

func alarmHandler(m *rule.Pass) {
	reported := map[*model.Class]bool{}
	for _, c := range setAlarms(m) {
		classes := []*model.Class{m.ObjectAt(c)}
		if classes[0] == nil {
			classes = m.Hosts(c) // of a function that they call
		}
		if i := slices.IndexFunc(classes, func(k *model.Class) bool { return k.IsOwn() && !reported[k] && !k.Has("alarm") }); i >= 0 {
			reported[classes[i]] = true
			m.Name(c, "async alarm() {}", classes[i].Name+" has no alarm()")
		}
	}
}

func storagePromiseAsValue(m *rule.Pass) {
	for _, c := range m.CallsOn("storage", "get", "list", "getAlarm", "delete", "getCurrentBookmark") {
		uses := []*syntax.Node{c}
		if d := c.Parent; d.Kind == syntax.Declarator && d.B == c && d.A.Kind == syntax.Ident && d.A.Sym != nil {
			uses = nil
			for _, r := range d.A.Sym.Refs {
				if r == d.A {
					continue
				}
				if r.Parent.Kind == syntax.Await || r.Parent.Kind == syntax.Call && slices.Contains(r.Parent.List, r) || code.IsWrite(r) {
					uses = nil
					break
				}
				uses = append(uses, r)
			}
		}
		for _, u := range uses {
			if asValue(u) {
				f := m.Name(c, "await "+c.Text(), c.A.Name+" returns a promise, which is used as its value")
				if fn := code.Enclosing(c); fn != nil && fn.Async && code.Contains(fn, func(n *syntax.Node) bool { return n == c }) {
					text, end := "(await ", ")"
					if c.Parent.Kind == syntax.Declarator || c.Parent.Kind == syntax.If || c.Parent.Kind == syntax.Template {
						text, end = "await ", ""
					}
					f.Edits = []rule.Edit{rule.Replace(c.File.Path, c.Start, c.Start, text), rule.Replace(c.File.Path, c.End, c.End, end)}
				}
				break
			}
		}
	}
}

// asValue reports whether a promise is used as if it were its value.
func asValue(n *syntax.Node) bool {
	p := n.Parent
	switch p.Kind {
	case syntax.If, syntax.Cond, syntax.While, syntax.Switch:
		return p.A == n
	case syntax.For:
		return p.B == n
	case syntax.Unary:
		return p.Op != "void" && p.Op != "typeof"
	case syntax.Binary:
		switch p.Op {
		case ",":
			return false
		case "&&", "||", "??":
			return p.A == n
		}
		return true
	case syntax.Spread:
		return p.Parent.Kind != syntax.Call || true
	case syntax.ForOf:
		return p.B == n && !p.Async
	case syntax.Member:
		return p.A == n && p.Name != "then" && p.Name != "catch" && p.Name != "finally"
	case syntax.Index:
		return p.A == n
	case syntax.Template:
		return p.A != n
	case syntax.Declarator:
		return p.B == n && (p.A.Kind == syntax.Object || p.A.Kind == syntax.Array)
	}
	return false
}

func alarmOutlivesDeleteAll(m *rule.Pass) {
	if !m.Before("2026-02-24", "delete_all_deletes_alarm") {
		return
	}
	sets := map[*model.Class]bool{}
	for _, c := range setAlarms(m) {
		for _, k := range m.UnitOf(c).Classes {
			for _, f := range k.Family() {
				sets[f] = true
			}
		}
	}
	for _, c := range m.CallsOn("storage", "deleteAll") {
		u := m.UnitOf(c)
		if u.Func == nil || !slices.ContainsFunc(u.Classes, func(k *model.Class) bool {
			fn := alarmMember(k)
			return k.IsOwn() && sets[k] && (fn == nil || !code.Inside(c, onlyFrom(m, fn)))
		}) || deletesAlarm(m, u.Func, 0) {
			continue
		}
		f := m.Name(c, "await this.ctx.storage.deleteAlarm(); before it", "deleteAll leaves the alarm at this compatibility date")
		if s, _ := code.Block(c); s != nil && (s.Kind == syntax.ExprStmt || s.Kind == syntax.Return || s.Kind == syntax.Var) && !code.Guarded(c, s) {
			await := ""
			if fn := code.Enclosing(c); fn != nil && fn.Async {
				await = "await "
			}
			f.Edits = []rule.Edit{rule.Before(s, await+c.A.A.Text()+".deleteAlarm();")}
		}
	}
}

// deletesAlarm reports whether a function, what it calls or what calls it deletes the alarm.
func deletesAlarm(m *rule.Pass, fn *syntax.Node, depth int) bool {
	for f := range m.Reachable(fn) {
		if code.Contains(f, func(n *syntax.Node) bool { return m.On(n, "storage", "deleteAlarm") }) {
			return true
		}
	}
	if depth > 3 {
		return false
	}
	return slices.ContainsFunc(m.Callers[fn], func(c *syntax.Node) bool {
		u := m.UnitOf(c)
		return u.Func != nil && u.Func != fn && deletesAlarm(m, u.Func, depth+1)
	})
}

// onlyFrom returns a function and those that only it calls, transitively.
func onlyFrom(m *rule.Pass, fn *syntax.Node) map[*syntax.Node]bool {
	set := map[*syntax.Node]bool{fn: true}
	reach := m.Reachable(fn)
	for changed := true; changed; {
		changed = false
		for f := range reach {
			if set[f] || len(m.Callers[f]) == 0 {
				continue
			}
			only := !slices.ContainsFunc(m.Callers[f], func(c *syntax.Node) bool { return !code.Inside(c, set) })
			if p := f.Parent; p != nil && p.Kind == syntax.Property && calledByStub(m, p.Name) {
				only = false
			}
			if only {
				set[f], changed = true, true
			}
		}
	}
	return set
}

func calledByStub(m *rule.Pass, name string) bool {
	return slices.ContainsFunc(m.StubCalls, func(s model.StubCall) bool { return s.IsCall() && s.Member.Name == name })
}

func constructorKeepsAlarm(m *rule.Pass) {
	for _, c := range setAlarms(m) {
		if !m.InConstructor(c) {
			continue
		}
		p, k := m.Method(c)
		if !k.IsObject() { // a function that the constructor calls
			fn := code.Enclosing(c)
			if p = nil; fn == nil || code.Guarded(c, fn) || code.Contains(fn, func(n *syntax.Node) bool { return m.On(n, "storage", "getAlarm") && n.Start < c.Start }) ||
				slices.ContainsFunc(m.Callers[fn], func(call *syntax.Node) bool { return code.Guarded(call, code.Enclosing(call)) }) {
				continue
			}
		}
		if code.Guarded(c, p) || p != nil && p.B != nil && code.Contains(p.B, func(n *syntax.Node) bool { return m.On(n, "storage", "getAlarm") && n.Start < c.Start }) || guardedCalls(m, p, 0) {
			continue
		}
		if s, list := code.Block(c); s != nil {
			early := false
			for _, b := range list {
				if b == s {
					break
				}
				early = early || b.Kind == syntax.If && code.Leaves(b)
			}
			if early {
				continue
			}
		}
		m.Name(c, "if ((await "+c.A.A.Text()+".getAlarm()) === null)", "the constructor moves the alarm that wakes the object")
	}
}

// guardedCalls reports whether all calls of a method in the constructor stand in an if.
func guardedCalls(m *rule.Pass, p *syntax.Node, depth int) bool {
	if p == nil || p.B == nil || p.Name == "constructor" || depth > 3 {
		return false
	}
	n := 0
	for _, c := range m.Callers[p.B] {
		if !m.InConstructor(c) {
			continue
		}
		n++
		q, _ := m.Method(c)
		checked := q != nil && q.B != nil && code.Contains(q.B, func(n *syntax.Node) bool { return m.On(n, "storage", "getAlarm") && n.Start < c.Start })
		if !code.Guarded(c, q) && !checked && !guardedCalls(m, q, depth+1) {
			return false
		}
	}
	return n > 0
}

func noAlarmLoop(m *rule.Pass) {
	calls := setAlarms(m)
	for _, k := range m.Classes {
		fn := alarmMember(k)
		if !k.IsObject() || fn == nil {
			continue
		}
		fires := onlyFrom(m, fn)
		for _, c := range calls {
			if !code.Inside(c, fires) {
				continue
			}
			a := c.List[0]
			now := m.IsNow(a)
			if a.Kind == syntax.Ident && a.Sym != nil && len(a.Sym.Refs) > 0 && slices.ContainsFunc(a.Sym.Refs, func(r *syntax.Node) bool {
				return r.Parent.Kind == syntax.Member && r.Parent.A == r && strings.HasPrefix(r.Parent.Name, "set")
			}) {
				now = false // moved on
			}
			e := a
			if e.Kind == syntax.Ident {
				if init := m.ConstInit(e); init != nil {
					e = init
				}
			}
			if e.Kind == syntax.Binary && m.IsNow(e.A) {
				n, ok := m.Number(e.B)
				now = now || e.Op == "-" || e.Op == "+" && ok && n <= 0
			}
			if e.Kind == syntax.New && code.IsGlobal(e.A, "Date") && len(e.List) == 1 && m.IsNow(e.List[0]) {
				now = true
			}
			if now && !paced(m, c) {
				m.Node(a, "Date.now() + 60_000, or stop", "alarm() sets the next alarm to now")
			}
		}
	}
}

// paced reports whether an alarm that a call sets to now does not fire at once again: a statement
// that always runs before waits for a timer, or code after it moves or deletes the alarm.
func paced(m *rule.Pass, set *syntax.Node) bool {
	timer := func(n *syntax.Node) bool {
		if n.Kind != syntax.Call {
			return false
		}
		var ms *syntax.Node
		switch {
		case code.IsGlobal(n.A, "setTimeout") && len(n.List) > 1:
			ms = n.List[1]
		case n.A.Kind == syntax.Member && n.A.Name == "wait" && code.IsGlobal(n.A.A, "scheduler") && len(n.List) > 0:
			ms = n.List[0]
		default:
			return false
		}
		short, ok := m.Number(ms)
		return !ok || short >= 1000
	}
	fn := code.Enclosing(set)
	if fn == nil {
		return false
	}
	mine, list := code.Block(set)
	always := fn.B != nil && len(list) > 0 && list[0].Parent == fn.B && mine.Kind == syntax.ExprStmt
	return code.Contains(fn, func(n *syntax.Node) bool {
		if n.Kind == syntax.Await && n.End <= set.Start {
			s, _ := code.Block(n)
			return s != nil && s.Kind == syntax.ExprStmt && code.Contains(s.Parent, func(c *syntax.Node) bool { return c == set }) && s.Parent.Kind == syntax.Block && code.Contains(n, timer)
		}
		return always && n.Start >= set.End && (m.On(n, "storage", "deleteAlarm") || m.On(n, "storage", "setAlarm") && len(n.List) > 0 && !m.IsNow(n.List[0]))
	})
}

var (
	inSeconds = pattern.New(`(Seconds|Secs|_SECONDS|_SECS?|Minutes|Hours|Days|_MINUTES|_HOURS|_DAYS)$|^(seconds|secs|minutes|hours|days|SECONDS|MINUTES|HOURS|DAYS)$`)
	inMillis  = pattern.New(`(?i)(ms|millis|milliseconds)$`)
)

func alarmInMilliseconds(m *rule.Pass) {
	for _, c := range setAlarms(m) {
		a := c.List[0]
		if n, ok := m.Number(a); ok {
			if n < 1e12 {
				m.Node(a, "Date.now() + "+a.Text(), fmt.Sprintf("%.0f is read as milliseconds since 1970", n))
			}
			continue
		}
		e := a
		if e.Kind == syntax.Ident {
			if init := m.ConstInit(e); init != nil {
				e = init
			}
		}
		if dividedNow(m, e) {
			m.Node(a, "milliseconds: Date.now() + … * 1000", "the time is in seconds")
			continue
		}
		d := afterNow(m, a)
		if d == nil {
			continue
		}
		if n, ok := m.Number(d); ok {
			if slices.Contains([]float64{60, 120, 1800, 3600, 7200, 86400, 604800}, n) || secondsProduct(m, d) {
				m.Node(a, "Date.now() + "+d.Text()+" * 1000", fmt.Sprintf("the alarm fires %.0f milliseconds from now", n))
			}
			continue
		}
		name := ""
		switch d.Kind {
		case syntax.Ident, syntax.Member:
			name = d.Name
		}
		if name != "" && inSeconds.MatchString(name) && !inMillis.MatchString(name) {
			m.Node(a, "Date.now() + "+d.Text()+" * 1000", d.Text()+" is not in milliseconds")
		}
	}
}

// dividedNow reports whether an expression is the present in seconds, plus anything.
func dividedNow(m *rule.Pass, n *syntax.Node) bool {
	switch n.Kind {
	case syntax.Binary:
		switch n.Op {
		case "/":
			d, ok := m.Number(n.B)
			return ok && d == 1000 && m.IsNow(n.A)
		case "+", "-":
			return dividedNow(m, n.A) || dividedNow(m, n.B)
		case "|":
			return dividedNow(m, n.A)
		}
	case syntax.Call:
		for _, f := range []string{"floor", "round", "ceil", "trunc"} {
			if code.IsGlobal(n.A, "Math", f) && len(n.List) == 1 {
				return dividedNow(m, n.List[0])
			}
		}
	case syntax.Ident:
		if init := m.ConstInit(n); init != nil && init.Kind != syntax.Ident {
			return dividedNow(m, init)
		}
	}
	return false
}

// secondsProduct reports whether a number is written as a product of small integers, one of them 60.
func secondsProduct(m *rule.Pass, n *syntax.Node) bool {
	sixty, factors := false, 0
	var walk func(*syntax.Node) bool
	walk = func(n *syntax.Node) bool {
		if n.Kind == syntax.Ident {
			if init := m.ConstInit(n); init != nil {
				return walk(init)
			}
		}
		if n.Kind == syntax.Binary && n.Op == "*" {
			return walk(n.A) && walk(n.B)
		}
		if n.Kind != syntax.Number || n.Num() > 366 || n.Num() != float64(int(n.Num())) {
			return false
		}
		factors++
		sixty = sixty || n.Num() == 60
		return true
	}
	return walk(n) && sixty && factors > 1
}
