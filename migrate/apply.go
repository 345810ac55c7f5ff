package migrate

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
	"strconv"
	"strings"
	"time"

	"dotool/migrate/state"
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
type journal struct {
	Version int        `json:"version"`
	At      state.Time `json:"at"`
	Undo    bool       `json:"undo,omitempty"` // made by Rollback
	Before  *Ledger    `json:"before"`
	After   *Ledger    `json:"after"`
	Moves   []Trash    `json:"moves,omitempty"`
}

// Trash is a namespace that was taken out of use, with all its files.
type Trash struct {
	ID      string     `json:"id"` // the name of its folder in the trash
	Worker  string     `json:"worker"`
	Class   string     `json:"class"`
	Key     state.Key  `json:"key"`
	Storage Storage    `json:"storage"`
	Tag     string     `json:"tag,omitempty"` // of the migration that deleted it
	At      state.Time `json:"at"`
	Objects int        `json:"objects"` // when it went
	Bytes   int64      `json:"bytes"`
}

// ApplyOptions say what [Apply] may do.
type ApplyOptions struct {
	Destructive bool // move the objects of deleted classes to the trash
}

// Result says what a change left behind.
type Result struct {
	Trashed []Trash // restorable with RestoreTrash or Rollback
}

// DestructiveError says that a plan would take objects away and was not allowed to.
type DestructiveError struct{ Steps []Step }

func (e *DestructiveError) Error() string {
	var what []string
	for _, s := range e.Steps {
		objects := "objects"
		if s.Objects == 1 {
			objects = "object"
		}
		what = append(what, fmt.Sprintf("%s (%d %s)", s.Class, s.Objects, objects))
	}
	return "the migration deletes " + strings.Join(what, ", ")
}

// Hint says how to allow it.
func (e *DestructiveError) Hint() string {
	return "look at it with `dotool migrate plan`, then allow it with --yes; the objects go to the trash"
}

// StaleError says that the ledger is not the one that the plan was made from.
type StaleError struct{ Path string }

func (e *StaleError) Error() string {
	return fmt.Sprintf("apply: %s has changed since the plan was made", e.Path)
}

// Hint says to plan again.
func (e *StaleError) Hint() string { return "run the command again" }

// Apply does what the plan says, all of it or nothing; the caller holds the
// lock. If it is interrupted, the next [state.Folder.Lock] finishes or undoes it. A plan
// with errors, one that does not start from the ledger, and one made from
// another ledger are refused, and a destructive one without leave is a
// [*DestructiveError].
//
// The trash is the snapshot: a delete moves the folder as it is, and the journal
// keeps the ledger from before.
func Apply(ctx context.Context, s *state.Folder, p *Plan, o ApplyOptions) (*Result, error) {
	return ApplyAll(ctx, s, []*Plan{p}, o)
}

