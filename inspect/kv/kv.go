// Package kv reads and writes KV namespaces in the files of wrangler dev, even while a
// server has them open: SQLite's locks suffice. Start from [Open]. The simulator that
// serves a namespace to Workers is devserver/host/products/kv.js.
package kv

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path/filepath"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/inspect/blob"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// key is the key of the ids of the namespaces' objects, and the folder of their tables.
const key state.Key = "miniflare-KVNamespaceObject"

// table is wrangler's.
const (
	table       = "_mf_entries"
	createTable = "CREATE TABLE IF NOT EXISTS _mf_entries (key TEXT PRIMARY KEY, blob_id TEXT NOT NULL, expiration INTEGER, metadata TEXT)"
	createIndex = "CREATE INDEX IF NOT EXISTS _mf_entries_expiration_idx ON _mf_entries(expiration)"
)

// Namespace is a KV namespace on disk, which need not exist.
type Namespace struct {
	Wait time.Duration // how long a change waits for those of others

	dir   string // of all namespaces
	file  string // of its table
	blobs blob.Store
	now   func() time.Time
}

// Open returns the namespace of an id ([config.KV.LocalID]) in a folder such as
// .wrangler/state/v3.
func Open(products, id string) *Namespace {
	dir := filepath.Join(products, "kv")
	return &Namespace{
		Wait:  10 * time.Second,
		dir:   dir,
		file:  filepath.Join(dir, string(key), key.ID(id).String()+".sqlite"),
		blobs: blob.In(dir, id),
		now:   time.Now,
	}
}

// Exists reports whether anything was ever written to the namespace.
func (n *Namespace) Exists() bool { return n.check() == nil && state.Exists(n.file) }

// Damaged returns an error if the namespace has a file that is not wrangler's, or cannot
// be read.
func (n *Namespace) Damaged(ctx context.Context) error {
	return n.each(ctx, "key = ?", "", func(Entry) error { return nil })
}

// Entry is a key and its data, without the value.
type Entry struct {
	Key        string
	Expiration time.Time       // zero: it does not expire
	Metadata   json.RawMessage // nil: it has none
	blob       string
}

// List yields the entries whose keys start with a prefix, by key in the order of
// their bytes, without those that have expired.
func (n *Namespace) List(ctx context.Context, prefix string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		stop := errors.New("stop")
		err := n.each(ctx, "key >= ? ORDER BY key", prefix, func(e Entry) error {
			if !strings.HasPrefix(e.Key, prefix) || !n.expired(e) && !yield(e, nil) {
				return stop
			}
			return nil
		})
		if err != nil && err != stop {
			yield(Entry{}, err)
		}
	}
}

// Get returns the entry of a key, and its value, which must be closed.
func (n *Namespace) Get(ctx context.Context, key string) (e Entry, value io.ReadCloser, ok bool, err error) {
	for before := "-"; ; before = e.blob {
		ok = false
		err := n.each(ctx, "key = ?", key, func(found Entry) error { e, ok = found, true; return nil })
		if sqlite.Changed(err) {
			e = Entry{}
			continue
		}
		if err != nil || !ok || n.expired(e) {
			return Entry{}, nil, false, err
		}
		value, err := n.blobs.Open(e.blob)
		switch {
		case err == nil:
			return e, value, true, nil
		case !errors.Is(err, fs.ErrNotExist):
			return Entry{}, nil, false, err
		case e.blob == before: // a row without a file does not count, as in a Worker
			return Entry{}, nil, false, nil
		} // otherwise another value has replaced it
	}
}

// Size returns the length of an entry's value, 0 if it cannot be read.
func (n *Namespace) Size(e Entry) int64 { return n.blobs.Size(e.blob) }

func (n *Namespace) expired(e Entry) bool {
	return !e.Expiration.IsZero() && !e.Expiration.After(n.now())
}

// each reads rows without leaving a trace on disk.
func (n *Namespace) each(ctx context.Context, where, param string, fn func(Entry) error) error {
	if err := n.check(); err != nil {
		return err
	}
	var stopped error
	err := sqlite.Look(ctx, n.file, func(c *sqlite.Conn) error {
		return c.EachIn(table, "SELECT key, blob_id, expiration, metadata FROM _mf_entries WHERE "+where, []sqlite.Value{sqlite.TextValue(param)}, func(row *sqlite.Stmt) error {
			stopped = fn(entry(row))
			return stopped
		})
	})
	if stopped == nil && sqlite.Absent(err) {
		return nil
	}
	return err
}

func entry(row *sqlite.Stmt) Entry {
	e := Entry{Key: row.Column(0).String(), blob: row.Column(1).String()}
	if at := row.Column(2); at.Kind == sqlite.Integer {
		e.Expiration = time.UnixMilli(at.Int).UTC()
	}
	if metadata := row.Column(3); metadata.Kind == sqlite.Text {
		e.Metadata = json.RawMessage(metadata.String())
	}
	return e
}

