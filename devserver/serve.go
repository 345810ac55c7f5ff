package devserver

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/socket"
	"github.com/dotool-dev/dotool/devserver/trace"
)

// serveClients serves the commands of this user on the control socket until
// ctx is done.
func (s *shared) serveClients(ctx context.Context, l net.Listener) {
	mux := http.NewServeMux()
	mux.Handle("POST /v1/object", s.serving(http.HandlerFunc(s.handleObject)))
	mux.HandleFunc("POST /v1/pause", s.handlePause)
	mux.HandleFunc("POST /v1/alarms", s.handleAlarms)
	mux.Handle("POST /v1/hold", s.serving(http.HandlerFunc(s.handleHold)))
	mux.HandleFunc("POST /v1/logs", s.handleLogs)
	mux.HandleFunc("POST /v1/counts", s.handleCounts)
	mux.Handle("POST /v1/call", s.serving(s.forward("/call")))
	mux.Handle("/v1/fetch", s.serving(s.forward("/fetch")))
	mux.Handle("POST /v1/methods", s.serving(s.forward("/methods")))
	mux.Handle("POST /v1/evict", s.serving(s.forward("/evict")))
	mux.Handle("POST /v1/scheduled", s.serving(s.forward("/scheduled")))
	mux.Handle("POST /v1/workflows", s.serving(s.forward("/workflows")))
	mux.Handle("POST /v1/email", s.serving(s.forward("/email")))
	mux.Handle("POST /v1/queue", s.serving(s.forward("/queue")))
	mux.Handle("POST /v1/queues", s.serving(s.forward("/queues")))
	mux.HandleFunc("POST /v1/watch", s.handleWatch)
	mux.HandleFunc("POST /v1/status", s.handleStatus)
	socket.Serve(ctx, l, s.secret, mux, s.caught)
}

// caught reports a panic while a request was answered.
func (s *shared) caught(r any) { s.log.Put(event.Bug{Err: trace.Caught("answer a request", r)}) }

// status returns the current status, which the loop sets.
func (s *shared) status() control.Status {
	if st := s.condition.Load(); st != nil {
		return *st
	}
	return control.Status{}
}

// serving responds while no runtime runs: its socket is open, but no one reads from it.
func (s *shared) serving(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if st := s.status(); st.Waiting != "" {
			http.Error(w, st.Waiting, http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// handleStatus returns a [control.Status].
func (s *shared) handleStatus(w http.ResponseWriter, r *http.Request) {
	st := s.status()
	if st.Waiting == "" && s.dog.Process.Load() != nil {
		ctx, cancel := context.WithTimeout(r.Context(), control.StuckTime/2)
		defer cancel()
		if !s.control.Ping(ctx) {
			now := s.dog.Current()
			st.Stuck = &control.StuckStatus{Handler: now.String(), Since: now.Since.UTC().Format(event.LineTime)}
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(st)
}

// handleObject passes the request on to the control worker in workerd.
func (s *shared) handleObject(w http.ResponseWriter, r *http.Request) {
	resp, err := s.control.Post(r.Context(), "/object", r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer resp.Body.Close()
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(resp.StatusCode)
	_, _ = io.Copy(w, resp.Body) // the client sees that it is cut short
}

// readAll reads the rest of a request, as only after its end is it seen that the
// client goes away. Of one without an end that would never be.
func readAll(w http.ResponseWriter, r *http.Request) bool {
	_, err := io.Copy(io.Discard, r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
	return err == nil
}

func (s *shared) handlePause(w http.ResponseWriter, r *http.Request) {
	var command string
	if err := json.NewDecoder(r.Body).Decode(&command); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if !readAll(w, r) {
		return
	}
	p := pause{command, make(chan error, 1), make(chan struct{})}
	defer close(p.ended)
	select {
	case s.pauses <- p:
	case <-r.Context().Done():
		return
	}
	select {
	case err := <-p.paused:
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
	case <-r.Context().Done():
		return
	}
	_, _ = w.Write([]byte("."))
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}

// handleLogs writes an [event.Line] for each event, one per line, until the client leaves.
func (s *shared) handleLogs(w http.ResponseWriter, r *http.Request) {
	var o control.LogOptions
	if err := json.NewDecoder(r.Body).Decode(&o); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if !readAll(w, r) {
		return
	}
	if o.PID > 0 {
		defer s.printed.Follow(o.PID)()
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	rc := http.NewResponseController(w)
	enc, flush := json.NewEncoder(w), rc.Flush
	_ = flush() // tells the client that it follows from now on
	// A slow client gets everything that waits for it; a write to one that has left
	// must not block.
	defer context.AfterFunc(r.Context(), func() { _ = rc.SetWriteDeadline(time.Now()) })()
	since := time.Now()
	if o.SinceMs > 0 {
		since = since.Add(-time.Duration(o.SinceMs) * time.Millisecond)
	}
	if stuck := s.dog.Stuck.Load(); stuck != nil && stuck.At.Before(since) && o.Filter.Selects(*stuck) {
		l, _ := event.NewLine(*stuck, s.show) // still stuck
		_ = enc.Encode(l)
		_ = flush()
	}
	stop := s.follow(r.Context(), o.Filter, since, func(events []event.Event) {
		for _, e := range events {
			if l, ok := event.NewLine(e, s.show); ok && enc.Encode(l) != nil {
				return // the client has left
			}
		}
		_ = flush()
	})
	if !o.PastOnly {
		<-r.Context().Done()
	}
	stop()
}

// handleCounts returns the counts of calls by object.
func (s *shared) handleCounts(w http.ResponseWriter, r *http.Request) {
	var o struct {
		Limit int `json:"limit"`
	}
	if err := json.NewDecoder(r.Body).Decode(&o); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	counts := s.log.Counts(o.Limit)
	s.addSockets(r.Context(), counts)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(counts)
}

// addSockets asks the Worker how many WebSockets its objects have. If the Worker does
// not respond, the numbers are unknown.
func (s *shared) addSockets(ctx context.Context, counts []event.Count) {
	ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
	defer cancel()
	resp, err := s.control.Post(ctx, "/sockets", nil)
	if err != nil {
		return
	}
	defer resp.Body.Close()
	var sockets []event.Count
	if json.NewDecoder(resp.Body).Decode(&sockets) != nil {
		return
	}
	open := map[event.Ref]int{}
	for _, o := range sockets {
		open[o.Ref()] = o.Sockets
	}
	for i, c := range counts {
		counts[i].Sockets = open[c.Ref()]
	}
}

// handleAlarms reports each alarm that fires from now on.
func (s *shared) handleAlarms(w http.ResponseWriter, r *http.Request) {
	if !readAll(w, r) {
		return
	}
	next, stop := s.alarms.Follow()
	defer stop()
	w.Header().Set("Content-Type", "application/x-ndjson")
	_, _ = w.Write([]byte("\n"))
	flush := http.NewResponseController(w).Flush
	enc := json.NewEncoder(w)
	for flush() == nil {
		for _, f := range next(r.Context()) {
			if enc.Encode(f) != nil {
				return
			}
		}
		if r.Context().Err() != nil {
			return
		}
	}
}
