package commands

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// isEntry reports whether an argument is an entry module, not a configuration.
func isEntry(path string) bool {
	return slices.Contains([]string{".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx", ".py"}, strings.ToLower(filepath.Ext(path)))
}

// prepare sets what urfave/cli does not pass on to subcommands.
func prepare(env *local.Project, commands []*cli.Command, parent string) {
	for _, c := range commands {
		name := parent + " " + c.Name
		c.OnUsageError = onUsageError
		c.HideHelpCommand = true
		for _, f := range c.Flags {
			if b, ok := f.(*cli.BoolFlag); ok && !b.Value {
				b.DisableDefaultText = true // "false" says nothing
			}
		}
		if len(c.Subcommands) > 0 {
			c.CustomHelpTemplate = cmp.Or(c.CustomHelpTemplate, groupHelp)
			if c.Action == nil {
				c.Action = func(ctx *cli.Context) error { return noCommand(ctx, name) }
			}
		}
		c.CustomHelpTemplate = cmp.Or(c.CustomHelpTemplate, commandHelp)
		action, flags := c.Action, c.Flags
		if len(c.Subcommands) == 0 {
			// What follows in the library looks for actions of flags, of which there are
			// none: it compares each name with all others, by regular expressions, which takes
			// dotool dev over a millisecond.
			c.Before = func(*cli.Context) error { c.Flags = nil; return nil }
		}
		c.Action = func(ctx *cli.Context) error {
			env.Command = name
			if err := checkChoices(ctx, flags); err != nil {
				return err
			}
			if err := checkArguments(ctx, flags); err != nil {
				return err
			}
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
		return ui.UsageError("unknown flag "+dashes(flag), help)
	}
	if m := badValue.FindStringSubmatch(message); m != nil {
		return ui.UsageError(fmt.Sprintf("%s does not take %q", dashes(m[2]), m[1]), help)
	}
	if flag, ok := strings.CutPrefix(message, "flag needs an argument: -"); ok {
		return ui.UsageError(dashes(flag)+" needs a value", help)
	}
	return ui.UsageError(message, help)
}

// badValue matches the error of package flag for an invalid value.
var badValue = pattern.New(`^invalid (?:boolean )?value "(.*)" for (?:flag )?-(\S+): `)

// dashes returns a flag as it is typed.
func dashes(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// flagNames returns the long names of flags.
func flagNames(flags []cli.Flag) (names []string) {
	for _, f := range flags {
		names = append(names, f.Names()[0])
	}
	return names
}

// noCommand is run where a command is missing.
func noCommand(c *cli.Context, name string) error {
	if name == "dotool" {
		return cli.ShowAppHelp(c)
	}
	return cli.ShowSubcommandHelp(c)
}

func globalFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "config", Aliases: []string{"c"}, Usage: "configuration `FILE`, or its folder (repeatable, for several Workers)"},
		&cli.StringFlag{Name: "cwd", Usage: "run as if started in `DIR`"},
		&cli.StringFlag{Name: "env", Aliases: []string{"e"}, Usage: "use the environment `NAME` of the configuration; \"\" is the top level (or CLOUDFLARE_ENV)"},
		&cli.StringSliceFlag{Name: "env-file", Usage: "read variables from `FILE` instead of .dev.vars and .env (repeatable)"},
		&cli.BoolFlag{Name: "local", Aliases: []string{"l"}, Hidden: true}, // for users of wrangler
		&cli.BoolFlag{Name: "remote", Aliases: []string{"r"}, Hidden: true},
		&cli.StringFlag{Name: "persist-to", Usage: "keep the local state in `DIR`"},
		&cli.StringFlag{Name: "runtime", Usage: "`WHICH` workerd to use: auto, project (only the one in node_modules), an installed version, or a path (or DOTOOL_RUNTIME)", Value: "auto"},
		&cli.BoolFlag{Name: "json", Usage: "print JSON", DisableDefaultText: true},
		&cli.StringFlag{Name: "jq", Usage: "print JSON, filtered by the jq expression `EXPR`; strings are printed without quotes"},
		&cli.StringFlag{Name: "template", Usage: "print JSON, formatted by the Go template `TEMPLATE`; see dotool help formatting"},
		choice("color", "`WHEN` to colour: auto, always, never", "", "auto", "always", "never"),
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "print less", DisableDefaultText: true},
		&cli.BoolFlag{Name: "verbose", Aliases: []string{"v"}, Usage: "print more", DisableDefaultText: true},
	}
}

