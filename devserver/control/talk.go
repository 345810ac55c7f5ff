package control

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/dotool-dev/dotool/devserver/event"
)

// ThrownError is an error that a call of an object ended with, as its caller
// sees it. Its place in the source is in an [event.Exception].
type ThrownError struct {
	Name    string `json:"name"` // "" for a value that is not an Error
	Message string `json:"message"`
	Kind    string `json:"kind"` // "no-rpc" for an object of a class that takes no calls
}

func (e *ThrownError) Error() string {
	if e.Name == "" || e.Name == "Error" && e.Kind != "" {
		return e.Message
	}
	return e.Name + ": " + e.Message
}

// Hint returns the fix for errors of the runtime itself.
func (e *ThrownError) Hint() string {
	if strings.Contains(e.Message, `did not contain the header "Upgrade: websocket"`) {
		return "`dotool connect` opens a WebSocket"
	}
	if strings.HasPrefix(e.Message, "Handler does not export a fetch() function") {
		return "its class needs a method fetch(request) for that; `dotool call` calls other methods"
	}
	if e.Name == "DataCloneError" {
		return "RPC carries plain data, streams of bytes, functions and RpcTargets: no generators, no instances of other classes"
	}
	return ""
}

// cut rewords the error of a call that a reload interrupted.
func (e *ThrownError) cut() error {
	if strings.Contains(e.Message, "abortAllDurableObjects") {
		return errors.New("a reload cut the call off: objects have a second to end what they are doing")
	}
	return e
}

// Result is the value that a method returned.
type Result struct {
	Value  json.RawMessage // in the JSON form of package inspect/v8, with "$stub" and "$response" in addition
	Stream io.ReadCloser   // instead, if the value is a stream of bytes; must be closed
}

// rpc is the body of /v1/call.
type rpc struct {
	Target ObjectTarget      `json:"target"`
	Path   []string          `json:"path"`
	Args   []json.RawMessage `json:"args"`
	Get    bool              `json:"get"`
}

// ObjectTarget is a Target for the control worker, which uses the name, if there is
// one, so that the object knows it.
type ObjectTarget struct {
	Worker     string `json:"worker,omitempty"`
	Class      string `json:"name"`
	ID         string `json:"id,omitempty"`
	ObjectName string `json:"objectName,omitempty"`
}

func (t Target) object() ObjectTarget { return ObjectTarget{t.Worker, t.Class, t.ID, t.Name} }

// Call calls a method of an object; with dots in its name, a method of a property. The
// arguments are valid in the JSON form of package inspect/v8. An error of the object is
// a *ThrownError.
func (c *Client) Call(ctx context.Context, t Target, method string, args []json.RawMessage) (Result, error) {
	if args == nil {
		args = []json.RawMessage{}
	}
	return c.ask(ctx, rpc{t.object(), strings.Split(method, "."), args, false})
}

// Property reads a property of an object, which is a getter of its class.
func (c *Client) Property(ctx context.Context, t Target, name string) (Result, error) {
	return c.ask(ctx, rpc{t.object(), strings.Split(name, "."), []json.RawMessage{}, true})
}

func (c *Client) ask(ctx context.Context, r rpc) (Result, error) {
	defer c.Wait(ctx, Target{r.Target.Worker, r.Target.Class, r.Target.ID, r.Target.ObjectName})()
	resp, err := c.post(ctx, "/v1/call", r)
	if err != nil {
		return Result{}, err
	}
	body := bufio.NewReader(resp.Body)
	line, err := body.ReadBytes('\n')
	var head struct {
		Value  json.RawMessage `json:"value"`
		Stream bool            `json:"stream"`
		Error  *ThrownError    `json:"error"`
	}
	if err == nil || err == io.EOF && len(line) > 0 {
		err = json.Unmarshal(line, &head)
	}
	if err == nil && head.Stream {
		return Result{Stream: stream{body, resp.Body}}, nil
	}
	resp.Body.Close()
	if err != nil {
		return Result{}, fmt.Errorf("read the response of the dev server: %w", err)
	}
	if head.Error != nil {
		return Result{}, head.Error.cut()
	}
	return Result{Value: head.Value}, nil
}

type stream struct {
	io.Reader
	io.Closer
}

// Method is a method of a class of objects, or a property that can be read.
type Method struct {
	Name       string `json:"name"`
	Kind       string `json:"kind"`       // "method" or "property"
	Parameters int    `json:"parameters"` // without a default
	Source     string `json:"source"`     // the beginning of the compiled source
}

