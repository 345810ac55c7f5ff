package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Scheduled is how a scheduled handler ended: "ok" or "exception".
type Scheduled struct {
	Outcome string `json:"outcome"`
	NoRetry bool   `json:"noRetry"`         // it asked not to be tried again
	Missing bool   `json:"missing"`         // the Worker has no such handler
	Error   string `json:"error,omitempty"` // why it was not run
}

// Schedule runs the scheduled handler of a Worker as a cron trigger does, and waits for
// its end. worker "" is the only one.
func (c *Client) Schedule(ctx context.Context, worker, cron string, at time.Time) (s Scheduled, err error) {
	resp, err := c.post(ctx, "/v1/scheduled", scheduled(worker, cron, at))
	if err != nil {
		return s, err
	}
	return readScheduled(resp)
}

// Schedule is [Client.Schedule] without a dev server in between.
func (c Worker) Schedule(ctx context.Context, worker, cron string, at time.Time) (s Scheduled, err error) {
	body, err := json.Marshal(scheduled(worker, cron, at))
	if err != nil {
		return s, err
	}
	resp, err := c.Post(ctx, "/scheduled", bytes.NewReader(body))
	if err != nil {
		return s, err
	}
	return readScheduled(resp)
}

func scheduled(worker, cron string, at time.Time) map[string]any {
	return map[string]any{"worker": worker, "cron": cron, "at": at.UnixMilli()}
}

func readScheduled(resp *http.Response) (s Scheduled, err error) {
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&s); err != nil {
		return s, fmt.Errorf("read the response of the dev server: %w", err)
	}
	if s.Error != "" {
		return s, errors.New(s.Error)
	}
	return s, nil
}
