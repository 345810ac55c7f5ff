package commands

import (
	"context"
	"errors"
	"fmt"

	"github.com/urfave/cli/v2"

	"dotool/config"
	"dotool/devserver/workerd"
)

func runtimeCommand(env *Project) *cli.Command {
	sub := func(name, usage, example string, run func(context.Context, *Project) error) *cli.Command {
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

func runRuntimePath(ctx context.Context, env *Project) error {
	r, err := env.findRuntime(ctx, env.project())
	if err != nil {
		return err
	}
	if env.JSON {
		return writeJSON(env.Stdout, runtimeJSON(r))
	}
	fmt.Fprintln(env.Stdout, r.Path)
	return nil
}

func runRuntimeVersion(ctx context.Context, env *Project) error {
	r, err := env.findRuntime(ctx, env.project())
	if err != nil {
		return err
	}
	if env.JSON {
		return writeJSON(env.Stdout, runtimeJSON(r))
	}
	fmt.Fprintf(env.Stdout, "workerd %s (compatibility dates up to %s), from %s\n", r.Version, r.Date, r.Source)
	return nil
}

func runRuntimeInstall(ctx context.Context, env *Project) error {
	r, err := env.installRuntime(ctx)
	if err != nil {
		return err
	}
	if env.JSON {
		return writeJSON(env.Stdout, runtimeJSON(r))
	}
	fmt.Fprintf(env.Stdout, "workerd %s is at %s\n", r.Version, r.Path)
	return nil
}

// project is the project as far as looking for its runtime goes, which needs no
// configuration.
func (e *Project) project() *config.Project {
	if o, err := e.loading(""); err == nil {
		if p, _, err := config.Load(o); err == nil {
			return p
		}
	}
	return &config.Project{Dir: e.Dir}
}

// findRuntime looks for workerd without installing it, and says which ones it
// passed over.
func (e *Project) findRuntime(ctx context.Context, p *config.Project) (workerd.Runtime, error) {
	o := workerd.FindOptions{
		ProjectDir: p.Dir,
		CacheDir:   e.cacheDir(),
		Getenv:     e.getenv,
		Need:       workerd.Need{Date: p.CompatibilityDate.Value, Assets: p.Assets != nil},
	}
	switch given := e.Flags.Runtime; given {
	case "", "auto":
	case "project":
		o.Only = workerd.FromProject
	default:
		o.Only, o.Getenv = workerd.FromEnvironment, func(string) string { return e.path(given) }
	}
	r, err := workerd.Find(ctx, o)
	if err == nil && r.Passed != "" {
		e.tell("Using workerd %s (%s); passed over %s.", r.Version, r.Source, r.Passed)
	}
	return r, err
}

// needRuntime finds workerd, or installs it.
func (e *Project) needRuntime(ctx context.Context, p *config.Project) (workerd.Runtime, error) {
	r, err := e.findRuntime(ctx, p)
	missing, ok := errors.AsType[*workerd.MissingError](err)
	if !ok {
		return r, err
	}
	if missing.Passed != "" {
		e.tell("Using workerd %s of dotool; passed over %s.", workerd.Version, missing.Passed)
	}
	r, err = e.installRuntime(ctx)
	if err != nil && ctx.Err() == nil && missing.Usable.Path != "" {
		e.tell("Using workerd %s (%s) after all: %v.", missing.Usable.Version, missing.Usable.Source, err)
		return missing.Usable, nil
	}
	return r, err
}

// installRuntime installs workerd into the cache, telling how far it is.
func (e *Project) installRuntime(ctx context.Context) (workerd.Runtime, error) {
	p := e.newProgress()
	defer p.done()
	return workerd.Install(ctx, workerd.InstallOptions{CacheDir: e.cacheDir(), Progress: func(stage string, done, total int64) {
		p.update("Installing workerd "+workerd.Version+": "+stage, done, total)
	}})
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
