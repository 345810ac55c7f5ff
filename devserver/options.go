package devserver

import (
	"context"
	"os"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Options are the options of [Run] and [Host].
type Options struct {
	Config    config.Options   // the configuration to load
	Others    []config.Options // of further Workers, hosted in the same process
	Persist   string           // folder of the state, absolute; "" is that of the first project
	Ephemeral bool             // keep the state in memory or a folder that is removed

	Dir string // folder to which paths in stacks are relative; "": absolute paths

	IP        string // "" takes dev.ip of the configuration, else localhost
	Port      int    // -1 takes dev.port of the configuration, else 8787; 0 any free
	Inspector int    // port for DevTools; 0 none

	KeyFile, CertFile string // of a certificate for HTTPS, absolute; "" has one made

	Vars []binding.Var // of the first Worker

	Watch bool
	Poll  bool // poll the files, as if the system reported no changes

	// Outputs are the files that dotool prints to. Changes of these, and of files
	// written by programs that read them, do not count.
	Outputs []*os.File

	Log bool // report each request

	LiveReload    bool // make pages in browsers reload
	TestScheduled bool // /__scheduled runs the scheduled handler

	Cron bool             // fire cron triggers at their times, unless alarms are held
	Now  func() time.Time // the clock for them; nil is time.Now

	// ErrorPages shows errors with source and paths at any name, even if other machines reach
	// the Worker.
	ErrorPages bool

	// Drain is how long requests in flight may go on before a reload cuts them; 0
	// is a second, less than 0 no time.
	Drain time.Duration

	// NoKeep closes the connections of clients at a reload, as if the system could not
	// keep them.
	NoKeep bool

	// Registry is the folder of wrangler's dev registry, absolute, in which Workers of
	// other processes are found; "" has none. With Register, these find the ones here.
	Registry string
	Register bool

	// Command is the name of the holder of the lock; "" is "dotool dev".
	Command string

	// Open opens the state folder; nil is [state.Open] without options.
	Open func(dir string) *state.Folder

	// Locked is called whenever the lock of the state folder was taken, before anything is
	// served from it. Moved says, before code is built, that it has something to do there.
	Locked func(context.Context, *state.Folder) error
	Moved  func(context.Context) bool

	// HoldAlarms holds all alarms until a client fires them. It is called with the lock
	// of the state folder, and postpones the alarms there; the recoveries of the folder
	// undo that. Nil lets alarms fire.
	HoldAlarms func(*state.Folder) error

	// Interrupted returns the instances of workflows that the end of a process may have
	// cut, and that should go on; nil lets them wait for their alarms.
	Interrupted func(context.Context, *state.Folder) []control.Instance

	// Runtime finds workerd for a project, installing it if need be.
	Runtime func(context.Context, *config.Project) (workerd.Runtime, error)

	// Approve is asked before applying a plan that deletes data; nil approves none.
	Approve func(context.Context, *migrate.Plan) bool

	// Snapshot takes a snapshot before that, see [apply.Options].
	Snapshot func(ctx context.Context, state *state.Folder, reason string) error

	// Report is called with events, in order and in batches, from one goroutine.
	// Requests are dropped, and counted, while it does not keep up.
	Report func([]event.Event)

	// Busy is called before a change is built, and when that is served or is not; it may be
	// nil.
	Busy func(bool)

	// Record gets the same events as Report, each function at its own pace; it may be nil.
	Record func([]event.Event)

	// Orders are carried out while serving, one after the other.
	Orders <-chan Order
}

// Order is a request to a running server.
type Order int

// Reload starts the runtime again with the code as it is now on disk, even if
// nothing changed. If the code cannot be served, nothing changes.
const Reload Order = iota + 1
