package config

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dotool/config/diag"
)

// defaultCompatibilityDate is what wrangler 4.164.0 takes for a missing one.
const defaultCompatibilityDate = "2026-11-17"

// project fills the Project from the document, reporting what wrangler would
// and what dotool cannot run.
func (l *loader) project() {
	d, p := l.doc, l.p
	l.selectEnvironment()
	l.unknownKeys()

	before := len(l.diags)
	p.Name = pick(l, "name", l.name)
	l.completeName()
	l.overridden(before, l.over.Name != "" || l.bare)
	before = len(l.diags)
	p.Main = pick(l, "main", l.string)
	l.overridden(before, l.over.Main != "")
	before = len(l.diags)
	p.Assets = pick(l, "assets", l.assets)
	l.overridden(before, l.over.Assets != "")
	l.override()
	l.checkMain()
	l.checkAssets()
	before = len(l.diags)
	p.CompatibilityDate = pick(l, "compatibility_date", l.date)
	if p.CompatibilityDate.Value == "" {
		p.CompatibilityDate.Value = defaultCompatibilityDate
		if l.selected("compatibility_date") == nil {
			d.diags.Warnf(d.at(nil), "config", "there is no compatibility_date, so %s is used", defaultCompatibilityDate).
				Fix = "add " + l.snippet("compatibility_date", defaultCompatibilityDate)
		}
	}
	l.overridden(before, l.over.CompatibilityDate != "" || l.bare)
	p.CompatibilityFlags = pick(l, "compatibility_flags", l.strings)

	l.bindings()
	l.notInherited()
	p.Migrations = pick(l, "migrations", l.migrations)
	p.Exports = pick(l, "exports", l.exports)
	p.MigrationsPos, p.ExportsPos = l.posOf("migrations"), l.posOf("exports")
	p.TakesExports = len(p.Exports) > 0 || len(p.Migrations) == 0 && len(p.DurableObjects()) > 0 && TakesExports(p.Root)
	l.checkOneLifecycle()
	l.checkContainers()

	vars := pick(l, "vars", l.vars)
	l.secrets(vars)
	for _, name := range slices.Sorted(maps.Keys(vars)) {
		p.Vars = append(p.Vars, vars[name])
	}
	l.build()
	p.Dev = l.dev(d.root.get("dev"))
	l.override() // what has been read since
}

// --- environments

func (l *loader) selectEnvironment() {
	d, name := l.doc, l.p.Env
	all := d.root.field("env")
	var names []string
	if all != nil && l.must(all.value, "env", object) {
		for _, f := range all.value.fields {
			names = append(names, f.name)
		}
	}
	if l.redirect {
		if len(names) > 0 {
			d.errorAt(d.name(all), "a generated configuration cannot have environments, but this one has %s", strings.Join(names, ", ")).
				Fix = "report it to the makers of the tool that generated it"
		}
		if target := d.root.get("targetEnvironment"); name != "" && target.is(text) && target.value != "" && target.value != name {
			e := d.errorAt(d.at(target), "the project was built for the environment %q, not for %q", target.value, name)
			e.Fix = "build it again with CLOUDFLARE_ENV=" + name
			l.p.EnvFaults = append(l.p.EnvFaults, *e)
		}
		return
	}
	if name == "" || d.root.get("pages_build_output_dir") != nil && all == nil {
		return
	}
	switch f := d.root.get("env").field(name); {
	case f != nil && l.must(f.value, "env."+name, object):
		l.env = f.value
	case f != nil:
	case all != nil:
		e := d.errorAt(d.name(all), "there is no environment %q; the environments are %s", name, strings.Join(names, ", "))
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
		l.p.EnvFaults = append(l.p.EnvFaults, *e)
	default:
		e := d.diags.Warnf(d.at(nil), "config", "there is no environment %q, so the top level is used under its name", name)
		e.Fix = "add an env." + name + " section, or leave out --env"
		if !l.envFlag {
			e.Fix = "add an env." + name + " section, or unset CLOUDFLARE_ENV"
		}
		l.p.EnvFaults = append(l.p.EnvFaults, *e)
	}
}

