package debug

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"

	"github.com/dotool-dev/dotool/config/diag"
)

var errSuperseded = errors.New("another debugger has connected")

// session is one client of the inspector. To the client, a reload looks like that of a
// page: scripts are replaced, and its settings, above all breakpoints, are restored.
type session struct {
	in     *Inspector
	client *websocket.Conn
	leave  context.CancelCauseFunc // ends it
	done   chan struct{}           // closed at its end
	woken  chan struct{}           // receives when the target may have changed
}

// relay passes the messages of a session on; it belongs to the goroutine of run.
type relay struct {
	*session
	target      *target         // the last one attached
	ending      bool            // whether its process is about to end
	runtime     *websocket.Conn // to the inspector of its process; nil without one
	messages    <-chan []byte   // from runtime; closed when that is
	read        func(*websocket.Conn) <-chan []byte
	retry       <-chan time.Time
	paused      bool
	queue       []command             // for the next process
	pending     map[int64]command     // sent by the client, without a response yet
	asked       map[int64]func(reply) // sent by the session itself; a nil func drops the response
	askedID     int64
	exceptionID int                // of exceptions that workerd does not report: below 0, since workerd counts up
	reported    reported           // the last exception
	settings    map[string]command // for the next process, by what each sets
	order       []string           // of the settings
	breakpoints []*breakpoint
	hidden      map[string]bool // ids of dotool's scripts
}

// command is a request in the protocol of DevTools.
type command struct {
	ID     *int64          `json:"id,omitempty"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params,omitempty"`
}

type reply struct {
	Result json.RawMessage `json:"result,omitempty"`
	Error  json.RawMessage `json:"error,omitempty"`
}

// breakpoint was set by URL. It stays at its source when the code around it changes.
type breakpoint struct {
	id       string // as the client knows it
	runtime  string // as the process knows it; "" if it is not set there
	params   json.RawMessage
	place    place // in the running code
	source   diag.Pos
	mapped   bool // whether source is known
	restored bool // set by the session, after a reload
}

// place is a position in a module; line and column count from 0.
type place struct {
	Module string
	Line   int
	Column int
}

func newSession(in *Inspector, client *websocket.Conn, leave context.CancelCauseFunc) *session {
	return &session{
		in:     in,
		client: client,
		leave:  leave,
		done:   make(chan struct{}),
		woken:  make(chan struct{}, 1),
	}
}

func newRelay(s *session) *relay {
	return &relay{
		session:  s,
		pending:  map[int64]command{},
		asked:    map[int64]func(reply){},
		askedID:  1 << 30, // far from the ids of clients
		settings: map[string]command{},
		hidden:   map[string]bool{},
	}
}

// wake makes the session check for another target.
func (s *session) wake() {
	select {
	case s.woken <- struct{}{}:
	default:
	}
}

// inspectorTimeout bounds every write.
const inspectorTimeout = 5 * time.Second

// run passes messages on until the client leaves or ctx is done.
func (s *relay) run(ctx context.Context) {
	// A reader whose context is done closes its connection without a reason, so these
	// have contexts of their own.
	reading, stop := context.WithCancel(context.WithoutCancel(ctx))
	var readers sync.WaitGroup
	defer readers.Wait()
	defer stop()
	defer s.end(ctx)
	s.read = func(c *websocket.Conn) <-chan []byte { return read(reading, &readers, c) }
	requests := s.read(s.client)
	s.retarget(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case m, ok := <-requests:
			if !ok {
				return
			}
			s.request(ctx, m)
		case m, ok := <-s.messages:
			if !ok {
				s.lost(ctx)
				s.retry = time.After(100 * time.Millisecond) // perhaps only the connection was lost
				continue
			}
			s.message(ctx, m)
		case <-s.woken:
			s.retarget(ctx)
		case <-s.retry:
			s.retry = nil
			if s.runtime == nil && s.target != nil && s.target == s.in.current() {
				s.connect(ctx)
			}
		}
	}
}

// read reads messages until the connection ends, or ctx.
func read(ctx context.Context, readers *sync.WaitGroup, c *websocket.Conn) <-chan []byte {
	messages := make(chan []byte, 64)
	readers.Go(func() {
		defer close(messages)
		for {
			_, m, err := c.Read(ctx)
			if err != nil {
				return
			}
			select {
			case messages <- m:
			case <-ctx.Done():
				return
			}
		}
	})
	return messages
}

