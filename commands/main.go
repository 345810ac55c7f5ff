// Package commands is the command line: one file a command, each of which
// turns flags into options, runs, and prints.
//
// [Main] runs one command line in an [Env] and answers the exit code. What the
// commands do is the work of the packages below; nothing here knows how.
package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"dotool/config/diag"
)

// Exit codes of the contract.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// Main runs a command line, without the program's name, and returns the exit
// code.
func Main(ctx context.Context, world *Env, args []string) int {
	env := &Project{Env: world}
	env.Stdout, env.Stderr = newOutput(env.Stdout, env.StdoutTerminal), newOutput(env.Stderr, env.StderrTerminal)
	app := newApp(env)
	words, err := permute(app, customary(args), env.stat)
	if err == nil {
		err = app.RunContext(ctx, append([]string{app.Name}, words...))
	} else {
		env.JSON = slices.Contains(args, "--json")
	}
	err = env.written(err)
	if err == nil {
		return exitDone
	}
	switch {
	case isUsage(err):
		env.printError("usage", err)
		return exitUsage
	case errors.Is(err, errReported):
		return exitFailed
	case ctx.Err() != nil: // whatever the error is called by then
		return exitInterrupted
	default:
		env.printError("failed", err)
		return exitFailed
	}
}

// customary reads what is typed out of habit: `dotool help COMMAND` and
// `dotool --version`.
func customary(args []string) []string {
	switch {
	case len(args) == 0:
	case args[0] == "help":
		return append(slices.Clone(args[1:]), "--help")
	case args[0] == "--version":
		return append([]string{"version"}, args[1:]...)
	}
	return args
}

func newApp(env *Project) *cli.App {
	env.Patience = 5 * time.Second
	app := &cli.App{
		Name:  "dotool",
		Usage: "a toolkit for Cloudflare Durable Objects",
		Description: "Hosts Durable Objects on the real runtime, on this machine.\n" +
			"State is shared with `wrangler dev`: .wrangler/state.",
		Writer:                    &helpWriter{env: env.Env},
		ErrWriter:                 env.Stderr,
		HideVersion:               true,
		HideHelpCommand:           true,
		DisableSliceFlagSeparator: true,
		CustomAppHelpTemplate:     appHelp,
		Flags:                     globalFlags(),
		Before:                    func(c *cli.Context) error { return readGlobals(c, env) },
		ExitErrHandler:            func(*cli.Context, error) {}, // Main decides
		Action:                    func(c *cli.Context) error { return noCommand(c, c.App.Commands, "dotool") },
		Commands: []*cli.Command{
			devCommand(env),
			migrateCommand(env),
			objectsCommand(env),
			sqlCommand(env),
			schemaCommand(env),
			kvCommand(env),
			alarmCommand(env),
			logsCommand(env),
			topCommand(env),
			callCommand(env),
			fetchCommand(env),
			connectCommand(env),
			evictCommand(env),
			snapshotCommand(env),
			exportCommand(env),
			importCommand(env),
			runtimeCommand(env),
			versionCommand(env),
			completionCommand(env),
			completeCommand(env),
		},
	}
	app.OnUsageError = onUsageError
	prepare(env, app.Commands, "dotool")
	return app
}

// prepare sets on each command what urfave/cli does not inherit.
func prepare(env *Project, commands []*cli.Command, parent string) {
	for _, c := range commands {
		name := parent + " " + c.Name
		c.OnUsageError = onUsageError
		c.HideHelpCommand = true
		for _, f := range c.Flags {
			if b, ok := f.(*cli.BoolFlag); ok && !b.Value {
				b.DisableDefaultText = true // "false" says nothing
			}
		}
		c.CustomHelpTemplate = commandHelp
		if len(c.Subcommands) > 0 {
			c.CustomHelpTemplate = groupHelp
			if c.Action == nil {
				c.Action = func(ctx *cli.Context) error { return noCommand(ctx, c.Subcommands, name) }
			}
		}
		action := c.Action
		c.Action = func(ctx *cli.Context) error {
			env.Command = name
			return action(ctx)
		}
		prepare(env, c.Subcommands, name)
	}
}

func onUsageError(c *cli.Context, err error, _ bool) error {
	name := strings.TrimSpace(c.App.Name)
	if c.Command != nil && c.Command.HelpName != "" {
		name = c.Command.HelpName
	}
	message, help := err.Error(), "see `"+name+" --help`"
	if flag, ok := strings.CutPrefix(message, "flag provided but not defined: -"); ok {
		flag = strings.TrimLeft(flag, "-")
		known := flagNames(c.App.Flags)
		if c.Command != nil {
			known = append(known, flagNames(c.Command.Flags)...)
		}
		if near := diag.Nearest(flag, known); near != "" {
			help = "did you mean --" + near + "?"
		}
		return usageError("unknown flag "+dashes(flag), help)
	}
	if m := badValue.FindStringSubmatch(message); m != nil {
		return usageError(fmt.Sprintf("%s does not take %q", dashes(m[2]), m[1]), help)
	}
	if flag, ok := strings.CutPrefix(message, "flag needs an argument: -"); ok {
		return usageError(dashes(flag)+" needs a value", help)
	}
	return usageError(message, help)
}

