package local

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteFile writes a file, whole or not at all. It follows a link, and keeps the mode of a
// file that exists; a new one can be read by everyone.
func WriteFile(path string, text []byte) error {
	mode := fs.FileMode(0o644)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		mode = info.Mode().Perm()
		if mode&0o200 == 0 { // renaming onto it would work
			return &fs.PathError{Op: "write", Path: path, Err: fs.ErrPermission}
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	beside, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(beside.Name()) // no longer there once renamed
	_, failed := beside.Write(text)
	if err := errors.Join(failed, beside.Chmod(mode), beside.Sync(), beside.Close()); err != nil {
		return err
	}
	return os.Rename(beside.Name(), path)
}
