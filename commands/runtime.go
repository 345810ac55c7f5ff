package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

func runtimeCommand(env *local.Project) *cli.Command {
	sub := func(name, args, usage, example string, run func(context.Context, *local.Project, string) error) *cli.Command {
		return &cli.Command{
			Name: name, Usage: usage, ArgsUsage: args,
			Description: "Example:\n  $ dotool runtime " + example,
			Action:      func(c *cli.Context) error { return run(c.Context, env, c.Args().First()) },
		}
	}
	install := sub("install", "[VERSION|latest]", "install a version into the user's cache", "install latest", runRuntimeInstall)
	install.Description = "Without an argument, installs " + workerd.Version + ", which dotool is tested with and prefers. Others in\n" +
		"the cache are used for projects of a later compatibility date, and for --runtime\n" +
		"VERSION. npm downloads the package; its checksum must be that of npm's registry.\n\n" + install.Description
	return &cli.Command{
		Name:  "runtime",
		Usage: "find or install workerd, the runtime",
		Description: "workerd is taken from DOTOOL_WORKERD, the project's node_modules or the user's\n" +
			"cache, in this order; otherwise it is installed into the cache with npm. A\n" +
			"version too old for dotool or for the project is skipped, unless --runtime\n" +
			"project requires the one in node_modules.\n\n" +
			"Example:\n  $ dotool runtime version",
		Subcommands: []*cli.Command{
			sub("path", "", "print the path of the binary", "path", runRuntimePath),
			sub("version", "", "print its version and origin", "version", runRuntimeVersion),
			sub("list", "", "list the runtimes that can be used", "list", runRuntimeList),
			install,
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

func runRuntimePath(ctx context.Context, env *local.Project, _ string) error {
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

func runRuntimeVersion(ctx context.Context, env *local.Project, _ string) error {
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

// runRuntimeList prints the runtime that is used here first, then those in the cache.
func runRuntimeList(ctx context.Context, env *local.Project, _ string) error {
	used, err := findRuntime(ctx, env)
	if _, none := errors.AsType[*workerd.MissingError](err); err != nil && !none {
		return err
	}
	all, err := workerd.Installed(env.CacheDir())
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(all, func(r workerd.Runtime) bool { return r.Path == used.Path }); i >= 0 {
		all[i] = used
	} else if used.Path != "" {
		all = append([]workerd.Runtime{used}, all...)
	}
	if env.JSON {
		list := []any{}
		for _, r := range all {
			list = append(list, struct {
				runtimeEntry
				Used bool `json:"used"`
			}{runtimeJSON(r), r.Path == used.Path})
		}
		return ui.WriteJSON(env.Stdout, list)
	}
	if len(all) == 0 {
		env.Note("No runtime is installed; install one with: dotool runtime install")
		return nil
	}
	table := &ui.Table{Head: []string{"version", "dates up to", "from", "path", "used here"}, Whole: []string{"path"}}
	for _, r := range all {
		note := ""
		if r.Path == used.Path {
			note = "yes"
		}
		table.Row(r.Version, r.Date, string(r.Source), r.Path, note)
	}
	table.Print(env.Env, env.Stdout, "")
	return nil
}

func runRuntimeInstall(ctx context.Context, env *local.Project, version string) error {
	r, err := env.InstallRuntime(ctx, version)
	if err != nil {
		return err
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, runtimeJSON(r))
	}
	fmt.Fprintf(env.Stdout, "workerd %s is at %s\n", r.Version, r.Path)
	return nil
}

// runtimeEntry is a runtime as JSON.
type runtimeEntry struct {
	Path                string         `json:"path"`
	Version             string         `json:"version"`
	NewestCompatibility string         `json:"newestCompatibilityDate"`
	Source              workerd.Source `json:"source"`
	PassedOver          string         `json:"passedOver,omitempty"`
}

func runtimeJSON(r workerd.Runtime) runtimeEntry {
	return runtimeEntry{r.Path, r.Version, r.Date, r.Source, r.Passed}
}
