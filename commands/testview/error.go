package testview

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/test/result"
)

// error prints an error: message, where it was thrown, what was expected, the stack, and the
// lines of the source if code is true.
func (p *printer) error(b *bytes.Buffer, e *result.Error, code bool) {
	s := p.o.Style
	red := s.Bad.UnsetBold()
	name, message := e.Name, diag.Sanitize(e.Message)
	switch {
	case name == "" && message == "":
		name, message = "Error", "unknown error"
	case name == "":
		name = "Unknown Error"
	}
	first, rest, more := strings.Cut(message, "\n")
	fmt.Fprintf(b, "%s%s\n", s.Bad.Render(diag.Visible(name)), red.Render(strings.TrimRight(": "+first, ": ")))
	if more {
		p.lines(b, rest, red.Render)
	}
	if e.Object != nil {
		fmt.Fprintf(b, "%s%s\n", s.Dim.Render("in "), s.Accent.Render(diag.Visible(e.Object.String())))
	}
	if e.Diff != "" {
		b.WriteString("\n")
		p.diff(b, e.Diff)
		b.WriteString("\n")
	}
	p.stack(b, e, code)
	if e.Hint != "" {
		fmt.Fprintf(b, "%s %s\n", s.Good.Render("hint:"), strings.ReplaceAll(diag.Sanitize(e.Hint), "\n", "\n      "))
	}
	p.causes(b, &e.Error)
	b.WriteString("\n")
}

// lines prints each line of a text in a style: lipgloss would fill them up.
func (p *printer) lines(b *bytes.Buffer, text string, render func(...string) string) {
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(render(line) + "\n")
	}
}

func (p *printer) diff(b *bytes.Buffer, text string) {
	s := p.o.Style
	for line := range strings.SplitSeq(strings.Trim(ansi.Strip(diag.Sanitize(text)), "\n"), "\n") {
		switch {
		case strings.HasPrefix(line, "-"), strings.HasPrefix(line, "Expected"):
			line = s.Good.Render(line)
		case strings.HasPrefix(line, "+"), strings.HasPrefix(line, "Received"):
			line = s.Bad.UnsetBold().Render(line)
		case line != "":
			line = s.Dim.Render(line)
		}
		b.WriteString(line + "\n")
	}
}

// stack prints frames, and below the one where it happened the source.
func (p *printer) stack(b *bytes.Buffer, e *result.Error, code bool) {
	s, printed := p.o.Style, false
	for _, row := range e.Fold() {
		if row.Folded != nil {
			if known := slices.DeleteFunc(slices.Clone(row.Of), func(of string) bool { return of == "runtime" }); len(known) > 0 || p.o.Verbose {
				fmt.Fprintln(b, s.Dim.Render("   "+diag.Visible(row.String())))
			}
			continue
		}
		if f := row.Frame.Pos.File; f != "" && !filepath.IsAbs(f) { // of the bundle, not of a source
			continue
		}
		here := !printed && e.Code != nil && row.Frame.Pos.File == e.Code.Pos.File && row.Frame.Pos.Line == e.Code.Pos.Line
		p.frame(b, row.Frame, here)
		if here && code {
			p.code(b, e.Code)
		}
		printed = printed || here
	}
	if !printed && e.Code != nil {
		p.frame(b, event.Frame{Pos: e.Code.Pos}, true)
		if code {
			p.code(b, e.Code)
		}
	}
	if e.Test != nil {
		p.frame(b, event.Frame{Pos: e.Test.Pos}, true)
		if code {
			p.code(b, e.Test)
		}
	}
	if fields := e.Fields(); fields != "" && !e.Assertion {
		fmt.Fprintln(b, s.Dim.Render("Properties: "+diag.Visible(fields)))
	}
}

func (p *printer) frame(b *bytes.Buffer, f event.Frame, here bool) {
	s := p.o.Style.Dim
	if here {
		s = p.o.Style.Accent
	}
	text := diag.Visible(f.Text)
	if f.Pos.File != "" {
		text = fmt.Sprintf("%s:%d:%d", p.file(f.Pos.File), f.Pos.Line, f.Pos.Column)
		if f.Function != "" && !strings.HasSuffix(filepath.ToSlash(f.Pos.File), f.Function) { // a bundle names the code of a file after it
			text = diag.Visible(f.Call()) + " " + text
		}
	}
	fmt.Fprintf(b, "%s\n", s.Render(" ❯ "+text))
}

