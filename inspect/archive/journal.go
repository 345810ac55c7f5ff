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

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/migrate/state"
)

type importing struct {
	Version    int              `json:"version"`
	Namespaces []importingFiles `json:"namespaces"`
	Names      []importedName   `json:"names"`
	Deletes    bool             `json:"deletes,omitempty"` // it is a deletion
}

// what is being done, in words.
func (j importing) what() string {
	if j.Deletes {
		return "deletion of objects"
	}
	return "import"
}

type importedName struct {
	Key  state.Key `json:"key"`
	Name []byte    `json:"name"` // may be invalid UTF-8
}

type importingFiles struct {
	Key state.Key `json:"key"`
	New []string  `json:"new"`
	Old []string  `json:"old"`
}

func (f importingFiles) dirs(state *state.Folder) (place, fresh, old string) {
	place = state.NamespaceDir(f.Key)
	return place, filepath.Join(place, importDir, "new"), filepath.Join(place, importDir, "old")
}

// moveImport moves the old files aside and the new ones into place.
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
		if err := state.Step("sync the objects", func() error {
			return errors.Join(state.Ops().SyncDir(place), state.Ops().SyncDir(old), state.Ops().SyncDir(fresh))
		}); err != nil {
			return err
		}
	}
	return nil
}

// undoImport moves everything back, from whatever state.
func undoImport(state *state.Folder, j importing) error {
	for _, f := range j.Namespaces {
		place, fresh, old := f.dirs(state)
		for _, name := range f.New {
			// A file that is no longer where it was built has been moved into place. A
			// folder that does not exist was removed by another program.
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
			if err := state.Step("sync the objects", func() error { return state.Ops().SyncDir(place) }); err != nil {
				return fmt.Errorf("undo an import: %w", err)
			}
		}
	}
	if err := state.Step("remove the journal", func() error { return removeSynced(state, state.ImportPath()) }); err != nil {
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

func removeSynced(state *state.Folder, path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return state.Ops().SyncDir(filepath.Dir(path))
}

// clearImport removes the folders in which an import was built, unless it must still be
// undone, and the folder of a namespace that was created for it and is empty.
func clearImport(state *state.Folder, in map[*inspect.Namespace]*staged) error {
	if there(state.ImportPath()) {
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
			_ = os.Remove(dir) // fails if it is not empty
			return nil
		}))
	}
	for n := range in {
		clear(n.Dir)
	}
	clear(state.OwnDir())
	return errors.Join(errs...)
}

// Recover is a [state.Recovery] for an import that was interrupted: it is finished if
// all files had moved, otherwise undone. The files of an import without a journal are
// removed.
func Recover(_ context.Context, folder *state.Folder) (done string, err error) {
	read := func(path string) (j importing, found bool, err error) {
		data, err := state.ReadPlain(path)
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
	j, found, err := read(folder.ImportPath())
	if err != nil {
		return "", err
	}
	if found {
		if err := undoImport(folder, j); err != nil {
			return "", err
		}
		done = "An interrupted " + j.what() + " was undone."
	}
	// Missing names are not an error.
	if j, found, err := read(folder.ImportedPath()); err != nil {
		_ = os.Remove(folder.ImportedPath())
	} else if found && endImport(folder, j) == nil {
		done = "An interrupted " + j.what() + " was finished."
	}
	disk, err := folder.ReadDisk(false)
	if err != nil {
		return "", err
	}
	left := map[*inspect.Namespace]*staged{}
	for key := range disk {
		if dir := folder.NamespaceDir(key); there(filepath.Join(dir, importDir)) {
			left[&inspect.Namespace{Dir: dir}] = nil
		}
	}
	return done, clearImport(folder, left)
}

// sound checks that the journal names no file outside the namespaces.
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

// damagedImportError says that the journal is damaged, so that the import cannot be undone.
type damagedImportError struct{ path string }

func (e *damagedImportError) Error() string {
	return "an import was interrupted, and its journal " + e.path + " is damaged"
}

// Hint says what to do by hand.
func (e *damagedImportError) Hint() string {
	return "files that were replaced are in the folders .import/old beside the objects: move back those that you need, then remove the journal"
}
