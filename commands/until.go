package commands

import (
	"context"
	"slices"
	"time"

	"dotool/devserver/control"
	"dotool/inspect"
	"dotool/migrate/state"
)

// simulate fires all that falls due up to a time, in order of time, with what
// handlers set on the way, and the retries of those that fail. An object that
// cannot be fired does not stop the rest.
func (r *ringer) simulate(ctx context.Context, chosen []inspect.Object, end time.Time) error {
	means, err := r.store.Matcher(r.address)
	if err != nil {
		return err
	}
	q := newAgenda()
	for _, o := range chosen {
		q.put(o, o.Alarm)
	}
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
	for {
		group := q.next(end)
		if len(group) == 0 {
			// Alarms that were set unnoticed, by what went on after a handler ended.
			alarms, err := r.store.Alarms(ctx, r.address)
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
		if left := r.max - r.rang; len(group) > left {
			if group = group[:left]; len(group) == 0 {
				r.say("Stopped after %s, at %s: --max takes more.", count(r.rang, "alarm"), q.at.Local().Format("2006-01-02 15:04:05"))
				r.failed++
				return fewErrors(errs)
			}
		}
		if r.held {
			if _, err := r.client.Hold(ctx, q.at); err != nil {
				return err
			}
		}
		if err := eachObject(ctx, group, func(a dueAlarm) error {
			f, err := r.ring(ctx, a.object, control.Shot{At: a.set, Retry: a.retry, Keep: r.held}, r.print)
			if err != nil {
				return failed(err)
			}
			r.mu.Lock()
			defer r.mu.Unlock()
			switch next := f.Next(); {
			case !next.IsZero():
				q.put(a.object, next)
			case r.held && f.Outcome == "exception" && f.RetryCount < lastTry && !r.noRetry:
				a.retry = f.RetryCount + 1
				q.again(a, f.Time().Add(2*time.Second<<f.RetryCount))
			}
			return nil
		}); err != nil {
			return err
		}
		held, err := r.client.Hold(ctx, time.Time{})
		if err != nil {
			return err
		}
		for _, changed := range held.Changed {
			if err := failed(r.refresh(ctx, q, means, changed.Class, changed.ID, changed.Name)); err != nil {
				return err
			}
		}
	}
	var clock time.Time
	if r.held {
		held, err := r.client.Hold(ctx, end)
		if err != nil {
			return err
		}
		clock = held.Clock()
	}
	left := len(q.retries)
	r.rang, r.failed = r.rang+left, r.failed+left
	r.say("%s rang up to %s, in %s.", count(r.rang, "alarm"), end.Local().Format("2006-01-02 15:04:05"), duration(time.Since(start)))
	if left > 0 {
		r.say("%s failed and would be retried after that.", count(left, "alarm"))
	}
	if r.stays {
		r.say("The clock of the Worker stays there: it is %s now.", clock.Local().Format("2006-01-02 15:04:05"))
	}
	return fewErrors(errs)
}

// isGone reports whether the server is.
func (r *ringer) isGone() bool {
	select {
	case <-r.gone:
		return true
	default:
		return false
	}
}

// refresh asks an object for its alarm, if the address means it.
func (r *ringer) refresh(ctx context.Context, q *agenda, means func(string, state.ObjectID, string, bool) bool, class, hex string, name *string) error {
	id, err := state.ParseObjectID(hex)
	if err != nil {
		return nil
	}
	o := inspect.Object{ID: id, Named: name != nil}
	if name != nil {
		o.Name = *name
	}
	if !means(class, id, o.Name, o.Named) {
		return nil
	}
	for _, n := range r.store.Namespaces() {
		if n.Class == class && n.Label == class {
			o.Namespace = n
		}
	}
	if o.Namespace == nil {
		return nil
	}
	at, err := r.client.Alarm(ctx, liveTarget(o))
	if err != nil {
		return alarmFault(o, err)
	}
	q.put(o, at)
	return nil
}
