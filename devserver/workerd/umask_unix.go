//go:build unix

package workerd

import "syscall"

// restrictUmask makes new files accessible to this user only, until the returned
// function is called: a socket must have its mode from the start.
func restrictUmask() func() {
	old := syscall.Umask(0o177)
	return func() { syscall.Umask(old) }
}
