package lint

import (
	"fmt"
	"slices"
	"strings"

	"dotool/config/diag"

	"github.com/evanw/esbuild/syntax"
)

var addressing = []*Rule{
	{"D02", "no-global-object", diag.Warning, "Every request to one object is one thread: 200–1,000 requests a second.", rod + "#do-not-use-a-single-durable-object-as-a-global-singleton", noGlobalObject},
	{"D05", "unique-id-kept", diag.Warning, "An id that is not stored cannot be found again; its storage is billed for ever.", ns + "#newuniqueid", uniqueIDKept},
	{"D07", "location-hint-place", diag.Error, "idFromName takes no options; a hint there is silently dropped.", docs + "durable-objects/reference/data-location/", locationHintPlace},
	{"D08", "stable-name", diag.Warning, "A name nobody can say again reaches a new, empty object each time.", rod + "#use-deterministic-ids-for-predictable-routing", stableName},
	{"D09", "get-takes-an-id", diag.Error, "get throws on a string.", ns + "#get", getTakesAnID},
	{"D10", "known-binding", diag.Error, "A binding that no environment has is undefined.", docs + "durable-objects/get-started/", knownBinding},
	{"D11", "name-may-be-undefined", diag.Warning, "ctx.id.name is undefined behind newUniqueId and idFromString.", docs + "durable-objects/api/id/#name", nameMayBeUndefined},
	{"W01", "name-from-request-checked", diag.Warning, "idFromName(null) is the object named \"null\", which all callers share that forgot the parameter.", wsAPI + "#websocket-standard-api", nameChecked},
}

// globalNames are names that say "the only one".
var globalNames = map[string]bool{}

func init() {
	for _, n := range strings.Fields("global singleton default main shared instance root single all central master") {
		globalNames[n] = true
	}
}

// names are the calls that give a name to an object, with the argument.
func (m *model) names() (all []*syntax.Node) {
	for _, c := range m.calls {
		if m.on(c, "ns", "getByName", "idFromName") && len(c.List) > 0 {
			all = append(all, c)
		}
	}
	return all
}

func noGlobalObject(m *model) {
	named := m.names()
	fetch := m.reachable(append(m.handlers("fetch"), m.routers()...)...)
	for _, c := range named {
		v := m.val(c.A.A)
		name, ok := m.text(c.List[0])
		if !ok || v.bind.script != "" || m.objectAt(c) != nil || !inside(c, fetch) {
			continue
		}
		plain := strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(name))
		if !globalNames[plain] && !globalNames[strings.TrimPrefix(plain, "the")] && !globalNames[strings.TrimPrefix(plain, "my")] {
			continue
		}
		if slices.ContainsFunc(named, func(o *syntax.Node) bool {
			_, known := m.text(o.List[0])
			return !known && m.val(o.A.A).bind.name == v.bind.name
		}) {
			continue
		}
		m.node(c.List[0], "name the object after what it coordinates: getByName(roomId)",
			fmt.Sprintf("every request goes to the one object %q of %s", name, bindingText(v, c)))
	}
}

// bindingText is how the source calls a namespace.
func bindingText(v value, c *syntax.Node) string {
	if v.bind.name != "" {
		return v.bind.name
	}
	return c.A.A.Text()
}

func uniqueIDKept(m *model) {
	for _, c := range m.calls {
		if !m.on(c, "ns", "newUniqueId") {
			continue
		}
		use := c
		if d := c.Parent; d.Kind == syntax.Declarator && d.A.Kind == syntax.Ident && d.A.Sym != nil {
			if len(d.A.Sym.Refs) != 2 {
				continue
			}
			use = d.A.Sym.Refs[1]
			if use == d.A {
				use = d.A.Sym.Refs[0]
			}
		}
		get := use.Parent
		if !m.on(get, "ns", "get") || !slices.Contains(get.List, use) {
			continue
		}
		if !m.stubStays(get) || !m.forgets(m.val(get).class) {
			continue
		}
		m.name(c, "store id.toString() of `const id = …newUniqueId()`", "the id of this new object is not kept anywhere")
	}
}

