package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"dotool/config/diag"
	"dotool/migrate"
)

func migrateStatusCommand(env *Project) *cli.Command {
	return &cli.Command{
		Name: "status", Usage: "show what has been applied, what is on disk, and what is in the trash",
		Description: "Example:\n  $ dotool migrate status --json",
		Action: func(c *cli.Context) error {
			if err := arguments(c, 0); err != nil {
				return err
			}
			return runMigrateStatus(env)
		},
	}
}

func runMigrateStatus(env *Project) error {
	l, err := openLifecycle(env, nil)
	if err != nil {
		return err
	}
	plan, st, err := l.status()
	if err != nil {
		return err
	}
	if env.JSON {
		return writeJSON(env.Stdout, st)
	}
	s := env.style(env.Stdout)
	if env.StdoutTerminal {
		heading := []string{s.bold.Render(diag.Visible(st.Worker)), string(st.Mode)}
		if st.AppliedTag != nil {
			heading = append(heading, "applied "+diag.Visible(*st.AppliedTag))
		}
		if len(st.PendingTags) > 0 {
			heading = append(heading, "pending "+diag.Visible(strings.Join(st.PendingTags, " ")))
		} else if len(plan.Steps) > 0 {
			heading = append(heading, count(len(plan.Steps), "pending change"))
		}
		if st.LastApplyAt != nil {
			heading = append(heading, "last change "+ago(time.Since(st.LastApplyAt.Time)))
		}
		fmt.Fprintln(env.Stdout, strings.Join(heading, ", "))
	}
	t := table{head: []string{"STATE", "CLASS", "STORAGE", "OBJECTS", "SIZE", "KEY", "NOTE"}}
	for _, c := range st.Classes {
		note := ""
		switch {
		case c.Foreign > 0:
			note = fmt.Sprintf("%d of them unreachable: their ids belong to another key", c.Foreign)
		case c.Objects == 0:
			note = "no objects"
		}
		t.row("live", c.Class, string(c.Storage), c.Objects, byteCount(c.Bytes), styled{string(c.Key), s.dim}, note)
	}
	for _, a := range st.Adoptable {
		note := fmt.Sprintf("written by %s; take it over with `dotool migrate adopt %s`", a.Source, a.Class)
		if a.Automatic {
			note = "`dotool dev` serves it as it is"
		}
		if a.Foreign > 0 {
			note = fmt.Sprintf("written by %s under another key: %d of %d objects are unreachable", a.Source, a.Foreign, a.Objects)
		}
		t.row(styled{"adoptable", s.accent}, a.Class, "", a.Objects, byteCount(a.Bytes), styled{string(a.Key), s.dim}, note)
	}
	for _, u := range st.Unowned {
		adoptable := func(a migrate.Adoption) bool { return a.Source == migrate.WranglerDev && a.Key == u.Key }
		if !slices.ContainsFunc(st.Adoptable, adoptable) {
			t.row(styled{"unowned", s.warn}, "", "", u.Objects, byteCount(u.Bytes), styled{string(u.Key), s.dim}, "no class has this key")
		}
	}
	for _, x := range st.Trash {
		t.row(styled{"trash", s.dim}, x.Class, string(x.Storage), x.Objects, byteCount(x.Bytes), styled{string(x.Key), s.dim}, x.ID)
	}
	if len(t.rows) == 0 {
		env.tell("There is no local data.")
	} else {
		t.print(env.Env, env.Stdout, "  ")
	}
	if plan.Err() != nil {
		env.printDiagnostics(plan.Diagnostics)
		env.tell("Nothing can be applied until this is mended.")
	}
	if migrate.Interrupted(l.state) {
		env.tell("A change was interrupted; the next command that changes the state finishes or undoes it.")
	}
	return nil
}

// status answers where the first Worker stands.
func (l *lifecycle) status() (*migrate.Plan, *migrate.Status, error) {
	if err := l.workers[0].Project.EnvFaults.Err(); err != nil {
		return nil, nil, err
	}
	plans, err := l.plan(migrate.FromLocal, false)
	if err != nil {
		return nil, nil, err
	}
	dev, err := l.hosted(l.workers[0])
	if err != nil {
		return nil, nil, err
	}
	st, err := migrate.ReadStatus(l.state, plans[0][0], dev)
	return plans[0][0], st, err
}

func migrateRollbackCommand(env *Project) *cli.Command {
	return &cli.Command{
		Name: "rollback", Usage: "take back the last change of the local data",
		Description: "Classes are what they were before it, deleted ones with their objects. Objects\n" +
			"of classes made since go to the trash.\n\nExample:\n  $ dotool migrate rollback",
		Flags: []cli.Flag{patienceFlag(env)},
		Action: func(c *cli.Context) error {
			if err := arguments(c, 0); err != nil {
				return err
			}
			return runMigrateRollback(c.Context, env)
		},
	}
}

