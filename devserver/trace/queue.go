package trace

import (
	"sync"
	"time"

	"github.com/dotool-dev/dotool/devserver/event"
)

// queueBytes limits the events of the Worker that wait to be reported.
const queueBytes = 8 << 20

// queue passes events to the report function, in order, without making callers wait:
// while the function does not keep up, events of the Worker are dropped and counted;
// events of the server are kept.
type queue struct {
	mu      sync.Mutex // guards the fields below
	pending []event.Event
	bytes   int // of the Worker's events among them, roughly
	dropped int
	closed  bool

	wake chan struct{} // holds one token while there is something to do
	done chan struct{}
}

func newQueue(report func([]event.Event)) *queue {
	q := &queue{wake: make(chan struct{}, 1), done: make(chan struct{})}
	go func() { // ends with close
		defer close(q.done)
		for range q.wake {
			batch, closed := q.take()
			if len(batch) > 0 {
				q.pass(report, batch)
			}
			if closed {
				return
			}
		}
	}()
	return q
}

// pass reports a batch.
func (q *queue) pass(report func([]event.Event), batch []event.Event) {
	defer survive("report what happened", func(e event.Event) {
		if _, again := batch[0].(event.Bug); !again {
			q.put(e)
		}
	})
	report(batch)
}

func (q *queue) take() (batch []event.Event, closed bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	batch, q.pending, q.bytes = q.pending, nil, 0
	if q.dropped > 0 {
		batch = append(batch, event.Dropped{Count: q.dropped})
		q.dropped = 0
	}
	return batch, q.closed
}

// put adds an event of the server.
func (q *queue) put(e event.Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.add(e, 0)
}

// offer adds the events of the Worker that are wanted, where there is room.
func (q *queue) offer(events []event.Event, wanted func(event.Event) bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, e := range events {
		if wanted(e) {
			q.add(e, sizeOf(e))
		}
	}
}

// sizeOf returns roughly the size of an event of the Worker.
func sizeOf(e event.Event) int {
	const overhead = 64
	size := overhead
	switch e := e.(type) {
	case event.Console:
		size += len(e.Text)
	case event.BuildOutput:
		size += len(e.Text)
	case event.Call:
		size += len(e.URL) + len(e.Args)
		if e.Socket != nil {
			size += len(e.Socket.Text) + len(e.Socket.Reason) + len(e.Socket.Message)
		}
		if e.Sent != nil {
			size += len(e.Sent.Text)
		}
	}
	return size
}

func (q *queue) add(e event.Event, size int) {
	switch {
	case q.closed:
		return
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

// close reports the rest, but does not wait for a report function that hangs, which may
// then still be running.
func (q *queue) close() {
	q.end()
	select {
	case <-q.done:
	case <-time.After(500 * time.Millisecond):
	}
}

// finish reports the rest. When it returns, the report function is no longer called,
// and what it uses can be released.
func (q *queue) finish() {
	q.end()
	<-q.done
}

func (q *queue) end() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.signal()
}