// stubStays reports whether a stub is only called, and its id not read.
func (m *model) stubStays(get *syntax.Node) bool {
	uses := []*syntax.Node{get}
	if d := get.Parent; d.Kind == syntax.Declarator && d.A.Kind == syntax.Ident && d.A.Sym != nil {
		uses = nil
		for _, r := range d.A.Sym.Refs {
			if r != d.A {
				uses = append(uses, r)
			}
		}
	}
	for _, u := range uses {
		p := u.Parent
		if p.Kind != syntax.Member || p.A != u || p.Name == "id" || p.Parent.Kind != syntax.Call || p.Parent.A != p {
			return false
		}
	}
	return true
}

// forgets reports whether a class stores and never says its id nor ends.
func (m *model) forgets(c *class) bool {
	if c == nil || c.kind != "native" || c.has("alarm") {
		return false
	}
	writes, says := false, false
	for _, k := range c.chain() {
		k.node.Walk(func(n *syntax.Node) bool {
			switch {
			case m.is(n, "objid"), m.on(n, "storage", "deleteAll"):
				says = true
			case m.on(n, "storage", "put"), m.on(n, "kv", "put"), m.on(n, "sql", "exec"):
				writes = true
			}
			return true
		})
	}
	return writes && !says
}

var hints = strings.Fields("wnam enam sam weur eeur apac apac-ne apac-se oc afr me")
var jurisdictions = strings.Fields("eu fedramp us")

func locationHintPlace(m *model) {
	for _, c := range m.calls {
		if !m.on(c, "ns") {
			continue
		}
		method := c.A.Name
		if method == "jurisdiction" && len(c.List) > 0 {
			m.jurisdiction(c.List[0])
			continue
		}
		switch method {
		case "idFromName":
			if len(c.List) > 1 {
				f := m.node(c.List[1], "give it to get(id, { locationHint })", "idFromName ignores its second argument")
				get := c.Parent
				if m.on(get, "ns", "get") && len(get.List) == 1 && get.List[0] == c {
					f.Edits = []Edit{
						{c.File.Path, c.List[0].Outer, c.End - 1, ""},
						{c.File.Path, c.End, c.End, ", " + c.List[1].Text()},
					}
				}
				continue
			}
		case "newUniqueId":
			if len(c.List) > 0 && c.List[0].Kind == syntax.Object {
				if h := prop(c.List[0], "locationHint"); h != nil {
					m.node(h, "give it to get(id, { locationHint })", "newUniqueId takes no locationHint")
				}
				m.jurisdiction(property(c.List[0], "jurisdiction"))
			}
		case "get", "getByName":
			if len(c.List) > 1 && c.List[1].Kind == syntax.Object {
				if j := prop(c.List[1], "jurisdiction"); j != nil {
					m.node(j, "take the namespace of the jurisdiction: "+c.A.A.Text()+".jurisdiction(…)", method+" takes no jurisdiction")
				}
				if h := property(c.List[1], "locationHint"); h != nil {
					if s, ok := m.text(h); ok && !slices.Contains(hints, s) {
						m.node(h, "one of "+strings.Join(hints, ", "), fmt.Sprintf("%q is not a location", s))
					}
				}
			}
		}
	}
}

func (m *model) jurisdiction(n *syntax.Node) {
	if s, ok := m.text(n); n != nil && ok && !slices.Contains(jurisdictions, s) {
		m.node(n, "one of "+strings.Join(jurisdictions, ", "), fmt.Sprintf("%q is not a jurisdiction", s))
	}
}

// prop returns a property of an object literal itself.
func prop(o *syntax.Node, name string) *syntax.Node {
	for _, p := range o.List {
		if p.Kind == syntax.Property && p.Name == name {
			return p
		}
	}
	return nil
}

