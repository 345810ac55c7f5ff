package logview

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
)

// failing is an exception with every field.
func failing() event.Exception {
	at := func(line int) diag.Pos {
		return diag.Pos{File: "/project/src/a/rather/long/path/to/the/room.ts", Line: line, Column: 21}
	}
	frames := []event.Frame{
		{Function: "Room.aMethodWithAVeryLongNameIndeed", Pos: at(12)},
		{Function: "inner", Pos: diag.Pos{File: "/project/node_modules/hono/x.js", Line: 1, Column: 1}},
		{Text: "at node:internal"},
		{Function: "Object.fetch", Pos: at(40)},
	}
	return event.Exception{
		At: time.UnixMilli(0), Call: 2, Object: &event.Object{Class: "Room", Name: "lobby", Named: true}, Method: "join",
		Error: &event.Error{
			Name: "Error", Message: "no such room", Stack: frames,
			Cause:  &event.Error{Name: "TypeError", Message: "inner", Stack: frames[2:]},
			Errors: []*event.Error{{Name: "Error", Message: "first"}},
		},
		Code: &event.Code{Pos: at(12), First: 11, Lines: []string{"  join(name: string) {", "    const message = throw_(new Error(`no such room: ${name}, and this is a long line of code`), name);", "  }"}},
		Hint: "The cause stands here, in a sentence or two that are longish. The fix then follows here.",
	}
}

func log(width int) *Log {
	env := &ui.Env{Dir: "/project"}
	l := New(env, env.Style(nil), false)
	l.Width = width
	return l
}

func TestExceptionFits(t *testing.T) {
	t.Parallel()
	passed := failing()
	passed.Call, passed.From, passed.Object, passed.Method = 1, 2, nil, "request"
	for _, width := range []int{20, 40, 80, 120} {
		var b bytes.Buffer
		log(width).Exception(&b, failing(), []event.Exception{passed})
		for line := range strings.Lines(b.String()) {
			if w := ansi.StringWidth(strings.TrimSuffix(line, "\n")); w > max(width, 30) {
				t.Errorf("%d of %d columns: %s", w, width, line)
			}
		}
		// The path to the place is never cut off.
		if width >= 40 && strings.Count(b.String(), "room.ts:12:21)\n") != 2 {
			t.Errorf("at %d the place is lost:\n%s", width, b.String())
		}
	}
	var b bytes.Buffer
	log(0).Exception(&b, failing(), []event.Exception{passed})
	want := "Uncaught Error: no such room\n" +
		"    in Room/lobby join\n" +
		"    11 │ join(name: string) {\n" +
		"  > 12 │   const message = throw_(new Error(`no such room: ${name}, and this is a long line of code`), name);\n" +
		"       │                   ^\n" +
		"    13 │ }\n" +
		"    at Room.aMethodWithAVeryLongNameIndeed (src/a/rather/long/path/to/the/room.ts:12:21)\n" +
		"    … 2 more of hono, runtime\n" +
		"    at fetch (src/a/rather/long/path/to/the/room.ts:40:21)\n" +
		"    passed on to fetch (src/a/rather/long/path/to/the/room.ts:12:21)\n" +
		"    1. Error: first\n" +
		"    caused by TypeError: inner\n" +
		"    hint: The cause stands here, in a sentence or two that are longish. The fix then follows here.\n"
	if b.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", b.String(), want)
	}
}

// A recurring error is counted, until it has not occurred for a while or the code is
// new.
func TestExceptionRepeats(t *testing.T) {
	t.Parallel()
	l := log(0)
	var b bytes.Buffer
	e := failing()
	for i := range 1000 {
		e.At = time.UnixMilli(int64(i))
		l.Exception(&b, e, nil)
	}
	var counts []string
	for line := range strings.Lines(b.String()) {
		if _, n, ok := strings.Cut(line, "×"); ok {
			counts = append(counts, strings.Fields(n)[0])
		}
	}
	if got := fmt.Sprint(counts); got != "[2 3 4 5 10 20 50 100 200 500 1000]" {
		t.Errorf("reported at %s", got)
	}
	if n := strings.Count(b.String(), "hint:"); n != 1 {
		t.Errorf("shown in full %d times", n)
	}
	other := e
	other.Error = &event.Error{Name: "Error", Message: "another"}
	b.Reset()
	l.Exception(&b, other, nil)
	if strings.Contains(b.String(), "×") {
		t.Errorf("another error is counted as the same: %s", b.String())
	}
	e.At = e.At.Add(2 * forgotten)
	b.Reset()
	l.Exception(&b, e, nil)
	if !strings.Contains(b.String(), "hint:") {
		t.Errorf("after a while it is not shown in full: %s", b.String())
	}
}

