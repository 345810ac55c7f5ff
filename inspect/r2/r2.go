// Package r2 reads and writes R2 buckets in the files of wrangler dev, even while a
// server has them open: SQLite's locks suffice. Start from [Open]. The simulator that
// serves a bucket to Workers is devserver/host/products/r2.js.
package r2

import (
	"context"
	"crypto/md5"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/inspect/blob"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// key is the key of the ids of the buckets' objects, and the folder of their tables.
const key state.Key = "miniflare-R2BucketObject"

// The tables are wrangler's.
const (
	objects = "_mf_objects"
	parts   = "_mf_multipart_parts"
)

var tables = []string{
	`CREATE TABLE IF NOT EXISTS _mf_objects (key TEXT PRIMARY KEY, blob_id TEXT, version TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
		uploaded INTEGER NOT NULL, checksums TEXT NOT NULL, http_metadata TEXT NOT NULL, custom_metadata TEXT NOT NULL)`,
	`CREATE TABLE IF NOT EXISTS _mf_multipart_uploads (upload_id TEXT PRIMARY KEY, key TEXT NOT NULL, http_metadata TEXT NOT NULL,
		custom_metadata TEXT NOT NULL, state TINYINT DEFAULT 0 NOT NULL)`,
	`CREATE TABLE IF NOT EXISTS _mf_multipart_parts (upload_id TEXT NOT NULL REFERENCES _mf_multipart_uploads(upload_id), part_number INTEGER NOT NULL,
		blob_id TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, checksum_md5 TEXT NOT NULL,
		object_key TEXT REFERENCES _mf_objects(key) DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY (upload_id, part_number))`,
}

// Bucket is an R2 bucket on disk, which need not exist.
type Bucket struct {
	Name  string
	Wait  time.Duration // how long a change waits for those of others
	dir   string        // of all buckets
	file  string        // of its tables
	blobs blob.Store
}

// Open returns the bucket of a name ([binding.R2.LocalName]) in a folder such as
// .wrangler/state/v3.
func Open(products, name string) *Bucket {
	dir := filepath.Join(products, "r2")
	return &Bucket{
		Name:  name,
		Wait:  10 * time.Second,
		dir:   dir,
		file:  filepath.Join(dir, string(key), key.ID(name).String()+".sqlite"),
		blobs: blob.In(dir, name),
	}
}

// Exists reports whether anything was ever stored in the bucket.
func (b *Bucket) Exists() bool { return state.Exists(b.file) }

// Damaged returns an error if the bucket has a file that is not wrangler's, or cannot be
// read.
func (b *Bucket) Damaged(ctx context.Context) error {
	return b.read(ctx, func(c *sqlite.Conn) error {
		return c.EachIn(objects, "SELECT "+columns+" FROM _mf_objects WHERE key = ''", nil, func(*sqlite.Stmt) error { return nil })
	})
}

// Object is the data stored with a key, without the value.
type Object struct {
	Key      string
	Version  string
	Size     int64
	ETag     string
	Uploaded time.Time
	HTTP     HTTPMetadata
	Custom   map[string]string
	blob     string // "" if the value is in parts
}

// HTTPMetadata is the metadata that R2 sends as headers. An empty field is unset.
type HTTPMetadata struct {
	ContentType        string
	ContentLanguage    string
	ContentDisposition string
	ContentEncoding    string
	CacheControl       string
	CacheExpiry        time.Time
}

// httpFields is [HTTPMetadata] in the table.
type httpFields struct {
	ContentType        string `json:"contentType,omitempty"`
	ContentLanguage    string `json:"contentLanguage,omitempty"`
	ContentDisposition string `json:"contentDisposition,omitempty"`
	ContentEncoding    string `json:"contentEncoding,omitempty"`
	CacheControl       string `json:"cacheControl,omitempty"`
	CacheExpiry        int64  `json:"cacheExpiry,omitempty"` // milliseconds
}

const columns = "key, blob_id, version, size, etag, uploaded, http_metadata, custom_metadata"

// object reads a row. Damaged metadata is ignored.
func object(row *sqlite.Stmt) Object {
	o := Object{
		Key:      row.Column(0).String(),
		Version:  row.Column(2).String(),
		Size:     row.Column(3).Int,
		ETag:     row.Column(4).String(),
		Uploaded: time.UnixMilli(row.Column(5).Int).UTC(),
	}
	if id := row.Column(1); id.Kind == sqlite.Text {
		o.blob = id.String()
	}
	var h httpFields
	if json.Unmarshal([]byte(row.Column(6).String()), &h) == nil {
		o.HTTP = HTTPMetadata{h.ContentType, h.ContentLanguage, h.ContentDisposition, h.ContentEncoding, h.CacheControl, time.Time{}}
		if h.CacheExpiry != 0 {
			o.HTTP.CacheExpiry = time.UnixMilli(h.CacheExpiry).UTC()
		}
	}
	_ = json.Unmarshal([]byte(row.Column(7).String()), &o.Custom)
	return o
}

// errStop ends a query early.
var errStop = errors.New("stop")

// Entry is an object in a list, or the common prefix of a group.
type Entry struct {
	Object Object
	Group  string
}

// List yields the objects whose keys start with a prefix, by key in the order of their
// bytes. With a delimiter, keys with the same text up to the delimiter after the prefix are one entry, a group.
func (b *Bucket) List(ctx context.Context, prefix, delimiter string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		group := ""
		err := b.read(ctx, func(c *sqlite.Conn) error {
			return c.EachIn(objects, "SELECT "+columns+" FROM _mf_objects WHERE key >= ? ORDER BY key", text(prefix), func(row *sqlite.Stmt) error {
				key := row.Column(0).String()
				if !strings.HasPrefix(key, prefix) {
					return errStop
				}
				if group != "" && strings.HasPrefix(key, group) {
					return nil
				}
				e := Entry{}
				if i := strings.Index(key[len(prefix):], delimiter); delimiter != "" && i >= 0 {
					group = key[:len(prefix)+i+len(delimiter)]
					e.Group = group
				} else {
					e.Object = object(row)
				}
				if !yield(e, nil) {
					return errStop
				}
				return nil
			})
		})
		if err != nil {
			yield(Entry{}, err)
		}
	}
}

// Get returns the object of a key, and its value, which must be closed.
func (b *Bucket) Get(ctx context.Context, key string) (o Object, value io.ReadCloser, ok bool, err error) {
	for before := "-"; ; before = o.Version {
		var files []string
		ok = false
		err := b.read(ctx, func(c *sqlite.Conn) error {
			err := c.EachIn(objects, "SELECT "+columns+" FROM _mf_objects WHERE key = ?", text(key), func(row *sqlite.Stmt) error {
				o, ok = object(row), true
				return nil
			})
			if err != nil || !ok {
				return err
			}
			if o.blob != "" {
				files = []string{o.blob}
				return nil
			}
			return c.EachIn(parts, "SELECT blob_id FROM _mf_multipart_parts WHERE object_key = ? ORDER BY part_number", text(key), collect(&files))
		})
		if sqlite.Changed(err) {
			o = Object{}
			continue
		}
		if err != nil || !ok {
			return Object{}, nil, false, err
		}
		value, err := b.open(files)
		switch {
		case err == nil:
			return o, value, true, nil
		case !errors.Is(err, fs.ErrNotExist):
			return Object{}, nil, false, err
		case o.Version == before: // a row without a file does not count, as in a Worker
			return Object{}, nil, false, nil
		} // otherwise another object has replaced it
	}
}

