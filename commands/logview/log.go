package logview

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"dotool/commands/ui"
	"dotool/config/diag"
	"dotool/devserver/event"
)

// Log prints what the Worker and its objects do: each call on a line, followed by the
// calls it led to and what it printed.
type Log struct {
	S     ui.Style
	Width int  // of the terminal; 0 if there is none, and nothing is cut
	fold  bool // overwrite repeated calls, on a terminal
	Level Level
	frame func(event.Frame) string
	keys  bool // the terminal takes keys

	groups map[int]*group // by the number of the call that is their root
	order  []int          // of groups, by age
	timer  *time.Timer    // runs while something waits
	last   []byte         // the rows of the last group printed, if it may be folded
	same   []byte         // the signature of last
	times  int            // how often last was repeated

	repeats map[string]*repeat // errors that were printed recently
}

// group is a call and what it led to, until it ends.
type group struct {
	since time.Time
	items []event.Event
	open  bool // it takes long: its lines are printed as they come
}

// patience is how long the lines of a call wait for the call to end, to be printed
// below it.
const patience = 250 * time.Millisecond

// Level is what is printed: everything from it on.
type Level int

const (
	levelDebug Level = iota
	levelInfo
	levelLog
	levelWarn
	levelError
	levelNone
)

var Levels = map[string]Level{"debug": levelDebug, "info": levelInfo, "log": levelLog, "warn": levelWarn, "error": levelError, "none": levelNone}

func New(env *ui.Env, s ui.Style, terminal bool) *Log {
	l := &Log{S: s, frame: func(f event.Frame) string { return StackLine(env, f) }, groups: map[int]*group{}}
	if terminal {
		l.Width, l.fold = env.Width, env.Width > 0
	}
	return l
}

// Add takes an event and prints what is complete now. It reports whether the
// event is one of its own.
func (l *Log) Add(w *bytes.Buffer, e event.Event, now time.Time) bool {
	root := 0
	switch e := e.(type) {
	case event.Call:
		if root = e.Root; e.N == e.Root {
			l.ended(w, e)
			return true
		}
		if !l.shown(e, l.within(root, e.N)) {
			return true
		}
	case event.Console:
		if Levels[e.Level] < l.Level {
			return true
		}
		root = e.Root
	case event.Exception:
		root = e.Root
	case event.Limit:
		if l.Level > levelWarn {
			return true
		}
		root = e.Root
	case event.Stuck, event.Cut:
	case event.Started:
		return true
	default:
		return false
	}
	g := l.groups[root]
	switch {
	case root == 0 || g != nil && g.open:
		l.alone(w, e)
	case g == nil:
		l.groups[root] = &group{since: now, items: []event.Event{e}}
		l.order = append(l.order, root)
	default:
		g.items = append(g.items, e)
	}
	return true
}

// Passes reports whether the level lets an event pass.
func (l *Log) Passes(e event.Event) bool {
	switch e := e.(type) {
	case event.Call:
		return l.shown(e, nil)
	case event.Console:
		return Levels[e.Level] >= l.Level
	case event.Limit:
		return l.Level <= levelWarn
	case event.Started:
		return l.Level <= levelLog
	}
	return l.Level < levelNone
}

// within are the events of a call, and the calls that it led to, which are shown
// before it.
func (l *Log) within(root, n int) (items []event.Event) {
	g := l.groups[root]
	if g == nil {
		return nil
	}
	for _, e := range g.items {
		switch e := e.(type) {
		case event.Call:
			if e.Parent != n {
				continue
			}
		case event.Console:
			if e.Call != n {
				continue
			}
		case event.Exception:
			if e.Call != n {
				continue
			}
		case event.Limit:
			if e.Call != n {
				continue
			}
		}
		items = append(items, e)
	}
	return items
}

// DroppedLines says how many lines are missing.
func DroppedLines(n int) string {
	return fmt.Sprintf("… %d lines dropped: the log could not keep up", n)
}

