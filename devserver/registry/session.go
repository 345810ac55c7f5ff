package registry

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/devserver/watch"
)

// Session is a server's part in the registry. Its methods can be called from any
// goroutine; those of one without a folder do nothing.
type Session struct {
	dir      string
	instance string

	wanted   chan struct{} // what Run watches has changed
	watching bool          // whether Run watches anything; belongs to it

	mu      sync.Mutex
	workers []string // those of other servers that are bound here
	queues  []string // those that are consumed elsewhere
	known   Others   // the entries of these that the running process has
	refresh bool     // whether to push them once more
	process int      // counts the processes
	entries map[string]Entry
	held    map[string]bool // the entries that are in the folder
	taken   map[string]bool // those whose name was reported as taken
}

// newSession makes the session of a server in the registry of a folder, "" for none.
func newSession(dir string) *Session {
	return &Session{dir: dir, instance: newInstance(), wanted: make(chan struct{}, 1), held: map[string]bool{}, taken: map[string]bool{}}
}

// newInstance returns a random UUID: of another form, some wrangler may not take it.
func newInstance() string {
	var b [16]byte
	rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// Want says which Workers and queues of other servers matter from now on, and returns
// what the registry says of them. A process that is started with that may never serve:
// see Told.
func (s *Session) Want(workers, queues []string) Others {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Equal(workers, s.workers) || !slices.Equal(queues, s.queues) {
		s.workers, s.queues = workers, queues
		s.wake()
	}
	return s.read()
}

// SetKnown records the entries with which the process that serves now was started. Run
// pushes later changes, and the consumers of queues in any case.
func (s *Session) SetKnown(others Others) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known, s.refresh = others, len(others.Queues) > 0
	s.process++
	s.wake()
}

// wake has Run look again.
func (s *Session) wake() {
	select {
	case s.wanted <- struct{}{}:
	default: // it has not seen the last change yet
	}
}

func (s *Session) read() Others {
	if s.dir == "" {
		return Others{Workers: map[string]Place{}, Queues: map[string]string{}}
	}
	return readAll(s.dir, s.workers, s.queues, s.instance)
}

// Enter replaces the entries of this server. Names that others have are left to them
// until they are free.
func (s *Session) Enter(entries map[string]Entry) error {
	if s.dir == "" {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for name := range s.held {
		if _, still := entries[name]; !still {
			s.remove(name)
		}
	}
	s.entries = maps.Clone(entries)
	for name, e := range s.entries {
		e.Instance, e.PID = s.instance, os.Getpid()
		s.entries[name] = e
	}
	defer s.wake() // if names are taken, it reports that
	return s.keep()
}

// Leave removes the entries of this server.
func (s *Session) Leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name := range s.held {
		s.remove(name)
	}
	s.entries = nil
}

// remove removes an entry, if it is still the one of this server.
func (s *Session) remove(name string) {
	if e, _, err := load(s.dir, name); err == nil && e.Instance == s.instance {
		_ = os.Remove(filepath.Join(s.dir, name)) // otherwise it goes stale
	}
	delete(s.held, name)
}

// keep writes the entries that are not in the folder, and sets the time of the others.
func (s *Session) keep() error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(s.entries)) {
		held, err := s.put(name, s.entries[name])
		if held {
			s.held[name] = true
			delete(s.taken, name)
		} else {
			delete(s.held, name)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("dev registry: %w", err))
		}
	}
	return errors.Join(errs...)
}

// put writes an entry unless the name is taken, or sets the time of its file if that is
// up to date.
func (s *Session) put(name string, e Entry) (held bool, err error) {
	if !named(name) {
		return false, nil
	}
	path := filepath.Join(s.dir, name)
	is, age, err := load(s.dir, name)
	switch {
	case err == nil && is.Instance == s.instance:
		if reflect.DeepEqual(*is, e) {
			now := time.Now()
			return true, os.Chtimes(path, now, now)
		}
		return s.write(path, e, os.Rename)
	case err == nil && (age > stale || killed(is)):
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
	case err == nil:
		return false, nil
	default:
		if _, err := os.Lstat(path); err == nil {
			return false, nil // something else has the name: it is not touched
		}
	}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return false, err
	}
	held, err = s.write(path, e, link)
	if errors.Is(err, fs.ErrExist) {
		return false, nil // another was faster
	}
	return held, err
}

