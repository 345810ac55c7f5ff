package local

import (
	"context"
	"errors"
	"time"

	"dotool/devserver/control"
)

// Scheduler fires alarms: the dev server that has the objects or, once it is started,
// a runtime that is hosted for that.
type Scheduler struct {
	Client *control.Client // nil before one is started
	Held   bool            // alarms fire only by us, and the clock can be moved
	Stays  bool            // the clock is a dev server's, which goes on
	Now    time.Time       // what the Worker takes for the time

	objects *Objects
}

// Scheduler finds what fires the alarms of the objects.
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

// Start sees to it that alarms can be fired, with the clock moved along if ahead; stop must
// be called. The clock of a Worker that others use is not moved: its server pauses.
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
	client, end, err := s.objects.project.host(ctx)
	if err != nil {
		return nil, errors.Join(err, resume())
	}
	s.Client, s.Held, s.Stays = client, true, false
	return func() error { return errors.Join(end(), resume()) }, nil
}

// Clock is what the Worker takes for the time, where one runs whose clock was moved.
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
