// Package snapshot keeps copies of all objects of a state folder and of its ledger:
// [Create], [List], [Restore] and [Delete]. A restore changes all or
// nothing; [Recover] finishes one that was interrupted.
package snapshot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"dotool/config/diag"
	"dotool/inspect"
	"dotool/inspect/sqlite"
	"dotool/migrate/state"
)

// A snapshot is a folder in [state.Folder.SnapshotsDir]:
//
//	manifest.json   what it is, see [Snapshot]; written last
//	ledger.json     as it was, if there was one
//	do/KEY/FILE     the files of each namespace, without -wal and -shm
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
	Objects   int        `json:"objects"`
	Bytes     int64      `json:"sizeBytes"`      // of all files
	NewBytes  int64      `json:"newBytes"`       // of those not shared with the snapshot before
	Held      bool       `json:"held,omitempty"` // made while alarms were held, see [Hold]
}

// Cause says who made a snapshot.
type Cause string

const (
	Asked           Cause = "asked"     // a person, with `dotool snapshot create`
	BeforeMigration Cause = "migration" // dotool, before a migration that deletes
	BeforeRestore   Cause = "restore"   // dotool, before it restored another one
)

// Names that stand for a snapshot.
const (
	Latest = "latest" // the last one that a person made
	Undo   = "undo"   // the one that was made before the last restore
)

// UnknownError says that there is no such snapshot.
type UnknownError struct {
	ID   string
	None bool // whether there is none at all
}

func (e *UnknownError) Error() string {
	switch {
	case e.ID == Undo:
		return "no restore to undo"
	case e.ID == Latest && !e.None:
		return `no snapshot "latest": all snapshots here were taken automatically`
	}
	return fmt.Sprintf("no snapshot %q", e.ID)
}

// Hint says where to look.
func (e *UnknownError) Hint() string {
	if e.None {
		return "there are none yet; `dotool snapshot create` takes one"
	}
	return "`dotool snapshot list` lists them"
}

// Error says that a snapshot is damaged. Nothing was changed.
type Error struct {
	ID    string
	Err   error
	Whole string // the id of another that was checked, "" for none
}

func (e *Error) Error() string { return fmt.Sprintf("snapshot %s is damaged: %v", e.ID, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// Hint names what is known to work.
func (e *Error) Hint() string {
	if e.Whole != "" {
		return fmt.Sprintf("snapshot %s is intact; `dotool snapshot delete %s` removes the damaged one", e.Whole, e.ID)
	}
	return fmt.Sprintf("`dotool snapshot delete %s` removes it; the local state is unchanged", e.ID)
}

// List lists the snapshots, the newest first. Folders that are none, such
// as one that is being made, are left out, as are those of [Damaged].
func List(state *state.Folder) ([]Snapshot, error) {
	all, _, err := list(state)
	return all, err
}

// Damaged lists the snapshots that do not even say what they are.
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
		} else if fault, ok := errors.AsType[*Error](err); ok {
			damaged = append(damaged, fault)
		}
	}
	slices.SortFunc(all, func(a, b Snapshot) int { return cmp.Or(b.CreatedAt.Compare(a.CreatedAt.Time), cmp.Compare(b.ID, a.ID)) })
	return all, damaged, nil
}