// pick decodes a key as it counts in the selected environment. Like wrangler
// it checks the top level in any case.
func pick[T any](l *loader, key string, decode func(n *node, path string) T) T {
	top := l.doc.root.get(key)
	value := decode(top, key)
	if l.env == nil {
		return value
	}
	if n := l.env.get(key); n != nil {
		if here := decode(n, l.path(key)); n.kind != null || keys[key] == own {
			return here
		}
		return value
	}
	if keys[key] == own {
		return decode(nil, key)
	}
	return value
}

// selected is the member that pick takes its value from, or nil.
func (l *loader) selected(key string) *field {
	top := l.doc.root.field(key)
	if top != nil && top.value.absent() {
		top = nil
	}
	if l.env == nil {
		return top
	}
	if f := l.env.field(key); f != nil && f.value.kind != null {
		return f
	}
	if keys[key] == own {
		return nil
	}
	return top
}

func (l *loader) posOf(key string) diag.Pos {
	if f := l.selected(key); f != nil {
		return l.doc.name(f)
	}
	return diag.Pos{}
}

func (l *loader) path(key string) string { return "env." + l.p.Env + "." + key }

func (l *loader) unknownKeys() {
	d := l.doc
	for i := range d.root.fields {
		f := &d.root.fields[i]
		switch _, known := keys[f.name]; {
		case known || l.redirect && slices.Contains(generated, f.name):
		case f.name == "legacy_env":
			d.errorAt(d.name(f), `"legacy_env" is no longer supported: each environment is a Worker of its own, named "<name>-<environment>"`).Fix = "remove it"
		case f.name == "node_compat":
			l.noNodeCompat(f)
		default:
			l.unknown(f, "the configuration", keyNames(func(scope) bool { return true }))
		}
	}
	if l.env == nil {
		return
	}
	for i := range l.env.fields {
		f := &l.env.fields[i]
		switch k, known := keys[f.name]; {
		case known && k != topOnly:
		case known:
			d.diags.Warnf(d.name(f), "unknown-key", "%q has no effect in an environment", f.name).Fix = "move it to the top level"
		case f.name == "node_compat":
			l.noNodeCompat(f)
		default:
			l.unknown(f, "env."+l.p.Env, keyNames(func(k scope) bool { return k != topOnly }))
		}
	}
}

// notInherited warns of bindings and variables that the environment lacks.
func (l *loader) notInherited() {
	if l.env == nil {
		return
	}
	d := l.doc
	section := d.root.get("env").field(l.p.Env)
	for i := range d.root.fields {
		f := &d.root.fields[i]
		if keys[f.name] != own || f.value.absent() || f.value.empty() {
			continue
		}
		here := l.env.field(f.name)
		if here == nil {
			d.diags.Warnf(d.name(section), "not-inherited", "%q exists at the top level, but not in env.%s, which does not inherit it", f.name, l.p.Env).
				Fix = fmt.Sprintf("add %q to env.%s, empty if it needs none", f.name, l.p.Env)
			continue
		}
		l.missingNames(f, here)
	}
}

func (l *loader) missingNames(top, here *field) {
	names := func(f *field) (names []string) {
		if f.name == "vars" || f.name == "define" {
			for _, v := range f.value.fields {
				names = append(names, v.name)
			}
			return names
		}
		for _, b := range l.found[f.value] {
			names = append(names, b.Common().Name.Value)
		}
		return names
	}
	have := names(here)
	missing := slices.DeleteFunc(names(top), func(name string) bool { return slices.Contains(have, name) })
	if len(missing) > 0 {
		l.doc.diags.Warnf(l.doc.name(here), "not-inherited", "%s lacks %s of the top level, and does not inherit from there",
			l.path(here.name), strings.Join(missing, ", ")).Fix = "add what it needs to " + l.path(here.name)
	}
}

