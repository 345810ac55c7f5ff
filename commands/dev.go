package commands

import (
	"context"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/urfave/cli/v2"

	"dotool/commands/local"
	"dotool/commands/logview"
	"dotool/commands/ui"
	"dotool/config"
	"dotool/devserver"
	"dotool/devserver/event"
	"dotool/devserver/workerd"
	"dotool/inspect"
	"dotool/migrate"
	"dotool/migrate/state"
)

type devOptions struct {
	Path      string // of the project
	Port      int
	IP        string
	Inspector int
	Watch     bool
	Poll      bool // poll the watched files
	Live      bool // reload pages
	Drain     time.Duration
	Pages     bool // error pages, for the network too
	Ephemeral bool
	Yes       bool
	Hold      bool
	Vars      []string
	JSON      bool
	Level     logview.Level
	LogFile   string
	Open      bool
	NoKeys    bool
	Override  config.Overrides

	TestScheduled bool

	KeyFile, CertFile string // of a certificate for https
}

func devCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name:      "dev",
		Usage:     "serve the Worker and its objects, reloading on save",
		ArgsUsage: "[DIR|CONFIG|ENTRY]",
		Description: "Data is stored in .wrangler/state, shared with `wrangler dev`. ENTRY is an entry\n" +
			"module, as with `wrangler dev`; its flags are accepted too.\n\n" +
			"Example:\n  $ dotool dev\n  $ dotool dev apps/chat --port 3000 --var LOG_LEVEL:debug\n  $ dotool dev src/index.ts",
		Flags: append([]cli.Flag{
			&cli.IntFlag{Name: "port", Aliases: []string{"p"}, Usage: "listen on port `N`; 0 picks any free port", Value: -1, DefaultText: "dev.port in the configuration, else 8787"},
			&cli.StringFlag{Name: "ip", Usage: "listen on `ADDRESS`", DefaultText: "dev.ip in the configuration, else localhost"},
			&cli.BoolFlag{Name: "error-pages", Usage: "show source code and paths in error pages even when --ip is reachable from other machines"},
			&cli.IntFlag{Name: "inspector-port", Usage: "let DevTools connect on port `N`; elsewhere than on Linux, other users of this machine can then reach the runtime too", DefaultText: "off"},
			&cli.StringFlag{Name: "build", Usage: "build with `COMMAND`, such as \"vite build\", which is run again on save, or keeps running", DefaultText: "build.command in the configuration"},
			&cli.BoolFlag{Name: "watch", Usage: "reload when a file is saved", Value: true},
			&cli.BoolFlag{Name: "watch-poll", Usage: "check files once per second, for file systems that do not report changes"},
			&cli.BoolFlag{Name: "live-reload", Usage: "reload open pages when the Worker has reloaded or an asset has changed"},
			&cli.DurationFlag{Name: "drain", Usage: "let requests in flight run for up to `DURATION` before a reload cuts them off", Value: time.Second},
			&cli.BoolFlag{Name: "ephemeral", Usage: "start with empty storage and discard it at the end"},
			&cli.BoolFlag{Name: "hold-alarms", Usage: "hold alarms until dotool alarm fire runs them"},
			&cli.StringSliceFlag{Name: "var", Usage: "set a variable in env, as `KEY:VALUE` (repeatable)"},
			&cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "apply migrations that delete data without asking"},
			choice("log-level", "show messages from `LEVEL` up: %s", "", append(consoleLevels, "none")...),
			choice("log-format", "print the log as `FORMAT`: text, or json (one object per line on stdout)", "", "text", "json"),
			&cli.StringFlag{Name: "log-file", Usage: "also append the log to `FILE`, at all levels; as JSON with --log-format json or if the name ends in .jsonl"},
			&cli.StringFlag{Name: "ai", Usage: "serve the AI binding from the OpenAI-compatible server at `URL`, such as http://127.0.0.1:11434/v1", DefaultText: "\"dotool\": {\"ai\": …} in package.json"},
			&cli.BoolFlag{Name: "open", Usage: "open the Worker in a browser when it is ready"},
		}, wranglerFlags()...),
		Before: func(c *cli.Context) error {
			if c.NArg() > 1 {
				return ui.UsageError("dotool dev serves one Worker at a time", "start one for each configuration, with another --port")
			}
			return nil
		},
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
			path := c.Args().First()
			over, err := overrides(env, c, &path)
			if err != nil {
				return err
			}
			return runDev(c.Context, env, devOptions{
				Path:          path,
				Override:      over,
				NoKeys:        c.IsSet("show-interactive-dev-session") && !c.Bool("show-interactive-dev-session"),
				Port:          c.Int("port"),
				IP:            c.String("ip"),
				Inspector:     c.Int("inspector-port"),
				Watch:         c.Bool("watch"),
				Poll:          c.Bool("watch-poll"),
				Live:          c.Bool("live-reload"),
				Drain:         drain,
				Pages:         c.Bool("error-pages"),
				Ephemeral:     c.Bool("ephemeral"),
				Yes:           c.Bool("yes"),
				Hold:          c.Bool("hold-alarms"),
				Vars:          c.StringSlice("var"),
				JSON:          c.String("log-format") == "json" || env.JSON,
				Level:         logview.Levels[c.String("log-level")],
				LogFile:       c.String("log-file"),
				Open:          c.Bool("open"),
				TestScheduled: c.Bool("test-scheduled"),
				KeyFile:       env.Path(c.String("https-key-path")),
				CertFile:      env.Path(c.String("https-cert-path")),
			})
		},
	}
}

