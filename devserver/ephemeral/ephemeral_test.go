//go:build unix

package ephemeral

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/migrate/state"
)

// Leftover ephemeral folders are removed if they belong to this user alone: no link is
// followed, and nothing of another user is opened.
func TestSweepEphemeral(t *testing.T) {
	root := t.TempDir()
	long := time.Now().Add(-time.Hour)
	folder := func(name string, mode os.FileMode) string {
		t.Helper()
		dir := filepath.Join(root, name)
		lock, err := state.Open(dir, state.Options{}).Lock(t.Context(), state.Holder{})
		if err != nil {
			t.Fatal(err)
		}
		lock.Close()
		for _, err := range []error{os.Chmod(dir, mode), os.Chtimes(dir, long, long)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	victim := folder("victim", 0o700)
	left := folder(prefix+"left", 0o700)
	open := folder(prefix+"open", 0o777)
	link := filepath.Join(root, prefix+"link")
	if err := os.Symlink(victim, link); err != nil {
		t.Fatal(err)
	}
	inside := folder(prefix+"inside", 0o700)
	if err := os.Symlink(victim, filepath.Join(inside, "v3")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(inside, long, long); err != nil {
		t.Fatal(err)
	}
	used := folder(prefix+"used", 0o700)
	lock, err := state.Open(used, state.Options{}).Lock(t.Context(), state.Holder{})
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if err := os.Chtimes(used, long, long); err != nil {
		t.Fatal(err)
	}
	stays := []string{victim, open, link, used, filepath.Join(victim, "dotool", "lock")}
	if os.Geteuid() == 0 {
		strange := folder(prefix+"strange", 0o700)
		if err := os.Chown(strange, 65534, 65534); err != nil {
			t.Fatal(err)
		}
		stays = append(stays, strange)
	}
	sweep(root)
	for _, path := range stays {
		if _, err := os.Lstat(path); err != nil {
			t.Errorf("%s is gone: %v", path, err)
		}
	}
	for _, path := range []string{left, inside} {
		if _, err := os.Lstat(path); err == nil {
			t.Errorf("%s is still there", path)
		}
	}
}
