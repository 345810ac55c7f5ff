package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dotool/config/diag"
	"dotool/config/tree"
)

func (l *loader) codeUpdate(n *node, path string) {
	l.only(n, path, "mode", "max_delay")
	if mode := l.need(n, path, "mode"); mode.Value != "" {
		l.oneOf(mode, path+".mode", "immediate", "deferred")
	}
	delay := n.Get("max_delay")
	if !l.must(delay, path+".max_delay", number) {
		return
	}
	if s, err := strconv.ParseFloat(delay.Value, 64); err != nil || s < 0 || s > 24*60*60 {
		l.doc.Errorf(l.doc.At(delay), "%s.max_delay must be between 0 and 86400 seconds, but it is %s", path, delay.Value)
	}
}

func (l *loader) migrations(n *node, path string) (all []Migration) {
	if n.Absent() {
		return nil
	}
	if isStep(n) { // a table in the place of a list
		e := l.doc.Errorf(l.doc.At(n), "%s must be %s, but it is %s", path, array, l.doc.Show(n))
		e.Fix = "move it to top-level " + l.migrationsKey() + ", which is a list of steps"
		m := Misplaced{Name: path, Fix: e.Fix, Pos: e.Pos}
		for _, key := range stepFields {
			m.Classes = append(m.Classes, classNames(n.Get(key))...)
		}
		l.p.Misplaced = append(l.p.Misplaced, m)
		return nil
	}
	l.objects(n, path, func(n *node, path string) {
		l.only(n, path, "tag", "new_classes", "new_sqlite_classes", "renamed_classes", "deleted_classes", "transferred_classes")
		m := Migration{
			Tag:              l.need(n, path, "tag"),
			NewClasses:       l.strings(n.Get("new_classes"), path+".new_classes"),
			NewSQLiteClasses: l.strings(n.Get("new_sqlite_classes"), path+".new_sqlite_classes"),
			DeletedClasses:   l.strings(n.Get("deleted_classes"), path+".deleted_classes"),
			Pos:              l.doc.At(n),
		}
		l.objects(n.Get("renamed_classes"), path+".renamed_classes", func(n *node, path string) {
			l.only(n, path, "from", "to")
			m.RenamedClasses = append(m.RenamedClasses, Rename{l.need(n, path, "from"), l.need(n, path, "to"), l.doc.At(n)})
		})
		l.objects(n.Get("transferred_classes"), path+".transferred_classes", func(n *node, path string) {
			l.only(n, path, "from", "from_script", "to")
			m.Transferred = append(m.Transferred, Transfer{l.need(n, path, "from"), l.need(n, path, "from_script"), l.need(n, path, "to"), l.doc.At(n)})
		})
		all = append(all, m)
	})
	return all
}

// othersMigrate reports whether an environment has migrations of its own: it
// would inherit exports of the top level, and no environment takes both.
func (l *loader) othersMigrate() bool {
	envs := l.doc.Root.Field("env")
	if envs == nil {
		return false
	}
	return slices.ContainsFunc(envs.Value.Fields, func(f field) bool { return !f.Value.Get("migrations").Absent() })
}

