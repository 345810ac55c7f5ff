package fire

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Simulate fires all alarms and cron triggers due up to a time, in order, including
// alarms that handlers set on the way and retries of failed ones. At equal times, alarms
// fire first, together, then cron triggers in the order of the configuration, and then
// batches of queues by name. What cannot be fired does not stop the rest.
func (r *Runner) Simulate(ctx context.Context, chosen []inspect.Object, end time.Time) error {
	means, err := r.Objects.Matcher(r.Address)
	if err != nil {
		return err
	}
	q := newAgenda()
	for _, o := range chosen {
		q.put(o, o.Alarm)
	}
	table := newTimetable(r.Crons, r.Now)
	start := time.Now()
	var errs []error // guarded by r.mu, a message once
	failed := func(err error) error {
		if err == nil || ctx.Err() != nil || r.isGone() {
			return err
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		if !slices.ContainsFunc(errs, func(e error) bool { return e.Error() == err.Error() }) {
			errs = append(errs, err)
		}
		return nil
	}
	var delivery time.Time // when the next batch is due, zero for none
	changed := func(held control.Held) error {
		if held.Now != 0 {
			delivery = time.Time{}
			if held.Delivery != nil && r.Queues {
				delivery = time.UnixMilli(held.Delivery.At)
			}
		}
		for _, changed := range held.Changed {
			if err := failed(r.refresh(ctx, q, means, changed)); err != nil {
				return err
			}
		}
		return nil
	}
	if r.Queues {
		held, err := r.Client.Hold(ctx, time.Time{})
		if err := errors.Join(err, changed(held)); err != nil {
			return err
		}
	}
	for {
		until := end
		if first := q.first(); !first.IsZero() && !first.After(end) {
			until = first.Add(-time.Nanosecond)
		}
		ticks := table.next(until, together)
		if len(ticks) > 0 {
			until = ticks[0].at.Add(-time.Nanosecond)
		}
		if !delivery.IsZero() && !delivery.After(until) {
			if r.left() <= 0 {
				return r.stopped(delivery, errs)
			}
			held, err := r.deliver(ctx, until)
			r.Queues = r.Queues && err == nil && len(held.Delivered) > 0 // what cannot be delivered stays
			if err := errors.Join(failed(err), changed(held)); err != nil {
				return err
			}
			continue
		}
		if len(ticks) > 0 {
			n, held, err := r.fireCrons(ctx, ticks)
			table.fired(ticks[:max(n, 1)]) // what cannot be fired is passed over
			if err == errNoHandler {
				table = nil
			}
			if err := errors.Join(failed(err), changed(held)); err != nil {
				return err
			}
			continue
		}
		group := q.next(end)
		if len(group) == 0 {
			// Alarms set by code that went on after its handler had ended.
			alarms, err := r.Objects.Alarms(ctx, r.Address)
			if err != nil {
				return err
			}
			for _, o := range alarms {
				if !o.Alarm.After(end) {
					q.put(o, o.Alarm)
				}
			}
			if group = q.next(end); len(group) == 0 {
				break
			}
		}
		if left := r.left(); len(group) > left {
			if group = group[:max(left, 0)]; len(group) == 0 {
				return r.stopped(q.at, errs)
			}
		}
		var clock time.Time // to move it with the only alarm, in one request
		switch {
		case r.Held && len(group) == 1:
			clock = q.at
		case r.Held:
			if _, err := r.Client.Hold(ctx, q.at); err != nil {
				return err
			}
		}
		if err := local.EachObject(ctx, group, func(a dueAlarm) error {
			f, err := r.Fire(ctx, a.object, control.Shot{Clock: clock, At: a.setTo, Retry: a.retry, Keep: r.Held}, r.Print)
			if err != nil {
				return failed(err)
			}
			r.mu.Lock()
			defer r.mu.Unlock()
			switch next := f.Next(); {
			case !next.IsZero():
				q.put(a.object, next)
			case r.Held && f.Outcome == "exception" && f.RetryCount < lastTry && !r.NoRetry:
				a.retry = f.RetryCount + 1
				q.again(a, f.Time().Add(2*time.Second<<f.RetryCount))
			}
			return nil
		}); err != nil {
			return err
		}
		held, err := r.Client.Hold(ctx, time.Time{})
		if err != nil {
			return err
		}
		if err := changed(held); err != nil {
			return err
		}
	}
	var clock time.Time
	if r.Held {
		held, err := r.Client.Hold(ctx, end)
		if err != nil {
			return err
		}
		clock = held.Clock()
	}
	left := len(q.retries)
	r.fired, r.Failed = r.fired+left, r.Failed+left
	r.Say("%s fired up to %s, in %s.", r.counts(), end.Local().Format("2006-01-02 15:04:05"), ui.Duration(time.Since(start)))
	if left > 0 {
		r.Say("%s failed and would be retried after that.", ui.Count(left, "alarm"))
	}
	if r.Stays {
		r.Say("The Worker's clock stays there: it is now %s.", clock.Local().Format("2006-01-02 15:04:05"))
	}
	return local.FewErrors(errs)
}

// stopped says that more was to fire than may.
func (r *Runner) stopped(at time.Time, errs []error) error {
	r.Say("Stopped after %s, at %s; raise --max for more.", r.counts(), at.Local().Format("2006-01-02 15:04:05"))
	r.Failed++
	return local.FewErrors(errs)
}

// counts says what has fired.
func (r *Runner) counts() string {
	all := []string{ui.Count(r.fired, "alarm")}
	if len(r.Crons) > 0 {
		all = append(all, ui.Count(r.ran, "cron trigger"))
	}
	if r.batches > 0 {
		batches := "1 batch"
		if r.batches > 1 {
			batches = strconv.Itoa(r.batches) + " batches"
		}
		all = append(all, batches)
	}
	if n := len(all) - 1; n > 0 {
		all = []string{strings.Join(all[:n], ", ") + " and " + all[n]}
	}
	return all[0]
}

// left is how many alarms and batches may still fire.
func (r *Runner) left() int { return r.Max - r.fired - r.batches }

// isGone reports whether the server has ended.
func (r *Runner) isGone() bool {
	select {
	case <-r.gone:
		return true
	default:
		return false
	}
}

// refresh notes the alarm of an object that may have changed, if the address means it.
func (r *Runner) refresh(ctx context.Context, q *agenda, means func(string, string, state.ObjectID, string, bool) bool, c control.Changed) error {
	id, err := state.ParseObjectID(c.ID)
	if err != nil {
		return nil
	}
	o := inspect.Object{ID: id, Named: c.Name != nil}
	if c.Name != nil {
		o.Name = *c.Name
	}
	if !means(c.Worker, c.Class, id, o.Name, o.Named) {
		return nil
	}
	for _, n := range r.Objects.Namespaces() {
		if n.Class == c.Class && (n.Worker == c.Worker || (c.Worker == "" || n.Worker == "") && n.Label == c.Class) {
			o.Namespace = n
		}
	}
	switch {
	case o.Namespace == nil:
		return nil
	case c.Alarm != nil && c.Alarm.At == nil:
		q.put(o, time.Time{})
		return nil
	case c.Alarm != nil:
		q.put(o, time.UnixMilli(*c.Alarm.At))
		return nil
	}
	at, err := r.Client.Alarm(ctx, local.LiveTarget(o))
	if err != nil {
		return local.AlarmError(o, err)
	}
	q.put(o, at)
	return nil
}
