package config

import (
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/tree"
)

// Misplaced is a list of migrations, or part of one, in a place that wrangler ignores.
type Misplaced struct {
	Name    string // such as "durable_objects.migrations"
	Classes []string
	Fix     string
	Pos     diag.Pos
}

var stepFields = []string{"new_classes", "new_sqlite_classes", "renamed_classes", "deleted_classes", "transferred_classes"}

// misplaced finds values that look like migrations at or below an unknown key.
func (l *loader) misplaced(f *field, where string) (found []Misplaced) {
	name, fix := f.Name, "rename it to "
	if where != "the configuration" {
		name, fix = where+"."+f.Name, "move it to top-level "
	}
	add := func(steps ...*node) {
		m := Misplaced{Name: name, Pos: l.doc.Name(f), Fix: fix + l.migrationsKey()}
		for _, step := range steps {
			for _, key := range stepFields {
				m.Classes = append(m.Classes, classNames(step.Get(key))...)
			}
		}
		found = append(found, m)
	}
	meant := strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(f.Name))
	switch {
	case slices.Contains(stepFields, f.Name) && f.Value.Is(array):
		found = append(found, Misplaced{name, classNames(f.Value), "move it into a step of top-level " + l.migrationsKey(), l.doc.Name(f)})
	case !strings.HasSuffix(meant, "migration") && !strings.HasSuffix(meant, "migrations") && !makesClasses(f.Value):
		if f.Value.Is(object) { // for example, a table with a typo in its name
			for i := range f.Value.Fields {
				found = append(found, l.misplaced(&f.Value.Fields[i], name)...)
			}
		}
	case f.Value.Is(array) && slices.ContainsFunc(f.Value.Items, isStep):
		add(f.Value.Items...)
	case isStep(f.Value):
		add(f.Value)
	default:
		if byTag := stepsByTag(f.Value); len(byTag) > 0 {
			var steps []*node
			for _, s := range byTag {
				steps = append(steps, s.node)
			}
			add(steps...)
			found[0].Fix += ", with " + l.snippet("tag", byTag[0].tag)
		}
	}
	return found
}

// taggedStep is a step in an object that has the tags as names.
type taggedStep struct {
	tag string
	*node
}

func stepsByTag(n *node) (all []taggedStep) {
	if !n.Is(object) {
		return nil
	}
	for _, f := range n.Fields {
		steps := []*node{f.Value}
		if f.Value.Is(array) {
			steps = f.Value.Items
		}
		for _, step := range steps {
			if !isStep(step) {
				return nil
			}
			all = append(all, taggedStep{f.Name, step})
		}
	}
	return all
}

// isStep reports whether a value looks like an entry of migrations.
func isStep(n *node) bool {
	return n.Is(object) && (n.Get("tag") != nil || slices.ContainsFunc(stepFields, func(key string) bool { return n.Get(key) != nil }))
}

// makesClasses reports whether a value is a step or a list of steps, whatever its key.
func makesClasses(n *node) bool {
	if n.Is(array) {
		return slices.ContainsFunc(n.Items, makesClasses)
	}
	return n.Is(object) && slices.ContainsFunc(stepFields, func(key string) bool { return n.Get(key).Is(array) })
}

// classNames returns the classes that an item of a step creates or deletes.
func classNames(n *node) (names []string) {
	if !n.Is(array) {
		return nil
	}
	for _, item := range n.Items {
		if to := item.Get("to"); to.Is(text) {
			item = to
		}
		if item.Is(text) {
			names = append(names, item.Value)
		}
	}
	return names
}

// migrationsAt returns how the list at a path is written.
func (l *loader) migrationsAt(path string) string {
	if tree.IsTOML(l.p.File) {
		return l.header("[[", path)
	}
	return l.migrationsKey()
}

// migrationsKey returns how the list of migrations is written.
func (l *loader) migrationsKey() string {
	if tree.IsTOML(l.p.File) {
		return "[[migrations]]"
	}
	return `"migrations": [{ … }]`
}
