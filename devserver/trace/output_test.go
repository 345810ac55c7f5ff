package trace

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dotool-dev/dotool/devserver/event"
)

// plain reads lines of the wrapper that are not sealed.
func plain(prefix string) func(string) (string, bool) {
	return func(line string) (string, bool) { return strings.CutPrefix(line, prefix) }
}

// outputs are those of Workers.
func outputs(all ...*Output) *Outputs {
	o := &Outputs{}
	for _, one := range all {
		o.Add(one)
	}
	return o
}

// collect feeds lines to an output and returns the events.
func collect(stdout bool, lines string) []event.Event {
	var events []event.Event
	o := &Output{Report: func(e event.Event) { events = append(events, e) }, Unseal: plain("\x1esecret\t")}
	all := outputs(o)
	for line := range strings.Lines(lines) {
		line = strings.TrimSuffix(line, "\n")
		if stdout {
			all.Stdout([]byte(line))
		} else {
			all.Stderr([]byte(line))
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.flush()
	o.flushConsole()
	return events
}

func TestOutput(t *testing.T) {
	t.Parallel()
	room := &event.Object{Class: "Room", ID: "abcd", Name: "a\nb", Named: true}
	tests := []struct {
		name   string
		stdout bool
		lines  string
		want   []event.Event
	}{
		{
			"request", true, "\x1esecret\tcall\t7\t7\t0\t0\trequest\t1000\t12\t3\tok\t[\"GET\",200,\"http://localhost/a?b\"]\n",
			[]event.Event{event.Call{N: 7, Root: 7, Kind: "request", At: time.UnixMilli(1000), Duration: 12 * time.Millisecond, Busy: 3 * time.Millisecond, Method: "GET", URL: "http://localhost/a?b", Status: 200}},
		},
		{
			"call", true, "\x1esecret\tobject\t1\tabcd\t[\"Room\",\"a\\nb\"]\n\x1esecret\tcall\t8\t7\t7\t1\trpc\t1000\t1\t0\texception\t[\"join\",\"1, {…}\"]\n",
			[]event.Event{event.Started{Object: room}, event.Call{N: 8, Root: 7, Parent: 7, Object: room, Kind: "rpc", At: time.UnixMilli(1000), Duration: time.Millisecond, Failed: true, Method: "join", Args: "1, {…}"}},
		},
		{
			"like another call", true, "\x1esecret\tobject\t1\tabcd\t[\"Room\",\"a\\nb\"]\x1elike\t0\tcall\t8\t8\t0\t1\trpc\t1000\t1\t0\tok\t[\"join\",\"1\"]\x1efrom\t1100\x1e0\t10\t-2\t3\t1\x1e0\t9\t5\t0\t0\t7\t6\n",
			[]event.Event{
				event.Started{Object: room},
				event.Call{N: 8, Root: 8, Object: room, Kind: "rpc", At: time.UnixMilli(1000), Duration: time.Millisecond, Method: "join", Args: "1"},
				event.Call{N: 10, Root: 10, Object: room, Kind: "rpc", At: time.UnixMilli(1098), Duration: 3 * time.Millisecond, Busy: time.Millisecond, Method: "join", Args: "1"},
				event.Call{N: 9, Root: 7, Parent: 6, Object: room, Kind: "rpc", At: time.UnixMilli(1105), Method: "join", Args: "1"},
			},
		},
		{"like no other call", true, "\x1esecret\t0\t1\t0\t0\t0\x1elike\t9\tcall\x1efrom\tx\n", []event.Event{event.Console{Level: "log", Text: "0\t1\t0\t0\t0\nlike\t9\tcall\nfrom\tx"}}},
		{
			"alarm", true, "\x1esecret\tobject\t1\tabcd\t[\"Room\",null]\n\x1esecret\tcall\t8\t8\t0\t1\talarm\t1000\t1\t0\tok\t{\"scheduledAt\":900,\"retry\":2}\n",
			[]event.Event{event.Started{Object: &event.Object{Class: "Room", ID: "abcd"}}, event.Call{N: 8, Root: 8, Object: &event.Object{Class: "Room", ID: "abcd"}, Kind: "alarm", At: time.UnixMilli(1000), Duration: time.Millisecond, Alarm: &event.AlarmCall{ScheduledAt: time.UnixMilli(900), Retry: 2}}},
		},
		{
			"socket", true, "\x1esecret\tcall\t8\t8\t0\t0\tclose\t1000\t0\t0\tok\t{\"code\":1000,\"reason\":\"bye\"}\n",
			[]event.Event{event.Call{N: 8, Root: 8, Kind: "close", At: time.UnixMilli(1000), Socket: &event.SocketCall{Code: 1000, Reason: "bye"}}},
		},
		{
			"sent", true, "\x1esecret\tcall\t8\t8\t0\t0\tmessage\t1000\t0\t0\tok\t{\"length\":2,\"text\":\"a\\t\"}\t{\"count\":2,\"same\":false,\"bytes\":1,\"hex\":\"ff\"}\n",
			[]event.Event{event.Call{
				N: 8, Root: 8, Kind: "message", At: time.UnixMilli(1000), Socket: &event.SocketCall{Length: 2, Payload: event.Payload{Text: "a\t"}},
				Sent: &event.Sent{Count: 2, Bytes: 1, Payload: event.Payload{Hex: "ff"}},
			}},
		},
		{"malformed sent", true, "\x1esecret\tcall\t8\t8\t0\t0\tmessage\t1000\t0\t0\tok\t{}\tx\n", []event.Event{event.Console{Level: "log", Text: "call\t8\t8\t0\t0\tmessage\t1000\t0\t0\tok\t{}\tx"}}},
		{"forged", true, "\x1eguess\tbusy\n", []event.Event{event.Console{Level: "log", Text: "\x1eguess\tbusy"}}},
		{"malformed", true, "\x1esecret\tcall\tGET\n", []event.Event{event.Console{Level: "log", Text: "call\tGET"}}},
		{"binding", true, "\x1esecret\tbinding\t3.2.0\tinfo\t[\"MAIL\",\"sent\\nit\"]\n", []event.Event{event.Console{Call: 3, Root: 2, Level: "info", Text: "sent\nit", Binding: "MAIL"}}},
		{"malformed binding", true, "\x1esecret\tbinding\t\tinfo\t\"x\"\n", []event.Event{event.Console{Level: "log", Text: "binding\t\tinfo\t\"x\""}}},
		{"no object", true, "\x1esecret\tobject\t1\tx\ty\n", []event.Event{event.Console{Level: "log", Text: "object\t1\tx\ty"}}},
		{
			"console", true, "\x1esecret\tconsole\t3.2.0\tlog\t\"hello\\n\\nworld\"\x1econsole\t\twarn\t\"{ a: 1 }\"\n",
			[]event.Event{event.Console{Call: 3, Root: 2, Level: "log", Text: "hello\n\nworld"}, event.Console{Level: "warn", Text: "{ a: 1 }"}},
		},
		{
			"properties after a frame of dotool's", true, "\x1esecret\tconsole\t\tlog\t\"Error: x\\n    at f (x.js:1:2)\\n    at run (dotool-calls.js:1:2) {\\n  code: 5\\n}\"\n",
			[]event.Event{event.Console{Level: "log", Text: "Error: x\n    at f (x.js:1:2) {\n  code: 5\n}"}},
		},
		{
			"frames of dotool's, followed by text", true, "\x1esecret\tconsole\t\tlog\t\"[\\n  Error: x\\n      at f (x.js:1:2)\\n      at Proxy.a (dotool:worker:1:2),\\n  Proxy(Error: y\\n      at async dotool:worker:3:4)\\n]\"\n",
			[]event.Event{event.Console{Level: "log", Text: "[\n  Error: x\n      at f (x.js:1:2),\n  Proxy(Error: y)\n]"}},
		},
		{
			"frames in a string of several lines", true, "\x1esecret\tconsole\t\tlog\t\"{\\n  stack: 'E: x\\\\n' +\\n    '    at f (x.js:1:2)\\\\n' +\\n    '    at dotool:calls:1:2\\\\n' +\\n    '    at async dotool:worker:1:2'\\n}\"\n",
			[]event.Event{event.Console{Level: "log", Text: "{\n  stack: 'E: x\\n' +\n    '    at f (x.js:1:2)'\n}"}},
		},
		{
			"frames in JSON", true, "\x1esecret\tconsole\t\tlog\t\"{\\\"stack\\\":\\\"E: x\\\\n    at f (x.js:1:2)\\\\n    at async dotool:worker:1:2\\\",\\\"a\\\":1}\"\n",
			[]event.Event{event.Console{Level: "log", Text: `{"stack":"E: x\n    at f (x.js:1:2)","a":1}`}},
		},
		{
			"frames in an array", true, "\x1esecret\tconsole\t\tlog\t\"[\\n  'E: x',\\n  '    at f (x.js:1:2)',\\n  '    at dotool:worker:1:2'\\n]\"\n",
			[]event.Event{event.Console{Level: "log", Text: "[\n  'E: x',\n  '    at f (x.js:1:2)'\n]"}},
		},
		{
			"frames in JSON within a string", true, "\x1esecret\tconsole\t\tlog\t\"[ '{\\\"stack\\\":\\\"E: x\\\\\\\\n    at f (x.js:1:2)\\\\\\\\n    at dotool:worker:1:2\\\"}' ]\"\n",
			[]event.Event{event.Console{Level: "log", Text: `[ '{"stack":"E: x\\n    at f (x.js:1:2)"}' ]`}},
		},
		{
			"frames with other separators", true, "\x1esecret\tconsole\t\tlog\t\"E: x | at f (x.js:1:2) | at run (dotool:calls:1:2); at that x.js:1:2 [\\\"at dotool:calls:1:2\\\", \\\"b\\\"]{\\\"a\\\":\\\"at dotool:calls:1:2\\\"}\"\n",
			[]event.Event{event.Console{Level: "log", Text: `E: x | at f (x.js:1:2); at that x.js:1:2 ["b"]{"a":""}`}},
		},
		{"a value that is not an error", false, "workerd/io/worker.c++:3049: info: uncaught exception; source = Uncaught (in promise); exception = class Foo {\n  static {\n  }\n}\n", nil},
		{"out of memory", false, "\n<--- Last few GCs --->\n\n[1:0x1] 2875 ms: Mark-Compact\n\nworkerd/jsg/setup.c++:44: fatal: V8 fatal error; location = Reached heap limit; message = : allocation failed: JavaScript heap out of memory\n*** Received signal #6: Aborted\nstack: /x/workerd@1\n", nil},
		{"standard error", false, "oops\n", []event.Event{event.Console{Level: "error", Text: "oops"}}},
		{
			"error", true, "\x1esecret\terror\t3\t2\t0\trequest\t[\"request\",{\"name\":\"TypeError\",\"message\":\"boo\",\"stack\":\"TypeError: boo\\n    at f (x.js:1:2)\\n    at Proxy.w (dotool:worker:1:2)\",\"cause\":{\"thrown\":\"5\"},\"from\":1}]\n",
			[]event.Event{event.Exception{Call: 3, Root: 2, Method: "request", From: 1, Error: &event.Error{
				Name: "TypeError", Message: "boo", Stack: []event.Frame{{Function: "f", Text: "at f (x.js:1:2)"}}, Cause: &event.Error{Message: "5"},
			}}},
		},
		{
			"a method that the runtime lacks", true, "\x1esecret\tmissing\t\"Storage.put\"\n",
			[]event.Event{event.Bug{Err: errors.New("this workerd has no Storage.put, which dotool wraps: the log and held alarms may be incomplete")}},
		},
		{"noise", false, "workerd/io/worker-entrypoint.c++:641: info: exception = kj/async.c++:190: disconnected: operation canceled\nstack: /x/workerd@690bc7b\n", nil},
		{"notice", false, "workerd/server/x.c++:1: warning: something odd\n", []event.Event{event.Notice{Text: "something odd"}}},
		{"deprecation", false, "service user-: nodejs_compat became the default as of 2026-08-04 so does not need to be specified anymore.\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if d := cmp.Diff(tt.want, collect(tt.stdout, tt.lines), cmpopts.IgnoreFields(event.Exception{}, "At"), cmpopts.IgnoreFields(event.Console{}, "At"), cmp.Comparer(func(a, b event.Bug) bool { return a.Err.Error() == b.Err.Error() })); d != "" {
				t.Error(d)
			}
		})
	}
}

