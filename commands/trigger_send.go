package commands

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/logview"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
)

// noHandler says that a Worker lacks a handler; "" is the only one.
func noHandler(env *local.Project, worker, kind, method string) error {
	if worker == "" || !env.Several() {
		return ui.WithHint(fmt.Errorf("the Worker has no %s handler", kind), "the default export needs a method "+method)
	}
	return ui.WithHint(fmt.Errorf("the Worker %s has no %s handler", worker, kind), "its default export needs a method "+method+"; --worker names another Worker")
}

func workerFlag() cli.Flag {
	return &cli.StringFlag{Name: "worker", Usage: "run it in the Worker `NAME`, if several are served"}
}

func quoteAll(all []string) (quoted []string) {
	for _, s := range all {
		quoted = append(quoted, fmt.Sprintf("%q", s))
	}
	return quoted
}

// triggered is the outcome of running a handler.
type triggered struct {
	events []event.Event
	wall   time.Duration
}

// trigger runs handlers of a kind, in the dev server or, without one, in a runtime
// started for that.
func trigger(ctx context.Context, objects *local.Objects, kind string, run func(*control.Client) error) (t triggered, err error) {
	client, stop, err := objects.Reach(ctx)
	if err != nil {
		return t, cause(ctx, err)
	}
	defer func() { err = errors.Join(err, stop()) }()
	unwatch, err := client.Watch(ctx, control.Target{}, func(e event.Event) { t.events = append(t.events, e) })
	if err != nil {
		return t, cause(ctx, err)
	}
	start := time.Now()
	err = run(client)
	t.wall = time.Since(start)
	if err := errors.Join(err, unwatch()); err != nil { // after which nothing is added
		return t, cause(ctx, err)
	}
	t.events = ofKind(t.events, kind)
	return t, nil
}

// lines returns the events as they are in JSON.
func (t triggered) lines(env *local.Project) []event.Line {
	lines := []event.Line{}
	for _, e := range t.events {
		if line, ok := event.NewLine(e, env.Show); ok {
			lines = append(lines, line)
		}
	}
	return lines
}

// ofKind picks the calls of a kind of handler, and what they led to.
func ofKind(events []event.Event, kind string) []event.Event {
	roots := map[int]bool{}
	for _, e := range events {
		if c, ok := e.(event.Call); ok && c.Kind == kind {
			roots[c.Root] = true
		}
	}
	return slices.DeleteFunc(events, func(e event.Event) bool { return !roots[event.RootOf(e)] })
}

// printTriggered prints what a handler did as the log of the dev server does.
func printTriggered(env *local.Project, events []event.Event) error {
	log := logview.New(env.Env, env.Style(env.Stdout), false)
	log.Several = env.Several()
	var b bytes.Buffer
	for _, e := range events {
		log.Add(&b, e, time.Now())
	}
	log.Flush(&b)
	_, err := env.Stdout.Write(b.Bytes())
	return err
}
