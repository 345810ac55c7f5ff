package local

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/configfile"
)

// Project is the subject of a command: the configuration and the state folder that its
// flags select, and its streams and environment.
type Project struct {
	*ui.Env
	Flags Flags

	Command  string        // the running command, such as "dotool snapshot restore"
	Patience time.Duration // how long to wait for the state folder

	// By OpenStore and OpenKept: the project that has the state, nil without a
	// configuration, and further ones.
	loaded *config.Project
	others []*config.Project
	served []config.Options // of those that a running server hosts too, loaded when needed

	warned   bool  // whether problems of the configuration were printed
	noted    bool  // the branch of the state was compared
	reported error // its errors, if any
}

// Flags select a project, its data and its runtime.
type Flags struct {
	Configs                 []string // as given
	Env, PersistTo, Runtime string
	EnvSet                  bool
	EnvFiles                []string // absolute, for the first configuration
}

// Loadings returns how to load the projects that the flags select, one for each Worker;
// paths are files or folders given as arguments. The first has the state folder.
func (e *Project) Loadings(paths ...string) ([]config.Options, error) {
	if len(paths) > 0 && len(e.Flags.Configs) > 0 {
		return nil, ui.Usagef("give the configuration once: as an argument or with --config")
	}
	if len(paths) == 0 {
		paths = e.Flags.Configs
	}
	if len(paths) == 0 {
		paths = []string{""} // the nearest
	}
	var all []config.Options
	given := map[string]bool{}
	for i, path := range paths {
		o := config.Options{Dir: e.Dir, Path: e.Path(path), Env: e.Flags.Env, EnvSet: e.Flags.EnvSet, Environ: e.Environ}
		file := fileOf(o.Path)
		if given[file] {
			return nil, ui.UsageError(fmt.Sprintf("the configuration %s is given twice", e.Show(file)), "each Worker has a configuration of its own")
		}
		given[file] = true
		if i == 0 {
			o.Override.EnvFiles = e.Flags.EnvFiles // as in wrangler
		}
		all = append(all, o)
	}
	return all, nil
}

// Loading is [Project.Loadings] for a command that works on one Worker.
func (e *Project) Loading() (config.Options, error) {
	all, err := e.Loadings()
	if err == nil && len(all) > 1 {
		err = ui.UsageError(e.Command+" takes one configuration", "run it once for each")
	}
	if err != nil {
		return config.Options{}, err
	}
	return all[0], nil
}

// projects returns all projects that were loaded.
func (e *Project) projects() []*config.Project {
	if e.loaded == nil {
		return nil
	}
	for _, o := range e.served {
		if p, _, err := config.Load(o); err == nil && p.Name.Value != "" { // it may be broken now
			e.others = append(e.others, p)
		}
	}
	e.served = nil
	return append([]*config.Project{e.loaded}, e.others...)
}

// Several reports whether the flags select several Workers.
func (e *Project) Several() bool { return len(e.projects()) > 1 }

// Worker returns the Worker whose handlers are meant if none is named: that of the folder or
// of the first configuration. It is "" if there is only one.
func (e *Project) Worker() string {
	if !e.Several() {
		return ""
	}
	return e.loaded.Name.Value
}

// bound returns the bindings of a product of all projects, those of the first one first.
func bound[T binding.Binding](e *Project) (all []T) {
	for _, p := range e.projects() {
		all = append(all, config.Of[T](p)...)
	}
	return all
}

// boundBy returns the bindings that a text can mean, and the name in it: WORKER/NAME is of one
// Worker, where several have bindings of one name.
func boundBy[T binding.Binding](e *Project, text string) (all []T, name string) {
	if worker, name, ok := strings.Cut(text, "/"); ok {
		for _, p := range e.projects() {
			if p.Name.Value == worker {
				return config.Of[T](p), name
			}
		}
	}
	return bound[T](e), text
}

// fileOf returns the configuration that a path means: itself, or in a folder the first of
// those names.
func fileOf(path string) string {
	if path != "" {
		return cmp.Or(configfile.In(path), filepath.Clean(path))
	}
	return filepath.Clean(path)
}
