// Package result is what happens while tests run, as plain data: what the runner sends
// and reporters print.
//
// A run is a sequence of [Event]: [Begun], then for each file [FileBegun], [Collected],
// [TestBegun], [Finished] and [FileDone], and at last [Done]. Events of several files
// may be mixed; those of one file are in order. [Console] and [Unhandled] may come
// between any two. [Run] collects them.
package result

import (
	"time"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
)

// Event is one of the types of this package that name it.
type Event interface{ isEvent() }

// Begun is the first event of a run.
type Begun struct {
	At    time.Time
	Files []string // absolute, in the order in which they are to run
}

// FileBegun is sent when a file begins to run.
type FileBegun struct {
	File string
	At   time.Time
}

// Collected is sent when the suites and tests of a file are known, before the first of
// them runs.
type Collected struct {
	File  string
	Tasks []*Task
}

// Task is a suite or a test.
type Task struct {
	ID    string // unique in its file, and the same in each run of the same file
	Name  string // as the file has it: text of a stranger
	Suite bool
	Mode  Mode
	Fails bool     // a test that passes when it fails
	Pos   diag.Pos // in the file of the test; no File if unknown
	Tasks []*Task  // of a suite
}

// Mode says what a task is to do.
type Mode string

const (
	Runs   Mode = "run"
	Skips  Mode = "skip" // also because of -t, only or a skipped suite
	IsTodo Mode = "todo"
)

// TestBegun is sent when a test begins: its first attempt.
type TestBegun struct{ File, ID string }

// Finished is sent when a test, or a suite with its tests, has its result. Tests that
// do not run have one too.
type Finished struct {
	File, ID string
	Result   Result
}

// Result is the outcome of a test, a suite or a file.
type Result struct {
	State    State
	At       time.Time     // when it began; zero if it did not run
	Duration time.Duration // of all attempts, with hooks
	Retries  int
	Repeats  int
	Errors   []*Error // of all attempts; also of a test that passed when it was tried again
	Note     string   // why the test skipped itself, if it said so
	Left     []Left   // what the test left behind
	Touched  []Object // if [Options] of the runner ask for it: the objects that a failed test used
}

// State is the outcome of a task.
type State string

const (
	Pass State = "pass"
	Fail State = "fail"
	Skip State = "skip"
	Todo State = "todo"
)

// Error is an error of a test, a hook or a file. Its stack is where it was thrown, also
// if that was inside an object.
type Error struct {
	event.Error
	Diff             string // of an assertion: lines with "- " and "+ "; colours are removed
	Actual, Expected string // of an assertion, as text
	Assertion        bool
	Code             *event.Code   // around the place
	Hint             string        // cause and fix of a well-known problem
	Object           *event.Object // where it was thrown; nil: in the test itself
	Test             *event.Code   // the line of the test that led to it, if Object is not nil
	Attempt          int           // from 0: the retry that it is of
}

// Left is something that a test left behind.
type Left struct {
	Kind   string        // "alarm", "promise", "rejection" or "timer"
	Text   string        // such as the time of the alarm
	Object *event.Object // if it has one
}

// Object has the stored data of an object at the time that a test failed.
type Object struct {
	event.Object
	Tables []Table
	Keys   []Key
	Alarm  time.Time // zero: none
}

// Table is a table of an object.
type Table struct {
	Name    string
	Columns []string
	Rows    [][]string // as JSON; the first ones
	Total   int        // of rows
}

// Key is a key of the key-value storage. Value is JSON.
type Key struct{ Name, Value string }

// Console is a text that code printed.
type Console struct {
	At     time.Time
	File   string
	Test   string        // the ID of the test that was running; "" outside of tests
	Object *event.Object // the object that printed it; nil: the test or the Worker
	Level  string        // "log", "info", "debug", "warn", "error" or "trace"
	Text   string        // may have several lines and colours
	Pos    diag.Pos      // no File if unknown
}

// Stderr reports whether a console prints the text to stderr.
func (c Console) Stderr() bool { return c.Level == "warn" || c.Level == "error" || c.Level == "trace" }

// Unhandled is an error that no test caught, such as an unhandled rejection. It fails
// the run.
type Unhandled struct {
	File  string // "" if unknown
	Test  string // the ID of the test that was running; "" if unknown
	Kind  string // "Unhandled Rejection" or "Uncaught Exception"
	Error *Error
}

// FileDone is sent when a file has ended.
type FileDone struct {
	File string
	// Result has the state of the file, and the errors of its top level and its hooks.
	Result
	Problems diag.List // why it could not be bundled
	Timings  Timings
}

// Timings are parts of a run.
type Timings struct{ Bundle, Start, Setup, Collect, Tests time.Duration }

// Add adds to each part.
func (t *Timings) Add(other Timings) {
	t.Bundle += other.Bundle
	t.Start += other.Start
	t.Setup += other.Setup
	t.Collect += other.Collect
	t.Tests += other.Tests
}

// Snapshots counts what happened to snapshots.
type Snapshots struct {
	Added, Matched, Unmatched, Updated       int
	FilesAdded, FilesUpdated, FilesUnmatched int
	FilesRemoved                             int
	Total                                    int
	Obsolete                                 map[string][]string // keys without a test, by the file of snapshots
	Removed                                  int                 // keys, because of -u
	FilesObsolete                            []string            // files without a test, not removed
	Update                                   bool                // -u
}

// Done is the last event of a run.
type Done struct {
	Duration    time.Duration
	Timings     Timings   // besides those of the files
	Snapshots   Snapshots // of all files
	Interrupted bool
	Bailed      bool // --bail ended it
}

func (Begun) isEvent()     {}
func (FileBegun) isEvent() {}
func (Collected) isEvent() {}
func (TestBegun) isEvent() {}
func (Finished) isEvent()  {}
func (Console) isEvent()   {}
func (Unhandled) isEvent() {}
func (FileDone) isEvent()  {}
func (Done) isEvent()      {}
