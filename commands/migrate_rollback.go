package commands

import (
	"context"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/d1"
	"github.com/dotool-dev/dotool/migrate/apply"
)

func migrateRollbackCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "rollback", Usage: "undo the last change to the local data",
		Description: "Classes become what they were before the change; deleted ones come back with\n" +
			"their objects. Objects of classes created since are moved to the trash; those\n" +
			"that were adopted from wrangler dev stay. D1 databases get their previous content\n" +
			"back; a snapshot is taken first.\n\n" +
			"Example:\n  $ dotool migrate rollback",
		Flags: []cli.Flag{patienceFlag(env)},
		Action: func(c *cli.Context) error {
			return runMigrateRollback(c.Context, env)
		},
	}
}

func runMigrateRollback(ctx context.Context, env *local.Project) error {
	l, err := openState(env)
	if err != nil {
		return err
	}
	res := &apply.Result{}
	undone := []d1.Applied{}
	err = l.alone(ctx, func() error {
		at, with, err := d1.Undoable(l.state)
		if err != nil {
			return err
		}
		last := apply.LastAt(l.state)
		if at != nil && (last == nil || !at.Before(last.Time)) {
			keep := func(ctx context.Context, reason string) error { return snapshotBefore(ctx, l.state, reason) }
			if undone, err = d1.Rollback(ctx, l.state, d1.Options{Snapshot: keep}); err != nil {
				return err
			}
			if with == nil || last == nil || !with.Equal(last.Time) {
				return nil
			}
		}
		res, err = apply.Rollback(ctx, l.state)
		return err
	})
	if err != nil {
		return err
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, struct {
			trashedJSON
			Databases []d1.Applied `json:"databases,omitempty"`
		}{trashedJSON{append([]apply.Trash{}, res.Trashed...)}, undone})
	}
	env.Note("Rolled back the last change.")
	for _, a := range undone {
		env.Note("%s is as it was before %s.", a.Database, diag.Visible(strings.Join(a.Migrations, ", ")))
	}
	if len(undone) > 0 {
		env.Note("What it held until now is in a snapshot; `dotool snapshot list` shows it.")
	}
	reportTrashed(env, res, "`dotool migrate trash` shows it")
	return nil
}

// trashedJSON is the JSON of a command that moved classes to the trash.
type trashedJSON struct {
	Trashed []apply.Trash `json:"trashed"`
}
