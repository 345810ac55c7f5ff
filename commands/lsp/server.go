// Package lsp is `dotool check` as a server for editors: it speaks the Language Server Protocol on
// two streams, and keeps the findings of all projects with an open file up to date.
//
// [Run] is one session. Requests change documents (server.go); one goroutine checks the projects
// that this concerns and publishes what it finds (projects.go); hover and code actions answer from
// that (answers.go).
package lsp

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/configfile"
)

// Options are the options of [Run].
type Options struct {
	In      io.Reader
	Out     io.Writer
	Config  config.Options // the environment; folders and files come from the editor
	Version string         // of dotool
}

// errNoShutdown is the error if the editor ends the session without announcing it.
var errNoShutdown = errors.New("the editor left without a shutdown")

// Codes of errors of the protocol.
const (
	notInitialized   = -32002
	requestCancelled = -32800
)

// server is the state of a session.
type server struct {
	o   Options
	rpc *jsonrpc2.Conn

	exit chan struct{} // closed when the editor says so
	wake chan struct{} // there is something to check

	mu       sync.Mutex // guards the fields below
	started  bool       // initialize came
	stopped  bool       // shutdown came
	left     bool       // exit came
	watches  bool       // the editor can watch files
	bytes    bool       // it counts bytes; does not change once initialize came
	folders  map[string]bool
	scanned  bool // the folders as they are now
	docs     map[string]*document
	changed  map[string]bool // paths, since the last check
	seq      int             // counts changes
	checked  int             // seq of the last check
	done     chan struct{}   // closed after a check
	waiting  int             // requests that need one
	projects map[string]*project
	running  map[jsonrpc2.ID]func() // end requests
}

// document is a file that the editor has open.
type document struct {
	uri     string
	version int
	text    *text
}

// Run serves an editor until it leaves, or ctx is done.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	s := &server{
		o: o, exit: make(chan struct{}), wake: make(chan struct{}, 1), done: make(chan struct{}),
		folders: map[string]bool{}, docs: map[string]*document{}, changed: map[string]bool{}, projects: map[string]*project{}, running: map[jsonrpc2.ID]func(){},
	}
	stream := &frames{in: bufio.NewReader(o.In), out: o.Out}
	s.mu.Lock() // messages are handled from now on
	s.rpc = jsonrpc2.NewConn(ctx, stream, s, jsonrpc2.SetLogger(log.New(io.Discard, "", 0)))
	s.mu.Unlock()
	var checking sync.WaitGroup
	defer checking.Wait()
	defer cancel()
	checking.Go(func() { s.check(ctx) }) // ends with ctx
	var err error
	select {
	case <-ctx.Done():
		return nil // being asked to stop is success
	case <-s.exit:
	case <-s.rpc.DisconnectNotify():
		err = stream.failed
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("read from the editor: %w", err)
	case !s.stopped:
		return errNoShutdown
	}
	return nil
}

// Handle implements [jsonrpc2.Handler].
func (s *server) Handle(ctx context.Context, _ *jsonrpc2.Conn, req *jsonrpc2.Request) {
	handle, waits := s.method(req.Method)
	switch {
	case req.Notif:
		if handle != nil {
			_, _ = s.guarded(ctx, req, handle) // no one waits for the result
		}
	case waits:
		ctx, end := context.WithCancel(ctx)
		s.mu.Lock()
		s.running[req.ID] = end
		s.mu.Unlock()
		go func() { // ends with the request
			defer end()
			s.reply(ctx, req, handle)
			s.mu.Lock()
			defer s.mu.Unlock()
			delete(s.running, req.ID)
		}()
	default:
		s.reply(ctx, req, handle)
	}
}

