//go:build unix

package registry

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// own reports whether only this user and root can have written a file in a
// folder: an entry says where calls are sent.
func own(dir string, file fs.FileInfo) bool {
	ours := func(info fs.FileInfo) bool {
		st, ok := info.Sys().(*syscall.Stat_t)
		return ok && (int(st.Uid) == os.Geteuid() || st.Uid == 0) && info.Mode().Perm()&0o002 == 0
	}
	if !ours(file) {
		return false
	}
	folder, err := os.Stat(dir)
	// In a folder like /tmp, others can add files, but not replace this one.
	return err == nil && (ours(folder) || folder.Mode()&fs.ModeSticky != 0)
}

// alive reports whether there is a process with an id.
func alive(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }
