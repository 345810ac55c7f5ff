// Package blob reads and writes the values of KV namespaces and R2 buckets as wrangler
// dev keeps them: files beside the table that names them. A file is complete before a
// row names it and is removed after that row is gone, so every row has its file; and a
// file never changes. A process killed in between leaves files without a row, which
// [Store.Sweep] removes. The same rules, in JavaScript, are
// devserver/host/products/blobs.js.
package blob

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Store is the folder with the values of one namespace or bucket.
type Store struct{ dir string }

// In returns the store of a namespace in the folder of its product, such as
// .wrangler/state/v3/kv.
func In(product, namespace string) Store {
	return Store{filepath.Join(product, state.ValuesFolder(namespace), "blobs")}
}

// PlainDirs checks that folders are real ones, or missing: a link could lead anywhere.
func PlainDirs(dirs ...string) error {
	for _, dir := range dirs {
		if info, err := os.Lstat(dir); err == nil && !info.IsDir() {
			return &state.NotPlainError{Path: dir, Mode: info.Mode()}
		}
	}
	return nil
}

func (s Store) check() error {
	namespace := filepath.Dir(s.dir)
	return PlainDirs(filepath.Dir(namespace), namespace, s.dir)
}

// path returns the file of an id, which may be from a damaged table.
func (s Store) path(id string) (string, error) {
	if id == "" || id != filepath.Base(id) || !filepath.IsLocal(id) {
		return "", fmt.Errorf("%q cannot be the name of a value's file", id)
	}
	return filepath.Join(s.dir, id), s.check()
}

// Open opens a value. If it is missing, the error is [fs.ErrNotExist].
func (s Store) Open(id string) (*os.File, error) {
	path, err := s.path(id)
	if err != nil {
		return nil, err
	}
	return diag.OpenPlain(path)
}

// Size returns the length of a value, 0 if it cannot be read.
func (s Store) Size(id string) int64 {
	path, err := s.path(id)
	if err != nil {
		return 0
	}
	info, err := os.Lstat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// Write stores what a reader yields and returns its id.
func (s Store) Write(r io.Reader) (id string, err error) {
	if err := s.check(); err != nil {
		return "", err
	}
	if err := os.MkdirAll(s.dir, 0o777); err != nil {
		return "", err
	}
	id = newID()
	part := filepath.Join(s.dir, "."+id+".tmp")
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(f, r)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(part, filepath.Join(s.dir, id))
	}
	if err != nil {
		return "", errors.Join(err, os.Remove(part))
	}
	return id, nil
}

// newID returns a random name that ends with the time of the file.
func newID() string {
	var id [40]byte
	rand.Read(id[:32])
	binary.BigEndian.PutUint64(id[32:], uint64(time.Now().UnixMilli()))
	return hex.EncodeToString(id[:])
}

// Remove removes values that no row names any more.
func (s Store) Remove(ids ...string) (err error) {
	for _, id := range ids {
		path, e := s.path(id)
		if e == nil {
			e = os.Remove(path)
		}
		if !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}

// served begins the names of files that a server writes ("dotool" in hex).
const served = "646f746f6f6c"

// settling is how long a process may take between writing a file and its row.
const settling = 5 * time.Second

// Sweep removes files without a row, for a server that started at a time: no process
// will still write the rows of files from earlier servers. Other processes get some
// seconds to write theirs; later is when to sweep again, 0 if that is not needed. used
// returns the ids of all rows.
func (s Store) Sweep(ctx context.Context, began time.Time, used func(context.Context) (map[string]bool, error)) (later time.Duration, err error) {
	if err := s.check(); err != nil {
		return 0, err
	}
	entries, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) || len(entries) == 0 && err == nil {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	rows, err := used(ctx) // after the files, so that rows written meanwhile are seen
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		if rows[e.Name()] || !e.Type().IsRegular() {
			continue
		}
		info, e2 := e.Info()
		if e2 != nil {
			continue // removed meanwhile
		}
		if strings.HasPrefix(strings.TrimPrefix(e.Name(), "."), served) {
			if !info.ModTime().Before(began) {
				continue
			}
		} else if wait := settling - time.Since(info.ModTime()); wait > 0 {
			later = max(later, wait)
			continue
		}
		if e2 := os.Remove(filepath.Join(s.dir, e.Name())); !errors.Is(e2, fs.ErrNotExist) {
			err = errors.Join(err, e2)
		}
	}
	return later, err
}
