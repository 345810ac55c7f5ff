package snapshot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/migrate/apply"
	"github.com/dotool-dev/dotool/migrate/state"
)

// A restore is recorded in restore.json before anything moves:
//
//	v3/.restore-TOKEN   the snapshot's files, complete and synced, with a file .restored that holds the token
//	restore.json        the token, and the ledger as it will be
//	v3/do               exchanged with the above, atomically if the system can
//	v3/kv …             likewise, each product with v3/.restore-TOKEN.kv …
//	ledger.json         replaced or removed
//	restore.json        removed: from here on there is nothing to recover
//	v3/.restore-TOKEN   what was replaced, removed
//
// The token shows whether v3/do is the restored one: until it is exchanged, a restore
// can be undone; from then on it is finished.
type restoreJournal struct {
	Version  int    `json:"version"`
	Snapshot string `json:"snapshot"`
	Token    string `json:"token"`
	Ledger   []byte `json:"ledger"` // nil: none
	Held     bool   `json:"held"`   // whether the snapshot's alarms are held

	Products []string `json:"products,omitempty"` // the folders that are replaced besides v3/do
}

const restoredMark = ".restored"

func restoreJournalPath(state *state.Folder) string {
	return filepath.Join(state.OwnDir(), "restore.json")
}

func stageDir(state *state.Folder, token string) string {
	return filepath.Join(filepath.Dir(state.ObjectsDir()), ".restore-"+token)
}

// swap is a folder that a restore replaces, and the one in its place.
type swap struct{ live, stage string }

// swaps returns the folders of a restore, v3/do first.
func (j restoreJournal) swaps(folder *state.Folder) []swap {
	stage := stageDir(folder, j.Token)
	all := []swap{{folder.ObjectsDir(), stage}}
	for _, name := range j.Products {
		all = append(all, swap{productDir(folder, name), stage + "." + name})
	}
	return all
}

// removeStaged removes the staged folders.
func (j restoreJournal) removeStaged(folder *state.Folder) error {
	var errs []error
	for _, s := range j.swaps(folder) {
		errs = append(errs, os.RemoveAll(s.stage))
	}
	return errors.Join(errs...)
}

// RestoreOptions say how [Restore] works.
type RestoreOptions struct {
	Command string // the command that takes the lock of the state folder
	Before  bool   // first take a snapshot of the current state
}