// Read reads what one snapshot says of itself; [Latest] and [Undo] stand for
// one.
func Read(folder *state.Folder, id string) (Snapshot, error) {
	var snapshot Snapshot
	if id == Latest || id == Undo {
		all, err := List(folder)
		if err != nil {
			return snapshot, err
		}
		wanted := map[string]Cause{Latest: Asked, Undo: BeforeRestore}[id]
		if i := slices.IndexFunc(all, func(s Snapshot) bool { return s.Cause == wanted }); i >= 0 {
			return all[i], nil
		}
		return snapshot, &UnknownError{id, len(all) == 0}
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

// snapshotDir is the folder of a snapshot, which is there.
func dirOf(state *state.Folder, id string) (string, error) {
	dir := filepath.Join(state.SnapshotsDir(), id)
	if id == "" || id != filepath.Base(id) || id[0] == '.' {
		return "", &UnknownError{id, none(state)}
	}
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return "", &UnknownError{id, none(state)}
	}
	return dir, nil
}

// Create copies all objects, whether a runtime has them open or not, and
// needs no lock. Each object is copied as one moment saw it; objects that talk to
// each other meanwhile are copied one after the other.
func Create(ctx context.Context, folder *state.Folder, cause Cause, reason string) (snapshot Snapshot, err error) {
	snapshots := folder.SnapshotsDir()
	if err := os.MkdirAll(snapshots, 0o700); err != nil {
		return snapshot, fmt.Errorf("create a snapshot: %w", err)
	}
	all, err := List(folder)
	if err != nil {
		return snapshot, err
	}
	previous, known := "", map[string]fileSum{}
	if len(all) > 0 {
		previous = filepath.Join(snapshots, all[0].ID, "do")
		if known, err = readSums(filepath.Join(snapshots, all[0].ID)); err != nil || known == nil {
			previous = "" // one that is damaged, or too old to say whether it is, is not built on
		}
	}
	now := time.Now()
	removeLeftovers(snapshots, now)
	snapshot = Snapshot{Version: version, CreatedAt: state.Time{Time: now.UTC()}, Reason: reason, Cause: cause, Held: inspect.Held(folder)}
	beside, err := os.MkdirTemp(snapshots, ".making-")
	if err != nil {
		return snapshot, fmt.Errorf("create a snapshot: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("create a snapshot: %w", err), os.RemoveAll(beside))
		}
	}()
	ledger := filepath.Join(folder.OwnDir(), "ledger.json")
	if err := sqlite.CopyFile(ledger, filepath.Join(beside, "ledger.json")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return snapshot, err
	}
	disk, err := folder.ReadDisk(false)
	if err != nil {
		return snapshot, err
	}
	if err := onlyPlain(folder); err != nil {
		return snapshot, err
	}
	var sums sums
	for _, key := range disk.Keys() {
		dir := filepath.Join(beside, "do", string(key))
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return snapshot, err
		}
		var objects, bytes, fresh atomic.Int64
		err := eachFile(ctx, folder.NamespaceDir(key), func(name string) error {
			to := filepath.Join(dir, name)
			linked, err := preserve(ctx, filepath.Join(folder.NamespaceDir(key), name), to, filepath.Join(previous, string(key), name), now)
			if err != nil {
				return err
			}
			info, err := os.Stat(to)
			if errors.Is(err, fs.ErrNotExist) {
				return nil // deleted by its runtime since it was listed
			}
			if err != nil {
				return err
			}
			if bytes.Add(info.Size()); !linked {
				fresh.Add(info.Size())
			}
			path := "do/" + string(key) + "/" + name
			if sum, ok := known[path]; linked && ok {
				sums.add(path, sum)
			} else if err := sums.read(path, to); err != nil {
				return err
			}
			if len(name) == 64+len(".sqlite") && strings.HasSuffix(name, ".sqlite") {
				objects.Add(1)
			}
			return nil
		})
		if err != nil {
			return snapshot, err
		}
		snapshot.Objects += int(objects.Load())
		snapshot.Bytes += bytes.Load()
		snapshot.NewBytes += fresh.Load()
	}
	snapshot.Held = snapshot.Held || inspect.Held(folder)
	if err := sums.read("ledger.json", filepath.Join(beside, "ledger.json")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return snapshot, err
	}
	if err := os.WriteFile(filepath.Join(beside, sumsFile), sums.text(), 0o600); err != nil {
		return snapshot, err
	}
	base := now.UTC().Format("20060102T150405Z")
	for n := 1; ; n++ {
		if snapshot.ID = base; n > 1 {
			snapshot.ID = fmt.Sprintf("%s-%d", base, n)
		}
		to := filepath.Join(snapshots, snapshot.ID)
		if _, err := os.Lstat(to); err == nil {
			continue
		}
		manifest, err := json.MarshalIndent(snapshot, "", "  ")
		if err != nil {
			return snapshot, err
		}
		if err := os.WriteFile(filepath.Join(beside, "manifest.json"), append(manifest, '\n'), 0o600); err != nil {
			return snapshot, err
		}
		if err := syncTree(beside); err != nil {
			return snapshot, err
		}
		// Two may be made in one second: the folder of another is not empty, so
		// that it cannot be renamed over.
		err = os.Rename(beside, to)
		if _, there := os.Lstat(to); err != nil && there == nil && n < 1000 {
			continue
		}
		return snapshot, err
	}
}

