package control

import "github.com/dotool-dev/dotool/devserver/event"

// Gathering picks the events of an object, and of the calls that lead to it or that it
// makes: they share a root. Without a target it picks all.
type Gathering struct {
	Target ObjectTarget
	Ours   map[int]bool
	Others map[int][]event.Event // by root: not known yet whether to pick them
	held   int
}

// Add takes an event and returns the events that are now known to be picked.
func (g *Gathering) Add(e event.Event) []event.Event {
	if g.Target == (ObjectTarget{}) {
		return []event.Event{e}
	}
	object, root, _ := origin(e)
	mine := g.Target.means(object)
	if mine || root != 0 && g.Ours[root] {
		out := append(g.Others[root], e)
		g.drop(root)
		if root != 0 {
			g.Ours[root] = true
		}
		return out
	}
	if c, ok := e.(event.Call); ok && c.N == root || root == 0 {
		g.drop(root) // it has ended without the object
		return nil
	}
	const most = 10_000
	if g.held++; g.held > most {
		clear(g.Others)
		g.held = 1
	}
	g.Others[root] = append(g.Others[root], e)
	return nil
}

func (g *Gathering) drop(root int) {
	g.held -= len(g.Others[root])
	delete(g.Others, root)
}

// origin returns the object of an event, if any, and the call that led to it.
func origin(e event.Event) (object *event.Object, root int, ok bool) {
	switch e := e.(type) {
	case event.Call:
		return e.Object, e.Root, true
	case event.Console:
		return e.Object, e.Root, true
	case event.Exception:
		return e.Object, e.Root, true
	case event.Limit:
		return e.Object, e.Root, true
	}
	return nil, 0, false
}

// means reports whether a target means an object.
func (t ObjectTarget) means(o *event.Object) bool {
	return o != nil && (t.Worker == "" || o.Worker == t.Worker) && o.Class == t.Class && (o.ID == t.ID || t.ID == "" && o.Named && o.Name == t.ObjectName)
}
