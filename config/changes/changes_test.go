package changes

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tree is all files and folders below a folder.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			all[path+"/"] = ""
			return err
		}
		data, err := os.ReadFile(path)
		all[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func put(t *testing.T, path, text string, mode fs.FileMode) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), mode)); err != nil {
		t.Fatal(err)
	}
}

// changed is a folder of files, and a set that changes one, removes one and adds two.
func changed(t *testing.T) (dir string, s *Set) {
	t.Helper()
	dir, s = t.TempDir(), &Set{}
	put(t, filepath.Join(dir, "kept"), "kept", 0o644)
	put(t, filepath.Join(dir, "old"), "old\n", 0o600)
	put(t, filepath.Join(dir, "sub/gone"), "gone\n", 0o644)
	if err := errors.Join(
		s.Put(filepath.Join(dir, "old"), []byte("new\n")),
		s.Put(filepath.Join(dir, "kept"), []byte("kept")),
		s.Put(filepath.Join(dir, "a/b/c"), []byte("made\n")),
		s.Remove(filepath.Join(dir, "sub/gone")),
		s.Put(filepath.Join(dir, "d"), []byte("d")),
	); err != nil {
		t.Fatal(err)
	}
	return dir, s
}

// Whatever step fails, all is as it was, and nothing is left behind.
func TestAllOrNothing(t *testing.T) {
	t.Parallel()
	for k := 1; ; k++ {
		dir, s := changed(t)
		before, steps := tree(t, dir), 0
		s.fault = func(string) error {
			if steps++; steps == k {
				return errors.New("it fails here")
			}
			return nil
		}
		err := s.Write(t.Context())
		after := tree(t, dir)
		if err != nil {
			if d := cmp.Diff(before, after); d != "" {
				t.Errorf("step %d: %v (-before +after):\n%s", k, err, d)
			}
			continue
		}
		want := map[string]string{
			dir + "/": "", dir + "/a/": "", dir + "/a/b/": "", dir + "/sub/": "",
			dir + "/kept": "kept", dir + "/old": "new\n", dir + "/a/b/c": "made\n", dir + "/d": "d",
		}
		if d := cmp.Diff(want, after); d != "" || k < 10 {
			t.Errorf("%d steps (-want +got):\n%s", k, d)
		}
		if info, err := os.Stat(filepath.Join(dir, "old")); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", info.Mode(), err)
		}
		return
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	dir, s := changed(t)
	before := tree(t, dir)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Write(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	put(t, filepath.Join(dir, "old"), "edited", 0o600)
	before[filepath.Join(dir, "old")] = "edited"
	if err := s.Write(t.Context()); err == nil {
		t.Error("a file that was edited meanwhile is replaced")
	}
	put(t, filepath.Join(dir, "locked"), "", 0o444)
	before[filepath.Join(dir, "locked")] = ""
	if err := new(Set).Put(filepath.Join(dir, "locked"), nil); err == nil {
		t.Error("a read-only file is replaced")
	}
	if err := new(Set).Put(filepath.Join(dir, "sub"), nil); err == nil {
		t.Error("a folder is replaced")
	}
	below := &Set{}
	if err := errors.Join(below.Put(filepath.Join(dir, "x"), nil), below.Put(filepath.Join(dir, "kept/file"), nil)); err == nil {
		if below.Write(t.Context()) == nil {
			t.Error("a file is written below another")
		}
	}
	if d := cmp.Diff(before, tree(t, dir)); d != "" {
		t.Error(d)
	}
}

// A link stays one: what it leads to is written.
func TestLink(t *testing.T) {
	t.Parallel()
	dir, s := t.TempDir(), &Set{}
	put(t, filepath.Join(dir, "real"), "a", 0o644)
	if err := errors.Join(os.Symlink("real", filepath.Join(dir, "link")), s.Put(filepath.Join(dir, "link"), []byte("b")), s.Write(t.Context())); err != nil {
		t.Fatal(err)
	}
	if to, err := os.Readlink(filepath.Join(dir, "link")); err != nil || to != "real" || tree(t, dir)[filepath.Join(dir, "real")] != "b" {
		t.Errorf("%s, %v", to, err)
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	dir, s := changed(t)
	want := "diff a/old b/old\n--- a/old\n+++ b/old\n@@ -1,1 +1,1 @@\n-old\n+new\n"
	if got := string(s.Diff(dir)); got[:len(want)] != want {
		t.Error(got)
	}
	if d := cmp.Diff([]string{filepath.Join(dir, "old"), filepath.Join(dir, "sub/gone")}, s.Existing()); d != "" {
		t.Error(d)
	}
}
