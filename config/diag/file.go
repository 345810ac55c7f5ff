package diag

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"syscall"
)

// ErrNotRegular is the cause if something other than a regular file has the path.
var ErrNotRegular = errors.New("it is not a regular file")

// OpenFile opens a regular file for reading, but nothing else: opening a pipe would
// block, and opening a device could do anything. It is for all files except those named
// on the command line, which may be pipes.
func OpenFile(path string) (*os.File, error) {
	// It may have been replaced by a pipe just now.
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	return onlyRegular(f, path, err)
}

// ReadFile reads a regular file whole, as [OpenFile] opens it.
func ReadFile(path string) ([]byte, error) { return ReadAtMost(path, math.MaxInt64) }

// ReadAtMost reads the beginning of a regular file, as [OpenFile] opens it.
func ReadAtMost(path string, size int64) ([]byte, error) {
	f, err := OpenFile(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var b bytes.Buffer
	if info, err := f.Stat(); err == nil { // as large as it is, if that is true
		b.Grow(int(min(info.Size(), size, 64<<20)) + bytes.MinRead)
	}
	_, err = b.ReadFrom(io.LimitReader(f, size))
	return b.Bytes(), err
}

// CreateFile creates a file, and first removes whatever has its name: what a link
// access to is not written, and no one can have it open.
func CreateFile(path string, mode fs.FileMode) (*os.File, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
}

// OverwriteFile opens a file that a person named, to write it anew: not one that a link
// leads to, nor one that another user has put into a folder where all users can.
func OverwriteFile(path string) (*os.File, error) {
	if _, err := os.Lstat(path); err == nil && Planted(path, filepath.Dir(path)) {
		return nil, &fs.PathError{Op: "write", Path: path, Err: errors.New("it belongs to another user")}
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|syscall.O_NONBLOCK|noFollow, 0o644)
	if errors.Is(err, loop) {
		err = &fs.PathError{Op: "write", Path: path, Err: errors.New("it is a link")}
	}
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		if err := f.Truncate(0); err != nil {
			f.Close() // nothing was written
			return nil, err
		}
	}
	return f, nil
}

// ReplaceFile writes a file of the project, whole or not at all. It follows a link, and keeps
// the mode of a file that exists; a new one can be read by everyone.
func ReplaceFile(path string, data []byte) error {
	mode := fs.FileMode(0o644)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		mode = info.Mode().Perm()
		switch { // renaming onto these would work, for some
		case !info.Mode().IsRegular():
			return &fs.PathError{Op: "write", Path: path, Err: ErrNotRegular}
		case mode&0o200 == 0:
			return &ReadOnlyError{path}
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	beside, err := CreateBeside(path, ".*")
	if err != nil {
		return err
	}
	defer os.Remove(beside.Name()) // no longer there once renamed
	_, failed := beside.Write(data)
	if err := errors.Join(failed, beside.Chmod(mode), beside.Sync(), beside.Close()); err != nil {
		return err
	}
	return os.Rename(beside.Name(), path)
}

// CreateBeside creates a hidden file with a new name in the folder of a file.
func CreateBeside(path, suffix string) (*os.File, error) {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+suffix)
	if errors.Is(err, fs.ErrPermission) {
		if info, failed := os.Stat(dir); failed == nil && info.Mode().Perm()&0o200 == 0 {
			return nil, &ReadOnlyError{dir}
		}
	}
	return f, err
}

// ReadOnlyError reports a file or a folder that may not be written, even by its owner.
type ReadOnlyError struct{ Path string }

func (e *ReadOnlyError) Error() string { return e.Path + " is read-only" }
func (e *ReadOnlyError) Unwrap() error { return fs.ErrPermission }

// Hint says how to make it writable.
func (e *ReadOnlyError) Hint() string { return "make it writable: chmod u+w " + ShellWord(e.Path) }

// AppendFile opens a regular file to read and to add to, or makes it. As with
// [OpenPlain], none that a link leads to.
func AppendFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND|syscall.O_NONBLOCK|noFollow, 0o600)
	return onlyRegular(f, path, noLink(path, err))
}

// OpenPlain opens a regular file as [OpenFile] does, but none that a link leads to.
func OpenPlain(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK|noFollow, 0)
	return onlyRegular(f, path, noLink(path, err))
}

// noLink words the error of opening a link that is not followed.
func noLink(path string, err error) error {
	if errors.Is(err, loop) {
		return &fs.PathError{Op: "open", Path: path, Err: ErrNotRegular}
	}
	return err
}

func onlyRegular(f *os.File, path string, err error) (*os.File, error) {
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		f.Close() // nothing was written
		return nil, &fs.PathError{Op: "open", Path: path, Err: cmp.Or(err, ErrNotRegular)}
	}
	return f, nil
}
