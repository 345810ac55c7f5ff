package fire

import (
	"context"
	"errors"
	"slices"
	"time"

	"dotool/commands/local"
	"dotool/commands/ui"
	"dotool/devserver/control"
	"dotool/inspect"
	"dotool/migrate/state"
)

// Simulate fires all alarms and cron triggers due up to a time, in order, including
// alarms that handlers set on the way and retries of failed ones. At equal times, alarms
// fire first, together, and then cron triggers in the order of the configuration. What
// cannot be fired does not stop the rest.
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
	changed := func(held control.Held) error {
		for _, changed := range held.Changed {
			if err := failed(r.refresh(ctx, q, means, changed.Worker, changed.Class, changed.ID, changed.Name)); err != nil {
				return err
			}
		}
		return nil
	}
	for {
		until := end
		if first := q.first(); !first.IsZero() && !first.After(end) {
			until = first.Add(-time.Nanosecond)
		}
		if ticks := table.next(until, together); len(ticks) > 0 {
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
		if left := r.Max - r.fired; len(group) > left {
			if group = group[:left]; len(group) == 0 {
				r.Say("Stopped after %s, at %s; raise --max for more.", ui.Count(r.fired, "alarm"), q.at.Local().Format("2006-01-02 15:04:05"))
				r.Failed++
				return local.FewErrors(errs)
			}
		}
		if r.Held {
			if _, err := r.Client.Hold(ctx, q.at); err != nil {
				return err
			}
		}
		if err := local.EachObject(ctx, group, func(a dueAlarm) error {
			f, err := r.Fire(ctx, a.object, control.Shot{At: a.set, Retry: a.retry, Keep: r.Held}, r.Print)
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

// counts says how many alarms and cron triggers have fired.
func (r *Runner) counts() string {
	if len(r.Crons) == 0 {
		return ui.Count(r.fired, "alarm")
	}
	return ui.Count(r.fired, "alarm") + " and " + ui.Count(r.ran, "cron trigger")
}

// isGone reports whether the server has ended.
func (r *Runner) isGone() bool {
	select {
	case <-r.gone:
		return true
	default:
		return false
	}
}

// refresh asks an object for its alarm, if the address means it.
func (r *Runner) refresh(ctx context.Context, q *agenda, means func(string, string, state.ObjectID, string, bool) bool, worker, class, hex string, name *string) error {
	id, err := state.ParseObjectID(hex)
	if err != nil {
		return nil
	}
	o := inspect.Object{ID: id, Named: name != nil}
	if name != nil {
		o.Name = *name
	}
	if !means(worker, class, id, o.Name, o.Named) {
		return nil
	}
	for _, n := range r.Objects.Namespaces() {
		if n.Class == class && n.Label == class && (worker == "" || n.Worker == "" || n.Worker == worker) {
			o.Namespace = n
		}
	}
	if o.Namespace == nil {
		return nil
	}
	at, err := r.Client.Alarm(ctx, local.LiveTarget(o))
	if err != nil {
		return local.AlarmError(o, err)
	}
	q.put(o, at)
	return nil
}
