// Package debugtest is a client of the inspector for tests.
package debugtest

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// Debugger is a client of the inspector.
type Debugger struct {
	t      testing.TB
	Conn   *websocket.Conn
	id     int
	events []Message // not yet asked for
}

// Message is an event or a response.
type Message struct {
	ID     int
	Method string
	Params json.RawMessage
	Result json.RawMessage
	Error  json.RawMessage
}

// Dial connects to the Worker of an inspector.
func Dial(t testing.TB, url string) *Debugger {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	conn.SetReadLimit(-1)
	t.Cleanup(func() { conn.CloseNow() })
	return &Debugger{t: t, Conn: conn}
}

// Send sends a request and returns its number.
func (d *Debugger) Send(method string, params any) int {
	d.t.Helper()
	d.id++
	if params == nil {
		params = struct{}{}
	}
	m, err := json.Marshal(map[string]any{"id": d.id, "method": method, "params": params})
	if err != nil {
		d.t.Fatal(err)
	}
	if err := d.Conn.Write(context.Background(), websocket.MessageText, m); err != nil {
		d.t.Fatal(err)
	}
	return d.id
}

func (d *Debugger) read() Message {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	_, m, err := d.Conn.Read(ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	var out Message
	if err := json.Unmarshal(m, &out); err != nil {
		d.t.Fatalf("%v in %s", err, m)
	}
	return out
}

// Response waits for the response to a request.
func (d *Debugger) Response(id int) Message {
	d.t.Helper()
	for {
		m := d.read()
		if m.ID == id {
			return m
		}
		d.events = append(d.events, m)
	}
}

// Do sends a request and waits for the response, which must not be an error.
func (d *Debugger) Do(method string, params any) json.RawMessage {
	d.t.Helper()
	m := d.Response(d.Send(method, params))
	if m.Error != nil {
		d.t.Fatalf("%s: %s", method, m.Error)
	}
	return m.Result
}

// Next returns the parameters of the next event of a kind that says what.
func (d *Debugger) Next(method, what string) json.RawMessage {
	d.t.Helper()
	for {
		var m Message
		if len(d.events) > 0 {
			m, d.events = d.events[0], d.events[1:]
		} else {
			m = d.read()
		}
		if m.Method == method && strings.Contains(string(m.Params), what) {
			return m.Params
		}
	}
}

// Leave closes the connection.
func (d *Debugger) Leave() { d.Conn.CloseNow() }
