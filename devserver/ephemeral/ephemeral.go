// Package ephemeral has the state folders of servers that keep nothing: in memory where
// the system has a place for that, and for this user alone.
package ephemeral

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dotool/devserver/control"
	"dotool/migrate/state"
)

const prefix = "dotool-ephemeral-"

// Make makes a folder of a new name for this user alone.
func Make() (string, error) {
	dir := parent()
	sweep(dir)
	return os.MkdirTemp(dir, prefix)
}

// sweep removes what this user's servers left that were killed: it may be
// memory. Anyone can make a folder of such a name there, or a link, so what is
// not ours alone is not for us to open.
func sweep(root string) {
	entries, _ := os.ReadDir(root)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), prefix) {
			continue
		}
		info, err := e.Info()
		if err != nil || !private(info) || time.Since(info.ModTime()) < time.Minute {
			continue // perhaps just about to be locked
		}
		_ = state.Open(filepath.Join(root, e.Name()), state.Options{}).Sweep()
	}
}

// Of is the state folder of an ephemeral server that leaves the one at
// dir alone, "" if none runs.
func Of(ctx context.Context, dir string) string {
	root := parent()
	entries, _ := os.ReadDir(root)
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !strings.HasPrefix(e.Name(), prefix) || !private(info) {
			continue // another user's may say anything
		}
		state := state.Open(filepath.Join(root, e.Name()), state.Options{})
		if c, err := control.Dial(ctx, state); err == nil && c.File.For != "" && c.File.For == filepath.Clean(dir) {
			return state.Dir
		}
	}
	return ""
}

// parent prefers memory to a disk. workerd's own storage in memory has
// no SQL.
func parent() string {
	if fi, err := os.Stat("/dev/shm"); err == nil && fi.IsDir() {
		return "/dev/shm"
	}
	return os.TempDir()
}
