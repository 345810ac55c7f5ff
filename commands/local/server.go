package local

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/registry"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Reach returns a client of a runtime: that of the dev server that hosts the objects
// or, without one, a runtime started for this command. stop must be called.
func (x *Objects) Reach(ctx context.Context) (c *control.Client, stop func() error, err error) {
	c, err = x.Server(ctx)
	if !errors.Is(err, control.ErrNoServer) {
		return c, func() error { return nil }, err
	}
	c, stop, err = x.host(ctx)
	if _, locked := errors.AsType[*state.LockedError](err); locked {
		// Perhaps by a server that did not respond yet.
		if c, err := x.Server(ctx); err == nil {
			return c, func() error { return nil }, nil
		}
	}
	if err == nil {
		c.Slow = func(t control.Target, st control.Status) { x.project.reportSlow(t, st, "Ctrl-C ends it.") }
	}
	return c, stop, err
}

// ReachTargets is Reach, and gives the targets the names that their classes have then.
func (x *Objects) ReachTargets(ctx context.Context, targets ...*control.Target) (*control.Client, func() error, error) {
	of := map[*control.Target]*inspect.Namespace{}
	for _, n := range x.Namespaces() {
		for _, t := range targets {
			if n.Worker == t.Worker && n.Class == t.Class {
				of[t] = n
			}
		}
	}
	c, stop, err := x.Reach(ctx)
	for t, n := range of {
		t.Worker, t.Class = n.Worker, n.Class
	}
	return c, stop, err
}

// host hosts the objects, which applies migrations: the namespaces of objects that were
// found before have the names that their classes have then.
func (x *Objects) host(ctx context.Context) (*control.Client, func() error, error) {
	c, stop, err := x.project.host(ctx)
	if err != nil {
		return nil, stop, err
	}
	now, _, err := x.project.OpenStore()
	if err != nil {
		return nil, stop, errors.Join(err, stop())
	}
	for _, n := range x.Namespaces() {
		all := now.Namespaces()
		if i := slices.IndexFunc(all, func(m *inspect.Namespace) bool { return m.Key == n.Key }); i >= 0 {
			*n = *all[i]
		}
	}
	x.Store = now
	return c, stop, nil
}

// Server finds the dev server that hosts the objects.
func (x *Objects) Server(ctx context.Context) (*control.Client, error) {
	return x.project.dial(ctx, x.State())
}

// dial finds the running dev server.
func (e *Project) dial(ctx context.Context, state *state.Folder) (*control.Client, error) {
	c, err := control.Dial(ctx, state)
	if err == nil {
		c.Slow = func(t control.Target, st control.Status) {
			end := "Ctrl-C stops waiting."
			if st.Stuck != nil {
				end = "Save a change or press r in `dotool dev` to end it; Ctrl-C stops waiting."
			}
			e.reportSlow(t, st, end)
		}
	}
	return c, err
}

// reportSlow reports that an object does not respond.
func (e *Project) reportSlow(t control.Target, st control.Status, end string) {
	who := cmp.Or(t.Class, "The Worker")
	if t.Name != "" || t.ID != "" {
		who = TargetName(t)
	}
	why := ""
	if st.Stuck != nil {
		why = ": " + diag.Visible(st.Stuck.Handler) + " runs"
		if at, err := time.Parse(time.RFC3339, st.Stuck.Since); err == nil {
			why += " since " + at.Local().Format(time.TimeOnly)
		}
		why += " and lets nothing else run"
	}
	e.Note("%s has not responded for %d s%s. %s", who, int(control.SlowTime.Seconds()), why, end)
}

// host hosts the objects if no dev server does. Meanwhile only alarms that the command
// itself fires run.
func (e *Project) host(ctx context.Context) (*control.Client, func() error, error) {
	all, _ := e.Loadings() // the flags were checked before
	var seen Names
	return devserver.Host(ctx, devserver.Options{
		Config:     all[0],
		Others:     all[1:],
		Persist:    e.Flags.PersistTo,
		Dir:        e.Dir,
		Runtime:    e.NeedRuntime,
		Registry:   registry.Folder(e.Environ, e.Dir),
		Open:       e.stateAt,
		HoldAlarms: inspect.Hold,
		Command:    e.Command,
		Report:     seen.Record,
	})
}

// DialServer finds the running dev server and what it serves.
func (e *Project) DialServer(ctx context.Context) (*inspect.Store, *control.Client, error) {
	store, state, err := e.OpenWhole()
	if err != nil {
		return nil, nil, err
	}
	client, err := e.dial(ctx, state)
	if errors.Is(err, control.ErrNoServer) {
		err = ui.WithHint(err, "start one with `dotool dev`")
	}
	if err == nil {
		st, status := client.Status(ctx)
		if errors.As(status, new(*control.SilentError)) {
			return nil, nil, status
		}
		if status == nil && st.Waiting != "" {
			e.Note("The dev server at %s is not serving: %s", client.URL(), diag.Visible(st.Waiting))
		}
	}
	return store, client, err
}
