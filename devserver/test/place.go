package test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/devserver/registry"
	"github.com/dotool-dev/dotool/devserver/render"
	"github.com/dotool-dev/dotool/devserver/socket"
	"github.com/dotool-dev/dotool/devserver/trace"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// place is shared by processes that run one after the other: a folder, and sockets that stay open
// from one run to the next.
type place struct {
	dir     string
	mark    string              // in front of lines for dotool
	sockets map[string]*os.File // for requests to the Worker, and of the control worker, which is not used
	client  *http.Client        // for the first
	dotool  string              // address of server
	server  *http.Server        // for requests of the Worker
	serving atomic.Pointer[process]
	remove  []func()

	seals []*trace.Seal   // of the process, one for each Worker
	spare workerd.Options // of one that waits for its configuration, with the seals of it
	next  []*trace.Seal
}

// openPlace opens the sockets of a place in a folder.
func openPlace(dir, mark string) (*place, error) {
	p := &place{dir: dir, mark: mark, sockets: map[string]*os.File{}}
	if err := p.open(); err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

func (p *place) open() error {
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return err
	}
	for _, name := range []string{testsSocket, render.ControlSocket} {
		l, err := p.listen(name)
		if err != nil {
			return err
		}
		address := l.Addr().String()
		f, err := l.File()
		if err := errors.Join(err, l.Close()); err != nil {
			return err
		}
		p.sockets[name] = f
		if name == testsSocket {
			p.client = &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				return (&net.Dialer{}).DialContext(ctx, "unix", address)
			}}}
		}
	}
	l, err := p.listen("dotool")
	if err != nil {
		return err
	}
	p.dotool = l.Addr().String()
	p.server = &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if of := p.serving.Load(); of != nil {
			of.serve(w, r)
		}
	})}
	go p.server.Serve(l) // ends with the server
	return nil
}

func (p *place) listen(name string) (*net.UnixListener, error) {
	l, remove, err := socket.ListenUnix(filepath.Join(p.dir, name+".sock"))
	if err == nil {
		p.remove = append(p.remove, remove)
	}
	return l, err
}

// data returns the folder of what the products keep.
func (p *place) data() string { return filepath.Join(p.dir, "data") }

// options returns the options of the next process, but for what it runs, and its seals.
func (p *place) options(r workerd.Runtime, projects []*config.Project) (workerd.Options, []*trace.Seal) {
	seals := trace.NewSeals(p.mark, len(projects))
	env := []string{registry.Open(registry.Options{}).Environment(projects)}
	for _, seal := range seals {
		env = append(env, seal.Environment())
	}
	return workerd.Options{
		Binary:       r.Path,
		Env:          env,
		Dir:          filepath.Join(p.dir, "workerd"),
		Sockets:      p.sockets,
		StartTimeout: 20 * time.Second,
	}, seals
}

// prepare starts a process that waits for what it is to run, unless one does.
func (p *place) prepare(r workerd.Runtime, projects []*config.Project) {
	if p.spare.Spare == nil {
		p.spare, p.next = p.options(r, projects)
		p.spare.Spare = workerd.Prepare(p.spare)
	}
}

// take returns the options of the next process.
func (p *place) take(r workerd.Runtime, projects []*config.Project) workerd.Options {
	o, seals := p.options(r, projects)
	if had := p.spare; had.Spare != nil {
		p.spare = workerd.Options{}
		o.Spare, seals = had.Spare, p.next
		for i, seal := range seals {
			o.Env[1+i] = seal.Environment()
		}
	}
	p.seals = seals
	return o
}

// close removes what the place has.
func (p *place) close() error {
	p.spare.Spare.Discard()
	if p.server != nil {
		p.server.Close()
	}
	if p.client != nil {
		p.client.CloseIdleConnections()
	}
	for _, f := range p.sockets {
		f.Close()
	}
	for _, remove := range p.remove {
		remove()
	}
	return os.RemoveAll(p.dir)
}

// place returns the one of a number, which stays until the end.
func (s *Session) place(number int) (*place, error) {
	s.placing.Lock()
	defer s.placing.Unlock()
	if p := s.places[number]; p != nil {
		return p, nil
	}
	p, err := openPlace(filepath.Join(s.dir, "process-"+strconv.Itoa(number)), "\x1e"+s.secret[:8])
	if err == nil {
		s.places[number] = p
	}
	return p, err
}
