package snapshot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/migrate/apply"
	"github.com/dotool-dev/dotool/migrate/state"
)

// branches is branch.json: whose data the state folder has, and the snapshots with that
// of other branches. Names of branches are only ever text in it, never paths. To is the
// branch whose snapshot is being restored; when that has happened, the last step of the
// restore makes it the current one.
type branches struct {
	Version int               `json:"version"`
	Branch  string            `json:"branch"`
	To      string            `json:"to,omitempty"`
	Saved   map[string]string `json:"saved"` // the id of the snapshot of each other branch
}

func branchesPath(folder *state.Folder) string { return filepath.Join(folder.OwnDir(), "branch.json") }

// readBranches returns nil if the state belongs to no branch yet.
func readBranches(folder *state.Folder) (*branches, error) {
	path := branchesPath(folder)
	data, err := state.ReadPlain(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	b := &branches{}
	if err == nil {
		err = json.Unmarshal(data, b)
	}
	switch {
	case err == nil && b.Version > 1:
		return nil, fmt.Errorf("read the states of branches: %w", &apply.JournalError{Path: path, Newer: true, Reason: fmt.Sprintf("it was written by a newer dotool (version %d, this one knows 1)", b.Version)})
	case err == nil && b.Version == 1 && b.Branch != "":
		if b.Saved == nil {
			b.Saved = map[string]string{}
		}
		return b, nil
	}
	return nil, fmt.Errorf("read the states of branches: %w", &branchesError{path, err})
}

// branchesError says that branch.json cannot be read.
type branchesError struct {
	path string
	err  error
}

func (e *branchesError) Error() string {
	return e.path + ": " + cmp.Or(e.err, errors.New("it has another form than dotool writes")).Error()
}
func (e *branchesError) Unwrap() error { return e.err }

// Hint says what to do about it.
func (e *branchesError) Hint() string {
	return "remove it: the state is then that of the current branch; those of others are snapshots (`dotool snapshot list`)"
}

func (b *branches) write(folder *state.Folder) error {
	data, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	return folder.Step("write the branch", func() error { return folder.Ops().Replace(branchesPath(folder), append(data, '\n')) })
}

// Switched is the result of [Switch].
type Switched struct {
	From, To string
	First    bool     // the state belonged to no branch before
	Copied   bool     // To has no state of its own yet: it starts with that of From
	Restored Snapshot // what To had before, unless Copied
}

// Switch makes the state that of a branch, and keeps that of the current one: completely
// or, if interrupted, not at all. It returns nil if it is that of the branch already.
// The lock is needed, and no other program may have the objects open. A branch that is
// new starts with a copy.
func Switch(ctx context.Context, folder *state.Folder, to string) (*Switched, error) {
	if err := folder.NeedLock(); err != nil {
		return nil, err
	}
	b, err := readBranches(folder)
	switch {
	case err != nil:
		return nil, err
	case b == nil:
		b = &branches{Version: 1, Branch: to, Saved: map[string]string{}}
		return &Switched{To: to, First: true}, b.write(folder)
	case b.Branch == to:
		return nil, nil
	}
	done := &Switched{From: b.Branch, To: to}
	target, known := b.Saved[to]
	if known {
		done.Restored, err = Read(folder, target)
		if _, deleted := errors.AsType[*unknownError](err); deleted {
			target, known, err = "", false, nil
			delete(b.Saved, to)
		}
	}
	if done.Copied = !known; known && err == nil {
		err = cmp.Or(unused(ctx, folder), onlyPlain(folder), verify(ctx, folder, target))
	}
	if err != nil {
		return nil, fmt.Errorf("the state of branch %q: %w", to, err)
	}
	saved, err := Create(ctx, folder, OfBranch, "state of branch "+b.Branch)
	if err != nil {
		return nil, fmt.Errorf("keep the state of branch %q: %w", b.Branch, err)
	}
	stale := b.Saved[b.Branch] // of an interrupted switch
	if b.Saved[b.Branch] = saved.ID; done.Copied {
		b.Branch = to
	} else {
		b.To = to
	}
	if err := b.write(folder); err != nil {
		return nil, err // the snapshot is kept: the file may name it
	}
	if known {
		if _, err := restoreOrUndo(ctx, folder, done.Restored); err != nil {
			return nil, err
		}
		if err := inspect.ReleaseAll(folder); err != nil {
			return nil, err
		}
	}
	for _, id := range []string{target, stale} { // no longer needed
		if id != "" {
			_ = Delete(folder, id)
		}
	}
	return done, nil
}

// finishSwitch does the last step of a restore: if it was that of a branch, the state is
// now that of the branch.
func finishSwitch(folder *state.Folder, snapshot string) error {
	b, err := readBranches(folder)
	if err != nil || b == nil || b.To == "" || b.Saved[b.To] != snapshot {
		return nil // an unreadable one is reported where it is used
	}
	delete(b.Saved, b.To)
	b.Branch, b.To = b.To, ""
	return b.write(folder)
}

// cancelSwitch notes that nothing was restored.
func cancelSwitch(folder *state.Folder) error {
	b, err := readBranches(folder)
	if err != nil || b == nil || b.To == "" {
		return nil
	}
	b.To = ""
	return b.write(folder)
}

// BranchOf returns the branch whose data the state is, "" for none.
func BranchOf(folder *state.Folder) (string, error) {
	b, err := readBranches(folder)
	if b == nil {
		return "", err
	}
	return b.Branch, err
}

// Prunable returns the snapshots that may be deleted without a question: not those with the
// state of a branch.
func Prunable(folder *state.Folder, all []Snapshot) ([]Snapshot, error) {
	b, err := readBranches(folder)
	if b == nil {
		return all, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(s Snapshot) bool {
		for branch, id := range b.Saved {
			if branch != b.Branch && id == s.ID {
				return true
			}
		}
		return false
	}), nil
}
