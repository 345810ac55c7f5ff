package logview

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/migrate/apply"
	"github.com/dotool-dev/dotool/migrate/state"
)

// alwaysLogged are the kinds of calls that are logged even with --quiet.
var alwaysLogged = map[string]bool{"alarm": true, "error": true, "scheduled": true, "queue": true, "email": true}

// Report prints a batch of events, with one write to each stream.
func (l *Server) Report(events []event.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fit()
	var stdout, stderr bytes.Buffer
	defer l.write(&stdout, &stderr)
	now := time.Now()
	for _, e := range events {
		if l.only == nil {
			l.report(&stdout, &stderr, e, now)
			continue
		}
		for _, e := range l.only.Take(e, now) {
			l.report(&stdout, &stderr, e, now)
		}
	}
	l.wait(&stdout, &stderr)
}

// report prints an event that no filter holds back.
func (l *Server) report(stdout, stderr *bytes.Buffer, e event.Event, now time.Time) {
	if l.o.JSON {
		l.printJSON(stdout, e)
		return
	}
	if c, ok := e.(event.Call); ok && l.Env.Quiet && !alwaysLogged[c.Kind] {
		return // with --quiet, only calls of the runtime
	}
	if l.calls.Add(stderr, e, now) {
		return
	}
	switch e.(type) {
	case event.Ready, event.Gone: // the calls that lines wait for will not end
		l.calls.Flush(stderr)
	}
	l.calls.interrupted()
	l.print(stdout, stderr, e)
	// The order between the two streams is kept.
	if stdout.Len() > 0 {
		l.write(stdout, stderr)
	}
}

func (l *Server) print(stdout, stderr *bytes.Buffer, e event.Event) {
	s := l.err
	switch e := e.(type) {
	case event.Ready:
		l.printReady(stdout, stderr, e)
	case event.Migrated:
		l.migrated = append(l.migrated, e)
	case event.Fault:
		l.printFault(stderr, e)
	case event.Building:
		fmt.Fprintf(stderr, "%s %s\n", s.Accent.Render("Building"), diag.Sanitize(e.Command))
	case event.BuildOutput:
		fmt.Fprintf(stderr, "%s %s\n", s.Dim.Render("build:"), diag.Sanitize(e.Text))
	case event.Warnings:
		var b bytes.Buffer
		_ = diag.Print(&b, e.List, diag.PrintOptions{Dir: l.Env.Dir, Style: s.Diagnostics(), Width: l.calls.Width})
		if b.String() != l.warned {
			l.warned = b.String()
			_, _ = stderr.Write(b.Bytes())
		}
	case event.Unchanged:
		text := "Saved, nothing to reload"
		if e.Crons {
			text = "Cron triggers changed"
		}
		fmt.Fprintln(stderr, s.Dim.Render(text+l.changed(e.Changed)))
	case event.AssetsChanged:
		fmt.Fprintf(stdout, "%s%s\n", l.out.Good.Render("Assets changed"), l.out.Dim.Render(l.changed(e.Files)))
	case event.Elsewhere:
		fmt.Fprintln(stderr, s.Dim.Render(elsewhere(e)))
	case event.Notice:
		fmt.Fprintf(stderr, "%s %s\n", s.Warn.Render("workerd:"), diag.Sanitize(e.Text))
	case event.Bug:
		fmt.Fprintf(stderr, "%s %s\n", s.Bad.Render("error:"), ui.IndentRest(diag.Sanitize(e.Err.Error())))
	case event.Gone:
		fmt.Fprintf(stderr, "%s %s\n%s\n", s.Bad.Render("error:"), ui.IndentRest(diag.Sanitize(e.Err.Error())), s.Dim.Render("Restarting it in "+ui.Duration(e.Retry)+"."))
	case event.Dropped:
		fmt.Fprintln(stderr, s.Dim.Render(DroppedLines(e.Count)))
	}
}

// printReady prints that code serves: a line after a reload, and more after the start.
func (l *Server) printReady(stdout, stderr *bytes.Buffer, e event.Ready) {
	l.ready = e
	l.calls.Several = len(e.Others) > 0
	l.calls.repeats = nil // errors of new code are shown in full
	if len(e.Removed) > 0 {
		fmt.Fprintf(stderr, "%s %s\n", l.err.Warn.Render("warning:"), l.removed(e))
	}
	if e.Reload {
		l.printSteps(stderr)
		fmt.Fprintf(stdout, "%s in %s%s\n", l.out.Good.Render("Reloaded"), ui.Duration(e.Took), l.out.Dim.Render(l.cause(e)))
		return
	}
	l.printStart(stdout, stderr, e)
	if l.calls.keys && !l.Env.Quiet {
		l.write(stdout, stderr)
		fmt.Fprintf(stderr, "%s\n\n", l.err.Dim.Render(keyLine(l.calls.Width, e.Inspector != "")))
	}
}

