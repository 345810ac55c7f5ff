package commands

import (
	"context"
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/apply"
)

func migrateAdoptCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "adopt", Usage: "adopt objects written by wrangler dev or workerd serve",
		ArgsUsage: "[CLASS]",
		Description: "The class takes over their objects; those it has now are moved to the trash.\n" +
			"`dotool migrate status` shows what can be adopted. The other program must not be\n" +
			"running.\n\n" +
			"Example:\n  $ dotool migrate adopt ChatRoom",
		Flags: []cli.Flag{
			patienceFlag(env),
			&cli.StringFlag{Name: "source", Usage: "adopt the objects written by `PROGRAM`: wrangler or workerd"},
			&cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "do not ask"},
		},
		Action: func(c *cli.Context) error {
			sources := map[string]apply.Source{"": "", "wrangler": apply.WranglerDev, "workerd": apply.WorkerdServe}
			source, ok := sources[c.String("source")]
			if !ok {
				return ui.Usagef("--source takes wrangler or workerd, not %q", c.String("source"))
			}
			return runMigrateAdopt(c.Context, env, c.Args().First(), source, c.Bool("yes"))
		},
	}
}

func runMigrateAdopt(ctx context.Context, env *local.Project, class string, source apply.Source, yes bool) error {
	if _, err := env.Loading(); err != nil {
		return err
	}
	l, err := openLifecycle(env, nil)
	if err != nil {
		return err
	}
	found, st, err := l.adoptable(class, source)
	if err != nil {
		return err
	}
	if len(found) == 0 && class == "" {
		env.Note("Nothing to adopt.")
	}
	for _, a := range found {
		if now := objectsOf(st, a.Class); now > 0 && !yes && !env.Ask(ctx, fmt.Sprintf("Class %s has %s here, which will be moved to the trash. Adopt %s of %s?", a.Class, ui.Count(now, "object"), ui.Count(a.Objects, "object"), a.Source)) {
			reason := fmt.Sprintf("class %s has %s here, which would be moved to the trash", a.Class, ui.Count(now, "object"))
			return env.Declined(ctx, migrate.Refuse("adopt", reason, "allow it with --yes"))
		}
	}
	results := trashedJSON{[]apply.Trash{}}
	if len(found) > 0 {
		err = l.alone(ctx, func() error {
			// Only the adoption that was confirmed.
			again, now, err := l.adoptable(class, source)
			if err != nil {
				return err
			}
			for _, a := range found {
				if !slices.Contains(again, a) || !yes && objectsOf(st, a.Class) == 0 && objectsOf(now, a.Class) > 0 {
					return &migrate.RefusedError{Op: "adopt", Reason: "the local data has changed since", Fix: "run the command again"}
				}
			}
			for _, a := range found {
				res, err := apply.Adopt(ctx, l.state, st.Worker, a)
				if err != nil {
					return err
				}
				env.Note("%s now has the %s written by %s.", a.Class, ui.Count(a.Objects, "object"), a.Source)
				reportTrashed(env, res, "undo with `dotool migrate rollback`")
				results.Trashed = append(results.Trashed, res.Trashed...)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, results)
	}
	return nil
}

func objectsOf(st *apply.Status, class string) int {
	i := slices.IndexFunc(st.Classes, func(c apply.ClassStatus) bool { return c.Class == class })
	if i < 0 {
		return 0
	}
	return st.Classes[i].Objects
}

// adoptable finds what a class, or every class, can adopt; for one class, finding
// nothing is an error.
func (l *lifecycle) adoptable(class string, source apply.Source) ([]apply.Adoption, *apply.Status, error) {
	_, all, err := l.status()
	if err != nil {
		return nil, nil, err
	}
	st := all[0]
	found := slices.DeleteFunc(slices.Clone(st.Adoptable), func(a apply.Adoption) bool {
		return a.Automatic || class != "" && a.Class != class || source != "" && a.Source != source
	})
	taken := map[string]bool{}
	for _, a := range found {
		if taken[a.Class] {
			return nil, nil, ui.UsageError(fmt.Sprintf("both wrangler dev and workerd serve wrote objects of %s", a.Class), "choose one with --source wrangler or --source workerd")
		}
		taken[a.Class] = true
	}
	if len(found) == 0 && class != "" {
		return nil, nil, &migrate.RefusedError{Op: "adopt", Reason: fmt.Sprintf("nothing to adopt for class %q", class), Fix: "`dotool migrate status` shows what can be adopted"}
	}
	return found, st, nil
}
