package inspect

import (
	"context"
	"errors"
	"iter"
	"strings"
)

// kvSchema is the table of storage.put and storage.kv, made at the first put.
const kvSchema = `CREATE TABLE IF NOT EXISTS _cf_KV (
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
// their bytes, as storage.list does. No table of entries is no entries.
func (db *DB) KV(ctx context.Context, prefix string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		defer db.c.watch(ctx)()
		stop := errors.New("stop")
		err := db.c.own("_cf_KV", "SELECT key, value FROM _cf_KV WHERE key >= ? ORDER BY key", []Value{TextValue(prefix)}, func(row *stmt) error {
			key := row.column(0).String()
			if !strings.HasPrefix(key, prefix) || !yield(Entry{key, row.column(1).Clone().Bytes}, nil) {
				return stop
			}
			return nil
		})
		switch {
		case err == stop || noTable(err):
		case err != nil:
			yield(Entry{}, db.fault(ctx, err))
		default:
			if err := db.unchanged(); err != nil {
				yield(Entry{}, err)
			}
		}
	}
}

// Get reads one value of the key-value storage.
func (db *DB) Get(ctx context.Context, key string) (value []byte, ok bool, err error) {
	defer db.c.watch(ctx)()
	err = db.c.own("_cf_KV", "SELECT value FROM _cf_KV WHERE key = ?", []Value{TextValue(key)}, func(row *stmt) error {
		value, ok = row.column(0).Clone().Bytes, true
		return nil
	})
	if err != nil && !noTable(err) {
		return nil, false, db.fault(ctx, err)
	}
	return value, ok, db.unchanged()
}

// Put sets an entry of the key-value storage to bytes that package inspect/v8
// made.
func (db *DB) Put(key string, value []byte) error {
	if err := db.c.exec(kvSchema); err != nil {
		return err
	}
	return db.c.exec("INSERT INTO _cf_KV VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", TextValue(key), BlobValue(value))
}

// Delete removes an entry, and reports whether it was there.
func (db *DB) Delete(key string) (bool, error) {
	before := db.Changes()
	err := db.c.exec("DELETE FROM _cf_KV WHERE key = ?", TextValue(key))
	if noTable(err) {
		return false, nil
	}
	return db.Changes() > before, err
}
