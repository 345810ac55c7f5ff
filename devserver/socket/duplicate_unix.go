//go:build unix

package socket

import "golang.org/x/sys/unix"

// duplicate copies a descriptor; children do not inherit the copy.
func duplicate(fd uintptr) (uintptr, error) {
	n, err := unix.FcntlInt(fd, unix.F_DUPFD_CLOEXEC, 0)
	return uintptr(n), err
}
