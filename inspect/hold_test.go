package inspect_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/inspect/snapshot"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// stored reads the stored alarms of a state, in both places.
func stored(t *testing.T, state *state.Folder) map[string][2]int64 {
	t.Helper()
	all := map[string][2]int64{}
	paths, _ := filepath.Glob(filepath.Join(state.ObjectsDir(), "*", inspect.MetadataFile))
	for _, path := range paths {
		db, err := sqlite.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		err = db.Conn.Each("SELECT actor_id, scheduled_time FROM _cf_ALARM", nil, func(row *sqlite.Stmt) error {
			id := row.Column(0).String()
			own, err := inspect.StoredAlarm(filepath.Join(filepath.Dir(path), id+".sqlite"))
			all[id] = [2]int64{row.Column(1).Int, own}
			return err
		})
		if err != nil && !sqlite.NoTable(err) {
			t.Fatal(err)
		}
		db.Close()
	}
	return all
}

// setStored writes an alarm as the runtime does for an object that set it while
// alarms are held; place 0 is metadata.sqlite, 1 the object, 2 both.
func setStored(t *testing.T, o inspect.Object, place int, at int64) {
	t.Helper()
	run := func(path, sql string, params ...sqlite.Value) {
		c, err := sqlite.OpenAlone(path)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if err := errors.Join(c.Exec(sql, params...), c.Exec("COMMIT")); err != nil {
			t.Fatal(err)
		}
	}
	if place != 1 {
		run(filepath.Join(o.Namespace.Dir, inspect.MetadataFile), "UPDATE _cf_ALARM SET scheduled_time = ? WHERE actor_id = ?", sqlite.IntValue(at), sqlite.TextValue(o.ID.String()))
	}
	if place != 0 {
		run(o.Path(), "UPDATE _cf_METADATA SET value = ? WHERE key = 1", sqlite.IntValue(at))
	}
}

func TestHold(t *testing.T) {
	t.Parallel()
	dead := errors.New("dead")
	base := time.Date(2031, 1, 2, 3, 4, 5, 6e6, time.UTC)
	died := map[string]bool{}
	for k := 0; ; k++ {
		folder := inspecttest.Storage(t, "stopped")
		s := inspecttest.Open(t, folder)
		var objects []inspect.Object
		for o, err := range s.Objects(t.Context(), inspect.Address{}) {
			if err != nil {
				t.Fatal(err)
			}
			objects = append(objects, o)
		}
		if n, err := s.SetAlarms(t.Context(), objects, base, "test"); n != len(objects) || err != nil {
			t.Fatal(n, err)
		}
		long := time.Now().Add(-time.Hour)
		for _, o := range objects {
			if err := os.Chtimes(o.Path(), long, long); err != nil {
				t.Fatal(err)
			}
		}
		before := stored(t, folder)
		lock, err := folder.Lock(t.Context(), state.Holder{Command: "test"})
		if err != nil {
			t.Fatal(err)
		}
		step, last := 0, ""
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
		want := map[string]time.Time{}
		for _, o := range objects {
			want[o.ID.String()] = base
		}
		holding := inspect.Hold(&dying)
		if holding == nil {
			for id, at := range stored(t, folder) {
				if at[0] < inspect.HeldFrom || at[1] != before[id][1] {
					t.Errorf("%s is held as %v", id, at)
				}
			}
			// A handler sets one alarm later, and another earlier but is killed between
			// the two places; a third has just fired.
			later, soon := base.Add(time.Hour), base.Add(-time.Hour)
			setStored(t, objects[0], 2, later.UnixNano()+inspect.HoldShift)
			want[objects[0].ID.String()] = later
			setStored(t, objects[1], 2, base.UnixNano()+inspect.HoldShift)
			setStored(t, objects[1], 0, soon.UnixNano())
			setStored(t, objects[2], 2, soon.UnixNano())
			want[objects[2].ID.String()] = soon
		}
		// Readers meanwhile see the true times.
		check := func(when string) {
			t.Helper()
			got := map[string]time.Time{}
			alarms, err := s.Alarms(t.Context(), inspect.Address{})
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range alarms {
				got[o.ID.String()] = o.Alarm.UTC()
			}
			expect := map[string]time.Time{}
			for id, at := range want {
				expect[id] = at
			}
			if holding == nil {
				expect[objects[1].ID.String()] = base.Add(-time.Hour) // of metadata.sqlite
			}
			if diff := cmp.Diff(expect, got); diff != "" {
				t.Errorf("%s, died before %q (-want +got):\n%s", when, last, diff)
			}
		}
		check("held")
		err = holding
		if err == nil {
			err = inspect.ReleaseAll(&dying)
		}
		if err != nil && !errors.Is(err, dead) {
			t.Fatal(err)
		}
		done := err == nil
		if !done {
			died[last] = true
			if _, err := inspect.Release(t.Context(), folder); err != nil {
				t.Fatal(err)
			}
		}
		check("let go")
		for id, at := range stored(t, folder) {
			own := want[id].UnixNano()
			if at[0] >= inspect.HeldFrom || at[1] != own {
				t.Errorf("died before %q: %s is left as %v", last, id, at)
			}
		}
		if _, err := os.Stat(inspect.HeldPath(s.State())); !os.IsNotExist(err) {
			t.Errorf("died before %q: the mark is left: %v", last, err)
		}
		if err := lock.Close(); err != nil {
			t.Fatal(err)
		}
		if done {
			break
		}
	}
	for _, step := range []string{"mark the alarms as held", "hold the alarms of chat-Room", "release the alarms of chat-Room", "release an alarm", "remove the mark of held alarms"} {
		if !died[step] {
			t.Errorf("never died before %q: %v", step, died)
		}
	}
}

