package inspect_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/archive"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/inspect/snapshot"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Every kind of read, on objects that a runtime has open.
func TestLive(t *testing.T) {
	t.Parallel()
	folder := inspecttest.Folder(t.TempDir())
	call, stop := inspecttest.Serve(t, folder)
	call("Room/fill/full")
	call("Room/touch/idle")
	s := inspecttest.Open(t, folder)
	var use *state.InUseError
	for _, err := range []error{folder.Hosting(t.Context(), []state.Key{s.Namespaces()[1].Key}, 0, nil), folder.Unused(t.Context())} {
		if !errors.As(err, &use) || use.By.Name != "workerd" || use.By.PID == 0 {
			t.Errorf("a live class is said to be idle: %v", err)
		}
	}
	if err := folder.Hosting(t.Context(), []state.Key{s.Namespaces()[1].Key}, use.By.PID, nil); err != nil {
		t.Errorf("our own runtime is said to be another's: %v", err)
	}
	before := inspecttest.Hashes(t, folder.Dir)
	query := func(want string) {
		t.Helper()
		got, err := inspecttest.Ask(t, s, "full", "SELECT count(*) FROM message")
		if err != nil || strings.Join(got, "") != want {
			t.Errorf("got %v, %v, want %s", got, err, want)
		}
	}
	query("[2]")
	if got, err := inspecttest.Ask(t, s, "idle", "SELECT count(*) FROM sqlite_schema"); err != nil || got[0] != "[0]" {
		t.Errorf("an object without data: %v, %v", got, err)
	}
	if o := inspecttest.Find(t, s, "full"); !o.HasData || o.Alarm.IsZero() || o.Bytes < 4096 {
		t.Errorf("got %+v", o)
	}
	if got := inspecttest.List(t, s, inspect.Address{Text: "*"}); len(got) != 1 || got[0] != "Room/full" {
		t.Errorf("listed %q", got)
	}
	var live *inspect.LiveError
	if err := s.Edit(t.Context(), inspecttest.Find(t, s, "full"), "test", func(*inspect.Editor) error { return nil }); !errors.As(err, &live) || live.Class != "Room" || live.By != use.By {
		t.Errorf("edited a live object: %v", err)
	}
	made, err := snapshot.Create(t.Context(), s.State(), snapshot.Asked, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := snapshot.Restore(t.Context(), s.State(), made.ID, snapshot.RestoreOptions{Command: "test"}); !errors.As(err, &use) {
		t.Errorf("restored over a live class: %v", err)
	}
	after := inspecttest.Hashes(t, folder.Dir)
	for name := range after {
		if strings.HasPrefix(name, "dotool") {
			delete(after, name)
		}
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("reading changed files:\n%s", diff)
	}
	// A commit is visible at once, and reading does not delay commits.
	o := inspecttest.Find(t, s, "full")
	db, err := o.Open()
	if err != nil {
		t.Fatal(err)
	}
	rows := db.Query(t.Context(), "SELECT * FROM message")
	rows.NextResult()
	rows.Next()
	if got := call("Room/add/full"); got != "3" {
		t.Errorf("added: %s", got)
	}
	query("[3]")
	rows.Close()
	db.Close()
	// After the process is killed, all is the same, except that there is no writer.
	stop(os.Kill)
	before = inspecttest.Hashes(t, folder.Dir)
	query("[3]")
	if diff := cmp.Diff(before, inspecttest.Hashes(t, folder.Dir)); diff != "" {
		t.Errorf("reading what a killed process left changed files:\n%s", diff)
	}
	if err := errors.Join(folder.Unused(t.Context()), folder.Hosting(t.Context(), []state.Key{o.Namespace.Key}, 0, nil)); err != nil {
		t.Errorf("a dead class is said to be live: %v", err)
	}
}

// workerd reads what dotool writes: edits, imports, clones, alarms, restored snapshots.
func TestWrittenForWorkerd(t *testing.T) {
	t.Parallel()
	state := inspecttest.Storage(t, "killed", archive.Recover, snapshot.Recover)
	s := inspecttest.Open(t, state)
	full := inspecttest.Find(t, s, "full")
	if _, err := archive.Clone(t.Context(), s, full, archive.ImportOptions{Name: "clone", Named: true, Command: "test"}); err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := archive.Export(t.Context(), s, &text, archive.NDJSON, full); err != nil {
		t.Fatal(err)
	}
	if _, err := archive.Import(t.Context(), s, &text, archive.ImportOptions{Name: "import", Named: true, Command: "test"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Edit(t.Context(), full, "test", func(e *inspect.Editor) error {
		return errors.Join(inspecttest.Drain(e.Exec(t.Context(), "INSERT INTO message VALUES (9, 'us', 'hello', 1, NULL)")), e.Put("count", []byte("\xff\x0fI\x56")))
	}); err != nil {
		t.Fatal(err)
	}
	soon := inspecttest.Find(t, s, "b")
	if err := s.Edit(t.Context(), soon, "test", func(e *inspect.Editor) error { e.SetAlarm(time.Now().Add(-time.Hour)); return nil }); err != nil {
		t.Fatal(err)
	}
	made, err := snapshot.Create(t.Context(), s.State(), snapshot.Asked, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(state.ObjectsDir()); err != nil {
		t.Fatal(err)
	}
	if _, err := snapshot.Restore(t.Context(), s.State(), made.ID, snapshot.RestoreOptions{Command: "test"}); err != nil {
		t.Fatal(err)
	}
	call, stop := inspecttest.Serve(t, state)
	for _, name := range []string{"full", "clone", "import"} {
		want := `{"n":2,"count":42,"alarm":2208988800000,"child":"facet"}`
		if name == "full" {
			want = `{"n":3,"count":43,"alarm":2208988800000,"child":"facet"}`
		}
		if got := call("Room/look/" + name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	// The alarm that was due has fired, and been reported.
	if got := call("Room/rung/b"); got != "rung" {
		t.Errorf("the alarm was not rung: %s", got)
	}
	stop(os.Interrupt)
}
