// Package watch notices changes of files ([Watcher]), by events or by looking, and
// runs the build command of a project before they are passed on ([BuildCommand]).
// Callers say which files matter.
package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/dotool-dev/dotool/devserver/bundle"
)

// settle is how long no file may change before a change counts: editors save
// in several steps, tools save many files.
const settle = 15 * time.Millisecond

// ClockStep is how far the time of a file may lag behind the clock: a kernel stamps
// files with the time of its last tick.
const ClockStep = 10 * time.Millisecond

// pollEvery is how often files are checked where the file system sends no events.
const pollEvery = time.Second

// checkDirs is how often to check that the watched folders have not been replaced.
const checkDirs = 2 * time.Second

// Watcher reports when files change. It watches their folders, since editors replace
// files by renaming. Where the file system sends no events, it polls them.
type Watcher struct {
	Changes chan []string         // settled changes, absolute paths
	Polling bool                  // poll all files
	every   time.Duration         // how often to poll
	silent  func(dir string) bool // whether a folder is on a file system without events
	Output  *Output               // files whose changes do not count
	Warn    func(err error)       // is called once if the system refuses to send events; may be nil
	Stir    func()                // is called when files begin to change
	// Held is called once for a file of the build whose changes are ignored, or
	// delayed, because dotool's own output causes them.
	Held func(file string, ignored bool)

	events func() (*fsnotify.Watcher, error)

	set chan Set
}

type Set struct {
	Files []string // absolute
	Trees []Tree
	// Created makes new files beside the watched ones count as well: a broken build may
	// need a file that does not exist yet.
	Created bool
	// Probes returns what the build looked for; nil if nothing.
	Probes func() bundle.Probes
	// Since is when reading the files began: a file that is newer has changed already.
	Since time.Time
}

// Tree is a folder that is watched with everything in it.
type Tree struct {
	Dir    string                 // absolute; or a single file
	Takes  func(file string) bool // which files count; nil for all
	Not    []string               // folders in it that do not count
	Output *Output                // files that do not count
}

// Holds reports whether a path lies in the tree, and not in the folder of a tool.
func (t Tree) Holds(path string) bool {
	if !t.covers(path) || slices.ContainsFunc(t.Not, func(dir string) bool { return Tree{Dir: dir}.covers(path) }) {
		return false
	}
	rel, _ := filepath.Rel(t.Dir, path) // covers ensures that there is one
	for part := range strings.SplitSeq(rel, string(filepath.Separator)) {
		if ofTool(part) {
			return false
		}
	}
	return true
}

// Places returns the paths of a folder: as given, and with links resolved.
func Places(dir string) []string {
	if real, err := filepath.EvalSymlinks(dir); err == nil && real != dir {
		return []string{dir, real}
	}
	return []string{dir}
}

// covers reports whether a path lies in the tree, wanted or not.
func (t Tree) covers(path string) bool {
	rel, err := filepath.Rel(t.Dir, path)
	return err == nil && filepath.IsLocal(rel)
}

// walk visits the folders and files at and below one folder of the tree. It follows a
// link to a folder only if that is the tree itself.
func (t Tree) walk(from string, folder func(string), file func(string, stamp)) {
	root := from
	if fi, err := os.Stat(from); err == nil && fi.IsDir() && from == t.Dir {
		root += string(filepath.Separator) // the folder that a link leads to
	}
	_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		path = filepath.Clean(path)
		switch {
		case err != nil:
			return nil // removed, or not readable
		case e.IsDir() && path != t.Dir && (ofTool(path) || slices.Contains(t.Not, path)):
			return fs.SkipDir
		case e.IsDir():
			if folder != nil {
				folder(path)
			}
		case file != nil && (t.Takes == nil || t.Takes(path)):
			if fi, err := os.Stat(path); err != nil {
				file(path, stamp{})
			} else if own, _ := t.Output.Wrote(fi); !own {
				file(path, stampOfInfo(fi))
			}
		}
		return nil
	})
}

func New() *Watcher {
	return &Watcher{Changes: make(chan []string), set: make(chan Set), every: pollEvery, Stir: func() {}, Held: func(string, bool) {}, silent: noEvents, events: fsnotify.NewWatcher}
}

// Watch replaces the files to watch.
func (w *Watcher) Watch(ctx context.Context, s Set) {
	select {
	case w.set <- s:
	case <-ctx.Done():
	}
}

