package d1

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Before migrations are applied, the data for a rollback is saved:
//
//	d1/ID.sqlite   a consistent copy of each database
//	d1.json        which migrations were applied before, and which will be
//
// Each migration is one transaction, with its row in the table. So after an
// interruption, a database has the first of the migrations in d1.json, and no recovery
// is needed.
const undoVersion = 1

type undo struct {
	Version   int            `json:"version"`
	At        state.Time     `json:"at"`
	Classes   *state.Time    `json:"classes,omitempty"` // of the change of classes in the same run
	Databases []undoDatabase `json:"databases"`
}

type undoDatabase struct {
	Name       string   `json:"name"`
	ID         string   `json:"id"` // of its object
	Table      string   `json:"table"`
	Before     []string `json:"before"`
	Migrations []string `json:"migrations"`
	New        bool     `json:"new,omitempty"` // it did not exist
}

func undoPath(s *state.Folder) string { return filepath.Join(s.OwnDir(), "d1.json") }

func copiesDir(s *state.Folder) string { return filepath.Join(s.OwnDir(), "d1") }

func copyPath(s *state.Folder, id string) string { return filepath.Join(copiesDir(s), id+".sqlite") }

// lastDir returns the folder of the previous change's copies, which stay until the first
// migration of the next change is applied.
func lastDir(s *state.Folder) string { return filepath.Join(s.OwnDir(), "d1-last") }

// Applied lists the migrations applied to a database.
type Applied struct {
	Database   string   `json:"database"`
	Migrations []string `json:"migrations"`
}

// Options are for [Apply] and [Rollback].
type Options struct {
	// Classes is the time at which classes were changed in the same run, if they were.
	Classes *state.Time

	// Snapshot takes a snapshot before rows may be lost; reason is for the user. It may
	// be nil.
	Snapshot func(ctx context.Context, reason string) error
}

// Apply applies the pending migrations of databases, each in a transaction. It stops at
// the first that fails, with a [*MigrationError]; the ones before it stay applied.
func Apply(ctx context.Context, folder *state.Folder, all []*Migrations, o Options) (done []Applied, err error) {
	all = slices.DeleteFunc(slices.Clone(all), func(m *Migrations) bool { return len(m.Pending()) == 0 })
	if len(all) == 0 {
		return nil, nil
	}
	last, err := state.ReadPlain(undoPath(folder)) // it stays if nothing is applied
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("apply migrations: %w", err)
	}
	if err := prepare(ctx, folder, all, o); err != nil {
		return nil, fmt.Errorf("apply migrations: %w", errors.Join(err, giveBack(folder, last)))
	}
	for _, m := range all {
		one := Applied{Database: m.Database.Name}
		for _, f := range m.Pending() {
			if err = ctx.Err(); err == nil {
				err = m.apply(ctx, f)
			}
			if err != nil {
				break
			}
			one.Migrations = append(one.Migrations, f.Name)
		}
		if len(one.Migrations) > 0 {
			done = append(done, one)
		}
		if err != nil {
			break
		}
	}
	if len(done) == 0 {
		return nil, errors.Join(err, giveBack(folder, last))
	}
	return done, errors.Join(err, os.RemoveAll(lastDir(folder)))
}

// giveBack makes the last change again the one that a rollback undoes.
func giveBack(folder *state.Folder, last []byte) error {
	if !state.Exists(lastDir(folder)) && last == nil {
		return forget(folder)
	}
	if state.Exists(lastDir(folder)) {
		if err := forget(folder); err != nil {
			return err
		}
		if err := os.Rename(lastDir(folder), copiesDir(folder)); err != nil {
			return err
		}
	}
	if last == nil {
		return nil
	}
	return folder.Ops().Replace(undoPath(folder), last)
}

