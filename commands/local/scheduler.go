package local

import (
	"context"
	"errors"
	"time"

	"github.com/dotool-dev/dotool/devserver/control"
)

// Scheduler fires alarms: in the dev server that hosts the objects or, once started, in
// a runtime of its own.
type Scheduler struct {
	Client *control.Client // nil before one is started
	Held   bool            // alarms fire only on request, and the clock can be moved
	Stays  bool            // the clock is that of a dev server, which must not be moved
	Now    time.Time       // the time for the Worker

	objects *Objects
}

// Scheduler returns the scheduler of the objects.
func (x *Objects) Scheduler(ctx context.Context) (*Scheduler, error) {
	s := &Scheduler{Now: time.Now(), objects: x}
	client, err := x.Server(ctx)
	if errors.Is(err, control.ErrNoServer) {
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	held, err := client.Hold(ctx, time.Time{})
	s.Client, s.Held, s.Stays, s.Now = client, held.Held, held.Held, held.Clock()
	return s, err
}

// Runs reports whether the Worker runs, and so may set alarms.
func (s *Scheduler) Runs() bool { return s.Client != nil }

// Start makes firing alarms possible, with a movable clock if ahead; stop must be
// called. The clock of a running server is not moved: the server pauses.
func (s *Scheduler) Start(ctx context.Context, ahead bool) (stop func() error, err error) {
	resume := func() error { return nil }
	if s.Client != nil && ahead && !s.Held {
		if resume, err = s.Client.Pause(ctx, s.objects.project.Command); err != nil {
			return nil, err
		}
		s.Client = nil
	}
	if s.Client != nil {
		return resume, nil
	}
	client, end, err := s.objects.host(ctx)
	if err != nil {
		return nil, errors.Join(err, resume())
	}
	s.Client, s.Held, s.Stays = client, true, false
	return func() error { return errors.Join(end(), resume()) }, nil
}

// Clock returns the time for the Worker, if one runs whose clock was moved.
func (x *Objects) Clock(ctx context.Context) time.Time {
	if client, err := x.Server(ctx); err == nil {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		if held, err := client.Hold(ctx, time.Time{}); err == nil && held.Held {
			return held.Clock()
		}
	}
	return time.Now()
}
