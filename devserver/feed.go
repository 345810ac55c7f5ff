package devserver

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Filter selects what is told of objects; the zero Filter selects everything,
// what the Worker itself does included.
type Filter struct {
	Class  string `json:"class,omitempty"`
	ID     string `json:"id,omitempty"`     // the beginning of the id is enough
	Prefix string `json:"prefix,omitempty"` // of the name
}

func (f Filter) matches(o *Object) bool {
	if f == (Filter{}) {
		return true
	}
	return o != nil && (f.Class == "" || f.Class == o.Class) && strings.HasPrefix(o.ID, f.ID) && strings.HasPrefix(o.Name, f.Prefix)
}

// pastEvents is how many events the feed remembers.
const pastEvents = 10_000

// mostCounted is how many objects are counted at most.
const mostCounted = 20_000

// feed remembers the last events of the Worker, passes them on to those who
// follow, and counts calls by object. It is fed by one goroutine.
type feed struct {
	record func() // told when somebody follows, and when nobody does any more

	mu        sync.Mutex // guards what follows
	past      []dated    // a ring
	next      int        // where in past the next one goes, once that is full
	followers map[*follower]bool
	counts    map[countKey]*Count
}

// dated is an event and when it was told.
type dated struct {
	at    time.Time
	event Event
}

// follower is somebody who follows.
type follower struct {
	filter Filter
	queue  *queue
}

type countKey struct{ class, id string }

// Count is what an object, or the Worker itself, was called for since the
// server started.
type Count struct {
	Class  string  `json:"class,omitempty"` // absent for the Worker itself
	ID     string  `json:"id,omitempty"`
	Name   *string `json:"name,omitempty"`
	Calls  int     `json:"calls"`
	Errors int     `json:"errors"`
	WallMs int64   `json:"wallMs"`
	BusyMs int64   `json:"busyMs"` // while its handlers ran and nothing else could
	LastAt string  `json:"lastAt"`

	Sockets int `json:"sockets"` // hibernatable WebSockets that are open

	last time.Time
}

func newFeed(record func()) *feed {
	return &feed{record: record, followers: map[*follower]bool{}, counts: map[countKey]*Count{}}
}

// add takes what happened.
func (f *feed) add(events []Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now()
	for _, e := range events {
		var object *Object
		switch e := e.(type) {
		case Call:
			f.count(e)
			object = e.Object
		case Console:
			object = e.Object
		case Exception:
			object = e.Object
		case Limit:
			object = e.Object
		default:
			continue
		}
		if len(f.past) < pastEvents {
			f.past = append(f.past, dated{now, e})
		} else {
			f.past[f.next] = dated{now, e}
			f.next = (f.next + 1) % pastEvents
		}
		for w := range f.followers {
			if w.filter.matches(object) {
				w.queue.offer(e)
			}
		}
	}
}

func (f *feed) count(c Call) {
	var key countKey
	if c.Object != nil {
		key = countKey{c.Object.Class, c.Object.ID}
	}
	n := f.counts[key]
	if n == nil {
		if len(f.counts) == mostCounted {
			f.forget()
		}
		n = &Count{Class: key.class, ID: key.id}
		f.counts[key] = n
	}
	if c.Object != nil && c.Object.Named {
		n.Name = &c.Object.Name
	}
	n.Calls++
	if c.Failed || c.Status >= 500 {
		n.Errors++
	}
	n.WallMs += c.Duration.Milliseconds()
	n.BusyMs += c.Busy.Milliseconds()
	n.last = c.At.Add(c.Duration)
}

// forget drops the half of the counts that was not called for longest.
func (f *feed) forget() {
	all := f.sorted()
	for _, n := range all[len(all)/2:] {
		delete(f.counts, countKey{n.Class, n.ID})
	}
}

// sorted are the counts, those called last first.
func (f *feed) sorted() []*Count {
	all := make([]*Count, 0, len(f.counts))
	for _, n := range f.counts {
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b *Count) int { return cmp.Or(b.last.Compare(a.last), strings.Compare(a.ID, b.ID)) })
	return all
}

// Counts are the counts of at most limit objects, those called last first.
func (f *feed) Counts(limit int) []Count {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := f.sorted()
	out := make([]Count, min(limit, len(all)))
	for i := range out {
		out[i] = *all[i]
		out[i].LastAt = out[i].last.UTC().Format(lineTime)
	}
	return out
}

// follow passes on what the filter selects, in batches from one goroutine:
// first what happened since, as far as that is remembered, then what happens,
// until stop is called. What a slow follower does not take is dropped and
// counted.
func (f *feed) follow(filter Filter, since time.Time, report func([]Event)) (stop func()) {
	w := &follower{filter: filter, queue: newQueue(report)}
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.past {
		d := f.past[(f.next+i)%len(f.past)]
		if !d.at.Before(since) && filter.matches(ObjectOf(d.event)) {
			w.queue.offer(d.event)
		}
	}
	f.followers[w] = true
	if len(f.followers) == 1 {
		f.record()
	}
	return func() {
		f.mu.Lock()
		delete(f.followers, w)
		if len(f.followers) == 0 {
			f.record()
		}
		f.mu.Unlock()
		w.queue.close()
	}
}

// followed reports whether anybody follows.
func (f *feed) followed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.followers) > 0
}

// ObjectOf is the object that an event is about, nil for none.
func ObjectOf(e Event) *Object {
	switch e := e.(type) {
	case Call:
		return e.Object
	case Console:
		return e.Object
	case Exception:
		return e.Object
	case Limit:
		return e.Object
	}
	return nil
}
