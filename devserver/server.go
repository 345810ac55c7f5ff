// Package devserver hosts a Worker and its Durable Objects on workerd and
// reloads them when the source changes.
//
// [Run] is the way in. It opens the listening sockets once and hands them to
// each workerd process in turn: a request never passes through dotool, and one
// that comes during a reload waits in the socket. Events are reported as
// [event.Event] values.
//
// How classes map to stored data is decided by package migrate; how source
// becomes modules by package bundle; the process is package workerd's.
package devserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"dotool/config"
	"dotool/config/diag"
	"dotool/devserver/bundle"
	"dotool/devserver/control"
	"dotool/devserver/debug"
	"dotool/devserver/event"
	"dotool/devserver/page"
	"dotool/devserver/render"
	"dotool/devserver/trace"
	"dotool/devserver/watch"
	"dotool/devserver/workerd"
	"dotool/migrate"
	"dotool/migrate/apply"
	"dotool/migrate/state"
)

// Options say what to serve and how.
type Options struct {
	Config    config.Options // which configuration
	Persist   string         // folder of the state, absolute; "" is the project's
	Ephemeral bool           // keep the state in memory or a folder that is removed

	Dir string // folder that files are named relative to, in stacks; "" names them in full

	IP        string // "" takes dev.ip of the configuration, else localhost
	Port      int    // -1 takes dev.port of the configuration, else 8787; 0 any free
	Inspector int    // port for DevTools; 0 none
	Vars      []config.Var

	Watch bool
	Poll  bool // look at the files, as where the system reports no changes

	// Outputs are what dotool itself prints to: in a watched folder, changes of
	// these files, and of the files of programs that read them, do not count.
	Outputs []*os.File

	Log bool // report each request

	LiveReload bool // have pages in browsers reload

	// ErrorPages shows errors with source and paths where other machines
	// can reach the Worker too.
	ErrorPages bool

	// Drain is how long requests in flight may go on before a reload cuts them; 0
	// is a second, less than 0 no time.
	Drain time.Duration

	// NoKeep closes the connections of clients at a reload, as where the system
	// refuses to keep them.
	NoKeep bool

	// Command is what holds the lock of the state folder; "" is "dotool dev".
	Command string

	// Open opens the state folder; nil is [state.Open] without options.
	Open func(dir string) *state.Folder

	// Locked is called whenever the lock of the state folder was taken, before
	// anything is served from it; nil does nothing.
	Locked func(*state.Folder)

	// HoldAlarms lets no alarm fire unless a client says so. It is called with the
	// lock of the state folder held, and puts the alarms there off, which the
	// recoveries of the folder undo. Nil lets them fire.
	HoldAlarms func(*state.Folder) error

	// Runtime finds workerd for a project, installing it if need be.
	Runtime func(context.Context, *config.Project) (workerd.Runtime, error)

	// Approve is asked before a plan that takes data away is applied; nil
	// approves none.
	Approve func(context.Context, *migrate.Plan) bool

	// Snapshot copies the state folder before that, see [apply.Options].
	Snapshot func(ctx context.Context, state *state.Folder, reason string) error

	// Report is called with events, in order and in batches, from one goroutine.
	// Requests are dropped, and counted, while it does not keep up.
	Report func([]event.Event)

	// Record gets all that Report gets, each at its own pace; it may be nil.
	Record func([]event.Event)

	// Orders are carried out while it serves, one after the other.
	Orders <-chan Order
}

// Run serves until ctx is done, which is success, or until serving is
// impossible. It returns when all that it started is gone.
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

// newServer loads the project. The log of the server must be closed.
func newServer(o Options) (*server, error) {
	project, list, err := config.Load(o.Config)
	if err != nil {
		return nil, err
	}
	own := watch.NewOwn(o.Outputs)
	spoke := func([]event.Event) { own.Spoke() }
	return &server{o: o, project: project, loaded: list, own: own, log: trace.NewFeed(o.Report, o.Record, spoke), pauses: make(chan pause), changed: make(chan []string, 1), paused: make(chan pause, 1), sockets: map[string]*os.File{}}, nil
}

