// Package debug is the inspector that DevTools and editors connect to. [Inspector] is a
// proxy in front of workerd's own: it keeps one connection across reloads, sets
// breakpoints again, maps code to its source, and hides dotool's modules.
package debug

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"

	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/bundle"
	"github.com/dotool-dev/dotool/devserver/socket"
)

// Inspector is the port that DevTools and editors connect to. It stays open for the
// life of the server, and its clients stay connected when a new process replaces the
// old one. A nil Inspector does nothing.
//
// workerd's own port is not enough: it lists the control worker, checks neither Host
// nor Origin, shows dotool's modules and lines, has no source maps of the bundle, and
// closes at each reload.
type Inspector struct {
	id     string // path of the one target
	title  string
	prefix string // of lines for dotool
	port   int

	mu       sync.Mutex // guards the fields below
	target   *target    // the process that serves; nil between two
	door     *door      // to its process; nil if the system has none
	pid      int        // of its process, 0 at first
	session  *session   // of the client; nil without one
	released chan struct{}
	closed   bool
	running  sync.WaitGroup // added to while closed is false
}

// target is the user's Worker in one process.
type target struct {
	dir     string               // of modules without a file
	address string               // of workerd's inspector, with the Worker's service as the path
	scripts map[string]*debuggee // by the names of modules
	names   map[string]string    // of modules, by URL
	source  *bundle.SourceMap
}

// script returns the module of a name in the runtime, or nil.
func (t *target) script(name string) *debuggee {
	if t == nil {
		return nil
	}
	if d := t.scripts[name]; d != nil {
		return d
	}
	module, _ := t.source.Module(name)
	return t.scripts[module]
}

// runtimeURLs returns a pattern of the URLs that a module may have in the runtime,
// which depend on the compatibility date.
func runtimeURLs(module string) string {
	path := (&url.URL{Path: module}).EscapedPath()
	return fmt.Sprintf("^(?:%s|%s(?:%s|%s))$", regexp.QuoteMeta(module), bundle.ModuleURL, regexp.QuoteMeta(module), regexp.QuoteMeta(path))
}

// debuggee is a module as a debugger sees it.
type debuggee struct {
	url       string
	sourceMap func() string // a data URL; "" if there is none
}

// inspectorPortError says that the port for DevTools is in use.
type inspectorPortError struct{ *socket.PortError }

func (e *inspectorPortError) Error() string { return "inspector: " + e.PortError.Error() }

func (e *inspectorPortError) Hint() string {
	return fmt.Sprintf("try --inspector-port %d", e.Free)
}

