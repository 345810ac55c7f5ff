// Package worker keeps up with the files of one of the Workers that a server hosts: its
// configuration, its build command and its bundle. [Worker.Build] makes a [Build] of
// them, and [Followed] says when to make another.
package worker

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/bundle"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/trace"
	"github.com/dotool-dev/dotool/devserver/watch"
)

// Worker is a Worker as its files say. It belongs to one goroutine.
type Worker struct {
	Project *config.Project // as last read

	// Overtaken says that files changed while they were built: a change will be
	// reported.
	Overtaken bool

	from    config.Options
	vars    []binding.Var
	loaded  diag.List // the diagnostics of loading the project
	began   time.Time // the last build
	builder *bundle.Builder
	command *watch.BuildCommand
	watcher *watch.Watcher // nil without watching
	watching
}

// watching is how a Worker is watched.
type watching struct {
	Options
	cancel context.CancelFunc
	group  sync.WaitGroup
}

// Options are those of [Worker.Start].
type Options struct {
	Name    string            // the name of the Worker, "" for the first one of the state folder
	State   string            // the state folder, whose changes do not count
	Printed *watch.Output     // files whose changes do not count
	Assets  bool              // whether changes of assets count
	Watch   bool              // follow the files
	Stir    func()            // called when files begin to change
	Poll    bool              // as if the system reported no changes
	Report  func(event.Event) // an event that must not be lost
	Offer   func(event.Event) // an event that may be dropped
}

// Build is a Worker that can be served, as far as its own files say.
type Build struct {
	Project *config.Project // with the values of the command line
	Bundle  *bundle.Bundle
	Began   time.Time // files of the build are older
	List    diag.List // problems: warnings, and errors that others may be reported with
}

// Open reads the configuration. vars replace those of the project.
func Open(o config.Options, vars []binding.Var) (*Worker, error) {
	project, list, err := config.Load(o)
	if err != nil {
		return nil, err
	}
	return &Worker{Project: project, from: o, vars: vars, loaded: list}, nil
}

// Start starts to follow the files, as they were at a time, until ctx is done or
// [Worker.Close].
func (w *Worker) Start(ctx context.Context, o Options, since time.Time) {
	w.Options = o
	ctx, w.cancel = context.WithCancel(ctx)
	w.command = watch.NewBuildCommand(w.from.Environ, o.State, o.Report, o.Offer)
	w.command.Output, w.command.Worker = o.Printed, o.Name
	if !o.Watch {
		return
	}
	w.watcher = watch.New()
	w.watcher.Polling, w.watcher.Stir = o.Poll, o.Stir
	w.watcher.Output, w.watcher.Held = o.Printed, w.warnOfOutput
	w.watcher.Warn = w.warnOfPolling(w.Project.File)
	w.group.Go(func() { w.watcher.Run(ctx) })
	w.group.Go(func() { w.command.Pass(ctx, w.watcher.Changes) })
	w.watcher.Watch(ctx, watch.Set{Files: w.Project.Inputs, Since: since}) // even while build.command runs
}

// changes returns what changed, see [Change]. It is nil without watching.
func (w *Worker) changes() <-chan []string {
	if w.watcher == nil {
		return nil
	}
	return w.command.Changes
}

// Close ends what [Worker.Start] has started.
func (w *Worker) Close() {
	if w.command == nil {
		return
	}
	w.command.Stop()
	w.cancel()
	w.group.Wait()
	if w.builder != nil {
		w.builder.Close()
	}
}

// Everything returns the files whose change makes Build read everything again.
func (w *Worker) Everything() []string { return w.Project.Inputs }

// Build makes a build, and reads the configuration again if that is among the files
// that changed. If errors in the user's files, a [diag.ListError], leave none, it is
// nil. [Worker.Watch] must follow.
func (w *Worker) Build(ctx context.Context, changed []string) (*Build, error) {
	if len(changed) > 0 && (w.Project.Generated || slices.ContainsFunc(changed, func(f string) bool { return slices.Contains(w.Project.Inputs, f) })) {
		old := w.Project
		if err := w.reload(); err != nil {
			return nil, err
		}
		if !reflect.DeepEqual(old, w.Project) && !w.Project.Generated {
			w.command.Forget() // the command may read the configuration
		}
	}
	var problems diag.List
	if !w.loaded.HasErrors() {
		problems = w.command.Ensure(ctx, w.Project)
		if w.Project.Build.Command != "" && !w.Project.Generated && exists(config.RedirectPath(w.Project.Root)) {
			if err := w.reload(); err != nil { // to what the command has made
				return nil, err
			}
		}
	}
	w.began = time.Now() // files written by build.command are older
	return w.make(problems)
}

