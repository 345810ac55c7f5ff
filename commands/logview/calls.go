package logview

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/charmbracelet/x/ansi"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
)

// tree prints a call and below it, in order, what it printed and the calls it led to.
func (l *Log) tree(w *bytes.Buffer, root event.Call, items []event.Event) {
	if len(items) == 0 {
		l.row(w, root, 0)
		return
	}
	below := map[int][]event.Event{root.N: nil} // by call
	for _, e := range items {
		if c, ok := e.(event.Call); ok {
			below[c.N] = nil
		}
	}
	for _, e := range items {
		n := parent(e)
		if _, ended := below[n]; !ended {
			n = root.N // what belongs to a call that has not ended yet stands below the first
		}
		below[n] = append(below[n], e)
	}
	l.branch(w, root, below, items, 0)
}

func (l *Log) branch(w *bytes.Buffer, c event.Call, below map[int][]event.Event, items []event.Event, depth int) {
	l.row(w, c, depth)
	for _, e := range below[c.N] {
		switch e := e.(type) {
		case event.Console:
			l.Console(w, e, depth+1, c.Object)
		case event.Exception:
			l.exceptionIn(w, e, items)
		case event.Limit:
			l.limit(w, e, depth+1, c.Object)
		case event.Call:
			l.branch(w, e, below, items, depth+1)
		}
	}
}

// parent returns the call that an event stands below.
func parent(e event.Event) int {
	switch e := e.(type) {
	case event.Console:
		return e.Call
	case event.Exception:
		return e.Call
	case event.Limit:
		return e.Call
	case event.Call:
		return e.Parent
	}
	return 0
}

// alone prints an event that belongs to no call.
func (l *Log) alone(w *bytes.Buffer, e event.Event) {
	l.last = nil
	switch e := e.(type) {
	case event.Call:
		if l.shown(e, nil) {
			l.row(w, e, 0)
		}
	case event.Console:
		l.Console(w, e, 0, nil)
	case event.Exception:
		l.exceptionIn(w, e, nil)
	case event.Limit:
		l.limit(w, e, 0, nil)
	case event.Stuck:
		l.stuck(w, e)
	case event.Cut:
		l.cut(w, e)
	case event.Workflow:
		l.workflow(w, e)
	}
}

// indent begins the lines below a call, so that they stand below its method.
const indent = "         "

