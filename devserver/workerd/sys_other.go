//go:build !linux

package workerd

import "time"

var began = time.Now()

// Busy is how much time a process has used. Where that cannot be known it is the
// clock's, as if it had never waited.
func Busy(int) time.Duration { return time.Since(began) }
