package trace

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/devserver/event"
)

// pastEvents is how many events the feed remembers.
const pastEvents = 10_000

// mostCounted is how many objects are counted at most.
const mostCounted = 20_000

// Feed takes all events: it passes them on to subscribers, remembers the latest of
// the Worker, and counts calls by object. It never makes a caller wait.
type Feed struct {
	mu        sync.Mutex // guards the fields below
	past      []dated    // a ring buffer
	next      int        // index in past of the next one, once that is full
	followers map[*follower]bool
	counts    map[event.Ref]*counted
	closed    bool
}

// dated is an event and when it was reported.
type dated struct {
	at    time.Time
	event event.Event
}

// follower is a subscriber with its own queue.
type follower struct {
	filter event.Filter
	owner  bool // also gets the events of the server
	queue  *queue
}

// aside reports whether an event is only for commands that talk to an object.
func aside(e event.Event) bool {
	switch e.(type) {
	case event.Marked, event.StreamFailed:
		return true
	}
	return false
}

// counted is a Count in progress.
type counted struct {
	event.Count
	last time.Time
}

// NewFeed makes a feed for its owners: functions like Options.Report, or nil.
func NewFeed(owners ...func([]event.Event)) *Feed {
	f := &Feed{followers: map[*follower]bool{}, counts: map[event.Ref]*counted{}}
	for _, report := range owners {
		if report != nil {
			f.followers[&follower{owner: true, queue: newQueue(report)}] = true
		}
	}
	return f
}

// Close passes on the remaining events.
func (f *Feed) Close() {
	f.mu.Lock()
	f.closed = true
	followers := slices.Collect(maps.Keys(f.followers))
	clear(f.followers)
	f.mu.Unlock()
	for _, w := range followers {
		w.queue.close()
	}
}

// Put takes an event of the server. Followers that are not owners get it only if it
// concerns their objects.
func (f *Feed) Put(e event.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	shared := false
	switch e.(type) {
	case event.Stuck, event.Cut:
		shared = true
		f.remember(e, time.Now())
	}
	for w := range f.followers {
		if w.owner || shared && w.filter.Selects(e) {
			w.queue.put(e)
		}
	}
}

// Offer takes an event of the Worker.
func (f *Feed) Offer(e event.Event) { f.OfferAll(e) }

// OfferAll takes events of the Worker. It does not keep the slice.
func (f *Feed) OfferAll(events ...event.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now()
	for _, e := range events {
		switch call := e.(type) {
		case event.Call:
			f.count(&call)
			f.remember(e, now)
		case event.Console, event.Exception, event.Limit, event.Workflow:
			f.remember(e, now)
		}
	}
	for w := range f.followers {
		w.queue.offer(events, w.wants)
	}
}

// wants reports whether a follower gets an event of the Worker.
func (w *follower) wants(e event.Event) bool {
	if w.owner {
		return !aside(e)
	}
	return aside(e) || w.filter.Matches(event.ObjectOf(e))
}

func (f *Feed) remember(e event.Event, at time.Time) {
	d := dated{at, e}
	if len(f.past) < pastEvents {
		f.past = append(f.past, d)
		return
	}
	f.past[f.next] = d
	f.next = (f.next + 1) % pastEvents
}

func (f *Feed) count(c *event.Call) {
	key := c.Ref()
	n := f.counts[key]
	if n == nil {
		if len(f.counts) == mostCounted {
			f.forget()
		}
		n = &counted{Count: event.Count{Worker: key.Worker, Class: key.Class, ID: key.ID}}
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

// forget drops the half of the counts that were called least recently.
func (f *Feed) forget() {
	all := f.sorted()
	for _, n := range all[len(all)/2:] {
		delete(f.counts, n.Ref())
	}
}

// sorted returns the counts, most recently called first.
func (f *Feed) sorted() []*counted {
	all := make([]*counted, 0, len(f.counts))
	for _, n := range f.counts {
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b *counted) int { return cmp.Or(b.last.Compare(a.last), strings.Compare(a.ID, b.ID)) })
	return all
}

// Counts returns the counts of at most limit objects, most recently called first.
func (f *Feed) Counts(limit int) []event.Count {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := f.sorted()
	out := make([]event.Count, max(0, min(limit, len(all))))
	for i := range out {
		out[i] = all[i].Count
		out[i].LastAt = all[i].last.UTC().Format(event.LineTime)
	}
	return out
}

// Follow reports the events that the filter selects, in batches from one goroutine:
// first past events from since on, if still remembered, then new ones, until stop is
// called, which waits for report to return. Events that a slow subscriber does not take
// are dropped and counted.
func (f *Feed) Follow(filter event.Filter, since time.Time, report func([]event.Event)) (stop func()) {
	w := &follower{filter: filter, queue: newQueue(report)}
	f.mu.Lock()
	defer f.mu.Unlock()
	var past []event.Event
	for i := range f.past {
		if d := f.past[(f.next+i)%len(f.past)]; !d.at.Before(since) {
			past = append(past, d.event)
		}
	}
	w.queue.offer(past, filter.Selects)
	if !f.closed {
		f.followers[w] = true
	}
	return func() {
		f.mu.Lock()
		delete(f.followers, w)
		f.mu.Unlock()
		w.queue.finish()
	}
}

// Chosen says which calls the subscribers other than owners need, as JSON: true,
// false, or a list of filters.
func (f *Feed) Chosen() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var filters []event.Filter
	for w := range f.followers {
		switch {
		case w.owner:
		case w.filter == event.Filter{} || w.filter.Counting:
			return "true"
		default:
			filters = append(filters, w.filter)
		}
	}
	if filters == nil {
		return "false"
	}
	data, _ := json.Marshal(filters) // strings: cannot fail
	return string(data)
}
