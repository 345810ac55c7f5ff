package commands

import (
	"context"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/typefile"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/types"
)

func typesCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "types", Usage: "write the TypeScript types of bindings and runtime", ArgsUsage: "[FILE]",
		Description: "Writes " + types.FileName + " beside the configuration: the interface Env of\n" +
			"bindings, variables and secrets, with the classes of the Worker, and the types of\n" +
			"the runtime for its compatibility date. The file is the one of `wrangler types`; each\n" +
			"tool accepts what the other wrote. Give further configurations with --config for\n" +
			"bindings of other Workers. --check changes nothing and exits with 1 if the file is\n" +
			"stale, by the options that it was written with.\n\n" +
			"Example:\n  $ dotool types\n  $ dotool types --check",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "path", Usage: "write `FILE`, whose name ends in .d.ts", DefaultText: types.FileName},
			&cli.StringFlag{Name: "env-interface", Usage: "call the interface `NAME`", Value: "Env"},
			&cli.BoolFlag{Name: "include-env", Usage: "include the types of bindings", Value: true},
			&cli.BoolFlag{Name: "include-runtime", Usage: "include the types of the runtime", Value: true},
			&cli.BoolFlag{Name: "include-main-module", Usage: "include the entry module, for the types of ctx.exports", Value: true},
			&cli.BoolFlag{Name: "strict-vars", Usage: "give variables the types of their values, such as \"debug\" | \"info\"", Value: true},
			&cli.BoolFlag{Name: "check", Usage: "report whether the file is up to date"},
		},
		Action: func(c *cli.Context) error {
			o := typefile.Options{
				Path: c.String("path"), Configs: env.Flags.Configs,
				NoBindings: !c.Bool("include-env"), NoRuntime: !c.Bool("include-runtime"),
				Options: types.Options{Interface: c.String("env-interface"), NoModule: !c.Bool("include-main-module"), AnyVars: !c.Bool("strict-vars")},
			}
			if file := c.Args().First(); file != "" {
				if o.Path != "" {
					return ui.Usagef("give the file once: as an argument or with --path")
				}
				o.Path = file
			}
			o.Options.Path = o.Path
			if o.NoBindings && o.NoRuntime {
				return ui.Usagef("--include-env=false and --include-runtime=false cannot be combined")
			}
			if err := o.Check(); err != nil {
				return ui.Usagef("%v", err)
			}
			var err error
			if o.Loadings, err = env.Loadings(); err != nil {
				return err
			}
			if c.Bool("check") {
				return runTypesCheck(c.Context, env, o, c.IsSet)
			}
			return runTypes(c.Context, env, o)
		},
	}
}

// typesJSON is the result of `dotool types` as JSON.
type typesJSON struct {
	Path    string `json:"path"`
	Changed bool   `json:"changed"`
	Runtime string `json:"runtime"` // the version of workerd, or a package; "" without
}

func runTypes(ctx context.Context, env *local.Project, o typefile.Options) error {
	r, err := typefile.Update(ctx, env, o)
	if err != nil {
		return err
	}
	env.PrintDiagnostics(r.Problems)
	if env.JSON {
		return ui.WriteJSON(env.Stdout, typesJSON{r.Path, r.Changed, r.Runtime})
	}
	if !r.Changed {
		fmt.Fprintf(env.Stdout, "%s is up to date.\n", env.Show(r.Path))
		return nil
	}
	fmt.Fprintf(env.Stdout, "Wrote %s.\n", env.Show(r.Path))
	for _, note := range r.Notes {
		env.Note("%s", note)
	}
	return nil
}

func runTypesCheck(ctx context.Context, env *local.Project, o typefile.Options, given func(string) bool) error {
	path, stale, err := typefile.Stale(ctx, env, o, given)
	if err != nil {
		return err
	}
	if env.JSON {
		if err := ui.WriteJSON(env.Stdout, struct {
			Path  string   `json:"path"`
			Stale []string `json:"stale"`
		}{path, append([]string{}, stale...)}); err != nil || len(stale) == 0 {
			return err
		}
		return ui.ErrReported
	}
	if len(stale) > 0 {
		return ui.WithHint(fmt.Errorf("%s is out of date: %s", env.Show(path), strings.Join(stale, "; ")), "update it with: dotool types")
	}
	fmt.Fprintf(env.Stdout, "%s is up to date.\n", env.Show(path))
	return nil
}
