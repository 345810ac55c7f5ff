// Package typefile keeps a project's file of types, worker-configuration.d.ts: [Options]
// says what belongs into it, [Update] writes it, and [Stale] compares.
package typefile

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/npm"
	"github.com/dotool-dev/dotool/config/types"
	"github.com/dotool-dev/dotool/devserver/rtti"
	testtypes "github.com/dotool-dev/dotool/devserver/test/types"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// Options say what is written. Loadings are of the Worker, and of others whose classes its
// bindings may name.
type Options struct {
	Loadings []config.Options
	Configs  []string // as they were given
	Path     string   // as it was given, "" is beside the configuration
	types.Options
	NoBindings, NoRuntime bool
	Offline               bool // nothing is downloaded
	Configured            bool // Refresh heeds dev.generate_types in the configuration

	Command string // the command that the file has, "" is the one of these options
}

// workersTypes is a package that has the types of the newest runtime.
const workersTypes = "@cloudflare/workers-types"

// text makes the text of the file, and returns the project.
func text(ctx context.Context, env *local.Project, o Options) (types.File, *types.Project, error) {
	p, err := types.Load(o.Loadings[0], o.Loadings[1:]...)
	if err != nil {
		return types.File{}, nil, err
	}
	o.Options.Path = o.file(env, p)
	f := types.File{Command: cmp.Or(o.Command, o.command())}
	if !o.NoBindings {
		if f.Bindings, err = p.Bindings(o.Options); err != nil {
			return types.File{}, nil, err
		}
	}
	f.Tests = testTypes(p)
	if !o.NoRuntime {
		err = o.addRuntime(ctx, env, p, &f)
	}
	return f, p, err
}

// vitest declares what dotool test has of vitest, for projects that have not installed it.
//
//go:embed vitest.d.ts
var vitest string

// testTypes returns the modules that tests import, but for those of a package of the project.
func testTypes(p *types.Project) string {
	text := testtypes.Text
	for _, pkg := range []string{"@cloudflare/vitest-pool-workers", "@cloudflare/vitest-plugin"} {
		if at := strings.Index(text, `declare module "dotool:test"`); at >= 0 && npm.Installed(p.Dir, pkg) != "" {
			text = text[at:]
		}
	}
	return strings.TrimSpace(text) + "\n" + strings.TrimSpace(vitest)
}

// file returns the absolute path of the file.
func (o Options) file(env *local.Project, p *types.Project) string {
	if o.Path != "" {
		return env.Path(o.Path)
	}
	return filepath.Join(p.Root, types.FileName)
}

// addRuntime adds the types of the runtime: those in the file, if they are for the same
// version, date and flags; else those that the runtime prints; else those of a package.
func (o Options) addRuntime(ctx context.Context, env *local.Project, p *types.Project, f *types.File) error {
	r, err := o.runtime(ctx, env, p)
	if err == nil {
		date, flags := p.CompatibilityDate.Value, flagsOf(p)
		f.Version = rtti.Header(r.Version, date, flags)
		if old, err := read(o.Options.Path); err == nil && old.Version == f.Version && old.Runtime != "" {
			f.Runtime = old.Runtime
			return nil
		}
		var pinned bool
		if f.Runtime, pinned = rtti.Pinned(f.Version); pinned {
			return nil
		}
		if o.Offline {
			return errors.New("the types of the runtime are not at hand")
		}
		var program string
		if program, err = env.TypesProgram(ctx, r, p.Dir); err == nil {
			f.Runtime, err = rtti.Generate(ctx, rtti.Options{Binary: r.Path, Worker: program, Date: date, Flags: flags, Node: date >= types.NodeDefault})
		}
	}
	if err == nil || ctx.Err() != nil {
		return err
	}
	f.Version, f.Runtime = "", ""
	if npm.Installed(p.Dir, workersTypes) == "" {
		return ui.WithHint(err, "npm install --save-dev "+workersTypes+" has them too; --include-runtime=false leaves them out")
	}
	env.Note("The types of the runtime are those of %s: %v.", workersTypes, err)
	f.Package = workersTypes
	return nil
}

// runtime returns the runtime that serves the project: installed if need be or, with Offline, the
// one that would be.
func (o Options) runtime(ctx context.Context, env *local.Project, p *types.Project) (workerd.Runtime, error) {
	if !o.Offline {
		return env.NeedRuntime(ctx, p.Project)
	}
	r, err := env.FindRuntime(ctx, p.Project)
	if errors.As(err, new(*workerd.MissingError)) {
		return workerd.Runtime{Version: workerd.Version}, nil
	}
	return r, err
}

func flagsOf(p *types.Project) (flags []string) {
	for _, f := range p.CompatibilityFlags {
		flags = append(flags, f.Value)
	}
	return flags
}

// command returns the command of wrangler that writes the same.
func (o Options) command() string {
	words := []string{"wrangler", "types"}
	for _, c := range o.Configs {
		words = append(words, "--config="+c)
	}
	main := o.Loadings[0]
	if main.EnvSet {
		words = append(words, "--env="+main.Env)
	}
	for _, f := range main.Override.EnvFiles {
		words = append(words, "--env-file="+diag.Rel(main.Dir, f))
	}
	for _, flag := range []struct {
		off  bool
		name string
	}{{o.NoRuntime, "include-runtime"}, {o.NoBindings, "include-env"}, {o.NoModule, "include-main-module"}, {o.AnyVars, "strict-vars"}} {
		if flag.off {
			words = append(words, "--"+flag.name+"=false")
		}
	}
	if o.Interface != "Env" {
		words = append(words, "--env-interface="+o.Interface)
	}
	if o.Path != "" && o.Path != types.FileName {
		words = append(words, o.Path)
	}
	return strings.Join(words, " ")
}

