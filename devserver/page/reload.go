package page

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// Reloader makes pages in browsers reload when their content changes. Each page has a
// WebSocket, through workerd, and sends the time at which it was made. Without
// --live-reload it is nil.
type Reloader struct {
	mu      sync.Mutex // guards all but serving
	changed time.Time  // pages made before this must reload
	closed  bool       // workerd is about to end: pages must reconnect
	ended   bool
	news    chan struct{} // closed when changed or closed changes
	serving sync.WaitGroup
}

func NewReloader() *Reloader { return &Reloader{changed: time.Now(), news: make(chan struct{})} }

func (p *Reloader) set(f func()) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
	close(p.news)
	p.news = make(chan struct{})
}

// Reload makes the pages reload that were made before a time.
func (p *Reloader) Reload(before time.Time) { p.set(func() { p.changed = before }) }

// Close ends the WebSockets, which would keep workerd running, and refuses others until Open.
func (p *Reloader) Close() { p.set(func() { p.closed = true }) }

func (p *Reloader) Open() { p.set(func() { p.closed = false }) }

// Wait returns when the last WebSocket has ended; their server must be closed.
func (p *Reloader) Wait() {
	p.set(func() { p.ended = true })
	if p != nil {
		p.serving.Wait()
	}
}

// state returns what a page waits for.
func (p *Reloader) state() (changed time.Time, closed bool, news <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.changed, p.closed || p.ended, p.news
}

// enter reports whether a page may have a WebSocket now, and counts it in serving.
func (p *Reloader) enter() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || p.ended {
		return false
	}
	p.serving.Add(1)
	return true
}

func (p *Reloader) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ms, err := strconv.ParseInt(r.URL.Query().Get("made"), 10, 64)
	if err != nil {
		http.Error(w, "made must be a time", http.StatusBadRequest)
		return
	}
	if !p.enter() {
		http.Error(w, "about to reload", http.StatusServiceUnavailable)
		return
	}
	defer p.serving.Done()
	conn, err := websocket.Accept(w, r, nil) // compares Origin with Host
	if err != nil {
		return
	}
	defer conn.CloseNow()
	ctx, cancel := context.WithCancel(r.Context())
	// A page must not send anything: that ends the connection. websocket.CloseRead
	// would then wait for itself, for 15 s.
	p.serving.Go(func() { // ends with the connection
		defer cancel()
		_, _, _ = conn.Reader(ctx)
	})
	for made := time.UnixMilli(ms); ; {
		changed, closed, news := p.state()
		switch {
		case closed:
			// Not closed properly: workerd would wait for the reply of a page that is
			// asleep.
			return
		case !made.After(changed) && !changed.After(time.Now()): // else the clock was set back
			if conn.Write(ctx, websocket.MessageText, []byte("reload")) != nil {
				return
			}
			made = time.Now() // the page reloads now
		}
		select {
		case <-news:
		case <-ctx.Done():
			return
		}
	}
}
