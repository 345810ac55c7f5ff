package devserver

import (
	"context"
	"time"
)

// Order is something that a running server is asked to do.
type Order int

// Reload starts the runtime again with the code as it is now on disk, even if
// nothing changed. Code that cannot be served changes nothing.
const Reload Order = iota + 1

// carryOut carries out an order. Its error is why the present code is not served.
func (s *server) carryOut(ctx context.Context, o Order) error {
	if o != Reload {
		return nil
	}
	start := time.Now()
	// All is read again: without a watcher no one knows what changed.
	next, problem := s.rebuild(ctx, s.project.Inputs)
	if problem == nil {
		next.anew = true
		problem = s.serve(ctx, next, start, nil)
	}
	return problem
}
