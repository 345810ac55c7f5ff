package devserver

import (
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/disk"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/watch"
	"github.com/dotool-dev/dotool/devserver/watchdog"
	"github.com/dotool-dev/dotool/devserver/worker"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate/apply"
	"github.com/dotool-dev/dotool/migrate/state"
)

// problemDelay returns how long no file may change before the problems of a build are
// reported: a file may be half written, or a build tool may have just emptied its
// output folder.
func (s *server) problemDelay() time.Duration {
	if slices.ContainsFunc(s.workers, func(w *hosted) bool { return w.Project.Generated }) {
		return 3 * time.Second
	}
	return 400 * time.Millisecond
}

// loop handles everything that happens until ctx is done. problem is why the first build does not serve.
func (s *server) loop(ctx context.Context, problem error) error {
	if s.quiet(s.problemDelay()) {
		s.report(ctx, problem)
	} else if !s.overtaken() {
		s.reporting = time.After(s.problemDelay())
	}
	var retry, unused <-chan time.Time
	started := time.After(500 * time.Millisecond) // from here on, preparing a spare process delays no one
	folders := time.NewTicker(disk.CheckInterval)
	defer folders.Stop()
	backoff := time.Duration(0)
	others := time.NewTicker(foreignInterval)
	defer others.Stop()
	for {
		var gone <-chan struct{}
		switch {
		case s.live == nil && s.lock != nil:
		case s.live != nil && s.live.process != nil:
			gone = s.live.process.Done()
		case s.foreign != nil, s.root.Lost != "": // the next check decides
		case retry == nil: // neither the new nor the old code could be started
			backoff = min(max(2*backoff, 100*time.Millisecond), 5*time.Second)
			retry = time.After(backoff)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-others.C:
			problem = s.checkForeign(ctx, problem)
		case <-s.stirred:
			if _, err := os.Stat(s.processDir()); err == nil { // not in a removed project: its folder would be made again
				s.warmUp(true)
				unused = time.After(time.Second)
			}
		case <-started:
			s.warmUp(false)
		case <-unused: // no build followed the change
			s.spare.spend()
		case <-s.spareOver:
			s.spare.discard()
		case c := <-s.followed.Changes():
			if s.root.Check(s.main().Root) == disk.ProjectGone {
				return &disk.GoneError{Dir: s.main().Root}
			}
			problem = s.takeChange(ctx, c, problem)
		case c := <-s.laterChange:
			if s.root.Check(s.main().Root) == disk.ProjectGone {
				return &disk.GoneError{Dir: s.main().Root}
			}
			problem = s.takeChange(ctx, c, problem)
		case <-s.reporting:
			if slices.ContainsFunc(s.workers, func(w *hosted) bool { return w.Outdated(10 * time.Second) }) { // a change is on its way, or ignored
				s.reporting = time.After(100 * time.Millisecond)
				continue
			}
			s.report(ctx, problem)
		case <-folders.C:
			switch s.root.Check(s.main().Root) {
			case disk.ProjectGone:
				return &disk.GoneError{Dir: s.main().Root}
			case disk.StateGone:
				problem, retry = s.recreate(ctx), nil
				if problem == nil || problem.Error() != s.root.Lost { // repeated at each check
					s.report(ctx, problem)
				}
				if s.root.Lost = ""; problem != nil && s.root.Missed > 0 {
					s.root.Lost = problem.Error()
				}
			}
		case o := <-s.o.Orders:
			problem = s.carryOut(ctx, o)
			s.report(ctx, problem)
		case <-s.registry.Redo:
			problem = s.advance(ctx, s.everything(), time.Now(), false)
			s.report(ctx, problem)
		case p := <-s.pauses:
			problem = s.pause(ctx, p)
			s.report(ctx, problem)
		case p := <-s.laterPause:
			problem = s.pause(ctx, p)
			s.report(ctx, problem)
		case <-gone:
			s.output.Ended()
			if time.Since(s.live.since) > 10*time.Second {
				backoff = 0
			}
			backoff = min(max(2*backoff, 100*time.Millisecond), 5*time.Second)
			s.log.Put(event.Gone{Err: s.ended(s.live.process.Err()), Retry: backoff})
			s.live.process = nil
			s.registry.Leave()
			retry = time.After(backoff)
		case <-retry:
			retry = nil
			if s.lock == nil { // try again to lock it
				last := problem
				if problem = s.again(ctx, time.Now()); problem == nil || last == nil || problem.Error() != last.Error() {
					s.report(ctx, problem)
				}
				continue
			}
			if s.live == nil || s.live.process != nil {
				continue // a reload has already replaced it
			}
			if err := s.restart(ctx); err != nil && ctx.Err() == nil {
				backoff = min(2*backoff, 5*time.Second)
				s.log.Put(event.Gone{Err: err, Retry: backoff})
				s.notServing(err)
				retry = time.After(backoff)
			}
		}
	}
}

