package commands

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// leastUrgent lets everything else run before this goroutine, until it ends.
func leastUrgent() {
	runtime.LockOSThread() // never unlocked, so the thread ends with the goroutine
	_ = unix.Setpriority(unix.PRIO_PROCESS, unix.Gettid(), 19)
}
