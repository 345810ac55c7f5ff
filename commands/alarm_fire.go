package commands

import (
	"bytes"
	"cmp"
	"container/heap"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/urfave/cli/v2"

	"dotool/devserver"
	"dotool/devserver/control"
	"dotool/devserver/event"
	"dotool/inspect"
	"dotool/inspect/v8"
	"dotool/migrate"
)

type fireOptions struct {
	Address inspect.Address
	Until   string
	Max     int
	NoRetry bool
	Twice   bool
	Force   bool
	Timeout time.Duration
}

func alarmFireCommand(env *Env, class, all cli.Flag) *cli.Command {
	return &cli.Command{
		Name: "fire", Usage: "have alarms ring now", ArgsUsage: "[OBJECT|GLOB]",
		Description: "Without an argument those ring that are due; with one those that it means,\n" +
			"whenever they are due. The runtime's own scheduler runs the handlers, and tries\n" +
			"those again that fail. Waits for the outcome; exit code 1 if a handler failed.\n\n" +
			"With --until the clock runs ahead: all that falls due up to then rings in order\n" +
			"of time, with what handlers set on the way. Date.now() shows that time to the\n" +
			"Worker; timers take as long as ever. Alarms of the future are not lost: they are\n" +
			"where the handlers set them.\n\n" +
			"Example:\n  $ dotool alarm fire lobby --no-retry\n  $ dotool alarm fire --until +7d",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "until", Usage: "ring all that falls due up to `TIME`, as +2h or a date"},
			&cli.IntFlag{Name: "max", Usage: "with --until, stop after `N`", Value: 10_000},
			&cli.BoolFlag{Name: "no-retry", Usage: "do not try a handler that failed again"},
			&cli.BoolFlag{Name: "twice", Usage: "ring one alarm twice and show what the second time changed"},
			&cli.BoolFlag{Name: "force", Usage: "run the handler though no alarm is set"},
			&cli.DurationFlag{Name: "timeout", Usage: "wait no longer than `TIME` for one alarm, with its retries", Value: 3 * time.Minute},
			class, all,
		},
		Action: func(c *cli.Context) error {
			if err := arguments(c, 1); err != nil {
				return err
			}
			o := fireOptions{
				Address: inspect.Address{Text: c.Args().First(), Class: c.String("class"), All: c.Bool("all")},
				Until:   c.String("until"), Max: c.Int("max"), NoRetry: c.Bool("no-retry"),
				Twice: c.Bool("twice"), Force: c.Bool("force"), Timeout: c.Duration("timeout"),
			}
			switch {
			case o.Max < 1:
				return usagef("--max takes a number from 1 on, not %d", o.Max)
			case o.Timeout <= 0:
				return usagef("--timeout takes a time like 30s, not %s", o.Timeout)
			case (o.Twice || o.Force) && (o.Until != "" || o.Address.Text == ""):
				return usagef("--twice and --force take one OBJECT")
			}
			if c.IsSet("until") {
				if _, err := parseTime(o.Until, time.Now()); err != nil {
					return err
				}
			}
			return runAlarmFire(c.Context, env, o)
		},
	}
}

