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
	*part
	beside  []*part
	runtime workerd.Runtime
	files   []*file
}

// part is one of the Workers of a process.
type part struct {
	*worker.Build
	plan   *migrate.Plan
	date   string
	assets *workerd.Assets
	source *trace.Source
}

// parts returns the Worker that is tested, and those beside it.
func (b *build) parts() []*part { return append([]*part{b.part}, b.beside...) }

// projects returns the projects of all Workers.
func (b *build) projects() (all []*config.Project) {
	for _, p := range b.parts() {
		all = append(all, p.Project)
	}
	return all
}

// build builds the Workers and files. The error says why nothing can run.
func (s *Session) build(ctx context.Context, paths []string) (*build, error) {
	b := &build{}
	var building sync.WaitGroup
	var missing error
	project := s.worker.Project
	building.Go(func() {
		if b.runtime, missing = s.o.Runtime(ctx, project); missing == nil {
			if p, err := s.place(0); err == nil { // otherwise it is reported when it is needed
				p.prepare(b.runtime, s.projects())
			}
		}
	})
	parts, faults := make([]*part, 1+len(s.beside)), make([]error, 1+len(s.beside))
	for i, w := range s.workers() {
		building.Go(func() {
			var changed []string
			if s.last != nil {
				changed = w.Everything()
			}
			parts[i] = &part{}
			parts[i].Build, faults[i] = w.Build(ctx, changed)
		})
	}
	if s.last == nil {
		s.buildFiles(b, paths)
	}
	building.Wait()
	if err := diag.Join(faults...); err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	b.part, b.beside = parts[0], parts[1:]
	if s.last != nil {
		if !reflect.DeepEqual(s.last.Project, b.Project) {
			s.closeFiles()
		}
		s.buildFiles(b, paths)
	}
	list, err := b.finish()
	if err != nil {
		return nil, err
	}
	if s.o.Warn != nil && len(list) > 0 {
		s.o.Warn(list)
	}
	for _, f := range b.files {
		if f.built != nil {
			f.source = &trace.Source{M: f.built.Map, Project: b.Project, Beside: b.projects(), Built: f.began}
		}
	}
	return b, nil
}

// finish completes the parts. It returns the warnings about them; the error says why
// they cannot run.
func (b *build) finish() (list diag.List, err error) {
	var requests []migrate.Request
	for _, p := range b.parts() {
		requests = append(requests, migrate.Request{Project: p.Project, Exports: p.Bundle.Exports, Ledger: migrate.NewLedger(), Serve: true})
	}
	plans := migrate.NewPlans(requests)
	for i, p := range b.parts() {
		p.plan = plans[i]
		list = slices.Concat(list, p.List, p.plan.Diagnostics, render.WorkflowProblems(p.Project, p.Bundle), render.Warnings(p.Project, b.projects()...))
		p.date = min(b.runtime.Date, time.Now().UTC().Format(time.DateOnly))
		if own := p.Project.CompatibilityDate.Value; own != "" {
			if own > p.date {
				list.Warnf(p.Project.CompatibilityDate.Pos, "compatibility-date", "workerd %s takes no compatibility date after %s: using that one", b.runtime.Version, p.date)
			}
			p.date = min(p.date, own)
		}
		if p.assets, err = render.ReadAssets(p.Project, b.runtime, &list); err != nil {
			return nil, err
		}
		p.source = &trace.Source{M: p.Bundle.Map, Project: p.Project, Beside: b.projects(), Built: p.Began}
	}
	list.Sort()
	return list, list.Err()
}

// hosted returns a part for package render; bindings lead to where classes have moved.
func (p *part) hosted() render.Worker {
	return render.Worker{Project: p.plan.Forward(p.Project), Bundle: p.Bundle, Classes: p.plan.Classes, Date: p.date, Assets: p.assets}
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
	var workers []render.Worker
	for _, p := range b.parts() {
		workers = append(workers, p.hosted())
	}
	workers[0].Project, workers[0].Bundle = withNode(workers[0].Project), &whole
	return render.Input{
		Workers: workers,
		Began:   s.began,
		Secret:  s.secret,
		Name:    s.unguessable,
		Log:     true,
		Runtime: b.runtime,
	}
}

// Inputs returns the files that the last run of a file of tests depends on, with those of
// the Workers, the setup files and the configuration.
func (s *Session) Inputs(path string) []string {
	inputs := map[string]bool{path: true}
	add := func(files []string) {
		for _, f := range files {
			inputs[f] = true
		}
	}
	for _, w := range s.workers() {
		add(w.Project.Inputs)
	}
	add(s.o.SetupFiles)
	if s.last != nil {
		for _, p := range s.last.parts() {
			add(p.Bundle.Inputs)
		}
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

// object returns an object of the tested Worker by what our modules say of it.
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
