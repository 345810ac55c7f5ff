package page

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/dotool-dev/dotool/devserver/host"
)

// Pages must reload once if they are older than the running code, and are disconnected
// when the process is about to end.
func TestReloader(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	r := NewReloader()
	server := httptest.NewServer(r)
	defer server.Close()
	dial := func(made time.Time, origin string) (*websocket.Conn, int) {
		t.Helper()
		conn, resp, err := websocket.Dial(ctx, fmt.Sprintf("%s%s?made=%d", server.URL, host.ReloadPath, made.UnixMilli()), &websocket.DialOptions{HTTPHeader: http.Header{"Origin": {origin}}})
		if err != nil {
			if resp == nil {
				t.Fatal(err)
			}
			return nil, resp.StatusCode
		}
		t.Cleanup(func() { conn.CloseNow() })
		return conn, resp.StatusCode
	}
	// says reads the next word: "" when the WebSocket ends.
	says := func(conn *websocket.Conn) string {
		_, data, err := conn.Read(ctx)
		if err != nil && ctx.Err() != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	now, later := time.Now().Add(time.Millisecond), time.Now().Add(time.Hour)

	old, _ := dial(now.Add(-time.Hour), server.URL)
	if got := says(old); got != "reload" {
		t.Errorf("a page older than the server: %q", got)
	}
	fresh, _ := dial(now, server.URL)
	r.Reload(time.Now().Add(-time.Minute)) // which is before both
	r.Reload(later)                        // the clock was set back since
	r.Close()
	for name, conn := range map[string]*websocket.Conn{"old": old, "fresh": fresh} {
		if got := says(conn); got != "" {
			t.Errorf("a page that is %s: %q", name, got)
		}
	}
	if _, status := dial(now, server.URL); status != http.StatusServiceUnavailable {
		t.Errorf("while nothing serves: status %d", status)
	}
	r.Open()
	r.Reload(time.Now())
	if _, status := dial(now, "http://evil.example"); status != http.StatusForbidden {
		t.Errorf("another origin: status %d", status)
	}
	back, _ := dial(now.Add(-time.Second), server.URL)
	if got := says(back); got != "reload" {
		t.Errorf("a page of before the reload: %q", got)
	}
	r.Wait()
	if got := says(back); got != "" {
		t.Errorf("at the end: %q", got)
	}
	if _, status := dial(now, server.URL); status != http.StatusServiceUnavailable {
		t.Errorf("after the end: status %d", status)
	}
}
