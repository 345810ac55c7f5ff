package config

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/config/tree"
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
	step := func(n *node, path, tag string) { all = append(all, l.migration(n, path, tag)) }
	byTag := stepsByTag(n)
	switch {
	case isStep(n):
		e, tag := l.mismatch(n, path, array), ""
		if e.Fix = "it is a list of steps: write " + l.migrationsAt(path); n.Get("tag") == nil {
			tag = "v1"
			e.Fix += ", with " + l.snippet("tag", tag)
		}
		step(n, path, tag)
	case len(byTag) > 0:
		l.mismatch(n, path, array).Fix = fmt.Sprintf("it is a list of steps: write %s, with %s", l.migrationsAt(path), l.snippet("tag", byTag[0].tag))
		for _, s := range byTag {
			step(s.node, path+"."+s.tag, s.tag)
		}
	case l.must(n, path, array):
		for i, item := range n.Items {
			at := fmt.Sprintf("%s[%d]", path, i)
			if item.Is(text) && l.bound(item.Value) {
				tag, classes := fmt.Sprintf("v%d", i+1), l.texts(item)
				l.mismatch(item, at, object).Fix = "write " + l.inline("tag", strconv.Quote(tag), "new_sqlite_classes", quotedList(classes))
				all = append(all, Migration{Tag: String{Value: tag, Pos: l.doc.At(item)}, NewSQLiteClasses: classes, Pos: l.doc.At(item)})
			} else if l.must(item, at, object) {
				step(item, at, "")
			}
		}
	}
	return all
}

// migration reads a step; in an object of steps, its name is the tag.
func (l *loader) migration(n *node, path, tag string) Migration {
	l.only(n, path, "tag", "new_classes", "new_sqlite_classes", "renamed_classes", "deleted_classes", "transferred_classes")
	m := Migration{
		NewClasses:       l.strings(n.Get("new_classes"), path+".new_classes"),
		NewSQLiteClasses: l.strings(n.Get("new_sqlite_classes"), path+".new_sqlite_classes"),
		DeletedClasses:   l.strings(n.Get("deleted_classes"), path+".deleted_classes"),
		Pos:              l.doc.At(n),
	}
	switch given := n.Get("tag"); {
	case given == nil && tag != "":
		m.Tag = String{Value: tag, Pos: m.Pos}
	case given.Is(number):
		m.Tag = String{Value: given.Value, Pos: l.doc.At(given)}
		l.mismatch(given, path+".tag", text).Fix = "write " + strconv.Quote(given.Value)
	default:
		m.Tag = l.need(n, path, "tag")
	}
	if renamed := n.Get("renamed_classes"); !l.pairs(renamed, path+".renamed_classes", &m) {
		l.objects(renamed, path+".renamed_classes", func(n *node, path string) {
			l.only(n, path, "from", "to")
			m.RenamedClasses = append(m.RenamedClasses, Rename{l.need(n, path, "from"), l.need(n, path, "to"), l.doc.At(n)})
		})
	}
	l.objects(n.Get("transferred_classes"), path+".transferred_classes", func(n *node, path string) {
		l.only(n, path, "from", "from_script", "to")
		m.Transferred = append(m.Transferred, Transfer{l.need(n, path, "from"), l.need(n, path, "from_script"), l.need(n, path, "to"), l.doc.At(n)})
	})
	return m
}

// pairs reads renames that are written as { "Old": "New" } or [["Old", "New"]],
// both of which are errors.
func (l *loader) pairs(n *node, path string, m *Migration) bool {
	add := func(from, to String, at *node) {
		m.RenamedClasses = append(m.RenamedClasses, Rename{from, to, l.doc.At(at)})
	}
	write := func(e *diag.Diagnostic) {
		r := m.RenamedClasses[0]
		e.Fix = "write [" + l.inline("from", strconv.Quote(r.From.Value), "to", strconv.Quote(r.To.Value)) + "]"
	}
	text2 := func(n *node) bool {
		return n.Is(array) && len(n.Items) == 2 && n.Items[0].Is(text) && n.Items[1].Is(text)
	}
	switch {
	case n.Is(object) && len(n.Fields) > 0 && n.Get("from") == nil && n.Get("to") == nil &&
		!slices.ContainsFunc(n.Fields, func(f field) bool { return !f.Value.Is(text) }):
		for i := range n.Fields {
			f := &n.Fields[i]
			add(String{Value: f.Name, Pos: l.doc.Name(f)}, l.string(f.Value, path), f.Value)
		}
		write(l.mismatch(n, path, array))
	case n.Is(array) && len(n.Items) > 0 && !slices.ContainsFunc(n.Items, func(n *node) bool { return !text2(n) }):
		for _, item := range n.Items {
			add(l.string(item.Items[0], path), l.string(item.Items[1], path), item)
		}
		write(l.mismatch(n.Items[0], path+"[0]", object))
	default:
		return false
	}
	return true
}

// bound reports whether there is a binding to a class.
func (l *loader) bound(class string) bool {
	return slices.ContainsFunc(l.p.DurableObjects(), func(b binding.DurableObject) bool { return b.ClassName.Value == class })
}

// migratesOddly reports whether there are migrations that are not a list, with which
// exports would conflict.
func (l *loader) migratesOddly() bool {
	f := l.selected("migrations")
	return f != nil && !f.Value.Is(array)
}

// othersMigrate reports whether an environment has migrations of its own: it would
// inherit exports of the top level, and no environment may have both.
func (l *loader) othersMigrate() bool {
	envs := l.doc.Root.Field("env")
	if envs == nil {
		return false
	}
	return slices.ContainsFunc(envs.Value.Fields, func(f field) bool { return !f.Value.Get("migrations").Absent() })
}