// read reads a file that dotool or wrangler wrote.
func read(path string) (types.Parsed, error) {
	text, err := diag.ReadFile(path)
	if err != nil {
		return types.Parsed{}, err
	}
	parsed, ok := types.Parse(string(text))
	if !ok {
		return types.Parsed{}, ui.WithHint(fmt.Errorf("%s was not generated", filepath.Base(path)), "rename it, or give another file with --path")
	}
	return parsed, nil
}

// Result says what was written.
type Result struct {
	Path     string
	Changed  bool
	Runtime  string    // the version of workerd, or a package; "" without
	Problems diag.List // warnings about the configuration
	Notes    []string  // what to do next
}

// Update makes and writes the file.
func Update(ctx context.Context, env *local.Project, o Options) (Result, error) {
	f, p, err := text(ctx, env, o)
	if err != nil {
		return Result{}, err
	}
	r := Result{Path: o.file(env, p), Problems: p.Problems, Runtime: f.Package}
	if f.Version != "" {
		r.Runtime, _, _ = strings.Cut(strings.TrimPrefix(f.Version, rtti.HeaderPrefix), " ")
		if text, _ := diag.ReadFile(filepath.Join(p.Root, "tsconfig.json")); strings.Contains(string(text), workersTypes) { // may not exist
			r.Notes = append(r.Notes, "The file replaces "+workersTypes+": remove that from tsconfig.json.")
		}
	}
	if p.NodeCompat() && npm.Installed(p.Dir, "@types/node") == "" {
		r.Notes = append(r.Notes, "For the types of Node.js: npm install --save-dev @types/node")
	}
	r.Changed, err = write(r.Path, f.String())
	return r, err
}

// Refresh updates the file with the options that it was written with.
func Refresh(ctx context.Context, env *local.Project, o Options) (Result, error) {
	p, err := types.Load(o.Loadings[0])
	if err != nil {
		return Result{}, err
	}
	if o.Configured && !p.Dev.GenerateTypes {
		return Result{}, nil
	}
	if old, err := read(o.file(env, p)); err == nil {
		o.Adopt(env, old.Args, func(string) bool { return false })
		o.NoBindings = old.Hash == ""
		o.NoRuntime = old.Version == "" && old.Package == ""
		o.Command = strings.Join(append([]string{"wrangler"}, old.Args...), " ")
	}
	return Update(ctx, env, o)
}

// write writes the file, whole or not at all, unless it is as it should be.
func write(path, text string) (changed bool, err error) {
	switch old, err := diag.ReadFile(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return false, fmt.Errorf("write types: %w", err)
	case string(old) == text:
		return false, nil
	default:
		if _, err := read(path); err != nil {
			return false, err
		}
	}
	if err := diag.ReplaceFile(path, []byte(text)); err != nil {
		return false, fmt.Errorf("write types: %w", err)
	}
	return true, nil
}

// Adopt takes the options over that a file was written with, but for those given on the
// command line.
func (o *Options) Adopt(env *local.Project, args []string, given func(flag string) bool) {
	main := &o.Loadings[0]
	var configs []string
	for _, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		switch off := value == "false"; strings.TrimLeft(name, "-") {
		case "config":
			configs = append(configs, value)
		case "env":
			if !main.EnvSet {
				main.Env, main.EnvSet = value, true
			}
		case "env-file":
			if !given("env-file") {
				main.Override.EnvFiles = append(main.Override.EnvFiles, env.Path(value))
			}
		case "include-main-module":
			o.NoModule = off && !given("include-main-module") || o.NoModule
		case "strict-vars":
			o.AnyVars = off && !given("strict-vars") || o.AnyVars
		case "env-interface":
			if !given("env-interface") {
				o.Interface = value
			}
		}
	}
	if len(configs) > 1 && len(o.Loadings) == 1 {
		for _, c := range configs[1:] {
			o.Loadings = append(o.Loadings, config.Options{Dir: env.Dir, Path: env.Path(c), Environ: env.Environ})
		}
	}
}

// Stale says what in the file at the path is not as it should be.
func Stale(ctx context.Context, env *local.Project, o Options, given func(flag string) bool) (path string, stale []string, err error) {
	p, err := types.Load(o.Loadings[0])
	if err != nil {
		return "", nil, err
	}
	path = o.file(env, p)
	old, err := read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, []string{"the file does not exist"}, nil
	}
	if err != nil {
		return path, nil, err
	}
	o.Adopt(env, old.Args, given)
	if p, err = types.Load(o.Loadings[0], o.Loadings[1:]...); err != nil {
		return path, nil, err
	}
	o.Options.Path = path
	if old.Hash != "" {
		text, err := p.Bindings(o.Options)
		if err != nil {
			return path, nil, err
		}
		if types.Hash(text) != old.Hash {
			stale = append(stale, "the bindings have changed")
		}
	}
	if old.Version != "" {
		r, err := env.FindRuntime(ctx, p.Project)
		if err != nil {
			return path, nil, err
		}
		if want := rtti.Header(r.Version, p.CompatibilityDate.Value, flagsOf(p)); want != old.Version {
			stale = append(stale, fmt.Sprintf("it is for workerd %s, not for %s", strings.TrimPrefix(old.Version, rtti.HeaderPrefix), strings.TrimPrefix(want, rtti.HeaderPrefix)))
		}
	}
	if old.Tests != "" && old.Tests != testTypes(p) {
		stale = append(stale, "the modules for tests are those of another version")
	}
	return path, slices.Compact(stale), nil
}
