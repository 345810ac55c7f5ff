package trace

import (
	"encoding/json"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dotool-dev/dotool/devserver/event"
)

func TestFeed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var reported []event.Event
		f := NewFeed(func(e []event.Event) { reported = append(reported, e...) }, nil)
		add := func(events ...event.Event) {
			for _, e := range events {
				f.Offer(e)
			}
		}
		lobby := &event.Object{Class: "Room", ID: "ab12", Name: "lobby", Named: true}
		other := &event.Object{Class: "Room", ID: "cd34"}
		call := func(n int, o *event.Object) event.Call {
			return event.Call{N: n, Object: o, At: time.Now(), Duration: time.Millisecond}
		}

		add(call(1, lobby), call(2, other))
		f.Put(event.Notice{Text: "x"})
		time.Sleep(time.Minute)
		add(call(3, nil), event.Console{Object: lobby})

		var got []event.Event
		stop := f.Follow(event.Filter{Class: "Room", Prefix: "lob"}, time.Now().Add(-time.Second), func(e []event.Event) { got = append(got, e...) })
		if got := f.Chosen(); got != `[{"class":"Room","prefix":"lob"}]` {
			t.Errorf("chosen: %s", got)
		}
		for _, filter := range []event.Filter{{}, {Counting: true}} {
			counting := f.Follow(filter, time.Now().Add(time.Hour), func([]event.Event) {})
			if got := f.Chosen(); got != "true" {
				t.Errorf("chosen for %+v: %s", filter, got)
			}
			counting()
		}
		add(call(4, other), call(5, lobby), event.Marked{Token: "m"})
		f.Put(event.Notice{Text: "y"})
		f.Put(event.Stuck{Object: other}) // concerns every object
		f.Put(event.Cut{Calls: []event.CutCall{{Class: "Room", ID: "cd34"}}})
		stop()
		if got := f.Chosen(); got != "false" {
			t.Errorf("chosen: %s", got)
		}
		add(call(6, lobby))
		if len(got) != 4 || got[3] != event.Event(event.Stuck{Object: other}) || got[0].(event.Console).Object != lobby || got[1].(event.Call).N != 5 || got[2] != event.Event(event.Marked{Token: "m"}) {
			t.Errorf("got %v", got)
		}
		counts := f.Counts(10)
		if len(counts) != 3 || counts[1].Class != "Room" || *counts[1].Name != "lobby" || counts[1].Calls != 3 || counts[1].WallMs != 3 {
			t.Errorf("counts %+v", counts)
		}
		f.Close()
		if len(reported) != 11 { // all but the mark
			t.Errorf("reported %v", reported)
		}
		if n := len(f.Counts(1)); n != 1 {
			t.Errorf("%d counts, want 1", n)
		}
	})
}

// The memory is bounded; the oldest events are dropped first.
func TestFeedForgets(t *testing.T) {
	t.Parallel()
	f := NewFeed()
	at := time.Now()
	for n := range pastEvents + mostCounted {
		at = at.Add(time.Millisecond)
		f.Offer(event.Call{N: n, At: at, Object: &event.Object{Class: "Room", ID: fmt.Sprint(n)}})
	}
	var got []event.Event
	stop := f.Follow(event.Filter{}, time.Time{}, func(e []event.Event) { got = append(got, e...) })
	stop()
	if len(got) != pastEvents || got[0].(event.Call).N != mostCounted {
		t.Errorf("%d events from %d", len(got), got[0].(event.Call).N)
	}
	if n := len(f.Counts(1 << 30)); n > mostCounted || n < mostCounted/2 {
		t.Errorf("%d counts", n)
	}
}

// Events survive the form of a line.
func TestLine(t *testing.T) {
	t.Parallel()
	at := time.UnixMilli(1795443059777)
	room := &event.Object{Class: "Room", ID: "ab12", Name: "lobby", Named: true}
	for _, e := range []event.Event{
		event.Call{N: 3, Root: 1, Parent: 2, Kind: "rpc", Object: room, At: at, Duration: time.Second, Busy: time.Millisecond, Method: "join", Args: `"a"`},
		event.Call{N: 3, Root: 3, Kind: "request", At: at, Failed: true, Method: "GET", URL: "http://localhost/a?b", Status: 500},
		event.Call{N: 3, Root: 3, Kind: "alarm", Object: &event.Object{Class: "Room", ID: "x"}, At: at, Alarm: &event.AlarmCall{ScheduledAt: at.Add(-time.Second), Retry: 2}},
		event.Call{N: 3, Root: 3, Kind: "close", Object: room, At: at, Socket: &event.SocketCall{Code: 1000, Reason: "bye"}},
		event.Console{At: at, Call: 3, Root: 1, Object: room, Level: "warn", Text: "a\nb"},
		event.Exception{At: at, Call: 3, Root: 1, Object: room, Method: "join", From: 2, Error: &event.Error{Name: "TypeError", Message: "boo",
			Stack: []event.Frame{{Function: "f", Text: "at f (x.js:1:2)"}}, Cause: &event.Error{Message: "c"}, Errors: []*event.Error{{Message: "d"}}}},
		event.Dropped{Count: 7},
	} {
		l, ok := event.NewLine(e, nil)
		data, err := json.Marshal(l)
		if !ok || err != nil {
			t.Fatal(ok, err)
		}
		got, ok := event.ParseLine(data)
		if d := cmp.Diff(e, got, cmpopts.EquateEmpty(), cmpopts.EquateApproxTime(0)); !ok || d != "" {
			t.Errorf("%s\n%s", data, d)
		}
	}
}

func FuzzParseLine(f *testing.F) {
	f.Add(`{"at":"x","event":"call","id":1}`)
	f.Add(`{"event":"exception","error":{"name":"a","frames":[{}],"cause":{}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		if e, ok := event.ParseLine([]byte(text)); ok {
			_, _ = event.NewLine(e, nil)
		}
	})
}
