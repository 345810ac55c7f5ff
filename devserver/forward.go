package devserver

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"time"

	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
)

// forward passes a request of a client on to the control worker under path, including
// bodies and WebSockets.
func (s *shared) forward(path string) http.Handler {
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: "dotool"})
			r.Out.URL.Path = path
			s.control.Authorize(r.Out)
		},
		Transport:     s.control.Transport(),
		FlushInterval: -1, // do not buffer streams
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			http.Error(w, "the runtime ended before it responded: "+err.Error(), http.StatusBadGateway)
		},
		ErrorLog: log.New(io.Discard, "", 0),
	}
}

// follow passes the events that the filter selects to a subscriber: see
// [trace.Feed.Follow]. A Worker that was started without a log reports its calls
// meanwhile.
func (s *shared) follow(ctx context.Context, filter event.Filter, since time.Time, report func([]event.Event)) (stop func()) {
	s.following.Lock()
	defer s.following.Unlock()
	end := s.log.Follow(filter, since, report)
	if !s.o.Log {
		s.settle(ctx, "", s.log.Chosen())
	}
	return func() {
		end() // a slow reader must not delay others
		s.following.Lock()
		defer s.following.Unlock()
		if !s.o.Log {
			s.settle(context.WithoutCancel(ctx), "", s.log.Chosen())
		}
	}
}

// choose says to a process that has just started which calls to report: without a log,
// those that someone follows.
func (s *shared) choose(ctx context.Context) {
	s.following.Lock() // else it could undo what follow has said since
	defer s.following.Unlock()
	if chosen := s.log.Chosen(); !s.o.Log && chosen != "false" {
		s.settle(ctx, "", chosen)
	}
}

// settle makes the Worker print the lines that it holds back, followed by a mark. body
// may say which calls to report from now on: see [trace.Feed.Chosen]. It reports whether
// the Worker has done so; otherwise it is stuck, or has ended.
func (s *shared) settle(ctx context.Context, mark, body string) bool {
	ctx, cancel := s.dog.Responding(ctx)
	defer cancel()
	resp, err := s.control.Flush(ctx, mark, body)
	if err == nil {
		resp.Body.Close()
	}
	return err == nil
}

// handleWatch writes an [event.Line] for each event of an object and of the calls that
// it belongs to, until the body of the request ends and everything before that is
// reported.
func (s *shared) handleWatch(w http.ResponseWriter, r *http.Request) {
	rc := http.NewResponseController(w)
	_ = rc.EnableFullDuplex() // supported by this server for HTTP/1
	body := bufio.NewReader(r.Body)
	line, err := body.ReadBytes('\n')
	var t control.ObjectTarget
	if err == nil {
		err = json.Unmarshal(line, &t)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	token := randomHex()
	events, done := make(chan event.Event), make(chan struct{})
	stop := s.follow(r.Context(), event.Filter{}, time.Now(), func(batch []event.Event) {
		for _, e := range batch {
			select {
			case events <- e:
			case <-done:
			}
		}
	})
	defer stop()
	defer close(done)
	w.Header().Set("Content-Type", "application/x-ndjson")
	_ = rc.Flush() // tells the client that the server is watching
	ended := make(chan struct{})
	go func() { // ends with the request
		defer close(ended)
		_, _ = io.Copy(io.Discard, body)
	}()
	enc, g := json.NewEncoder(w), control.Gathering{Target: t, Ours: map[int]bool{}, Others: map[int][]event.Event{}}
	var late <-chan time.Time
	settled := make(chan bool, 1)
	for {
		select {
		case <-r.Context().Done():
			return
		case <-ended:
			ended = nil
			go func() { settled <- s.settle(r.Context(), token, "") }()
		case printed := <-settled:
			late = time.After(300 * time.Millisecond)
			if printed { // the mark comes, however slow the machine is
				late = time.After(10 * time.Second)
			}
		case <-late:
			return // the Worker is stuck, or has ended
		case e := <-events:
			if m, is := e.(event.Marked); is {
				if m.Token == token {
					return
				}
				continue
			}
			if f, is := e.(event.StreamFailed); is {
				e = f.Exception // the reader of the stream does not get the error
			}
			for _, e := range g.Add(e) {
				if l, ok := event.NewLine(e, s.show); ok && enc.Encode(l) != nil {
					return
				}
				_ = rc.Flush()
			}
		}
	}
}
