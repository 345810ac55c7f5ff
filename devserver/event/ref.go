package event

import "cmp"

// Ref identifies an object, or with no Class the Worker itself: Workers may have
// classes of one name. It is a key of maps.
type Ref struct{ Worker, Class, ID string }

// Compare orders by Worker, then class, then id.
func (r Ref) Compare(other Ref) int {
	return cmp.Or(cmp.Compare(r.Worker, other.Worker), cmp.Compare(r.Class, other.Class), cmp.Compare(r.ID, other.ID))
}

// Ref identifies the object.
func (o *Object) Ref() Ref { return Ref{o.Worker, o.Class, o.ID} }

// Ref identifies the object that was called, or the Worker.
func (c Call) Ref() Ref {
	if c.Object == nil {
		return Ref{Worker: c.Worker}
	}
	return c.Object.Ref()
}

// Ref identifies the object that was counted, or the Worker.
func (c Count) Ref() Ref { return Ref{c.Worker, c.Class, c.ID} }

// Ref identifies the object whose alarm fired.
func (f Firing) Ref() Ref { return Ref{f.Worker, f.Class, f.ID} }
