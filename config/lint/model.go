package lint

import (
	"slices"
	"strings"

	"dotool/config/diag"
	"dotool/config/tree"

	"github.com/evanw/esbuild/syntax"
)

// model is what the rules know of a project.
type model struct {
	p     *Project
	rule  *Rule
	found []Finding

	files   []*syntax.File // by path
	classes []*class       // of objects, and of Workers
	byNode  map[*syntax.Node]*class

	date     string
	datePos  diag.Pos
	flags    map[string]bool
	bindings map[string]binding // of Durable Objects, by name, of all environments
	bound    map[string]bool    // names of all bindings
	vars     map[string]bool
	kv, lite map[string]diag.Pos // classes by the backend of their storage

	exports         map[[2]string]*syntax.Symbol // by file and name
	calls           []*syntax.Node
	callers         map[*syntax.Node][]*syntax.Node // of functions
	stubCalls       []stubCall
	alarmCalls      []*syntax.Node  // nil until they are asked for
	execs           []query         // likewise
	assignedMembers map[string]bool // names that something assigns as x.NAME
	values          map[*syntax.Node]value
	busy            map[*syntax.Node]bool // whose values are being computed
	cut             int                   // how often that met a circle, or its end
}

type binding struct {
	name, class, script string
	pos                 diag.Pos
}

// class is a class of objects or an entry point.
type class struct {
	node    *syntax.Node
	name    string
	kind    string // native, legacy, package, opaque; entrypoint
	base    *class
	subs    []*class
	pkg     string                    // of the base, as package.Name
	writes  map[string][]*syntax.Node // by field: the initialiser, or the assignment
	reached map[*syntax.Node]bool     // functions reachable from the constructor
}

// object reports whether instances are Durable Objects.
func (c *class) object() bool { return c != nil && c.kind != "entrypoint" && c.kind != "" }

// own reports whether rules that argue from absence hold.
func (c *class) own() bool { return c != nil && (c.kind == "native" || c.kind == "legacy") }

// stubCall is a call, or a read, of a member of a stub.
type stubCall struct {
	node   *syntax.Node // the Call, or the Member
	member *syntax.Node
	class  *class // nil if unknown
	bind   binding
}

func newModel(p *Project) *model {
	m := &model{
		p: p, byNode: map[*syntax.Node]*class{}, callers: map[*syntax.Node][]*syntax.Node{},
		flags: map[string]bool{}, bindings: map[string]binding{}, bound: map[string]bool{}, vars: map[string]bool{},
		kv: map[string]diag.Pos{}, lite: map[string]diag.Pos{},
		exports: map[[2]string]*syntax.Symbol{}, assignedMembers: map[string]bool{}, values: map[*syntax.Node]value{}, busy: map[*syntax.Node]bool{},
	}
	for _, f := range p.Files {
		m.files = append(m.files, f)
	}
	slices.SortFunc(m.files, func(a, b *syntax.File) int { return strings.Compare(a.Path, b.Path) })
	m.readConfig()
	m.findClasses()
	m.each(func(n *syntax.Node) {
		switch n.Kind {
		case syntax.Call, syntax.New:
			if n.Kind == syntax.Call {
				m.calls = append(m.calls, n)
			}
			for _, fn := range m.callees(n) {
				m.callers[fn] = append(m.callers[fn], n)
			}
		case syntax.Assign, syntax.Update:
			if n.A.Kind == syntax.Member {
				m.assignedMembers[n.A.Name] = true
			}
		}
	})
	m.findStubCalls()
	return m
}

// each visits all nodes of all files.
func (m *model) each(visit func(*syntax.Node)) {
	for _, f := range m.files {
		f.Root.Walk(func(n *syntax.Node) bool { visit(n); return true })
	}
}

