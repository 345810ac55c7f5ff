package event

import "time"

// Firing is one run of an alarm handler or, as Kind says, of another that time sets off,
// as JSON. Times are RFC 3339 in UTC with milliseconds, and those of the Worker's clock
// if that was moved.
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
	Logs        []FiringLine `json:"logs,omitempty"`  // what it printed, which Lines has as well
	Lines       []Line       `json:"lines,omitempty"` // what happened, the call last; see Details
}

// Interrupted is the outcome of a [Firing] without an object: the runtime has ended,
// and its running alarms will not be reported.
const Interrupted = "interrupted"

// FiringLine is the output of one call of a console method by the handler.
type FiringLine struct {
	Level string `json:"level"`
	Text  string `json:"text"`
}

// NewFiring returns the run of an alarm, a cron trigger or a delivery whose call has ended
// after what lines say. When a delivery was due is not known here.
func NewFiring(c Call, lines []Line) Firing {
	var f Firing
	var clock time.Time
	switch {
	case c.Alarm != nil:
		clock, f.RetryCount = c.Alarm.Clock, c.Alarm.Retry
	case c.Cron != nil:
		clock, f.Kind, f.Cron = c.Cron.Clock, "cron", c.Cron.Cron
	default:
		f.Kind, f.Queue = c.Kind, c.Queue
	}
	if f.Virtual = !clock.IsZero(); f.Virtual {
		c.At = clock
	}
	l, _ := NewLine(c, nil)
	for _, line := range lines {
		switch {
		case line.Event == "console":
			f.Logs = append(f.Logs, FiringLine{line.Level, line.Text})
		case line.Event == "exception" && line.ID == c.N:
			f.Thrown = line.Error
		}
	}
	f.At, f.Worker, f.Class, f.ID, f.Name = l.At, l.Worker, l.Class, l.ObjectID, l.Name
	f.ScheduledAt, f.LateMs, f.Outcome, f.WallMs, f.NextAlarmAt = l.ScheduledAt, l.LateMs, l.Outcome, *l.WallMs, l.NextAlarmAt
	f.Lines = append(lines, l)
	return f
}

// Details returns the lines without what the firing says itself: its call, and of which
// object they are if it is the firing's.
func (f Firing) Details() []Line {
	lines := []Line{}
	for _, l := range f.Lines {
		if l.Event == "call" && l.ID == l.Root {
			continue
		}
		if l.Worker == f.Worker && l.Class == f.Class && l.ObjectID == f.ID {
			l.Worker, l.Class, l.ObjectID, l.Name = "", "", "", nil
		}
		lines = append(lines, l)
	}
	return lines
}

// Time returns the time at which the alarm fired.
func (f Firing) Time() time.Time { return parseLineTime(f.At) }

// Due returns the time at which it was due, zero if that is unknown.
func (f Firing) Due() time.Time { return parseLineTime(f.ScheduledAt) }

// Next returns the time of the next alarm, zero for none.
func (f Firing) Next() time.Time { return parseLineTime(f.NextAlarmAt) }

// Exception returns the error that the handler threw, nil if it threw none.
func (f Firing) Exception() *Error { return f.Thrown.read() }

func parseLineTime(s string) time.Time {
	t, err := time.Parse(LineTime, s)
	if err != nil {
		return time.Time{}
	}
	return t.Local()
}
