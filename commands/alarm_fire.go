package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/fire"
	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/logview"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/inspect"
)

type fireOptions struct {
	Address inspect.Address
	Until   string
	Max     int
	NoRetry bool
	Twice   bool
	Force   bool
	Timeout time.Duration
}

func alarmFireCommand(env *local.Project, class, all cli.Flag) *cli.Command {
	return &cli.Command{
		Name: "fire", Usage: "fire alarms now", ArgsUsage: "[OBJECT|GLOB]",
		Description: "Without an argument, fires every due alarm; with one, the alarms of the matching\n" +
			"objects, due or not. The runtime's own scheduler runs the handlers and retries\n" +
			"those that fail. Waits for the outcome; exit code 1 if a handler failed.\n\n" +
			"With --until, the clock runs ahead: every alarm due up to that time fires in\n" +
			"order, including those that handlers set on the way. Date.now() shows that time\n" +
			"to the Worker; timers run in real time. Alarms set for later are kept. Without an\n" +
			"object or class, cron triggers fire and messages of queues are delivered at their\n" +
			"times too; where times are equal, alarms come first, and queues last. In the\n" +
			"output as JSON they have \"kind\": \"cron\" and \"queue\".\n\n" +
			"Example:\n  $ dotool alarm fire lobby --no-retry\n  $ dotool alarm fire --until +7d",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "until", Usage: "fire every alarm due up to `TIME`, such as +2h or a date"},
			&cli.IntFlag{Name: "max", Usage: "with --until, stop after `N` alarms and batches", Value: 10_000},
			&cli.BoolFlag{Name: "no-retry", Usage: "do not retry a failed handler"},
			&cli.BoolFlag{Name: "twice", Usage: "fire one alarm twice and show what the second run changed"},
			&cli.BoolFlag{Name: "force", Usage: "run the handler even if no alarm is set"},
			&cli.DurationFlag{Name: "timeout", Usage: "wait at most `DURATION` for one alarm and its retries", Value: 3 * time.Minute},
			class, all,
		},
		Action: func(c *cli.Context) error {
			o := fireOptions{
				Address: inspect.Address{Text: c.Args().First(), Class: c.String("class"), All: c.Bool("all")},
				Until:   c.String("until"), Max: c.Int("max"), NoRetry: c.Bool("no-retry"),
				Twice: c.Bool("twice"), Force: c.Bool("force"), Timeout: c.Duration("timeout"),
			}
			switch {
			case o.Max < 1:
				return ui.Usagef("--max must be 1 or more, not %d", o.Max)
			case o.Timeout <= 0:
				return ui.Usagef("--timeout takes a duration such as 30s, not %s", o.Timeout)
			case (o.Twice || o.Force) && (o.Until != "" || o.Address.Text == ""):
				return ui.Usagef("--twice and --force take one OBJECT")
			}
			if c.IsSet("until") {
				if _, err := ui.ParseTime(o.Until, time.Now()); err != nil {
					return err
				}
			}
			return runAlarmFire(c.Context, env, o)
		},
	}
}

func runAlarmFire(ctx context.Context, env *local.Project, o fireOptions) (err error) {
	store, err := env.Objects()
	if err != nil {
		return err
	}
	several := env.Several() || store.Several(inspect.Address{})
	r := &fire.Runner{
		Address: o.Address, Max: o.Max, NoRetry: o.NoRetry, Force: o.Force, Timeout: o.Timeout, Objects: store, Say: env.Note, Terse: env.JSON,
		Print: func(object inspect.Object, f event.Firing) error {
			if f.Kind != "" {
				return logview.PrintFiring(env.Env, several, nil, f)
			}
			return logview.PrintFiring(env.Env, several, &event.Object{Worker: f.Worker, Class: f.Class, ID: f.ID, Name: object.Name, Named: object.Named}, f)
		},
	}
	// A single object must exist before anything is started.
	one, many, err := store.Resolve(ctx, o.Address)
	if err != nil && o.Until == "" && o.Address.Text != "" && !o.Address.All {
		return err
	}
	many = many || err != nil // dueAlarms reports the error again
	if r.Scheduler, err = store.Scheduler(ctx); err != nil {
		return err
	}
	now := r.Now
	until := now
	if o.Until != "" {
		until, _ = ui.ParseTime(o.Until, now) // checked when the flags were read
	}
	if o.Until != "" && o.Address == (inspect.Address{}) {
		r.Queues = store.Consumes()
		if fire.Due(store.Crons(), now, until) {
			r.Crons = store.Crons()
		}
	}
	// The alarms are chosen before anything is started.
	var chosen []inspect.Object
	if many || o.Until != "" {
		if chosen, err = dueAlarms(ctx, store, o, until); err != nil {
			return err
		}
		if len(chosen) == 0 && r.Crons == nil && !r.Queues && (!r.Held || o.Until == "") {
			if env.JSON {
				_, err := fmt.Fprintln(env.Stdout, "[]")
				return err
			}
			env.Note("%s", noneDue(o, until, now))
			return nil
		}
	} else {
		if err := mayFire(ctx, store, o, one, r.Runs()); err != nil {
			return err
		}
		chosen = []inspect.Object{one}
	}
	if chosen, err = hostable(ctx, env, store, chosen, many); err != nil {
		return err
	}
	if o.Twice && len(chosen) != 1 {
		return ui.Usagef("--twice takes one OBJECT, not %d", len(chosen))
	}
	end, err := r.Start(ctx, until.After(now))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	stop, err := r.Listen(ctx)
	if err != nil {
		return err
	}
	defer stop()
	return fireChosen(ctx, env, r, o, chosen, until)
}