// readConfig reads the configuration with all its environments.
func (m *model) readConfig() {
	if m.p.doc == nil {
		return
	}
	root := m.p.doc.Root
	if d := root.Get("compatibility_date"); d != nil {
		m.date, m.datePos = d.Value, m.p.doc.At(d)
	}
	if f := root.Get("compatibility_flags"); f != nil {
		for _, i := range f.Items {
			m.flags[i.Value] = true
		}
	}
	for _, section := range m.sections() {
		if do := section.Get("durable_objects").Get("bindings"); do != nil {
			for _, b := range do.Items {
				name, cls := textAt(b.Get("name")), textAt(b.Get("class_name"))
				m.bindings[name] = binding{name, cls, textAt(b.Get("script_name")), m.p.doc.At(b.Get("class_name"))}
			}
		}
		if vars := section.Get("vars"); vars != nil {
			for _, f := range vars.Fields {
				m.vars[f.Name], m.bound[f.Name] = true, true
			}
		}
		m.boundNames(section, 0)
	}
	m.backends()
}

// textAt is the value of a node, "" if it is absent.
func textAt(n *tree.Node) string {
	if n == nil {
		return ""
	}
	return n.Value
}

// sections are the top level and the environments.
func (m *model) sections() []*tree.Node {
	all := []*tree.Node{m.p.doc.Root}
	if env := m.p.doc.Root.Get("env"); env != nil {
		for _, f := range env.Fields {
			all = append(all, f.Value)
		}
	}
	return all
}

func (m *model) boundNames(n *tree.Node, depth int) {
	if n == nil || depth > 6 {
		return
	}
	for _, f := range n.Fields {
		if (f.Name == "binding" || f.Name == "name") && f.Value.Is(tree.Text) && depth > 0 {
			m.bound[f.Value.Value] = true
		}
		m.boundNames(f.Value, depth+1)
	}
	for _, i := range n.Items {
		m.boundNames(i, depth+1)
	}
}

// backends follows the migrations and the exports map.
func (m *model) backends() {
	for _, section := range m.sections() {
		if list := section.Get("migrations"); list != nil {
			kv, lite := map[string]diag.Pos{}, map[string]diag.Pos{}
			for _, step := range list.Items {
				names := func(key string, to map[string]diag.Pos) {
					if l := step.Get(key); l != nil {
						for _, i := range l.Items {
							to[i.Value] = m.p.doc.At(i)
						}
					}
				}
				names("new_classes", kv)
				names("new_sqlite_classes", lite)
				if l := step.Get("renamed_classes"); l != nil {
					for _, i := range l.Items {
						from, to := textAt(i.Get("from")), textAt(i.Get("to"))
						for _, set := range []map[string]diag.Pos{kv, lite} {
							if pos, ok := set[from]; ok {
								delete(set, from)
								set[to] = pos
							}
						}
					}
				}
				gone := map[string]diag.Pos{}
				names("deleted_classes", gone)
				for name := range gone {
					delete(kv, name)
					delete(lite, name)
				}
			}
			merge(m.kv, kv)
			merge(m.lite, lite)
		}
		if e := section.Get("exports"); e != nil {
			for _, f := range e.Fields {
				if textAt(f.Value.Get("type")) != "durable-object" {
					continue
				}
				if state := textAt(f.Value.Get("state")); state != "" && state != "created" {
					continue
				}
				switch textAt(f.Value.Get("storage")) {
				case "legacy-kv":
					m.kv[f.Name] = m.p.doc.At(f.Value.Get("storage"))
				case "sqlite":
					m.lite[f.Name] = m.p.doc.At(f.Value)
				}
			}
		}
	}
}

func merge(to, from map[string]diag.Pos) {
	for k, v := range from {
		to[k] = v
	}
}

// before reports whether behaviour that a date or a flag turns on is off.
func (m *model) before(date, flag string) bool {
	return m.p.doc != nil && m.date != "" && m.date < date && !m.flags[flag]
}

