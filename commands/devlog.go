package commands

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"dotool/config/diag"
	"dotool/devserver/event"
	"dotool/migrate"
)

// devLog prints what happens in the dev server: where it serves on stdout, the
// log on stderr; or everything on stdout as JSON, one object a line.
type devLog struct {
	env      *Env
	o        logOptions
	out, err style
	keys     bool // the terminal takes keys
	counts   *objectCounts
	width    atomic.Int32 // of the terminal now

	mu     sync.Mutex // guards what follows
	warned string     // the warnings shown last: a reload repeats only new ones
	ready  event.Ready
	steps  []migrate.Step // done, but not told: the start screen does
	calls  *callLog
}

// logOptions say what a log shows of a dev server.
type logOptions struct {
	JSON      bool // one object a line, on stdout
	Level     level
	Ephemeral bool // the server keeps nothing
	Pages     bool // errors show source to the network
	NoKeys    bool // none are taken from the terminal
}

func newDevLog(env *Env, o logOptions) *devLog {
	l := &devLog{env: env, o: o, out: env.style(env.Stdout), err: env.style(env.Stderr), counts: &objectCounts{}}
	l.calls = newCallLog(env, l.err, env.StderrTerminal)
	l.calls.level = o.Level
	if env.StderrTerminal {
		l.width.Store(int32(env.Width))
	}
	return l
}

// alwaysTold are the kinds of calls that are logged even with --quiet.
var alwaysTold = map[string]bool{"alarm": true, "error": true, "scheduled": true, "queue": true, "email": true}

// fit takes over the width of a terminal that was made wider or narrower.
func (l *devLog) fit() {
	if width := int(l.width.Load()); width != l.calls.width {
		l.calls.width = width
		l.calls.interrupted() // the rows are somewhere else now
	}
}

// report prints a batch of events, with one write to each stream.
func (l *devLog) report(events []event.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fit()
	var stdout, stderr bytes.Buffer
	defer l.write(&stdout, &stderr)
	now := time.Now()
	for _, e := range events {
		if l.o.JSON {
			l.printJSON(&stdout, e)
			continue
		}
		if c, ok := e.(event.Call); ok && l.env.Quiet && !alwaysTold[c.Kind] {
			continue // somebody else asked for it
		}
		if l.calls.add(&stderr, e, now) {
			continue
		}
		switch e.(type) {
		case event.Ready, event.Gone: // what waits for its call waits in vain
			l.calls.flush(&stderr)
		}
		l.calls.interrupted()
		l.print(&stdout, &stderr, e)
		// The order between the two streams is kept.
		if stdout.Len() > 0 {
			l.write(&stdout, &stderr)
		}
	}
	l.wait(&stderr)
}

// close prints what waits, unless nobody reads: a terminal can be paused.
func (l *devLog) close() {
	closed := make(chan struct{})
	go func() { // ends when all is written, or with us
		defer close(closed)
		l.mu.Lock()
		defer l.mu.Unlock()
		var stdout, stderr bytes.Buffer
		l.calls.flush(&stderr)
		l.printSteps(&stderr)
		l.write(&stdout, &stderr)
	}()
	select {
	case <-closed:
	case <-time.After(500 * time.Millisecond):
	}
}

// wait prints what has waited long enough and sees to the rest.
func (l *devLog) wait(stderr *bytes.Buffer) {
	l.calls.settle(stderr, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		var stdout, stderr bytes.Buffer
		l.fit()
		l.wait(&stderr)
		l.write(&stdout, &stderr)
	})
}

func (l *devLog) write(stdout, stderr *bytes.Buffer) {
	if stderr.Len() > 0 {
		_, _ = l.stream(l.env.Stderr).Write(stderr.Bytes())
		stderr.Reset()
	}
	if stdout.Len() > 0 {
		_, _ = l.stream(l.env.Stdout).Write(stdout.Bytes())
		stdout.Reset()
	}
}

// stream is a stream as the log needs it: its lines go back over those before,
// unless they are JSON.
func (l *devLog) stream(w io.Writer) io.Writer {
	if l.o.JSON {
		return w
	}
	return l.env.screen(w)
}

