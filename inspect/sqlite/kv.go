package sqlite

import (
	"context"
	"errors"
	"iter"
	"strings"
)

// KVSchema is the table of storage.put and storage.kv, created by the first put.
const KVSchema = `CREATE TABLE IF NOT EXISTS _cf_KV (
        key TEXT PRIMARY KEY,
        value BLOB
      ) WITHOUT ROWID`

// Entry is a pair of an object's key-value storage. Package inspect/v8 decodes
// the value.
type Entry struct {
	Key   string
	Value []byte
}

// KV yields the entries whose keys start with the prefix, by key in the order of
// their bytes, as storage.list does. Without the table there are none.
func (db *DB) KV(ctx context.Context, prefix string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		defer db.Conn.Watch(ctx)()
		stop := errors.New("stop")
		wanted := true
		err := db.Conn.EachIn("_cf_KV", "SELECT key, value FROM _cf_KV WHERE key >= ? ORDER BY key", []Value{TextValue(prefix)}, func(row *Stmt) error {
			key := row.Column(0).String()
			if !strings.HasPrefix(key, prefix) {
				return stop
			}
			if wanted = yield(Entry{key, row.Column(1).Clone().Bytes}, nil); !wanted {
				return stop
			}
			return nil
		})
		switch {
		case !wanted || NoTable(err):
		case err != nil && err != stop:
			yield(Entry{}, db.WrapError(ctx, err))
		default:
			if err := db.Unchanged(); err != nil {
				yield(Entry{}, err)
			}
		}
	}
}

// Get reads one value of the key-value storage.
func (db *DB) Get(ctx context.Context, key string) (value []byte, ok bool, err error) {
	defer db.Conn.Watch(ctx)()
	err = db.Conn.EachIn("_cf_KV", "SELECT value FROM _cf_KV WHERE key = ?", []Value{TextValue(key)}, func(row *Stmt) error {
		value, ok = row.Column(0).Clone().Bytes, true
		return nil
	})
	if err != nil && !NoTable(err) {
		return nil, false, db.WrapError(ctx, err)
	}
	return value, ok, db.Unchanged()
}

// Put sets an entry of the key-value storage to bytes that package inspect/v8
// made.
func (db *DB) Put(key string, value []byte) error {
	if err := db.Conn.Exec(KVSchema); err != nil {
		return err
	}
	return db.Conn.EachIn("_cf_KV", "INSERT INTO _cf_KV VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2", []Value{TextValue(key), BlobValue(value)}, nil)
}

// Delete removes an entry, and reports whether it was there.
func (db *DB) Delete(key string) (bool, error) {
	before := db.Changes()
	err := db.Conn.EachIn("_cf_KV", "DELETE FROM _cf_KV WHERE key = ?", []Value{TextValue(key)}, nil)
	if NoTable(err) {
		return false, nil
	}
	return db.Changes() > before, err
}
