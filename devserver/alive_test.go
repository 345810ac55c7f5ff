package devserver_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/devserver"
	"github.com/dotool-dev/dotool/devserver/event"
)

// TestKeepAlive reloads while clients send one request after the other on
// connections that they keep: none may be lost, nor handled twice.
// DOTOOL_RELOADS sets how many reloads.
func TestKeepAlive(t *testing.T) { keepAlive(t, 25, false) }

// TestKeepAliveRefused is the same where connections cannot be kept, as in some
// containers: a request that comes as its connection is closed must be sent again,
// which is handled by the next process; none is carried out twice.
func TestKeepAliveRefused(t *testing.T) { keepAlive(t, 10, true) }

func keepAlive(t *testing.T, reloads int, refused bool) {
	if n, err := strconv.Atoi(os.Getenv("DOTOOL_RELOADS")); err == nil {
		reloads = n
	}
	// A body that is not read ends the connection.
	text := strings.Replace(source, "return new", "await request.text(); return new", 1)
	s := start(t, devserver.Options{IP: "127.0.0.1", Drain: 20 * time.Second, NoKeep: refused}, map[string]string{"wrangler.jsonc": configText, "index.ts": text})
	var responded, opened, lost atomic.Int64
	var wrong sync.Map
	stop := make(chan struct{})
	var clients sync.WaitGroup
	for i := range 8 {
		clients.Go(func() {
			client := newRawClient(strings.TrimPrefix(s.url, "http://"), &opened)
			defer client.close()
			for last := 0; ; {
				select {
				case <-stop:
					return
				default:
				}
				body, err := client.post(fmt.Sprint("/", i), strings.Repeat("x", i*5000))
				if err != nil {
					lost.Add(1)
					if ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE); !refused || !ended {
						wrong.Store(err.Error(), true)
					}
					client.close()
					continue
				}
				f := strings.Fields(body)
				if len(f) != 2 || f[1] != fmt.Sprint(last+1) {
					wrong.Store(fmt.Sprintf("object %d: %q after %d", i, body, last), true)
				}
				if len(f) == 2 {
					last, _ = strconv.Atoi(f[1])
				}
				responded.Add(1)
			}
		})
	}
	for i := range reloads {
		s.write(t, "index.ts", strings.Replace(text, "VERSION", fmt.Sprint("v", i), 1))
		next[event.Ready](t, s)
	}
	close(stop)
	clients.Wait()
	wrong.Range(func(what, _ any) bool {
		t.Error(what)
		return true
	})
	t.Logf("%d responses, %d lost, on %d connections over %d reloads", responded.Load(), lost.Load(), opened.Load(), reloads)
	if err := s.stop(); err != nil {
		t.Error(err)
	}
}

// rawClient sends requests on one connection, until the server announces that it
// ends, and never sends one twice.
type rawClient struct {
	address string
	opened  *atomic.Int64
	conn    net.Conn
	reader  *bufio.Reader
}

func newRawClient(address string, opened *atomic.Int64) *rawClient {
	return &rawClient{address: address, opened: opened}
}

func (c *rawClient) close() {
	if c.conn != nil {
		c.conn.Close()
		c.conn = nil
	}
}

func (c *rawClient) post(path, body string) (string, error) {
	if c.conn == nil {
		conn, err := net.Dial("tcp", c.address)
		if err != nil {
			return "", err
		}
		c.opened.Add(1)
		c.conn, c.reader = conn, bufio.NewReader(conn)
	}
	c.conn.SetDeadline(time.Now().Add(2 * time.Minute))
	if _, err := fmt.Fprintf(c.conn, "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s", path, len(body), body); err != nil {
		return "", err
	}
	resp, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != 200 {
		err = fmt.Errorf("%s: %s", resp.Status, text)
	}
	if resp.Close {
		c.close()
	}
	return string(text), err
}
