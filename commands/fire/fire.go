package fire

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/inspect"
)

// Runner fires alarms through a server and waits for their outcomes.
type Runner struct {
	Address inspect.Address     // of the alarms that may fire
	Crons   []control.CronEvent // the cron triggers that may fire
	Queues  bool                // messages of queues may be delivered
	Max     int                 // how many alarms simulate fires at most
	NoRetry bool
	Force   bool // run the handler even if no alarm is set
	Timeout time.Duration

	Objects *local.Objects
	*local.Scheduler

	// Print prints a try that has ended, one at a time; Say prints notes.
	Print func(inspect.Object, event.Firing) error
	Say   func(format string, args ...any)
	Terse bool // retries are not announced

	gone chan struct{} // closed when the server has ended

	mu      sync.Mutex // guards the fields below, and printing
	waiting map[event.Ref]chan event.Firing
	running chan event.Firing // receives the runs of cron triggers and batches; nil before the first
	Failed  int               // alarms whose last try failed, and others that did
	fired   int               // alarms
	ran     int               // cron triggers
	batches int               // of queues
}

// Listen follows the alarms that fire; stop must be called.
func (r *Runner) Listen(ctx context.Context) (stop func(), err error) {
	firings, stop, err := r.Client.Firings(ctx)
	if err != nil {
		return nil, err
	}
	r.waiting, r.gone = map[event.Ref]chan event.Firing{}, make(chan struct{})
	go r.dispatch(firings) // ends with the channel, which stop ends
	return stop, nil
}

func (r *Runner) dispatch(firings <-chan event.Firing) {
	defer close(r.gone)
	for f := range firings {
		if f.Outcome == event.Interrupted {
			r.mu.Lock()
			for _, waiting := range r.waiting {
				pass(waiting, f)
			}
			pass(r.running, f)
			r.mu.Unlock()
			continue
		}
		r.mu.Lock()
		waiting := r.waiting[f.Ref()]
		if f.Kind != "" {
			waiting = r.running
		}
		if waiting == nil && f.Kind == "" {
			waiting = r.waiting[event.Ref{Class: f.Class, ID: f.ID}] // no ledger named the Worker before it was served
		}
		r.mu.Unlock()
		pass(waiting, f)
	}
}

// pass gives a firing to whoever waits for it, if anyone still does.
func pass(waiting chan<- event.Firing, f event.Firing) {
	select {
	case waiting <- f:
	default:
	}
}

// lastTry is how often the runtime retries an alarm.
const lastTry = 6

// Fire fires an alarm, prints each try, and returns the outcome of the last. Its Outcome is "" if
// it was not set to shot.At. One that shot keeps is tried once.
func (r *Runner) Fire(ctx context.Context, object inspect.Object, shot control.Shot, print func(inspect.Object, event.Firing) error) (*event.Firing, error) {
	t := local.LiveTarget(object)
	key := t.Ref()
	firings := make(chan event.Firing, 2*lastTry)
	r.mu.Lock()
	r.waiting[key] = firings
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		delete(r.waiting, key)
		r.mu.Unlock()
	}()
	ctx, cancel := context.WithTimeoutCause(ctx, r.Timeout, errRingTimeout)
	defer cancel()
	start := time.Now()
	timedOut := func(retry int) (*event.Firing, error) {
		f := event.Firing{At: ui.JSONTime(start), Worker: t.Worker, Class: t.Class, ID: t.ID, Outcome: "timeout", RetryCount: retry, WallMs: time.Since(start).Milliseconds()}
		if object.Named {
			f.Name = &object.Name
		}
		return &f, r.ended(object, f, true, print)
	}
	was, fires, err := r.Client.Fire(ctx, t, shot)
	switch {
	case context.Cause(ctx) == errRingTimeout:
		return timedOut(0) // the object is busy
	case err != nil:
		return nil, local.AlarmError(object, err)
	case !fires && shot.At.IsZero():
		return nil, NoAlarm(object)
	case !fires:
		return &event.Firing{NextAlarmAt: optionalTime(was)}, nil
	}
	answered := sync.OnceFunc(r.Client.Wait(ctx, t)) // by the first try
	defer answered()
	var lost <-chan time.Time // until when an interrupted handler may still be reported
	for retry := 0; ; {
		select {
		case <-lost:
			return nil, fmt.Errorf("%s: the runtime ended before it reported the outcome of the alarm, which is no longer set", local.Label(object))
		case f := <-firings:
			answered()
			if f.Outcome == event.Interrupted {
				// An alarm that is still set fires again; else it fires right now, or its
				// handler had come to its end.
				if at, err := r.Client.Alarm(ctx, t); err == nil && at.IsZero() {
					lost = time.After(3 * time.Second)
				}
				continue
			}
			lost = nil
			again := f.Outcome != "ok" && f.Next().IsZero() // an alarm that the handler has set replaces a retry
			last := !again || r.NoRetry || f.RetryCount >= lastTry
			if again && (r.NoRetry || last && shot.Keep) {
				if err := r.cancelRetry(ctx, t, was, &f); err != nil {
					return nil, local.AlarmError(object, err)
				}
			}
			if last && !shot.Keep {
				// The response waits until the handler's writes are on disk, where
				// the next command looks.
				_, _ = r.Client.Alarm(ctx, t)
			}
			if err := r.ended(object, f, last, print); err != nil || last || shot.Keep {
				return &f, err
			}
			retry = f.RetryCount + 1
			if !r.Terse {
				r.Say("  %s is retried in about %d s (%d of %d).", local.Label(object), 2<<f.RetryCount, retry, lastTry)
			}
		case <-r.gone:
			return nil, fmt.Errorf("%s: the server stopped before the alarm handler finished", local.Label(object))
		case <-ctx.Done():
			if context.Cause(ctx) == errRingTimeout {
				return timedOut(retry)
			}
			return nil, context.Cause(ctx)
		}
	}
}

var errRingTimeout = errors.New("the alarm handler takes too long")

func optionalTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return ui.JSONTime(t)
}

// cancelRetry cancels the retry of a failed alarm: one that was set for later is set to
// that time again.
func (r *Runner) cancelRetry(ctx context.Context, t control.Target, was time.Time, f *event.Firing) error {
	if was.After(f.Time()) {
		f.NextAlarmAt = ui.JSONTime(was)
		return r.Client.SetAlarm(ctx, t, was)
	}
	return r.Client.DeleteAlarm(ctx, t)
}

// ended prints a try, and counts it if it is the last of its alarm.
func (r *Runner) ended(object inspect.Object, f event.Firing, last bool, print func(inspect.Object, event.Firing) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if last {
		r.fired++
		if f.Outcome != "ok" {
			r.Failed++
		}
	}
	return print(object, f)
}

// NoAlarm says that there is nothing to fire.
func NoAlarm(o inspect.Object) error {
	return ui.WithHint(errors.New(local.Label(o)+" has no alarm"), "--force runs its handler anyway")
}