// server is the state of Run; it belongs to its goroutine.
type server struct {
	o       Options
	project *config.Project
	loaded  diag.List // the diagnostics of loading the project
	log     *trace.Feed

	state   *state.Folder
	lock    *state.Lock
	runtime workerd.Runtime
	// overtaken says that files changed while they were built, in vain: the watcher
	// will report them.
	overtaken bool
	reporting <-chan time.Time // when the problem is reported, unless a change comes before
	shown     bool             // whether the problem was reported
	stubs     string           // modules of Node.js that there was a warning about
	redundant map[redundancy][]string
	// runtimeFor is the project that the runtime was chosen for.
	runtimeFor  *config.Project
	url         string
	sockets     map[string]*os.File
	public      int
	network     bool // other machines can reach it
	control     control.Worker
	secret      string // of dev.json
	clients     string // path of the socket for clients
	alive       alive  // connections of clients that a process left behind
	doors       doors  // the sockets for clients and for the process
	root        root   // where all of it lies
	dog         watchdog
	pauses      chan pause    // from clients
	changed     chan []string // changes that came while a question was asked
	paused      chan pause    // and a pause that did
	foreign     error         // who hosts our objects too, so that we do not; nil if no one does
	reported    error         // the one of these that was reported
	after       string        // the command for which it pauses
	recreated   bool          // the state folder was gone
	pages       string        // path of the socket that serves error pages
	mark        string        // of lines that are for us
	unguessable string        // part of the names of our modules

	inspector *debug.Inspector // nil without one

	calls atomic.Int64 // the highest number of one

	own          *watch.Own // what changes because of what it prints
	watcher      *watch.Watcher
	buildCommand *watch.BuildCommand
	reloader     *page.Reloader // nil without pages that reload
	builder      *bundle.Builder
	live         *generation // what serves, or should

	condition atomic.Pointer[control.Status] // nil is the zero Status
	announced bool                           // whether Ready was reported once

	output  *trace.Output              // of its process
	started atomic.Pointer[generation] // the last that was started, for other goroutines

	alarms *trace.AlarmLog
	clock  atomic.Int64 // where a client moved the Worker's clock: how far ahead, in milliseconds

	following sync.Mutex // held while it changes whether anyone follows

	// hosted receives the client when ready; if non-nil, no port is opened:
	// see Host. It is nil for Run.
	hosted chan *control.Client
}

// generation is one version of the code.
type generation struct {
	project *config.Project
	bundle  *bundle.Bundle
	plan    *migrate.Plan
	source  *trace.Source
	as      render.Input // what config was made of
	config  *workerd.Config
	file    string // config as it was written
	text    string // of config, to see whether anything changed
	anew    bool   // start it even if nothing changed
	process *workerd.Process
	since   time.Time // when the process started
}

func (s *server) run(ctx context.Context, start time.Time) (err error) {
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
	s.alarms = trace.NewAlarmLog(trace.HistoryPath(s.state))
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
	if err := s.writeDevFile(); err != nil {
		return err
	}
	stopInspector, err := s.listenInspector(ctx)
	if err != nil {
		return err
	}
	defer stopInspector()
	// The runtime is looked for while the source is bundled.
	runtime, project := make(chan error, 1), s.project
	go func() { // ends with the search, which ctx ends
		var err error
		s.runtime, err = s.o.Runtime(ctx, project)
		s.runtimeFor = project
		runtime <- err
	}()
	var watching sync.WaitGroup
	defer watching.Wait()
	watchCtx, stopWatching := context.WithCancel(ctx)
	defer stopWatching()
	s.buildCommand = watch.NewBuildCommand(s.o.Config.Environ, s.state.Dir, s.log.Put, s.log.Offer)
	watching.Go(func() { s.dog.run(watchCtx, s.control, s.inspector.Debugging, s.log.Put) })
	s.buildCommand.Own = s.own
	if s.o.Watch {
		s.watcher = watch.New()
		s.watcher.Polling = s.o.Poll
		s.watcher.Own, s.watcher.Held = s.own, s.warnOfOutput
		s.watcher.Warn = s.warnOfPolling
		watching.Go(func() { s.watcher.Run(watchCtx) })
		watching.Go(func() { s.buildCommand.Pass(watchCtx, s.watcher.Changes) })
	}
	defer func() {
		if s.builder != nil {
			s.builder.Close()
		}
	}()

	if s.watcher != nil { // also while build.command runs
		s.watcher.Watch(ctx, watch.Set{Files: s.project.Inputs, Since: start})
	}
	first, problem := s.build(ctx)
	if err := <-runtime; err != nil {
		return err
	}
	defer s.alive.close()
	defer func() {
		s.stop()
		if s.live != nil {
			os.Remove(s.live.file)
		}
	}()
	if problem == nil {
		problem = s.serve(ctx, first, start, nil)
	}
	if problem != nil && problem != errWithdrawn && !(s.o.Watch && fixable(problem)) {
		return problem
	}
	if s.hosted != nil {
		s.hosted <- s.client()
		return s.untilDone(ctx)
	}
	return s.loop(ctx, problem)
}

