package testview

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/test/result"
)

// end prints what failed, and the numbers.
func (t *text) end(b *bytes.Buffer, run *result.Run) {
	if len(run.Files) == 0 {
		t.noFiles(b)
		return
	}
	t.failures(b, run)
	t.unhandled(b, run)
	t.left(b, run)
	t.totals(b, run)
}

func (t *text) noFiles(b *bytes.Buffer) {
	s := t.o.Style
	switch {
	case t.o.Watch:
		fmt.Fprintf(b, "%s\n\n", s.Bad.UnsetBold().Render("No test files found. p changes the filter by path."))
	case t.o.PassWithNoTests:
		fmt.Fprintf(b, "No test files found, exiting with code 0\n\n")
	default:
		fmt.Fprintf(b, "%s\n\n", s.Bad.UnsetBold().Render("No test files found, exiting with code 1"))
	}
	for _, line := range []struct {
		title string
		globs []string
	}{{"filter:  ", t.o.Filters}, {"include: ", t.o.Include}, {"exclude: ", t.o.Exclude}} {
		if len(line.globs) > 0 {
			fmt.Fprintf(b, "%s%s\n", s.Dim.Render(line.title), s.Warn.Render(diag.Visible(strings.Join(line.globs, ", "))))
		}
	}
	b.WriteString("\n")
}

// failure is an error with the tasks that have it.
type failure struct {
	err   *result.Error
	key   string
	names []string
}

// failures prints the errors of suites, then those of tests.
func (t *text) failures(b *bytes.Buffer, run *result.Run) {
	var suites, tests []failure
	var unbuilt []*result.File
	failedSuites, failedTests := 0, 0
	for _, f := range run.Files {
		if d := f.Done; d != nil {
			if d.Problems.HasErrors() {
				unbuilt = append(unbuilt, f)
				failedSuites++
			} else if len(d.Errors) > 0 {
				failedSuites++
				suites = collect(suites, d.Errors, t.file(f.Path)+t.o.Style.Dim.Render(" [ "+t.file(f.Path)+" ]"))
			}
		}
		for task := range f.All() {
			r := f.Results[task.ID]
			switch {
			case task.Suite && len(r.Errors) > 0:
				failedSuites++
				suites = collect(suites, r.Errors, t.full(f, task))
			case !task.Suite && r.State == result.Fail:
				failedTests++
				errors := r.Errors
				if len(errors) == 0 {
					errors = []*result.Error{{}}
				}
				tests = collect(tests, errors, t.full(f, task))
			}
		}
	}
	total, n := len(suites)+len(unbuilt)+len(tests), 0
	divide := func() {
		n++
		text := fmt.Sprintf("[%d/%d]⎯", n, total)
		fmt.Fprintf(b, "%s\n\n", t.o.Style.Bad.UnsetBold().Faint(true).Render(strings.Repeat("⎯", max(t.columns()-len(text)+2, 0))+text))
	}
	if failedSuites > 0 {
		t.banner(b, fmt.Sprintf("Failed Suites %d", failedSuites))
		for _, f := range unbuilt {
			t.fail(b, t.file(f.Path)+t.o.Style.Dim.Render(" [ "+t.file(f.Path)+" ]"))
			f.Done.Problems.Sort()
			_ = diag.Print(b, f.Done.Problems, diag.PrintOptions{Dir: t.o.Root, Style: t.o.Style.Diagnostics(), Width: t.o.Width})
			b.WriteString("\n")
			divide()
		}
		t.each(b, suites, divide)
	}
	if failedTests > 0 {
		t.banner(b, fmt.Sprintf("Failed Tests %d", failedTests))
		t.each(b, tests, divide)
		t.states(b, run)
	}
}

// collect adds errors, each of which is shown once with all that have it.
func collect(all []failure, errors []*result.Error, name string) []failure {
	for _, e := range errors {
		key := e.String() + "\x00" + e.Diff
		for _, frame := range e.Stack {
			key += "\x00" + frame.Text
		}
		i := slices.IndexFunc(all, func(f failure) bool { return f.key == key && len(e.Stack) > 0 })
		if i < 0 {
			all = append(all, failure{e, key, nil})
			i = len(all) - 1
		}
		if !slices.Contains(all[i].names, name) {
			all[i].names = append(all[i].names, name)
		}
	}
	return all
}