func (l *devLog) print(stdout, stderr *bytes.Buffer, e event.Event) {
	s := l.err
	switch e := e.(type) {
	case event.Ready:
		l.ready = e
		l.calls.repeats = nil // what fails in new code is told in full
		if e.Recreated {
			fmt.Fprintf(stderr, "%s The state folder was removed: %s is a new one, without objects.\n", s.warn.Render("warning:"), l.env.show(e.State))
		}
		if e.Reload {
			l.printSteps(stderr)
			fmt.Fprintf(stdout, "%s in %s%s\n", l.out.good.Render("Reloaded"), duration(e.Took), l.out.dim.Render(l.cause(e)))
			return
		}
		if l.env.Quiet {
			l.printSteps(stderr)
		} else {
			l.startScreen(e).print(stderr, s, l.calls.width)
		}
		l.steps = nil
		// The start screen comes before the line that says it serves.
		l.write(stdout, stderr)
		fmt.Fprintf(stdout, "%s on %s %s\n", l.out.good.Render("Ready"), l.out.bold.Render(e.URL), l.out.dim.Render("("+duration(e.Took)+")"))
		if e.Network {
			how := "errors are plain 500s there, --error-pages shows their source"
			if l.o.Pages {
				how = "errors show it source and paths, for --error-pages"
			}
			l.write(stdout, stderr)
			fmt.Fprintf(stderr, "%s The network can reach this Worker; %s.\n", s.warn.Render("note:"), how)
		}
		if l.keys && !l.env.Quiet {
			l.write(stdout, stderr)
			fmt.Fprintf(stderr, "%s\n\n", s.dim.Render(keyLine(l.calls.width, e.Inspector != "")))
		}
	case event.Migrated:
		l.steps = append(l.steps, e.Plan.Steps...)
	case event.Fault:
		if len(e.List) > 0 {
			e.List.Sort()
			_ = diag.Print(stderr, e.List, diag.PrintOptions{Dir: l.env.Dir, Style: s.diagnostics(), Width: l.calls.width})
		} else {
			fmt.Fprintf(stderr, "%s %s\n", s.bad.Render("error:"), indentRest(diag.Harmless(e.Err.Error())))
			if h := hint(e.Err); h != "" {
				fmt.Fprintf(stderr, "%s %s\n", s.good.Render("hint:"), indentRest(diag.Harmless(h)))
			}
		}
		switch {
		case e.Serving:
			fmt.Fprintln(stderr, s.dim.Render("The last good code goes on serving; waiting for the next save."))
		case e.Waiting:
			fmt.Fprintln(stderr, s.dim.Render("Waiting for the next save."))
		}
		if _, asked := errors.AsType[*migrate.DestructiveError](e.Err); asked && l.keys {
			fmt.Fprintln(stderr, s.dim.Render("The key r asks again."))
		}
	case event.Building:
		fmt.Fprintf(stderr, "%s %s\n", s.accent.Render("Building"), diag.Harmless(e.Command))
	case event.BuildOutput:
		fmt.Fprintf(stderr, "%s %s\n", s.dim.Render("build:"), diag.Harmless(e.Text))
	case event.Warnings:
		var b bytes.Buffer
		_ = diag.Print(&b, e.List, diag.PrintOptions{Dir: l.env.Dir, Style: s.diagnostics(), Width: l.calls.width})
		if b.String() != l.warned {
			l.warned = b.String()
			_, _ = stderr.Write(b.Bytes())
		}
	case event.Unchanged:
		fmt.Fprintln(stderr, s.dim.Render("Saved, nothing to reload"+l.changed(e.Changed)))
	case event.AssetsChanged:
		fmt.Fprintf(stdout, "%s%s\n", l.out.good.Render("Assets changed"), l.out.dim.Render(l.changed(e.Files)))
	case event.Notice:
		fmt.Fprintf(stderr, "%s %s\n", s.warn.Render("workerd:"), diag.Harmless(e.Text))
	case event.Bug:
		fmt.Fprintf(stderr, "%s %s\n", s.bad.Render("error:"), indentRest(diag.Harmless(e.Err.Error())))
	case event.Gone:
		fmt.Fprintf(stderr, "%s %s\n%s\n", s.bad.Render("error:"), indentRest(diag.Harmless(e.Err.Error())), s.dim.Render("Starting it again in "+duration(e.Retry)+"."))
	case event.Stuck:
		end := "a saved change ends it"
		if l.keys {
			end = "a saved change or the key r ends it"
		}
		fmt.Fprintf(stderr, "%s %s has not come back since %s, and nothing else runs meanwhile: %s\n", s.bad.Render("stuck:"), diag.Visible(e.String()), e.Since.Format(time.TimeOnly), end)
	case event.Cut:
		fmt.Fprintf(stderr, "%s %s\n", s.warn.Render("cut:"), l.cut(e))
	case event.Dropped:
		fmt.Fprintln(stderr, s.dim.Render(droppedLines(e.Count)))
	}
}

// cut says what a reload did not wait for.
func (l *devLog) cut(e event.Cut) string {
	var names []string
	for _, c := range e.Calls {
		names = append(names, cutName(c))
	}
	if len(names) == 0 {
		names = []string{"a response"}
	}
	const most = 5
	if n := len(names); n > most {
		names = append(names[:most], fmt.Sprintf("%d more", n-most))
	}
	return fmt.Sprintf("%s, not finished after %s (with --drain a reload waits longer)", strings.Join(names, ", "), duration(e.After))
}

// cutName names a call that was cut.
func cutName(c event.CutCall) string {
	name := c.Kind
	switch c.Kind {
	case "request", "fetch":
		name = c.Method
		if u, err := url.Parse(c.URL); err == nil {
			name += " " + u.RequestURI()
		}
	case "rpc":
		name = c.Method
	}
	if o := c.Object(); o != nil {
		name = o.String() + " " + name
	}
	return diag.Visible(name)
}