// end resumes the Worker and, unless the client left by itself, sends it the reason.
func (s *relay) end(ctx context.Context) {
	if s.runtime != nil {
		s.letRun()
		s.runtime.CloseNow()
	}
	s.in.releaseTarget()
	reason := "dotool has stopped"
	if errors.Is(context.Cause(ctx), errSuperseded) {
		reason = errSuperseded.Error()
	}
	// Close waits too long for the client's reply.
	defer time.AfterFunc(500*time.Millisecond, func() { s.client.CloseNow() }).Stop()
	s.client.Close(websocket.StatusGoingAway, reason)
}

// letRun removes all breakpoints and ends a pause, even after the context of the
// session is done.
func (s *relay) letRun() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	s.askedID++
	s.asked[s.askedID] = nil
	m, _ := json.Marshal(command{ID: &s.askedID, Method: "Debugger.disable"}) // cannot fail
	_ = s.runtime.Write(ctx, websocket.MessageText, m)                        // the process may have ended
}

// retarget connects to the process that serves.
func (s *relay) retarget(ctx context.Context) {
	t := s.in.current()
	if t == nil {
		s.ending = true
		if s.runtime != nil {
			s.letRun() // and pass on the Worker's last messages
		}
		if s.paused {
			s.resumed(ctx)
		}
		s.in.releaseTarget()
		return
	}
	if t == s.target {
		return
	}
	if s.runtime != nil {
		s.lost(ctx)
	}
	s.target, s.ending = t, false
	s.connect(ctx)
}

// connect connects to the target and restores the client's settings.
func (s *relay) connect(ctx context.Context) {
	dialing, cancel := context.WithTimeout(ctx, inspectorTimeout)
	defer cancel()
	options := &websocket.DialOptions{HTTPClient: &http.Client{Transport: &http.Transport{DialContext: s.in.dial}}}
	c, _, err := websocket.Dial(dialing, "ws://"+s.target.address, options)
	if err != nil {
		s.retry = time.After(500 * time.Millisecond) // if the process died, another target follows
		return
	}
	c.SetReadLimit(-1)
	s.runtime, s.messages = c, s.read(c)
	for _, key := range s.order {
		c := s.settings[key]
		switch c.Method {
		case "Debugger.enable":
			s.ask(ctx, c.Method, c.Params, nil)
			s.blackbox(ctx)
		case "Debugger.setBlackboxPatterns":
			s.ask(ctx, c.Method, withNotUser(c.Params), nil)
		default:
			s.ask(ctx, c.Method, c.Params, nil)
		}
	}
	for _, b := range s.breakpoints {
		s.restore(ctx, b)
	}
	queue := s.queue
	s.queue = nil
	for _, c := range queue {
		s.forward(ctx, c)
	}
}

// lost cleans up after a process.
func (s *relay) lost(ctx context.Context) {
	s.runtime.CloseNow()
	s.runtime, s.messages = nil, nil
	clear(s.asked)
	clear(s.hidden)
	for _, id := range slices.Sorted(maps.Keys(s.pending)) {
		c := s.pending[id]
		delete(s.pending, id)
		if key, _ := setting(c); key != "" || c.Method == "Debugger.setBreakpointByUrl" {
			s.queue = append(s.queue, c)
		} else {
			s.refuse(ctx, c, "the Worker was reloaded")
		}
	}
	if s.paused {
		s.resumed(ctx)
	}
	if _, ok := s.settings["Runtime.enable"]; ok {
		s.event(ctx, "Runtime.executionContextsCleared", nil)
	}
}

func (s *relay) resumed(ctx context.Context) {
	s.paused = false
	s.event(ctx, "Debugger.resumed", nil)
}

// restore sets a breakpoint of the client in a new process, where its source is now.
func (s *relay) restore(ctx context.Context, b *breakpoint) {
	b.runtime, b.restored = "", true
	if b.mapped {
		line, column, ok := s.target.source.Generated(b.place.Module, b.source)
		if !ok {
			return // no code is there until another save
		}
		b.place.Line, b.place.Column = line-1, column-1
		b.params = edit(b.params, map[string]any{"lineNumber": b.place.Line, "columnNumber": b.place.Column})
	}
	s.ask(ctx, "Debugger.setBreakpointByUrl", s.onRuntime(b.params), func(r reply) {
		var set struct {
			BreakpointID string            `json:"breakpointId"`
			Locations    []json.RawMessage `json:"locations"`
		}
		if len(r.Error) > 0 || json.Unmarshal(r.Result, &set) != nil {
			return
		}
		b.runtime = set.BreakpointID
		for _, l := range set.Locations {
			s.event(ctx, "Debugger.breakpointResolved", map[string]any{"breakpointId": b.id, "location": l})
		}
	})
}

