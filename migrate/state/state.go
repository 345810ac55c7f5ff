// Package state owns a local state folder: the lock that keeps commands apart, with the
// recoveries that it runs; atomic files; the keys of namespaces and the ids of their
// objects; and which other programs have their databases open.
//
// Start from [Open] and [Folder.Lock]. The meaning of keys is in package migrate, the
// contents of databases in package inspect.
package state

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// Folder is a state folder: <project>/.wrangler/state or the value of --persist-to. It
// need not exist. [Open] opens one for locking; for reading, a literal is enough.
type Folder struct {
	Dir string // absolute

	o     Options
	lock  *Lock                   // held, or nil
	Files *Files                  // nil: the real ones
	Now   func() time.Time        // nil: the clock
	Fault func(step string) error // called before each Step, in tests
}

// Options say how a state folder is locked.
type Options struct {
	// Recoveries are run by every [Folder.Lock], in order.
	Recoveries []Recovery

	// Wait is how long to wait for another dotool that has the folder, and for a
	// runtime that one left behind: 0 does not wait; below 0 waits without limit, but
	// not for a server or a stopped command, which do not end by themselves.
	Wait time.Duration

	// Report gets messages for people: for whom Lock waits, and what was recovered. It
	// may be nil.
	Report func(string)
}

// Recovery finishes or undoes the work of a process that died. It is called with the
// lock held and returns a sentence about what it did, "" for nothing.
type Recovery func(context.Context, *Folder) (done string, err error)

// Open returns the state folder at an absolute path, which need not exist.
func Open(dir string, o Options) *Folder { return &Folder{Dir: dir, o: o} }

func (s *Folder) report(format string, args ...any) {
	if s.o.Report != nil {
		s.o.Report(fmt.Sprintf(format, args...))
	}
}

// ProductsDir has the data of the products, one folder each, shared with wrangler dev.
func (s *Folder) ProductsDir() string { return filepath.Join(s.Dir, "v3") }

// WorkflowsFolder is the folder of the instances of workflows in the products'. It is not
// that of wrangler dev, whose engine keeps something else under the same names.
const WorkflowsFolder = "dotool-workflows"

// WorkflowKey returns the key of the ids of the instances of a workflow, and the folder
// of their files.
func WorkflowKey(name string) Key { return Key("miniflare-workflows-" + name) }

// ObjectsDir has the namespaces, one folder per key, shared with wrangler dev.
func (s *Folder) ObjectsDir() string { return filepath.Join(s.ProductsDir(), "do") }

// NamespaceDir returns the folder of one namespace.
func (s *Folder) NamespaceDir(k Key) string { return filepath.Join(s.ObjectsDir(), string(k)) }

// OwnDir has dotool's own files.
func (s *Folder) OwnDir() string { return filepath.Join(s.Dir, "dotool") }

// SnapshotsDir has the snapshots of package snapshot.
func (s *Folder) SnapshotsDir() string { return filepath.Join(s.OwnDir(), "snapshots") }

// ImportPath returns the journal of an import that is moving files into place, and
// ImportedPath is its name once all of them have moved.
func (s *Folder) ImportPath() string   { return filepath.Join(s.OwnDir(), "import.json") }
func (s *Folder) ImportedPath() string { return filepath.Join(s.OwnDir(), "imported.json") }

// TrashDir has the deleted namespaces.
func (s *Folder) TrashDir() string { return filepath.Join(s.OwnDir(), "trash") }

// ServeDir has the namespaces of `workerd serve`, one folder per key.
func (s *Folder) ServeDir() string { return filepath.Join(s.Dir, "workerd") }

func (s *Folder) lockPath() string   { return filepath.Join(s.OwnDir(), "lock") }
func (s *Folder) holderPath() string { return filepath.Join(s.OwnDir(), "lock.json") }

// Ops returns the operations that change the folder.
func (s *Folder) Ops() *Files {
	if s.Files != nil {
		return s.Files
	}
	return &OSFiles
}

// Clock returns the time now, in milliseconds.
func (s *Folder) Clock() Time {
	if s.Now != nil {
		return Time{s.Now().UTC().Truncate(time.Millisecond)}
	}
	return Time{time.Now().UTC().Truncate(time.Millisecond)}
}

// Holder is the process that has locked a state folder.
type Holder struct {
	PID     int    `json:"pid"`
	Command string `json:"command"`           // such as "dotool dev"
	Address string `json:"address,omitempty"` // of its dev server
	Since   Time   `json:"since"`

	Stopped bool `json:"-"` // by Ctrl-Z, so it does not end by itself
}

// String names the process, and the address of its server.
func (h Holder) String() string {
	who := "another dotool"
	switch {
	case h.PID != 0 && h.Stopped:
		who = fmt.Sprintf("%s (pid %d, stopped)", h.Command, h.PID)
	case h.PID != 0:
		who = fmt.Sprintf("%s (pid %d)", h.Command, h.PID)
	}
	if h.Address != "" {
		who += " at " + h.Address
	}
	return who
}

