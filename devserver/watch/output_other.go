//go:build !linux

package watch

import (
	"io/fs"
	"os"
)

// writtenByReaders knows no files on this system.
func writtenByReaders([]*os.File, []int) []fs.FileInfo { return nil }
