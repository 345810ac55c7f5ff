package logview

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
)

// exceptionIn prints an uncaught error, one of the items of a group.
// The errors that its callers got are shown with it, not separately.
func (l *Log) exceptionIn(w *bytes.Buffer, e event.Exception, items []event.Event) {
	var passed []event.Exception
	thrown := false
	for _, item := range items {
		x, ok := item.(event.Exception)
		switch {
		case !ok:
		case x.From != 0 && x.From == e.Call:
			passed = append(passed, x)
		case e.From != 0 && x.Call == e.From:
			thrown = true
		}
	}
	switch {
	case e.From == 0:
		l.Exception(w, e, passed)
	case !thrown:
		if x, ok := l.waiting(e.From); ok {
			l.Exception(w, x, []event.Exception{e})
			return
		}
		// It was shown some lines above, where it was thrown.
		l.line(w, l.S.Dim.Render(l.passedOn(e)+": ")+ui.FirstLine(diag.Sanitize(e.Error.String())))
	}
}

// waiting takes the error of a call out of the group that waits for the call to end,
// since the end of a call of an entrypoint is not shown.
func (l *Log) waiting(call int) (event.Exception, bool) {
	g := l.groups[call]
	if g == nil {
		return event.Exception{}, false
	}
	for i, item := range g.items {
		if x, ok := item.(event.Exception); ok && x.Call == call && x.From == 0 {
			g.items = slices.Delete(g.items, i, i+1)
			return x, true
		}
	}
	return event.Exception{}, false
}

// forgotten is how long after an error the same one is shown in full again.
const forgotten = time.Minute

// repeated counts an error. It returns how often it occurred, and whether to print
// that: the first five times, then at 10, 20, 50, 100, 200 and so on.
func (l *Log) repeated(e event.Exception) (times int, note bool) {
	key := e.Error.String() + "\n" + e.Method
	if f, ok := e.Error.Place(); ok {
		key += f.Text
	}
	if l.repeats == nil || len(l.repeats) > 1000 {
		l.repeats = map[string]*repeat{}
	}
	r := l.repeats[key]
	if r == nil || e.At.Sub(r.last) > forgotten {
		r = &repeat{}
		l.repeats[key] = r
	}
	r.times++
	r.last = e.At
	n := r.times
	for n >= 10 && n%10 == 0 {
		n /= 10
	}
	return r.times, r.times <= 5 || n < 10 && (n == 1 || n == 2 || n == 5)
}

// details is the indent of the text about an error.
const details = "    "

// Exception prints an error and which callers it was passed on to.
func (l *Log) Exception(w *bytes.Buffer, e event.Exception, passed []event.Exception) {
	s := l.S
	if times, note := l.repeated(e); times > 1 {
		if !note {
			return
		}
		where := ""
		if f, ok := e.Error.Place(); ok {
			where = s.Dim.Render(" (" + l.place(f) + ")")
		}
		if e.Object != nil && (l.Width == 0 || ansi.StringWidth(where+Label(e.Object)) < l.Width/2) {
			where = " in " + l.of(e.Worker) + s.Accent.Render(Label(e.Object)) + where
		}
		head := s.Bad.Render("Uncaught") + " " + ui.FirstLine(diag.Sanitize(e.Error.String()))
		end := s.Accent.Render(fmt.Sprintf(" ×%d", times)) + where
		if l.Width > 0 {
			head = ansi.Truncate(head, max(l.Width-ansi.StringWidth(end), 24), "…")
		}
		l.line(w, head+end)
		return
	}
	fmt.Fprintf(w, "%s %s\n", s.Bad.Render("Uncaught"), l.message(e.Error))
	switch {
	case e.Object != nil:
		l.line(w, details+s.Dim.Render("in ")+l.of(e.Worker)+s.Accent.Render(Label(e.Object))+" "+diag.Visible(e.Method))
	case e.Method != "" && e.Method != "request" || l.of(e.Worker) != "":
		l.line(w, details+s.Dim.Render("in ")+l.of(e.Worker)+diag.Visible(e.Method))
	}
	l.code(w, e.Code)
	l.stack(w, e.Error, details)
	for _, p := range passed {
		l.line(w, details+s.Dim.Render(l.passedOn(p)))
	}
	l.causes(w, e.Error, details)
	if e.Hint != "" {
		text := diag.Sanitize(e.Hint)
		if l.Width > 0 {
			text = ansi.Wordwrap(text, max(l.Width-len(details)-6, 20), "")
		}
		fmt.Fprintf(w, "%s%s %s\n", details, s.Good.Render("hint:"), strings.ReplaceAll(text, "\n", "\n"+details+"      "))
	}
}

