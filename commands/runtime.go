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
				return run(c.Context, env)
			},
		}
	}
	return &cli.Command{
		Name:  "runtime",
		Usage: "find or install workerd, the runtime",
		Description: "workerd is taken from DOTOOL_WORKERD, the project's node_modules or the user's\n" +
			"cache, in this order; otherwise it is installed into the cache with npm. A\n" +
			"version too old for dotool or for the project is skipped, unless --runtime\n" +
			"project requires the one in node_modules.\n\n" +
			"Example:\n  $ dotool runtime version",
		Subcommands: []*cli.Command{
			sub("path", "print the path of the binary", "path", runRuntimePath),
			sub("version", "print its version and origin", "version", runRuntimeVersion),
			sub("install", "install version "+workerd.Version+" into the user's cache", "install", runRuntimeInstall),
		},
	}
}

func findRuntime(ctx context.Context, env *local.Project) (workerd.Runtime, error) {
	p, err := env.RuntimeProject()
	if err != nil {
		return workerd.Runtime{}, err
	}
	return env.FindRuntime(ctx, p)
}

func runRuntimePath(ctx context.Context, env *local.Project) error {
	r, err := findRuntime(ctx, env)
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
	r, err := findRuntime(ctx, env)
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

// runtimeJSON is a runtime as JSON.
func runtimeJSON(r workerd.Runtime) any {
	return struct {
		Path                string         `json:"path"`
		Version             string         `json:"version"`
		NewestCompatibility string         `json:"newestCompatibilityDate"`
		Source              workerd.Source `json:"source"`
		PassedOver          string         `json:"passedOver,omitempty"`
	}{r.Path, r.Version, r.Date, r.Source, r.Passed}
}