// readGlobals puts the global flags into the environment.
func readGlobals(c *cli.Context, e *local.Project) error {
	e.Color, e.JSON, e.Quiet, e.Verbose = c.String("color"), c.Bool("json"), c.Bool("quiet"), c.Bool("verbose")
	e.Flags = local.Flags{
		Configs:   c.StringSlice("config"),
		Env:       c.String("env"),
		EnvSet:    c.IsSet("env"),
		PersistTo: c.String("persist-to"),
		Runtime:   e.Getenv("DOTOOL_RUNTIME"),
	}
	if c.IsSet("runtime") {
		e.Flags.Runtime = c.String("runtime")
	}
	if err := checkChoices(c, c.App.Flags); err != nil {
		return err
	}
	expr, text := c.String("jq"), c.String("template")
	if expr != "" || text != "" {
		e.JSON = true
		filter := e.Filter
		switch {
		case expr != "" && text != "":
			return ui.Usagef("--jq and --template cannot be combined")
		case expr == "":
			filter, expr = e.Template, text
		}
		end, err := filter(expr)
		if err != nil {
			return err
		}
		e.Filtered = end
		if err := c.Set("json", "true"); err != nil { // some commands look at the flag
			return err
		}
	}
	if r := e.Flags.Runtime; !slices.Contains([]string{"", "auto", "project"}, r) && !strings.ContainsAny(r, `/\`) && !workerd.IsVersion(r) {
		return ui.Usagef("--runtime takes auto, project, a version or the path of a workerd, not %q", r)
	}
	if dir := c.String("cwd"); dir != "" {
		dir = e.Path(dir)
		if fi, err := os.Stat(dir); err != nil || !fi.IsDir() {
			return ui.Usagef("--cwd: %s is not a folder", dir)
		}
		e.Dir = filepath.Clean(dir)
	}
	if c.Bool("remote") {
		return ui.UsageError("dotool works on local data only", "omit --remote; some commands of `wrangler` support it")
	}
	for _, file := range c.StringSlice("env-file") {
		file = e.Path(file)
		if info, err := os.Stat(file); err != nil || info.IsDir() {
			return ui.Usagef("--env-file: file not found: %s", e.Show(file))
		}
		e.Flags.EnvFiles = append(e.Flags.EnvFiles, file)
	}
	// Relative paths start at --cwd.
	e.Flags.PersistTo = e.Path(e.Flags.PersistTo)
	return nil
}

// checkArguments refuses more arguments than the usage of the command names, and an empty
// one where a name is expected: as an object, it would mean all of them.
func checkArguments(c *cli.Context, flags []cli.Flag) error {
	usage, name := strings.Fields(c.Command.ArgsUsage), c.Command.HelpName
	many := strings.Contains(c.Command.ArgsUsage, "…")
	if c.Command.Hidden {
		return nil
	}
	if c.NArg() > len(usage) && !many {
		return extraArgument(name, flags, c.Args().Slice()[len(usage):])
	}
	for i, arg := range c.Args().Slice() {
		word := strings.Trim(usage[min(i, len(usage)-1)], "[]…")
		if arg == "" && !slices.Contains(emptyWords, word) {
			return ui.UsageError(fmt.Sprintf("%s needs %s, not an empty string", name, word), "is a shell variable not set?")
		}
	}
	return nil
}

// emptyWords are the arguments, as usages name them, for which an empty text has a meaning.
var emptyWords = []string{"JSON", "KEY", "PATH", "PATTERN", "PREFIX", "SQL", "VALUE"}

// needed returns how many arguments a command requires, by its usage.
func needed(usage string) (n int) {
	for word := range strings.FieldsSeq(usage) {
		if word[0] != '[' {
			n++
		}
	}
	return n
}

func repeatable(f cli.Flag) bool {
	s, ok := f.(cli.DocGenerationSliceFlag)
	return ok && s.IsSliceFlag()
}

func takesValue(f cli.Flag) bool {
	d, ok := f.(cli.DocGenerationFlag)
	return ok && d.TakesValue()
}
