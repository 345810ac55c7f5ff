package fire

import (
	"cmp"
	"container/heap"
	"time"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/inspect"
)

// agenda is the alarms to fire, by time.
type agenda struct {
	at      time.Time              // when the alarms returned by the last next were due
	pending map[event.Ref]dueAlarm // the next alarm of each object, as far as is known
	retries map[event.Ref]dueAlarm // the pending ones that failed before
	fired   map[firedAt]bool       // what fired, and when, which metadata.sqlite may still list
	times   timeHeap
}

func newAgenda() *agenda {
	return &agenda{pending: map[event.Ref]dueAlarm{}, retries: map[event.Ref]dueAlarm{}, fired: map[firedAt]bool{}}
}

// put records what the alarm of an object is set to, zero for none.
func (q *agenda) put(o inspect.Object, at time.Time) {
	a := dueAlarm{key: local.LiveTarget(o).Ref(), at: at, setTo: at, object: o}
	if retry, ok := q.retries[a.key]; ok && retry.setTo.Equal(at) {
		return // still the one that failed
	}
	delete(q.retries, a.key)
	switch {
	case at.IsZero():
		delete(q.pending, a.key)
	case q.fired[firedAt{a.key, at.UnixMilli()}] || q.pending[a.key].at.Equal(at):
	default:
		q.pending[a.key] = a
		heap.Push(&q.times, a)
	}
}

// again schedules a retry of a failed alarm, which has not been set to another time
// since. A later put of another time replaces the retry.
func (q *agenda) again(a dueAlarm, at time.Time) {
	a.at = at
	q.pending[a.key], q.retries[a.key] = a, a
	heap.Push(&q.times, a)
}

// first returns the time at which the next alarm fires, zero for never.
func (q *agenda) first() time.Time {
	for len(q.times) > 0 {
		first := q.times[0]
		if set, ok := q.pending[first.key]; ok && set.at.Equal(first.at) {
			return first.at
		}
		heap.Pop(&q.times) // set to another time since
	}
	return time.Time{}
}

// next takes the alarms that fire next: all that are due at the earliest time, up to the end.
func (q *agenda) next(end time.Time) []dueAlarm {
	var group []dueAlarm
	for at := q.first(); !at.IsZero() && !at.After(end) && (len(group) == 0 || at.Equal(q.at)); at = q.first() {
		first := heap.Pop(&q.times).(dueAlarm)
		q.at = first.at
		delete(q.pending, first.key)
		delete(q.retries, first.key)
		q.fired[firedAt{first.key, first.at.UnixMilli()}] = true
		group = append(group, first)
	}
	return group
}

// firedAt is an object, and when its alarm fired, in milliseconds.
type firedAt struct {
	object event.Ref
	at     int64
}

// dueAlarm is an alarm to fire.
type dueAlarm struct {
	at     time.Time // when
	setTo  time.Time // what it is set to; for a retry, what it was first set to
	retry  int
	key    event.Ref
	object inspect.Object
}

type timeHeap []dueAlarm

func (h timeHeap) Len() int { return len(h) }
func (h timeHeap) Less(i, j int) bool {
	return cmp.Or(h[i].at.Compare(h[j].at), h[i].key.Compare(h[j].key)) < 0
}
func (h timeHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *timeHeap) Push(x any)   { *h = append(*h, x.(dueAlarm)) }
func (h *timeHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
