//go:build unix

package workerd

import (
	"errors"
	"os"
	"syscall"
)

func supported() (hint string, err error) { return "", nil }

func (p *Process) terminate() { p.cmd.Process.Signal(syscall.SIGTERM) } // fails if it is gone already

func (p *Process) kill() {
	// Asking os.Process first keeps us from killing a group that took over the id.
	if err := p.cmd.Process.Signal(syscall.SIGKILL); !errors.Is(err, os.ErrProcessDone) {
		killGroup(p.cmd.Process.Pid)
	}
}

// killGroup kills a process and all in its group; none there is no error.
func killGroup(pid int) error {
	if err := syscall.Kill(-pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return nil
}
