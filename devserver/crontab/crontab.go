// Package crontab fires the cron triggers of the Workers that are served, at their times:
// see [Table].
package crontab

import (
	"context"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/config/cron"
)

// Trigger is a cron trigger of a Worker.
type Trigger struct {
	Worker   string
	Cron     string // the expression; one that is not valid never fires
	Workflow string // of which it creates an instance; "" runs the scheduled handler
}

// Table fires cron triggers. For one whose minute passed while it could not fire, since
// the machine slept or nothing was served, the last such minute fires, late.
type Table struct {
	// Triggers returns the triggers of the code that serves; ok is false while none does.
	Triggers func() (all []Trigger, ok bool)

	// Fire fires a trigger for a time, and returns when that is done. It is called at most
	// once for each minute of a trigger.
	Fire func(ctx context.Context, t Trigger, at time.Time)

	Now func() time.Time // nil is time.Now

	seen   map[Trigger]time.Time // up to when each was looked at
	parsed map[string]cron.Expression
}

const (
	// longest is how long the table sleeps at most: the timers of Go do not count the time
	// that the machine sleeps.
	longest = time.Second
	// late is how soon it looks again while nothing serves.
	late = 250 * time.Millisecond
	// limit is how long a run may take, as in production.
	limit = 15 * time.Minute
)

// Run fires triggers until ctx is done, and returns when none runs any more. A trigger that it
// has not met before, as one that was just saved, fires from the next minute on.
func (t *Table) Run(ctx context.Context) {
	t.seen, t.parsed = map[Trigger]time.Time{}, map[string]cron.Expression{}
	clock := t.Now
	if clock == nil {
		clock = time.Now
	}
	var running sync.WaitGroup
	defer running.Wait()
	for {
		now, wait := clock().Round(0), late // by the clock on the wall
		if all, ok := t.Triggers(); ok {
			for trigger, at := range t.due(all, now) {
				running.Go(func() { // ends with ctx at the latest
					ctx, cancel := context.WithTimeout(ctx, limit)
					defer cancel()
					t.Fire(ctx, trigger, at)
				})
			}
			wait = min(longest, now.Truncate(time.Minute).Add(time.Minute).Sub(now))
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
	}
}

// due returns the triggers that fire now, and for what minutes.
func (t *Table) due(all []Trigger, now time.Time) map[Trigger]time.Time {
	due, seen := map[Trigger]time.Time{}, map[Trigger]time.Time{}
	for _, trigger := range all {
		since, met := t.seen[trigger]
		if !met || since.After(now) { // the clock was set back
			seen[trigger] = now
			if met {
				seen[trigger] = since
			}
			continue
		}
		seen[trigger] = now
		if at := t.expression(trigger.Cron).Last(since, now); !at.IsZero() {
			due[trigger] = at
		}
	}
	t.seen = seen
	return due
}

func (t *Table) expression(text string) cron.Expression {
	e, ok := t.parsed[text]
	if !ok {
		e, _ = cron.Parse(text) // was reported where the configuration was read
		t.parsed[text] = e
	}
	return e
}
