//go:build !unix

package diag

import "syscall"

const (
	noFollow = 0
	loop     = syscall.ENOTSUP
)
