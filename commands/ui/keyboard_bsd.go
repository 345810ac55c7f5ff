//go:build unix && !linux

package ui

import "golang.org/x/sys/unix"

func flushInput(fd int) { _ = unix.IoctlSetPointerInt(fd, unix.TIOCFLUSH, 1) } // FREAD
