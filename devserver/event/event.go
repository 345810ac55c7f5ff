// Package event is what happens in a dev server, as data: see [Event], and [Line]
// for its JSON. It makes none of it; package trace reads what the Worker does from
// the runtime's output, and package devserver reports what the server does.
package event

import (
	"strings"
	"time"

	"dotool/config"
	"dotool/config/binding"
	"dotool/config/diag"
	"dotool/devserver/workerd"
	"dotool/migrate"
)

// Event is something that happened in the server, passed to Options.Report.
type Event interface{ event() }

type (
	// Ready says that new code serves.
	Ready struct {
		Project   *config.Project
		NotHosted []binding.Binding // those that the Worker does not get here
		URL       string            // of the public socket
		Classes   map[string]migrate.Class
		Runtime   workerd.Runtime
		State     string        // folder of the local state
		Inspector string        // page that debugs the Worker; "" when that is off
		Took      time.Duration // from the start, or from the save
		Reload    bool          // false for the first
		Changed   []string      // files whose change led to it, absolute
		After     string        // the command that had the state folder before it
		Network   bool          // other machines can reach it
		Recreated bool          // the state folder was removed, and is a new one

		Certificate string // file of what it proves with over HTTPS; "" without
	}

	// Migrated says that the local data was brought up to the configuration.
	Migrated struct{ Plan *migrate.Plan }

	// Fault reports that the last save cannot be served. Nothing else changed.
	Fault struct {
		List    diag.List // what is wrong in the user's files
		Err     error     // or another reason
		Serving bool      // whether earlier code goes on serving
		Waiting bool      // whether the next save is waited for
	}

	// Unchanged says that a save made no difference to what serves.
	Unchanged struct{ Changed []string }

	// Building says that build.command runs.
	Building struct{ Command string }

	// BuildOutput is a line that build.command printed.
	BuildOutput struct{ Text string }
	// AssetsChanged says that files changed of which the runtime need not know,
	// but open pages: without pages that reload, nothing reports it.
	AssetsChanged struct{ Files []string }

	// Warnings are the diagnostics of a build that serves.
	Warnings struct{ List diag.List }

	// Started says that an object was started. Each is reported again after a reload.
	Started struct{ Object *Object }

	// Call is something that the Worker or one of its objects was called for,
	// when it has ended.
	Call struct {
		N      int // number; no two calls of a server share one
		Root   int // the call that led to this one in the first place; N if there is none
		Parent int // the one that did so directly; 0 if there is none, or none is known

		// Kind is "request" for the Worker's fetch handler and "scheduled" and so
		// on for the others; for an object "fetch", "rpc", "alarm", and "message",
		// "close" and "error" of a WebSocket.
		Kind   string
		Worker string
		Object *Object // nil for the Worker itself

		At       time.Time // when it began
		Duration time.Duration
		Busy     time.Duration // until the handler first waited: nothing else ran
		Failed   bool          // an error was thrown; an Exception reported it before

		Method string // of HTTP, or the method called
		Args   string // of the method, in short
		URL    string
		Status int // 0: no Response was returned

		Alarm  *AlarmCall
		Socket *SocketCall
	}

	// AlarmStarted reports that an alarm begins to run. It is not passed on: the outcome
	// is, as a Call.
	AlarmStarted struct {
		Call   int
		Object *Object
	}

	// Console is what the Worker printed by one call of a method of console, or what
	// it did by a binding.
	Console struct {
		At         time.Time
		Call, Root int // see Call; 0 when it belongs to none
		Worker     string
		Object     *Object // nil for the Worker itself
		Level      string  // "debug", "info", "log", "warn" or "error"
		Text       string  // may have several lines; stacks lead to the source
		Binding    string  // by which it did what Text says; "" for what it printed
	}

	// Exception is an uncaught error.
	Exception struct {
		At         time.Time
		Call, Root int // see Call; 0 when that is not known
		Worker     string
		Object     *Object // nil for the Worker itself
		Method     string  // the handler or method that it left: "fetch", "join", "constructor"
		From       int     // the call it was thrown in, if not this one; that one was reported before
		Error      *Error
		Code       *Code  // the lines of the user's source that it comes from, if known
		Hint       string // cause and fix of a well-known error
	}

	// Limit is something that production refuses or loses, and workerd does
	// not. It is reported once for each class, method of it and Method.
	Limit struct {
		At         time.Time
		Call, Root int // see Call; 0 when that is not known
		Worker     string
		Object     *Object // nil for the Worker itself
		Name       string  // "key-size", "value-size", "key-count", "row-size", "database-size", "name-size", "alarm-time", "alarm-retries"
		Method     string  // of storage or of a namespace: "put"
		Size, Max  int64   // what there is, and what may be: bytes, keys, retries, or milliseconds since 1970
		Message    string  // what is beyond the limit, and by how much
		Hint       string  // what to do
		Stack      []Frame // where, from the innermost
	}

	// Notice is a word of the runtime that is not about the user's code.
	Notice struct{ Text string }

	// Bug is a mistake in dotool that was survived.
	Bug struct{ Err error }

	// Gone says that the runtime ended by itself.
	Gone struct {
		Err   error
		Retry time.Duration // when it will be started again
	}

	// Cut names the calls that a reload no longer waited for.
	Cut struct {
		At    time.Time
		Calls []CutCall     // as far as is known: not the responses that handlers had returned, and that were still being sent
		After time.Duration // how long it had waited
	}

	// Stuck says that a handler does not come back, and that nothing else can run
	// meanwhile.
	Stuck struct {
		At     time.Time // when that was noticed
		Call   int       // see Call; 0 when that is not known
		Kind   string    // see Call; "" when it is not known which handler it is
		Method string    // of HTTP, or the method called
		Worker string
		Object *Object   // nil for the Worker itself
		Since  time.Time // when it began
	}

	// Dropped says how many events were left out, so as not to slow the server.
	Dropped struct{ Count int }
)

