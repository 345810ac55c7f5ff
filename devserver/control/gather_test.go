package control

import (
	"testing"

	"github.com/dotool-dev/dotool/devserver/event"
)

func TestGathering(t *testing.T) {
	mine, other := &event.Object{Class: "Room", ID: "01", Name: "a", Named: true}, &event.Object{Class: "Room", ID: "02"}
	g := Gathering{Target: ObjectTarget{Class: "Room", ObjectName: "a"}, Ours: map[int]bool{}, Others: map[int][]event.Event{}}
	add := func(want int, e event.Event) {
		t.Helper()
		if got := len(g.Add(e)); got != want {
			t.Errorf("%v: reported %d, want %d", e, got, want)
		}
	}
	add(0, event.Console{Call: 2, Root: 1, Object: other}) // held: it is not known yet whether to pick it
	add(0, event.Console{Call: 9, Root: 8, Object: other})
	add(2, event.Console{Call: 1, Root: 1, Object: mine})
	add(1, event.Console{Call: 3, Root: 1, Object: other})
	add(0, event.Call{N: 8, Root: 8, Object: other}) // ended without the object
	add(0, event.Console{Text: "of no one"})
	add(1, event.Exception{Object: mine})
	if len(g.Others) != 0 || g.held != 0 {
		t.Errorf("%d are held: %v", g.held, g.Others)
	}
	for n := range 25_000 {
		add(0, event.Console{Root: 100 + n, Object: other})
	}
	if g.held > 10_000 || len(g.Others) > 10_000 {
		t.Errorf("%d are held", g.held)
	}
}