// due prints what has waited long enough. It returns when to call it again, if
// something still waits.
func (l *Log) due(w *bytes.Buffer, now time.Time) (next time.Time, waiting bool) {
	for len(l.order) > 0 {
		g := l.groups[l.order[0]]
		if g != nil && !g.open {
			if at := g.since.Add(patience); at.After(now) {
				return at, true
			}
			for _, e := range g.items {
				if x, ok := e.(event.Exception); ok {
					l.last = nil
					l.exceptionIn(w, x, g.items)
				} else {
					l.alone(w, e)
				}
			}
			g.items, g.open = nil, true
			// Calls that never end are forgotten when there are too many.
			if len(l.groups) > 10_000 {
				delete(l.groups, l.order[0])
			}
		}
		l.order = l.order[1:]
	}
	return time.Time{}, false
}

// Settle prints what has waited long enough, and calls again when the rest has.
func (l *Log) Settle(w *bytes.Buffer, again func()) {
	next, waiting := l.due(w, time.Now())
	switch {
	case !waiting:
	case l.timer == nil:
		l.timer = time.AfterFunc(time.Until(next), again)
	default:
		l.timer.Reset(time.Until(next))
	}
}

// Flush prints everything that waits.
func (l *Log) Flush(w *bytes.Buffer) { l.due(w, time.Now().Add(time.Hour)) }

// ended prints a call that nothing led to, with what waited for it.
func (l *Log) ended(w *bytes.Buffer, root event.Call) {
	g := l.groups[root.N]
	var items []event.Event
	if g != nil {
		items = g.items
		delete(l.groups, root.N)
		if len(l.order) > 0 && l.order[0] == root.N {
			l.order = l.order[1:]
		} else if len(l.order) > 100 {
			l.order = slices.DeleteFunc(l.order, func(n int) bool { return l.groups[n] == nil })
		}
	}
	if !l.shown(root, items) {
		return
	}
	foldable := l.fold && len(items) < 4
	for _, e := range items {
		switch e.(type) {
		case event.Exception, event.Limit:
			foldable = false
		}
	}
	if !foldable {
		l.last = nil
		l.tree(w, root, items, 0)
		return
	}
	var rows bytes.Buffer
	l.tree(&rows, root, items, 0)
	same := l.signature(root, items)
	if l.wraps(rows.Bytes()) {
		l.last = nil
		w.Write(rows.Bytes())
		return
	}
	if l.last == nil || !bytes.Equal(same, l.same) {
		l.last, l.same, l.times = rows.Bytes(), same, 1
		w.Write(rows.Bytes())
		return
	}
	l.times++
	// Overwrite its rows, with the count at the end of the first.
	lines := bytes.Count(l.last, []byte("\n"))
	first, rest, _ := strings.Cut(rows.String(), "\n")
	count := " ×" + strconv.Itoa(l.times)
	first = ansi.Truncate(first, l.Width-ansi.StringWidth(count), "…") + l.S.Accent.Render(count)
	fmt.Fprintf(w, "\x1b[%dA\r\x1b[J%s\n%s", lines, first, rest)
	l.last = rows.Bytes()
}

// wraps reports whether rows take more than one line each on the terminal, so that they
// cannot be overwritten.
func (l *Log) wraps(rows []byte) bool {
	for line := range bytes.Lines(rows) {
		if bytes.ContainsAny(line, "\t\r") || ansi.StringWidth(string(bytes.TrimSuffix(line, []byte("\n")))) > l.Width {
			return true
		}
	}
	return false
}

// interrupted says that something else was printed.
func (l *Log) interrupted() { l.last = nil }

// shown reports whether the level lets a call pass, or anything that happened in it.
func (l *Log) shown(c event.Call, items []event.Event) bool {
	return l.Level <= levelLog || l.Level < levelNone && (c.Failed || len(items) > 0)
}

