package socket

import (
	"os"
	"path/filepath"
	"testing"
)

// What is made while a socket is opened has its own mode, not the socket's.
func TestListenUnixBeside(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "s") // the path of a socket is short
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for range 200 {
			path := filepath.Join(dir, "s")
			l, remove, err := ListenUnix(path)
			if err != nil {
				t.Error(err)
				return
			}
			if fi, err := os.Lstat(path); err != nil || fi.Mode().Perm() != 0o600 {
				t.Errorf("%v, %v", fi, err)
			}
			l.Close()
			remove()
		}
	}()
	program := filepath.Join(dir, "program")
	for open := true; open; {
		select {
		case <-ended:
			open = false
		default:
		}
		if err := os.WriteFile(program, nil, 0o700); err != nil {
			t.Fatal(err)
		}
		if fi, err := os.Lstat(program); err != nil || fi.Mode().Perm() != 0o700 {
			t.Fatalf("%v, %v", fi.Mode(), err)
		}
		os.Remove(program)
	}
}
