// Package supply gives a running workerd the code of a module that its configuration
// leaves out. The runtime asks for it when it comes to the import, and waits for the
// answer: so a process can load everything else before the code is there.
//
// It speaks the two protocols of workerd's module fallback service: fallback-service.h in
// its source, and FallbackServiceRequest in workerd.capnp.
package supply

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/devserver/socket"
)

// Module is a module whose code comes later. All that a Worker imports besides it, and
// that it does not have, is missing.
type Module struct {
	// Address is the one that workerd asks: "moduleFallback" of its configuration.
	Address string

	name   string
	code   []byte
	there  chan struct{} // closed when there is code
	gone   chan struct{} // closed by Close
	server *http.Server
	remove func()
	once   sync.Once
}

// Listen waits for workerd's question about a module, on a socket for this user alone
// whose path no one else knows.
func Listen(path, module string) (*Module, error) {
	l, remove, err := socket.ListenUnix(path)
	if err != nil {
		return nil, err
	}
	m := &Module{Address: "unix:" + l.Addr().String(), name: module, remove: remove, there: make(chan struct{}), gone: make(chan struct{})}
	m.server = &http.Server{Handler: m, ReadHeaderTimeout: 10 * time.Second}
	go m.server.Serve(l) // ends with Close
	return m, nil
}

// Give gives the code, once.
func (m *Module) Give(code []byte) {
	m.code = code
	close(m.there)
}

// Close ends the socket. m may be nil.
func (m *Module) Close() {
	if m == nil {
		return
	}
	m.once.Do(func() {
		close(m.gone)
		m.server.Close()
		m.remove()
	})
}

// ServeHTTP answers with the code, or with nothing for another module, which is how there
// is none.
func (m *Module) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if m.name != asked(r) {
		return
	}
	select {
	case <-m.there:
	case <-m.gone:
		return
	case <-r.Context().Done():
		return
	}
	to := json.NewEncoder(w)
	to.SetEscapeHTML(false)
	_ = to.Encode(map[string]string{"esModule": string(m.code)}) // workerd sees that it is cut short
}

// asked returns the name of the module that a request is for: a path below the Worker's
// modules, or from compatibility date 2026-11-17 on a URL in the body.
func asked(r *http.Request) string {
	if r.Method == http.MethodGet {
		return strings.TrimPrefix(r.URL.Query().Get("specifier"), "/")
	}
	var body struct{ Specifier string }
	const most = 1 << 20
	if json.NewDecoder(http.MaxBytesReader(nil, r.Body, most)).Decode(&body) != nil {
		return ""
	}
	at, err := url.Parse(body.Specifier)
	if err != nil || at.RawQuery != "" || at.Fragment != "" {
		return ""
	}
	return strings.TrimPrefix(at.Path, "/bundle/")
}
