package commands

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"

	"dotool/config"
	"dotool/config/diag"
	"dotool/devserver/event"
	"dotool/migrate"
	"dotool/migrate/state"
)

// startScreen is what a server says of itself when it starts.
type startScreen struct {
	Worker, Source, Env string
	Classes             []screenClass // by name
	Rows                [][2]string   // a label and what it is about
	Steps               []migrate.Step
}

// screenClass is a class and the ways to it.
type screenClass struct {
	Name, Storage string
	Objects       string // "12", "100,000+"; "" where that is not known
	Bindings      string
}

// What a terminal is shown of long lists: classes, and lines of names.
const (
	screenClasses = 16
	screenLines   = 3
)

// startScreen gathers what there is to say.
func (l *devLog) startScreen(e event.Ready) startScreen {
	p := e.Project
	s := startScreen{
		Worker: diag.Visible(cmp.Or(p.Name.Value, filepath.Base(p.Dir))),
		Source: diag.Visible(l.env.show(cmp.Or(p.File, p.MainPath()))),
		Env:    diag.Visible(p.Env),
		Steps:  l.steps,
	}
	for _, name := range slices.Sorted(maps.Keys(e.Classes)) {
		class := e.Classes[name]
		c := screenClass{Name: diag.Visible(name), Storage: string(class.Storage), Bindings: bindingsOf(p, name)}
		if !l.o.Ephemeral {
			c.Objects = l.counts.of(class.Key)
		}
		s.Classes = append(s.Classes, c)
	}
	row := func(label, text string) {
		if text != "" {
			s.Rows = append(s.Rows, [2]string{label, text})
		}
	}
	var vars, absent, idle []string
	for _, v := range p.Vars {
		vars = append(vars, diag.Visible(v.Name.Value)) // never what it is set to
	}
	for _, a := range p.Absent {
		if a.Name.Value != "" {
			absent = append(absent, diag.Visible(a.Name.Value))
		} else {
			idle = append(idle, diag.Visible(a.Product))
		}
	}
	for _, b := range p.Bindings {
		if !b.Local(p) {
			absent = append(absent, diag.Visible(b.Name.Value))
		}
	}
	row("vars", strings.Join(vars, ", "))
	row("absent", strings.Join(absent, ", "))
	row("not run", strings.Join(idle, ", "))
	inspector := e.Inspector
	if _, at, ok := strings.Cut(inspector, "ws="); ok && l.keys { // the page is a key away
		inspector, _, _ = strings.Cut(at, "/")
	}
	row("inspector", inspector)
	if l.o.Ephemeral {
		row("state", "in memory, not kept")
	} else {
		row("state", diag.Visible(l.env.show(e.State)))
	}
	row("runtime", "workerd "+diag.Visible(e.Runtime.Version))
	return s
}

// bindingsOf are the names in env that lead to a class.
func bindingsOf(p *config.Project, class string) string {
	var names []string
	for _, b := range p.Bindings {
		if b.ClassName.Value == class && b.Local(p) {
			names = append(names, "env."+diag.Visible(b.Name.Value))
		}
	}
	return strings.Join(names, ", ")
}

// objectCounts counts the objects of a state folder while the server starts, so
// that nobody waits for it. It stops early where there are very many: what it
// reads takes the processor from what starts, for countingTime at most.
type objectCounts struct {
	mu     sync.Mutex // guards what follows
	begun  bool
	found  map[state.Key]int
	known  map[state.Key]bool // found is all there is
	listed bool               // a key that is not in found has no folder
}

// begin counts, once, until ctx is done; not beyond 100,000 of a class.
func (c *objectCounts) begin(ctx context.Context, folder *state.Folder) {
	c.mu.Lock()
	if c.begun {
		c.mu.Unlock()
		return
	}
	c.begun, c.found, c.known = true, map[state.Key]int{}, map[state.Key]bool{}
	c.mu.Unlock()
	folders, err := os.ReadDir(folder.ObjectsDir())
	c.mu.Lock()
	for _, f := range folders {
		c.found[state.Key(f.Name())] = 0
	}
	c.listed = err == nil
	c.mu.Unlock()
	for _, f := range folders {
		c.count(ctx, state.Key(f.Name()), filepath.Join(folder.ObjectsDir(), f.Name()))
	}
}

const countingTime = 20 * time.Millisecond

// mostObjects is how many objects of a class are counted.
const mostObjects = 100_000

