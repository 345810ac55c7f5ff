package devserver

import (
	"encoding/json"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestFeed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var told []Event
		f := newFeed(func(e []Event) { told = append(told, e...) }, nil)
		add := func(events ...Event) {
			for _, e := range events {
				f.offer(e)
			}
		}
		lobby := &Object{Class: "Room", ID: "ab12", Name: "lobby", Named: true}
		other := &Object{Class: "Room", ID: "cd34"}
		call := func(n int, o *Object) Call { return Call{N: n, Object: o, At: time.Now(), Duration: time.Millisecond} }

		add(call(1, lobby), call(2, other))
		f.put(Notice{"x"})
		time.Sleep(time.Minute)
		add(call(3, nil), Console{Object: lobby})

		var got []Event
		stop := f.follow(Filter{Class: "Room", Prefix: "lob"}, time.Now().Add(-time.Second), func(e []Event) { got = append(got, e...) })
		if got := f.chosen(); got != `[{"class":"Room","prefix":"lob"}]` {
			t.Errorf("chosen: %s", got)
		}
		for _, filter := range []Filter{{}, {Counting: true}} {
			counting := f.follow(filter, time.Now().Add(time.Hour), func([]Event) {})
			if got := f.chosen(); got != "true" {
				t.Errorf("chosen for %+v: %s", filter, got)
			}
			counting()
		}
		add(call(4, other), call(5, lobby), mark{"m"})
		f.put(Notice{"y"})
		stop()
		if got := f.chosen(); got != "false" {
			t.Errorf("chosen: %s", got)
		}
		add(call(6, lobby))
		if len(got) != 3 || got[0].(Console).Object != lobby || got[1].(Call).N != 5 || got[2] != Event(mark{"m"}) {
			t.Errorf("got %v", got)
		}
		counts := f.Counts(10)
		if len(counts) != 3 || counts[1].Class != "Room" || *counts[1].Name != "lobby" || counts[1].Calls != 3 || counts[1].WallMs != 3 {
			t.Errorf("counts %+v", counts)
		}
		f.close()
		if len(told) != 9 { // all but the mark
			t.Errorf("told %v", told)
		}
		if n := len(f.Counts(1)); n != 1 {
			t.Errorf("%d counts, want 1", n)
		}
	})
}

// What is remembered has an end, and the oldest goes first.
func TestFeedForgets(t *testing.T) {
	t.Parallel()
	f := newFeed()
	at := time.Now()
	for n := range pastEvents + mostCounted {
		at = at.Add(time.Millisecond)
		f.offer(Call{N: n, At: at, Object: &Object{Class: "Room", ID: fmt.Sprint(n)}})
	}
	var got []Event
	stop := f.follow(Filter{}, time.Time{}, func(e []Event) { got = append(got, e...) })
	stop()
	if len(got) != pastEvents || got[0].(Call).N != mostCounted {
		t.Errorf("%d events from %d", len(got), got[0].(Call).N)
	}
	if n := len(f.Counts(1 << 30)); n > mostCounted || n < mostCounted/2 {
		t.Errorf("%d counts", n)
	}
}

// A line of the log says what the event did.
func TestLine(t *testing.T) {
	t.Parallel()
	at := time.UnixMilli(1795443059777)
	room := &Object{Class: "Room", ID: "ab12", Name: "lobby", Named: true}
	for _, e := range []Event{
		Call{N: 3, Root: 1, Parent: 2, Kind: "rpc", Object: room, At: at, Duration: time.Second, Busy: time.Millisecond, Method: "join", Args: `"a"`},
		Call{N: 3, Root: 3, Kind: "request", At: at, Failed: true, Method: "GET", URL: "http://localhost/a?b", Status: 500},
		Call{N: 3, Root: 3, Kind: "alarm", Object: &Object{Class: "Room", ID: "x"}, At: at, Alarm: &AlarmCall{ScheduledAt: at.Add(-time.Second), Retry: 2}},
		Call{N: 3, Root: 3, Kind: "close", Object: room, At: at, Socket: &SocketCall{Code: 1000, Reason: "bye"}},
		Console{At: at, Call: 3, Root: 1, Object: room, Level: "warn", Text: "a\nb"},
		Exception{At: at, Call: 3, Root: 1, Object: room, Method: "join", From: 2, Error: &Error{Name: "TypeError", Message: "boo",
			Stack: []Frame{{Function: "f", Text: "at f (x.js:1:2)"}}, Cause: &Error{Message: "c"}, Errors: []*Error{{Message: "d"}}}},
		Dropped{7},
	} {
		l, ok := NewLine(e, nil)
		if d, is := e.(Dropped); is {
			l, ok = Line{Event: "dropped", Count: d.Count}, true
		}
		data, err := json.Marshal(l)
		if !ok || err != nil {
			t.Fatal(ok, err)
		}
		got, ok := ParseLine(data)
		if d := cmp.Diff(e, got, cmpopts.EquateEmpty(), cmpopts.EquateApproxTime(0)); !ok || d != "" {
			t.Errorf("%s\n%s", data, d)
		}
	}
}

func FuzzParseLine(f *testing.F) {
	f.Add(`{"at":"x","event":"call","id":1}`)
	f.Add(`{"event":"exception","error":{"name":"a","frames":[{}],"cause":{}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		if e, ok := ParseLine([]byte(text)); ok {
			_, _ = NewLine(e, nil)
		}
	})
}
