package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"dotool/config"
	"dotool/config/diag"
	"dotool/devserver/bundle"
	"dotool/inspect"
	"dotool/migrate"
	"dotool/migrate/state"
)

// fromEach asks for a plan from every state that can be told from the
// configuration.
const fromEach migrate.From = "each"

type migrateOptions struct {
	Configs []string // one a worker; the first one's state folder counts
	From    migrate.From
	DryRun  bool
	Yes     bool
}

func migrateCommand(env *Project) *cli.Command {
	from := &cli.StringFlag{Name: "from", Usage: "plan from `STATE`: fresh for a new account, the tag of a migration, declared for what exports says, or each in turn (default: the local state)"}
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
		Usage: "bring the local data to what the configuration says of its classes",
		Description: "Without a command: plan, show, ask if data would go, apply. The rules are those\n" +
			"of a deploy to Cloudflare; what breaks one is told, and nothing is changed.\n" +
			"Several configurations are Workers that share the first one's state folder,\n" +
			"in the order in which they would be deployed.\n\n" +
			"Example:\n  $ dotool migrate --dry-run\n  $ dotool migrate plan --from fresh\n  $ dotool migrate apps/chat apps/rooms",
		ArgsUsage: configs,
		Flags:     []cli.Flag{dryRun, yes, from, patienceFlag(env)},
		Action:    run(false),
		Subcommands: []*cli.Command{
			{
				Name: "plan", Usage: "show what would change, and what a deploy would refuse", ArgsUsage: configs,
				Description: "Example:\n  $ dotool migrate plan --from each",
				Flags:       []cli.Flag{from},
				Action:      run(true),
			},
			{
				Name: "apply", Usage: "do what the plan says", ArgsUsage: configs,
				Description: "Objects of deleted classes go to the trash, from which they can be restored.\n\nExample:\n  $ dotool migrate apply --yes",
				Flags:       []cli.Flag{dryRun, yes, patienceFlag(env)},
				Action:      run(false),
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

// noMigrateCommand tells a mistyped command from a configuration.
func noMigrateCommand(env *Project, c *cli.Context) error {
	given := c.Args().First()
	if given == "" || strings.ContainsAny(given, `/\.`) {
		return nil
	}
	if _, err := os.Stat(env.path(given)); err == nil {
		return nil
	}
	var names []string
	for _, sub := range c.Command.Subcommands {
		names = append(names, sub.Name)
	}
	return usageError(
		fmt.Sprintf("%s has no command and no configuration %q", c.Command.HelpName, given),
		didYouMean(given, names, "see `"+c.Command.HelpName+" --help`"),
	)
}

// lifecycle is what the commands of migrate work on: Workers that share a state
// folder.
type lifecycle struct {
	env     *Project
	state   *state.Folder
	workers []migrate.Request // without Ledger, Disk and From
}

// openLifecycle reads the configurations, one found as usual if none is given,
// and bundles their source to see what it exports. What is wrong with either
// goes with the plans; the error says that there is nothing to plan for.
func openLifecycle(e *Project, configs []string) (*lifecycle, error) {
	if len(configs) == 0 {
		configs = []string{""}
	}
	l := &lifecycle{env: e}
	var projects []*config.Project
	for _, path := range configs {
		o, err := e.loading(path)
		if err != nil {
			return nil, err
		}
		p, list, err := config.Load(o)
		if err != nil {
			return nil, err
		}
		if p.Name.Value == "" { // it could not even be parsed
			return nil, list.Err()
		}
		// A Worker in Python, or one that is not built, has migrations like any other.
		list = slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return slices.Contains(p.RunFaults, d) })
		exports, faults := exportsOf(p)
		if exports == nil && len(faults) == 0 && p.Main.Value != "" {
			why := "it does not exist yet"
			if strings.HasSuffix(p.Main.Value, ".py") {
				why = "it is Python"
			}
			e.tell("The exports of %s are not compared with the configuration: %s.", p.Main.Value, why)
		}
		projects = append(projects, p)
		l.workers = append(l.workers, migrate.Request{Project: p, Exports: exports, Faults: append(list, faults...)})
	}
	for i := range l.workers {
		l.workers[i].Others = slices.Delete(slices.Clone(projects), i, i+1)
	}
	l.state = e.stateAt(projects[0].StateDir(e.Flags.PersistTo))
	return l, nil
}

// openState is openLifecycle for those who only need the folder.
func openState(e *Project) (*lifecycle, error) {
	o, err := e.loading("")
	if err != nil {
		return nil, err
	}
	p, _, err := config.Load(o) // its other faults do not change where the state is
	if err == nil {
		err = e.heedEnv(p)
	}
	if err != nil {
		return nil, err
	}
	return &lifecycle{env: e, state: e.stateAt(p.StateDir(e.Flags.PersistTo))}, nil
}

// exportsOf bundles the source for the names that it exports. They are nil if it
// does not build, where the list says why, or if there is no JavaScript yet.
func exportsOf(p *config.Project) ([]string, diag.List) {
	var list diag.List
	if p.Main.Value == "" {
		return nil, nil // which loading has told
	}
	if _, err := os.Stat(p.MainPath()); err != nil || strings.HasSuffix(p.Main.Value, ".py") {
		return nil, nil // nothing to compare with
	}
	b, list := bundle.New(p)
	if list.HasErrors() {
		return nil, list
	}
	defer b.Close()
	built, list := b.Build()
	if built == nil {
		return nil, list
	}
	// Warnings about the source are the business of those who run it.
	return append([]string{}, built.Exports...), nil
}

// plan answers the plans of each worker: one, or several with fromEach.
func (l *lifecycle) plan(from migrate.From, count bool) ([][]*migrate.Plan, error) {
	ledger, err := migrate.ReadLedger(l.state)
	if err != nil {
		return nil, err
	}
	return l.planWith(ledger, from, count)
}

func (l *lifecycle) planWith(ledger *migrate.Ledger, from migrate.From, count bool) ([][]*migrate.Plan, error) {
	disk, err := l.state.ReadDisk(count)
	if err != nil {
		return nil, err
	}
	var all [][]*migrate.Plan
	undo := migrate.Undoable(l.state, ledger)
	for _, r := range l.workers {
		r.Ledger, r.Disk, r.From, r.Undo = ledger, disk, from, undo
		if from == fromEach {
			all = append(all, migrate.PlanEach(r))
			continue
		}
		p := migrate.NewPlan(r)
		all = append(all, []*migrate.Plan{p})
		if from == migrate.FromLocal {
			ledger = p.Ledger()
		}
	}
	return all, nil
}

func failed(plans [][]*migrate.Plan) bool {
	return slices.ContainsFunc(slices.Concat(plans...), func(p *migrate.Plan) bool { return p.Err() != nil })
}

func runMigrate(ctx context.Context, env *Project, o migrateOptions) error {
	l, err := openLifecycle(env, o.Configs)
	if err != nil {
		return err
	}
	plans, err := l.plan(o.From, o.DryRun)
	damaged, _ := errors.AsType[*migrate.LedgerError](err)
	if err != nil && (damaged == nil || damaged.Newer > 0 || o.DryRun) {
		return err
	}
	if damaged != nil {
		// What is lost was not made in one upload: its rules do not hold.
		for i := range l.workers {
			l.workers[i].Serve = true
		}
		if plans, err = l.planWith(migrate.NewLedger(), o.From, false); err != nil {
			return err
		}
		if failed(plans) {
			if err := l.show(plans, nil, false); !errors.Is(err, errReported) {
				return err
			}
			return damaged
		}
	}
	changes := func(p *migrate.Plan) bool { return !p.Empty() }
	if o.DryRun || failed(plans) || damaged == nil && !migrate.Interrupted(l.state) && !slices.ContainsFunc(slices.Concat(plans...), changes) {
		return l.show(plans, nil, o.DryRun)
	}

	if damaged != nil && !o.Yes && !env.ask(ctx, damaged.Error()+"\nKeep the file aside and start from what is on disk?") {
		return cmp.Or(ctx.Err(), error(damaged))
	}
	// What was shown is asked about, and is what is applied: the question is asked
	// without the lock, and all is read again under it.
	var agreed []*migrate.Plan
	for {
		var question string
		err := l.alone(ctx, func() error {
			if damaged != nil {
				aside, err := migrate.SetAside(l.state)
				if err != nil {
					return err
				}
				damaged = nil
				env.tell("The damaged ledger is kept as %s; going by what is on disk.", env.show(aside))
			}
			plans, err := l.plan(migrate.FromLocal, true)
			if err != nil {
				return err
			}
			all := slices.Concat(plans...)
			same := slices.EqualFunc(all, agreed, (*migrate.Plan).Same)
			if agreed != nil && !same {
				env.tell("Something changed meanwhile; this is the plan now:")
			}
			if failed(plans) || !env.JSON && !same {
				if err := l.show(plans, nil, false); err != nil {
					return err
				}
			}
			destructive := slices.ContainsFunc(all, func(p *migrate.Plan) bool { return p.Destructive() })
			if destructive && !o.Yes && !same && env.asks() {
				agreed, question = all, "Apply? Their objects go to the trash of dotool."
				return nil
			}
			return l.apply(ctx, plans, destructive && (o.Yes || same))
		})
		if err != nil || question == "" {
			return err
		}
		if !env.ask(ctx, question) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			// Which says what it would have taken away.
			_, err := migrate.ApplyAll(ctx, l.state, agreed, migrate.ApplyOptions{})
			return err
		}
		now, err := openLifecycle(env, o.Configs)
		if err != nil {
			return err
		}
		l.workers = now.workers
	}
}

