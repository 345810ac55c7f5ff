//go:build !unix

package shell

import "time"

// cpuTime is not known here.
func cpuTime() (user, system time.Duration) { return 0, 0 }
