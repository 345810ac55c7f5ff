package snapshot

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Every file of a snapshot is damaged in turn, in each way. It is refused, the current
// state is kept, and the error names an intact snapshot, which can be restored.
func TestDamagedSnapshot(t *testing.T) {
	t.Parallel()
	state := inspecttest.Storage(t, "stopped", Recover)
	s := inspecttest.Open(t, state)
	if err := os.MkdirAll(state.OwnDir(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(state.OwnDir(), "ledger.json"), []byte(`{"version":1,"workers":{}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	whole, err := Create(t.Context(), s.State(), Asked, "")
	if err != nil {
		t.Fatal(err)
	}
	want := dump(t, state)
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.WriteFile(elsewhere, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	damages := map[string]func(path string, data []byte) error{
		"truncated": func(path string, data []byte) error { return os.WriteFile(path, data[:len(data)/2], 0o600) },
		"empty":     func(path string, data []byte) error { return os.WriteFile(path, nil, 0o600) },
		"garbage": func(path string, data []byte) error {
			return os.WriteFile(path, []byte(strings.Repeat("x", len(data))), 0o600)
		},
		"one byte": func(path string, data []byte) error { data[len(data)/2] ^= 1; return os.WriteFile(path, data, 0o600) },
		"missing":  func(path string, data []byte) error { return os.Remove(path) },
		"a link":   func(path string, data []byte) error { return errors.Join(os.Remove(path), os.Symlink(elsewhere, path)) },
		"a folder": func(path string, data []byte) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) },
	}
	var files []string
	root := filepath.Join(state.SnapshotsDir(), whole.ID)
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, _ error) error {
		if rel, _ := filepath.Rel(root, path); !d.IsDir() {
			files = append(files, rel)
		}
		return nil
	})
	for _, file := range files {
		for name, damage := range damages {
			if file == "manifest.json" && name == "one byte" || file == sumsFile && name == "missing" {
				continue // makes it a snapshot of an older dotool
			}
			bad := filepath.Join(state.SnapshotsDir(), "bad")
			if err := os.CopyFS(bad, os.DirFS(root)); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(bad, file)
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := damage(path, data); err != nil {
				t.Fatal(err)
			}
			_, err = Restore(t.Context(), s.State(), "bad", RestoreOptions{Command: "test"})
			problem, ok := errors.AsType[*Error](err)
			if !ok || file != "manifest.json" && (problem.Whole != whole.ID || !strings.Contains(problem.Error(), filepath.Base(file))) {
				t.Errorf("%s %s: %v", file, name, err)
			}
			if err := Delete(s.State(), "bad"); err != nil {
				t.Fatal(err)
			}
		}
	}
	if diff := cmp.Diff(want, dump(t, state)); diff != "" {
		t.Errorf("a refused restore changed something (-want +got):\n%s", diff)
	}
	if _, err := Restore(t.Context(), s.State(), whole.ID, RestoreOptions{Command: "test"}); err != nil {
		t.Error(err)
	}
}

// A link in place of a class is neither silently left out of a snapshot nor followed.
func TestSnapshotFollowsNoLink(t *testing.T) {
	t.Parallel()
	folder := inspecttest.Storage(t, "stopped", Recover)
	s := inspecttest.Open(t, folder)
	snapshot, err := Create(t.Context(), s.State(), Asked, "")
	if err != nil {
		t.Fatal(err)
	}
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret.sqlite"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{filepath.Join(folder.SnapshotsDir(), snapshot.ID, "do"), folder.ObjectsDir()} {
		link := filepath.Join(dir, "chat-Linked")
		if err := os.Symlink(outside, link); err != nil {
			t.Fatal(err)
		}
		_, err := Restore(t.Context(), s.State(), snapshot.ID, RestoreOptions{Command: "test"})
		if !errors.As(err, new(*state.NotPlainError)) {
			t.Errorf("%s: %v", link, err)
		}
		if err := os.Remove(link); err != nil {
			t.Fatal(err)
		}
	}
	link := filepath.Join(folder.ObjectsDir(), "chat-Linked")
	if err := os.Symlink(outside, link); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(t.Context(), s.State(), Asked, ""); !errors.As(err, new(*state.NotPlainError)) {
		t.Errorf("got %v", err)
	}
}
