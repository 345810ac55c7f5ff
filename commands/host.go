package commands

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dotool/config"
	"dotool/config/diag"
	"dotool/devserver"
	"dotool/devserver/control"
	"dotool/devserver/event"
	"dotool/inspect"
	"dotool/migrate/state"
)

// reachServer is the way to the objects: through the dev server that has the
// state folder or, where there is none, by hosting them for as long as command
// takes. stop must be called.
func (e *Project) reachServer(ctx context.Context, folder *state.Folder, command string) (c *control.Client, stop func() error, err error) {
	c, err = e.dial(ctx, folder)
	if !errors.Is(err, control.ErrNoServer) {
		return c, func() error { return nil }, err
	}
	c, stop, err = devserver.Host(ctx, e.hosting(command))
	if _, locked := errors.AsType[*state.LockedError](err); locked {
		// By a server perhaps, which had not begun to answer.
		if c, err := e.dial(ctx, folder); err == nil {
			return c, func() error { return nil }, nil
		}
	}
	if err == nil {
		c.Slow = func(t control.Target, st control.Status) { e.tellSlow(t, st, "Ctrl-C ends it.") }
	}
	return c, stop, err
}

// dial finds the running dev server.
func (e *Project) dial(ctx context.Context, state *state.Folder) (*control.Client, error) {
	c, err := control.Dial(ctx, state)
	if err == nil {
		c.Slow = func(t control.Target, st control.Status) {
			end := "Ctrl-C stops waiting."
			if st.Stuck != nil {
				end = "A saved change, or the key r of `dotool dev`, ends it; Ctrl-C stops waiting."
			}
			e.tellSlow(t, st, end)
		}
	}
	return c, err
}

// tellSlow says that an object does not answer.
func (e *Project) tellSlow(t control.Target, st control.Status, end string) {
	who := t.Class
	if t.Name != "" || t.ID != "" {
		who = targetName(t)
	}
	why := ""
	if st.Stuck != nil {
		why = ": " + diag.Visible(st.Stuck.Handler) + " runs"
		if at, err := time.Parse(time.RFC3339, st.Stuck.Since); err == nil {
			why += " since " + at.Local().Format(time.TimeOnly)
		}
		why += " and lets nothing else run"
	}
	e.tell("%s has not answered for %d s%s. %s", who, int(control.SlowTime.Seconds()), why, end)
}

// hosting is how command hosts the objects where no dev server does: no alarm
// rings meanwhile but those that it fires.
func (e *Project) hosting(command string) devserver.Options {
	loading, _ := e.loading("") // the flags were read before
	var seen names
	return devserver.Options{
		Config:     loading,
		Persist:    e.Flags.PersistTo,
		Dir:        e.Dir,
		Runtime:    e.needRuntime,
		Open:       e.stateAt,
		HoldAlarms: inspect.Hold,
		Command:    command,
		Report:     seen.record,
	}
}

// callee is the object that is to be called. One that is not there yet begins
// to be with the call, which is natural for a name; an id must be known.
func (e *Project) callee(ctx context.Context, store *inspect.Store, classes []string, a inspect.Address) (t control.Target, fresh bool, err error) {
	o, err := store.Object(ctx, a)
	if err == nil {
		return liveTarget(o), false, nil
	}
	unknown, ok := errors.AsType[*inspect.AddressError](err)
	if !ok || unknown.Ambiguous || unknown.Many || a.Text == "" {
		return t, false, err
	}
	if a.Class != "" && len(classes) > 0 && !slices.Contains(classes, a.Class) {
		return t, false, &inspect.AddressError{What: "class", Text: a.Class, Among: classes}
	}
	if _, id := state.ParseObjectID(a.Text); id == nil || len(a.Text) >= 8 && strings.Trim(a.Text, "0123456789abcdefABCDEF") == "" {
		return t, false, err // an id, or the beginning of one
	}
	switch class, name, ok := strings.Cut(a.Text, "/"); {
	case ok && slices.Contains(classes, class) && (a.Class == "" || a.Class == class):
		t = control.Target{Class: class, Name: name}
	case a.Class != "":
		t = control.Target{Class: a.Class, Name: a.Text}
	case len(classes) == 1:
		t = control.Target{Class: classes[0], Name: a.Text}
	case len(classes) > 1 && unknown.Near == "":
		return t, false, withHint(fmt.Errorf("no object %q, and a new one could be of several classes: %s", a.Text, strings.Join(classes, ", ")), fmt.Sprintf("say which, as %s/%s", classes[0], a.Text))
	default:
		return t, false, err
	}
	if _, id := state.ParseObjectID(t.Name); id == nil || t.Name == "" {
		return t, false, err
	}
	return t, true, nil
}

// conversation is a command that speaks with one object.
type conversation struct {
	client *control.Client
	target control.Target
	fresh  func() // says that the object is new, since its name may be misspelt
	stop   func() error
	socket bool // a WebSocket is open: errors of its handlers reach no caller
}

