package devserver

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/cert"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/debug"
	"github.com/dotool-dev/dotool/devserver/disk"
	"github.com/dotool-dev/dotool/devserver/ephemeral"
	"github.com/dotool-dev/dotool/devserver/render"
	"github.com/dotool-dev/dotool/devserver/socket"
	"github.com/dotool-dev/dotool/devserver/trace"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate/apply"
	"github.com/dotool-dev/dotool/migrate/state"
)

// takeLock takes the state folder. Another command that has it is waited for; a
// server that only paused for one will have it back, unless that one is this.
func (s *server) takeLock(ctx context.Context) (err error) {
	if s.hosted == nil {
		if c, err := control.Dial(ctx, s.state); err == nil {
			h := state.Holder{PID: c.File.PID, Command: "dotool dev", Address: c.File.URL}
			return &state.LockedError{Dir: s.state.Dir, Holder: h}
		}
	}
	return s.retakeLock(ctx)
}

// retakeLock is takeLock for the server that had the lock before. If it fails, s.lock
// is nil, and nothing is started.
func (s *server) retakeLock(ctx context.Context) (err error) {
	for {
		s.lock, err = s.state.Lock(ctx, state.Holder{Command: cmp.Or(s.o.Command, "dotool dev"), Address: s.url})
		// A server that starts meanwhile will soon find this one.
		if _, locked := errors.AsType[*state.LockedError](err); !locked || s.url == "" || ctx.Err() != nil {
			break
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
		}
	}
	if err != nil {
		return err
	}
	// A workerd whose dotool was killed may still be ending: it has the port, and the
	// files of the objects.
	for _, dir := range []string{serverDir, hostedDir} {
		if err := workerd.ReapLeftover(filepath.Join(s.state.OwnDir(), dir)); err != nil {
			return errors.Join(err, s.releaseLock())
		}
	}
	if s.o.Locked != nil {
		if err := s.o.Locked(ctx, s.state); err != nil {
			return errors.Join(err, s.releaseLock())
		}
	}
	s.root.Set(filepath.Join(s.state.OwnDir(), "lock"), s.state.ObjectsDir())
	if s.o.HoldAlarms != nil {
		if err := s.o.HoldAlarms(s.state); err != nil {
			return errors.Join(err, s.releaseLock())
		}
	}
	return nil
}

func (s *server) openState() error {
	dir := s.main().StateDir(s.o.Persist)
	if s.o.Ephemeral {
		var err error
		if dir, err = ephemeral.Make(); err != nil {
			return fmt.Errorf("state folder: %w", err)
		}
	}
	if !utf8.ValidString(dir) {
		return &disk.NamelessError{Dir: dir}
	}
	if s.o.Open != nil {
		s.state = s.o.Open(dir)
	} else {
		s.state = state.Open(dir, state.Options{Recoveries: []state.Recovery{apply.Recover}})
	}
	return s.makeFolders()
}

// makeFolders creates the folders of the state.
func (s *server) makeFolders() error {
	if err := os.MkdirAll(s.state.ObjectsDir(), 0o755); err != nil {
		return fmt.Errorf("state folder: %w", err)
	}
	return os.MkdirAll(s.processDir(), 0o700)
}

// The folder for files of the process. One that is hosted for a command has a folder of
// its own, since a server that has released the state for it still has its sockets
// open.
const (
	serverDir = "workerd"
	hostedDir = "hosted"
)

func (s *server) processDir() string {
	if s.hosted != nil {
		return filepath.Join(s.state.OwnDir(), hostedDir)
	}
	return filepath.Join(s.state.OwnDir(), serverDir)
}

// clientsPath returns the socket for other commands.
func (s *server) clientsPath() string {
	if s.hosted != nil {
		return filepath.Join(s.processDir(), "clients.sock")
	}
	return filepath.Join(s.state.OwnDir(), "control.sock")
}

func (s *server) listen(ctx context.Context) error {
	ip, port := s.o.IP, s.o.Port
	if ip == "" {
		ip = s.main().Dev.IP
	}
	if ip == "" {
		ip = "localhost"
	}
	if port < 0 {
		port = s.main().Dev.Port
	}
	given := port != 0 || s.o.Port == 0
	if !given {
		port = 8787
	}
	files, port, err := socket.Listen(ctx, ip, port)
	// A workerd whose dotool was killed ends, but on a busy machine not immediately.
	for deadline := time.Now().Add(20 * time.Second); errors.As(err, new(*socket.PortError)) && socket.Orphaned(port) && time.Now().Before(deadline); {
		select {
		case <-time.After(20 * time.Millisecond): // nothing signals the end of a process that is not a child
		case <-ctx.Done():
			return ctx.Err()
		}
		files, port, err = socket.Listen(ctx, ip, port)
	}
	for range 20 { // another program may be faster
		taken, ok := errors.AsType[*socket.PortError](err)
		if !ok || given || taken.Free == 0 {
			break
		}
		s.taken = cmp.Or(s.taken, taken.Error())
		files, port, err = socket.Listen(ctx, ip, taken.Free)
	}
	if err != nil {
		return err
	}
	s.public = len(files)
	for i, name := range render.PublicSockets(len(files)) {
		s.sockets[name] = files[i]
	}
	protocol := "http"
	if s.main().Dev.Protocol == "https" {
		s.tls = &workerd.TLS{}
		if s.tls.Key, s.tls.Certificate, s.certFile, err = cert.Find(s.o.KeyFile, s.o.CertFile, ip); err != nil {
			return err
		}
		protocol = "https"
	}
	s.url = publicURL(protocol, ip, port)
	address, err := netip.ParseAddr(ip)
	s.network = ip != "localhost" && (err != nil || !address.IsLoopback())
	return nil
}

