package commands

import (
	"context"

	"github.com/urfave/cli/v2"

	"dotool/commands/local"
	"dotool/commands/ui"
	"dotool/migrate/apply"
)

func migrateRollbackCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "rollback", Usage: "undo the last change to the local data",
		Description: "Classes become what they were before the change; deleted ones come back with\n" +
			"their objects. Objects of classes created since are moved to the trash.\n\n" +
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
	var res *apply.Result
	err = l.alone(ctx, func() (err error) {
		res, err = apply.Rollback(ctx, l.state)
		return err
	})
	if err != nil {
		return err
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, trashedJSON{append([]apply.Trash{}, res.Trashed...)})
	}
	env.Note("Rolled back the last change.")
	reportTrashed(env, res, "`dotool migrate trash` shows it")
	return nil
}

// trashedJSON is the JSON of a command that moved classes to the trash.
type trashedJSON struct {
	Trashed []apply.Trash `json:"trashed"`
}
