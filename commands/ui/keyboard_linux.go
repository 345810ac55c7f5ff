package ui

import "golang.org/x/sys/unix"

// disabled turns a control character of the terminal off: _POSIX_VDISABLE.
const disabled = 0

func flushInput(fd int) { _ = unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCIFLUSH) }
