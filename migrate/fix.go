package migrate

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
)

// The fixes below are written in the format of the configuration file, so that they can
// be pasted.

func (pl *planner) toml() bool { return filepath.Ext(pl.Project.File) == ".toml" }

// entry names the entry module as the configuration does.
func (pl *planner) entry() string {
	if pl.Project.Main.Value == "" {
		return "the entry module"
	}
	return pl.Project.Main.Value
}

// snippetStep returns a migration with a single change to one class.
func (pl *planner) snippetStep(field, class string) string {
	if field == "renamed_classes" {
		return pl.snippetRename(class, "NewName")
	}
	tag := NextTag(pl.Project.Migrations)
	if pl.toml() {
		return fmt.Sprintf("\n[[migrations]]\ntag = %q\n%s = [%q]\n", tag, field, class)
	}
	return fmt.Sprintf(`{ "tag": %q, %q: [%q] }`, tag, field, class)
}

func (pl *planner) snippetRename(from, to string) string {
	tag := NextTag(pl.Project.Migrations)
	if pl.toml() {
		return fmt.Sprintf("\n[[migrations]]\ntag = %q\nrenamed_classes = [%s]\n", tag, pl.inlineRename(from, to))
	}
	return fmt.Sprintf(`{ "tag": %q, "renamed_classes": [%s] }`, tag, pl.inlineRename(from, to))
}

// inlineRename returns an entry of renamed_classes.
func (pl *planner) inlineRename(from, to string) string {
	if pl.toml() {
		return fmt.Sprintf("{ from = %q, to = %q }", from, to)
	}
	return fmt.Sprintf(`{ "from": %q, "to": %q }`, from, to)
}

// fixTwice returns the fix for a class that the step at work makes in two ways.
func (pl *planner) fixTwice(class string) string {
	m := pl.pending[pl.step]
	renamed := slices.ContainsFunc(m.RenamedClasses, func(r config.Rename) bool { return r.To.Value == class })
	transferred := slices.ContainsFunc(m.Transferred, func(t config.Transfer) bool { return t.To.Value == class })
	for field, classes := range map[string][]config.String{"new_classes": m.NewClasses, "new_sqlite_classes": m.NewSQLiteClasses} {
		if (renamed != transferred) && slices.ContainsFunc(classes, func(c config.String) bool { return c.Value == class }) {
			how := "rename"
			if transferred {
				how = "transfer"
			}
			return fmt.Sprintf("take it out of %s: the %s makes it", field, how)
		}
	}
	return "leave the class in one place of the step"
}

// fixForeign returns the fix for a binding to a class that was transferred.
func (pl *planner) fixForeign(to Transfer) string {
	if pl.toml() {
		return fmt.Sprintf("bind it as class_name = %q, script_name = %q", to.Class, to.Worker)
	}
	return fmt.Sprintf(`bind it as "class_name": %q, "script_name": %q`, to.Class, to.Worker)
}

// snippetExport returns a live entry of the exports map.
func (pl *planner) snippetExport(class string, storage Storage) string {
	if storage == "" {
		storage = SQLite
	}
	if pl.toml() {
		return fmt.Sprintf("\n[exports.%s]\ntype = \"durable-object\"\nstorage = %q\n", class, storage)
	}
	return fmt.Sprintf(`%q: { "type": "durable-object", "storage": %q }`, class, storage)
}

func (pl *planner) snippetTombstone(class, state string) string {
	to := ""
	if pl.toml() {
		if state == "renamed" {
			to = "\nrenamed_to = \"NewName\""
		}
		return fmt.Sprintf("\n[exports.%s]\ntype = \"durable-object\"\nstate = %q%s\n", class, state, to)
	}
	if state == "renamed" {
		to = `, "renamed_to": "NewName"`
	}
	return fmt.Sprintf(`%q: { "type": "durable-object", "state": %q%s }`, class, state, to)
}

