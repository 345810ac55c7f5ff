package devserver

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
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
	polling bool          // look at the files themselves, as where the system cannot watch

	set chan watchSet
}

type watchSet struct {
	files []string // absolute
	trees []tree
	// created says that a new file beside the watched ones counts as well: a
	// broken build may wait for a file that is not there yet.
	created bool
	// since is when reading the files began: one that is younger has changed
	// already.
	since time.Time
}

// tree is a folder that is watched with all that is in it.
type tree struct {
	dir   string                 // absolute; or a single file
	takes func(file string) bool // which files count; nil for all
	state string                 // a folder in it that the Worker writes to; does not count
}

// holds reports whether a path lies in the tree, and not in the folder of a tool.
func (t tree) holds(path string) bool {
	if !t.covers(path) || t.state != "" && (tree{dir: t.state}).covers(path) {
		return false
	}
	rel, _ := filepath.Rel(t.dir, path) // as it covers it
	for part := range strings.SplitSeq(rel, string(filepath.Separator)) {
		if ours(part) {
			return false
		}
	}
	return true
}

// covers reports whether a path lies in the tree, whatever it is.
func (t tree) covers(path string) bool {
	rel, err := filepath.Rel(t.dir, path)
	return err == nil && filepath.IsLocal(rel)
}

// walk visits the folders and files of the tree from one of its folders on. A
// link to a folder is followed only where it is the tree itself.
func (t tree) walk(from string, folder func(string), file func(string, stamp)) {
	root := from
	if fi, err := os.Stat(from); err == nil && fi.IsDir() && from == t.dir {
		root += string(filepath.Separator) // the folder that a link leads to
	}
	_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		path = filepath.Clean(path)
		switch {
		case err != nil:
			return nil // gone, or not for us
		case e.IsDir() && path != t.dir && (ours(path) || path == t.state):
			return fs.SkipDir
		case e.IsDir():
			if folder != nil {
				folder(path)
			}
		case file != nil && (t.takes == nil || t.takes(path)):
			file(path, stampOf(path))
		}
		return nil
	})
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
	var notify *fsnotify.Watcher
	var events chan fsnotify.Event
	var errors chan error
	polling := w.polling
	if !polling {
		if n, err := fsnotify.NewWatcher(); err == nil {
			notify, events, errors = n, n.Events, n.Errors
			defer notify.Close()
		} else {
			polling = true
		}
	}

	files, created, dirs := map[string]stamp{}, false, map[string]fs.FileInfo{}
	var trees []tree
	var polled map[string]stamp // the files in trees, while they are polled
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
	// appeared watches what a new folder brings of the trees; its files may have
	// been there before that.
	appeared := func(dir string) {
		for _, t := range trees {
			from := dir
			if !t.holds(dir) {
				if !(tree{dir: dir}).covers(t.dir) {
					continue
				}
				from = t.dir
			}
			add := func(dir string) {
				if notify != nil && dirs[dir] == nil && !watchDir(notify, dirs, dir) {
					polling = true
				}
			}
			if from != dir { // the tree itself may come later
				add(watchable(t.dir))
			}
			t.walk(from, add, func(path string, _ stamp) { note(path) })
		}
	}
	checked := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case s := <-w.set:
			created, trees, polled = s.created, s.trees, nil
			want := map[string]bool{}
			for _, f := range s.files {
				want[watchable(filepath.Dir(f))] = true
			}
			for _, t := range trees {
				want[watchable(t.dir)] = true
				if fi, err := os.Stat(t.dir); err == nil && !fi.IsDir() {
					want[filepath.Dir(t.dir)] = true
				}
				t.walk(t.dir, func(dir string) { want[dir] = true }, nil)
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
			if polling {
				polled = map[string]stamp{}
			}
			for _, t := range trees {
				t.walk(t.dir, nil, func(path string, now stamp) {
					if polling {
						polled[path] = now
					}
					if now.mod.After(s.since.Add(-clockStep)) {
						note(path)
					}
				})
			}
		case e := <-events:
			if e.Op == fsnotify.Chmod {
				continue
			}
			if _, ok := dirs[e.Name]; ok && e.Op.Has(fsnotify.Remove|fsnotify.Rename) {
				replaced(e.Name)
				for _, t := range trees {
					if t.takes == nil && t.holds(e.Name) {
						note(e.Name)
					}
				}
				continue
			}
			if _, ok := files[e.Name]; ok {
				note(e.Name)
				continue
			}
			if fi, err := os.Stat(e.Name); err == nil && fi.IsDir() {
				if e.Op.Has(fsnotify.Create) {
					appeared(e.Name)
				}
			} else if slices.ContainsFunc(trees, func(t tree) bool { return t.holds(e.Name) && (t.takes == nil || t.takes(e.Name)) }) {
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
						appeared(dir)
					}
				}
			}
			if !polling {
				continue
			}
			was := polled
			polled = map[string]stamp{}
			for _, t := range trees {
				t.walk(t.dir, nil, func(path string, now stamp) {
					polled[path] = now
					if old, ok := was[path]; was != nil && (!ok || old != now) {
						note(path)
					}
				})
			}
			for path := range was {
				if _, ok := polled[path]; !ok {
					note(path)
				}
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
		if dirs[dir] == nil && !watchDir(notify, dirs, dir) {
			all = false
		}
	}
	return all
}

func watchDir(notify *fsnotify.Watcher, dirs map[string]fs.FileInfo, dir string) bool {
	fi, err := os.Stat(dir)
	if err == nil {
		err = notify.Add(dir)
	}
	if err != nil {
		return errors.Is(err, fs.ErrNotExist) // gone again
	}
	dirs[dir] = fi
	return true
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
