package inspect

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"dotool/migrate"
)

// namesFile records which names were seen, since an id does not give its name
// away. It is in rollback mode, so that readers leave no file beside it.
const namesFile = "names.sqlite"

const namesSchema = `CREATE TABLE IF NOT EXISTS names (
	key  TEXT NOT NULL, -- of the namespace
	id   BLOB NOT NULL, -- 32 bytes
	name BLOB NOT NULL, -- UTF-8, a lone surrogate as WTF-8
	seen INTEGER NOT NULL, -- Unix milliseconds, of the first time
	PRIMARY KEY (key, id)
) WITHOUT ROWID`

// Seen is a name that an object was reached by.
type Seen struct {
	Key  migrate.Key
	Name string
}

// Remember records names that were seen, in one transaction; those known
// already stay. Any process may call it at any time, without the lock of the
// state folder. The file lives among dotool's own, so wrangler never sees it.
func Remember(ctx context.Context, state *migrate.State, all ...Seen) error {
	if len(all) == 0 {
		return nil
	}
	if err := os.MkdirAll(state.OwnDir(), 0o700); err != nil {
		return fmt.Errorf("record names: %w", err)
	}
	c, err := openConn(filepath.Join(state.OwnDir(), namesFile), "", openCreate)
	if err != nil {
		return fmt.Errorf("record names: %w", err)
	}
	defer c.close()
	defer c.watch(ctx)()
	c.busyTimeout(2000)
	if err := func() error {
		if err := c.exec("BEGIN IMMEDIATE"); err != nil {
			return err
		}
		if err := c.exec(namesSchema); err != nil {
			return err
		}
		s, err := c.prepare("INSERT INTO names VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", 0)
		if err != nil {
			return err
		}
		defer s.close()
		now := time.Now().UnixMilli()
		for _, each := range all {
			id := each.Key.ID(each.Name)
			if err := s.bind(TextValue(string(each.Key)), BlobValue(id[:]), BlobValue([]byte(each.Name)), IntValue(now)); err != nil {
				return err
			}
			if _, err := s.step(); err != nil {
				return err
			}
			s.reset()
		}
		s.close()
		return c.exec("COMMIT")
	}(); err != nil {
		return fmt.Errorf("record names: %w", err)
	}
	return nil
}

// readNames fills in the recorded names of a namespace, or of one object.
func (s *Store) readNames(ctx context.Context, key migrate.Key, of *migrate.ObjectID, into map[migrate.ObjectID]string) error {
	sql, params := "SELECT id, name FROM names WHERE key = ?", []Value{TextValue(string(key))}
	if of != nil {
		sql, params = sql+" AND id = ?", append(params, BlobValue(of[:]))
	}
	path := filepath.Join(s.state.OwnDir(), namesFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	c, err := openConn(path, "", openRead)
	if err != nil {
		return fmt.Errorf("read names: %w", err)
	}
	defer c.close()
	defer c.watch(ctx)()
	c.busyTimeout(2000)
	return c.own("names", sql, params, func(row *stmt) error {
		if b := row.column(0).Bytes; len(b) == 32 {
			into[migrate.ObjectID(b)] = string(row.column(1).Bytes)
		}
		return nil
	})
}