// Open listens on both loopback addresses, and on no others, whatever the Worker's
// address is: anyone who reaches this port can run code.
func Open(ctx context.Context, port int, worker, prefix string) (in *Inspector, stop func(), err error) {
	files, port, err := socket.Listen(ctx, "localhost", port)
	if taken, ok := errors.AsType[*socket.PortError](err); ok {
		return nil, nil, &inspectorPortError{taken}
	}
	if err != nil {
		return nil, nil, fmt.Errorf("inspector: %w", err)
	}
	defer socket.CloseAll(files)
	worker = cmp.Or(worker, "worker")
	in = &Inspector{id: worker, title: worker, prefix: prefix, port: port}
	ctx, cancel := context.WithCancel(ctx)
	server := &http.Server{
		Handler:           in,
		ReadHeaderTimeout: 5 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	var serving sync.WaitGroup
	stop = func() {
		in.mu.Lock()
		in.closed = true
		in.mu.Unlock()
		cancel()
		server.Close()
		serving.Wait()
		in.running.Wait()
	}
	for _, f := range files {
		l, err := net.FileListener(f)
		if err != nil {
			stop()
			return nil, nil, fmt.Errorf("inspector: %w", err)
		}
		serving.Go(func() { server.Serve(l) }) // until the server is closed
	}
	return in, stop, nil
}

// DevToolsURL returns the page that debugs the Worker.
func (in *Inspector) DevToolsURL() string {
	if in == nil {
		return ""
	}
	return in.frontend(fmt.Sprintf("127.0.0.1:%d", in.port))
}

// frontend returns the page for a client that reaches the inspector as host.
func (in *Inspector) frontend(host string) string {
	return "https://devtools.devprod.cloudflare.dev/js_app?theme=systemPreferred&debugger=true&ws=" + host + "/" + url.PathEscape(in.id)
}

// ServeHTTP handles the requests by which debuggers find their target, and connects them.
func (in *Inspector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Any page on the web can send requests here, and read the responses if its name
	// resolves to this machine.
	if !loopbackHost(r.Host) || !trustedOrigin(r.Header.Get("Origin")) {
		http.Error(w, "forbidden: only tools on this machine may debug", http.StatusForbidden)
		return
	}
	// A debugger runs code as this user, so other users of the machine may not.
	// Nor may the Worker, which would see more of its process than it should.
	if uid, inode, ok := socket.Peer(r); ok && uid != os.Getuid() && uid != 0 {
		http.Error(w, "forbidden: only "+strconv.Itoa(os.Getuid())+", the user of dotool, may debug", http.StatusForbidden)
		return
	} else if ok && socket.HasSocket(in.process(), inode) {
		http.Error(w, "forbidden: a Worker may not debug itself", http.StatusForbidden)
		return
	}
	switch path := strings.TrimSuffix(r.URL.Path, "/"); path {
	case "/json/version":
		writeInspectorJSON(w, map[string]string{"Browser": "dotool", "Protocol-Version": "1.3"})
	case "/json", "/json/list":
		ws := r.Host + "/" + url.PathEscape(in.id)
		writeInspectorJSON(w, []map[string]string{{
			"id":                        in.id,
			"type":                      "node", // what chrome://inspect and editors look for
			"title":                     in.title,
			"description":               "Cloudflare Worker served by dotool",
			"url":                       "file://",
			"faviconUrl":                "https://workers.cloudflare.com/favicon.ico",
			"webSocketDebuggerUrl":      "ws://" + ws,
			"devtoolsFrontendUrl":       in.frontend(r.Host),
			"devtoolsFrontendUrlCompat": in.frontend(r.Host),
		}})
	case "/" + in.id:
		in.debug(w, r)
	default:
		http.NotFound(w, r)
	}
}

func writeInspectorJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.Encode(v) // fails only if the client is gone
}

// debug connects a client until it leaves. The newest one wins: workerd takes a single
// client, and a forgotten tab must not keep others out.
func (in *Inspector) debug(w http.ResponseWriter, r *http.Request) {
	client, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true}) // ServeHTTP has checked the origin
	if err != nil {
		return // Accept has responded
	}
	defer client.CloseNow()
	client.SetReadLimit(-1)
	ctx, leave := context.WithCancelCause(r.Context())
	defer leave(nil)
	s := newSession(in, client, leave)
	defer close(s.done)
	in.mu.Lock()
	if in.closed {
		in.mu.Unlock()
		return
	}
	in.running.Add(1)
	old := in.session
	in.session = s
	in.mu.Unlock()
	defer in.running.Done()
	if old != nil {
		old.leave(errSuperseded)
		<-old.done // ends within a bounded time
	}
	newRelay(s).run(ctx)
	in.mu.Lock()
	if in.session == s {
		in.session = nil
		in.release()
	}
	in.mu.Unlock()
}

// Shut makes the process that listens for a debugger on address accept only dotool, if
// the system can do that. The error is that another process has already connected.
func (in *Inspector) Shut(pid int, address string) error {
	if in == nil {
		return nil
	}
	d, err := newDoor(pid, address)
	in.mu.Lock()
	defer in.mu.Unlock()
	in.door, in.pid = d, pid
	return err
}

func (in *Inspector) process() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.pid
}

// dial connects to a process that serves, or that has served.
func (in *Inspector) dial(ctx context.Context, network, address string) (net.Conn, error) {
	in.mu.Lock()
	d := in.door
	in.mu.Unlock()
	return d.dial(ctx, network, address)
}

