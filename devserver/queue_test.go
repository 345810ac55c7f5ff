package devserver

import (
	"strings"
	"testing"
)

// A reader that pauses makes nobody wait and takes a bounded memory; what the
// server itself says is never lost, nor its order.
func TestQueue(t *testing.T) {
	t.Parallel()
	entered, release := make(chan bool, 1), make(chan bool)
	var got []Event
	q := newQueue(func(batch []Event) {
		entered <- true
		<-release
		got = append(got, batch...)
	})
	q.put(Notice{"first"})
	<-entered
	line := Console{Text: strings.Repeat("x", 1<<20)}
	for range 100 {
		q.offer(line)
	}
	q.put(Notice{"last"})
	q.mu.Lock()
	if q.bytes > queueBytes {
		t.Errorf("%d bytes wait", q.bytes)
	}
	q.mu.Unlock()
	close(release)
	<-entered
	q.close()
	q.offer(line) // late, of a timer or a reader: not a panic

	count := map[string]int{}
	for _, e := range got {
		switch e := e.(type) {
		case Notice:
			count[e.Text]++
		case Console:
			count["lines"]++
		case Dropped:
			count["dropped"] += e.Count
		}
	}
	if count["first"] != 1 || count["last"] != 1 || count["lines"]+count["dropped"] != 100 || count["dropped"] == 0 {
		t.Errorf("got %v", count)
	}
}

func TestSubscribe(t *testing.T) {
	block := make(chan struct{})
	q := newQueue(func([]Event) { <-block })
	events, stop := q.subscribe(func(e Event) bool {
		_, notice := e.(Notice)
		return !notice
	})
	late, _ := q.subscribe(func(Event) bool { return true })
	// The report function hangs, which is nothing to those who subscribe.
	q.offer(Console{Text: "first"})
	q.put(Notice{"not wanted"})
	q.put(mark{"here"})
	if e := <-events; e != (Console{Text: "first"}) {
		t.Errorf("got %v", e)
	}
	if e := <-events; e != (mark{"here"}) {
		t.Errorf("got %v", e)
	}
	stop()
	if _, open := <-events; open {
		t.Error("an ended subscription goes on")
	}
	stop() // again
	// One who takes nothing loses events, and is told so when there is room.
	for range 2 * subscribedEvents {
		q.offer(Console{})
	}
	kept := len(late)
	for range kept {
		<-late
	}
	q.offer(Console{Text: "last"})
	if e, ok := (<-late).(Dropped); !ok || e.Count != 2*subscribedEvents+3-kept {
		t.Errorf("got %v", e)
	}
	if e := <-late; e != (Console{Text: "last"}) {
		t.Errorf("got %v", e)
	}
	close(block)
	q.close()
	if _, open := <-late; open {
		t.Error("a subscription outlives the queue")
	}
}
