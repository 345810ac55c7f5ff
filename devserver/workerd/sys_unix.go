//go:build unix

package workerd

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// trusted returns an error if another user could have put the file there, below a
// folder with a predictable name, or could replace it.
func trusted(root, path string) error {
	for ; len(path) >= len(root); path = filepath.Dir(path) {
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		st, ok := info.Sys().(*syscall.Stat_t)
		foreign := ok && st.Uid != 0 && int(st.Uid) != os.Geteuid()
		if open := info.Mode()&fs.ModeSymlink == 0 && info.Mode().Perm()&0o002 != 0; !foreign && !open {
			continue
		}
		what := "is writable by everyone"
		if foreign {
			what = fmt.Sprintf("belongs to another user (uid %d)", st.Uid)
		}
		return hintError{fmt.Errorf("%s %s: programs there are not run", path, what), "set XDG_CACHE_HOME to a folder of your own"}
	}
	return nil
}

func supported() (hint string, err error) { return "", nil }

func (p *Process) terminate() { p.cmd.Process.Signal(syscall.SIGTERM) } // fails if it has ended

func (p *Process) kill() {
	// Asking os.Process first avoids killing another group that has reused the id.
	if err := p.cmd.Process.Signal(syscall.SIGKILL); !errors.Is(err, os.ErrProcessDone) {
		killGroup(p.cmd.Process.Pid)
	}
}

// killGroup kills a process and its group; it is not an error if they have ended.
func killGroup(pid int) error {
	if err := syscall.Kill(-pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return nil
}
