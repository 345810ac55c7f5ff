package model

import (
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/tree"
)

// Binding is a binding of Durable Objects.
type Binding struct {
	Name, class, Script string
}

// readConfig reads the configuration with all its environments.
func (m *Model) readConfig() {
	if m.Project.Doc == nil {
		return
	}
	root := m.Project.Doc.Root
	if d := root.Get("compatibility_date"); d != nil {
		m.Date, m.DatePos = d.Value, m.Project.Doc.At(d)
	}
	if f := root.Get("compatibility_flags"); f != nil {
		for _, i := range f.Items {
			m.flags[i.Value] = true
		}
	}
	for _, section := range m.Sections() {
		if do := section.Get("durable_objects").Get("bindings"); do != nil {
			for _, b := range do.Items {
				name, cls := TextAt(b.Get("name")), TextAt(b.Get("class_name"))
				m.Bindings[name] = Binding{name, cls, TextAt(b.Get("script_name"))}
			}
		}
		if vars := section.Get("vars"); vars != nil {
			for _, f := range vars.Fields {
				m.vars[f.Name], m.Bound[f.Name] = true, true
			}
		}
		m.boundNames(section, 0)
	}
	m.backends()
}

// TextAt returns the value of a node, "" if it is absent.
func TextAt(n *tree.Node) string {
	if n == nil {
		return ""
	}
	return n.Value
}

// Sections returns the top level and the environments.
func (m *Model) Sections() []*tree.Node {
	all := []*tree.Node{m.Project.Doc.Root}
	if env := m.Project.Doc.Root.Get("env"); env != nil {
		for _, f := range env.Fields {
			all = append(all, f.Value)
		}
	}
	return all
}

func (m *Model) boundNames(n *tree.Node, depth int) {
	if n == nil || depth > 6 {
		return
	}
	for _, f := range n.Fields {
		if (f.Name == "binding" || f.Name == "name") && f.Value.Is(tree.Text) && depth > 0 {
			m.Bound[f.Value.Value] = true
		}
		m.boundNames(f.Value, depth+1)
	}
	for _, i := range n.Items {
		m.boundNames(i, depth+1)
	}
}

// backends follows the migrations and the exports map.
func (m *Model) backends() {
	for _, section := range m.Sections() {
		if list := section.Get("migrations"); list != nil {
			kv, lite := map[string]diag.Pos{}, map[string]diag.Pos{}
			for _, step := range list.Items {
				names := func(key string, to map[string]diag.Pos) {
					if l := step.Get(key); l != nil {
						for _, i := range l.Items {
							to[i.Value] = m.Project.Doc.At(i)
						}
					}
				}
				names("new_classes", kv)
				names("new_sqlite_classes", lite)
				if l := step.Get("renamed_classes"); l != nil {
					for _, i := range l.Items {
						from, to := TextAt(i.Get("from")), TextAt(i.Get("to"))
						for _, set := range []map[string]diag.Pos{kv, lite} {
							if pos, ok := set[from]; ok {
								delete(set, from)
								set[to] = pos
							}
						}
					}
				}
				gone := map[string]diag.Pos{}
				names("deleted_classes", gone)
				for name := range gone {
					delete(kv, name)
					delete(lite, name)
				}
			}
			merge(m.KV, kv)
			merge(m.SQLite, lite)
		}
		if e := section.Get("exports"); e != nil {
			for _, f := range e.Fields {
				if TextAt(f.Value.Get("type")) != "durable-object" {
					continue
				}
				if state := TextAt(f.Value.Get("state")); state != "" && state != "created" {
					continue
				}
				switch TextAt(f.Value.Get("storage")) {
				case "legacy-kv":
					m.KV[f.Name] = m.Project.Doc.At(f.Value.Get("storage"))
				case "sqlite":
					m.SQLite[f.Name] = m.Project.Doc.At(f.Value)
				}
			}
		}
	}
}

func merge(to, from map[string]diag.Pos) {
	for k, v := range from {
		to[k] = v
	}
}

// Before reports whether behaviour that a date or a flag turns on is off.
func (m *Model) Before(date, flag string) bool {
	return m.Project.Doc != nil && m.Date != "" && m.Date < date && !m.flags[flag]
}
