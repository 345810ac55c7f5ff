package devserver

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"

	"dotool/devserver/host"
)

// failure is a request that failed, as host/page.js tells it.
type failure struct {
	Error  *thrownError `json:"error"` // as it left the Worker
	Method string       `json:"method"`
	URL    string       `json:"url"`
	Accept string       `json:"accept"`
	Agent  string       `json:"agent"`
	Object *struct {    // where it was thrown, if not in the Worker itself
		Class  string       `json:"class"`
		ID     string       `json:"id"`
		Name   *string      `json:"name"`
		Method string       `json:"method"`
		Error  *thrownError `json:"error"`
	} `json:"object"`
}

// servePages answers the Worker's failed requests, until ctx is done.
func (s *server) servePages(ctx context.Context, l net.Listener) {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /error", s.handleError)
	if s.reloader != nil {
		mux.Handle("GET "+host.ReloadPath, s.reloader)
	}
	serveUnix(ctx, l, s.control.secret, mux)
	s.reloader.wait()
}

func (s *server) handleError(w http.ResponseWriter, r *http.Request) {
	var f failure
	if err := json.NewDecoder(r.Body).Decode(&f); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusInternalServerError)
	if f.Error != nil {
		fmt.Fprintf(w, "%s: %s\n", f.Error.Name, f.Error.Message)
	}
}
