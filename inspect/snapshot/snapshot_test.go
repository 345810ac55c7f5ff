package snapshot

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dotool/inspect"
	"dotool/inspect/archive"
	"dotool/inspect/inspecttest"
	"dotool/inspect/sqlite"
	"dotool/migrate/state"
)

// dump reads the contents of all objects of a state.
func dump(t testing.TB, state *state.Folder) map[string]string {
	t.Helper()
	s := inspecttest.Open(t, state)
	all := map[string]string{}
	for o, err := range s.Objects(t.Context(), inspect.Address{}) {
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := archive.Export(t.Context(), s, &b, archive.SQL, o); err != nil {
			fmt.Fprint(&b, err)
		}
		all[o.ID.String()] = b.String()
	}
	if data, err := os.ReadFile(filepath.Join(state.OwnDir(), "ledger.json")); err == nil {
		all["ledger"] = string(data)
	}
	return all
}

func TestSnapshot(t *testing.T) {
	t.Parallel()
	for _, name := range inspecttest.States {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := inspecttest.Storage(t, name, Recover)
			s := inspecttest.Open(t, state)
			want, files := dump(t, state), inspecttest.Hashes(t, state.ObjectsDir())
			first, err := Create(t.Context(), s.State(), Asked, "a test")
			if err != nil {
				t.Fatal(err)
			}
			if first.Objects != len(want) || first.Bytes < 30_000 || first.NewBytes != first.Bytes || first.Reason != "a test" || time.Since(first.CreatedAt.Time) > time.Minute {
				t.Errorf("got %+v", first)
			}
			if diff := cmp.Diff(files, inspecttest.Hashes(t, state.ObjectsDir())); diff != "" {
				t.Errorf("it changed files:\n%s", diff)
			}
			if err := filepath.WalkDir(state.SnapshotsDir(), func(path string, d os.DirEntry, err error) error {
				if strings.HasSuffix(path, "-wal") || strings.HasSuffix(path, "-shm") {
					t.Errorf("%s is in the snapshot", path)
				}
				if b, err := os.ReadFile(path); err == nil && strings.HasSuffix(path, ".sqlite") && (b[18] != 2 || b[19] != 2) {
					t.Errorf("%s is not in WAL mode", path)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			// Change one, delete another, make a third.
			if err := s.Edit(t.Context(), inspecttest.Find(t, s, "full"), "test", func(e *inspect.Editor) error {
				e.SetAlarm(time.Time{})
				return inspecttest.Drain(e.Exec(t.Context(), "DELETE FROM big"))
			}); err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(inspecttest.Find(t, s, "b").Path()); err != nil {
				t.Fatal(err)
			}
			inspecttest.Make(t, state, "chat-Late", "x", "CREATE TABLE x (y)")
			if _, err := Restore(t.Context(), s.State(), "latest", RestoreOptions{Command: "test"}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, dump(t, state)); diff != "" {
				t.Errorf("restored (-want +got):\n%s", diff)
			}
			left, err := os.ReadDir(filepath.Dir(state.ObjectsDir()))
			if err != nil || len(left) != 1 {
				t.Errorf("left %v, %v", left, err)
			}
			if got, err := List(s.State()); err != nil || len(got) != 1 || got[0].ID != first.ID {
				t.Errorf("listed %+v, %v", got, err)
			}
			if err := Delete(s.State(), first.ID); err != nil {
				t.Error(err)
			}
			if err := Delete(s.State(), first.ID); !errors.As(err, new(*unknownError)) {
				t.Errorf("got %v", err)
			}
			if left, _ := os.ReadDir(state.SnapshotsDir()); len(left) != 0 {
				t.Errorf("left %v", left)
			}
		})
	}
}

func TestSnapshotsShareFiles(t *testing.T) {
	t.Parallel()
	state := inspecttest.Storage(t, "stopped", Recover)
	s := inspecttest.Open(t, state)
	old := time.Now().Add(-time.Hour)
	o := inspecttest.Find(t, s, "full")
	entries, err := os.ReadDir(o.Namespace.Dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := os.Chtimes(filepath.Join(o.Namespace.Dir, e.Name()), old, old); err != nil {
			t.Fatal(err)
		}
	}
	var all []Snapshot
	for range 2 {
		snapshot, err := Create(t.Context(), s.State(), Asked, "")
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, snapshot)
	}
	path := func(n int, file string) string {
		return filepath.Join(state.SnapshotsDir(), all[n].ID, "do", "chat-Room", file)
	}
	same := func(a, b string) bool {
		x, err := os.Stat(a)
		if err != nil {
			t.Fatal(err)
		}
		y, err := os.Stat(b)
		if err != nil {
			t.Fatal(err)
		}
		return os.SameFile(x, y)
	}
	file := filepath.Base(o.Path())
	if !same(path(0, file), path(1, file)) || same(path(0, file), o.Path()) {
		t.Error("files are not shared between snapshots alone")
	}
	// The files of class Counter are so new that their time is not conclusive.
	if all[1].NewBytes == 0 || all[1].NewBytes >= all[0].NewBytes/2 {
		t.Errorf("new bytes: %d, then %d of %d", all[0].NewBytes, all[1].NewBytes, all[1].Bytes)
	}
	// A change of the same size in the same second is not missed.
	b, err := os.ReadFile(o.Path())
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)-1]++
	if err := os.WriteFile(o.Path(), b, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		snapshot, err := Create(t.Context(), s.State(), Asked, "")
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, snapshot)
		b[len(b)-1]++
		if got, err := os.ReadFile(path(len(all)-1, file)); err != nil || got[len(b)-1]+1 != b[len(b)-1] {
			t.Error("a changed file was taken for an old one", err)
		}
		if err := os.WriteFile(o.Path(), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// Deleting one leaves the other intact.
	if err := Delete(s.State(), all[0].ID); err != nil {
		t.Fatal(err)
	}
	if db, err := sqlite.Open(path(1, file)); err != nil {
		t.Error(err)
	} else {
		db.Close()
	}
}

