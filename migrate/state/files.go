package state

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/dotool-dev/dotool/config/diag"
)

// Files are the operations that change the state folder. A test replaces them
// to fail, or to die, at the k-th one.
type Files struct {
	Write   func(path string, data []byte) error // creates a file, and syncs it
	Note    func(path string, data []byte) error // creates a file that matters only as long as this process runs
	Rename  func(from, to string) error
	Mkdir   func(path string) error // with parents
	Remove  func(path string) error // a file or an empty folder
	SyncDir func(path string) error

	RemoveAll func(path string) error
}

// OSFiles are the operations of the operating system.
var OSFiles = Files{
	Write:   writeSynced,
	Note:    func(path string, data []byte) error { return write(path, data, func(*os.File) error { return nil }) },
	Rename:  os.Rename,
	Mkdir:   func(path string) error { return os.MkdirAll(path, 0o700) },
	Remove:  os.Remove,
	SyncDir: syncDir,

	RemoveAll: os.RemoveAll,
}

func writeSynced(path string, data []byte) error { return write(path, data, (*os.File).Sync) }

func write(path string, data []byte, sync func(*os.File) error) error {
	f, err := diag.CreateFile(path, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, sync(f), f.Close())
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

// Replace writes a file beside the path, syncs it, and renames it. The temporary name
// is fixed: only the holder of the lock writes, and a leftover of a crash is
// overwritten.
func (f *Files) Replace(path string, data []byte) error {
	beside := path + ".tmp"
	if err := f.Write(beside, data); err != nil {
		_ = f.Remove(beside) // on a full disk it exists, and is empty
		return err
	}
	return f.Move(beside, path)
}

// Move renames and makes both folders durable.
func (f *Files) Move(from, to string) error {
	if err := f.Rename(from, to); err != nil {
		return err
	}
	if err := f.SyncDir(filepath.Dir(to)); err != nil || filepath.Dir(from) == filepath.Dir(to) {
		return err
	}
	return f.SyncDir(filepath.Dir(from))
}

// Exists reports whether anything exists at the path. If that is unknown, the result is
// true, so that nothing is moved over it.
func Exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// NotPlainError says that something in a state folder, a snapshot or the trash is
// neither a regular file nor a real folder. Links are not followed, since they could
// lead anywhere.
type NotPlainError struct {
	Path string
	Mode fs.FileMode
}

func (e *NotPlainError) Error() string {
	what := "neither a file nor a folder"
	switch {
	case e.Mode&fs.ModeSymlink != 0:
		what = "a symbolic link, which is not followed"
	case e.Mode&fs.ModeNamedPipe != 0:
		what = "a named pipe"
	case e.Mode&fs.ModeSocket != 0:
		what = "a socket"
	case e.Mode&fs.ModeDevice != 0:
		what = "a device"
	case e.Mode.IsDir():
		what = "a folder, not a file"
	case e.Mode.IsRegular():
		what = "a file, not a folder"
	}
	return fmt.Sprintf("%s is %s", e.Path, what)
}

// Hint says what to do, since only the user knows whether the target is intended.
func (e *NotPlainError) Hint() string {
	if e.Mode&fs.ModeSymlink != 0 {
		return "replace it with its target, or remove the link: " + e.Path
	}
	return "move it away: " + e.Path
}

// plainFile checks that the path is that of a regular file or of nothing.
func plainFile(path string) error {
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		return &NotPlainError{path, info.Mode()}
	}
	return nil
}

// PlainTree checks that a folder is a real one and contains, at any depth, only regular
// files and real folders. If it does not exist, the error is [fs.ErrNotExist].
func PlainTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path != dir && errors.Is(err, fs.ErrNotExist):
			return nil // gone since it was listed
		case err != nil:
			return err
		case path == dir && !d.IsDir() || !d.IsDir() && !d.Type().IsRegular():
			return &NotPlainError{path, d.Type()}
		}
		return nil
	})
}

// ReadPlain reads a small file, and refuses anything but a regular one.
func ReadPlain(path string) ([]byte, error) {
	f, err := diag.OpenPlain(path)
	if err != nil {
		return nil, cmp.Or(plainFile(path), err)
	}
	defer f.Close()
	return io.ReadAll(f)
}
