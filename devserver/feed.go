package devserver

import (
	"cmp"
	"encoding/json"
	"maps"
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

	Counting bool `json:"counting,omitempty"` // nothing, but have all calls told, so that [Client.Counts] knows them
}

func (f Filter) matches(o *Object) bool {
	if f == (Filter{}) {
		return true
	}
	return o != nil && !f.Counting && (f.Class == "" || f.Class == o.Class) && strings.HasPrefix(o.ID, f.ID) && strings.HasPrefix(o.Name, f.Prefix)
}

// pastEvents is how many events the feed remembers.
const pastEvents = 10_000

// mostCounted is how many objects are counted at most.
const mostCounted = 20_000

// feed is where all that happens goes: it passes it on to those who follow,
// remembers the last of what the Worker did, and counts calls by object. It
// never makes anybody wait.
type feed struct {
	mu        sync.Mutex // guards what follows
	past      []dated    // a ring
	next      int        // where in past the next one goes, once that is full
	followers map[*follower]bool
	counts    map[countKey]*counted
	closed    bool
}

// dated is an event and when it was told.
type dated struct {
	at    time.Time
	event Event
}

// follower is somebody who follows, at a pace of its own.
type follower struct {
	filter Filter
	owner  bool // is told what the server says too
	queue  *queue
}

// mark is put among the events of the Worker to tell those who follow that what
// came before it has come.
type mark struct{ token string }

func (mark) event() {}

// aside reports whether an event is for those who follow a conversation alone.
func aside(e Event) bool {
	switch e.(type) {
	case mark, streamFailed:
		return true
	}
	return false
}

// streamFailed is an error that ended a stream of the user's. Whoever reads the
// stream may catch it, so it is in no log unless the runtime tells that nobody
// did; but it is for those who follow one conversation.
type streamFailed struct{ Exception }

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
}

// counted is a Count while it goes on.
type counted struct {
	Count
	last time.Time
}

// newFeed makes a feed for its owners, each with a function like
// Options.Report; nil is nobody.
func newFeed(owners ...func([]Event)) *feed {
	f := &feed{followers: map[*follower]bool{}, counts: map[countKey]*counted{}}
	for _, report := range owners {
		if report != nil {
			f.followers[&follower{owner: true, queue: newQueue(report)}] = true
		}
	}
	return f
}

// close has all who follow told what is left.
func (f *feed) close() {
	f.mu.Lock()
	f.closed = true
	followers := slices.Collect(maps.Keys(f.followers))
	clear(f.followers)
	f.mu.Unlock()
	for _, w := range followers {
		w.queue.close()
	}
}

// put takes what the server says.
func (f *feed) put(e Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for w := range f.followers {
		if w.owner {
			w.queue.put(e)
		}
	}
}

// offer takes what the Worker does.
func (f *feed) offer(e Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	marked := aside(e)
	switch e := e.(type) {
	case Call:
		f.count(e)
		f.remember(e)
	case Console, Exception, Limit:
		f.remember(e)
	}
	object := ObjectOf(e)
	for w := range f.followers {
		if w.owner && !marked || !w.owner && (marked || w.filter.matches(object)) {
			w.queue.offer(e)
		}
	}
}

func (f *feed) remember(e Event) {
	d := dated{time.Now(), e}
	if len(f.past) < pastEvents {
		f.past = append(f.past, d)
		return
	}
	f.past[f.next] = d
	f.next = (f.next + 1) % pastEvents
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
		n = &counted{Count: Count{Class: key.class, ID: key.id}}
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
func (f *feed) sorted() []*counted {
	all := make([]*counted, 0, len(f.counts))
	for _, n := range f.counts {
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b *counted) int { return cmp.Or(b.last.Compare(a.last), strings.Compare(a.ID, b.ID)) })
	return all
}

// Counts are the counts of at most limit objects, those called last first.
func (f *feed) Counts(limit int) []Count {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := f.sorted()
	out := make([]Count, min(limit, len(all)))
	for i := range out {
		out[i] = all[i].Count
		out[i].LastAt = all[i].last.UTC().Format(lineTime)
	}
	return out
}

// follow passes on what the filter selects, in batches from one goroutine:
// first what happened since, as far as that is remembered, then what happens,
// until stop is called, which waits for report to return. What a slow follower
// does not take is dropped and counted.
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

// chosen is what calls those need who follow, the owners aside, as JSON: true,
// false, or a list of filters.
func (f *feed) chosen() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var filters []Filter
	for w := range f.followers {
		switch {
		case w.owner:
		case w.filter == Filter{} || w.filter.Counting:
			return "true"
		default:
			filters = append(filters, w.filter)
		}
	}
	if filters == nil {
		return "false"
	}
	data, _ := json.Marshal(filters) // of strings
	return string(data)
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
