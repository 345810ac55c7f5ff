package devserver

import (
	"context"
	"net"
	"net/http"

	"github.com/dotool-dev/dotool/devserver/host"
	"github.com/dotool-dev/dotool/devserver/page"
	"github.com/dotool-dev/dotool/devserver/socket"
	"github.com/dotool-dev/dotool/devserver/trace"
)

// servePages serves pages for the Worker's failed requests, until ctx is done.
func (s *shared) servePages(ctx context.Context, l net.Listener) {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /error", s.handleError)
	if s.reloader != nil {
		mux.Handle("GET "+host.ReloadPath, s.reloader)
	}
	socket.Serve(ctx, l, s.control.Secret, mux, s.caught)
	s.reloader.Wait()
}

func (s *shared) handleError(w http.ResponseWriter, r *http.Request) {
	if s.network && !s.o.ErrorPages {
		// The runtime's own response is used: other machines see no source.
		http.Error(w, "no pages for the network", http.StatusForbidden)
		return
	}
	page.Serve(w, r, s.o.ErrorPages, func(worker string) *trace.Source {
		if g := s.started.Load(); g != nil {
			return g.source(worker)
		}
		return nil
	}, s.show)
}
