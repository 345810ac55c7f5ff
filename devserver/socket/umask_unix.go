//go:build unix

package socket

import (
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// restricted is held while the umask of the process is restricted.
var restricted sync.Mutex

// restrictUmask makes new files accessible to this user only, until the returned
// function is called: a socket must have its mode from the start.
func restrictUmask() func() {
	restricted.Lock()
	old := syscall.Umask(0o177)
	return func() { syscall.Umask(old); restricted.Unlock() }
}

// Fork runs fn, which starts a process, while the umask is the user's.
func Fork(fn func() error) error {
	restricted.Lock()
	defer restricted.Unlock()
	return fn()
}

// duplicate copies a descriptor; children do not inherit the copy.
func duplicate(fd uintptr) (uintptr, error) {
	n, err := unix.FcntlInt(fd, unix.F_DUPFD_CLOEXEC, 0)
	return uintptr(n), err
}
