//go:build !linux

package watch

import (
	"io/fs"
	"time"
)

// changedAt returns the time at which anything about a file changed, where the system says so.
func changedAt(fs.FileInfo) time.Time { return time.Time{} }

// noEvents reports whether a folder is on a file system that sends no events.
func noEvents(string) bool { return false }