// Alarms so far ahead that they look like held ones keep their times, whether alarms
// are held or not, and wherever holding or releasing them was interrupted.
func TestHoldLateAlarms(t *testing.T) {
	t.Parallel()
	dead := errors.New("dead")
	for k := 0; ; k++ {
		state := inspecttest.Storage(t, "stopped")
		s := inspecttest.Open(t, state)
		want := map[string]time.Time{}
		for i, name := range []string{"full", "empty", "lobby"} {
			n, err := s.Namespace("Room")
			if err != nil {
				t.Fatal(err)
			}
			o := inspect.Object{Namespace: n, ID: n.Key.ID(name), Name: name, Named: true}
			at := time.Date(2062+i*94, 5, 6, 7, 8, 9, 0, time.UTC) // the year 2250 is the last
			if i == 2 {
				at = inspect.LatestAlarm.UTC()
			}
			if _, err := s.SetAlarms(t.Context(), []inspect.Object{o}, at, "test"); err != nil {
				t.Fatal(err)
			}
			want[o.ID.String()] = at
		}
		check := func(when string) {
			t.Helper()
			alarms, err := s.Alarms(t.Context(), inspect.Address{Text: "Room/*"})
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]time.Time{}
			for _, o := range alarms {
				if _, ours := want[o.ID.String()]; ours {
					got[o.ID.String()] = o.Alarm.UTC()
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, died at step %d (-want +got):\n%s", when, k, diff)
			}
		}
		check("set")
		step := 0
		dying := *state
		dying.Fault = func(string) error {
			if step++; step > k {
				return dead
			}
			return nil
		}
		err := inspect.Hold(&dying)
		check("held")
		if err == nil {
			err = inspect.ReleaseAll(&dying)
		}
		if err != nil && !errors.Is(err, dead) {
			t.Fatal(err)
		}
		if _, err := inspect.Release(t.Context(), state); err != nil {
			t.Fatal(err)
		}
		check("let go")
		if err == nil {
			break
		}
	}
}

