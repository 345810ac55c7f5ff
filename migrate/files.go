package migrate

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// files are the operations that change the state folder. A test replaces them
// to fail, or to die, at the k-th one.
type files struct {
	write   func(path string, data []byte) error // a new file, synced
	rename  func(from, to string) error
	mkdir   func(path string) error // with parents
	remove  func(path string) error // a file or an empty folder
	syncDir func(path string) error

	removeAll func(path string) error
}

var osFiles = files{
	write:   writeSynced,
	rename:  os.Rename,
	mkdir:   func(path string) error { return os.MkdirAll(path, 0o700) },
	remove:  os.Remove,
	syncDir: syncDir,

	removeAll: os.RemoveAll,
}

func writeSynced(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// syncDir makes renames inside the folder durable.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil // folders cannot be synced there
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// replace writes beside the path, syncs, and renames. The name beside is fixed:
// only the holder of the lock writes, and a leftover of a crash is overwritten.
func (f *files) replace(path string, data []byte) error {
	beside := path + ".tmp"
	if err := f.write(beside, data); err != nil {
		return err
	}
	return f.move(beside, path)
}

// move renames and makes both folders durable.
func (f *files) move(from, to string) error {
	if err := f.rename(from, to); err != nil {
		return err
	}
	if err := f.syncDir(filepath.Dir(to)); err != nil || filepath.Dir(from) == filepath.Dir(to) {
		return err
	}
	return f.syncDir(filepath.Dir(from))
}

// exists reports whether there is anything at the path; what cannot be looked
// at counts as there, so that nothing is ever moved over it.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
