package objects

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint/code"
	"github.com/dotool-dev/dotool/config/lint/model"
	"github.com/dotool-dev/dotool/config/lint/rule"

	"github.com/evanw/esbuild/syntax"
)

// Addressing are the rules about names, ids and stubs of objects (D), and what a Worker gives them (W).
var Addressing = []*rule.Rule{
	rule.New("D02", "no-global-object", diag.Warning, "Every request to one object is one thread: 200–1,000 requests a second.", rule.RulesOfObjects+"#do-not-use-a-single-durable-object-as-a-global-singleton", noGlobalObject),
	rule.New("D05", "unique-id-kept", diag.Warning, "An id that is not stored cannot be found again; its storage is billed for ever.", ns+"#newuniqueid", uniqueIDKept),
	rule.New("D07", "location-hint-place", diag.Error, "idFromName takes no options; a hint there is silently dropped.", rule.Docs+"durable-objects/reference/data-location/", locationHintPlace),
	rule.New("D08", "stable-name", diag.Warning, "A random or time-based name reaches a new, empty object each time.", rule.RulesOfObjects+"#use-deterministic-ids-for-predictable-routing", stableName),
	rule.New("D09", "get-takes-an-id", diag.Error, "get throws on a string.", ns+"#get", getTakesAnID),
	rule.New("D10", "known-binding", diag.Error, "A binding that no environment has is undefined.", rule.Docs+"durable-objects/get-started/", knownBinding),
	rule.New("D11", "name-may-be-undefined", diag.Warning, "ctx.id.name is undefined behind newUniqueId and idFromString.", rule.Docs+"durable-objects/api/id/#name", nameMayBeUndefined),
	rule.New("W01", "name-from-request-checked", diag.Warning, "idFromName(null) is the object named \"null\", which all callers share that forgot the parameter.", wsAPI+"#websocket-standard-api", nameChecked),
}

// globalNames are names that say "the only one".
var globalNames = map[string]bool{}

func init() {
	for _, n := range strings.Fields("global singleton default main shared instance root single all central master") {
		globalNames[n] = true
	}
}

// names returns the calls that give a name to an object, with the argument.
func names(m *rule.Pass) []*syntax.Node {
	return slices.DeleteFunc(m.CallsOn("ns", "getByName", "idFromName"), func(c *syntax.Node) bool { return len(c.List) == 0 })
}

func noGlobalObject(m *rule.Pass) {
	named := names(m)
	var fetch map[*syntax.Node]bool // once a name is known
	for _, c := range named {
		v := m.ValueOf(c.A.A)
		name, ok := m.Text(c.List[0])
		if !ok || v.Binding.Script != "" || m.ObjectAt(c) != nil {
			continue
		}
		if fetch == nil {
			fetch = m.Reachable(append(m.Handlers("fetch"), m.Routers()...)...)
		}
		if !code.Inside(c, fetch) {
			continue
		}
		plain := strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(name))
		if !globalNames[plain] && !globalNames[strings.TrimPrefix(plain, "the")] && !globalNames[strings.TrimPrefix(plain, "my")] {
			continue
		}
		if slices.ContainsFunc(named, func(o *syntax.Node) bool {
			_, known := m.Text(o.List[0])
			return !known && m.ValueOf(o.A.A).Binding.Name == v.Binding.Name
		}) {
			continue
		}
		m.Node(c.List[0], "name the object after what it coordinates: getByName(roomId)",
			fmt.Sprintf("every request goes to the one object %q of %s", name, bindingText(v, c)))
	}
}

// bindingText returns the text by which the source refers to a namespace.
func bindingText(v model.Value, c *syntax.Node) string {
	if v.Binding.Name != "" {
		return v.Binding.Name
	}
	return c.A.A.Text()
}

func uniqueIDKept(m *rule.Pass) {
	for _, c := range m.CallsOn("ns", "newUniqueId") {
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
		if !m.On(get, "ns", "get") || !slices.Contains(get.List, use) {
			continue
		}
		if !stubStays(get) || !forgets(m, m.ValueOf(get).Class) {
			continue
		}
		m.Name(c, "store id.toString() of `const id = …newUniqueId()`", "the id of this new object is not kept anywhere")
	}
}