func runAlarmFire(ctx context.Context, env *Env, o fireOptions) (err error) {
	store, state, err := env.openStore()
	if err != nil {
		return err
	}
	r := &ringer{env: env, o: o, store: store, waiting: map[string]chan event.Firing{}, gone: make(chan struct{})}
	// One object is looked for before anything is started.
	one, notOne := store.Object(ctx, o.Address)
	if address, ok := errors.AsType[*inspect.AddressError](notOne); o.Until == "" && o.Address.Text != "" && !o.Address.All && notOne != nil && !(ok && address.Many) {
		return notOne
	}
	client, err := env.dial(ctx, state)
	if err != nil && !errors.Is(err, control.ErrNoServer) {
		return err
	}
	served := err == nil
	now := time.Now()
	if served {
		held, err := client.Hold(ctx, time.Time{})
		if err != nil {
			return err
		}
		r.held = held.Held
		now = held.Clock()
	}
	until := now
	if o.Until != "" {
		until, _ = parseTime(o.Until, now) // it was read before
	}
	// What rings is chosen here, so that nothing is started for nothing.
	var chosen []inspect.Object
	switch {
	case o.Until != "" || notOne != nil:
		if chosen, err = store.Alarms(ctx, o.Address); err != nil {
			return nearClass(store, err)
		}
		if o.Until != "" || o.Address == (inspect.Address{Class: o.Address.Class}) {
			chosen = slices.DeleteFunc(chosen, func(a inspect.Object) bool { return a.Alarm.After(until) })
		}
		if len(chosen) == 0 && (!r.held || o.Until == "") {
			if env.flags.JSON {
				_, err := fmt.Fprintln(env.Stdout, "[]")
				return err
			}
			env.tell("%s", noneDue(o, until, now))
			return nil
		}
	case o.Twice && o.Address.All:
		return usagef("--twice takes one OBJECT")
	default:
		if one.Alarm.IsZero() && !o.Force && !served {
			return &noAlarmError{label(one)}
		}
		chosen = []inspect.Object{one}
	}
	if o.Twice && len(chosen) != 1 {
		return usagef("--twice takes one OBJECT, not %d", len(chosen))
	}
	if served && o.Until != "" && !r.held && until.After(now) {
		// The clock of a Worker that others use is not moved.
		resume, err := client.Pause(ctx, env.command)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, resume()) }()
		served = false
	}
	if !served {
		var stop func() error
		if client, stop, err = devserver.Host(ctx, env.hosting("dotool alarm fire")); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, stop()) }()
		r.held = true
	}
	r.client, r.stays = client, served && r.held
	firings, stop, err := client.Firings(ctx)
	if err != nil {
		return err
	}
	defer stop()
	go r.dispatch(firings) // ends with the channel, which stop ends
	r.print, r.end = func(firingJSON) error { return nil }, func() error { return nil }
	if env.flags.JSON {
		r.print, r.end = jsonList[firingJSON](env.Stdout)
	}
	switch {
	case o.Twice:
		err = r.twice(ctx, chosen[0])
	case o.Until != "":
		err = r.simulate(ctx, chosen, until)
	default:
		err = eachObject(ctx, chosen, func(object inspect.Object) error {
			_, err := r.ring(ctx, object, control.Shot{Force: o.Force})
			return err
		})
	}
	err = errors.Join(err, r.end())
	if err == nil && r.failed > 0 {
		return errReported
	}
	return err
}

func noneDue(o fireOptions, until, now time.Time) string {
	switch {
	case o.Until != "":
		return fmt.Sprintf("No alarm falls due until %s.", until.Local().Format("2006-01-02 15:04:05"))
	case o.Address.Text != "" || o.Address.All:
		return nothing("alarms", o.Address.Text)
	}
	return "No alarm is due."
}

// noAlarmError says that there is nothing to ring.
type noAlarmError struct{ object string }

func (e *noAlarmError) Error() string { return e.object + " has no alarm" }
func (e *noAlarmError) Hint() string  { return "--force runs its handler all the same" }

// ringer has alarms ring and waits for what comes of it.
type ringer struct {
	env    *Env
	o      fireOptions
	store  *inspect.Store
	client *control.Client
	held   bool // alarms ring only by us, and the clock can be moved
	stays  bool // the clock is a dev server's, which goes on

	print func(firingJSON) error
	end   func() error

	gone chan struct{} // closed when the server is

	mu      sync.Mutex // guards what follows, and printing
	waiting map[string]chan event.Firing
	failed  int // alarms whose last try failed
	rang    int
}

func ringKey(class, id string) string { return class + "/" + id }

func (r *ringer) dispatch(firings <-chan event.Firing) {
	defer close(r.gone)
	for f := range firings {
		if f.Outcome == event.Interrupted {
			r.mu.Lock()
			for _, waiting := range r.waiting {
				select {
				case waiting <- f:
				default:
				}
			}
			r.mu.Unlock()
			continue
		}
		r.mu.Lock()
		waiting := r.waiting[ringKey(f.Class, f.ID)]
		r.mu.Unlock()
		if waiting == nil {
			continue
		}
		select {
		case waiting <- f:
		default: // it was given up
		}
	}
}

// lastTry is how often the runtime tries an alarm again.
const lastTry = 6

