package debug

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/devserver/bundle"
	"github.com/dotool-dev/dotool/devserver/debug/debugtest"
)

// peer is a fake inspector of workerd.
type peer struct {
	t       testing.TB
	address string
	conns   chan *websocket.Conn
}

func newPeer(t testing.TB) *peer {
	p := &peer{t: t, conns: make(chan *websocket.Conn)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/user" {
			http.NotFound(w, r)
			return
		}
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		conn.SetReadLimit(-1)
		p.conns <- conn
	}))
	p.address = server.Listener.Addr().String()
	t.Cleanup(server.Close)
	return p
}

// expect reads requests that must be of these methods and responds to each.
func (p *peer) expect(conn *websocket.Conn, responses ...[2]string) (params []string) {
	p.t.Helper()
	for _, a := range responses {
		c := p.request(conn)
		if c.Method != a[0] {
			p.t.Fatalf("%s %s is asked for, want %s", c.Method, c.Params, a[0])
		}
		params = append(params, string(c.Params))
		p.send(conn, fmt.Sprintf(`{"id":%d,"result":%s}`, *c.ID, a[1]))
	}
	return params
}

func (p *peer) request(conn *websocket.Conn) command {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	_, m, err := conn.Read(ctx)
	if err != nil {
		p.t.Fatal(err)
	}
	var c command
	if err := json.Unmarshal(m, &c); err != nil || c.ID == nil {
		p.t.Fatalf("%v in %s", err, m)
	}
	return c
}

func (p *peer) send(conn *websocket.Conn, m string) {
	p.t.Helper()
	if err := conn.Write(context.Background(), websocket.MessageText, []byte(m)); err != nil {
		p.t.Fatal(err)
	}
}

const testPrefix = "\x1eabc\t"

func testInspector(t testing.TB) (*Inspector, string) {
	t.Helper()
	in, stop, err := Open(t.Context(), 0, "app", testPrefix)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return in, fmt.Sprintf("ws://localhost:%d/app", in.port)
}

// asIs is a bundle of one module that is loaded unchanged.
func asIs() *bundle.Bundle {
	return &bundle.Bundle{Modules: []bundle.Module{{Name: "index.js", Kind: bundle.ESM, File: "/p/index.js"}}, Map: &bundle.SourceMap{}}
}

