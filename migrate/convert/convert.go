// Package convert turns a list of migrations into a map of exports, and back.
package convert

import (
	"fmt"
	"maps"
	"slices"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/tree"
	"github.com/dotool-dev/dotool/migrate"
)

// Conversion converts one form of lifecycle to the other.
type Conversion struct {
	To    migrate.Mode
	Notes []string // what to know before deploying it

	edits []edit
}

// edit replaces the member at path by one called name, or removes it if value is
// nil, as [tree.Edit] does.
type edit struct {
	path  []string
	name  string
	value any
}

// Edit applies the conversion to src, the content of a configuration file: at its top
// level, or in the environment that has its own lifecycle keys. There the old key is
// kept, empty, if it would otherwise be inherited from the top level.
func (c *Conversion) Edit(file string, src []byte, env string, inherits bool) ([]byte, error) {
	var section []string
	if env != "" {
		section = []string{"env", env}
	}
	edits := c.edits
	if old := edits[0]; env != "" && inherits && len(old.path) == 1 {
		empty := any([]any{})
		if c.To == migrate.Migrations {
			empty = tree.Object{}
		}
		edits = slices.Concat([]edit{{old.path, old.path[0], empty}, {[]string{old.name}, old.name, old.value}}, edits[1:])
		if old.value == nil {
			edits = slices.Delete(edits, 1, 2)
		}
	}
	for _, e := range edits {
		var err error
		if src, err = tree.Edit(file, src, slices.Concat(section, e.path), e.name, e.value); err != nil {
			return nil, err
		}
	}
	return src, nil
}

// New converts the list of migrations of the request's project to an exports map,
// or the map to a list. The live classes are those of the ledger; pending changes of
// the project are kept. A Worker that the ledger does not know is assumed to be
// deployed as configured. The error is that of a plan, if the project has errors, or a
// [*migrate.RefusedError] if the other form cannot express this one.
func New(r migrate.Request) (*Conversion, error) {
	r.From, r.Serve = migrate.FromLocal, true
	p := migrate.NewPlan(r)
	if err := p.Err(); err != nil {
		return nil, err
	}
	if len(r.Project.Migrations) == 0 && p.Mode != migrate.Exports {
		return nil, refuse("the configuration declares no classes, neither with migrations nor with exports", "")
	}
	was := p.Classes
	steps := []migrate.Step{}
	tag := ""
	if w := p.Before().Workers[p.Worker]; w != nil {
		was, steps, tag = w.Classes, p.Steps, w.Tag
	}
	if p.Mode == migrate.Exports {
		return toMigrations(r.Project, p, was, steps, tag)
	}
	return toExports(r.Project, p, was, steps)
}

func refuse(reason, fix string) error { return migrate.Refuse("convert", reason, fix) }

// object returns a JSON object without empty members.
func object(members ...tree.Member) tree.Object {
	return slices.DeleteFunc(members, func(m tree.Member) bool {
		list, ok := m.Value.([]any)
		return m.Value == "" || ok && len(list) == 0
	})
}

func exportEntry(state string, storage migrate.Storage, member, value string) tree.Object {
	return object(tree.Member{Name: "type", Value: "durable-object"}, tree.Member{Name: "state", Value: state},
		tree.Member{Name: "storage", Value: string(storage)}, tree.Member{Name: member, Value: value})
}

func toExports(project *config.Project, p *migrate.Plan, was map[string]migrate.Class, steps []migrate.Step) (*Conversion, error) {
	c := &Conversion{To: migrate.Exports}
	entries := map[string]tree.Object{}
	for class, now := range p.Classes {
		entries[class] = exportEntry("", now.Storage, "", "")
		if now.Storage == migrate.LegacyKV && !slices.ContainsFunc(slices.Collect(maps.Values(was)), func(c migrate.Class) bool { return c.Key == now.Key }) {
			return nil, refuse(fmt.Sprintf("class %s does not exist yet, and the map cannot create one with legacy-kv storage", class),
				"apply and deploy the migrations first, or make it a SQLite class")
		}
	}
	for _, s := range steps {
		if s.Kind == migrate.Transferred {
			if s.From != s.To {
				return nil, refuse(fmt.Sprintf("class %s of %s would arrive as %s, but with the map a transfer keeps the name", s.From, s.FromScript, s.To),
					"apply and deploy the migrations first")
			}
			entries[s.To] = exportEntry("expecting-transfer", s.Storage, "transfer_from", s.FromScript)
			c.Notes = append(c.Notes, fmt.Sprintf("%s must declare %s with state \"transferred\" after this deploy", s.FromScript, s.From))
		}
	}
	for class, before := range was {
		if _, live := entries[class]; live {
			continue
		}
		entries[class] = exportEntry("deleted", "", "", "")
		for to, now := range p.Classes {
			if now.Key == before.Key {
				entries[class] = exportEntry("renamed", "", "renamed_to", to)
			}
		}
	}
	if len(entries) == 0 {
		return nil, refuse("there are no classes", "")
	}
	classes := slices.Sorted(maps.Keys(entries))
	if project.ExportsPos.Line == 0 {
		// In the place of the list.
		var all tree.Object
		for _, class := range classes {
			all = append(all, tree.Member{Name: class, Value: entries[class]})
		}
		c.edits = []edit{{[]string{"migrations"}, "exports", all}}
	} else {
		c.edits = []edit{{[]string{"migrations"}, "migrations", nil}}
		for _, class := range classes {
			c.edits = append(c.edits, edit{[]string{"exports", class}, class, entries[class]})
		}
	}
	if len(was) > 0 {
		c.Notes = append(c.Notes, "an account that lacks some migrations of the list needs them deployed first: the map only lists live classes")
	}
	return c, nil
}