// Restoring a snapshot that was made while alarms were held restores the true times.
func TestHeldSnapshot(t *testing.T) {
	t.Parallel()
	state := inspecttest.Storage(t, "stopped", snapshot.Recover)
	s := inspecttest.Open(t, state)
	o := inspecttest.Find(t, s, "full")
	at := time.Date(2031, 1, 2, 3, 4, 5, 0, time.UTC)
	if _, err := s.SetAlarms(t.Context(), []inspect.Object{o}, at, "test"); err != nil {
		t.Fatal(err)
	}
	if err := inspect.Hold(state); err != nil {
		t.Fatal(err)
	}
	setStored(t, o, 2, at.UnixNano()+inspect.HoldShift)
	made, err := snapshot.Create(t.Context(), s.State(), snapshot.Asked, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := snapshot.Restore(context.Background(), s.State(), made.ID, snapshot.RestoreOptions{Command: "test"}); err != nil {
		t.Fatal(err)
	}
	if got := stored(t, state)[o.ID.String()]; got != [2]int64{at.UnixNano(), at.UnixNano()} {
		t.Errorf("got %v", got)
	}
}

// One that was not keeps alarms that only look like held ones.
func TestSnapshotLateAlarm(t *testing.T) {
	t.Parallel()
	state := inspecttest.Storage(t, "stopped", snapshot.Recover)
	s := inspecttest.Open(t, state)
	o := inspecttest.Find(t, s, "full")
	at := time.Date(2250, 1, 2, 3, 4, 5, 0, time.UTC)
	if _, err := s.SetAlarms(t.Context(), []inspect.Object{o}, at, "test"); err != nil {
		t.Fatal(err)
	}
	made, err := snapshot.Create(t.Context(), s.State(), snapshot.Asked, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := snapshot.Restore(t.Context(), s.State(), made.ID, snapshot.RestoreOptions{Command: "test"}); err != nil {
		t.Fatal(err)
	}
	if got := stored(t, state)[o.ID.String()]; got != [2]int64{at.UnixNano(), at.UnixNano()} {
		t.Errorf("got %v", got)
	}
}
func TestManyAlarms(t *testing.T) {
	t.Parallel()
	state := inspecttest.Storage(t, "stopped")
	s := inspecttest.Open(t, state)
	n, err := s.Namespace("Room")
	if err != nil {
		t.Fatal(err)
	}
	const many = 100_000
	c, err := sqlite.OpenAlone(filepath.Join(n.Dir, inspect.MetadataFile))
	if err != nil {
		t.Fatal(err)
	}
	insert, err := c.Prepare("INSERT INTO _cf_ALARM VALUES (?, ?, ?)", 0)
	if err != nil {
		t.Fatal(err)
	}
	for i := range many {
		name := "room-" + string(rune('a'+i%26)) + time.Duration(i).String()
		if err := insert.Bind(sqlite.TextValue(n.Key.ID(name).String()), sqlite.IntValue(int64(1e18)+int64(many-i)), sqlite.TextValue(name)); err != nil {
			t.Fatal(err)
		}
		if _, err := insert.Step(); err != nil {
			t.Fatal(err)
		}
		insert.Reset()
	}
	insert.Close()
	if err := errors.Join(c.Exec("COMMIT"), c.Close()); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	all, err := s.Alarms(t.Context(), inspect.Address{Text: "Room/room-*"})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d alarms in %v", len(all), time.Since(start))
	if len(all) != many || all[0].Alarm.After(all[1].Alarm) || !all[0].Named {
		t.Errorf("got %d, the first %+v", len(all), all[0])
	}
}

// The host, which shifts alarms that are set while alarms are held, and this package,
// which shifts them back, agree.
func TestShiftOfHost(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(filepath.Join("..", "devserver", "host", "hold.js"))
	if err != nil {
		t.Fatal(err)
	}
	const years = 365 * 24 * time.Hour
	for _, c := range []struct {
		text string
		here int64
		want time.Duration
	}{
		{"const shift = 200 * 365 * 86_400_000;", inspect.HoldShift, 200 * years},
		{"const shiftedFrom = shift + 50 * 365 * 86_400_000;", inspect.HeldFrom, 250 * years},
	} {
		if !strings.Contains(string(source), c.text) || c.here != int64(c.want) {
			t.Errorf("hold.js does not say %s, or it is %d here", c.text, c.here)
		}
	}
}
