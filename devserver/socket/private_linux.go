package socket

import (
	"context"
	"net"
	"syscall"
)

// listenPrivate opens a socket that only this user can connect to: its file gets the mode
// that the socket has. A umask would be that of everything else that the process makes and
// starts meanwhile.
func listenPrivate(path string) (*net.UnixListener, error) {
	config := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		var failed error
		if err := c.Control(func(fd uintptr) { failed = syscall.Fchmod(int(fd), 0o600) }); err != nil {
			return err
		}
		return failed
	}}
	l, err := config.Listen(context.Background(), "unix", path)
	if err != nil {
		return nil, err
	}
	return l.(*net.UnixListener), nil
}

// Fork runs fn, which starts a process.
func Fork(fn func() error) error { return fn() }
