//go:build unix && !linux

package state

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/dotool-dev/dotool/config/diag"
)

// lockers adds the processes, except one, that hold the lock of a -shm file to found:
// SQLite keeps byte 128 locked for as long as it has the database open in WAL mode.
func lockers(files []string, except int, found map[int]string) error {
	for _, shm := range files {
		if err := locker(shm, except, found); err != nil {
			return err
		}
	}
	return nil
}

func locker(shm string, except int, found map[int]string) error {
	f, err := diag.OpenPlain(shm)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	lock := unix.Flock_t{Type: unix.F_WRLCK, Start: 128, Len: 1}
	if err := unix.FcntlFlock(f.Fd(), unix.F_GETLK, &lock); err != nil {
		return &os.PathError{Op: "look at the locks of", Path: shm, Err: err}
	}
	if lock.Type != unix.F_UNLCK && int(lock.Pid) != except {
		found[int(lock.Pid)] = filepath.Dir(shm)
	}
	return nil
}

// openers finds nothing on this system: only the locks show processes.
func openers([]string) (map[int]string, error) { return map[int]string{}, nil }

// describe returns the command line of a process, and its parent.
func describe(pid int) (args []string, parent int) {
	out, err := exec.Command("ps", "-o", "ppid=,args=", "-p", fmt.Sprint(pid)).Output()
	f := strings.Fields(string(out))
	if err != nil || len(f) < 2 {
		return nil, 0
	}
	parent, _ = strconv.Atoi(f[0])
	return f[1:], parent
}

// stopped reports whether a process is stopped, for example by Ctrl-Z.
func stopped(pid int) bool {
	out, _ := exec.Command("ps", "-o", "stat=", "-p", fmt.Sprint(pid)).Output()
	return strings.HasPrefix(strings.TrimSpace(string(out)), "T")
}
