package inspect

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dotool/config/diag"
	"dotool/inspect/sqlite"
	"dotool/migrate/state"
)

// An import is built in a folder of each namespace it goes to, so that moving
// its files into their place is a rename on one file system, whatever is mounted
// or linked where. It is written down in import.json before anything moves:
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
// As long as import.json is there, all of it is undone, which takes renames and
// no room on the disk. Whoever takes the lock does so, and whoever opens the
// folder to read waits for it.
const (
	importJournal = "import.json"
	importedNames = "imported.json"
	importDir     = ".import"
	importMade    = "made" // in it, where the namespace had no folder before
)

type importing struct {
	Version    int              `json:"version"`
	Namespaces []importingFiles `json:"namespaces"`
	Names      []importedName   `json:"names"`
}

type importedName struct {
	Key  state.Key `json:"key"`
	Name []byte    `json:"name"` // which need not be UTF-8
}

type importingFiles struct {
	Key state.Key `json:"key"`
	New []string  `json:"new"`
	Old []string  `json:"old"`
}

func importJournalPath(state *state.Folder) string {
	return filepath.Join(state.OwnDir(), importJournal)
}
func importedPath(state *state.Folder) string { return filepath.Join(state.OwnDir(), importedNames) }

// spareDir is where an object is read that has no place.
func spareDir(state *state.Folder) string { return filepath.Join(state.OwnDir(), importDir, "new") }

