// Package migrate plans migrations of Durable Object classes in a local state folder:
// which class has which storage key, and what a configuration would change.
//
// Start from [ReadLedger]. [NewPlan] compares a [Request]'s configuration,
// bundle and [Ledger], returns every error that Cloudflare would find, and
// otherwise the steps to take; it is pure. Package apply applies them.
//
// Package state has the folder, its lock, keys and ids; package config reads the
// configuration, package devserver hosts the classes, and package inspect reads their
// objects.
package migrate

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/migrate/state"
)

// ledgerVersion is the format of ledger.json that this package writes. dotool refuses a
// newer format, so as not to lose unknown data.
//
//	1, 2026-11-23: the first
const ledgerVersion = 1

// Storage is the kind of a class. It is fixed when the class is created.
type Storage string

const (
	SQLite   Storage = "sqlite"
	LegacyKV Storage = "legacy-kv"
)

// Class is a live class: the key and the kind of its storage.
type Class struct {
	Key     state.Key `json:"key"`
	Storage Storage   `json:"storage"`
}

// Mode is the form of configuration that declared a Worker's classes.
type Mode string

const (
	Migrations Mode = "migrations"
	Exports    Mode = "exports"
)

// Ledger is the content of ledger.json: what has been applied to a state folder.
type Ledger struct {
	Version int                `json:"version"`
	Workers map[string]*Worker `json:"workers"`
}

// Worker is the part of the ledger for one Worker name.
type Worker struct {
	Mode    Mode             `json:"mode"`
	Tag     string           `json:"tag,omitempty"` // of the last migration applied; "" before the first
	Classes map[string]Class `json:"classes"`
	Retired []state.Key      `json:"retired,omitempty"` // of deleted classes, never used again
	Applied []Applied        `json:"applied,omitempty"` // in order of time

	// Expecting has the transfers to this Worker that were announced but not committed:
	// class to giving Worker. Given has the classes that were transferred to other
	// Workers.
	Expecting map[string]string   `json:"expecting,omitempty"`
	Given     map[string]Transfer `json:"given,omitempty"`
}

// Applied is one migration that has been applied.
type Applied struct {
	Tag  string     `json:"tag"`
	Hash string     `json:"hash"` // of the step, see hashOf
	At   state.Time `json:"at"`
}

// Transfer says to which Worker a class was transferred. Key and Storage are set until
// the receiver has added it to its own part of the ledger.
type Transfer struct {
	Worker  string    `json:"worker"`
	Class   string    `json:"class"`
	Key     state.Key `json:"key,omitempty"`
	Storage Storage   `json:"storage,omitempty"`
}

// LedgerError says that ledger.json exists but cannot be used. Nothing has been
// changed; SetAside of package apply renames the file and starts from the disk.
type LedgerError struct {
	Path   string
	Newer  int         // the version, if a newer dotool wrote the file
	Reason string      // what is wrong with it
	OnDisk []state.Key // the existing namespaces
}

func (e *LedgerError) Error() string { return fmt.Sprintf("read ledger %s: %s", e.Path, e.Reason) }

// Hint says what to do, and what is known without the ledger.
func (e *LedgerError) Hint() string {
	if e.Newer > 0 {
		return "update dotool, or use another state folder with --persist-to"
	}
	known := "nothing"
	if len(e.OnDisk) > 0 {
		known = joinKeys(e.OnDisk)
	}
	return "fix the file, or let `dotool migrate --yes` set it aside and start from what is on disk: " + known
}

func joinKeys(keys []state.Key) string {
	var s []string
	for _, k := range keys {
		s = append(s, string(k))
	}
	return strings.Join(s, ", ")
}

// LedgerPath returns the path of the ledger.
func LedgerPath(s *state.Folder) string { return filepath.Join(s.OwnDir(), "ledger.json") }

// ReadLedger reads ledger.json; if it does not exist, the ledger is empty. It needs no
// lock. Damaged, foreign and newer files are a [*LedgerError].
func ReadLedger(s *state.Folder) (*Ledger, error) {
	data, err := state.ReadPlain(LedgerPath(s))
	if errors.Is(err, fs.ErrNotExist) {
		return NewLedger(), nil
	}
	if err != nil && !errors.As(err, new(*state.NotPlainError)) {
		return nil, fmt.Errorf("read ledger: %w", err)
	}
	var l *Ledger
	if err == nil {
		if l, err = ParseLedger(data); err == nil {
			return l, nil
		}
	}
	problem := &LedgerError{Path: LedgerPath(s), Reason: err.Error()}
	if l != nil && l.Version > ledgerVersion {
		problem.Newer = l.Version
	}
	if disk, err := s.ReadDisk(false); err == nil {
		problem.OnDisk = disk.Keys()
	}
	return nil, problem
}

// NewLedger returns an empty ledger.
func NewLedger() *Ledger {
	return &Ledger{Version: ledgerVersion, Workers: map[string]*Worker{}}
}

// ParseLedger reads the text of a ledger.json, such as that of a snapshot: with every
// map allocated and every key safe to use as a folder. A newer version is returned
// together with an error.
func ParseLedger(data []byte) (*Ledger, error) {
	var l Ledger
	// A newer file may have fields of other types: check its version first.
	var v struct {
		Version *int            `json:"version"`
		Workers json.RawMessage `json:"workers"`
	}
	if err := json.Unmarshal(data, &v); err != nil {
		return nil, notLedger(err)
	}
	switch {
	case v.Version == nil || *v.Version < 1:
		return nil, errors.New(`it was not written by dotool: it has no "version"`)
	case *v.Version > ledgerVersion:
		return &Ledger{Version: *v.Version}, fmt.Errorf("it was written by a newer dotool (version %d, this one supports %d)", *v.Version, ledgerVersion)
	case len(v.Workers) == 0 || v.Workers[0] != '{':
		return nil, errors.New(`it was not written by dotool: it has no "workers"`)
	}
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, notLedger(err)
	}
	return &l, l.Check()
}

