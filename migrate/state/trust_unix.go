//go:build unix

package state

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// alive reports whether a process with the id exists.
func alive(pid int) bool {
	return pid > 0 && !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}

// Trusted returns an error if dotool's folder in the state folder belongs to another
// user, whose sockets and journals would be used: a state folder may be where anyone
// can create one, such as in /tmp. Root may use any.
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

// otherUserError says that a folder belongs to another user, who could plant files in it.
type otherUserError struct {
	dir string
	uid int
}

func (e *otherUserError) Error() string {
	return fmt.Sprintf("%s belongs to another user (uid %d)", e.dir, e.uid)
}

// Hint says what to do instead.
func (e *otherUserError) Hint() string { return "use your own state folder with --persist-to" }