// takeChange builds and serves changed code. The error says why the current code is not
// served.
func (s *server) takeChange(ctx context.Context, c worker.Change, problem error) error {
	for w, files := range c {
		if len(files) == 0 {
			w.WatchAgain(ctx, problem)
			delete(c, w)
		} else if s.live != nil && w.OnlyAssets(files) {
			s.reloader.Reload(time.Now())
			s.log.Put(event.AssetsChanged{Files: files})
			delete(c, w)
		}
	}
	if len(c) == 0 {
		return problem
	}
	if s.o.Busy != nil {
		s.o.Busy(true)
		defer s.o.Busy(false)
	}
	start, last, changed := time.Now(), s.live, c.Files()
	s.warmUp(true)
	defer func() { s.spare.spend() }()
	broken := s.shown
	problem = s.advance(ctx, c, start, false)
	if problem == nil && last != nil && s.live.process == last.process {
		ready := s.ready(start, changed, true)
		// A change from before was in the build already; one since the start is yet to come.
		later := func(f string) bool {
			return watch.Young(f, s.live.since.Add(-watch.ClockStep)) && !watch.Young(f, start.Add(-watch.ClockStep))
		}
		switch {
		case broken:
			s.log.Put(ready) // fixed: the same code as before
		case s.o.Cron && !slices.Equal(last.crons(), s.live.crons()):
			s.log.Put(event.Unchanged{Changed: ready.Changed, Crons: true})
		case len(ready.Changed) == 0 || slices.ContainsFunc(ready.Changed, later):
			s.log.Put(event.Unchanged{Changed: ready.Changed})
		}
	}
	s.reporting, s.shown = nil, s.shown && problem != nil
	if problem != nil && !s.overtaken() {
		s.reporting = time.After(time.Until(start.Add(s.problemDelay())))
	}
	return problem
}

// carryOut carries out an order. The error says why the current code is not served.
func (s *server) carryOut(ctx context.Context, o Order) error {
	if o != Reload {
		return nil
	}
	// Read everything again: without a watcher, the changes are unknown.
	return s.advance(ctx, s.everything(), time.Now(), true)
}

// overtaken reports whether files changed while they were built.
func (s *server) overtaken() bool {
	return slices.ContainsFunc(s.workers, func(w *hosted) bool { return w.Overtaken })
}

// quiet reports whether no file of the Workers has changed for some time.
func (s *server) quiet(d time.Duration) bool {
	return !slices.ContainsFunc(s.workers, func(w *hosted) bool { return !w.Quiet(d) })
}

