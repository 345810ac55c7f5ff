package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
)

func (l *loader) selectEnvironment() {
	d, name := l.doc, l.p.Env
	all := d.Root.Field("env")
	var names []string
	if all != nil && l.must(all.Value, "env", object) {
		for _, f := range all.Value.Fields {
			names = append(names, f.Name)
		}
	}
	if l.p.Generated {
		if len(names) > 0 {
			d.Errorf(d.Name(all), "a generated configuration cannot have environments, but this one has %s", strings.Join(names, ", ")).
				Fix = "report it to the makers of the tool that generated it"
		}
		if target := d.Root.Get("targetEnvironment"); name != "" && target.Is(text) && target.Value != "" && target.Value != name {
			e := d.Errorf(d.At(target), "the project was built for the environment %q, not for %q", target.Value, name)
			e.Fix = "build it again with CLOUDFLARE_ENV=" + name
			l.p.EnvProblems = append(l.p.EnvProblems, *e)
		}
		return
	}
	if name == "" || d.Root.Get("pages_build_output_dir") != nil && all == nil {
		return
	}
	switch f := d.Root.Get("env").Field(name); {
	case f != nil && l.must(f.Value, "env."+name, object):
		l.env = f.Value
	case f != nil:
	case all != nil:
		e := d.Errorf(d.Name(all), "there is no environment %q; the environments are %s", name, strings.Join(names, ", "))
		if len(names) == 0 {
			e.Message = fmt.Sprintf("there is no environment %q: env is empty", name)
			e.Fix = fmt.Sprintf("add an env.%s section, or select none", name)
		} else if near := diag.Nearest(name, names); near != "" && l.envFlag {
			e.Fix = "did you mean --env " + near + "?"
		} else if near != "" {
			e.Fix = "did you mean CLOUDFLARE_ENV=" + near + "?"
		}
		if !l.envFlag {
			e.Message += " (selected by CLOUDFLARE_ENV)"
		}
		l.p.EnvProblems = append(l.p.EnvProblems, *e)
	default:
		e := d.Diags.Warnf(d.At(nil), "config", "there is no environment %q, so the top level is used under its name", name)
		e.Fix = "add an env." + name + " section, or leave out --env"
		if !l.envFlag {
			e.Fix = "add an env." + name + " section, or unset CLOUDFLARE_ENV"
		}
		l.p.EnvProblems = append(l.p.EnvProblems, *e)
	}
}

// pick decodes a key for the selected environment. Like wrangler, it also checks the
// top level.
func pick[T any](l *loader, key string, decode func(n *node, path string) T) T {
	top := l.doc.Root.Get(key)
	value := decode(top, key)
	if l.env == nil {
		return value
	}
	if n := l.env.Get(key); n != nil {
		if here := decode(n, l.path(key)); n.Kind != null || keys[key] == perEnvironment {
			return here
		}
		return value
	}
	if keys[key] == perEnvironment {
		return decode(nil, key)
	}
	return value
}

// selected returns the member whose value pick uses, or nil.
func (l *loader) selected(key string) *field {
	top := l.doc.Root.Field(key)
	if top != nil && top.Value.Absent() {
		top = nil
	}
	if l.env == nil {
		return top
	}
	if f := l.env.Field(key); f != nil && f.Value.Kind != null {
		return f
	}
	if keys[key] == perEnvironment {
		return nil
	}
	return top
}

func (l *loader) posOf(key string) diag.Pos {
	if f := l.selected(key); f != nil {
		return l.doc.Name(f)
	}
	return diag.Pos{}
}

func (l *loader) path(key string) string { return "env." + l.p.Env + "." + key }

func (l *loader) unknownKeys() {
	d := l.doc
	for i := range d.Root.Fields {
		f := &d.Root.Fields[i]
		switch _, known := keys[f.Name]; {
		case known || l.p.Generated && slices.Contains(generated, f.Name):
		case f.Name == "legacy_env":
			d.Errorf(d.Name(f), `"legacy_env" is no longer supported: each environment is a Worker of its own, named "<name>-<environment>"`).Fix = "remove it"
		case f.Name == "node_compat":
			l.noNodeCompat(f)
		default:
			l.unknown(f, "the configuration", keyNames(func(scope) bool { return true }))
		}
	}
	if l.env == nil {
		return
	}
	for i := range l.env.Fields {
		f := &l.env.Fields[i]
		switch k, known := keys[f.Name]; {
		case known && k != topOnly:
		case known:
			d.Diags.Warnf(d.Name(f), "unknown-key", "%q has no effect in an environment", f.Name).Fix = "move it to the top level"
		case f.Name == "node_compat":
			l.noNodeCompat(f)
		default:
			l.unknown(f, "env."+l.p.Env, keyNames(func(k scope) bool { return k != topOnly }))
		}
	}
}

// notInherited warns about bindings and variables that the environment lacks.
func (l *loader) notInherited() {
	if l.env == nil {
		return
	}
	d := l.doc
	section := d.Root.Get("env").Field(l.p.Env)
	for i := range d.Root.Fields {
		f := &d.Root.Fields[i]
		if keys[f.Name] != perEnvironment || f.Value.Absent() || f.Value.Empty() {
			continue
		}
		here := l.env.Field(f.Name)
		if here == nil {
			d.Diags.Warnf(d.Name(section), "not-inherited", "%q exists at the top level, but not in env.%s, which does not inherit it", f.Name, l.p.Env).
				Fix = fmt.Sprintf("add %q to env.%s, empty if it needs none", f.Name, l.p.Env)
			continue
		}
		l.missingNames(f, here)
	}
}

func (l *loader) missingNames(top, here *field) {
	names := func(f *field) (names []string) {
		if f.Name == "vars" || f.Name == "define" {
			for _, v := range f.Value.Fields {
				names = append(names, v.Name)
			}
			return names
		}
		for _, b := range l.found[f.Value] {
			names = append(names, b.Common().Name.Value)
		}
		return names
	}
	have := names(here)
	missing := slices.DeleteFunc(names(top), func(name string) bool { return slices.Contains(have, name) })
	if len(missing) > 0 {
		l.doc.Diags.Warnf(l.doc.Name(here), "not-inherited", "%s lacks %s of the top level, and does not inherit from there",
			l.path(here.Name), strings.Join(missing, ", ")).Fix = "add what it needs to " + l.path(here.Name)
	}
}

func (l *loader) noNodeCompat(f *field) {
	l.doc.Errorf(l.doc.Name(f), `"node_compat" is no longer supported`).Fix = `remove it and add "nodejs_compat" to compatibility_flags`
}

func (l *loader) unknown(f *field, where string, known []string) {
	if found := l.misplaced(f, where); len(found) > 0 {
		for _, m := range found {
			l.doc.Diags.Warnf(m.Pos, "unknown-key", "%s has no effect: only \"migrations\" at the top level is read", m.Name).Fix = m.Fix
		}
		l.p.Misplaced = append(l.p.Misplaced, found...)
		return
	}
	w := l.doc.Diags.Warnf(l.doc.Name(f), "unknown-key", "unknown key %q in %s", f.Name, where)
	if near := diag.Nearest(f.Name, known); near != "" {
		w.Fix = fmt.Sprintf("did you mean %q?", near)
		if slices.Contains(stepFields, near) {
			l.p.Misplaced = append(l.p.Misplaced, Misplaced{where + "." + f.Name, classNames(f.Value), w.Fix, l.doc.Name(f)})
		}
	}
}
