package devserver

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"dotool/config"
	"dotool/config/diag"
	"dotool/devserver/alive"
	"dotool/devserver/bundle"
	"dotool/devserver/control"
	"dotool/devserver/debug"
	"dotool/devserver/event"
	"dotool/devserver/page"
	"dotool/devserver/render"
	"dotool/devserver/trace"
	"dotool/devserver/watch"
	"dotool/devserver/watchdog"
	"dotool/devserver/workerd"
	"dotool/migrate"
	"dotool/migrate/state"
)

// newServer loads the project. The log of the server must be closed.
func newServer(o Options) (*server, error) {
	project, list, err := config.Load(o.Config)
	if err != nil {
		return nil, err
	}
	files := watch.NewOutput(o.Outputs)
	printed := func([]event.Event) { files.Printed() }
	return &server{
		shared:  shared{o: o, log: trace.NewFeed(o.Report, o.Record, printed), pauses: make(chan pause), printed: files},
		project: project, loaded: list, began: time.Now(),
		changed: make(chan []string, 1), paused: make(chan pause, 1),
		sockets: map[string]*os.File{},
	}, nil
}

// shared is what the goroutines that serve clients, and those that read what workerd
// prints, have of a server. It is set before they begin, or guards itself.
type shared struct {
	o        Options
	log      *trace.Feed
	control  control.Worker
	secret   string         // of dev.json
	network  bool           // other machines can reach it
	reloader *page.Reloader // nil without pages that reload
	alarms   *trace.AlarmLog
	dog      watchdog.Dog
	pauses   chan pause    // from clients
	printed  *watch.Output // files whose changes do not count

	condition atomic.Pointer[control.Status] // nil is the zero Status
	started   atomic.Pointer[generation]     // the last that was started
	calls     atomic.Int64                   // the highest number of one
	clock     atomic.Int64                   // where a client moved the Worker's clock: how far ahead, in milliseconds

	following sync.Mutex // held while it changes whether anyone follows
}

// server is the state of Run, and belongs to its goroutine but for what it shares.
type server struct {
	shared
	project *config.Project
	loaded  diag.List // the diagnostics of loading the project
	began   time.Time

	state   *state.Folder
	lock    *state.Lock
	runtime workerd.Runtime
	// runtimeFor is the project that the runtime was chosen for.
	runtimeFor *config.Project
	// overtaken says that files changed while they were built, in vain: the watcher
	// will report them.
	overtaken   bool
	reporting   <-chan time.Time // when the problem is reported, unless a change comes before
	shown       bool             // whether the problem was reported
	stubs       string           // modules of Node.js that there was a warning about
	redundant   map[redundancy][]string
	url         string
	sockets     map[string]*os.File
	public      int
	tls         *workerd.TLS  // nil serves plain HTTP
	certFile    string        // of tls
	clients     string        // path of the socket for clients
	alive       alive.Clients // connections of clients that a process left behind
	doors       doors         // the sockets for clients and for the process
	root        root          // where all of it lies
	changed     chan []string // changes that came while a question was asked
	paused      chan pause    // and a pause that did
	foreign     error         // who hosts our objects too, so that we do not; nil if no one does
	reported    error         // the one of these that was reported
	after       string        // the command for which it pauses
	removed     []string      // what of the state folder was gone
	announced   bool          // whether Ready was reported once
	pages       string        // path of the socket that serves error pages
	mark        string        // of lines that are for us
	unguessable string        // part of the names of our modules

	inspector *debug.Inspector // nil without one

	watcher      *watch.Watcher
	buildCommand *watch.BuildCommand
	builder      *bundle.Builder
	live         *generation   // what serves, or should
	output       *trace.Output // of its process

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

// redundancy is where some compatibility flags are not needed.
type redundancy struct{ runtime, date string }

// pause asks the loop to release the state folder.
type pause struct {
	command string
	paused  chan error    // used once
	ended   chan struct{} // closed when the client is done
}

// show is a file as the user names it.
func (s *shared) show(file string) string {
	if rel, err := filepath.Rel(s.o.Dir, file); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return file
}

// doors are the unix sockets of a server.
type doors struct {
	remove  []func()
	cancel  context.CancelFunc
	serving sync.WaitGroup
}

func randomHex() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
