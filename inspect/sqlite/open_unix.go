//go:build unix

package sqlite

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"

	"github.com/dotool-dev/dotool/config/diag"
)

// IsOpen reports whether another process has a database open in WAL mode: it holds the
// lock at byte 128 of the -shm file, which SQLite calls UNIX_SHM_DMS, all that time.
// Checking takes no lock and changes nothing.
func IsOpen(path string) (is bool, err error) {
	beside(path, func() io.Closer {
		f, openErr := diag.OpenFile(path + "-shm")
		if openErr != nil {
			if !errors.Is(openErr, fs.ErrNotExist) {
				err = openErr
			}
			return nil
		}
		lock := unix.Flock_t{Type: unix.F_WRLCK, Start: 128, Len: 1}
		if lockErr := unix.FcntlFlock(f.Fd(), unix.F_GETLK, &lock); lockErr != nil {
			err = &os.PathError{Op: "look at the locks of", Path: f.Name(), Err: lockErr}
		}
		is = err == nil && lock.Type != unix.F_UNLCK
		return f
	})
	return is, err
}
