package devserver

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"time"

	"dotool/devserver/event"
)

// forward passes a request of a client on to the control worker, bodies and
// WebSockets included, as path.
func (s *server) forward(path string) http.Handler {
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: "dotool"})
			r.Out.URL.Path = path
			s.control.authorize(r.Out)
		},
		Transport:     s.control.transport(),
		FlushInterval: -1, // streams go on as they come
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			http.Error(w, "the runtime ended before it answered: "+err.Error(), http.StatusBadGateway)
		},
		ErrorLog: log.New(io.Discard, "", 0),
	}
}

// follow has somebody told what the filter selects: see feed.follow. A Worker
// that was started without a log tells its calls meanwhile.
func (s *server) follow(ctx context.Context, filter event.Filter, since time.Time, report func([]event.Event)) (stop func()) {
	s.following.Lock()
	defer s.following.Unlock()
	end := s.log.Follow(filter, since, report)
	if !s.o.Log {
		s.settle(ctx, "", s.log.Chosen())
	}
	return func() {
		end() // a slow reader keeps nobody else waiting
		s.following.Lock()
		defer s.following.Unlock()
		if !s.o.Log {
			s.settle(context.WithoutCancel(ctx), "", s.log.Chosen())
		}
	}
}

// settle asks the Worker for the lines that it holds back, and for a mark after
// them. body may be which calls it is to tell from here on, see feed.chosen.
func (s *server) settle(ctx context.Context, mark, body string) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if resp, err := s.control.flush(ctx, mark, body); err == nil { // else it is gone
		resp.Body.Close()
	}
}

// handleWatch answers a [Line] for each event of an object and of the calls that
// it belongs to, until the body of the request ends and what happened before
// that is told.
func (s *server) handleWatch(w http.ResponseWriter, r *http.Request) {
	rc := http.NewResponseController(w)
	_ = rc.EnableFullDuplex() // HTTP/1 of this server can
	body := bufio.NewReader(r.Body)
	line, err := body.ReadBytes('\n')
	var t objectTarget
	if err == nil {
		err = json.Unmarshal(line, &t)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	token := randomHex()
	events, done := make(chan event.Event), make(chan struct{})
	stop := s.follow(r.Context(), event.Filter{}, time.Now(), func(batch []event.Event) {
		for _, e := range batch {
			select {
			case events <- e:
			case <-done:
			}
		}
	})
	defer stop()
	defer close(done)
	w.Header().Set("Content-Type", "application/x-ndjson")
	_ = rc.Flush() // the client knows that it is watching
	ended := make(chan struct{})
	go func() { // ends with the request
		defer close(ended)
		_, _ = io.Copy(io.Discard, body)
	}()
	enc, g := json.NewEncoder(w), gathering{target: t, ours: map[int]bool{}, others: map[int][]event.Event{}}
	var late <-chan time.Time
	for {
		select {
		case <-r.Context().Done():
			return
		case <-ended:
			ended = nil
			go s.settle(r.Context(), token, "") // ends within a second
			late = time.After(300 * time.Millisecond)
		case <-late:
			return // the Worker is too busy to print, or gone
		case e := <-events:
			if m, is := e.(event.Marked); is {
				if m.Token == token {
					return
				}
				continue
			}
			if f, is := e.(event.StreamFailed); is {
				e = f.Exception // whoever reads the stream is not told why it ends
			}
			for _, e := range g.add(e) {
				if l, ok := event.NewLine(e, s.show); ok && enc.Encode(l) != nil {
					return
				}
				_ = rc.Flush()
			}
		}
	}
}

// gathering picks the events of an object, and of the calls that lead there or
// that it makes: those have a root in common.
type gathering struct {
	target objectTarget
	ours   map[int]bool
	others map[int][]event.Event // by root: whether they are ours will be seen
	held   int
}

// add takes an event and answers those that are known to be ours now.
func (g *gathering) add(e event.Event) []event.Event {
	object, root, _ := origin(e)
	mine := g.target.means(object)
	if mine || root != 0 && g.ours[root] {
		out := append(g.others[root], e)
		g.drop(root)
		if root != 0 {
			g.ours[root] = true
		}
		return out
	}
	if c, ok := e.(event.Call); ok && c.N == root || root == 0 {
		g.drop(root) // it has ended without us
		return nil
	}
	const most = 10_000
	if g.held++; g.held > most {
		clear(g.others)
		g.held = 1
	}
	g.others[root] = append(g.others[root], e)
	return nil
}

func (g *gathering) drop(root int) {
	g.held -= len(g.others[root])
	delete(g.others, root)
}

// origin is the object that an event is about, if any, and the call that led to
// it.
func origin(e event.Event) (object *event.Object, root int, ok bool) {
	switch e := e.(type) {
	case event.Call:
		return e.Object, e.Root, true
	case event.Console:
		return e.Object, e.Root, true
	case event.Exception:
		return e.Object, e.Root, true
	case event.Limit:
		return e.Object, e.Root, true
	}
	return nil, 0, false
}

// means reports whether a target is an object.
func (t objectTarget) means(o *event.Object) bool {
	return o != nil && o.Class == t.Class && (o.ID == t.ID || t.ID == "" && o.Named && o.Name == t.ObjectName)
}
