//go:build unix && !linux

package socket

import (
	"net"
	"sync"
	"syscall"
)

// restricted is held while the umask of the process is restricted.
var restricted sync.Mutex

// listenPrivate opens a socket that only this user can connect to, from the start. Other
// files that the process makes meanwhile are restricted too.
func listenPrivate(path string) (*net.UnixListener, error) {
	restricted.Lock()
	defer restricted.Unlock()
	defer syscall.Umask(syscall.Umask(0o177))
	return net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
}

// Fork runs fn, which starts a process, while the umask is the user's.
func Fork(fn func() error) error {
	restricted.Lock()
	defer restricted.Unlock()
	return fn()
}
