package fire

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/cron"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/inspect"
)

// timetable is the cron triggers to fire, in the order of the configuration.
type timetable []timed

// timed is a cron trigger.
type timed struct {
	trigger control.CronEvent
	when    cron.Expression
	at      time.Time // when it fires next, zero for never
}

// tick is a time at which a trigger fires.
type tick struct {
	index   int // of the trigger
	trigger control.CronEvent
	at      time.Time
}

// newTimetable makes a timetable that begins after a time. Expressions that are not
// valid never fire.
func newTimetable(crons []control.CronEvent, after time.Time) (table timetable) {
	for _, c := range crons {
		if when, err := cron.Parse(c.Cron); err == nil {
			table = append(table, timed{c, when, when.Next(after)})
		}
	}
	return table
}

// Due reports whether a cron trigger fires after a time and not after another.
func Due(crons []control.CronEvent, after, end time.Time) bool {
	return len(newTimetable(crons, after).next(end, 1)) > 0
}

// next returns what fires next, up to the end, and at most so much.
func (t timetable) next(end time.Time, most int) (ticks []tick) {
	t = slices.Clone(t)
	for len(ticks) < most {
		first := -1
		for i, c := range t {
			if !c.at.IsZero() && !c.at.After(end) && (first < 0 || c.at.Before(t[first].at)) {
				first = i
			}
		}
		if first < 0 {
			break
		}
		ticks = append(ticks, tick{first, t[first].trigger, t[first].at})
		t.fired(ticks[len(ticks)-1:])
	}
	return ticks
}

// fired takes out what has fired.
func (t timetable) fired(ticks []tick) {
	for _, tick := range ticks {
		t[tick.index].at = t[tick.index].when.Next(tick.at)
	}
}

// together is how many runs are requested at once: a request takes longer than a handler
// that does little.
const together = 64

// fireCrons moves the clock to the time of each trigger, fires it, and prints what it did.
// It stops after one that may have set an alarm, and returns how many have fired.
func (r *Runner) fireCrons(ctx context.Context, ticks []tick) (n int, held control.Held, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	events, firings := make([]control.CronEvent, len(ticks)), make(chan event.Firing, len(ticks))
	r.mu.Lock()
	r.running = firings
	r.mu.Unlock()
	for i, t := range ticks {
		events[i] = t.trigger
		events[i].At = t.at.UnixMilli()
	}
	type reply struct {
		held control.Held
		err  error
	}
	replies := make(chan reply, 1)
	go func() { // ends with ctx
		held, err := r.Client.FireCrons(ctx, events)
		replies <- reply{held, err}
	}()
	begun := time.Now()
	slow := time.NewTimer(r.Timeout)
	defer slow.Stop()
	for last := len(ticks); n < last; {
		t := ticks[n]
		select {
		case f := <-firings:
			if f.Outcome == event.Interrupted {
				return n, held, fmt.Errorf("cron trigger %q: the runtime ended before its handler did", t.trigger.Cron)
			}
			if t.trigger.Worker != "" && f.Worker != t.trigger.Worker || f.Cron != t.trigger.Cron || !f.Due().Equal(t.at) {
				continue // of an earlier request
			}
			n, begun = n+1, time.Now()
			slow.Reset(r.Timeout)
			if err := r.cronEnded(f); err != nil {
				return n, held, err
			}
		case reply := <-replies:
			switch held, replies = reply.held, nil; {
			case reply.err != nil:
				return n, held, fmt.Errorf("cron trigger %q: %w", t.trigger.Cron, reply.err)
			case held.Missing:
				return n, held, errNoHandler
			}
			last = held.Ran
		case <-r.gone:
			return n, held, fmt.Errorf("cron trigger %q: the server stopped before its handler did", t.trigger.Cron)
		case <-slow.C:
			return n + 1, held, r.cronEnded(event.Firing{
				Kind: "cron", Worker: t.trigger.Worker, Cron: t.trigger.Cron, Outcome: "timeout", At: ui.JSONTime(t.at), ScheduledAt: ui.JSONTime(t.at), Virtual: true, WallMs: time.Since(begun).Milliseconds(),
			})
		case <-ctx.Done():
			return n, held, context.Cause(ctx)
		}
	}
	if replies != nil {
		reply := <-replies
		held, err = reply.held, reply.err
	}
	return n, held, err
}

var errNoHandler = ui.WithHint(errors.New("the Worker has cron triggers, and no scheduled handler"), "the default export needs a method scheduled(controller, env, ctx)")

// cronEnded prints a run of a trigger, and counts it.
func (r *Runner) cronEnded(f event.Firing) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ran++
	if f.Outcome != "ok" {
		r.Failed++
	}
	return r.Print(inspect.Object{}, f)
}
