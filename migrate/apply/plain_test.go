package apply

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/dotool-dev/dotool/migrate/migratetest"
	"github.com/dotool-dev/dotool/migrate/state"
)

// A link in the trash, or among files to adopt, is never followed out of the state
// folder.
func TestNoLinkIsFollowed(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := func(path string) {
		t.Helper()
		if err := errors.Join(os.RemoveAll(path), os.Symlink(outside, path)); err != nil {
			t.Fatal(err)
		}
	}
	for name, damage := range map[string]func(s *state.Folder, entry Trash){
		"the objects": func(s *state.Folder, e Trash) { link(trashed(s, e)) },
		"a file":      func(s *state.Folder, e Trash) { link(filepath.Join(trashed(s, e), "more.sqlite")) },
		"the entry": func(s *state.Folder, e Trash) {
			dir := filepath.Join(s.TrashDir(), e.ID)
			moved := filepath.Join(t.TempDir(), "moved")
			if err := errors.Join(os.Rename(dir, moved), os.Symlink(moved, dir)); err != nil {
				t.Fatal(err)
			}
		},
		"the trash": func(s *state.Folder, e Trash) {
			moved := filepath.Join(t.TempDir(), "moved")
			if err := errors.Join(os.Rename(s.TrashDir(), moved), os.Symlink(moved, s.TrashDir())); err != nil {
				t.Fatal(err)
			}
		},
	} {
		s := migratetest.NewState(t, Recover)
		migratetest.Lock(t, s)
		apply(t, s, "chat", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]}]}`)
		migratetest.Put(t, s, "chat-A", "x")
		p := migratetest.PlanFor(t, s, "chat", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]},{"tag":"v2","deleted_classes":["A"]}]}`)
		res, err := applyOne(t.Context(), s, p, Options{Destructive: true})
		if err != nil {
			t.Fatal(err)
		}
		damage(s, res.Trashed[0])
		if _, err := Rollback(t.Context(), s); !errors.As(err, new(*state.NotPlainError)) {
			t.Errorf("%s, rollback: %v", name, err)
		}
		if _, err := RestoreTrash(t.Context(), s, res.Trashed[0].ID); err == nil {
			t.Errorf("%s was restored", name)
		}
		if state.Exists(s.NamespaceDir("chat-A")) {
			t.Errorf("%s came back", name)
		}
		if err := EmptyTrash(t.Context(), s); name == "the trash" && !errors.As(err, new(*state.NotPlainError)) {
			t.Errorf("%s, empty: %v", name, err)
		}
		if _, err := os.Stat(filepath.Join(outside, "secret")); err != nil {
			t.Fatal(err)
		}
	}
	s := migratetest.NewState(t, Recover)
	migratetest.Lock(t, s)
	apply(t, s, "chat", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]}]}`)
	dir := filepath.Join(s.ServeDir(), "chat-A")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	link(filepath.Join(dir, state.Key("chat-A").ID("x").String()+".sqlite"))
	if _, err := Adopt(t.Context(), s, "chat", Adoption{Class: "A", Key: "chat-A", Source: WorkerdServe}); !errors.As(err, new(*state.NotPlainError)) {
		t.Errorf("adopt: %v", err)
	}
}

// An entry of the trash whose manifest is damaged is identified by the last change, or by
// its name.
func TestDamagedManifest(t *testing.T) {
	t.Parallel()
	for _, forgotten := range []bool{false, true} {
		s := migratetest.NewState(t, Recover)
		migratetest.Lock(t, s)
		apply(t, s, "chat", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]}]}`)
		migratetest.Put(t, s, "chat-A", "x")
		p := migratetest.PlanFor(t, s, "chat", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]},{"tag":"v2","deleted_classes":["A"]}]}`)
		res, err := applyOne(t.Context(), s, p, Options{Destructive: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(manifestPath(s, res.Trashed[0].ID), []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
		if forgotten {
			if err := os.Remove(undoPath(s)); err != nil {
				t.Fatal(err)
			}
		}
		all, err := ReadTrash(s)
		if err != nil || len(all) != 1 || all[0].Class != "A" || all[0].Worker != "chat" || all[0].Key != "chat-A" || all[0].Objects != 1 {
			t.Fatalf("got %+v, %v", all, err)
		}
		if _, err := RestoreTrash(t.Context(), s, all[0].ID); err != nil || !state.Exists(s.NamespaceDir("chat-A")) {
			t.Error(err)
		}
	}
}
