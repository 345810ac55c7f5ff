package devserver

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// collect feeds lines to an output and returns the events.
func collect(stdout bool, lines string) []Event {
	var events []Event
	o := &output{report: func(e Event) { events = append(events, e) }, prefix: "\x1esecret\t"}
	for line := range strings.Lines(lines) {
		line = strings.TrimSuffix(line, "\n")
		if stdout {
			o.stdout([]byte(line))
		} else {
			o.stderr([]byte(line))
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.flush()
	return events
}

func TestOutput(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		stdout bool
		lines  string
		want   []Event
	}{
		{"request", true, "\x1esecret\trequest\tGET\t200\t12\thttp://localhost/a?b\n", []Event{Request{Method: "GET", URL: "http://localhost/a?b", Status: 200, Duration: 12 * time.Millisecond}}},
		{"no response", true, "\x1esecret\trequest\tGET\tundefined\t1\thttp://localhost/\n", []Event{Request{Method: "GET", URL: "http://localhost/", Duration: time.Millisecond}}},
		{"forged", true, "\x1eguess\trequest\tGET\t200\t12\thttp://localhost/\n", []Event{Console{Text: "\x1eguess\trequest\tGET\t200\t12\thttp://localhost/"}}},
		{"malformed", true, "\x1esecret\trequest\tGET\n", []Event{Console{Text: "\x1esecret\trequest\tGET"}}},
		{"name", true, "\x1esecret\tname\tRoom\t\"a\\nb\"\n", []Event{Named{"Room", "a\nb"}}},
		{"no name", true, "\x1esecret\tname\tRoom\tx\n", []Event{Console{Text: "\x1esecret\tname\tRoom\tx"}}},
		{"console", true, "hello\n\nworld\n", []Event{Console{Text: "hello"}, Console{Text: ""}, Console{Text: "world"}}},
		{"console.error", false, "oops\n", []Event{Console{Error: true, Text: "oops"}}},
		{
			// One exception, as workerd tells it three times.
			"exception", false, `workerd/io/worker.c++:3042: info: uncaught exception; source = Uncaught (in promise); stack = TypeError: boo
    at Object.fetch (sp.js:6:60)
    at async logged (dotool-worker.js:180:3)
workerd/io/io-context.c++:656: info: uncaught exception; exception = workerd/jsg/value.h:1456: failed: jsg.TypeError: boo
stack: /x/workerd@3f68b70 /x/workerd@3f69955
workerd/server/server/listen/mod.rs:372: error: Uncaught exception: workerd/jsg/value.h:1456: failed: remote.jsg.TypeError: boo
after
`, []Event{Exception{Message: "TypeError: boo", Stack: []Frame{{Function: "Object.fetch", Text: "at Object.fetch (sp.js:6:60)"}}}, Console{Error: true, Text: "after"}},
		},
		{
			"message of two lines", false, "workerd/io/worker.c++:3042: info: uncaught exception; source = Uncaught; stack = Error: one\ntwo\n    at f (x.js:1:2)\n",
			[]Event{Exception{Message: "Error: one\ntwo", Stack: []Frame{{Function: "f", Text: "at f (x.js:1:2)"}}}},
		},
		{
			"no stack", false, "workerd/server/server/listen/mod.rs:372: error: Uncaught exception: workerd/jsg/value.h:1456: failed: remote.jsg.Error: alone\n",
			[]Event{Exception{Message: "Error: alone"}},
		},
		{"noise", false, "workerd/io/worker-entrypoint.c++:641: info: exception = kj/async.c++:190: disconnected: operation canceled\nstack: /x/workerd@690bc7b\n", nil},
		{"notice", false, "workerd/server/x.c++:1: warning: something odd\n", []Event{Notice{"something odd"}}},
		{"deprecation", false, "service user: nodejs_compat became the default as of 2026-08-04 so does not need to be specified anymore.\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if d := cmp.Diff(tt.want, collect(tt.stdout, tt.lines), cmpopts.IgnoreFields(Request{}, "At")); d != "" {
				t.Error(d)
			}
		})
	}
}

// Whatever the Worker prints, nothing panics and no line of the user's is lost.
func FuzzOutput(f *testing.F) {
	f.Add("hello\nworkerd/x.c++:1: info: uncaught exception; source = a; stack = Error: b\n    at f (index.js:1:1)\n\x1esecret\trequest\tGET\t200\t1\tu\n")
	f.Add("    at nowhere\nstack: x\nservice user: y\n")
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Split(text, "\n")
		if got := len(collect(true, text+"\n")); got < len(lines)-1 {
			t.Errorf("%d lines, %d events", len(lines), got)
		}
		collect(false, text)
	})
}