func (l *loader) noNodeCompat(f *field) {
	l.doc.errorAt(l.doc.name(f), `"node_compat" is no longer supported`).Fix = `remove it and add "nodejs_compat" to compatibility_flags`
}

func (l *loader) unknown(f *field, where string, known []string) {
	if found := l.misplaced(f, where); len(found) > 0 {
		for _, m := range found {
			l.doc.diags.Warnf(m.Pos, "unknown-key", "%s has no effect: migrations are read from the top level only", m.Name).Fix = m.Fix
		}
		l.p.Misplaced = append(l.p.Misplaced, found...)
		return
	}
	w := l.doc.diags.Warnf(l.doc.name(f), "unknown-key", "unknown key %q in %s", f.name, where)
	if near := diag.Nearest(f.name, known); near != "" {
		w.Fix = fmt.Sprintf("did you mean %q?", near)
	}
}

// --- values

// must reports whether n is of the kind, and what else it is.
func (l *loader) must(n *node, path string, k kind) bool {
	if n == nil || n.kind == k {
		return n != nil
	}
	l.doc.errorAt(l.doc.at(n), "%s must be %s, but it is %s", path, k, l.doc.show(n))
	return false
}

func (l *loader) string(n *node, path string) String {
	if !l.must(n, path, text) {
		return String{}
	}
	return String{n.value, l.doc.at(n)}
}

func (l *loader) bool(n *node, path string) bool {
	return l.must(n, path, boolean) && n.value == "true"
}

func (l *loader) strings(n *node, path string) []String {
	if !l.must(n, path, array) {
		return nil
	}
	all := make([]String, 0, len(n.items))
	for i, item := range n.items {
		if l.must(item, fmt.Sprintf("%s[%d]", path, i), text) {
			all = append(all, String{item.value, l.doc.at(item)})
		}
	}
	return all
}

// need is string for a member that has to be there.
func (l *loader) need(n *node, path, key string) String {
	if n.get(key) == nil {
		l.doc.errorAt(l.doc.at(n), "%s has no %q", path, key).Fix = fmt.Sprintf("add %q", key)
		return String{}
	}
	return l.string(n.get(key), path+"."+key)
}

// objects calls f with every item of an array that is an object.
func (l *loader) objects(n *node, path string, f func(n *node, path string)) {
	if !l.must(n, path, array) {
		return
	}
	for i, item := range n.items {
		if at := fmt.Sprintf("%s[%d]", path, i); l.must(item, at, object) {
			f(item, at)
		}
	}
}

func (l *loader) only(n *node, path string, known ...string) {
	for i := range n.fields {
		if !slices.Contains(known, n.fields[i].name) {
			l.unknown(&n.fields[i], path, known)
		}
	}
}

// snippet is a line for the user's file, in its language.
func (l *loader) snippet(key, value string) string {
	if isTOML(l.p.File) {
		return fmt.Sprintf("%s = %q", key, value)
	}
	return fmt.Sprintf("%q: %q", key, value)
}

func (l *loader) abs(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(l.p.Dir, filepath.FromSlash(path))
}

// --- name, main, dates

var nameRE = regexp.MustCompile(`^$|^[a-z0-9_][a-z0-9-_]*$`)

func (l *loader) name(n *node, path string) String {
	s := l.string(n, path)
	if !nameRE.MatchString(s.Value) {
		e := l.doc.errorAt(s.Pos, "%s must be of lower-case letters, digits, dashes and underscores, but it is %s", path, l.doc.show(n))
		fixed := strings.Trim(regexp.MustCompile(`[^a-z0-9_]+`).ReplaceAllString(strings.ToLower(s.Value), "-"), "-")
		if fixed != "" {
			e.Fix = l.snippet("name", fixed)
		}
	}
	return s
}

