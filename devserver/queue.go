package devserver

import (
	"slices"
	"sync"
	"time"
)

// queueBytes is how much of what the Worker causes may wait to be reported.
const queueBytes = 8 << 20

// queue passes events to the report function, in order, and never makes anybody
// wait: what the Worker causes is dropped and counted while the function does
// not keep up, what the server itself says is kept.
type queue struct {
	mu      sync.Mutex // guards what follows
	pending []Event
	bytes   int // that the Worker's events among them take, roughly
	dropped int
	closed  bool
	subs    []*subscription

	wake chan struct{} // holds one token while there is something to do
	done chan struct{}
}

func newQueue(report func([]Event)) *queue {
	q := &queue{wake: make(chan struct{}, 1), done: make(chan struct{})}
	go func() { // ends with close
		defer close(q.done)
		for range q.wake {
			batch, closed := q.take()
			if len(batch) > 0 {
				report(batch)
			}
			if closed {
				return
			}
		}
	}()
	return q
}

func (q *queue) take() (batch []Event, closed bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	batch, q.pending, q.bytes = q.pending, nil, 0
	if q.dropped > 0 {
		batch = append(batch, Dropped{q.dropped})
		q.dropped = 0
	}
	return batch, q.closed
}

// put adds what the server says.
func (q *queue) put(e Event) { q.add(e, 0) }

// offer adds what the Worker causes, if there is room.
func (q *queue) offer(e Event) {
	const overhead = 64
	size := overhead
	switch e := e.(type) {
	case Console:
		size += len(e.Text)
	case Call:
		size += len(e.URL) + len(e.Args)
	}
	q.add(e, size)
}

func (q *queue) add(e Event, size int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return
	}
	for _, sub := range q.subs {
		sub.offer(e)
	}
	if _, ok := e.(mark); ok {
		return
	}
	switch {
	case size > 0 && q.bytes > 0 && q.bytes+size > queueBytes:
		q.dropped++
		return
	}
	q.pending = append(q.pending, e)
	q.bytes += size
	q.signal()
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// mark is put among the events of the Worker to tell that those before it have
// come. Only subscribers see it.
type mark struct{ token string }

func (mark) event() {}

// subscription gets events from the queue without making anybody wait.
type subscription struct {
	want    func(Event) bool
	events  chan Event
	dropped int // not told yet; guarded by the queue
}

// subscribedEvents is how many events may wait for a subscriber.
const subscribedEvents = 4096

// subscribe has all events that want accepts sent to a channel from here on,
// until stop is called, whether report keeps up or not. want is called with the
// queue locked. What the subscriber does not take in time is dropped, and
// counted by [Dropped]. The channel is closed when the queue or the subscription
// ends.
func (q *queue) subscribe(want func(Event) bool) (events <-chan Event, stop func()) {
	sub := &subscription{want: want, events: make(chan Event, subscribedEvents)}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		close(sub.events)
		return sub.events, func() {}
	}
	q.subs = append(q.subs, sub)
	return sub.events, func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		if i := slices.Index(q.subs, sub); i >= 0 {
			q.subs = slices.Delete(q.subs, i, i+1)
			close(sub.events)
		}
	}
}

func (s *subscription) offer(e Event) {
	if !s.want(e) {
		return
	}
	// Room for two: one to tell of those that were dropped.
	if len(s.events)+2 > cap(s.events) {
		s.dropped++
		return
	}
	if s.dropped > 0 {
		s.events <- Dropped{s.dropped}
		s.dropped = 0
	}
	s.events <- e
}

// close reports what is left, unless nobody listens any more.
func (q *queue) close() {
	q.mu.Lock()
	q.closed = true
	for _, sub := range q.subs {
		close(sub.events)
	}
	q.subs = nil
	q.signal()
	q.mu.Unlock()
	select {
	case <-q.done:
	case <-time.After(500 * time.Millisecond):
	}
}
