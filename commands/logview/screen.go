package logview

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/migrate"
)

// startScreen is printed by a server when it starts: about itself and its first Worker, or
// about another Worker.
type startScreen struct {
	Worker, Source, Env string
	Missing             bool          // the Worker is not served yet
	Classes             []screenClass // by name
	Rows                [][2]string   // label and text
	Steps               []migrate.Step
}

// screenClass is a class and its bindings.
type screenClass struct {
	Name, Storage string
	Objects       string // "12", "100,000+"; "" if unknown
	Bindings      string
}

// How much of long lists a terminal is shown: classes, and lines of names.
const (
	screenClasses = 16
	screenLines   = 3
)

// startScreen collects the start screen: after what is about a Worker, what is about
// the server.
func (l *Server) startScreen(e event.Ready) startScreen {
	s := l.workerScreen(e.Served)
	row := s.row
	inspector := e.Inspector
	if _, at, ok := strings.Cut(inspector, "ws="); ok && l.calls.keys { // a hotkey opens the page
		inspector, _, _ = strings.Cut(at, "/")
	}
	row("inspector", inspector)
	if o := e.Project.Dev.Origin; o.Host != "" {
		row("origin", diag.Visible(o.Protocol+"://"+o.Host)+" in request.url")
	}
	if e.Certificate != "" {
		row("https", diag.Visible(l.Env.Show(e.Certificate)))
	}
	if l.o.Ephemeral {
		row("state", "in memory, discarded at the end")
	} else {
		row("state", diag.Visible(l.Env.Show(e.State)))
	}
	row("runtime", "workerd "+diag.Visible(e.Runtime.Version))
	row("log", l.filtered("only ", ""))
	return s
}

// row adds a row, unless it is empty.
func (sc *startScreen) row(label, text string) {
	if text != "" {
		sc.Rows = append(sc.Rows, [2]string{label, text})
	}
}

// workerScreen collects what is about a Worker.
func (l *Server) workerScreen(e event.Served) startScreen {
	p := e.Project
	s := startScreen{
		Worker:  diag.Visible(cmp.Or(p.Name.Value, filepath.Base(p.Dir))),
		Source:  diag.Visible(l.Env.Show(cmp.Or(p.File, p.MainPath()))),
		Env:     diag.Visible(p.Env),
		Missing: e.Missing,
	}
	if e.Missing {
		return s
	}
	for _, m := range l.migrated {
		if m.Plan.Worker == p.Name.Value {
			s.Steps = append(s.Steps, m.Plan.Steps...)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.Classes)) {
		class := e.Classes[name]
		c := screenClass{Name: diag.Visible(name), Storage: string(class.Storage), Bindings: bindingsOf(p, name)}
		if !l.o.Ephemeral {
			c.Objects = l.Counts.of(class.Key)
		}
		s.Classes = append(s.Classes, c)
	}
	row := s.row
	var others, vars, absent, idle []string
	for _, v := range p.Vars {
		vars = append(vars, diag.Visible(v.Name.Value)) // never its value
	}
	for _, b := range p.Bindings {
		switch b := b.(type) {
		case binding.AssetsBinding, binding.Secret:
			continue
		case binding.DurableObject:
			if p.Has(b) { // shown beside its class
				continue
			}
		}
		if name := b.Common().Name; name.Value != "" && !slices.ContainsFunc(e.NotHosted, func(o binding.Binding) bool { return o.Common().Name == name }) {
			others = append(others, diag.Visible(name.Value))
		}
	}
	for _, b := range e.NotHosted {
		if name := b.Common().Name.Value; name != "" {
			absent = append(absent, diag.Visible(name))
		} else if key := config.ProductOf(b).Key; !slices.Contains(idle, key) {
			idle = append(idle, key)
		}
	}
	row("bindings", strings.Join(others, ", "))
	row("vars", strings.Join(vars, ", "))
	row("absent", strings.Join(absent, ", "))
	row("not run", strings.Join(idle, ", "))
	var crons []string
	for _, c := range config.Of[binding.Cron](p) {
		crons = append(crons, diag.Visible(c.Schedule.Value))
	}
	if len(crons) > 0 {
		how := "fire with --cron, or by dotool trigger scheduled"
		switch {
		case l.o.Held:
			how = "held until dotool alarm fire --until TIME"
		case l.o.Cron:
			how = "fire in UTC, or by dotool trigger scheduled"
		}
		row("crons", strings.Join(crons, ", ")+" ("+how+")")
	}
	return s
}

