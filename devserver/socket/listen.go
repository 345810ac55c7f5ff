// Package socket opens the sockets that dotool listens on: public ones, which workerd
// inherits, and private unix sockets. Start from [Listen] and [ListenUnix].
package socket

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// PortError says that the port is in use.
type PortError struct {
	Address string
	Owner   string // "node (pid 123)", or "" if unknown
	Free    int    // a port that is free, the next one if possible
	Err     error
}

func (e *PortError) Error() string {
	if e.Owner != "" {
		return fmt.Sprintf("%s is in use by %s", e.Address, e.Owner)
	}
	return fmt.Sprintf("%s is in use", e.Address)
}

func (e *PortError) Unwrap() error { return e.Err }

// Hint suggests another port.
func (e *PortError) Hint() string {
	return fmt.Sprintf("try --port %d, or --port 0 for any free one", e.Free)
}

// AddressError says that this machine does not have the address.
type AddressError struct {
	Address string
	Err     error
}

func (e *AddressError) Error() string {
	if errors.Is(e.Err, syscall.EACCES) {
		return e.Address + " is not available to this user"
	}
	return e.Address + " is not an address of this machine"
}

func (e *AddressError) Unwrap() error { return e.Err }

// Hint suggests an address that always works.
func (e *AddressError) Hint() string {
	if errors.Is(e.Err, syscall.EACCES) {
		return "ports below 1024 need root: try --port 8787, or --port 0 for any free one"
	}
	return "--ip takes localhost, an address of this machine, or 0.0.0.0 for all of them"
}

// Listen opens the public sockets. For "localhost" these are two, one for each
// loopback address, on one port, since a client may try either. The files are
// what a child inherits; the listeners are closed, but the sockets stay open
// through the files.
func Listen(ctx context.Context, ip string, port int) (files []*os.File, actual int, err error) {
	hosts := []string{ip}
	switch ip {
	case "localhost":
		hosts = []string{"127.0.0.1", "::1"}
	case "*":
		hosts = []string{"::"}
	}
	for attempt := 0; ; attempt++ {
		files, actual, err = listenAll(ctx, hosts, port)
		// A port that is free on one address may be in use on the other.
		if err == nil || port != 0 || attempt == 20 || !errors.Is(err, syscall.EADDRINUSE) {
			break
		}
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		e := &PortError{Address: net.JoinHostPort(ip, strconv.Itoa(port)), Owner: portOwner(port), Err: err}
		e.Free = nextFree(ctx, hosts, port)
		err = e
	}
	if _, unknown := errors.AsType[*net.DNSError](err); unknown || errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EACCES) {
		err = &AddressError{net.JoinHostPort(ip, strconv.Itoa(port)), err}
	}
	return files, actual, err
}

// nextFree returns a free port: the next one if possible, which is easy to remember.
func nextFree(ctx context.Context, hosts []string, port int) int {
	const near = 100
	for p := port + 1; p <= min(port+near, 65535); p++ {
		if free, _, err := listenAll(ctx, hosts, p); err == nil {
			CloseAll(free)
			return p
		}
	}
	free, p, err := listenAll(ctx, hosts, 0)
	if err != nil {
		return 0
	}
	CloseAll(free)
	return p
}

func listenAll(ctx context.Context, hosts []string, port int) (files []*os.File, actual int, err error) {
	defer func() {
		if err != nil {
			CloseAll(files)
		}
	}()
	for i, host := range hosts {
		l, err := (&net.ListenConfig{Control: deferAccept}).Listen(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(port)))
		if err != nil {
			if i > 0 && !errors.Is(err, syscall.EADDRINUSE) {
				continue // no IPv6 here
			}
			return files, 0, fmt.Errorf("listen: %w", err)
		}
		port = l.Addr().(*net.TCPAddr).Port
		f, err := File(l.(*net.TCPListener))
		l.Close()
		if err != nil {
			return files, 0, fmt.Errorf("listen: %w", err)
		}
		files = append(files, f)
	}
	return files, port, nil
}

// File returns a copy of a listening socket for [Options.Sockets]. Its Fd leaves it as it
// is: that of a file which net returns makes the socket blocking, also for a workerd that
// uses it at the time.
func File(l interface{ File() (*os.File, error) }) (*os.File, error) {
	f, err := l.File()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	fd, err := duplicate(f.Fd()) // the socket is blocking from here on, until a workerd has it
	if err != nil {
		return nil, os.NewSyscallError("dup", err)
	}
	return os.NewFile(fd, f.Name()), nil
}

func CloseAll(files []*os.File) {
	for _, f := range files {
		f.Close()
	}
}

// NotSocketError says that something else has the path of a socket.
type NotSocketError struct{ path string }

func (e *NotSocketError) Error() string { return "control socket: " + e.path + " is not a socket" }

// Hint says what to do, since only the user knows whether it is needed.
func (e *NotSocketError) Hint() string { return "move it away: " + e.path }

// MaxPath is the longest path of a unix socket that every system supports.
const MaxPath = 100

// shortPrefix begins the names of folders of Short.
const shortPrefix = "dotool-"

// Short returns a short path for the socket, in a new folder that only this user can
// read. A link to it is left at the given path, so that it is found if this process is
// killed.
func Short(path string) (short string, remove func(), err error) {
	root := ""
	if len(os.TempDir()) > MaxPath/2 {
		root = "/tmp"
	}
	dir, err := os.MkdirTemp(root, shortPrefix)
	if err != nil {
		return "", nil, err
	}
	short = filepath.Join(dir, filepath.Base(path))
	_ = os.Symlink(short, path) // matters only then
	return short, func() { RemoveShort(path); os.RemoveAll(dir) }, nil
}

// RemoveShort removes the link of [Short], the socket and its folder, and reports
// whether that is what is there. Nothing else is removed, since anyone may have made the
// link.
func RemoveShort(path string) bool {
	short, err := os.Readlink(path)
	dir := filepath.Dir(short)
	if err != nil || filepath.Base(short) != filepath.Base(path) || !strings.HasPrefix(filepath.Base(dir), shortPrefix) {
		return false
	}
	if fi, err := os.Lstat(dir); err == nil && fi.Mode() == fs.ModeDir|0o700 {
		if fi, err := os.Lstat(short); err == nil && fi.Mode().Type() == fs.ModeSocket {
			os.Remove(short)
		}
		os.Remove(dir) // if it is empty
	}
	return os.Remove(path) == nil
}

// ListenUnix opens a socket that only this user can connect to, at the path if that is
// short enough.
func ListenUnix(path string) (l *net.UnixListener, remove func(), err error) {
	remove = func() { os.Remove(path) }
	// This process has locked the state folder, so a socket there is a leftover;
	// anything else must not be removed.
	if fi, err := os.Lstat(path); err == nil && fi.Mode()&os.ModeSocket != 0 {
		os.Remove(path)
	} else if err == nil && !RemoveShort(path) {
		return nil, nil, &NotSocketError{path}
	}
	if len(path) > MaxPath {
		if path, remove, err = Short(path); err != nil {
			return nil, nil, fmt.Errorf("control socket: %w", err)
		}
	}
	if l, err = listenPrivate(path); err != nil {
		remove()
		return nil, nil, fmt.Errorf("control socket: %w", err)
	}
	l.SetUnlinkOnClose(false)
	return l, remove, nil
}
