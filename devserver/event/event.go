// Package event is what happens in a dev server, as data: see [Event], and [Line] for
// its JSON. Events come from package trace, which reads what the Worker does from the
// runtime's output, and from package devserver.
package event

import (
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate"
)

// Served is one of the Workers that a server hosts.
type Served struct {
	Project   *config.Project
	NotHosted []binding.Binding // those that the Worker does not get locally
	Classes   map[string]migrate.Class
	Missing   bool // no build of it could be served yet
}

// Event is something that happened in the server, passed to Options.Report.
type Event interface{ event() }

type (
	// Ready says that new code serves.
	Ready struct {
		Served             // the first Worker
		Others    []Served // those hosted with it
		URL       string   // of the public socket
		Runtime   workerd.Runtime
		State     string        // folder of the local state
		Inspector string        // page that debugs the Worker; "" when that is off
		Took      time.Duration // from the start, or from the save
		Reload    bool          // false for the first
		Changed   []string      // files whose change led to it, absolute
		After     string        // the command that held the state folder before it
		Network   bool          // other machines can reach it
		Taken     string        // what is in use, so that the next free port serves; "" if nothing is
		Removed   []string      // files and folders of the state that were removed, so that it is a new one

		Certificate string // file of what it proves with over HTTPS; "" without
	}

	// Migrated says that migrations were applied to the local data.
	Migrated struct{ Plan *migrate.Plan }

	// Fault reports that the last save cannot be served.
	Fault struct {
		List    diag.List // errors in the user's files
		Err     error     // another reason
		Serving bool      // whether earlier code keeps serving
		Waiting bool      // whether the server waits for the next save
	}

	// Unchanged says that a save made no difference to the running code.
	Unchanged struct {
		Changed []string
		Crons   bool // but to when cron triggers fire
	}

	// Building says that build.command runs.
	Building struct{ Command string }

	// BuildOutput is a line that build.command printed.
	BuildOutput struct{ Text string }
	// AssetsChanged says that assets changed, which only open pages need to know. It is
	// reported only with --live-reload.
	AssetsChanged struct{ Files []string }

	// Warnings are the diagnostics of a build that serves.
	Warnings struct{ List diag.List }

	// Started says that an object was started, again after each reload.
	Started struct{ Object *Object }

	// Call is a call of the Worker or of one of its objects that has ended.
	Call struct {
		N      int // unique number within a server
		Root   int // the first call of the chain that led to this one; N if it is the first
		Parent int // the call that made this one; 0 if none, or unknown

		// Kind is "request" for the Worker's fetch handler and "scheduled" and so
		// on for the others; for an object "fetch", "rpc", "alarm", and "message",
		// "close" and "error" of a WebSocket; "step" for an instance of a workflow.
		Kind   string
		Worker string
		Object *Object // nil for the Worker itself

		At       time.Time // when it began
		Duration time.Duration
		Busy     time.Duration // until the handler first waited; nothing else could run
		Failed   bool          // an error was thrown; an Exception reported it before

		Method string // of HTTP, or the method called, or the step
		Args   string // of the method, shortened
		URL    string
		Status int // 0: no Response was returned

		Attempt int // of a step, from 1

		Alarm  *AlarmCall
		Socket *SocketCall
		Cron   *CronCall  // of "scheduled"
		Email  *EmailCall // of "email"
		Queue  *QueueCall // of "queue"
		Sent   *Sent      // on WebSockets, until it ended; nil for nothing
	}

	// AlarmStarted says that an alarm handler starts or, without an object and only while
	// alarms are held, one of a cron trigger. It is only for the history of alarms: the
	// outcome is a Call.
	AlarmStarted struct {
		Call   int
		Object *Object
	}

	// Workflow is something that happened to an instance of a workflow, besides the
	// attempts of its steps, which are calls.
	Workflow struct {
		At     time.Time
		Worker string
		Object *Object // the instance

		// State is "created", "queued", "paused", "pausing" (once its steps have ended),
		// "completed", "errored" or "terminated"; of a step "sleeping", "waiting" (for an
		// event), "received", "timed out", "failed" (an attempt) or "interrupted" (an
		// attempt that the end of the process has cut); "rolling back", "rolled back" or
		// "not rolled back".
		State    string
		Step     string
		Attempt  int           // the number of the failed attempt, from 1
		Until    time.Time     // the end of a sleep, or when the next attempt begins; else zero
		Type     string        // of the event that it waits for
		Duration time.Duration // since it was created, at its end
		Error    *Error        // without a stack; nil if there is none
	}

	// Console is the output of one call of a console method, or the use of a binding.
	Console struct {
		At         time.Time
		Call, Root int // see Call; 0 if it belongs to none
		Worker     string
		Object     *Object // nil for the Worker itself
		Level      string  // "debug", "info", "log", "warn" or "error"
		Text       string  // may have several lines; stacks are mapped to the source
		Binding    string  // the binding that did what Text says; "" for printed text
	}

	// Exception is an uncaught error.
	Exception struct {
		At         time.Time
		Call, Root int // see Call; 0 when that is not known
		Worker     string
		Object     *Object // nil for the Worker itself
		Method     string  // the handler or method that threw it: "fetch", "join", "constructor"
		From       int     // the call that threw it first, if not this one; it was reported before
		Error      *Error
		Code       *Code  // the lines of the user's source that it comes from, if known
		Hint       string // cause and fix of a well-known error
	}

	// Limit is something that production would reject or lose, and workerd accepts. It
	// is reported once per class, method of the class, and Method.
	Limit struct {
		At         time.Time
		Call, Root int // see Call; 0 when that is not known
		Worker     string
		Object     *Object // nil for the Worker itself
		Name       string  // "key-size", "value-size", "key-count", "row-size", "database-size", "name-size", "alarm-time", "alarm-retries"
		Method     string  // of storage or of a namespace: "put"
		Size, Max  int64   // the actual value and the limit: bytes, keys, retries, or milliseconds since 1970
		Message    string  // what exceeds the limit, and by how much
		Hint       string  // what to do
		Stack      []Frame // innermost frame first
	}

	// Elsewhere says that a Worker that is bound here has started or ended in another
	// process, or that another process has the name of a Worker of this one.
	Elsewhere struct {
		Worker  string
		Running bool
		Taken   bool
	}

	// Notice is a message of the runtime that is not about the user's code.
	Notice struct{ Text string }

	// Bug is an error in dotool that did not stop it.
	Bug struct{ Err error }

	// Gone says that the runtime ended unexpectedly.
	Gone struct {
		Err   error
		Retry time.Duration // when it will be started again
	}

	// Cut names the calls that a reload interrupted.
	Cut struct {
		At    time.Time
		Calls []CutCall     // those known: not responses that were still being sent
		After time.Duration // how long it had waited
	}

	// Stuck says that a handler blocks the thread, so that nothing else can run.
	Stuck struct {
		At     time.Time // when that was noticed
		Call   int       // see Call; 0 when that is not known
		Kind   string    // see Call; also "sql"; "" if the handler is unknown
		Method string    // of HTTP, or the method called
		Worker string
		Object *Object   // nil for the Worker itself
		Since  time.Time // when it began
	}

	// Dropped says how many events a subscriber missed because it was too slow.
	Dropped struct{ Count int }
)

