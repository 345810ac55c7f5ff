package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Delivery is a batch of messages that a Worker was given.
type Delivery struct {
	Queue   string `json:"queue"`
	At      int64  `json:"at"` // when it was due, in ms since 1970
	Count   int    `json:"count"`
	Acked   int    `json:"acked"`
	Retried int    `json:"retried"`
	Outcome string `json:"outcome"` // "ok" or "exception"
}

// StartQueues has the messages delivered that wait since the last process. It does not
// wait for that.
func (c Worker) StartQueues(ctx context.Context) error {
	resp, err := c.Post(ctx, "/queues", strings.NewReader(`{"action":"wake"}`))
	if err != nil {
		return fmt.Errorf("start the queues: %w", err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("start the queues: %s", resp.Status)
	}
	return nil
}

// WakeQueues has the server look at queues whose files have changed.
func (c *Client) WakeQueues(ctx context.Context, names ...string) error {
	return c.queues(ctx, nil, "wake", names)
}

func (c *Client) queues(ctx context.Context, result any, action string, args ...any) error {
	return c.result(ctx, "/v1/queues", map[string]any{"action": action, "args": append([]any{}, args...)}, result)
}

// Message is a message of a batch that is in no queue.
type Message struct {
	ID       string          `json:"id"`
	Body     json.RawMessage `json:"body"`
	Attempts int             `json:"attempts"`
}

// Batch has a queue handler's decisions about messages.
type Batch struct {
	Outcome    string `json:"outcome"` // "ok" or "exception"
	AckAll     bool   `json:"ackAll"`
	RetryBatch struct {
		Retry        bool `json:"retry"`
		DelaySeconds *int `json:"delaySeconds"`
	} `json:"retryBatch"`
	ExplicitAcks  []string `json:"explicitAcks"`
	RetryMessages []Retry  `json:"retryMessages"`
	Missing       bool     `json:"missing"` // the Worker has no such handler
}

// Retry is a message that a handler wants again.
type Retry struct {
	ID           string `json:"msgId"`
	DelaySeconds *int   `json:"delaySeconds"`
}

// Queue runs the queue handler of a Worker with messages that are in no queue. worker ""
// is the only one.
func (c *Client) Queue(ctx context.Context, worker, queue string, messages []Message) (b Batch, err error) {
	err = c.result(ctx, "/v1/queue", map[string]any{"worker": worker, "queue": queue, "messages": messages}, &b)
	return b, err
}

// result sends a request whose response is {"result"} or {"error"}.
func (c *Client) result(ctx context.Context, path string, body, result any) error {
	resp, err := c.post(ctx, path, body)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var response struct {
		Result json.RawMessage `json:"result"`
		Error  string          `json:"error"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&response); err != nil {
		return fmt.Errorf("read the response of the dev server: %w", err)
	}
	if response.Error != "" {
		return errors.New(response.Error)
	}
	if result == nil {
		return nil
	}
	if err := json.Unmarshal(response.Result, result); err != nil {
		return fmt.Errorf("read the response of the dev server: %w", err)
	}
	return nil
}