func runDev(ctx context.Context, env *local.Project, o devOptions) error {
	loading, err := env.Loading(o.Path)
	if err != nil {
		return err
	}
	loading.Override = o.Override
	if o.Ephemeral && env.Flags.PersistTo != "" {
		return ui.Usagef("--ephemeral and --persist-to cannot be combined")
	}
	vars, err := parseVars(o.Vars)
	if err != nil {
		return err
	}
	ctx, quit := context.WithCancel(ctx)
	var others sync.WaitGroup // goroutines beside the server
	defer others.Wait()
	defer quit()
	shows := logview.Options{JSON: o.JSON, Level: o.Level, Ephemeral: o.Ephemeral, Pages: o.Pages, NoKeys: o.NoKeys}
	log := logview.NewServer(env.Env, shows)
	defer log.Close()
	var record func([]event.Event)
	written := []io.Writer{env.Stdout, env.Stderr}
	if o.LogFile != "" {
		file, err := logview.LogFile(env.Env, o.LogFile, "dotool "+Version, shows, log)
		if err != nil {
			return err
		}
		defer file.Close()
		file.Counts = log.Counts
		record = file.Report
		written = append(written, file.Env.Stdout)
	}
	var names local.Names
	var project atomic.Pointer[config.Project] // that is served first, or being built
	orders := make(chan devserver.Order, 1)
	began := time.Now()
	keys := logview.NewKeys(log, logview.Commands{
		Migrations: func(ctx context.Context, env *ui.Env, ready event.Ready) error {
			return runMigrateStatus(ctx, served(env, ready))
		},
		Alarms: func(ctx context.Context, env *ui.Env, ready event.Ready) error {
			return runAlarmList(ctx, served(env, ready), alarmOptions{Limit: 20})
		},
	}, func() {
		select {
		case orders <- devserver.Reload:
		default: // already requested
		}
	}, quit)
	keyboard, err := keys.Attach(ctx, &others)
	if err != nil {
		return err
	}
	var hold func(*state.Folder) error
	if o.Hold {
		hold = inspect.Hold
		env.Note("Alarms are held until `dotool alarm fire`.")
	}
	err = devserver.Run(ctx, devserver.Options{
		Config:        loading,
		Persist:       env.Flags.PersistTo,
		Ephemeral:     o.Ephemeral,
		Dir:           env.Dir,
		IP:            o.IP,
		Port:          o.Port,
		Inspector:     o.Inspector,
		TestScheduled: o.TestScheduled,
		KeyFile:       o.KeyFile,
		CertFile:      o.CertFile,
		Vars:          vars,
		Watch:         o.Watch,
		Poll:          o.Poll,
		Outputs:       ui.Files(written),
		LiveReload:    o.Live,
		Drain:         o.Drain,
		ErrorPages:    o.Pages,
		Log:           !env.Quiet,
		Runtime: func(ctx context.Context, p *config.Project) (workerd.Runtime, error) {
			project.Store(p)
			return env.NeedRuntime(ctx, p)
		},
		Open: func(dir string) *state.Folder {
			// Another command is using the folder, and will soon be done.
			return env.OpenAt(dir, -1, log.Notice)
		},
		Locked: func(state *state.Folder) {
			others.Go(func() {
				ctx, cancel := context.WithTimeout(ctx, logview.CountingTime)
				defer cancel()
				log.Counts.Begin(ctx, state)
			})
		},
		HoldAlarms: hold,
		Approve: func(ctx context.Context, p *migrate.Plan) bool {
			return o.Yes || log.Prompt(keyboard, func() bool { return approve(ctx, env, p) })
		},
		Snapshot: snapshotBefore,
		Report: func(events []event.Event) {
			printed := false
			defer func() {
				if !printed { // a panic: restore the terminal
					keyboard.Release()
				}
			}()
			names.Record(events)
			for _, e := range events {
				if ready, ok := e.(event.Ready); ok && !ready.Reload {
					command := "dotool migrate"
					if o.Ephemeral {
						command += " --persist-to " + ready.State
					}
					if list := databaseWarnings(ctx, project.Load(), state.Open(ready.State, state.Options{}), command); len(list) > 0 {
						log.Report([]event.Event{event.Warnings{List: list}})
					}
				}
			}
			log.Report(events)
			printed = true
			for _, e := range events {
				ready, ok := e.(event.Ready)
				if !ok || ready.Reload {
					continue
				}
				others.Go(func() { local.SweepValues(ctx, &state.Folder{Dir: ready.State}, ready.Project, began) }) // ends with ctx
				if o.Open {
					others.Go(func() { log.Open(ctx, ready.URL) }) // ends soon
				}
			}
		},
		Record: record,
		Orders: orders,
	})
	if ctx.Err() != nil {
		return nil // being asked to stop is success, whatever it interrupts
	}
	return err
}
