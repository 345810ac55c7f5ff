package migrate

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"dotool/config"
)

// Conversion turns one form of lifecycle into the other. Its edits are to be
// made in the section of the configuration that holds the present form: the top
// level, or an environment.
type Conversion struct {
	Edits []Edit
	Notes []string // what a person should know before deploying it
}

// Edit sets a value, or removes it if Value is nil.
type Edit struct {
	Path  []string // such as exports, Room
	Value json.RawMessage
}

// exportEntry and migrationEntry are what is written, in the order of the fields.
type exportEntry struct {
	Type         string  `json:"type"`
	State        string  `json:"state,omitempty"`
	Storage      Storage `json:"storage,omitempty"`
	RenamedTo    string  `json:"renamed_to,omitempty"`
	TransferFrom string  `json:"transfer_from,omitempty"`
}

type migrationEntry struct {
	Tag         string          `json:"tag"`
	New         []string        `json:"new_classes,omitempty"`
	NewSQLite   []string        `json:"new_sqlite_classes,omitempty"`
	Renamed     []renameEntry   `json:"renamed_classes,omitempty"`
	Transferred []transferEntry `json:"transferred_classes,omitempty"`
	Deleted     []string        `json:"deleted_classes,omitempty"`
}

type renameEntry struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type transferEntry struct {
	From       string `json:"from"`
	FromScript string `json:"from_script"`
	To         string `json:"to"`
}

// Convert turns the list of migrations of the request's project into an exports
// map, or the map into a list. The live classes are those of the ledger; what the
// project would still change about them is carried over. A worker that the
// ledger does not know is taken to be deployed as its configuration says. The
// error is that of a plan, if the project has faults.
func Convert(r Request) (*Conversion, error) {
	r.From, r.Serve = FromLocal, true
	p := NewPlan(r)
	if err := p.Err(); err != nil {
		return nil, err
	}
	was := p.Classes
	steps := []Step{}
	tag := ""
	if w := p.before.Workers[p.Worker]; w != nil {
		was, steps, tag = w.Classes, p.Steps, w.Tag
	}
	if p.Mode == Exports {
		return toMigrations(r.Project, p, was, steps, tag), nil
	}
	return toExports(r.Project, p, was, steps), nil
}

func toExports(project *config.Project, p *Plan, was map[string]Class, steps []Step) *Conversion {
	c := &Conversion{Edits: []Edit{{Path: []string{"migrations"}}}}
	entries := map[string]exportEntry{}
	for class, now := range p.Classes {
		entries[class] = exportEntry{Type: "durable-object", Storage: now.Storage}
		if !slices.ContainsFunc(slices.Collect(maps.Values(was)), func(c Class) bool { return c.Key == now.Key }) && now.Storage == LegacyKV {
			c.Notes = append(c.Notes, fmt.Sprintf("%s is not deployed yet, and the exports map cannot make a class with legacy-kv storage: deploy the list first", class))
		}
	}
	for _, s := range steps {
		if s.Kind == Transferred {
			entries[s.To] = exportEntry{Type: "durable-object", State: "expecting-transfer", Storage: s.Storage, TransferFrom: s.FromScript}
			c.Notes = append(c.Notes, fmt.Sprintf("%s must declare %s with state \"transferred\" after this deploy; both sides use one class name", s.FromScript, s.From))
		}
	}
	for class, before := range was {
		if _, live := entries[class]; live {
			continue
		}
		entries[class] = exportEntry{Type: "durable-object", State: "deleted"}
		for to, now := range p.Classes {
			if now.Key == before.Key {
				entries[class] = exportEntry{Type: "durable-object", State: "renamed", RenamedTo: to}
			}
		}
	}
	for _, class := range slices.Sorted(maps.Keys(entries)) {
		c.Edits = append(c.Edits, Edit{[]string{"exports", class}, encode(entries[class])})
	}
	if len(was) > 0 {
		c.Notes = append(c.Notes, "an account that has not had every migration of the list yet needs them deployed first: the map only knows the classes that are live")
	}
	return c
}

func toMigrations(project *config.Project, p *Plan, was map[string]Class, steps []Step, tag string) *Conversion {
	c := &Conversion{}
	others := 0
	for _, e := range project.Exports {
		if e.Type.Value == "durable-object" {
			c.Edits = append(c.Edits, Edit{Path: []string{"exports", e.Class.Value}})
		} else {
			others++
		}
	}
	if others == 0 {
		c.Edits = []Edit{{Path: []string{"exports"}}}
	}
	base := migrationEntry{Tag: tag}
	if tag == "" {
		base.Tag = "v1"
		if len(was) > 0 {
			c.Notes = append(c.Notes, "an account that has these classes from the exports map knows no tag, and refuses to create them again (10074): there this list cannot be deployed")
		}
	}
	for _, class := range slices.Sorted(maps.Keys(was)) {
		base.add(class, was[class].Storage)
	}
	next := migrationEntry{Tag: nextTag([]config.Migration{{Tag: config.String{Value: base.Tag}}})}
	for _, s := range steps {
		switch {
		case s.Kind == Create:
			next.add(s.Class, s.Storage)
		case s.Kind == Rename:
			next.Renamed = append(next.Renamed, renameEntry{s.From, s.To})
		case s.Kind == Delete:
			next.Deleted = append(next.Deleted, s.Class)
		case s.ToScript != "":
			c.Notes = append(c.Notes, fmt.Sprintf("%s goes to %s: there it must be in transferred_classes", s.Class, s.ToScript))
		default:
			next.Transferred = append(next.Transferred, transferEntry{s.From, s.FromScript, s.To})
		}
	}
	for _, e := range project.Exports {
		if w := p.after.Workers[p.Worker]; w != nil && e.State.Value == "expecting-transfer" && w.Expecting[e.Class.Value] != "" {
			next.Transferred = append(next.Transferred, transferEntry{e.Class.Value, e.TransferFrom.Value, e.Class.Value})
			c.Notes = append(c.Notes, fmt.Sprintf("%s comes from %s in one step now: the giver has nothing to declare", e.Class.Value, e.TransferFrom.Value))
		}
	}
	list := []migrationEntry{base}
	switch pending := len(steps) > 0 || len(next.Transferred) > 0; {
	case pending && len(was) == 0 && tag == "":
		next.Tag = base.Tag
		list = []migrationEntry{next}
	case pending:
		list = append(list, next)
	}
	c.Edits = append(c.Edits, Edit{[]string{"migrations"}, encode(list)})
	return c
}

func (m *migrationEntry) add(class string, storage Storage) {
	if storage == LegacyKV {
		m.New = append(m.New, class)
	} else {
		m.NewSQLite = append(m.NewSQLite, class)
	}
}

func encode(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // only strings in there
	}
	return b
}