// Settle makes later builds and starts quicker, in the background, once a build serves:
// see [bundle.Builder.Separate].
func (w *Worker) Settle(b *Build) {
	if w.builder == nil || w.watcher == nil {
		return
	}
	w.builder.Separate()
	file := w.keptAt()                             // before the project is read again
	w.group.Go(func() { _ = b.Bundle.Keep(file) }) // ends soon; else the next start is slower
}

// Recall returns what Build most likely makes, nil if that is not known: the last bundle
// that was served, maybe in an earlier run.
func (w *Worker) Recall() *Build {
	if w.loaded.HasErrors() || w.Project.Build.Command != "" {
		return nil
	}
	b := bundle.Recall(w.keptAt())
	if b == nil {
		return nil
	}
	p := *w.Project
	p.Vars = override(p.Vars, w.vars)
	return &Build{Project: &p, Bundle: b}
}

// keptAt returns the file that keeps the last bundle.
func (w *Worker) keptAt() string {
	name := sha256.Sum256([]byte(w.Project.File + "\x00" + w.Project.Env))
	return filepath.Join(w.State, "dotool", "workerd", fmt.Sprintf("build-%x", name[:6]))
}

// reload reads the configuration again: the same file, unless a build tool generates
// it.
func (w *Worker) reload() error {
	o, old := w.from, w.Project
	if !old.Generated && old.Build.Command == "" {
		o.Path = old.File
	}
	project, list, err := config.Load(o)
	if err != nil {
		return err
	}
	w.Project, w.loaded = project, list
	if w.builder != nil && !sameBuild(old, project) {
		w.builder.Close()
		w.builder = nil
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// sameBuild reports whether a builder for a can also build b.
func sameBuild(a, b *config.Project) bool {
	return a.Main == b.Main && a.CompatibilityDate.Value == b.CompatibilityDate.Value && slices.Equal(flagNames(a), flagNames(b)) && reflect.DeepEqual(a.Build, b.Build)
}

func flagNames(p *config.Project) (names []string) {
	for _, f := range p.CompatibilityFlags {
		names = append(names, f.Value)
	}
	return names
}

func (w *Worker) make(problems diag.List) (_ *Build, err error) {
	defer func() {
		if r := recover(); r != nil { // the running code keeps serving
			err = trace.Caught("build", r)
		}
	}()
	list := append(slices.Clone(w.loaded), problems...)
	if list.HasErrors() {
		return nil, list.Err()
	}
	p := *w.Project
	p.Vars = override(p.Vars, w.vars)
	list = append(list, assetProblems(&p)...)
	if p.Main.Value == "" && p.Assets != nil {
		return &Build{&p, noCode, w.began, list}, nil
	}
	if w.builder == nil {
		if !exists(p.MainPath()) {
			d := list.Errorf(p.Main.Pos, "config", "the entry module %s does not exist", p.Main.Value)
			d.Fix = "set main to the file that exports your classes"
			if p.Build.Command != "" {
				d.Fix = "set main to the file that the build command writes: " + p.Build.Command
			}
			return nil, list.Err()
		}
		b, problems := bundle.New(&p)
		if list = append(list, problems...); problems.HasErrors() {
			return nil, list.Err()
		}
		w.builder = b
	}
	built, problems := w.builder.Build()
	list = append(list, problems...)
	if built == nil {
		return nil, list.Err()
	}
	return &Build{&p, built, w.began, list}, nil
}

// noCode is the code of a Worker that has only assets, so that its process is reached
// and ended like any other.
var noCode = &bundle.Bundle{Modules: []bundle.Module{{Name: "index.js", Kind: bundle.ESM, Code: []byte("export {};\n")}}}

// override replaces vars with others of the same names.
func override(vars, over []binding.Var) []binding.Var {
	vars = slices.Clone(vars)
	for _, v := range over {
		vars = slices.DeleteFunc(vars, func(o binding.Var) bool { return o.Name.Value == v.Name.Value })
		vars = append(vars, v)
	}
	return vars
}