var identifierRE = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$]*$`)

func (l *loader) exports(n *node, path string) (all []Export) {
	if n.Absent() || !l.must(n, path, object) {
		return nil
	}
	for i := range n.Fields {
		f := &n.Fields[i]
		at := path + "." + f.Name
		if f.Name == "" {
			at += `""`
		}
		if !l.must(f.Value, at, object) {
			continue
		}
		e := Export{Class: String{f.Name, l.doc.Name(f)}, Type: l.need(f.Value, at, "type"), Pos: l.doc.At(f.Value)}
		if e.Type.Value == "" && e.Type.Pos.Line == 0 {
			continue
		}
		switch e.Type.Value {
		case "durable-object":
			l.durableExport(f.Value, at, &e)
		case "worker":
			l.only(f.Value, at, "type", "cache")
			if cache := f.Value.Get("cache"); l.must(cache, at+".cache", object) {
				l.only(cache, at+".cache", "enabled")
				if cache.Get("enabled") == nil {
					l.doc.Errorf(l.doc.At(cache), `%s.cache has no "enabled"`, at)
				}
				l.bool(cache.Get("enabled"), at+".cache.enabled")
			}
		case "workflow":
			l.only(f.Value, at, "type", "name", "limits", "concurrency", "schedules", "default_retention", "jurisdiction")
			l.need(f.Value, at, "name")
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
		l.doc.Errorf(e.Class.Pos, "a class in exports cannot have an empty name")
	}
	read := func(key string) String { return l.string(n.Get(key), path+"."+key) }
	e.State, e.Storage, e.RenamedTo = read("state"), read("storage"), read("renamed_to")
	e.TransferredTo, e.TransferFrom, e.Container = read("transferred_to"), read("transfer_from"), read("container")

	state, allowed := e.State.Value, []string{"type", "state"}
	if n.Get("state") == nil {
		state = "created"
	}
	// Each state has the member that it cannot be without.
	required := func(key string, value String, fix string) {
		allowed = append(allowed, key)
		if n.Get(key) == nil {
			l.doc.Errorf(e.Class.Pos, "%s has no %q, which the state %q needs", path, key, state).Fix = fix
		} else if n.Get(key).Is(text) && value.Value == "" {
			l.doc.Errorf(value.Pos, "%s.%s is empty", path, key).Fix = fix
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
		case n.Get("container").Is(text) && e.Container.Value == "":
			l.doc.Errorf(e.Container.Pos, "%s.container is empty", path).Fix = "name an entry of containers"
		case e.Container.Value != "" && e.Storage.Value == "legacy-kv":
			l.doc.Errorf(e.Container.Pos, `%s.container needs "storage" to be "sqlite"`, path)
		}
	case "deleted":
	case "renamed":
		required("renamed_to", e.RenamedTo, `add "renamed_to" with the new name of the class`)
		switch to := e.RenamedTo; {
		case to.Value == "":
		case !identifierRE.MatchString(to.Value):
			l.doc.Errorf(to.Pos, "%s.renamed_to must be a JavaScript identifier, but it is %q", path, to.Value)
		case to.Value == e.Class.Value:
			l.doc.Errorf(to.Pos, "%s.renamed_to is the name that the class has already", path)
		}
	case "transferred":
		required("transferred_to", e.TransferredTo, `add "transferred_to" with the name of the Worker that takes the class`)
	default:
		if n.Get("state").Is(text) {
			l.oneOf(e.State, path+".state", "created", "deleted", "renamed", "transferred", "expecting-transfer")
		}
		return
	}
	for i := range n.Fields {
		if f := &n.Fields[i]; !slices.Contains(allowed, f.Name) {
			x := l.doc.Errorf(l.doc.Name(f), "%s cannot have %q in the state %q", path, f.Name, state)
			x.Fix = "allowed are " + strings.Join(allowed, ", ")
			if near := diag.Nearest(f.Name, allowed); near != "" {
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
		return migrations != nil && exports != nil && len(migrations.Value.Items) > 0 &&
			slices.ContainsFunc(exports.Value.Fields, func(f field) bool {
				t := f.Value.Get("type")
				return t.Is(text) && t.Value == "durable-object"
			})
	}
	const message = "migrations and exports both declare Durable Objects, but only one of them may"
	const code = "exports-xor-migrations"
	top := [2]*field{d.Root.Field("migrations"), d.Root.Field("exports")}
	here := [2]*field{l.selected("migrations"), l.selected("exports")}
	if clash(top[0], top[1]) {
		d.Diags.Errorf(d.Name(top[1]), code, message).Fix = "keep one of the two; dotool migrate convert turns one into the other"
	}
	if here == top || !clash(here[0], here[1]) {
		return
	}
	inherits, at, empty := "migrations", here[1], l.empty("migrations", "[]")
	if here[1] == top[1] {
		inherits, at, empty = "exports", here[0], l.empty("exports", "{}")
	}
	e := d.Diags.Errorf(d.Name(at), code, message)
	if here[0] == top[0] || here[1] == top[1] {
		e.Message += fmt.Sprintf("; env.%s inherits %s from the top level", l.p.Env, inherits)
		e.Fix = fmt.Sprintf("add %s to env.%s", empty, l.p.Env)
	} else {
		e.Fix = "keep one of the two"
	}
}

func (l *loader) empty(key, value string) string {
	if tree.IsTOML(l.p.File) {
		return key + " = " + value
	}
	return fmt.Sprintf("%q: %s", key, value)
}

func (l *loader) checkContainers() {
	containers := l.selected("containers")
	if containers == nil && (l.env != nil && l.doc.Root.Get("containers") != nil || l.elsewhere("containers")) {
		return
	}
	var names []string
	for _, c := range Of[Container](l.p) {
		names = append(names, c.ContainerName.Value)
	}
	for _, e := range l.p.Exports {
		if c := e.Container; c.Value != "" && e.Live() && !slices.Contains(names, c.Value) {
			x := l.doc.Errorf(c.Pos, "containers has no entry named %q", c.Value)
			if near := diag.Nearest(c.Value, names); near != "" {
				x.Fix = fmt.Sprintf("did you mean %q?", near)
			}
		}
	}
}

// elsewhere reports whether some environment has the key.
func (l *loader) elsewhere(key string) bool {
	envs := l.doc.Root.Get("env")
	return l.env == nil && envs != nil && slices.ContainsFunc(envs.Fields, func(f field) bool { return f.Value.Get(key) != nil })
}
