package commands

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/logview"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/inspect"
)

// conversation is shared by the commands that talk to one object.
type conversation struct {
	client *control.Client
	target control.Target
	fresh  func() // says that the object is new, since its name may be misspelt
	stop   func() error
	socket bool               // a WebSocket is open: errors of its handlers reach no caller
	beside func(print func()) // prints beside what the command itself prints
}

// converse finds the object and the server to reach it.
func converse(ctx context.Context, e *local.Project, a inspect.Address) (*conversation, error) {
	objects, err := e.Objects()
	if err != nil {
		return nil, err
	}
	t, fresh, err := objects.CallTarget(ctx, a)
	if err != nil {
		return nil, err
	}
	client, stop, err := objects.ReachTargets(ctx, &t)
	if err != nil {
		return nil, err
	}
	c := &conversation{client, t, func() {}, stop, false, func(print func()) { print() }}
	if fresh {
		c.fresh = func() { objects.ReportFresh(ctx, t) }
	}
	return c, nil
}

// listen shows on stderr what the object prints while f runs, and returns its uncaught
// errors.
func listen(ctx context.Context, e *local.Project, c *conversation, f func() error) ([]event.Exception, error) {
	c.fresh()
	var thrown []event.Exception
	log := logview.New(e.Env, e.Style(e.Stderr), false)
	stop, err := c.client.Watch(ctx, c.target, func(ev event.Event) {
		var out bytes.Buffer
		switch ev := ev.(type) {
		case event.Console:
			under := ev.Object
			if !c.is(under) {
				under = nil
			}
			log.Console(&out, ev, 0, under)
		case event.Exception:
			if c.socket && ev.From == 0 && (ev.Method == "message" || ev.Method == "close") {
				printException(e, &out, ev, nil)
			} else {
				thrown = append(thrown, ev)
			}
		}
		c.beside(func() { _, _ = e.Stderr.Write(out.Bytes()) })
	})
	if err != nil {
		return nil, err
	}
	err = f()
	return thrown, errors.Join(err, stop()) // after which nothing is added
}

// printThrown prints the object's error behind err, which ended a conversation, if the
// server has reported it; else it returns err. It is the error of the given method: a
// caller may get it with another text.
func (c *conversation) printThrown(e *local.Project, err error, method string, reported []event.Exception) error {
	thrown, isThrown := errors.AsType[*control.ThrownError](err)
	var found, left, stream *event.Exception
	for i := range reported {
		switch t := &reported[i]; {
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
		for i := range reported {
			if t := &reported[i]; t.From == 0 && t.Call == left.From {
				found = t
			}
		}
	}
	if found == nil {
		return err
	}
	var passed []event.Exception
	for _, t := range reported {
		if t.From != 0 && t.From == found.Call {
			passed = append(passed, t)
		}
	}
	var out bytes.Buffer
	printException(e, &out, *found, passed)
	_, _ = e.Stderr.Write(out.Bytes())
	return ui.ErrReported
}

// is reports whether an object is that of the conversation.
func (c *conversation) is(o *event.Object) bool {
	return o != nil && o.Class == c.target.Class && (o.ID == c.target.ID || o.Named && o.Name == c.target.Name)
}

// printException prints an error of the user's code with its stack.
func printException(e *local.Project, out *bytes.Buffer, x event.Exception, passed []event.Exception) {
	if !e.JSON {
		log := logview.New(e.Env, e.Style(e.Stderr), false)
		if e.StderrTerminal {
			log.Width = e.Width
		}
		log.Exception(out, x, passed)
		return
	}
	type failure struct {
		Code       string           `json:"code"`
		Message    string           `json:"message"`
		Hint       string           `json:"hint,omitempty"`
		Stack      []string         `json:"stack"`
		Properties []event.Property `json:"properties,omitempty"`
	}
	f := failure{"exception", x.Error.String(), x.Hint, []string{}, x.Error.Properties}
	for _, frame := range x.Error.Stack {
		f.Stack = append(f.Stack, logview.StackLine(e.Env, frame))
	}
	_ = ui.WriteJSON(out, map[string]failure{"error": f})
}
