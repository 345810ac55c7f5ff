package commands

import (
	"context"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
)

func alarmCommand(env *local.Project) *cli.Command {
	class := &cli.StringFlag{Name: "class", Usage: "look only in class `NAME`"}
	all := &cli.BoolFlag{Name: "all", Usage: "select every object of the class"}
	limit := &cli.IntFlag{Name: "limit", Usage: "print at most `N`", DefaultText: "all"}
	sub := func(name, usage, argsUsage, description string, run func(context.Context, *local.Project, alarmOptions) error, flags ...cli.Flag) *cli.Command {
		return &cli.Command{
			Name: name, Usage: usage, ArgsUsage: argsUsage, Description: description,
			Flags: append(flags, class),
			Action: func(c *cli.Context) error {
				if c.NArg() < needed(argsUsage) && !c.Bool("all") {
					return ui.UsageError(c.Command.HelpName+" needs "+argsUsage, "see `"+c.Command.HelpName+" --help`")
				}
				o := alarmOptions{Limit: c.Int("limit"), Watch: c.Bool("watch"), Failed: c.Bool("failed")}
				if o.Limit < 0 || c.IsSet("limit") && o.Limit == 0 {
					return ui.Usagef("--limit must be 1 or more, not %d", o.Limit)
				}
				args := c.Args().Slice()
				if name == "set" {
					if len(args) == 0 {
						return ui.UsageError(c.Command.HelpName+" needs TIME", ui.TimeExamples)
					}
					o.Time, args = args[len(args)-1], args[:len(args)-1]
				}
				if len(args) > 0 {
					o.Address.Text = args[0]
				}
				o.Address.Class, o.Address.All = c.String("class"), c.Bool("all")
				return run(c.Context, env, o)
			},
		}
	}
	return &cli.Command{
		Name: "alarm", Usage: "list, fire, set and delete alarms",
		Description: "Reading never starts an object. Commands that change or fire alarms go through\n" +
			"`dotool dev` if it is running, otherwise they host the objects themselves while\n" +
			"they run. `dotool dev --hold-alarms` holds alarms until `dotool alarm fire`.\n\n" +
			"Example:\n  $ dotool alarm list\n  $ dotool alarm fire lobby\n  $ dotool alarm fire --until +7d",
		Subcommands: []*cli.Command{
			sub("list", "list alarms, next first", "[OBJECT|GLOB]",
				"Prints class, name, id, time, and how long until then.\n\nExample:\n  $ dotool alarm list 'Room/team-*'\n  $ dotool alarm list --watch",
				runAlarmList, limit, &cli.BoolFlag{Name: "watch", Usage: "keep the list on screen and up to date"}),
			alarmFireCommand(env, class, all),
			sub("set", "set an alarm", "OBJECT|GLOB TIME",
				"TIME is an offset from now such as +5m, +1h30m or +2d, a date such as\n2026-12-24T18:00:00Z, \"2026-12-24 18:00\" or 18:00 (local time), or milliseconds\nsince 1970. A time in the past means now.\n\nExample:\n  $ dotool alarm set lobby +5m",
				runAlarmSet, all, patienceFlag(env)),
			sub("delete", "delete an alarm", "OBJECT|GLOB",
				"Example:\n  $ dotool alarm delete lobby\n  $ dotool alarm delete Room --all",
				runAlarmDelete, all, patienceFlag(env)),
			sub("history", "show alarms that have fired", "[OBJECT|GLOB]",
				"Prints when each alarm fired, its object, how late it was, the outcome, the\nduration, which attempt it was, and the next alarm set. Oldest first; the last few\nthousand are kept.\n\nExample:\n  $ dotool alarm history lobby\n  $ dotool alarm history --failed --json",
				runAlarmHistory, limit, &cli.BoolFlag{Name: "failed", Usage: "show only failed runs"}),
		},
	}
}