// stubStays reports whether a stub is only called, and its id not read.
func stubStays(get *syntax.Node) bool {
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
func forgets(m *rule.Pass, c *model.Class) bool {
	if c == nil || c.Kind != "native" || c.Has("alarm") {
		return false
	}
	writes, says := false, false
	for _, k := range c.Chain() {
		k.Node.Walk(func(n *syntax.Node) bool {
			switch {
			case m.Is(n, "objid"), m.On(n, "storage", "deleteAll"):
				says = true
			case m.On(n, "storage", "put"), m.On(n, "kv", "put"), m.On(n, "sql", "exec"):
				writes = true
			}
			return true
		})
	}
	return writes && !says
}

var hints = strings.Fields("wnam enam sam weur eeur apac apac-ne apac-se oc afr me")

var jurisdictions = strings.Fields("eu fedramp us")

func locationHintPlace(m *rule.Pass) {
	for _, c := range m.CallsOn("ns", "jurisdiction", "idFromName", "newUniqueId", "get", "getByName") {
		method := c.A.Name
		if method == "jurisdiction" && len(c.List) > 0 {
			jurisdiction(m, c.List[0])
			continue
		}
		switch method {
		case "idFromName":
			if len(c.List) > 1 {
				f := m.Node(c.List[1], "give it to get(id, { locationHint })", "idFromName ignores its second argument")
				get := c.Parent
				if m.On(get, "ns", "get") && len(get.List) == 1 && get.List[0] == c {
					f.Edits = []rule.Edit{
						rule.Replace(c.File.Path, c.List[0].Outer, c.End-1, ""),
						rule.Replace(c.File.Path, c.End, c.End, ", "+c.List[1].Text()),
					}
				}
				continue
			}
		case "newUniqueId":
			if len(c.List) > 0 && c.List[0].Kind == syntax.Object {
				if h := prop(c.List[0], "locationHint"); h != nil {
					m.Node(h, "give it to get(id, { locationHint })", "newUniqueId takes no locationHint")
				}
				jurisdiction(m, code.Property(c.List[0], "jurisdiction"))
			}
		case "get", "getByName":
			if len(c.List) > 1 && c.List[1].Kind == syntax.Object {
				if j := prop(c.List[1], "jurisdiction"); j != nil {
					m.Node(j, "take the namespace of the jurisdiction: "+c.A.A.Text()+".jurisdiction(…)", method+" takes no jurisdiction")
				}
				if h := code.Property(c.List[1], "locationHint"); h != nil {
					if s, ok := m.Text(h); ok && !slices.Contains(hints, s) {
						m.Node(h, "one of "+strings.Join(hints, ", "), fmt.Sprintf("%q is not a location", s))
					}
				}
			}
		}
	}
}

func jurisdiction(m *rule.Pass, n *syntax.Node) {
	if s, ok := m.Text(n); n != nil && ok && !slices.Contains(jurisdictions, s) {
		m.Node(n, "one of "+strings.Join(jurisdictions, ", "), fmt.Sprintf("%q is not a jurisdiction", s))
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

func stableName(m *rule.Pass) {
	for _, c := range names(m) {
		if r := random(c.List[0]); r != nil {
			m.Node(r, "use a stable name, or newUniqueId() and store its id", "the name of this object is new in each call")
		}
	}
}

// textMethods return most of a text.
var textMethods = []string{"replace", "replaceAll", "slice", "substr", "substring", "toLowerCase", "toUpperCase"}

// fewCharacters reports whether a call takes one character, or two, of a text: names of shards.
func fewCharacters(c *syntax.Node) bool {
	if len(c.List) != 2 || !strings.HasPrefix(c.A.Name, "s") {
		return false
	}
	from, err := strconv.Atoi(c.List[0].Text())
	to, err2 := strconv.Atoi(c.List[1].Text())
	if c.A.Name == "substr" {
		from = 0
	}
	return err != nil || err2 != nil || to-from < 3
}

// random finds a call that makes a text new each time.
func random(n *syntax.Node) *syntax.Node {
	switch n.Kind {
	case syntax.Call:
		if code.IsGlobal(n.A, "crypto", "randomUUID") || code.IsGlobal(n.A, "Date", "now") || code.IsGlobal(n.A, "Math", "random") || code.IsGlobal(n.A, "performance", "now") {
			return n
		}
		if n.A.Kind == syntax.Member && n.A.Name == "toString" {
			return random(n.A.A)
		}
		if n.A.Kind == syntax.Member && slices.Contains(textMethods, n.A.Name) {
			if r := random(n.A.A); r != nil && r.A.Name != "now" && !fewCharacters(n) {
				return r
			}
		}
		if code.IsGlobal(n.A, "String") && len(n.List) == 1 {
			return random(n.List[0])
		}
		if n.A.Kind == syntax.Member && n.A.Name == "concat" {
			for _, e := range n.List {
				if r := random(e); r != nil {
					return r
				}
			}
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

// isText reports whether an expression is a string by its form.
func isText(n *syntax.Node) bool {
	switch n.Kind {
	case syntax.String:
		return true
	case syntax.Template:
		return n.A == nil
	case syntax.Binary:
		return n.Op == "+" && (isText(n.A) || isText(n.B))
	case syntax.Call:
		return code.IsGlobal(n.A, "String")
	}
	return false
}

func getTakesAnID(m *rule.Pass) {
	for _, c := range m.CallsOn("ns", "get") {
		if len(c.List) == 0 {
			continue
		}
		a := c.List[0]
		_, folded := m.Text(a)
		if !folded && !isText(a) {
			continue
		}
		f := m.Node(a, "getByName("+a.Text()+")", "get takes an id, not a name")
		f.Edits = []rule.Edit{rule.Replace(c.File.Path, c.A.At, int(c.A.At)+len("get"), "getByName")}
	}
}

func knownBinding(m *rule.Pass) {
	if m.Project.Doc == nil {
		return
	}
	m.Members(func(use *syntax.Node) {
		n := use.A
		if n.Kind != syntax.Member || n.Computed || !m.Is(n.A, "env") || m.Bound[n.Name] || !m.NamespaceUse(n) || m.AssignedMembers[n.Name] {
			return
		}
		var names []string
		for name := range m.Bindings {
			names = append(names, name)
		}
		slices.Sort(names)
		fix := "bind it in durable_objects.bindings"
		if near := diag.Nearest(n.Name, names); near != "" {
			fix = "did you mean " + near + "?"
		}
		m.At(n.File, int(n.At), int(n.At)+len(n.Name), fix, n.Name+" is not bound in any environment")
	}, model.NamespaceMethods...)
}

func nameMayBeUndefined(m *rule.Pass) {
	named, numbered := map[*model.Class]bool{}, map[*model.Class]bool{}
	m.Members(func(n *syntax.Node) {
		v := m.ValueOf(n.Parent)
		if n.Parent.Kind != syntax.Call || n.Parent.A != n || v.Class == nil || v.Kind != "id" && v.Kind != "stub" {
			return
		}
		switch n.Name {
		case "getByName", "idFromName":
			named[v.Class] = true
		case "newUniqueId", "idFromString":
			numbered[v.Class] = true
		}
	}, "getByName", "idFromName", "newUniqueId", "idFromString")
	if len(numbered) == 0 {
		return
	}
	m.Each(func(n *syntax.Node) {
		if n.Name != "name" {
			return
		}
		c := m.ObjectAt(n)
		if c == nil || c.Kind == "package" || !numbered[c] || named[c] {
			return
		}
		message := "the objects of " + c.Name + " have no name: their ids come from newUniqueId or idFromString"
		switch {
		case n.Kind == syntax.Member && m.Is(n.A, "objid"):
			if !code.OnlyTested(n) && !(n.Parent.Kind == syntax.Declarator && tested(n.Parent.A)) && !testedName(m, n) {
				m.Name(n, strings.TrimSuffix(n.Text(), "name")+"toString()", message)
			}
		case n.Kind == syntax.Property && n.Parent.Kind == syntax.Object && n.Parent.Binding && n.B != nil && n.B.Kind == syntax.Ident && m.DeclaredAs(n.Parent).Kind == "objid":
			if !tested(n.B) {
				m.At(n.File, int(n.At), int(n.At)+len(n.Name), "ctx.id.toString()", message)
			}
		}
	}, syntax.Member, syntax.Property)
}

// testedName reports whether the function of a use of id.name also looks whether there is one.
func testedName(m *rule.Pass, use *syntax.Node) bool {
	fn := code.Enclosing(use)
	return fn != nil && code.Contains(fn, func(n *syntax.Node) bool {
		return n != use && n.Kind == syntax.Member && n.Name == "name" && m.Is(n.A, "objid") && code.OnlyTested(n) && !logged(n)
	})
}

// logged reports whether a value is an argument of a call, such as console.log.
func logged(n *syntax.Node) bool {
	for p := n.Parent; p != nil && p.Kind != syntax.Func; n, p = p, p.Parent {
		if p.Kind == syntax.Call && p.A != n {
			return true
		}
	}
	return false
}

// tested reports whether a variable is tested somewhere, or never read.
func tested(decl *syntax.Node) bool {
	return decl.Sym != nil && (len(decl.Sym.Refs) < 2 || slices.ContainsFunc(decl.Sym.Refs, func(r *syntax.Node) bool { return r != decl && code.OnlyTested(r) }))
}

func nameChecked(m *rule.Pass) {
	for _, c := range names(m) {
		arg := c.List[0]
		from := arg
		if arg.Kind == syntax.Ident {
			s := arg.Sym
			if s == nil || s.Decl == nil || code.Reassigned(s) || s.Decl.Parent.Kind != syntax.Declarator || s.Decl.Parent.A != s.Decl {
				continue
			}
			from = s.Decl.Parent.B
			if slices.ContainsFunc(s.Refs, func(r *syntax.Node) bool { return r != s.Decl && r != arg && validates(m, r, c) }) {
				continue
			}
		}
		if !fromRequest(m, from) || hasKey(from) {
			continue
		}
		m.Node(arg, "if (!name) return new Response(\"…\", { status: 400 }); before", arg.Text()+" may be null")
	}
}

// fromRequest reports whether an expression is a part of a request that may be missing.
func fromRequest(m *rule.Pass, n *syntax.Node) bool {
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
		if init := m.ConstInit(o); init != nil {
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
	return o.Kind == syntax.Call && o.A.Kind == syntax.Member && o.A.Name == "formData" || o.Kind == syntax.New && code.IsGlobal(o.A, "URLSearchParams")
}

// hasKey reports whether the function asks has(key) of the same place.
func hasKey(get *syntax.Node) bool {
	fn := code.Enclosing(get)
	if fn == nil || get.Kind != syntax.Call {
		return false
	}
	found := false
	code.Own(fn, func(n *syntax.Node) {
		if n.Kind == syntax.Call && n.A.Kind == syntax.Member && n.A.Name == "has" && len(n.List) == 1 && n.List[0].Text() == get.List[0].Text() {
			found = true
		}
	})
	return found
}

// validates reports whether a use of a variable could check it before a call.
func validates(m *rule.Pass, r, call *syntax.Node) bool {
	if code.OnlyTested(r) {
		return true
	}
	for n, p := r, r.Parent; p != nil; n, p = p, p.Parent {
		switch p.Kind {
		case syntax.Call, syntax.New:
			if p.A != n && r.Start < call.Start && !m.On(p, "ns") {
				return true
			}
			if p.A == n && r.Start < call.Start && p.A.Kind == syntax.Member {
				return p.Parent.Kind == syntax.If || p.Parent.Kind == syntax.Unary || code.OnlyTested(p)
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
