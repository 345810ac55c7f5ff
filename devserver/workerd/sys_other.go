//go:build !linux

package workerd

import "time"

var began = time.Now()

// Busy returns the CPU time of a process. As that is unknown here, it is the elapsed time,
// as if the process had never waited.
func Busy(int) time.Duration { return time.Since(began) }