// An error that workerd prints three times is reported once, or not at all if the
// wrapper reported it.
func TestUncaught(t *testing.T) {
	t.Parallel()
	const threeTimes = `workerd/io/worker.c++:3042: info: uncaught exception; source = Uncaught (in promise); stack = TypeError: boo
two
    at Object.fetch (sp.js:6:60)
    at async logged (dotool:worker:180:3)
workerd/io/io-context.c++:656: info: uncaught exception; exception = workerd/jsg/value.h:1456: failed: jsg.TypeError: boo
two
stack: /x/workerd@3f68b70 /x/workerd@3f69955
workerd/server/server/listen/mod.rs:372: error: Uncaught exception: workerd/jsg/value.h:1456: failed: remote.jsg.TypeError: boo
two
`
	boo := event.Exception{Error: &event.Error{Name: "TypeError", Message: "boo\ntwo", Stack: []event.Frame{{Function: "Object.fetch", Text: "at Object.fetch (sp.js:6:60)"}}}}
	for _, name := range []string{"alone", "reported", "reported long before"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var events []event.Event
				o := &Output{Report: func(e event.Event) { events = append(events, e) }, Unseal: plain("p")}
				all := outputs(o)
				want := []event.Event{event.Exception{Error: &event.Error{Name: "TypeError", Message: "boo\ntwo"}}}
				report := func() {
					all.Stdout([]byte("perror\t0\t0\t0\t\t[\"\",{\"name\":\"TypeError\",\"message\":\"boo\\ntwo\"}]"))
				}
				if name == "reported long before" {
					report()
					time.Sleep(5 * time.Second)
				}
				for line := range strings.Lines(threeTimes) {
					all.Stderr([]byte(strings.TrimSuffix(line, "\n")))
				}
				switch name {
				case "alone":
					want = []event.Event{boo}
				case "reported":
					report()
				}
				time.Sleep(time.Second)
				synctest.Wait()
				o.mu.Lock()
				defer o.mu.Unlock()
				if d := cmp.Diff(want, events, cmpopts.IgnoreFields(event.Exception{}, "At")); d != "" {
					t.Error(d)
				}
			})
		})
	}
}

