package workerd

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func sysProcAttr() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// startTime distinguishes the process from any other with the same id: the boot id, and
// the clock ticks from boot to its start. It is "" for one that has ended, even if not
// waited for yet.
func startTime(pid int) string {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	fields := status(pid)
	const state, starttime = 0, 19 // the 3rd and 22nd in proc_pid_stat(5)
	if len(fields) <= starttime || fields[state] == "Z" {
		return ""
	}
	return string(bytes.TrimSpace(boot)) + " " + fields[starttime]
}

// status returns the kernel's fields about a process from its state on, the third field in
// proc_pid_stat(5).
func status(pid int) []string {
	stat, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	// The second field is the name in parentheses, which may contain anything.
	return strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
}

// isStopped reports whether a process does nothing until it is told to go on.
func isStopped(pid int) bool {
	fields := status(pid)
	return len(fields) > 0 && strings.EqualFold(fields[0], "T")
}

// Busy returns the CPU time of a process. If unknown, it is the elapsed time, as if the
// process had never waited.
func Busy(pid int) time.Duration {
	fields := status(pid)
	const utime, stime, ticks = 11, 12, 100 // the 14th and 15th in proc_pid_stat(5); USER_HZ
	if len(fields) <= stime {
		return 0
	}
	user, _ := strconv.ParseInt(fields[utime], 10, 64)
	system, _ := strconv.ParseInt(fields[stime], 10, 64)
	return time.Duration(user+system) * time.Second / ticks
}
