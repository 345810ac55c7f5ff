package devserver

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/trace"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// A command gets what its call has printed from a runtime that takes its time to print it, as
// on a busy machine.
func TestWatchSlowRuntime(t *testing.T) {
	t.Parallel()
	s := &shared{log: trace.NewFeed(), o: Options{Log: true}, control: control.Worker{Socket: filepath.Join(t.TempDir(), "s")}}
	s.dog.Process.Store(&workerd.Process{})
	l, err := net.Listen("unix", s.control.Socket)
	if err != nil {
		t.Fatal(err)
	}
	runtime := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(600 * time.Millisecond)
		s.log.OfferAll(event.Console{At: time.Now(), Level: "log", Text: "said"}, event.Marked{Token: r.FormValue("mark")})
	})}
	go func() { _ = runtime.Serve(l) }() // ends with the test
	t.Cleanup(func() { runtime.Close() })
	w := httptest.NewRecorder()
	s.handleWatch(w, httptest.NewRequestWithContext(context.Background(), "POST", "/v1/watch", strings.NewReader("{}\n")))
	if !strings.Contains(w.Body.String(), `"text":"said"`) {
		t.Errorf("got %q", w.Body)
	}
}
