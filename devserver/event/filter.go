package event

import (
	"slices"
	"strings"
)

// Filter selects events by object; the zero Filter selects everything,
// including what the Worker itself does.
type Filter struct {
	Worker string `json:"worker,omitempty"`
	Class  string `json:"class,omitempty"`
	ID     string `json:"id,omitempty"`     // the beginning of the id is enough
	Prefix string `json:"prefix,omitempty"` // of the name

	Counting bool `json:"counting,omitempty"` // nothing, but have all calls reported, so that Client.Counts of package control knows them
}

func (f Filter) Matches(o *Object) bool {
	if f == (Filter{}) {
		return true
	}
	return o != nil && !f.Counting && (f.Worker == "" || f.Worker == o.Worker) && (f.Class == "" || f.Class == o.Class) && strings.HasPrefix(o.ID, f.ID) && strings.HasPrefix(o.Name, f.Prefix)
}

// Selects reports whether an event matches: by the object that it is about. A
// handler that is stuck concerns every object.
func (f Filter) Selects(e Event) bool {
	switch e := e.(type) {
	case Stuck:
		return !f.Counting
	case Cut:
		return f == (Filter{}) || slices.ContainsFunc(e.Calls, func(c CutCall) bool { return f.Matches(c.Object()) })
	}
	return f.Matches(ObjectOf(e))
}

// Count is what an object, or the Worker itself, was called for since the
// server started.
type Count struct {
	Worker string  `json:"worker"`
	Class  string  `json:"class,omitempty"` // absent for the Worker itself
	ID     string  `json:"id,omitempty"`
	Name   *string `json:"name,omitempty"`
	Calls  int     `json:"calls"`
	Errors int     `json:"errors"`
	WallMs int64   `json:"wallMs"`
	BusyMs int64   `json:"busyMs"` // while its handlers ran and nothing else could
	LastAt string  `json:"lastAt"`

	Sockets int `json:"sockets"` // hibernatable WebSockets that are open
}
