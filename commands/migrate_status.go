package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"dotool/commands/local"
	"dotool/commands/ui"
	"dotool/config/diag"
	"dotool/inspect/d1"
	"dotool/migrate"
	"dotool/migrate/apply"
)

func migrateStatusCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "status", Usage: "show applied migrations, classes on disk, D1 databases and the trash",
		Description: "Example:\n  $ dotool migrate status --json",
		Action: func(c *cli.Context) error {
			return runMigrateStatus(c.Context, env)
		},
	}
}

func runMigrateStatus(ctx context.Context, env *local.Project) error {
	l, err := openLifecycle(env, nil)
	if err != nil {
		return err
	}
	plan, st, err := l.status()
	if err != nil {
		return err
	}
	databases, problems, err := l.databases(ctx)
	if err != nil {
		return err
	}
	if at, _, err := d1.Undoable(l.state); err == nil && at != nil && (st.LastApplyAt == nil || !at.Before(st.LastApplyAt.Time)) {
		st.LastApplyAt, st.CanRollback = at, true
	}
	for _, link := range l.state.Links() {
		env.Warn(link)
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, struct {
			*apply.Status
			Databases []databaseJSON `json:"databases,omitempty"`
		}{st, databasesJSON(databases[0])})
	}
	s := env.Style(env.Stdout)
	if env.StdoutTerminal {
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
	for _, c := range st.Classes {
		note := ""
		switch {
		case c.Foreign > 0:
			note = fmt.Sprintf("%d of them unreachable: their ids belong to another key", c.Foreign)
		case c.Objects == 0:
			note = "no objects"
		}
		t.Row("live", c.Class, string(c.Storage), c.Objects, ui.ByteCount(c.Bytes), ui.Styled{Cell: string(c.Key), Style: s.Dim}, note)
	}
	for _, a := range st.Adoptable {
		note := fmt.Sprintf("written by %s; adopt it with `dotool migrate adopt %s`", a.Source, a.Class)
		if a.Automatic {
			note = "`dotool dev` serves it as it is"
		}
		if a.Foreign > 0 {
			note = fmt.Sprintf("written by %s under another key: %d of %d objects are unreachable", a.Source, a.Foreign, a.Objects)
		}
		t.Row(ui.Styled{Cell: "adoptable", Style: s.Accent}, a.Class, "", a.Objects, ui.ByteCount(a.Bytes), ui.Styled{Cell: string(a.Key), Style: s.Dim}, note)
	}
	for _, u := range st.Unowned {
		adoptable := func(a apply.Adoption) bool { return a.Source == apply.WranglerDev && a.Key == u.Key }
		if !slices.ContainsFunc(st.Adoptable, adoptable) {
			t.Row(ui.Styled{Cell: "unowned", Style: s.Warn}, "", "", u.Objects, ui.ByteCount(u.Bytes), ui.Styled{Cell: string(u.Key), Style: s.Dim}, "no class has this key")
		}
	}
	for _, x := range st.Trash {
		t.Row(ui.Styled{Cell: "trash", Style: s.Dim}, x.Class, string(x.Storage), x.Objects, ui.ByteCount(x.Bytes), ui.Styled{Cell: string(x.Key), Style: s.Dim}, x.ID)
	}
	if len(t.Rows) == 0 && len(databases[0]) == 0 {
		env.Note("No local data.")
	}
	if len(t.Rows) > 0 {
		t.Print(env.Env, env.Stdout, "  ")
	}
	listDatabases(env, databases[0])
	env.PrintDiagnostics(problems)
	if plan.Err() != nil {
		env.PrintDiagnostics(plan.Diagnostics)
		env.Note("Nothing can be applied until this is fixed.")
	}
	if apply.Interrupted(l.state) {
		env.Note("A change was interrupted; the next command that changes the state finishes or undoes it.")
	}
	return nil
}

// status returns the status of the first Worker.
func (l *lifecycle) status() (*migrate.Plan, *apply.Status, error) {
	if err := l.workers[0].Project.EnvProblems.Err(); err != nil {
		return nil, nil, err
	}
	plans, err := l.plan(migrate.FromLocal, false)
	if err != nil {
		return nil, nil, err
	}
	dev, err := l.hosted(l.workers[0])
	if err != nil {
		return nil, nil, err
	}
	st, err := apply.ReadStatus(l.state, plans[0][0], dev)
	return plans[0][0], st, err
}