// exported finds the variable that a module exports under a name.
func (m *model) exported(path, name string, depth int) *syntax.Symbol {
	f := m.p.Files[path]
	if f == nil || depth > 20 {
		return nil
	}
	key := [2]string{path, name}
	if s, ok := m.exports[key]; ok {
		return s
	}
	m.exports[key] = nil // while it is looked for, since modules may export from one another
	s := m.export(f, path, name, depth)
	m.exports[key] = s
	return s
}

func (m *model) export(f *syntax.File, path, name string, depth int) *syntax.Symbol {
	if s := f.Exports[name]; s != nil {
		if s.Import != nil && s.Import.Name != "*" {
			if to := m.p.resolve(path, s.Import.Path); to != "" {
				return m.exported(to, s.Import.Name, depth+1)
			}
		}
		return s
	}
	for _, star := range f.Stars {
		if s := m.exported(m.p.resolve(path, star.Path), name, depth+1); s != nil {
			return s
		}
	}
	return nil
}

// origin follows an imported variable to where the project declares it.
func (m *model) origin(s *syntax.Symbol) *syntax.Symbol {
	if s == nil || s.Import == nil || s.Import.Name == "*" {
		return s
	}
	to := m.p.resolve(s.File.Path, s.Import.Path)
	if to == "" {
		return s
	}
	return m.exported(to, s.Import.Name, 0)
}

// imported returns the package and the name that an expression is imported as.
func (m *model) imported(n *syntax.Node) (pkg, name string) {
	if n == nil {
		return "", ""
	}
	if n.Kind == syntax.Member && n.A.Kind == syntax.Ident && n.A.Sym != nil && n.A.Sym.Import != nil && n.A.Sym.Import.Name == "*" {
		return n.A.Sym.Import.Path, n.Name
	}
	if n.Kind != syntax.Ident {
		return "", ""
	}
	s := m.origin(n.Sym)
	if s == nil || s.Import == nil {
		return "", ""
	}
	return s.Import.Path, s.Import.Name
}

// reassigned reports whether a variable has more than its first value.
func (m *model) reassigned(s *syntax.Symbol) bool {
	for _, r := range s.Refs {
		if !r.Binding && isWrite(r) {
			return true
		}
	}
	return false
}

// isWrite reports whether a node is assigned to.
func isWrite(n *syntax.Node) bool {
	for p := n.Parent; p != nil; n, p = p, p.Parent {
		switch p.Kind {
		case syntax.Assign, syntax.Update:
			return p.A == n
		case syntax.ForIn, syntax.ForOf:
			return p.A == n
		case syntax.ExprStmt: // the pattern of for…of
			if g := p.Parent; g != nil && (g.Kind == syntax.ForOf || g.Kind == syntax.ForIn) && g.A == p {
				return true
			}
			return false
		case syntax.Array, syntax.Object, syntax.Spread:
		case syntax.Property:
			if p.B != n {
				return false
			}
		case syntax.Default:
			if p.A != n {
				return false
			}
		default:
			return false
		}
	}
	return false
}

// packageObjects are base classes of packages whose instances are objects.
var packageObjects = map[string]bool{
	"agents.Agent": true, "agents.AIChatAgent": true, "agents.McpAgent": true, "partyserver.Server": true,
	"y-partyserver.YServer": true, "@cloudflare/actors.Actor": true, "@cloudflare/containers.Container": true,
}

