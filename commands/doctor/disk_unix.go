//go:build unix

package doctor

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// freeSpace returns how much of a disk this user can fill.
func freeSpace(dir string) (space, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return space{}, err
	}
	return space{int64(s.Bavail) * int64(s.Bsize), s.Files > 0 && s.Ffree == 0, fmt.Sprint(s.Fsid, s.Blocks)}, nil
}

// writable returns an error if this user cannot write to a file or a folder.
func writable(path string) error { return unix.Access(path, unix.W_OK) }
