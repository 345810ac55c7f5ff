package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// A deletion is an import that builds nothing. An import is built in a folder of each
// namespace it goes to, so that moving its files into their place is a rename on
// one file system, whatever is mounted or linked where. It is written down in import.json before anything moves:
//
//	v3/do/KEY/.import/new/   what was built: complete, checked and synced
//	import.json              which files those are, and which are in their way
//	v3/do/KEY/.import/old/   what was in their way, moved there
//	v3/do/KEY/               what was built, moved here; metadata.sqlite with the alarms too
//	imported.json            what import.json is called from here on: the import is made
//	names.sqlite             has the names of what was imported
//	imported.json            removed
//	v3/do/KEY/.import/       removed
//
// As long as import.json exists, an interrupted import is undone, which needs only
// renames and no disk space. The next process to take the lock does that; a process
// that opens the folder for reading waits for it.
const (
	importDir  = ".import"
	importMade = "made" // in it, where the namespace had no folder before
)

// spareDir returns the folder in which an object that cannot be imported is built, so that
// reading can go on.
func spareDir(state *state.Folder) string { return filepath.Join(state.OwnDir(), importDir, "new") }

// staged is the part of an import in one namespace.
type staged struct {
	n    *inspect.Namespace
	meta *sqlite.Conn // keeps runtimes out while files move; nil if there are no alarms yet
}

func (st *staged) dir() string    { return filepath.Join(st.n.Dir, importDir) }
func (st *staged) newDir() string { return filepath.Join(st.dir(), "new") }
func (st *staged) oldDir() string { return filepath.Join(st.dir(), "old") }

func (st *staged) unlock() error {
	if st.meta == nil {
		return nil
	}
	c := st.meta
	st.meta = nil
	return c.Close()
}

// stage creates the folder to build in.
func stage(state *state.Folder, n *inspect.Namespace) (*staged, error) {
	st := &staged{n: n}
	if err := n.Plain(); err != nil {
		return st, err
	}
	return st, state.Step("make a folder to build in", func() error {
		fresh := !there(n.Dir)
		if err := os.RemoveAll(st.dir()); err != nil {
			return err
		}
		if err := os.MkdirAll(st.newDir(), 0o755); err != nil || !fresh {
			return err
		}
		return os.WriteFile(filepath.Join(st.dir(), importMade), nil, 0o600)
	})
}

// seal checks a finished database and makes it durable. Everything must be in the one
// file.
func seal(path string) error {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	if wal, err := os.Stat(path + "-wal"); err == nil && wal.Size() > 0 {
		return &sqlite.FileError{Path: path, Err: errors.New("it could not be written as a whole")}
	}
	c, err := sqlite.OpenConn(path, "immutable=1", sqlite.ReadOnly)
	if err != nil {
		return sqlite.NewFileError(path, err)
	}
	var problems []string
	err = c.Slow("PRAGMA integrity_check(1)", nil, func(row *sqlite.Stmt) error {
		if text := row.Column(0).String(); text != "ok" {
			problems = append(problems, text)
		}
		return nil
	})
	if err = errors.Join(err, c.Close()); err != nil {
		return sqlite.NewFileError(path, err)
	}
	if len(problems) > 0 {
		return &sqlite.FileError{Path: path, Err: fmt.Errorf("the database is damaged: %s", problems[0])}
	}
	return syncFile(path)
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// place moves everything that was built into place, or nothing.
func (im *importer) place(ctx context.Context) (err error) {
	s := im.s
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	j := importing{Version: 1, Deletes: im.deletes}
	byNamespace := map[*inspect.Namespace][]built{}
	for _, b := range im.made {
		byNamespace[b.object.Namespace] = append(byNamespace[b.object.Namespace], b)
		if b.object.Named {
			j.Names = append(j.Names, importedName{b.object.Namespace.Key, []byte(b.object.Name)})
		}
	}
	for n, all := range byNamespace {
		files, err := prepare(ctx, s.State(), im.to[n], all)
		if err != nil {
			return err
		}
		j.Namespaces = append(j.Namespaces, files)
	}
	data, err := json.Marshal(j)
	if err != nil {
		return err
	}
	write := func() error { return s.State().Ops().Replace(s.State().ImportPath(), data) }
	if err := s.State().Step("write the journal", write); err != nil {
		_, gone := os.Lstat(s.State().ImportPath())
		if !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, undoImport(s.State(), j))
		}
		return err
	}
	if err := moveImport(s.State(), j); err != nil {
		return errors.Join(err, undoImport(s.State(), j))
	}
	if err := s.State().Step("end the journal", func() error { return os.Rename(s.State().ImportPath(), s.State().ImportedPath()) }); err != nil {
		return errors.Join(err, undoImport(s.State(), j))
	}
	if err := s.State().Step("sync the journal", func() error { return s.State().Ops().SyncDir(s.State().OwnDir()) }); err != nil {
		// Sync the rename: after a power failure the file could have its old name again, and the import be undone.
		if back := s.State().Step("take the journal back", func() error { return os.Rename(s.State().ImportedPath(), s.State().ImportPath()) }); back != nil {
			return errors.Join(err, back)
		}
		return errors.Join(err, undoImport(s.State(), j))
	}
	// If this fails, the next process does it.
	_ = endImport(s.State(), j)
	return nil
}

