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
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
)

func triggerCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "trigger", Usage: "run a handler of the Worker, such as scheduled",
		Description: "Example:\n  $ dotool trigger scheduled",
		Subcommands: []*cli.Command{triggerScheduledCommand(env), triggerEmailCommand(env), triggerQueueCommand(env)},
	}
}

type scheduledOptions struct {
	Worker  string // "" is the only one
	Cron    string
	At      time.Time
	Timeout time.Duration // 0: none
}

func triggerScheduledCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "scheduled", Usage: "run the scheduled handler",
		ArgsUsage: "[CRON]",
		Description: "Runs the handler as a cron trigger would, waits for it, and prints what it did.\n" +
			"Without CRON, uses the cron trigger of the configuration if there is only one.\n" +
			"If no dev server runs, the command hosts the Worker itself.\n\n" +
			"Example:\n  $ dotool trigger scheduled\n  $ dotool trigger scheduled '*/5 * * * *' --at 2026-12-24T18:00:00Z",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "at", Usage: "set event.scheduledTime to `TIME`: RFC 3339, milliseconds since 1970, or relative, such as -1h", DefaultText: "now"},
			workerFlag(),
			timeoutFlag(),
		},
		Action: func(c *cli.Context) error {
			timeout, err := timeoutOf(c)
			if err != nil {
				return err
			}
			o := scheduledOptions{Worker: c.String("worker"), Cron: c.Args().First(), At: time.Now(), Timeout: timeout}
			if at := c.String("at"); at != "" {
				if o.At, err = ui.ParseTime(at, o.At); err != nil {
					return err
				}
			}
			return runScheduled(c.Context, env, o)
		},
	}
}

func runScheduled(ctx context.Context, env *local.Project, o scheduledOptions) error {
	ctx, cancel := within(ctx, o.Timeout, "the scheduled handler")
	defer cancel()
	objects, err := env.Objects()
	if err != nil {
		return err
	}
	if err := o.choose(env, objects.Crons()); err != nil {
		return err
	}
	o.Worker = cmp.Or(o.Worker, env.Worker())
	var result control.Scheduled
	ran, err := trigger(ctx, objects, "scheduled", func(client *control.Client) (err error) {
		result, err = client.Schedule(ctx, o.Worker, o.Cron, o.At)
		return err
	})
	switch {
	case err != nil:
		return err
	case env.JSON:
		err = printScheduled(env, o, result, ran)
	default:
		err = printTriggered(env, ran.events)
	}
	if err == nil && result.Outcome != "ok" {
		if result.Missing {
			return noHandler(env, o.Worker, "scheduled", "scheduled(controller, env, ctx)")
		}
		return ui.ErrReported
	}
	return err
}

// choose sets the cron trigger, if there is only one that can be meant, and its Worker.
func (o *scheduledOptions) choose(env *local.Project, crons []control.CronEvent) error {
	crons = slices.DeleteFunc(crons, func(c control.CronEvent) bool { return o.Worker != "" && c.Worker != o.Worker })
	meant := slices.DeleteFunc(slices.Clone(crons), func(c control.CronEvent) bool { return o.Cron != "" && c.Cron != o.Cron })
	switch {
	case len(meant) == 1:
		o.Worker, o.Cron = meant[0].Worker, meant[0].Cron
	case len(meant) > 1 && o.Cron != "":
		return ui.UsageError(fmt.Sprintf("several Workers have the cron trigger %q", o.Cron), "name one with --worker")
	case len(meant) > 1:
		var names []string
		for _, c := range meant {
			names = append(names, c.Cron)
		}
		return ui.UsageError("there are several cron triggers", "name one: "+strings.Join(quoteAll(names), ", "))
	case len(crons) > 0:
		env.Note("The configuration has no cron trigger %q.", o.Cron)
	}
	return nil
}

func printScheduled(env *local.Project, o scheduledOptions, r control.Scheduled, ran triggered) error {
	return ui.WriteJSON(env.Stdout, struct {
		Cron        string       `json:"cron"`
		ScheduledAt string       `json:"scheduledAt"`
		Outcome     string       `json:"outcome"`
		NoRetry     bool         `json:"noRetry"`
		WallMs      int64        `json:"wallMs"`
		Logs        []event.Line `json:"logs"`
	}{o.Cron, o.At.UTC().Format(event.LineTime), r.Outcome, r.NoRetry, ran.wall.Milliseconds(), ran.lines(env)})
}
