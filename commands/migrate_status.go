package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/d1"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/apply"
	"github.com/dotool-dev/dotool/migrate/state"
)

func migrateStatusCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "status", Usage: "show applied migrations, classes on disk, D1 databases and the trash",
		Description: "Example:\n  $ dotool migrate status --json",
		ArgsUsage:   "[DIR|CONFIG…]",
		Action: func(c *cli.Context) error {
			return runMigrateStatus(c.Context, env, c.Args().Slice())
		},
	}
}

// workerStatus is the status of a Worker as JSON.
type workerStatus struct {
	*apply.Status
	Databases []databaseJSON `json:"databases,omitempty"`
}

func runMigrateStatus(ctx context.Context, env *local.Project, configs []string) error {
	l, err := openLifecycle(env, configs)
	if err != nil {
		return err
	}
	plans, all, err := l.status()
	if err != nil {
		return err
	}
	databases, problems, err := l.databases(ctx)
	if err != nil {
		return err
	}
	out := []workerStatus{}
	for i, st := range all {
		if at, _, err := d1.Undoable(l.state); err == nil && at != nil && (st.LastApplyAt == nil || !at.Before(st.LastApplyAt.Time)) {
			st.LastApplyAt, st.CanRollback = at, true
		}
		out = append(out, workerStatus{st, databasesJSON(databases[i])})
	}
	for _, link := range l.state.Links() {
		env.Warn(link)
	}
	switch {
	case env.JSON && len(out) == 1:
		return ui.WriteJSON(env.Stdout, out[0])
	case env.JSON:
		return ui.WriteJSON(env.Stdout, out)
	}
	for i, st := range all {
		rows := statusRows(env, all, i)
		l.printStatus(plans[i], st, rows, len(all) > 1)
		if len(all) == 1 && len(rows)+len(databases[i]) == 0 {
			if of := local.DataOf(l.state); len(of) > 0 {
				env.Note("No objects; local data of %s.", strings.Join(of, ", "))
			} else {
				env.Note("No local data.")
			}
		}
		listDatabases(env, databases[i])
	}
	env.PrintDiagnostics(problems)
	failed := false
	for _, plan := range plans {
		if plan.Err() != nil {
			env.PrintDiagnostics(plan.Diagnostics)
			failed = true
		}
	}
	if failed {
		env.Note("Nothing can be applied until this is fixed.")
	}
	if apply.Interrupted(l.state) {
		env.Note("A change was interrupted; the next command that changes the state finishes or undoes it.")
	}
	return nil
}

// printStatus prints the heading and the classes of a Worker.
func (l *lifecycle) printStatus(plan *migrate.Plan, st *apply.Status, rows [][]any, several bool) {
	env := l.env
	if s := env.Style(env.Stdout); env.StdoutTerminal || several {
		heading := []string{s.Bold.Render(diag.Visible(st.Worker)), string(st.Mode)}
		if st.AppliedTag != nil {
			heading = append(heading, "applied "+diag.Visible(*st.AppliedTag))
		}
		if len(st.PendingTags) > 0 {
			heading = append(heading, "pending "+diag.Visible(strings.Join(st.PendingTags, " ")))
		} else if len(plan.Steps) > 0 {
			heading = append(heading, ui.Count(len(plan.Steps), "pending change"))
		}
		if st.LastApplyAt != nil {
			heading = append(heading, "last change "+ui.Ago(time.Since(st.LastApplyAt.Time)))
		}
		fmt.Fprintln(env.Stdout, strings.Join(heading, ", "))
	}
	t := ui.Table{
		Head:  []string{"STATE", "CLASS", "STORAGE", "OBJECTS", "SIZE", "KEY", "NOTE"},
		Spare: []string{"SIZE", "STORAGE", "KEY", "OBJECTS"}, Names: []string{"CLASS", "KEY"}, Whole: []string{"STATE"}, Below: "NOTE",
	}
	for _, row := range rows {
		t.Row(row...)
	}
	if len(t.Rows) > 0 {
		t.Print(env.Env, env.Stdout, "  ")
	}
}

// statusRows returns the classes of a Worker and, with the last one, what else is in the
// folder.
func statusRows(env *local.Project, all []*apply.Status, i int) (rows [][]any) {
	st, s := all[i], env.Style(env.Stdout)
	row := func(cells ...any) { rows = append(rows, cells) }
	for _, c := range st.Classes {
		note := ""
		switch {
		case c.Foreign > 0:
			note = fmt.Sprintf("%d of them unreachable: their ids belong to another key", c.Foreign)
		case c.Objects == 0:
			note = "no objects"
		}
		row("live", c.Class, string(c.Storage), c.Objects, ui.ByteCount(c.Bytes), ui.Styled{Cell: string(c.Key), Style: s.Dim}, note)
	}
	for _, a := range st.Adoptable {
		note := fmt.Sprintf("written by %s; adopt it with `dotool migrate adopt %s`", a.Source, a.Class)
		if a.Automatic {
			note = "`dotool dev` serves it as it is"
		}
		if a.Foreign > 0 {
			note = fmt.Sprintf("written by %s under another key: %d of %d objects are unreachable", a.Source, a.Foreign, a.Objects)
		}
		row(ui.Styled{Cell: "adoptable", Style: s.Accent}, a.Class, "", a.Objects, ui.ByteCount(a.Bytes), ui.Styled{Cell: string(a.Key), Style: s.Dim}, note)
	}
	if i < len(all)-1 {
		return rows
	}
	adoptable := func(key state.Key) bool {
		return slices.ContainsFunc(all, func(st *apply.Status) bool {
			return slices.ContainsFunc(st.Adoptable, func(a apply.Adoption) bool { return a.Source == apply.WranglerDev && a.Key == key })
		})
	}
	for _, u := range st.Unowned {
		if !adoptable(u.Key) {
			row(ui.Styled{Cell: "unowned", Style: s.Warn}, "", "", u.Objects, ui.ByteCount(u.Bytes), ui.Styled{Cell: string(u.Key), Style: s.Dim}, "no class has this key")
		}
	}
	for _, x := range st.Trash {
		row(ui.Styled{Cell: "trash", Style: s.Dim}, x.Class, string(x.Storage), x.Objects, ui.ByteCount(x.Bytes), ui.Styled{Cell: string(x.Key), Style: s.Dim}, x.ID)
	}
	return rows
}

// status returns the status of each Worker.
func (l *lifecycle) status() (plans []*migrate.Plan, all []*apply.Status, err error) {
	for _, w := range l.workers {
		if err := w.Project.EnvProblems.Err(); err != nil {
			return nil, nil, err
		}
	}
	planned, err := l.plan(migrate.FromLocal, false)
	if err != nil {
		return nil, nil, err
	}
	for i, w := range l.workers {
		dev, err := l.hosted(w)
		if err != nil {
			return nil, nil, err
		}
		st, err := apply.ReadStatus(l.state, planned[i][0], dev)
		if err != nil {
			return nil, nil, err
		}
		plans, all = append(plans, planned[i][0]), append(all, st)
	}
	return plans, all, nil
}
