package event

import "time"

// Firing is one run of an alarm handler or, as Kind says, of another that time sets off, as JSON. Times are RFC 3339 in UTC with
// milliseconds, and those of the Worker's clock if that was moved.
type Firing struct {
	At          string       `json:"at"`               // when it fired
	Worker      string       `json:"worker,omitempty"` // absent in the history of earlier versions
	Kind        string       `json:"kind,omitempty"`   // "cron" for a cron trigger and "queue" for a delivery, which have no object; "" for an alarm
	Cron        string       `json:"cron,omitempty"`   // its expression
	Queue       *QueueCall   `json:"queue,omitempty"`  // the batch delivered
	Class       string       `json:"class"`
	ID          string       `json:"id"`
	Name        *string      `json:"name"`
	ScheduledAt string       `json:"scheduledAt,omitempty"`
	LateMs      *int64       `json:"lateMs,omitempty"`
	Outcome     string       `json:"outcome"` // "ok" or "exception"
	RetryCount  int          `json:"retryCount"`
	WallMs      int64        `json:"wallMs"`
	NextAlarmAt string       `json:"nextAlarmAt,omitempty"` // the alarm that is set now
	Virtual     bool         `json:"virtual,omitempty"`     // the clock was moved
	Thrown      *LineError   `json:"thrown,omitempty"`
	Logs        []FiringLine `json:"logs,omitempty"` // only the first few, in the history
}

// Interrupted is the outcome of a [Firing] without an object: the runtime has ended,
// and its running alarms will not be reported.
const Interrupted = "interrupted"

// FiringLine is what the handler printed by one call of a method of console.
type FiringLine struct {
	Level string `json:"level"`
	Text  string `json:"text"`
}

// Ran fills in the firing from the call of an alarm that has ended.
func (f *Firing) Ran(c Call) {
	at := c.At
	if !c.Alarm.Clock.IsZero() {
		at, f.Virtual = c.Alarm.Clock, true
	}
	f.At, f.Worker, f.Class, f.ID = at.UTC().Format(LineTime), c.Object.Worker, c.Object.Class, c.Object.ID
	if c.Object.Named {
		f.Name = &c.Object.Name
	}
	if s := c.Alarm.ScheduledAt; !s.IsZero() {
		f.ScheduledAt, f.LateMs = s.UTC().Format(LineTime), milliseconds(at.Sub(s))
	}
	f.Outcome, f.RetryCount, f.WallMs = "ok", c.Alarm.Retry, c.Duration.Milliseconds()
	if c.Failed {
		f.Outcome = "exception"
	}
	if n := c.Alarm.Next; !n.IsZero() {
		f.NextAlarmAt = n.UTC().Format(LineTime)
	}
}

// RanEvent fills in the firing from the call of a cron trigger or a delivery that has ended.
// When a delivery was due is not known here.
func (f *Firing) RanEvent(c Call) {
	at := c.At
	f.Kind, f.Queue = c.Kind, c.Queue
	if cron := c.Cron; cron != nil {
		f.Kind, f.Cron = "cron", cron.Cron
		if !cron.Clock.IsZero() {
			at, f.Virtual = cron.Clock, true
		}
		if s := cron.ScheduledAt; !s.IsZero() {
			f.ScheduledAt, f.LateMs = s.UTC().Format(LineTime), milliseconds(at.Sub(s))
		}
	}
	f.At, f.Worker = at.UTC().Format(LineTime), c.Worker
	f.Outcome, f.WallMs = "ok", c.Duration.Milliseconds()
	if c.Failed {
		f.Outcome = "exception"
	}
}

// Log returns the run as events: what happened in it, and the call.
func (f Firing) Log(o *Object) (Call, []Event) {
	var items []Event
	for _, line := range f.Logs {
		items = append(items, Console{Call: 1, Root: 1, Object: o, Level: line.Level, Text: line.Text})
	}
	method := "alarm"
	switch f.Kind {
	case "cron":
		method = "scheduled"
	case "queue":
		method = f.Kind
	}
	if x := f.Exception(); x != nil {
		items = append(items, Exception{Call: 1, Root: 1, Object: o, Method: method, Error: x})
	}
	c := Call{
		N: 1, Root: 1, Kind: method, Object: o, At: f.Time().Local(), Duration: time.Duration(f.WallMs) * time.Millisecond,
		Failed: f.Outcome != "ok", Queue: f.Queue,
	}
	switch f.Kind {
	case "":
		c.Alarm = &AlarmCall{ScheduledAt: f.Due(), Retry: f.RetryCount}
	case "cron":
		c.Cron = &CronCall{Cron: f.Cron, ScheduledAt: f.Due()}
	}
	if f.Kind != "" {
		c.Worker = f.Worker
	}
	return c, items
}

// Time is when the alarm fired.
func (f Firing) Time() time.Time { return parseLineTime(f.At) }

// Due is when it was due, zero if that is unknown.
func (f Firing) Due() time.Time { return parseLineTime(f.ScheduledAt) }

// Next is the time of the next alarm, zero for none.
func (f Firing) Next() time.Time { return parseLineTime(f.NextAlarmAt) }

// Exception is what the handler threw, nil for nothing.
func (f Firing) Exception() *Error { return f.Thrown.read() }

func parseLineTime(s string) time.Time {
	t, _ := time.Parse(LineTime, s) // zero for ""
	return t
}
