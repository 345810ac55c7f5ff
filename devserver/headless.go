package devserver

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/migrate/apply"
)

// Host hosts the Worker for one command if no dev server does: without a public socket,
// without watching, with the lock of the state folder. Events are reported only to
// subscribers of the client, unless o.Report is set. Migrations that delete no data are
// applied as in [Run], others are refused.
//
// It returns once the Worker can be reached through the client. stop, which must be
// called, ends everything and waits for that; when ctx is done, everything ends too.
func Host(ctx context.Context, o Options) (c *control.Client, stop func() error, err error) {
	start := time.Now()
	o.Ephemeral, o.Watch, o.Log = false, false, true
	if o.Report == nil {
		o.Report = func([]event.Event) {}
	}
	s, err := newServer(o)
	if err != nil {
		return nil, nil, err
	}
	s.hosted = make(chan *control.Client, 1)
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { // ends with ctx, or with the Worker
		defer s.log.Close()
		ended <- s.run(ctx, start)
	}()
	select {
	case c := <-s.hosted:
		return c, sync.OnceValue(func() error {
			cancel()
			return <-ended
		}), nil
	case err := <-ended:
		cancel()
		if _, ok := errors.AsType[*apply.DestructiveError](err); ok {
			err = &pendingError{err}
		}
		if err == nil {
			err = context.Cause(ctx)
		}
		return nil, nil, err
	}
}

// pendingError says that the local data must be migrated first.
type pendingError struct{ err error }

func (e *pendingError) Error() string { return e.err.Error() }
func (e *pendingError) Unwrap() error { return e.err }

// Hint names the command that applies migrations.
func (e *pendingError) Hint() string {
	return "`dotool migrate` shows what it would take away, and applies it if you agree"
}
