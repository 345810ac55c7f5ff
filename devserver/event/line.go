package event

import (
	"encoding/json"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
)

// Line is a [Call], [Workflow], [Console], [Exception], [Limit], [Stuck], [Cut] or [Dropped] as
// JSON: a line of the log for scripts and of the control channel. Fields that do not
// apply are absent. Times are RFC 3339 in UTC with milliseconds.
type Line struct {
	At    string `json:"at"`
	Event string `json:"event"` // "request" for a call of the Worker's fetch handler, else "call"; "workflow", "console", "exception", "limit", "stuck", "cut"

	ID     int `json:"id,omitempty"`     // of the call, also of what it printed and threw
	Root   int `json:"root,omitempty"`   // the first call of the chain that led to it
	Parent int `json:"parent,omitempty"` // the call that made it

	Worker   string  `json:"worker,omitempty"`
	Class    string  `json:"class,omitempty"` // of the object; absent for the Worker itself
	ObjectID string  `json:"objectId,omitempty"`
	Name     *string `json:"name,omitempty"` // absent for an object without one

	Workflow string `json:"workflow,omitempty"` // and Instance: in place of Class, ObjectID and Name
	Instance string `json:"instance,omitempty"`

	Kind    string `json:"kind,omitempty"`   // of a "call": see Call
	Method  string `json:"method,omitempty"` // of HTTP, or the method called
	Args    string `json:"args,omitempty"`   // shortened
	URL     string `json:"url,omitempty"`
	Path    string `json:"path,omitempty"` // of URL, with the query
	Status  int    `json:"status,omitempty"`
	Outcome string `json:"outcome,omitempty"` // "ok" or "exception"
	WallMs  *int64 `json:"wallMs,omitempty"`
	BusyMs  *int64 `json:"busyMs,omitempty"` // until the handler first waited

	Email *EmailCall `json:"email,omitempty"`

	Cron string `json:"cron,omitempty"` // the expression of a cron trigger

	ScheduledAt string `json:"scheduledAt,omitempty"` // of an alarm or cron trigger
	LateMs      *int64 `json:"lateMs,omitempty"`
	RetryCount  *int   `json:"retryCount,omitempty"`
	NextAlarmAt string `json:"nextAlarmAt,omitempty"` // the alarm that is set when it has ended

	Socket *SocketCall `json:"socket,omitempty"`
	Queue  *QueueCall  `json:"queue,omitempty"`
	Sent   *Sent       `json:"sent,omitempty"`

	Attempt int    `json:"attempt,omitempty"` // of a step of a workflow
	State   string `json:"state,omitempty"`   // of a "workflow": see Workflow
	Step    string `json:"step,omitempty"`
	Until   string `json:"until,omitempty"`
	Type    string `json:"type,omitempty"` // of an event

	Level string `json:"level,omitempty"` // of the console
	Text  string `json:"text,omitempty"`

	Binding string `json:"binding,omitempty"` // the binding that did what Text says, such as sending an email

	From    int        `json:"from,omitempty"`    // the call that threw an error first, if not this one
	Message string     `json:"message,omitempty"` // "TypeError: boo"
	Stack   []string   `json:"stack,omitempty"`
	Error   *LineError `json:"error,omitempty"`

	Code *LineCode `json:"code,omitempty"` // the lines of the source that it comes from
	Hint string    `json:"hint,omitempty"` // cause and fix of a well-known problem

	Count int `json:"count,omitempty"` // of events that were "dropped"

	Limit *LineLimit `json:"limit,omitempty"`

	Handler string    `json:"handler,omitempty"` // the stuck handler, for people
	Since   string    `json:"since,omitempty"`
	Calls   []LineCut `json:"calls,omitempty"` // the calls that were cut off
	AfterMs *int64    `json:"afterMs,omitempty"`
}

// LineCut is a [CutCall] in a [Line].
type LineCut struct {
	Kind      string  `json:"kind"`
	Method    string  `json:"method,omitempty"`
	URL       string  `json:"url,omitempty"`
	Class     string  `json:"class,omitempty"`
	ObjectID  string  `json:"objectId,omitempty"`
	Name      *string `json:"name,omitempty"`
	StartedAt string  `json:"startedAt"`
	Worker    string  `json:"worker,omitempty"`
	Workflow  string  `json:"workflow,omitempty"` // and Instance: in place of Class, ObjectID and Name
	Instance  string  `json:"instance,omitempty"`
}