// endImport records the names of imported objects. If that is not possible, it
// completes the import without them.
func endImport(state *state.Folder, j importing) error {
	seen := []inspect.Seen{}
	for _, n := range j.Names {
		seen = append(seen, inspect.Seen{Key: n.Key, Name: string(n.Name)})
	}
	if err := state.Step("record the names", func() error { return inspect.Remember(context.Background(), state, seen...) }); err != nil && !sqlite.Damaged(err) {
		return err
	}
	return state.Step("remove the journal", func() error { return removeSynced(state, state.ImportedPath()) })
}

// prepare locks a namespace, makes its new metadata.sqlite, and lists the files to
// move.
func prepare(ctx context.Context, state *state.Folder, st *staged, all []built) (f importingFiles, err error) {
	f.Key = st.n.Key
	if err := keepOut(ctx, state, st); err != nil {
		return f, err
	}
	ids := map[string]bool{}
	for _, b := range all {
		ids[b.object.ID.String()] = true
		if !b.object.Exists() {
			continue
		}
		// A damaged one may be replaced too.
		c, err := inspect.OpenAlone(ctx, state, b.object.Path(), st.n.Label)
		if errors.As(err, new(*inspect.LiveError)) {
			return f, err
		}
		if err == nil {
			if err := c.Close(); err != nil {
				return f, err
			}
		}
	}
	if err := state.Step("write the alarms", func() error { return st.alarms(ctx, all) }); err != nil {
		return f, err
	}
	entries, err := os.ReadDir(st.newDir())
	if err != nil {
		return f, err
	}
	metadata := false
	for _, e := range entries {
		f.New = append(f.New, e.Name())
		metadata = metadata || e.Name() == inspect.MetadataFile
	}
	// The database is last, and facets come before their index.
	slices.SortStableFunc(f.New, func(a, b string) int { return len(b) - len(a) })
	dir, err := os.Open(st.n.Dir)
	if err != nil {
		return f, err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return f, err
	}
	for _, name := range names {
		isMetadata := name == inspect.MetadataFile || name == inspect.MetadataFile+"-wal" || name == inspect.MetadataFile+"-shm" || name == inspect.MetadataFile+"-journal"
		if len(name) > 64 && ids[name[:64]] && name[64] == '.' || isMetadata && metadata {
			f.Old = append(f.Old, name)
		}
	}
	return f, state.Step("sync what was built", func() error {
		if err := os.MkdirAll(st.oldDir(), 0o755); err != nil {
			return err
		}
		return errors.Join(state.Ops().SyncDir(st.newDir()), state.Ops().SyncDir(st.dir()), state.Ops().SyncDir(st.n.Dir), state.Ops().SyncDir(filepath.Dir(st.n.Dir)))
	})
}

// keepOut locks metadata.sqlite, which every runtime has open.
func keepOut(ctx context.Context, state *state.Folder, st *staged) error {
	path := filepath.Join(st.n.Dir, inspect.MetadataFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	c, err := inspect.OpenAlone(ctx, state, path, st.n.Label)
	if err != nil {
		return err
	}
	st.meta = c
	// Leave the transaction, so that it can be copied; the lock is kept.
	return errors.Join(c.Exec("COMMIT"), c.Settle())
}

// alarms builds a new metadata.sqlite, if the import changes an alarm.
func (st *staged) alarms(ctx context.Context, all []built) (err error) {
	changed := false
	for _, b := range all {
		changed = changed || !b.alarm.IsZero()
		if st.meta == nil {
			continue
		}
		err := st.meta.EachIn("_cf_ALARM", "SELECT 1 FROM _cf_ALARM WHERE actor_id = ?", []sqlite.Value{sqlite.TextValue(b.object.ID.String())}, func(*sqlite.Stmt) error {
			changed = true
			return nil
		})
		if err != nil && !sqlite.NoTable(err) {
			return err
		}
	}
	if !changed {
		return nil
	}
	path := filepath.Join(st.newDir(), inspect.MetadataFile)
	if st.meta != nil {
		c, err := sqlite.OpenConn(path, "", sqlite.Create)
		if err != nil {
			return err
		}
		if err := errors.Join(st.meta.Backup(ctx, c), c.Close()); err != nil {
			return err
		}
	}
	c, err := sqlite.OpenAlone(path)
	if err != nil {
		return err
	}
	for _, b := range all {
		if err := inspect.WriteAlarm(c, b.object, b.alarm); err != nil {
			return errors.Join(err, c.Close())
		}
	}
	if err := c.Exec("COMMIT"); err != nil {
		return errors.Join(err, c.Close())
	}
	if err := errors.Join(c.Settle(), c.Close()); err != nil {
		return err
	}
	return seal(path)
}

// writeSynced writes a new file and makes it durable.
func writeSynced(path string, data []byte, mode fs.FileMode) error {
	f, err := diag.CreateFile(path, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}
