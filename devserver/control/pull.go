package control

import (
	"sync/atomic"
	"time"
)

// Pull returns a function that is called when the Worker holds lines back. It calls settle,
// which makes the Worker print them, a moment after it was last called. Until then, more
// lines come by themselves.
func Pull(settle func()) func() {
	const moment = 50 * time.Millisecond
	var last atomic.Int64 // when it was called; 0 if no one waits
	began := time.Now()
	var wait func()
	wait = func() {
		at := last.Load()
		if left := moment - (time.Since(began) - time.Duration(at)); left > 0 {
			time.AfterFunc(left, wait)
			return
		}
		if !last.CompareAndSwap(at, 0) {
			time.AfterFunc(moment, wait)
			return
		}
		settle()
	}
	return func() {
		if last.Swap(max(int64(time.Since(began)), 1)) == 0 {
			time.AfterFunc(moment, wait)
		}
	}
}