// LineLimit is the rest of a [Limit], besides Method, Message and Stack.
type LineLimit struct {
	Name   string      `json:"name"`
	Size   int64       `json:"size"`
	Max    int64       `json:"max"`
	Hint   string      `json:"hint"`
	Frames []LineFrame `json:"frames"`
}

// LineCode is a [Code] in a [Line]. File is absolute.
type LineCode struct {
	File   string   `json:"file"`
	Line   int      `json:"line"`
	Column int      `json:"column"`
	First  int      `json:"first"` // the number of the first of Lines
	Lines  []string `json:"lines"`
}

// LineError is an [Error] in a [Line].
type LineError struct {
	Name    string       `json:"name"`
	Message string       `json:"message"`
	Frames  []LineFrame  `json:"frames"`
	Cause   *LineError   `json:"cause,omitempty"`
	Errors  []*LineError `json:"errors,omitempty"`
	Known   bool         `json:"known,omitempty"` // as a cause: already reported, by the object that threw it

	Properties []Property `json:"properties,omitempty"` // own properties of the error, such as code
}

// LineFrame is a [Frame] in a [Line]. File is absolute.
type LineFrame struct {
	Text     string `json:"text"`
	Function string `json:"function,omitempty"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
}

const LineTime = "2006-01-02T15:04:05.000Z"

// NewLine returns the line of an event; ok is false if it has none. show formats the
// files of stacks.
func NewLine(e Event, show func(string) string) (l Line, ok bool) {
	switch e := e.(type) {
	case Call:
		l = Line{
			At: e.At.UTC().Format(LineTime), Event: "call", ID: e.N, Root: e.Root, Parent: e.Parent, Kind: e.Kind,
			Method: e.Method, Args: e.Args, URL: e.URL, Path: urlPath(e.URL), Status: e.Status, Outcome: "ok",
			WallMs: milliseconds(e.Duration), BusyMs: milliseconds(e.Busy), Socket: e.Socket, Email: e.Email, Queue: e.Queue, Sent: e.Sent,
		}
		l.Attempt = e.Attempt
		if e.Kind == "request" {
			l.Event, l.Kind = "request", ""
		}
		if e.Failed {
			l.Outcome = "exception"
		}
		if a := e.Alarm; a != nil {
			l.RetryCount = &a.Retry
			if !a.ScheduledAt.IsZero() {
				fired := e.At
				if !a.Clock.IsZero() {
					fired = a.Clock
				}
				l.ScheduledAt, l.LateMs = a.ScheduledAt.UTC().Format(LineTime), milliseconds(fired.Sub(a.ScheduledAt))
			}
			if !a.Next.IsZero() {
				l.NextAlarmAt = a.Next.UTC().Format(LineTime)
			}
		}
		if c := e.Cron; c != nil {
			l.Cron = c.Cron
			if !c.ScheduledAt.IsZero() {
				fired := e.At
				if !c.Clock.IsZero() {
					fired = c.Clock
				}
				l.ScheduledAt, l.LateMs = c.ScheduledAt.UTC().Format(LineTime), milliseconds(fired.Sub(c.ScheduledAt))
			}
		}
		l.about(e.Worker, e.Object)
	case Workflow:
		l = Line{At: e.At.UTC().Format(LineTime), Event: "workflow", State: e.State, Step: e.Step, Attempt: e.Attempt, Type: e.Type}
		if !e.Until.IsZero() {
			l.Until = e.Until.UTC().Format(LineTime)
		}
		if e.Duration > 0 {
			l.WallMs = milliseconds(e.Duration)
		}
		if e.Error != nil {
			l.Message, l.Error = e.Error.String(), newLineError(e.Error)
		}
		l.about(e.Worker, e.Object)
	case Console:
		l = Line{At: e.At.UTC().Format(LineTime), Event: "console", ID: e.Call, Root: e.Root, Level: e.Level, Text: e.Text, Binding: e.Binding}
		l.about(e.Worker, e.Object)
	case Exception:
		l = Line{
			At: e.At.UTC().Format(LineTime), Event: "exception", ID: e.Call, Root: e.Root, Method: e.Method, From: e.From,
			Message: e.Error.String(), Error: newLineError(e.Error), Code: newLineCode(e.Code), Hint: e.Hint,
		}
		for _, f := range e.Error.Stack {
			l.Stack = append(l.Stack, f.At(show))
		}
		l.about(e.Worker, e.Object)
	case Limit:
		l = Line{
			At: e.At.UTC().Format(LineTime), Event: "limit", ID: e.Call, Root: e.Root, Method: e.Method, Message: e.Message,
			Limit: &LineLimit{Name: e.Name, Size: e.Size, Max: e.Max, Hint: e.Hint, Frames: newLineFrames(e.Stack)},
		}
		for _, f := range e.Stack {
			l.Stack = append(l.Stack, f.At(show))
		}
		l.about(e.Worker, e.Object)
	case Stuck:
		l = Line{
			At: e.At.UTC().Format(LineTime), Event: "stuck", ID: e.Call, Kind: e.Kind, Method: e.Method,
			Handler: e.String(), Since: e.Since.UTC().Format(LineTime),
		}
		l.about(e.Worker, e.Object)
	case Cut:
		l = Line{At: e.At.UTC().Format(LineTime), Event: "cut", AfterMs: milliseconds(e.After)}
		for _, c := range e.Calls {
			cut := LineCut{c.Kind, c.Method, c.URL, c.Class, c.ID, c.Name, time.UnixMilli(c.Start).UTC().Format(LineTime), c.Worker, "", ""}
			if c.Kind == "step" {
				cut.Workflow, cut.Instance = c.Class, c.ID
				cut.Class, cut.ObjectID, cut.Name = "", "", nil
			}
			l.Calls = append(l.Calls, cut)
		}
	case Dropped:
		l = Line{At: time.Now().UTC().Format(LineTime), Event: "dropped", Count: e.Count}
	default:
		return l, false
	}
	return l, true
}

// about says which Worker a line is about and, unless it is nil, which object.
func (l *Line) about(worker string, o *Object) {
	l.Worker = worker
	if o == nil {
		return
	}
	if o.Instance {
		l.Workflow, l.Instance = o.Class, o.ID
		return
	}
	l.Class, l.ObjectID = o.Class, o.ID
	if o.Named {
		l.Name = &o.Name
	}
}

// ParseLine returns the event of a line; ok is false for anything else.
func ParseLine(data []byte) (e Event, ok bool) {
	var l Line
	if json.Unmarshal(data, &l) != nil {
		return nil, false
	}
	return l.Read()
}

// Read returns the event of a line; ok is false if it has none.
func (l Line) Read() (e Event, ok bool) {
	at := parseLineTime(l.At)
	var object *Object
	if l.Workflow != "" {
		object = &Object{Worker: l.Worker, Class: l.Workflow, ID: l.Instance, Name: l.Instance, Named: true, Instance: true}
	}
	if l.Class != "" {
		object = &Object{Worker: l.Worker, Class: l.Class, ID: l.ObjectID}
		if l.Name != nil {
			object.Name, object.Named = *l.Name, true
		}
	}
	switch l.Event {
	case "request", "call":
		c := Call{
			N: l.ID, Root: l.Root, Parent: l.Parent, Kind: l.Kind, Worker: l.Worker, Object: object, At: at, Failed: l.Outcome != "ok",
			Method: l.Method, Args: l.Args, URL: l.URL, Status: l.Status, Socket: l.Socket, Email: l.Email, Queue: l.Queue, Sent: l.Sent,
			Duration: fromMilliseconds(l.WallMs), Busy: fromMilliseconds(l.BusyMs), Attempt: l.Attempt,
		}
		if l.Event == "request" {
			c.Kind = "request"
		}
		if l.RetryCount != nil {
			c.Alarm = &AlarmCall{Retry: *l.RetryCount}
			c.Alarm.ScheduledAt = parseLineTime(l.ScheduledAt)
			c.Alarm.Next = parseLineTime(l.NextAlarmAt)
		} else if l.Kind == "scheduled" {
			c.Cron = &CronCall{Cron: l.Cron, ScheduledAt: parseLineTime(l.ScheduledAt)}
		}
		return c, true
	case "workflow":
		return Workflow{
			At: at, Worker: l.Worker, Object: object, State: l.State, Step: l.Step, Attempt: l.Attempt, Until: parseLineTime(l.Until), Type: l.Type,
			Duration: fromMilliseconds(l.WallMs), Error: l.Error.read(),
		}, true
	case "console":
		return Console{At: at, Call: l.ID, Root: l.Root, Worker: l.Worker, Object: object, Level: l.Level, Text: l.Text, Binding: l.Binding}, true
	case "exception":
		if l.Error == nil {
			return nil, false
		}
		return Exception{At: at, Call: l.ID, Root: l.Root, Worker: l.Worker, Object: object, Method: l.Method, From: l.From, Error: l.Error.read(), Code: l.Code.read(), Hint: l.Hint}, true
	case "limit":
		if l.Limit == nil {
			return nil, false
		}
		return Limit{
			At: at, Call: l.ID, Root: l.Root, Worker: l.Worker, Object: object, Method: l.Method, Message: l.Message,
			Name: l.Limit.Name, Size: l.Limit.Size, Max: l.Limit.Max, Hint: l.Limit.Hint, Stack: readFrames(l.Limit.Frames),
		}, true
	case "stuck":
		return Stuck{At: at, Call: l.ID, Kind: l.Kind, Method: l.Method, Worker: l.Worker, Object: object, Since: parseLineTime(l.Since)}, true
	case "cut":
		c := Cut{At: at, After: fromMilliseconds(l.AfterMs)}
		for _, line := range l.Calls {
			call := CutCall{line.Worker, line.Kind, line.Class, line.ObjectID, line.Name, line.Method, line.URL, parseLineTime(line.StartedAt).UnixMilli()}
			if line.Workflow != "" {
				call.Class, call.ID, call.Name = line.Workflow, line.Instance, &line.Instance
			}
			c.Calls = append(c.Calls, call)
		}
		return c, true
	case "dropped":
		return Dropped{l.Count}, true
	}
	return nil, false
}

func newLineError(e *Error) *LineError {
	if e == nil {
		return nil
	}
	l := &LineError{Name: e.Name, Message: e.Message, Frames: newLineFrames(e.Stack), Cause: newLineError(e.Cause), Known: e.Known, Properties: e.Properties}
	for _, inner := range e.Errors {
		l.Errors = append(l.Errors, newLineError(inner))
	}
	return l
}

func (l *LineError) read() *Error {
	if l == nil {
		return nil
	}
	e := &Error{Name: l.Name, Message: l.Message, Cause: l.Cause.read(), Stack: readFrames(l.Frames), Known: l.Known, Properties: l.Properties}
	for _, inner := range l.Errors {
		e.Errors = append(e.Errors, inner.read())
	}
	return e
}

func newLineFrames(stack []Frame) []LineFrame {
	lines := []LineFrame{}
	for _, f := range stack {
		lines = append(lines, LineFrame{f.Text, f.Function, f.Pos.File, f.Pos.Line, f.Pos.Column})
	}
	return lines
}

func readFrames(lines []LineFrame) (stack []Frame) {
	for _, f := range lines {
		stack = append(stack, Frame{Function: f.Function, Pos: diag.Pos{File: f.File, Line: f.Line, Column: f.Column}, Text: f.Text})
	}
	return stack
}

func newLineCode(c *Code) *LineCode {
	if c == nil {
		return nil
	}
	return &LineCode{c.Pos.File, c.Pos.Line, c.Pos.Column, c.First, c.Lines}
}

func (l *LineCode) read() *Code {
	if l == nil {
		return nil
	}
	return &Code{Pos: diag.Pos{File: l.File, Line: l.Line, Column: l.Column}, First: l.First, Lines: l.Lines}
}

func milliseconds(d time.Duration) *int64 {
	ms := d.Milliseconds()
	return &ms
}

func fromMilliseconds(ms *int64) time.Duration {
	if ms == nil {
		return 0
	}
	return time.Duration(*ms) * time.Millisecond
}
