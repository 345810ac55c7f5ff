package local

import (
	"context"
	"errors"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Settled runs fn, which reads, while no command changes the state folder. A server may
// change it: its objects can be read at any moment.
func (e *Project) Settled(ctx context.Context, folder *state.Folder, fn func() error) error {
	if h, held := folder.Holder(); held && h.Address != "" {
		return fn()
	}
	lock, err := folder.Lock(ctx, state.Holder{Command: e.Command})
	if locked, ok := errors.AsType[*state.LockedError](err); ok && locked.Holder.Address != "" {
		return fn()
	}
	if err != nil {
		return err
	}
	return errors.Join(fn(), lock.Close())
}

// writing changes an object with offline if no server hosts it. If one does, or starts
// while offline waits for the state folder, it returns the client of the server
// instead.
func (e *Project) writing(ctx context.Context, folder *state.Folder, offline func() error) (*control.Client, error) {
	client, err := e.dial(ctx, folder)
	if !errors.Is(err, control.ErrNoServer) {
		return client, err
	}
	err = offline()
	if _, locked := errors.AsType[*state.LockedError](err); locked {
		if client, dialed := e.dial(ctx, folder); dialed == nil {
			return client, nil
		}
	}
	return nil, err
}

// Aside runs fn, which takes the lock of the state folder, while the dev server
// that holds it, if there is one, pauses.
func (e *Project) Aside(ctx context.Context, state *state.Folder, fn func() error) (err error) {
	client, err := e.writing(ctx, state, fn)
	if client == nil {
		return ui.Interrupted(ctx, err)
	}
	resume, err := client.Pause(ctx, e.Command)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, resume()) }()
	return ui.Interrupted(ctx, fn())
}
