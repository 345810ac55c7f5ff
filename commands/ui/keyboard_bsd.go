//go:build unix && !linux

package ui

import "golang.org/x/sys/unix"

// disabled turns a control character of the terminal off: _POSIX_VDISABLE.
const disabled = 0xff

func flushInput(fd int) { _ = unix.IoctlSetPointerInt(fd, unix.TIOCFLUSH, 1) } // FREAD