// firstLock takes the state folder. A server that was killed has it until the
// kernel is done with it, which on a busy machine takes a moment: no one responds
// on its socket any more.
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
		case <-time.After(20 * time.Millisecond): // nothing signals the end of a process that is not ours
		case <-ctx.Done():
			return err
		}
	}
}

// fixable reports whether a save can fix a problem.
func fixable(problem error) bool {
	_, source := errors.AsType[*diag.ListError](problem)
	_, data := errors.AsType[*apply.DestructiveError](problem)
	return source || data || wasKilled(problem)
}

// problemDelay is how long no file may change before the problems of a build are
// reported: a file may be half written, and its writer pause.
const problemDelay = 400 * time.Millisecond

// loop goes on until ctx is done. problem is why the first build does not serve.
func (s *server) loop(ctx context.Context, problem error) error {
	if s.quiet(problemDelay) {
		s.report(ctx, problem)
	} else if !s.overtaken {
		s.reporting = time.After(problemDelay)
	}
	var retry <-chan time.Time
	look := time.NewTicker(lookTime)
	defer look.Stop()
	backoff := time.Duration(0)
	others := time.NewTicker(lookEvery)
	defer others.Stop()
	for {
		var changes chan []string
		if s.watcher != nil {
			changes = s.buildCommand.Changes
		}
		var gone <-chan struct{}
		switch {
		case s.live == nil:
		case s.live.process != nil:
			gone = s.live.process.Done()
		case s.foreign != nil, s.root.lost != "": // it is for a look to go on
		case retry == nil: // neither the new nor the old code could be started
			backoff = min(max(2*backoff, 100*time.Millisecond), 5*time.Second)
			retry = time.After(backoff)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-others.C:
			problem = s.look(ctx, problem)
		case changed := <-changes:
			if s.root.look(s.project.Dir) == projectGone {
				return &goneError{s.project.Dir}
			}
			problem = s.takeChange(ctx, changed, problem)
		case changed := <-s.changed:
			problem = s.takeChange(ctx, changed, problem)
		case <-s.reporting:
			s.report(ctx, problem)
		case <-look.C:
			switch s.root.look(s.project.Dir) {
			case projectGone:
				return &goneError{s.project.Dir}
			case stateGone:
				problem, retry = s.recreate(ctx), nil
				if problem == nil || problem.Error() != s.root.lost { // it is tried again and again
					s.report(ctx, problem)
				}
				if s.root.lost = ""; problem != nil && s.root.missed > 0 {
					s.root.lost = problem.Error()
				}
			}
		case o := <-s.o.Orders:
			problem = s.carryOut(ctx, o)
			s.report(ctx, problem)
		case p := <-s.pauses:
			problem = s.pause(ctx, p)
			s.report(ctx, problem)
		case p := <-s.paused:
			problem = s.pause(ctx, p)
			s.report(ctx, problem)
		case <-gone:
			if time.Since(s.live.since) > 10*time.Second {
				backoff = 0
			}
			backoff = min(max(2*backoff, 100*time.Millisecond), 5*time.Second)
			s.log.Put(event.Gone{Err: s.ended(s.live.process.Err()), Retry: backoff})
			s.live.process = nil
			retry = time.After(backoff)
		case <-retry:
			retry = nil
			if s.live.process != nil {
				continue // a reload was quicker
			}
			if err := s.start(ctx, s.live); err != nil && ctx.Err() == nil {
				backoff = min(2*backoff, 5*time.Second)
				s.log.Put(event.Gone{Err: err, Retry: backoff})
				s.wait(err)
				retry = time.After(backoff)
			}
		}
	}
}