// Methods lists the methods and properties of the class of a target in the order of the
// source, its own before inherited ones. rpc is false for a class that does not support
// calls; ok is false for one that is not hosted.
func (c *Client) Methods(ctx context.Context, t Target) (methods []Method, rpc, ok bool, err error) {
	t = Target{Worker: t.Worker, Class: t.Class}
	defer c.Wait(ctx, t)()
	resp, err := c.post(ctx, "/v1/methods", t.object())
	if err != nil {
		return nil, false, false, err
	}
	defer resp.Body.Close()
	var response *struct {
		RPC     bool     `json:"rpc"`
		Methods []Method `json:"methods"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&response); err != nil {
		return nil, false, false, fmt.Errorf("read the response of the dev server: %w", err)
	}
	if response == nil {
		return nil, false, false, nil
	}
	return response.Methods, response.RPC, true, nil
}

// Request is an HTTP request to an object.
type Request struct {
	Method string
	URL    string // as the object sees it
	Header http.Header
	Body   io.Reader // nil for none
}

// forwarded is a Request in a header of a request to the control worker.
type forwarded struct {
	Target  ObjectTarget `json:"target"`
	Method  string       `json:"method"`
	URL     string       `json:"url"`
	Headers [][2]string  `json:"headers"`
}

const (
	requestHeader  = "Dotool-Request"
	responseHeader = "Dotool-Response"
	errorHeader    = "Dotool-Error"
)

// forwardRequest returns the request to the control channel that carries r.
func (c *Client) forwardRequest(ctx context.Context, t Target, r Request) (*http.Request, error) {
	f := forwarded{t.object(), r.Method, r.URL, [][2]string{}}
	for name, values := range r.Header {
		for _, v := range values {
			f.Headers = append(f.Headers, [2]string{name, v})
		}
	}
	packed, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	method := http.MethodPost
	if r.Body == nil {
		method = http.MethodGet
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://dotool/v1/fetch", r.Body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+c.File.Secret)
	req.Header.Set(requestHeader, base64.StdEncoding.EncodeToString(packed))
	return req, nil
}

// forwardedResponse reads the object's response out of the headers that
// carry it.
func forwardedResponse(carrier *http.Response) (*http.Response, error) {
	if packed := carrier.Header.Get(errorHeader); packed != "" {
		thrown := &ThrownError{}
		if err := unpack(packed, thrown); err != nil {
			return nil, err
		}
		return nil, thrown.cut()
	}
	packed := carrier.Header.Get(responseHeader)
	if packed == "" {
		return nil, refused(carrier)
	}
	var f struct {
		Status     int         `json:"status"`
		StatusText string      `json:"statusText"`
		Headers    [][2]string `json:"headers"`
	}
	if err := unpack(packed, &f); err != nil {
		return nil, err
	}
	status := f.StatusText
	if status == "" {
		status = http.StatusText(f.Status)
	}
	response := &http.Response{
		StatusCode: f.Status, Status: strings.TrimSpace(fmt.Sprintf("%d %s", f.Status, status)),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: carrier.Body,
	}
	for _, h := range f.Headers {
		response.Header.Add(h[0], h[1])
	}
	return response, nil
}

func unpack(packed string, into any) error {
	data, err := base64.StdEncoding.DecodeString(packed)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		return fmt.Errorf("read the response of the dev server: %w", err)
	}
	return nil
}

// Fetch sends a request to an object. The bodies are streamed. An error thrown by the
// object's fetch handler is a *ThrownError.
func (c *Client) Fetch(ctx context.Context, t Target, r Request) (*http.Response, error) {
	req, err := c.forwardRequest(ctx, t, r)
	if err != nil {
		return nil, err
	}
	stop := c.Wait(ctx, t)
	carrier, err := c.http.Do(req)
	stop()
	if err != nil {
		return nil, asking(err)
	}
	response, err := forwardedResponse(carrier)
	if err != nil {
		carrier.Body.Close()
	}
	return response, err
}

// Upgrade returns how to open a WebSocket to an object: the client, address and
// headers to dial with. The server's response is for [Upgraded].
func (c *Client) Upgrade(ctx context.Context, t Target, r Request) (client *http.Client, url string, header http.Header, err error) {
	r.Method, r.Body = http.MethodGet, nil
	req, err := c.forwardRequest(ctx, t, r)
	if err != nil {
		return nil, "", nil, err
	}
	return c.http, "ws://dotool/v1/fetch", req.Header, nil
}

// Upgraded reads the object's own response to a request to open a WebSocket; it
// may be any other than 101.
func (c *Client) Upgraded(carrier *http.Response) (*http.Response, error) {
	return forwardedResponse(carrier)
}

// Evict unloads an object from memory; its storage is kept. webSockets says what
// happens to WebSockets that can hibernate: "hibernate" or "close". It reports whether
// the object was in memory.
func (c *Client) Evict(ctx context.Context, t Target, webSockets string) (was bool, err error) {
	defer c.Wait(ctx, t)()
	resp, err := c.post(ctx, "/v1/evict", map[string]any{"target": t.object(), "webSockets": webSockets})
	if err != nil {
		return false, err
	}
	defer resp.Body.Close()
	var response struct {
		Evicted bool    `json:"evicted"`
		Error   *string `json:"error"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&response); err != nil {
		return false, fmt.Errorf("read the response of the dev server: %w", err)
	}
	if response.Error != nil {
		return false, &ObjectError{*response.Error}
	}
	return response.Evicted, nil
}

// Watch reports, from another goroutine, what happens in an object and in the calls
// that lead to it or that it makes. It returns once the server has started to; stop,
// which must be called, returns once everything that happened before is reported.
func (c *Client) Watch(ctx context.Context, t Target, report func(event.Event)) (stop func() error, err error) {
	body, end := io.Pipe()
	go func() { // ends with the request
		data, _ := json.Marshal(t.object())
		_, _ = end.Write(append(data, '\n'))
	}()
	resp, err := c.postBody(ctx, "/v1/watch", body)
	if err != nil {
		body.Close()
		return nil, err
	}
	done := make(chan error, 1)
	go func() { // ends with the response
		defer resp.Body.Close()
		lines := bufio.NewReader(resp.Body)
		for {
			line, err := lines.ReadBytes('\n')
			if e, ok := event.ParseLine(line); ok {
				report(e)
			}
			if err != nil {
				if err == io.EOF {
					err = nil
				}
				done <- err
				return
			}
		}
	}()
	return func() error {
		end.Close()
		err := <-done
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = nil // the server ended
		}
		return err
	}, nil
}