// completeName adds the environment to a name that comes from the top level.
// Without any name wrangler dev invents one at each start, and local data is
// lost; a fixed one is kinder.
func (l *loader) completeName() {
	name := &l.p.Name
	if name.Value == "" {
		name.Value = "worker"
		if f := l.selected("name"); f == nil || f.value.is(text) {
			l.doc.diags.Warnf(l.doc.at(nil), "config", `the Worker has no name, so it is called "worker" here`).Fix = "add " + l.snippet("name", "my-worker")
		}
	}
	if l.p.Env != "" && !l.redirect && l.env.get("name").absent() {
		name.Value += "-" + l.p.Env
	}
}

func (l *loader) checkMain() {
	d := l.doc
	main := l.p.Main
	pages := l.selected("pages_build_output_dir")
	switch {
	case strings.HasSuffix(main.Value, ".py"):
		e := d.errorAt(main.Pos, "%s is Python, which has no Durable Objects here", main.Value)
		e.Fix = "write the Worker in JavaScript or TypeScript"
		l.p.RunFaults = append(l.p.RunFaults, *e)
	case main.Value != "":
	case pages != nil:
		d.errorAt(d.name(pages), "this is a Pages project, which cannot have Durable Objects of its own").
			Fix = "name the configuration of the Worker that has them with --config"
	case l.selected("main") == nil && l.p.Assets != nil: // files alone are a Worker too
	case l.selected("main") == nil:
		e := d.errorAt(d.at(nil), "there is no main, the module that the Worker starts from")
		e.Fix = "add " + l.snippet("main", "src/index.ts")
		l.p.RunFaults = append(l.p.RunFaults, *e)
	case main.Pos.Line > 0:
		d.errorAt(main.Pos, "main is empty").Fix = l.snippet("main", "src/index.ts")
	}
}

func (l *loader) date(n *node, path string) String {
	if n.is(date) {
		l.doc.errorAt(l.doc.at(n), "%s is a TOML date, which is not supported", path).Fix = l.snippet(path, n.value)
		return String{}
	}
	s := l.string(n, path)
	if s.Pos.Line == 0 {
		return s
	}
	if _, err := time.Parse(time.DateOnly, s.Value); err != nil {
		e := l.doc.errorAt(s.Pos, "%s must be a date like %q, but it is %q", path, defaultCompatibilityDate, s.Value)
		if fixed := strings.NewReplacer("–", "-", "—", "-").Replace(s.Value); fixed != s.Value {
			e.Fix = l.snippet("compatibility_date", fixed) + ", with plain hyphens"
		}
		return String{Pos: s.Pos}
	}
	return s
}

// --- Durable Objects

func (l *loader) codeUpdate(n *node, path string) {
	l.only(n, path, "mode", "max_delay")
	if mode := l.need(n, path, "mode"); mode.Value != "" {
		l.oneOf(mode, path+".mode", "immediate", "deferred")
	}
	delay := n.get("max_delay")
	if !l.must(delay, path+".max_delay", number) {
		return
	}
	if s, err := strconv.ParseFloat(delay.value, 64); err != nil || s < 0 || s > 24*60*60 {
		l.doc.errorAt(l.doc.at(delay), "%s.max_delay must be between 0 and 86400 seconds, but it is %s", path, delay.value)
	}
}

func (l *loader) oneOf(s String, path string, choices ...string) bool {
	if slices.Contains(choices, s.Value) {
		return true
	}
	e := l.doc.errorAt(s.Pos, `%s must be one of "%s", but it is %q`, path, strings.Join(choices, `", "`), s.Value)
	if near := diag.Nearest(s.Value, choices); near != "" {
		e.Fix = fmt.Sprintf("did you mean %q?", near)
	}
	return false
}

