package only

import (
	"maps"
	"slices"
	"time"

	"github.com/dotool-dev/dotool/devserver/event"
)

// Sieve lets the events of a log pass that belong to calls which a filter selects. A
// call is known when it has ended, so what happened in it waits for that.
type Sieve struct {
	filter *Filter
	apart  bool
	passed []event.Event

	groups map[int]*group // by the number of the call that is their root
	order  []int          // of the groups that still wait, by age
	timer  *time.Timer    // runs while one does
}

// group collects the events of a top-level call until it ends.
type group struct {
	since time.Time
	items []event.Event
	open  bool // it takes long: calls in it pass when they have ended
}

const (
	patience  = 250 * time.Millisecond // how long a call waits for the one that led to it
	mostItems = 1000                   // of a group that is open
	mostCalls = 10_000                 // calls in progress
)

// NewSieve makes a sieve. If apart, a call whose caller is not selected passes as if
// nothing had led to it.
func NewSieve(f *Filter, apart bool) *Sieve {
	return &Sieve{filter: f, apart: apart, groups: map[int]*group{}}
}

// Filter returns the filter of the sieve, nil if there is none.
func (s *Sieve) Filter() *Filter {
	if s == nil {
		return nil
	}
	return s.filter
}

func (s *Sieve) pass(e event.Event) { s.passed = append(s.passed, e) }

// taken returns what has passed.
func (s *Sieve) taken() []event.Event {
	passed := s.passed
	s.passed = nil
	return passed
}

// Take takes an event and returns what is complete with it.
func (s *Sieve) Take(e event.Event, now time.Time) []event.Event {
	s.take(e, now)
	return s.taken()
}

func (s *Sieve) take(e event.Event, now time.Time) {
	root := event.RootOf(e)
	switch e := e.(type) {
	case event.Call:
		if e.N == e.Root {
			s.ended(e)
			return
		}
	case event.Console, event.Limit:
		if root == 0 {
			if s.filter.object(event.ObjectOf(e)) {
				s.pass(e)
			}
			return
		}
	case event.Exception:
		if root == 0 {
			if e.Object == nil || s.filter.mayBe(e.Object) {
				s.pass(e)
			}
			return
		}
	case event.Workflow:
		if s.filter.object(e.Object) {
			s.pass(e)
		}
		return
	case event.Ready, event.Gone: // calls that have not ended will not
		s.flush()
		s.pass(e)
		return
	default:
		s.pass(e)
		return
	}
	g := s.groups[root]
	if g == nil {
		g = &group{since: now}
		s.groups[root], s.order = g, append(s.order, root)
	}
	g.items = append(g.items, e)
	if g.open {
		s.sift(g)
	}
}

// ended passes on a call that nothing led to, or the calls in it that are selected.
func (s *Sieve) ended(root event.Call) {
	g := s.groups[root.N]
	delete(s.groups, root.N)
	if len(s.order) > 0 && s.order[0] == root.N {
		s.order = s.order[1:]
	} else if len(s.order) > 100 {
		s.order = slices.DeleteFunc(s.order, func(n int) bool { return s.groups[n] == nil })
	}
	if !s.filter.call(root) {
		if g != nil {
			s.sift(g)
		}
		return
	}
	if g != nil {
		for _, e := range g.items {
			s.pass(e)
		}
	}
	s.pass(root)
}

// sift passes on the calls of a group that are selected, and keeps what is not known yet.
func (s *Sieve) sift(g *group) {
	var roots []event.Call // those selected that no other one contains
	in := map[int]int{}    // the one of them that a call belongs to
	for _, e := range slices.Backward(g.items) {
		c, ok := e.(event.Call) // after the calls it led to
		if !ok {
			continue
		}
		if root, below := in[c.Parent]; below {
			in[c.N] = root
		} else if s.filter.call(c) {
			in[c.N] = c.N
			roots = append(roots, c)
		}
	}
	for _, root := range slices.Backward(roots) {
		for _, e := range g.items {
			if n, of := callOf(e); in[n] == root.N || in[of] == root.N {
				s.pass(s.under(e, root.N))
			}
		}
	}
	g.items = slices.DeleteFunc(g.items, func(e event.Event) bool {
		n, of := callOf(e)
		if in[n] != 0 || in[of] != 0 {
			return true
		}
		if _, ok := e.(event.Call); ok || !s.filter.object(event.ObjectOf(e)) {
			return false
		}
		s.pass(s.under(e, 0))
		return true
	})
	if over := len(g.items) - mostItems; over > 0 {
		g.items = slices.Delete(g.items, 0, over)
	}
}

// callOf returns the call that an event is, or that it belongs to.
func callOf(e event.Event) (n, of int) {
	switch e := e.(type) {
	case event.Call:
		return e.N, 0
	case event.Console:
		return 0, e.Call
	case event.Exception:
		return 0, e.Call
	case event.Limit:
		return 0, e.Call
	}
	return 0, 0
}

// under makes an event one of a chain of calls that begins with root, 0 for none.
func (s *Sieve) under(e event.Event, root int) event.Event {
	if !s.apart {
		return e
	}
	switch e := e.(type) {
	case event.Call:
		if e.Root = root; e.N == root {
			e.Parent = 0
		}
		return e
	case event.Console:
		e.Root = root
		return e
	case event.Exception:
		e.Root = root
		return e
	case event.Limit:
		e.Root = root
		return e
	}
	return e
}

// Due returns calls that have waited long enough for the one that led to them, and
// calls again when it is the turn of the next.
func (s *Sieve) Due(now time.Time, again func()) []event.Event {
	s.due(now, again)
	return s.taken()
}

func (s *Sieve) due(now time.Time, again func()) {
	for len(s.order) > 0 {
		g := s.groups[s.order[0]]
		if g != nil && !g.open {
			if wait := g.since.Add(patience).Sub(now); wait > 0 {
				if s.timer == nil {
					s.timer = time.AfterFunc(wait, again)
				} else {
					s.timer.Reset(wait)
				}
				return
			}
			g.open = true
			s.sift(g)
			if len(s.groups) > mostCalls { // some never end
				delete(s.groups, s.order[0])
			}
		}
		s.order = s.order[1:]
	}
}

// Change replaces the filter, which then decides about what waits; with nil everything passes.
func (s *Sieve) Change(f *Filter) []event.Event {
	s.filter = f
	for _, n := range slices.Sorted(maps.Keys(s.groups)) {
		switch g := s.groups[n]; {
		case f == nil:
			s.passed = append(s.passed, g.items...)
		case g.open:
			s.sift(g)
		}
	}
	if f == nil {
		clear(s.groups)
		s.order = nil
	}
	return s.taken()
}

// Flush returns what the calls that have not ended contain, as far as it is selected,
// and errors, which may be of a call that would have been.
func (s *Sieve) Flush() []event.Event {
	s.flush()
	return s.taken()
}

func (s *Sieve) flush() {
	for _, n := range slices.Sorted(maps.Keys(s.groups)) {
		g := s.groups[n]
		s.sift(g)
		for _, e := range g.items {
			if x, ok := e.(event.Exception); ok && s.filter.mayBe(x.Object) {
				s.pass(s.under(x, 0))
			}
		}
	}
	clear(s.groups)
	s.order = nil
}
