package commands

import (
	"context"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/snapshot"
)

func resetCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "reset", Usage: "delete all local objects, or all local data",
		ArgsUsage: "[CLASS]",
		Description: "Deletes every object of a class or, without CLASS, of all classes. --all deletes the\n" +
			"data of D1, KV, R2, Queues and other products too, and which migrations were\n" +
			"applied: they are applied again. A snapshot is taken first; `dotool snapshot restore`\n" +
			"restores it. A running `dotool dev` pauses meanwhile; requests are queued.\n\n" +
			"Example:\n  $ dotool reset ChatRoom\n  $ dotool reset --all",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "all", Usage: "delete all local data except snapshots and the trash"},
			patienceFlag(env),
		},
		Action: func(c *cli.Context) error {
			if !c.Bool("all") {
				return runReset(c.Context, env, c.Args().First())
			}
			if c.NArg() > 0 {
				return ui.UsageError("CLASS and --all cannot be combined", "`dotool reset "+c.Args().First()+"` deletes the objects of the class")
			}
			return runResetAll(c.Context, env)
		},
	}
}

func runReset(ctx context.Context, env *local.Project, class string) error {
	store, state, err := env.OpenStore()
	if err != nil {
		return err
	}
	a := inspect.Address{}
	if class != "" {
		n, err := store.Namespace(class)
		if err != nil {
			return local.NearClass(store, err)
		}
		a = inspect.Address{Text: n.Label, All: true}
	}
	objects, err := collect(ctx, store, a)
	if err != nil {
		return err
	}
	if len(objects) == 0 && !env.JSON {
		env.Note("There are no objects to delete.")
		return nil
	}
	return deleteObjects(ctx, env, store, state, objects)
}

func runResetAll(ctx context.Context, env *local.Project) error {
	store, state, err := env.OpenWhole()
	if err != nil {
		return err
	}
	objects, err := collect(ctx, store, inspect.Address{})
	if err != nil {
		return err
	}
	defer env.Slowly("Deleting…")()
	var before snapshot.Snapshot
	err = env.Aside(ctx, state, func() (err error) {
		before, err = snapshot.Reset(ctx, state, env.Command)
		return err
	})
	if err != nil {
		return err
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, struct {
			Deleted  []inspect.Object `json:"deleted"`
			Snapshot *string          `json:"snapshot"`
		}{append([]inspect.Object{}, objects...), &before.ID})
	}
	env.Note("Deleted all local data (%s). Restore with `dotool snapshot restore %s`.", ui.Count(len(objects), "object"), before.ID)
	return nil
}