func stableName(m *model) {
	for _, c := range m.names() {
		if r := random(c.List[0]); r != nil {
			m.node(r, "use a stable name, or newUniqueId() and store its id", "the name of this object is new in each call")
		}
	}
}

// random finds a call that makes a text new each time.
func random(n *syntax.Node) *syntax.Node {
	switch n.Kind {
	case syntax.Call:
		if isGlobal(n.A, "crypto", "randomUUID") || isGlobal(n.A, "Date", "now") || isGlobal(n.A, "Math", "random") || isGlobal(n.A, "performance", "now") {
			return n
		}
		if n.A.Kind == syntax.Member && n.A.Name == "toString" {
			return random(n.A.A)
		}
		if isGlobal(n.A, "String") && len(n.List) == 1 {
			return random(n.List[0])
		}
	case syntax.Template:
		for _, e := range n.List {
			if r := random(e); r != nil {
				return r
			}
		}
	case syntax.Binary:
		if n.Op == "+" {
			if r := random(n.A); r != nil {
				return r
			}
			return random(n.B)
		}
	}
	return nil
}

func getTakesAnID(m *model) {
	for _, c := range m.calls {
		if !m.on(c, "ns", "get") || len(c.List) == 0 {
			continue
		}
		a := c.List[0]
		_, folded := m.text(a)
		if !folded && (a.Kind != syntax.Template || a.A != nil) {
			continue
		}
		f := m.node(a, "getByName("+a.Text()+")", "get takes an id, not a name")
		f.Edits = []Edit{{c.File.Path, c.A.At, c.A.At + len("get"), "getByName"}}
	}
}

func knownBinding(m *model) {
	if m.p.doc == nil {
		return
	}
	m.each(func(n *syntax.Node) {
		if n.Kind != syntax.Member || n.Computed || !m.is(n.A, "env") || m.bound[n.Name] || !m.namespaceUse(n) || m.assignedMembers[n.Name] {
			return
		}
		var names []string
		for name := range m.bindings {
			names = append(names, name)
		}
		slices.Sort(names)
		fix := "bind it in durable_objects.bindings"
		if near := diag.Nearest(n.Name, names); near != "" {
			fix = "did you mean " + near + "?"
		}
		m.at(n.File, n.At, n.At+len(n.Name), fix, n.Name+" is not bound in any environment")
	})
}

func nameMayBeUndefined(m *model) {
	named, numbered := map[*class]bool{}, map[*class]bool{}
	for _, c := range m.calls {
		v := m.val(c)
		if c.A.Kind != syntax.Member || v.class == nil || v.kind != "id" && v.kind != "stub" {
			continue
		}
		switch c.A.Name {
		case "getByName", "idFromName":
			named[v.class] = true
		case "newUniqueId", "idFromString":
			numbered[v.class] = true
		}
	}
	m.each(func(n *syntax.Node) {
		if n.Kind != syntax.Member || n.Name != "name" || !m.is(n.A, "objid") {
			return
		}
		c := m.objectAt(n)
		if c == nil || c.kind == "package" || !numbered[c] || named[c] || tested(n) {
			return
		}
		m.name(n, strings.TrimSuffix(n.Text(), "name")+"toString()", "the objects of "+c.name+" have no name: their ids come from newUniqueId or idFromString")
	})
}

// tested reports whether a value is only looked at: in a condition, with a fallback, or logged.
func tested(n *syntax.Node) bool {
	for p := n.Parent; p != nil; n, p = p, p.Parent {
		switch p.Kind {
		case syntax.Binary:
			switch p.Op {
			case "??", "||", "&&":
				return p.A == n
			case "==", "!=", "===", "!==":
				return true
			}
		case syntax.If, syntax.Cond, syntax.While:
			return p.A == n
		case syntax.Unary:
			return p.Op == "!" || p.Op == "typeof"
		case syntax.Member:
			if p.Optional {
				return true
			}
		case syntax.Call:
			return p.A.Kind == syntax.Member && p.A.A.Kind == syntax.Ident && p.A.A.Name == "console"
		case syntax.Template, syntax.Property, syntax.Object:
		default:
			return false
		}
	}
	return false
}