// fixDeclare says how to declare a bound class, in the form that the configuration
// uses; if it uses none, in the form that wrangler now recommends, if the project's
// wrangler supports that.
func (pl *planner) fixDeclare(class string) string {
	for _, e := range pl.Project.Exports {
		if e.Class.Value == class && e.State.Value == "expecting-transfer" {
			return fmt.Sprintf("bind it only after the transfer: remove the binding, deploy this, then the transfer of %s, then declare the class live and bind it", e.TransferFrom.Value)
		}
	}
	for _, m := range pl.Project.Misplaced {
		if slices.Contains(m.Classes, class) {
			return fmt.Sprintf("%s is on line %d, where it has no effect: %s", m.Name, m.Pos.Line, m.Fix)
		}
	}
	history := "" // the last change of the class in the list
	for _, m := range pl.Project.Migrations {
		if slices.ContainsFunc(m.DeletedClasses, func(d config.String) bool { return d.Value == class }) {
			history = fmt.Sprintf("migration %q deleted it: remove the binding, or ", m.Tag.Value)
		}
		for _, r := range m.RenamedClasses {
			if r.From.Value == class {
				history = fmt.Sprintf("migration %q renamed it: bind %q instead, or ", m.Tag.Value, r.To.Value)
			}
		}
		if slices.Contains(makes(m), class) {
			history = fmt.Sprintf("migration %q, which creates it, was applied with other content or not at all: ", m.Tag.Value)
		}
	}
	switch {
	case pl.exportsMode():
		return "add to exports: " + pl.snippetExport(class, SQLite)
	case len(pl.Project.Migrations) > 0:
		return history + "append to migrations: " + pl.snippetStep("new_sqlite_classes", class)
	case (!pl.Project.TakesExports || len(pl.Project.Misplaced) > 0) && pl.toml():
		return "add" + pl.snippetStep("new_sqlite_classes", class)
	case !pl.Project.TakesExports || len(pl.Project.Misplaced) > 0:
		return fmt.Sprintf(`add "migrations": [%s]`, pl.snippetStep("new_sqlite_classes", class))
	case pl.toml():
		return "add" + pl.snippetExport(class, SQLite)
	}
	return fmt.Sprintf(`add "exports": { %s }`, pl.snippetExport(class, SQLite))
}

// renamed guesses from the code which class was renamed: the only one that disappeared,
// if only one appeared.
func (pl *planner) renamed() (from, to string, ok bool) {
	var gone, come []string
	for class, live := range pl.worker.Classes {
		if was, ok := pl.was[class]; ok && was.Key == live.Key && !pl.exported(class) && !pl.leaving[class] {
			gone = append(gone, class)
		}
	}
	for _, b := range pl.Project.DurableObjects() {
		class := b.ClassName.Value
		_, live := pl.worker.Classes[class]
		if pl.ofThisWorker(b) && !live && pl.exported(class) && !slices.Contains(come, class) {
			come = append(come, class)
		}
	}
	if pl.exportsMode() || len(gone) != 1 || len(come) != 1 {
		return "", "", false
	}
	return gone[0], come[0], true
}

// fixUndeclared returns the fix for a bound class that nothing creates. If it seems to be a
// renamed class, creating it would lose the data.
func (pl *planner) fixUndeclared(class string) string {
	if pl.misspelt(class) != "" {
		return "" // the position in the list suffices
	}
	if from, to, ok := pl.renamed(); ok && to == class {
		return fmt.Sprintf("if it is %q by another name, append to migrations: %s", from, pl.snippetRename(from, to)) +
			pl.alternative("it is new", pl.snippetStep("new_sqlite_classes", class))
	}
	return pl.fixDeclare(class)
}

// fixLost lists the possible fixes for a class that is no longer exported.
func (pl *planner) fixLost(class string) string {
	rename := pl.snippetStep("renamed_classes", class)
	if from, to, ok := pl.renamed(); ok && from == class {
		rename = pl.snippetRename(from, to)
	}
	return "export it again; or, if it has another name now, append " + rename +
		pl.alternative("its objects may be deleted", pl.snippetStep("deleted_classes", class))
}

// fixTarget returns the fix for a tombstone whose new name is not live.
func (pl *planner) fixTarget(to string, storage Storage, entries map[string]config.Export) string {
	var live []string
	for class, e := range entries {
		if e.Live() {
			live = append(live, class)
		}
	}
	slices.Sort(live)
	switch near := diag.Nearest(to, live); {
	case near != "" && !(pl.Exports != nil && pl.exported(to)):
		return fmt.Sprintf("did you mean %q?", near)
	case !config.CanBeClass(to):
		return fmt.Sprintf("use the name of a class that %s exports", pl.entry())
	}
	return "add " + pl.snippetExport(to, storage)
}

// fixOrphaned returns the fix for a class that neither the code nor the map has any longer.
// If exactly one class is new, it is probably the old one under a new name.
func (pl *planner) fixOrphaned(class string, entries map[string]config.Export) string {
	var gone, come []string
	for name := range pl.was {
		if _, declared := entries[name]; !declared && !pl.exported(name) {
			gone = append(gone, name)
		}
	}
	for name, e := range entries {
		if _, was := pl.was[name]; e.Live() && e.State.Value != "expecting-transfer" && !was {
			come = append(come, name)
		}
	}
	if len(gone) == 1 && len(come) == 1 {
		renamed := strings.Replace(pl.snippetTombstone(class, "renamed"), "NewName", come[0], 1)
		return fmt.Sprintf("if it is %q now, add to exports: %s", come[0], renamed) +
			pl.alternative("its objects may be deleted", pl.snippetTombstone(class, "deleted"))
	}
	return fmt.Sprintf("declare what happened to it: add %s to delete its objects, or %s", pl.snippetTombstone(class, "deleted"), pl.snippetTombstone(class, "renamed"))
}

