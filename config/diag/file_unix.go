//go:build unix

package diag

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// noFollow and loop are how a link is refused.
const (
	noFollow = syscall.O_NOFOLLOW
	loop     = syscall.ELOOP
)

// Planted reports whether anyone could have put something, or could put it, where it
// is found by its name alone: its folder is open to all, as /tmp is, and it is not
// this user's, nor root's, nor of the owner of the folder where the search began.
func Planted(path, start string) bool {
	owner := func(path string) (uid int, mode fs.FileMode) {
		info, err := os.Lstat(path)
		if err != nil {
			return -1, 0
		}
		if st, ok := info.Sys().(*syscall.Stat_t); ok {
			return int(st.Uid), info.Mode()
		}
		return 0, 0
	}
	if _, mode := owner(filepath.Dir(path)); mode.Perm()&0o002 == 0 {
		return false
	}
	uid, _ := owner(path)
	began, _ := owner(start)
	return uid != 0 && uid != os.Geteuid() && (uid != began || uid < 0)
}
