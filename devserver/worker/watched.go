package worker

import (
	"context"
	"os"
	"slices"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/watch"
)

// Watch watches the files of the last build: those of the project, and the paths where
// its imports were looked for. problem is the reason if the build is not served.
func (w *Worker) Watch(ctx context.Context, problem error) {
	if w.watcher == nil {
		return
	}
	w.Overtaken = problem != nil && w.Outdated(time.Hour)
	w.follow(ctx, w.began, problem)
}

// WatchAgain updates the watched files without a build. It is called when the build
// command's own files have changed: it names others, or it was following the source
// itself and has ended.
func (w *Worker) WatchAgain(ctx context.Context, problem error) {
	since := w.command.Ended()
	if since.Before(w.began) {
		since = time.Now()
	}
	w.follow(ctx, since, problem)
}

func (w *Worker) follow(ctx context.Context, since time.Time, problem error) {
	set := watch.Set{Files: w.inputs(), Trees: append(w.sources(), w.pageAssets()...), Created: problem != nil, Since: since}
	if w.builder != nil {
		set.Probes = w.builder.Probes()
	}
	w.watcher.Watch(ctx, set)
}

// inputs returns the files from which a build is made, without assets, which are read
// when requested.
func (w *Worker) inputs() []string {
	files := slices.Clone(w.Project.Inputs)
	if w.builder != nil {
		files = append(files, w.builder.Inputs()...)
	} else if w.Project.Main.Value != "" {
		files = append(files, w.Project.MainPath())
	}
	if a := w.Project.Assets; a != nil {
		files = append(files, a.Files()...)
		if fi, err := os.Stat(a.Dir); err != nil || !fi.IsDir() {
			files = append(files, a.Dir)
		}
	}
	return files
}

// sources returns the folders in which any file may change the build.
func (w *Worker) sources() []watch.Tree {
	trees := w.command.Trees(&w.Project.Build)
	if w.builder != nil {
		if dir, takes := w.builder.Finds(); dir != "" {
			trees = append(trees, w.tree(dir, takes))
		}
	}
	return trees
}

// pageAssets returns the folder of the assets if pages reload when one changes.
func (w *Worker) pageAssets() []watch.Tree {
	if !w.Assets || w.Project.Assets == nil {
		return nil
	}
	return []watch.Tree{w.tree(w.Project.Assets.Dir, nil)}
}

func (w *Worker) tree(dir string, takes func(string) bool) watch.Tree {
	return watch.Tree{Dir: dir, Takes: takes, Not: watch.Places(w.State), Output: w.Printed}
}

// OnlyAssets reports whether only assets changed, which does not concern the runtime.
func (w *Worker) OnlyAssets(changed []string) bool {
	assets := w.pageAssets()
	if len(assets) == 0 {
		return false
	}
	inputs, sources := w.inputs(), w.sources()
	return !slices.ContainsFunc(changed, func(f string) bool {
		source := slices.ContainsFunc(sources, func(t watch.Tree) bool { return t.Holds(f) })
		return source || slices.Contains(inputs, f) || !assets[0].Holds(f)
	})
}

// Quiet reports whether none of the inputs has changed for some time.
func (w *Worker) Quiet(d time.Duration) bool {
	since := time.Now().Add(-d)
	return !slices.ContainsFunc(w.inputs(), func(f string) bool { return watch.Young(f, since) })
}

// Outdated reports whether an input has changed since the last build began, unless that was
// longer than a limit ago.
func (w *Worker) Outdated(limit time.Duration) bool {
	ago := time.Since(w.began)
	return ago < limit && !w.Quiet(ago+watch.ClockStep)
}

// warnOfPolling returns a function that warns, at the configuration, that files are
// polled.
func (w *Worker) warnOfPolling(configuration string) func(error) {
	return func(err error) {
		var list diag.List
		d := list.Warnf(diag.Pos{File: configuration}, "watch", "the system does not report file changes (%v): files are checked once per second", err)
		d.Fix = "raise the limits fs.inotify.max_user_watches and fs.inotify.max_user_instances"
		w.Report(event.Warnings{List: list})
	}
}

// warnOfOutput warns that changes of a file to which dotool's output goes are ignored, or
// delayed.
func (w *Worker) warnOfOutput(file string, ignored bool) {
	var list diag.List
	d := list.Warnf(diag.Pos{File: file}, "watch", "this file grows whenever dotool prints something: its changes reload the Worker less and less often")
	if ignored {
		d.Message = "dotool's own output is written to this file, which is part of the Worker: its changes do not reload it"
	}
	d.Fix = "send the output to a file in another folder"
	w.Report(event.Warnings{List: list})
}