func (m *model) findClasses() {
	var nodes []*syntax.Node
	m.each(func(n *syntax.Node) {
		if n.Kind == syntax.Class {
			nodes = append(nodes, n)
			m.byNode[n] = &class{node: n, name: className(n)}
		}
	})
	for _, n := range nodes {
		c := m.byNode[n]
		if n.A == nil {
			continue
		}
		pkg, name := m.imported(n.A)
		switch {
		case pkg == "cloudflare:workers" && name == "DurableObject":
			c.kind = "native"
		case pkg == "cloudflare:workers":
			c.kind, c.pkg = "entrypoint", name
		case n.A.Kind == syntax.Ident || n.A.Kind == syntax.Member:
			if base := m.classOf(n.A); base != nil && base != c {
				c.base = base
			} else {
				c.pkg = pkg + "." + name
			}
		default:
			c.pkg = "?"
		}
	}
	for _, n := range nodes {
		c := m.byNode[n]
		if c.base != nil {
			c.base.subs = append(c.base.subs, c)
		}
		if root := c.root(); c != root && c.kind == "" {
			c.kind, c.pkg = root.kind, root.pkg
		}
		pkg, _, _ := strings.Cut(c.pkg, "/ai-chat-agent")
		if c.kind == "" && (packageObjects[c.pkg] || packageObjects[pkg]) {
			c.kind = "package"
		}
	}
	for _, name := range m.classNames() {
		c := m.byNode[m.exportedNode(name)]
		if c == nil || c.kind != "" {
			continue
		}
		root := c.root()
		switch {
		case root.pkg == "?":
			c.kind = "opaque"
		case root.pkg != "":
			c.kind = "package"
		default:
			c.kind = "legacy"
			for b := c.base; b != nil && b.kind == "" && b != c; b = b.base {
				b.kind = "legacy"
			}
		}
	}
	for _, n := range nodes {
		if c := m.byNode[n]; c.kind != "" {
			m.classes = append(m.classes, c)
		}
	}
	for _, c := range m.byNode {
		c.writes = fieldWrites(c)
	}
}

func className(n *syntax.Node) string {
	if n.Name != "" {
		return n.Name
	}
	if p := n.Parent; p != nil && p.Kind == syntax.Declarator {
		return p.A.Name
	}
	return "the class"
}

// exportedNode returns the class that the entry exports under a name.
func (m *model) exportedNode(name string) *syntax.Node {
	s := m.exported(m.p.Entry, name, 0)
	if s == nil || s.Decl == nil {
		return nil
	}
	return classNode(s)
}

func classNode(s *syntax.Symbol) *syntax.Node {
	if s == nil || s.Decl == nil {
		return nil
	}
	if s.Decl.Kind == syntax.Class {
		return s.Decl
	}
	if d := s.Decl.Parent; d != nil && d.Kind == syntax.Declarator && d.A == s.Decl && d.B != nil && d.B.Kind == syntax.Class {
		return d.B
	}
	return nil
}

// classOf returns the class of the project that an expression names.
func (m *model) classOf(n *syntax.Node) *class {
	if n == nil {
		return nil
	}
	if n.Kind == syntax.Member && n.A.Kind == syntax.Ident && n.A.Sym != nil && n.A.Sym.Import != nil && n.A.Sym.Import.Name == "*" {
		return m.byNode[classNode(m.exported(m.p.resolve(n.File.Path, n.A.Sym.Import.Path), n.Name, 0))]
	}
	if n.Kind != syntax.Ident {
		return nil
	}
	return m.byNode[classNode(m.origin(n.Sym))]
}

