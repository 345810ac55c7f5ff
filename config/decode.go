package config

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/npm"
	"github.com/dotool-dev/dotool/config/tree"
)

type (
	node  = tree.Node
	field = tree.Field
	kind  = tree.Kind
)

const (
	null    = tree.Null
	boolean = tree.Boolean
	number  = tree.Number
	text    = tree.Text
	date    = tree.Date
	array   = tree.List
	object  = tree.Table
)

// project fills the Project from the document, and reports wrangler's errors and what
// dotool cannot run.
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
			d.Diags.Warnf(d.At(nil), "config", "there is no compatibility_date, so %s is used", defaultCompatibilityDate).
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
	p.TakesExports = len(p.Exports) > 0 || len(p.Migrations) == 0 && len(p.DurableObjects()) > 0 && !l.migratesOddly() && !l.othersMigrate() && npm.TakesExports(p.Root)
	l.checkOneLifecycle()
	l.checkContainers()

	vars := pick(l, "vars", l.vars)
	l.secrets(vars)
	for _, name := range slices.Sorted(maps.Keys(vars)) {
		p.Vars = append(p.Vars, vars[name])
	}
	l.build()
	p.Dev = l.dev(d.Root.Get("dev"))
	l.override() // the parts read so far
	l.simulated()
	l.vite()
}

// must reports whether n is of the kind, and adds an error if it is not.
func (l *loader) must(n *node, path string, k kind) bool {
	if n == nil || n.Kind == k {
		return n != nil
	}
	l.mismatch(n, path, k)
	return false
}

func (l *loader) string(n *node, path string) String {
	if !l.must(n, path, text) {
		return String{}
	}
	return String{Value: n.Value, Pos: l.doc.At(n)}
}

func (l *loader) bool(n *node, path string) bool {
	return l.must(n, path, boolean) && n.Value == "true"
}

// strings reads a list of strings. For another value, which is an error, it returns the
// strings that were probably meant.
func (l *loader) strings(n *node, path string) []String {
	if n == nil {
		return nil
	}
	meant := l.texts(n)
	if !n.Is(array) {
		if e := l.mismatch(n, path, array); len(meant) > 0 {
			e.Fix = "write " + quotedList(meant)
		}
		return meant
	}
	for i, item := range n.Items {
		if item.Is(text) {
			continue
		}
		if e := l.mismatch(item, fmt.Sprintf("%s[%d]", path, i), text); e.Fix == "" && len(meant) > 0 {
			e.Fix = "write " + quotedList(meant)
		}
	}
	return meant
}

// need is string for a required member.
func (l *loader) need(n *node, path, key string) String {
	if n.Get(key) == nil {
		l.doc.Errorf(l.doc.At(n), "%s has no %q", path, key).Fix = fmt.Sprintf("add %q", key)
		return String{}
	}
	return l.string(n.Get(key), path+"."+key)
}

// objects calls f with every object in an array. An object in place of the array, which
// is an error, counts as its only item.
func (l *loader) objects(n *node, path string, f func(n *node, path string)) {
	if n.Is(object) && len(n.Fields) > 0 {
		l.notList(n, path)
		f(n, path)
		return
	}
	if !l.must(n, path, array) {
		return
	}
	for i, item := range n.Items {
		if at := fmt.Sprintf("%s[%d]", path, i); l.must(item, at, object) {
			f(item, at)
		}
	}
}

func (l *loader) only(n *node, path string, known ...string) {
	for i := range n.Fields {
		if !slices.Contains(known, n.Fields[i].Name) {
			l.unknown(&n.Fields[i], path, known)
		}
	}
}

// snippet returns a line for the user's file, in its language.
func (l *loader) snippet(key, value string) string {
	if tree.IsTOML(l.p.File) {
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

func (l *loader) oneOf(s String, path string, choices ...string) bool {
	if slices.Contains(choices, s.Value) {
		return true
	}
	e := l.doc.Errorf(s.Pos, `%s must be one of "%s", but it is %q`, path, strings.Join(choices, `", "`), s.Value)
	e.Fix = diag.DidYouMean(s.Value, choices, "")
	return false
}
