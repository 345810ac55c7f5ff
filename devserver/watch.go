package devserver

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long no file may change before a change counts: editors save
// in several steps, tools save many files.
const settle = 15 * time.Millisecond

// clockStep is how far the time of a file may lag behind the clock: kernels
// stamp files with the time of their last tick.
const clockStep = 10 * time.Millisecond

// poll is how often files are looked at where the system cannot watch.
const poll = 300 * time.Millisecond

// checkDirs is how often it is checked that the watched folders are still those
// that their paths name.
const checkDirs = 2 * time.Second

// watcher tells when files change. It watches their folders, since editors
// replace files by renaming.
type watcher struct {
	changes chan []string // settled changes, absolute paths

	set chan watchSet
}

type watchSet struct {
	files []string // absolute
	// created says that a new file beside the watched ones counts as well: a
	// broken build may wait for a file that is not there yet.
	created bool
	// since is when reading the files began: one that is younger has changed
	// already.
	since time.Time
}

func newWatcher() *watcher {
	return &watcher{changes: make(chan []string), set: make(chan watchSet)}
}

// watch replaces the files to watch.
func (w *watcher) watch(ctx context.Context, s watchSet) {
	select {
	case w.set <- s:
	case <-ctx.Done():
	}
}

// run ends with ctx.
func (w *watcher) run(ctx context.Context) {
	notify, err := fsnotify.NewWatcher()
	var events chan fsnotify.Event
	var errors chan error
	if err == nil {
		defer notify.Close()
		events, errors = notify.Events, notify.Errors
	}
	polling := err != nil

	files, created, dirs := map[string]stamp{}, false, map[string]fs.FileInfo{}
	changed := map[string]bool{}
	var out chan []string // nil until a change has settled
	timer := time.NewTimer(time.Hour)
	ticker := time.NewTicker(poll)
	defer timer.Stop()
	defer ticker.Stop()
	note := func(path string) {
		changed[path] = true
		out = nil
		timer.Reset(settle)
	}
	// replaced forgets a folder that is not the one that is watched any more. All
	// files in it count as changed, which leads to a new set to watch.
	replaced := func(dir string) {
		_ = notify.Remove(dir) // gone already, perhaps
		delete(dirs, dir)
		for f := range files {
			if filepath.Dir(f) == dir {
				note(f)
			}
		}
	}
	checked := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case s := <-w.set:
			created = s.created
			want := map[string]bool{}
			for _, f := range s.files {
				want[watchable(filepath.Dir(f))] = true
			}
			if notify != nil && !watchDirs(notify, dirs, want) {
				polling = true // no more watches to be had
			}
			// Looked at only now: what changes from here on is an event, what
			// changed before is younger than since.
			next := map[string]stamp{}
			for _, f := range s.files {
				next[f] = stampOf(f)
				if next[f].mod.After(s.since.Add(-clockStep)) {
					note(f)
				}
			}
			files = next
		case e := <-events:
			if e.Op == fsnotify.Chmod {
				continue
			}
			if _, ok := dirs[e.Name]; ok && e.Op.Has(fsnotify.Remove|fsnotify.Rename) {
				replaced(e.Name)
				continue
			}
			if _, ok := files[e.Name]; ok {
				note(e.Name)
				continue
			}
			if !e.Op.Has(fsnotify.Create) {
				continue
			}
			waited := false
			for f := range files { // in a folder that was not there
				if rel, err := filepath.Rel(e.Name, f); err == nil && filepath.IsLocal(rel) {
					note(f)
					waited = true
				}
			}
			if created && !waited && !ours(e.Name) {
				note(e.Name)
			}
		case <-errors:
			polling = true // events were lost
		case now := <-ticker.C:
			if now.Sub(checked) > checkDirs {
				checked = now
				for dir, was := range dirs {
					// A folder above it was replaced, of which no event tells.
					if fi, err := os.Stat(dir); err != nil || !os.SameFile(fi, was) {
						replaced(dir)
					}
				}
			}
			if !polling {
				continue
			}
			for f, old := range files {
				if now := stampOf(f); now != old {
					files[f] = now
					note(f)
				}
			}
		case <-timer.C:
			if len(changed) > 0 {
				out = w.changes
			}
		case out <- slices.Sorted(maps.Keys(changed)):
			changed = map[string]bool{}
			out = nil
		}
	}
}

// watchDirs makes the watched folders those that are wanted, and reports whether
// all could be.
func watchDirs(notify *fsnotify.Watcher, dirs map[string]fs.FileInfo, want map[string]bool) bool {
	for dir := range dirs {
		if !want[dir] {
			_ = notify.Remove(dir) // gone already, perhaps
			delete(dirs, dir)
		}
	}
	all := true
	for dir := range want {
		if dirs[dir] != nil {
			continue
		}
		fi, err := os.Stat(dir)
		if err == nil {
			err = notify.Add(dir)
		}
		if err != nil {
			all = false
			continue
		}
		dirs[dir] = fi
	}
	return all
}

// watchable returns the folder itself, or the nearest one above that exists.
func watchable(dir string) string {
	for {
		if fi, err := os.Stat(dir); err == nil && fi.IsDir() || dir == filepath.Dir(dir) {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

// ours reports whether a path is of a tool, not of the user.
func ours(path string) bool {
	base := filepath.Base(path)
	return base == ".wrangler" || base == "node_modules" || base == ".git"
}

// stamp tells whether a file changed.
type stamp struct {
	mod  time.Time
	size int64
	mode fs.FileMode
}

func stampOf(path string) stamp {
	fi, err := os.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{fi.ModTime(), fi.Size(), fi.Mode()}
}