// classNames are the classes that the configuration names as of this Worker.
func (m *model) classNames() []string {
	var all []string
	for _, b := range m.bindings {
		if b.script == "" {
			all = append(all, b.class)
		}
	}
	for name := range m.kv {
		all = append(all, name)
	}
	for name := range m.lite {
		all = append(all, name)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// root is the last base class in the project.
func (c *class) root() *class {
	for i := 0; c.base != nil && i < 50; i++ {
		c = c.base
	}
	return c
}

// chain is the class and its bases in the project.
func (c *class) chain() (all []*class) {
	for ; c != nil && len(all) < 50; c = c.base {
		all = append(all, c)
	}
	return all
}

// family is the chain of a class and all that extend it.
func (c *class) family() []*class {
	all := c.chain()
	var down func(*class, int)
	down = func(c *class, depth int) {
		for _, s := range c.subs {
			if depth < 20 && !slices.Contains(all, s) {
				all = append(all, s)
				down(s, depth+1)
			}
		}
	}
	down(c, 0)
	return all
}

// member returns the property with a name in the class itself.
func (c *class) member(name string) *syntax.Node {
	for _, p := range c.node.List {
		if p.Kind == syntax.Property && !p.Static && p.Name == name && p.Op != "declare" {
			return p
		}
	}
	return nil
}

// lookup finds a member in the chain.
func (c *class) lookup(name string) *syntax.Node {
	for _, k := range c.chain() {
		if p := k.member(name); p != nil {
			return p
		}
	}
	return nil
}

// has reports whether the class or its family has or assigns a member.
func (c *class) has(name string) bool {
	for _, k := range c.family() {
		if k.member(name) != nil || len(k.writes[name]) > 0 {
			return true
		}
	}
	return false
}

// fieldWrites collects what a class assigns to its fields.
func fieldWrites(c *class) map[string][]*syntax.Node {
	all := map[string][]*syntax.Node{}
	for _, p := range c.node.List {
		if p.Kind == syntax.Property && !p.Static && p.Op == "field" && p.B != nil {
			all[p.Name] = append(all[p.Name], p)
		}
	}
	c.node.Walk(func(n *syntax.Node) bool {
		if n.Kind == syntax.Class && n != c.node {
			return false
		}
		if (n.Kind == syntax.Assign || n.Kind == syntax.Update) && n.A.Kind == syntax.Member && n.A.A.Kind == syntax.This {
			all[n.A.Name] = append(all[n.A.Name], n)
		}
		return true
	})
	return all
}

// thisClass is the class that `this` is an instance of at a node.
func (m *model) thisClass(n *syntax.Node) *class {
	for p := n.Parent; p != nil; n, p = p, p.Parent {
		switch p.Kind {
		case syntax.Func:
			if !p.Arrow && (p.Parent == nil || p.Parent.Kind != syntax.Property || p.Parent.Parent.Kind != syntax.Class) {
				return nil
			}
		case syntax.Property:
			if p.Parent != nil && p.Parent.Kind == syntax.Class {
				if p.Static || p.A == n {
					return nil
				}
				return m.byNode[p.Parent]
			}
		case syntax.Class, syntax.StaticBlock:
			return nil
		}
	}
	return nil
}

// enclosing is the innermost function around a node, nil at module level.
func enclosing(n *syntax.Node) *syntax.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Kind == syntax.Func {
			return p
		}
	}
	return nil
}

// method is the method (or field) of a class that a node is in, and the class.
func (m *model) method(n *syntax.Node) (*syntax.Node, *class) {
	for p := n; p != nil; p = p.Parent {
		if p.Kind == syntax.Property && p.Parent != nil && p.Parent.Kind == syntax.Class && !p.Static {
			return p, m.byNode[p.Parent]
		}
	}
	return nil, nil
}

// funcOf is the function that an expression is, directly or by a constant.
func (m *model) funcOf(n *syntax.Node) *syntax.Node {
	if n == nil {
		return nil
	}
	switch n.Kind {
	case syntax.Func:
		return n
	case syntax.Ident:
		s := m.origin(n.Sym)
		if s == nil || s.Decl == nil {
			return nil
		}
		if s.Decl.Kind == syntax.Func {
			return s.Decl
		}
		if init := m.constInit(n); init != nil && init.Kind == syntax.Func {
			return init
		}
	case syntax.Member:
		if fns := m.methodsOf(n); len(fns) == 1 {
			return fns[0]
		}
	}
	return nil
}