// Object is a Durable Object that was started, or an instance of a workflow.
type Object struct {
	Worker    string // the Worker that has the class
	Class, ID string // of an instance the name of its workflow, and what its creator named it
	Name      string // if Named; an object reached only by id has none
	Named     bool
	Instance  bool // of a workflow
}

// String returns the object as it is addressed: "Room/lobby", or the class and the
// beginning of the id.
func (o *Object) String() string {
	if o.Named {
		return o.Class + "/" + o.Name
	}
	return o.Class + "/" + o.ID[:min(8, len(o.ID))]
}

// CutCall is a call that had not ended.
type CutCall struct {
	Worker string  `json:"worker"`
	Kind   string  `json:"kind"` // see Call
	Class  string  `json:"class"`
	ID     string  `json:"id"`
	Name   *string `json:"name"`
	Method string  `json:"method"`
	URL    string  `json:"url"`
	Start  int64   `json:"start"` // in milliseconds
}

// Object returns the object that was called, nil for the Worker itself.
func (c CutCall) Object() *Object {
	if c.Class == "" {
		return nil
	}
	o := &Object{Worker: c.Worker, Class: c.Class, ID: c.ID, Instance: c.Kind == "step"}
	if c.Name != nil {
		o.Name, o.Named = *c.Name, true
	}
	return o
}