// watching is the state of a running watcher; it belongs to its goroutine.
type watching struct {
	*Watcher
	set    Set
	probes bundle.Probes
	beside map[string]bool // the folders of its files

	notify *fsnotify.Watcher      // nil while everything is polled
	dirs   map[string]fs.FileInfo // the watched folders
	files  map[string]stamp
	links  map[string]string // the file of the set that leads to a file by links
	polled map[string]stamp  // files in trees that are polled
	listed map[string]string // the probes found in folders that are polled
	mute   map[string]bool   // whether a folder is silent
	held   map[string]bool   // files of the build that Held was called for
	warned bool

	doubted map[string]bool // files that may be dotool's output
	doubt   *time.Timer     // when to check them again
	changed map[string]bool
	out     chan []string // nil until a change has settled
	timer   *time.Timer
}

// Run watches until ctx is done.
func (w *Watcher) Run(ctx context.Context) {
	s := &watching{Watcher: w, dirs: map[string]fs.FileInfo{}, files: map[string]stamp{}, changed: map[string]bool{}, held: map[string]bool{}, timer: time.NewTimer(time.Hour), doubted: map[string]bool{}, doubt: time.NewTimer(time.Hour)}
	defer s.timer.Stop()
	defer s.doubt.Stop()
	var events chan fsnotify.Event
	var lost chan error
	if w.Polling {
		// as requested
	} else if n, err := w.events(); err == nil {
		s.notify, events, lost = n, n.Events, n.Errors
		defer n.Close()
	} else {
		s.pollAll(err)
	}
	ticker := time.NewTicker(w.every)
	defer ticker.Stop()
	checked := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case set := <-w.set:
			s.replace(set)
		case e := <-events:
			s.event(e)
		case <-lost:
			w.Polling = true // events were lost
		case now := <-ticker.C:
			if now.Sub(checked) > checkDirs {
				checked = now
				s.checkDirs()
			}
			s.poll()
		case <-s.doubt.C:
			doubted := s.doubted
			s.doubted = map[string]bool{}
			for path := range doubted {
				s.note(path)
			}
		case <-s.timer.C:
			if len(s.changed) > 0 {
				s.out = w.Changes
			}
		case s.out <- slices.Sorted(maps.Keys(s.changed)):
			s.Output.passed(s.changed)
			s.changed = map[string]bool{}
			s.out = nil
		}
	}
}

// pollAll polls all files from now on.
func (s *watching) pollAll(err error) {
	if !s.Polling && !s.warned && s.Warn != nil {
		s.Warn(err)
	}
	s.Polling, s.warned = true, true
}

// polls reports whether files in a folder are polled.
func (s *watching) polls(dir string) bool {
	if s.Polling {
		return true
	}
	silent, ok := s.mute[dir]
	if !ok {
		silent = s.silent(watchable(dir))
		s.mute[dir] = silent
	}
	return silent
}

// note takes a change, unless dotool's output made it.
func (s *watching) note(path string) {
	delay := settle
	if fi, err := os.Stat(path); err == nil && fi.Mode().IsRegular() {
		_, input := s.files[path]
		if own, sure := s.Output.Wrote(fi); !sure && (own || len(s.changed) == 0) { // beside another change it does no harm
			s.doubted[path] = true
			s.doubt.Reset(saveTime)
			return
		} else if own {
			if input && !s.held[path] {
				s.held[path] = true
				s.Held(path, true)
			}
			return
		}
		if later, first := s.Output.backoff(path, fi); later > 0 {
			if delay = later; first {
				s.Held(path, false)
			}
		} else if fi.Size() == 0 { // perhaps emptied by a program that is about to write it
			delay = saveTime
		}
	}
	if len(s.changed) == 0 && delay <= saveTime {
		s.Stir()
	}
	s.changed[path] = true
	if file, ok := s.links[path]; ok {
		s.changed[file] = true
	}
	s.out = nil
	s.timer.Reset(delay)
}

