package inspect

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
	"sync"
	"sync/atomic"
	"time"

	"dotool/inspect/sqlite"
	"dotool/migrate"
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
const snapshotVersion = 1

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

// UnknownSnapshotError says that there is no such snapshot.
type UnknownSnapshotError struct {
	ID   string
	None bool // whether there is none at all
}

func (e *UnknownSnapshotError) Error() string {
	switch {
	case e.ID == Undo:
		return "no restore to undo"
	case e.ID == Latest && !e.None:
		return `no snapshot "latest": those that are here were made automatically`
	}
	return fmt.Sprintf("no snapshot %q", e.ID)
}

// Hint says where to look.
func (e *UnknownSnapshotError) Hint() string {
	if e.None {
		return "there is none yet; `dotool snapshot create` makes one"
	}
	return "`dotool snapshot list` shows what there is"
}

// SnapshotError says that a snapshot is damaged. Nothing was changed.
type SnapshotError struct {
	ID    string
	Err   error
	Whole string // the id of another that was checked, "" for none
}

func (e *SnapshotError) Error() string { return fmt.Sprintf("snapshot %s is damaged: %v", e.ID, e.Err) }
func (e *SnapshotError) Unwrap() error { return e.Err }

// Hint names what is known to work.
func (e *SnapshotError) Hint() string {
	if e.Whole != "" {
		return fmt.Sprintf("snapshot %s is whole; `dotool snapshot delete %s` removes the damaged one", e.Whole, e.ID)
	}
	return fmt.Sprintf("`dotool snapshot delete %s` removes it; the local state is unchanged", e.ID)
}

// Snapshots lists the snapshots, the newest first. Folders that are none, such
// as one that is being made, are left out, as are those of [Store.Damaged].
func Snapshots(state *state.Folder) ([]Snapshot, error) {
	all, _, err := listSnapshots(state)
	return all, err
}

// Damaged lists the snapshots that do not even say what they are.
func DamagedSnapshots(state *state.Folder) ([]*SnapshotError, error) {
	_, damaged, err := listSnapshots(state)
	return damaged, err
}

func listSnapshots(state *state.Folder) ([]Snapshot, []*SnapshotError, error) {
	entries, err := os.ReadDir(state.SnapshotsDir())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("list snapshots: %w", err)
	}
	all, damaged := []Snapshot{}, []*SnapshotError{}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		snapshot, err := ReadSnapshot(state, e.Name())
		if err == nil {
			all = append(all, snapshot)
		} else if fault, ok := errors.AsType[*SnapshotError](err); ok {
			damaged = append(damaged, fault)
		}
	}
	slices.SortFunc(all, func(a, b Snapshot) int { return cmp.Or(b.CreatedAt.Compare(a.CreatedAt.Time), cmp.Compare(b.ID, a.ID)) })
	return all, damaged, nil
}

