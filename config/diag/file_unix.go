//go:build unix

package diag

import "syscall"

// noFollow and loop are how a link is refused.
const (
	noFollow = syscall.O_NOFOLLOW
	loop     = syscall.ELOOP
)
