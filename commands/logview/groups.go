package logview

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/dotool-dev/dotool/devserver/event"
)

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
	case event.Workflow:
		if l.Level > levelLog && e.State != "errored" {
			return true
		}
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
	case event.Workflow:
		return l.Level <= levelLog || e.State == "errored" && l.Level < levelNone
	}
	return l.Level < levelNone
}

// within returns the events of a call, and the calls that it led to, which are shown
// before it.
func (l *Log) within(root, n int) (items []event.Event) {
	g := l.groups[root]
	if g == nil || l.Level <= levelLog { // all are shown
		return nil
	}
	for _, e := range g.items {
		if parent(e) == n {
			items = append(items, e)
		}
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
			if at := g.since.Add(Patience); at.After(now) {
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
		l.tree(w, root, items)
		return
	}
	var rows bytes.Buffer
	l.tree(&rows, root, items)
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

// signature returns a text that is equal for groups that differ only in times.
func (l *Log) signature(root event.Call, items []event.Event) []byte {
	var b bytes.Buffer
	for _, e := range append([]event.Event{root}, items...) {
		switch e := e.(type) {
		case event.Call:
			fmt.Fprintln(&b, e.Kind, e.Object, e.Method, e.Args, e.URL, e.Status, e.Failed, e.Socket, e.Sent, e.Queue, e.N-root.N)
		case event.Console:
			fmt.Fprintln(&b, e.Object, e.Level, e.Binding, e.Text, e.Call-root.N)
		}
	}
	return b.Bytes()
}
