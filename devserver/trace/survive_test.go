package trace

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/devserver/event"
)

// A panic while input of the Worker or of a client is handled is reported, and the next
// input is handled.
func TestSurvive(t *testing.T) {
	t.Parallel()
	var got []string
	report := func(e event.Event) { got = append(got, fmt.Sprint(e)) }
	line := Surviving("read a line", report, func(line []byte) {
		if string(line) == "bad" {
			var list []int
			_ = list[len(line)]
		}
		got = append(got, string(line))
	})
	for _, text := range []string{"a", "bad", "b"} {
		line([]byte(text))
	}
	if all := strings.Join(got, "\n"); !strings.HasPrefix(all, "a\n{read a line: a bug in dotool") || !strings.HasSuffix(all, "\nb") || !strings.Contains(all, "survive_test.go") && !strings.Contains(all, "TestSurvive") {
		t.Errorf("got %s", all)
	}

	var events []event.Event
	first := true
	q := newQueue(func(batch []event.Event) {
		if first {
			first = false
			panic("the first")
		}
		events = append(events, batch...)
	})
	q.put(event.Notice{Text: "lost"})
	q.finish()
	if len(events) != 0 {
		t.Errorf("got %v", events)
	}
	q = newQueue(func(batch []event.Event) { panic("always") })
	q.put(event.Notice{Text: "lost"})
	q.finish() // ends
}