// AlarmCall has the runtime's facts about an alarm that runs.
type AlarmCall struct {
	ScheduledAt time.Time // zero if unknown
	Retry       int       // 0 for the first try
	Next        time.Time // time of the alarm set when the handler has ended; zero for none
	Clock       time.Time // the Worker's clock when it fired, if that was moved; else zero
}

// CronCall is the event of a cron trigger, fired on time or by hand.
type CronCall struct {
	Cron        string    // the expression; "" if none was given
	ScheduledAt time.Time // zero if unknown
	Clock       time.Time // the Worker's clock when it fired, if that was moved; else zero
}

// EmailCall is an email that arrives.
type EmailCall struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// SocketCall has the details of a WebSocket event.
type SocketCall struct {
	Length  int    `json:"length"` // of a message of text, in UTF-16 units
	Bytes   int    `json:"bytes"`  // of a binary message
	Code    int    `json:"code"`   // of a close
	Reason  string `json:"reason"`
	Message string `json:"message"` // of an error

	Payload
}

// Payload is how a message begins: its text, or its bytes as hexadecimal digits.
type Payload struct {
	Text string `json:"text,omitempty"`
	Hex  string `json:"hex,omitempty"`
}

// Sent describes the messages that a call has sent on WebSockets. All but the count is
// about the first message.
type Sent struct {
	Count  int  `json:"count"`
	Same   bool `json:"same"`   // all are equal
	Length int  `json:"length"` // of a text, in UTF-16 units
	Bytes  int  `json:"bytes"`  // of a binary message

	Payload
}

// QueueCall is a batch of messages of a queue.
type QueueCall struct {
	Name     string `json:"name"`
	Messages int    `json:"messages"`
	Acked    int    `json:"acked"`   // messages that will not be delivered again
	Retried  int    `json:"retried"` // messages that will be, or have failed too often
}

func (Ready) event()         {}
func (Migrated) event()      {}
func (Fault) event()         {}
func (Unchanged) event()     {}
func (AssetsChanged) event() {}
func (Building) event()      {}
func (BuildOutput) event()   {}
func (Warnings) event()      {}
func (Started) event()       {}
func (Call) event()          {}
func (AlarmStarted) event()  {}
func (Workflow) event()      {}
func (Console) event()       {}
func (Exception) event()     {}
func (Limit) event()         {}
func (Notice) event()        {}
func (Bug) event()           {}
func (Gone) event()          {}
func (Cut) event()           {}
func (Stuck) event()         {}
func (Dropped) event()       {}
func (Elsewhere) event()     {}

// String names the handler: "Room/lobby join", "GET request".
func (s Stuck) String() string {
	name := s.Kind
	switch {
	case s.Kind == "":
		return "a handler"
	case s.Kind == "rpc":
		name = s.Method
	case s.Kind == "step":
		name = "step " + s.Method
	case s.Method != "":
		name = s.Method + " " + s.Kind
	}
	if s.Object != nil {
		return s.Object.String() + " " + name
	}
	return name
}

// Marked is a mark in the stream of events: a subscriber that gets it has got all
// events before it.
type Marked struct{ Token string }

func (Marked) event() {}

// StreamFailed is an error that ended a stream of the user's. The reader of the stream
// may catch it, so it is logged only if the runtime reports it as uncaught; but a
// command that talks to the object gets it.
type StreamFailed struct{ Exception }

// ObjectOf returns the object of an event, nil for none.
func ObjectOf(e Event) *Object {
	switch e := e.(type) {
	case Call:
		return e.Object
	case Workflow:
		return e.Object
	case Console:
		return e.Object
	case Exception:
		return e.Object
	case Limit:
		return e.Object
	}
	return nil
}

// RootOf returns the first call of the chain that an event belongs to, or 0.
func RootOf(e Event) int {
	switch e := e.(type) {
	case Call:
		return e.Root
	case Console:
		return e.Root
	case Exception:
		return e.Root
	case Limit:
		return e.Root
	}
	return 0
}

// urlPath returns the part of a URL that distinguishes requests of one server.
func urlPath(u string) string {
	if i := strings.Index(u, "://"); i >= 0 {
		if j := strings.IndexByte(u[i+3:], '/'); j >= 0 {
			return u[i+3+j:]
		}
	}
	return u
}

// Workers returns all Workers that the server hosts.
func (r Ready) Workers() []Served { return append([]Served{r.Served}, r.Others...) }

// Path returns the path of the URL, with the query.
func (c Call) Path() string { return urlPath(c.URL) }