// ask sends a request of the session itself.
func (s *relay) ask(ctx context.Context, method string, params json.RawMessage, responded func(reply)) {
	s.askedID++
	id := s.askedID
	s.asked[id] = responded
	s.send(ctx, command{&id, method, params})
}

// send sends a request to the process. If that has ended, its reader notices.
func (s *relay) send(ctx context.Context, c command) {
	m, err := json.Marshal(c)
	if err != nil || s.runtime == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, inspectorTimeout)
	defer cancel()
	_ = s.runtime.Write(ctx, websocket.MessageText, m)
}

// event sends an event to the client.
func (s *relay) event(ctx context.Context, method string, params any) {
	if params == nil {
		params = struct{}{}
	}
	m, err := json.Marshal(map[string]any{"method": method, "params": params})
	if err == nil {
		s.reply(ctx, m)
	}
}

// refuse responds to a request with an error.
func (s *relay) refuse(ctx context.Context, c command, why string) {
	if c.ID == nil {
		return
	}
	m, err := json.Marshal(map[string]any{"id": *c.ID, "error": map[string]any{"code": -32000, "message": why}})
	if err == nil {
		s.reply(ctx, m)
	}
}

// reply sends a message to the client, and ends the session if it does not read.
func (s *relay) reply(ctx context.Context, m []byte) {
	ctx, cancel := context.WithTimeout(ctx, inspectorTimeout)
	defer cancel()
	if err := s.client.Write(ctx, websocket.MessageText, m); err != nil {
		s.leave(err)
	}
}

// request takes a message of the client.
func (s *relay) request(ctx context.Context, m []byte) {
	var c command
	if json.Unmarshal(m, &c) != nil || c.ID == nil {
		return // without an id, it gets no response
	}
	const most = 1000
	switch {
	case s.runtime != nil && !s.ending:
		s.forward(ctx, c)
	case len(s.queue) < most:
		s.queue = append(s.queue, c)
	default:
		s.refuse(ctx, c, "the Worker is not running")
	}
}

// forward passes a request of the client on.
func (s *relay) forward(ctx context.Context, c command) {
	s.pending[*c.ID] = c
	switch c.Method {
	case "Debugger.enable":
		s.send(ctx, c)
		s.blackbox(ctx)
		return
	case "Debugger.setBlackboxPatterns":
		c.Params = withNotUser(c.Params)
	case "Debugger.setBreakpointByUrl":
		if at, ok := s.placeOf(c.Params); ok {
			s.giveWay(ctx, at)
		}
		c.Params = s.onRuntime(c.Params)
	case "Debugger.removeBreakpoint":
		var p struct{ BreakpointID string }
		if json.Unmarshal(c.Params, &p) == nil {
			for i, b := range s.breakpoints {
				if b.id == p.BreakpointID {
					s.breakpoints = slices.Delete(s.breakpoints, i, i+1)
					c.Params = edit(c.Params, map[string]any{"breakpointId": b.runtime})
					break
				}
			}
		}
	}
	s.send(ctx, c)
}

// notUser is a pattern of the URLs in which a step should not end: the modules of
// package host, and those of workerd that they call.
const notUser = `^(dotool:|(file:///bundle/)?dotool-[\w-]+\.js$|node-internal:|cloudflare-internal:|workerd:)`

// withNotUser adds notUser to a client's list of code to step over.
func withNotUser(params json.RawMessage) json.RawMessage {
	var p struct{ Patterns []string }
	if json.Unmarshal(params, &p) != nil {
		return params
	}
	return edit(params, map[string]any{"patterns": append(p.Patterns, notUser)})
}

// blackbox keeps steps in the user's code.
func (s *relay) blackbox(ctx context.Context) {
	if _, ok := s.settings["Debugger.setBlackboxPatterns"]; !ok {
		params, _ := json.Marshal(map[string]any{"patterns": []string{notUser}}) // cannot fail
		s.ask(ctx, "Debugger.setBlackboxPatterns", params, nil)
	}
}

// giveWay removes a breakpoint that the session has restored if the client sets the
// same one, as some do after a reload.
func (s *relay) giveWay(ctx context.Context, at place) {
	s.breakpoints = slices.DeleteFunc(s.breakpoints, func(b *breakpoint) bool {
		if !b.restored || b.place != at {
			return false
		}
		if b.runtime != "" {
			params, _ := json.Marshal(map[string]string{"breakpointId": b.runtime}) // cannot fail
			s.ask(ctx, "Debugger.removeBreakpoint", params, nil)
		}
		return true
	})
}

