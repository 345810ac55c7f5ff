// Package ephemeral manages the state folders of servers that keep nothing: in memory
// if the system supports that, and accessible only to this user.
package ephemeral

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/migrate/state"
)

const prefix = "dotool-ephemeral-"

// Make creates a folder with a new name, accessible only to this user.
func Make() (string, error) {
	dir := parent()
	sweep(dir)
	return os.MkdirTemp(dir, prefix)
}

// sweep removes the folders of killed servers of this user, which may take memory. Any
// user can make a folder or a link with such a name, so anything that is not this
// user's own is not opened.
func sweep(root string) {
	entries, _ := os.ReadDir(root)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), prefix) {
			continue
		}
		info, err := e.Info()
		if err != nil || !private(info) || time.Since(info.ModTime()) < time.Minute {
			continue // perhaps about to be locked
		}
		_ = state.Open(filepath.Join(root, e.Name()), state.Options{}).Sweep()
	}
}

// Of returns the state folder of an ephemeral server that runs in place of the one at dir,
// "" if none does.
func Of(ctx context.Context, dir string) string {
	root := parent()
	entries, _ := os.ReadDir(root)
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !strings.HasPrefix(e.Name(), prefix) || !private(info) {
			continue // another user's file may contain anything
		}
		state := state.Open(filepath.Join(root, e.Name()), state.Options{})
		if c, err := control.Dial(ctx, state); err == nil && c.File.For != "" && c.File.For == filepath.Clean(dir) {
			return state.Dir
		}
	}
	return ""
}

// parent prefers memory to a disk. workerd's own in-memory storage has no SQL.
func parent() string {
	if fi, err := os.Stat("/dev/shm"); err == nil && fi.IsDir() {
		return "/dev/shm"
	}
	return os.TempDir()
}