// signature is equal for groups that differ only in times.
func (l *Log) signature(root event.Call, items []event.Event) []byte {
	var b bytes.Buffer
	for _, e := range append([]event.Event{root}, items...) {
		switch e := e.(type) {
		case event.Call:
			fmt.Fprintln(&b, e.Kind, e.Object, e.Method, e.Args, e.URL, e.Status, e.Failed, e.Socket, e.N-root.N)
		case event.Console:
			fmt.Fprintln(&b, e.Object, e.Level, e.Binding, e.Text, e.Call-root.N)
		}
	}
	return b.Bytes()
}

// tree prints a call and below it, in order, what it printed and the calls it led to.
func (l *Log) tree(w *bytes.Buffer, c event.Call, items []event.Event, depth int) {
	l.row(w, c, depth)
	for _, e := range items {
		switch e := e.(type) {
		case event.Console:
			// The lines of a call that has not ended yet stand below the first.
			if e.Call == c.N || depth == 0 && !called(items, e.Call) {
				l.Console(w, e, depth+1, c.Object)
			}
		case event.Exception:
			if e.Call == c.N || depth == 0 && !called(items, e.Call) {
				l.exceptionIn(w, e, items)
			}
		case event.Limit:
			if e.Call == c.N || depth == 0 && !called(items, e.Call) {
				l.limit(w, e, depth+1, c.Object)
			}
		case event.Call:
			if e.Parent == c.N || depth == 0 && !called(items, e.Parent) {
				l.tree(w, e, items, depth+1)
			}
		}
	}
}

func called(items []event.Event, n int) bool {
	return slices.ContainsFunc(items, func(e event.Event) bool {
		c, ok := e.(event.Call)
		return ok && c.N == n
	})
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
	}
}

// indent is where the lines below a call begin: below its method.
const indent = "         "

// row prints the line of a call: time, kind, object, outcome, duration.
func (l *Log) row(w *bytes.Buffer, c event.Call, depth int) {
	s := l.S
	b := make([]byte, 0, 128)
	if depth == 0 {
		b = c.At.AppendFormat(b, "15:04:05 ")
	} else {
		b = append(b, indent...)
		for range depth {
			b = append(b, "  "...)
		}
	}
	outcome, args := "", 0 // args is where they begin
	switch c.Kind {
	case "request", "fetch":
		b = append(b, diag.Sanitize(c.Method)...)
		b = append(b, ' ')
		if c.Object != nil {
			b = append(b, s.Accent.Render(ShownObject(c.Object))...)
			b = append(b, ' ')
		}
		b = append(b, diag.Sanitize(c.Path())...)
		outcome = l.status(c)
	case "rpc":
		if c.Object != nil {
			b = append(b, s.Accent.Render(ShownObject(c.Object))...)
			b = append(b, ' ')
		}
		b = append(b, diag.Visible(c.Method)...)
		b = append(b, '(')
		args = len(b)
		b = append(b, diag.Visible(c.Args)...)
		b = append(b, ')')
	default:
		b = append(b, c.Kind...)
		if c.Object != nil {
			b = append(b, ' ')
			b = append(b, s.Accent.Render(ShownObject(c.Object))...)
		}
		if c.Socket != nil {
			b = append(b, socketDetail(c)...)
		}
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
				name := ShownObject(c.Object)
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
	case s.Bytes > 0:
		return " " + ui.ByteSize(int64(s.Bytes))
	default:
		return " " + ui.Count(s.Length, "character")
	}
}

// callNote is what is unusual about a call.
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
	if c.Busy >= 10*time.Millisecond {
		notes = append(notes, ui.Duration(c.Busy)+" busy")
	}
	if len(notes) == 0 {
		return ""
	}
	return "(" + strings.Join(notes, ", ") + ")"
}

// ShownObject is an object as it is addressed. Anyone who calls a Worker may choose
// the names of its objects.
func ShownObject(o *event.Object) string { return diag.Visible(o.String()) }

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
		text = l.S.Accent.Render(ShownObject(e.Object)) + " " + text
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
		text = l.S.Accent.Render(ShownObject(e.Object)) + " " + text
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
