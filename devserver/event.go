package devserver

import (
	"time"

	"dotool/config"
	"dotool/config/diag"
	"dotool/devserver/workerd"
	"dotool/migrate"
)

// Event is something that happened in the server, told to Options.Report.
type Event interface{ event() }

type (
	// Installing tells how far the installation of the runtime is.
	Installing struct {
		Stage       string
		Done, Total int64 // bytes; Total 0 when unknown
	}

	// Ready says that new code serves.
	Ready struct {
		Project *config.Project
		URL     string // of the public socket
		Classes map[string]migrate.Class
		Runtime workerd.Runtime
		State   string        // folder of the local state
		Took    time.Duration // from the start, or from the save
		Reload  bool          // false for the first
		Changed []string      // files whose change led to it, absolute
	}

	// Migrated says that the local data was brought up to the configuration.
	Migrated struct{ Plan *migrate.Plan }

	// Fault says that the last save cannot be served. Nothing else changed.
	Fault struct {
		List    diag.List // what is wrong in the user's files
		Err     error     // or another reason
		Serving bool      // whether earlier code goes on serving
		Waiting bool      // whether the next save is waited for
	}

	// Unchanged says that a save made no difference to what serves.
	Unchanged struct{ Changed []string }

	// Building says that build.command runs.
	Building struct{ Command string }

	// BuildOutput is a line that build.command printed.
	BuildOutput struct{ Text string }

	// Warnings are the diagnostics of a build that serves.
	Warnings struct{ List diag.List }

	// Request is one answered request.
	Request struct {
		At       time.Time
		Method   string
		URL      string
		Status   int
		Duration time.Duration
	}

	// Named is a name that an object was started by. It is told again when the
	// object is started again.
	Named struct{ Class, Name string }

	// Console is a line that the Worker printed.
	Console struct {
		Error bool // console.error, console.warn
		Text  string
		Frame Frame // where Text is a line of a stack
	}

	// Exception is an error that nobody caught.
	Exception struct {
		Message string // "TypeError: boo"
		Stack   []Frame
	}

	// Notice is a word of the runtime that is not about the user's code.
	Notice struct{ Text string }

	// Gone says that the runtime ended by itself.
	Gone struct {
		Err   error
		Retry time.Duration // when it will be started again
	}

	// Dropped says how many events were not told, so as not to slow the server.
	Dropped struct{ Count int }
)

// Frame is one line of a stack.
type Frame struct {
	Function string
	Pos      diag.Pos // in the source, where that is known
	Text     string   // otherwise the line as the runtime printed it
}

func (Installing) event()  {}
func (Ready) event()       {}
func (Migrated) event()    {}
func (Fault) event()       {}
func (Unchanged) event()   {}
func (Building) event()    {}
func (BuildOutput) event() {}
func (Warnings) event()    {}
func (Request) event()     {}
func (Named) event()       {}
func (Console) event()     {}
func (Exception) event()   {}
func (Notice) event()      {}
func (Gone) event()        {}
func (Dropped) event()     {}
