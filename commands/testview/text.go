package testview

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/test/result"
)

// text prints for people: "default", "verbose" or "dot".
type text struct {
	*printer
	w    io.Writer
	kind string

	console *result.Console // printed last: a group that is open
	dots    int             // in the line of dots
	live    bool            // the live line is shown
	shown   time.Time       // when it was changed
}

// Event implements [Reporter].
func (t *text) Event(e result.Event, run *result.Run) {
	var b bytes.Buffer
	switch e := e.(type) {
	case result.Begun:
		fmt.Fprintf(&b, "\n%s %s\n\n", t.o.Style.Accent.Bold(true).Reverse(true).Render(" "+t.o.Label+" "), t.o.Title)
	case result.Console:
		if !t.o.Quiet {
			t.printConsole(&b, e, run)
		}
	case result.Finished:
		f := run.File(e.File)
		if task := f.Task(e.ID); task != nil && !task.Suite {
			t.test(&b, f, task)
		}
	case result.FileDone:
		if f := run.File(e.File); t.kind == "default" && (!t.o.Quiet || f.Failed()) {
			t.closeConsole(&b)
			t.module(&b, f, len(run.Files) == 1)
		}
	case result.Done:
		t.closeConsole(&b)
		if t.dots > 0 {
			b.WriteString("\n")
		}
		t.end(&b, run)
	}
	t.write(b.Bytes(), e, run)
}

// Stop implements [Reporter].
func (t *text) Stop() {
	if t.live {
		io.WriteString(t.o.Live, "\r\x1b[K")
		t.live = false
	}
}

// write prints above the live line.
func (t *text) write(b []byte, e result.Event, run *result.Run) {
	_, done := e.(result.Done)
	if len(b) > 0 || done {
		t.Stop()
	}
	if len(b) > 0 {
		t.w.Write(b)
	}
	if t.o.Live == nil || done || t.dots > 0 || !t.live && len(b) > 0 && b[len(b)-1] != '\n' {
		return
	}
	if now := time.Now(); !t.live || now.Sub(t.shown) > 50*time.Millisecond {
		t.shown, t.live = now, true
		io.WriteString(t.o.Live, "\r\x1b[K"+t.status(run))
	}
}

// status returns the line that changes while tests run.
func (t *text) status(run *result.Run) string {
	s := t.o.Style
	done, running := 0, ""
	for _, f := range run.Files {
		switch {
		case f.Done != nil:
			done++
		case f.Begun && running == "":
			running = " " + t.file(f.Path)
		}
	}
	c := run.Tests()
	line := fmt.Sprintf(" %s%s %s %s", s.Warn.Render("❯"), running, s.Dim.Render(fmt.Sprintf("%d/%d", done, len(run.Files))), t.counts(c, 0, false))
	if t.o.Width > 0 {
		line = ansi.Truncate(line, t.o.Width-1, "…")
	}
	return line
}

// test prints the result of a test as it comes.
func (t *text) test(b *bytes.Buffer, f *result.File, task *result.Task) {
	state := f.State(task)
	switch t.kind {
	case "dot":
		t.closeConsole(b)
		s := t.o.Style
		switch state {
		case result.Pass:
			b.WriteString(s.Good.Render("·"))
		case result.Fail:
			b.WriteString(s.Bad.Render("x"))
		default:
			b.WriteString(s.Dim.Render("-"))
		}
		if t.dots++; t.o.Width > 0 && t.dots >= t.o.Width {
			b.WriteString("\n")
			t.dots = 0
		}
	case "verbose":
		t.closeConsole(b)
		fmt.Fprintf(b, " %s %s%s\n", t.symbol(state, false), t.full(f, task), t.suffix(f, task))
		if state == result.Fail {
			for _, e := range f.Results[task.ID].Errors {
				fmt.Fprintln(b, t.o.Style.Bad.UnsetBold().Render("   → "+ui.FirstLine(diag.Sanitize(e.Message))))
			}
		}
	}
}

