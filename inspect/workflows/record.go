package workflows

import (
	"time"

	v8 "github.com/dotool-dev/dotool/inspect/v8"
)

// fields are the properties of a stored object, by name.
type fields map[string]v8.Value

// decode reads an object of the engine; what is not one has no fields.
func decode(data []byte) fields {
	all := fields{}
	v, err := v8.Decode(data)
	if o, ok := v.(*v8.Object); ok && err == nil {
		for _, p := range o.Props {
			all[text(p.Key)] = p.Value
		}
	}
	return all
}

func text(v v8.Value) string {
	switch v := v.(type) {
	case v8.String:
		return string(v)
	case v8.TwoByte:
		return string(v)
	}
	return ""
}

func (f fields) text(name string) string { return text(f[name]) }

func (f fields) number(name string) float64 {
	switch v := f[name].(type) {
	case v8.Int:
		return float64(v)
	case v8.Number:
		return float64(v)
	}
	return 0
}

func (f fields) time(name string) time.Time {
	if ms := f.number(name); ms > 0 {
		return time.UnixMilli(int64(ms))
	}
	return time.Time{}
}

// value returns a value that is there.
func (f fields) value(name string) v8.Value {
	if v := f[name]; v != v8.Undefined {
		return v
	}
	return nil
}

func (f fields) failure(name string) *Error {
	o, ok := f[name].(*v8.Object)
	if !ok {
		return nil
	}
	e := &Error{}
	for _, p := range o.Props {
		switch text(p.Key) {
		case "name":
			e.Name = text(p.Value)
		case "message":
			e.Message = text(p.Value)
		}
	}
	return e
}

// record is a step as the engine stores it.
type record struct{ fields }

func (r record) done() bool { return r.fields["done"] == v8.True }

func (r record) step() Step {
	s := Step{
		Name: r.text("name"), Count: int(r.number("count")), Type: r.text("type"),
		Output: r.value("value"), Error: r.failure("error"), Stream: r.value("stream") != nil,
	}
	switch {
	case r.done():
		s.State = "done"
	case s.Error != nil:
		s.State = "failed"
	case s.Type == "sleep":
		s.State, s.Until = "sleeping", r.time("deadline")
	case s.Type == "waitForEvent":
		s.State, s.Until = "waiting", r.time("deadline")
	case !r.time("retryAt").IsZero():
		s.State, s.Until = "retrying", r.time("retryAt")
	default:
		s.State = "running"
	}
	return s
}
