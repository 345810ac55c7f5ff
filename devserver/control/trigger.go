package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Scheduled is how a scheduled handler ended: "ok" or "exception".
type Scheduled struct {
	Outcome string `json:"outcome"`
	NoRetry bool   `json:"noRetry"` // it asked not to be tried again
}

// Schedule runs the scheduled handler of a Worker as a cron trigger does, and waits for
// its end. worker "" is the only one.
func (c *Client) Schedule(ctx context.Context, worker, cron string, at time.Time) (s Scheduled, err error) {
	resp, err := c.post(ctx, "/v1/scheduled", map[string]any{"worker": worker, "cron": cron, "at": at.UnixMilli()})
	if err != nil {
		return s, err
	}
	defer resp.Body.Close()
	var response struct {
		Scheduled
		Error string `json:"error"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&response); err != nil {
		return s, fmt.Errorf("read the response of the dev server: %w", err)
	}
	if response.Error != "" {
		return s, errors.New(response.Error)
	}
	return response.Scheduled, nil
}
