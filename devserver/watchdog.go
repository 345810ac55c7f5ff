package devserver

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"dotool/devserver/control"
	"dotool/devserver/event"
	"dotool/devserver/workerd"
)

// watchdog notices a Worker that blocks the one thread of workerd, as an endless
// loop does: it cannot report it itself. The control worker is in the same thread,
// so it does not respond either. Nothing is asked while nothing starts.
type watchdog struct {
	process atomic.Pointer[workerd.Process] // that serves
	begun   atomic.Int64                    // calls that started
	stuck   atomic.Pointer[event.Stuck]     // nil while it responds

	mu   sync.Mutex  // guards last
	last event.Stuck // the handler that started last
}

func (w *watchdog) began(s event.Stuck) {
	w.begun.Add(1)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = s
}

func (w *watchdog) ended(call int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.last.Call == call {
		w.last = event.Stuck{Worker: w.last.Worker, Since: time.Now()}
	}
}

// current is the handler that runs, as far as is known.
func (w *watchdog) current() event.Stuck {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.last
}

// run watches until ctx is done.
func (w *watchdog) run(ctx context.Context, c control.Worker, debugged func() bool, report func(event.Event)) {
	tick := time.NewTicker(control.StuckTime / 4)
	defer tick.Stop()
	for seen := int64(0); ; {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		p, begun := w.process.Load(), w.begun.Load()
		if p == nil || begun == seen {
			continue
		}
		before := workerd.Busy(p.Pid())
		limit, cancel := context.WithTimeout(ctx, control.StuckTime)
		answers := c.Ping(limit)
		cancel()
		if answers {
			seen = begun
			continue
		}
		// One that had no turn on a busy machine, or stands at a breakpoint, used
		// no time.
		if ctx.Err() != nil || w.process.Load() != p || workerd.Busy(p.Pid())-before < control.StuckTime/8 || debugged() {
			continue
		}
		s := w.current()
		s.At = time.Now()
		w.stuck.Store(&s)
		report(s)
		gone, cancel := context.WithCancel(ctx)
		go func() { // ends with the process, or the response
			select {
			case <-p.Done():
				cancel()
			case <-gone.Done():
			}
		}()
		c.Ping(gone)
		cancel()
		w.stuck.Store(nil)
	}
}
