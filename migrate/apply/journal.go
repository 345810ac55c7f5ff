package apply

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

// A change of the ledger that also moves folders is written down first:
//
//	journal.json   what the ledger was and will be, and which folders move
//	the folders    each by one rename, to the trash or back
//	ledger.json    replaced; from here on the change has happened
//	last.json      the journal under another name, for Rollback
//
// Where a folder belongs follows from the ledger alone: a key that is live is
// among the objects, one that is not is in the trash. So whatever the moment of
// a crash, recovery puts each folder where the ledger on disk wants it.
// journalVersion is the format of journal.json and last.json.
const journalVersion = 1

type journal struct {
	Version int             `json:"version"`
	At      state.Time      `json:"at"`
	Undo    bool            `json:"undo,omitempty"` // made by Rollback
	Before  *migrate.Ledger `json:"before"`
	After   *migrate.Ledger `json:"after"`
	Moves   []Trash         `json:"moves,omitempty"`

	Adopted []state.Key `json:"adopted,omitempty"` // of classes of After, with objects that another program made before
}

func journalPath(s *state.Folder) string { return filepath.Join(s.OwnDir(), "journal.json") }
func undoPath(s *state.Folder) string    { return filepath.Join(s.OwnDir(), "last.json") }

// commit makes the change or, if it fails, undoes it. No folder is moved that another
// program has open.
func commit(ctx context.Context, s *state.Folder, j *journal) error {
	j.Version = journalVersion
	if err := unmoved(ctx, s, j.Moves); err != nil {
		return err
	}
	err := func() error {
		if err := writeJSON(s, journalPath(s), j); err != nil {
			return fmt.Errorf("write journal: %w", err)
		}
		if err := settle(s, j.Moves, j.After); err != nil {
			return err
		}
		if err := s.Ops().Replace(migrate.LedgerPath(s), j.After.Encode()); err != nil {
			return fmt.Errorf("write ledger: %w", err)
		}
		if err := s.Ops().Move(journalPath(s), undoPath(s)); err != nil {
			return fmt.Errorf("close journal: %w", err)
		}
		return nil
	}()
	if err == nil {
		return nil
	}
	// If this fails as well, the journal is kept and the next lock tries again.
	if _, undo := recoverApply(context.WithoutCancel(ctx), s); undo != nil {
		return errors.Join(err, undo)
	}
	return err
}

// unmoved returns an error if another program has files open that would move.
func unmoved(ctx context.Context, s *state.Folder, moves []Trash) error {
	if len(moves) == 0 {
		return nil
	}
	var dirs []string
	for _, t := range moves {
		dirs = append(dirs, s.NamespaceDir(t.Key), trashed(s, t))
	}
	return s.Unused(ctx, dirs...)
}

// Interrupted reports whether a change waits for the next [state.Folder.Lock] to finish
// or undo it.
func Interrupted(s *state.Folder) bool { return state.Exists(journalPath(s)) }

func writeJSON(s *state.Folder, path string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return s.Ops().Replace(path, append(b, '\n'))
}

// JournalError says that journal.json or last.json exists but cannot be used.
type JournalError struct {
	Path   string
	Newer  bool // a newer dotool wrote it
	Reason string
}

func (e *JournalError) Error() string { return fmt.Sprintf("read %s: %s", e.Path, e.Reason) }

// Hint says what to do about the file of a newer dotool. A damaged one needs nothing:
// see [state.Folder.Lock].
func (e *JournalError) Hint() string {
	if e.Newer {
		return "update dotool, or use another state folder with --persist-to"
	}
	return ""
}

func readJournal(path string) (*journal, error) {
	data, err := state.ReadPlain(path)
	if errors.As(err, new(*state.NotPlainError)) {
		return nil, &JournalError{Path: path, Reason: err.Error()}
	}
	if err != nil {
		return nil, err
	}
	var v struct{ Version int }
	if err := json.Unmarshal(data, &v); err == nil && v.Version > journalVersion {
		return nil, &JournalError{path, true, fmt.Sprintf("it was written by a newer dotool (version %d, this one supports %d)", v.Version, journalVersion)}
	}
	var j journal
	if err := json.Unmarshal(data, &j); err != nil || j.Version != journalVersion || j.Before == nil || j.After == nil {
		return nil, &JournalError{Path: path, Reason: "it is damaged or was written by another program"}
	}
	for _, l := range []*migrate.Ledger{j.Before, j.After} {
		if err := l.Check(); err != nil {
			return nil, &JournalError{Path: path, Reason: err.Error()}
		}
	}
	for _, k := range j.Adopted {
		if k.Validate() != nil {
			return nil, &JournalError{Path: path, Reason: "it is damaged"}
		}
	}
	for _, m := range j.Moves {
		if m.Key.Validate() != nil || state.Key(m.ID).Validate() != nil {
			return nil, &JournalError{Path: path, Reason: "it is damaged"}
		}
	}
	return &j, nil
}

// Recover is a [state.Recovery]: it finishes an interrupted change if the ledger was
// written, and otherwise undoes it.
func Recover(ctx context.Context, s *state.Folder) (string, error) {
	done, err := recoverApply(ctx, s)
	if err != nil || done == "" {
		return "", err
	}
	return fmt.Sprintf("An interrupted change was %s.", done), nil
}

