// Package test runs files of tests inside workerd, in the isolate of the Worker: see
// [Open] and [Session.Run]. Package vitest has the runner, and world the modules that
// tests import besides.
package test

import (
	"context"
	"errors"
	"time"

	"dotool/config"
	"dotool/config/binding"
	"dotool/devserver/test/result"
	"dotool/devserver/workerd"
)

// Options are the options of a [Session].
type Options struct {
	Config config.Options // which configuration
	Dir    string         // folder to which paths in stacks are relative
	Vars   []binding.Var  // replace those of the project

	// Runtime finds workerd for a project, installing it if need be.
	Runtime func(context.Context, *config.Project) (workerd.Runtime, error)

	SetupFiles  []string          // absolute; run before each file
	Globals     bool              // describe, it and so on need no import
	Env         map[string]string // for process.env and import.meta.env
	TestTimeout time.Duration     // 0 is 5 s
	HookTimeout time.Duration     // 0 is 10 s
	Retry       int               // of a test that fails
	Bail        int               // end after so many failures; 0 never
	Isolate     Isolate           // "" is PerTest
	Workers     int               // the most processes; 0 is by cores and files
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

// Selection is what to run.
type Selection struct {
	Files   []string            // absolute
	Pattern string              // of JavaScript, for the full names of tests; "" is all
	Only    map[string][]string // by file: the full names of the only tests to run
	Update  Update              // "" is New
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
type Session struct{ o Options }

// Open reads the project.
func Open(ctx context.Context, o Options) (*Session, error) { return &Session{o}, nil }

// Run runs files. report is called with one event at a time. The error says why nothing
// could run, such as a Worker that does not compile; failures of tests are events.
//
// Files that changed since the last run are read again.
func (s *Session) Run(ctx context.Context, sel Selection, report func(result.Event)) error {
	return errors.ErrUnsupported
}

// Inputs are the files that the last run of a file of tests depends on, with those of
// the Worker, the setup files and the configuration.
func (s *Session) Inputs(file string) []string { return nil }

// Project is the project as the last run read it.
func (s *Session) Project() *config.Project { return nil }

// Close ends all that the session has started.
func (s *Session) Close() error { return nil }

// Run runs files in a session of its own.
func Run(ctx context.Context, o Options, sel Selection, report func(result.Event)) error {
	s, err := Open(ctx, o)
	if err != nil {
		return err
	}
	return errors.Join(s.Run(ctx, sel, report), s.Close())
}