func (n *Namespace) check() error {
	return blob.PlainDirs(filepath.Dir(n.dir), n.dir, filepath.Dir(n.file))
}

// The limits of KV.
const (
	maxKey      = 512
	maxMetadata = 1024
	maxValue    = 25 << 20
	minTTL      = time.Minute
)

// Put stores an entry with its value. It returns an error for whatever KV would reject.
func (n *Namespace) Put(ctx context.Context, e Entry, value io.Reader) error {
	if err := n.validate(e); err != nil {
		return err
	}
	limited := &io.LimitedReader{R: value, N: maxValue + 1}
	id, err := n.blobs.Write(limited)
	if err == nil && limited.N == 0 {
		return errors.Join(fmt.Errorf("the value is longer than 25 MiB, which is all that KV takes"), n.blobs.Remove(id))
	}
	if err != nil {
		return fmt.Errorf("write the value: %w", err)
	}
	var old []string
	err = n.change(ctx, true, func(c *sqlite.Conn) error {
		if err := c.EachIn(table, "SELECT blob_id FROM _mf_entries WHERE key = ?", []sqlite.Value{sqlite.TextValue(e.Key)}, collect(&old)); err != nil {
			return err
		}
		at, metadata := sqlite.Value{}, sqlite.Value{}
		if !e.Expiration.IsZero() {
			at = sqlite.IntValue(e.Expiration.UnixMilli())
		}
		if e.Metadata != nil {
			metadata = sqlite.TextValue(string(e.Metadata))
		}
		return c.EachIn(table, `INSERT INTO _mf_entries (key, blob_id, expiration, metadata) VALUES (?, ?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET blob_id = excluded.blob_id, expiration = excluded.expiration, metadata = excluded.metadata`,
			[]sqlite.Value{sqlite.TextValue(e.Key), sqlite.TextValue(id), at, metadata}, nil)
	})
	if err != nil {
		return errors.Join(err, n.blobs.Remove(id))
	}
	return n.blobs.Remove(old...)
}

func (n *Namespace) validate(e Entry) error {
	switch {
	case e.Key == "":
		return errors.New("a key of KV must not be empty")
	case e.Key == "." || e.Key == "..":
		return fmt.Errorf("%q cannot be a key of KV", e.Key)
	case len(e.Key) > maxKey:
		return fmt.Errorf("the key has %d bytes; KV takes %d at most", len(e.Key), maxKey)
	case len(e.Metadata) > maxMetadata:
		return fmt.Errorf("the metadata has %d bytes as JSON; KV takes %d at most", len(e.Metadata), maxMetadata)
	case e.Metadata != nil && !json.Valid(e.Metadata):
		return errors.New("the metadata is not valid JSON")
	case !e.Expiration.IsZero() && e.Expiration.Before(n.now().Add(minTTL-time.Second)):
		return errors.New("an entry of KV must live for at least 60 seconds")
	}
	return nil
}

// Delete removes a key, and reports whether it existed.
func (n *Namespace) Delete(ctx context.Context, key string) (found bool, err error) {
	var removed []Entry
	err = n.change(ctx, false, func(c *sqlite.Conn) error {
		return c.EachIn(table, "DELETE FROM _mf_entries WHERE key = ? RETURNING key, blob_id, expiration, metadata", []sqlite.Value{sqlite.TextValue(key)}, func(row *sqlite.Stmt) error {
			removed = append(removed, entry(row))
			return nil
		})
	})
	if err != nil || len(removed) == 0 {
		return false, err
	}
	return !n.expired(removed[0]), n.blobs.Remove(removed[0].blob)
}

// change runs fn in a transaction of the table.
func (n *Namespace) change(ctx context.Context, create bool, fn func(*sqlite.Conn) error) error {
	if err := n.check(); err != nil {
		return err
	}
	return sqlite.Change(ctx, n.file, n.Wait, create, func(c *sqlite.Conn) error {
		for _, sql := range []string{createTable, createIndex} {
			if err := c.EachIn(table, sql, nil, nil); err != nil {
				return err
			}
		}
		return fn(c)
	})
}

func collect(to *[]string) func(*sqlite.Stmt) error {
	return func(row *sqlite.Stmt) error {
		*to = append(*to, row.Column(0).String())
		return nil
	}
}

// Sweep removes values without an entry, see [blob.Store.Sweep].
func (n *Namespace) Sweep(ctx context.Context, began time.Time) (later time.Duration, err error) {
	return n.blobs.Sweep(ctx, began, func(ctx context.Context) (map[string]bool, error) {
		if err := n.check(); err != nil {
			return nil, err
		}
		db, err := sqlite.Open(n.file)
		if err != nil {
			return nil, err
		}
		defer db.Close()
		defer db.Conn.Watch(ctx)()
		used := map[string]bool{}
		err = db.Conn.EachIn(table, "SELECT blob_id FROM _mf_entries", nil, func(row *sqlite.Stmt) error {
			used[row.Column(0).String()] = true
			return nil
		})
		if err == nil {
			err = db.Unchanged()
		}
		return used, err
	})
}