var identifierRE = pattern.New(`^[A-Za-z_$][A-Za-z0-9_$]*$`)

var classNameRE = pattern.New(`^[\p{L}_$][\p{L}\p{N}_$]*$`)

// CanBeClass reports whether code can have a class of the name.
func CanBeClass(name string) bool { return classNameRE.MatchString(name) && name != "default" }

func (l *loader) exports(n *node, path string) (all []Export) {
	if n.Absent() {
		return nil
	}
	live := func(class String, storage string, n *node) Export {
		return Export{Class: class, Type: String{Value: "durable-object", Pos: class.Pos}, Storage: String{Value: storage, Pos: l.doc.At(n)}, Pos: l.doc.At(n)}
	}
	if n.Is(array) {
		e := l.mismatch(n, path, object)
		for _, class := range l.texts(n) {
			if l.bound(class.Value) {
				if e.Fix = "write { " + l.liveEntry(class.Value, "sqlite") + " }"; tree.IsTOML(l.p.File) {
					e.Fix = fmt.Sprintf("write\n[exports.%s]\ntype = \"durable-object\"\nstorage = \"sqlite\"\n", class.Value)
				}
				all = append(all, live(class, "sqlite", n))
			}
		}
		return all
	}
	if !l.must(n, path, object) {
		return nil
	}
	for i := range n.Fields {
		f := &n.Fields[i]
		at := path + "." + f.Name
		if f.Name == "" {
			at += `""`
		}
		class := String{Value: f.Name, Pos: l.doc.Name(f)}
		if f.Value.Is(text) && (f.Value.Value == "sqlite" || f.Value.Value == "legacy-kv") {
			l.mismatch(f.Value, at, object).Fix = "write " + l.liveEntry(f.Name, f.Value.Value)
			all = append(all, live(class, f.Value.Value, f.Value))
			continue
		}
		if !l.must(f.Value, at, object) {
			if l.bound(f.Name) {
				all = append(all, live(class, "sqlite", f.Value))
			}
			continue
		}
		e := Export{Class: class, Type: l.need(f.Value, at, "type"), Pos: l.doc.At(f.Value)}
		if durable := f.Value.Get("storage") != nil || f.Value.Get("state") != nil; durable && f.Value.Get("type") == nil {
			l.diags[len(l.diags)-1].Fix = "add " + l.snippet("type", "durable-object")
			e.Type = String{Value: "durable-object", Pos: class.Pos}
		} else if durable && !slices.Contains([]string{"durable-object", "worker", "workflow"}, e.Type.Value) && f.Value.Get("type").Is(text) {
			l.oneOf(e.Type, at+".type", "durable-object", "worker", "workflow")
			l.diags[len(l.diags)-1].Fix = `did you mean "durable-object"?`
			e.Type.Value = "durable-object"
		} else if e.Type.Value == "" && e.Type.Pos.Line == 0 {
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
			e.Workflow = binding.Workflow{Entry: binding.Entry{Pos: e.Pos}, WorkflowName: l.need(f.Value, at, "name"), ClassName: class}
			for key, into := range map[string]*json.RawMessage{"limits": &e.Workflow.Limits, "default_retention": &e.Workflow.DefaultRetention} {
				if n := f.Value.Get(key); n != nil {
					*into = n.Raw()
				}
			}
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
	// Each state has one required member.
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
			l.doc.Errorf(to.Pos, "%s.renamed_to must be a JavaScript identifier, but it is %q", path, to.Value).Fix = "use the name of a class that the code exports"
		case to.Value == e.Class.Value:
			l.doc.Errorf(to.Pos, "%s.renamed_to is the name that the class already has", path)
		}
	case "transferred":
		required("transferred_to", e.TransferredTo, `add "transferred_to" with the name of the Worker that takes the class`)
	default:
		if n.Get("state").Is(text) {
			l.oneOf(e.State, path+".state", "created", "deleted", "renamed", "transferred", "expecting-transfer")
		}
		allowed, state = append(allowed, "storage", "renamed_to", "transferred_to", "transfer_from", "container"), ""
	}
	for i := range n.Fields {
		if f := &n.Fields[i]; !slices.Contains(allowed, f.Name) {
			in := ""
			if state != "" {
				in = fmt.Sprintf(" in the state %q", state)
			}
			x := l.doc.Errorf(l.doc.Name(f), "%s cannot have %q%s", path, f.Name, in)
			x.Fix = diag.DidYouMean(f.Name, allowed, "remove it; allowed are "+strings.Join(allowed, ", "))
		}
	}
}

// checkOneLifecycle checks the top level and the environment, which often conflicts
// with a list that it inherits.
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
	for _, c := range Of[binding.Container](l.p) {
		names = append(names, c.ContainerName.Value)
	}
	for _, e := range l.p.Exports {
		if c := e.Container; c.Value != "" && e.Live() && !slices.Contains(names, c.Value) {
			x := l.doc.Errorf(c.Pos, "containers has no entry named %q", c.Value)
			x.Fix = diag.DidYouMean(c.Value, names, "")
		}
	}
}

// elsewhere reports whether any environment has the key.
func (l *loader) elsewhere(key string) bool {
	envs := l.doc.Root.Get("env")
	return l.env == nil && envs != nil && slices.ContainsFunc(envs.Fields, func(f field) bool { return f.Value.Get(key) != nil })
}
