package devserver

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/trace"
)

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
		s := &shared{log: trace.NewFeed(), o: Options{Log: true}}
		const lines = 8000
		for n := range lines {
			s.log.Offer(event.Console{At: time.Now(), Level: "log", Text: fmt.Sprint("line ", n)})
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
