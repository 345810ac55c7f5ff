package test

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/bundle"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/render"
	"github.com/dotool-dev/dotool/devserver/test/mock"
	"github.com/dotool-dev/dotool/devserver/trace"
	"github.com/dotool-dev/dotool/devserver/worker"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate"
)

// file is a file of tests with all that it imports, and a copy of the Worker.
type file struct {
	path    string
	module  string
	builder *mock.Graph
	built   *bundle.Bundle // nil if it has errors
	list    diag.List
	began   time.Time
	source  *trace.Source
}

// build is the Worker as it was built last, with what its process needs.
type build struct {
	*worker.Build
	plan    *migrate.Plan
	runtime workerd.Runtime
	date    string
	assets  *workerd.Assets
	files   []*file
}

// build builds the Worker and files. The error says why nothing can run.
func (s *Session) build(ctx context.Context, paths []string) (*build, error) {
	b := &build{}
	var building sync.WaitGroup
	var fault, missing error
	project := s.worker.Project
	building.Go(func() {
		if b.runtime, missing = s.o.Runtime(ctx, project); missing == nil {
			if p, err := s.place(0); err == nil { // otherwise it is reported when it is needed
				p.prepare(b.runtime, project)
			}
		}
	})
	building.Go(func() {
		var changed []string
		if s.last != nil {
			changed = s.worker.Everything()
		}
		b.Build, fault = s.worker.Build(ctx, changed)
	})
	if s.last == nil {
		s.buildFiles(b, paths)
	}
	building.Wait()
	if fault != nil {
		return nil, fault
	}
	if missing != nil {
		return nil, missing
	}
	if s.last != nil {
		if !reflect.DeepEqual(s.last.Project, b.Project) {
			s.closeFiles()
		}
		s.buildFiles(b, paths)
	}
	b.plan = migrate.NewPlan(migrate.Request{Project: b.Project, Exports: b.Bundle.Exports, Ledger: migrate.NewLedger(), Serve: true})
	list := slices.Concat(b.List, b.plan.Diagnostics, render.WorkflowProblems(b.Project, b.Bundle))
	list = append(list, render.Warnings(b.Project, b.Project)...)
	b.date = min(b.runtime.Date, time.Now().UTC().Format(time.DateOnly))
	if own := b.Project.CompatibilityDate.Value; own != "" {
		if own > b.date {
			list.Warnf(b.Project.CompatibilityDate.Pos, "compatibility-date", "workerd %s takes no compatibility date after %s: using that one", b.runtime.Version, b.date)
		}
		b.date = min(b.date, own)
	}
	if b.assets, fault = render.ReadAssets(b.Project, b.runtime, &list); fault != nil {
		return nil, fault
	}
	list.Sort()
	if err := list.Err(); err != nil {
		return nil, err
	}
	if s.o.Warn != nil && len(list) > 0 {
		s.o.Warn(list)
	}
	for _, f := range b.files {
		if f.built != nil {
			f.source = &trace.Source{M: f.built.Map, Project: b.Project, Built: f.began}
		}
	}
	return b, nil
}

// buildFiles builds files of tests, a few at a time.
func (s *Session) buildFiles(b *build, paths []string) {
	var building sync.WaitGroup
	for _, path := range paths {
		f := s.files[path]
		if f == nil {
			f = &file{path: path, module: fmt.Sprintf("test-%d.js", s.count)}
			s.count++
			s.files[path] = f
		}
		b.files = append(b.files, f)
		building.Go(func() { s.buildFile(f) })
	}
	building.Wait()
}

func (s *Session) buildFile(f *file) {
	defer func() {
		if r := recover(); r != nil {
			f.built, f.list = nil, diag.List{}
			f.list.Errorf(diag.Pos{File: f.path}, "build", "%v", trace.Caught("build", r))
		}
	}()
	f.began = time.Now()
	f.built, f.list = nil, nil
	if f.builder == nil {
		files := map[string]string{"main": s.worker.Project.MainPath(), "file": f.path}
		for i, path := range s.o.SetupFiles {
			files[setupName(i)] = path
		}
		f.builder, f.list = mock.New(withNode(s.worker.Project), f.module, files, s.replaced())
		if f.list.HasErrors() {
			return
		}
	}
	var list diag.List
	f.built, list = f.builder.Build()
	f.list = append(f.list, list...)
}

func setupName(i int) string { return fmt.Sprintf("setup%d", i) }

// withNode returns a project with the modules of Node.js, which tests may use.
func withNode(p *config.Project) *config.Project {
	if flag := nodeFlag(p); flag != "" {
		with := *p
		with.CompatibilityFlags = append(slices.Clone(p.CompatibilityFlags), config.String{Value: flag})
		return &with
	}
	return p
}

// nodeFlag returns the compatibility flag that gives a project the modules of Node.js, "" if
// it has them or refuses them.
func nodeFlag(p *config.Project) string {
	for _, f := range p.CompatibilityFlags {
		if f.Value == "nodejs_compat" || f.Value == "nodejs_compat_v2" || f.Value == "no_nodejs_compat" {
			return ""
		}
	}
	return "nodejs_compat"
}

func (s *Session) closeFiles() {
	for _, f := range s.files {
		if f.builder != nil {
			f.builder.Close()
		}
	}
	clear(s.files)
}

// input returns the input of package render for a process, without its folders.
func (s *Session) input(b *build) render.Input {
	whole := *b.Bundle
	whole.Modules = slices.Concat(s.modules(b.Bundle), b.Bundle.Modules)
	seen := map[string]bool{}
	for _, m := range whole.Modules {
		seen[m.Name] = true
	}
	for _, f := range b.files {
		if f.built == nil {
			continue
		}
		whole.Node = append(slices.Clone(whole.Node), f.built.Node...)
		for _, m := range f.built.Modules {
			if !seen[m.Name] {
				seen[m.Name] = true
				whole.Modules = append(whole.Modules, m)
			}
		}
	}
	slices.Sort(whole.Node)
	whole.Node = slices.Compact(whole.Node)
	return render.Input{
		Workers: []render.Worker{{Project: withNode(b.Project), Bundle: &whole, Classes: b.plan.Classes, Date: b.date, Assets: b.assets}},
		Began:   s.began,
		Secret:  s.secret,
		Name:    s.unguessable,
		Log:     true,
		Runtime: b.runtime,
	}
}

// Inputs returns the files that the last run of a file of tests depends on, with those of
// the Worker, the setup files and the configuration.
func (s *Session) Inputs(path string) []string {
	inputs := map[string]bool{path: true}
	add := func(files []string) {
		for _, f := range files {
			inputs[f] = true
		}
	}
	add(s.worker.Project.Inputs)
	add(s.o.SetupFiles)
	if s.last != nil {
		add(s.last.Bundle.Inputs)
	}
	if f := s.files[path]; f != nil && f.builder != nil {
		add(f.builder.Inputs())
	}
	return slices.Sorted(maps.Keys(inputs))
}

// show returns the path of a file for the user.
func (s *Session) show(file string) string {
	if rel, err := filepath.Rel(s.o.Dir, file); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return file
}

// object returns an object of the Worker by what our modules say of it.
func (b *build) object(o *sentObject) *event.Object {
	if o == nil {
		return nil
	}
	object := &event.Object{Worker: b.Project.Name.Value, Class: o.Class, ID: o.ID}
	if o.Name != nil {
		object.Name, object.Named = *o.Name, true
	}
	return object
}
