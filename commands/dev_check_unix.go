//go:build linux || darwin

package commands

import (
	"os/exec"
	"syscall"
)

// besides makes a process one that Ctrl-C does not reach.
func besides(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// leastUrgent lets all other processes run before this one, all of its threads.
func leastUrgent() { _ = syscall.Setpriority(syscall.PRIO_PGRP, 0, 19) }