// notLedger returns the error for text that is not the JSON of a ledger.
func notLedger(err error) error {
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok { // its text is about Go types
		return fmt.Errorf("it is damaged: unexpected %s at byte %d", e.Value, e.Offset)
	}
	return fmt.Errorf("it is damaged: %w", err)
}

// Check returns why a ledger is inconsistent, or nil.
func (l *Ledger) Check() error {
	owner := map[state.Key]string{}
	claim := func(k state.Key, who string) error {
		if err := k.Validate(); err != nil {
			return fmt.Errorf("it is damaged: %w (%s)", err, who)
		}
		if other, ok := owner[k]; ok {
			return fmt.Errorf("it is damaged: key %q belongs to both %s and %s", k, other, who)
		}
		owner[k] = who
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(l.Workers)) {
		w := l.Workers[name]
		if w == nil || name == "" {
			return fmt.Errorf("it is damaged: worker %q is empty", name)
		}
		if w.Classes == nil {
			w.Classes = map[string]Class{}
		}
		if w.Mode != "" && w.Mode != Migrations && w.Mode != Exports {
			return fmt.Errorf("it is damaged: worker %q has the mode %q", name, w.Mode)
		}
		for _, class := range slices.Sorted(maps.Keys(w.Classes)) {
			c := w.Classes[class]
			if class == "" || c.Storage != SQLite && c.Storage != LegacyKV {
				return fmt.Errorf("it is damaged: class %q of worker %q has the storage %q", class, name, c.Storage)
			}
			if err := claim(c.Key, name+"."+class); err != nil {
				return err
			}
		}
		for _, class := range slices.Sorted(maps.Keys(w.Given)) {
			if g := w.Given[class]; g.Key != "" {
				if err := claim(g.Key, name+"."+class); err != nil {
					return err
				}
			}
		}
	}
	for name, w := range l.Workers {
		for _, a := range w.Applied {
			if y := a.At.UTC().Year(); y < 0 || y > 9999 {
				return fmt.Errorf("it is damaged: a migration of worker %q was applied in the year %d", name, y)
			}
		}
	}
	// A retired key that is live again would be lost by the next delete.
	for name, w := range l.Workers {
		for _, k := range w.Retired {
			if err := k.Validate(); err != nil {
				return fmt.Errorf("it is damaged: %w (retired of %s)", err, name)
			}
			if who, ok := owner[k]; ok {
				return fmt.Errorf("it is damaged: key %q is retired and belongs to %s", k, who)
			}
		}
	}
	return nil
}

// Encode returns the text of ledger.json, readable by people.
func (l *Ledger) Encode() []byte {
	b, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		panic(err) // cannot fail: it has only strings, ints and times
	}
	return append(b, '\n')
}

// Equal compares the contents of two ledgers.
func (l *Ledger) Equal(m *Ledger) bool { return bytes.Equal(l.Encode(), m.Encode()) }

// Clone returns a deep copy.
func (l *Ledger) Clone() *Ledger {
	c := NewLedger()
	if l == nil {
		return c
	}
	for name, w := range l.Workers {
		n := *w
		n.Classes, n.Expecting, n.Given = maps.Clone(w.Classes), maps.Clone(w.Expecting), maps.Clone(w.Given)
		n.Retired, n.Applied = slices.Clone(w.Retired), slices.Clone(w.Applied)
		if n.Classes == nil {
			n.Classes = map[string]Class{}
		}
		c.Workers[name] = &n
	}
	return c
}

// Owners returns the class of each key: live classes, and those being transferred to
// another Worker.
func (l *Ledger) Owners() map[state.Key]string {
	m := map[state.Key]string{}
	for name, w := range l.Workers {
		for class, c := range w.Classes {
			m[c.Key] = name + "." + class
		}
		for class, g := range w.Given {
			if g.Key != "" {
				m[g.Key] = name + "." + class
			}
		}
	}
	return m
}

// Records returns the migrations that have been applied to a worker.
func (l *Ledger) Records(worker string) []Applied {
	if w := l.Workers[worker]; w != nil {
		return w.Applied
	}
	return nil
}

// hashOf returns a hash of a migration, independent of the order of classes in its lists, so
// that an edit of an applied step is noticed.
func hashOf(m config.Migration) string {
	var all []string
	add := func(kind string, of []config.String) {
		for _, s := range of {
			all = append(all, kind+"\x00"+s.Value)
		}
	}
	add("kv", m.NewClasses)
	add("sqlite", m.NewSQLiteClasses)
	add("delete", m.DeletedClasses)
	for _, r := range m.RenamedClasses {
		all = append(all, "rename\x00"+r.From.Value+"\x00"+r.To.Value)
	}
	for _, t := range m.Transferred {
		all = append(all, "transfer\x00"+t.From.Value+"\x00"+t.FromScript.Value+"\x00"+t.To.Value)
	}
	slices.SortFunc(all, cmp.Compare[string])
	return sha(strings.Join(all, "\x01"))
}

func sha(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256:" + hex.EncodeToString(sum[:])
}
