// Package snapshot keeps copies of all objects of a state folder, of its ledger, and of
// the data of the products that keep some, such as D1: [Create], [List], [Restore] and [Delete]. A restore changes everything or nothing;
// [Recover] finishes an interrupted one. [Reset] is a restore of nothing.
package snapshot

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

// A snapshot is a folder in [state.Folder.SnapshotsDir]:
//
//	manifest.json   what it is, see [Snapshot]; written last
//	ledger.json     as it was, if there was one
//	do/KEY/FILE     the files of each namespace, without -wal and -shm
//	d1, kv …        the folders of other products likewise; older snapshots have none
//	files.txt       a line for each of the files above, see [fileSum]; older snapshots have none
//
// Its files are never written again, so a file that has not changed since the
// snapshot before is a hard link to that one's. Changed means another size or
// time; a file whose time says too little, because it was written to shortly
// before it was copied or its -wal was folded in, gets the time noTime, which
// no file of a runtime has. The objects' own files are never linked to, as SQLite
// writes into them.
const version = 1

var noTime = time.Unix(0, 0)

// Snapshot is a copy of all objects and of the ledger.
type Snapshot struct {
	Version   int        `json:"version"`
	ID        string     `json:"id"` // the name of its folder
	CreatedAt state.Time `json:"createdAt"`
	Reason    string     `json:"reason"` // why it was made, in words
	Cause     Cause      `json:"cause"`
	Workers   []string   `json:"workers"` // of its ledger
	Worker    *string    `json:"worker"`  // if there is only one
	Objects   int        `json:"objects"`
	Bytes     int64      `json:"sizeBytes"`          // of all files
	NewBytes  int64      `json:"newBytes"`           // of those not shared with the previous snapshot
	Products  []string   `json:"products,omitempty"` // the products whose data it holds besides the objects; none in older snapshots
	Damaged   []string   `json:"damaged,omitempty"`  // files that are not databases, copied as they are, relative to v3
	Held      bool       `json:"held,omitempty"`     // made while alarms were held, see [inspect.Hold]
}

// Cause says who made a snapshot.
type Cause string

const (
	Asked           Cause = "asked"     // the user, with `dotool snapshot create`
	Regular         Cause = "regular"   // `dotool snapshot create --every`
	OfBranch        Cause = "branch"    // `dotool dev --branch-state`, with the state of another branch
	BeforeMigration Cause = "migration" // dotool, before a migration that deletes
	BeforeRestore   Cause = "restore"   // dotool, before it restored another one
	BeforeDelete    Cause = "delete"    // dotool, before it deleted objects
)

// Names for a snapshot.
const (
	Latest = "latest" // the last one that the user made
	Undo   = "undo"   // the one that was made before the last restore
)

// unknownError says that there is no such snapshot.
type unknownError struct {
	ID   string
	None bool // there are no snapshots at all
}

func (e *unknownError) Error() string {
	switch {
	case e.ID == Undo:
		return "no restore to undo"
	case e.ID == Latest && !e.None:
		return `no snapshot "latest": all snapshots here were taken automatically`
	}
	return fmt.Sprintf("no snapshot %q", e.ID)
}

// Hint says how to list snapshots.
func (e *unknownError) Hint() string {
	if e.None {
		return "there are none yet; `dotool snapshot create` takes one"
	}
	return "`dotool snapshot list` lists them"
}

// Error says that a snapshot is damaged. Nothing was changed.
type Error struct {
	ID    string
	Err   error
	Whole string // the id of an intact one, "" for none
}

func (e *Error) Error() string { return fmt.Sprintf("snapshot %s is damaged: %v", e.ID, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// Hint names an intact snapshot.
func (e *Error) Hint() string {
	if e.Whole != "" {
		return fmt.Sprintf("snapshot %s is intact; `dotool snapshot delete %s` removes the damaged one", e.Whole, e.ID)
	}
	return fmt.Sprintf("`dotool snapshot delete %s` removes it; the local state is unchanged", e.ID)
}

// List lists the snapshots, the newest first. Other folders, such as one being created,
// are left out, and so are damaged snapshots: see [Damaged].
func List(state *state.Folder) ([]Snapshot, error) {
	all, _, err := list(state)
	return all, err
}

// Damaged lists the snapshots whose manifest cannot be read.
func Damaged(state *state.Folder) ([]*Error, error) {
	_, damaged, err := list(state)
	return damaged, err
}

func list(state *state.Folder) ([]Snapshot, []*Error, error) {
	entries, err := os.ReadDir(state.SnapshotsDir())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("list snapshots: %w", err)
	}
	all, damaged := []Snapshot{}, []*Error{}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		snapshot, err := Read(state, e.Name())
		if err == nil {
			all = append(all, snapshot)
		} else if problem, ok := errors.AsType[*Error](err); ok {
			damaged = append(damaged, problem)
		}
	}
	slices.SortFunc(all, func(a, b Snapshot) int { return cmp.Or(b.CreatedAt.Compare(a.CreatedAt.Time), cmp.Compare(b.ID, a.ID)) })
	return all, damaged, nil
}