// replace starts watching another set of files.
func (s *watching) replace(set Set) {
	s.set, s.probes, s.polled, s.listed, s.mute = set, bundle.Probes{}, nil, nil, map[string]bool{}
	if set.Probes != nil {
		s.probes = set.Probes()
	}
	for _, dir := range s.probes.Trees {
		s.set.Trees = append(s.set.Trees, Tree{Dir: dir})
	}
	files := slices.Concat(set.Files, s.probes.Files)
	s.links = map[string]string{}
	for _, f := range slices.Clone(files) {
		for _, hop := range hops(f) {
			s.links[hop] = f
			files = append(files, hop)
		}
	}
	s.beside = map[string]bool{}
	for _, f := range set.Files {
		s.beside[watchable(filepath.Dir(f))] = true
	}
	want := map[string]bool{}
	for _, f := range files {
		want[watchable(filepath.Dir(f))] = true
	}
	for dir := range s.probes.Names {
		want[watchable(dir)] = true
	}
	for _, t := range s.set.Trees {
		want[watchable(t.Dir)] = true
		if fi, err := os.Stat(t.Dir); err == nil && !fi.IsDir() {
			want[filepath.Dir(t.Dir)] = true
		}
		t.walk(t.Dir, func(dir string) { want[dir] = true }, nil)
	}
	if s.notify != nil {
		if err := s.watchDirs(want); err != nil {
			s.pollAll(err)
		}
	}
	// Checked only now: later changes send events, and a file that changed before is
	// newer than since.
	since := set.Since.Add(-ClockStep)
	old := s.files
	s.files = map[string]stamp{}
	for _, f := range files {
		s.files[f] = stampOf(f)
		removed := s.files[f] == stamp{} && old[f] != stamp{}
		if removed || Young(f, since) {
			s.note(f)
		}
	}
	for dir := range s.probes.Names {
		if Young(dir, since) {
			s.probed(dir, func(path string, fi fs.FileInfo) {
				if recent(fi.ModTime(), since) || recent(changedAt(fi), since) {
					s.note(path)
				}
			})
		}
	}
	s.look(func(path string, now stamp) {
		if recent(now.mod, since) {
			s.note(path)
		}
	})
}

// look visits the files in trees, and keeps the stamps of those that are polled.
func (s *watching) look(each func(string, stamp)) {
	s.polled = map[string]stamp{}
	for _, t := range s.set.Trees {
		polls := s.polls(t.Dir)
		if each == nil && !polls {
			continue
		}
		t.walk(t.Dir, nil, func(path string, now stamp) {
			if polls {
				s.polled[path] = now
			}
			if each != nil {
				each(path, now)
			}
		})
	}
	if s.listed == nil {
		s.listed = map[string]string{}
	}
	for dir := range s.probes.Names {
		if s.polls(dir) {
			s.listed[dir] = s.list(dir)
		}
	}
}

// probed visits the probes that exist in a folder.
func (s *watching) probed(dir string, each func(path string, fi fs.FileInfo)) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if !s.probes.Has(path) {
			continue
		}
		if fi, err := e.Info(); err == nil {
			each(path, fi)
		}
	}
}

// list describes the probes that exist in a folder.
func (s *watching) list(dir string) string {
	var b strings.Builder
	s.probed(dir, func(path string, fi fs.FileInfo) {
		to, _ := os.Readlink(path) // "": not a link
		fmt.Fprintf(&b, "%s %s %q\n", path, fi.Mode().Type(), to)
	})
	return b.String()
}

// poll checks whatever sends no events.
func (s *watching) poll() {
	for f, old := range s.files {
		if !s.polls(filepath.Dir(f)) {
			continue
		}
		if now := stampOf(f); now != old {
			s.files[f] = now
			s.note(f)
		}
	}
	was, listed := s.polled, maps.Clone(s.listed)
	s.look(nil)
	for path, now := range s.polled {
		if old, ok := was[path]; was != nil && (!ok || old != now) {
			s.note(path)
		}
	}
	for path := range was {
		if _, ok := s.polled[path]; !ok {
			s.note(path)
		}
	}
	for dir, old := range listed {
		if s.listed[dir] != old {
			s.note(dir)
		}
	}
}

// checkDirs finds watched folders that were replaced because a folder above them was,
// which no event reports.
func (s *watching) checkDirs() {
	for dir, was := range s.dirs {
		if fi, err := os.Stat(dir); err != nil || !os.SameFile(fi, was) {
			s.replaced(dir)
			s.appeared(dir)
		}
	}
}

// replaced forgets a folder that another one has replaced. All files in it count as
// changed, which leads to a new set to watch.
func (s *watching) replaced(dir string) {
	if s.notify != nil {
		_ = s.notify.Remove(dir) // gone already, perhaps
	}
	delete(s.dirs, dir)
	if len(s.probes.Names[dir]) > 0 {
		s.note(dir)
	}
	for f := range s.files {
		if filepath.Dir(f) == dir {
			s.note(f)
		}
	}
}