func toMigrations(project *config.Project, p *migrate.Plan, was map[string]migrate.Class, steps []migrate.Step, tag string) (*Conversion, error) {
	c := &Conversion{To: migrate.Migrations}
	others := false
	for _, e := range project.Exports {
		switch {
		case e.Type.Value != "durable-object":
			others = true
			continue
		case e.Container.Value != "":
			return nil, refuse(fmt.Sprintf("class %s has a container, which a list cannot name", e.Class.Value),
				fmt.Sprintf("set class_name to %q in its entry of containers and remove it from exports first", e.Class.Value))
		}
		c.edits = append(c.edits, edit{[]string{"exports", e.Class.Value}, e.Class.Value, nil})
	}
	base := migration{tag: tag}
	if tag == "" {
		base.tag = "v1"
		if len(was) > 0 {
			c.Notes = append(c.Notes, "an account that has these classes from the exports map has no tag and refuses to create them again (10074): this list cannot be deployed there")
		}
	}
	for _, class := range slices.Sorted(maps.Keys(was)) {
		base.add(class, was[class].Storage)
	}
	next := migration{tag: migrate.NextTag([]config.Migration{{Tag: config.String{Value: base.tag}}})}
	for _, s := range steps {
		switch {
		case s.Kind == migrate.Create:
			next.add(s.Class, s.Storage)
		case s.Kind == migrate.Rename:
			next.renamed = append(next.renamed, object(tree.Member{Name: "from", Value: s.From}, tree.Member{Name: "to", Value: s.To}))
		case s.Kind == migrate.Delete:
			next.deleted = append(next.deleted, s.Class)
		case s.ToScript != "":
			return nil, refuse(fmt.Sprintf("class %s is transferred to %s, which a list of migrations in the source cannot express", s.Class, s.ToScript),
				"apply and deploy the transfer first")
		default:
			next.take(s.From, s.FromScript, s.To)
		}
	}
	for _, e := range project.Exports {
		if w := p.After().Workers[p.Worker]; w != nil && e.State.Value == "expecting-transfer" && w.Expecting[e.Class.Value] != "" {
			next.take(e.Class.Value, e.TransferFrom.Value, e.Class.Value)
			c.Notes = append(c.Notes, fmt.Sprintf("%s comes from %s in one step now: the source has nothing to declare", e.Class.Value, e.TransferFrom.Value))
		}
	}
	var list []any
	for _, m := range []migration{base, next} {
		if o := m.object(); len(o) > 1 || m.tag == tag {
			list = append(list, o)
		}
	}
	if tag == "" && len(was) == 0 && len(list) == 1 {
		next.tag = base.tag
		list = []any{next.object()}
	}
	if len(list) == 0 {
		return nil, refuse("there are no classes", "")
	}
	if others {
		c.edits = append(c.edits, edit{[]string{"migrations"}, "migrations", list})
	} else {
		c.edits = []edit{{[]string{"exports"}, "migrations", list}}
	}
	return c, nil
}

// migration is an entry of the list to be written.
type migration struct {
	tag                  string
	kv, sqlite, deleted  []any // strings
	renamed, transferred []any // objects
}

func (m *migration) add(class string, storage migrate.Storage) {
	if storage == migrate.LegacyKV {
		m.kv = append(m.kv, class)
	} else {
		m.sqlite = append(m.sqlite, class)
	}
}

func (m *migration) take(from, script, to string) {
	m.transferred = append(m.transferred, object(tree.Member{Name: "from", Value: from},
		tree.Member{Name: "from_script", Value: script}, tree.Member{Name: "to", Value: to}))
}

func (m *migration) object() tree.Object {
	return object(tree.Member{Name: "tag", Value: m.tag},
		tree.Member{Name: "new_classes", Value: m.kv}, tree.Member{Name: "new_sqlite_classes", Value: m.sqlite},
		tree.Member{Name: "renamed_classes", Value: m.renamed}, tree.Member{Name: "transferred_classes", Value: m.transferred},
		tree.Member{Name: "deleted_classes", Value: m.deleted})
}