// Read reads the manifest of a snapshot, which may also be [Latest] or [Undo].
func Read(folder *state.Folder, id string) (Snapshot, error) {
	var snapshot Snapshot
	if id == Latest || id == Undo {
		all, err := List(folder)
		if err != nil {
			return snapshot, err
		}
		wanted := map[string][]Cause{Latest: {Asked, Regular}, Undo: {BeforeRestore}}[id]
		if i := slices.IndexFunc(all, func(s Snapshot) bool { return slices.Contains(wanted, s.Cause) }); i >= 0 {
			return all[i], nil
		}
		return snapshot, &unknownError{id, len(all) == 0}
	}
	dir, err := dirOf(folder, id)
	if err != nil {
		return snapshot, err
	}
	if info, err := os.Lstat(dir); err == nil && !info.IsDir() {
		return snapshot, &Error{ID: id, Err: &state.NotPlainError{Path: dir, Mode: info.Mode()}}
	}
	data, err := state.ReadPlain(filepath.Join(dir, "manifest.json"))
	if err == nil {
		err = json.Unmarshal(data, &snapshot)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = errors.New("it has no manifest.json")
	case err != nil:
		err = fmt.Errorf("manifest.json: %w", err)
	case snapshot.Version > version:
		return snapshot, fmt.Errorf("read snapshot %s: it was made by a newer dotool (version %d, this one supports %d)", id, snapshot.Version, version)
	case snapshot.Version < 1 || snapshot.CreatedAt.IsZero():
		err = errors.New("manifest.json is not that of a snapshot")
	}
	if err != nil {
		return snapshot, &Error{ID: id, Err: err}
	}
	snapshot.ID = id
	if snapshot.Workers == nil { // an older one
		snapshot.Workers = workersOf(dir)
	}
	if len(snapshot.Workers) == 1 {
		snapshot.Worker = &snapshot.Workers[0]
	}
	if snapshot.Cause == "" { // an older one says so only in words
		switch {
		case strings.HasPrefix(snapshot.Reason, "before going back to "):
			snapshot.Cause = BeforeRestore
		case strings.HasPrefix(snapshot.Reason, "before the migration that deletes "):
			snapshot.Cause = BeforeMigration
		default:
			snapshot.Cause = Asked
		}
	}
	return snapshot, nil
}

// dirOf returns the folder of a snapshot, which must exist.
func dirOf(state *state.Folder, id string) (string, error) {
	dir := filepath.Join(state.SnapshotsDir(), id)
	if id == "" || id != filepath.Base(id) || id[0] == '.' {
		return "", &unknownError{id, none(state)}
	}
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return "", &unknownError{id, none(state)}
	}
	return dir, nil
}

func none(state *state.Folder) bool {
	all, err := List(state)
	return err == nil && len(all) == 0
}

// Delete removes a snapshot. Files shared with other snapshots are kept there.
func Delete(state *state.Folder, id string) error {
	if id == Latest || id == Undo {
		snapshot, err := Read(state, id)
		if err != nil {
			return err
		}
		id = snapshot.ID
	}
	dir, err := dirOf(state, id) // even a damaged one
	if err != nil {
		return err
	}
	gone := filepath.Join(state.SnapshotsDir(), ".gone-"+id)
	// Rename it first, so that a partial snapshot is never listed.
	if err := os.Rename(dir, gone); err != nil {
		return fmt.Errorf("delete snapshot %s: %w", id, err)
	}
	if err := os.RemoveAll(gone); err != nil {
		return fmt.Errorf("delete snapshot %s: %w", id, err)
	}
	return nil
}

// workersOf returns the Workers that the ledger in a snapshot names. An unreadable one
// names none; [verify] reports it.
func workersOf(dir string) []string {
	data, err := state.ReadPlain(filepath.Join(dir, "ledger.json"))
	if err != nil {
		return []string{}
	}
	ledger, err := migrate.ParseLedger(data)
	if err != nil {
		return []string{}
	}
	return append([]string{}, slices.Sorted(maps.Keys(ledger.Workers))...)
}