// method returns how a method is carried out, nil if it is unknown, and whether it waits for a
// check.
func (s *server) method(name string) (handle func(context.Context, *json.RawMessage) (any, error), waits bool) {
	switch name {
	case "initialize":
		return handler(s.initialize), false
	case "initialized":
		return handler(s.initialized), false
	case "shutdown":
		return handler(s.shutdown), false
	case "exit":
		return handler(s.leave), false
	case "$/cancelRequest":
		return handler(s.cancel), false
	case "textDocument/didOpen":
		return handler(s.open), false
	case "textDocument/didChange":
		return handler(s.change), false
	case "textDocument/didClose":
		return handler(s.close), false
	case "textDocument/didSave":
		return handler(s.save), false
	case "workspace/didChangeWatchedFiles":
		return handler(s.watched), false
	case "workspace/didChangeWorkspaceFolders":
		return handler(s.refolder), false
	case "textDocument/hover":
		return handler(s.hover), true
	case "textDocument/codeAction":
		return handler(s.actions), true
	}
	return nil, false
}

// handler reads the parameters of a method.
func handler[P any](f func(context.Context, P) (any, error)) func(context.Context, *json.RawMessage) (any, error) {
	return func(ctx context.Context, params *json.RawMessage) (any, error) {
		var p P
		if params != nil {
			if err := json.Unmarshal(*params, &p); err != nil {
				return nil, fault(jsonrpc2.CodeInvalidParams, err.Error())
			}
		}
		return f(ctx, p)
	}
}

func fault(code int64, message string) error { return &jsonrpc2.Error{Code: code, Message: message} }

// reply carries out a request and answers it.
func (s *server) reply(ctx context.Context, req *jsonrpc2.Request, handle func(context.Context, *json.RawMessage) (any, error)) {
	result, err := s.guarded(ctx, req, handle)
	coded, ok := errors.AsType[*jsonrpc2.Error](err)
	switch {
	case err == nil:
		_ = s.rpc.Reply(ctx, req.ID, result) // the editor may have gone
		return
	case ok:
	case errors.Is(err, context.Canceled):
		coded = &jsonrpc2.Error{Code: requestCancelled, Message: "cancelled"}
	default:
		coded = &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: err.Error()}
	}
	_ = s.rpc.ReplyWithError(ctx, req.ID, coded)
}

// guarded carries out a method if it is its time.
func (s *server) guarded(ctx context.Context, req *jsonrpc2.Request, handle func(context.Context, *json.RawMessage) (any, error)) (result any, err error) {
	defer func() {
		if r := recover(); r != nil {
			result, err = nil, fault(jsonrpc2.CodeInternalError, fmt.Sprintf("%s: %v", req.Method, r))
			s.log(fmt.Sprintf("%s: %v\n%s", req.Method, r, debug.Stack()))
		}
	}()
	s.mu.Lock()
	started, stopped := s.started, s.stopped
	s.mu.Unlock()
	switch {
	case req.Method == "exit" || req.Method == "$/cancelRequest":
	case stopped:
		return nil, fault(jsonrpc2.CodeInvalidRequest, "the server was shut down")
	case !started && req.Method != "initialize":
		return nil, fault(notInitialized, "the server is not initialized")
	case started && req.Method == "initialize":
		return nil, fault(jsonrpc2.CodeInvalidRequest, "the server is initialized")
	}
	if handle == nil {
		return nil, fault(jsonrpc2.CodeMethodNotFound, "unknown method "+req.Method)
	}
	return handle(ctx, req.Params)
}

// log shows a bug in the editor's log.
func (s *server) log(message string) {
	_ = s.rpc.Notify(context.Background(), "window/logMessage", object{"type": severityError, "message": "dotool: " + message})
}

func (s *server) initialize(_ context.Context, p initializeParams) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.started = true
	s.watches = p.Capabilities.Workspace.DidChangeWatchedFiles.DynamicRegistration
	encoding := "utf-16"
	if i := slices.IndexFunc(p.Capabilities.General.PositionEncodings, func(e string) bool { return e == "utf-8" || e == "utf-16" }); i >= 0 {
		encoding = p.Capabilities.General.PositionEncodings[i]
	}
	s.bytes = encoding == "utf-8"
	for _, f := range append(p.WorkspaceFolders, workspaceFolder{p.RootURI}) {
		if path, ok := pathOf(f.URI); ok {
			s.folders[path] = true
		}
	}
	return object{
		"serverInfo": object{"name": "dotool", "version": s.o.Version},
		"capabilities": object{
			"positionEncoding":   encoding,
			"textDocumentSync":   object{"openClose": true, "change": 2, "save": true},
			"hoverProvider":      true,
			"codeActionProvider": object{"codeActionKinds": []string{quickFix, fixAll}},
			"workspace":          object{"workspaceFolders": object{"supported": true, "changeNotifications": true}},
		},
	}, nil
}

