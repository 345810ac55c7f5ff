package workerd

import (
	"errors"
	"os"
	"syscall"
)

func supported() (hint string, err error) {
	return "run dotool in the Windows Subsystem for Linux (WSL)",
		errors.New("listening sockets cannot be handed to workerd on Windows")
}

func sysProcAttr() *syscall.SysProcAttr { return nil }
func startTime(int) string              { return "" }
func isStopped(int) bool                { return false }

// trusted is nil: the cache lies in the user's own profile.
func trusted(_, _ string) error { return nil }

// Nothing below is reached, since no process starts.

func (p *Process) terminate() { p.kill() }
func (p *Process) kill()      { p.cmd.Process.Kill() }

func killGroup(pid int) error {
	p, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	return p.Kill()
}
