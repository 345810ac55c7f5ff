package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"dotool/commands/local"
	"dotool/commands/ui"
	"dotool/config/diag"
	"dotool/inspect"
	"dotool/migrate/state"
)

func snapshotCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "snapshot", Usage: "create and restore copies of all local state",
		Description: "A snapshot holds every object, with its alarm, and what migrations were applied.\n" +
			"It is taken whether a server runs or not, and shares what has not changed with\n" +
			"the snapshot before. \"latest\" is the last one that was made with `create`.\n\n" +
			"Example:\n  $ dotool snapshot create --note 'before the import'\n  $ dotool snapshot restore latest",
		Subcommands: []*cli.Command{
			{
				Name: "create", Usage: "take a snapshot, print its id",
				Description: "Example:\n  $ dotool snapshot create --note 'all rooms full'",
				Flags:       []cli.Flag{&cli.StringFlag{Name: "note", Usage: "`TEXT` to know it by"}, patienceFlag(env)},
				Action: func(c *cli.Context) error {
					if err := arguments(c, 0); err != nil {
						return err
					}
					return runSnapshotCreate(c.Context, env, c.String("note"))
				},
			},
			{
				Name: "list", Usage: "list the snapshots, the newest first",
				Description: "Prints id, age, objects, size, what of it is not shared with the snapshot before,\n" +
					"and why it was taken.\n\nExample:\n  $ dotool snapshot list",
				Action: func(c *cli.Context) error {
					if err := arguments(c, 0); err != nil {
						return err
					}
					return runSnapshotList(env)
				},
			},
			{
				Name: "restore", Usage: "put all objects back to what they were", ArgsUsage: "ID",
				Description: "All or nothing, and what is there now becomes a snapshot first, to which --undo\n" +
					"goes back. A snapshot that is damaged is refused. A running `dotool dev` pauses\n" +
					"meanwhile; requests are queued.\n\nExample:\n  $ dotool snapshot restore latest\n  $ dotool snapshot restore --undo",
				Flags: []cli.Flag{&cli.BoolFlag{Name: "undo", Usage: "undo the last restore"}, patienceFlag(env)},
				Action: func(c *cli.Context) error {
					if c.Bool("undo") {
						if c.NArg() > 0 {
							return ui.Usagef("--undo restores the snapshot made before the last restore: give no id with it")
						}
						return runSnapshotRestore(c.Context, env, inspect.Undo)
					}
					if c.NArg() != 1 {
						return ui.UsageError("dotool snapshot restore takes one id", "`dotool snapshot list` shows what there is")
					}
					return runSnapshotRestore(c.Context, env, c.Args().First())
				},
			},
			{
				Name: "delete", Usage: "remove snapshots for good", ArgsUsage: "ID…",
				Description: "Example:\n  $ dotool snapshot delete 20261123T100000Z",
				Action: func(c *cli.Context) error {
					if c.NArg() == 0 {
						return ui.UsageError("dotool snapshot delete takes the ids of snapshots", "`dotool snapshot list` shows what there is")
					}
					return runSnapshotDelete(env, c.Args().Slice())
				},
			},
		},
	}
}

func runSnapshotCreate(ctx context.Context, env *local.Project, note string) error {
	store, state, err := env.OpenKept()
	if err != nil {
		return err
	}
	defer env.Slowly("Taking a snapshot…")()
	var snapshot inspect.Snapshot
	err = env.Settled(ctx, state, func() (err error) {
		snapshot, err = inspect.CreateSnapshot(ctx, store.State(), inspect.Asked, cmp.Or(note, "asked for"))
		return err
	})
	if err != nil {
		return ui.Interrupted(ctx, err)
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, snapshot)
	}
	fmt.Fprintln(env.Stdout, snapshot.ID)
	env.Tell("%s, %s, of which %s are new.", ui.Count(snapshot.Objects, "object"), ui.ByteSize(snapshot.Bytes), ui.ByteSize(snapshot.NewBytes))
	return nil
}

func runSnapshotList(env *local.Project) error {
	store, _, err := env.OpenKept()
	if err != nil {
		return err
	}
	all, err := inspect.Snapshots(store.State())
	if err != nil {
		return err
	}
	damaged, err := inspect.DamagedSnapshots(store.State())
	if err != nil {
		return err
	}
	for _, d := range damaged {
		env.Tell("%s; %s.", diag.Harmless(d.Error()), d.Hint())
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, all)
	}
	if len(all) == 0 && len(damaged) == 0 {
		env.Tell("There are no snapshots here yet.")
	}
	if len(all) == 0 {
		return nil
	}
	t := ui.Table{Head: []string{"ID", "TAKEN", "OBJECTS", "SIZE", "NEW", "REASON"}}
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
	// Before there is a newer one that undoes it.
	snapshot, err := inspect.ReadSnapshot(store.State(), id)
	if err != nil {
		return err
	}
	defer env.Slowly("Restoring the snapshot…")()
	var before inspect.Snapshot
	err = env.Aside(ctx, state, func() (err error) {
		if before, err = inspect.CreateSnapshot(ctx, store.State(), inspect.BeforeRestore, "before going back to "+snapshot.ID); err != nil {
			return err
		}
		if err = inspect.RestoreSnapshot(ctx, store.State(), snapshot.ID, "dotool snapshot restore"); err != nil {
			// Nothing has changed, so there is nothing to go back to.
			err = errors.Join(err, inspect.DeleteSnapshot(store.State(), before.ID))
		}
		return err
	})
	if err != nil {
		return err
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, struct {
			Restored inspect.Snapshot `json:"restored"`
			Before   inspect.Snapshot `json:"before"`
		}{snapshot, before})
	}
	env.Tell("Restored the snapshot of %s (%s).", snapshot.CreatedAt.Local().Format(time.DateTime), ui.Count(snapshot.Objects, "object"))
	env.Tell("Undo with `dotool snapshot restore --undo` (%s).", before.ID)
	return nil
}

func runSnapshotDelete(env *local.Project, ids []string) error {
	store, _, err := env.OpenKept()
	if err != nil {
		return err
	}
	// All are known before the first is gone.
	deleted := []inspect.Snapshot{}
	for _, id := range ids {
		snapshot, err := inspect.ReadSnapshot(store.State(), id)
		if damaged, ok := errors.AsType[*inspect.SnapshotError](err); ok {
			snapshot, err = inspect.Snapshot{ID: damaged.ID}, nil
		}
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(deleted, func(d inspect.Snapshot) bool { return d.ID == snapshot.ID }) {
			deleted = append(deleted, snapshot)
		}
	}
	for _, snapshot := range deleted {
		if err := inspect.DeleteSnapshot(store.State(), snapshot.ID); err != nil {
			return err
		}
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, struct {
			Deleted []inspect.Snapshot `json:"deleted"`
		}{deleted})
	}
	env.Tell("%s deleted.", ui.Count(len(deleted), "snapshot"))
	return nil
}

// patienceFlag is for commands that wait for the state folder.
func patienceFlag(env *local.Project) cli.Flag {
	return &cli.DurationFlag{Name: "timeout", Usage: "wait up to `DURATION` for another command that is changing the local data", Value: 5 * time.Second, Destination: &env.Patience}
}

// alone runs fn with the lock of the state folder, while a dev server pauses.
func (l *lifecycle) alone(ctx context.Context, fn func() error) error {
	return l.env.Aside(ctx, l.state, func() error {
		lock, err := l.state.Lock(ctx, state.Holder{Command: l.env.Command})
		if err != nil {
			return err
		}
		return errors.Join(fn(), lock.Close())
	})
}
