package devserver

import (
	"runtime"
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
	recorded := 0
	q.also = newQueue(func(batch []Event) { recorded += len(batch) })
	q.put(Notice{"first"})
	<-entered
	line := Console{Text: strings.Repeat("x", 1<<20)}
	for range 100 {
		q.offer(line)
		for q.also.waiting() { // who keeps up misses nothing
			runtime.Gosched()
		}
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

	if recorded != 102 {
		t.Errorf("%d events are recorded beside a reader that pauses, not 102", recorded)
	}
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

func (q *queue) waiting() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.pending) > 0
}