// fireChosen fires the alarms of the chosen objects and prints what became of each.
func fireChosen(ctx context.Context, env *local.Project, r *fire.Runner, o fireOptions, chosen []inspect.Object, until time.Time) (err error) {
	list, finish := func(firingJSON) error { return nil }, func() error { return nil }
	if env.JSON {
		list, finish = ui.JSONList[firingJSON](env.Stdout)
		r.Print = func(_ inspect.Object, f event.Firing) error { return list(newFiringJSON(env.Env, f)) }
	}
	switch {
	case o.Twice:
		err = fireTwice(ctx, env, r, chosen[0], list)
	case o.Until != "":
		err = r.Simulate(ctx, chosen, until)
	default:
		err = local.EachObject(ctx, chosen, func(object inspect.Object) error {
			_, err := r.Fire(ctx, object, control.Shot{Force: o.Force}, r.Print)
			return err
		})
	}
	err = errors.Join(err, finish())
	if err == nil && r.Failed > 0 {
		return ui.ErrReported
	}
	return err
}

// dueAlarms returns the objects whose alarms an address means: those that are due by a time,
// if it names none.
func dueAlarms(ctx context.Context, store *local.Objects, o fireOptions, until time.Time) ([]inspect.Object, error) {
	chosen, err := store.Alarms(ctx, o.Address)
	if err != nil {
		return nil, local.NearClass(store.Store, err)
	}
	if o.Until != "" || o.Address == (inspect.Address{Class: o.Address.Class}) {
		chosen = slices.DeleteFunc(chosen, func(a inspect.Object) bool { return a.Alarm.After(until) })
	}
	return chosen, nil
}

// mayFire returns why the alarm of one object cannot be fired.
func mayFire(ctx context.Context, store *local.Objects, o fireOptions, one inspect.Object, runs bool) error {
	switch {
	case o.Twice && o.Address.All:
		return ui.Usagef("--twice takes one OBJECT")
	case !one.Alarm.IsZero() || o.Force || runs:
		return nil
	}
	if _, err := store.Alarms(ctx, o.Address); err != nil {
		return err // what it has cannot be read
	}
	return fire.NoAlarm(one)
}

// hostable leaves out the alarms of Workers whose code cannot run here, if others can.
func hostable(ctx context.Context, env *local.Project, store *local.Objects, chosen []inspect.Object, many bool) (left []inspect.Object, err error) {
	for _, o := range chosen {
		if not := store.CheckHosted(ctx, o.Namespace.Worker); not != nil {
			err = not
			continue
		}
		left = append(left, o)
	}
	if err == nil || !many || len(left) == 0 {
		return left, err
	}
	env.Note("%s not fired: %v.", ui.Count(len(chosen)-len(left), "alarm"), err)
	return left, nil
}

func noneDue(o fireOptions, until, now time.Time) string {
	switch {
	case o.Until != "":
		return fmt.Sprintf("No alarm is due before %s.", until.Local().Format("2006-01-02 15:04:05"))
	case o.Address.Text != "" || o.Address.All:
		return nothing("alarms", o.Address.Text)
	}
	return "No alarm is due."
}