// publicURL returns an address that a browser on this machine can open.
func publicURL(protocol, ip string, port int) string {
	switch {
	case ip == "0.0.0.0" || ip == "*" || ip == "::":
		ip = "localhost"
	case strings.Contains(ip, ":"):
		ip = "[" + ip + "]"
	}
	return fmt.Sprintf("%s://%s:%d", protocol, ip, port)
}

// openDoors opens missing sockets: one for the commands of this user, which dotool
// serves; a private one on which workerd's control worker serves dotool; and one for
// error pages of the Worker.
func (s *server) openDoors(ctx context.Context) error {
	if s.secret == "" {
		s.secret, s.control.Secret = randomHex(), randomHex()
		s.mark, s.unguessable = "\x1e"+randomHex()[:8], randomHex()
	}
	ctx, cancel := context.WithCancel(ctx)
	if before := s.doors.cancel; before != nil {
		after := cancel
		cancel = func() { before(); after() }
	}
	s.doors.cancel = cancel
	if err := os.Mkdir(s.processDir(), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("control socket: %w", err)
	}
	l, err := s.door(&s.control.Socket, filepath.Join(s.processDir(), "control.sock"))
	if err != nil {
		return err
	}
	if l != nil {
		f, err := socket.File(l)
		if err := errors.Join(err, l.Close()); err != nil {
			return fmt.Errorf("control socket: %w", err)
		}
		if old := s.sockets[render.ControlSocket]; old != nil {
			old.Close()
		}
		s.sockets[render.ControlSocket] = f
	}
	if l, err := s.door(&s.pages, filepath.Join(s.processDir(), "pages.sock")); err != nil {
		return err
	} else if l != nil {
		s.doors.serving.Go(func() { s.servePages(ctx, l) })
	}
	// Last, since it leads to the others.
	if l, err := s.door(&s.clients, s.clientsPath()); err != nil {
		return err
	} else if l != nil {
		s.doors.serving.Go(func() { s.serveClients(ctx, l) })
	}
	return nil
}

// door opens a socket, unless it exists: then it returns nil. Its path stays the same.
func (s *server) door(at *string, path string) (*net.UnixListener, error) {
	if *at != "" {
		if _, err := os.Lstat(*at); err == nil {
			return nil, nil
		}
	}
	l, remove, err := socket.ListenUnix(path)
	if err != nil {
		return nil, err
	}
	s.doors.remove = append(s.doors.remove, remove)
	if *at == "" { // otherwise clients may be reading it, and it is unchanged
		*at = l.Addr().String()
	}
	return l, nil
}

// closeDoors closes the sockets of openDoors.
func (s *server) closeDoors() {
	if s.doors.cancel != nil {
		s.doors.cancel()
	}
	s.doors.serving.Wait()
	if s.hosted == nil {
		os.Remove(filepath.Join(s.state.OwnDir(), control.DevFileName))
	}
	for _, remove := range s.doors.remove {
		remove()
	}
}

// listenInspector opens the port for DevTools, if requested.
func (s *server) listenInspector(ctx context.Context) (stop func(), err error) {
	port := cmp.Or(s.o.Inspector, s.main().Dev.InspectorPort)
	if port == 0 {
		return func() {}, nil
	}
	s.inspector, stop, err = debug.Open(ctx, port, s.main().Name.Value, trace.Mark(s.mark, 0))
	return stop, err
}

// file returns the content of dev.json.
func (s *server) file() control.DevFile {
	dir, err := filepath.Abs(s.state.Dir)
	if err != nil {
		dir = s.state.Dir
	}
	f := control.DevFile{Version: control.Protocol, PID: os.Getpid(), Worker: s.main().Name.Value, URL: s.url, State: dir, Socket: s.clients, Secret: s.secret, Runtime: s.runtime.Version, For: ""}
	for _, w := range s.workers {
		f.Workers = append(f.Workers, w.Project.Name.Value)
		if len(s.workers) > 1 {
			f.Configs = append(f.Configs, w.Project.File)
		}
	}
	if s.o.Ephemeral {
		f.For, _ = filepath.Abs(s.main().StateDir(s.o.Persist))
	}
	return f
}

// point leads commands in the folders of further Workers to this server.
func (s *server) point() (remove func()) {
	var all []func()
	for _, w := range s.workers[1:] {
		if main := s.main().StateDir(s.o.Persist); s.o.Persist == "" && s.hosted == nil {
			all = append(all, control.Point(state.Open(w.Project.StateDir(""), state.Options{}), main))
		}
	}
	return func() {
		for _, remove := range all {
			remove()
		}
	}
}

func (s *server) writeDevFile() error {
	if s.hosted != nil {
		return nil // it serves one command, and ends soon
	}
	data, err := json.MarshalIndent(s.file(), "", "  ")
	if err != nil {
		return err
	}
	data = append(data, '\n')
	path := filepath.Join(s.state.OwnDir(), control.DevFileName)
	if is, err := diag.ReadFile(path); err == nil && bytes.Equal(is, data) {
		return nil // a full disk would have no room for it again
	}
	// A file of a new name, which no one can have opened or replaced before.
	f, err := os.CreateTemp(s.state.OwnDir(), control.DevFileName+".")
	if err != nil {
		return fmt.Errorf("write %s: %w", control.DevFileName, err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("write %s: %w", control.DevFileName, err)
	}
	return nil
}

// client returns a client of this server.
func (s *server) client() *control.Client { return control.New(s.file()) }
