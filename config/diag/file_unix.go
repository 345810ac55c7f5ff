//go:build unix

package diag

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// noFollow and loop make the system refuse a link.
const (
	noFollow = syscall.O_NOFOLLOW
	loop     = syscall.ELOOP
)

// Planted reports whether any user could have put a file there: its folder is writable
// by everyone, as /tmp is, and the file does not belong to this user, to root, or to
// the owner of the folder where the search began.
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
