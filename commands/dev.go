package commands

import (
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/logview"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
)

func devCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name:      "dev",
		Usage:     "serve Workers and their objects, reloading on save",
		ArgsUsage: "[DIR|CONFIG…|ENTRY]",
		Description: "Data is stored in .wrangler/state, shared with `wrangler dev`. Several\n" +
			"configurations are Workers that reach each other; the first one gets the requests,\n" +
			"its folder holds the state of all, and flags other than --env are for it. ENTRY is\n" +
			"an entry module, as with `wrangler dev`; its flags are accepted too.\n\n" +
			"Example:\n  $ dotool dev\n  $ dotool dev apps/chat --port 3000 --var LOG_LEVEL:debug\n  $ dotool dev apps/chat apps/rooms\n  $ dotool dev src/index.ts",
		Flags: append([]cli.Flag{
			&cli.IntFlag{Name: "port", Aliases: []string{"p"}, Usage: "listen on port `N`; 0 picks any free port", Value: -1, DefaultText: "dev.port in the configuration, else 8787 or the next free one"},
			&cli.StringFlag{Name: "ip", Usage: "listen on `ADDRESS`", DefaultText: "dev.ip in the configuration, else localhost"},
			&cli.BoolFlag{Name: "error-pages", Usage: "show source code and paths in error pages to other machines too, and at any host name"},
			&cli.IntFlag{Name: "inspector-port", Usage: "let DevTools connect on port `N`; on systems other than Linux, other users of this machine can then reach the runtime too", DefaultText: "off"},
			&cli.StringFlag{Name: "build", Usage: "build with `COMMAND`, such as \"vite build\", which is run again on save, or keeps running", DefaultText: "build.command in the configuration"},
			&cli.BoolFlag{Name: "watch", Usage: "reload when a file is saved", Value: true},
			&cli.BoolFlag{Name: "watch-poll", Usage: "check files once per second, for file systems that do not report changes"},
			&cli.BoolFlag{Name: "check", Usage: "check the source in the background after each reload, and show new findings", Value: true},
			&cli.BoolFlag{Name: "live-reload", Usage: "reload open pages when the Worker has reloaded or an asset has changed"},
			&cli.DurationFlag{Name: "drain", Usage: "let requests in flight run for up to `DURATION` before a reload cuts them off", Value: time.Second},
			&cli.BoolFlag{Name: "ephemeral", Usage: "start with empty storage and discard it at the end"},
			&cli.BoolFlag{Name: "branch-state", Usage: "keep one state per git branch, and switch with it; a new branch starts with a copy (dotool help serving)"},
			&cli.BoolFlag{Name: "hold-alarms", Usage: "hold alarms, cron triggers and deliveries of queues until dotool alarm fire runs them"},
			&cli.BoolFlag{Name: "cron", Usage: "fire cron triggers at their times, in UTC"},
			&cli.StringSliceFlag{Name: "var", Usage: "set a variable in env, as `KEY:VALUE` (repeatable)"},
			&cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "apply migrations that delete data without asking"},
			choice("log-level", "show messages from `LEVEL` up: %s", "", append(consoleLevels, "none")...),
			choice("log-format", "print the log as `FORMAT`: text, or json (one object per line on stdout)", "", "text", "json"),
			onlyFlag(),
			&cli.StringFlag{Name: "log-file", Usage: "also append the log to `FILE`, at all levels; as JSON with --log-format json or if the name ends in .jsonl"},
			&cli.StringFlag{Name: "ai", Usage: "serve the AI binding from the OpenAI-compatible server at `URL`, such as http://127.0.0.1:11434/v1", DefaultText: "\"dotool\": {\"ai\": …} in package.json"},
			&cli.BoolFlag{Name: "open", Usage: "open the Worker in a browser when it is ready"},
			&cli.BoolFlag{Name: "types", Usage: "keep the types of dotool types up to date, as dev.generate_types does"},
		}, wranglerFlags()...),
		Action: func(c *cli.Context) error {
			if p := c.Int("port"); p < -1 || p > 65535 || c.IsSet("port") && p < 0 {
				return ui.Usagef("--port takes a number from 0 to 65535, not %d", p)
			}
			if p := c.Int("inspector-port"); p < 0 || p > 65535 {
				return ui.Usagef("--inspector-port takes a number from 1 to 65535, not %d", p)
			}
			if ai := c.String("ai"); c.IsSet("ai") && !config.ValidAI(ai) {
				return ui.UsageError(fmt.Sprintf("--ai takes the URL of an OpenAI-compatible server, not %q", ai), "such as http://127.0.0.1:11434/v1, which is Ollama's")
			}
			drain := c.Duration("drain")
			if drain < 0 {
				return ui.Usagef("--drain takes a duration such as 5s, not %s", drain)
			}
			if drain == 0 {
				drain = -1 // for Options, whose 0 is the default
			}
			filter, err := filterOf(c)
			if err != nil {
				return err
			}
			paths := c.Args().Slice()
			over, err := overrides(env, c, &paths)
			if err != nil {
				return err
			}
			var types *bool
			if on := c.Bool("types"); c.IsSet("types") {
				types = &on
			}
			return runDev(c.Context, env, devOptions{
				Paths:         paths,
				Override:      over,
				NoKeys:        c.IsSet("show-interactive-dev-session") && !c.Bool("show-interactive-dev-session"),
				Port:          c.Int("port"),
				IP:            c.String("ip"),
				Inspector:     c.Int("inspector-port"),
				Watch:         c.Bool("watch"),
				Poll:          c.Bool("watch-poll"),
				Check:         c.Bool("check"),
				Live:          c.Bool("live-reload"),
				Drain:         drain,
				Pages:         c.Bool("error-pages"),
				Ephemeral:     c.Bool("ephemeral"),
				BranchState:   c.Bool("branch-state"),
				Yes:           c.Bool("yes"),
				Hold:          c.Bool("hold-alarms"),
				Vars:          c.StringSlice("var"),
				JSON:          c.String("log-format") == "json" || env.JSON,
				Level:         logview.Levels[c.String("log-level")],
				Only:          filter,
				LogFile:       c.String("log-file"),
				Open:          c.Bool("open"),
				Types:         types,
				TestScheduled: c.Bool("test-scheduled"),
				Cron:          c.Bool("cron"),
				KeyFile:       env.Path(c.String("https-key-path")),
				CertFile:      env.Path(c.String("https-cert-path")),
			})
		},
	}
}