// apply applies plans for who has the lock, and says what it did.
func (l *lifecycle) apply(ctx context.Context, plans [][]*migrate.Plan, destructive bool) error {
	env, all := l.env, slices.Concat(plans...)
	if destructive {
		if err := snapshotBefore(ctx, l.state, all); err != nil {
			return err
		}
	}
	res, err := migrate.ApplyAll(ctx, l.state, all, migrate.ApplyOptions{Destructive: destructive})
	if err != nil {
		return err
	}
	if env.JSON {
		return l.show(plans, res, false)
	}
	if slices.ContainsFunc(all, func(p *migrate.Plan) bool { return len(p.Steps) > 0 }) {
		env.tell("%s", env.style(env.Stderr).good.Render("Applied."))
	}
	tellTrashed(env, res, "`dotool migrate rollback` takes it back")
	return nil
}

// snapshotBefore takes a snapshot of the state if the plans take objects away.
func snapshotBefore(ctx context.Context, state *state.Folder, plans []*migrate.Plan) error {
	var going []string
	for _, p := range plans {
		for _, step := range p.Steps {
			if step.Destructive && step.Objects > 0 {
				going = append(going, step.Class)
			}
		}
	}
	if len(going) == 0 {
		return nil
	}
	store, err := inspect.Open(state, inspect.Options{})
	if err != nil {
		return err
	}
	_, err = inspect.CreateSnapshot(ctx, store.State(), inspect.BeforeMigration, "before the migration that deletes "+strings.Join(going, ", "))
	return err
}

