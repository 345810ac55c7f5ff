package devserver

import (
	"context"
	"os"
	"reflect"
	"slices"
	"time"

	"dotool/config"
	"dotool/config/binding"
	"dotool/config/diag"
	"dotool/devserver/bundle"
	"dotool/devserver/event"
	"dotool/devserver/render"
	"dotool/devserver/trace"
	"dotool/devserver/watch"
	"dotool/migrate"
	"dotool/migrate/apply"
)

// rebuild loads the project again if its own files changed, and builds.
func (s *server) rebuild(ctx context.Context, changed []string) (*generation, error) {
	if s.project.Generated || slices.ContainsFunc(changed, func(f string) bool { return slices.Contains(s.project.Inputs, f) }) {
		old := s.project
		if err := s.reload(); err != nil {
			return nil, err
		}
		if !reflect.DeepEqual(old, s.project) && !s.project.Generated {
			s.buildCommand.Forget() // the command may read the configuration
		}
	}
	return s.build(ctx)
}

// reload reads the configuration again: the same file, unless a build tool generates
// it.
func (s *server) reload() error {
	o, old := s.o.Config, s.project
	if !old.Generated && old.Build.Command == "" {
		o.Path = old.File
	}
	project, list, err := config.Load(o)
	if err != nil {
		return err
	}
	s.project, s.loaded = project, list
	if s.builder != nil && !sameBuild(old, project) {
		s.builder.Close()
		s.builder = nil
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

// build makes a generation of the current project and watches its files. Errors in the
// user's files are a [diag.ListError].
func (s *server) build(ctx context.Context) (*generation, error) {
	var problems diag.List
	if !s.loaded.HasErrors() {
		problems = s.buildCommand.Ensure(ctx, s.project)
		if s.project.Build.Command != "" && !s.project.Generated && exists(config.RedirectPath(s.project.Root)) {
			if err := s.reload(); err != nil { // to what the command has made
				return nil, err
			}
		}
	}
	start := time.Now() // files written by build.command are older
	g, problem := s.make(problems)
	if s.watcher != nil {
		s.overtaken = problem != nil && !s.quiet(time.Since(start)+watch.ClockStep)
		s.watcher.Watch(ctx, s.watched(start, problem))
	}
	return g, problem
}

func (s *server) make(problems diag.List) (_ *generation, err error) {
	defer func() {
		if r := recover(); r != nil { // the running generation keeps serving
			err = trace.Caught("build", r)
		}
	}()
	start := time.Now()
	list := append(slices.Clone(s.loaded), problems...)
	if list.HasErrors() {
		return nil, list.Err()
	}
	p := *s.project
	p.Vars = override(p.Vars, s.o.Vars)
	list = append(list, assetProblems(&p)...)
	if p.Main.Value == "" && p.Assets != nil {
		return s.planned(&p, noCode, start, list)
	}
	if s.builder == nil {
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
		s.builder = b
	}
	built, problems := s.builder.Build()
	list = append(list, problems...)
	if built == nil {
		return nil, list.Err()
	}
	return s.planned(&p, built, start, list)
}

// planned makes a generation from a bundle, if it has no errors.
func (s *server) planned(p *config.Project, built *bundle.Bundle, start time.Time, list diag.List) (*generation, error) {
	plan, err := s.plan(p, built)
	if err != nil {
		return nil, err
	}
	p.Bindings = slices.Clone(p.Bindings)
	for i, b := range p.Bindings {
		if b, ok := b.(binding.DurableObject); ok {
			p.Bindings[i] = plan.Forward(b)
		}
	}
	list = append(list, plan.Diagnostics...)
	list = append(list, render.WorkflowProblems(p, built)...)
	list = append(list, render.Warnings(p)...)
	for _, a := range apply.LeftAside(s.state, plan) {
		objects := "objects"
		if a.Objects == 1 {
			objects = "object"
		}
		d := list.Warnf(p.Name.Pos, "adoptable", "wrangler dev keeps %d %s of class %s in %s, where this server does not look: it has those in %s", a.Objects, objects, a.Class, a.Key, plan.Classes[a.Class].Key)
		d.Fix = "`dotool migrate adopt " + a.Class + "` adopts them"
	}
	list.Sort()
	if err := list.Err(); err != nil {
		return nil, err
	}
	if len(list) > 0 {
		s.log.Put(event.Warnings{List: list})
	}
	return &generation{project: p, bundle: built, plan: plan, source: &trace.Source{M: built.Map, Project: p, Built: start}}, nil
}

// plan returns the migration of the local data. Objects are counted, which takes a
// while if there are many, only if some would be deleted.
func (s *server) plan(p *config.Project, b *bundle.Bundle) (*migrate.Plan, error) {
	ledger, err := migrate.ReadLedger(s.state)
	if err != nil {
		return nil, err
	}
	for count := false; ; count = true {
		disk, err := s.state.ReadDisk(count)
		if err != nil {
			return nil, err
		}
		plan := migrate.NewPlan(migrate.Request{Project: p, Exports: b.Exports, Ledger: ledger, Disk: disk, Undo: apply.Undoable(s.state, ledger), Serve: true})
		if count || !plan.Destructive() {
			return plan, nil
		}
	}
}

// override replaces vars with others of the same names.
func override(vars, over []binding.Var) []binding.Var {
	vars = slices.Clone(vars)
	for _, v := range over {
		vars = slices.DeleteFunc(vars, func(o binding.Var) bool { return o.Name.Value == v.Name.Value })
		vars = append(vars, v)
	}
	return vars
}