// Snapshot reads what one snapshot says of itself; [Latest] and [Undo] stand for
// one.
func ReadSnapshot(folder *state.Folder, id string) (Snapshot, error) {
	var snapshot Snapshot
	if id == Latest || id == Undo {
		all, err := Snapshots(folder)
		if err != nil {
			return snapshot, err
		}
		wanted := map[string]Cause{Latest: Asked, Undo: BeforeRestore}[id]
		if i := slices.IndexFunc(all, func(s Snapshot) bool { return s.Cause == wanted }); i >= 0 {
			return all[i], nil
		}
		return snapshot, &UnknownSnapshotError{id, len(all) == 0}
	}
	dir, err := snapshotDir(folder, id)
	if err != nil {
		return snapshot, err
	}
	if info, err := os.Lstat(dir); err == nil && !info.IsDir() {
		return snapshot, &SnapshotError{ID: id, Err: &state.NotPlainError{Path: dir, Mode: info.Mode()}}
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
	case snapshot.Version > snapshotVersion:
		return snapshot, fmt.Errorf("read snapshot %s: it was made by a newer dotool (version %d, this one knows %d)", id, snapshot.Version, snapshotVersion)
	case snapshot.Version < 1 || snapshot.CreatedAt.IsZero():
		err = errors.New("manifest.json is not that of a snapshot")
	}
	if err != nil {
		return snapshot, &SnapshotError{ID: id, Err: err}
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
func snapshotDir(state *state.Folder, id string) (string, error) {
	dir := filepath.Join(state.SnapshotsDir(), id)
	if id == "" || id != filepath.Base(id) || id[0] == '.' {
		return "", &UnknownSnapshotError{id, noSnapshots(state)}
	}
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return "", &UnknownSnapshotError{id, noSnapshots(state)}
	}
	return dir, nil
}

// CreateSnapshot copies all objects, whether a runtime has them open or not, and
// needs no lock. Each object is copied as one moment saw it; objects that talk to
// each other meanwhile are copied one after the other.
func CreateSnapshot(ctx context.Context, folder *state.Folder, cause Cause, reason string) (snapshot Snapshot, err error) {
	snapshots := folder.SnapshotsDir()
	if err := os.MkdirAll(snapshots, 0o700); err != nil {
		return snapshot, fmt.Errorf("create a snapshot: %w", err)
	}
	all, err := Snapshots(folder)
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
	snapshot = Snapshot{Version: snapshotVersion, CreatedAt: state.Time{Time: now.UTC()}, Reason: reason, Cause: cause, Held: Held(folder)}
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
	snapshot.Held = snapshot.Held || Held(folder)
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

func noSnapshots(state *state.Folder) bool {
	all, err := Snapshots(state)
	return err == nil && len(all) == 0
}

// DeleteSnapshot removes a snapshot. Files that others share stay theirs.
func DeleteSnapshot(state *state.Folder, id string) error {
	if id == Latest || id == Undo {
		snapshot, err := ReadSnapshot(state, id)
		if err != nil {
			return err
		}
		id = snapshot.ID
	}
	dir, err := snapshotDir(state, id) // whatever is in it: a damaged one can go too
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
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var workers sync.WaitGroup
	for range 2 * runtime.GOMAXPROCS(0) {
		// Ends with the entries, or with the first error.
		workers.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(entries) {
					return
				}
				name := entries[i].Name()
				if !entries[i].Type().IsRegular() || strings.HasSuffix(name, ".sqlite-wal") || strings.HasSuffix(name, ".sqlite-shm") {
					continue
				}
				if err := fn(name); err != nil {
					cancel(fmt.Errorf("%s: %w", name, err))
				}
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
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
	err = backupFile(ctx, from, to)
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

// backupFile copies a database with what its -wal holds into a single file.
func backupFile(ctx context.Context, from, to string) error {
	db, err := sqlite.Open(from)
	if err != nil {
		return err
	}
	defer db.Close()
	c, err := sqlite.OpenConn(to, "", sqlite.Create)
	if err != nil {
		return err
	}
	for _, sql := range []string{"PRAGMA locking_mode = EXCLUSIVE", "PRAGMA synchronous = OFF", "PRAGMA journal_mode = WAL"} {
		if err := c.Exec(sql); err != nil {
			return errors.Join(err, c.Close())
		}
	}
	// Closing would not say that what is in the -wal had no room in the file.
	return errors.Join(db.Conn.Backup(ctx, c), c.Settle(), c.Close(), db.Unchanged())
}

// cloneFile copies a file, sharing its blocks where the file system can.
func cloneFile(from, to string) error {
	in, err := sqlite.OpenRegular(from)
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

// A restore is written down in restore.json before anything moves:
//
//	v3/.restore-TOKEN   the snapshot's files, complete and synced, with a file .restored that holds the token
//	restore.json        the token, and the ledger as it will be
//	v3/do               exchanged with the above, at once where the system can
//	ledger.json         replaced or removed
//	restore.json        removed: from here on there is nothing to recover
//	v3/.restore-TOKEN   what was replaced, removed
//
// Whether v3/do holds the token tells which of the two it is.
type restoreJournal struct {
	Version  int    `json:"version"`
	Snapshot string `json:"snapshot"`
	Token    string `json:"token"`
	Ledger   []byte `json:"ledger"` // nil: none
	Held     bool   `json:"held"`   // the snapshot's alarms are
}

const restoredMark = ".restored"

func restoreJournalPath(state *state.Folder) string {
	return filepath.Join(state.OwnDir(), "restore.json")
}

func stageDir(state *state.Folder, token string) string {
	return filepath.Join(filepath.Dir(state.ObjectsDir()), ".restore-"+token)
}

// RestoreSnapshot puts the objects and the ledger back to what they were: all of
// it or, whenever it is interrupted, none, see [Recoveries]. What is there now is
// gone afterwards; make a snapshot of it first. It takes the lock of the state
// folder, and no other program may have the objects open ([*state.InUseError]). The store is
// to be opened again.
func RestoreSnapshot(ctx context.Context, folder *state.Folder, id, command string) (err error) {
	snapshot, err := ReadSnapshot(folder, id)
	if err != nil {
		return err
	}
	lock, err := folder.Lock(ctx, state.Holder{Command: command})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	if err := folder.Unused(ctx); err != nil {
		return fmt.Errorf("restore snapshot %s: %w", snapshot.ID, err)
	}
	if err := onlyPlain(folder); err != nil {
		return fmt.Errorf("restore snapshot %s: %w", snapshot.ID, err)
	}
	if err := CheckSnapshot(ctx, folder, snapshot.ID); err != nil {
		return err
	}
	token := fmt.Sprintf("%s-%d", snapshot.ID, time.Now().UnixNano())
	if err := restore(ctx, folder, snapshot, token); err != nil {
		err = fmt.Errorf("restore snapshot %s: %w", snapshot.ID, err)
		// Staged files without a journal are nobody's.
		if _, statErr := os.Lstat(restoreJournalPath(folder)); errors.Is(statErr, fs.ErrNotExist) {
			return errors.Join(err, folder.Step("remove the staged files", func() error { return os.RemoveAll(stageDir(folder, token)) }))
		}
		_, undone := recoverAll(folder)
		return errors.Join(err, undone)
	}
	return LetGo(folder)
}

func restore(ctx context.Context, folder *state.Folder, snapshot Snapshot, token string) error {
	from, stage := filepath.Join(folder.SnapshotsDir(), snapshot.ID), stageDir(folder, token)
	j := restoreJournal{Version: 1, Snapshot: snapshot.ID, Token: token, Held: snapshot.Held}
	var err error
	if j.Ledger, err = state.ReadPlain(filepath.Join(from, "ledger.json")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := folder.Step("stage", func() error { return os.MkdirAll(stage, 0o755) }); err != nil {
		return err
	}
	keys, err := os.ReadDir(filepath.Join(from, "do"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, key := range keys {
		dir := filepath.Join(stage, key.Name())
		if err := folder.Step("stage a namespace", func() error { return os.Mkdir(dir, 0o755) }); err != nil {
			return err
		}
		if err := folder.Step("stage files", func() error { return unpack(ctx, filepath.Join(from, "do", key.Name()), dir) }); err != nil {
			return err
		}
	}
	if err := folder.Step("mark", func() error { return os.WriteFile(filepath.Join(stage, restoredMark), []byte(token), 0o600) }); err != nil {
		return err
	}
	if err := folder.Step("sync", func() error { return syncTree(stage) }); err != nil {
		return err
	}
	data, err := json.Marshal(j)
	if err != nil {
		return err
	}
	if err := folder.Step("write the journal", func() error { return replaceFile(restoreJournalPath(folder), data) }); err != nil {
		return err
	}
	return finishRestore(folder, j)
}

// unpack copies the files of a namespace out of a snapshot.
func unpack(ctx context.Context, from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	copy1 := func(name string) error {
		info, err := os.Stat(filepath.Join(from, name))
		if err != nil {
			return err
		}
		path := filepath.Join(to, name)
		if err := cloneFile(filepath.Join(from, name), path); err != nil || info.ModTime().Equal(noTime) {
			return err
		}
		return os.Chtimes(path, info.ModTime(), info.ModTime())
	}
	if err := eachFile(ctx, from, copy1); err != nil {
		return err
	}
	for _, e := range entries { // of damaged databases
		if strings.HasSuffix(e.Name(), "-wal") {
			if err := copy1(e.Name()); err != nil {
				return err
			}
		}
	}
	return nil
}

// finishRestore goes from the journal to the end, from wherever it stands.
func finishRestore(state *state.Folder, j restoreJournal) error {
	do, stage := state.ObjectsDir(), stageDir(state, j.Token)
	aside := stage + "-old"
	if !restored(do, j.Token) {
		_, err := os.Lstat(do)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return err
		default:
			done := false
			if err := state.Step("exchange", func() (err error) { done, err = exchange(stage, do); return err }); err != nil {
				return err
			}
			if done {
				break
			}
			if err := state.Step("move the old files aside", func() error { return os.Rename(do, aside) }); err != nil {
				return err
			}
		}
		if !restored(do, j.Token) {
			if err := state.Step("move the new files in", func() error { return os.Rename(stage, do) }); err != nil {
				return err
			}
		}
		if err := syncDir(filepath.Dir(do)); err != nil {
			return err
		}
	}
	ledger := filepath.Join(state.OwnDir(), "ledger.json")
	if err := state.Step("write the ledger", func() error {
		if j.Ledger == nil {
			if err := os.Remove(ledger); !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			return nil
		}
		return replaceFile(ledger, j.Ledger)
	}); err != nil {
		return err
	}
	if j.Held {
		if err := state.Step("mark the alarms as held", func() error { return markRestored(state) }); err != nil {
			return err
		}
	} else if err := os.Remove(heldPath(state)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := state.Step("remove the journal", func() error { return os.Remove(restoreJournalPath(state)) }); err != nil {
		return err
	}
	return state.Step("remove the old files", func() error {
		return errors.Join(os.RemoveAll(stage), os.RemoveAll(aside), os.Remove(filepath.Join(do, restoredMark)))
	})
}

func restored(do, token string) bool {
	data, err := sqlite.ReadRegular(filepath.Join(do, restoredMark))
	return err == nil && string(data) == token
}

// Recoveries are for [state.Open], so that whoever takes the lock of a state
// folder finds it whole: an interrupted apply of migrations is finished or undone;
// a restore is finished, or undone if it had moved nothing; an import is undone;
// alarms that somebody held who was killed are let go ([Hold]).
func Recoveries() []state.Recovery {
	return []state.Recovery{
		migrate.Recover,
		func(_ context.Context, state *state.Folder) (string, error) { return recoverImport(state) },
		func(_ context.Context, state *state.Folder) (string, error) {
			snapshot, err := recoverRestore(state)
			if snapshot == "" || err != nil {
				return "", err
			}
			return "A restore that had been interrupted was finished: all is as in snapshot " + snapshot + ".", nil
		},
		func(_ context.Context, state *state.Folder) (string, error) {
			held := Held(state)
			if err := LetGo(state); err != nil || !held {
				return "", err
			}
			return "Alarms that an interrupted command had held are released.", nil
		},
	}
}

func recoverAll(state *state.Folder) (string, error) {
	if _, err := recoverImport(state); err != nil {
		return "", err
	}
	snapshot, err := recoverRestore(state)
	if err == nil {
		err = LetGo(state)
	}
	return snapshot, err
}

func recoverRestore(folder *state.Folder) (string, error) {
	data, err := state.ReadPlain(restoreJournalPath(folder))
	if errors.Is(err, fs.ErrNotExist) {
		// Without a journal, what was staged or set aside is nobody's.
		beside := filepath.Dir(folder.ObjectsDir())
		entries, err := os.ReadDir(beside)
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), ".restore-") {
				err = errors.Join(err, folder.Step("remove the old files", func() error { return os.RemoveAll(filepath.Join(beside, e.Name())) }))
			}
		}
		return "", err
	}
	var j restoreJournal
	if err == nil {
		err = json.Unmarshal(data, &j)
	}
	if err == nil && j.Version > 1 {
		return "", fmt.Errorf("recover an interrupted restore: %w", &migrate.JournalError{
			Path: restoreJournalPath(folder), Newer: true, Reason: fmt.Sprintf("it was written by a newer dotool (version %d, this one knows 1)", j.Version),
		})
	}
	if err != nil || j.Version != 1 || j.Token == "" || j.Token != filepath.Base(j.Token) {
		if j, err = rebuildRestore(folder); err == nil && j.Token == noToken {
			return "", folder.Step("remove the journal", func() error { return os.Remove(restoreJournalPath(folder)) })
		}
	}
	if err != nil {
		return "", fmt.Errorf("recover an interrupted restore: %w", err)
	}
	do := folder.ObjectsDir()
	if _, err := os.Lstat(do); err == nil && !restored(do, j.Token) {
		if err := errors.Join(
			folder.Step("remove the journal", func() error { return os.Remove(restoreJournalPath(folder)) }),
			folder.Step("remove the staged files", func() error { return os.RemoveAll(stageDir(folder, j.Token)) }),
		); err != nil {
			return "", fmt.Errorf("undo an interrupted restore: %w", err)
		}
		return "", nil
	}
	if err := finishRestore(folder, j); err != nil {
		return "", fmt.Errorf("finish an interrupted restore: %w", err)
	}
	return j.Snapshot, nil
}

const noToken = "none"

// rebuildRestore is the journal of a restore by what lies there, where
// restore.json is damaged. A token that nothing has means that nothing has moved.
func rebuildRestore(folder *state.Folder) (j restoreJournal, err error) {
	do := folder.ObjectsDir()
	marks := []string{filepath.Join(do, restoredMark)}
	if _, err := os.Lstat(do); errors.Is(err, fs.ErrNotExist) { // between two renames
		entries, err := os.ReadDir(filepath.Dir(do))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return j, err
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), ".restore-") {
				marks = append(marks, filepath.Join(filepath.Dir(do), e.Name(), restoredMark))
			}
		}
	}
	j = restoreJournal{Version: 1, Token: noToken}
	for _, mark := range marks {
		if token, err := state.ReadPlain(mark); err == nil && len(token) > 0 && string(token) == filepath.Base(string(token)) {
			j.Token = string(token)
		}
	}
	id, _, _ := cutLast(j.Token, "-")
	j.Snapshot = id
	ledger := filepath.Join(folder.SnapshotsDir(), id, "ledger.json")
	if _, err := ReadSnapshot(folder, id); err != nil { // it is gone: what is there may be right
		ledger = filepath.Join(folder.OwnDir(), "ledger.json")
	}
	if j.Ledger, err = state.ReadPlain(ledger); errors.Is(err, fs.ErrNotExist) {
		j.Ledger, err = nil, nil
	}
	if err != nil {
		return j, err
	}
	data, err := json.Marshal(j)
	if err != nil {
		return j, err
	}
	// From a whole journal on, it is a restore like any other.
	return j, errors.Join(os.RemoveAll(restoreJournalPath(folder)), folder.Step("write the journal", func() error { return replaceFile(restoreJournalPath(folder), data) }))
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// replaceFile writes beside the path, syncs, and renames.
func replaceFile(path string, data []byte) error {
	f, err := os.OpenFile(path+".tmp", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(path+".tmp"))
	}
	if err := os.Rename(path+".tmp", path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes renames inside the folder durable.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil // folders cannot be synced there
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
