package config

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dotool/config/diag"
)

// Misplaced is a list of migrations, or a part of one, where wrangler does not
// look for it. It has no effect there.
type Misplaced struct {
	Name    string // such as "durable_objects.migrations"
	Classes []string
	Fix     string
	Pos     diag.Pos
}

var stepFields = []string{"new_classes", "new_sqlite_classes", "renamed_classes", "deleted_classes", "transferred_classes"}

// misplaced finds what seems to be meant for migrations at a key that nobody
// knows, or below it.
func (l *loader) misplaced(f *field, where string) (found []Misplaced) {
	name := f.name
	if where != "the configuration" {
		name = where + "." + f.name
	}
	add := func(steps ...*node) {
		m := Misplaced{Name: name, Pos: l.doc.name(f), Fix: "move it to top-level " + l.migrationsKey()}
		for _, step := range steps {
			for _, key := range stepFields {
				m.Classes = append(m.Classes, classNames(step.get(key))...)
			}
		}
		found = append(found, m)
	}
	meant := strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(f.name))
	switch {
	case slices.Contains(stepFields, f.name) && f.value.is(array):
		found = append(found, Misplaced{name, classNames(f.value), "move it into a step of top-level " + l.migrationsKey(), l.doc.name(f)})
	case !strings.HasSuffix(meant, "migration") && !strings.HasSuffix(meant, "migrations") && !makesClasses(f.value):
		if f.value.is(object) { // a table with a typing error in its own name, say
			for i := range f.value.fields {
				found = append(found, l.misplaced(&f.value.fields[i], name)...)
			}
		}
	case f.value.is(array) && slices.ContainsFunc(f.value.items, isStep):
		add(f.value.items...)
	case isStep(f.value):
		add(f.value)
	}
	return found
}

// isStep reports whether a value looks like an entry of migrations.
func isStep(n *node) bool {
	return n.is(object) && (n.get("tag") != nil || slices.ContainsFunc(stepFields, func(key string) bool { return n.get(key) != nil }))
}

// makesClasses reports whether a value is a step, or a list of some, whatever it
// is called.
func makesClasses(n *node) bool {
	if n.is(array) {
		return slices.ContainsFunc(n.items, makesClasses)
	}
	return n.is(object) && slices.ContainsFunc(stepFields, func(key string) bool { return n.get(key).is(array) })
}

// classNames are the classes that an item of a step makes, or takes away.
func classNames(n *node) (names []string) {
	if !n.is(array) {
		return nil
	}
	for _, item := range n.items {
		if to := item.get("to"); to.is(text) {
			item = to
		}
		if item.is(text) {
			names = append(names, item.value)
		}
	}
	return names
}

// migrationsKey is how the list of migrations is written.
func (l *loader) migrationsKey() string {
	if isTOML(l.p.File) {
		return "[[migrations]]"
	}
	return `"migrations": [{ … }]`
}

// exportsSince is the first wrangler that takes the exports map.
var exportsSince = [2]int{4, 107}

// TakesExports reports whether the wrangler of the project may know the exports
// map: the one that is installed or, where none is, any that package.json allows.
// A project that says nothing of wrangler has the newest.
func TakesExports(root string) bool {
	for dir := root; ; dir = filepath.Dir(dir) {
		var p struct {
			Version              string
			Dependencies         map[string]any
			DevDependencies      map[string]any
			OptionalDependencies map[string]any
		}
		if readJSON(filepath.Join(dir, "node_modules", "wrangler", "package.json"), &p) && p.Version != "" {
			return newEnough(p.Version)
		}
		if readJSON(filepath.Join(dir, "package.json"), &p) {
			for _, all := range []map[string]any{p.Dependencies, p.DevDependencies, p.OptionalDependencies} {
				if wanted, ok := all["wrangler"].(string); ok {
					return newEnough(wanted)
				}
			}
		}
		if dir == filepath.Dir(dir) {
			return true
		}
	}
}

func readJSON(path string, v any) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxFileSize {
		return false
	}
	data, err := diag.ReadFile(path)
	return err == nil && json.Unmarshal(data, v) == nil
}

var versionRE = regexp.MustCompile(`(\d+)(?:\.(\d+))?`)

// newEnough reports whether the least version of a range knows exports: what is
// proposed must work with each that may be installed. A tag such as "latest" is
// taken for the newest, what leads elsewhere ("catalog:") for an old one.
func newEnough(wanted string) bool {
	if strings.Contains(wanted, ":") && !strings.HasPrefix(wanted, "npm:") {
		return false
	}
	m := versionRE.FindStringSubmatch(wanted)
	if m == nil {
		return true
	}
	major, _ := strconv.Atoi(m[1])
	minor, _ := strconv.Atoi(m[2])
	return major > exportsSince[0] || major == exportsSince[0] && minor >= exportsSince[1]
}
