package commands

import (
	"context"
	"errors"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/snapshot"
	"github.com/dotool-dev/dotool/migrate/state"
)

func snapshotCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "snapshot", Usage: "create and restore copies of all local state",
		Description: "A snapshot contains every object with its alarm, the data of D1, KV, R2,\n" +
			"Vectorize and Analytics Engine, and the migrations that were applied. It can be\n" +
			"taken while a server is running, and shares unchanged files with the previous\n" +
			"snapshot. \"latest\" is the last one taken with `create`.\n\n" +
			"Example:\n  $ dotool snapshot create --note 'before the import'\n  $ dotool snapshot restore latest",
		Subcommands: []*cli.Command{
			snapshotCreateCommand(env),
			{
				Name: "list", Usage: "list snapshots, newest first",
				Description: "Prints id, age, number of objects, size, how much of it is not shared with the\n" +
					"previous snapshot, and why it was taken.\n\n" +
					"Example:\n  $ dotool snapshot list",
				Action: func(c *cli.Context) error {
					return runSnapshotList(env)
				},
			},
			{
				Name: "restore", Usage: "restore all objects to a snapshot", ArgsUsage: "ID",
				Description: "All or nothing. The current state is saved as a snapshot first; --undo goes back\n" +
					"to it. A damaged snapshot is refused. A running `dotool dev` pauses meanwhile;\n" +
					"requests are queued.\n\n" +
					"Example:\n  $ dotool snapshot restore latest\n  $ dotool snapshot restore --undo",
				Flags: []cli.Flag{&cli.BoolFlag{Name: "undo", Usage: "undo the last restore"}, patienceFlag(env)},
				Action: func(c *cli.Context) error {
					if c.Bool("undo") {
						if c.NArg() > 0 {
							return ui.Usagef("--undo takes no id: it restores the snapshot taken before the last restore")
						}
						return runSnapshotRestore(c.Context, env, snapshot.Undo)
					}
					if c.NArg() != 1 {
						return ui.UsageError("dotool snapshot restore takes one id", "`dotool snapshot list` lists them")
					}
					return runSnapshotRestore(c.Context, env, c.Args().First())
				},
			},
			snapshotDiffCommand(env),
			snapshotPruneCommand(env),
			{
				Name: "delete", Usage: "delete snapshots for good", ArgsUsage: "ID…",
				Description: "Example:\n  $ dotool snapshot delete 20261123T100000Z",
				Action: func(c *cli.Context) error {
					if c.NArg() == 0 {
						return ui.UsageError("dotool snapshot delete needs at least one id", "`dotool snapshot list` lists them")
					}
					return runSnapshotDelete(env, c.Args().Slice())
				},
			},
		},
	}
}

func runSnapshotList(env *local.Project) error {
	store, _, err := env.OpenKept()
	if err != nil {
		return err
	}
	all, err := snapshot.List(store.State())
	if err != nil {
		return err
	}
	damaged, err := snapshot.Damaged(store.State())
	if err != nil {
		return err
	}
	for _, d := range damaged {
		env.Note("%s; %s.", diag.Sanitize(d.Error()), d.Hint())
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, all)
	}
	if len(all) == 0 && len(damaged) == 0 {
		env.Note("No snapshots yet.")
	}
	if len(all) == 0 {
		return nil
	}
	t := ui.Table{Head: []string{"ID", "TAKEN", "OBJECTS", "SIZE", "NEW", "REASON"}, Spare: []string{"NEW", "SIZE", "OBJECTS"}, Whole: []string{"ID"}}
	for _, s := range all {
		t.Row(s.ID, s.CreatedAt.Time, s.Objects, ui.ByteCount(s.Bytes), ui.ByteCount(s.NewBytes), diag.Visible(s.Reason))
	}
	t.Print(env.Env, env.Stdout, "")
	return nil
}

func runSnapshotRestore(ctx context.Context, env *local.Project, id string) error {
	store, state, err := env.OpenKept()
	if err != nil {
		return err
	}
	// Read before there is a newer one.
	target, err := snapshot.Read(store.State(), id)
	if err != nil {
		return err
	}
	defer env.Slowly("Restoring the snapshot…")()
	var before snapshot.Snapshot
	err = env.Aside(ctx, state, func() (err error) {
		before, err = snapshot.Restore(ctx, store.State(), target.ID, snapshot.RestoreOptions{Command: "dotool snapshot restore", Before: true})
		return err
	})
	if err != nil {
		return err
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, struct {
			Restored snapshot.Snapshot `json:"restored"`
			Before   snapshot.Snapshot `json:"before"`
		}{target, before})
	}
	env.Note("Restored the snapshot of %s (%s).", target.CreatedAt.Local().Format(time.DateTime), ui.Count(target.Objects, "object"))
	env.Note("Undo with `dotool snapshot restore --undo` (%s).", before.ID)
	return nil
}

// alone runs fn with the lock of the state folder, while a running dev server pauses.
func (l *lifecycle) alone(ctx context.Context, fn func() error) error {
	return l.env.Aside(ctx, l.state, func() error {
		lock, err := l.state.Lock(ctx, state.Holder{Command: l.env.Command})
		if err != nil {
			return err
		}
		return errors.Join(fn(), lock.Close())
	})
}