// A restore dies before each of its steps in turn. After Recover, the state is
// completely the old or the new one. A restore keeps what was there before it, unless
// it changed nothing.
func TestRestoreBefore(t *testing.T) {
	t.Parallel()
	folder := inspecttest.Storage(t, "stopped", Recover)
	first, err := Create(t.Context(), folder, Asked, "")
	if err != nil {
		t.Fatal(err)
	}
	before, err := Restore(t.Context(), folder, first.ID, RestoreOptions{Command: "test", Before: true})
	if err != nil {
		t.Fatal(err)
	}
	if undo, err := Read(folder, Undo); err != nil || undo.ID != before.ID {
		t.Errorf("it is undone with %q, %v; it returned %q", undo.ID, err, before.ID)
	}
	folder.Fault = func(step string) error {
		if step == "exchange" {
			return errors.New("dead")
		}
		return nil
	}
	if _, err := Restore(t.Context(), folder, first.ID, RestoreOptions{Command: "test", Before: true}); err == nil {
		t.Error("it did not fail")
	}
	if all, err := List(folder); err != nil || len(all) != 2 {
		t.Errorf("a restore that failed left %d snapshots, %v", len(all), err)
	}
}

func TestRestoreDies(t *testing.T) {
	t.Parallel()
	for _, damaged := range []bool{false, true} {
		t.Run(fmt.Sprintf("damaged journal %v", damaged), func(t *testing.T) {
			t.Parallel()
			restoreDies(t, damaged)
		})
	}
}

func restoreDies(t *testing.T, damaged bool) {
	dead := errors.New("dead")
	died := map[string]bool{}
	for k := 0; ; k++ {
		folder := inspecttest.Storage(t, "stopped", Recover)
		s := inspecttest.Open(t, folder)
		if err := os.MkdirAll(folder.OwnDir(), 0o700); err != nil {
			t.Fatal(err)
		}
		ledger := filepath.Join(folder.OwnDir(), "ledger.json")
		if err := os.WriteFile(ledger, []byte(`{"version":1,"workers":{}}`), 0o600); err != nil {
			t.Fatal(err)
		}
		snapshot, err := Create(t.Context(), s.State(), Asked, "")
		if err != nil {
			t.Fatal(err)
		}
		saved := dump(t, folder)
		if err := os.WriteFile(ledger, []byte(`{"version":1,"workers":{"x":{"mode":"migrations"}}}`), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := s.Edit(t.Context(), inspecttest.Find(t, s, "full"), "test", func(e *inspect.Editor) error { return inspecttest.Drain(e.Exec(t.Context(), "DROP TABLE big")) }); err != nil {
			t.Fatal(err)
		}
		changed := dump(t, folder)
		step := 0
		last := ""
		dying := *folder
		dying.Fault = func(what string) error {
			if step++; step > k {
				if step == k+1 {
					last = what
				}
				return dead
			}
			return nil
		}
		_, err = Restore(t.Context(), &dying, snapshot.ID, RestoreOptions{Command: "test"})
		if err == nil {
			if k < 10 {
				t.Errorf("only %d steps", k)
			}
			break
		}
		if !errors.Is(err, dead) {
			t.Fatal(err)
		}
		died[last] = true
		if damaged { // the restore is found again without the journal
			if _, err := os.Stat(restoreJournalPath(folder)); err == nil {
				if err := os.WriteFile(restoreJournalPath(folder), []byte(`{"version":1,"tok`), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		lock, err := (&state.Folder{Dir: folder.Dir}).Lock(t.Context(), state.Holder{Command: "test"})
		if err != nil {
			t.Fatal(err)
		}
		id, err := recoverAll(folder)
		if err != nil {
			t.Fatal(err)
		}
		lock.Close()
		want := changed
		if id != "" || last == "remove the old files" || strings.HasPrefix(last, "let go") || last == "remove the mark of held alarms" {
			want = saved
		}
		if diff := cmp.Diff(want, dump(t, folder)); diff != "" {
			t.Errorf("died before %q (recovered %q) (-want +got):\n%s", last, id, diff)
		}
		// A second try succeeds.
		if _, err := Restore(t.Context(), s.State(), snapshot.ID, RestoreOptions{Command: "test"}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(saved, dump(t, folder)); diff != "" {
			t.Errorf("died before %q, then restored (-want +got):\n%s", last, diff)
		}
	}
	for _, step := range []string{"stage files", "write the journal", "exchange", "write the ledger", "remove the journal", "remove the old files"} {
		if !died[step] {
			t.Errorf("never died before %q", step)
		}
	}
}
