//go:build unix

package state

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// alive reports whether there is a process with the id.
func alive(pid int) bool {
	return pid > 0 && !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}

// Trusted is an error if our own folder in the state folder belongs to another
// user, whose sockets and journals would be followed: state folders may lie
// where anyone can make one, such as in /tmp. Root works for others.
func (s *Folder) Trusted() error {
	info, err := os.Stat(s.OwnDir())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return unwritable(s.Dir, err)
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if me := os.Geteuid(); ok && me != 0 && int(st.Uid) != me && st.Uid != 0 {
		return &otherUserError{s.OwnDir(), int(st.Uid)}
	}
	return nil
}

// otherUserError is a folder that another user could fill with what harms us.
type otherUserError struct {
	dir string
	uid int
}

func (e *otherUserError) Error() string {
	return fmt.Sprintf("%s belongs to another user (uid %d)", e.dir, e.uid)
}

// Hint names the way out.
func (e *otherUserError) Hint() string { return "use your own state folder with --persist-to" }
