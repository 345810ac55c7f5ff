package types

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/config/tree"
)

// text makes the declarations of bindings.
type text struct {
	*Project
	Options
	interfaces   []string // of the environments
	members      []member // of the interface of all
	declarations []string // of modules
}

// restricts reports whether the configuration names its secrets itself.
func (p *Project) restricts() bool {
	return p.root.Get("secrets") != nil || slices.ContainsFunc(fields(p.root.Get("env")), func(f tree.Field) bool { return f.Value.Get("secrets") != nil })
}

func (p *Project) secretsIn(section *tree.Node) (names []string) {
	if !p.restricts() {
		return p.secrets
	}
	for _, n := range list(section, "secrets.required") {
		names = append(names, n.Value)
	}
	return names
}

// sectionMembers returns the members of a section: the top level or an environment.
func (t *text) sectionMembers(section *tree.Node) []member {
	secrets := t.secretsIn(section)
	vars := slices.DeleteFunc(variableMembers(section, t.AnyVars), func(m member) bool { return slices.Contains(secrets, m.name) })
	objects, services, workflows := t.classMembers(section)
	return slices.Concat(vars, secretMembers(secrets), objects, services, workflows)
}

// one writes a single interface.
func (t *text) one() error {
	section := t.root
	if name := t.Project.Project.Env; name != "" {
		section = section.Get("env").Get(name)
	}
	core, err := distinct(plainMembers(section))
	if err != nil {
		return err
	}
	t.members = slices.Concat(core, pipelineMembers(section), t.sectionMembers(section), unsafeMembers(section, true), blobMembers(t.root))
	return nil
}

// distinct leaves out repeated names, which must be of one product.
func distinct(members []member) (all []member, err error) {
	for _, m := range members {
		at := slices.IndexFunc(all, func(o member) bool { return o.name == m.name })
		if at < 0 {
			all = append(all, m)
		} else if all[at].category != m.category {
			return nil, fmt.Errorf("the binding %s is both of %s and of %s", m.name, all[at].category, m.category)
		}
	}
	return all, nil
}

// all writes an interface for each environment, and one for all of them.
func (t *text) all(names []string) error {
	taken := map[string]string{"Env": ""}
	for _, name := range names {
		typ := environmentName(name)
		if other, ok := taken[typ]; ok && other == "" {
			return fmt.Errorf("the environment %q would be the interface %s, which is that of all", name, typ)
		} else if ok {
			return fmt.Errorf("the environments %q and %q would both be the interface %s", other, name, typ)
		}
		taken[typ] = name
	}
	where := map[string]map[string]bool{} // the sections that have a member
	track := func(section string, all []member) {
		for _, m := range all {
			if where[m.name] == nil {
				where[m.name] = map[string]bool{}
				t.members = append(t.members, m)
			}
			where[m.name][section] = true
			t.unite(m)
		}
	}
	for _, name := range names {
		section := t.root.Get("env").Get(name)
		all := t.environment(section)
		track("env."+name, all)
		lines := "	interface " + environmentName(name) + " {"
		for _, m := range all {
			lines += "\n\t\t" + key(m.name) + ": " + m.typ + ";"
		}
		if len(all) > 0 {
			lines += "\n\t"
		}
		t.interfaces = append(t.interfaces, lines+"}")
	}
	track("", slices.Concat(searchLast(plainMembers(t.root)), t.sectionMembers(t.root), unsafeMembers(t.root, false), pipelineMembers(t.root)))
	for i, m := range t.members {
		t.members[i].optional = len(where[m.name]) <= len(names)
	}
	t.members = append(t.members, blobMembers(t.root)...)
	return nil
}

// environment returns the members of an environment, which inherits the binding of assets.
func (t *text) environment(section *tree.Node) []member {
	core := searchLast(plainMembers(section))
	if top := t.root.Get("assets"); section.Get("assets") == nil && nameOf(top) != "" {
		core = append(core, member{name: nameOf(top), typ: "Fetcher", category: "assets"})
	}
	return slices.Concat(core, t.sectionMembers(section), unsafeMembers(section, true), pipelineMembers(section))
}

// unite adds the type of a member to those that it has in other environments.
func (t *text) unite(m member) {
	at := slices.IndexFunc(t.members, func(o member) bool { return o.name == m.name })
	have := &t.members[at]
	if !slices.Contains(have.union, m.typ) {
		have.union = append(have.union, m.typ)
	}
	have.typ = strings.Join(have.union, " | ")
	have.text = have.text || m.text
}

// environmentName returns the interface of an environment: StagingEnv.
func environmentName(name string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(name, func(c rune) bool { return c == '-' || c == '_' }) {
		first := []rune(word)[0]
		b.WriteString(strings.ToUpper(string(first)) + strings.ToLower(word[len(string(first)):]))
	}
	return strings.TrimSuffix(b.String(), "Env") + "Env"
}

var identifier = pattern.New(`^[a-zA-Z_$][\w$]*$`)

// key returns the name of a member as it is written.
func key(name string) string {
	if identifier.MatchString(name) {
		return name
	}
	return quote(name)
}

// union returns the type of one of some strings.
func union(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = quote(text)
	}
	return strings.Join(quoted, " | ")
}

func (t *text) String() string {
	base := t.namespace()
	if t.serviceWorker() {
		lines := make([]string, len(t.members))
		for i, m := range t.members {
			// wrangler declares no optional constants.
			lines[i] = "declare const " + key(m.name) + ": " + m.typ + ";"
		}
		base = strings.Join(lines, "\n")
	}
	return strings.Join(slices.DeleteFunc(append([]string{base}, t.declarations...), func(s string) bool { return s == "" }), "\n")
}

// namespace returns the interfaces of a Worker that is a module.
func (t *text) namespace() string {
	inner := "__BaseEnv_" + t.Interface
	var b strings.Builder
	b.WriteString("interface " + inner + " {")
	for _, m := range t.members {
		optional := ""
		if m.optional {
			optional = "?"
		}
		b.WriteString("\n\t" + key(m.name) + optional + ": " + m.typ + ";")
	}
	if len(t.members) == 0 && t.interfaces != nil {
		b.WriteString("\n")
	}
	b.WriteString("\n}\ndeclare namespace Cloudflare {" + t.globalProps())
	for _, s := range t.interfaces {
		b.WriteString("\n" + s)
	}
	b.WriteString("\n\tinterface Env extends " + inner + " {}\n}\ninterface " + t.Interface + " extends " + inner + " {}")
	if names := t.processEnv(); len(names) > 0 && t.hasProcessEnv() {
		b.WriteString(`
type StringifyValues<EnvType extends Record<string, unknown>> = {
	[Binding in keyof EnvType]: EnvType[Binding] extends string ? EnvType[Binding] : string;
};
declare namespace NodeJS {
	interface ProcessEnv extends StringifyValues<Pick<Cloudflare.Env, ` + union(names) + `>> {}
}`)
	}
	return b.String()
}

func (t *text) globalProps() string {
	var b strings.Builder
	if t.entry != nil && !t.NoModule {
		b.WriteString("\n\t\tmainModule: typeof import(" + quote(t.entry.specifier(t.Path)) + ");")
	}
	if classes := classes(t.Project.Project); len(classes) > 0 {
		b.WriteString("\n\t\tdurableNamespaces: " + union(classes) + ";")
	}
	if b.Len() == 0 {
		return ""
	}
	return "\n\tinterface GlobalProps {" + b.String() + "\n\t}"
}

// classes returns the classes that have a namespace, in the order of wrangler.
func classes(p *config.Project) (all []string) {
	remove := func(name string) {
		all = slices.DeleteFunc(all, func(s string) bool { return s == name })
	}
	for _, m := range p.Migrations {
		for _, c := range m.DeletedClasses {
			remove(c.Value)
		}
		for _, r := range m.RenamedClasses {
			remove(r.From.Value)
			all = append(all, r.To.Value)
		}
		for _, c := range slices.Concat(m.NewClasses, m.NewSQLiteClasses) {
			all = append(all, c.Value)
		}
	}
	for _, e := range p.Exports {
		if e.Live() && !slices.Contains(all, e.Class.Value) {
			all = append(all, e.Class.Value)
		}
	}
	return all
}

func (t *text) processEnv() (names []string) {
	for _, m := range t.members {
		if m.text && !slices.Contains(names, m.name) {
			names = append(names, m.name)
		}
	}
	return names
}

func (p *Project) hasFlag(flag string) bool {
	return slices.ContainsFunc(p.CompatibilityFlags, func(s config.String) bool { return s.Value == flag })
}

// date returns the compatibility date, "" if none is written.
func (p *Project) date() string {
	if p.CompatibilityDate.Pos.Line == 0 {
		return ""
	}
	return p.CompatibilityDate.Value
}

// NodeCompat reports whether the Worker can import modules of Node.js.
func (p *Project) NodeCompat() bool {
	return p.hasFlag("nodejs_compat") || p.date() >= NodeDefault && !p.hasFlag("no_nodejs_compat")
}

// hasProcessEnv reports whether process.env has the variables.
func (p *Project) hasProcessEnv() bool {
	if !p.NodeCompat() {
		return false
	}
	return p.hasFlag("nodejs_compat_populate_process_env") ||
		p.date() >= "2025-04-01" && !p.hasFlag("nodejs_compat_do_not_populate_process_env")
}
