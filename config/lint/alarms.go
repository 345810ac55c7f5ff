package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dotool/config/diag"

	"github.com/evanw/esbuild/syntax"
)

var alarms = []*Rule{
	{"L01", "one-alarm", diag.Warning, "setAlarm replaces the one before.", alarm + "#setalarm", oneAlarm},
	{"L02", "alarm-needs-work", diag.Warning, "Every ring is billed, and wakes the object.", rod + "#use-alarms-for-per-entity-scheduled-tasks", alarmNeedsWork},
	{"L05", "alarm-handler", diag.Error, "setAlarm throws.", alarm, alarmHandler},
	{"L06", "storage-promise-as-value", diag.Error, "A promise is always truthy.", sql + "#asynchronous-kv-api", storagePromiseAsValue},
	{"L07", "alarm-outlives-deleteall", diag.Warning, "Before 2026-02-24 deleteAll() leaves the alarm.", rod + "#clean-up-storage-with-deleteall", alarmOutlivesDeleteAll},
	{"L10", "constructor-keeps-alarm", diag.Warning, "The constructor runs before alarm(): it would move the alarm that woke it.", alarm + "#setalarm", constructorKeepsAlarm},
	{"L11", "no-alarm-loop", diag.Error, "Hundreds of rings a second, each billed, across deploys; or none at all.", rod + "#do-not-reschedule-alarms-without-a-delay-and-a-stop-condition", noAlarmLoop},
	{"L12", "alarm-in-milliseconds", diag.Error, "The time is milliseconds since 1970; a small number rings at once, zero and less throw.", alarm + "#setalarm", alarmInMilliseconds},
}

// setAlarms are the calls of storage.setAlarm.
func (m *model) setAlarms() []*syntax.Node {
	if m.alarmCalls == nil {
		m.alarmCalls = []*syntax.Node{}
		for _, c := range m.calls {
			if m.on(c, "storage", "setAlarm") && len(c.List) > 0 {
				m.alarmCalls = append(m.alarmCalls, c)
			}
		}
	}
	return m.alarmCalls
}

// statementCall is the call of a statement, awaited or not.
func statementCall(s *syntax.Node) *syntax.Node {
	if s.Kind != syntax.ExprStmt && s.Kind != syntax.Return || s.A == nil {
		return nil
	}
	e := s.A
	for e.Kind == syntax.Await || e.Kind == syntax.Unary && e.Op == "void" {
		e = e.A
	}
	if e.Kind == syntax.Call {
		return e
	}
	return nil
}

func oneAlarm(m *model) {
	seen := map[*syntax.Node]bool{}
	for _, c := range m.setAlarms() {
		s, list := block(c)
		i := slices.Index(list, s)
		if i >= 0 && statementCall(s) == c {
			for _, next := range list[i+1:] {
				if second := statementCall(next); second != nil && m.on(second, "storage", "setAlarm") {
					seen[second] = true
					m.name(second, "set the earliest of the times that are stored", "this replaces the alarm set before")
					break
				}
				if leaves(next) || contains(next, func(n *syntax.Node) bool { return m.on(n, "storage", "getAlarm", "deleteAlarm") }) {
					break
				}
			}
		}
		loop, vars := loopOf(m, c)
		if loop == nil || seen[c] || !slices.ContainsFunc(vars, func(v *syntax.Symbol) bool { return m.depends(c.List[0], v, loop) }) {
			continue
		}
		if contains(loop, func(n *syntax.Node) bool {
			return m.on(n, "storage", "getAlarm") || n.Kind == syntax.Call && isGlobal(n.A, "Math", "min") || n.Kind == syntax.Break || n.Kind == syntax.Return && n != c.Parent
		}) {
			continue
		}
		m.name(c, "set the earliest of the times once, after the loop", "each turn of the loop replaces the alarm")
	}
}

// loopOf is the body of the loop over elements that a node is in, and what it declares.
func loopOf(m *model, c *syntax.Node) (*syntax.Node, []*syntax.Symbol) {
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
			if p.D == n {
				return p.D, names(p.A)
			}
		case syntax.Func:
			call := p.Parent
			if call == nil || call.Kind != syntax.Call || call.A.Kind != syntax.Member || call.A.Name != "forEach" && call.A.Name != "map" || len(p.List) == 0 || m.is(call.A.A, "storage") {
				return nil, nil
			}
			return p.B, names(p.List[0])
		}
	}
	return nil, nil
}