// staged is what an import builds in one namespace.
type staged struct {
	n    *Namespace
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

// stage makes the folder to build in.
func stage(state *state.Folder, n *Namespace) (*staged, error) {
	st := &staged{n: n}
	if err := n.plain(); err != nil {
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

// seal checks a database that was built, and makes it durable. It must be all in
// the one file.
func seal(path string) error {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	if wal, err := os.Stat(path + "-wal"); err == nil && wal.Size() > 0 {
		return &sqlite.FileError{Path: path, Err: errors.New("it could not be written as a whole")}
	}
	c, err := sqlite.OpenConn(path, "immutable=1", sqlite.ReadOnly)
	if err != nil {
		return sqlite.FileFault(path, err)
	}
	var faults []string
	err = c.Slow("PRAGMA integrity_check(1)", nil, func(row *sqlite.Stmt) error {
		if text := row.Column(0).String(); text != "ok" {
			faults = append(faults, text)
		}
		return nil
	})
	if err = errors.Join(err, c.Close()); err != nil {
		return sqlite.FileFault(path, err)
	}
	if len(faults) > 0 {
		return &sqlite.FileError{Path: path, Err: fmt.Errorf("the database is damaged: %s", faults[0])}
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

// place moves all that was built into its place, or nothing.
func (im *importer) place(ctx context.Context) (err error) {
	s := im.s
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	j := importing{Version: 1}
	byNamespace := map[*Namespace][]built{}
	for _, b := range im.made {
		byNamespace[b.object.Namespace] = append(byNamespace[b.object.Namespace], b)
		if b.object.Named {
			j.Names = append(j.Names, importedName{b.object.Namespace.Key, []byte(b.object.Name)})
		}
	}
	for n, all := range byNamespace {
		files, err := prepare(ctx, s.state, im.to[n], all)
		if err != nil {
			return err
		}
		j.Namespaces = append(j.Namespaces, files)
	}
	data, err := json.Marshal(j)
	if err != nil {
		return err
	}
	write := func() error { return replaceFile(importJournalPath(s.state), data) }
	if err := s.state.Step("write the journal", write); err != nil {
		_, gone := os.Lstat(importJournalPath(s.state))
		if !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, undoImport(s.state, j))
		}
		return err
	}
	if err := moveImport(s.state, j); err != nil {
		return errors.Join(err, undoImport(s.state, j))
	}
	if err := s.state.Step("end the journal", func() error { return os.Rename(importJournalPath(s.state), importedPath(s.state)) }); err != nil {
		return errors.Join(err, undoImport(s.state, j))
	}
	if err := s.state.Step("sync the journal", func() error { return syncDir(s.state.OwnDir()) }); err != nil {
		// After a loss of power it might have its old name again, and be undone.
		if back := s.state.Step("take the journal back", func() error { return os.Rename(importedPath(s.state), importJournalPath(s.state)) }); back != nil {
			return errors.Join(err, back)
		}
		return errors.Join(err, undoImport(s.state, j))
	}
	// If it cannot be ended, the next one does.
	_ = endImport(s.state, j)
	return nil
}

// endImport records the names of what was imported.
func endImport(state *state.Folder, j importing) error {
	seen := []Seen{}
	for _, n := range j.Names {
		seen = append(seen, Seen{n.Key, string(n.Name)})
	}
	if err := state.Step("record the names", func() error { return Remember(context.Background(), state, seen...) }); err != nil {
		return err
	}
	return state.Step("remove the journal", func() error { return removeSynced(importedPath(state)) })
}

// prepare keeps others out of a namespace, makes its new metadata.sqlite, and
// lists the files that move.
func prepare(ctx context.Context, state *state.Folder, st *staged, all []built) (f importingFiles, err error) {
	f.Key = st.n.Key
	if err := keepOut(ctx, state, st); err != nil {
		return f, err
	}
	ids := map[string]bool{}
	for _, b := range all {
		ids[b.object.ID.String()] = true
		if !exists(b.object) {
			continue
		}
		// One that is damaged may be replaced too.
		c, err := openAloneIn(ctx, state, b.object.Path(), st.n.Label)
		if errors.As(err, new(*LiveError)) {
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
		metadata = metadata || e.Name() == metadataFile
	}
	// The database comes last, and facets before their index.
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
		isMetadata := name == metadataFile || name == metadataFile+"-wal" || name == metadataFile+"-shm" || name == metadataFile+"-journal"
		if len(name) > 64 && ids[name[:64]] && name[64] == '.' || isMetadata && metadata {
			f.Old = append(f.Old, name)
		}
	}
	return f, state.Step("sync what was built", func() error {
		if err := os.MkdirAll(st.oldDir(), 0o755); err != nil {
			return err
		}
		return errors.Join(syncDir(st.newDir()), syncDir(st.dir()), syncDir(st.n.Dir), syncDir(filepath.Dir(st.n.Dir)))
	})
}

// keepOut takes metadata.sqlite, which every runtime has open.
func keepOut(ctx context.Context, state *state.Folder, st *staged) error {
	path := filepath.Join(st.n.Dir, metadataFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	c, err := openAloneIn(ctx, state, path, st.n.Label)
	if err != nil {
		return err
	}
	st.meta = c
	// Out of the transaction, so that it can be copied; the lock stays.
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
		err := st.meta.Own("_cf_ALARM", "SELECT 1 FROM _cf_ALARM WHERE actor_id = ?", []sqlite.Value{sqlite.TextValue(b.object.ID.String())}, func(*sqlite.Stmt) error {
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
	path := filepath.Join(st.newDir(), metadataFile)
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
		if err := setAlarmOf(c, b.object, b.alarm); err != nil {
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

func (f importingFiles) dirs(state *state.Folder) (place, fresh, old string) {
	place = state.NamespaceDir(f.Key)
	return place, filepath.Join(place, importDir, "new"), filepath.Join(place, importDir, "old")
}

// moveImport moves the old files out of the way and the new ones in.
func moveImport(state *state.Folder, j importing) error {
	for _, f := range j.Namespaces {
		place, fresh, old := f.dirs(state)
		for _, name := range f.Old {
			if err := state.Step("move an old file aside", func() error { return os.Rename(filepath.Join(place, name), filepath.Join(old, name)) }); err != nil {
				return err
			}
		}
		for _, name := range f.New {
			if err := state.Step("move a new file in", func() error { return os.Rename(filepath.Join(fresh, name), filepath.Join(place, name)) }); err != nil {
				return err
			}
		}
		if err := state.Step("sync the objects", func() error { return errors.Join(syncDir(place), syncDir(old), syncDir(fresh)) }); err != nil {
			return err
		}
	}
	return nil
}

// undoImport moves everything back, from wherever it stands.
func undoImport(state *state.Folder, j importing) error {
	for _, f := range j.Namespaces {
		place, fresh, old := f.dirs(state)
		for _, name := range f.New {
			// What is no longer where it was built is in its place. A folder that
			// is not there at all was taken away by somebody else.
			if there(filepath.Join(fresh, name)) || !there(fresh) {
				continue
			}
			if err := state.Step("take a new file away", func() error { return renameIfThere(filepath.Join(place, name), filepath.Join(fresh, name)) }); err != nil {
				return fmt.Errorf("undo an import: %w", err)
			}
		}
		for _, name := range f.Old {
			if err := state.Step("move an old file back", func() error { return renameIfThere(filepath.Join(old, name), filepath.Join(place, name)) }); err != nil {
				return fmt.Errorf("undo an import: %w", err)
			}
		}
		if there(place) {
			if err := state.Step("sync the objects", func() error { return syncDir(place) }); err != nil {
				return fmt.Errorf("undo an import: %w", err)
			}
		}
	}
	if err := state.Step("remove the journal", func() error { return removeSynced(importJournalPath(state)) }); err != nil {
		return fmt.Errorf("undo an import: %w", err)
	}
	return nil
}

func there(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func renameIfThere(from, to string) error {
	if err := os.Rename(from, to); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func removeSynced(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// clearImport removes the folders in which an import was built, unless it is
// still to be undone; and a namespace's own that was made for it and holds
// nothing.
func clearImport(state *state.Folder, in map[*Namespace]*staged) error {
	if there(importJournalPath(state)) {
		return nil
	}
	var errs []error
	clear := func(dir string) {
		left := filepath.Join(dir, importDir)
		if !there(left) {
			return
		}
		errs = append(errs, state.Step("remove what an import left", func() error {
			made := there(filepath.Join(left, importMade))
			if err := os.RemoveAll(left); err != nil || !made {
				return err
			}
			_ = os.Remove(dir) // unless something is in it now
			return nil
		}))
	}
	for n := range in {
		clear(n.Dir)
	}
	clear(state.OwnDir())
	return errors.Join(errs...)
}

// recoverImport undoes an import that was interrupted, and removes what one left
// that never came as far as its journal. It says what became of one that had
// begun to move files. The caller has the lock.
func recoverImport(state *state.Folder) (done string, err error) {
	read := func(path string) (j importing, found bool, err error) {
		data, err := diag.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return j, false, nil
		}
		if err != nil {
			return j, false, fmt.Errorf("undo an import: %w", err)
		}
		if err := json.Unmarshal(data, &j); err != nil || j.Version != 1 || !j.sound() {
			return j, false, &damagedImportError{path}
		}
		return j, true, nil
	}
	j, found, err := read(importJournalPath(state))
	if err != nil {
		return "", err
	}
	if found {
		if err := undoImport(state, j); err != nil {
			return "", err
		}
		done = "An import that had been interrupted was undone."
	}
	// Names are not worth stopping anybody for.
	if j, found, err := read(importedPath(state)); err != nil {
		_ = os.Remove(importedPath(state))
	} else if found {
		_ = endImport(state, j)
		done = "An import that had been interrupted was finished."
	}
	disk, err := state.ReadDisk(false)
	if err != nil {
		return "", err
	}
	left := map[*Namespace]*staged{}
	for key := range disk {
		if dir := state.NamespaceDir(key); there(filepath.Join(dir, importDir)) {
			left[&Namespace{Dir: dir}] = nil
		}
	}
	return done, clearImport(state, left)
}

// sound checks that the journal names nothing outside of the namespaces.
func (j importing) sound() bool {
	for _, f := range j.Namespaces {
		if f.Key.Validate() != nil {
			return false
		}
		for _, name := range slices.Concat(f.New, f.Old) {
			if name != filepath.Base(name) || name == "." || name == ".." {
				return false
			}
		}
	}
	return true
}

// damagedImportError is a journal that does not say what is to be undone.
type damagedImportError struct{ path string }

func (e *damagedImportError) Error() string {
	return "an import was interrupted, and its journal " + e.path + " is damaged"
}

// Hint says what is left to a person.
func (e *damagedImportError) Hint() string {
	return "files that were replaced are in the folders .import/old beside the objects: move back those that you need, then remove the journal"
}

// awaitImport undoes an import that was interrupted before somebody reads, or waits
// until one that is under way is made.
func awaitImport(folder *state.Folder) error {
	const most = 5 * time.Second
	for deadline := time.Now().Add(most); there(importJournalPath(folder)) || there(importedPath(folder)); {
		lock, err := folder.Lock(context.Background(), state.Holder{Command: "dotool"})
		if err == nil {
			return lock.Close()
		}
		if !errors.As(err, new(*state.LockedError)) || time.Now().After(deadline) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return nil
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