func (s *server) initialized(ctx context.Context, _ json.RawMessage) (any, error) {
	s.mu.Lock()
	watches := s.watches
	s.mu.Unlock()
	if watches {
		watchers := []object{{"globPattern": "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,sql}"}, {"globPattern": "**/{package.json,tsconfig.json,wrangler.json,wrangler.jsonc,wrangler.toml}"}}
		go func() { // ends with the reply, or the session
			_ = s.rpc.Call(ctx, "client/registerCapability", object{"registrations": []object{
				{"id": "files", "method": "workspace/didChangeWatchedFiles", "registerOptions": object{"watchers": watchers}},
			}}, nil) // it watches, or does not
		}()
	}
	return nil, nil
}

func (s *server) shutdown(context.Context, json.RawMessage) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = true
	return nil, nil
}

func (s *server) leave(context.Context, json.RawMessage) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.left {
		s.left = true
		close(s.exit)
	}
	return nil, nil
}

func (s *server) cancel(_ context.Context, p struct {
	ID jsonrpc2.ID `json:"id"`
}) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if end := s.running[p.ID]; end != nil {
		end()
	}
	return nil, nil
}

func (s *server) open(_ context.Context, p openParams) (any, error) {
	return s.edit(p.TextDocument.URI, func(path string) {
		s.docs[path] = &document{p.TextDocument.URI, p.TextDocument.Version, newText(p.TextDocument.Text, s.bytes)}
	})
}

func (s *server) change(_ context.Context, p changeParams) (any, error) {
	return s.edit(p.TextDocument.URI, func(path string) {
		d := s.docs[path]
		if d == nil {
			return
		}
		t := d.text
		for _, c := range p.Changes {
			if c.Range == nil {
				t = newText(c.Text, s.bytes)
			} else {
				t = t.replace(*c.Range, c.Text)
			}
		}
		s.docs[path] = &document{d.uri, p.TextDocument.Version, t}
	})
}

func (s *server) close(_ context.Context, p documentParams) (any, error) {
	return s.edit(p.TextDocument.URI, func(path string) { delete(s.docs, path) })
}

func (s *server) save(_ context.Context, p documentParams) (any, error) {
	return s.edit(p.TextDocument.URI, func(string) {})
}

func (s *server) watched(_ context.Context, p watchedParams) (any, error) {
	for _, c := range p.Changes {
		if _, err := s.edit(c.URI, func(string) {}); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func (s *server) refolder(_ context.Context, p foldersParams) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range p.Event.Removed {
		if path, ok := pathOf(f.URI); ok {
			delete(s.folders, path)
		}
	}
	for _, f := range p.Event.Added {
		if path, ok := pathOf(f.URI); ok {
			s.folders[path] = true
		}
	}
	s.scanned = false
	s.due()
	return nil, nil
}

// edit makes a change to a document, or takes note of one on disk.
func (s *server) edit(uri string, change func(path string)) (any, error) {
	path, ok := pathOf(uri)
	if !ok {
		return nil, nil // not a file: a new document, or one of another machine
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	change(path)
	s.changed[path] = true
	if slices.Contains(configfile.Names, filepath.Base(path)) {
		s.scanned = false
	}
	s.due()
	return nil, nil
}

// due asks for a check, with mu held.
func (s *server) due() {
	s.seq++
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// fresh waits until what the editor has sent is checked.
func (s *server) fresh(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting++
	defer func() { s.waiting-- }()
	for want := s.seq; s.checked < want; {
		done := s.done
		select { // it may have waited for more changes
		case s.wake <- struct{}{}:
		default:
		}
		s.mu.Unlock()
		select {
		case <-done:
		case <-ctx.Done():
		}
		s.mu.Lock()
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}