// checkForeign stops hosting when another program hosts the objects, and resumes when that
// has ended. Meanwhile requests wait in the sockets.
func (s *server) checkForeign(ctx context.Context, problem error) error {
	if s.live == nil || s.live.process == nil && s.foreign == nil {
		return problem
	}
	err := s.alone(ctx, s.live)
	use, foreign := errors.AsType[*state.InUseError](err)
	switch {
	case foreign && s.foreign == nil:
		s.foreign = &disk.ForeignError{Use: use}
		s.registry.Leave()
		s.stop()
		s.report(ctx, s.foreign)
		return s.foreign
	case err == nil && s.foreign != nil:
		s.foreign = nil
		problem := s.advance(ctx, s.unread(), time.Now(), true)
		if problem != nil && s.live != nil && s.live.process == nil && ctx.Err() == nil {
			problem = diag.Join(problem, s.restart(ctx))
		}
		s.report(ctx, problem)
		return problem
	}
	return problem
}

// recreate creates the state folder again after it was removed, and serves from it. The
// error says why nothing serves.
func (s *server) recreate(ctx context.Context) error {
	start := time.Now()
	s.removed = s.root.Gone
	defer func() { s.removed = nil }()
	s.stop()
	s.spare.discard()
	if s.lock != nil {
		_ = s.lock.Close() // the file was removed
		s.lock = nil
	}
	if err := s.makeFolders(); err != nil {
		return err
	}
	return s.again(ctx, start)
}

// pause releases the state folder while a client changes it, and then starts again with
// the result. The error says why nothing serves.
func (s *server) pause(ctx context.Context, p pause) error {
	start := time.Now()
	s.after = p.command
	defer func() { s.after = "" }()
	s.registry.Leave()
	s.stop()
	s.spare.discard()
	if err := s.releaseLock(); err != nil {
		p.paused <- err
		return errors.Join(err, s.retakeLock(ctx))
	}
	p.paused <- nil
	s.state.Await(ctx, p.ended)
	if ctx.Err() != nil {
		return nil
	}
	// The client releases the lock before it ends.
	return s.again(ctx, start)
}

// again takes the lock of the state folder and serves its data.
func (s *server) again(ctx context.Context, start time.Time) error {
	if err := s.retakeLock(ctx); err != nil {
		return err
	}
	if err := s.openDoors(ctx); err != nil {
		return err
	}
	problem := s.advance(ctx, s.unread(), start, false)
	if problem != nil && s.live != nil && s.live.process == nil && s.foreign == nil && ctx.Err() == nil {
		problem = diag.Join(problem, s.restart(ctx))
	}
	return problem
}

// report reports a problem, if there is one.
func (s *server) report(ctx context.Context, problem error) {
	s.reporting, s.shown = nil, problem != nil
	if problem == nil || problem == errWithdrawn || ctx.Err() != nil || s.foreign != nil && s.foreign == s.reported {
		return
	}
	s.reported = s.foreign
	e := event.Fault{Serving: s.live != nil && s.live.process != nil, Waiting: true}
	all := []error{problem}
	if joined, ok := problem.(interface{ Unwrap() []error }); ok { // by join: of several Workers
		all = joined.Unwrap()
	}
	var others []error
	for _, err := range all {
		if list, ok := errors.AsType[*diag.ListError](err); ok {
			e.List = append(e.List, list.List...)
		} else if err != errWithdrawn {
			others = append(others, err)
		}
	}
	e.Err = errors.Join(others...)
	if !e.Serving {
		s.notServing(problem)
	}
	s.log.Put(e)
}

// notServing puts into the status of the server that nothing serves, and why.
func (s *server) notServing(problem error) {
	st := &control.Status{Waiting: problem.Error(), First: !s.announced}
	if st.First {
		st.Waiting = "it waits for its first good build: " + st.Waiting
	}
	s.condition.Store(st)
}

// fixable reports whether a save can fix a problem.
func fixable(problem error) bool {
	_, source := errors.AsType[*diag.ListError](problem)
	_, data := errors.AsType[*apply.DestructiveError](problem)
	return source || data || workerd.Killed(problem)
}

// ended returns an error that says why the process ended.
func (s *server) ended(err error) error {
	return watchdog.Ended(err, s.output.AtWork(), s.dog.Current())
}