func (c *objectCounts) count(ctx context.Context, key state.Key, dir string) {
	f, err := os.Open(dir)
	if err != nil {
		return
	}
	defer f.Close()
	for n := 0; ctx.Err() == nil; {
		names, err := f.Readdirnames(1024)
		for _, name := range names {
			if len(name) == 64+len(".sqlite") && strings.HasSuffix(name, ".sqlite") {
				n++
			}
		}
		c.mu.Lock()
		c.found[key], c.known[key] = min(n, mostObjects), err == io.EOF
		c.mu.Unlock()
		if err != nil || n > mostObjects {
			return
		}
	}
}

// of is the number of objects of a key, as far as it is known now.
func (c *objectCounts) of(key state.Key) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, found := c.found[key]
	switch {
	case c.known[key] || c.listed && !found:
		return thousands(n)
	case n > 0:
		return thousands(n) + "+"
	}
	return ""
}

// thousands is a number for people: 12,345.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// print writes the screen for a terminal of width columns, or whole for 0.
func (sc startScreen) print(w *bytes.Buffer, s style, width int) {
	line := func(text string) {
		text = strings.TrimRight(text, " ")
		if width > 0 {
			text = ansi.Truncate(text, width, "…")
		}
		w.WriteString(text + "\n")
	}
	head, source := s.bold.Render(sc.Worker), s.dim.Render(sc.Source)
	if sc.Env != "" {
		source += s.dim.Render(",") + " environment " + s.accent.Render(sc.Env)
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
		first := "  " + s.dim.Render(fmt.Sprintf("%-*s", label, r[0])) + "  "
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
		line("")
		return
	}
	for _, step := range sc.Steps {
		line(s.accent.Render("Migrated") + " " + describe(step))
	}
}

func (sc startScreen) printClasses(line func(string), s style, width int) {
	name, storage, number, leads := 0, 0, 0, 0
	for _, c := range sc.Classes {
		name = max(name, ansi.StringWidth(c.Name))
		storage = max(storage, len(c.Storage))
		number = max(number, len(c.number()))
		leads = max(leads, ansi.StringWidth(c.leads()))
	}
	row := 2 + name + 2 + storage
	if number > 0 {
		row += 2 + number + len(" objects")
	}
	shown, narrow := sc.Classes, width > 0 && row+2+min(leads, 24) > width
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
			words := []string{c.Storage, strings.TrimSpace(objects), c.leads()}
			line("    " + s.dim.Render(strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), ", ")))
			continue
		}
		text := "  " + c.Name + strings.Repeat(" ", name-ansi.StringWidth(c.Name)) + "  " + fmt.Sprintf("%-*s", storage, c.Storage)
		if c.Objects == "0" {
			objects = s.dim.Render(objects)
		}
		if number > 0 {
			text += "  " + objects
		}
		line(text + "  " + s.dim.Render(c.leads()))
	}
	if more := len(sc.Classes) - len(shown); more > 0 {
		line("  " + s.dim.Render("and "+thousands(more)+" more classes"))
	}
}

// number is how many objects there are.
func (c screenClass) number() string {
	if c.Objects == "0" {
		return "no"
	}
	return c.Objects
}

// leads is how to get to the class.
func (c screenClass) leads() string { return cmp.Or(c.Bindings, "no binding") }

// steps tells what a migration did; many classes that were only created are
// told in a few words: they are listed already.
func steps(all []migrate.Step) []string {
	var out []string
	created, tags := 0, []string{}
	for _, step := range all {
		if step.Kind == migrate.Create {
			created++
			if step.Tag != "" && !slices.Contains(tags, step.Tag) {
				tags = append(tags, step.Tag)
			}
		}
	}
	short := created > 3
	for _, step := range all {
		if !short || step.Kind != migrate.Create {
			out = append(out, describe(step))
			continue
		}
		if created > 0 {
			text := fmt.Sprintf("create %d classes", created)
			switch len(tags) {
			case 0:
			case 1:
				text += ", tag " + tags[0]
			default:
				text += ", tags " + tags[0] + " to " + tags[len(tags)-1]
			}
			out, created = append(out, text), 0
		}
	}
	return out
}

// fold breaks a text into lines of width columns, where there are spaces; a
// width of 0 or less does not.
func fold(text string, width int) []string {
	if width <= 0 {
		return []string{text}
	}
	return strings.Split(ansi.Wordwrap(text, max(width, 10), ""), "\n")
}