// row prints the line of a call: time, kind, object, outcome, duration.
func (l *Log) row(w *bytes.Buffer, c event.Call, depth int) {
	s := l.S
	b := make([]byte, 0, 128)
	if depth == 0 {
		b = append(c.At.AppendFormat(b, "15:04:05 "), l.of(c.Worker)...)
	} else {
		b = append(b, indent...)
		for range depth {
			b = append(b, "  "...)
		}
	}
	outcome, args := "", 0 // args is where the arguments, or other details, begin
	switch c.Kind {
	case "request", "fetch":
		b = append(b, diag.Sanitize(c.Method)...)
		b = append(b, ' ')
		if c.Object != nil {
			b = append(b, l.label(c.Object)...)
			b = append(b, ' ')
		}
		b = append(b, diag.Sanitize(c.Path())...)
		outcome = l.status(c)
	case "rpc":
		if c.Object != nil {
			b = append(b, l.label(c.Object)...)
			b = append(b, ' ')
		}
		b = append(b, diag.Visible(c.Method)...)
		b = append(b, '(')
		args = len(b)
		b = append(b, diag.Visible(c.Args)...)
		b = append(b, ')')
	case "step":
		b = append(b, "step "...)
		b = append(b, l.label(c.Object)...)
		b = append(b, ' ')
		b = append(b, diag.Visible(c.Method)...)
	default:
		b = append(b, c.Kind...)
		if c.Object != nil {
			b = append(b, ' ')
			b = append(b, l.label(c.Object)...)
		}
		if c.Socket != nil {
			args = len(b)
			b = append(b, socketDetail(c)...)
		}
		if c.Email != nil {
			b = append(b, " from "+s.Accent.Render(diag.Visible(c.Email.From))+" to "+s.Accent.Render(diag.Visible(c.Email.To))...)
		}
		if c.Cron != nil && c.Cron.Cron != "" {
			b = append(b, ' ')
			b = append(b, s.Accent.Render(diag.Visible(c.Cron.Cron))...)
		}
		if q := c.Queue; q != nil {
			b = append(b, ' ')
			b = append(b, s.Accent.Render(diag.Visible(q.Name))...)
			b = append(b, queueDetail(q)...)
		}
	}
	if c.Sent != nil {
		if args == 0 {
			args = len(b)
		}
		b = append(b, sentDetail(c.Sent)...)
	}
	if c.Failed && (outcome == "" || c.Object != nil) {
		outcome = s.Bad.Render("threw")
	}
	end := make([]byte, 0, 48)
	if outcome != "" {
		end = append(end, ' ')
		end = append(end, outcome...)
	}
	if c.Kind != "close" || c.Duration > 0 {
		end = append(end, ' ')
		end = append(end, ui.Duration(c.Duration)...)
	}
	// On a narrow terminal, leave out the notes before cutting the call.
	if note := callNote(c); note != "" && (l.Width == 0 || l.Width-ansi.StringWidth(string(end)+note)-1 >= min(28, ansi.StringWidth(string(b)))) {
		end = append(end, ' ')
		end = append(end, s.Dim.Render(note)...)
	}
	if l.Width > 0 {
		// The end matters, and then the method: cut the arguments, and before it the
		// middle of the name.
		if room := l.Width - ansi.StringWidth(string(end)); ansi.StringWidth(string(b)) > room {
			least := 2 // cells of the arguments
			if args == 0 {
				args, least = len(b), 0
			}
			if over := ansi.StringWidth(string(b[:args])) + least - room; over > 0 && c.Object != nil {
				name := Label(c.Object)
				short := diag.Shorten(name, max(ansi.StringWidth(name)-over, 10))
				b = []byte(strings.Replace(string(b), s.Accent.Render(name), s.Accent.Render(short), 1))
			}
			b = []byte(ansi.Truncate(string(b), max(room, 12), "…"))
		}
	}
	b = append(b, end...)
	if l.Width > 0 {
		b = []byte(ansi.Truncate(string(b), l.Width, "…"))
	}
	w.Write(b)
	w.WriteByte('\n')
}

func (l *Log) status(c event.Call) string {
	status := "no response"
	if c.Status != 0 {
		status = strconv.Itoa(c.Status)
	}
	switch {
	case c.Status == 0 || c.Status >= 500:
		return l.S.Bad.Render(status)
	case c.Status >= 400:
		return l.S.Warn.Render(status)
	}
	return status
}

// socketDetail says what happened on a WebSocket.
func socketDetail(c event.Call) string {
	switch s := c.Socket; {
	case c.Kind == "close":
		return strings.TrimRight(fmt.Sprintf(" %d %s", s.Code, diag.Visible(s.Reason)), " ")
	case c.Kind == "error":
		return " " + diag.Visible(s.Message)
	default:
		return " " + payload(s.Length, s.Bytes, s.Payload)
	}
}

// sentDetail says what a call sent on WebSockets.
func sentDetail(s *event.Sent) string {
	text := " → "
	if s.Same && s.Count > 1 {
		text += strconv.Itoa(s.Count) + " × "
	}
	text += payload(s.Length, s.Bytes, s.Payload)
	if !s.Same {
		text += ", " + strconv.Itoa(s.Count-1) + " more"
	}
	return text
}

// payload returns a message in short: its text, or its first bytes.
func payload(length, bytes int, p event.Payload) string {
	const mostText, mostBytes = 40, 8
	if p.Hex != "" || p.Text == "" && bytes > 0 {
		text := ui.ByteSize(int64(bytes))
		for i := 0; i+1 < min(len(p.Hex), 2*mostBytes); i += 2 {
			text += " " + p.Hex[i:i+2]
		}
		if bytes > mostBytes && p.Hex != "" {
			text += " …"
		}
		return text
	}
	size := ui.Count(length, "character")
	if p.Text == "" {
		return size
	}
	runes := []rune(p.Text)
	more := length > len(utf16.Encode(runes))
	if len(runes) > mostText {
		runes, more = runes[:mostText-1], true
	}
	text := string(runes)
	if more {
		text += "…"
	}
	return size + " " + quoted(text)
}

