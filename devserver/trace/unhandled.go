package trace

import (
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/devserver/event"
)

// rejection is a promise that was rejected and that no one waits for so far.
type rejection struct {
	exception event.Exception
	during    int // the call that made it, while that runs; else 0
}

// A rejected promise is reported once its call has ended and a moment has passed, or when
// the call takes long.
const (
	rejectionTime = 250 * time.Millisecond
	longCall      = 5 * time.Second
)

// unhandled reads "number, call, error": see unawaited in host/errors.js.
func (o *Output) unhandled(line string) bool {
	f := strings.SplitN(line, "\t", 3)
	if len(f) != 3 {
		return false
	}
	n, ok := integers(f[0], f[1])
	e, thrown, is := o.error(f[2])
	if !ok || !is {
		return false
	}
	o.know(e, thrown.runtimes())
	if o.rejections == nil {
		o.rejections = map[int]*rejection{}
	}
	r := &rejection{e, o.number(n[1])}
	o.rejections[n[0]] = r
	o.later(rejectionTime, func() {
		if r.during == 0 {
			o.release(n[0])
		}
	})
	if r.during != 0 {
		o.later(longCall, func() { o.release(n[0]) })
	}
	return true
}

// settles takes the end of a call, which waits for its promises no more. That the error of
// an object reached no caller is part of the object's call, which is printed with this one.
func (o *Output) settles(call int) {
	if len(o.rejections) == 0 {
		return
	}
	for _, n := range o.numbers(call) {
		r := o.rejections[n]
		r.during = 0
		if r.exception.From != 0 || time.Since(r.exception.At) >= rejectionTime {
			o.release(n)
		}
	}
}

// numbers returns the numbers of the rejected promises that a running call made or, for 0, others.
func (o *Output) numbers(call int) (all []int) {
	for n, r := range o.rejections {
		if r.during == call {
			all = append(all, n)
		}
	}
	slices.Sort(all)
	return all
}

// release reports rejected promises as unhandled, unless they have been handled.
func (o *Output) release(numbers ...int) {
	for _, n := range numbers {
		if r := o.rejections[n]; r != nil {
			delete(o.rejections, n)
			o.Report(r.exception)
		}
	}
}
