// Package apply changes the classes of a state folder: it applies a [migrate.Plan],
// rolls back the last change, adopts objects of other programs, and keeps the trash.
//
// Changes are journalled: an interrupted one is finished or undone, see [Recover].
// [ReadStatus] reads the current state.
package apply

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Options are the options of [Plans].
type Options struct {
	Destructive bool // move the objects of deleted classes to the trash

	// Snapshot takes a snapshot before objects are moved to the trash; reason is for
	// the user. It may be nil.
	Snapshot func(ctx context.Context, reason string) error
}

// TakeSnapshot takes the snapshot that [Plans] would take, for callers that cannot wait
// for it later. It is not taken twice.
func (o *Options) TakeSnapshot(ctx context.Context, plans ...*migrate.Plan) error {
	var going []string
	for _, p := range plans {
		for _, step := range p.Steps {
			if step.Destructive && step.Objects > 0 {
				going = append(going, classOf(p, step, len(plans)))
			}
		}
	}
	if o.Snapshot == nil || len(going) == 0 {
		return nil
	}
	err := o.Snapshot(ctx, "before the migration that deletes "+strings.Join(going, ", "))
	o.Snapshot = nil
	return err
}

// classOf names the class of a step, and its Worker if there are several.
func classOf(p *migrate.Plan, step migrate.Step, plans int) string {
	if plans > 1 {
		return p.Worker + "/" + step.Class
	}
	return step.Class
}

// Result is the result of a change.
type Result struct {
	Trashed []Trash // restorable with RestoreTrash or Rollback
}

// DestructiveError says that a plan would delete objects, which was not allowed.
type DestructiveError struct {
	Steps   []migrate.Step
	classes []string // of the steps
}

func (e *DestructiveError) Error() string {
	var what []string
	for i, s := range e.Steps {
		objects := "objects"
		if s.Objects == 1 {
			objects = "object"
		}
		what = append(what, fmt.Sprintf("%s (%d %s)", e.classes[i], s.Objects, objects))
	}
	return "the migration deletes " + strings.Join(what, ", ")
}

// Hint says how to allow that.
func (e *DestructiveError) Hint() string {
	return "review it with `dotool migrate plan`, then allow it with --yes; the objects are moved to the trash"
}

// staleError says that the ledger has changed since the plan was made.
type staleError struct{ Path string }

func (e *staleError) Error() string {
	return fmt.Sprintf("apply: %s has changed since the plan was made", e.Path)
}

// Hint says to plan again.
func (e *staleError) Hint() string { return "run the command again" }

// Plans applies the plans of Workers of one state folder as one change, completely or not
// at all; the caller holds the lock. If it is interrupted, the next [state.Folder.Lock]
// finishes or undoes it. The plans are of [migrate.NewPlans], all or those without errors.
// A plan with errors, one that does not start from the ledger, and one made from another
// ledger are refused; a destructive one that is not allowed is a [*DestructiveError].
//
// The trash serves as the snapshot for a rollback: a delete moves the folder unchanged,
// and the journal has the previous ledger.
func Plans(ctx context.Context, s *state.Folder, plans []*migrate.Plan, o Options) (*Result, error) {
	refused := &DestructiveError{}
	for _, p := range plans {
		if err := p.Err(); err != nil {
			return nil, err
		}
		if p.From != migrate.FromLocal {
			return nil, fmt.Errorf("apply: the plan starts from %q, not from the local state", p.From)
		}
		for _, step := range p.Steps {
			if step.Destructive {
				refused.Steps, refused.classes = append(refused.Steps, step), append(refused.classes, classOf(p, step, len(plans)))
			}
		}
	}
	if len(refused.Steps) > 0 && !o.Destructive {
		return nil, refused
	}
	if err := s.NeedLock(); err != nil {
		return nil, fmt.Errorf("apply: %w", err)
	}
	res := &Result{}
	if !slices.ContainsFunc(plans, func(p *migrate.Plan) bool { return !p.Empty() }) {
		return res, nil
	}
	now, err := migrate.ReadLedger(s)
	if err != nil {
		return nil, err
	}
	for _, p := range plans {
		if !p.Before().Equal(now) || !p.After().Equal(plans[0].After()) {
			return nil, &staleError{migrate.LedgerPath(s)}
		}
	}
	if err := o.TakeSnapshot(ctx, plans...); err != nil {
		return nil, err
	}
	at := s.Clock()
	after := plans[0].After().Clone()
	for _, p := range plans {
		applied := after.Records(p.Worker)
		for i, a := range applied {
			if p.Adds(a) {
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
	if err := commit(ctx, s, &journal{At: at, Before: now, After: after, Moves: res.Trashed, Adopted: adopted(s, now, after)}); err != nil {
		return nil, fmt.Errorf("apply: %w", err)
	}
	return res, nil
}

// adopted returns the keys that are new in the ledger and have objects already.
func adopted(s *state.Folder, before, after *migrate.Ledger) (keys []state.Key) {
	known := before.Owners()
	for k := range after.Owners() {
		if u, err := state.CountObjects(s.NamespaceDir(k), k); known[k] == "" && err == nil && u.Objects > 0 {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}

// SetAside renames a ledger that cannot be read and returns its new name, so that the
// next plan starts from what is on disk. The caller holds the lock and has informed the
// user.
func SetAside(s *state.Folder) (string, error) {
	if err := s.NeedLock(); err != nil {
		return "", fmt.Errorf("set ledger aside: %w", err)
	}
	return setAside(s)
}

func setAside(s *state.Folder) (string, error) {
	to := migrate.LedgerPath(s) + ".damaged-" + s.Clock().Stamp()
	if err := s.Ops().Move(migrate.LedgerPath(s), to); err != nil {
		return "", fmt.Errorf("set ledger aside: %w", err)
	}
	return to, nil
}
