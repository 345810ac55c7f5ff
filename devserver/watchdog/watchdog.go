// Package watchdog notices a Worker that blocks the one thread of workerd; see [Dog].
package watchdog

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// Dog notices a Worker that blocks the one thread of workerd, as an endless loop does.
// A blocked Worker cannot report that, and the control worker, in the same thread, does
// not respond either. The dog asks only while calls start.
type Dog struct {
	Process atomic.Pointer[workerd.Process] // the process that serves
	Stuck   atomic.Pointer[event.Stuck]     // nil while it responds
	begun   atomic.Int64                    // number of calls that started

	mu   sync.Mutex  // guards last
	last event.Stuck // the last handler that started
}

// Began records that a handler starts.
func (w *Dog) Began(s event.Stuck) {
	w.begun.Add(1)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = s
}

// Ended records that a call has ended.
func (w *Dog) Ended(call int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.last.Call == call {
		w.last = event.Stuck{Worker: w.last.Worker, Since: time.Now()}
	}
}

// Current returns the running handler, if known.
func (w *Dog) Current() event.Stuck {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.last
}

// Responding returns a context for a request to the control worker. It is done when no
// response is to be expected: the Worker is stuck, its process has ended, or a long time
// is over.
func (w *Dog) Responding(ctx context.Context) (context.Context, context.CancelFunc) {
	p := w.Process.Load()
	if p == nil { // it starts or ends
		return context.WithTimeout(ctx, time.Second)
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	go func() { // ends with the context
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for w.Stuck.Load() == nil {
			select {
			case <-ctx.Done():
				return
			case <-p.Done():
				cancel()
			case <-tick.C:
			}
		}
		cancel()
	}()
	return ctx, cancel
}

// Run watches until ctx is done.
func (w *Dog) Run(ctx context.Context, c control.Worker, debugged func() bool, report func(event.Event)) {
	tick := time.NewTicker(control.StuckTime / 4)
	defer tick.Stop()
	for seen := int64(0); ; {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		p, begun := w.Process.Load(), w.begun.Load()
		if p == nil || begun == seen {
			continue
		}
		responds, stuck := w.ask(ctx, c, p, debugged, tick.C)
		if responds {
			seen = begun
		}
		if !stuck {
			continue
		}
		s := w.Current()
		s.At = time.Now()
		w.Stuck.Store(&s)
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
		w.Stuck.Store(nil)
	}
}

// ask asks the Worker for a response, for as long as it takes. It is stuck if its process uses
// time meanwhile: one that gets no turn on a busy machine, or is at a breakpoint, uses none.
func (w *Dog) ask(ctx context.Context, c control.Worker, p *workerd.Process, debugged func() bool, tick <-chan time.Time) (responds, stuck bool) {
	before, asked := workerd.Busy(p.Pid()), time.Now()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	replied := make(chan bool, 1)
	go func() { replied <- c.Ping(ctx) }() // ends with the reply, or ctx
	for w.Process.Load() == p {
		select {
		case responds = <-replied:
			return responds, false
		case <-tick:
			if time.Since(asked) >= control.StuckTime && workerd.Busy(p.Pid())-before >= control.StuckTime/8 && !debugged() {
				return false, true
			}
		}
	}
	return false, false
}
