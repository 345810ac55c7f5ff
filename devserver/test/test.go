// Package test runs files of tests inside workerd, in the isolate of the Worker: see
// [Open] and [Session.Run]. Package vitest has the runner, and the folder world the
// modules that tests import besides.
//
// All files of a process share one isolate. Each is bundled with a copy of the Worker,
// which runs when it is loaded (build.go); entry (world.go) exports classes whose instances
// are of the current copy. world/runner.js runs a file on request, and prints what happens
// as sealed lines, which arrive even if it blocks the thread or ends the process
// (record.go): then another process runs the rest (process.go). Between tests, levels.js
// evicts all objects, which keeps the stubs of tests good, and has the files below them put
// back (package level).
package test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"regexp"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/ephemeral"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/test/result"
	"github.com/dotool-dev/dotool/devserver/worker"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Options are the options of a [Session].
type Options struct {
	Config config.Options   // the configuration to load
	Beside []config.Options // those of Workers that run beside the one that is tested
	Dir    string           // folder to which paths in stacks are relative
	From   string           // folder to which those of commands are
	Vars   []binding.Var    // replace those of the project

	// Warn is called with what a run does without; nil ignores it. Report is called with
	// events of the build command; it may be nil.
	Warn   func(diag.List)
	Report func(event.Event)

	// Runtime finds workerd for a project, installing it if need be.
	Runtime func(context.Context, *config.Project) (workerd.Runtime, error)

	SetupFiles  []string          // absolute; run before each file
	Globals     bool              // describe, it and so on need no import
	Env         map[string]string // for process.env and import.meta.env
	TestTimeout time.Duration     // 0 is 5 s
	HookTimeout time.Duration     // 0 is 10 s
	Settings    map[string]any    // further options of vitest that mean the same here, such as restoreMocks
	Retry       int               // of a test that fails
	Bail        int               // end after so many failures; 0 never
	Isolate     Isolate           // "" is PerTest
	Workers     int               // the most processes; 0 is by cores and files
	Again       bool              // more runs follow: a process waits for the next one
	ShowState   bool              // see [result.Result.Touched]
}

// Isolate says what is gone before the next test begins.
type Isolate string

// How tests are isolated from each other.
const (
	PerTest Isolate = "test"
	PerFile Isolate = "file"
	None    Isolate = "none"
)

// Selection says which tests to run.
type Selection struct {
	Files   []string            // absolute
	Pattern string              // of JavaScript, for the full names of tests; "" is all
	Only    map[string][]string // by file: the full names of the only tests to run
	Update  Update              // "" is New
	List    bool                // collect the tests, run none
}

// Update says which snapshots are written.
type Update string

// Which snapshots are written.
const (
	New    Update = "new"  // those that are missing
	All    Update = "all"  // those that differ too, and the unused are removed
	Strict Update = "none" // none: a missing one fails, as in CI
)

// Session keeps what later runs need. It is not safe for concurrent use.
type Session struct {
	o           Options
	worker      *worker.Worker
	beside      []*worker.Worker
	files       map[string]*file
	count       int    // of files so far
	last        *build // nil before the first run
	dir         string // of all that the processes use, removed at the end
	lock        *state.Lock
	unguessable string         // part of the names of our modules
	frames      *regexp.Regexp // of our modules in a stack, and those below
	secret      string
	began       time.Time
	cancel      context.CancelFunc

	placing sync.Mutex // guards places
	places  map[int]*place
}

// Open reads the project.
func Open(ctx context.Context, o Options) (*Session, error) {
	s := &Session{o: o, files: map[string]*file{}, unguessable: rand.Text(), secret: rand.Text(), began: time.Now(), places: map[int]*place{}}
	s.frames = regexp.MustCompile(`\n +at .*dotool-` + s.unguessable + `.*(\n +at .*)*`)
	var err error
	if s.worker, err = worker.Open(o.Config, o.Vars); err != nil {
		return nil, err
	}
	for _, from := range o.Beside {
		w, err := worker.Open(from, nil)
		if err != nil {
			return nil, err
		}
		s.beside = append(s.beside, w)
	}
	if s.dir, err = ephemeral.Make(); err != nil {
		return nil, fmt.Errorf("folder for the data of tests: %w", err)
	}
	// Without a lock, the folder would be taken for one that was left behind.
	if s.lock, err = state.Open(s.dir, state.Options{}).Lock(ctx, state.Holder{Command: "dotool test"}); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	ctx, s.cancel = context.WithCancel(ctx)
	report := func(e event.Event) {
		if s.o.Report != nil {
			s.o.Report(e)
		}
	}
	for _, w := range s.workers() {
		w.Start(ctx, worker.Options{State: s.dir, Report: report, Offer: report}, s.began)
	}
	return s, nil
}

// Run runs files. report is called with one event at a time. The error says why nothing
// could run, such as a Worker that does not compile; failures of tests are events.
//
// Files that changed since the last run are read again.
func (s *Session) Run(ctx context.Context, sel Selection, report func(result.Event)) error {
	r := &run{s: s, sel: sel, report: report, begun: time.Now()}
	r.emit(result.Begun{At: r.begun, Files: sel.Files})
	var err error
	if r.build, err = s.build(ctx, sel.Files); err != nil {
		return err
	}
	s.last = r.build
	r.timings.Bundle = time.Since(r.begun)
	return r.run(ctx)
}

// workers returns the Worker that is tested, and those beside it.
func (s *Session) workers() []*worker.Worker {
	return append([]*worker.Worker{s.worker}, s.beside...)
}

// projects returns the projects of all Workers, as they were last read.
func (s *Session) projects() (all []*config.Project) {
	for _, w := range s.workers() {
		all = append(all, w.Project)
	}
	return all
}

// Project returns the project as the last run read it.
func (s *Session) Project() *config.Project { return s.worker.Project }

// Close ends all that the session has started.
func (s *Session) Close() error {
	s.cancel()
	for _, w := range s.workers() {
		w.Close()
	}
	s.closeFiles()
	var err error
	for _, p := range s.places {
		err = errors.Join(err, p.close())
	}
	return errors.Join(err, s.lock.Close(), os.RemoveAll(s.dir))
}