func (t *text) each(b *bytes.Buffer, all []failure, divide func()) {
	for _, f := range all {
		for _, name := range f.names {
			t.fail(b, name)
		}
		t.error(b, f.err, true)
		divide()
	}
}

func (t *text) fail(b *bytes.Buffer, name string) {
	fmt.Fprintf(b, "%s %s\n", t.o.Style.Bad.Reverse(true).Render(" FAIL "), name)
}

// columns returns the width of lines across the terminal.
func (p *printer) columns() int {
	if p.o.Width <= 0 {
		return 60
	}
	return p.o.Width
}

// banner prints a title in the middle of a line.
func (p *printer) banner(b *bytes.Buffer, title string) {
	title = " " + title + " "
	left := max((p.columns()-len(title))/2, 0)
	right := max(p.columns()-len(title)-left, 0)
	red := p.o.Style.Bad.UnsetBold()
	fmt.Fprintf(b, "\n%s%s%s\n\n", red.Render(strings.Repeat("⎯", left)), p.o.Style.Bad.Reverse(true).Render(title), red.Render(strings.Repeat("⎯", right)))
}

func (t *text) unhandled(b *bytes.Buffer, run *result.Run) {
	if len(run.Unhandled) == 0 {
		return
	}
	red := t.o.Style.Bad
	t.banner(b, "Unhandled Errors")
	fmt.Fprintf(b, "%s\n%s\n", red.Render("Caught "+ui.Count(len(run.Unhandled), "unhandled error")+" during the run."),
		red.Render("Tests may have passed because of them: fix them first."))
	for _, u := range run.Unhandled {
		t.banner(b, u.Kind)
		t.error(b, u.Error, true)
		if u.File != "" {
			f := run.File(u.File)
			if task := f.Task(u.Test); task != nil {
				fmt.Fprintf(b, "It was left behind by %s.\n", t.full(f, task))
			} else {
				fmt.Fprintf(b, "It came while %s was running.\n", t.file(u.File))
			}
		}
	}
	fmt.Fprintf(b, "%s\n", red.UnsetBold().Render(strings.Repeat("⎯", t.columns())))
}

// mostLeft is how many tests that left something behind are listed.
const mostLeft = 10

// left lists the tests that left something behind.
func (t *text) left(b *bytes.Buffer, run *result.Run) {
	n, more := 0, 0
	for _, f := range run.Files {
		for task := range f.All() {
			all := f.Results[task.ID].Left
			if len(all) == 0 {
				continue
			}
			if n++; n > mostLeft && !t.o.Verbose {
				more++
				continue
			}
			if n == 1 {
				fmt.Fprintf(b, "\n%s\n", t.o.Style.Warn.Render("Left behind, and removed:"))
			}
			var what []string
			for _, l := range all {
				what = append(what, leftover(l))
			}
			fmt.Fprintf(b, " %s: %s\n", t.full(f, task), strings.Join(what, ", "))
		}
	}
	if more > 0 {
		fmt.Fprintf(b, " … and %s (--verbose lists all)\n", ui.Count(more, "more test"))
	}
}

// leftover describes something that a test left behind.
func leftover(l result.Left) string {
	out := "a pending " + l.Kind
	switch l.Kind {
	case "alarm":
		out = "an alarm"
	case "rejection":
		out = "an unhandled rejection"
	}
	if l.Object != nil {
		out += " of " + diag.Visible(l.Object.String())
	}
	if l.Text != "" {
		out += " (" + diag.Visible(l.Text) + ")"
	}
	return out
}

