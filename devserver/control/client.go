// Package control has the two clients of the control channel: [Client], with which
// commands use a running server and its objects, found by [Dial]; and [Worker], with
// which the server uses the control worker inside workerd. The server's side is package
// devserver.
package control

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Protocol is the version of the control channel. A client sends it with each
// request; a server of another version refuses.
//
// The channel is HTTP on a unix socket that only this user can open. dev.json has its
// path, and the secret that every request must have.
//
//	POST /v1/object  {"name","id","objectName"?,"action","args"}  has an object do something
//	POST /v1/alarms  a line for each alarm that fires: see Firing
//	POST /v1/hold    {"to"?}  whether alarms are held, and the Worker's clock
//	POST /v1/pause   the server releases the state until the request ends
//	POST /v1/logs    LogOptions: a Line for each event, until the request ends
//	POST /v1/counts  {"limit"}: a list of Count
//	POST /v1/call    {"target","path","args","get"}: a line {"value"}, {"error"}, or {"stream"} and the bytes
//	POST /v1/methods a target without an object: {"rpc","methods"}, null if the class is not hosted
//	     /v1/fetch   a request to an object, which stands in Dotool-Request; the response in Dotool-Response or Dotool-Error
//	POST /v1/evict   {"target","webSockets"}: {"evicted"} or {"error"}
//	POST /v1/status  what the server is doing: see Status
//	POST /v1/watch   a target: a Line for each event of the object, until the body of the request ends
//
// A target is {"worker"?,"name","id"?,"objectName"?}, where name is the class. Version 2
// of 2026-11-23 has all from /v1/logs on.
const Protocol = 2

// ErrNoServer says that no dev server serves the state folder.
var ErrNoServer = errors.New("no dev server is running here")

// Client is a client of a running dev server.
type Client struct {
	// Slow is called when an object has not responded for [SlowTime]; it may be nil.
	Slow func(Target, Status)

	File DevFile
	http *http.Client
}

// SlowTime is how long an object may take before [Client.Slow] is called.
const SlowTime = StuckTime

// Wait calls Slow unless stop is called soon.
func (c *Client) Wait(ctx context.Context, t Target) (stop func()) {
	if c.Slow == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { // ends with stop
		defer close(done)
		select {
		case <-time.After(SlowTime):
		case <-ctx.Done():
			return
		}
		st, err := c.Status(ctx)
		if ctx.Err() == nil && err == nil {
			c.Slow(t, st)
		}
	}()
	return func() { cancel(); <-done }
}

// New makes a client of the server that a file describes.
func New(file DevFile) *Client { return &Client{File: file, http: file.client()} }

// Dial finds the server of a state folder; the error is ErrNoServer if there is none.
func Dial(ctx context.Context, folder *state.Folder) (*Client, error) {
	if err := folder.Trusted(); err != nil {
		return nil, err
	}
	data, err := state.ReadPlain(filepath.Join(folder.OwnDir(), DevFileName))
	if errors.Is(err, fs.ErrNotExist) || errors.As(err, new(*state.NotPlainError)) {
		return nil, ErrNoServer // a server writes a file
	}
	if err != nil {
		return nil, fmt.Errorf("find the dev server: %w", err)
	}
	c := &Client{}
	// Another version may have fields of other types, but not those that say who wrote
	// the file.
	problem := json.Unmarshal(data, &c.File)
	if c.File.Socket == "" {
		return nil, ErrNoServer // a leftover file: a running server has its own, and the lock
	}
	// The folder may be a copy, including the file, of one that is served.
	if c.File.State != "" && !sameDir(c.File.State, folder.Dir) {
		return nil, ErrNoServer
	}
	// A server that was killed leaves its file.
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", c.File.Socket)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ENOTSOCK) {
		return nil, ErrNoServer
	}
	if err != nil {
		return nil, fmt.Errorf("find the dev server: %w", err)
	}
	if c.File.Version != Protocol || problem != nil {
		conn.Close()
		return nil, fmt.Errorf("the dev server (pid %d) speaks version %d of the control channel, this dotool %d: use one version of dotool for both", c.File.PID, c.File.Version, Protocol)
	}
	conn.Close()
	c.http = c.File.client()
	return c, nil
}

func sameDir(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// client sends every request to the server's socket, and gives up if the server
// as a whole does not respond.
func (f DevFile) client() *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			conn, err := (&net.Dialer{}).DialContext(ctx, "unix", f.Socket)
			if err != nil {
				return nil, err
			}
			w := &watchedConn{Conn: conn, file: f, responded: make(chan struct{})}
			go w.watch() // ends with the response, or the connection
			return w, nil
		},
		DisableKeepAlives: true,
	}}
}

