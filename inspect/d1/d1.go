// Package d1 finds and changes D1 databases on disk, in the files of wrangler dev.
//
// A database is an object like those of package inspect, see [Object], and is read in
// the same way. [Edit] changes one even if others have it open, as `wrangler d1 execute
// --local` does.
package d1

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Key is the key of the ids of D1's objects.
const Key state.Key = "miniflare-D1DatabaseObject"

// dirOf returns the folder of all databases.
func dirOf(folder *state.Folder) string {
	return filepath.Join(folder.ProductsDir(), "d1", string(Key))
}

// Object returns the database with a local id and a name for people. Its file need not
// exist.
func Object(folder *state.Folder, id, name string) inspect.Object {
	o := inspect.Object{
		Namespace: &inspect.Namespace{Label: "D1", Class: "D1", Key: Key, Dir: dirOf(folder)},
		ID:        Key.ID(id),
		Name:      name,
		Named:     true,
	}
	for _, file := range []string{o.Path(), o.Path() + "-wal"} {
		if info, err := os.Stat(file); err == nil && info.ModTime().After(o.Modified) {
			o.Modified = info.ModTime()
		}
	}
	return o
}

// Is reports whether an object is a D1 database.
func Is(o inspect.Object) bool { return o.Namespace != nil && o.Namespace.Key == Key }

// Plain refuses a link in place of a folder: it could lead anywhere.
func Plain(o inspect.Object) error {
	for _, dir := range []string{filepath.Dir(o.Namespace.Dir), o.Namespace.Dir} {
		if info, err := os.Lstat(dir); err == nil && !info.IsDir() {
			return &state.NotPlainError{Path: dir, Mode: info.Mode()}
		}
	}
	return nil
}

// Damaged returns an error if the file of a database exists but is not a SQLite database.
func Damaged(o inspect.Object) error { return sqlite.CheckHeader(o.Path()) }

// BusyError says that another program has locked a database.
type BusyError struct{ Name string }

func (e *BusyError) Error() string {
	return fmt.Sprintf("the D1 database %s is locked by another program", e.Name)
}

// Hint says what to do.
func (e *BusyError) Hint() string { return "try again when it has ended its transaction" }

// patience is how long a writer waits for another.
const patience = 5 * time.Second

// Edit changes a database, creating it if necessary, in a transaction that is committed
// if fn returns nil. Other programs may have it open: SQLite's locks keep writers
// apart, and a runtime sees the changes at its next query.
func Edit(ctx context.Context, o inspect.Object, fn func(*sqlite.DB) error) (err error) {
	if err := Plain(o); err != nil {
		return err
	}
	if err := os.MkdirAll(o.Namespace.Dir, 0o755); err != nil {
		return fmt.Errorf("make the D1 database %s: %w", o.Name, err)
	}
	c, err := sqlite.OpenShared(o.Path(), patience)
	if err != nil {
		return wrap(o, err)
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	stop := c.Watch(ctx)
	if err = fn(sqlite.NewDB(c, o.Path())); err == nil {
		err = c.Exec("COMMIT")
	}
	stop()
	if cause := context.Cause(ctx); cause != nil && sqlite.Code(err) == sqlite.Interrupt {
		return cause
	}
	return wrap(o, err)
}

// wrap adds the database to an error of the file, but not to one of a statement.
func wrap(o inspect.Object, err error) error {
	switch sqlite.Code(err) {
	case sqlite.Busy:
		return &BusyError{o.Name}
	case sqlite.NotADB, sqlite.Corrupt:
		return sqlite.NewFileError(o.Path(), err)
	}
	return err
}