// link gives a file a second name, which must be free.
func link(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// A file system without links.
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(to)
	}
	return err
}

// write writes an entry to a new file, and has `place` give that its name.
func (s *Session) write(path string, e Entry, place func(from, to string) error) (bool, error) {
	text, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		return false, err
	}
	f, err := os.CreateTemp(s.dir, temporary+"*") // mode 0600
	if err != nil {
		return false, err
	}
	defer os.Remove(f.Name()) // what is left of it
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err == nil {
		err = place(f.Name(), path)
	}
	return err == nil, err
}

// Hooks are functions that [Session.Run] calls, from its goroutine.
type Hooks struct {
	// Push gives the running process the current entries. After an error it is called
	// again.
	Push func(context.Context, Others) error
	// Changed reports that a change was pushed.
	Changed func(before, now Others)
	// Taken reports that another server has the name of a Worker, once each time.
	Taken func(worker string)
	// Failed reports that entries cannot be written, once.
	Failed func(error)
}

// again is when a failed push is tried again.
const again = 250 * time.Millisecond

// Run keeps the entries of this server alive, and pushes changes of other entries, until
// ctx is done.
func (s *Session) Run(ctx context.Context, h Hooks) {
	if s.dir == "" {
		return
	}
	watcher := watch.New()
	var watching sync.WaitGroup
	defer watching.Wait()
	start := sync.OnceFunc(func() { watching.Go(func() { watcher.Run(ctx) }) }) // only if something is watched
	heart := time.NewTicker(beat)
	defer heart.Stop()
	var retry <-chan time.Time
	failed := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wanted:
			s.watch(ctx, watcher, start)
		case <-watcher.Changes:
			s.watch(ctx, watcher, start)
		case <-retry:
		case <-heart.C:
			s.mu.Lock()
			err := s.keep()
			s.mu.Unlock()
			if err != nil && !failed {
				h.Failed(err)
			}
			failed = failed || err != nil
		}
		for _, name := range s.lost() {
			h.Taken(name)
		}
		if retry = nil; s.update(ctx, h) != nil {
			retry = time.After(again)
		}
	}
}

// watch watches the files of the folder that matter.
func (s *Session) watch(ctx context.Context, w *watch.Watcher, start func()) {
	s.mu.Lock()
	workers, queues := s.workers, len(s.queues) > 0
	s.mu.Unlock()
	set := watch.Set{Created: queues} // a file of any name can be of a consumer
	for _, name := range workers {
		if named(name) {
			set.Files = append(set.Files, filepath.Join(s.dir, name))
		}
	}
	if queues {
		for _, name := range entries(s.dir) {
			set.Files = append(set.Files, filepath.Join(s.dir, name))
		}
		set.Files = append(set.Files, filepath.Join(s.dir, temporary)) // so that the folder is watched
	}
	if len(set.Files) > 0 {
		s.watching = true
		_ = os.MkdirAll(s.dir, 0o755) // if it cannot be made, the beat is enough
	}
	if s.watching {
		start()
		w.Watch(ctx, set)
	}
}

// lost returns the entries whose names others have, and that are not reported yet.
func (s *Session) lost() (names []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name := range s.entries {
		if !s.held[name] && !s.taken[name] {
			s.taken[name] = true
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// update pushes what has changed.
func (s *Session) update(ctx context.Context, h Hooks) error {
	s.mu.Lock()
	before, now, again, process := s.known, s.read(), s.refresh, s.process
	s.mu.Unlock()
	if reflect.DeepEqual(before, now) && !again || before.Workers == nil {
		return nil
	}
	if err := h.Push(ctx, now); err != nil {
		return err
	}
	s.mu.Lock()
	same := process == s.process
	if same {
		s.known, s.refresh = now, false
	}
	s.mu.Unlock()
	if !same {
		return nil // the push may have reached the last process; SetKnown has it repeated
	}
	h.Changed(before, now)
	return nil
}