// After a reload, the next process has the settings of the client, and requests to the
// last process get a response.
func TestInspectorReload(t *testing.T) {
	t.Parallel()
	in, url := testInspector(t)
	first, second := newPeer(t), newPeer(t)
	in.Attach(first.address+"/user", "/state", asIs())
	d := debugtest.Dial(t, url)
	conn := <-first.conns

	d.Send("Runtime.enable", nil)
	d.Send("Debugger.enable", map[string]any{"maxScriptsCacheSize": 1})
	d.Send("Debugger.setPauseOnExceptions", map[string]any{"state": "all"})
	id := d.Send("Profiler.enable", nil)
	first.expect(conn, [2]string{"Runtime.enable", "{}"}, [2]string{"Debugger.enable", "{}"}, [2]string{"Debugger.setBlackboxPatterns", "{}"},
		[2]string{"Debugger.setPauseOnExceptions", "{}"})
	first.send(conn, fmt.Sprintf(`{"id":%d,"method":"Profiler.enable","params":{}}`, *first.request(conn).ID)) // as workerd does
	if m := d.Response(id); m.Method != "" || string(m.Result) != "{}" {
		t.Errorf("a response without a result becomes %+v", m)
	}
	id = d.Send("Profiler.disable", nil)
	first.expect(conn, [2]string{"Profiler.disable", "{}"})
	d.Response(id)

	// The module has the URL of its file, the client knows no other.
	set := d.Send("Debugger.setBreakpointByUrl", map[string]any{"lineNumber": 4, "urlRegex": `file:\/\/\/p\/index\.js($|\?)`})
	if got := first.expect(conn, [2]string{"Debugger.setBreakpointByUrl", `{"breakpointId":"1:4:0:index.js","locations":[]}`}); got[0] != `{"lineNumber":4,"urlRegex":"^(?:index\\.js|file:///bundle/(?:index\\.js|index\\.js))$"}` {
		t.Errorf("the breakpoint is set by %s", got[0])
	}
	d.Response(set)
	d.Send("Debugger.setBlackboxPatterns", map[string]any{"patterns": []string{"/node_modules/"}})
	if got := first.expect(conn, [2]string{"Debugger.setBlackboxPatterns", "{}"}); !strings.Contains(got[0], "node_modules") || !strings.Contains(got[0], "dotool:") {
		t.Errorf("what is not stepped into: %s", got[0])
	}
	evaluate := d.Send("Runtime.evaluate", map[string]any{"expression": "1"})
	if c := first.request(conn); c.Method != "Runtime.evaluate" {
		t.Errorf("%s is asked for", c.Method)
	}
	// Frames of a pause name their script by its id alone.
	first.send(conn, `{"method":"Debugger.scriptParsed","params":{"scriptId":"3","url":"dotool:calls"}}`)
	first.send(conn, `{"method":"Debugger.scriptParsed","params":{"scriptId":"4","url":"index.js"}}`)
	if d := cmp.Diff(`{"embedderName":"file:///p/index.js","scriptId":"4","url":"file:///p/index.js"}`, string(d.Next("Debugger.scriptParsed", ""))); d != "" {
		t.Error(d)
	}
	first.send(conn, `{"method":"Debugger.paused","params":{"callFrames":[{"location":{"scriptId":"3"},"url":""},{"location":{"scriptId":"4"},"url":""}],"hitBreakpoints":["1:4:0:index.js"]}}`)
	if d := cmp.Diff(`{"callFrames":[{"location":{"scriptId":"4"},"url":""}],"hitBreakpoints":["1:4:0:index.js"]}`, string(d.Next("Debugger.paused", ""))); d != "" {
		t.Error(d)
	}

	// The old process is no longer paused.
	detached := make(chan struct{})
	go func() { // ends with detach, which waits a moment at most
		in.Detach()
		close(detached)
	}()
	first.expect(conn, [2]string{"Debugger.disable", "{}"})
	<-detached
	d.Next("Debugger.resumed", "")
	later := d.Send("Runtime.evaluate", map[string]any{"expression": "2"})
	conn.CloseNow()
	if m := d.Response(evaluate); !strings.Contains(string(m.Error), "reloaded") {
		t.Errorf("the response of a process that is gone: %+v", m)
	}
	d.Next("Runtime.executionContextsCleared", "")

	in.Attach(second.address+"/user", "/state", asIs())
	conn = <-second.conns
	got := second.expect(conn, [2]string{"Runtime.enable", "{}"}, [2]string{"Debugger.enable", "{}"},
		[2]string{"Debugger.setPauseOnExceptions", "{}"}, [2]string{"Debugger.setBlackboxPatterns", "{}"},
		[2]string{"Debugger.setBreakpointByUrl", `{"breakpointId":"1:4:0:index.js","locations":[{"scriptId":"8","lineNumber":4}]}`},
		[2]string{"Runtime.evaluate", `{"result":{"value":2}}`})
	if d := cmp.Diff([]string{"{}", `{"maxScriptsCacheSize":1}`, `{"state":"all"}`}, got[:3]); d != "" {
		t.Error(d)
	}
	if !strings.Contains(got[3], "node_modules") || !strings.Contains(got[3], "dotool:") {
		t.Errorf("what is not stepped into after a reload: %s", got[3])
	}
	if got := string(d.Next("Debugger.breakpointResolved", "")); !strings.Contains(got, `"scriptId":"8"`) {
		t.Errorf("the breakpoint is at %s", got)
	}
	if m := d.Response(later); string(m.Result) != `{"result":{"value":2}}` {
		t.Errorf("what was asked between two processes: %+v", m)
	}
}

// A second client takes the place of the first.
func TestInspectorNewest(t *testing.T) {
	t.Parallel()
	in, url := testInspector(t)
	p := newPeer(t)
	in.Attach(p.address+"/user", "/state", asIs())
	a := debugtest.Dial(t, url)
	conn := <-p.conns
	closed := make(chan error, 1)
	go func() { // ends with the connection
		_, _, err := a.Conn.Read(context.Background())
		closed <- err
	}()
	b := debugtest.Dial(t, url)
	if c := p.request(conn); c.Method != "Debugger.disable" {
		t.Errorf("the first leaves with %s", c.Method)
	}
	if err := <-closed; websocket.CloseStatus(err) != websocket.StatusGoingAway || !strings.Contains(err.Error(), "another debugger") {
		t.Errorf("the first is closed with %v", err)
	}
	conn = <-p.conns
	id := b.Send("Runtime.enable", nil)
	p.expect(conn, [2]string{"Runtime.enable", "{}"})
	b.Response(id)
}