// appeared watches the parts of trees in a new folder, whose files may be older than
// the event.
func (s *watching) appeared(dir string) {
	for _, t := range s.set.Trees {
		from := dir
		if !t.Holds(dir) {
			if !(Tree{Dir: dir}).covers(t.Dir) {
				continue
			}
			from = t.Dir
		}
		add := func(dir string) {
			if s.notify != nil && s.dirs[dir] == nil {
				if err := s.watchDir(dir); err != nil {
					s.pollAll(err)
				}
			}
		}
		if from != dir { // the tree itself may appear later
			add(watchable(t.Dir))
		}
		t.walk(from, add, func(path string, _ stamp) { s.note(path) })
	}
}

// event handles an event of the file system.
func (s *watching) event(e fsnotify.Event) {
	if e.Op == fsnotify.Chmod {
		return
	}
	if e.Op.Has(fsnotify.Create|fsnotify.Remove|fsnotify.Rename) && s.probes.Has(e.Name) {
		s.note(e.Name)
	}
	if _, ok := s.dirs[e.Name]; ok && e.Op.Has(fsnotify.Remove|fsnotify.Rename) {
		s.replaced(e.Name)
		for _, t := range s.set.Trees {
			if t.Takes == nil && t.Holds(e.Name) {
				s.note(e.Name)
			}
		}
		return
	}
	if _, ok := s.files[e.Name]; ok {
		s.note(e.Name)
		return
	}
	fi, err := os.Stat(e.Name)
	switch {
	case err == nil && fi.IsDir():
		if e.Op.Has(fsnotify.Create) {
			s.appeared(e.Name)
		}
	case slices.ContainsFunc(s.set.Trees, func(t Tree) bool { return t.Holds(e.Name) && (t.Takes == nil || t.Takes(e.Name)) }):
		s.note(e.Name)
		return
	}
	if !e.Op.Has(fsnotify.Create) {
		return
	}
	waited := false
	for f := range s.files { // in a folder that did not exist
		if rel, err := filepath.Rel(e.Name, f); err == nil && filepath.IsLocal(rel) {
			s.note(f)
			waited = true
		}
	}
	if s.set.Created && !waited && !ofTool(e.Name) && s.beside[filepath.Dir(e.Name)] {
		s.note(e.Name)
	}
}

// watchDirs watches the wanted folders, and no others. The error says why some are not
// watched.
func (s *watching) watchDirs(want map[string]bool) (problem error) {
	for dir := range s.dirs {
		if !want[dir] {
			_ = s.notify.Remove(dir) // gone already, perhaps
			delete(s.dirs, dir)
		}
	}
	for dir := range want {
		if s.dirs[dir] == nil {
			problem = cmp.Or(s.watchDir(dir), problem)
		}
	}
	return problem
}

func (s *watching) watchDir(dir string) error {
	fi, err := os.Stat(dir)
	if err == nil {
		err = s.notify.Add(dir)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil // gone again
	}
	if err == nil {
		s.dirs[dir] = fi
	}
	return err
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

// hops returns the files that a link leads to, one after the other.
func hops(path string) (paths []string) {
	for range 40 {
		to, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(to) {
			dir := filepath.Dir(path)
			if real, err := filepath.EvalSymlinks(dir); err == nil {
				dir = real
			}
			to = filepath.Join(dir, to)
		}
		path = to
		paths = append(paths, path)
	}
	return paths
}

// ofTool reports whether a path belongs to a tool, not to the user.
func ofTool(path string) bool {
	base := filepath.Base(path)
	return base == ".wrangler" || base == "node_modules" || base == ".git"
}

// stamp tells whether a file has changed.
type stamp struct {
	mod  time.Time
	any  time.Time // when anything about it changed; programs can set mod
	size int64
	mode fs.FileMode
}

// Young reports whether a file was changed or replaced since a time. Package managers
// set the modification time of files that they unpack, so the time of creation counts
// as well.
func Young(path string, since time.Time) bool {
	fi, err := os.Stat(path)
	return err == nil && (recent(fi.ModTime(), since) || recent(changedAt(fi), since))
}

// recent reports whether a time is later than another, but not in the future, where it
// would stay recent.
func recent(t, since time.Time) bool {
	return t.After(since) && t.Before(time.Now().Add(time.Second))
}

func stampOf(path string) stamp {
	fi, err := os.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stampOfInfo(fi)
}

func stampOfInfo(fi fs.FileInfo) stamp {
	return stamp{fi.ModTime(), changedAt(fi), fi.Size(), fi.Mode()}
}
