package commands

import (
	"context"
	"fmt"

	"github.com/urfave/cli/v2"

	"dotool/commands/local"
	"dotool/commands/ui"
	"dotool/devserver/workerd"
)

func runtimeCommand(env *local.Project) *cli.Command {
	sub := func(name, usage, example string, run func(context.Context, *local.Project) error) *cli.Command {
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
			"cache, or is installed into that cache with npm, in this order. One that is\n" +
			"too old for dotool or for the project is passed over, unless --runtime\n" +
			"project insists on the one in node_modules.\n\n" +
			"Example:\n  $ dotool runtime version",
		Subcommands: []*cli.Command{
			sub("path", "print where the binary is", "path", runRuntimePath),
			sub("version", "print its version and where it comes from", "version", runRuntimeVersion),
			sub("install", "install version "+workerd.Version+" into the user's cache", "install", runRuntimeInstall),
		},
	}
}

func runRuntimePath(ctx context.Context, env *local.Project) error {
	r, err := env.FindRuntime(ctx, env.RuntimeProject())
	if err != nil {
		return err
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, runtimeJSON(r))
	}
	fmt.Fprintln(env.Stdout, r.Path)
	return nil
}

func runRuntimeVersion(ctx context.Context, env *local.Project) error {
	r, err := env.FindRuntime(ctx, env.RuntimeProject())
	if err != nil {
		return err
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, runtimeJSON(r))
	}
	fmt.Fprintf(env.Stdout, "workerd %s (compatibility dates up to %s), from %s\n", r.Version, r.Date, r.Source)
	return nil
}

func runRuntimeInstall(ctx context.Context, env *local.Project) error {
	r, err := env.InstallRuntime(ctx)
	if err != nil {
		return err
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, runtimeJSON(r))
	}
	fmt.Fprintf(env.Stdout, "workerd %s is at %s\n", r.Version, r.Path)
	return nil
}

// runtimeJSON is the form of a runtime that scripts get.
func runtimeJSON(r workerd.Runtime) any {
	return struct {
		Path                string         `json:"path"`
		Version             string         `json:"version"`
		NewestCompatibility string         `json:"newestCompatibilityDate"`
		Source              workerd.Source `json:"source"`
		PassedOver          string         `json:"passedOver,omitempty"`
	}{r.Path, r.Version, r.Date, r.Source, r.Passed}
}
