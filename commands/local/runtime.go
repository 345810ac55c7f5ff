package local

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// CacheDir returns the folder for files that can be downloaded again.
func (e *Project) CacheDir() string {
	if dir := e.Getenv("XDG_CACHE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "dotool")
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		// Other users can write there: workerd.Find checks the owner.
		return filepath.Join(os.TempDir(), fmt.Sprintf("dotool-%d", os.Geteuid()))
	}
	return filepath.Join(dir, "dotool")
}

// RuntimeProject returns the project for finding its runtime; it needs no configuration.
// Problems of a configuration do not matter as long as its folder is known, but are
// reported: one may be its compatibility date.
func (e *Project) RuntimeProject() (*config.Project, error) {
	all, err := e.Loadings()
	if err != nil {
		return nil, err
	}
	p, problems, err := config.Load(all[0])
	if len(e.Flags.Configs) == 0 && errors.Is(err, config.ErrNoConfig) {
		return &config.Project{Dir: e.Dir}, nil
	}
	if err == nil && problems.HasErrors() {
		e.warnOnce(problems)
	}
	return p, err
}

// FindRuntime looks for workerd without installing it, and reports which ones it
// skipped.
func (e *Project) FindRuntime(ctx context.Context, p *config.Project) (workerd.Runtime, error) {
	o := workerd.FindOptions{
		ProjectDir: p.Dir,
		CacheDir:   e.CacheDir(),
		Getenv:     e.Getenv,
		Need:       workerd.Need{Date: p.CompatibilityDate.Value, Assets: p.Assets != nil, Workflows: len(p.Workflows()) > 0},
	}
	switch given := e.Flags.Runtime; given {
	case "", "auto":
	case "project":
		o.Only = workerd.FromProject
	default:
		path := e.Path(given)
		if workerd.IsVersion(given) {
			path = workerd.Cached(e.CacheDir(), given).Path
			if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
				return workerd.Runtime{}, ui.WithHint(fmt.Errorf("workerd %s is not installed", given), "install it with: dotool runtime install "+given)
			}
		}
		o.Only, o.Getenv = workerd.FromEnvironment, func(string) string { return path }
	}
	r, err := workerd.Find(ctx, o)
	if workerd.IsVersion(e.Flags.Runtime) {
		r.Source = workerd.FromCache
	}
	if err == nil && r.Passed != "" {
		e.Note("Using workerd %s (%s); skipped %s.", r.Version, r.Source, r.Passed)
	}
	return r, err
}

// NeedRuntime finds workerd, or installs it.
func (e *Project) NeedRuntime(ctx context.Context, p *config.Project) (workerd.Runtime, error) {
	r, err := e.FindRuntime(ctx, p)
	missing, ok := errors.AsType[*workerd.MissingError](err)
	if !ok {
		return r, err
	}
	if missing.Passed != "" {
		e.Note("Using dotool's own workerd %s; skipped %s.", workerd.Version, missing.Passed)
	}
	r, err = e.InstallRuntime(ctx, "")
	if err != nil && ctx.Err() == nil && missing.Usable.Path != "" {
		e.Note("Using workerd %s (%s) after all: %v.", missing.Usable.Version, missing.Usable.Source, err)
		return missing.Usable, nil
	}
	return r, err
}

// InstallRuntime installs a version of workerd into the cache, showing its progress: "" is
// the one that dotool is tested with, "latest" the newest.
func (e *Project) InstallRuntime(ctx context.Context, version string) (workerd.Runtime, error) {
	p := e.NewProgress()
	defer p.Done()
	return workerd.Install(ctx, workerd.InstallOptions{CacheDir: e.CacheDir(), Version: version, Progress: func(stage string, done, total int64) {
		p.Update("Installing workerd "+cmp.Or(version, workerd.Version)+": "+stage, done, total)
	}})
}

// TypesProgram finds or downloads the program that prints the types of a runtime.
func (e *Project) TypesProgram(ctx context.Context, r workerd.Runtime, dir string) (string, error) {
	p := e.NewProgress()
	defer p.Done()
	return workerd.TypesProgram(ctx, r, dir, workerd.InstallOptions{CacheDir: e.CacheDir(), Progress: func(stage string, done, total int64) {
		p.Update("Installing the types of workerd "+r.Version+": "+stage, done, total)
	}})
}