// watchedConn is a connection whose response may take long while the server still
// serves others.
type watchedConn struct {
	net.Conn
	file      DevFile
	once      sync.Once
	responded chan struct{} // closed when the first byte is there, or when it is closed
	silent    atomic.Bool
}

func (w *watchedConn) watch() {
	for {
		select {
		case <-time.After(SlowTime):
		case <-w.responded:
			return
		}
		if !w.file.responds() {
			w.silent.Store(true)
			w.Conn.Close()
			return
		}
	}
}

// responds reports whether the server responds in time, or has ended: then its clients
// get an error.
func (f DevFile) responds() bool {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	c := &Client{File: f, http: unixClient(f.Socket)}
	_, err := c.Status(ctx)
	return err == nil || ctx.Err() == nil
}

func (w *watchedConn) Read(b []byte) (int, error) {
	n, err := w.Conn.Read(b)
	if w.silent.Load() {
		return n, &SilentError{w.file.PID}
	}
	w.once.Do(func() { close(w.responded) })
	return n, err
}

func (w *watchedConn) Close() error {
	w.once.Do(func() { close(w.responded) })
	return w.Conn.Close()
}

// SilentError says that the server runs but does not respond.
type SilentError struct{ PID int }

func (e *SilentError) Error() string {
	return fmt.Sprintf("the dev server (pid %d) does not respond", e.PID)
}

// Hint names the likely cause: Ctrl-Z.
func (e *SilentError) Hint() string {
	return fmt.Sprintf("if it was stopped with Ctrl-Z, `fg` in its terminal or `kill -CONT %d` has it go on", e.PID)
}

// unixClient sends every request to a unix socket.
func unixClient(socket string) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", socket)
		},
		DisableKeepAlives: true,
	}}
}

// URL returns the address at which the server serves.
func (c *Client) URL() string { return c.File.URL }

// Target is one object. Name is "" if unknown.
type Target struct{ Worker, Class, ID, Name string }

// Ref identifies the object.
func (t Target) Ref() event.Ref { return event.Ref{Worker: t.Worker, Class: t.Class, ID: t.ID} }

// SQL runs statements inside the object, in one transaction. Its input and
// result are those of sqlite.Live.
func (c *Client) SQL(ctx context.Context, t Target, statements any) (response json.RawMessage, err error) {
	err = c.object(ctx, t, "sql", statements, &response)
	return response, err
}

// PutKV stores a value, given in the JSON form of package inspect/v8.
func (c *Client) PutKV(ctx context.Context, t Target, key string, value json.RawMessage) error {
	return c.object(ctx, t, "kv-put", map[string]any{"key": key, "value": value}, nil)
}

// DeleteKV removes a key and reports whether it was there.
func (c *Client) DeleteKV(ctx context.Context, t Target, key string) (bool, error) {
	var was bool
	err := c.object(ctx, t, "kv-delete", map[string]any{"key": key}, &was)
	return was, err
}

// SetAlarm sets the alarm of the object.
func (c *Client) SetAlarm(ctx context.Context, t Target, at time.Time) error {
	var response refusal
	if err := c.object(ctx, t, "set-alarm", map[string]any{"at": at.UnixMilli()}, &response); err != nil {
		return err
	}
	return response.err()
}

// DeleteAlarm deletes the alarm of the object.
func (c *Client) DeleteAlarm(ctx context.Context, t Target) error {
	return c.object(ctx, t, "delete-alarm", struct{}{}, nil)
}

// objectRequest is the body of /v1/object.
type objectRequest struct {
	ObjectTarget
	Action string `json:"action"`
	Args   any    `json:"args"`
}

// ObjectError is an error inside the object.
type ObjectError struct{ Message string }

func (e *ObjectError) Error() string { return e.Message }

// Hint explains errors that the user's code did not cause.
func (e *ObjectError) Hint() string {
	switch {
	case strings.Contains(e.Message, "SQLITE_FULL"):
		return "the disk is full: make room, or keep the state elsewhere with --persist-to"
	case strings.HasPrefix(e.Message, "internal error; reference = "):
		return "the runtime gives the reason only in its own output: see the terminal of `dotool dev`; a full disk is one"
	}
	return ""
}

