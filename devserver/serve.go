package devserver

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"time"
)

// serveClients answers the commands of this user on the control socket until
// ctx is done.
func (s *server) serveClients(ctx context.Context, l net.Listener) {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/object", s.handleObject)
	mux.HandleFunc("POST /v1/pause", s.handlePause)
	mux.HandleFunc("POST /v1/alarms", s.handleAlarms)
	mux.HandleFunc("POST /v1/hold", s.handleHold)
	mux.HandleFunc("POST /v1/logs", s.handleLogs)
	mux.HandleFunc("POST /v1/counts", s.handleCounts)
	serveUnix(ctx, l, s.secret, mux)
}

// serveUnix serves those who know the secret, until ctx is done.
func serveUnix(ctx context.Context, l net.Listener, secret string, handler http.Handler) {
	server := &http.Server{
		ReadHeaderTimeout: 10 * time.Second,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+secret)) != 1 {
				http.Error(w, "forbidden", http.StatusForbidden)
				return
			}
			handler.ServeHTTP(w, r)
		}),
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	_ = server.Serve(l) // ends with the listener
}

// handleObject passes the request on to the control worker in workerd.
func (s *server) handleObject(w http.ResponseWriter, r *http.Request) {
	resp, err := s.control.post(r.Context(), "/object", r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer resp.Body.Close()
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(resp.StatusCode)
	_, _ = io.Copy(w, resp.Body) // the client sees that it is cut short
}

// pause asks the loop to let go of the state folder.
type pause struct {
	paused chan error    // answered once
	ended  chan struct{} // closed when the client is done
}

func (s *server) handlePause(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // only then is it seen that the client goes away
	p := pause{make(chan error, 1), make(chan struct{})}
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

// handleLogs answers a [Line] for each event, one a line, until the client goes.
func (s *server) handleLogs(w http.ResponseWriter, r *http.Request) {
	var o LogOptions
	if err := json.NewDecoder(r.Body).Decode(&o); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	_, _ = io.Copy(io.Discard, r.Body) // only then is it seen that the client goes away
	w.Header().Set("Content-Type", "application/x-ndjson")
	enc, flush := json.NewEncoder(w), http.NewResponseController(w).Flush
	_ = flush() // the client knows that it follows from here on
	since := time.Now()
	if o.SinceMs > 0 {
		since = since.Add(-time.Duration(o.SinceMs) * time.Millisecond)
	}
	stop := s.feed.follow(o.Filter, since, func(events []Event) {
		for _, e := range events {
			l, ok := NewLine(e, s.show)
			if d, is := e.(Dropped); is {
				l, ok = Line{At: time.Now().UTC().Format(lineTime), Event: "dropped", Count: d.Count}, true
			}
			if ok && enc.Encode(l) != nil {
				return // the client is gone
			}
		}
		_ = flush()
	})
	<-r.Context().Done()
	stop()
}

// handleCounts answers what objects were called for.
func (s *server) handleCounts(w http.ResponseWriter, r *http.Request) {
	var o struct {
		Limit int `json:"limit"`
	}
	if err := json.NewDecoder(r.Body).Decode(&o); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(s.feed.Counts(o.Limit))
}
