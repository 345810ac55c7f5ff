// Package declare edits a configuration when a class of objects is added, renamed, deleted
// or transferred: its bindings and its lifecycle, at the top level and in environments.
// Comments and layout are kept.
//
// Start from [Read]. What a change means for stored data is for package migrate to plan.
package declare

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/tree"
	"github.com/dotool-dev/dotool/migrate"
)

// Config is a configuration that is being edited.
type Config struct {
	File string
	Text []byte

	// Exports reports which lifecycle is written where there is none: the map of exports, or
	// a list of migrations.
	Exports bool

	root *tree.Node
}

// Read reads a configuration.
func Read(file string, exports bool) (*Config, error) {
	text, err := diag.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	c := &Config{File: file, Text: text, Exports: exports}
	return c, c.parse()
}

func (c *Config) parse() error {
	var list diag.List
	c.root = tree.Parse(c.File, c.Text, &list).Root
	return list.Err()
}

// edited takes over the result of an edit.
func (c *Config) edited(text []byte, err error) error {
	if err != nil {
		return err
	}
	c.Text = text
	return c.parse()
}

// section is the top level or an environment.
type section struct {
	env  string // "" for the top level
	node *tree.Node
}

func (s section) path(names ...string) []string {
	if s.env == "" {
		return names
	}
	return append([]string{"env", s.env}, names...)
}

func (s section) at(rest ...any) (path []any) {
	for _, name := range s.path() {
		path = append(path, name)
	}
	return append(path, rest...)
}

// sections returns the top level and all environments.
func (c *Config) sections() []section {
	all := []section{{"", c.root}}
	if envs := c.root.Get("env"); envs.Is(tree.Table) {
		for _, f := range envs.Fields {
			if f.Value.Is(tree.Table) {
				all = append(all, section{f.Name, f.Value})
			}
		}
	}
	return all
}

// worker returns the name of the Worker in a section.
func (c *Config) worker(s section) string {
	if own := s.node.Get("name"); own.Is(tree.Text) {
		return own.Value
	}
	name := ""
	if top := c.root.Get("name"); top.Is(tree.Text) {
		name = top.Value
	}
	if s.env != "" {
		name += "-" + s.env
	}
	return name
}

// hasLifecycle reports whether a section declares classes itself.
func hasLifecycle(s section) bool {
	return !s.node.Get("migrations").Absent() || !s.node.Get("exports").Absent()
}