// planJSON is the form of a plan that scripts get.
type planJSON struct {
	Worker      string                   `json:"worker"`
	Mode        migrate.Mode             `json:"mode"`
	From        migrate.From             `json:"from,omitempty"`
	AppliedTag  *string                  `json:"appliedTag"`
	TargetTag   *string                  `json:"targetTag"`
	Steps       []migrate.Step           `json:"steps"`
	Classes     map[string]migrate.Class `json:"classes"`
	Diagnostics []diag.JSON              `json:"diagnostics"`
	Applied     bool                     `json:"applied"`
	Trashed     []migrate.Trash          `json:"trashed,omitempty"`
}

// show prints plans: those still to be applied, or, with their result, applied
// ones. It fails if any has errors.
func (l *lifecycle) show(plans [][]*migrate.Plan, res *migrate.Result, dryRun bool) error {
	e := l.env
	var all []planJSON
	for i, of := range plans {
		for _, p := range of {
			j := planJSON{p.Worker, p.Mode, p.From, p.AppliedTag, p.TargetTag, p.Steps, p.Classes, p.Diagnostics.JSON(e.Dir), res != nil, nil}
			if res != nil {
				j.Trashed = slices.DeleteFunc(slices.Clone(res.Trashed), func(t migrate.Trash) bool { return t.Worker != p.Worker })
			}
			all = append(all, j)
			if !e.JSON {
				printPlan(e, p, len(plans) > 1 || len(of) > 1)
			}
		}
		// Whether a tombstone can go is for validate to say.
		faults := slices.DeleteFunc(migrate.Faults(of), func(d diag.Diagnostic) bool { return d.Code == "stale-tombstone" })
		if !e.JSON && len(faults) > 0 {
			e.printDiagnostics(faults)
			if r := l.workers[i]; faults.HasErrors() && len(of) == 1 && of[0].From == migrate.FromLocal && l.hostable(r) {
				e.tell("`dotool dev` serves it here all the same, and brings the local data up to it.")
			}
		}
	}
	switch {
	case e.JSON && len(all) == 1:
		if err := writeJSON(e.Stdout, all[0]); err != nil {
			return err
		}
	case e.JSON:
		if err := writeJSON(e.Stdout, all); err != nil {
			return err
		}
	case dryRun && migrate.Interrupted(l.state):
		e.tell("A change was interrupted; the next command that changes the state finishes or undoes it.")
	}
	if failed(plans) {
		return errReported
	}
	return nil
}

