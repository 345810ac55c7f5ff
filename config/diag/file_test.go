//go:build unix

package diag

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe, a folder or a link in place of a file blocks no reader and is not followed.
func TestOddFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pipe, folder, link, real := filepath.Join(dir, "pipe"), filepath.Join(dir, "folder"), filepath.Join(dir, "link"), filepath.Join(dir, "real")
	if err := errors.Join(syscall.Mkfifo(pipe, 0o600), os.Mkdir(folder, 0o700), os.WriteFile(real, []byte("x"), 0o600), os.Symlink(real, link)); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{pipe, folder} {
		if _, err := ReadFile(path); !errors.Is(err, ErrNotRegular) {
			t.Errorf("reading %s: %v", path, err)
		}
		if _, err := OpenPlain(path); !errors.Is(err, ErrNotRegular) {
			t.Errorf("opening %s: %v", path, err)
		}
		if f, err := AppendFile(path); err == nil {
			f.Close()
			t.Errorf("%s can be added to", path)
		}
	}
	if data, err := ReadFile(link); err != nil || string(data) != "x" {
		t.Errorf("got %q, %v", data, err)
	}
	if _, err := OpenPlain(link); !errors.Is(err, ErrNotRegular) {
		t.Errorf("the link was followed: %v", err)
	}
	if _, err := AppendFile(link); !errors.Is(err, ErrNotRegular) {
		t.Errorf("the link was followed to add to: %v", err)
	}
	for _, path := range []string{pipe, link} {
		f, err := CreateFile(path, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
			t.Errorf("%s is %v, %v", path, info, err)
		}
		f.Close()
	}
	if data, err := os.ReadFile(real); err != nil || string(data) != "x" {
		t.Errorf("what the link led to is %q, %v", data, err)
	}
}