// LockedError says that another dotool has locked the state folder.
type LockedError struct {
	Dir    string
	Holder Holder // zero if it could not be read
}

func (e *LockedError) Error() string {
	return fmt.Sprintf("state folder %s is in use by %s", e.Dir, e.Holder)
}

// Hint names the two options.
func (e *LockedError) Hint() string {
	if e.Holder.Stopped {
		return fmt.Sprintf("it is stopped, as with Ctrl-Z: let it finish with `kill -CONT %d`, or end it", e.Holder.PID)
	}
	return "stop it first, or use another folder with --persist-to"
}

// Lock is the exclusive use of a state folder by this process. The kernel releases it
// when the process dies.
type Lock struct {
	state  *Folder
	flock  *flock.Flock
	holder Holder
}

// Lock locks the state folder, creating it if necessary, and runs [Options.Recoveries].
// It waits up to [Options.Wait] for another process that has the lock; then the error
// is a [*LockedError]. A zero Since is now and a zero PID this process.
func (s *Folder) Lock(ctx context.Context, h Holder) (*Lock, error) {
	h.PID = cmp.Or(h.PID, os.Getpid())
	if h.Since.IsZero() {
		h.Since = s.Clock()
	}
	if err := s.Ops().Mkdir(s.OwnDir()); err != nil {
		return nil, unwritable(s.Dir, err)
	}
	if err := s.Trusted(); err != nil {
		return nil, err
	}
	if err := plainFile(s.lockPath()); err != nil {
		return nil, err
	}
	f := flock.New(s.lockPath(), flock.SetPermissions(0o600))
	if err := s.acquire(ctx, f, h.Address != ""); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	l := &Lock{state: s, flock: f, holder: h}
	s.lock = l
	if err := l.write(); err != nil {
		return nil, errors.Join(unwritable(s.Dir, err), l.Close())
	}
	if err := l.recover(ctx, s.report); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// Recover runs the recoveries again, silently, for a holder that itself did something
// they undo, such as holding alarms.
func (l *Lock) Recover() error { return l.recover(context.Background(), func(string, ...any) {}) }

func (l *Lock) recover(ctx context.Context, report func(format string, args ...any)) error {
	for _, r := range l.state.o.Recoveries {
		done, err := r(ctx, l.state)
		if err != nil {
			return err
		}
		if done != "" {
			report("%s", done)
		}
	}
	return nil
}

// stoppedTime is how long a command that has the folder may be stopped.
const stoppedTime = 2 * time.Second

// acquire takes the kernel's lock. Waiting in the kernel cannot be interrupted, so it
// tries repeatedly. A running server also waits for a stopped command: its user sees
// that, and requests are queued.
func (s *Folder) acquire(ctx context.Context, f *flock.Flock, serves bool) error {
	start, stopped, reported := time.Now(), time.Time{}, ""
	for pause := 5 * time.Millisecond; ; pause = min(2*pause, 50*time.Millisecond) {
		ok, err := f.TryLock()
		if err != nil {
			return unwritable(s.Dir, err)
		}
		if ok {
			return nil
		}
		holder, _ := s.Holder()
		waited := time.Since(start)
		if !holder.Stopped || stopped.IsZero() {
			stopped = time.Now()
		}
		endless := holder.Address != "" || holder.Stopped && !serves && time.Since(stopped) > stoppedTime
		if s.o.Wait >= 0 && waited >= s.o.Wait || s.o.Wait < 0 && endless {
			return &LockedError{Dir: s.Dir, Holder: holder}
		}
		if waited > 500*time.Millisecond {
			reported = s.reportWait(holder, reported)
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// reportWait returns the holder that is waited for, and reports it once. One that is about
// to release the lock has removed its record, and is no other.
func (s *Folder) reportWait(holder Holder, before string) string {
	if who := holder.String(); who != before && (before == "" || holder.PID != 0) {
		s.report("Waiting for %s to finish with %s…", who, s.Dir)
		return who
	}
	return before
}

// Await waits until the process for which this one released the folder is done, or ctx
// is, and reports for whom it waits.
func (s *Folder) Await(ctx context.Context, done <-chan struct{}) {
	look := time.NewTicker(time.Second)
	defer look.Stop()
	for reported := ""; ; {
		select {
		case <-done:
			return
		case <-ctx.Done():
			return
		case <-look.C:
			if holder, held := s.Holder(); held {
				reported = s.reportWait(holder, reported)
			}
		}
	}
}

// ErrNotLocked says that a change requires the lock of the state folder.
var ErrNotLocked = errors.New("the state folder is not locked by this process")

// NeedLock returns an error if this process does not have the lock.
func (s *Folder) NeedLock() error {
	if s.lock == nil {
		return ErrNotLocked
	}
	return nil
}

// Step runs one step of a change, such as "write the journal", before or after which
// tests simulate a crash.
func (s *Folder) Step(what string, fn func() error) error {
	if s.Fault != nil {
		if err := s.Fault(what); err != nil {
			return err
		}
	}
	if err := fn(); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// Holder returns the holder of the lock, if the folder is locked and the holder has already recorded itself.
func (s *Folder) Holder() (h Holder, ok bool) {
	data, err := ReadPlain(s.holderPath())
	if err != nil || json.Unmarshal(data, &h) != nil || !alive(h.PID) {
		return Holder{}, false // the holder writes the file after locking; one that died leaves it behind
	}
	h.Stopped = stopped(h.PID)
	return h, true
}

// Sweep removes the whole folder, if its lock file exists and is free.
func (s *Folder) Sweep() error {
	if _, err := os.Lstat(s.lockPath()); err != nil {
		return err
	}
	if err := plainFile(s.lockPath()); err != nil {
		return err
	}
	f := flock.New(s.lockPath())
	defer f.Close()
	if ok, err := f.TryLock(); err != nil || !ok {
		return err
	}
	return os.RemoveAll(s.Dir)
}

// SetAddress publishes the address of this process's server to processes that find the folder locked.
func (l *Lock) SetAddress(address string) error {
	l.holder.Address = address
	return l.write()
}

func (l *Lock) write() error {
	data, err := json.Marshal(l.holder)
	if err != nil {
		return err
	}
	f, path := l.state.Ops(), l.state.holderPath()
	beside := path + ".tmp" // only the holder of the lock writes it
	if err := f.Note(beside, append(data, '\n')); err != nil {
		_ = f.Remove(beside)
		return err
	}
	return f.Rename(beside, path)
}

// Close releases the folder. The lock file is kept: removing it could let two processes
// lock different files of the same name.
func (l *Lock) Close() error {
	if l.state.lock == l {
		l.state.lock = nil
		os.Remove(l.state.holderPath())
	}
	return l.flock.Close()
}

// unwritableError is a state folder that this user cannot write to.
type unwritableError struct {
	dir string
	err error
}

func unwritable(dir string, err error) error { return &unwritableError{dir, err} }

func (e *unwritableError) Error() string { return fmt.Sprintf("state folder %s: %v", e.dir, e.err) }
func (e *unwritableError) Unwrap() error { return e.err }

// Hint is for a folder or a disk that is read-only.
func (e *unwritableError) Hint() string {
	if errors.Is(e.err, syscall.ENOSPC) {
		return "the disk is full: make room, or keep the state elsewhere with --persist-to"
	}
	return "the folder must be writable; keep the state elsewhere with --persist-to"
}

// Disk is the namespaces on disk, by key.
type Disk map[Key]Usage

// Usage is the size of a namespace's folder, zero if not counted.
type Usage struct {
	Objects int   // files <64 hex>.sqlite
	Bytes   int64 // of all files, including -wal, facets and metadata.sqlite
	Foreign int   // objects with ids of another key, which cannot be reached
}

// Keys returns the keys in order.
func (d Disk) Keys() []Key { return slices.Sorted(maps.Keys(d)) }

// ReadDisk lists the namespaces on disk, and counts their objects if count is set,
// which takes about 2 µs per file.
func (s *Folder) ReadDisk(count bool) (Disk, error) { return ReadNamespaces(s.ObjectsDir(), count) }

// ReadNamespaces lists the namespaces in a folder, with their sizes if count.
func ReadNamespaces(dir string, count bool) (Disk, error) {
	disk := Disk{}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return disk, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list namespaces: %w", err)
	}
	for _, e := range entries {
		k := Key(e.Name())
		if !e.IsDir() || k.Validate() != nil {
			continue
		}
		var u Usage
		if count {
			if u, err = CountObjects(filepath.Join(dir, e.Name()), k); err != nil {
				return nil, fmt.Errorf("count the objects of %s: %w", k, err)
			}
		}
		disk[k] = u
	}
	return disk, nil
}

// Links returns the namespaces whose folders are links. They are not followed, and not part
// of [Disk].
func (s *Folder) Links() (links []*NotPlainError) {
	entries, _ := os.ReadDir(s.ObjectsDir()) // ReadDisk reports errors
	for _, e := range entries {
		if e.Type()&fs.ModeSymlink != 0 {
			links = append(links, &NotPlainError{filepath.Join(s.ObjectsDir(), e.Name()), e.Type()})
		}
	}
	return links
}

// CountObjects counts the objects of a namespace, and those that do not belong to its key.
func CountObjects(dir string, k Key) (u Usage, err error) {
	entries, err := os.ReadDir(dir)
	owns := k.owns()
	for _, e := range entries {
		if hex, ok := strings.CutSuffix(e.Name(), ".sqlite"); ok && len(hex) == 64 {
			if id, err := ParseObjectID(hex); err == nil {
				u.Objects++
				if !owns(id) {
					u.Foreign++
				}
			}
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // a -wal just removed by its runtime
		}
		if err != nil {
			return u, err
		}
		u.Bytes += info.Size()
	}
	return u, err
}
