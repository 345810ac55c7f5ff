package control

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
)

// Email is how the delivery of an email ended.
type Email struct {
	Problem string `json:"problem"` // why it was not delivered; "" if it was
	Missing bool   `json:"missing"` // the Worker has no such handler
	Result  struct {
		Outcome      string    `json:"outcome"`      // "ok" or "exception"
		RejectReason *string   `json:"rejectReason"` // nil if it was not rejected
		Forwards     []Forward `json:"forwards"`
		Replies      []Reply   `json:"replies"`
	} `json:"result"`
	Stored []string `json:"stored"` // files of what was forwarded and replied, in order
}

// Forward is an email that the handler forwarded.
type Forward struct {
	Recipient string      `json:"recipient"`
	Headers   [][2]string `json:"headers"` // those added
	MessageID string      `json:"messageId"`
}

// Reply is an email that the handler replied with.
type Reply struct {
	MessageID string `json:"messageId"`
	Sender    string `json:"sender"`
	Raw       string `json:"raw"`
}

// Email delivers a message to the email handler of a Worker, and waits for its end.
// worker "" is the only one.
func (c *Client) Email(ctx context.Context, worker, from, to string, message io.Reader) (e Email, err error) {
	resp, err := c.postBody(ctx, "/v1/email?"+url.Values{"worker": {worker}, "from": {from}, "to": {to}}.Encode(), message)
	if err != nil {
		return e, err
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&e); err != nil {
		return e, fmt.Errorf("read the response of the dev server: %w", err)
	}
	return e, nil
}