// totals prints the numbers of the run.
func (t *text) totals(b *bytes.Buffer, run *result.Run) {
	s := t.o.Style
	line := func(title, value string) { fmt.Fprintf(b, "%s %s\n", s.Dim.Render(fmt.Sprintf("%11s ", title)), value) }
	b.WriteString("\n")
	if lines := t.snapshots(run.Done.Snapshots); len(lines) > 0 {
		line("Snapshots", lines[0])
		for _, l := range lines[1:] {
			line("", l)
		}
		if len(lines) > 1 {
			b.WriteString("\n")
		}
	}
	var files, tests result.Counts
	expected := 0
	for _, f := range run.Files {
		files.Add(f.Outcome())
		for task := range f.Tests() {
			state := f.State(task)
			tests.Add(state)
			if task.Fails && state == result.Pass {
				expected++
			}
		}
	}
	line("Test Files", t.counts(files, 0, true))
	if tests.Total() == 0 {
		line("Tests", s.Dim.Render("no tests"))
	} else {
		line("Tests", t.counts(tests, expected, true))
	}
	if n := len(run.Unhandled); n > 0 {
		line("Errors", s.Bad.Render(ui.Count(n, "error")))
	}
	line("Start at", run.At.Format(time.TimeOnly))
	timings := run.Done.Timings
	for _, f := range run.Files {
		if f.Done != nil {
			timings.Add(f.Done.Timings)
		}
	}
	line("Duration", duration(run.Done.Duration)+s.Dim.Render(fmt.Sprintf(" (bundle %s, start %s, setup %s, import %s, tests %s)",
		duration(timings.Bundle), duration(timings.Start), duration(timings.Setup), duration(timings.Collect), duration(timings.Tests))))
	b.WriteString("\n")
	switch {
	case run.Done.Interrupted:
		fmt.Fprintf(b, "%s\n\n", s.Warn.Render("Interrupted: the numbers are of the tests that had ended."))
	case run.Done.Bailed:
		fmt.Fprintf(b, "%s\n\n", s.Warn.Render("Stopped because of --bail: the other tests did not run."))
	}
}

// counts formats numbers: "1 failed | 2 passed (3)".
func (p *printer) counts(c result.Counts, expected int, total bool) string {
	s := p.o.Style
	var parts []string
	add := func(n int, text string, render func(...string) string) {
		if n > 0 {
			parts = append(parts, render(fmt.Sprintf("%d %s", n, text)))
		}
	}
	add(c.Failed, "failed", s.Bad.Render)
	add(c.Passed-expected, "passed", s.Good.Bold(true).Render)
	add(expected, "expected fail", s.Accent.Render)
	add(c.Skipped, "skipped", s.Warn.Render)
	add(c.Todo, "todo", s.Dim.Render)
	out := strings.Join(parts, s.Dim.Render(" | "))
	if total {
		out = strings.TrimLeft(out+s.Dim.Render(fmt.Sprintf(" (%d)", c.Total())), " ")
	}
	return out
}

// snapshots returns lines about snapshots.
func (p *printer) snapshots(n result.Snapshots) (lines []string) {
	s := p.o.Style
	add := func(n int, text string, render func(...string) string) {
		if n > 0 {
			lines = append(lines, render(fmt.Sprintf("%d %s", n, text)))
		}
	}
	good, warn := s.Good.Bold(true).Render, s.Warn.Bold(true).Render
	add(n.Added, "written", good)
	add(n.Unmatched, "failed", s.Bad.Render)
	add(n.Updated, "updated", good)
	if n.Update {
		add(n.FilesRemoved, "files removed", good)
		add(n.Removed, "removed", good)
		return lines
	}
	add(len(n.FilesObsolete), "files obsolete", warn)
	for _, f := range n.FilesObsolete {
		lines = append(lines, s.Dim.Render("↳ ")+p.file(f))
	}
	obsolete := 0
	for _, keys := range n.Obsolete {
		obsolete += len(keys)
	}
	add(obsolete, "obsolete", warn)
	for _, f := range sorted(n.Obsolete) {
		lines = append(lines, s.Dim.Render("↳ ")+p.file(f))
		for _, key := range n.Obsolete[f] {
			lines = append(lines, s.Dim.Render("  · ")+diag.Visible(key))
		}
	}
	return lines
}

func duration(d time.Duration) string {
	if d > time.Second {
		return fmt.Sprintf("%.2fs", d.Seconds())
	}
	return fmt.Sprintf("%dms", d.Round(time.Millisecond).Milliseconds())
}
