package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/apply"
)

func migrateTrashCommand(env *local.Project) *cli.Command {
	yes := &cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "do not ask"}
	list := func(*cli.Context) error { return runTrashList(env) }
	return &cli.Command{
		Name: "trash", Usage: "list, restore or purge deleted classes",
		Description: "Without a command: list.\n\nExample:\n  $ dotool migrate trash",
		Action:      list,
		Subcommands: []*cli.Command{
			{
				Name: "list", Usage: "list the deleted classes in the trash",
				Description: "Example:\n  $ dotool migrate trash list --json",
				Action:      list,
			},
			{
				Name: "restore", Usage: "restore a deleted class with its objects", ArgsUsage: "CLASS|ID",
				Description: "Declare the class in the configuration again, or the next migration will report\n" +
					"that it is not declared. A class of that name that was created since is moved to\n" +
					"the trash, unless it has objects: then nothing is restored.\n\n" +
					"Example:\n  $ dotool migrate trash restore ChatRoom",
				Flags: []cli.Flag{patienceFlag(env)},
				Action: func(c *cli.Context) error {
					if c.NArg() != 1 {
						return ui.UsageError("dotool migrate trash restore takes one class or id", "`dotool migrate trash` lists them")
					}
					return runTrashRestore(c.Context, env, c.Args().First())
				},
			},
			{
				Name: "empty", Usage: "remove deleted classes for good, all or the given ones", ArgsUsage: "[CLASS|ID…]",
				Description: "Example:\n  $ dotool migrate trash empty --yes",
				Flags:       []cli.Flag{yes, patienceFlag(env)},
				Action: func(c *cli.Context) error {
					return runTrashEmpty(c.Context, env, c.Args().Slice(), c.Bool("yes"))
				},
			},
		},
	}
}

func runTrashList(env *local.Project) error {
	l, err := openState(env)
	if err != nil {
		return err
	}
	all, err := apply.ReadTrash(l.state)
	if err != nil {
		return err
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, all)
	}
	if len(all) == 0 {
		env.Note("The trash is empty.")
		return nil
	}
	t := ui.Table{
		Head:  []string{"CLASS", "WORKER", "STORAGE", "OBJECTS", "SIZE", "DELETED", "ID"},
		Spare: []string{"STORAGE", "WORKER", "SIZE", "OBJECTS", "DELETED"}, Names: []string{"CLASS", "WORKER"}, Below: "ID",
	}
	for _, x := range all {
		t.Row(x.Class, x.Worker, string(x.Storage), x.Objects, ui.ByteCount(x.Bytes), x.At.Time, x.ID)
	}
	t.Print(env.Env, env.Stdout, "")
	return nil
}

// inTrash finds entries by id or by class.
func (l *lifecycle) inTrash(name string) ([]apply.Trash, error) {
	all, err := apply.ReadTrash(l.state)
	if err != nil {
		return nil, err
	}
	found := slices.DeleteFunc(all, func(t apply.Trash) bool { return t.ID != name && t.Class != name })
	if len(found) == 0 {
		return nil, &migrate.RefusedError{Op: "trash", Reason: fmt.Sprintf("there is no %q in it", name), Fix: "`dotool migrate trash` lists its contents"}
	}
	return found, nil
}

func runTrashRestore(ctx context.Context, env *local.Project, name string) error {
	l, err := openState(env)
	if err != nil {
		return err
	}
	found, err := l.inTrash(name)
	if err != nil {
		return err
	}
	// A class that was replaced, or deleted before it had objects, is meant by its id only.
	if full := slices.DeleteFunc(slices.Clone(found), func(t apply.Trash) bool { return t.Objects == 0 }); len(full) == 1 {
		found = full
	}
	if len(found) > 1 {
		return &migrate.RefusedError{Op: "trash restore", Reason: fmt.Sprintf("class %s is in the trash %d times", name, len(found)), Fix: "name one by its id: `dotool migrate trash` lists them"}
	}
	var res *apply.Result
	err = l.alone(ctx, func() (err error) {
		res, err = apply.RestoreTrash(ctx, l.state, found[0].ID)
		return err
	})
	if err != nil {
		return err
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, struct {
			apply.Trash
			Replaced []apply.Trash `json:"replaced,omitempty"`
		}{found[0], res.Trashed})
	}
	env.Note("Restored %s of worker %s with %s.", found[0].Class, found[0].Worker, ui.Count(found[0].Objects, "object"))
	for _, t := range res.Trashed {
		env.Note("The class %s that was in its place had no objects; it is in the trash as %s.", t.Class, t.ID)
	}
	return nil
}

func runTrashEmpty(ctx context.Context, env *local.Project, names []string, yes bool) error {
	l, err := openState(env)
	if err != nil {
		return err
	}
	going, err := apply.ReadTrash(l.state)
	if err != nil {
		return err
	}
	var ids []string
	if len(names) > 0 {
		going = nil
		for _, name := range names {
			found, err := l.inTrash(name)
			if err != nil {
				return err
			}
			going = append(going, found...)
		}
		for _, t := range going {
			ids = append(ids, t.ID)
		}
	}
	if len(going) > 0 && !yes {
		if !env.Ask(ctx, fmt.Sprintf("Remove %s for good?", entries(going))) {
			return env.Declined(ctx, migrate.Refuse("trash empty", entries(going)+" would be deleted for good", "allow it with --yes"))
		}
		for ids = nil; len(ids) < len(going); { // and nothing that was moved there since
			ids = append(ids, going[len(ids)].ID)
		}
	}
	if err := l.alone(ctx, func() error { return apply.EmptyTrash(ctx, l.state, ids...) }); err != nil {
		return err
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, struct {
			Removed []apply.Trash `json:"removed"`
		}{append([]apply.Trash{}, going...)})
	}
	if len(going) == 0 {
		env.Note("The trash is empty.")
	} else {
		env.Note("%s removed.", entries(going))
	}
	return nil
}

// entries describes trash entries in a few words.
func entries(all []apply.Trash) string {
	var names []string
	for _, t := range all {
		names = append(names, fmt.Sprintf("%s (%s)", t.Class, ui.Count(t.Objects, "object")))
	}
	return strings.Join(names, ", ")
}
