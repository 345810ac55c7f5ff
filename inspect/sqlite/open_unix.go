//go:build unix

package sqlite

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"

	"dotool/config/diag"
)

// IsOpen reports whether a process has a database open in WAL mode: it holds the lock
// at byte 128 of the -shm file, which SQLite calls UNIX_SHM_DMS, all that time.
// Checking takes no lock and changes nothing.
func IsOpen(path string) (bool, error) {
	f, err := diag.OpenFile(path + "-shm")
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	lock := unix.Flock_t{Type: unix.F_WRLCK, Start: 128, Len: 1}
	if err := unix.FcntlFlock(f.Fd(), unix.F_GETLK, &lock); err != nil {
		return false, &os.PathError{Op: "look at the locks of", Path: f.Name(), Err: err}
	}
	return lock.Type != unix.F_UNLCK, nil
}
