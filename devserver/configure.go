package devserver

import (
	"context"
	"os"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/render"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// configure makes the configuration of workerd for a generation.
func (s *server) configure(next *generation) error {
	as, list, err := s.input(next, s.projects(), s.runtime)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		s.log.Put(event.Warnings{List: list})
	}
	for i, p := range next.parts {
		s.warnOfStubs(p, as.Workers[i].Date)
	}
	next.as, next.config = as, render.Config(as)
	return nil
}

// input returns the input of package render for the projects of all Workers and a runtime,
// and warnings about it.
func (s *server) input(next *generation, projects []*config.Project, r workerd.Runtime) (render.Input, diag.List, error) {
	var list diag.List
	as := render.Input{
		State:         s.state.ProductsDir(),
		Began:         s.began,
		Pages:         s.pages,
		Secret:        s.control.Secret,
		Name:          s.unguessable,
		Log:           s.o.Log,
		Held:          s.o.HoldAlarms != nil,
		Inspect:       s.inspector != nil,
		Public:        s.public,
		Reload:        s.o.LiveReload,
		TLS:           s.tls,
		TestScheduled: s.o.TestScheduled,
		Runtime:       r,
		Hosted:        s.hosted != nil,
		Found:         s.registry.Enters(),
		Keys:          s.registry.Keys(projects),
	}
	for _, p := range next.parts {
		date := render.Date(p.project, r, &list)
		assets, err := render.ReadAssets(p.project, r, &list)
		if err != nil {
			return as, nil, err
		}
		as.Workers = append(as.Workers, render.Worker{
			Project: p.project,
			Bundle:  p.Bundle,
			Classes: p.plan.Classes,
			Date:    date,
			Without: s.redundant[redundancy{r.Path, date}],
			Assets:  assets,
		})
	}
	if next.parts[0].of != s.workers[0] { // requests wait for its first good build
		as.Public = 0
	}
	return as, append(list, render.WorkflowWarnings(as)...), nil
}

// chooseRuntime looks for a runtime again if the requirements of the projects have
// changed, or the binary was removed, as while packages are installed.
func (s *server) chooseRuntime(ctx context.Context, g *generation) error {
	now := g.projects()
	same := func(was, now *config.Project) bool {
		return was.CompatibilityDate.Value == now.CompatibilityDate.Value && (was.Assets == nil) == (now.Assets == nil) && (len(was.Workflows()) == 0) == (len(now.Workflows()) == 0)
	}
	if _, gone := os.Stat(s.runtime.Path); gone == nil && slices.EqualFunc(s.runtimeFor, now, same) {
		return nil
	}
	r, err := findRuntime(ctx, s.o.Runtime, now)
	if err != nil {
		return err
	}
	g.anew = g.anew || r.Path != s.runtime.Path
	s.runtime, s.runtimeFor = r, now
	return nil
}

// findRuntime finds the newest of the runtimes for some projects.
func findRuntime(ctx context.Context, find func(context.Context, *config.Project) (workerd.Runtime, error), projects []*config.Project) (newest workerd.Runtime, err error) {
	for i, p := range projects {
		r, err := find(ctx, p)
		if err != nil {
			return r, err
		}
		if i == 0 || r.Date > newest.Date {
			newest = r
		}
	}
	return newest, nil
}

// warnOfStubs warns once about modules that a deploy would not have.
func (s *server) warnOfStubs(p *part, date string) {
	_, modules, since := p.Bundle.NodeFlags(p.project, date)
	names := strings.Join(modules, ", ")
	if names == p.of.stubs {
		return
	}
	if p.of.stubs = names; names == "" {
		return
	}
	var list diag.List
	d := list.Warnf(p.project.CompatibilityDate.Pos, "node-stubs", "a deploy with compatibility date %s gets stubs for %s, which may throw; here they are the runtime's own", date, names)
	d.Fix = "set compatibility_date to " + since + " or later"
	s.log.Put(event.Warnings{List: list})
}
