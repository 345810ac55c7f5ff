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
	ID     string `json:"id,omitempty"`     // or a prefix of the id
	Prefix string `json:"prefix,omitempty"` // of the name

	Counting bool `json:"counting,omitempty"` // selects nothing, but makes the Worker report all calls, for Client.Counts of package control
}

func (f Filter) Matches(o *Object) bool {
	if f == (Filter{}) {
		return true
	}
	return o != nil && !f.Counting && (f.Worker == "" || f.Worker == o.Worker) && (f.Class == "" || f.Class == o.Class) && strings.HasPrefix(o.ID, f.ID) && strings.HasPrefix(o.Name, f.Prefix)
}

// Selects reports whether an event matches, by its object. A stuck handler concerns
// every object.
func (f Filter) Selects(e Event) bool {
	switch e := e.(type) {
	case Stuck:
		return !f.Counting
	case Cut:
		return f == (Filter{}) || slices.ContainsFunc(e.Calls, func(c CutCall) bool { return f.Matches(c.Object()) })
	}
	return f.Matches(ObjectOf(e))
}

// Count counts the calls of an object, or of the Worker itself, since the server
// started.
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
