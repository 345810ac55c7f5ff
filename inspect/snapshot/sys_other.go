//go:build !linux

package snapshot

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/dotool-dev/dotool/migrate/state"
)

// reflink makes a file share the blocks of another, if the file system can.
func reflink(_, _ *os.File) bool { return false }

// exchange swaps two folders atomically; false means that the system cannot.
func exchange(_, _ string) (bool, error) { return false, nil }

// syncTree makes all files below a folder durable.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return state.OSFiles.SyncDir(path)
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	})
}