// Restore restores the objects and the ledger: completely or, if interrupted, not at
// all (see [Recover]). The current data is lost, except for the snapshot that it
// returns. It takes the lock of the state folder, and no other program may have the
// objects open ([*state.InUseError]). A store must be opened again.
func Restore(ctx context.Context, folder *state.Folder, id string, o RestoreOptions) (before Snapshot, err error) {
	snapshot, err := Read(folder, id)
	if err != nil {
		return before, err
	}
	lock, err := folder.Lock(ctx, state.Holder{Command: o.Command})
	if err != nil {
		return before, err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	if err := cmp.Or(unused(ctx, folder), onlyPlain(folder)); err != nil {
		return before, fmt.Errorf("restore snapshot %s: %w", snapshot.ID, err)
	}
	if err := verify(ctx, folder, snapshot.ID); err != nil {
		return before, err
	}
	if o.Before {
		if before, err = Create(ctx, folder, BeforeRestore, "before restoring "+snapshot.ID); err != nil {
			return before, err
		}
	}
	undone, err := restoreOrUndo(ctx, folder, snapshot)
	if err != nil {
		if undone && o.Before { // nothing has changed, so there is nothing to undo
			err = errors.Join(err, Delete(folder, before.ID))
		}
		return before, err
	}
	return before, inspect.ReleaseAll(folder)
}

// Reset deletes all objects, the ledger, and the data of the products: completely or, if
// interrupted, not at all, as [Restore] does. It takes the lock of the state folder. The
// trash and the snapshots are kept.
func Reset(ctx context.Context, folder *state.Folder, command string) (before Snapshot, err error) {
	lock, err := folder.Lock(ctx, state.Holder{Command: command})
	if err != nil {
		return before, err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	if err := cmp.Or(unused(ctx, folder), onlyPlain(folder)); err != nil {
		return before, fmt.Errorf("reset: %w", err)
	}
	if before, err = Create(ctx, folder, BeforeDelete, "before "+command); err != nil {
		return before, err
	}
	undone, err := restoreOrUndo(ctx, folder, Snapshot{ID: nothing, Products: products})
	if err != nil {
		if undone {
			err = errors.Join(err, Delete(folder, before.ID))
		}
		return before, err
	}
	return before, inspect.ReleaseAll(folder)
}

// nothing is the id of the empty snapshot that a reset restores. It has no folder.
const nothing = "nothing"

// unused returns an error if another program has a database open that would be replaced.
func unused(ctx context.Context, folder *state.Folder) error {
	disk, err := folder.ReadDisk(false)
	if err != nil {
		return err
	}
	var dirs []string
	for _, key := range disk.Keys() {
		dirs = append(dirs, folder.NamespaceDir(key))
	}
	for _, name := range products {
		entries, err := os.ReadDir(productDir(folder, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for _, e := range entries {
			if e.IsDir() {
				dirs = append(dirs, filepath.Join(productDir(folder, name), e.Name()))
			}
		}
	}
	if len(dirs) == 0 {
		return nil
	}
	return folder.Unused(ctx, dirs...)
}

// restoreOrUndo restores a verified snapshot; after an error, undone reports whether
// the state is unchanged.
func restoreOrUndo(ctx context.Context, folder *state.Folder, snapshot Snapshot) (undone bool, err error) {
	token := fmt.Sprintf("%s-%d", snapshot.ID, time.Now().UnixNano())
	err = restore(ctx, folder, snapshot, token)
	if err == nil {
		return false, nil
	}
	if snapshot.ID == nothing {
		err = fmt.Errorf("reset: %w", err)
	} else {
		err = fmt.Errorf("restore snapshot %s: %w", snapshot.ID, err)
	}
	// Staged files without a journal belong to no restore.
	if _, statErr := os.Lstat(restoreJournalPath(folder)); errors.Is(statErr, fs.ErrNotExist) {
		if !restored(folder.ObjectsDir(), token) {
			err = errors.Join(err, cancelSwitch(folder))
		}
		return !restored(folder.ObjectsDir(), token), errors.Join(err, folder.Step("remove the staged files", func() error { return restoreJournal{Token: token, Products: snapshot.Products}.removeStaged(folder) }))
	}
	finished, recovery := recoverAll(folder)
	return finished == "" && recovery == nil, errors.Join(err, recovery)
}

func restore(ctx context.Context, folder *state.Folder, snapshot Snapshot, token string) error {
	from, stage := filepath.Join(folder.SnapshotsDir(), snapshot.ID), stageDir(folder, token)
	j := restoreJournal{Version: 1, Snapshot: snapshot.ID, Token: token, Held: snapshot.Held, Products: snapshot.Products}
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
	for _, name := range snapshot.Products {
		dir := stage + "." + name
		if err := folder.Step("stage a product", func() error { return os.Mkdir(dir, 0o755) }); err != nil {
			return err
		}
		if err := folder.Step("stage files", func() error { return unpackProduct(ctx, filepath.Join(from, name), dir) }); err != nil {
			return err
		}
	}
	for _, s := range j.swaps(folder) {
		if err := folder.Step("mark", func() error { return os.WriteFile(filepath.Join(s.stage, restoredMark), []byte(token), 0o600) }); err != nil {
			return err
		}
	}
	if err := folder.Step("sync", func() error { return syncAll(j.swaps(folder)) }); err != nil {
		return err
	}
	data, err := json.Marshal(j)
	if err != nil {
		return err
	}
	if err := folder.Step("write the journal", func() error { return folder.Ops().Replace(restoreJournalPath(folder), data) }); err != nil {
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
	copy1 := func(name string) error { return unpackFile(filepath.Join(from, name), filepath.Join(to, name)) }
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

// unpackFile copies a file out of a snapshot, with its time unless that is noTime.
func unpackFile(from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if err := cloneFile(from, to); err != nil || info.ModTime().Equal(noTime) {
		return err
	}
	return os.Chtimes(to, info.ModTime(), info.ModTime())
}

func syncAll(all []swap) error {
	for _, s := range all {
		if err := syncTree(s.stage); err != nil {
			return err
		}
	}
	return nil
}

// finishRestore completes a restore that has a journal, from whatever state.
func finishRestore(state *state.Folder, j restoreJournal) error {
	for _, s := range j.swaps(state) {
		if err := s.finish(state, j.Token); err != nil {
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
		return state.Ops().Replace(ledger, j.Ledger)
	}); err != nil {
		return err
	}
	if err := state.Step("mark the alarms", func() error { return inspect.MarkRestored(state, j.Held) }); err != nil {
		return err
	}
	if err := finishSwitch(state, j.Snapshot); err != nil {
		return err
	}
	if err := state.Step("remove the journal", func() error { return os.Remove(restoreJournalPath(state)) }); err != nil {
		return err
	}
	return state.Step("remove the old files", func() error {
		var errs []error
		for i, s := range j.swaps(state) {
			errs = append(errs, os.RemoveAll(s.stage), os.RemoveAll(s.aside()), os.Remove(filepath.Join(s.live, restoredMark)))
			if i > 0 {
				_ = os.Remove(s.live) // fails unless the snapshot has nothing of the product
			}
		}
		return errors.Join(errs...)
	})
}

func (s swap) aside() string { return s.stage + "-old" }

// finish moves the staged folder into place, unless it is there already.
func (s swap) finish(state *state.Folder, token string) error {
	if restored(s.live, token) {
		return nil
	}
	_, err := os.Lstat(s.live)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		done := false
		if err := state.Step("exchange", func() (err error) { done, err = exchange(s.stage, s.live); return err }); err != nil {
			return err
		}
		if done {
			break
		}
		if err := state.Step("move the old files aside", func() error { return os.Rename(s.live, s.aside()) }); err != nil {
			return err
		}
	}
	if !restored(s.live, token) {
		if err := state.Step("move the new files in", func() error { return os.Rename(s.stage, s.live) }); err != nil {
			return err
		}
	}
	return state.Ops().SyncDir(filepath.Dir(s.live))
}

func restored(do, token string) bool {
	data, err := state.ReadPlain(filepath.Join(do, restoredMark))
	return err == nil && string(data) == token
}

// Recover is a [state.Recovery] for a restore that was interrupted: it is finished, or
// undone if nothing had moved.
func Recover(_ context.Context, state *state.Folder) (string, error) {
	snapshot, err := recoverRestore(state)
	if snapshot == "" || err != nil {
		return "", err
	}
	if snapshot == nothing {
		return "An interrupted reset was finished: there is no local data.", nil
	}
	return "An interrupted restore was finished: the state is that of snapshot " + snapshot + ".", nil
}

func recoverAll(state *state.Folder) (string, error) {
	snapshot, err := recoverRestore(state)
	if err == nil {
		err = inspect.ReleaseAll(state)
	}
	return snapshot, err
}

func recoverRestore(folder *state.Folder) (string, error) {
	data, err := state.ReadPlain(restoreJournalPath(folder))
	if errors.Is(err, fs.ErrNotExist) {
		// Without a journal, staged or replaced files belong to no restore.
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
		return "", errors.Join(err, cancelSwitch(folder))
	}
	var j restoreJournal
	if err == nil {
		err = json.Unmarshal(data, &j)
	}
	if err == nil && j.Version > 1 {
		return "", fmt.Errorf("recover an interrupted restore: %w", &apply.JournalError{
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
			folder.Step("remove the staged files", func() error { return j.removeStaged(folder) }),
			cancelSwitch(folder),
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

// rebuildRestore derives the journal from the files if restore.json is damaged. If no
// folder has the token, nothing has moved.
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
	for _, name := range products {
		s := swap{productDir(folder, name), stageDir(folder, j.Token) + "." + name}
		if restored(s.live, j.Token) || state.Exists(s.stage) {
			j.Products = append(j.Products, name)
		}
	}
	ledger := filepath.Join(folder.SnapshotsDir(), id, "ledger.json")
	if _, err := Read(folder, id); err != nil && id != nothing { // it does not exist: the current state may be right
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
	// With an intact journal, continue as usual.
	return j, errors.Join(os.RemoveAll(restoreJournalPath(folder)), folder.Step("write the journal", func() error { return folder.Ops().Replace(restoreJournalPath(folder), data) }))
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
