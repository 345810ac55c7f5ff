package fire

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/inspect"
)

// deliver has the batches of queues delivered that are due by a time, and prints what the
// handlers did. It stops after one that may have set an alarm.
func (r *Runner) deliver(ctx context.Context, until time.Time) (control.Held, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	firings := make(chan event.Firing, together)
	r.mu.Lock()
	r.running = firings
	r.mu.Unlock()
	type reply struct {
		held control.Held
		err  error
	}
	replies := make(chan reply, 1)
	go func() { // ends with ctx
		held, err := r.Client.DeliverUntil(ctx, until, together)
		replies <- reply{held, err}
	}()
	slow := time.NewTimer(r.Timeout)
	defer slow.Stop()
	var held control.Held
	var ended []event.Firing
	for expected := together; len(ended) < expected; {
		select {
		case f := <-firings:
			switch {
			case f.Outcome == event.Interrupted:
				return held, errors.New("the runtime ended before a queue handler did")
			case f.Kind == "queue":
				ended = append(ended, f)
				slow.Reset(r.Timeout)
			}
		case reply := <-replies:
			if reply.err != nil {
				return held, reply.err
			}
			held, replies, expected = reply.held, nil, len(reply.held.Delivered)
		case <-r.gone:
			return held, errors.New("the server stopped before a queue handler did")
		case <-slow.C:
			return held, fmt.Errorf("a queue handler did not end in %s", r.Timeout)
		case <-ctx.Done():
			return held, context.Cause(ctx)
		}
	}
	if replies != nil {
		reply := <-replies
		if held = reply.held; reply.err != nil {
			return held, reply.err
		}
	}
	for i, d := range held.Delivered[:min(len(ended), len(held.Delivered))] {
		f := ended[i]
		f.At, f.ScheduledAt, f.Virtual = ui.JSONTime(time.UnixMilli(d.At)), ui.JSONTime(time.UnixMilli(d.At)), true
		f.Queue = &event.QueueCall{Name: d.Queue, Messages: d.Count, Acked: d.Acked, Retried: d.Retried}
		if err := r.delivered(f); err != nil {
			return held, err
		}
	}
	return held, nil
}

// delivered prints a batch, and counts it.
func (r *Runner) delivered(f event.Firing) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.batches++
	if f.Outcome != "ok" {
		r.Failed++
	}
	return r.Print(inspect.Object{}, f)
}