// methodsOf are the functions that a member expression may be.
func (m *model) methodsOf(n *syntax.Node) (all []*syntax.Node) {
	add := func(p *syntax.Node) {
		if p != nil && p.B != nil && p.B.Kind == syntax.Func && (p.Op == "method" || p.Op == "field" || p.Op == "init") {
			all = append(all, p.B)
		}
	}
	switch n.A.Kind {
	case syntax.This:
		c := m.thisClass(n)
		if c == nil {
			return nil
		}
		add(c.lookup(n.Name))
		for _, k := range c.family() {
			if len(k.chain()) > len(c.chain()) {
				add(k.member(n.Name))
			}
			for _, w := range k.writes[n.Name] {
				if w.Kind == syntax.Assign && w.B.Kind == syntax.Func {
					all = append(all, w.B)
				}
			}
		}
	case syntax.Super:
		if _, c := m.method(n); c != nil && c.base != nil {
			add(c.base.lookup(n.Name))
		}
	case syntax.Ident:
		if s := n.A.Sym; s != nil && s.Import != nil && s.Import.Name == "*" {
			if e := m.exported(m.p.resolve(n.File.Path, s.Import.Path), n.Name, 0); e != nil && e.Decl != nil {
				if e.Decl.Kind == syntax.Func {
					all = append(all, e.Decl)
				} else if d := e.Decl.Parent; d != nil && d.Kind == syntax.Declarator && d.B != nil && d.B.Kind == syntax.Func {
					all = append(all, d.B)
				}
			}
			return all
		}
		if c := m.classOf(n.A); c != nil {
			for _, p := range c.node.List {
				if p.Kind == syntax.Property && p.Static && p.Name == n.Name {
					add(p)
				}
			}
			return all
		}
		if init := m.constInit(n.A); init != nil {
			switch {
			case init.Kind == syntax.Object:
				for _, p := range init.List {
					if p.Kind == syntax.Property && p.Name == n.Name {
						add(p)
					}
				}
			case init.Kind == syntax.New:
				if c := m.classOf(init.A); c != nil {
					add(c.lookup(n.Name))
				}
			}
		}
	case syntax.New:
		if c := m.classOf(n.A.A); c != nil {
			add(c.lookup(n.Name))
		}
	}
	return all
}

// callees are the functions of the project that a call may call.
func (m *model) callees(n *syntax.Node) []*syntax.Node {
	switch {
	case n.Kind == syntax.New:
		if c := m.classOf(n.A); c != nil {
			if p := c.lookup("constructor"); p != nil && p.B != nil {
				return []*syntax.Node{p.B}
			}
		}
		return nil
	case n.A.Kind == syntax.Member:
		return m.methodsOf(n.A)
	case n.A.Kind == syntax.Super:
		if _, c := m.method(n); c != nil && c.base != nil {
			if p := c.base.lookup("constructor"); p != nil && p.B != nil {
				return []*syntax.Node{p.B}
			}
		}
		return nil
	}
	if fn := m.funcOf(n.A); fn != nil {
		return []*syntax.Node{fn}
	}
	return nil
}

// reach is the set of functions that run when the constructor does.
func (m *model) reach(c *class) map[*syntax.Node]bool {
	if c.reached != nil {
		return c.reached
	}
	c.reached = map[*syntax.Node]bool{}
	var todo []*syntax.Node
	names := []string{"constructor"}
	if c.kind == "package" {
		names = append(names, "onStart", "init")
	}
	for _, k := range c.chain() {
		for _, name := range names {
			if p := k.member(name); p != nil && p.B != nil {
				todo = append(todo, p.B)
			}
		}
		for _, p := range k.node.List {
			if p.Kind == syntax.Property && !p.Static && (p.Op == "field" || p.Op == "accessor") && p.B != nil && p.B.Kind != syntax.Func {
				m.eachCall(p.B, func(call *syntax.Node) { todo = append(todo, m.callees(call)...) })
			}
		}
	}
	for len(todo) > 0 {
		fn := todo[0]
		todo = todo[1:]
		if c.reached[fn] {
			continue
		}
		c.reached[fn] = true
		m.eachCall(fn, func(call *syntax.Node) {
			todo = append(todo, m.callees(call)...)
			for _, a := range call.List {
				if a.Kind != syntax.Func {
					if f := m.funcOf(a); f != nil {
						todo = append(todo, f)
					}
				}
			}
		})
	}
	return c.reached
}

