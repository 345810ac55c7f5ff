package registry

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/render"
)

// Options are the options of [Open].
type Options struct {
	Dir    string                                                                         // of the registry, "" for none
	Enter  bool                                                                           // others may reach the Workers of this server
	Post   func(ctx context.Context, path string, body io.Reader) (*http.Response, error) // reaches the control worker
	Report func(event.Event)
	Beside func(worker string) string // the command that hosts a Worker too, "" if it is not known
}

// Server connects the Workers of a server with those of others. Its methods are for the
// goroutine of the server.
type Server struct {
	*Session
	Redo    chan struct{} // the configuration must be made again
	o       Options
	initial Others    // what the next process is started with
	warned  string    // the Workers about whose absence a warning was reported
	failed  sync.Once // whether it was reported that entries cannot be written
}

// Open makes the part of a server in the registry.
func Open(o Options) *Server {
	return &Server{Session: newSession(o.Dir), Redo: make(chan struct{}, 1), o: o}
}

// Enters reports whether others may reach the Workers. On Windows the debug port could
// only be one of TCP, which all users of the machine can reach.
func (s *Server) Enters() bool { return s.o.Enter && s.dir != "" && runtime.GOOS != "windows" }

// Keys returns the keys for [render.Input], and what the process needs to know as it starts.
func (s *Server) Keys(projects []*config.Project) map[string]map[string]string {
	keys := map[string]map[string]string{}
	for name, place := range s.want(projects).Workers {
		keys[name] = place.Keys
	}
	return keys
}

func (s *Server) want(projects []*config.Project) Others {
	workers, _ := render.Elsewhere(projects)
	return s.Want(workers, render.QueuesElsewhere(projects))
}

// Environment returns the variable of the environment for a process that is about to start.
// It warns about Workers that are not running.
func (s *Server) Environment(projects []*config.Project) string {
	others := s.want(projects)
	s.initial = others
	if s.o.Report != nil {
		s.warn(projects, others)
	}
	return render.RegistryVariable + "=" + string(encode(others))
}

// warn reports which Workers are not running, unless that was reported.
func (s *Server) warn(projects []*config.Project, others Others) {
	list := render.ElsewhereWarnings(projects, func(worker string) bool {
		return others.Workers[worker].Address != ""
	}, s.o.Beside)
	text := fmt.Sprint(list)
	if text != s.warned && len(list) > 0 {
		s.o.Report(event.Warnings{List: list})
	}
	s.warned = text
}

func encode(others Others) []byte {
	text, err := json.Marshal(others)
	if err != nil {
		panic(err) // strings alone
	}
	return text
}

// Serve enters the Workers of the process that serves now, by the address of its debug
// port. The process has the last [Server.Environment], and the keys that its configuration
// was made with.
func (s *Server) Serve(workers []render.Worker, keys map[string]map[string]string, address string) {
	for name, place := range s.initial.Workers {
		place.Keys = keys[name]
		s.initial.Workers[name] = place
	}
	s.SetKnown(s.initial) // messages that wait for a consumer are passed on
	if !s.Enters() {
		return
	}
	entries := map[string]Entry{}
	for _, w := range workers {
		name := w.Project.Name.Value
		e := Entry{Address: address, Default: w.Front(), User: render.UserService(name)}
		for class, c := range w.Classes {
			if string(c.Key) != name+"-"+class {
				if e.Keys == nil {
					e.Keys = map[string]string{}
				}
				e.Keys[class] = string(c.Key)
			}
		}
		for _, q := range config.Of[binding.QueueConsumer](w.Project) {
			if !slices.Contains(e.Queues, q.Queue.Value) {
				e.Queues = append(e.Queues, q.Queue.Value)
			}
		}
		entries[name] = e
	}
	if err := s.Enter(entries); err != nil {
		s.fail(err)
	}
}

func (s *Server) fail(err error) {
	s.failed.Do(func() {
		var list diag.List
		list.Warnf(diag.Pos{File: s.dir}, "dev-registry", "other dev servers cannot find this one: %v", err)
		s.o.Report(event.Warnings{List: list})
	})
}

// patience is how long the control worker may take to respond.
const patience = 5 * time.Second

// Run keeps everything up to date until ctx is done.
func (s *Server) Run(ctx context.Context) {
	s.Session.Run(ctx, Hooks{
		Push: func(ctx context.Context, now Others) error {
			// A Worker that blocks the runtime must not keep this from looking after the
			// entries.
			ctx, cancel := context.WithTimeout(ctx, patience)
			defer cancel()
			resp, err := s.o.Post(ctx, "/registry", bytes.NewReader(encode(now)))
			if err != nil {
				return err
			}
			resp.Body.Close()
			if resp.StatusCode != http.StatusOK {
				return fmt.Errorf("the control worker: %s", resp.Status)
			}
			return nil
		},
		Changed: s.changed,
		Taken:   func(worker string) { s.o.Report(event.Elsewhere{Worker: worker, Taken: true}) },
		Failed:  s.fail,
	})
}

func (s *Server) changed(before, now Others) {
	for name, place := range now.Workers {
		was := before.Workers[name]
		if was.Address == "" && place.Address != "" {
			s.o.Report(event.Elsewhere{Worker: name, Running: true})
		}
		if fmt.Sprint(was.Keys) != fmt.Sprint(place.Keys) {
			select {
			case s.Redo <- struct{}{}: // ids of objects are made from the keys
			default: // it will be
			}
		}
	}
	for name, was := range before.Workers {
		if was.Address != "" && now.Workers[name].Address == "" {
			s.o.Report(event.Elsewhere{Worker: name})
		}
	}
}
