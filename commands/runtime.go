package commands

import (
	"context"
	"fmt"

	"github.com/urfave/cli/v2"

	"dotool/config"
	"dotool/devserver/workerd"
)

func runtimeCommand(env *Env) *cli.Command {
	sub := func(name, usage, example string, run func(context.Context, *Env) error) *cli.Command {
		return &cli.Command{
			Name: name, Usage: usage,
			Description: "Example:\n  $ dotool runtime " + example,
			Action: func(c *cli.Context) error {
				if err := arguments(c, 0); err != nil {
					return err
				}
				return run(c.Context, env)
			},
		}
	}
	return &cli.Command{
		Name:  "runtime",
		Usage: "find or install workerd, the runtime",
		Description: "workerd comes from DOTOOL_WORKERD, the project's node_modules, the user's\n" +
			"cache, or is installed into that cache with npm, in this order.\n\n" +
			"Example:\n  $ dotool runtime version",
		Subcommands: []*cli.Command{
			sub("path", "print where the binary is", "path", runRuntimePath),
			sub("version", "print its version and where it comes from", "version", runRuntimeVersion),
			sub("install", "install version "+workerd.Version+" into the user's cache", "install", runRuntimeInstall),
		},
	}
}

func runRuntimePath(ctx context.Context, env *Env) error {
	r, err := env.findRuntime(ctx, env.projectDir())
	if err != nil {
		return err
	}
	if env.flags.JSON {
		return writeJSON(env.Stdout, runtimeJSON(r))
	}
	fmt.Fprintln(env.Stdout, r.Path)
	return nil
}

func runRuntimeVersion(ctx context.Context, env *Env) error {
	r, err := env.findRuntime(ctx, env.projectDir())
	if err != nil {
		return err
	}
	if env.flags.JSON {
		return writeJSON(env.Stdout, runtimeJSON(r))
	}
	fmt.Fprintf(env.Stdout, "workerd %s (compatibility dates up to %s), from %s\n", r.Version, r.Date, r.Source)
	return nil
}

func runRuntimeInstall(ctx context.Context, env *Env) error {
	r, err := env.installRuntime(ctx)
	if err != nil {
		return err
	}
	if env.flags.JSON {
		return writeJSON(env.Stdout, runtimeJSON(r))
	}
	fmt.Fprintf(env.Stdout, "workerd %s is at %s\n", r.Version, r.Path)
	return nil
}

// projectDir is the folder of the project, as far as looking for its
// node_modules goes: a configuration is not needed for that.
func (e *Env) projectDir() string {
	if o, err := e.loading(""); err == nil {
		if p, _, err := config.Load(o); err == nil {
			return p.Dir
		}
	}
	return e.Dir
}

// runtimeJSON is the form of a runtime that scripts get.
func runtimeJSON(r workerd.Runtime) any {
	return struct {
		Path                string         `json:"path"`
		Version             string         `json:"version"`
		NewestCompatibility string         `json:"newestCompatibilityDate"`
		Source              workerd.Source `json:"source"`
	}{r.Path, r.Version, r.Date, r.Source}
}