func runMigrateRollback(ctx context.Context, env *Project) error {
	l, err := openState(env)
	if err != nil {
		return err
	}
	var res *migrate.Result
	err = l.alone(ctx, func() (err error) {
		res, err = migrate.Rollback(ctx, l.state)
		return err
	})
	if err != nil {
		return err
	}
	if env.JSON {
		return writeJSON(env.Stdout, trashedJSON{append([]migrate.Trash{}, res.Trashed...)})
	}
	env.tell("The last change is taken back.")
	tellTrashed(env, res, "`dotool migrate trash` shows it")
	return nil
}

// trashedJSON is what scripts get of a command that put classes into the trash.
type trashedJSON struct {
	Trashed []migrate.Trash `json:"trashed"`
}

func migrateAdoptCommand(env *Project) *cli.Command {
	return &cli.Command{
		Name: "adopt", Usage: "take over objects that wrangler dev or workerd serve wrote",
		ArgsUsage: "[CLASS]",
		Description: "The class gets their objects; those it has now go to the trash. `dotool migrate\n" +
			"status` shows what there is. The other program must not be running.\n\n" +
			"Example:\n  $ dotool migrate adopt ChatRoom",
		Flags: []cli.Flag{
			patienceFlag(env),
			&cli.StringFlag{Name: "source", Usage: "take what `PROGRAM` wrote: wrangler or workerd"},
			&cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "do not ask"},
		},
		Action: func(c *cli.Context) error {
			if err := arguments(c, 1); err != nil {
				return err
			}
			sources := map[string]migrate.Source{"": "", "wrangler": migrate.WranglerDev, "workerd": migrate.WorkerdServe}
			source, ok := sources[c.String("source")]
			if !ok {
				return usagef("--source takes wrangler or workerd, not %q", c.String("source"))
			}
			return runMigrateAdopt(c.Context, env, c.Args().First(), source, c.Bool("yes"))
		},
	}
}

