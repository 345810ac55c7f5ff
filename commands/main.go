// Package commands is the command line: one file a command, each of which
// turns flags into options, runs, and prints.
//
// [Main] runs one command line in a [ui.Env] and returns the exit code. The packages
// below do the work.
package commands

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
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
func Main(ctx context.Context, world *ui.Env, args []string) int {
	env := &local.Project{Env: world}
	env.Stdout, env.Stderr = ui.NewOutput(env.Stdout, env.StdoutTerminal), ui.NewOutput(env.Stderr, env.StderrTerminal)
	app := newApp(env)
	words, err := permute(app, expandAliases(app.Commands, args), env.Stat)
	if err == nil {
		err = app.RunContext(ctx, append([]string{app.Name}, words...))
	} else {
		env.JSON = slices.ContainsFunc(args, func(a string) bool { return a == "--json" || a == "--jq" })
	}
	if env.Filtered != nil {
		if failed := env.Filtered(); err == nil {
			err = failed
		}
	}
	err = env.Written(err)
	if err == nil {
		return exitDone
	}
	env.Explain(err)
	switch {
	case ui.IsUsage(err):
		env.PrintError("usage", err)
		return exitUsage
	case errors.Is(err, ui.ErrReported), !env.JSON && env.Reported(err):
		return exitFailed
	case ctx.Err() != nil: // whatever the error
		return exitInterrupted
	default:
		env.PrintError("failed", err)
		return exitFailed
	}
}

// expandAliases reads what is typed out of habit: `dotool help COMMAND` and
// `dotool --version`.
func expandAliases(commands []*cli.Command, args []string) []string {
	switch {
	case len(args) == 0:
	case args[0] == "help" && len(args) > 1 && find(commands, args[1]) != nil:
		return append(slices.Clone(args[1:]), "--help")
	case args[0] == "--version":
		return append([]string{"version"}, args[1:]...)
	}
	return args
}

func newApp(env *local.Project) *cli.App {
	env.Patience = 5 * time.Second
	app := &cli.App{
		Name:  "dotool",
		Usage: "a toolkit for Cloudflare Durable Objects",
		Description: "Hosts Durable Objects on this machine with the real runtime, workerd, and shares\n" +
			"local state (.wrangler/state) with `wrangler dev`.",
		Writer:                    helpWriter{env: env.Env},
		ErrWriter:                 env.Stderr,
		HideVersion:               true,
		HideHelpCommand:           true,
		DisableSliceFlagSeparator: true,
		CustomAppHelpTemplate:     appHelp,
		Flags:                     append(globalFlags(), cli.HelpFlag), // the library adds it only if no command is named help
		Before:                    func(c *cli.Context) error { return readGlobals(c, env) },
		ExitErrHandler:            func(*cli.Context, error) {}, // Main decides
		Action:                    func(c *cli.Context) error { return noCommand(c, "dotool") },
		Commands: slices.Concat([]*cli.Command{initCommand(env)}, classCommands(env), []*cli.Command{
			devCommand(env),
			migrateCommand(env),
			checkCommand(env),
			typesCommand(env),
			testCommand(env),
			objectsCommand(env),
			sqlCommand(env),
			schemaCommand(env),
			kvCommand(env),
			r2Command(env),
			queuesCommand(env),
			workflowsCommand(env),
			alarmCommand(env),
			logsCommand(env),
			topCommand(env),
			callCommand(env),
			fetchCommand(env),
			connectCommand(env),
			evictCommand(env),
			triggerCommand(env),
			snapshotCommand(env),
			exportCommand(env),
			importCommand(env),
			resetCommand(env),
			seedCommand(env),
			doctorCommand(env),
			runtimeCommand(env),
			versionCommand(env),
			completionCommand(env),
			manCommand(env),
			helpCommand(),
			completeCommand(env),
			checkBesideCommand(env),
		}),
	}
	app.OnUsageError = onUsageError
	prepare(env, app.Commands, "dotool")
	return app
}