// No output of the Worker causes a panic, and no line of the user's is lost.
func FuzzOutput(f *testing.F) {
	f.Add("hello\nworkerd/x.c++:1: info: uncaught exception; source = a; stack = Error: b\n    at f (index.js:1:1)\n\x1esecret\tcall\t1\t1\t0\t0\trequest\t1\t1\t1\tok\t[]\n")
	f.Add("    at nowhere\nstack: x\nservice user-: y\n\x1esecret\terror\t1\t1\t0\trequest\t[\"\",{}]\n\x1esecret\tobject\t1\ta\t[\"b\",null]\n")
	f.Fuzz(func(t *testing.T, text string) {
		lines := 0
		for _, e := range collect(true, text+"\n") {
			if c, ok := e.(event.Console); ok {
				lines += 1 + strings.Count(c.Text, "\n")
			} else {
				lines++
			}
		}
		want := 0
		for line := range strings.SplitSeq(text, "\n") {
			if !strings.Contains(line, "dotool-") && !strings.HasPrefix(line, "\x1esecret\t") {
				want++
			}
		}
		if lines < want {
			t.Errorf("%d lines, %d reported", want, lines)
		}
		collect(false, text)
	})
}

// A rejected promise is reported when no one can wait for it any more, at the latest when
// the process ends; one that was handled is not.
// An error that the runtime prints is reported once, also if this process gets no turn between
// reading the two streams.
func TestUncaughtLate(t *testing.T) {
	t.Parallel()
	events := make(chan event.Event, 10)
	o := &Output{Report: func(e event.Event) { events <- e }, Unseal: plain("\x1esecret\t")}
	all := outputs(o)
	o.mu.Lock()
	o.uncaught(&event.Error{Message: "Error: once"})
	time.Sleep(3 * twice)
	// The timer waits for the lock: it gets it now or, as it has waited for so long, when it
	// tries in vain.
	o.mu.Unlock()
	o.mu.Lock()
	time.Sleep(twice)
	o.mu.Unlock()
	all.Stdout([]byte("\x1esecret\terror\t1\t1\t0\trequest\t[\"fetch\",{\"name\":\"Error\",\"message\":\"once\",\"stack\":\"Error: once\"}]"))
	all.Stdout([]byte("\x1esecret\tmark\tend"))
	o.unhurried(2*twice, 10, func() { o.Report(event.Marked{Token: "after"}) })
	count := 0
	for e := range events {
		if _, is := e.(event.Exception); is {
			count++
		} else if m, is := e.(event.Marked); is && m.Token == "after" {
			break
		}
	}
	if count != 1 {
		t.Errorf("reported %d times", count)
	}
}