// byURL has the parameters of Debugger.setBreakpointByUrl.
type byURL struct {
	URL          string
	URLRegex     string
	LineNumber   int
	ColumnNumber int
}

// module returns the module that a breakpoint is meant for.
func (s *relay) module(at byURL) (string, bool) {
	if at.URL != "" || at.URLRegex == "" {
		name, ok := s.target.names[at.URL]
		return name, ok
	}
	pattern, err := regexp.Compile(at.URLRegex)
	if err != nil {
		return "", false // Go's expressions have no look-around
	}
	for _, u := range slices.Sorted(maps.Keys(s.target.names)) {
		if pattern.MatchString(u) {
			return s.target.names[u], true
		}
	}
	return "", false
}

// placeOf returns the place of a breakpoint of the client.
func (s *relay) placeOf(params json.RawMessage) (place, bool) {
	var at byURL
	if s.target == nil || json.Unmarshal(params, &at) != nil {
		return place{}, false
	}
	module, ok := s.module(at)
	return place{module, at.LineNumber, at.ColumnNumber}, ok
}

// onRuntime names the module as the process does.
func (s *relay) onRuntime(params json.RawMessage) json.RawMessage {
	if at, ok := s.placeOf(params); ok {
		return edit(params, map[string]any{"url": nil, "urlRegex": runtimeURLs(at.Module)})
	}
	return params
}

// setting returns the key of a setting that the next process needs too, or the prefix
// of the keys that a request resets.
func setting(c command) (key, ends string) {
	domain, verb, _ := strings.Cut(c.Method, ".")
	switch {
	case verb == "enable":
		return c.Method, ""
	case verb == "disable":
		return "", domain + "."
	}
	switch c.Method {
	case "Debugger.setAsyncCallStackDepth", "Debugger.setBlackboxPatterns", "Debugger.setBlackboxExecutionContexts",
		"Debugger.setBreakpointsActive", "Debugger.setPauseOnExceptions", "Debugger.setSkipAllPauses",
		"Runtime.setAsyncCallStackDepth", "Runtime.setCustomObjectFormatterEnabled", "Runtime.setMaxCallStackSizeToCapture",
		"Profiler.setSamplingInterval":
		return c.Method, ""
	case "Runtime.addBinding":
		return c.Method + " " + string(c.Params), ""
	}
	return "", ""
}

// succeeded records the setting of a successful request.
func (s *relay) succeeded(c command, r reply) reply {
	key, ends := setting(c)
	switch {
	case key != "":
		if _, ok := s.settings[key]; !ok {
			s.order = append(s.order, key)
		}
		s.settings[key] = c
	case ends != "":
		s.order = slices.DeleteFunc(s.order, func(key string) bool {
			gone := strings.HasPrefix(key, ends)
			if gone {
				delete(s.settings, key)
			}
			return gone
		})
		if ends == "Debugger." {
			s.breakpoints = nil
		}
	case c.Method == "Debugger.setBreakpointByUrl":
		var set struct {
			BreakpointID string
			Locations    []struct{ LineNumber, ColumnNumber int }
		}
		if json.Unmarshal(r.Result, &set) != nil || s.target == nil {
			break
		}
		at, ok := s.placeOf(c.Params) // not ok: perhaps its module does not exist yet
		b := &breakpoint{id: set.BreakpointID, runtime: set.BreakpointID, params: c.Params, place: at}
		// Use the actual place: the requested one may be in preceding white space,
		// which is in no map.
		if len(set.Locations) > 0 {
			at.Line, at.Column = set.Locations[0].LineNumber, set.Locations[0].ColumnNumber
		}
		if ok {
			b.source, b.mapped = s.target.source.Source(at.Module, at.Line+1, at.Column+1)
		}
		// workerd makes ids from places, and a breakpoint that moved keeps its old id.
		for n := 1; slices.ContainsFunc(s.breakpoints, func(o *breakpoint) bool { return o.id == b.id }); n++ {
			b.id = fmt.Sprintf("%s#%d", b.runtime, n)
		}
		s.breakpoints = append(s.breakpoints, b)
		if b.id != b.runtime {
			r.Result = edit(r.Result, map[string]any{"breakpointId": b.id})
		}
	}
	return r
}

// clientID returns the name of a breakpoint for the client.
func (s *relay) clientID(runtime string) string {
	for _, b := range s.breakpoints {
		if b.runtime == runtime {
			return b.id
		}
	}
	return runtime
}
