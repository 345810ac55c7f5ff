package trace

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/devserver/event"
)

// survive is deferred where input of the user's code or of a client is handled: a bug
// in dotool there must not end the server. The panic is reported, and the server goes
// on.
func survive(doing string, report func(event.Event)) {
	if r := recover(); r != nil {
		report(event.Bug{Err: Caught(doing, r)})
	}
}

// module is the beginning of the names of dotool's own functions.
var module = strings.TrimSuffix(reflect.TypeFor[Source]().PkgPath(), "devserver/trace")

// Caught returns the error of a panic.
func Caught(doing string, recovered any) error {
	var callers [64]uintptr
	frames := runtime.CallersFrames(callers[:runtime.Callers(3, callers[:])])
	for {
		f, more := frames.Next()
		if name, ours := strings.CutPrefix(f.Function, module); ours || !more {
			return fmt.Errorf("%s: a bug in dotool, please report it: %v (%s, line %d)", doing, recovered, name, f.Line)
		}
	}
}

// Surviving returns a function that takes lines, and reports panics instead of ending.
func Surviving(doing string, report func(event.Event), f func([]byte)) func([]byte) {
	return func(line []byte) {
		defer survive(doing, report)
		f(line)
	}
}

// later runs a function with mu held, after d.
func (o *Output) later(d time.Duration, f func()) *time.Timer {
	return time.AfterFunc(d, func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		defer survive("read what the Worker says", o.Report)
		f()
	})
}

// unhurried is later, but again if the time is over long since: this process got no turn, and
// may have read less of the other stream than is there.
func (o *Output) unhurried(d time.Duration, tries int, f func()) {
	start := time.Now()
	o.later(d, func() {
		if tries > 0 && time.Since(start) > d+d/2 {
			o.unhurried(d, tries-1, f)
			return
		}
		f()
	})
}