func TestUnhandled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []string
		o := &Output{Unseal: plain("\x1es"), Report: func(e event.Event) {
			if x, ok := e.(event.Exception); ok {
				got = append(got, x.Error.Message)
			}
		}}
		all := outputs(o)
		say := func(lines ...string) {
			for _, line := range lines {
				all.Stdout([]byte("\x1es" + line))
			}
		}
		want := func(what string, errors ...string) {
			t.Helper()
			synctest.Wait()
			o.mu.Lock()
			defer o.mu.Unlock()
			if diff := cmp.Diff(errors, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s: %s", what, diff)
			}
			got = nil
		}
		rejected := func(n, during, text string) string {
			return "unhandled\t" + n + "\t" + during + "\t0\t0\t0\t\t[\"\",{\"name\":\"Error\",\"message\":\"" + text + "\",\"stack\":\"\"}]"
		}
		end := func(n string) string {
			return "call\t" + n + "\t" + n + "\t0\t0\trequest\t1\t1\t1\tok\t[\"GET\",200,\"http://localhost/\"]"
		}
		say(rejected("1", "0", "of no call"))
		want("at first")
		time.Sleep(rejectionTime)
		want("after a moment", "of no call")

		say(rejected("2", "7", "of a call"), rejected("3", "7", "caught"), rejected("4", "8", "of a long call"))
		time.Sleep(time.Second)
		say("handled\t3")
		want("while it runs")
		say(end("7"))
		want("when the call has ended", "of a call")
		time.Sleep(longCall)
		want("when it takes long", "of a long call")

		say(rejected("5", "9", "of a quick call"), end("9"))
		all.Stderr([]byte("workerd/io/worker.c++:1: info: uncaught exception; source = Uncaught (in promise); stack = Error: of a quick call"))
		want("just after the call")
		time.Sleep(rejectionTime)
		want("a moment after the call, once", "of a quick call")

		say(rejected("6", "10", "running"), rejected("7", "0", "ended"), "mark\tx")
		want("when a client asks", "ended")
		all.Ended()
		want("at the end of the process", "running")
	})
}

// A full disk is not an uncaught error of the Worker, which may have caught it.
func TestFullDisk(t *testing.T) {
	for _, line := range []string{
		"workerd/io/worker.c++:1: info: uncaught exception; source = Uncaught (in promise); stack = Error: database or disk is full: SQLITE_FULL",
		"workerd/util/exception.c++:1: error: e = workerd/util/sqlite.c++:1827: failed: SQLite failed; dbErrorMessage(err, db) = database or disk is full: SQLITE_FULL",
		"workerd/util/exception.c++:1: error: e = workerd/util/sqlite.c++:1827: failed: SQLite failed; dbErrorMessage(err, db) = disk I/O error: SQLITE_IOERR (extended: SQLITE_IOERR_SHMSIZE)",
	} {
		synctest.Test(t, func(t *testing.T) {
			var got []event.Event
			o := &Output{Unseal: plain("\x1es"), Report: func(e event.Event) { got = append(got, e) }}
			outputs(o).Stderr([]byte(line))
			time.Sleep(time.Second)
			synctest.Wait()
			if len(got) != 1 || got[0] != event.Event(noRoom) {
				t.Errorf("%s: got %+v", line, got)
			}
		})
	}
}