// printStart prints the start screen, the line with the address, and what to know of it.
func (l *Server) printStart(stdout, stderr *bytes.Buffer, e event.Ready) {
	s := l.err
	if l.Env.Quiet {
		l.printSteps(stderr)
	} else {
		l.startScreen(e).print(stderr, s, l.calls.Width)
		for _, other := range e.Others {
			l.workerScreen(other).print(stderr, s, l.calls.Width)
		}
		if l.calls.Width > 0 {
			fmt.Fprintln(stderr)
		}
	}
	l.migrated = nil
	// The start screen comes before the line that says it serves.
	l.write(stdout, stderr)
	taken := ""
	if e.Taken != "" {
		taken = "; " + diag.Visible(e.Taken)
	}
	fmt.Fprintf(stdout, "%s on %s %s%s\n", l.out.Good.Render("Ready"), l.out.Bold.Render(e.URL), l.out.Dim.Render("("+ui.Duration(e.Took)+")"), taken)
	if e.Missing {
		l.write(stdout, stderr)
		fmt.Fprintf(stderr, "%s Requests wait for the first good build of %s.\n", s.Warn.Render("note:"), diag.Visible(e.Project.Name.Value))
	}
	if e.Network {
		how := "error pages are plain 500s there (--error-pages shows source)"
		if l.o.Pages {
			how = "error pages show source and paths there (--error-pages)"
		}
		l.write(stdout, stderr)
		fmt.Fprintf(stderr, "%s This Worker is reachable from the network; %s.\n", s.Warn.Render("note:"), how)
	}
}

// printFault prints why the current code does not serve, and what serves meanwhile.
func (l *Server) printFault(stderr *bytes.Buffer, e event.Fault) {
	s := l.err
	if len(e.List) > 0 {
		e.List.Sort()
		_ = diag.Print(stderr, e.List, diag.PrintOptions{Dir: l.Env.Dir, Style: s.Diagnostics(), Width: l.calls.Width})
	}
	if e.Err != nil {
		fmt.Fprintf(stderr, "%s %s\n", s.Bad.Render("error:"), ui.IndentRest(diag.Sanitize(e.Err.Error())))
		if h := ui.HintOf(e.Err); h != "" {
			fmt.Fprintf(stderr, "%s %s\n", s.Good.Render("hint:"), ui.IndentRest(diag.Sanitize(h)))
		}
	}
	switch {
	case e.Serving && slices.ContainsFunc(l.ready.Workers(), func(w event.Served) bool { return w.Missing }):
		fmt.Fprintln(stderr, s.Dim.Render("Serving the Workers that have a good build; waiting for changes."))
	case e.Serving:
		fmt.Fprintln(stderr, s.Dim.Render("Still serving the last good build; waiting for changes."))
	case e.Waiting:
		fmt.Fprintln(stderr, s.Dim.Render("Waiting for changes."))
	}
	if _, asked := errors.AsType[*apply.DestructiveError](e.Err); asked && l.calls.keys {
		fmt.Fprintln(stderr, s.Dim.Render("Press r to be asked again."))
	}
}

// elsewhere says what became of a Worker in another process.
func elsewhere(e event.Elsewhere) string {
	name := diag.Visible(e.Worker)
	switch {
	case e.Taken:
		return "Another dev server runs a Worker " + name + ": calls from other dev servers reach that one"
	case e.Running:
		return "The Worker " + name + " runs in another dev server now: calls reach it"
	}
	return "The Worker " + name + " no longer runs in another dev server: calls of it fail"
}

// changed names the files of a reload.
func (l *Server) changed(files []string) string {
	switch len(files) {
	case 0:
		return ""
	case 1:
		return " (" + diag.Visible(l.Env.Show(files[0])) + ")"
	}
	return fmt.Sprintf(" (%s and %d more)", diag.Visible(l.Env.Show(files[0])), len(files)-1)
}

// cause says what led to a reload.
func (l *Server) cause(e event.Ready) string {
	if e.After != "" {
		return " (after " + diag.Visible(e.After) + ")"
	}
	return l.changed(e.Changed)
}

// removed says what of the state was removed under the server.
func (l *Server) removed(e event.Ready) string {
	folder := &state.Folder{Dir: e.State}
	if slices.Contains(e.Removed, folder.ObjectsDir()) {
		return fmt.Sprintf("The state folder was removed: %s is a new one, without objects.", l.Env.Show(e.State))
	}
	var classes []string
	for class, c := range e.Classes {
		dir := filepath.Join(folder.ObjectsDir(), string(c.Key))
		if slices.ContainsFunc(e.Removed, func(path string) bool { return path == dir || filepath.Dir(path) == dir }) {
			classes = append(classes, class)
		}
	}
	if slices.Sort(classes); len(classes) > 0 {
		return fmt.Sprintf("The files of class %s were removed: its objects are new ones.", diag.Visible(strings.Join(classes, ", ")))
	}
	return fmt.Sprintf("%s was removed: it is a new one, and the objects are as they were.", l.Env.Show(folder.OwnDir()))
}
