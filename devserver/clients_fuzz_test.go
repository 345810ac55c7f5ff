package devserver

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/host"
	"github.com/dotool-dev/dotool/devserver/page"
	"github.com/dotool-dev/dotool/devserver/trace"
)

// FuzzClients sends what it likes to the socket for commands, and to the one for
// pages. No handler panics, and the server serves the next client. The words
// SECRET and PAGES stand for what lets a client in.
func FuzzClients(f *testing.F) {
	dir, err := os.MkdirTemp("", "f") // the path of a socket is short
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { os.RemoveAll(dir) })
	listen := func(name string) net.Listener {
		l, err := net.Listen("unix", filepath.Join(dir, name))
		if err != nil {
			f.Fatal(err)
		}
		return l
	}
	var bugs atomic.Pointer[event.Bug]
	s := &shared{secret: "0123456789abcdef", pauses: make(chan pause), reloader: page.NewReloader()}
	s.log = trace.NewFeed(func(events []event.Event) {
		for _, e := range events {
			if b, ok := e.(event.Bug); ok {
				bugs.Store(&b)
			}
		}
	})
	s.alarms = trace.NewAlarmLog(filepath.Join(dir, "alarms.jsonl"), nil)
	s.control.Socket, s.control.Secret = filepath.Join(dir, "worker"), "fedcba9876543210"
	// A Worker with one response for all.
	worker := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, 1<<20))
		fmt.Fprintln(w, `{"result":null,"held":false}`)
	})}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{}, 4)
	run := func(fn func()) {
		go func() { // ends with ctx
			fn()
			ended <- struct{}{}
		}()
	}
	clients, pages, inside := listen("clients"), listen("pages"), listen("worker")
	run(func() { _ = worker.Serve(inside) })
	run(func() { s.serveClients(ctx, clients) })
	run(func() { s.servePages(ctx, pages) })
	run(func() {
		for {
			select {
			case p := <-s.pauses:
				p.paused <- nil
			case <-ctx.Done():
				return
			}
		}
	})
	f.Cleanup(func() {
		cancel()
		worker.Close()
		for range cap(ended) {
			<-ended
		}
		s.alarms.Close()
		s.log.Close()
	})

	for _, path := range []string{"object", "pause", "alarms", "hold", "logs", "counts", "call", "fetch", "methods", "evict", "watch", "status"} {
		for _, body := range []string{``, `{}`, `null`, `[`, `"x"`, `{"limit":-1}`, `{"limit":9223372036854775807}`, `{"to":-9223372036854775808}`, `{"to":9223372036854775807}`,
			`{"sinceMs":9223372036854775807,"pastOnly":true}`, `{"sinceMs":-1,"pastOnly":true,"object":{"class":"Room","id":"x"},"level":"?"}`, "{\"name\":\"Room\",\"id\":\"\"}\n{"} {
			f.Add(false, []byte(fmt.Sprintf("POST /v1/%s HTTP/1.1\r\nHost: dotool\r\nAuthorization: Bearer SECRET\r\nContent-Length: %d\r\n\r\n%s", path, len(body), body)))
		}
		f.Add(false, []byte("POST /v1/"+path+" HTTP/1.1\r\nHost: dotool\r\nAuthorization: Bearer SECRET\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"))
		for _, body := range []string{`"x"`, `{}`, "{}\n"} { // and no end
			f.Add(false, []byte(fmt.Sprintf("POST /v1/%s HTTP/1.1\r\nHost: dotool\r\nAuthorization: Bearer SECRET\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\nzz\r\n", path, len(body), body)))
		}
		f.Add(false, []byte("POST /v1/"+path+" HTTP/1.1\r\nHost: dotool\r\nAuthorization: Bearer SECRET\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nDotool-Request: {\r\n\r\n"))
	}
	upgrade := "GET " + host.ReloadPath + "?made=%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer PAGES\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
	for _, made := range []string{"", "0", "-9223372036854775808", "9223372036854775807", "x"} {
		for _, frame := range []string{"", "\x81\x80abcd", "\x88\x82abcd\x03\xe8", "\x89\xff\xff\xff\xff\xff\xff\xff\xff\xff", "\x01\x00\x81\x81abcdx"} {
			f.Add(true, []byte(fmt.Sprintf(upgrade, made)+frame))
		}
	}
	for _, body := range []string{``, `{}`, `null`, `{"error":{"stack":"Error: x\n    at y (file:///bundle/index.js:1:1)"}}`, `{"error":[]}`} {
		f.Add(true, []byte(fmt.Sprintf("POST /error HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nAuthorization: Bearer PAGES\r\nContent-Length: %d\r\n\r\n%s", len(body), body)))
	}
	f.Add(false, []byte("\x16\x03\x01\x00"))
	f.Add(false, []byte("GET /v1/status HTTP/9.9\r\n\r\n"))

	f.Fuzz(func(t *testing.T, toPages bool, sent []byte) {
		name := "clients"
		if toPages {
			name = "pages"
		}
		sent = bytes.ReplaceAll(bytes.ReplaceAll(sent, []byte("SECRET"), []byte(s.secret)), []byte("PAGES"), []byte(s.control.Secret))
		conn, err := net.Dial("unix", filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = conn.Write(sent) // which may be refused before its end
		_ = conn.(*net.UnixConn).CloseWrite()
		_ = conn.SetReadDeadline(time.Now().Add(2 * time.Minute))
		if _, err := io.Copy(io.Discard, conn); err != nil && strings.Contains(err.Error(), "timeout") {
			t.Errorf("the server does not end: %q", sent)
		}
		conn.Close()
		// The next one is served.
		s.log.Put(event.Call{N: 1})
		ask := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", filepath.Join(dir, "clients"))
		}}, Timeout: 2 * time.Minute}
		r, _ := http.NewRequest(http.MethodPost, "http://dotool/v1/status", nil)
		r.Header.Set("Authorization", "Bearer "+s.secret)
		resp, err := ask.Do(r)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("after %q: %v", sent, err)
		}
		resp.Body.Close()
		if b := bugs.Swap(nil); b != nil {
			t.Errorf("%q: %v", sent, b.Err)
		}
	})
}
