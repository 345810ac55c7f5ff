package trace

import (
	"sync"

	"dotool/devserver/event"
)

// EventBuffer holds events back until Pass is called.
type EventBuffer struct {
	mu   sync.Mutex // guards both
	held []event.Event
	next func(event.Event)
}

func (b *EventBuffer) Report(e event.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next != nil {
		b.next(e)
	} else {
		b.held = append(b.held, e)
	}
}

// Pass passes on the events held, and all later ones.
func (b *EventBuffer) Pass(next func(event.Event)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.held {
		next(e)
	}
	b.held, b.next = nil, next
}
