package state

import "time"

// Time is written as RFC 3339 in UTC with milliseconds.
type Time struct{ time.Time }

// MarshalText implements [encoding.TextMarshaler].
func (t Time) MarshalText() ([]byte, error) {
	return []byte(t.UTC().Format("2006-01-02T15:04:05.000Z07:00")), nil
}

// MarshalJSON hides the method of [time.Time], which drops zeros.
func (t Time) MarshalJSON() ([]byte, error) {
	b, err := t.MarshalText()
	return []byte(`"` + string(b) + `"`), err
}

// StampLayout is that of [Time.Stamp].
const StampLayout = "20060102T150405.000Z"

// Stamp returns the time in the form for file names.
func (t Time) Stamp() string { return t.UTC().Format(StampLayout) }
