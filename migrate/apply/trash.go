package apply

import (
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

	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Trash is a namespace in the trash, with all its files.
type Trash struct {
	ID      string          `json:"id"` // the name of its folder in the trash
	Worker  string          `json:"worker"`
	Class   string          `json:"class"`
	Key     state.Key       `json:"key"`
	Storage migrate.Storage `json:"storage"`
	Tag     string          `json:"tag,omitempty"` // of the migration that deleted it
	At      state.Time      `json:"at"`
	Objects int             `json:"objects"` // when it was moved there
	Bytes   int64           `json:"bytes"`
}

// trashOf gives an entry a unique folder name, and its size, unless that is unknown.
func trashOf(s *state.Folder, t Trash) Trash {
	if u, err := state.CountObjects(s.NamespaceDir(t.Key), t.Key); err == nil {
		t.Objects, t.Bytes = u.Objects, u.Bytes
	}
	base := t.At.Stamp() + "-" + string(t.Key)
	t.ID = base
	for n := 2; state.Exists(filepath.Join(s.TrashDir(), t.ID)); n++ {
		t.ID = base + "." + strconv.Itoa(n)
	}
	return t
}

func trashed(s *state.Folder, t Trash) string { return filepath.Join(s.TrashDir(), t.ID, "objects") }

// moveToTrash moves a namespace to the trash, if it exists. If the entry already
// exists, it is kept: then the folder in use is another one, made by another program
// since.
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

// plainTrash refuses an entry of the trash that contains links.
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

// moveBack moves a namespace back. A folder that another program has made in its place
// is moved to the trash.
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
	// Only the manifest is left, or part of it after a crash.
	for _, path := range []string{manifestPath(s, t.ID) + ".tmp", manifestPath(s, t.ID), filepath.Dir(from)} {
		if state.Exists(path) {
			if err := s.Ops().Remove(path); err != nil {
				return fmt.Errorf("move %s back: %w", t.Key, err)
			}
		}
	}
	return nil
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
		// A folder without a manifest or objects was being moved when a process was killed.
		if !e.IsDir() || !state.Exists(manifestPath(s, e.Name())) {
			continue
		}
		var t Trash
		data, err := state.ReadPlain(manifestPath(s, e.Name()))
		if err != nil || json.Unmarshal(data, &t) != nil || t.ID != e.Name() || t.Key.Validate() != nil || t.Class == "" || t.Worker == "" || t.Storage != migrate.SQLite && t.Storage != migrate.LegacyKV {
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

// reconstruct identifies an entry of the trash whose manifest is damaged: by the last
// change, or by the key in its name, which is that of a deleted class of some Worker.
func reconstruct(s *state.Folder, id string) (Trash, bool) {
	if last, err := readJournal(undoPath(s)); err == nil {
		if i := slices.IndexFunc(last.Moves, func(t Trash) bool { return t.ID == id }); i >= 0 {
			return last.Moves[i], true
		}
	}
	if len(id) <= len(state.StampLayout)+1 {
		return Trash{}, false
	}
	at, err := time.Parse(state.StampLayout, id[:len(state.StampLayout)])
	name, _, _ := strings.Cut(id[len(state.StampLayout)+1:], ".")
	t := Trash{ID: id, Key: state.Key(name), Storage: migrate.SQLite, At: state.Time{Time: at}}
	l, lerr := migrate.ReadLedger(s)
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

// trashFix names a class of the trash that can be restored, if there is one.
func trashFix(s *state.Folder) string {
	all, err := ReadTrash(s)
	l, lerr := migrate.ReadLedger(s)
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

// restorable returns why an entry of the trash cannot be restored, or nil.
func restorable(s *state.Folder, t Trash, l *migrate.Ledger) error {
	if w := l.Workers[t.Worker]; w != nil && w.Classes[t.Class].Key != "" {
		if why := occupied(s, t, w.Classes[t.Class]); why != "" {
			return migrate.Refuse("restore", fmt.Sprintf("class %s is live%s", t.Class, why), "delete or rename it first")
		}
	}
	if who, taken := l.Owners()[t.Key]; taken {
		return migrate.Refuse("restore", fmt.Sprintf("the key %s belongs to %s", t.Key, who), "delete that class first")
	}
	if state.Exists(s.NamespaceDir(t.Key)) {
		return migrate.Refuse("restore", fmt.Sprintf("there is a new folder %s, made by another program", t.Key), "move it out of "+s.ObjectsDir()+" first")
	}
	if err := plainTrash(s, t); err != nil {
		return fmt.Errorf("restore %s: %w", t.Class, err)
	}
	return nil
}

// occupied returns why an entry of the trash cannot take the place of a live class, as the rest
// of a sentence; "" if the class has no objects, and the same storage.
func occupied(s *state.Folder, t Trash, live migrate.Class) string {
	dir := s.NamespaceDir(live.Key)
	switch err := state.PlainTree(dir); {
	case live.Key == t.Key:
		return " with the same key"
	case live.Storage != t.Storage:
		return fmt.Sprintf(" with other storage: %s, not %s", live.Storage, t.Storage)
	case errors.Is(err, fs.ErrNotExist):
		return ""
	case err != nil:
		return fmt.Sprintf(": %v", err)
	}
	switch u, err := state.CountObjects(dir, live.Key); {
	case err != nil:
		return fmt.Sprintf(": %v", err)
	case u.Objects > 0:
		return " and has objects"
	}
	return ""
}

// RestoreTrash makes a deleted class live again with its objects. Its key must be free, and so
// must its name: a class that has it and no objects is moved to the trash. The caller holds the
// lock.
func RestoreTrash(ctx context.Context, s *state.Folder, id string) (*Result, error) {
	if err := s.NeedLock(); err != nil {
		return nil, fmt.Errorf("restore %s: %w", id, err)
	}
	all, err := ReadTrash(s)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(t Trash) bool { return t.ID == id })
	if i < 0 {
		return nil, migrate.Refuse("restore", fmt.Sprintf("the trash has no %q", id), "`dotool migrate status` lists the trash")
	}
	t := all[i]
	now, err := migrate.ReadLedger(s)
	if err != nil {
		return nil, err
	}
	after := now.Clone()
	w := after.Workers[t.Worker]
	if w == nil {
		w = &migrate.Worker{Mode: migrate.Migrations, Classes: map[string]migrate.Class{}}
		after.Workers[t.Worker] = w
	}
	if err := s.Unused(ctx, s.NamespaceDir(t.Key)); err != nil {
		return nil, fmt.Errorf("restore %s: %w", t.Class, err)
	}
	if err := restorable(s, t, now); err != nil {
		return nil, err
	}
	at := s.Clock()
	res := &Result{}
	if live := w.Classes[t.Class]; live.Key != "" {
		if state.Exists(s.NamespaceDir(live.Key)) {
			res.Trashed = append(res.Trashed, trashOf(s, Trash{Worker: t.Worker, Class: t.Class, Key: live.Key, Storage: live.Storage, At: at}))
		}
		w.Retired = append(w.Retired, live.Key)
	}
	w.Classes[t.Class] = migrate.Class{Key: t.Key, Storage: t.Storage}
	for _, each := range after.Workers {
		each.Retired = slices.DeleteFunc(each.Retired, func(k state.Key) bool { return k == t.Key })
	}
	if err := commit(ctx, s, &journal{At: at, Undo: true, Before: now, After: after, Moves: append([]Trash{t}, res.Trashed...)}); err != nil {
		return nil, fmt.Errorf("restore %s: %w", t.Class, err)
	}
	return res, nil
}

// EmptyTrash removes entries permanently, all of them if none is named. The caller
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
	if len(dirs) > 0 { // a runtime may still have one open
		if err := s.Unused(ctx, dirs...); err != nil {
			return fmt.Errorf("empty trash: %w", err)
		}
	}
	for _, e := range entries {
		// Without its manifest an entry cannot be restored, so a partial one never is.
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
