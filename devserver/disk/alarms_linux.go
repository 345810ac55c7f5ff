package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// makeAlarms makes the file in the folder of a class. It is there as a whole or not at
// all.
func makeAlarms(dir string) error {
	path := filepath.Join(dir, alarmsFile)
	for _, part := range []string{"", "-wal", "-journal"} { // a part alone would be taken for one of the new file
		if _, err := os.Lstat(path + part); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	fd, err := unix.Open(dir, unix.O_TMPFILE|unix.O_WRONLY|unix.O_CLOEXEC|unix.O_NOFOLLOW, 0o644)
	if err != nil {
		return err
	}
	f := os.NewFile(uintptr(fd), path)
	defer f.Close()
	if _, err := f.Write(emptyDatabase()); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return unix.Linkat(unix.AT_FDCWD, fmt.Sprintf("/proc/self/fd/%d", fd), unix.AT_FDCWD, path, unix.AT_SYMLINK_FOLLOW)
}