func TestInspectorConsole(t *testing.T) {
	t.Parallel()
	s := &relay{session: &session{in: &Inspector{prefix: testPrefix}}}
	call := func(kind string, args ...string) string {
		return fmt.Sprintf(`{"args":[%s],"type":%q}`, strings.Join(args, ","), kind)
	}
	text := func(value string) string { return `{"type":"string","value":"` + value + `"}` }
	tests := []struct{ name, in, want string }{
		{"text", call("dirxml", text(`\u001ewarn`), text(`a %s\tb\u001e \ud800`), text("x")), call("warning", text(`a %s\tb\u001e \ud800`), text("x"))},
		{"value", call("dirxml", text(`\u001eerror`), `{"type":"number","value":1}`), call("error", `{"type":"number","value":1}`)},
		{"nothing", call("dirxml", text(`\u001einfo`)), call("info")},
		{"the user's dirxml", call("dirxml", text("info")), call("dirxml", text("info"))},
		{"sealed", call("log", text(`\u001eabc\t1.2\t1\trequest\tGET\t200`)), ""},
		{"an unknown level", call("dirxml", text(`\u001eshout`)), call("dirxml", text(`\u001eshout`))},
		{"plain", call("log", text(`console\t\tinfo\t`)), call("log", text(`console\t\tinfo\t`))},
		{"another prefix", call("log", text(`\u001eabd\tconsole\t\tinfo\t`)), call("log", text(`\u001eabd\tconsole\t\tinfo\t`))},
		{"no text", call("log", `{"type":"undefined"}`), call("log", `{"type":"undefined"}`)},
		{
			"stack",
			`{"args":[],"stackTrace":{"callFrames":[{"url":"dotool:console"},{"url":"index.js"}],"parent":{"callFrames":[{"url":"dotool:worker"}]}}}`,
			`{"args":[],"stackTrace":{"callFrames":[{"url":"index.js"}],"parent":{"callFrames":[]}}}`,
		},
	}
	for _, tt := range tests {
		got, keep := s.console(json.RawMessage(tt.in))
		if keep != (tt.want != "") || string(got) != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

// Errors that dotool's modules catch are reported like uncaught ones, and no error is
// reported twice.
func TestInspectorExceptions(t *testing.T) {
	t.Parallel()
	in, url := testInspector(t)
	p := newPeer(t)
	in.Attach(p.address+"/user", "/state", asIs())
	d := debugtest.Dial(t, url)
	conn := <-p.conns
	line := func(text string, at int) {
		m, err := json.Marshal(map[string]any{"method": "Runtime.consoleAPICalled", "params": map[string]any{
			"type": "log", "timestamp": at, "args": []any{map[string]string{"type": "string", "value": text}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		p.send(conn, string(m))
	}
	native := func(text string, at int) {
		p.send(conn, fmt.Sprintf(`{"method":"Runtime.exceptionThrown","params":{"timestamp":%d,"exceptionDetails":{"text":%q}}}`, at, text))
	}
	sealed := func(records ...string) string { return testPrefix + "1.2\t3\t" + strings.Join(records, "\x1e") }
	boo := "error\t1\t1\t0\trequest\t" + `["fetch",{"name":"Error","message":"boo","stack":"Error: boo\n    at f (index.js:1:2)\n    at g (dotool:calls:1:2)"}]`
	line(sealed("request\tGET", boo, "busy"), 1000)
	native("Uncaught Error: boo", 1001)
	native("Uncaught Error: other", 1002)
	native("Uncaught Error: other", 1003)
	native("Uncaught Error: other", 2000)
	line(sealed("console\t\tlog\t"+boo), 2001) // the user's
	line(sealed("error\t1\t1\t0\trequest\t"+`["fetch",{"name":"Error","message":"boo","from":1}]`), 2002)
	line(sealed("error\tbroken"), 2003)
	line(sealed("error\t1\t1\t0\t\t"+`["",{"thrown":"\"odd\""}]`), 2004)
	var got []string
	for len(got) < 4 {
		var e struct {
			ExceptionDetails struct {
				Text      string
				Exception struct{ Description string }
			}
		}
		if err := json.Unmarshal(d.Next("Runtime.exceptionThrown", ""), &e); err != nil {
			t.Fatal(err)
		}
		got = append(got, e.ExceptionDetails.Text+"|"+e.ExceptionDetails.Exception.Description)
	}
	want := []string{"Uncaught|Error: boo\n    at f (file:///p/index.js:1:2)", "Uncaught Error: other|", "Uncaught Error: other|", "Uncaught|\"odd\""}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestInspectorSource(t *testing.T) {
	t.Parallel()
	s := &relay{target: &target{scripts: map[string]*debuggee{"index.js": {url: "file:///a b/index.js"}}}}
	in := `{"description":"Error: x\n    at f (index.js:1:2)\n    at Proxy.<anonymous> (dotool:worker:3:4)\n    at index.js:5:6\n    at other.js:7:8","url":"index.js","value":"\"url\":\"index.js\""}`
	want := `{"description":"Error: x\n    at f (file:///a b/index.js:1:2)\n    at file:///a b/index.js:5:6\n    at other.js:7:8","url":"file:///a b/index.js","value":"\"url\":\"index.js\""}`
	if d := cmp.Diff(want, string(s.toSource(edit([]byte(in), nil)))); d != "" {
		t.Error(d)
	}
}

// Only tools on this machine can connect.
func TestInspectorDoor(t *testing.T) {
	t.Parallel()
	in, _ := testInspector(t)
	tests := []struct {
		host, origin string
		want         int
	}{
		{"localhost:9229", "", 200},
		{"127.0.0.1:9229", "", 200},
		{"[::1]:9229", "", 200},
		{"localhost", "devtools://devtools", 200},
		{"localhost:1", "https://devtools.devprod.cloudflare.dev", 200},
		{"localhost:1", "https://abc123-cloudflare-devtools.devprod.workers.dev", 200},
		{"localhost:1", "http://localhost:8080", 200},
		{"localhost:1", "http://[::1]:8080", 200},
		{"evil.example:9229", "", 403},
		{"localhost.evil.example", "", 403},
		{"localhost@evil.example", "", 403},
		{"", "", 403},
		{"localhost:1", "null", 403},
		{"localhost:1", "https://evil.example", 403},
		{"localhost:1", "http://devtools.devprod.cloudflare.dev", 403},
		{"localhost:1", "https://devtools.devprod.cloudflare.dev.evil.example", 403},
		{"localhost:1", "https://evil.example?https://localhost", 403},
		{"localhost:1", "http://localhost.evil.example", 403},
		{"localhost:1", "http://x@localhost", 403},
	}
	for _, tt := range tests {
		for _, path := range []string{"/json", "/json/list", "/json/version", "/app"} {
			r := httptest.NewRequest("GET", path, nil)
			r.Host = tt.host
			if tt.origin != "" {
				r.Header.Set("Origin", tt.origin)
			}
			w := httptest.NewRecorder()
			in.ServeHTTP(w, r)
			want := tt.want
			if path == "/app" && want == 200 {
				want = http.StatusUpgradeRequired
			}
			if w.Code != want {
				t.Errorf("host %q, origin %q: %s responds with %d, want %d", tt.host, tt.origin, path, w.Code, want)
			}
		}
	}
	r := httptest.NewRequest("GET", "/control", nil)
	r.Host = "localhost"
	w := httptest.NewRecorder()
	if in.ServeHTTP(w, r); w.Code != http.StatusNotFound {
		t.Errorf("another target responds with %d", w.Code)
	}
}

// The port is in use even if only one of the two addresses is.
func TestInspectorPortTaken(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"127.0.0.1:0", "[::1]:0"} {
		l, err := net.Listen("tcp", address)
		if err != nil {
			t.Skip(err)
		}
		defer l.Close()
		_, _, err = Open(t.Context(), l.Addr().(*net.TCPAddr).Port, "app", testPrefix)
		hint, ok := errors.AsType[interface {
			error
			Hint() string
		}](err)
		if !ok || !strings.HasPrefix(err.Error(), "inspector: ") || !strings.Contains(hint.Hint(), "--inspector-port") {
			t.Errorf("%s taken: %v", address, err)
		}
	}
}

func FuzzInspectorMessage(f *testing.F) {
	f.Add([]byte(`{"method":"Runtime.consoleAPICalled","params":{"args":[{"type":"string","value":"\u001eabc\t1.2\t1\terror\tx"}],"stackTrace":{"callFrames":[{"url":"dotool:a"}]}}}`))
	f.Add([]byte(`{"method":"Debugger.paused","params":{"callFrames":[null,{"url":1}]}}`))
	f.Add([]byte(`{"method":"Debugger.scriptParsed","params":{"url":"index.js"}}`))
	f.Add([]byte(`{"args":[{"type":"string","value":"\u001eabc\tconsole\t\tlog\u000b"}]}`))
	f.Add([]byte(`{"args":[{"description":"a\n    at index.js:1:2 \\n    at f (dotool:a:1:2)\\\n    at f (dotool:a:1:2)"}]}`))
	f.Fuzz(func(t *testing.T, m []byte) {
		s := &relay{session: &session{in: &Inspector{prefix: testPrefix}}, hidden: map[string]bool{}, target: &target{scripts: map[string]*debuggee{"index.js": {url: "file:///index.js", sourceMap: func() string { return "" }}}}}
		for _, change := range []func(json.RawMessage) (json.RawMessage, bool){s.console, s.pause, s.script} {
			if out, keep := change(m); keep && json.Valid(m) && !json.Valid(s.toSource(out)) {
				t.Errorf("%s becomes %s", m, out)
			}
		}
	})
}
