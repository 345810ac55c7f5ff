package trace

import (
	"sync"

	"github.com/dotool-dev/dotool/devserver/event"
)

// EventBuffer holds events back until Pass is called.
type EventBuffer struct {
	mu   sync.Mutex // guards both
	held []event.Event
	next func(...event.Event)
}

func (b *EventBuffer) Report(e event.Event) { b.ReportAll(e) }

// ReportAll reports events that belong together. It does not keep the slice.
func (b *EventBuffer) ReportAll(events ...event.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next != nil {
		b.next(events...)
	} else {
		b.held = append(b.held, events...)
	}
}

// Pass passes on the events held, and all later ones.
func (b *EventBuffer) Pass(next func(...event.Event)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	next(b.held...)
	b.held, b.next = nil, next
}
