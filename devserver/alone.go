package devserver

import (
	"context"
	"sync"
	"time"
)

// Alone hosts the Worker for one command where no dev server does: without a
// public socket and without watching, with the lock of the state folder held.
// Stop ends it and returns when all that was started is gone; it must be called.
func Alone(ctx context.Context, o Options) (c *Client, stop func() error, err error) {
	start := time.Now()
	o.Ephemeral, o.Watch, o.Log = false, false, false
	if o.Report == nil {
		o.Report = func([]Event) {}
	}
	s, err := newServer(o)
	if err != nil {
		return nil, nil, err
	}
	s.hosted = make(chan *Client, 1)
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { // ends with ctx, or with the Worker
		defer s.log.close()
		ended <- s.run(ctx, start)
	}()
	select {
	case c := <-s.hosted:
		return c, sync.OnceValue(func() error {
			cancel()
			return <-ended
		}), nil
	case err := <-ended:
		cancel()
		if err == nil {
			err = context.Cause(ctx)
		}
		return nil, nil, err
	}
}

// untilDone waits for the end of ctx, or of the process.
func (s *server) untilDone(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case <-s.live.process.Done():
		return s.live.process.Err()
	}
}

// client is the way into the server itself.
func (s *server) client() *Client { return &Client{s.file(), unixClient(s.clients)} }
