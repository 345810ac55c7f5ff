package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/dotool-dev/dotool/devserver/event"
)

// Held is the state of a server's alarms.
type Held struct {
	Held    bool      `json:"held"`
	Now     int64     `json:"now"`     // the clock of the Worker, in milliseconds
	Changed []Changed `json:"changed"` // objects whose alarms may have changed since the last time

	// The next delivery, by any delay, retry or batch timeout; nil if there is none.
	Delivery *struct {
		At    int64  `json:"at"` // in milliseconds
		Queue string `json:"queue"`
	} `json:"delivery"`

	Delivered []Delivery `json:"delivered,omitempty"`

	Ran     int    `json:"ran"`     // how many scheduled handlers were run
	Missing bool   `json:"missing"` // the Worker has none
	Error   string `json:"error,omitempty"`
}

// HoldRequest moves the clock of the Workers, never back, fires cron triggers, or has
// messages of queues delivered.
type HoldRequest struct {
	To      int64         `json:"to,omitempty"` // in milliseconds; 0 does not move it
	Crons   []CronEvent   `json:"crons,omitempty"`
	Deliver *DeliverOrder `json:"deliver,omitempty"`
}

// DeliverOrder is which batches to deliver.
type DeliverOrder struct {
	Until int64 `json:"until"` // those due by then, in milliseconds
	Most  int   `json:"most"`
}

// CronEvent is a cron trigger to fire. Worker "" is the only one.
type CronEvent struct {
	Worker string `json:"worker"`
	Cron   string `json:"cron"`
	At     int64  `json:"at"` // in milliseconds
}

// Changed is an object whose alarm may have changed.
type Changed struct {
	Worker string  `json:"worker"`
	Class  string  `json:"class"`
	ID     string  `json:"id"`
	Name   *string `json:"name"`
	Alarm  *struct {
		At *int64 `json:"at"` // in milliseconds, nil for none
	} `json:"alarm"` // nil if that is not known
}

// Clock returns the time for the Worker.
func (h Held) Clock() time.Time { return time.UnixMilli(h.Now) }

// Hold returns whether alarms are held, the clock of the Worker, and which alarms may
// have changed since the last call. Unless to is zero, it first moves the clock there,
// but never back.
func (c *Client) Hold(ctx context.Context, to time.Time) (h Held, err error) {
	q := HoldRequest{}
	if !to.IsZero() {
		q.To = to.UnixMilli()
	}
	return c.hold(ctx, q)
}

// FireCrons fires cron triggers, one after the other, each with the clock of the Worker
// moved to its time. It stops after one whose handler may have set an alarm. What the
// handlers did is reported to the subscribers of [Client.Firings].
func (c *Client) FireCrons(ctx context.Context, crons []CronEvent) (Held, error) {
	h, err := c.hold(ctx, HoldRequest{Crons: crons})
	switch {
	case err != nil || h.Missing:
	case h.Error != "":
		err = errors.New(h.Error)
	case h.Ran == 0:
		err = errors.New("the dev server is of an earlier version, which cannot fire them")
	}
	return h, err
}

// DeliverUntil delivers the batches of queues that are due by a time, one after the other, each
// with the clock of the Workers moved to its time, and at most so many. It stops after
// one whose handler may have set an alarm. What the handlers did is reported to the
// subscribers of [Client.Firings].
func (c *Client) DeliverUntil(ctx context.Context, until time.Time, most int) (Held, error) {
	return c.hold(ctx, HoldRequest{Deliver: &DeliverOrder{until.UnixMilli(), most}})
}

func (c *Client) hold(ctx context.Context, q HoldRequest) (h Held, err error) {
	defer c.Wait(ctx, Target{})()
	resp, err := c.post(ctx, "/v1/hold", q)
	if err != nil {
		return h, err
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&h); err != nil {
		return h, fmt.Errorf("read the response of the dev server: %w", err)
	}
	return h, nil
}

// Alarm returns the time that the alarm of an object is set to, zero for none.
func (c *Client) Alarm(ctx context.Context, t Target) (time.Time, error) {
	var at *int64
	if err := c.object(ctx, t, "get-alarm", struct{}{}, &at); err != nil || at == nil {
		return time.Time{}, err
	}
	return time.UnixMilli(*at), nil
}

// Shot says how to fire an alarm.
type Shot struct {
	Clock time.Time // move the clock of the Workers there before, unless this is zero
	At    time.Time // fire it only if it is set to just that, unless this is zero
	Force bool      // run the handler even if no alarm is set
	Retry int       // how many tries have failed
	Keep  bool      // leave it set, held, if its handler fails: the runtime does not retry it
}

// Fire fires the alarm of an object now, by the runtime's own scheduler. The outcome is
// reported to the subscribers of [Client.Firings]. It returns the time that the alarm
// was set to, zero for none, and whether it fires.
func (c *Client) Fire(ctx context.Context, t Target, shot Shot) (was time.Time, fires bool, err error) {
	args := map[string]any{"force": shot.Force, "retry": shot.Retry, "keep": shot.Keep}
	if !shot.At.IsZero() {
		args["at"] = shot.At.UnixMilli()
	}
	if !shot.Clock.IsZero() {
		args["clock"] = shot.Clock.UnixMilli()
	}
	var reply struct {
		refusal
		At    *int64 `json:"at"`
		Fired bool   `json:"fired"`
	}
	if err := c.object(ctx, t, "fire-alarm", args, &reply); err != nil {
		return was, false, err
	}
	if err := reply.err(); err != nil {
		return was, false, err
	}
	if reply.At != nil {
		was = time.UnixMilli(*reply.At)
	}
	return was, reply.Fired, nil
}

// Firings follows the alarms that fire from here on, until stop is called. The
// channel is closed when the server is gone.
func (c *Client) Firings(ctx context.Context) (firings <-chan event.Firing, stop func(), err error) {
	ctx, cancel := context.WithCancel(ctx)
	resp, err := c.post(ctx, "/v1/alarms", nil)
	if err != nil {
		cancel()
		return nil, nil, err
	}
	// The first byte means that it follows.
	if _, err := resp.Body.Read(make([]byte, 1)); err != nil {
		cancel()
		return nil, nil, fmt.Errorf("follow the alarms: %w", err)
	}
	out := make(chan event.Firing)
	go func() { // ends with the response, which stop ends
		defer close(out)
		defer resp.Body.Close()
		dec := json.NewDecoder(resp.Body)
		for {
			var f event.Firing
			if dec.Decode(&f) != nil {
				return
			}
			select {
			case out <- f:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out, func() {
		cancel()
		for range out { // until it is closed
		}
	}, nil
}

// refusal is in the response of an object if the runtime refuses something.
type refusal struct {
	Refused string `json:"refused"`
}

func (r refusal) err() error {
	if r.Refused == "" {
		return nil
	}
	return &ObjectError{r.Refused}
}