// depends reports whether an expression is made of a variable, also by constants of the loop.
func (m *model) depends(n *syntax.Node, s *syntax.Symbol, loop *syntax.Node) bool {
	return contains(n, func(c *syntax.Node) bool {
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
				return p.B != nil && uses(p.B, s)
			}
		}
		return false
	})
}

// alarmMember is the alarm handler of a class.
func alarmMember(c *class) *syntax.Node {
	if p := c.member("alarm"); p != nil && p.B != nil && p.B.Kind == syntax.Func {
		return p.B
	}
	if c.kind == "package" {
		if p := c.member("onAlarm"); p != nil && p.B != nil && p.B.Kind == syntax.Func {
			return p.B
		}
	}
	return nil
}

// afterNow is d in Date.now() + d, nil if the expression is something else.
func (m *model) afterNow(n *syntax.Node) *syntax.Node {
	if n.Kind == syntax.Ident {
		if init := m.constInit(n); init != nil && init.Kind == syntax.Binary {
			n = init
		}
	}
	if n.Kind == syntax.New && isGlobal(n.A, "Date") && len(n.List) == 1 {
		n = n.List[0]
	}
	if n.Kind != syntax.Binary || n.Op != "+" {
		return nil
	}
	switch {
	case m.isNow(n.A):
		return n.B
	case m.isNow(n.B):
		return n.A
	}
	return nil
}

func alarmNeedsWork(m *model) {
	for _, c := range m.classes {
		fn := alarmMember(c)
		if !c.object() || fn == nil || fn.B.Kind != syntax.Block {
			continue
		}
		for _, s := range fn.B.List {
			if call := statementCall(s); call != nil && m.on(call, "storage", "setAlarm") && len(call.List) > 0 {
				if d := m.afterNow(call.List[0]); d != nil {
					if n, ok := m.number(d); ok && n <= 10_000 && n > 0 {
						m.name(call, "only while there is work", fmt.Sprintf("the alarm rings every %v ms, whether or not there is work", n))
					}
				}
			}
			if leaves(s) {
				break
			}
		}
	}
}

func alarmHandler(m *model) {
	reported := map[*class]bool{}
	for _, c := range m.setAlarms() {
		k := m.objectAt(c)
		if k == nil || !k.own() || reported[k] || k.has("alarm") {
			continue
		}
		reported[k] = true
		m.name(c, "async alarm() {}", k.name+" has no alarm()")
	}
}

