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

// TestReplaceFile replaces what a link leads to, keeps its mode, and leaves nothing behind.
func TestReplaceFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	if err := errors.Join(os.Mkdir(in("folder"), 0o755), syscall.Mkfifo(in("pipe"), 0o600), os.WriteFile(in("fixed"), nil, 0o444),
		os.WriteFile(in("real"), []byte("before"), 0o640), os.Symlink("real", in("link"))); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(ReplaceFile(in("link"), []byte("after")), ReplaceFile(in("new"), []byte("new"))); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]error{"folder": ErrNotRegular, "pipe": ErrNotRegular, "fixed": os.ErrPermission, "missing/new": os.ErrNotExist} {
		if err := ReplaceFile(in(name), []byte("x")); !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, want := range map[string]os.FileMode{"link": os.ModeSymlink | 0o777, "real": 0o640, "new": 0o644, "pipe": os.ModeNamedPipe | 0o600, "fixed": 0o444} {
		if info, err := os.Lstat(in(name)); err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	if data, err := os.ReadFile(in("real")); err != nil || string(data) != "after" {
		t.Errorf("%q, %v", data, err)
	}
	if all, err := os.ReadDir(dir); err != nil || len(all) != 6 {
		t.Errorf("%v, %v", all, err)
	}
}
