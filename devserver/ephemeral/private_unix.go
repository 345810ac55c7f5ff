//go:build unix

package ephemeral

import (
	"io/fs"
	"os"
	"syscall"
)

// private reports whether something is a folder, not a link to one, that belongs to
// this user and that no other user can open.
func private(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && info.IsDir() && int(st.Uid) == os.Geteuid() && info.Mode().Perm()&0o077 == 0
}
