//go:build !unix

package diag

import "syscall"

const (
	noFollow = 0
	loop     = syscall.ENOTSUP
)

// Planted is false: it is for folders that all users can write to.
func Planted(path, start string) bool { return false }