// removeLeftovers takes away what was being made or deleted by a process that
// died. As there is no lock, a day must have gone by.
func removeLeftovers(snapshots string, now time.Time) {
	all, _ := os.ReadDir(snapshots)
	for _, e := range all {
		if info, err := e.Info(); err == nil && strings.HasPrefix(e.Name(), ".") && now.Sub(info.ModTime()) > 24*time.Hour {
			os.RemoveAll(filepath.Join(snapshots, e.Name()))
		}
	}
}

func none(state *state.Folder) bool {
	all, err := List(state)
	return err == nil && len(all) == 0
}

// Delete removes a snapshot. Files that others share stay theirs.
func Delete(state *state.Folder, id string) error {
	if id == Latest || id == Undo {
		snapshot, err := Read(state, id)
		if err != nil {
			return err
		}
		id = snapshot.ID
	}
	dir, err := dirOf(state, id) // whatever is in it: a damaged one can go too
	if err != nil {
		return err
	}
	gone := filepath.Join(state.SnapshotsDir(), ".gone-"+id)
	// By one rename first, so that half a snapshot is never listed.
	if err := os.Rename(dir, gone); err != nil {
		return fmt.Errorf("delete snapshot %s: %w", id, err)
	}
	if err := os.RemoveAll(gone); err != nil {
		return fmt.Errorf("delete snapshot %s: %w", id, err)
	}
	return nil
}

// eachFile calls fn, in parallel, with the names of the files of a namespace
// that make up its objects.
func eachFile(ctx context.Context, dir string, fn func(name string) error) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	workers, going := errgroup.WithContext(ctx)
	workers.SetLimit(2 * runtime.GOMAXPROCS(0))
	for _, e := range entries {
		name := e.Name()
		if !e.Type().IsRegular() || strings.HasSuffix(name, ".sqlite-wal") || strings.HasSuffix(name, ".sqlite-shm") {
			continue
		}
		if going.Err() != nil {
			break
		}
		workers.Go(func() error {
			if err := fn(name); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			return nil
		})
	}
	return cmp.Or(workers.Wait(), context.Cause(ctx))
}

// preserve copies a file of an object into a snapshot, or links it to the
// snapshot before.
func preserve(ctx context.Context, from, to, previous string, now time.Time) (linked bool, err error) {
	for range 3 {
		info, err := os.Stat(from)
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if wal, err := os.Stat(from + "-wal"); err == nil && wal.Size() > 0 && strings.HasSuffix(from, ".sqlite") {
			break
		}
		if old, err := os.Stat(previous); err == nil && old.Size() == info.Size() && old.ModTime().Equal(info.ModTime()) && os.Link(previous, to) == nil {
			return true, nil
		}
		if err := cloneFile(from, to); err != nil {
			return false, err
		}
		after, err := os.Stat(from)
		if err == nil && after.Size() == info.Size() && after.ModTime().Equal(info.ModTime()) {
			at := info.ModTime()
			if now.Sub(at) < 2*time.Second {
				at = noTime
			}
			return false, os.Chtimes(to, at, at)
		}
		// A runtime has just put its -wal into the file: once more.
		if err := os.Remove(to); err != nil {
			return false, err
		}
	}
	err = sqlite.CopyDatabase(ctx, from, to)
	if c := sqlite.Code(err); c == sqlite.NotADB || c == sqlite.Corrupt {
		// Damaged files are kept as they are: it is not for us to lose them.
		os.Remove(to)
		if err = cloneFile(from, to); err == nil {
			err = cloneFile(from+"-wal", to+"-wal")
		}
	}
	if err != nil {
		return false, err
	}
	return false, os.Chtimes(to, noTime, noTime)
}

// cloneFile copies a file, sharing its blocks where the file system can.
func cloneFile(from, to string) error {
	in, err := diag.OpenPlain(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if !reflink(out, in) {
		_, err = io.Copy(out, in)
	}
	return errors.Join(err, out.Close())
}
