package devserver

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/dotool-dev/dotool/devserver/control"
)

// releaseLock releases held alarms and the lock of the state folder.
func (s *server) releaseLock() error {
	if s.lock == nil {
		return nil
	}
	var err error
	if s.o.HoldAlarms != nil {
		err = s.lock.Recover()
	}
	err = errors.Join(err, s.lock.Close())
	s.lock = nil
	return err
}

// withAlarms calls fn with the alarms released: objects that fn moves to the trash may
// be restored when no alarms are held.
func (s *server) withAlarms(fn func() error) error {
	if s.o.HoldAlarms == nil {
		return fn()
	}
	if err := s.lock.Recover(); err != nil {
		return err
	}
	return errors.Join(fn(), s.o.HoldAlarms(s.state))
}

// setClock sets the clock of a new process to that of the last one.
func (s *server) setClock(ctx context.Context) error {
	ahead := time.Duration(s.clock.Load()) * time.Millisecond
	if ahead <= 0 {
		return nil
	}
	_, err := s.control.Hold(ctx, control.HoldRequest{To: time.Now().Add(ahead).UnixMilli()})
	return err
}

func (s *shared) handleHold(w http.ResponseWriter, r *http.Request) {
	var q control.HoldRequest
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&q); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	h, err := s.control.Hold(r.Context(), q)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	if h.Held {
		s.clock.Store(h.Now - time.Now().UnixMilli())
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(h) // on an error, the client sees that it is incomplete
}