// badValue is how package flag refuses the value of a flag.
var badValue = regexp.MustCompile(`^invalid (?:boolean )?value "(.*)" for (?:flag )?-(\S+): `)

// dashes is a flag as it is typed.
func dashes(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// flagNames are the long names of flags.
func flagNames(flags []cli.Flag) (names []string) {
	for _, f := range flags {
		names = append(names, f.Names()[0])
	}
	return names
}

// noCommand is run where a command is missing or unknown.
func noCommand(c *cli.Context, commands []*cli.Command, name string) error {
	if !c.Args().Present() {
		if name == "dotool" {
			return cli.ShowAppHelp(c)
		}
		return cli.ShowSubcommandHelp(c)
	}
	var names []string
	for _, sub := range commands {
		if !sub.Hidden {
			names = append(names, sub.Name)
		}
	}
	return usageError(
		fmt.Sprintf("%s has no command %q", name, c.Args().First()),
		didYouMean(c.Args().First(), names, "see `"+name+" --help`"),
	)
}

// didYouMean suggests the nearest of the names, or otherwise.
func didYouMean(given string, names []string, otherwise string) string {
	if near := diag.Nearest(given, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

func globalFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "config", Aliases: []string{"c"}, Usage: "configuration `FILE`, or the folder it is in"},
		&cli.StringFlag{Name: "cwd", Usage: "run as if started in `DIR`"},
		&cli.StringFlag{Name: "env", Aliases: []string{"e"}, Usage: "environment `NAME` of the configuration (or CLOUDFLARE_ENV)"},
		&cli.StringSliceFlag{Name: "env-file", Usage: "take variables from `FILE`, not from .dev.vars and .env (repeatable)"},
		&cli.BoolFlag{Name: "local", Aliases: []string{"l"}, Hidden: true}, // as wrangler has them
		&cli.BoolFlag{Name: "remote", Aliases: []string{"r"}, Hidden: true},
		&cli.StringFlag{Name: "persist-to", Usage: "keep the local state in `DIR`"},
		&cli.StringFlag{Name: "runtime", Usage: "`WHICH` workerd to use: auto, project for none but that of node_modules, or a path (or DOTOOL_RUNTIME)", Value: "auto"},
		&cli.BoolFlag{Name: "json", Usage: "print JSON", DisableDefaultText: true},
		&cli.StringFlag{Name: "color", Usage: "`WHEN` to colour: auto, always, never", Value: "auto"},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "print less", DisableDefaultText: true},
		&cli.BoolFlag{Name: "verbose", Aliases: []string{"v"}, Usage: "print more", DisableDefaultText: true},
	}
}

// readGlobals puts the global flags into the environment.
func readGlobals(c *cli.Context, e *Project) error {
	e.Color, e.JSON, e.Quiet, e.Verbose = c.String("color"), c.Bool("json"), c.Bool("quiet"), c.Bool("verbose")
	e.Flags = Flags{
		Config:    c.String("config"),
		Env:       c.String("env"),
		EnvSet:    c.IsSet("env"),
		PersistTo: c.String("persist-to"),
		Runtime:   e.getenv("DOTOOL_RUNTIME"),
	}
	if c.IsSet("runtime") {
		e.Flags.Runtime = c.String("runtime")
	}
	if !slices.Contains([]string{"auto", "always", "never"}, e.Color) {
		return usagef("--color takes auto, always or never, not %q", e.Color)
	}
	if r := e.Flags.Runtime; !slices.Contains([]string{"", "auto", "project"}, r) && !strings.ContainsAny(r, `/\`) {
		return usagef("--runtime takes auto, project or the path of a workerd, not %q", r)
	}
	if dir := c.String("cwd"); dir != "" {
		dir = e.path(dir)
		if fi, err := os.Stat(dir); err != nil || !fi.IsDir() {
			return usagef("--cwd: %s is not a folder", dir)
		}
		e.Dir = filepath.Clean(dir)
	}
	if c.Bool("remote") || c.IsSet("local") && !c.Bool("local") {
		return usageError("dotool works with what is on this machine only", "leave out --remote; `wrangler` has it for some of its commands")
	}
	for _, file := range c.StringSlice("env-file") {
		file = e.path(file)
		if info, err := os.Stat(file); err != nil || info.IsDir() {
			return usagef("--env-file: there is no file %s", e.show(file))
		}
		e.Flags.EnvFiles = append(e.Flags.EnvFiles, file)
	}
	// Paths on the command line start where --cwd says.
	e.Flags.PersistTo = e.path(e.Flags.PersistTo)
	return nil
}

// arguments checks how many arguments a command was given.
func arguments(c *cli.Context, most int) error {
	if c.NArg() > most {
		return usageError(
			fmt.Sprintf("%s does not take the argument %q", c.Command.HelpName, c.Args().Get(most)),
			"see `"+c.Command.HelpName+" --help`",
		)
	}
	return nil
}

// writeJSON prints a value for scripts.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
