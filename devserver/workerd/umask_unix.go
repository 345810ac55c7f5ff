//go:build unix

package workerd

import "syscall"

// restrictUmask makes what is created until the returned call readable by this
// user alone: a socket has its mode from its first moment.
func restrictUmask() func() {
	old := syscall.Umask(0o177)
	return func() { syscall.Umask(old) }
}