// printSteps tells what a migration did.
func (l *devLog) printSteps(w *bytes.Buffer) {
	for _, step := range l.steps {
		fmt.Fprintf(w, "%s %s\n", l.err.accent.Render("Migrated"), describe(step))
	}
	l.steps = nil
}

// changed names the files of a reload.
func (l *devLog) changed(files []string) string {
	switch len(files) {
	case 0:
		return ""
	case 1:
		return " (" + diag.Visible(l.env.show(files[0])) + ")"
	}
	return fmt.Sprintf(" (%s and %d more)", diag.Visible(l.env.show(files[0])), len(files)-1)
}

// cause says what led to a reload.
func (l *devLog) cause(e event.Ready) string {
	if e.After != "" {
		return " (after " + diag.Visible(e.After) + ")"
	}
	return l.changed(e.Changed)
}

// duration is a time for people.
func duration(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	case d < time.Minute:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
	default:
		return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
	}
}

// printJSON prints an event as one line: {"at", "event", …}.
func (l *devLog) printJSON(w *bytes.Buffer, e event.Event) {
	if line, ok := event.NewLine(e, l.env.show); ok {
		_ = writeJSON(w, line) // to a buffer, of values that always encode
		return
	}
	name := ""
	var fields map[string]any
	switch e := e.(type) {
	case event.Ready:
		name = "ready"
		if e.Reload {
			name = "reload"
		}
		fields = map[string]any{
			"worker": e.Project.Name.Value, "url": e.URL, "classes": e.Classes,
			"runtime": e.Runtime.Version, "tookMs": e.Took.Milliseconds(),
		}
		if e.Reload {
			changed := []string{}
			for _, file := range e.Changed {
				changed = append(changed, l.env.show(file))
			}
			fields["changed"] = changed
		}
		if e.After != "" {
			fields["after"] = e.After
		}
		if e.Recreated {
			fields["stateRecreated"] = true
		}
	case event.Migrated:
		name, fields = "migrate", map[string]any{"steps": e.Plan.Steps}
	case event.Fault:
		name, fields = "fault", map[string]any{"serving": e.Serving, "diagnostics": e.List.JSON(l.env.Dir)}
		if e.Err != nil {
			fields["message"], fields["hint"] = e.Err.Error(), hint(e.Err)
		}
	case event.Building:
		name, fields = "build", map[string]any{"command": e.Command}
	case event.BuildOutput:
		name, fields = "build-output", map[string]any{"text": e.Text}
	case event.Warnings:
		name, fields = "warnings", map[string]any{"diagnostics": e.List.JSON(l.env.Dir)}
	case event.Notice:
		name, fields = "runtime", map[string]any{"message": e.Text}
	case event.Bug:
		name, fields = "internal-error", map[string]any{"message": e.Err.Error()}
	case event.Gone:
		name, fields = "runtime-gone", map[string]any{"message": e.Err.Error(), "retryMs": e.Retry.Milliseconds()}
	case event.Stuck:
		name, fields = "stuck", map[string]any{"handler": e.String(), "since": jsonTime(e.Since)}
		if o := e.Object; o != nil {
			fields["class"], fields["objectId"] = o.Class, o.ID
			if o.Named {
				fields["name"] = o.Name
			}
		}
	case event.Cut:
		calls := []map[string]any{}
		for _, c := range e.Calls {
			call := map[string]any{"kind": c.Kind, "startedAt": jsonTime(time.UnixMilli(c.Start))}
			if c.Method != "" {
				call["method"] = c.Method
			}
			if c.URL != "" {
				call["url"] = c.URL
			}
			if c.Class != "" {
				call["class"], call["objectId"] = c.Class, c.ID
				if c.Name != nil {
					call["name"] = *c.Name
				}
			}
			calls = append(calls, call)
		}
		name, fields = "cut", map[string]any{"calls": calls, "afterMs": e.After.Milliseconds()}
	case event.Dropped:
		name, fields = "dropped", map[string]any{"count": e.Count}
	default:
		return
	}
	fmt.Fprintf(w, `{"at":%q,"event":%q,`, jsonTime(time.Now()), name)
	var rest bytes.Buffer
	_ = writeJSON(&rest, fields)
	w.Write(rest.Bytes()[1:])
}

// jsonTime is a time as scripts get it.
func jsonTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// describe tells a step of a migration in a line.
func describe(step migrate.Step) string {
	what := string(step.Kind) + " " + subject(step)
	if step.Kind == migrate.Create {
		what += " (" + string(step.Storage) + ")"
	}
	if step.Objects > 0 {
		what += ", " + count(step.Objects, "object")
	}
	if step.Tag != "" {
		what += ", tag " + step.Tag
	}
	return diag.Visible(what)
}
