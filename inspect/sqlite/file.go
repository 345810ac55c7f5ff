package sqlite

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	sqlite3 "modernc.org/sqlite/lib"

	"github.com/dotool-dev/dotool/config/diag"
)

// errChanged says that an idle object was started and written to while it was read: the
// rows may be of two moments.
var errChanged = errors.New("the object was started and changed while it was read")

// FileError is a problem of a file, not of a query.
type FileError struct {
	Path string
	Err  error
}

// NewFileError adds the path to an error of opening or reading. SQLite's "unable to
// open database file" hides the reason, so ask the system.
func NewFileError(path string, err error) error {
	if e, ok := errors.AsType[*FileError](err); ok {
		return e // the error may be about the -wal beside it
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	switch Code(err) {
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR:
		if f, cause := os.Open(path); cause != nil {
			if p, ok := errors.AsType[*fs.PathError](cause); ok {
				err = p.Err
			}
		} else {
			f.Close()
		}
	}
	return &FileError{path, err}
}

// CopyFile copies a regular file to a new one.
func CopyFile(from, to string) error {
	in, err := diag.OpenPlain(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// CopyDatabase copies a database, with what its -wal holds, into a new single file; again if
// others change it meanwhile.
func CopyDatabase(ctx context.Context, from, to string) error {
	for attempt := 1; ; attempt++ {
		err := copyDatabase(ctx, from, to)
		if !Changed(err) || attempt == 10 {
			return err
		}
		for _, path := range []string{to, to + "-wal", to + "-shm"} {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
}

func copyDatabase(ctx context.Context, from, to string) error {
	db, err := Open(from)
	if err != nil {
		return err
	}
	defer db.Close()
	c, err := OpenConn(to, "", Create)
	if err != nil {
		return err
	}
	for _, sql := range []string{"PRAGMA locking_mode = EXCLUSIVE", "PRAGMA synchronous = OFF", "PRAGMA journal_mode = WAL"} {
		if err := c.Exec(sql); err != nil {
			return errors.Join(err, c.Close())
		}
	}
	if err := db.Conn.Backup(ctx, c); err != nil {
		return errors.Join(cmp.Or(db.Unchanged(), err), c.Close())
	}
	// Closing would not report that the contents of the -wal did not fit on the disk.
	return errors.Join(c.Settle(), c.Close(), db.Unchanged())
}
