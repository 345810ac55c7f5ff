package apply

import (
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"

	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Status is the status of a Worker in a state folder. Its JSON form is printed
// by `dotool migrate status --json`.
type Status struct {
	Worker      string        `json:"worker"`
	Mode        migrate.Mode  `json:"mode"`
	AppliedTag  *string       `json:"appliedTag"`
	PendingTags []string      `json:"pendingTags"` // none if the plan has errors
	Classes     []ClassStatus `json:"classes"`     // live in the ledger, by name
	Unowned     []Unowned     `json:"unowned"`     // on disk, but of no class of any Worker
	Adoptable   []Adoption    `json:"adoptable"`   // what wrangler dev or workerd serve has for these classes
	Trash       []Trash       `json:"trash"`       // oldest first
	LastApplyAt *state.Time   `json:"lastApplyAt"`
	CanRollback bool          `json:"canRollback"`
}

// ClassStatus is a live class and its size on disk.
type ClassStatus struct {
	Class   string          `json:"class"`
	Key     state.Key       `json:"key"`
	Storage migrate.Storage `json:"storage"`
	Objects int             `json:"objects"`
	Bytes   int64           `json:"bytes"`
	Foreign int             `json:"foreign"` // objects with ids of another key, which cannot be reached
}

// Unowned is a namespace on disk that belongs to no Worker.
type Unowned struct {
	Key     state.Key `json:"key"`
	Objects int       `json:"objects"`
	Bytes   int64     `json:"bytes"`
}

const (
	WranglerDev  Source = "wrangler dev"
	WorkerdServe Source = "workerd serve"
)

// ReadStatus compares the ledger with the disk. The plan starts from the local ledger
// and shows what is pending and which keys other programs would use; the plan dev is
// for hosting and shows what would be adopted.
func ReadStatus(s *state.Folder, p, dev *migrate.Plan) (*Status, error) {
	disk, err := s.ReadDisk(true)
	if err != nil {
		return nil, err
	}
	served, err := state.ReadNamespaces(s.ServeDir(), true)
	if err != nil {
		return nil, err
	}
	st := &Status{
		Worker: p.Worker, Mode: p.Mode, AppliedTag: p.AppliedTag, PendingTags: []string{},
		Classes: []ClassStatus{}, Unowned: []Unowned{}, Adoptable: []Adoption{},
	}
	if st.Trash, err = ReadTrash(s); err != nil {
		return nil, err
	}
	for _, a := range p.After().Records(p.Worker) {
		if p.Adds(a) {
			st.PendingTags = append(st.PendingTags, a.Tag)
		}
	}
	owners := p.Before().Owners()
	if w := p.Before().Workers[p.Worker]; w != nil {
		for _, class := range slices.Sorted(maps.Keys(w.Classes)) {
			c := w.Classes[class]
			u := disk[c.Key]
			st.Classes = append(st.Classes, ClassStatus{class, c.Key, c.Storage, u.Objects, u.Bytes, u.Foreign})
			base := state.Key(p.Worker + "-" + class)
			if u, found := disk[base]; found && base != c.Key && owners[base] == "" {
				st.Adoptable = append(st.Adoptable, Adoption{class, base, WranglerDev, s.NamespaceDir(base), u.Objects, u.Bytes, u.Foreign, false})
			}
			native := p.Native(class)
			if u := served[native]; u.Objects > 0 {
				st.Adoptable = append(st.Adoptable, Adoption{class, native, WorkerdServe, filepath.Join(s.ServeDir(), string(native)), u.Objects, u.Bytes, u.Foreign, false})
			}
		}
	}
	for _, class := range slices.Sorted(maps.Keys(dev.Classes)) {
		k := dev.Classes[class].Key
		if u, found := disk[k]; found && owners[k] == "" {
			listed := func(a Adoption) bool { return a.Key == k && a.Source == WranglerDev }
			st.Adoptable = slices.DeleteFunc(st.Adoptable, listed)
			st.Adoptable = append(st.Adoptable, Adoption{class, k, WranglerDev, s.NamespaceDir(k), u.Objects, u.Bytes, u.Foreign, true})
			owners[k] = p.Worker + "." + class
		}
	}
	for _, k := range disk.Keys() {
		if owners[k] == "" {
			st.Unowned = append(st.Unowned, Unowned{k, disk[k].Objects, disk[k].Bytes})
		}
	}
	last, err := readJournal(undoPath(s))
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.As(err, new(*JournalError)) {
		return nil, err
	}
	if err == nil {
		st.LastApplyAt = &last.At
		st.CanRollback = !last.Undo && p.Before().Equal(last.After)
	}
	return st, nil
}