// prepare saves the data for a rollback.
func prepare(ctx context.Context, folder *state.Folder, all []*Migrations, o Options) error {
	var risky []string
	for _, m := range all {
		for _, f := range m.Pending() {
			if m.Database.Exists() && f.destroys() {
				risky = append(risky, f.Name)
			}
		}
	}
	if len(risky) > 0 && o.Snapshot != nil {
		if err := o.Snapshot(ctx, "before the migration "+strings.Join(risky, ", ")); err != nil {
			return err
		}
	}
	// The copies of the previous change are set aside.
	if err := errors.Join(forgetRecord(folder), os.RemoveAll(lastDir(folder))); err != nil {
		return err
	}
	if err := os.Rename(copiesDir(folder), lastDir(folder)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := folder.Ops().Mkdir(copiesDir(folder)); err != nil {
		return err
	}
	u := undo{Version: undoVersion, At: folder.Clock(), Classes: o.Classes}
	for _, m := range all {
		id := m.Database.ID.String()
		d := undoDatabase{Name: m.Database.Name, ID: id, Table: m.Table, Before: m.Applied, New: !m.Database.Exists()}
		for _, f := range m.Pending() {
			d.Migrations = append(d.Migrations, f.Name)
		}
		u.Databases = append(u.Databases, d)
		if d.New || slices.ContainsFunc(u.Databases[:len(u.Databases)-1], func(x undoDatabase) bool { return x.ID == id }) {
			continue
		}
		if err := sqlite.CopyDatabase(ctx, m.Database.Path(), copyPath(folder, id)); err != nil {
			return fmt.Errorf("copy %s: %w", d.Name, err)
		}
	}
	data, err := json.MarshalIndent(u, "", "  ")
	if err != nil {
		return err
	}
	return folder.Ops().Replace(undoPath(folder), append(data, '\n'))
}

// forget removes the data for a rollback.
func forget(folder *state.Folder) error {
	return errors.Join(forgetRecord(folder), os.RemoveAll(copiesDir(folder)))
}

func forgetRecord(folder *state.Folder) error {
	if err := folder.Ops().Remove(undoPath(folder)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Undoable returns the last change that [Rollback] undoes: when it was made, and the
// change of classes that was made with it. It is nil if there is none.
func Undoable(folder *state.Folder) (at, classes *state.Time, err error) {
	u, err := readUndo(folder)
	if u == nil {
		return nil, nil, err
	}
	return &u.At, u.Classes, nil
}

func readUndo(folder *state.Folder) (*undo, error) {
	data, err := state.ReadPlain(undoPath(folder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	u := &undo{}
	if err == nil {
		err = json.Unmarshal(data, u)
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", undoPath(folder), err)
	case u.Version > undoVersion:
		return nil, fmt.Errorf("read %s: it was written by a newer dotool (version %d, this one supports %d)", undoPath(folder), u.Version, undoVersion)
	case u.Version < 1:
		return nil, fmt.Errorf("read %s: it is damaged or was written by another program", undoPath(folder))
	}
	for _, d := range u.Databases {
		if _, err := state.ParseObjectID(d.ID); err != nil {
			return nil, fmt.Errorf("read %s: %w", undoPath(folder), err)
		}
	}
	return u, nil
}

// Rollback restores the databases to their state before the last [Apply]. Later writes
// are lost, except in the snapshot that it takes.
func Rollback(ctx context.Context, folder *state.Folder, o Options) ([]Applied, error) {
	u, err := readUndo(folder)
	if err != nil {
		return nil, err
	}
	if u == nil {
		return nil, migrate.Refuse("roll back", "there is no change to roll back", "")
	}
	var undone []Applied
	for _, d := range u.Databases {
		m := &Migrations{Database: object(folder, d), Table: d.Table}
		if err := m.Read(ctx); err != nil {
			return nil, fmt.Errorf("roll back: %w", err)
		}
		n := len(d.Before)
		since, expected := m.Applied[min(n, len(m.Applied)):], slices.Concat(d.Before, d.Migrations)
		if len(m.Applied) < n || len(m.Applied) > len(expected) || !slices.Equal(m.Applied, expected[:len(m.Applied)]) {
			return nil, migrate.Refuse("roll back", fmt.Sprintf("the migrations of %s have changed since", d.Name), "`dotool snapshot list` lists the copies of the data")
		}
		if !d.New && !state.Exists(copyPath(folder, d.ID)) {
			return nil, migrate.Refuse("roll back", "the copy of "+d.Name+" is missing", "`dotool snapshot list` lists the copies of the data")
		}
		undone = append(undone, Applied{d.Name, since})
	}
	if o.Snapshot != nil {
		if err := o.Snapshot(ctx, "before the migrations were rolled back"); err != nil {
			return nil, err
		}
	}
	for i, d := range u.Databases {
		if len(undone[i].Migrations) == 0 {
			continue // rolled back before it was interrupted
		}
		if err := replace(ctx, object(folder, d), d, copyPath(folder, d.ID)); err != nil {
			return nil, fmt.Errorf("roll back %s: %w", d.Name, err)
		}
	}
	return undone, forget(folder)
}

func object(folder *state.Folder, d undoDatabase) inspect.Object {
	o := Object(folder, "", d.Name)
	o.ID, _ = state.ParseObjectID(d.ID) // validated by readUndo
	return o
}

// replace replaces the content of a database by that of a copy, or by nothing, in one
// transaction, even if others have it open.
func replace(ctx context.Context, o inspect.Object, d undoDatabase, from string) (err error) {
	path, query, mode := from, "immutable=1", int32(sqlite.ReadOnly)
	if d.New {
		path, query, mode = ":memory:", "", sqlite.Create
	}
	c, err := sqlite.OpenConn(path, query, mode)
	if err != nil {
		return err
	}
	defer c.Close()
	to, err := sqlite.OpenConn(o.Path(), "", sqlite.ReadWrite)
	if err != nil {
		return wrap(o, err)
	}
	to.BusyTimeout(int32(patience.Milliseconds()))
	return wrap(o, errors.Join(c.Backup(ctx, to), to.Close()))
}
