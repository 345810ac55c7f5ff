package commands

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/d1"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/apply"
)

type migrateOptions struct {
	Configs []string // one per Worker; the state folder is that of the first
	From    migrate.From
	DryRun  bool
	Yes     bool

	Undeployed bool // as of lifecycle
}

func migrateCommand(env *local.Project) *cli.Command {
	from := &cli.StringFlag{Name: "from", Usage: "plan from `STATE` instead of the local state: fresh (a new account), a migration tag, declared (an account that matches exports), or each of these in turn"}
	yes := &cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "do not ask"}
	dryRun := &cli.BoolFlag{Name: "dry-run", Usage: "change nothing"}
	const configs = "[DIR|CONFIG…]"
	run := func(plan bool) cli.ActionFunc {
		return func(c *cli.Context) error {
			if err := noMigrateCommand(env, c); err != nil {
				return err
			}
			return runMigrate(c.Context, env, migrateOptions{
				Configs: c.Args().Slice(),
				From:    migrate.From(c.String("from")),
				DryRun:  plan || c.Bool("dry-run") || c.String("from") != "",
				Yes:     c.Bool("yes"),
			})
		}
	}
	return &cli.Command{
		Name:  "migrate",
		Usage: "apply class migrations to the local data",
		Description: "Without a command: plan, show, ask before deleting data, apply. The rules are\n" +
			"those of a deploy to Cloudflare; violations are reported, and nothing is\n" +
			"changed. Several configurations are Workers that share the first one's state\n" +
			"folder; they change together. D1 databases get the migrations of their folder, as\n" +
			"with `wrangler d1 migrations apply`, each in a transaction.\n\n" +
			"Example:\n  $ dotool migrate --dry-run\n  $ dotool migrate plan --from fresh\n  $ dotool migrate apps/chat apps/rooms",
		ArgsUsage: configs,
		Flags:     []cli.Flag{dryRun, yes, from, patienceFlag(env)},
		Action:    run(false),
		Subcommands: []*cli.Command{
			{
				Name: "plan", Usage: "show what would change, and what a deploy would reject", ArgsUsage: configs,
				Description: "Example:\n  $ dotool migrate plan --from each",
				Flags:       []cli.Flag{from},
				Action:      run(true),
			},
			{
				Name: "apply", Usage: "apply the plan", ArgsUsage: configs,
				Description: "Objects of deleted classes are moved to the trash, where they can be restored.\n\n" +
					"Example:\n  $ dotool migrate apply --yes",
				Flags:  []cli.Flag{dryRun, yes, patienceFlag(env)},
				Action: run(false),
			},
			migrateStatusCommand(env),
			migrateValidateCommand(env),
			migrateRollbackCommand(env),
			migrateAdoptCommand(env),
			migrateTrashCommand(env),
			migrateConvertCommand(env),
		},
	}
}

// noMigrateCommand distinguishes a mistyped command from a configuration.
func noMigrateCommand(env *local.Project, c *cli.Context) error {
	given := c.Args().First()
	if given == "" || strings.ContainsAny(given, `/\.`) {
		return nil
	}
	if _, err := os.Stat(env.Path(given)); err == nil {
		return nil
	}
	return ui.UsageError(
		fmt.Sprintf("%s has no command and no configuration %q", c.Command.HelpName, given),
		suggestCommand(c.App.Commands, c.Command.Subcommands, c.Command.HelpName, given),
	)
}

func runMigrate(ctx context.Context, env *local.Project, o migrateOptions) error {
	l, err := openLifecycle(env, o.Configs)
	if err != nil {
		return err
	}
	l.undeployed = o.Undeployed
	plans, err := l.plan(o.From, o.DryRun)
	damaged, _ := errors.AsType[*migrate.LedgerError](err)
	if damaged != nil && damaged.Newer == 0 && !o.DryRun {
		plans, err = l.planAnew(damaged, o.From)
	}
	if err != nil {
		return err
	}
	var databases [][]*d1.Migrations
	if o.From == migrate.FromLocal {
		var problems diag.List
		if databases, problems, err = l.databases(ctx); err != nil {
			return err
		}
		env.PrintDiagnostics(problems)
		if problems.HasErrors() {
			return ui.ErrReported
		}
	}
	changes := func(p *migrate.Plan) bool { return !p.Empty() }
	unchanged := damaged == nil && !apply.Interrupted(l.state) && !slices.ContainsFunc(slices.Concat(plans...), changes)
	if o.DryRun || failed(plans) || unchanged && pending(databases) == 0 {
		return l.show(plans, databases, nil, o.DryRun)
	}
	if unchanged {
		return l.migrateDatabases(ctx, plans)
	}

	if damaged != nil && !o.Yes && !env.Ask(ctx, damaged.Error()+"\nSet the file aside and start from what is on disk?") {
		return env.Declined(ctx, damaged)
	}
	return l.applyAgreed(ctx, damaged, o)
}

