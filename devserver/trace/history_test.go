package trace

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/migrate/state"
)

func firingsOf(t *testing.T, path string) (ids []string) {
	t.Helper()
	if err := ReadHistory(path, func(f event.Firing) { ids = append(ids, f.ID) }); err != nil {
		t.Fatal(err)
	}
	return ids
}

// A firing has the output and errors of its own handler, even if others run at the same time.
func TestAlarmLog(t *testing.T) {
	state := &state.Folder{Dir: t.TempDir()}
	path := HistoryPath(state)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	l := NewAlarmLog(path, nil)
	follower := &alarmFollower{wake: make(chan struct{}, 1)}
	l.followers[follower] = true
	a, b := &event.Object{Class: "Room", ID: "aa", Name: "a", Named: true}, &event.Object{Class: "Room", ID: "bb"}
	at := time.UnixMilli(1_800_000_000_000)
	for _, e := range []event.Event{
		event.AlarmStarted{Call: 1, Object: a}, event.AlarmStarted{Call: 2, Object: b},
		event.Console{Call: 1, Root: 1, Object: a, Level: "log", Text: "of a"},
		event.Console{Call: 7, Root: 2, Level: "warn", Text: "led to by b"},
		event.Console{Call: 9, Root: 9, Level: "warn", Text: "of no one"},
		event.Call{N: 7, Root: 2, Parent: 2, Kind: "rpc", Method: "poke", Object: a},
		event.Exception{Call: 2, Root: 2, Object: b, Hint: "a hint", Code: &event.Code{Lines: []string{"boo()"}}, Error: &event.Error{Name: "TypeError", Message: "boo", Stack: []event.Frame{{Text: "at f"}}}},
		event.Call{N: 2, Root: 2, Kind: "alarm", Object: b, At: at, Failed: true, Duration: 5 * time.Millisecond, Alarm: &event.AlarmCall{ScheduledAt: at.Add(-time.Second), Retry: 3}},
		event.Call{N: 1, Root: 1, Kind: "alarm", Object: a, At: at, Alarm: &event.AlarmCall{Next: at.Add(time.Hour), Clock: at.Add(time.Minute)}},
	} {
		_, only := e.(event.AlarmStarted)
		if l.Take(e) != only {
			t.Errorf("take(%T) is %v", e, !only)
		}
	}
	l.Close()
	got := fmt.Sprintf("%+v", follower.pending[0].Logs) + fmt.Sprint(follower.pending[0].Exception(), *follower.pending[0].LateMs, follower.pending[0].RetryCount, follower.pending[0].WallMs, len(follower.pending[0].Thrown.Frames))
	if want := "[{Level:warn Text:led to by b}]TypeError: boo 1000 3 5 1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	second := follower.pending[1]
	if len(second.Logs) != 1 || second.Outcome != "ok" || !second.Virtual || !second.Time().Equal(at.Add(time.Minute)) || !second.Next().Equal(at.Add(time.Hour)) {
		t.Errorf("got %+v", second)
	}
	// All that happened in it, as the log has it.
	var kinds []string
	for _, line := range follower.pending[0].Lines {
		kinds = append(kinds, line.Event+" "+line.Method+line.Hint)
	}
	if got, want := strings.Join(kinds, "|"), "console |call poke|exception a hint|call "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if ids := firingsOf(t, path); fmt.Sprint(ids) != "[bb aa]" {
		t.Errorf("the history has %v", ids)
	}
}