// ApplyAll is Apply for several workers of the state folder, as one change. The
// first plan starts from the ledger, each other from [Plan.Ledger] of the one
// before.
func ApplyAll(ctx context.Context, s *state.Folder, plans []*Plan, o ApplyOptions) (*Result, error) {
	var destructive []Step
	for _, p := range plans {
		if err := p.Err(); err != nil {
			return nil, err
		}
		if p.From != FromLocal {
			return nil, fmt.Errorf("apply: the plan starts from %q, not from the local state", p.From)
		}
		destructive = append(destructive, slices.DeleteFunc(slices.Clone(p.Steps), func(s Step) bool { return !s.Destructive })...)
	}
	if len(destructive) > 0 && !o.Destructive {
		return nil, &DestructiveError{destructive}
	}
	if err := s.NeedLock(); err != nil {
		return nil, fmt.Errorf("apply: %w", err)
	}
	res := &Result{}
	if !slices.ContainsFunc(plans, func(p *Plan) bool { return !p.Empty() }) {
		return res, nil
	}
	now, err := ReadLedger(s)
	if err != nil {
		return nil, err
	}
	for last, p := range plans {
		if last == 0 && !p.before.equal(now) || last > 0 && !p.before.equal(plans[last-1].after) {
			return nil, &StaleError{LedgerPath(s)}
		}
	}
	at := s.Clock()
	after := plans[len(plans)-1].after.clone()
	for _, p := range plans {
		applied := recordsOf(after, p.Worker)
		for i, a := range applied {
			if p.adds(a) {
				applied[i].At = at
			}
		}
		for _, step := range p.Steps {
			if step.Destructive && state.Exists(s.NamespaceDir(step.Key)) {
				res.Trashed = append(res.Trashed, trashOf(s, Trash{
					Worker: p.Worker, Class: step.Class, Key: step.Key, Storage: step.Storage, Tag: step.Tag, At: at,
				}))
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := commit(ctx, s, &journal{At: at, Before: now, After: after, Moves: res.Trashed}); err != nil {
		return nil, fmt.Errorf("apply: %w", err)
	}
	return res, nil
}

// adds reports whether a record is the plan's own, whose time Apply sets.
func (p *Plan) adds(a Applied) bool {
	return a.At.IsZero() && !slices.Contains(recordsOf(p.before, p.Worker), a)
}

func recordsOf(l *Ledger, worker string) []Applied {
	if w := l.Workers[worker]; w != nil {
		return w.Applied
	}
	return nil
}

// trashOf gives an entry a folder name that no other has, and its size; one that
// cannot be told is not worth failing for.
func trashOf(s *state.Folder, t Trash) Trash {
	if u, err := state.CountObjects(s.NamespaceDir(t.Key), t.Key); err == nil {
		t.Objects, t.Bytes = u.Objects, u.Bytes
	}
	base := t.At.Format("20060102T150405.000Z") + "-" + string(t.Key)
	t.ID = base
	for n := 2; state.Exists(filepath.Join(s.TrashDir(), t.ID)); n++ {
		t.ID = base + "." + strconv.Itoa(n)
	}
	return t
}

// commit makes the change or, if it fails, takes back what it has done. No folder
// is moved that another program has open.
func commit(ctx context.Context, s *state.Folder, j *journal) error {
	j.Version = ledgerVersion
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
		if err := s.Ops().Replace(LedgerPath(s), j.After.encode()); err != nil {
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
	// If this fails as well, the journal stays and the next lock tries again.
	if _, undo := recoverApply(context.WithoutCancel(ctx), s); undo != nil {
		return errors.Join(err, undo)
	}
	return err
}

// unmoved is an error if another program has files open that are to be moved.
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

// JournalError says that journal.json or last.json is there and cannot be used.
type JournalError struct {
	Path   string
	Newer  bool // a newer dotool wrote it
	Reason string
}

func (e *JournalError) Error() string { return fmt.Sprintf("read %s: %s", e.Path, e.Reason) }

// Hint says what can be done about the file of a newer dotool. Of a damaged one
// nothing is needed: see [state.Folder.Lock].
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
	if err := json.Unmarshal(data, &v); err == nil && v.Version > ledgerVersion {
		return nil, &JournalError{path, true, fmt.Sprintf("it was written by a newer dotool (version %d, this one knows %d)", v.Version, ledgerVersion)}
	}
	var j journal
	if err := json.Unmarshal(data, &j); err != nil || j.Version != ledgerVersion || j.Before == nil || j.After == nil {
		return nil, &JournalError{Path: path, Reason: "it is damaged or was written by another program"}
	}
	for _, l := range []*Ledger{j.Before, j.After} {
		if err := l.check(); err != nil {
			return nil, &JournalError{Path: path, Reason: err.Error()}
		}
	}
	for _, m := range j.Moves {
		if m.Key.Validate() != nil || state.Key(m.ID).Validate() != nil {
			return nil, &JournalError{Path: path, Reason: "it is damaged"}
		}
	}
	return &j, nil
}

// Recover is a [state.Recovery]: it brings an interrupted change to its end, after it if
// the ledger was written, else before it.
func Recover(ctx context.Context, s *state.Folder) (string, error) {
	done, err := recoverApply(ctx, s)
	if err != nil || done == "" {
		return "", err
	}
	return fmt.Sprintf("A change that had been interrupted was %s.", done), nil
}

// recover says "finished" or "undone", "" for nothing.
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
	l, err := ReadLedger(s)
	if damaged := (*LedgerError)(nil); errors.As(err, &damaged) && damaged.Newer == 0 {
		// The journal knows what it said.
		if _, err := setAside(s); err != nil {
			return "", fmt.Errorf("recover: %w", err)
		}
		l, err = j.Before, s.Ops().Replace(LedgerPath(s), j.Before.encode())
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
	if l.equal(j.After) {
		return "finished", s.Ops().Move(journalPath(s), undoPath(s))
	}
	return "undone", s.Ops().Remove(journalPath(s))
}

// recoverWithout brings a change to its end whose journal is damaged: the ledger
// alone says where a folder belongs, and the trash what was moved. A ledger that
// is damaged as well is left to the one who asks for it.
func recoverWithout(s *state.Folder) (string, error) {
	l, err := ReadLedger(s)
	if err == nil {
		var all []Trash
		if all, err = ReadTrash(s); err == nil {
			var moves []Trash
			for _, t := range slices.Backward(all) {
				there := func(m Trash) bool { return m.Key == t.Key }
				if l.owners()[t.Key] != "" && !state.Exists(s.NamespaceDir(t.Key)) && !slices.ContainsFunc(moves, there) {
					moves = append(moves, t)
				}
			}
			err = settle(s, moves, l)
		}
	} else if damaged := (*LedgerError)(nil); errors.As(err, &damaged) {
		err = nil
	}
	if err != nil {
		return "", fmt.Errorf("recover without the journal: %w", err)
	}
	to := journalPath(s) + ".damaged-" + s.Clock().Format("20060102T150405.000Z")
	if err := s.Ops().Move(journalPath(s), to); err != nil {
		return "", fmt.Errorf("set the journal aside: %w", err)
	}
	return "brought to what the ledger says; its damaged journal is kept as " + to, nil
}

// settle puts each folder where the ledger wants it.
func settle(s *state.Folder, moves []Trash, l *Ledger) error {
	live := l.owners()
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

func trashed(s *state.Folder, t Trash) string { return filepath.Join(s.TrashDir(), t.ID, "objects") }

// trash moves a namespace away, if it is there. What is in the trash already
// stays: the folder in use is another one then, made by another program since.
func moveToTrash(s *state.Folder, t Trash) error {
	from, to := s.NamespaceDir(t.Key), trashed(s, t)
	if !state.Exists(from) || state.Exists(to) {
		return nil
	}
	if err := s.Ops().Mkdir(filepath.Dir(to)); err != nil {
		return fmt.Errorf("move %s to the trash: %w", t.Key, err)
	}
	if err := writeJSON(s, manifestPath(s, t.ID), t); err != nil {
		return fmt.Errorf("move %s to the trash: %w", t.Key, err)
	}
	if err := s.Ops().Move(from, to); err != nil {
		return fmt.Errorf("move %s to the trash: %w", t.Key, err)
	}
	return nil
}

// plainTrash refuses an entry of the trash that leads elsewhere.
func plainTrash(s *state.Folder, t Trash) error {
	for _, dir := range []string{s.TrashDir(), filepath.Join(s.TrashDir(), t.ID)} {
		if info, err := os.Lstat(dir); err != nil {
			return err
		} else if !info.IsDir() {
			return &state.NotPlainError{Path: dir, Mode: info.Mode()}
		}
	}
	return state.PlainTree(trashed(s, t))
}

func manifestPath(s *state.Folder, id string) string {
	return filepath.Join(s.TrashDir(), id, "manifest.json")
}

// untrash moves a namespace back. A folder that another program has made in its
// place meanwhile goes to the trash itself.
func moveBack(s *state.Folder, t Trash) error {
	from, to := trashed(s, t), s.NamespaceDir(t.Key)
	if state.Exists(from) {
		if err := plainTrash(s, t); err != nil {
			return fmt.Errorf("move %s back: %w", t.Key, err)
		}
		if state.Exists(to) {
			stray := t
			stray.At = s.Clock()
			if err := moveToTrash(s, trashOf(s, stray)); err != nil {
				return err
			}
		}
		if err := s.Ops().Mkdir(s.ObjectsDir()); err != nil {
			return fmt.Errorf("move %s back: %w", t.Key, err)
		}
		if err := s.Ops().Move(from, to); err != nil {
			return fmt.Errorf("move %s back: %w", t.Key, err)
		}
	}
	// What is left is the manifest, or what a crash left of it.
	for _, path := range []string{manifestPath(s, t.ID) + ".tmp", manifestPath(s, t.ID), filepath.Dir(from)} {
		if state.Exists(path) {
			if err := s.Ops().Remove(path); err != nil {
				return fmt.Errorf("move %s back: %w", t.Key, err)
			}
		}
	}
	return nil
}

// RefusedError says why a rollback, a restore, an adoption or a conversion cannot
// be done. Everything is as it was.
type RefusedError struct {
	Op     string // what was asked for, such as "roll back"
	Reason string
	Cure   string // "" if there is none
}

func (e *RefusedError) Error() string { return e.Op + ": " + e.Reason }

// Hint says what is possible instead, if anything is.
func (e *RefusedError) Hint() string { return e.Cure }

// Rollback takes the state back to before the last apply: the ledger as it was,
// deleted classes with their objects, classes made since in the trash. It cannot
// be repeated. The caller holds the lock.
func Rollback(ctx context.Context, s *state.Folder) (*Result, error) {
	if err := s.NeedLock(); err != nil {
		return nil, fmt.Errorf("roll back: %w", err)
	}
	last, err := readJournal(undoPath(s))
	if errors.Is(err, fs.ErrNotExist) || err == nil && last.Undo {
		return nil, &RefusedError{Op: "roll back", Reason: "there is no apply to take back"}
	}
	if damaged, ok := errors.AsType[*JournalError](err); ok && !damaged.Newer {
		return nil, &RefusedError{"roll back", "what the last change was is not known: " + damaged.Error(), trashCure(s)}
	}
	if err != nil {
		return nil, fmt.Errorf("roll back: %w", err)
	}
	now, err := ReadLedger(s)
	if err != nil {
		return nil, err
	}
	if !now.equal(last.After) {
		return nil, &RefusedError{"roll back", "the state has changed since the last apply", trashCure(s)}
	}
	for _, t := range last.Moves {
		if !state.Exists(trashed(s, t)) {
			return nil, &RefusedError{"roll back", fmt.Sprintf("the objects of %s are no longer in the trash", t.Class), trashCure(s)}
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
	old := last.Before.owners()
	for name, w := range now.Workers {
		for class, c := range w.Classes {
			if _, kept := old[c.Key]; !kept && state.Exists(s.NamespaceDir(c.Key)) {
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

// Undoable returns what finds the ledger that a rollback from now would lead to,
// nil where there is nothing to roll back. It needs no lock.
func Undoable(s *state.Folder, now *Ledger) func() *Ledger {
	return func() *Ledger {
		last, err := readJournal(undoPath(s))
		if err != nil || last.Undo || !now.equal(last.After) {
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

// ReadTrash lists what is in the trash, oldest first. It needs no lock.
func ReadTrash(s *state.Folder) ([]Trash, error) {
	entries, err := os.ReadDir(s.TrashDir())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list trash: %w", err)
	}
	if info, err := os.Lstat(s.TrashDir()); err == nil && !info.IsDir() {
		return nil, fmt.Errorf("list trash: %w", &state.NotPlainError{Path: s.TrashDir(), Mode: info.Mode()})
	}
	all := []Trash{}
	for _, e := range entries {
		// What has no manifest, or no objects, was being moved when somebody was killed.
		if !e.IsDir() || !state.Exists(manifestPath(s, e.Name())) {
			continue
		}
		var t Trash
		data, err := state.ReadPlain(manifestPath(s, e.Name()))
		if err != nil || json.Unmarshal(data, &t) != nil || t.ID != e.Name() || t.Key.Validate() != nil || t.Class == "" || t.Worker == "" || t.Storage != SQLite && t.Storage != LegacyKV {
			var ok bool
			if t, ok = reconstruct(s, e.Name()); !ok {
				continue
			}
		}
		if state.Exists(trashed(s, t)) {
			all = append(all, t)
		}
	}
	return all, nil
}

// reconstruct tells what an entry of the trash is whose manifest is damaged: the
// last change remembers it, or else its name holds the key, which is that of a
// deleted class of some worker.
func reconstruct(s *state.Folder, id string) (Trash, bool) {
	if last, err := readJournal(undoPath(s)); err == nil {
		if i := slices.IndexFunc(last.Moves, func(t Trash) bool { return t.ID == id }); i >= 0 {
			return last.Moves[i], true
		}
	}
	const layout = "20060102T150405.000Z"
	if len(id) <= len(layout)+1 {
		return Trash{}, false
	}
	at, err := time.Parse(layout, id[:len(layout)])
	name, _, _ := strings.Cut(id[len(layout)+1:], ".")
	t := Trash{ID: id, Key: state.Key(name), Storage: SQLite, At: state.Time{Time: at}}
	l, lerr := ReadLedger(s)
	if err != nil || lerr != nil || t.Key.Validate() != nil {
		return Trash{}, false
	}
	for _, worker := range slices.Sorted(maps.Keys(l.Workers)) {
		class, own := strings.CutPrefix(name, worker+"-")
		class, _, _ = strings.Cut(class, "~")
		if own && class != "" && len(worker) > len(t.Worker) {
			t.Worker, t.Class = worker, class
		}
	}
	if u, err := state.CountObjects(trashed(s, t), t.Key); err == nil {
		t.Objects, t.Bytes = u.Objects, u.Bytes
	}
	return t, t.Worker != ""
}

// trashCure names a class of the trash that can be restored, if there is one.
func trashCure(s *state.Folder) string {
	all, err := ReadTrash(s)
	l, lerr := ReadLedger(s)
	if err != nil || lerr != nil {
		return ""
	}
	for _, t := range slices.Backward(all) {
		if restorable(s, t, l) == nil {
			return fmt.Sprintf("`dotool migrate trash restore %s` brings %s back", t.ID, t.Class)
		}
	}
	return ""
}

// restorable is why an entry of the trash cannot be made live again.
func restorable(s *state.Folder, t Trash, l *Ledger) error {
	if w := l.Workers[t.Worker]; w != nil && w.Classes[t.Class].Key != "" {
		return &RefusedError{"restore", fmt.Sprintf("class %s is live", t.Class), "delete or rename it first"}
	}
	if who, taken := l.owners()[t.Key]; taken || state.Exists(s.NamespaceDir(t.Key)) {
		return &RefusedError{"restore", fmt.Sprintf("the folder %s is in use %s", t.Key, who), "delete or move it first"}
	}
	if err := plainTrash(s, t); err != nil {
		return fmt.Errorf("restore %s: %w", t.Class, err)
	}
	return nil
}

// RestoreTrash makes a deleted class live again with its objects. Its name and
// its key must be free. The caller holds the lock.
func RestoreTrash(ctx context.Context, s *state.Folder, id string) error {
	if err := s.NeedLock(); err != nil {
		return fmt.Errorf("restore %s: %w", id, err)
	}
	all, err := ReadTrash(s)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(t Trash) bool { return t.ID == id })
	if i < 0 {
		return &RefusedError{"restore", fmt.Sprintf("nothing in the trash is called %q", id), "`dotool migrate status` lists the trash"}
	}
	t := all[i]
	now, err := ReadLedger(s)
	if err != nil {
		return err
	}
	after := now.clone()
	w := after.Workers[t.Worker]
	if w == nil {
		w = &Worker{Mode: Migrations, Classes: map[string]Class{}}
		after.Workers[t.Worker] = w
	}
	if err := restorable(s, t, now); err != nil {
		return err
	}
	w.Classes[t.Class] = Class{t.Key, t.Storage}
	for _, each := range after.Workers {
		each.Retired = slices.DeleteFunc(each.Retired, func(k state.Key) bool { return k == t.Key })
	}
	if err := commit(ctx, s, &journal{At: s.Clock(), Undo: true, Before: now, After: after, Moves: []Trash{t}}); err != nil {
		return fmt.Errorf("restore %s: %w", t.Class, err)
	}
	return nil
}

// EmptyTrash removes entries for good, all of them if none is named. The caller
// holds the lock.
func EmptyTrash(ctx context.Context, s *state.Folder, ids ...string) error {
	if err := s.NeedLock(); err != nil {
		return fmt.Errorf("empty trash: %w", err)
	}
	entries, err := os.ReadDir(s.TrashDir())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("empty trash: %w", err)
	}
	if info, err := os.Lstat(s.TrashDir()); err == nil && !info.IsDir() {
		return fmt.Errorf("empty trash: %w", &state.NotPlainError{Path: s.TrashDir(), Mode: info.Mode()})
	}
	entries = slices.DeleteFunc(entries, func(e os.DirEntry) bool {
		return len(ids) > 0 && !slices.Contains(ids, e.Name()) || !e.IsDir()
	})
	var dirs []string
	for _, e := range entries {
		dirs = append(dirs, trashed(s, Trash{ID: e.Name()}))
	}
	if len(dirs) > 0 { // a runtime may have had one open since before it went there
		if err := s.Unused(ctx, dirs...); err != nil {
			return fmt.Errorf("empty trash: %w", err)
		}
	}
	for _, e := range entries {
		// Without its manifest an entry is no longer restorable, so nobody can
		// restore half of one.
		if m := manifestPath(s, e.Name()); state.Exists(m) {
			if err := s.Ops().Remove(m); err != nil {
				return fmt.Errorf("empty trash: %w", err)
			}
		}
		if err := s.Ops().RemoveAll(filepath.Join(s.TrashDir(), e.Name())); err != nil {
			return fmt.Errorf("empty trash: %w", err)
		}
	}
	return nil
}

// SetAside keeps a ledger that cannot be read under another name, which it
// answers, so that the next plan starts from what is on disk. The caller holds
// the lock and has told the user.
func SetAside(s *state.Folder) (string, error) {
	if err := s.NeedLock(); err != nil {
		return "", fmt.Errorf("set ledger aside: %w", err)
	}
	return setAside(s)
}

func setAside(s *state.Folder) (string, error) {
	to := LedgerPath(s) + ".damaged-" + s.Clock().Format("20060102T150405.000Z")
	if err := s.Ops().Move(LedgerPath(s), to); err != nil {
		return "", fmt.Errorf("set ledger aside: %w", err)
	}
	return to, nil
}
