// Package devserver hosts a Worker and its Durable Objects on workerd and
// reloads them when the source changes.
//
// Start from [Run]. It opens the listening sockets once and hands them to
// each workerd process in turn: a request never passes through dotool, and one
// that comes during a reload waits in the socket. Events are reported as
// [event.Event] values.
//
// Package migrate decides which data a class has, package bundle makes modules from
// source, and package workerd runs the process.
package devserver

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/page"
	"github.com/dotool-dev/dotool/devserver/registry"
	"github.com/dotool-dev/dotool/devserver/trace"
	"github.com/dotool-dev/dotool/devserver/worker"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Run serves until ctx is done, which is success, or until serving is
// impossible. It returns when everything that it started has ended.
func Run(ctx context.Context, o Options) error {
	start := time.Now()
	s, err := newServer(o)
	if err != nil {
		return err
	}
	defer s.log.Close()
	if o.LiveReload {
		s.reloader = page.NewReloader()
	}
	return s.run(ctx, start)
}

func (s *server) run(ctx context.Context, start time.Time) (err error) {
	// Look for the runtime while everything else is made ready.
	runtime, missing := workerd.Runtime{}, error(nil)
	searched, find, projects := make(chan struct{}), s.o.Runtime, s.projects()
	searching, endSearch := context.WithCancel(ctx)
	defer func() { endSearch(); <-searched }()
	go func() {
		defer close(searched)
		runtime, missing = findRuntime(searching, find, projects)
	}()
	if err := s.openState(); err != nil {
		return err
	}
	if s.o.Ephemeral {
		defer os.RemoveAll(s.state.Dir)
	}
	if err := s.firstLock(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.releaseLock()) }()
	s.alarms = trace.NewAlarmLog(trace.HistoryPath(s.state), s.show)
	defer s.alarms.Close()
	if s.hosted == nil {
		if err := s.listen(ctx); err != nil {
			return err
		}
		if err := s.lock.SetAddress(s.url); err != nil {
			return err
		}
	}
	defer func() {
		for _, f := range s.sockets {
			f.Close()
		}
	}()
	defer s.closeDoors()
	if err := s.openDoors(ctx); err != nil {
		return err
	}
	stopInspector, err := s.listenInspector(ctx)
	if err != nil {
		return err
	}
	defer stopInspector()
	s.registry = registry.Open(registry.Options{
		Dir: s.o.Registry, Enter: s.o.Register && s.hosted == nil,
		Post: s.control.Post, Report: s.log.Put, Beside: s.beside,
	})
	prepared := make(chan struct{})
	defer func() { endSearch(); <-prepared; s.spare.discard() }()
	go func() { // ends with the search
		defer close(prepared)
		if <-searched; missing == nil {
			s.prepare(runtime, projects, len(projects), s.sockets, nil, projects[0].Name.Value)
		}
	}()
	if err := s.writeDevFile(); err != nil {
		return err
	}
	defer s.point()()
	var watching sync.WaitGroup
	defer watching.Wait()
	defer s.waking.Wait()
	watchCtx, stopWatching := context.WithCancel(ctx)
	defer stopWatching()
	watching.Go(func() { s.registry.Run(watchCtx) })
	watching.Go(func() { s.dog.Run(watchCtx, s.control, s.inspector.Debugging, s.log.Put) })
	if s.o.Cron && s.o.HoldAlarms == nil {
		watching.Go(func() { s.fireCrons(watchCtx) })
	}
	s.startWorkers(watchCtx, start, &watching)
	defer func() {
		for _, w := range s.workers {
			w.Close()
		}
	}()
	guess, guessed := s.guess(), make(chan struct{})
	go func() { // ends with the search
		defer close(guessed)
		if <-prepared; missing == nil {
			s.loadGuess(guess, runtime, projects)
		}
	}()
	first, problem := s.rebuild(ctx, s.unread())
	if <-guessed; missing != nil {
		return missing
	}
	s.runtime, s.runtimeFor = runtime, projects
	defer s.alive.Close()
	defer func() {
		s.registry.Leave()
		s.stop()
	}()
	if first != nil {
		problem = diag.Join(problem, s.serve(ctx, first, start, nil))
	} else {
		s.spare.discard()
	}
	serves := s.live != nil && s.live.process != nil // maybe some of the Workers
	if problem != nil && problem != errWithdrawn && !(s.o.Watch && fixable(problem)) && !(serves && len(s.workers) > 1) {
		return problem
	}
	if s.hosted != nil {
		s.hosted <- s.client()
		return s.untilDone(ctx)
	}
	return s.loop(ctx, problem)
}

// startWorkers has each Worker ready to be built, and their files watched until ctx is done.
func (s *server) startWorkers(ctx context.Context, start time.Time, watching *sync.WaitGroup) {
	for i, w := range s.workers {
		name := ""
		if i > 0 {
			name = w.Project.Name.Value
		}
		w.Start(ctx, worker.Options{
			Name:    name,
			State:   s.state.Dir,
			Printed: s.printed,
			Assets:  s.o.LiveReload && i == 0,
			Watch:   s.o.Watch,
			Poll:    s.o.Poll,
			Stir: func() {
				select {
				case s.stirred <- struct{}{}:
				default:
				}
			},
			Report: s.log.Put,
			Offer:  s.log.Offer,
		}, start)
	}
	if s.o.Watch {
		var all []*worker.Worker
		for _, w := range s.workers {
			all = append(all, w.Worker)
		}
		s.followed = worker.Follow(all...)
		watching.Go(func() { s.followed.Run(ctx) })
	}
}

// firstLock takes the lock of the state folder. A killed server has it until the kernel
// has cleaned up, which takes a moment on a busy machine: its socket no longer
// responds.
func (s *server) firstLock(ctx context.Context) error {
	for deadline := time.Now().Add(20 * time.Second); ; {
		err := s.takeLock(ctx)
		locked, ok := errors.AsType[*state.LockedError](err)
		if !ok || locked.Holder.Address == "" || time.Now().After(deadline) || s.hosted != nil {
			return err
		}
		c, dialed := control.Dial(ctx, s.state)
		if dialed == nil {
			asking, cancel := context.WithTimeout(ctx, 5*time.Second)
			_, dialed = c.Status(asking)
			cancel()
			if dialed == nil {
				return err
			}
		}
		select {
		case <-time.After(20 * time.Millisecond): // nothing signals the end of a process that is not a child
		case <-ctx.Done():
			return err
		}
	}
}

// untilDone waits for the end of ctx, or of the process.
func (s *server) untilDone(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case <-s.live.process.Done():
		return s.live.process.Err()
	}
}
