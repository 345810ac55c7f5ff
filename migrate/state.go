// Package migrate owns the life of Durable Object classes in a local state
// folder: which class has which storage key, what a configuration would change
// about that, and the change itself.
//
// Start from [State], a folder. [NewPlan] compares a [Request]'s configuration,
// bundle and [Ledger], answers every fault Cloudflare would find, and otherwise
// the steps to take; it is pure. [State.Apply] takes them, journalled, under
// the [Lock]. [Key] has the arithmetic of ids, which package inspect shares.
//
// Reading the configuration is package config's, hosting the classes package
// devserver's, and looking into their objects package inspect's.
package migrate

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
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

// State is a state folder: <project>/.wrangler/state or the value of
// --persist-to. It need not exist. Open it with its literal.
type State struct {
	Dir string // absolute

	lock  *Lock            // held, or nil
	files *files           // nil: the real ones
	now   func() time.Time // nil: the clock
}

// ObjectsDir is where the namespaces are, a folder a key, shared with wrangler dev.
func (s *State) ObjectsDir() string { return filepath.Join(s.Dir, "v3", "do") }

// NamespaceDir is the folder of one namespace.
func (s *State) NamespaceDir(k Key) string { return filepath.Join(s.ObjectsDir(), string(k)) }

// OwnDir is where dotool keeps its own files.
func (s *State) OwnDir() string { return filepath.Join(s.Dir, "dotool") }

// SnapshotsDir is where package inspect keeps snapshots.
func (s *State) SnapshotsDir() string { return filepath.Join(s.OwnDir(), "snapshots") }

// TrashDir is where deleted namespaces wait.
func (s *State) TrashDir() string { return filepath.Join(s.OwnDir(), "trash") }

// ServeDir is where `workerd serve` keeps its namespaces, a folder a key.
func (s *State) ServeDir() string { return filepath.Join(s.Dir, "workerd") }

func (s *State) ledgerPath() string  { return filepath.Join(s.OwnDir(), "ledger.json") }
func (s *State) journalPath() string { return filepath.Join(s.OwnDir(), "journal.json") }
func (s *State) undoPath() string    { return filepath.Join(s.OwnDir(), "last.json") }
func (s *State) holderPath() string  { return filepath.Join(s.OwnDir(), "lock.json") }

func (s *State) ops() *files {
	if s.files != nil {
		return s.files
	}
	return &osFiles
}

func (s *State) clock() Time {
	if s.now != nil {
		return Time{s.now().UTC().Truncate(time.Millisecond)}
	}
	return Time{time.Now().UTC().Truncate(time.Millisecond)}
}

// Holder says who has a state folder to itself.
type Holder struct {
	PID     int    `json:"pid"`
	Command string `json:"command"`           // such as "dotool dev"
	Address string `json:"address,omitempty"` // where its dev server answers
	Since   Time   `json:"since"`
}

// LockedError says that another dotool has the state folder.
type LockedError struct {
	Dir    string
	Holder Holder // zero if it could not be read
}

func (e *LockedError) Error() string {
	who := "another dotool"
	if e.Holder.PID != 0 {
		who = fmt.Sprintf("%s (pid %d)", e.Holder.Command, e.Holder.PID)
	}
	if e.Holder.Address != "" {
		who += " at " + e.Holder.Address
	}
	return fmt.Sprintf("state folder %s is in use by %s", e.Dir, who)
}

// Hint names the two ways out.
func (e *LockedError) Hint() string { return "stop it first, or use another folder with --persist-to" }

// Lock is the exclusive use of a state folder by this process. The kernel takes
// it back when the process dies, however it dies.
type Lock struct {
	// Recovered says what was found of an interrupted apply when the lock was
	// taken, and was brought to its end: "" for nothing, else "finished" or "undone".
	Recovered string

	state  *State
	flock  *flock.Flock
	holder Holder
}

// Lock takes the state folder, making it if need be, and finishes or undoes an
// apply that was interrupted. If another process has it, that is a
// [*LockedError]. A zero Since is now and a zero PID this process.
func (s *State) Lock(h Holder) (*Lock, error) {
	h.PID = cmp.Or(h.PID, os.Getpid())
	if h.Since.IsZero() {
		h.Since = s.clock()
	}
	if err := s.ops().mkdir(s.OwnDir()); err != nil {
		return nil, unwritable(s.Dir, err)
	}
	f := flock.New(filepath.Join(s.OwnDir(), "lock"), flock.SetPermissions(0o600))
	ok, err := f.TryLock()
	if err != nil {
		return nil, unwritable(s.Dir, err)
	}
	if !ok {
		e := &LockedError{Dir: s.Dir}
		// The holder writes just after it took the lock: what cannot be read yet
		// leaves the error without a name.
		if data, err := os.ReadFile(s.holderPath()); err == nil && json.Unmarshal(data, &e.Holder) != nil {
			e.Holder = Holder{}
		}
		return nil, e
	}
	l := &Lock{state: s, flock: f, holder: h}
	s.lock = l
	if err := l.write(); err != nil {
		return nil, errors.Join(unwritable(s.Dir, err), l.Close())
	}
	if l.Recovered, err = s.recover(); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// SetAddress tells those who find the folder locked where our server answers.
func (l *Lock) SetAddress(address string) error {
	l.holder.Address = address
	return l.write()
}

func (l *Lock) write() error {
	data, err := json.Marshal(l.holder)
	if err != nil {
		return err
	}
	return l.state.ops().replace(l.state.holderPath(), append(data, '\n'))
}

// Close gives the folder back. The lock file itself stays: removing it would
// let two processes lock two files of one name.
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

// Hint answers for a folder or a disk that is read-only.
func (e *unwritableError) Hint() string {
	if errors.Is(e.err, syscall.ENOSPC) {
		return "the disk is full: make room, or keep the state elsewhere with --persist-to"
	}
	return "the folder must be writable; keep the state elsewhere with --persist-to"
}

// Disk is what lies in the objects' folder, by key.
type Disk map[Key]Usage

// Usage is the size of a namespace's folder. It is zero where nobody counted.
type Usage struct {
	Objects int   // files <64 hex>.sqlite
	Bytes   int64 // of all files, so with -wal, facets and metadata.sqlite
	Foreign int   // objects whose id was made with another key: nothing can reach them
}

// Keys returns the keys in order.
func (d Disk) Keys() []Key { return slices.Sorted(maps.Keys(d)) }

// ReadDisk lists the namespaces on disk. Counting what they hold looks at every
// file (some 2 µs each), so those who only host objects leave it out.
func (s *State) ReadDisk(count bool) (Disk, error) { return readNamespaces(s.ObjectsDir(), count) }

func readNamespaces(dir string, count bool) (Disk, error) {
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
			if u, err = usage(filepath.Join(dir, e.Name()), k); err != nil {
				return nil, fmt.Errorf("count the objects of %s: %w", k, err)
			}
		}
		disk[k] = u
	}
	return disk, nil
}

func usage(dir string, k Key) (u Usage, err error) {
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
			continue // a -wal that its runtime has just removed
		}
		if err != nil {
			return u, err
		}
		u.Bytes += info.Size()
	}
	return u, err
}

func sha(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256:" + hex.EncodeToString(sum[:])
}
