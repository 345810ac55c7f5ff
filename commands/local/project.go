package local

import (
	"time"

	"dotool/commands/ui"
	"dotool/config"
)

// Project is what a command works on: the configuration and the state folder that its
// flags select, and its streams and environment.
type Project struct {
	*ui.Env
	Flags Flags

	Command  string        // the running command, such as "dotool snapshot restore"
	Patience time.Duration // how long to wait for the state folder

	loaded *config.Project // by OpenStore and OpenKept, nil without a configuration

	warned   bool  // whether problems of the configuration were printed
	reported error // its errors, if any
}

// Flags select a project, its data and its runtime.
type Flags struct {
	Config, Env, PersistTo, Runtime string
	EnvSet                          bool
	EnvFiles                        []string // absolute
}

// Loading returns how to load the project that the flags select; path, if any,
// is a file or folder given as an argument.
func (e *Project) Loading(path string) (config.Options, error) {
	if path != "" && e.Flags.Config != "" {
		return config.Options{}, ui.Usagef("give the configuration once: as an argument or with --config")
	}
	if path == "" {
		path = e.Flags.Config
	}
	return config.Options{
		Dir:     e.Dir,
		Path:    e.Path(path),
		Env:     e.Flags.Env,
		EnvSet:  e.Flags.EnvSet,
		Environ: e.Environ,

		Override: config.Overrides{EnvFiles: e.Flags.EnvFiles},
	}, nil
}