// A caller's copy is shown with the error; alone, it says what it belongs to.
func TestExceptionPassedOn(t *testing.T) {
	t.Parallel()
	thrown, passed := failing(), failing()
	passed.Call, passed.From, passed.Object, passed.Method = 1, 2, nil, "request"
	var b bytes.Buffer
	l := log(0)
	items := []event.Event{thrown, passed}
	l.exceptionIn(&b, thrown, items)
	l.exceptionIn(&b, passed, items)
	if n := strings.Count(b.String(), "passed on to fetch"); n != 1 || strings.Count(b.String(), "Uncaught") != 1 {
		t.Errorf("together:\n%s", b.String())
	}
	b.Reset()
	l.exceptionIn(&b, passed, nil)
	if got := b.String(); got != "passed on to fetch (src/a/rather/long/path/to/the/room.ts:12:21): Error: no such room\n" {
		t.Errorf("alone: %s", got)
	}
}

// A source map says where a frame is, and may say anything.
func TestStackLineHostile(t *testing.T) {
	t.Parallel()
	f := event.Frame{Function: "f\x1b[31m\nf", Pos: diag.Pos{File: "/project/a\x1b[31m\n::set-output\x00\u202ex.js", Line: 1, Column: 2}}
	for _, line := range []string{StackLine(&ui.Env{Dir: "/project"}, f), log(60).trace(f, ""), log(0).place(f)} {
		if line != diag.Visible(line) {
			t.Errorf("%q", line)
		}
	}
}

// A call keeps its method and the end of its object's name where the line is short.
func TestCallFits(t *testing.T) {
	t.Parallel()
	room := &event.Object{Class: "ChatRoom", ID: strings.Repeat("a", 64), Name: "general-discussion-12", Named: true}
	for _, width := range []int{36, 40, 60} {
		for _, c := range []event.Call{
			{Kind: "rpc", Object: room, Method: "join", Args: `{"a":"a rather long argument that is not seen"}`, Duration: time.Millisecond},
			{Kind: "rpc", Object: room, Method: "join", Duration: time.Millisecond},
			{Kind: "alarm", Object: room, Failed: true, Duration: time.Millisecond},
		} {
			var b bytes.Buffer
			log(width).row(&b, c, 1)
			line := strings.TrimSuffix(b.String(), "\n")
			if n := ansi.StringWidth(line); n > width {
				t.Errorf("%d of %d columns: %s", n, width, line)
			}
			for _, want := range []string{"-12", "1 ms", c.Method} {
				if width < 40 && c.Kind == "alarm" {
					continue
				}
				if !strings.Contains(line, want) {
					t.Errorf("at %d columns there is no %q in %q", width, want, line)
				}
			}
		}
	}
}

// What a WebSocket carried is cut before the name of the object.
func TestMessageFits(t *testing.T) {
	t.Parallel()
	room := &event.Object{Class: "Room", ID: strings.Repeat("a", 64), Name: "room-1", Named: true}
	long := event.Payload{Text: strings.Repeat("message ", 10)}
	sent := &event.Sent{Count: 4, Length: 80, Payload: long}
	for _, c := range []event.Call{
		{Kind: "fetch", Method: "GET", URL: "http://x/?user=zoe", Object: room, Sent: sent, Status: 101},
		{Kind: "message", Object: room, Socket: &event.SocketCall{Length: 80, Payload: long}, Sent: sent},
		{Kind: "close", Object: room, Socket: &event.SocketCall{Code: 1006, Reason: "WebSocket disconnected without sending Close frame."}},
	} {
		var b bytes.Buffer
		log(60).row(&b, c, 0)
		line := strings.TrimSuffix(b.String(), "\n")
		if ansi.StringWidth(line) > 60 || !strings.Contains(line, "Room/room-1 ") || !strings.Contains(line, "…") {
			t.Errorf("got %q", line)
		}
	}
}
