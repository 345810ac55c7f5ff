package commands

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"dotool/config"
	"dotool/migrate/state"
)

// Project is what a command works on: the configuration and the state folder that
// its flags select, in the world that it sees.
type Project struct {
	*Env
	Flags Flags

	Command  string        // that runs, such as "dotool snapshot restore"
	Patience time.Duration // how long to wait for the state folder

	warned bool // of an environment that does not exist
}

// Flags select a project, its data and its runtime.
type Flags struct {
	Config, Env, PersistTo, Runtime string
	EnvSet                          bool
	EnvFiles                        []string // absolute
}

// loading returns how to load the project that the flags select; path, if any,
// is a file or folder given as an argument.
func (e *Project) loading(path string) (config.Options, error) {
	if path != "" && e.Flags.Config != "" {
		return config.Options{}, usagef("give the configuration once: as an argument or with --config")
	}
	if path == "" {
		path = e.Flags.Config
	}
	return config.Options{
		Dir:     e.Dir,
		Path:    e.path(path),
		Env:     e.Flags.Env,
		EnvSet:  e.Flags.EnvSet,
		Environ: e.Environ,

		Override: config.Overrides{EnvFiles: e.Flags.EnvFiles},
	}, nil
}

// cacheDir is the folder for what can be had again.
func (e *Project) cacheDir() string {
	if dir := e.getenv("XDG_CACHE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "dotool")
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		// Others can write there: see workerd.Find, which looks whose it is.
		return filepath.Join(os.TempDir(), fmt.Sprintf("dotool-%d", os.Geteuid()))
	}
	return filepath.Join(dir, "dotool")
}

// workerClock is what the Worker takes for the time, where one runs whose clock
// was moved.
func (e *Project) workerClock(ctx context.Context, state *state.Folder) time.Time {
	if client, err := e.dial(ctx, state); err == nil {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		if held, err := client.Hold(ctx, time.Time{}); err == nil && held.Held {
			return held.Clock()
		}
	}
	return time.Now()
}
