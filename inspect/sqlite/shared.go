package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/dotool-dev/dotool/migrate/state"
)

// Look runs fn on a database, without leaving a trace on disk. See [Absent] for one that
// is not there.
func Look(ctx context.Context, path string, fn func(*Conn) error) error {
	db, err := Open(path)
	if err != nil {
		return err
	}
	defer db.Close()
	defer db.Conn.Watch(ctx)()
	if err := fn(db.Conn); err != nil {
		return db.WrapError(ctx, err)
	}
	return db.Unchanged()
}

// Absent reports whether an error of [Look] says that the file, or a table, is not
// there.
func Absent(err error) bool { return errors.Is(err, fs.ErrNotExist) || NoTable(err) }

// Changed reports whether an error of [Look] says that others changed the file meanwhile:
// another attempt sees their change.
func Changed(err error) bool { return errors.Is(err, errChanged) }

// Change runs fn in a transaction of a database that others may have open too, after
// theirs, for which it waits. The file and its folder are made; or, without create, a
// database that is not there is left so.
func Change(ctx context.Context, path string, wait time.Duration, create bool, fn func(*Conn) error) (err error) {
	if create {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
	} else if !state.Exists(path) {
		return nil
	}
	c, err := OpenShared(path, wait)
	if err != nil {
		return NewFileError(path, err)
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	stop := c.Watch(ctx)
	if err = fn(c); err == nil {
		err = c.Exec("COMMIT")
	}
	stop()
	if cause := context.Cause(ctx); cause != nil && Code(err) == Interrupt {
		return cause
	}
	if err != nil {
		return NewFileError(path, err)
	}
	return nil
}
