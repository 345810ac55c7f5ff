package devserver

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// control speaks to the control worker inside workerd.
type control struct {
	socket string
	secret string
}

func (c control) client() *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", c.socket)
		},
		DisableKeepAlives: true,
	}}
}

// drain makes the process ready to end: see drain in host/control.js. It calls
// terminate, which sends SIGTERM, as soon as the WebSockets are closed; what
// is still at work after limit is cut. It returns once nothing of the user's
// runs in an object any more.
func (c control) drain(ctx context.Context, limit time.Duration, terminate func()) error {
	ctx, cancel := context.WithTimeout(ctx, 2*limit)
	defer cancel()
	body, orders := io.Pipe()
	defer orders.Close()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://dotool/drain", body)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+c.secret)
	// Ends when the request does: the transport closes the pipe.
	go io.WriteString(orders, strconv.FormatInt(limit.Milliseconds(), 10))
	client := c.client()
	defer client.CloseIdleConnections()
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("drain: %w", err)
	}
	defer resp.Body.Close()
	answer := bufio.NewReader(resp.Body)
	if _, err := answer.ReadString('\n'); err != nil || resp.StatusCode != http.StatusOK {
		return fmt.Errorf("drain: %s %w", resp.Status, err)
	}
	terminate()
	if _, err := io.WriteString(orders, "go"); err != nil {
		return fmt.Errorf("drain: %w", err)
	}
	if _, err := answer.ReadString('\n'); err != nil {
		return fmt.Errorf("drain: %w", err)
	}
	return nil
}
