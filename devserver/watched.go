package devserver

import (
	"os"
	"slices"
	"time"

	"dotool/config/diag"
	"dotool/devserver/event"
	"dotool/devserver/watch"
)

// watched is everything to watch after a build: the files and folders of the project,
// and the paths that its imports looked for.
func (s *server) watched(start time.Time, problem error) watch.Set {
	set := watch.Set{Files: s.inputs(), Trees: append(s.sources(), s.pageAssets()...), Created: problem != nil, Since: start}
	if s.builder != nil {
		set.Probes = s.builder.Probes()
	}
	return set
}

// inputs are the files from which a generation is made, without assets, which are read
// when requested.
func (s *server) inputs() []string {
	files := slices.Clone(s.project.Inputs)
	if s.builder != nil {
		files = append(files, s.builder.Inputs()...)
	} else if s.project.Main.Value != "" {
		files = append(files, s.project.MainPath())
	}
	if a := s.project.Assets; a != nil {
		files = append(files, a.Files()...)
		if fi, err := os.Stat(a.Dir); err != nil || !fi.IsDir() {
			files = append(files, a.Dir)
		}
	}
	return files
}

// sources are the folders in which any file may change the build.
func (s *server) sources() []watch.Tree {
	trees := s.buildCommand.Trees(&s.project.Build)
	if s.builder != nil {
		if dir, takes := s.builder.Finds(); dir != "" {
			trees = append(trees, s.tree(dir, takes))
		}
	}
	return trees
}

// pageAssets is the folder of the assets, for pages that reload when one changes.
func (s *server) pageAssets() []watch.Tree {
	if !s.o.LiveReload || s.project.Assets == nil {
		return nil
	}
	return []watch.Tree{s.tree(s.project.Assets.Dir, nil)}
}

func (s *server) tree(dir string, takes func(string) bool) watch.Tree {
	return watch.Tree{Dir: dir, Takes: takes, Not: watch.Places(s.state.Dir), Output: s.printed}
}

// onlyAssets reports whether only assets changed, which does not concern the runtime.
func (s *server) onlyAssets(changed []string) bool {
	assets := s.pageAssets()
	if s.live == nil || len(assets) == 0 {
		return false
	}
	inputs, sources := s.inputs(), s.sources()
	return !slices.ContainsFunc(changed, func(f string) bool {
		source := slices.ContainsFunc(sources, func(t watch.Tree) bool { return t.Holds(f) })
		return source || slices.Contains(inputs, f) || !assets[0].Holds(f)
	})
}

// quiet reports whether none of the inputs has changed for some time.
func (s *server) quiet(d time.Duration) bool {
	since := time.Now().Add(-d)
	return !slices.ContainsFunc(s.inputs(), func(f string) bool { return watch.Young(f, since) })
}

// warnOfPolling returns a function that warns, at the configuration, that files are
// polled.
func (s *shared) warnOfPolling(configuration string) func(error) {
	return func(err error) {
		var list diag.List
		d := list.Warnf(diag.Pos{File: configuration}, "watch", "the system does not report file changes (%v): files are checked once per second", err)
		d.Fix = "raise the limits fs.inotify.max_user_watches and fs.inotify.max_user_instances"
		s.log.Put(event.Warnings{List: list})
	}
}

// warnOfOutput warns that changes of a file are ignored or delayed.
func (s *shared) warnOfOutput(file string, ignored bool) {
	var list diag.List
	d := list.Warnf(diag.Pos{File: file}, "watch", "this file grows whenever dotool prints something: its changes reload the Worker less and less often")
	if ignored {
		d.Message = "dotool's own output is written to this file, which is part of the Worker: its changes do not reload it"
	}
	d.Fix = "send the output to a file in another folder"
	s.log.Put(event.Warnings{List: list})
}