// code prints lines of the source with a mark below the place.
func (p *printer) code(b *bytes.Buffer, c *event.Code) {
	s := p.o.Style
	digits := max(c.Width(), 3)
	width := 0
	if p.o.Width > 0 {
		width = max(p.o.Width-digits-7, 10)
	}
	for _, row := range c.Rows(width) {
		number, text := fmt.Sprintf("%*d|", digits, row.Number), row.Text
		if row.Number == 0 {
			number = strings.Repeat(" ", digits) + "|"
			if i := strings.IndexByte(text, '^'); i >= 0 {
				text = text[:i] + s.Bad.Render("^")
			}
		}
		b.WriteString("    " + s.Dim.Render(number) + strings.TrimRight(" "+text, " ") + "\n")
	}
}

// causes prints what led to an error.
func (p *printer) causes(b *bytes.Buffer, e *event.Error) {
	red := p.o.Style.Bad.UnsetBold()
	for i, inner := range e.Errors {
		fmt.Fprintf(b, "%s\n", red.Render(fmt.Sprintf("%d. ", i+1)+oneLine(inner)))
		p.frames(b, inner.Beyond(e))
		p.causes(b, inner)
	}
	if cause := e.Cause; cause != nil {
		fmt.Fprintf(b, "%s\n", red.Render("Caused by: "+oneLine(cause)))
		p.frames(b, cause.Beyond(e))
		p.causes(b, cause)
	}
}

func oneLine(e *event.Error) string { return diag.Visible(e.String()) }

func (p *printer) frames(b *bytes.Buffer, e *event.Error) {
	for _, row := range e.Fold() {
		if row.Folded == nil {
			p.frame(b, row.Frame, false)
		}
	}
}

// states prints what the objects of failed tests have stored, if it is known.
func (t *text) states(b *bytes.Buffer, run *result.Run) {
	for _, f := range run.Files {
		for task := range f.Tests() {
			for _, o := range f.Results[task.ID].Touched {
				t.object(b, t.full(f, task), o)
			}
		}
	}
}

// object prints the tables and keys of an object.
func (t *text) object(b *bytes.Buffer, test string, o result.Object) {
	s := t.o.Style
	fmt.Fprintf(b, "%s %s%s\n", s.Accent.Bold(true).Render(diag.Visible(o.Object.String())), s.Dim.Render("when it failed: "), test)
	if len(o.Tables)+len(o.Keys) == 0 && o.Alarm.IsZero() {
		fmt.Fprintf(b, "  nothing is stored\n")
	}
	for _, table := range o.Tables {
		fmt.Fprintf(b, "  %s %s\n", s.Bold.Render(diag.Visible(table.Name)), s.Dim.Render("("+ui.Count(table.Total, "row")+")"))
		rows := append([][]string{table.Columns}, table.Rows...)
		widths := make([]int, len(table.Columns))
		for _, row := range rows {
			for i, c := range row {
				row[i] = ansi.Truncate(diag.Visible(c), 60, "…")
				if i < len(widths) {
					widths[i] = max(widths[i], ansi.StringWidth(row[i]))
				}
			}
		}
		for _, row := range rows {
			line := "    "
			for i, c := range row {
				line += c
				if i < len(row)-1 && i < len(widths) {
					line += strings.Repeat(" ", widths[i]-ansi.StringWidth(c)+2)
				}
			}
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
		if more := table.Total - len(table.Rows); more > 0 {
			fmt.Fprintf(b, "    … %d more\n", more)
		}
	}
	for _, k := range o.Keys {
		fmt.Fprintf(b, "  %s: %s\n", s.Bold.Render(diag.Visible(k.Name)), ansi.Truncate(diag.Visible(k.Value), 200, "…"))
	}
	if !o.Alarm.IsZero() {
		fmt.Fprintf(b, "  alarm at %s\n", o.Alarm.UTC().Format(time.RFC3339))
	}
	b.WriteString("\n")
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
