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

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/configfile"
	"github.com/dotool-dev/dotool/devserver/alive"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/debug"
	"github.com/dotool-dev/dotool/devserver/disk"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/page"
	"github.com/dotool-dev/dotool/devserver/registry"
	"github.com/dotool-dev/dotool/devserver/trace"
	"github.com/dotool-dev/dotool/devserver/watch"
	"github.com/dotool-dev/dotool/devserver/watchdog"
	"github.com/dotool-dev/dotool/devserver/worker"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate/state"
)

// newServer loads the projects. The log of the server must be closed.
func newServer(o Options) (*server, error) {
	var workers []*hosted
	for i, from := range append([]config.Options{o.Config}, o.Others...) {
		vars := o.Vars
		if i > 0 { // as in wrangler dev, they are for the first
			vars = nil
		}
		w, err := worker.Open(from, vars)
		if err != nil {
			return nil, err
		}
		workers = append(workers, &hosted{Worker: w})
	}
	files := watch.NewOutput(o.Outputs)
	return &server{
		shared:  shared{o: o, log: trace.NewFeed(o.Report, o.Record, func([]event.Event) { files.Printed() }), pauses: make(chan pause), printed: files},
		workers: workers, began: time.Now(),
		stirred:     make(chan struct{}, 1),
		laterChange: make(chan worker.Change, 1), laterPause: make(chan pause, 1),
		sockets: map[string]*os.File{},
	}, nil
}

// projects returns the projects of all Workers.
func (s *server) projects() (all []*config.Project) {
	for _, w := range s.workers {
		all = append(all, w.Project)
	}
	return all
}

// main returns the project of the first Worker, whose settings are those of the server.
func (s *server) main() *config.Project { return s.workers[0].Project }

// shared is the part of a server that is shared with the goroutines that serve clients
// and read workerd's output. Its fields are set before these start, or safe for
// concurrent use.
type shared struct {
	o        Options
	log      *trace.Feed
	control  control.Worker
	secret   string         // of dev.json
	network  bool           // other machines can reach it
	taken    string         // what has the default port, or ""
	reloader *page.Reloader // nil without --live-reload
	alarms   *trace.AlarmLog
	registry *registry.Server
	dog      watchdog.Dog
	pauses   chan pause    // from clients
	printed  *watch.Output // files whose changes do not count

	condition atomic.Pointer[control.Status] // nil is the zero Status
	started   atomic.Pointer[generation]     // the last one started
	calls     atomic.Int64                   // the highest number of a call
	clock     atomic.Int64                   // how far a client has moved the Worker's clock ahead, in milliseconds

	following sync.Mutex // held while the set of followers changes
}

// server is the state of Run, which belongs to its goroutine, except for the shared part.
type server struct {
	shared
	workers []*hosted // the first has the public sockets and the state folder
	began   time.Time

	state       *state.Folder
	lock        *state.Lock
	runtime     workerd.Runtime
	runtimeFor  []*config.Project // for which the runtime was chosen
	reporting   <-chan time.Time  // when to report the problem, unless a change comes first
	shown       bool              // whether the problem was reported
	holds       string            // the runtime that was seen to wait at its gate
	redundant   map[redundancy][]string
	url         string
	sockets     map[string]*os.File
	public      int
	tls         *workerd.TLS       // nil serves plain HTTP
	certFile    string             // of tls
	clients     string             // path of the socket for clients
	alive       alive.Clients      // connections of clients kept from a process that ended
	doors       doors              // the sockets for clients and for the process
	root        disk.Root          // the folders that must exist
	followed    *worker.Followed   // nil without watching
	stirred     chan struct{}      // gets a value when files begin to change
	laterChange chan worker.Change // changes during a question, handled after it
	waking      sync.WaitGroup
	laterPause  chan pause // a pause requested during a question, handled after it
	foreign     error      // another program that hosts the objects; nil if none does
	reported    error      // the last value of foreign that was reported
	after       string     // the command for which it pauses
	removed     []string   // parts of the state folder that were removed
	announced   bool       // whether Ready was reported once
	pages       string     // path of the socket that serves error pages
	mark        string     // the beginning of the marks of lines for dotool
	unguessable string     // part of the names of dotool's modules

	inspector *debug.Inspector // nil without one

	spare     *spare           // nil or used while nothing changes
	spareOver <-chan time.Time // when the spare has waited long enough
	recent    string           // the Worker that was built last

	live   *generation    // the one that serves, or should
	output *trace.Outputs // of the process of live

	// hosted receives the client when ready; if non-nil, no port is opened:
	// see Host. It is nil for Run.
	hosted chan *control.Client
}

// redundancy is a runtime and a compatibility date with which some flags are not needed.
type redundancy struct{ runtime, date string }

// pause asks the loop to release the state folder.
type pause struct {
	command string
	paused  chan error    // used once
	ended   chan struct{} // closed when the client is done
}

// show returns the path of a file for the user.
func (s *shared) show(file string) string {
	if rel, err := filepath.Rel(s.o.Dir, file); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return file
}

// beside returns the command that hosts a Worker too, "" if it is not known.
func (s *server) beside(worker string) string {
	var files []string
	for _, p := range s.projects() {
		files = append(files, p.File)
	}
	return configfile.Command("dotool dev", "", s.o.Dir, files, worker)
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