func storagePromiseAsValue(m *model) {
	for _, c := range m.calls {
		if !m.on(c, "storage", "get", "list", "getAlarm", "delete", "getCurrentBookmark") {
			continue
		}
		uses := []*syntax.Node{c}
		if d := c.Parent; d.Kind == syntax.Declarator && d.B == c && d.A.Kind == syntax.Ident && d.A.Sym != nil {
			uses = nil
			for _, r := range d.A.Sym.Refs {
				if r == d.A {
					continue
				}
				if r.Parent.Kind == syntax.Await || r.Parent.Kind == syntax.Call && slices.Contains(r.Parent.List, r) || isWrite(r) {
					uses = nil
					break
				}
				uses = append(uses, r)
			}
		}
		for _, u := range uses {
			if asValue(u) {
				f := m.name(c, "await "+c.Text(), c.A.Name+" returns a promise, which is used as its value")
				if fn := enclosing(c); fn != nil && fn.Async && contains(fn, func(n *syntax.Node) bool { return n == c }) {
					text, end := "(await ", ")"
					if c.Parent.Kind == syntax.Declarator || c.Parent.Kind == syntax.If || c.Parent.Kind == syntax.Template {
						text, end = "await ", ""
					}
					f.Edits = []Edit{{c.File.Path, c.Start, c.Start, text}, {c.File.Path, c.End, c.End, end}}
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
	case syntax.If, syntax.Cond, syntax.While:
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

func alarmOutlivesDeleteAll(m *model) {
	if !m.before("2026-02-24", "delete_all_deletes_alarm") {
		return
	}
	for _, k := range m.classes {
		if !k.own() {
			continue
		}
		sets := false
		for _, f := range k.family() {
			sets = sets || contains(f.node, func(n *syntax.Node) bool { return m.on(n, "storage", "setAlarm") })
		}
		if !sets {
			continue
		}
		rings := map[*syntax.Node]bool{}
		if fn := alarmMember(k); fn != nil {
			rings = m.onlyFrom(fn)
		}
		m.eachCall(k.node, func(c *syntax.Node) {
			if !m.on(c, "storage", "deleteAll") || inside(c, rings) {
				return
			}
			p, _ := m.method(c)
			if p == nil || p.B == nil || m.deletesAlarm(p.B, 0) {
				return
			}
			f := m.name(c, "await this.ctx.storage.deleteAlarm(); before it", "deleteAll leaves the alarm at this compatibility date")
			if s, _ := block(c); s != nil {
				await := ""
				if fn := enclosing(c); fn != nil && fn.Async {
					await = "await "
				}
				f.Edits = []Edit{{s.File.Path, s.Start, s.Start, await + c.A.A.Text() + ".deleteAlarm();\n" + indent(s)}}
			}
		})
	}
}

// indent is the white space at the start of a statement's line.
func indent(s *syntax.Node) string {
	src := s.File.Text
	start := strings.LastIndexByte(src[:s.Start], '\n') + 1
	end := start
	for end < s.Start && (src[end] == ' ' || src[end] == '\t') {
		end++
	}
	return src[start:end]
}

// deletesAlarm reports whether a function, what it calls or what calls it deletes the alarm.
func (m *model) deletesAlarm(fn *syntax.Node, depth int) bool {
	for f := range m.reachable(fn) {
		if contains(f, func(n *syntax.Node) bool { return m.on(n, "storage", "deleteAlarm") }) {
			return true
		}
	}
	if depth > 3 {
		return false
	}
	return slices.ContainsFunc(m.callers[fn], func(c *syntax.Node) bool {
		p, _ := m.method(c)
		return p != nil && p.B != nil && p.B != fn && m.deletesAlarm(p.B, depth+1)
	})
}

// onlyFrom is a function and those that only it calls, transitively.
func (m *model) onlyFrom(fn *syntax.Node) map[*syntax.Node]bool {
	set := map[*syntax.Node]bool{fn: true}
	reach := m.reachable(fn)
	for changed := true; changed; {
		changed = false
		for f := range reach {
			if set[f] || len(m.callers[f]) == 0 {
				continue
			}
			only := !slices.ContainsFunc(m.callers[f], func(c *syntax.Node) bool { return !inside(c, set) })
			if p := f.Parent; p != nil && p.Kind == syntax.Property && m.calledByStub(p.Name) {
				only = false
			}
			if only {
				set[f], changed = true, true
			}
		}
	}
	return set
}

func (m *model) calledByStub(name string) bool {
	return slices.ContainsFunc(m.stubCalls, func(s stubCall) bool { return s.isCall() && s.member.Name == name })
}

func constructorKeepsAlarm(m *model) {
	for _, c := range m.setAlarms() {
		k := m.objectAt(c)
		if k == nil || !m.inConstructor(c) {
			continue
		}
		p, _ := m.method(c)
		if guarded(c, p) || p != nil && p.B != nil && contains(p.B, func(n *syntax.Node) bool { return m.on(n, "storage", "getAlarm") && n.Start < c.Start }) || m.guardedCalls(p, 0) {
			continue
		}
		if s, list := block(c); s != nil {
			early := false
			for _, b := range list {
				if b == s {
					break
				}
				early = early || b.Kind == syntax.If && leaves(b)
			}
			if early {
				continue
			}
		}
		m.name(c, "if ((await "+c.A.A.Text()+".getAlarm()) === null)", "the constructor moves the alarm that wakes the object")
	}
}

// guardedCalls reports whether all calls of a method in the constructor stand in an if.
func (m *model) guardedCalls(p *syntax.Node, depth int) bool {
	if p == nil || p.B == nil || p.Name == "constructor" || depth > 3 {
		return false
	}
	n := 0
	for _, c := range m.callers[p.B] {
		if !m.inConstructor(c) {
			continue
		}
		n++
		q, _ := m.method(c)
		checked := q != nil && q.B != nil && contains(q.B, func(n *syntax.Node) bool { return m.on(n, "storage", "getAlarm") && n.Start < c.Start })
		if !guarded(c, q) && !checked && !m.guardedCalls(q, depth+1) {
			return false
		}
	}
	return n > 0
}

func noAlarmLoop(m *model) {
	for _, k := range m.classes {
		fn := alarmMember(k)
		if !k.object() || fn == nil {
			continue
		}
		rings := m.onlyFrom(fn)
		for _, c := range m.setAlarms() {
			if !inside(c, rings) {
				continue
			}
			a := c.List[0]
			now := m.isNow(a)
			if a.Kind == syntax.Ident && a.Sym != nil && len(a.Sym.Refs) > 0 && slices.ContainsFunc(a.Sym.Refs, func(r *syntax.Node) bool {
				return r.Parent.Kind == syntax.Member && r.Parent.A == r && strings.HasPrefix(r.Parent.Name, "set")
			}) {
				now = false // moved on
			}
			e := a
			if e.Kind == syntax.Ident {
				if init := m.constInit(e); init != nil {
					e = init
				}
			}
			if e.Kind == syntax.Binary && m.isNow(e.A) {
				n, ok := m.number(e.B)
				now = now || e.Op == "-" || e.Op == "+" && ok && n <= 0
			}
			if e.Kind == syntax.New && isGlobal(e.A, "Date") && len(e.List) == 1 && m.isNow(e.List[0]) {
				now = true
			}
			if now {
				m.node(a, "Date.now() + 60_000, or stop", "alarm() sets its next ring to now")
			}
		}
	}
}

var (
	inSeconds = regexp.MustCompile(`(Seconds|Secs|_SECONDS|_SECS?|Minutes|Hours|Days|_MINUTES|_HOURS|_DAYS)$|^(seconds|secs|minutes|hours|days|SECONDS|MINUTES|HOURS|DAYS)$`)
	inMillis  = regexp.MustCompile(`(?i)(ms|millis|milliseconds)$`)
)

func alarmInMilliseconds(m *model) {
	for _, c := range m.setAlarms() {
		a := c.List[0]
		if n, ok := m.number(a); ok {
			if n < 1e12 {
				m.node(a, "Date.now() + "+a.Text(), fmt.Sprintf("%.0f is read as milliseconds since 1970", n))
			}
			continue
		}
		e := a
		if e.Kind == syntax.Ident {
			if init := m.constInit(e); init != nil {
				e = init
			}
		}
		if m.dividedNow(e) {
			m.node(a, "milliseconds: Date.now() + … * 1000", "the time is in seconds")
			continue
		}
		d := m.afterNow(a)
		if d == nil {
			continue
		}
		if n, ok := m.number(d); ok {
			if slices.Contains([]float64{60, 120, 1800, 3600, 7200, 86400, 604800}, n) || m.secondsProduct(d) {
				m.node(a, "Date.now() + "+d.Text()+" * 1000", fmt.Sprintf("the alarm rings %.0f milliseconds from now", n))
			}
			continue
		}
		name := ""
		switch d.Kind {
		case syntax.Ident, syntax.Member:
			name = d.Name
		}
		if name != "" && inSeconds.MatchString(name) && !inMillis.MatchString(name) {
			m.node(a, "Date.now() + "+d.Text()+" * 1000", d.Text()+" is not in milliseconds")
		}
	}
}

// dividedNow reports whether an expression is the present in seconds, plus anything.
func (m *model) dividedNow(n *syntax.Node) bool {
	switch n.Kind {
	case syntax.Binary:
		switch n.Op {
		case "/":
			d, ok := m.number(n.B)
			return ok && d == 1000 && m.isNow(n.A)
		case "+", "-":
			return m.dividedNow(n.A) || m.dividedNow(n.B)
		case "|":
			return m.dividedNow(n.A)
		}
	case syntax.Call:
		for _, f := range []string{"floor", "round", "ceil", "trunc"} {
			if isGlobal(n.A, "Math", f) && len(n.List) == 1 {
				return m.dividedNow(n.List[0])
			}
		}
	case syntax.Ident:
		if init := m.constInit(n); init != nil && init.Kind != syntax.Ident {
			return m.dividedNow(init)
		}
	}
	return false
}

// secondsProduct reports whether a number is written as a product of small integers, one of them 60.
func (m *model) secondsProduct(n *syntax.Node) bool {
	sixty, factors := false, 0
	var walk func(*syntax.Node) bool
	walk = func(n *syntax.Node) bool {
		if n.Kind == syntax.Ident {
			if init := m.constInit(n); init != nil {
				return walk(init)
			}
		}
		if n.Kind == syntax.Binary && n.Op == "*" {
			return walk(n.A) && walk(n.B)
		}
		if n.Kind != syntax.Number || n.Num > 366 || n.Num != float64(int(n.Num)) {
			return false
		}
		factors++
		sixty = sixty || n.Num == 60
		return true
	}
	return walk(n) && sixty && factors > 1
}
