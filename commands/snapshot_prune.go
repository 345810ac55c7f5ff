package commands

import (
	"errors"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/inspect/snapshot"
)

func snapshotPruneCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "prune", Usage: "delete all but the newest snapshots for good",
		Description: "Keeps the states of git branches (`dotool dev --branch-state`) too.\n\n" +
			"Example:\n  $ dotool snapshot prune --keep 10",
		Flags: []cli.Flag{&cli.IntFlag{Name: "keep", Usage: "keep the newest `N`", DefaultText: "required"}},
		Action: func(c *cli.Context) error {
			if keep := c.Int("keep"); !c.IsSet("keep") || keep < 0 {
				return ui.UsageError("dotool snapshot prune needs --keep N", "such as --keep 10")
			}
			return runSnapshotPrune(env, c.Int("keep"))
		},
	}
}

func runSnapshotPrune(env *local.Project, keep int) error {
	store, _, err := env.OpenKept()
	if err != nil {
		return err
	}
	all, err := snapshot.List(store.State())
	if err != nil {
		return err
	}
	if all, err = snapshot.Prunable(store.State(), all); err != nil {
		return err
	}
	var ids []string
	for _, s := range all[min(keep, len(all)):] {
		ids = append(ids, s.ID)
	}
	if len(ids) == 0 && !env.JSON {
		env.Note("There are no older snapshots.")
		return nil
	}
	return runSnapshotDelete(env, ids)
}

func runSnapshotDelete(env *local.Project, ids []string) error {
	store, _, err := env.OpenKept()
	if err != nil {
		return err
	}
	// Find all of them before deleting the first.
	deleted := []snapshot.Snapshot{}
	for _, id := range ids {
		one, err := snapshot.Read(store.State(), id)
		if damaged, ok := errors.AsType[*snapshot.Error](err); ok {
			one, err = snapshot.Snapshot{ID: damaged.ID}, nil
		}
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(deleted, func(d snapshot.Snapshot) bool { return d.ID == one.ID }) {
			deleted = append(deleted, one)
		}
	}
	for _, one := range deleted {
		if err := snapshot.Delete(store.State(), one.ID); err != nil {
			return err
		}
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, struct {
			Deleted []snapshot.Snapshot `json:"deleted"`
		}{deleted})
	}
	env.Note("%s deleted.", ui.Count(len(deleted), "snapshot"))
	return nil
}