// bindingsOf returns the names in env that are bound to a class.
func bindingsOf(p *config.Project, class string) string {
	var names []string
	for _, b := range p.DurableObjects() {
		if b.ClassName.Value == class && p.Has(b) {
			names = append(names, "env."+diag.Visible(b.Name.Value))
		}
	}
	return strings.Join(names, ", ")
}

// print writes the screen for a terminal of width columns; 0 does not cut anything.
func (sc startScreen) print(w *bytes.Buffer, s ui.Style, width int) {
	line := func(text string) {
		text = strings.TrimRight(text, " ")
		if width > 0 {
			text = ansi.Truncate(text, width, "…")
		}
		w.WriteString(text + "\n")
	}
	head, source := s.Bold.Render(sc.Worker), s.Dim.Render(sc.Source)
	if sc.Env != "" {
		source += s.Dim.Render(",") + " environment " + s.Accent.Render(sc.Env)
	}
	if sc.Missing {
		source += s.Warn.Render(", not served yet")
	}
	if width > 0 {
		line("")
	}
	if width > 0 && ansi.StringWidth(head+"  "+source) > width {
		line(head)
		head = ""
	}
	line(head + "  " + source)
	sc.printClasses(line, s, width)
	rows := sc.Rows
	if width > 0 {
		for i, text := range steps(sc.Steps) {
			label := ""
			if i == 0 {
				label = "migrated"
			}
			rows = append(rows, [2]string{label, text})
		}
	}
	label := 0
	for _, r := range rows {
		label = max(label, len(r[0]))
	}
	for _, r := range rows {
		first := "  " + s.Dim.Render(fmt.Sprintf("%-*s", label, r[0])) + "  "
		lines := fold(r[1], width-label-4)
		if r[0] != "migrated" && r[0] != "" && len(lines) > screenLines {
			rest := strings.Count(strings.Join(lines[screenLines-1:], " "), ", ") + 1
			lines = append(lines[:screenLines-1], "and "+strconv.Itoa(rest)+" more")
		}
		for _, text := range lines {
			line(first + text)
			first = strings.Repeat(" ", label+4)
		}
	}
	if width > 0 {
		return
	}
	for _, step := range sc.Steps {
		line(s.Accent.Render("Migrated") + " " + describe("", step))
	}
}

func (sc startScreen) printClasses(line func(string), s ui.Style, width int) {
	name, storage, number, access := 0, 0, 0, 0
	for _, c := range sc.Classes {
		name = max(name, ansi.StringWidth(c.Name))
		storage = max(storage, len(c.Storage))
		number = max(number, len(c.number()))
		access = max(access, ansi.StringWidth(c.access()))
	}
	row := 2 + name + 2 + storage
	if number > 0 {
		row += 2 + number + len(" objects")
	}
	shown, narrow := sc.Classes, width > 0 && row+2+min(access, 24) > width
	most := screenClasses
	if narrow {
		most /= 2 // each takes two lines
	}
	if width > 0 && len(shown) > most {
		shown = shown[:most-1]
	}
	for _, c := range shown {
		objects := strings.Repeat(" ", number+len(" objects"))
		if c.Objects != "" {
			objects = fmt.Sprintf("%*s objects", number, c.number())
			if c.Objects == "1" {
				objects = fmt.Sprintf("%*s object ", number, "1")
			}
		}
		if narrow {
			line("  " + c.Name)
			words := []string{c.Storage, strings.TrimSpace(objects), c.access()}
			line("    " + s.Dim.Render(strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), ", ")))
			continue
		}
		text := "  " + c.Name + strings.Repeat(" ", name-ansi.StringWidth(c.Name)) + "  " + fmt.Sprintf("%-*s", storage, c.Storage)
		if c.Objects == "0" {
			objects = s.Dim.Render(objects)
		}
		if number > 0 {
			text += "  " + objects
		}
		line(text + "  " + s.Dim.Render(c.access()))
	}
	if more := len(sc.Classes) - len(shown); more > 0 {
		line("  " + s.Dim.Render("and "+ui.Thousands(more)+" more classes"))
	}
}

// number returns how many objects there are.
func (c screenClass) number() string {
	if c.Objects == "0" {
		return "no"
	}
	return c.Objects
}

// access names the bindings of the class.
func (c screenClass) access() string { return cmp.Or(c.Bindings, "no binding") }

// fold breaks a text into lines of width columns, where there are spaces; a
// width of 0 or less does not.
func fold(text string, width int) []string {
	if width <= 0 {
		return []string{text}
	}
	return strings.Split(ansi.Wordwrap(text, max(width, 10), ""), "\n")
}