// Attach sets the process that serves now, and that listens for a debugger on address:
// a host and a port with the Worker's service as the path. A bundled module has no file,
// but debuggers need one: they get a path in dir.
func (in *Inspector) Attach(address, dir string, b *bundle.Bundle) {
	if in == nil {
		return
	}
	t := &target{address: address, dir: dir, scripts: map[string]*debuggee{}, names: map[string]string{}, source: b.Map}
	for _, m := range b.Modules {
		if m.Kind != bundle.ESM && m.Kind != bundle.CommonJS {
			continue
		}
		file := cmp.Or(m.File, filepath.Join(dir, filepath.FromSlash(m.Name)))
		d := &debuggee{url: bundle.FileURL(file), sourceMap: sync.OnceValue(func() string { return b.Map.DataURL(m.Name) })}
		t.scripts[m.Name], t.names[d.url] = d, m.Name
	}
	in.mu.Lock()
	if !in.closed {
		// The sources are read now: later they may differ from the running code. Those of
		// packages seldom change, and there are many.
		in.running.Go(func() {
			for _, m := range b.Modules {
				if d := t.scripts[m.Name]; d != nil && !m.Packages {
					d.sourceMap()
				}
			}
		})
	}
	in.target = t
	s := in.session
	in.mu.Unlock()
	if s != nil {
		s.wake()
	}
}

// Update is called after a build that made the same code: if a comment has changed,
// debuggers must read the source again.
func (in *Inspector) Update(b *bundle.Bundle) {
	if in == nil {
		return
	}
	t := in.current()
	if t == nil {
		return
	}
	for name, d := range t.scripts {
		if d.sourceMap() != b.Map.DataURL(name) {
			in.Attach(t.address, t.dir, b)
			return
		}
	}
}

// Detach is called before the process ends. It returns once a debugger that has paused
// the Worker has resumed it, since a paused Worker does not end.
func (in *Inspector) Detach() {
	if in == nil {
		return
	}
	in.mu.Lock()
	in.target = nil
	s := in.session
	released := make(chan struct{})
	if s != nil {
		in.release()
		in.released = released
	}
	in.mu.Unlock()
	if s == nil {
		return
	}
	s.wake()
	select {
	case <-released:
	case <-time.After(200 * time.Millisecond): // a client that does not read; the drain has its limit
	}
}

// current returns the target, or nil between two.
func (in *Inspector) current() *target {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.target
}

// Debugging reports whether a debugger is connected, which may have paused the Worker.
func (in *Inspector) Debugging() bool {
	if in == nil {
		return false
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.session != nil
}

// releaseTarget signals Detach that its target is no longer paused.
func (in *Inspector) releaseTarget() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.release()
}

// release is releaseTarget with mu held.
func (in *Inspector) release() {
	if in.released != nil {
		close(in.released)
		in.released = nil
	}
}

// loopbackHost reports whether a Host header names this machine as itself.
func loopbackHost(host string) bool {
	u, err := url.Parse("http://" + host)
	if err != nil || u.Host != host {
		return false
	}
	switch strings.ToLower(u.Hostname()) {
	case "localhost", "127.0.0.1", "::1":
		return true
	}
	return false
}

// frontends are the hosts of Cloudflare's DevTools that wrangler trusts.
var frontends = pattern.New(`^(devtools\.devprod\.cloudflare\.dev|([a-z0-9]+-)?cloudflare-devtools\.devprod\.workers\.dev|([a-z0-9]+\.)?cloudflare-devtools\.pages\.dev)$`)

// trustedOrigin reports whether a page of this origin may debug. Tools that are not
// pages send none.
func trustedOrigin(origin string) bool {
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	if err != nil || u.Scheme+"://"+u.Host != origin {
		return false
	}
	switch u.Scheme {
	case "devtools", "chrome-devtools":
		return true
	case "http":
		return loopbackHost(u.Host)
	case "https":
		return loopbackHost(u.Host) || frontends.MatchString(u.Host)
	}
	return false
}

// Address returns a random address for workerd's inspector, which accepts anyone, including
// pages on the web, and hangs with a unix socket. If all of 127.0.0.0/8 is this
// machine, a page cannot find the address by trying. Other users can, by listing the
// sockets of the machine: see [Inspector.Shut].
func Address() (host string) {
	if runtime.GOOS == "linux" {
		host = fmt.Sprintf("127.%d.%d.%d", 1+rand.IntN(254), rand.IntN(256), 1+rand.IntN(254))
		if l, err := net.Listen("tcp", net.JoinHostPort(host, "0")); err == nil {
			l.Close()
			return host
		}
	}
	return "127.0.0.1"
}
