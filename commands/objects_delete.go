package commands

import (
	"context"
	"errors"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/archive"
	"github.com/dotool-dev/dotool/inspect/snapshot"
	"github.com/dotool-dev/dotool/migrate/state"
)

func objectsDeleteCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "delete", Usage: "delete objects with their data and alarms",
		ArgsUsage: "OBJECT|GLOB",
		Description: "A snapshot is taken first; `dotool snapshot restore` restores it. A running `dotool\n" +
			"dev` pauses meanwhile; requests are queued. The next call of a deleted object\n" +
			"creates it again, empty.\n\n" +
			"Example:\n  $ dotool objects delete lobby\n  $ dotool objects delete 'ChatRoom/test-*'",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "class", Usage: "look only in class `NAME`"},
			&cli.BoolFlag{Name: "all", Usage: "delete every object of the class"},
			patienceFlag(env),
		},
		Action: func(c *cli.Context) error {
			a := inspect.Address{Text: c.Args().First(), Class: c.String("class"), All: c.Bool("all")}
			if c.NArg() == 0 && !a.All {
				return ui.UsageError("dotool objects delete needs an object", "`dotool objects` lists the objects")
			}
			return runObjectsDelete(c.Context, env, a)
		},
	}
}

func runObjectsDelete(ctx context.Context, env *local.Project, a inspect.Address) error {
	store, state, err := env.OpenStore()
	if err != nil {
		return err
	}
	objects, err := collect(ctx, store, a)
	if err != nil {
		return local.NearClass(store, err)
	}
	if len(objects) == 0 && !env.JSON {
		env.Note("%s", nothing("objects", a.Text))
		return nil
	}
	return deleteObjects(ctx, env, store, state, objects)
}

// collect returns the objects that an address means.
func collect(ctx context.Context, store *inspect.Store, a inspect.Address) (all []inspect.Object, err error) {
	for o, err := range store.Objects(ctx, a) {
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}

// deleteObjects deletes objects, after taking a snapshot, and reports it.
func deleteObjects(ctx context.Context, env *local.Project, store *inspect.Store, folder *state.Folder, objects []inspect.Object) error {
	var before snapshot.Snapshot
	if len(objects) > 0 {
		defer env.Slowly("Deleting…")()
		err := env.Aside(ctx, folder, func() (err error) {
			if before, err = snapshot.Create(ctx, folder, snapshot.BeforeDelete, "before "+env.Command); err != nil {
				return err
			}
			if err := archive.Delete(ctx, store, objects, env.Command); err != nil {
				return errors.Join(err, snapshot.Delete(folder, before.ID))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if env.JSON {
		var id *string
		if before.ID != "" {
			id = &before.ID
		}
		return ui.WriteJSON(env.Stdout, struct {
			Deleted  []inspect.Object `json:"deleted"`
			Snapshot *string          `json:"snapshot"`
		}{append([]inspect.Object{}, objects...), id})
	}
	what := ui.Count(len(objects), "object")
	if len(objects) == 1 {
		what = local.Label(objects[0])
	}
	env.Note("Deleted %s. Restore with `dotool snapshot restore %s`.", what, before.ID)
	return nil
}
