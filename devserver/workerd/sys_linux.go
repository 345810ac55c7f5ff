package workerd

import (
	"bytes"
	"os"
	"strconv"
	"syscall"
	"time"
)

func sysProcAttr() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// startTime tells the process apart from any other that has had or will have
// its id: the boot, and the clock ticks from then to its start. It is "" for one
// that is gone, or dead and not waited for.
func startTime(pid int) string {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return ""
	}
	// The second field is the name in parentheses, which may hold anything.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	const state, starttime = 0, 19 // the 3rd and 22nd in proc_pid_stat(5)
	if len(fields) <= starttime || string(fields[state]) == "Z" {
		return ""
	}
	return string(bytes.TrimSpace(boot)) + " " + string(fields[starttime])
}

// Busy is how much time a process has used. Where that cannot be known it is the
// clock's, as if it had never waited.
func Busy(pid int) time.Duration {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0
	}
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	const utime, stime, ticks = 11, 12, 100 // the 14th and 15th in proc_pid_stat(5); USER_HZ
	if len(fields) <= stime {
		return 0
	}
	user, _ := strconv.ParseInt(string(fields[utime]), 10, 64)
	system, _ := strconv.ParseInt(string(fields[stime]), 10, 64)
	return time.Duration(user+system) * time.Second / ticks
}
