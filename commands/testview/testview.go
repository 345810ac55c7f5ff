// Package testview prints the results of `dotool test`: on a terminal as vitest looks,
// and in the formats that vitest writes.
//
// [New] makes a [Reporter] from a name of [Names]. A reporter is a function of the events
// of package result: it starts nothing and waits for nothing. Names and messages are text
// of strangers, which is made safe for where it goes.
package testview

import (
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/test/result"
)

// Options say how results look.
type Options struct {
	Root    string // paths are relative to it
	Style   ui.Style
	Width   int       // of the terminal; 0: unknown
	Live    io.Writer // where the line is that changes while tests run; nil: nowhere
	Verbose bool
	Quiet   bool          // only what failed, and the numbers
	Slow    time.Duration // from which on a duration is a warning; 0: 300 ms

	Label, Title string // the first line: RUN and what runs

	Include, Exclude, Filters []string // for a run without files
	PassWithNoTests, Watch    bool
}

// Reporter prints what happens.
type Reporter interface {
	// Event is called with each event of a run, after the run has taken it into account.
	Event(e result.Event, run *result.Run)
	// Stop is called instead of the last event where a run cannot go on.
	Stop()
}

// Names are the reporters, by the name that is documented.
var Names = []string{"default", "verbose", "dot", "json", "junit", "github", "tap"}

// aliases are other names that vitest has for them, or for what is most like them.
var aliases = map[string]string{"github-actions": "github", "tap-flat": "tap", "tree": "default", "basic": "default"}

// Find returns the name of a reporter; ok is false if there is none.
func Find(name string) (string, bool) {
	if other, ok := aliases[name]; ok {
		return other, true
	}
	for _, n := range Names {
		if n == name {
			return n, true
		}
	}
	return "", false
}

// ForPeople reports whether a reporter prints while tests run.
func ForPeople(name string) bool { return name == "default" || name == "verbose" || name == "dot" }

// New makes the reporter of a name, which prints to w.
func New(name string, w io.Writer, o Options) Reporter {
	if o.Slow == 0 {
		o.Slow = 300 * time.Millisecond
	}
	p := &printer{o}
	switch name {
	case "json":
		return atEnd(func(run *result.Run) { writeJSON(w, run, o) })
	case "junit":
		return atEnd(func(run *result.Run) { writeJUnit(w, run, o) })
	case "github":
		return atEnd(func(run *result.Run) { writeGitHub(w, run, o) })
	case "tap":
		return atEnd(func(run *result.Run) { writeTAP(w, run, o) })
	}
	return &text{printer: p, w: w, kind: name}
}

// atEnd reports when the run has ended.
type atEnd func(run *result.Run)

// Event implements [Reporter].
func (f atEnd) Event(e result.Event, run *result.Run) {
	if _, ok := e.(result.Done); ok {
		f(run)
	}
}

// Stop implements [Reporter].
func (f atEnd) Stop() {}

// printer makes text for people.
type printer struct{ o Options }

// plain returns a printer without colours or limits, for formats.
func plain(o Options) *printer { return &printer{Options{Root: o.Root, Style: (&ui.Env{}).Style(nil)}} }

// path returns a file as it is shown.
func (o Options) path(file string) string {
	if rel, err := filepath.Rel(o.Root, file); err == nil && !strings.HasPrefix(rel, "..") {
		file = rel
	}
	return filepath.ToSlash(file)
}

// file returns a file for a terminal.
func (p *printer) file(path string) string { return diag.Visible(p.o.path(path)) }

// full returns the name of a task with its file: "a.test.ts > suite > test".
func (p *printer) full(f *result.File, t *result.Task) string {
	parts := []string{p.file(f.Path)}
	if t != nil {
		for _, name := range f.Names(t) {
			parts = append(parts, diag.Visible(name))
		}
	}
	return strings.Join(parts, p.o.Style.Dim.Render(" > "))
}