// message returns the message of an error; on a terminal, as much as fits.
func (l *Log) message(e *event.Error) string {
	text := diag.Sanitize(e.String())
	if l.Width == 0 {
		return text
	}
	const most = 12
	lines := strings.SplitN(text, "\n", most+1)
	if len(lines) > most {
		more := strings.Count(lines[most], "\n") + 1
		lines[most] = l.S.Dim.Render(fmt.Sprintf("… %s more", ui.Count(more, "line")))
	}
	for i, line := range lines {
		lines[i] = ansi.Truncate(line, l.Width*8, "…")
	}
	return strings.Join(lines, "\n")
}

// passedOn names the callers that got the error of an object.
func (l *Log) passedOn(e event.Exception) string {
	f, known := e.Error.Place()
	who := "the caller"
	switch {
	case e.Call == 0:
		who = "no caller: the call was not awaited"
	case e.Object != nil:
		who = Label(e.Object) + " " + diag.Visible(e.Method)
	case e.Method == "request":
		who = "fetch"
	case e.Method != "":
		who = diag.Visible(e.Method)
	}
	text := "passed on to " + who
	if !known {
		return text
	}
	return text + " (" + l.short(l.place(f), ansi.StringWidth(details+text+" ()")) + ")"
}

// code prints the lines of the source where an error was thrown.
func (l *Log) code(w *bytes.Buffer, c *event.Code) {
	if c == nil {
		return
	}
	s := l.S
	digits := c.Width()
	room := 0
	if l.Width > 0 {
		room = max(l.Width-digits-len(details)-3, 10)
	}
	for _, row := range c.Rows(room) {
		mark, number, text := " ", fmt.Sprintf("%*d", digits, row.Number), row.Text
		switch {
		case row.Number == 0:
			number, text = strings.Repeat(" ", digits), s.Bad.Render(text)
			if i := strings.IndexByte(row.Text, '^'); i >= 0 {
				text = row.Text[:i] + s.Bad.Render("^")
			}
		case row.Here:
			mark = s.Bad.Render(">")
		default:
			text = s.Dim.Render(text)
		}
		w.WriteString(strings.TrimRight("  "+mark+" "+s.Dim.Render(number+" │")+" "+text, " ") + "\n")
	}
}

// stack prints the frames of an error.
func (l *Log) stack(w *bytes.Buffer, e *event.Error, margin string) {
	for _, row := range e.Fold() {
		text := ""
		switch {
		case row.Folded != nil:
			text = row.String()
		case row.Times > 1:
			text = l.trace(row.Frame, margin) + fmt.Sprintf(" ×%d", row.Times)
		default:
			text = l.trace(row.Frame, margin)
		}
		l.line(w, l.S.Dim.Render(margin+text))
	}
	if fields := e.Fields(); fields != "" {
		text := margin + diag.Visible(fields)
		if l.Width > 0 {
			text = ansi.Truncate(text, l.Width*4, "…")
		}
		fmt.Fprintln(w, text)
	}
}

// causes prints what led to an error.
func (l *Log) causes(w *bytes.Buffer, e *event.Error, margin string) {
	inside := margin + "  "
	for i, inner := range e.Errors {
		l.line(w, fmt.Sprintf("%s%d. %s", margin, i+1, l.message(inner)))
		l.stack(w, inner.Beyond(e), inside)
		l.causes(w, inner, inside)
	}
	cause := e.Cause
	switch {
	case cause == nil:
	case cause.Known:
		l.line(w, margin+"caused by the error above: "+ui.FirstLine(diag.Sanitize(cause.String())))
	default:
		l.line(w, margin+"caused by "+l.message(cause))
		l.stack(w, cause.Beyond(e), inside)
		l.causes(w, cause, inside)
	}
}

// trace returns a line of a stack, cut to the terminal.
func (l *Log) trace(f event.Frame, margin string) string {
	text := l.frame(f)
	if l.Width == 0 || ansi.StringWidth(margin+text) <= l.Width || f.Pos.File == "" {
		return text
	}
	function, place := diag.Visible(f.Call()), l.place(f)
	function = ansi.Truncate(function, max(l.Width/3, 8), "…")
	if function == "" {
		return "at " + l.short(place, ansi.StringWidth(margin+"at "))
	}
	return "at " + function + " (" + l.short(place, ansi.StringWidth(margin+"at "+function+" ()")) + ")"
}

// short cuts a position on the left, so that it fits beside text of so many columns:
// its end matters most.
func (l *Log) short(place string, taken int) string {
	if over := ansi.StringWidth(place) + taken - l.Width; l.Width > 0 && over > 0 {
		return ansi.TruncateLeft(place, over+1, "…")
	}
	return place
}

// line prints a line, cut to the terminal.
func (l *Log) line(w *bytes.Buffer, text string) {
	if l.Width > 0 && !strings.Contains(text, "\n") {
		text = ansi.Truncate(text, l.Width, "…")
	}
	w.WriteString(text + "\n")
}

// place returns the position of a frame, as text.
func (l *Log) place(f event.Frame) string {
	text := l.frame(event.Frame{Pos: f.Pos, Text: f.Text})
	return strings.TrimPrefix(text, "at ")
}
