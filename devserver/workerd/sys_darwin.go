package workerd

import (
	"fmt"
	"syscall"

	"golang.org/x/sys/unix"
)

func sysProcAttr() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// startTime distinguishes the process from any other with the same id. It is "" for one
// that has ended, even if not waited for yet.
func startTime(pid int) string {
	const zombie = 5 // SZOMB in sys/proc.h
	info, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil || info.Proc.P_stat == zombie {
		return ""
	}
	t := info.Proc.P_starttime
	return fmt.Sprintf("%d.%06d", t.Sec, t.Usec)
}

// isStopped reports whether a process does nothing until it is told to go on.
func isStopped(pid int) bool {
	const stop = 4 // SSTOP in sys/proc.h
	info, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	return err == nil && info.Proc.P_stat == stop
}