func nameChecked(m *model) {
	for _, c := range m.names() {
		arg := c.List[0]
		from := arg
		if arg.Kind == syntax.Ident {
			s := arg.Sym
			if s == nil || s.Decl == nil || m.reassigned(s) || s.Decl.Parent.Kind != syntax.Declarator || s.Decl.Parent.A != s.Decl {
				continue
			}
			from = s.Decl.Parent.B
			if slices.ContainsFunc(s.Refs, func(r *syntax.Node) bool { return r != s.Decl && r != arg && m.validates(r, c) }) {
				continue
			}
		}
		if !m.fromRequest(from) || m.hasKey(from) {
			continue
		}
		m.node(arg, "if (!name) return new Response(\"…\", { status: 400 }); before", arg.Text()+" may be null")
	}
}

// fromRequest reports whether an expression is a part of a request that may be missing.
func (m *model) fromRequest(n *syntax.Node) bool {
	if n == nil {
		return false
	}
	if n.Kind == syntax.Index || n.Kind == syntax.Member {
		o := n.A
		if n.Optional && o.Kind == syntax.Call && o.A.Kind == syntax.Member && o.A.Name == "match" {
			return true
		}
	}
	if n.Kind != syntax.Call || n.A.Kind != syntax.Member || n.A.Name != "get" || len(n.List) != 1 {
		return false
	}
	o := n.A.A
	if o.Kind == syntax.Ident {
		if init := m.constInit(o); init != nil {
			o = init
		} else if d := o.Sym; d != nil && d.Decl != nil && d.Decl.Parent != nil && d.Decl.Parent.Kind == syntax.Property {
			return d.Decl.Parent.Name == "searchParams" || d.Decl.Parent.Name == "headers"
		}
	}
	if o.Kind == syntax.Await {
		o = o.A
	}
	if o.Kind == syntax.Member {
		return o.Name == "searchParams" || o.Name == "headers"
	}
	return o.Kind == syntax.Call && o.A.Kind == syntax.Member && o.A.Name == "formData" || o.Kind == syntax.New && isGlobal(o.A, "URLSearchParams")
}

// hasKey reports whether the function asks has(key) of the same place.
func (m *model) hasKey(get *syntax.Node) bool {
	fn := enclosing(get)
	if fn == nil || get.Kind != syntax.Call {
		return false
	}
	found := false
	own(fn, func(n *syntax.Node) {
		if n.Kind == syntax.Call && n.A.Kind == syntax.Member && n.A.Name == "has" && len(n.List) == 1 && n.List[0].Text() == get.List[0].Text() {
			found = true
		}
	})
	return found
}

// validates reports whether a use of a variable could check it before a call.
func (m *model) validates(r, call *syntax.Node) bool {
	if tested(r) {
		return true
	}
	for n, p := r, r.Parent; p != nil; n, p = p, p.Parent {
		switch p.Kind {
		case syntax.Call, syntax.New:
			if p.A != n && r.Start < call.Start && !m.on(p, "ns") {
				return true
			}
			if p.A == n && r.Start < call.Start && p.A.Kind == syntax.Member {
				return p.Parent.Kind == syntax.If || p.Parent.Kind == syntax.Unary || tested(p)
			}
		case syntax.Switch:
			return p.A == n
		case syntax.If, syntax.Cond, syntax.While:
			return p.A == n
		case syntax.Binary:
			if slices.Contains([]string{"==", "===", "!=", "!==", "<", ">", "<=", ">=", "in", "??", "||", "&&"}, p.Op) {
				return true
			}
		case syntax.Func, syntax.Block:
			return false
		}
	}
	return false
}