// quoted quotes a text as Node.js does: in single quotes if it has double ones.
func quoted(text string) string {
	q := strconv.Quote(text)
	if strings.Contains(text, `"`) && !strings.Contains(text, "'") {
		q = "'" + strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`) + "'"
	}
	return diag.Visible(q)
}

// queueDetail says what became of a batch.
func queueDetail(q *event.QueueCall) string {
	text := " " + ui.Count(q.Messages, "message")
	switch q.Retried {
	case 0:
	case q.Messages:
		text += " retried"
	default:
		text += fmt.Sprintf(", %d retried", q.Retried)
	}
	return text
}

// callNote describes what is unusual about a call.
func callNote(c event.Call) string {
	var notes []string
	if a := c.Alarm; a != nil {
		if late := c.At.Sub(a.ScheduledAt); !a.ScheduledAt.IsZero() && late >= time.Second {
			notes = append(notes, late.Round(100*time.Millisecond).String()+" late")
		}
		if a.Retry > 0 {
			notes = append(notes, "retry "+strconv.Itoa(a.Retry))
		}
	}
	if cron := c.Cron; cron != nil {
		// One fired by hand may be for any time.
		if late := c.At.Sub(cron.ScheduledAt); late >= time.Second && late < 48*time.Hour {
			notes = append(notes, late.Round(100*time.Millisecond).String()+" late")
		}
	}
	if c.Attempt > 1 {
		notes = append(notes, "attempt "+strconv.Itoa(c.Attempt))
	}
	if c.Busy >= 10*time.Millisecond {
		notes = append(notes, ui.Duration(c.Busy)+" busy")
	}
	if len(notes) == 0 {
		return ""
	}
	return "(" + strings.Join(notes, ", ") + ")"
}

// Console prints what the user's code printed. under is the object of the call above
// it.
func (l *Log) Console(w *bytes.Buffer, e event.Console, depth int, under *event.Object) {
	margin := ""
	if depth > 0 {
		margin = indent + strings.Repeat("  ", depth)
	}
	bar, word := l.S.Dim, ""
	switch Levels[e.Level] {
	case levelWarn:
		bar, word = l.S.Warn, "warn: "
	case levelError:
		bar, word = l.S.Bad, "error: "
	case levelDebug:
		word = "debug: "
	}
	text := word + diag.Sanitize(e.Text)
	if e.Binding != "" {
		text = word + l.S.Accent.Render(diag.Visible(e.Binding)) + ": " + diag.Sanitize(e.Text)
	}
	if e.Object != nil && (under == nil || *e.Object != *under) {
		text = l.S.Accent.Render(Label(e.Object)) + " " + text
	}
	if depth == 0 {
		text = l.of(e.Worker) + text
	}
	for line := range strings.SplitSeq(text, "\n") {
		w.WriteString(margin + bar.Render("│") + " " + line + "\n")
	}
}

// limit prints what production would reject, where, and a hint.
func (l *Log) limit(w *bytes.Buffer, e event.Limit, depth int, under *event.Object) {
	margin := ""
	if depth > 0 {
		margin = indent + strings.Repeat("  ", depth)
	}
	margin += l.S.Warn.Render("│") + " "
	text := diag.Sanitize(e.Method + ": " + e.Message)
	if e.Object != nil && e.Object != under {
		text = l.S.Accent.Render(Label(e.Object)) + " " + text
	}
	if depth == 0 {
		text = l.of(e.Worker) + text
	}
	fmt.Fprintf(w, "%s%s %s\n", margin, l.S.Warn.Render("limit:"), text)
	for _, f := range e.Stack {
		if f.Users() {
			fmt.Fprintln(w, margin+l.S.Dim.Render("  "+l.frame(f)))
			break
		}
	}
	fmt.Fprintf(w, "%s  %s %s\n", margin, l.S.Good.Render("fix:"), diag.Sanitize(e.Hint))
}