func (l *loader) migrations(n *node, path string) (all []Migration) {
	if n.absent() {
		return nil
	}
	if isStep(n) { // a table in the place of a list
		e := l.doc.errorAt(l.doc.at(n), "%s must be %s, but it is %s", path, array, l.doc.show(n))
		e.Fix = "move it to top-level " + l.migrationsKey() + ", which is a list of steps"
		m := Misplaced{Name: path, Fix: e.Fix, Pos: e.Pos}
		for _, key := range stepFields {
			m.Classes = append(m.Classes, classNames(n.get(key))...)
		}
		l.p.Misplaced = append(l.p.Misplaced, m)
		return nil
	}
	l.objects(n, path, func(n *node, path string) {
		l.only(n, path, "tag", "new_classes", "new_sqlite_classes", "renamed_classes", "deleted_classes", "transferred_classes")
		m := Migration{
			Tag:              l.need(n, path, "tag"),
			NewClasses:       l.strings(n.get("new_classes"), path+".new_classes"),
			NewSQLiteClasses: l.strings(n.get("new_sqlite_classes"), path+".new_sqlite_classes"),
			DeletedClasses:   l.strings(n.get("deleted_classes"), path+".deleted_classes"),
			Pos:              l.doc.at(n),
		}
		l.objects(n.get("renamed_classes"), path+".renamed_classes", func(n *node, path string) {
			l.only(n, path, "from", "to")
			m.RenamedClasses = append(m.RenamedClasses, Rename{l.need(n, path, "from"), l.need(n, path, "to"), l.doc.at(n)})
		})
		l.objects(n.get("transferred_classes"), path+".transferred_classes", func(n *node, path string) {
			l.only(n, path, "from", "from_script", "to")
			m.Transferred = append(m.Transferred, Transfer{l.need(n, path, "from"), l.need(n, path, "from_script"), l.need(n, path, "to"), l.doc.at(n)})
		})
		all = append(all, m)
	})
	return all
}

