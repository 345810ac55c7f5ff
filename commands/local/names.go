package local

import (
	"context"

	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Names records the names that objects are started with, which nothing else on disk
// contains. A recorded name is not written again.
type Names struct {
	state   *state.Folder
	classes map[string]map[string]migrate.Class // by Worker
	known   map[inspect.Seen]bool
}

func (n *Names) Record(events []event.Event) {
	var fresh []inspect.Seen
	for _, e := range events {
		switch e := e.(type) {
		case event.Ready:
			n.state = &state.Folder{Dir: e.State}
			if n.classes == nil {
				n.classes = map[string]map[string]migrate.Class{}
			}
			for _, served := range e.Workers() {
				n.classes[served.Project.Name.Value] = served.Classes
			}
			if len(e.Removed) > 0 {
				n.known = nil
			}
		case event.Started:
			seen := inspect.Seen{Key: n.classes[e.Object.Worker][e.Object.Class].Key, Name: e.Object.Name}
			if seen.Key != "" && e.Object.Named && !n.known[seen] {
				fresh = append(fresh, seen)
			}
		}
	}
	if len(fresh) == 0 {
		return
	}
	// The record is a convenience: if this fails, the name is recorded at the next
	// start of the object.
	if inspect.Remember(context.Background(), n.state, fresh...) == nil {
		for _, seen := range fresh {
			if n.known == nil {
				n.known = map[inspect.Seen]bool{}
			}
			n.known[seen] = true
		}
	}
}
