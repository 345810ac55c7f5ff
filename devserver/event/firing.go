package event

import "time"

// Firing is one run of an alarm handler, as JSON. Times are RFC 3339 in UTC with
// milliseconds, and the Worker's own where its clock was moved.
type Firing struct {
	At          string       `json:"at"`               // when it fired
	Worker      string       `json:"worker,omitempty"` // absent in the history of earlier versions
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
	Logs        []FiringLine `json:"logs,omitempty"` // in the history only the first few
}

// Interrupted is the outcome of a [Firing] of no object: the runtime has ended,
// and the end of its alarms will not be reported.
const Interrupted = "interrupted"

// FiringLine is what the handler printed by one call of a method of console.
type FiringLine struct {
	Level string `json:"level"`
	Text  string `json:"text"`
}

// Time is when it fired.
func (f Firing) Time() time.Time { return parseLineTime(f.At) }

// Scheduled is what it was set to, zero if the runtime did not say.
func (f Firing) Scheduled() time.Time { return parseLineTime(f.ScheduledAt) }

// Next is the alarm that is set now, zero for none.
func (f Firing) Next() time.Time { return parseLineTime(f.NextAlarmAt) }

// Exception is what the handler threw, nil for nothing.
func (f Firing) Exception() *Error { return f.Thrown.read() }

func parseLineTime(s string) time.Time {
	t, _ := time.Parse(LineTime, s) // zero for ""
	return t
}
