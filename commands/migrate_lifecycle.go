package commands

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/bundle"
	"github.com/dotool-dev/dotool/inspect/snapshot"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/apply"
	"github.com/dotool-dev/dotool/migrate/state"
)

// fromEach asks for a plan from every state that can be derived from the
// configuration.
const fromEach migrate.From = "each"

// lifecycle is the subject of the migrate commands: Workers that share a state folder.
type lifecycle struct {
	env     *local.Project
	state   *state.Folder
	workers []migrate.Request // without Ledger, Disk and From

	// undeployed plans Workers without a local deploy as dotool dev hosts them: that their
	// migrations are one upload is known of no account.
	undeployed bool
}

// openLifecycle reads the configurations, one found as usual if none is given, and
// bundles their source to see what it exports. Problems in either are part of the
// plans; the error means that there is nothing to plan.
func openLifecycle(e *local.Project, configs []string) (*lifecycle, error) {
	loadings, err := e.Loadings(configs...)
	if err != nil {
		return nil, err
	}
	l := &lifecycle{env: e}
	var projects []*config.Project
	for _, o := range loadings {
		p, list, err := config.Load(o)
		if err != nil {
			return nil, err
		}
		if p.Name.Value == "" { // it could not even be parsed
			return nil, list.Err()
		}
		// A Worker in Python, or not built yet, has migrations like any other.
		list = slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return slices.Contains(p.RunProblems, d) })
		exports, problems := exportsOf(p)
		if exports == nil && len(problems) == 0 && p.Main.Value != "" {
			why := "it does not exist yet"
			if strings.HasSuffix(p.Main.Value, ".py") {
				why = "it is Python"
			}
			e.Note("The exports of %s are not compared with the configuration: %s.", p.Main.Value, why)
		}
		projects = append(projects, p)
		l.workers = append(l.workers, migrate.Request{Project: p, Exports: exports, Problems: append(list, problems...)})
	}
	for i := range l.workers {
		l.workers[i].Others = slices.Delete(slices.Clone(projects), i, i+1)
	}
	l.state = e.KeptAt(projects[0].StateDir(e.Flags.PersistTo))
	return l, nil
}

// openState is openLifecycle for callers that only need the folder.
func openState(e *local.Project) (*lifecycle, error) {
	all, err := e.Loadings()
	if err != nil {
		return nil, err
	}
	p, _, err := config.Load(all[0]) // other problems do not affect where the state is
	if err == nil {
		err = e.HeedEnv(p)
	}
	if err != nil {
		return nil, err
	}
	return &lifecycle{env: e, state: e.KeptAt(p.StateDir(e.Flags.PersistTo))}, nil
}

// exportsOf bundles the source and returns the names that it exports: nil if it does
// not build, for which the list says why, or if there is no JavaScript yet.
func exportsOf(p *config.Project) ([]string, diag.List) {
	var list diag.List
	if p.Main.Value == "" {
		return nil, nil // loading has reported why
	}
	if _, err := os.Stat(p.MainPath()); err != nil || strings.HasSuffix(p.Main.Value, ".py") {
		return nil, nil // nothing to compare with
	}
	b, list := bundle.New(p)
	if list.HasErrors() {
		return nil, list
	}
	defer b.Close()
	built, list := b.Build()
	if built == nil {
		return nil, list
	}
	// Warnings about the source are for commands that run it.
	return append([]string{}, built.Exports...), nil
}

// plan returns the plans of each worker: one, or several with fromEach.
func (l *lifecycle) plan(from migrate.From, count bool) ([][]*migrate.Plan, error) {
	ledger, err := migrate.ReadLedger(l.state)
	if err != nil {
		return nil, err
	}
	return l.planWith(ledger, from, count)
}

func (l *lifecycle) planWith(ledger *migrate.Ledger, from migrate.From, count bool) ([][]*migrate.Plan, error) {
	disk, err := l.state.ReadDisk(count)
	if err != nil {
		return nil, err
	}
	requests := slices.Clone(l.workers)
	undo := apply.Undoable(l.state, ledger)
	for i := range requests {
		r := &requests[i]
		r.Ledger, r.Disk, r.From, r.Undo = ledger, disk, from, undo
		r.Serve = r.Serve || l.undeployed && ledger.Workers[r.Project.Name.Value] == nil
	}
	var all [][]*migrate.Plan
	switch from {
	case migrate.FromLocal:
		for _, p := range migrate.NewPlans(requests) {
			all = append(all, []*migrate.Plan{p})
		}
	case fromEach:
		for _, r := range requests {
			all = append(all, migrate.PlanEach(r))
		}
	default:
		for _, r := range requests {
			all = append(all, []*migrate.Plan{migrate.NewPlan(r)})
		}
	}
	return all, nil
}

// planAnew plans from what is on disk, in place of a ledger that cannot be read.
func (l *lifecycle) planAnew(damaged *migrate.LedgerError, from migrate.From) ([][]*migrate.Plan, error) {
	// Lost classes were not created in one upload, so its rules do not apply.
	for i := range l.workers {
		l.workers[i].Serve = true
	}
	plans, err := l.planWith(migrate.NewLedger(), from, false)
	if err != nil || !failed(plans) {
		return plans, err
	}
	if err := l.show(plans, nil, nil, false); !errors.Is(err, ui.ErrReported) {
		return nil, err
	}
	return nil, damaged
}

// hostable reports whether the dev server accepts a plan that a deploy would reject.
func (l *lifecycle) hostable(r migrate.Request) bool {
	p, err := l.hosted(r)
	return err == nil && p.Err() == nil
}

// hosted returns the plan that the dev server would make.
func (l *lifecycle) hosted(r migrate.Request) (*migrate.Plan, error) {
	var err error
	if r.Ledger, err = migrate.ReadLedger(l.state); err != nil {
		return nil, err
	}
	if r.Disk, err = l.state.ReadDisk(false); err != nil {
		return nil, err
	}
	r.Serve = true
	return migrate.NewPlan(r), nil
}

// snapshotBefore takes a snapshot before a migration that deletes objects.
func snapshotBefore(ctx context.Context, state *state.Folder, reason string) error {
	_, err := snapshot.Create(ctx, state, snapshot.BeforeMigration, reason)
	return err
}