func runMigrateAdopt(ctx context.Context, env *Project, class string, source migrate.Source, yes bool) error {
	l, err := openLifecycle(env, nil)
	if err != nil {
		return err
	}
	found, st, err := l.adoptable(class, source)
	if err != nil {
		return err
	}
	if len(found) == 0 && class == "" {
		env.tell("There is nothing to take over.")
	}
	for _, a := range found {
		if now := objectsOf(st, a.Class); now > 0 && !yes && !env.ask(ctx, fmt.Sprintf("Class %s has %s here, which go to the trash. Take over %s of %s?", a.Class, count(now, "object"), count(a.Objects, "object"), a.Source)) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return &migrate.RefusedError{Op: "adopt", Reason: fmt.Sprintf("class %s has %s here, which would go to the trash", a.Class, count(now, "object")), Cure: "allow it with --yes"}
		}
	}
	results := trashedJSON{[]migrate.Trash{}}
	if len(found) > 0 {
		err = l.alone(ctx, func() error {
			// What was asked about, and nothing else.
			again, now, err := l.adoptable(class, source)
			if err != nil {
				return err
			}
			for _, a := range found {
				if !slices.Contains(again, a) || !yes && objectsOf(st, a.Class) == 0 && objectsOf(now, a.Class) > 0 {
					return &migrate.RefusedError{Op: "adopt", Reason: "the local data has changed meanwhile", Cure: "run the command again"}
				}
			}
			for _, a := range found {
				res, err := migrate.Adopt(ctx, l.state, st.Worker, a)
				if err != nil {
					return err
				}
				env.tell("%s has the %s that %s wrote.", a.Class, count(a.Objects, "object"), a.Source)
				tellTrashed(env, res, "`dotool migrate rollback` takes it back")
				results.Trashed = append(results.Trashed, res.Trashed...)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if env.JSON {
		return writeJSON(env.Stdout, results)
	}
	return nil
}

func objectsOf(st *migrate.Status, class string) int {
	i := slices.IndexFunc(st.Classes, func(c migrate.ClassStatus) bool { return c.Class == class })
	if i < 0 {
		return 0
	}
	return st.Classes[i].Objects
}

// adoptable finds what a class, or each, can take over: of a class, something or
// an error.
func (l *lifecycle) adoptable(class string, source migrate.Source) ([]migrate.Adoption, *migrate.Status, error) {
	_, st, err := l.status()
	if err != nil {
		return nil, nil, err
	}
	found := slices.DeleteFunc(slices.Clone(st.Adoptable), func(a migrate.Adoption) bool {
		return a.Automatic || class != "" && a.Class != class || source != "" && a.Source != source
	})
	taken := map[string]bool{}
	for _, a := range found {
		if taken[a.Class] {
			return nil, nil, usageError(fmt.Sprintf("both wrangler dev and workerd serve wrote objects of %s", a.Class), "choose one with --source wrangler or --source workerd")
		}
		taken[a.Class] = true
	}
	if len(found) == 0 && class != "" {
		return nil, nil, &migrate.RefusedError{Op: "adopt", Reason: fmt.Sprintf("there is nothing to take over for class %q", class), Cure: "`dotool migrate status` shows what there is"}
	}
	return found, st, nil
}

func migrateTrashCommand(env *Project) *cli.Command {
	yes := &cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "do not ask"}
	list := func(c *cli.Context) error {
		if err := arguments(c, 0); err != nil {
			return err
		}
		return runTrashList(env)
	}
	return &cli.Command{
		Name: "trash", Usage: "list, restore or empty what deletes took away",
		Description: "Without a command: list.\n\nExample:\n  $ dotool migrate trash",
		Action: func(c *cli.Context) error {
			if c.Args().Present() {
				return noCommand(c, c.Command.Subcommands, c.Command.HelpName)
			}
			return list(c)
		},
		Subcommands: []*cli.Command{
			{
				Name: "list", Usage: "list what is in the trash",
				Description: "Example:\n  $ dotool migrate trash list --json",
				Action:      list,
			},
			{
				Name: "restore", Usage: "make a deleted class live again, with its objects", ArgsUsage: "CLASS|ID",
				Description: "The configuration should declare the class again, or the next migration finds\nit without a declaration.\n\nExample:\n  $ dotool migrate trash restore ChatRoom",
				Flags:       []cli.Flag{patienceFlag(env)},
				Action: func(c *cli.Context) error {
					if c.NArg() != 1 {
						return usagef("trash restore takes one class or id")
					}
					return runTrashRestore(c.Context, env, c.Args().First())
				},
			},
			{
				Name: "empty", Usage: "remove it for good, all or what is named", ArgsUsage: "[CLASS|ID…]",
				Description: "Example:\n  $ dotool migrate trash empty --yes",
				Flags:       []cli.Flag{yes, patienceFlag(env)},
				Action: func(c *cli.Context) error {
					return runTrashEmpty(c.Context, env, c.Args().Slice(), c.Bool("yes"))
				},
			},
		},
	}
}

func runTrashList(env *Project) error {
	l, err := openState(env)
	if err != nil {
		return err
	}
	all, err := migrate.ReadTrash(l.state)
	if err != nil {
		return err
	}
	if env.JSON {
		return writeJSON(env.Stdout, all)
	}
	if len(all) == 0 {
		env.tell("The trash is empty.")
		return nil
	}
	t := table{head: []string{"CLASS", "WORKER", "STORAGE", "OBJECTS", "SIZE", "DELETED", "ID"}}
	for _, x := range all {
		t.row(x.Class, x.Worker, string(x.Storage), x.Objects, byteCount(x.Bytes), x.At.Time, x.ID)
	}
	t.print(env.Env, env.Stdout, "")
	return nil
}

// inTrash finds entries by id or by class.
func (l *lifecycle) inTrash(name string) ([]migrate.Trash, error) {
	all, err := migrate.ReadTrash(l.state)
	if err != nil {
		return nil, err
	}
	found := slices.DeleteFunc(all, func(t migrate.Trash) bool { return t.ID != name && t.Class != name })
	if len(found) == 0 {
		return nil, &migrate.RefusedError{Op: "trash", Reason: fmt.Sprintf("nothing in it is called %q", name), Cure: "`dotool migrate trash` lists what there is"}
	}
	return found, nil
}

func runTrashRestore(ctx context.Context, env *Project, name string) error {
	l, err := openState(env)
	if err != nil {
		return err
	}
	found, err := l.inTrash(name)
	if err != nil {
		return err
	}
	if len(found) > 1 {
		return &migrate.RefusedError{Op: "trash restore", Reason: fmt.Sprintf("class %s is there %d times", name, len(found)), Cure: "name one by its id: `dotool migrate trash` lists them"}
	}
	if err := l.alone(ctx, func() error { return migrate.RestoreTrash(ctx, l.state, found[0].ID) }); err != nil {
		return err
	}
	if env.JSON {
		return writeJSON(env.Stdout, found[0])
	}
	env.tell("%s of worker %s is live again, with %s.", found[0].Class, found[0].Worker, count(found[0].Objects, "object"))
	return nil
}

func runTrashEmpty(ctx context.Context, env *Project, names []string, yes bool) error {
	l, err := openState(env)
	if err != nil {
		return err
	}
	going, err := migrate.ReadTrash(l.state)
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
		if !env.ask(ctx, fmt.Sprintf("Remove %s for good?", entries(going))) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return &migrate.RefusedError{Op: "trash empty", Reason: entries(going) + " would be gone for good", Cure: "allow it with --yes"}
		}
		for ids = nil; len(ids) < len(going); { // and nothing that went there since
			ids = append(ids, going[len(ids)].ID)
		}
	}
	if err := l.alone(ctx, func() error { return migrate.EmptyTrash(ctx, l.state, ids...) }); err != nil {
		return err
	}
	if env.JSON {
		return writeJSON(env.Stdout, struct {
			Removed []migrate.Trash `json:"removed"`
		}{append([]migrate.Trash{}, going...)})
	}
	if len(going) == 0 {
		env.tell("The trash is empty.")
	} else {
		env.tell("%s removed.", entries(going))
	}
	return nil
}

// entries names what is in the trash in a few words.
func entries(all []migrate.Trash) string {
	var names []string
	for _, t := range all {
		names = append(names, fmt.Sprintf("%s (%s)", t.Class, count(t.Objects, "object")))
	}
	return strings.Join(names, ", ")
}
