package devserver

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dotool/devserver/event"
)

// A mistake of ours where the Worker's or a client's words are handled is
// reported, and the next ones are handled all the same.
func TestSurvive(t *testing.T) {
	t.Parallel()
	var got []string
	report := func(e event.Event) { got = append(got, fmt.Sprint(e)) }
	line := surviving("read a line", report, func(line []byte) {
		if string(line) == "bad" {
			var list []int
			_ = list[len(line)]
		}
		got = append(got, string(line))
	})
	for _, text := range []string{"a", "bad", "b"} {
		line([]byte(text))
	}
	if all := strings.Join(got, "\n"); !strings.HasPrefix(all, "a\n{read a line: a mistake in dotool itself") || !strings.HasSuffix(all, "\nb") || !strings.Contains(all, "survive_test.go") && !strings.Contains(all, "TestSurvive") {
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

// slowWriter is a client that reads when it is let.
type slowWriter struct {
	*httptest.ResponseRecorder
	read  chan bool
	ended bool // the handler has returned
	late  bool // something was written after that
}

func (w *slowWriter) Write(b []byte) (int, error) {
	<-w.read
	w.late = w.late || w.ended
	return w.ResponseRecorder.Write(b)
}

func (w *slowWriter) SetWriteDeadline(time.Time) error { return nil }

// A client of logs that is slow gets all that was remembered, and nothing is
// written to it once its handler has returned.
func TestLogsSlowReader(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &server{log: newFeed(), o: Options{Log: true}}
		const lines = 8000
		for n := range lines {
			s.log.offer(event.Console{At: time.Now(), Level: "log", Text: fmt.Sprint("line ", n)})
		}
		w := &slowWriter{ResponseRecorder: httptest.NewRecorder(), read: make(chan bool)}
		r := httptest.NewRequestWithContext(context.Background(), "POST", "/v1/logs", strings.NewReader(`{"sinceMs":600000,"pastOnly":true}`))
		done := make(chan bool)
		go func() { // ends with the request
			defer close(done)
			s.handleLogs(w, r)
			w.ended = true
		}()
		time.Sleep(time.Minute) // of the test's own clock: the client does not read yet
		synctest.Wait()
		select {
		case <-done:
			t.Error("the handler returned before all was read")
		default:
		}
		close(w.read)
		<-done
		synctest.Wait()
		if got := strings.Count(w.Body.String(), "\n"); got != lines || w.late {
			t.Errorf("%d lines of %d, written late: %t", got, lines, w.late)
		}
	})
}