// recoverApply returns "finished" or "undone", "" for nothing.
func recoverApply(ctx context.Context, s *state.Folder) (string, error) {
	j, err := readJournal(journalPath(s))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if damaged, ok := errors.AsType[*JournalError](err); ok && !damaged.Newer {
		return recoverWithout(s)
	}
	if err != nil {
		return "", fmt.Errorf("recover: %w", err)
	}
	l, err := migrate.ReadLedger(s)
	if damaged := (*migrate.LedgerError)(nil); errors.As(err, &damaged) && damaged.Newer == 0 {
		// The journal has the intended ledger.
		if _, err := setAside(s); err != nil {
			return "", fmt.Errorf("recover: %w", err)
		}
		l, err = j.Before, s.Ops().Replace(migrate.LedgerPath(s), j.Before.Encode())
	}
	if err == nil {
		err = unmoved(ctx, s, j.Moves)
	}
	if err == nil {
		err = settle(s, j.Moves, l)
	}
	if err != nil {
		return "", fmt.Errorf("recover: %w", err)
	}
	if l.Equal(j.After) {
		return "finished", s.Ops().Move(journalPath(s), undoPath(s))
	}
	return "undone", s.Ops().Remove(journalPath(s))
}

// recoverWithout finishes or undoes a change whose journal is damaged: the ledger alone
// determines where a folder belongs, and the trash what was moved. If the ledger is
// damaged as well, its reader reports it.
func recoverWithout(s *state.Folder) (string, error) {
	l, err := migrate.ReadLedger(s)
	if err == nil {
		var all []Trash
		if all, err = ReadTrash(s); err == nil {
			var moves []Trash
			for _, t := range slices.Backward(all) {
				there := func(m Trash) bool { return m.Key == t.Key }
				if l.Owners()[t.Key] != "" && !state.Exists(s.NamespaceDir(t.Key)) && !slices.ContainsFunc(moves, there) {
					moves = append(moves, t)
				}
			}
			err = settle(s, moves, l)
		}
	} else if damaged := (*migrate.LedgerError)(nil); errors.As(err, &damaged) {
		err = nil
	}
	if err != nil {
		return "", fmt.Errorf("recover without the journal: %w", err)
	}
	to := journalPath(s) + ".damaged-" + s.Clock().Stamp()
	if err := s.Ops().Move(journalPath(s), to); err != nil {
		return "", fmt.Errorf("set the journal aside: %w", err)
	}
	return "brought to what the ledger says; its damaged journal is kept as " + to, nil
}

// settle moves each folder to where it belongs according to the ledger.
func settle(s *state.Folder, moves []Trash, l *migrate.Ledger) error {
	live := l.Owners()
	for _, t := range moves {
		var err error
		if _, ok := live[t.Key]; ok {
			err = moveBack(s, t)
		} else {
			err = moveToTrash(s, t)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Rollback restores the state before the last apply: the ledger, deleted classes and
// their objects; classes created since are moved to the trash. Objects that the apply
// adopted stay where the other program keeps them. It cannot be repeated.
// The caller holds the lock.
func Rollback(ctx context.Context, s *state.Folder) (*Result, error) {
	if err := s.NeedLock(); err != nil {
		return nil, fmt.Errorf("roll back: %w", err)
	}
	last, err := readJournal(undoPath(s))
	if errors.Is(err, fs.ErrNotExist) || err == nil && last.Undo {
		return nil, migrate.Refuse("roll back", "there is no change to roll back", "")
	}
	if damaged, ok := errors.AsType[*JournalError](err); ok && !damaged.Newer {
		return nil, migrate.Refuse("roll back", "the last change is unknown: "+damaged.Error(), trashFix(s))
	}
	if err != nil {
		return nil, fmt.Errorf("roll back: %w", err)
	}
	now, err := migrate.ReadLedger(s)
	if err != nil {
		return nil, err
	}
	if !now.Equal(last.After) {
		return nil, migrate.Refuse("roll back", "the state has changed since the last apply", trashFix(s))
	}
	for _, t := range last.Moves {
		if !state.Exists(trashed(s, t)) {
			return nil, migrate.Refuse("roll back", fmt.Sprintf("the objects of %s are no longer in the trash", t.Class), trashFix(s))
		}
		if err := plainTrash(s, t); err != nil {
			return nil, fmt.Errorf("roll back: %w", err)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	res := &Result{}
	at := s.Clock()
	old := last.Before.Owners()
	for name, w := range now.Workers {
		for class, c := range w.Classes {
			if _, kept := old[c.Key]; !kept && !slices.Contains(last.Adopted, c.Key) && state.Exists(s.NamespaceDir(c.Key)) {
				res.Trashed = append(res.Trashed, trashOf(s, Trash{Worker: name, Class: class, Key: c.Key, Storage: c.Storage, At: at}))
			}
		}
	}
	slices.SortFunc(res.Trashed, func(a, b Trash) int { return cmp.Compare(a.Key, b.Key) })
	j := &journal{At: at, Undo: true, Before: now, After: last.Before, Moves: slices.Concat(last.Moves, res.Trashed)}
	if err := commit(ctx, s, j); err != nil {
		return nil, fmt.Errorf("roll back: %w", err)
	}
	return res, nil
}

// LastAt returns the time at which the last change was made that [Rollback] undoes, nil if
// there is none.
func LastAt(s *state.Folder) *state.Time {
	last, err := readJournal(undoPath(s))
	if err != nil || last.Undo {
		return nil
	}
	return &last.At
}

// Undoable returns a function that returns the ledger after a rollback, nil if there is
// nothing to roll back. It needs no lock.
func Undoable(s *state.Folder, now *migrate.Ledger) func() *migrate.Ledger {
	return func() *migrate.Ledger {
		last, err := readJournal(undoPath(s))
		if err != nil || last.Undo || !now.Equal(last.After) {
			return nil
		}
		for _, t := range last.Moves {
			if !state.Exists(trashed(s, t)) {
				return nil
			}
		}
		return last.Before
	}
}