// hostable reports whether the dev server would take what a deploy would not.
func (l *lifecycle) hostable(r migrate.Request) bool {
	p, err := l.hosted(r)
	return err == nil && p.Err() == nil
}

// hosted is the plan that the dev server makes of a Worker.
func (l *lifecycle) hosted(r migrate.Request) (*migrate.Plan, error) {
	var err error
	if r.Ledger, err = migrate.ReadLedger(l.state); err != nil {
		return nil, err
	}
	if r.Disk, err = l.state.ReadDisk(false); err != nil {
		return nil, err
	}
	r.Serve = true
	return migrate.NewPlan(r), nil
}

// printPlan prints a plan for people; several get a heading each, so that they
// can be told apart.
func printPlan(e *Project, p *migrate.Plan, several bool) {
	s := e.style(e.Stdout)
	heading := s.bold.Render(p.Worker) + whereTo(p)
	switch {
	case p.Err() != nil:
		if several {
			fmt.Fprintln(e.Stdout, heading+": "+s.bad.Render("refused"))
		}
		return
	case len(p.Steps) == 0 && several:
		fmt.Fprintln(e.Stdout, heading+": nothing to change")
		return
	case len(p.Steps) == 0 && (p.Empty() || p.From != migrate.FromLocal):
		classes := strings.Join(slices.Sorted(maps.Keys(p.Classes)), ", ")
		e.tell("%s%s is up to date; classes: %s.", p.Worker, whereTo(p), cmp.Or(classes, "none"))
		return
	case len(p.Steps) == 0:
		e.tell("%s%s: no class changes, only the ledger.", p.Worker, whereTo(p))
		return
	}
	if several || e.StdoutTerminal {
		fmt.Fprintln(e.Stdout, heading)
	}
	t := table{head: []string{"TAG", "CHANGE", "CLASS", "STORAGE", "OBJECTS", "SIZE", "KEY"}}
	for _, step := range p.Steps {
		kind := s.accent
		if step.Destructive {
			kind = s.bad
		}
		t.row(step.Tag, styled{string(step.Kind), kind}, subject(step), string(step.Storage), step.Objects, byteCount(step.Bytes), styled{string(step.Key), s.dim})
	}
	t.print(e.Env, e.Stdout, "  ")
	for _, step := range p.Steps {
		if step.Note != "" {
			e.tell("%s %s: %s", e.style(e.Stderr).warn.Render("note:"), step.Class, step.Note)
		}
	}
}

// whereTo says between which tags a plan leads, or from where.
func whereTo(p *migrate.Plan) string {
	switch {
	case p.From != migrate.FromLocal:
		return ", " + p.From.Describe()
	case p.TargetTag == nil:
		return ""
	case p.AppliedTag != nil && *p.AppliedTag != *p.TargetTag:
		return ", " + diag.Visible(*p.AppliedTag) + " → " + diag.Visible(*p.TargetTag)
	}
	return ", " + diag.Visible(*p.TargetTag)
}

// subject names the class of a step, and the one it was or will be.
func subject(step migrate.Step) string {
	switch {
	case step.FromScript != "":
		return step.FromScript + "/" + step.From + " → " + step.Class
	case step.ToScript != "":
		return step.Class + " → " + step.ToScript + "/" + step.To
	case step.From != "":
		return step.From + " → " + step.Class
	}
	return step.Class
}

// tellTrashed names what went to the trash, and the way back.
func tellTrashed(e *Project, res *migrate.Result, wayBack string) {
	for _, t := range res.Trashed {
		e.tell("%s (%s) is in the trash; %s.", t.Class, count(t.Objects, "object"), wayBack)
	}
}

// tell says something beside the answer.
func (e *Env) tell(format string, args ...any) {
	if !e.Quiet {
		fmt.Fprintf(e.Stderr, format+"\n", args...)
	}
}

// asks reports whether there is somebody to ask.
func (e *Env) asks() bool { return e.StdinTerminal && e.StderrTerminal }

// ask asks a question; without a terminal there is nobody to ask, and the answer
// is no, as it is when ctx is done first.
func (e *Env) ask(ctx context.Context, question string) bool {
	if !e.asks() {
		return false
	}
	discardInput(e.Stdin) // typed before anything was asked
	fmt.Fprint(e.Stderr, question+" [y/N] ")
	line, err := readLine(ctx, e.Stdin)
	if err != nil {
		fmt.Fprintln(e.Stderr)
	}
	line = strings.ToLower(strings.TrimSpace(line))
	return line == "y" || line == "yes"
}
