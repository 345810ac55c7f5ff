package devserver

import (
	"context"
	"os"
	"time"

	"dotool/config"
	"dotool/config/binding"
	"dotool/devserver/event"
	"dotool/devserver/workerd"
	"dotool/migrate"
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

	KeyFile, CertFile string // of a certificate for HTTPS, absolute; "" has one made

	Vars []binding.Var

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

// Order is something that a running server is asked to do.
type Order int

// Reload starts the runtime again with the code as it is now on disk, even if
// nothing changed. Code that cannot be served changes nothing.
const Reload Order = iota + 1