// Object is a Durable Object that was started.
type Object struct {
	Worker    string // whose class it is
	Class, ID string
	Name      string // if Named: one that was reached by its id alone has none
	Named     bool
}

// String is the object as it is addressed: "Room/lobby", or the class and the
// beginning of the id.
func (o *Object) String() string {
	if o.Named {
		return o.Class + "/" + o.Name
	}
	return o.Class + "/" + o.ID[:min(8, len(o.ID))]
}

// CutCall is a call that had not come to its end.
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

// Object is the object that was called, nil for the Worker itself.
func (c CutCall) Object() *Object {
	if c.Class == "" {
		return nil
	}
	o := &Object{Worker: c.Worker, Class: c.Class, ID: c.ID}
	if c.Name != nil {
		o.Name, o.Named = *c.Name, true
	}
	return o
}

// AlarmCall is what the runtime says about an alarm that runs.
type AlarmCall struct {
	ScheduledAt time.Time // zero when the runtime did not say
	Retry       int       // 0 for the first try
	Next        time.Time // of the alarm that is set when the handler has ended; zero for none
	Clock       time.Time // of the Worker when it fired, where that was moved; else zero
}

// SocketCall is what happened on a WebSocket.
type SocketCall struct {
	Length  int    `json:"length"` // of a message of text, in UTF-16 units
	Bytes   int    `json:"bytes"`  // of a binary message
	Code    int    `json:"code"`   // of a close
	Reason  string `json:"reason"`
	Message string `json:"message"` // of an error
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
func (Console) event()       {}
func (Exception) event()     {}
func (Limit) event()         {}
func (Notice) event()        {}
func (Bug) event()           {}
func (Gone) event()          {}
func (Cut) event()           {}
func (Stuck) event()         {}
func (Dropped) event()       {}

// String names the handler: "Room/lobby join", "GET request".
func (s Stuck) String() string {
	name := s.Kind
	switch {
	case s.Kind == "":
		return "a handler"
	case s.Kind == "rpc":
		name = s.Method
	case s.Method != "":
		name = s.Method + " " + s.Kind
	}
	if s.Object != nil {
		return s.Object.String() + " " + name
	}
	return name
}

// Marked is put among the events of the Worker: a subscriber that gets it has all
// events before it.
type Marked struct{ Token string }

func (Marked) event() {}

// StreamFailed is an error that ended a stream of the user's. The reader of the
// stream may catch it, so it is in no log unless the runtime reports it as uncaught;
// but subscribers of one conversation get it.
type StreamFailed struct{ Exception }

// ObjectOf is the object that an event is about, nil for none.
func ObjectOf(e Event) *Object {
	switch e := e.(type) {
	case Call:
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

// urlPath is the part of a URL that distinguishes requests of one server.
func urlPath(u string) string {
	if i := strings.Index(u, "://"); i >= 0 {
		if j := strings.IndexByte(u[i+3:], '/'); j >= 0 {
			return u[i+3+j:]
		}
	}
	return u
}

// Path is the path of the URL, with the query.
func (c Call) Path() string { return urlPath(c.URL) }