// applyAgreed applies the plan once the user agrees to what it deletes. A damaged ledger
// is set aside.
func (l *lifecycle) applyAgreed(ctx context.Context, damaged *migrate.LedgerError, o migrateOptions) error {
	env := l.env
	// The question is asked without the lock, so the plan is made again under the lock
	// and must be the one that was shown.
	var agreed []*migrate.Plan
	for {
		var question string
		err := l.alone(ctx, func() error {
			if damaged != nil {
				aside, err := apply.SetAside(l.state)
				if err != nil {
					return err
				}
				damaged = nil
				env.Note("Kept the damaged ledger as %s; continuing from what is on disk.", env.Show(aside))
			}
			plans, err := l.plan(migrate.FromLocal, true)
			if err != nil {
				return err
			}
			databases, _, err := l.databases(ctx)
			if err != nil {
				return err
			}
			all := slices.Concat(plans...)
			same := slices.EqualFunc(all, agreed, (*migrate.Plan).Same)
			if agreed != nil && !same {
				env.Note("The plan has changed; it is now:")
			}
			if failed(plans) || !env.JSON && !same {
				if err := l.show(plans, databases, nil, false); err != nil {
					return err
				}
			}
			destructive := slices.ContainsFunc(all, func(p *migrate.Plan) bool { return p.Destructive() })
			if destructive && !o.Yes && !same && env.Asks() {
				agreed, question = all, "Apply? Their objects will be moved to dotool's trash."
				return nil
			}
			return l.apply(ctx, plans, databases, destructive && (o.Yes || same))
		})
		if err != nil || question == "" {
			return err
		}
		if !env.Ask(ctx, question) {
			// The error says what it would have deleted.
			_, refused := apply.Plans(ctx, l.state, agreed, apply.Options{})
			return env.Declined(ctx, refused)
		}
		now, err := openLifecycle(env, o.Configs)
		if err != nil {
			return err
		}
		l.workers = now.workers
	}
}

// apply applies plans for who has the lock, and says what it did. The databases come
// after the classes.
func (l *lifecycle) apply(ctx context.Context, plans [][]*migrate.Plan, databases [][]*d1.Migrations, destructive bool) error {
	env, all := l.env, slices.Concat(plans...)
	keep := func(ctx context.Context, reason string) error { return snapshotBefore(ctx, l.state, reason) }
	res, err := apply.Plans(ctx, l.state, all, apply.Options{Destructive: destructive, Snapshot: keep})
	if err != nil {
		return err
	}
	if !env.JSON {
		if slices.ContainsFunc(all, func(p *migrate.Plan) bool { return len(p.Steps) > 0 }) {
			env.Note("%s", env.Style(env.Stderr).Good.Render("Applied."))
		}
		reportTrashed(env, res, "undo with `dotool migrate rollback`")
	}
	if err := l.applyDatabases(ctx, databases, apply.LastAt(l.state)); err != nil || !env.JSON {
		return err
	}
	if databases, _, err = l.databases(ctx); err != nil {
		return err
	}
	return l.show(plans, databases, res, false)
}

// migrateDatabases applies the migrations of databases where no class changes: a running
// server need not pause.
func (l *lifecycle) migrateDatabases(ctx context.Context, plans [][]*migrate.Plan) error {
	return l.env.Beside(ctx, l.state, func() error {
		databases, _, err := l.databases(ctx) // others may have changed it by now
		if err != nil {
			return err
		}
		if !l.env.JSON {
			printDatabases(l.env, slices.Concat(databases...))
		}
		if err := l.applyDatabases(ctx, databases, nil); err != nil || !l.env.JSON {
			return err
		}
		if databases, _, err = l.databases(ctx); err != nil {
			return err
		}
		return l.show(plans, databases, &apply.Result{}, false)
	})
}
