package trace

import (
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/devserver/event"
)

// A paused reader makes no caller wait and takes bounded memory; events of the server
// are never lost or reordered.
func TestQueue(t *testing.T) {
	t.Parallel()
	entered, release := make(chan bool, 1), make(chan bool)
	var got []event.Event
	q := newQueue(func(batch []event.Event) {
		entered <- true
		<-release
		got = append(got, batch...)
	})
	q.put(event.Notice{Text: "first"})
	<-entered
	all := func(event.Event) bool { return true }
	line := event.Console{Text: strings.Repeat("x", 1<<20)}
	for range 100 {
		q.offer([]event.Event{line}, all)
	}
	q.put(event.Notice{Text: "last"})
	q.mu.Lock()
	if q.bytes > queueBytes {
		t.Errorf("%d bytes wait", q.bytes)
	}
	q.mu.Unlock()
	close(release)
	<-entered
	q.close()
	q.offer([]event.Event{line}, all) // late, from a timer or a reader: must not panic

	count := map[string]int{}
	for _, e := range got {
		switch e := e.(type) {
		case event.Notice:
			count[e.Text]++
		case event.Console:
			count["lines"]++
		case event.Dropped:
			count["dropped"] += e.Count
		}
	}
	if count["first"] != 1 || count["last"] != 1 || count["lines"]+count["dropped"] != 100 || count["dropped"] == 0 {
		t.Errorf("got %v", count)
	}
}
