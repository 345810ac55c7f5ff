package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/snapshot"
	"github.com/dotool-dev/dotool/migrate/state"
)

type snapshotOptions struct {
	Note  string
	Every time.Duration // 0: once
	Keep  int           // of those taken with Every; 0: all
}

func snapshotCreateCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "create", Usage: "take a snapshot and print its id",
		Description: "With --every, takes one at once and at each interval, but only if anything has changed\n" +
			"since the newest snapshot, until Ctrl-C. A running server keeps serving.\n\n" +
			"Example:\n  $ dotool snapshot create --note 'all rooms full'\n  $ dotool snapshot create --every 10m --keep 20",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "note", Usage: "describe the snapshot with `TEXT`"},
			&cli.DurationFlag{Name: "every", Usage: "take one every `DURATION`, such as 10m, if anything has changed", DefaultText: "once"},
			&cli.IntFlag{Name: "keep", Usage: "keep only the newest `N` snapshots taken with --every", DefaultText: "all"},
			patienceFlag(env),
		},
		Action: func(c *cli.Context) error {
			o := snapshotOptions{Note: c.String("note"), Every: c.Duration("every"), Keep: c.Int("keep")}
			switch {
			case c.NArg() > 0:
				return ui.UsageError("dotool snapshot create takes no arguments", "describe it with --note TEXT")
			case c.IsSet("every") && o.Every < time.Second:
				return ui.Usagef("--every takes a duration of at least 1s, such as 10m, not %s", o.Every)
			case c.IsSet("keep") && !c.IsSet("every"):
				return ui.UsageError("--keep needs --every", "`dotool snapshot prune --keep N` deletes older snapshots now")
			case c.IsSet("keep") && o.Keep < 1:
				return ui.Usagef("--keep takes a number from 1 up, not %d", o.Keep)
			case o.Every > 0:
				return runSnapshotEvery(c.Context, env, o)
			}
			return runSnapshotCreate(c.Context, env, o)
		},
	}
}

func runSnapshotCreate(ctx context.Context, env *local.Project, o snapshotOptions) error {
	_, folder, err := env.OpenKept()
	if err != nil {
		return err
	}
	defer env.Slowly("Taking a snapshot…")()
	var made snapshot.Snapshot
	err = env.Settled(ctx, folder, func() (err error) {
		made, err = snapshot.Create(ctx, folder, snapshot.Asked, cmp.Or(o.Note, "asked for"))
		return err
	})
	if err != nil {
		return ui.Interrupted(ctx, err)
	}
	return printMade(env, made)
}

// printMade prints a snapshot that was taken.
func printMade(env *local.Project, made snapshot.Snapshot) error {
	if env.JSON {
		return ui.WriteJSON(env.Stdout, made)
	}
	if _, err := fmt.Fprintln(env.Stdout, made.ID); err != nil {
		return err
	}
	env.Note("%s, %s (%s new).", ui.Count(made.Objects, "object"), ui.ByteSize(made.Bytes), ui.ByteSize(made.NewBytes))
	for _, name := range made.Damaged {
		env.Warn(ui.WithHint(fmt.Errorf("%s is not a database, and was copied as it is", diag.Visible(name)), "restore it from an earlier snapshot (`dotool snapshot list`), or move it away"))
	}
	return nil
}

// runSnapshotEvery takes snapshots until ctx is done. An error after the first one is
// printed, and the next is tried in its turn.
func runSnapshotEvery(ctx context.Context, env *local.Project, o snapshotOptions) error {
	_, folder, err := env.OpenKept()
	if err != nil {
		return err
	}
	turn := time.NewTicker(o.Every)
	defer turn.Stop()
	for first := true; ; first = false {
		made, err := snapshotAgain(ctx, env, folder, o)
		if made != nil {
			if err := printMade(env, *made); err != nil {
				return err
			}
		}
		switch {
		case ctx.Err() != nil:
			return nil // being asked to stop is success
		case err != nil && first:
			return err
		case err != nil:
			env.Warn(err)
		}
		if first {
			env.Note("The next one follows in %s, if anything has changed; Ctrl-C ends this.", interval(o.Every))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-turn.C:
		}
	}
}

// interval returns a duration without parts that are zero, such as "10m".
func interval(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// snapshotAgain takes a snapshot if anything has changed, and deletes older ones; if only that
// fails, it returns both. Without a change it returns nil.
func snapshotAgain(ctx context.Context, env *local.Project, folder *state.Folder, o snapshotOptions) (*snapshot.Snapshot, error) {
	var made snapshot.Snapshot
	var changed bool
	err := env.Settled(ctx, folder, func() (err error) {
		made, changed, err = snapshot.CreateChanged(ctx, folder, snapshot.Regular, cmp.Or(o.Note, "every "+interval(o.Every)))
		return err
	})
	if err != nil || !changed {
		return nil, err
	}
	all, err := snapshot.List(folder)
	if err != nil || o.Keep == 0 {
		return &made, err
	}
	all = slices.DeleteFunc(all, func(s snapshot.Snapshot) bool { return s.Cause != snapshot.Regular })
	for _, s := range all[min(o.Keep, len(all)):] {
		if err := snapshot.Delete(folder, s.ID); err != nil {
			return &made, err
		}
	}
	return &made, nil
}

// patienceFlag returns the flag of commands that wait for the state folder.
func patienceFlag(env *local.Project) cli.Flag {
	return &cli.DurationFlag{Name: "timeout", Usage: "wait up to `DURATION` for another command that is using the local data", Value: 5 * time.Second, Destination: &env.Patience}
}