// ring fires an alarm and returns what came of the last try. Its Outcome is "" if
// it was not set to shot.At. One that shot keeps is tried once.
func (r *ringer) ring(ctx context.Context, object inspect.Object, shot control.Shot) (*event.Firing, error) {
	t := liveTarget(object)
	key := ringKey(t.Class, t.ID)
	firings := make(chan event.Firing, 2*lastTry)
	r.mu.Lock()
	r.waiting[key] = firings
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		delete(r.waiting, key)
		r.mu.Unlock()
	}()
	ctx, cancel := context.WithTimeoutCause(ctx, r.o.Timeout, errRingTimeout)
	defer cancel()
	start := time.Now()
	timedOut := func(retry int, logs []event.FiringLine) (*event.Firing, error) {
		f := event.Firing{At: jsonTime(start), Class: t.Class, ID: t.ID, Outcome: "timeout", RetryCount: retry, WallMs: time.Since(start).Milliseconds(), Logs: logs}
		if object.Named {
			f.Name = &object.Name
		}
		return &f, r.tell(object, f, true)
	}
	was, fires, err := r.client.Fire(ctx, t, shot)
	switch {
	case context.Cause(ctx) == errRingTimeout:
		return timedOut(0, nil) // the object is busy
	case err != nil:
		return nil, alarmFault(object, err)
	case !fires && shot.At.IsZero():
		return nil, &noAlarmError{label(object)}
	case !fires:
		return &event.Firing{NextAlarmAt: optionalTime(was)}, nil
	}
	var lost <-chan time.Time // until when an interrupted handler may yet be told of
	for retry := 0; ; {
		select {
		case <-lost:
			return nil, fmt.Errorf("%s: the runtime ended before it told what became of the alarm, which is not set any more", label(object))
		case f := <-firings:
			if f.Outcome == event.Interrupted {
				// An alarm that is still set rings again; else it rings right now, or its
				// handler had come to its end.
				if at, err := r.client.Alarm(ctx, t); err == nil && at.IsZero() {
					lost = time.After(3 * time.Second)
				}
				continue
			}
			lost = nil
			again := f.Outcome != "ok" && f.Next().IsZero() // what the handler has set takes the place of a retry
			last := !again || r.o.NoRetry || f.RetryCount >= lastTry
			if again && (r.o.NoRetry || last && shot.Keep) {
				if err := r.takeRetryAway(ctx, t, was, &f); err != nil {
					return nil, alarmFault(object, err)
				}
			}
			if last && !shot.Keep {
				// Its answer waits for what the handler has written to be on disk, where
				// the next command looks.
				_, _ = r.client.Alarm(ctx, t)
			}
			if err := r.tell(object, f, last); err != nil || last || shot.Keep {
				return &f, err
			}
			retry = f.RetryCount + 1
			if !r.env.flags.JSON {
				r.env.tell("  %s is tried again in about %d s (%d of %d).", label(object), 2<<f.RetryCount, retry, lastTry)
			}
		case <-r.gone:
			return nil, fmt.Errorf("%s: the server ended before the alarm handler did", label(object))
		case <-ctx.Done():
			if context.Cause(ctx) == errRingTimeout {
				return timedOut(retry, nil)
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
	return jsonTime(t)
}

// takeRetryAway undoes the retry of a failed alarm: one that was to ring later is
// set to what it was.
func (r *ringer) takeRetryAway(ctx context.Context, t control.Target, was time.Time, f *event.Firing) error {
	if was.After(f.Time()) {
		f.NextAlarmAt = jsonTime(was)
		return r.client.SetAlarm(ctx, t, was)
	}
	return r.client.DeleteAlarm(ctx, t)
}

// tell prints what came of an alarm. The last of its tries counts.
func (r *ringer) tell(object inspect.Object, f event.Firing, last bool) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if last {
		r.rang++
		if f.Outcome != "ok" {
			r.failed++
		}
	}
	if r.env.flags.JSON {
		return r.print(r.env.firingJSON(f))
	}
	return r.env.printFiring(object, f)
}

// printFiring prints an alarm that rang as the log of the dev server does.
func (e *Env) printFiring(object inspect.Object, f event.Firing) error {
	var b bytes.Buffer
	s := e.style(e.Stdout)
	l := newCallLog(e, s, false)
	named := &event.Object{Class: f.Class, ID: f.ID, Name: object.Name, Named: object.Named}
	if f.Outcome == "timeout" {
		fmt.Fprintf(&b, "%s alarm %s %s\n", f.Time().Local().Format(time.TimeOnly), s.accent.Render(shownObject(named)),
			s.bad.Render("did not end in "+duration(time.Duration(f.WallMs)*time.Millisecond)))
		_, err := e.Stdout.Write(b.Bytes())
		return err
	}
	var items []event.Event
	for _, line := range f.Logs {
		items = append(items, event.Console{Call: 1, Root: 1, Object: named, Level: line.Level, Text: line.Text})
	}
	if x := f.Exception(); x != nil {
		items = append(items, event.Exception{Call: 1, Root: 1, Object: named, Method: "alarm", Error: x})
	}
	call := event.Call{
		N: 1, Root: 1, Kind: "alarm", Object: named, At: f.Time().Local(), Duration: time.Duration(f.WallMs) * time.Millisecond,
		Failed: f.Outcome != "ok", Alarm: &event.AlarmCall{ScheduledAt: f.Scheduled(), Retry: f.RetryCount},
	}
	if f.Virtual {
		b.WriteString(f.Time().Local().Format("2006-01-02 "))
	}
	l.tree(&b, call, items, 0)
	if next := f.Next(); !next.IsZero() {
		fmt.Fprintf(&b, "%s%s\n", indent, s.dim.Render("next alarm in "+until(next.Sub(f.Time()))+", "+next.Local().Format("2006-01-02 15:04:05")))
	}
	_, err := e.Stdout.Write(b.Bytes())
	return err
}

// simulate fires all that falls due up to a time, in order of time, with what
// handlers set on the way, and the retries of those that fail. An object that
// cannot be fired does not stop the rest.
func (r *ringer) simulate(ctx context.Context, chosen []inspect.Object, end time.Time) error {
	means, err := r.store.Matcher(r.o.Address)
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
			alarms, err := r.store.Alarms(ctx, r.o.Address)
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
		if left := r.o.Max - r.rang; len(group) > left {
			if group = group[:left]; len(group) == 0 {
				r.env.tell("Stopped after %s, at %s: --max takes more.", count(r.rang, "alarm"), q.at.Local().Format("2006-01-02 15:04:05"))
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
			f, err := r.ring(ctx, a.object, control.Shot{At: a.set, Retry: a.retry, Keep: r.held})
			if err != nil {
				return failed(err)
			}
			r.mu.Lock()
			defer r.mu.Unlock()
			switch next := f.Next(); {
			case !next.IsZero():
				q.put(a.object, next)
			case r.held && f.Outcome == "exception" && f.RetryCount < lastTry && !r.o.NoRetry:
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
	r.env.tell("%s rang up to %s, in %s.", count(r.rang, "alarm"), end.Local().Format("2006-01-02 15:04:05"), duration(time.Since(start)))
	if left > 0 {
		r.env.tell("%s failed and would be retried after that.", count(left, "alarm"))
	}
	if r.stays {
		r.env.tell("The clock of the Worker stays there: it is %s now.", clock.Local().Format("2006-01-02 15:04:05"))
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
func (r *ringer) refresh(ctx context.Context, q *agenda, means func(string, migrate.ObjectID, string, bool) bool, class, hex string, name *string) error {
	id, err := migrate.ParseObjectID(hex)
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

// agenda holds the alarms to fire, by time.
type agenda struct {
	at      time.Time           // when those that next returned last are due
	set     map[string]dueAlarm // what each object is to fire next, as far as is known
	retries map[string]dueAlarm // of those, the ones that failed before
	fired   map[string]bool     // what fired, and when: metadata.sqlite may be late to say so
	times   timeHeap
}

func newAgenda() *agenda {
	return &agenda{set: map[string]dueAlarm{}, retries: map[string]dueAlarm{}, fired: map[string]bool{}}
}

// put says what the alarm of an object is set to, zero for none.
func (q *agenda) put(o inspect.Object, at time.Time) {
	a := dueAlarm{key: ringKey(o.Namespace.Class, o.ID.String()), at: at, set: at, object: o}
	if retry, ok := q.retries[a.key]; ok && retry.set.Equal(at) {
		return // it is still what failed
	}
	delete(q.retries, a.key)
	switch {
	case at.IsZero():
		delete(q.set, a.key)
	case q.fired[a.key+at.String()] || q.set[a.key].at.Equal(at):
	default:
		q.set[a.key] = a
		heap.Push(&q.times, a)
	}
}

// again has an alarm that failed fire again at a time, if it is still set to what
// it was then.
func (q *agenda) again(a dueAlarm, at time.Time) {
	a.at = at
	q.set[a.key], q.retries[a.key] = a, a
	heap.Push(&q.times, a)
}

// next takes what fires next, all that is due at one time up to the end.
func (q *agenda) next(end time.Time) []dueAlarm {
	var group []dueAlarm
	for len(q.times) > 0 {
		first := q.times[0]
		if set, ok := q.set[first.key]; !ok || !set.at.Equal(first.at) {
			heap.Pop(&q.times) // it was set anew
			continue
		}
		if first.at.After(end) || len(group) > 0 && !first.at.Equal(q.at) {
			break
		}
		heap.Pop(&q.times)
		q.at = first.at
		delete(q.set, first.key)
		delete(q.retries, first.key)
		q.fired[first.key+first.at.String()] = true
		group = append(group, first)
	}
	return group
}

// dueAlarm is an alarm to fire.
type dueAlarm struct {
	at     time.Time // when
	set    time.Time // what it is set to; of a retry, what it was set to at first
	retry  int
	key    string
	object inspect.Object
}

type timeHeap []dueAlarm

func (h timeHeap) Len() int { return len(h) }
func (h timeHeap) Less(i, j int) bool {
	return cmp.Or(h[i].at.Compare(h[j].at), strings.Compare(h[i].key, h[j].key)) < 0
}
func (h timeHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *timeHeap) Push(x any)   { *h = append(*h, x.(dueAlarm)) }
func (h *timeHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// storageChanges is what the second run of a handler did to the storage. Rows
// are JSON.
type storageChanges struct {
	Added   []string `json:"added"`
	Removed []string `json:"removed"`
}

// twice rings an alarm, rings it again, and tells what the second time changed.
func (r *ringer) twice(ctx context.Context, o inspect.Object) error {
	first, err := r.ring(ctx, o, control.Shot{Force: r.o.Force})
	if err != nil || first.Outcome != "ok" {
		return err
	}
	before, err := r.dump(ctx, o)
	if err != nil {
		return err
	}
	r.o.Force = true // the first run has used it up
	var second *event.Firing
	json := r.print
	r.print = func(j firingJSON) error { return nil } // until the changes are known
	second, err = r.ring(ctx, o, control.Shot{Force: r.o.Force})
	r.print = json
	if err != nil {
		return err
	}
	if second.NextAlarmAt == "" && first.NextAlarmAt != "" {
		if err := r.client.SetAlarm(ctx, liveTarget(o), first.Next()); err != nil {
			return alarmFault(o, err)
		}
	}
	after, err := r.dump(ctx, o)
	if err != nil {
		return err
	}
	changes := compareDumps(before, after)
	if r.env.flags.JSON {
		j := r.env.firingJSON(*second)
		j.Changes = &changes
		return r.print(j)
	}
	if len(changes.Added)+len(changes.Removed) == 0 {
		r.env.tell("The second time changed nothing in the storage.")
		return nil
	}
	s := r.env.style(r.env.Stdout)
	var b bytes.Buffer
	fmt.Fprintln(&b, "The second time changed the storage:")
	for _, row := range changes.Removed {
		fmt.Fprintf(&b, "  %s\n", s.bad.Render("- "+row))
	}
	for _, row := range changes.Added {
		fmt.Fprintf(&b, "  %s\n", s.good.Render("+ "+row))
	}
	_, err = r.env.Stdout.Write(b.Bytes())
	return err
}

// dump reads all rows and keys of an object; what is the same twice is counted.
func (r *ringer) dump(ctx context.Context, o inspect.Object) (map[string]int, error) {
	// Its answer waits for what the object has written to be on disk.
	if _, err := r.client.Alarm(ctx, liveTarget(o)); err != nil {
		return nil, alarmFault(o, err)
	}
	db, err := r.store.Open(o)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	const most = 200_000
	tooMuch := fmt.Errorf("%s holds more than %d rows, too much for --twice", label(o), most)
	rows := map[string]int{}
	schema, err := db.Schema(ctx)
	if err != nil {
		return nil, err
	}
	total := 0
	for _, item := range schema {
		rows[item.SQL]++
		if item.Type != "table" {
			continue
		}
		all := db.Query(ctx, `SELECT * FROM "`+strings.ReplaceAll(item.Name, `"`, `""`)+`"`)
		for all.NextResult() {
			columns := all.Columns()
			for all.Next() {
				b := []byte(item.Name + " {")
				for i, v := range all.Row() {
					if i > 0 {
						b = append(b, ", "...)
					}
					b = append(inspect.AppendJSONString(b, columns[i]), ": "...)
					b = v.AppendJSON(b)
				}
				rows[string(b)+"}"]++
				if total++; total > most {
					return nil, errors.Join(tooMuch, all.Close())
				}
			}
		}
		if err := errors.Join(all.Err(), all.Close()); err != nil {
			return nil, err
		}
	}
	for entry, err := range db.KV(ctx, "") {
		if err != nil {
			return nil, err
		}
		rows[inspectKV(entry)]++
		if total++; total > most {
			return nil, tooMuch
		}
	}
	return rows, nil
}

func compareDumps(before, after map[string]int) storageChanges {
	c := storageChanges{Added: []string{}, Removed: []string{}}
	for row, n := range after {
		for range n - before[row] {
			c.Added = append(c.Added, row)
		}
	}
	for row, n := range before {
		for range n - after[row] {
			c.Removed = append(c.Removed, row)
		}
	}
	slices.Sort(c.Added)
	slices.Sort(c.Removed)
	return c
}

func inspectKV(e inspect.Entry) string {
	return "key " + string(inspect.AppendJSONString(nil, e.Key)) + ": " + string(v8.ToJSON(decoded(e.Value)))
}
