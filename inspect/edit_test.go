package inspect_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

func entries(t testing.TB, s *inspect.Store, o inspect.Object, prefix string) map[string]string {
	t.Helper()
	db, err := o.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	got := map[string]string{}
	for e, err := range db.KV(t.Context(), prefix) {
		if err != nil {
			t.Fatal(err)
		}
		got[e.Key] = string(e.Value)
	}
	return got
}

func TestEdit(t *testing.T) {
	t.Parallel()
	for _, name := range inspecttest.States {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := inspecttest.Storage(t, name)
			s := inspecttest.Open(t, folder)
			o := inspecttest.Find(t, s, "full")
			at := time.Date(2030, 1, 2, 3, 4, 5, 678_999_999, time.UTC)
			err := s.Edit(t.Context(), o, "test", func(e *inspect.Editor) error {
				if _, err := folder.Lock(t.Context(), state.Holder{Command: "another"}); err == nil {
					t.Error("the state folder is not locked")
				}
				rows := e.Exec(t.Context(), "INSERT INTO big VALUES (?); INSERT INTO big VALUES (8) RETURNING n; DELETE FROM message", sqlite.IntValue(7))
				n := 0
				for row, err := range rows.All() {
					if n++; err != nil || row[0].Int != 8 {
						t.Error(row, err)
					}
				}
				if n != 1 || e.Changes() != 4 {
					t.Errorf("%d rows returned, %d changed", n, e.Changes())
				}
				e.SetAlarm(at)
				if had, err := e.Delete("count"); !had || err != nil {
					t.Error(had, err)
				}
				if had, err := e.Delete("none"); had || err != nil {
					t.Error(had, err)
				}
				return errors.Join(e.Put("new/1", []byte("\xff\x0fT")), e.Put("new/2", nil))
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(map[string]string{"new/1": "\xff\x0fT", "new/2": ""}, entries(t, s, o, "new/")); diff != "" {
				t.Error(diff)
			}
			if got := entries(t, s, o, ""); len(got) != 5 || got["count"] != "" || got[""] == "" {
				t.Errorf("entries are %q", got)
			}
			if got, err := inspecttest.Ask(t, s, "full", "SELECT count(*), max(n < 9) FROM big; SELECT count(*) FROM message"); err != nil || strings.Join(got, " ") != "[5,1] [0]" {
				t.Error(got, err)
			}
			o = inspecttest.Find(t, s, "full")
			if !o.Alarm.Equal(at.Truncate(time.Millisecond)) {
				t.Errorf("alarm is %v", o.Alarm)
			}
			own := func() time.Time {
				db, err := o.Open()
				if err != nil {
					t.Fatal(err)
				}
				defer db.Close()
				at, err := o.OwnAlarm(db.Conn)
				if err != nil {
					t.Fatal(err)
				}
				return at
			}
			if got := own(); !got.Equal(o.Alarm) {
				t.Errorf("the object's own alarm is %v", got)
			}
			for _, beside := range []string{o.Path() + "-wal", filepath.Join(o.Namespace.Dir, "metadata.sqlite-wal")} {
				if _, err := os.Stat(beside); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("%s is left: %v", filepath.Base(beside), err)
				}
			}
			if err := s.Edit(t.Context(), o, "test", func(e *inspect.Editor) error { e.SetAlarm(time.Time{}); return nil }); err != nil {
				t.Fatal(err)
			}
			if o = inspecttest.Find(t, s, "full"); !o.Alarm.IsZero() || !own().IsZero() {
				t.Errorf("alarm is %v, %v", o.Alarm, own())
			}
		})
	}
}

func TestEditUndone(t *testing.T) {
	t.Parallel()
	folder := inspecttest.Storage(t, "stopped")
	s := inspecttest.Open(t, folder)
	o := inspecttest.Find(t, s, "full")
	before := inspecttest.Hashes(t, folder.ObjectsDir())
	enough := errors.New("enough")
	for _, fn := range []func(*inspect.Editor) error{
		func(e *inspect.Editor) error {
			return errors.Join(inspecttest.Drain(e.Exec(t.Context(), "DELETE FROM big; INSERT INTO message VALUES (1, NULL, 1, 1, 1)")), e.Put("a", nil))
		},
		func(e *inspect.Editor) error { e.SetAlarm(time.Now()); return enough },
		func(e *inspect.Editor) error {
			return inspecttest.Drain(e.Exec(t.Context(), "CREATE TABLE child (m REFERENCES message (id)); INSERT INTO child VALUES (99)"))
		},
		func(e *inspect.Editor) error {
			return inspecttest.Drain(e.Exec(t.Context(), "DELETE FROM big; DELETE FROM _cf_KV"))
		},
		func(e *inspect.Editor) error {
			return inspecttest.Drain(e.Exec(t.Context(), "DELETE FROM big", sqlite.IntValue(1)))
		},
		func(e *inspect.Editor) error {
			return inspecttest.Drain(e.Exec(t.Context(), "DELETE FROM big; COMMIT"))
		},
	} {
		if err := s.Edit(t.Context(), o, "test", fn); err == nil {
			t.Error("no error")
		}
		if diff := cmp.Diff(before, inspecttest.Hashes(t, folder.ObjectsDir())); diff != "" {
			t.Fatalf("files changed (-before +after):\n%s", diff)
		}
	}
	lock, err := folder.Lock(t.Context(), state.Holder{Command: "dotool dev", PID: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	var locked *state.LockedError
	if err := s.Edit(t.Context(), o, "test", func(*inspect.Editor) error { return nil }); !errors.As(err, &locked) || locked.Holder.PID != 1 {
		t.Errorf("got %v", err)
	}
	o.ID[0]++
	lock.Close()
	if err := s.Edit(t.Context(), o, "test", func(*inspect.Editor) error { return nil }); err == nil || o.Exists() {
		t.Errorf("edited an object that is not there: %v", err)
	}
}

// A reader during an edit sees the object as it was.
func TestReadDuringEdit(t *testing.T) {
	t.Parallel()
	for _, name := range inspecttest.States {
		state := inspecttest.Storage(t, name)
		s := inspecttest.Open(t, state)
		if err := s.Edit(t.Context(), inspecttest.Find(t, s, "full"), "test", func(e *inspect.Editor) error {
			if err := inspecttest.Drain(e.Exec(t.Context(), "DELETE FROM message")); err != nil {
				return err
			}
			if got, err := inspecttest.Ask(t, s, "full", "SELECT count(*) FROM message"); err != nil || got[0] != "[2]" {
				t.Errorf("%s: got %v, %v", name, got, err)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if got, err := inspecttest.Ask(t, s, "full", "SELECT count(*) FROM message"); err != nil || got[0] != "[0]" {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}