func (c *Client) object(ctx context.Context, t Target, action string, args, result any) error {
	defer c.Wait(ctx, t)()
	resp, err := c.post(ctx, "/v1/object", objectRequest{t.object(), action, args})
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var response struct {
		Result json.RawMessage `json:"result"`
		Error  *string         `json:"error"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&response); err != nil {
		return fmt.Errorf("read the response of the dev server: %w", err)
	}
	if response.Error != nil {
		return &ObjectError{*response.Error}
	}
	if result == nil {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(response.Result))
	dec.UseNumber()
	if err := dec.Decode(result); err != nil {
		return fmt.Errorf("read the response of the dev server: %w", err)
	}
	return nil
}

// Pause makes the server stop the runtime and release the lock of the state folder
// until resume is called or this process ends. Then it starts again with the state it
// finds, and its log names the command. Requests are queued meanwhile.
func (c *Client) Pause(ctx context.Context, command string) (resume func() error, err error) {
	resp, err := c.post(ctx, "/v1/pause", command)
	if err != nil {
		return nil, err
	}
	// The first byte means that it is paused; closing the body resumes it.
	if _, err := resp.Body.Read(make([]byte, 1)); err != nil {
		resp.Body.Close()
		return nil, fmt.Errorf("pause the dev server: %w", err)
	}
	return resp.Body.Close, nil
}

// LogOptions say which events to follow.
type LogOptions struct {
	event.Filter
	SinceMs  int64 `json:"sinceMs,omitempty"`  // begin with events of that long ago, if the server still has them
	PastOnly bool  `json:"pastOnly,omitempty"` // and end with the past ones
	PID      int   `json:"pid,omitempty"`      // of the process that follows, whose files change with the log; set by Logs
}

// Logs follows what happens in the server: Call, Console, Exception and Dropped
// events, in the order in which they ended. It returns when ctx is done or
// the server ends, nil for both.
func (c *Client) Logs(ctx context.Context, o LogOptions, report func(event.Event)) error {
	o.PID = os.Getpid()
	resp, err := c.post(ctx, "/v1/logs", o)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	lines := bufio.NewReader(resp.Body)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return nil
		}
		if e, ok := event.ParseLine(line); ok {
			report(e)
		}
	}
}

// Counts returns the counts of at most limit objects, most recently called first.
func (c *Client) Counts(ctx context.Context, limit int) ([]event.Count, error) {
	resp, err := c.post(ctx, "/v1/counts", map[string]int{"limit": limit})
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var counts []event.Count
	if err := json.NewDecoder(resp.Body).Decode(&counts); err != nil {
		return nil, fmt.Errorf("read the response of the dev server: %w", err)
	}
	return counts, nil
}

func (c *Client) post(ctx context.Context, path string, body any) (*http.Response, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	return c.postBody(ctx, path, bytes.NewReader(data))
}

func (c *Client) postBody(ctx context.Context, path string, body io.Reader) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://dotool"+path, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+c.File.Secret)
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, asking(err)
	}
	if resp.StatusCode != http.StatusOK {
		defer resp.Body.Close()
		return nil, refused(resp)
	}
	return resp, nil
}

// WaitingError says that a server runs, but serves nothing yet.
type WaitingError struct{ Reason string }

func (e *WaitingError) Error() string { return "the dev server is not serving: " + e.Reason }

// Hint says where to look.
func (e *WaitingError) Hint() string {
	return "fix what `dotool dev` shows; it serves again after that"
}

// refused returns the reason why the server refused a request.
func refused(resp *http.Response) error {
	text, _ := io.ReadAll(io.LimitReader(resp.Body, 4096))
	reason := strings.TrimSpace(string(text))
	if resp.StatusCode == http.StatusServiceUnavailable {
		return &WaitingError{reason}
	}
	return fmt.Errorf("ask the dev server: %s: %s", resp.Status, reason)
}

// Status asks what the server is doing.
func (c *Client) Status(ctx context.Context) (st Status, err error) {
	resp, err := c.post(ctx, "/v1/status", nil)
	if err != nil {
		return st, err
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&st); err != nil {
		return st, fmt.Errorf("read the response of the dev server: %w", err)
	}
	return st, nil
}

// asking returns the error of a request to the server.
func asking(err error) error {
	if silent, ok := errors.AsType[*SilentError](err); ok {
		return silent
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.ECONNREFUSED) {
		return errors.New("the dev server ended before it responded")
	}
	return fmt.Errorf("ask the dev server: %w", err)
}

// StuckTime is how long the Worker may be unresponsive.
const StuckTime = 2 * time.Second
