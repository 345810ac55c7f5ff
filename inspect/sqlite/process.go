package sqlite

import (
	"io"
	"path/filepath"
	"strings"
	"sync"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// users are the connections of this process to a file. SQLite keeps one index (-shm) of a
// file for all of them: if the first one opened it to read only, no one can write. And
// whoever closes another descriptor of the -shm drops the locks that all of them have on
// it: see sqlite.org/howtocorrupt.html, 2.2.
type users struct {
	readers int           // connections that opened the index read-only
	others  int           // connections that opened it to write, or may do so
	changed chan struct{} // closed when one of the numbers falls
	later   []io.Closer   // descriptors to close with the last of them
}

// process has the files that this process has open, by path. Its lock is also held while
// another descriptor is opened and closed.
var process = struct {
	sync.Mutex
	files map[string]*users
}{files: map[string]*users{}}

// readonlyIndex is the parameter of a connection that leaves the -shm alone.
const readonlyIndex = "readonly_shm=1"

// joinWait is how long a reader waits for a connection of its own process that writes,
// before it uses the same index: nothing appears on disk as long as that one is open.
const joinWait = 100 * time.Millisecond

// join registers a connection before it is opened, and returns the parameters to open it
// with, and what to call when it is closed. A connection that writes waits until a time for
// those that read; if they are still there then, leave is nil. At the zero time it does not
// wait.
func join(path, query string, flags int32, until time.Time) (_ string, leave func()) {
	if path == ":memory:" || strings.Contains(query, "immutable=1") { // no locks, no index
		return query, func() {}
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	process.Lock()
	defer process.Unlock()
	if query == readonlyIndex {
		if !await(path, time.Now().Add(joinWait), func(u *users) bool { return u.others == 0 }) {
			query = ""
		}
	} else if flags&sqlite3.SQLITE_OPEN_READONLY == 0 && !until.IsZero() {
		if !await(path, until, func(u *users) bool { return u.readers == 0 }) {
			return "", nil
		}
	}
	u := process.files[path]
	if u == nil {
		u = &users{changed: make(chan struct{})}
		process.files[path] = u
	}
	n := &u.others
	if query == readonlyIndex {
		n = &u.readers
	}
	*n++
	return query, sync.OnceFunc(func() { u.leave(path, n) })
}

// leave takes one from n, which is one of the numbers of u.
func (u *users) leave(path string, n *int) {
	process.Lock()
	defer process.Unlock()
	*n--
	close(u.changed)
	u.changed = make(chan struct{})
	if u.readers+u.others > 0 {
		return
	}
	delete(process.files, path)
	for _, c := range u.later {
		c.Close()
	}
}

// await waits, with the lock of process, until those who have a file open here are as
// wanted, or until a time, and reports which.
func await(path string, until time.Time, wanted func(*users) bool) bool {
	for {
		u := process.files[path]
		if u == nil || wanted(u) {
			return true
		}
		left := time.Until(until)
		if left <= 0 {
			return false
		}
		changed := u.changed
		process.Unlock()
		wait(changed, left)
		process.Lock()
	}
}

// wait waits for a channel to be closed, or for a time.
func wait(c <-chan struct{}, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-c:
	case <-t.C:
	}
}

// beside opens another descriptor of a file, or of its -shm, uses and closes it, which is
// all done by fn but the closing. It reports whether this process has the file open: then
// the descriptor is closed with the last connection.
func beside(path string, fn func() io.Closer) bool {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	process.Lock()
	defer process.Unlock()
	c, u := fn(), process.files[path]
	switch {
	case c == nil:
	case u == nil:
		c.Close()
	default:
		u.later = append(u.later, c)
	}
	return u != nil
}