// fixUnknownWorker returns the fix for an unknown Worker name.
func (pl *planner) fixUnknownWorker(key, script string) string {
	var names []string
	for _, o := range pl.Others {
		names = append(names, o.Name.Value)
	}
	return diag.DidYouMean(script, names, fmt.Sprintf("Cloudflare refuses this unless %s is deployed: correct %s, or deploy it first", script, key))
}

// fixExport returns the fix for a class that is not exported.
func (pl *planner) fixExport(class string) string {
	if !config.CanBeClass(class) {
		return fmt.Sprintf("use the name of a class that %s exports", pl.entry())
	}
	return fmt.Sprintf("export class %s from %s", class, pl.entry())
}

// alternative continues a fix after a snippet, which in TOML ends with a newline.
func (pl *planner) alternative(condition, snippet string) string {
	sep := "; "
	if pl.toml() {
		sep = ""
	}
	return sep + "or, if " + condition + ", append " + snippet
}

// fixNotExported suggests a similar name.
func (pl *planner) fixNotExported(class string, live bool) string {
	if name := diag.Nearest(class, pl.Exports); name != "" {
		if _, how := pl.origin(class); how == Create && live {
			// The migration has the same name: changing only the binding would not help.
			return fmt.Sprintf("did you mean %q? Write it in the migration too, or name the class %s in %s", name, class, pl.entry())
		}
		return fmt.Sprintf("did you mean %q?", name)
	}
	fix := pl.fixExport(class)
	if made := pl.createdAs(class); made != "" && !live {
		return fix + fmt.Sprintf(", and write %q in place of %q in the migration", class, made)
	}
	if !live && !pl.intended[class] && config.CanBeClass(class) {
		fix += ", and " + pl.fixDeclare(class)
	}
	return fix
}

// misspelt returns the similar name that the list creates instead of a class, if any.
func (pl *planner) misspelt(class string) string {
	for _, made := range slices.Sorted(maps.Keys(pl.worker.Classes)) {
		_, was := pl.was[made]
		if _, bound := pl.binding(made); was || bound || pl.exported(made) {
			continue
		}
		if _, how := pl.origin(made); how == Create && diag.Nearest(made, pl.Exports) == class {
			return made
		}
	}
	return ""
}

// createdAs returns the name that the list creates in place of a bound class that is not
// exported either, if one differs from it by a slip.
func (pl *planner) createdAs(class string) string {
	var made []string
	for name := range pl.worker.Classes {
		_, was := pl.was[name]
		if _, bound := pl.binding(name); was || bound || pl.exported(name) {
			continue
		}
		if _, how := pl.origin(name); how == Create {
			made = append(made, name)
		}
	}
	slices.Sort(made)
	return diag.Nearest(class, made)
}

// fixNew returns the fix for a class that a migration creates and the code does not
// export.
func (pl *planner) fixNew(class string) string {
	if name := diag.Nearest(class, pl.Exports); name != "" && pl.misspelt(name) == class {
		return fmt.Sprintf("did you mean %q?", name)
	}
	for _, b := range pl.Project.DurableObjects() {
		if bound := b.ClassName.Value; bound != class && pl.ofThisWorker(b) && !pl.exported(bound) && pl.createdAs(bound) == class {
			return fmt.Sprintf("did you mean %q, which is bound?", bound)
		}
	}
	return pl.fixExport(class) + ", or remove it from the migration"
}

// suggestRollback adds a rollback to the fix of a problem that is caused only by the
// last change here: the code is now on another branch, or a migration was edited that
// was never deployed. It does so only if that helps.
func (pl *planner) suggestRollback() {
	if pl.Undo == nil || len(pl.Diagnostics) == 0 || pl.Request.From != FromLocal {
		return
	}
	r := pl.Request
	if r.Ledger, r.Undo = pl.Undo(), nil; r.Ledger == nil {
		return
	}
	before := NewPlan(r)
	if before.Err() != nil {
		return
	}
	for i, d := range pl.Diagnostics {
		stays := func(b diag.Diagnostic) bool { return b.Code == d.Code && b.Pos == d.Pos }
		if slices.ContainsFunc(before.Diagnostics, stays) || slices.Contains(pl.Problems, d) {
			continue
		}
		fix := &pl.Diagnostics[i].Fix
		switch {
		case *fix == "":
			*fix = "i"
		case strings.HasSuffix(*fix, "\n"): // a snippet of TOML
			*fix += "or, i"
		default:
			*fix += "; or, i"
		}
		*fix += "f the last change here was never deployed, undo it with `dotool migrate rollback`"
	}
}
