package socket

import (
	"errors"
	"net"
)

// listenPrivate opens a socket. Who can connect to it follows from its folder.
func listenPrivate(path string) (*net.UnixListener, error) {
	return net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
}

// Fork runs fn, which starts a process.
func Fork(fn func() error) error { return fn() }

func duplicate(uintptr) (uintptr, error) { return 0, errors.ErrUnsupported }
