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
	s := &simulation{Runner: r, means: means, end: end, alarms: newAgenda(), crons: newTimetable(r.Crons, r.Now)}
	for _, o := range chosen {
		s.alarms.put(o, o.Alarm)
	}
	start := time.Now()
	if r.Queues {
		held, err := r.Client.Hold(ctx, time.Time{})
		if err := errors.Join(err, s.note(ctx, held)); err != nil {
			return err
		}
	}
	for more := true; more; {
		if more, err = s.next(ctx); err != nil {
			return err
		}
	}
	if s.stopped.IsZero() {
		return s.over(ctx, start)
	}
	r.Say("Stopped after %s, at %s; raise --max for more.", r.counts(), s.stopped.Local().Format(time.DateTime))
	r.Failed++
	return local.FewErrors(s.errs)
}

// simulation is the state of one [Runner.Simulate]: the events that are still to come.
type simulation struct {
	*Runner
	means    func(worker, class string, id state.ObjectID, name string, named bool) bool
	end      time.Time
	alarms   *agenda
	crons    timetable
	delivery time.Time // when the next batch is due, zero for none
	stopped  time.Time // when more was to fire than may, zero if it was not
	errs     []error   // guarded by Runner.mu, a message once
}

// next fires what is due first, unless nothing is left to fire.
func (s *simulation) next(ctx context.Context) (more bool, err error) {
	until := s.end
	if first := s.alarms.first(); !first.IsZero() && !first.After(s.end) {
		until = first.Add(-time.Nanosecond)
	}
	ticks := s.crons.next(until, together)
	if len(ticks) > 0 {
		until = ticks[0].at.Add(-time.Nanosecond)
	}
	switch {
	case !s.delivery.IsZero() && !s.delivery.After(until):
		return s.fireBatch(ctx, until)
	case len(ticks) > 0:
		n, held, err := s.fireCrons(ctx, ticks)
		s.crons.fired(ticks[:max(n, 1)]) // what cannot be fired is passed over
		if err == errNoHandler {
			s.crons = nil
		}
		return true, errors.Join(s.failed(ctx, err), s.note(ctx, held))
	default:
		return s.fireAlarms(ctx)
	}
}

// fireBatch delivers a batch that is due by a time.
func (s *simulation) fireBatch(ctx context.Context, until time.Time) (more bool, err error) {
	if s.left() <= 0 {
		s.stopped = s.delivery
		return false, nil
	}
	held, err := s.deliver(ctx, until)
	s.Queues = s.Queues && err == nil && len(held.Delivered) > 0 // what cannot be delivered stays
	return true, errors.Join(s.failed(ctx, err), s.note(ctx, held))
}

// fireAlarms fires the alarms that are due first.
func (s *simulation) fireAlarms(ctx context.Context) (more bool, err error) {
	group := s.alarms.next(s.end)
	if len(group) == 0 {
		// Alarms set by code that went on after its handler had ended.
		alarms, err := s.Objects.Alarms(ctx, s.Address)
		if err != nil {
			return false, err
		}
		for _, o := range alarms {
			if !o.Alarm.After(s.end) {
				s.alarms.put(o, o.Alarm)
			}
		}
		if group = s.alarms.next(s.end); len(group) == 0 {
			return false, nil
		}
	}
	if left := s.left(); len(group) > left {
		if group = group[:max(left, 0)]; len(group) == 0 {
			s.stopped = s.alarms.at
			return false, nil
		}
	}
	var clock time.Time // to move it with the only alarm, in one request
	switch {
	case s.Held && len(group) == 1:
		clock = s.alarms.at
	case s.Held:
		if _, err := s.Client.Hold(ctx, s.alarms.at); err != nil {
			return false, err
		}
	}
	if err := local.EachObject(ctx, group, func(a dueAlarm) error { return s.fireAlarm(ctx, a, clock) }); err != nil {
		return false, err
	}
	held, err := s.Client.Hold(ctx, time.Time{})
	if err != nil {
		return false, err
	}
	return true, s.note(ctx, held)
}

// fireAlarm fires an alarm, and notes the next one of its object.
func (s *simulation) fireAlarm(ctx context.Context, a dueAlarm, clock time.Time) error {
	f, err := s.Fire(ctx, a.object, control.Shot{Clock: clock, At: a.setTo, Retry: a.retry, Keep: s.Held}, s.Print)
	if err != nil {
		return s.failed(ctx, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch next := f.Next(); {
	case !next.IsZero():
		s.alarms.put(a.object, next)
	case s.Held && f.Outcome == "exception" && f.RetryCount < lastTry && !s.NoRetry:
		a.retry = f.RetryCount + 1
		s.alarms.again(a, f.Time().Add(2*time.Second<<f.RetryCount))
	}
	return nil
}

// failed keeps an error for the end, unless it is one that ends everything, which it
// returns.
func (s *simulation) failed(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil || s.isGone() {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.ContainsFunc(s.errs, func(e error) bool { return e.Error() == err.Error() }) {
		s.errs = append(s.errs, err)
	}
	return nil
}

// note takes what the server says has changed.
func (s *simulation) note(ctx context.Context, held control.Held) error {
	if held.Now != 0 {
		s.delivery = time.Time{}
		if held.Delivery != nil && s.Queues {
			s.delivery = time.UnixMilli(held.Delivery.At)
		}
	}
	for _, changed := range held.Changed {
		if err := s.failed(ctx, s.refresh(ctx, changed)); err != nil {
			return err
		}
	}
	return nil
}

// over moves the clock to the end, and says what has fired.
func (s *simulation) over(ctx context.Context, start time.Time) error {
	var clock time.Time
	if s.Held {
		held, err := s.Client.Hold(ctx, s.end)
		if err != nil {
			return err
		}
		clock = held.Clock()
	}
	left := len(s.alarms.retries)
	s.fired, s.Failed = s.fired+left, s.Failed+left
	s.Say("%s fired up to %s, in %s.", s.counts(), s.end.Local().Format(time.DateTime), ui.Duration(time.Since(start)))
	if left > 0 {
		s.Say("%s failed and would be retried after that.", ui.Count(left, "alarm"))
	}
	if s.Stays {
		s.Say("The Worker's clock stays there: it is now %s.", clock.Local().Format(time.DateTime))
	}
	return local.FewErrors(s.errs)
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

// left returns how many alarms and batches may still fire.
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
func (s *simulation) refresh(ctx context.Context, c control.Changed) error {
	id, err := state.ParseObjectID(c.ID)
	if err != nil {
		return nil
	}
	o := inspect.Object{ID: id, Named: c.Name != nil}
	if c.Name != nil {
		o.Name = *c.Name
	}
	if !s.means(c.Worker, c.Class, id, o.Name, o.Named) {
		return nil
	}
	for _, n := range s.Objects.Namespaces() {
		if n.Class == c.Class && (n.Worker == c.Worker || (c.Worker == "" || n.Worker == "") && n.Label == c.Class) {
			o.Namespace = n
		}
	}
	switch {
	case o.Namespace == nil:
		return nil
	case c.Alarm != nil && c.Alarm.At == nil:
		s.alarms.put(o, time.Time{})
		return nil
	case c.Alarm != nil:
		s.alarms.put(o, time.UnixMilli(*c.Alarm.At))
		return nil
	}
	at, err := s.Client.Alarm(ctx, local.LiveTarget(o))
	if err != nil {
		return local.AlarmError(o, err)
	}
	s.alarms.put(o, at)
	return nil
}