func (m *model) eachCall(n *syntax.Node, visit func(*syntax.Node)) {
	n.Walk(func(n *syntax.Node) bool {
		if n.Kind == syntax.Call || n.Kind == syntax.New {
			visit(n)
		}
		return true
	})
}

// inConstructor reports whether a node runs when an object starts.
func (m *model) inConstructor(n *syntax.Node) bool {
	top := n
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Kind == syntax.Func {
			top = p
			if _, c := m.method(n); c != nil && m.reach(c)[p] {
				return true
			}
			for _, c := range m.classes {
				if c.object() && m.reach(c)[p] {
					return true
				}
			}
		}
	}
	p, c := m.method(n)
	return c != nil && c.object() && p.Op == "field" && top == n
}

// reachable is the set of functions that some call, transitively.
func (m *model) reachable(from ...*syntax.Node) map[*syntax.Node]bool {
	seen := map[*syntax.Node]bool{}
	for len(from) > 0 {
		fn := from[0]
		from = from[1:]
		if fn == nil || seen[fn] {
			continue
		}
		seen[fn] = true
		m.eachCall(fn, func(call *syntax.Node) {
			from = append(from, m.callees(call)...)
			for _, a := range call.List {
				if a.Kind != syntax.Func {
					if f := m.funcOf(a); f != nil {
						from = append(from, f)
					}
				}
			}
		})
	}
	return seen
}

// inside reports whether a node is in a function of a set.
func inside(n *syntax.Node, set map[*syntax.Node]bool) bool {
	for p := n; p != nil; p = p.Parent {
		if p.Kind == syntax.Func && set[p] {
			return true
		}
	}
	return false
}

// objectAt is the class of objects in whose code a node is.
func (m *model) objectAt(n *syntax.Node) *class {
	if _, c := m.method(n); c.object() {
		return c
	}
	return nil
}

// handlers are the functions of the entry's default export under a name.
func (m *model) handlers(name string) (all []*syntax.Node) {
	f := m.p.Files[m.p.Entry]
	if f == nil {
		return nil
	}
	n := f.Default
	if n == nil {
		if s := m.exported(m.p.Entry, "default", 0); s != nil && s.Decl != nil {
			n = s.Decl
		}
	}
	for i := 0; n != nil && i < 5; i++ {
		switch {
		case n.Kind == syntax.Object:
			for _, p := range n.List {
				if p.Kind == syntax.Property && p.Name == name && p.B != nil {
					if fn := m.funcOf(p.B); fn != nil {
						all = append(all, fn)
					}
				}
			}
			return all
		case n.Kind == syntax.Class:
			if c := m.byNode[n]; c != nil {
				if p := c.lookup(name); p != nil && p.B != nil && p.B.Kind == syntax.Func {
					all = append(all, p.B)
				}
			}
			return all
		case n.Kind == syntax.Ident:
			if cn := classNode(m.origin(n.Sym)); cn != nil {
				n = cn
			} else {
				n = m.constInit(n)
			}
		default:
			return nil
		}
	}
	return all
}

// routers are the functions given to a router that is the default export, such as app.get(path, f).
func (m *model) routers() (all []*syntax.Node) {
	f := m.p.Files[m.p.Entry]
	if f == nil || f.Default == nil || f.Default.Kind != syntax.Ident || f.Default.Sym == nil {
		return nil
	}
	if init := m.constInit(f.Default); init == nil || init.Kind != syntax.New && init.Kind != syntax.Call {
		return nil
	}
	for _, r := range f.Default.Sym.Refs {
		for n := r; n.Parent != nil && n.Parent.Kind == syntax.Member && n.Parent.A == n && n.Parent.Parent.Kind == syntax.Call; n = n.Parent.Parent {
			for _, a := range n.Parent.Parent.List {
				if fn := m.funcOf(a); fn != nil {
					all = append(all, fn)
				}
			}
		}
	}
	return all
}