var identifierRE = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$]*$`)

func (l *loader) exports(n *node, path string) (all []Export) {
	if n.absent() || !l.must(n, path, object) {
		return nil
	}
	for i := range n.fields {
		f := &n.fields[i]
		at := path + "." + f.name
		if f.name == "" {
			at += `""`
		}
		if !l.must(f.value, at, object) {
			continue
		}
		e := Export{Class: String{f.name, l.doc.name(f)}, Type: l.need(f.value, at, "type"), Pos: l.doc.at(f.value)}
		if e.Type.Value == "" && e.Type.Pos.Line == 0 {
			continue
		}
		switch e.Type.Value {
		case "durable-object":
			l.durableExport(f.value, at, &e)
		case "worker":
			l.only(f.value, at, "type", "cache")
			if cache := f.value.get("cache"); l.must(cache, at+".cache", object) {
				l.only(cache, at+".cache", "enabled")
				if cache.get("enabled") == nil {
					l.doc.errorAt(l.doc.at(cache), `%s.cache has no "enabled"`, at)
				}
				l.bool(cache.get("enabled"), at+".cache.enabled")
			}
		case "workflow":
			l.only(f.value, at, "type", "name", "limits", "concurrency", "schedules", "default_retention", "jurisdiction")
			l.need(f.value, at, "name")
		default:
			l.oneOf(e.Type, at+".type", "durable-object", "worker", "workflow")
			continue
		}
		all = append(all, e)
	}
	return all
}

func (l *loader) durableExport(n *node, path string, e *Export) {
	if e.Class.Value == "" {
		l.doc.errorAt(e.Class.Pos, "a class in exports cannot have an empty name")
	}
	read := func(key string) String { return l.string(n.get(key), path+"."+key) }
	e.State, e.Storage, e.RenamedTo = read("state"), read("storage"), read("renamed_to")
	e.TransferredTo, e.TransferFrom, e.Container = read("transferred_to"), read("transfer_from"), read("container")

	state, allowed := e.State.Value, []string{"type", "state"}
	if n.get("state") == nil {
		state = "created"
	}
	// Each state has the member that it cannot be without.
	required := func(key string, value String, cure string) {
		allowed = append(allowed, key)
		if n.get(key) == nil {
			l.doc.errorAt(e.Class.Pos, "%s has no %q, which the state %q needs", path, key, state).Fix = cure
		} else if n.get(key).is(text) && value.Value == "" {
			l.doc.errorAt(value.Pos, "%s.%s is empty", path, key).Fix = cure
		}
	}
	switch state {
	case "created", "expecting-transfer":
		required("storage", e.Storage, "add "+l.snippet("storage", "sqlite"))
		if e.Storage.Value != "" {
			l.oneOf(e.Storage, path+".storage", "sqlite", "legacy-kv")
		}
		if state == "expecting-transfer" {
			required("transfer_from", e.TransferFrom, `add "transfer_from" with the name of the Worker that has the class now`)
		}
		allowed = append(allowed, "container")
		switch {
		case n.get("container").is(text) && e.Container.Value == "":
			l.doc.errorAt(e.Container.Pos, "%s.container is empty", path).Fix = "name an entry of containers"
		case e.Container.Value != "" && e.Storage.Value == "legacy-kv":
			l.doc.errorAt(e.Container.Pos, `%s.container needs "storage" to be "sqlite"`, path)
		}
	case "deleted":
	case "renamed":
		required("renamed_to", e.RenamedTo, `add "renamed_to" with the new name of the class`)
		switch to := e.RenamedTo; {
		case to.Value == "":
		case !identifierRE.MatchString(to.Value):
			l.doc.errorAt(to.Pos, "%s.renamed_to must be a JavaScript identifier, but it is %q", path, to.Value)
		case to.Value == e.Class.Value:
			l.doc.errorAt(to.Pos, "%s.renamed_to is the name that the class has already", path)
		}
	case "transferred":
		required("transferred_to", e.TransferredTo, `add "transferred_to" with the name of the Worker that takes the class`)
	default:
		if n.get("state").is(text) {
			l.oneOf(e.State, path+".state", "created", "deleted", "renamed", "transferred", "expecting-transfer")
		}
		return
	}
	for i := range n.fields {
		if f := &n.fields[i]; !slices.Contains(allowed, f.name) {
			x := l.doc.errorAt(l.doc.name(f), "%s cannot have %q in the state %q", path, f.name, state)
			x.Fix = "allowed are " + strings.Join(allowed, ", ")
			if near := diag.Nearest(f.name, allowed); near != "" {
				x.Fix = fmt.Sprintf("did you mean %q?", near)
			}
		}
	}
}

// checkOneLifecycle looks at the top level and at the environment, where the
// clash is often with a list that it inherits.
func (l *loader) checkOneLifecycle() {
	d := l.doc
	clash := func(migrations, exports *field) bool {
		return migrations != nil && exports != nil && len(migrations.value.items) > 0 &&
			slices.ContainsFunc(exports.value.fields, func(f field) bool {
				t := f.value.get("type")
				return t.is(text) && t.value == "durable-object"
			})
	}
	const message = "migrations and exports both declare Durable Objects, but only one of them may"
	const code = "exports-xor-migrations"
	top := [2]*field{d.root.field("migrations"), d.root.field("exports")}
	here := [2]*field{l.selected("migrations"), l.selected("exports")}
	if clash(top[0], top[1]) {
		d.diags.Errorf(d.name(top[1]), code, message).Fix = "keep one of the two; dotool migrate convert turns one into the other"
	}
	if here == top || !clash(here[0], here[1]) {
		return
	}
	inherits, at, empty := "migrations", here[1], l.empty("migrations", "[]")
	if here[1] == top[1] {
		inherits, at, empty = "exports", here[0], l.empty("exports", "{}")
	}
	e := d.diags.Errorf(d.name(at), code, message)
	if here[0] == top[0] || here[1] == top[1] {
		e.Message += fmt.Sprintf("; env.%s inherits %s from the top level", l.p.Env, inherits)
		e.Fix = fmt.Sprintf("add %s to env.%s", empty, l.p.Env)
	} else {
		e.Fix = "keep one of the two"
	}
}

func (l *loader) empty(key, value string) string {
	if isTOML(l.p.File) {
		return key + " = " + value
	}
	return fmt.Sprintf("%q: %s", key, value)
}

func (l *loader) checkContainers() {
	containers := l.selected("containers")
	if containers == nil && (l.env != nil && l.doc.root.get("containers") != nil || l.elsewhere("containers")) {
		return
	}
	var names []string
	for _, c := range Of[Container](l.p) {
		names = append(names, c.ContainerName.Value)
	}
	for _, e := range l.p.Exports {
		if c := e.Container; c.Value != "" && e.Live() && !slices.Contains(names, c.Value) {
			x := l.doc.errorAt(c.Pos, "containers has no entry named %q", c.Value)
			if near := diag.Nearest(c.Value, names); near != "" {
				x.Fix = fmt.Sprintf("did you mean %q?", near)
			}
		}
	}
}

// elsewhere reports whether some environment has the key.
func (l *loader) elsewhere(key string) bool {
	envs := l.doc.root.get("env")
	return l.env == nil && envs != nil && slices.ContainsFunc(envs.fields, func(f field) bool { return f.value.get(key) != nil })
}

// empty reports whether there is nothing in an array, or in an object and
// what it holds.
func (n *node) empty() bool {
	switch n.kind {
	case array:
		return len(n.items) == 0
	case object:
		return !slices.ContainsFunc(n.fields, func(f field) bool { return !f.value.empty() })
	}
	return false
}

// --- variables

func (l *loader) vars(n *node, path string) map[string]Var {
	vars := map[string]Var{}
	if !l.must(n, path, object) {
		return vars
	}
	for i := range n.fields {
		f := &n.fields[i]
		v := Var{Name: String{f.name, l.doc.name(f)}}
		switch f.value.kind {
		case date:
			l.doc.errorAt(l.doc.at(f.value), "%s.%s is a TOML date, which is not supported", path, f.name).Fix = l.snippet(f.name, f.value.value)
			continue
		case text:
			v.Text = f.value.value
		default:
			var b bytes.Buffer
			f.value.json(&b)
			v.JSON = b.Bytes()
		}
		vars[f.name] = v
	}
	return vars
}

// --- build and dev

var ruleTypes = []string{"ESModule", "CommonJS", "CompiledWasm", "Text", "Data"}

func (l *loader) build() {
	b := &l.p.Build
	b.NoBundle = pick(l, "no_bundle", l.bool)
	b.FindAdditionalModules = pick(l, "find_additional_modules", l.bool)
	if l.selected("find_additional_modules") == nil {
		b.FindAdditionalModules = b.NoBundle
	}
	b.PreserveFileNames = pick(l, "preserve_file_names", l.bool)
	b.Minify = pick(l, "minify", l.bool)
	if keep := pick(l, "keep_names", l.bool); l.selected("keep_names") != nil {
		b.KeepNames = &keep
	}
	b.BaseDir = l.abs(pick(l, "base_dir", l.string).Value)
	b.TSConfig = l.abs(pick(l, "tsconfig", l.string).Value)
	b.JSXFactory = pick(l, "jsx_factory", l.string).Value
	b.JSXFragment = pick(l, "jsx_fragment", l.string).Value
	b.Define = pick(l, "define", l.stringMap)
	b.Alias = l.stringMap(l.doc.root.get("alias"), "alias")
	b.Rules = pick(l, "rules", func(n *node, path string) (rules []Rule) {
		if n.absent() {
			return nil
		}
		l.objects(n, path, func(n *node, path string) {
			var r Rule
			if t := l.need(n, path, "type"); t.Pos.Line > 0 && l.oneOf(t, path+".type", ruleTypes...) {
				r.Type = t.Value
			}
			if n.get("globs") == nil {
				l.doc.errorAt(l.doc.at(n), `%s has no "globs"`, path).Fix = `add "globs"`
			}
			for _, glob := range l.strings(n.get("globs"), path+".globs") {
				r.Globs = append(r.Globs, glob.Value)
			}
			r.Fallthrough = l.bool(n.get("fallthrough"), path+".fallthrough")
			if r.Type != "" {
				rules = append(rules, r)
			}
		})
		return rules
	})
	pick(l, "build", func(n *node, path string) struct{} {
		b.Command, b.CommandPos, b.CommandDir, b.WatchDirs = "", diag.Pos{}, "", nil
		if !l.must(n, path, object) {
			return struct{}{}
		}
		l.only(n, path, "command", "cwd", "watch_dir")
		command := l.string(n.get("command"), path+".command")
		dir := l.string(n.get("cwd"), path+".cwd")
		watch := []String{{Value: "./src"}}
		if w := n.get("watch_dir"); w.is(array) {
			watch = l.strings(w, path+".watch_dir")
		} else if w != nil {
			watch = []String{l.string(w, path+".watch_dir")}
		}
		if b.Command = command.Value; b.Command != "" {
			b.CommandPos, b.CommandDir = command.Pos, l.p.Root
			if dir.Value != "" {
				b.CommandDir = l.abs(dir.Value)
			}
			for _, w := range watch {
				b.WatchDirs = append(b.WatchDirs, l.abs(w.Value))
			}
		}
		return struct{}{}
	})
}

func (l *loader) stringMap(n *node, path string) map[string]string {
	if !l.must(n, path, object) {
		return nil
	}
	m := make(map[string]string, len(n.fields))
	for _, f := range n.fields {
		if l.must(f.value, path+"."+f.name, text) {
			m[f.name] = f.value.value
		}
	}
	return m
}

func (l *loader) dev(n *node) (dev Dev) {
	if !l.must(n, "dev", object) {
		return dev
	}
	l.only(n, "dev", "ip", "port", "inspector_port", "inspector_ip", "local_protocol", "upstream_protocol",
		"host", "enable_containers", "container_engine", "generate_types")
	dev.IP = l.string(n.get("ip"), "dev.ip").Value
	port := func(key string) int {
		v := n.get(key)
		if !l.must(v, "dev."+key, number) {
			return 0
		}
		i, err := strconv.Atoi(v.value)
		if err != nil || i < 0 || i > 65535 {
			l.doc.errorAt(l.doc.at(v), "dev.%s must be a port from 0 to 65535, but it is %s", key, v.value)
			return 0
		}
		return i
	}
	dev.Port, dev.InspectorPort = port("port"), port("inspector_port")
	l.ignoredDev(n)
	return dev
}

// ignoredDev warns, once, of what wrangler dev would do and dotool does not.
func (l *loader) ignoredDev(n *node) {
	same := map[string]string{"local_protocol": "http", "upstream_protocol": "", "host": "", "inspector_ip": "localhost"}
	var names []string
	var at diag.Pos
	for i := range n.fields {
		f := &n.fields[i]
		meant, known := same[f.name]
		if !known || !l.must(f.value, "dev."+f.name, text) || f.value.value == meant || f.value.value == "127.0.0.1" {
			continue
		}
		if names = append(names, "dev."+f.name); len(names) == 1 {
			at = l.doc.name(f)
		}
	}
	if len(names) == 0 {
		return
	}
	verb := "has"
	if len(names) > 1 {
		verb = "have"
	}
	d := l.doc.diags.Warnf(at, "config", "%s %s no effect here: dotool serves http on localhost and forwards to no other host", strings.Join(names, ", "), verb)
	l.p.RunFaults = append(l.p.RunFaults, *d)
}