// module prints a file that has ended: with its tests, if one failed or there is no other file.
func (t *text) module(b *bytes.Buffer, f *result.File, all bool) {
	s := t.o.Style
	var c result.Counts
	slow := false
	for task := range f.Tests() {
		c.Add(f.State(task))
		slow = slow || f.Results[task.ID].Duration > t.o.Slow
	}
	counts := []string{s.Dim.Render(ui.Count(c.Total(), "test"))}
	add := func(n int, word string, render func(...string) string) {
		if n > 0 {
			counts = append(counts, render(fmt.Sprintf("%d %s", n, word)))
		}
	}
	add(c.Failed, "failed", s.Bad.UnsetBold().Render)
	add(c.Skipped, "skipped", s.Warn.Render)
	add(c.Todo, "todo", s.Dim.Render)
	state := f.Outcome()
	duration := ""
	if f.Done != nil && c.Total() > 0 {
		duration = " " + t.duration(f.Done.Duration)
	}
	fmt.Fprintf(b, " %s %s %s%s%s%s\n", t.symbol(state, true), t.file(f.Path), s.Dim.Render("("), strings.Join(counts, s.Dim.Render(" | ")), s.Dim.Render(")"), duration)
	all = (all && t.o.Live != nil) || state == result.Fail
	if all || slow {
		t.tree(b, f, f.Tasks, 1, all)
	}
}

// tree prints tests below their suites: all, or those that took long.
func (t *text) tree(b *bytes.Buffer, f *result.File, tasks []*result.Task, level int, all bool) {
	margin := strings.Repeat("  ", level)
	for _, task := range tasks {
		switch {
		case task.Suite:
			var inside bytes.Buffer
			t.tree(&inside, f, task.Tasks, level+1, all)
			if inside.Len() > 0 {
				fmt.Fprintf(b, " %s%s %s\n", margin, t.symbol(f.State(task), true), diag.Visible(task.Name))
				inside.WriteTo(b)
			}
		case all || f.Results[task.ID].Duration > t.o.Slow:
			state, name := f.State(task), diag.Visible(task.Name)
			if state == result.Fail {
				name = t.o.Style.Bad.UnsetBold().Render(name)
			}
			fmt.Fprintf(b, " %s%s %s%s\n", margin, t.symbol(state, false), name, t.suffix(f, task))
		}
	}
}

// symbol returns the mark of a state.
func (p *printer) symbol(state result.State, suite bool) string {
	s := p.o.Style
	switch {
	case state == result.Pass:
		return s.Good.Render("✓")
	case state == result.Fail && suite:
		return s.Bad.UnsetBold().Render("❯")
	case state == result.Fail:
		return s.Bad.UnsetBold().Render("×")
	case state == result.Skip:
		return s.Dim.Render("↓")
	case state == result.Todo:
		return s.Dim.Render("□")
	}
	return s.Dim.Render("·")
}

// suffix returns the text after the name of a test.
func (p *printer) suffix(f *result.File, task *result.Task) string {
	r, ok := f.Results[task.ID]
	if !ok {
		return ""
	}
	out := ""
	if !r.At.IsZero() || r.Duration > 0 {
		out = " " + p.duration(r.Duration)
	}
	if r.Retries > 0 {
		out += p.o.Style.Warn.Render(fmt.Sprintf(" (retry x%d)", r.Retries))
	}
	if r.Repeats > 0 {
		out += p.o.Style.Warn.Render(fmt.Sprintf(" (repeat x%d)", r.Repeats))
	}
	if r.State == result.Skip && r.Note != "" {
		out += p.o.Style.Dim.Render(" [" + diag.Visible(r.Note) + "]")
	}
	return out
}

func (p *printer) duration(d time.Duration) string {
	s := p.o.Style.Good
	if d > p.o.Slow {
		s = p.o.Style.Warn
	}
	return s.Render(fmt.Sprintf("%dms", d.Round(time.Millisecond).Milliseconds()))
}

// printConsole prints what a test printed, below a line that says which: one line for
// texts that follow each other.
func (t *text) printConsole(b *bytes.Buffer, c result.Console, run *result.Run) {
	s := t.o.Style
	if t.dots > 0 {
		b.WriteString("\n")
		t.dots = 0
	}
	last := t.console
	if last == nil || last.File != c.File || last.Test != c.Test || last.Stderr() != c.Stderr() {
		t.closeConsole(b)
		where := "unknown test"
		if c.File != "" {
			f := run.File(c.File)
			where = t.full(f, f.Task(c.Test))
		}
		if c.Object != nil {
			where += s.Dim.Render(" in ") + diag.Visible(c.Object.String())
		}
		stream := "stdout"
		if c.Stderr() {
			stream = "stderr"
		}
		fmt.Fprintf(b, "%s%s\n", s.Dim.Render(stream+" | "), where)
	}
	t.console = &c
	b.WriteString(strings.TrimSuffix(diag.Sanitize(c.Text), "\n") + "\n")
}

// closeConsole ends a group of printConsole.
func (t *text) closeConsole(b *bytes.Buffer) {
	if t.console != nil {
		b.WriteString("\n")
		t.console = nil
	}
}