// takeChange builds and serves what changed. Its error is why the present code is
// not served.
func (s *server) takeChange(ctx context.Context, changed []string, problem error) error {
	start, last := time.Now(), s.live
	if s.onlyAssets(changed) {
		s.reloader.Reload(start)
		s.log.Put(event.AssetsChanged{Files: changed})
		return problem
	}
	broken := s.shown
	next, problem := s.rebuild(ctx, changed)
	if problem == nil {
		problem = s.serve(ctx, next, start, changed)
	}
	if problem == nil && last != nil && s.live.process == last.process {
		if broken {
			s.log.Put(s.ready(start, changed, true)) // fixed, to what served all along
		} else {
			s.log.Put(event.Unchanged{Changed: s.ready(start, changed, true).Changed})
		}
	}
	s.reporting, s.shown = nil, s.shown && problem != nil
	if problem != nil && !s.overtaken {
		s.reporting = time.After(time.Until(start.Add(problemDelay)))
	}
	return problem
}

// pause releases the state folder while a client works on it, and starts
// again from what that left. Its error is why it does not serve.
func (s *server) pause(ctx context.Context, p pause) error {
	start := time.Now()
	s.after = p.command
	defer func() { s.after = "" }()
	s.stop()
	if err := s.releaseLock(); err != nil {
		p.paused <- err
		return errors.Join(err, s.retakeLock(ctx))
	}
	p.paused <- nil
	select {
	case <-p.ended:
	case <-ctx.Done():
		return nil
	}
	// The client has given the lock back before it ended.
	return s.again(ctx, start)
}

// again takes the state folder and serves what it finds there.
func (s *server) again(ctx context.Context, start time.Time) error {
	if err := s.retakeLock(ctx); err != nil {
		return err
	}
	if err := s.openDoors(ctx); err != nil {
		return err
	}
	next, problem := s.build(ctx)
	if problem == nil {
		problem = s.serve(ctx, next, start, nil)
	}
	if problem != nil && s.live != nil && s.live.process == nil && s.foreign == nil && ctx.Err() == nil {
		problem = join(problem, s.start(ctx, s.live))
	}
	return problem
}

// ended is why the process ended. If that took all memory, it names the objects
// that were at work, or the last call where those are not known.
func (s *server) ended(err error) error {
	exit, ok := errors.AsType[*workerd.ExitError](err)
	if !ok || !exit.OutOfMemory() {
		return err
	}
	names, last := s.output.AtWork(), s.dog.current()
	switch n := len(names); {
	case n == 1:
		return fmt.Errorf("%w; %s was at work", err, names[0])
	case n > 5:
		return fmt.Errorf("%w; %s and %d more were at work", err, strings.Join(names[:4], ", "), n-4)
	case n > 1:
		return fmt.Errorf("%w; %s were at work", err, strings.Join(names, ", "))
	case last.Kind != "":
		return fmt.Errorf("%w; the last call was %s", err, last)
	}
	return err
}

// report reports a problem, if there is one.
func (s *server) report(ctx context.Context, problem error) {
	s.reporting, s.shown = nil, problem != nil
	if problem == nil || problem == errWithdrawn || ctx.Err() != nil || s.foreign != nil && s.foreign == s.reported {
		return
	}
	s.reported = s.foreign
	e := event.Fault{Serving: s.live != nil && s.live.process != nil, Waiting: true}
	var list *diag.ListError
	if errors.As(problem, &list) {
		e.List = list.List
	} else {
		e.Err = problem
	}
	if !e.Serving {
		s.wait(problem)
	}
	s.log.Put(e)
}

// wait says that nothing serves, and why.
func (s *server) wait(problem error) {
	st := &control.Status{Waiting: problem.Error(), First: !s.announced}
	if st.First {
		st.Waiting = "it waits for its first good build: " + st.Waiting
	}
	s.condition.Store(st)
}
