package logview

import (
	"fmt"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
)

// Log prints what the Worker and its objects do: each call on a line, followed by the
// calls it led to and what it printed.
type Log struct {
	S     ui.Style
	Width int  // of the terminal; 0 if there is none, and nothing is cut
	fold  bool // overwrite repeated calls, on a terminal
	Level Level
	// Several says that the server hosts several Workers, so that each line names its own.
	Several bool

	frame func(event.Frame) string
	keys  bool // the terminal takes keys

	groups map[int]*group // by the number of the call that is their root
	order  []int          // of groups, by age
	timer  *time.Timer    // runs while something waits
	last   []byte         // the rows of the last group printed, if it may be folded
	same   []byte         // the signature of last
	times  int            // how often last was repeated

	repeats map[string]*repeat // errors that were printed recently

	labels map[*event.Object]string // see label
}

// group is a call and what it led to, until it ends.
type group struct {
	since time.Time
	items []event.Event
	open  bool // it takes long: its lines are printed as they come
}

// Patience is how long the lines of a call wait for the call to end, to be printed
// below it. It changes in tests alone, which may run on a slow machine.
var Patience = 250 * time.Millisecond

// Level is the lowest level that is printed.
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

// shown reports whether the level lets a call pass, or anything that happened in it.
func (l *Log) shown(c event.Call, items []event.Event) bool {
	return l.Level <= levelLog || l.Level < levelNone && (c.Failed || len(items) > 0)
}

// of names a Worker, if there are several.
func (l *Log) of(worker string) string {
	if !l.Several || worker == "" {
		return ""
	}
	return l.S.Dim.Render(diag.Visible(worker)) + " "
}

// Label returns the address of an object, safe to print: anyone who calls a Worker may
// choose the names of its objects.
func Label(o *event.Object) string { return diag.Visible(o.String()) }

// label is [Label] in its colour. It is kept, as making it takes longer than the rest of a
// row.
func (l *Log) label(o *event.Object) string {
	text, known := l.labels[o]
	if !known {
		if l.labels == nil || len(l.labels) == 1000 {
			l.labels = map[*event.Object]string{}
		}
		text = l.S.Accent.Render(Label(o))
		l.labels[o] = text
	}
	return text
}

// repeat counts an error that recurs.
type repeat struct {
	times int
	last  time.Time
}

// StackLine formats a line of a stack.
func StackLine(env *ui.Env, f event.Frame) string {
	if f.Pos.File == "" {
		return diag.Sanitize(f.Text)
	}
	at := fmt.Sprintf("%s:%d:%d", diag.Visible(env.Show(f.Pos.File)), f.Pos.Line, f.Pos.Column)
	if f.Function == "" {
		return "at " + at
	}
	return "at " + diag.Visible(f.Call()) + " (" + at + ")"
}