// lifecycles returns the sections that declare classes: the top level, unless only
// environments do.
func (c *Config) lifecycles() (all []section) {
	for _, s := range c.sections() {
		if hasLifecycle(s) {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		all = append(all, section{"", c.root})
	}
	return all
}

// binding is an entry of durable_objects.bindings that is about a class of this Worker.
type binding struct {
	section section
	index   int
	name    string
	class   string
}

// bindings returns the bindings of this Worker's classes.
func (c *Config) bindings() (all []binding) {
	for _, s := range c.sections() {
		list := s.node.Get("durable_objects").Get("bindings")
		if !list.Is(tree.List) {
			continue
		}
		for i, item := range list.Items {
			script := text(item.Get("script_name"))
			if script == "" || script == c.worker(s) {
				all = append(all, binding{s, i, text(item.Get("name")), text(item.Get("class_name"))})
			}
		}
	}
	return all
}

func text(n *tree.Node) string {
	if n.Is(tree.Text) {
		return n.Value
	}
	return ""
}

// Bindings returns the names under which a class is bound, each once.
func (c *Config) Bindings(class string) (names []string) {
	for _, b := range c.bindings() {
		if b.class == class && !slices.Contains(names, b.name) {
			names = append(names, b.name)
		}
	}
	return names
}

// HasBinding reports whether anything is bound under a name, in any section. A binding has
// its name in one of two members.
func (c *Config) HasBinding(name string) bool {
	var has func(n *tree.Node) bool
	has = func(n *tree.Node) bool {
		if n.Is(tree.Table) && (text(n.Get("binding")) == name || text(n.Get("name")) == name && n != c.root) {
			return true
		}
		if n == nil {
			return false
		}
		for _, item := range n.Items {
			if has(item) {
				return true
			}
		}
		for _, f := range n.Fields {
			if f.Name != "migrations" && has(f.Value) {
				return true
			}
		}
		return false
	}
	for _, s := range c.sections() {
		if vars := s.node.Get("vars"); vars.Get(name) != nil {
			return true
		}
	}
	return has(c.root)
}

// Live are the classes that the lifecycle of a section leaves, in the order it makes them.
func live(s section) (classes []string) {
	remove := func(name string) {
		classes = slices.DeleteFunc(classes, func(c string) bool { return c == name })
	}
	if m := s.node.Get("exports"); m.Is(tree.Table) {
		for _, f := range m.Fields {
			if state := text(f.Value.Get("state")); text(f.Value.Get("type")) == "durable-object" && (state == "" || state == "created" || state == "expecting-transfer") {
				classes = append(classes, f.Name)
			}
		}
		return classes
	}
	list := s.node.Get("migrations")
	if !list.Is(tree.List) {
		return nil
	}
	for _, step := range list.Items {
		for _, field := range []string{"new_classes", "new_sqlite_classes"} {
			for _, item := range items(step.Get(field)) {
				classes = append(classes, text(item))
			}
		}
		for _, item := range items(step.Get("renamed_classes")) {
			remove(text(item.Get("from")))
			classes = append(classes, text(item.Get("to")))
		}
		for _, item := range items(step.Get("transferred_classes")) {
			classes = append(classes, text(item.Get("to")))
		}
		for _, item := range items(step.Get("deleted_classes")) {
			remove(text(item))
		}
	}
	return classes
}

func items(n *tree.Node) []*tree.Node {
	if !n.Is(tree.List) {
		return nil
	}
	return n.Items
}

// Declared reports whether a section declares a class.
func (c *Config) Declared(class string) bool {
	return slices.ContainsFunc(c.lifecycles(), func(s section) bool { return slices.Contains(live(s), class) })
}

// Classes returns the classes that are declared or bound, each once.
func (c *Config) Classes() (names []string) {
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, s := range c.lifecycles() {
		for _, class := range live(s) {
			add(class)
		}
	}
	for _, b := range c.bindings() {
		add(b.class)
	}
	return names
}

// DeclareBound declares the bound classes that no lifecycle creates, and returns them.
func (c *Config) DeclareBound() (classes []string, err error) {
	for i, s := range c.sections() {
		if i > 0 && !hasLifecycle(s) {
			continue
		}
		var missing []string
		for _, b := range c.bindings() {
			mine := b.section.env == s.env || s.env == "" && !hasLifecycle(b.section)
			if mine && b.class != "" && !slices.Contains(live(s), b.class) && !slices.Contains(missing, b.class) {
				missing = append(missing, b.class)
			}
		}
		if err := c.create(s, missing...); err != nil {
			return nil, err
		}
		classes = append(classes, missing...)
	}
	return classes, nil
}

// Create declares a class, and binds it where objects are bound.
func (c *Config) Create(class, name string) error {
	for i := range c.lifecycles() {
		if err := c.create(c.lifecycles()[i], class); err != nil {
			return err
		}
	}
	for i, s := range c.sections() {
		if i > 0 && s.node.Get("durable_objects").Absent() {
			continue
		}
		entry := tree.Object{{Name: "name", Value: name}, {Name: "class_name", Value: class}}
		if err := c.edited(tree.Append(c.File, c.Text, s.path("durable_objects", "bindings"), entry)); err != nil {
			return err
		}
	}
	return nil
}

// create declares new classes in a section.
func (c *Config) create(s section, classes ...string) error {
	var fresh []any
	for _, class := range classes {
		switch {
		case slices.Contains(live(s), class):
		case !c.usesExports(s):
			fresh = append(fresh, class)
		default:
			if err := c.entry(s, class, tree.Object{{Name: "type", Value: "durable-object"}, {Name: "storage", Value: "sqlite"}}); err != nil {
				return err
			}
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return c.step(s, "new_sqlite_classes", fresh...)
}

// usesExports reports which of the two lifecycles a section has, or will have.
func (c *Config) usesExports(s section) bool {
	if hasLifecycle(s) {
		return !s.node.Get("exports").Absent()
	}
	return c.Exports
}

// entry sets an entry of the map of exports.
func (c *Config) entry(s section, class string, value tree.Object) error {
	return c.edited(tree.Set(c.File, c.Text, s.path("exports", class), value))
}

// renamed returns the entries that say of a class that it has this name now.
func renamed(s section, class string) (former []string) {
	if m := s.node.Get("exports"); m.Is(tree.Table) {
		for _, f := range m.Fields {
			if text(f.Value.Get("renamed_to")) == class {
				former = append(former, f.Name)
			}
		}
	}
	return former
}

// Former returns the names that a class had, as the maps of exports say.
func (c *Config) Former(class string) (names []string) {
	for _, s := range c.lifecycles() {
		names = append(names, renamed(s, class)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// step appends a step with changes of one kind to the list of migrations.
func (c *Config) step(s section, field string, changes ...any) error {
	var steps []config.Migration
	for _, item := range items(s.node.Get("migrations")) {
		steps = append(steps, config.Migration{Tag: config.String{Value: tagOf(item.Get("tag"))}})
	}
	step := tree.Object{{Name: "tag", Value: migrate.NextTag(steps)}, {Name: field, Value: changes}}
	return c.edited(tree.Append(c.File, c.Text, s.path("migrations"), step))
}

func tagOf(n *tree.Node) string {
	if n.Is(tree.Number) {
		return n.Value
	}
	return text(n)
}

// Rename gives a class another name; its objects keep their data. In a map of exports, the
// names of [Config.Former] end: pending says of one that the rename to the old name was not
// applied, so that the class goes from there to the new name.
func (c *Config) Rename(from, to string, pending func(former string) bool) error {
	for i := range c.lifecycles() {
		s := c.lifecycles()[i]
		if !slices.Contains(live(s), from) {
			continue
		}
		if !c.usesExports(s) {
			if err := c.step(s, "renamed_classes", tree.Object{{Name: "from", Value: from}, {Name: "to", Value: to}}); err != nil {
				return err
			}
			continue
		}
		was := tree.Plain(s.node.Get("exports").Get(from))
		if err := c.entry(s, from, tree.Object{{Name: "type", Value: "durable-object"}, {Name: "state", Value: "renamed"}, {Name: "renamed_to", Value: to}}); err != nil {
			return err
		}
		if entry, ok := was.(tree.Object); ok {
			if err := c.entry(c.lifecycles()[i], to, entry); err != nil {
				return err
			}
		}
		for _, former := range renamed(s, from) {
			gone, err := former, error(nil)
			if pending(former) {
				gone, err = from, c.edited(tree.Replace(c.File, c.Text, s.at("exports", former, "renamed_to"), to))
			}
			if err == nil {
				err = c.edited(tree.Edit(c.File, c.Text, s.path("exports", gone), gone, nil))
			}
			if err != nil {
				return err
			}
		}
	}
	for _, b := range c.bindings() {
		if b.class != from {
			continue
		}
		if err := c.edited(tree.Replace(c.File, c.Text, b.section.at("durable_objects", "bindings", b.index, "class_name"), to)); err != nil {
			return err
		}
	}
	for _, s := range c.sections() {
		for i, item := range items(s.node.Get("containers")) {
			if text(item.Get("class_name")) == from {
				if err := c.edited(tree.Replace(c.File, c.Text, s.at("containers", i, "class_name"), to)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// RenameBound renames a class of another Worker in the bindings that lead to it.
func (c *Config) RenameBound(worker, from, to string) error {
	for _, s := range c.sections() {
		for i, item := range items(s.node.Get("durable_objects").Get("bindings")) {
			if text(item.Get("script_name")) == worker && text(item.Get("class_name")) == from {
				if err := c.edited(tree.Replace(c.File, c.Text, s.at("durable_objects", "bindings", i, "class_name"), to)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Delete deletes a class with its objects, and its bindings.
func (c *Config) Delete(class string) error {
	for i := range c.lifecycles() {
		s := c.lifecycles()[i]
		switch {
		case !slices.Contains(live(s), class):
			continue
		case c.usesExports(s):
			for _, name := range append(renamed(s, class), class) { // a rename may not be deployed yet
				if err := c.entry(c.lifecycles()[i], name, tree.Object{{Name: "type", Value: "durable-object"}, {Name: "state", Value: "deleted"}}); err != nil {
					return err
				}
			}
		default:
			if err := c.step(s, "deleted_classes", class); err != nil {
				return err
			}
		}
	}
	return c.unbind(class)
}

// unbind removes the bindings and containers of a class, the last ones of a list first.
func (c *Config) unbind(class string) error {
	for _, b := range slices.Backward(c.bindings()) {
		if b.class == class {
			if err := c.edited(tree.Drop(c.File, c.Text, b.section.at("durable_objects", "bindings", b.index))); err != nil {
				return err
			}
		}
	}
	for _, s := range c.sections() {
		for i, item := range slices.Backward(items(s.node.Get("containers"))) {
			if text(item.Get("class_name")) == class {
				if err := c.edited(tree.Drop(c.File, c.Text, s.at("containers", i))); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Give transfers a class to another Worker, which must [Config.Take] it: bindings lead
// there. A map of exports loses the names of [Config.Former], as a rename must be to a class
// that is still here.
func (c *Config) Give(class, worker, as string) error {
	for i := range c.lifecycles() {
		s := c.lifecycles()[i]
		if slices.Contains(live(s), class) && c.usesExports(s) {
			if err := c.entry(s, class, tree.Object{{Name: "type", Value: "durable-object"}, {Name: "state", Value: "transferred"}, {Name: "transferred_to", Value: worker}}); err != nil {
				return err
			}
			for _, name := range renamed(s, class) {
				if err := c.edited(tree.Edit(c.File, c.Text, s.path("exports", name), name, nil)); err != nil {
					return err
				}
			}
		}
	}
	for _, b := range c.bindings() {
		if b.class != class {
			continue
		}
		at := func(name string) []any { return b.section.at("durable_objects", "bindings", b.index, name) }
		if as != class {
			if err := c.edited(tree.Replace(c.File, c.Text, at("class_name"), as)); err != nil {
				return err
			}
		}
		if err := c.edited(tree.AddMember(c.File, c.Text, b.section.at("durable_objects", "bindings", b.index), "script_name", worker)); err != nil {
			return err
		}
	}
	return nil
}

// UsesExports reports whether classes are declared in the map of exports, or will be.
func (c *Config) UsesExports() bool { return c.usesExports(c.lifecycles()[0]) }

// Declares reports whether there is a lifecycle.
func (c *Config) Declares() bool { return hasLifecycle(c.lifecycles()[0]) }

// Take declares a class that another Worker gives away, and binds it; with a map of
// exports that must wait until the transfer is deployed.
func (c *Config) Take(class, worker, as, name string) error {
	for i := range c.lifecycles() {
		s := c.lifecycles()[i]
		var err error
		if c.usesExports(s) {
			err = c.entry(s, as, tree.Object{{Name: "type", Value: "durable-object"}, {Name: "state", Value: "expecting-transfer"}, {Name: "storage", Value: "sqlite"}, {Name: "transfer_from", Value: worker}})
		} else {
			err = c.step(s, "transferred_classes", tree.Object{{Name: "from", Value: class}, {Name: "from_script", Value: worker}, {Name: "to", Value: as}})
		}
		if err != nil {
			return err
		}
	}
	if c.UsesExports() {
		return nil
	}
	entry := tree.Object{{Name: "name", Value: name}, {Name: "class_name", Value: as}}
	return c.edited(tree.Append(c.File, c.Text, []string{"durable_objects", "bindings"}, entry))
}

// BindingName makes the name of a binding of that of a class: ChatRoom is CHAT_ROOM.
func BindingName(class string) string {
	var b strings.Builder
	runes := []rune(class)
	upper := func(i int) bool { return i >= 0 && i < len(runes) && runes[i] >= 'A' && runes[i] <= 'Z' }
	for i, r := range runes {
		if i > 0 && upper(i) && (!upper(i-1) && runes[i-1] != '_' || i+1 < len(runes) && !upper(i+1) && upper(i-1) && runes[i+1] != '_') {
			b.WriteByte('_')
		}
		b.WriteString(strings.ToUpper(string(r)))
	}
	return b.String()
}

// FreeBinding returns the name of a binding for a class that nothing else has.
func (c *Config) FreeBinding(class string) string {
	name := BindingName(class)
	for n := 2; c.HasBinding(name); n++ {
		name = BindingName(class) + "_" + strconv.Itoa(n)
	}
	return name
}
