//go:build unix

package doctor

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// freeSpace returns how much of a disk this user can fill, and what identifies the disk.
func freeSpace(dir string) (free int64, disk string, err error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, "", err
	}
	return int64(s.Bavail) * int64(s.Bsize), fmt.Sprint(s.Fsid, s.Blocks), nil
}
