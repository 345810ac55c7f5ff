package snapshot

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/archive"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
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
	for _, name := range products {
		files, err := below(productDir(state, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(filepath.Join(productDir(state, name), file))
			if err != nil {
				t.Fatal(err)
			}
			all[name+"/"+file] = string(data)
		}
	}
	return all
}

// fill puts a value and its row into a KV namespace.
func fill(t *testing.T, state *state.Folder, id, text string) {
	t.Helper()
	dir := filepath.Join(productDir(state, "kv"), "miniflare-KVNamespaceObject")
	blobs := filepath.Join(productDir(state, "kv"), "ns", "blobs")
	for _, d := range []string{dir, blobs} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(blobs, id), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := sqlite.OpenConn(filepath.Join(dir, strings.Repeat("a", 64)+".sqlite"), "", sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, sql := range []string{"CREATE TABLE IF NOT EXISTS _mf_entries (key TEXT PRIMARY KEY, blob_id TEXT NOT NULL)", "INSERT OR REPLACE INTO _mf_entries VALUES ('key', '" + id + "')"} {
		if err := c.Exec(sql); err != nil {
			t.Fatal(err)
		}
	}
}

// A snapshot of a namespace that is written to has the value of each row that it has.
func TestSnapshotOfWrittenValues(t *testing.T) {
	t.Parallel()
	state := inspecttest.Storage(t, "stopped", Recover)
	fill(t, state, "0", "text 0")
	blobs := filepath.Join(productDir(state, "kv"), "ns", "blobs")
	stop, written := make(chan struct{}), make(chan int, 1)
	var writer sync.WaitGroup // ends at stop
	writer.Go(func() {
		n := 0
		for n = 1; ; n++ {
			select {
			case <-stop:
				written <- n
				return
			default:
			}
			fill(t, state, strconv.Itoa(n), "text "+strconv.Itoa(n))
			os.Remove(filepath.Join(blobs, strconv.Itoa(n-1)))
		}
	})
	for range 20 {
		s, err := Create(t.Context(), state, Asked, "")
		if err != nil {
			t.Error(err)
			break
		}
		copied := filepath.Join(state.SnapshotsDir(), s.ID, "kv")
		ids, err := valuesOf(t.Context(), filepath.Join(copied, "miniflare-KVNamespaceObject", strings.Repeat("a", 64)+".sqlite"))
		if err != nil || len(ids) != 1 {
			t.Errorf("ids %v, %v", ids, err)
			break
		}
		if data, err := os.ReadFile(filepath.Join(copied, "ns", "blobs", ids[0])); err != nil || string(data) != "text "+ids[0] {
			t.Errorf("value %q: %q, %v", ids[0], data, err)
		}
	}
	close(stop)
	writer.Wait()
	if n := <-written; n < 5 {
		t.Errorf("only %d writes", n)
	}
}

// A snapshot of before there were products leaves theirs alone.
func TestRestoreOlder(t *testing.T) {
	t.Parallel()
	state := inspecttest.Storage(t, "stopped", Recover)
	s, err := Create(t.Context(), state, Asked, "")
	if err != nil {
		t.Fatal(err)
	}
	manifest := filepath.Join(state.SnapshotsDir(), s.ID, "manifest.json")
	data, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	var older map[string]any
	if err := json.Unmarshal(data, &older); err != nil {
		t.Fatal(err)
	}
	delete(older, "products")
	if data, err = json.Marshal(older); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(manifest, data, 0o600); err != nil {
		t.Fatal(err)
	}
	fill(t, state, "1", "text")
	want := dump(t, state)
	if _, err := Restore(t.Context(), state, s.ID, RestoreOptions{Command: "test"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, dump(t, state)); diff != "" {
		t.Errorf("restored (-want +got):\n%s", diff)
	}
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

// Nothing is taken while nothing has changed, however the runtime keeps it.
func TestCreateChanged(t *testing.T) {
	t.Parallel()
	for _, name := range inspecttest.States {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := inspecttest.Storage(t, name, Recover)
			for i, want := range []bool{true, false, false, true, false} {
				if i == 3 {
					inspecttest.Make(t, state, "chat-Late", "x", "CREATE TABLE x (y)")
				}
				s, made, err := CreateChanged(t.Context(), state, Regular, "")
				if err != nil || made != want || made != (s.ID != "") {
					t.Fatalf("%d: %v %v %v", i, s.ID, made, err)
				}
			}
			all, err := List(state)
			if err != nil || len(all) != 2 {
				t.Errorf("%d snapshots, %v", len(all), err)
			}
			if left, _ := os.ReadDir(state.SnapshotsDir()); len(left) != 2 {
				t.Errorf("left: %v", left)
			}
			if latest, err := Read(state, Latest); err != nil || latest.ID != all[0].ID {
				t.Errorf("latest is %v, %v", latest.ID, err)
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

// A reset that dies at any step, even with a damaged journal, has deleted all or nothing.
func TestResetDies(t *testing.T) {
	t.Parallel()
	for k := 0; ; k++ {
		folder := inspecttest.Storage(t, "stopped", Recover)
		if err := os.MkdirAll(folder.OwnDir(), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder.OwnDir(), "ledger.json"), []byte(`{"version":1,"workers":{}}`), 0o600); err != nil {
			t.Fatal(err)
		}
		fill(t, folder, "1", "before")
		full := dump(t, folder)
		step, last, dying := 0, "", *folder
		dying.Fault = func(what string) error {
			if step++; step > k {
				if step == k+1 {
					last = what
				}
				return errors.New("dead")
			}
			return nil
		}
		before, err := Reset(t.Context(), &dying, "test")
		if k%2 == 1 && state.Exists(restoreJournalPath(folder)) {
			if err := os.WriteFile(restoreJournalPath(folder), []byte(`{"version":1,"tok`), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		lock, again := (&state.Folder{Dir: folder.Dir}).Lock(t.Context(), state.Holder{Command: "test"})
		if again != nil {
			t.Fatal(again)
		}
		if _, err := recoverAll(folder); err != nil {
			t.Fatal(err)
		}
		lock.Close()
		got := dump(t, folder)
		if len(got) != 0 && cmp.Diff(full, got) != "" {
			t.Errorf("died before %q (-want +got):\n%s", last, cmp.Diff(full, got))
		}
		if err != nil {
			continue
		}
		if k < 10 || len(got) != 0 {
			t.Errorf("%d steps, left %v", k, got)
		}
		if _, err := Restore(t.Context(), folder, before.ID, RestoreOptions{Command: "test"}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(full, dump(t, folder)); diff != "" {
			t.Error(diff)
		}
		return
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
		fill(t, folder, "1", "before")
		snapshot, err := Create(t.Context(), s.State(), Asked, "")
		if err != nil {
			t.Fatal(err)
		}
		saved := dump(t, folder)
		fill(t, folder, "2", "after")
		if err := os.MkdirAll(productDir(folder, "d1"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(productDir(folder, "d1"), "new"), []byte("new"), 0o600); err != nil {
			t.Fatal(err)
		}
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
