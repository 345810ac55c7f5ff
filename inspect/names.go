package inspect

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// namesFile records the names of objects, since a name cannot be computed from an id.
// It is in rollback mode, so that readers leave no files beside it.
const namesFile = "names.sqlite"

const namesSchema = `CREATE TABLE IF NOT EXISTS names (
	key  TEXT NOT NULL, -- of the namespace
	id   BLOB NOT NULL, -- 32 bytes
	name BLOB NOT NULL, -- UTF-8, a lone surrogate as WTF-8
	seen INTEGER NOT NULL, -- Unix milliseconds, of the first time
	PRIMARY KEY (key, id)
) WITHOUT ROWID`

// Seen is a name by which an object was reached.
type Seen struct {
	Key  state.Key
	Name string
}

// Remember records names, in one transaction; those already known are kept. Any process
// may call it at any time, without the lock of the state folder. The file is in
// dotool's folder, which wrangler does not read.
func Remember(ctx context.Context, state *state.Folder, all ...Seen) error {
	if len(all) == 0 {
		return nil
	}
	if err := os.MkdirAll(state.OwnDir(), 0o700); err != nil {
		return fmt.Errorf("record names: %w", err)
	}
	c, err := sqlite.OpenConn(filepath.Join(state.OwnDir(), namesFile), "", sqlite.Create)
	if err != nil {
		return fmt.Errorf("record names: %w", err)
	}
	defer c.Close()
	defer c.Watch(ctx)()
	c.BusyTimeout(2000)
	if err := func() error {
		if err := c.Exec("BEGIN IMMEDIATE"); err != nil {
			return err
		}
		if err := c.Exec(namesSchema); err != nil {
			return err
		}
		s, err := c.Prepare("INSERT INTO names VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", 0)
		if err != nil {
			return err
		}
		defer s.Close()
		now := time.Now().UnixMilli()
		for _, each := range all {
			id := each.Key.ID(each.Name)
			if err := s.Bind(sqlite.TextValue(string(each.Key)), sqlite.BlobValue(id[:]), sqlite.BlobValue([]byte(each.Name)), sqlite.IntValue(now)); err != nil {
				return err
			}
			if _, err := s.Step(); err != nil {
				return err
			}
			s.Reset()
		}
		s.Close()
		return c.Exec("COMMIT")
	}(); err != nil {
		return fmt.Errorf("record names: %w", err)
	}
	return nil
}

// readNames fills in the recorded names of a namespace, or of one object.
func (s *Store) readNames(ctx context.Context, key state.Key, of *state.ObjectID, into map[state.ObjectID]string) error {
	sql, params := "SELECT id, name FROM names WHERE key = ?", []sqlite.Value{sqlite.TextValue(string(key))}
	if of != nil {
		sql, params = sql+" AND id = ?", append(params, sqlite.BlobValue(of[:]))
	}
	path := filepath.Join(s.state.OwnDir(), namesFile)
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	c, err := sqlite.OpenConn(path, "", sqlite.ReadOnly)
	if err != nil {
		return newNamesError(path, err)
	}
	defer c.Close()
	defer c.Watch(ctx)()
	c.BusyTimeout(2000)
	err = c.EachIn("names", sql, params, func(row *sqlite.Stmt) error {
		if b := row.Column(0).Bytes; len(b) == 32 {
			into[state.ObjectID(b)] = string(row.Column(1).Bytes)
		}
		return nil
	})
	if err != nil && !sqlite.NoTable(err) {
		return newNamesError(path, err)
	}
	return nil
}

// namesError says that the record of names cannot be used.
type namesError struct {
	path string
	err  error
}

func newNamesError(path string, err error) error {
	return &namesError{path, sqlite.NewFileError(path, err)}
}

func (e *namesError) Error() string { return fmt.Sprintf("read the names of objects: %v", e.err) }
func (e *namesError) Unwrap() error { return e.err }

// Hint says that lost names are recorded again.
func (e *namesError) Hint() string {
	switch file, ok := errors.AsType[*sqlite.FileError](e.err); {
	case sqlite.Code(e.err) == sqlite.Busy:
		return ""
	case ok && errors.Is(e.err, fs.ErrPermission):
		return file.Hint()
	}
	return "remove it: names are recorded again as `dotool dev` starts objects: " + e.path
}
