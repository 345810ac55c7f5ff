package apply

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Source is the program that wrote a namespace.
type Source string

// Adoption is a namespace of another program that a live class could adopt.
type Adoption struct {
	Class   string    `json:"class"`
	Key     state.Key `json:"key"`
	Source  Source    `json:"source"`
	Dir     string    `json:"dir"`
	Objects int       `json:"objects"`
	Bytes   int64     `json:"bytes"`
	Foreign int       `json:"foreign"` // objects with ids of another key, which cannot be adopted

	// Automatic is set if the next `dotool dev` adopts it by itself.
	Automatic bool `json:"automatic,omitempty"`
}

// LeftAside returns objects that wrangler dev has for classes which a plan hosts under
// other keys, for example since a rename.
func LeftAside(s *state.Folder, p *migrate.Plan) []Adoption {
	var all []Adoption
	owners := p.Before().Owners()
	for _, class := range slices.Sorted(maps.Keys(p.Classes)) {
		base := state.Key(p.Worker + "-" + class)
		if base == p.Classes[class].Key || owners[base] != "" {
			continue
		}
		if u, err := state.CountObjects(s.NamespaceDir(base), base); err == nil && u.Objects > u.Foreign {
			all = append(all, Adoption{Class: class, Key: base, Source: WranglerDev, Dir: s.NamespaceDir(base), Objects: u.Objects, Bytes: u.Bytes, Foreign: u.Foreign})
		}
	}
	return all
}

// Adopt gives a live class the objects that another program made for it, and moves its
// current ones to the trash. Files of workerd serve are copied, those of wrangler dev
// are used in place. The ids of all objects must belong to the key of the namespace.
// The other program must not be running; the caller holds the lock.
func Adopt(ctx context.Context, s *state.Folder, worker string, a Adoption) (*Result, error) {
	if err := s.NeedLock(); err != nil {
		return nil, fmt.Errorf("adopt: %w", err)
	}
	now, err := migrate.ReadLedger(s)
	if err != nil {
		return nil, err
	}
	old, err := a.target(now, worker)
	if err != nil {
		return nil, err
	}
	if a.Source != WorkerdServe && a.Key == old.Key {
		return &Result{}, nil
	}
	if err := a.check(ctx, s, old); err != nil {
		return nil, err
	}
	at := s.Clock()
	res := &Result{}
	if state.Exists(s.NamespaceDir(old.Key)) {
		res.Trashed = append(res.Trashed, trashOf(s, Trash{Worker: worker, Class: a.Class, Key: old.Key, Storage: old.Storage, At: at}))
	}
	if err := a.bring(s, old, res.Trashed); err != nil {
		return nil, fmt.Errorf("adopt: %w", err)
	}
	if a.Key == old.Key {
		return res, nil // the ledger does not change
	}
	after := now.Clone()
	w := after.Workers[worker]
	w.Classes[a.Class] = migrate.Class{Key: a.Key, Storage: old.Storage}
	for _, each := range after.Workers {
		each.Retired = slices.DeleteFunc(each.Retired, func(k state.Key) bool { return k == a.Key })
	}
	w.Retired = append(w.Retired, old.Key)
	j := &journal{At: at, Before: now, After: after, Moves: res.Trashed}
	if a.Source != WorkerdServe {
		j.Adopted = []state.Key{a.Key}
	}
	if err := commit(ctx, s, j); err != nil {
		return nil, fmt.Errorf("adopt: %w", err)
	}
	return res, nil
}

// target returns the live class that adopts the objects.
func (a Adoption) target(now *migrate.Ledger, worker string) (old migrate.Class, err error) {
	w := now.Workers[worker]
	if w == nil || w.Classes[a.Class].Key == "" {
		return old, migrate.Refuse("adopt", fmt.Sprintf("class %s is not live", a.Class), "apply the migrations first")
	}
	if err := a.Key.Validate(); err != nil {
		return old, fmt.Errorf("adopt: %w", err)
	}
	old = w.Classes[a.Class]
	if who := now.Owners()[a.Key]; who != "" && a.Key != old.Key {
		return old, migrate.Refuse("adopt", fmt.Sprintf("%s belongs to %s", a.Key, who), "")
	}
	return old, nil
}

// from returns the folder in which the objects are.
func (a Adoption) from(s *state.Folder) string {
	if a.Source == WorkerdServe {
		return filepath.Join(s.ServeDir(), string(a.Key))
	}
	return s.NamespaceDir(a.Key)
}

// check refuses objects that cannot be adopted, or are in use.
func (a Adoption) check(ctx context.Context, s *state.Folder, old migrate.Class) error {
	from := a.from(s)
	if err := state.PlainTree(from); err != nil {
		return fmt.Errorf("adopt: %w", err)
	}
	u, err := state.CountObjects(from, a.Key)
	switch {
	case err != nil:
		return fmt.Errorf("adopt: %w", err)
	case u.Objects == 0:
		return migrate.Refuse("adopt", fmt.Sprintf("there are no objects in %s", from), "")
	case u.Foreign > 0:
		return migrate.Refuse("adopt", fmt.Sprintf("%d of %d objects in %s were not made with the key %s, so their ids would not be found", u.Foreign, u.Objects, from, a.Key),
			"give a folder that was moved or copied by hand its old name again")
	}
	if err := s.Unused(ctx, from, s.NamespaceDir(old.Key)); err != nil {
		return fmt.Errorf("adopt: %w", err)
	}
	if a.Source == WorkerdServe && a.Key != old.Key && state.Exists(s.NamespaceDir(a.Key)) {
		return migrate.Refuse("adopt", fmt.Sprintf("%s already exists", s.NamespaceDir(a.Key)), "adopt that one, or move it away")
	}
	return nil
}

// bring copies the files of workerd serve to the folder of the class. If the class has
// objects there, those are moved to the trash; the original is kept in case of a crash.
func (a Adoption) bring(s *state.Folder, old migrate.Class, trash []Trash) error {
	if a.Source != WorkerdServe {
		return nil
	}
	// With the dot, it is not a namespace.
	copied := filepath.Join(s.ObjectsDir(), ".adopt-"+string(a.Key))
	if err := copyDir(s, a.from(s), copied); err != nil {
		return errors.Join(err, s.Ops().RemoveAll(copied))
	}
	if a.Key == old.Key {
		for _, t := range trash {
			if err := moveToTrash(s, t); err != nil {
				return err
			}
		}
	}
	return s.Ops().Move(copied, s.NamespaceDir(a.Key))
}

// copyDir copies the files of a folder, each synced. An incomplete copy is overwritten.
func copyDir(s *state.Folder, from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	if err := s.Ops().Mkdir(to); err != nil {
		return err
	}
	for _, e := range entries {
		if !e.Type().IsRegular() {
			continue
		}
		data, err := diag.ReadFile(filepath.Join(from, e.Name()))
		if err != nil {
			return err
		}
		if err := s.Ops().Write(filepath.Join(to, e.Name()), data); err != nil {
			return err
		}
	}
	return s.Ops().SyncDir(to)
}
