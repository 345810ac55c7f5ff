package logview

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dotool-dev/dotool/commands/logview/only"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
)

// Server prints what happens in the dev server: where it serves on stdout, the
// log on stderr; or everything on stdout as JSON, one object a line.
type Server struct {
	Env      *ui.Env
	o        Options
	out, err ui.Style
	Counts   *objectCounts
	width    atomic.Int32 // of the terminal now

	mu       sync.Mutex // guards the fields below
	warned   string     // the warnings shown last: a reload repeats only new ones
	ready    event.Ready
	migrated []event.Migrated // what the start screen reports
	calls    *Log
	only     *only.Sieve // nil shows everything
}

// Options say what a log shows of a dev server.
type Options struct {
	JSON      bool // one object a line, on stdout
	Level     Level
	Ephemeral bool // the server keeps nothing
	Cron      bool // cron triggers fire
	Held      bool // alarms, and cron triggers, are held
	Pages     bool // errors show source to the network
	NoKeys    bool // the terminal has no hotkeys

	Only *only.Filter // what it shows of the Worker; nil for everything
}

func NewServer(env *ui.Env, o Options) *Server {
	l := &Server{Env: env, o: o, out: env.Style(env.Stdout), err: env.Style(env.Stderr), Counts: &objectCounts{}}
	l.calls = New(env, l.err, env.StderrTerminal)
	l.calls.Level = o.Level
	if o.Only != nil {
		l.only = only.NewSieve(o.Only, !o.JSON)
	}
	if env.StderrTerminal {
		l.width.Store(int32(env.Width))
	}
	return l
}

// fit updates the width after the terminal was resized.
func (l *Server) fit() {
	if width := int(l.width.Load()); width != l.calls.Width {
		l.calls.Width = width
		l.calls.interrupted() // its rows have moved
	}
}

// Close prints what waits, unless the terminal is paused.
func (l *Server) Close() {
	closed := make(chan struct{})
	go func() { // ends when everything is written, or with the process
		defer close(closed)
		l.mu.Lock()
		defer l.mu.Unlock()
		var stdout, stderr bytes.Buffer
		if l.only != nil {
			for _, e := range l.only.Flush() {
				l.report(&stdout, &stderr, e, time.Now())
			}
		}
		l.calls.Flush(&stderr)
		l.printSteps(&stderr)
		l.write(&stdout, &stderr)
	}()
	select {
	case <-closed:
	case <-time.After(500 * time.Millisecond):
	}
}

// wait prints what has waited long enough, and the rest when it has.
func (l *Server) wait(stdout, stderr *bytes.Buffer) {
	again := func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		var stdout, stderr bytes.Buffer
		l.fit()
		l.wait(&stdout, &stderr)
		l.write(&stdout, &stderr)
	}
	if l.only != nil {
		now := time.Now()
		for _, e := range l.only.Due(now, again) {
			l.report(stdout, stderr, e, now)
		}
	}
	l.calls.Settle(stderr, again)
}

// filter shows only what a filter selects of the Worker, or everything, also of calls that
// have not ended yet.
func (l *Server) filter(stderr *bytes.Buffer, f *only.Filter) {
	if l.only == nil {
		l.only = only.NewSieve(f, !l.o.JSON)
	}
	var stdout bytes.Buffer
	now := time.Now()
	for _, e := range l.only.Change(f) {
		l.report(&stdout, stderr, e, now)
	}
	if f == nil {
		l.only = nil
	}
	l.wait(&stdout, stderr)
	l.write(&stdout, stderr)
}

func (l *Server) write(stdout, stderr *bytes.Buffer) {
	if stderr.Len() > 0 {
		_, _ = l.stream(l.Env.Stderr).Write(stderr.Bytes())
		stderr.Reset()
	}
	if stdout.Len() > 0 {
		_, _ = l.stream(l.Env.Stdout).Write(stdout.Bytes())
		stdout.Reset()
	}
}

// stream returns a stream on which the log can overwrite lines, unless it prints JSON.
func (l *Server) stream(w io.Writer) io.Writer {
	if l.o.JSON {
		return w
	}
	return l.Env.Screen(w)
}

// serving returns what is being served, if anything is.
func (l *Server) serving() (event.Ready, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ready, l.ready.Project != nil
}

// say prints something between the lines of the log.
func (l *Server) say(print func(w *bytes.Buffer)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.saying(print)
}

func (l *Server) saying(print func(w *bytes.Buffer)) {
	var stdout, stderr bytes.Buffer
	l.fit()
	l.calls.Flush(&stderr)
	l.calls.interrupted()
	print(&stderr)
	l.write(&stdout, &stderr)
}

func (l *Server) note(text string) {
	l.say(func(w *bytes.Buffer) { fmt.Fprintln(w, l.err.Dim.Render(text)) })
}

// Notice prints a sentence beside the log.
func (l *Server) Notice(text string) {
	if !l.Env.Quiet {
		l.note(text)
	}
}

// Findings prints what a check has found: a line for each, or fields as an event.
func (l *Server) Findings(lines []string, fields any) {
	if l.o.JSON {
		l.say(func(*bytes.Buffer) {
			_ = ui.WriteJSON(l.Env.Stdout, map[string]any{"at": ui.JSONTime(time.Now()), "event": "check", "findings": fields})
		})
		return
	}
	l.say(func(w *bytes.Buffer) {
		for _, line := range lines {
			for row := range strings.SplitSeq(diag.Wrap(line, 0, l.calls.Width), "\n") {
				fmt.Fprintln(w, l.err.Dim.Render(row))
			}
		}
	})
}

// printSteps reports what a migration did.
func (l *Server) printSteps(w *bytes.Buffer) {
	for _, m := range l.migrated {
		worker := ""
		if l.calls.Several {
			worker = m.Plan.Worker
		}
		for _, step := range m.Plan.Steps {
			fmt.Fprintf(w, "%s %s\n", l.err.Accent.Render("Migrated"), describe(worker, step))
		}
	}
	l.migrated = nil
}