// open opens the files that together are a value.
func (b *Bucket) open(files []string) (io.ReadCloser, error) {
	v := &value{blobs: b.blobs, rest: files}
	if len(files) > 0 { // reports now if the first is missing
		if err := v.next(); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// value reads files one after the other.
type value struct {
	blobs blob.Store
	file  *os.File // or nil
	rest  []string
}

func (v *value) next() error {
	f, err := v.blobs.Open(v.rest[0])
	if err != nil {
		return err
	}
	v.file, v.rest = f, v.rest[1:]
	return nil
}

func (v *value) Read(p []byte) (int, error) {
	for {
		if v.file != nil {
			n, err := v.file.Read(p)
			if n > 0 || err != io.EOF {
				return n, err
			}
			if err := v.Close(); err != nil {
				return 0, err
			}
		}
		if len(v.rest) == 0 {
			return 0, io.EOF
		}
		if err := v.next(); err != nil {
			return 0, fmt.Errorf("a part of the value is missing: %w", err)
		}
	}
}

func (v *value) Close() error {
	if v.file == nil {
		return nil
	}
	f := v.file
	v.file = nil
	return f.Close()
}

// The limits of R2.
const (
	maxKey      = 1024
	maxMetadata = 8192
	maxValue    = 5<<30 - 5<<20
)

// Put stores an object, with given Key, HTTP and Custom, and its value, and returns the
// complete object. It returns an error for whatever R2 would reject.
func (b *Bucket) Put(ctx context.Context, o Object, value io.Reader) (Object, error) {
	if err := validate(o); err != nil {
		return Object{}, err
	}
	limited := &io.LimitedReader{R: value, N: maxValue + 1}
	sum := md5.New()
	id, err := b.blobs.Write(io.TeeReader(limited, sum))
	if err != nil {
		return Object{}, fmt.Errorf("write the value: %w", err)
	}
	if limited.N == 0 {
		return Object{}, errors.Join(errors.New("the value is larger than 5 GiB - 5 MiB, which is all that R2 takes at once"), b.blobs.Remove(id))
	}
	version := make([]byte, 16)
	rand.Read(version)
	o.blob, o.Version, o.Size, o.ETag, o.Uploaded = id, hex.EncodeToString(version), maxValue+1-limited.N, hex.EncodeToString(sum.Sum(nil)), time.Now().UTC().Truncate(time.Millisecond)
	var old []string
	err = b.change(ctx, func(c *sqlite.Conn) (err error) {
		if old, err = unlink(c, o.Key); err != nil {
			return err
		}
		h := httpFields{o.HTTP.ContentType, o.HTTP.ContentLanguage, o.HTTP.ContentDisposition, o.HTTP.ContentEncoding, o.HTTP.CacheControl, 0}
		if !o.HTTP.CacheExpiry.IsZero() {
			h.CacheExpiry = o.HTTP.CacheExpiry.UnixMilli()
		}
		return c.EachIn(objects, `INSERT INTO _mf_objects (key, blob_id, version, size, etag, uploaded, checksums, http_metadata, custom_metadata)
			VALUES (?, ?, ?, ?, ?, ?, '{}', ?, ?)
			ON CONFLICT (key) DO UPDATE SET blob_id = excluded.blob_id, version = excluded.version, size = excluded.size, etag = excluded.etag,
				uploaded = excluded.uploaded, checksums = excluded.checksums, http_metadata = excluded.http_metadata, custom_metadata = excluded.custom_metadata`,
			[]sqlite.Value{
				sqlite.TextValue(o.Key), sqlite.TextValue(id), sqlite.TextValue(o.Version), sqlite.IntValue(o.Size), sqlite.TextValue(o.ETag),
				sqlite.IntValue(o.Uploaded.UnixMilli()), sqlite.TextValue(asJSON(h)), sqlite.TextValue(asJSON(o.Custom)),
			}, nil)
	})
	if err != nil {
		return Object{}, errors.Join(err, b.blobs.Remove(id))
	}
	return o, b.blobs.Remove(old...)
}

func asJSON(v any) string {
	if m, ok := v.(map[string]string); ok && m == nil {
		return "{}"
	}
	data, _ := json.Marshal(v) // strings and numbers: cannot fail
	return string(data)
}

func validate(o Object) error {
	if len(o.Key) > maxKey {
		return fmt.Errorf("the key has %d bytes; R2 takes %d at most", len(o.Key), maxKey)
	}
	size := 0
	for k, v := range o.Custom {
		size += len(k) + len(v)
	}
	if size > maxMetadata {
		return fmt.Errorf("the metadata has %d bytes; R2 takes %d at most", size, maxMetadata)
	}
	return nil
}

// Delete removes objects, and returns the keys that existed.
func (b *Bucket) Delete(ctx context.Context, keys ...string) (deleted []string, err error) {
	if !b.Exists() {
		return nil, nil
	}
	var old []string
	err = b.change(ctx, func(c *sqlite.Conn) error {
		for _, key := range keys {
			files, err := unlink(c, key)
			if err != nil {
				return err
			}
			old = append(old, files...)
			if err := c.EachIn(objects, "DELETE FROM _mf_objects WHERE key = ? RETURNING key", text(key), collect(&deleted)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return deleted, b.blobs.Remove(old...)
}

// unlink removes the parts of an object before it is deleted, and returns its files.
func unlink(c *sqlite.Conn, key string) (files []string, err error) {
	if err := c.EachIn(parts, "DELETE FROM _mf_multipart_parts WHERE object_key = ? RETURNING blob_id", text(key), collect(&files)); err != nil {
		return nil, err
	}
	err = c.EachIn(objects, "SELECT blob_id FROM _mf_objects WHERE key = ? AND blob_id IS NOT NULL", text(key), collect(&files))
	return files, err
}

// read reads tables; a bucket that does not exist has none.
func (b *Bucket) read(ctx context.Context, fn func(*sqlite.Conn) error) error {
	err := b.query(ctx, fn)
	if err == errStop || sqlite.Absent(err) {
		return nil
	}
	return err
}

// query reads tables without leaving a trace on disk.
func (b *Bucket) query(ctx context.Context, fn func(*sqlite.Conn) error) error {
	if err := b.check(); err != nil {
		return err
	}
	return sqlite.Look(ctx, b.file, fn)
}

// change runs fn in a transaction of the tables.
func (b *Bucket) change(ctx context.Context, fn func(*sqlite.Conn) error) error {
	if err := b.check(); err != nil {
		return err
	}
	return sqlite.Change(ctx, b.file, b.Wait, true, func(c *sqlite.Conn) error {
		for _, sql := range tables {
			if err := c.Exec(sql); err != nil {
				return err
			}
		}
		return fn(c)
	})
}

func (b *Bucket) check() error {
	return blob.PlainDirs(filepath.Dir(b.dir), b.dir, filepath.Dir(b.file))
}

func text(s string) []sqlite.Value { return []sqlite.Value{sqlite.TextValue(s)} }

func collect(to *[]string) func(*sqlite.Stmt) error {
	return func(row *sqlite.Stmt) error {
		*to = append(*to, row.Column(0).String())
		return nil
	}
}

// Sweep removes values without an object or part, see [blob.Store.Sweep].
func (b *Bucket) Sweep(ctx context.Context, began time.Time) (later time.Duration, err error) {
	return b.blobs.Sweep(ctx, began, func(ctx context.Context) (map[string]bool, error) {
		var ids []string
		err := b.query(ctx, func(c *sqlite.Conn) error {
			if err := c.EachIn(objects, "SELECT blob_id FROM _mf_objects WHERE blob_id IS NOT NULL", nil, collect(&ids)); err != nil {
				return err
			}
			return c.EachIn(parts, "SELECT blob_id FROM _mf_multipart_parts", nil, collect(&ids))
		})
		used := map[string]bool{}
		for _, id := range ids {
			used[id] = true
		}
		return used, err
	})
}