// converse finds the object and a way to it.
func converse(ctx context.Context, e *Project, a inspect.Address, command string) (*conversation, error) {
	store, state, err := e.openStore()
	if err != nil {
		return nil, err
	}
	classes := e.callable(store)
	t, fresh, err := e.callee(ctx, store, classes, a)
	if err != nil {
		return nil, err
	}
	client, stop, err := e.reachServer(ctx, state, command)
	if err != nil {
		return nil, err
	}
	c := &conversation{client, t, func() {}, stop, false}
	if fresh {
		c.fresh = func() { e.tellFresh(ctx, store, t) }
	}
	return c, nil
}

// callable are the classes that a new object can be of.
func (e *Project) callable(store *inspect.Store) []string {
	var classes []string
	if loading, err := e.loading(""); err == nil {
		if p, _, err := config.Load(loading); err == nil {
			classes = classesOf(p)
		}
	}
	if len(classes) > 0 {
		return classes
	}
	for _, n := range store.Namespaces() {
		if !slices.Contains(classes, n.Class) {
			classes = append(classes, n.Class)
		}
	}
	return classes
}

// tellFresh says that an object is new.
func (e *Project) tellFresh(ctx context.Context, store *inspect.Store, t control.Target) {
	var known []string
	const most = 10_000
	for o, err := range store.Objects(ctx, inspect.Address{Class: t.Class}) {
		if err != nil || len(known) == most {
			break
		}
		if o.Named {
			known = append(known, o.Name)
		}
	}
	near := ""
	if n := diag.Nearest(t.Name, known); n != "" {
		near = fmt.Sprintf(" (there is %s/%s)", t.Class, diag.Visible(n))
	}
	e.tell("New object %s%s", targetName(t), near)
}

// listen shows on stderr what the object prints while f speaks with it, and
// answers the errors that nobody caught meanwhile.
func listen(ctx context.Context, e *Project, c *conversation, f func() error) ([]event.Exception, error) {
	c.fresh()
	var thrown []event.Exception
	log := newCallLog(e.Env, e.style(e.Stderr), false)
	stop, err := c.client.Watch(ctx, c.target, func(ev event.Event) {
		var out bytes.Buffer
		switch ev := ev.(type) {
		case event.Console:
			under := ev.Object
			if !c.is(under) {
				under = nil
			}
			log.console(&out, ev, 0, under)
		case event.Exception:
			if c.socket && ev.From == 0 && (ev.Method == "message" || ev.Method == "close") {
				printException(e, &out, ev, nil)
			} else {
				thrown = append(thrown, ev)
			}
		}
		_, _ = e.Stderr.Write(out.Bytes())
	})
	if err != nil {
		return nil, err
	}
	err = f()
	return thrown, errors.Join(err, stop()) // after which nothing is added
}

// printThrown prints the error of the object that err, which a conversation ended
// with, comes from, if the server has told it; else it returns err. The method is
// the one that was called: what a caller gets of an error may have another text.
func (c *conversation) printThrown(e *Project, err error, method string, told []event.Exception) error {
	thrown, isThrown := errors.AsType[*control.ThrownError](err)
	var found, left, stream *event.Exception
	for i := range told {
		switch t := &told[i]; {
		case t.Method == "stream":
			stream = t
		case isThrown && t.From == 0 && (t.Error.String() == thrown.Error() || t.Error.Message == thrown.Message):
			found = t
		case t.Call == t.Root && c.is(t.Object) && t.Method == method:
			left = t
		}
	}
	cut := !isThrown || strings.Contains(thrown.Message, "disconnected prematurely")
	switch {
	case found != nil:
	case cut:
		found = stream
	case left != nil && left.From == 0:
		found = left
	case left != nil:
		for i := range told {
			if t := &told[i]; t.From == 0 && t.Call == left.From {
				found = t
			}
		}
	}
	if found == nil {
		return err
	}
	var passed []event.Exception
	for _, t := range told {
		if t.From != 0 && t.From == found.Call {
			passed = append(passed, t)
		}
	}
	var out bytes.Buffer
	printException(e, &out, *found, passed)
	_, _ = e.Stderr.Write(out.Bytes())
	return errReported
}

// is reports whether an object is the one that is spoken with.
func (c *conversation) is(o *event.Object) bool {
	return o != nil && o.Class == c.target.Class && (o.ID == c.target.ID || o.Named && o.Name == c.target.Name)
}

// printException prints an error of the user's code with its stack.
func printException(e *Project, out *bytes.Buffer, x event.Exception, passed []event.Exception) {
	if !e.JSON {
		log := newCallLog(e.Env, e.style(e.Stderr), false)
		if e.StderrTerminal {
			log.width = e.Width
		}
		log.exception(out, x, passed)
		return
	}
	type failure struct {
		Code    string   `json:"code"`
		Message string   `json:"message"`
		Stack   []string `json:"stack"`
	}
	f := failure{"exception", x.Error.String(), []string{}}
	for _, frame := range x.Error.Stack {
		f.Stack = append(f.Stack, stackLine(e.Env, frame))
	}
	_ = writeJSON(out, map[string]failure{"error": f})
}
