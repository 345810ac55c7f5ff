package control

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/devserver/event"
)

// Worker is a client of the control worker inside workerd.
type Worker struct {
	Socket string
	Secret string
}

// Transport reaches the control worker.
func (c Worker) Transport() http.RoundTripper { return unixClient(c.Socket).Transport }

// Authorize adds the secret to a request.
func (c Worker) Authorize(r *http.Request) { r.Header.Set("Authorization", "Bearer "+c.Secret) }

// Post sends a request to the control worker.
func (c Worker) Post(ctx context.Context, path string, body io.Reader) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://dotool"+path, body)
	if err != nil {
		return nil, err
	}
	c.Authorize(req)
	return unixClient(c.Socket).Do(req)
}

// Flush makes the Worker print the lines that it holds back, followed by a mark unless
// that is "". The body may say which calls to report from now on: see Chosen of
// trace.Feed.
func (c Worker) Flush(ctx context.Context, mark, body string) (*http.Response, error) {
	return c.Post(ctx, "/flush?mark="+mark, strings.NewReader(body))
}

// Hold asks the Worker about its alarms, and does what is requested.
func (c Worker) Hold(ctx context.Context, q HoldRequest) (h Held, err error) {
	body, err := json.Marshal(q)
	if err != nil {
		return h, err
	}
	resp, err := c.Post(ctx, "/hold", bytes.NewReader(body))
	if err != nil {
		return h, fmt.Errorf("move the clock: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return h, fmt.Errorf("move the clock: %s", resp.Status)
	}
	if err := json.NewDecoder(resp.Body).Decode(&h); err != nil {
		return h, fmt.Errorf("move the clock: %w", err)
	}
	return h, nil
}

// Ping reports whether the control worker responds before ctx is done.
func (c Worker) Ping(ctx context.Context) bool {
	resp, err := c.Post(ctx, "/ping", nil)
	if err != nil {
		return false
	}
	resp.Body.Close()
	return true
}

// drained is the state of a process that is about to end.
type drained struct {
	Idle bool `json:"idle"` // only WebSockets are left
	Cut  []event.CutCall
}

// Drain makes the process ready to end: see drain in host/control.js. It calls
// terminate, which sends SIGTERM, as soon as the WebSockets are closed; calls still
// running after limit are cut. That must be known before ctx is done.
func (c Worker) Drain(ctx context.Context, limit time.Duration, terminate func()) (d drained, err error) {
	body, orders := io.Pipe()
	defer orders.Close()
	// The transport waits for the writer even when ctx is done: a Worker that hangs
	// must not hang dotool.
	defer context.AfterFunc(ctx, func() { orders.CloseWithError(ctx.Err()) })()
	// Ends when the pipe is closed.
	go io.WriteString(orders, strconv.FormatInt(limit.Milliseconds(), 10))
	resp, err := c.Post(ctx, "/drain", body)
	if err != nil {
		return d, fmt.Errorf("drain: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return d, fmt.Errorf("drain: %s", resp.Status)
	}
	reply := json.NewDecoder(resp.Body)
	if err := reply.Decode(&d); err != nil {
		return d, fmt.Errorf("drain: %w", err)
	}
	terminate()
	if _, err := io.WriteString(orders, "go"); err != nil {
		return d, fmt.Errorf("drain: %w", err)
	}
	if err := reply.Decode(&d.Cut); err != nil {
		return d, fmt.Errorf("drain: %w", err)
	}
	return d, nil
}