// The history has what fits, and what the handler threw in any case; a dotool that knows
// no lines reads it, and one that knows them reads what that wrote.
func TestHistoryOfLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "alarms.jsonl")
	const earlier = `{"at":"2026-11-23T10:00:00.000Z","class":"Room","id":"aa","name":null,"outcome":"exception","retryCount":0,"wallMs":1,"thrown":{"name":"Error","message":"boo","frames":[]},"logs":[{"level":"log","text":"hi"}]}` + "\n"
	if err := os.WriteFile(path, []byte(earlier), 0o600); err != nil {
		t.Fatal(err)
	}
	l := NewAlarmLog(path, nil)
	o := &event.Object{Class: "Room", ID: "aa"}
	l.Take(event.AlarmStarted{Call: 1, Object: o})
	l.Take(event.Console{Call: 1, Root: 1, Object: o, Level: "log", Text: strings.Repeat("é", 3000)})
	for range firingLines {
		l.Take(event.Exception{Call: 2, Root: 1, Error: &event.Error{Message: strings.Repeat("x", 1000), Stack: []event.Frame{{Text: "at f"}}}})
	}
	l.Take(event.Exception{Call: 1, Root: 1, Object: o, Error: &event.Error{Name: "Error", Message: "boo", Stack: []event.Frame{{Text: "at f"}}}})
	l.Take(event.Call{N: 1, Root: 1, Kind: "alarm", Object: o, At: time.UnixMilli(0), Failed: true, Alarm: &event.AlarmCall{}})
	l.Close()

	var got []string
	if err := ReadHistory(path, func(f event.Firing) {
		got = append(got, fmt.Sprint(f.Exception(), len(f.Logs), len(f.Lines)))
	}); err != nil {
		t.Fatal(err)
	}
	if want := []string{"Error: boo 1 0", "Error: boo 1 2"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	line := data[len(earlier):]
	if len(line) > 2*historyText+2000 || bytes.Contains(line, []byte("at f")) {
		t.Errorf("%d bytes: %.200s", len(line), line)
	}
	var older struct {
		Thrown struct{ Name, Message string }
		Logs   []struct{ Level, Text string }
	}
	if err := json.Unmarshal(line, &older); err != nil || older.Thrown.Message != "boo" || len(older.Logs) != 1 || !strings.HasSuffix(older.Logs[0].Text, "é…") {
		t.Errorf("an earlier version reads %v, %.100v", err, older)
	}
}

// The history is bounded, and survives damage to its files.
func TestHistory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "alarms.jsonl")
	if ids := firingsOf(t, path); ids != nil {
		t.Errorf("got %v of no file", ids)
	}
	one := func(id string) event.Firing {
		return event.Firing{At: "2026-11-23T10:00:00.000Z", ID: id, Class: strings.Repeat("x", 1000)}
	}
	if err := appendHistory(path, []event.Firing{one("first"), one("second")}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	// Truncated within the second line; then invalid lines.
	if err := os.Truncate(path, info.Size()-10); err != nil {
		t.Fatal(err)
	}
	if err := appendHistory(path, []event.Firing{one("third")}); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(f, "\x00\xff\nnull\n{\"id\":7}\n{}\n[]")
	f.Close()
	if err := appendHistory(path, []event.Firing{one("fourth")}); err != nil {
		t.Fatal(err)
	}
	if ids := firingsOf(t, path); fmt.Sprint(ids) != "[first third fourth]" {
		t.Errorf("got %v", ids)
	}
	var batch []event.Firing
	for i := range 5000 {
		batch = append(batch, one(fmt.Sprint(i)))
	}
	if err := appendHistory(path, batch); err != nil {
		t.Fatal(err)
	}
	ids := firingsOf(t, path)
	if len(ids) < 1000 || len(ids) > 2500 || ids[len(ids)-1] != "4999" {
		t.Errorf("%d are kept, the last %s", len(ids), ids[len(ids)-1])
	}
	for i, id := range ids[1:] {
		if before := ids[i]; len(id) < len(before) || len(id) == len(before) && id <= before {
			t.Fatalf("%s comes after %s", id, before)
		}
	}
	for _, p := range []string{path, earlierHistory(path)} {
		if info, err := os.Stat(p); err != nil || info.Size() > historyBytes+2000 {
			t.Errorf("%s: %v, %v", p, info.Size(), err)
		}
	}
}
