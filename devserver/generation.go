package devserver

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/render"
	"github.com/dotool-dev/dotool/devserver/trace"
	"github.com/dotool-dev/dotool/devserver/worker"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/apply"
	"github.com/dotool-dev/dotool/migrate/state"
)

// hosted is a Worker of the server.
type hosted struct {
	*worker.Worker
	built *worker.Build // the last build, nil if its files have errors
	fault error         // why it cannot be served, nil if nothing is known against it
	fresh bool          // whether it was built just now
	good  *worker.Build // the last one that was served, nil if none was
	stubs string        // modules of Node.js about which a warning was reported

	warned *worker.Build // the build whose warnings were reported
	lacks  diag.List     // the entrypoints about which a warning was reported
}

// generation is one version of the code of all Workers.
type generation struct {
	parts   []*part // in the order of the Workers, without those that cannot be served
	as      render.Input
	config  *workerd.Config // of as
	anew    bool            // start it even if nothing changed
	asked   *state.Asked    // whether another program hosts its objects, as far as that was asked
	process *workerd.Process
	alone   time.Time          // when no other process served any more
	since   time.Time          // when the process started
	early   *trace.EventBuffer // what it says before it is reported that it serves
}

// part is one version of the code of one Worker.
type part struct {
	*worker.Build
	of      *hosted
	plan    *migrate.Plan
	list    diag.List       // problems that are not errors
	project *config.Project // the project of the build, with bindings that lead to where classes have moved
	source  *trace.Source
}

// projects returns the projects of the parts.
func (g *generation) projects() (all []*config.Project) {
	for _, p := range g.parts {
		all = append(all, p.project)
	}
	return all
}

func (g *generation) plans() (all []*migrate.Plan) {
	for _, p := range g.parts {
		all = append(all, p.plan)
	}
	return all
}

// pending reports whether the generation migrates local data.
func (g *generation) pending() bool {
	return slices.ContainsFunc(g.plans(), func(p *migrate.Plan) bool { return !p.Empty() })
}

// destructive returns the plans that delete data.
func (g *generation) destructive() []*migrate.Plan {
	return slices.DeleteFunc(g.plans(), func(p *migrate.Plan) bool { return !p.Destructive() })
}

// source returns that of a Worker, nil if there is none.
func (g *generation) source(worker string) *trace.Source {
	for _, p := range g.parts {
		if p.Project.Name.Value == worker {
			return p.source
		}
	}
	return nil
}

// everything returns a change of all Workers, so that they are read again.
func (s *server) everything() worker.Change {
	c := worker.Change{}
	for _, w := range s.workers {
		c[w.Worker] = w.Everything()
	}
	return c
}

// unread returns a change of all Workers that leaves their configurations as they were read.
func (s *server) unread() worker.Change {
	c := worker.Change{}
	for _, w := range s.workers {
		c[w.Worker] = nil
	}
	return c
}

// advance builds the Workers that changed and serves the result. The error says why
// some current code is not served.
func (s *server) advance(ctx context.Context, c worker.Change, start time.Time, anew bool) error {
	var asked *state.Asked
	if s.live != nil && s.live.process != nil { // mostly, the classes stay the same
		asked = s.state.Ask(ctx, s.live.keys(), s.live.process.Pid())
	}
	next, problem := s.rebuild(ctx, c)
	if s.lock != nil && s.o.Moved != nil && s.o.Moved(ctx) { // also while it was built
		if s.foreign != nil { // it has the data open; checkForeign resumes when it has ended
			return s.foreign
		}
		return s.move(ctx, start)
	}
	if next == nil {
		return problem
	}
	next.asked = asked
	changed := c.Files()
	if next.anew = anew; anew {
		changed = nil // it was asked for, whether or not files changed
	}
	return diag.Join(problem, s.serve(ctx, next, start, changed))
}

// move lets Options.Locked put other data into the state folder, and serves the code as it
// is now, not that which was good with the other data.
func (s *server) move(ctx context.Context, start time.Time) error {
	s.registry.Leave()
	s.stop()
	s.spare.discard() // it runs in the folder
	s.live, s.after = nil, "a git checkout"
	defer func() { s.after = "" }()
	for _, w := range s.workers {
		w.good = nil
	}
	if err := cmp.Or(s.releaseLock(), s.retakeLock(ctx)); err != nil {
		return err
	}
	return s.advance(ctx, s.everything(), start, false)
}

// rebuild builds the Workers that changed and makes a generation of the last good
// builds of all. It is nil if that has nothing new; the error says which code is not in
// it, and why: in the user's files, a [diag.ListError].
func (s *server) rebuild(ctx context.Context, c worker.Change) (*generation, error) {
	var building sync.WaitGroup
	for _, w := range s.workers {
		files, changed := c[w.Worker]
		if w.fresh = changed; changed {
			if len(c) == 1 {
				s.recent = w.Project.Name.Value
			}
			building.Go(func() { w.built, w.fault = w.Build(ctx, files) })
		}
	}
	building.Wait()
	s.followed.NoteShared()
	g, problem := s.next()
	for _, w := range s.workers {
		if w.fresh {
			w.Watch(ctx, problem)
		}
	}
	return g, problem
}

// next makes a generation. Objects are counted, which takes a while if there are many,
// only if some would be deleted.
func (s *server) next() (*generation, error) {
	for count := false; ; count = true {
		g, faults, err := s.assemble(count)
		if err != nil {
			return nil, err
		}
		if !count && g != nil && len(g.destructive()) > 0 {
			continue
		}
		if g != nil {
			s.finish(g)
		}
		var all []error
		for _, w := range s.workers {
			all = append(all, w.fault, faults[w])
		}
		return g, diag.Join(all...)
	}
}

// assemble makes a generation for local data as it is now, and returns what forbids to
// serve builds that are not in it. It is nil if nothing in it is new.
func (s *server) assemble(count bool) (*generation, map[*hosted]error, error) {
	ledger, err := migrate.ReadLedger(s.state)
	if err != nil {
		return nil, nil, err
	}
	disk, err := s.state.ReadDisk(count)
	if err != nil {
		return nil, nil, err
	}
	now := migrate.Request{Ledger: ledger, Disk: disk, Undo: apply.Undoable(s.state, ledger), Serve: true}
	faults := map[*hosted]error{}
	for {
		g, fresh := &generation{}, false
		var requests []migrate.Request
		for _, w := range s.workers {
			b := w.built
			if w.fault != nil || faults[w] != nil {
				b = w.good
			} else if w.fresh {
				fresh = true
			}
			if b == nil {
				continue
			}
			now.Project, now.Exports = b.Project, b.Bundle.Exports
			requests = append(requests, now)
			g.parts = append(g.parts, &part{Build: b, of: w})
		}
		if !fresh {
			return nil, faults, nil
		}
		again := false
		for i, plan := range migrate.NewPlans(requests) {
			p := g.parts[i]
			p.plan = plan
			if err := s.take(p); err == nil {
				continue
			} else if p.Build != p.of.good {
				faults[p.of], again = err, true
			} // else it goes on with the data that it has
		}
		if !again {
			return g, faults, nil
		}
	}
}

// take lists the problems of a part, and returns what forbids to serve it.
func (s *server) take(p *part) error {
	list := append(slices.Clone(p.List), p.plan.Diagnostics...)
	list = append(list, render.WorkflowProblems(p.Project, p.Bundle)...)
	if list.HasErrors() || p.of.warned != p.Build { // otherwise they were reported
		list = append(list, s.warnings(p)...)
	}
	list.Sort()
	p.list = list
	return list.Err()
}

// warnings say what a part does not get here.
func (s *server) warnings(p *part) diag.List {
	list := render.Warnings(p.Project, s.projects()...)
	for _, a := range apply.LeftAside(s.state, p.plan) {
		objects := "objects"
		if a.Objects == 1 {
			objects = "object"
		}
		d := list.Warnf(p.Project.Name.Pos, "adoptable", "wrangler dev keeps %d %s of class %s in %s, where this server does not look: it has those in %s", a.Objects, objects, a.Class, a.Key, p.plan.Classes[a.Class].Key)
		d.Fix = "`dotool migrate adopt " + a.Class + "` adopts them"
	}
	return list
}

// forward has bindings lead to where classes have moved.
func (g *generation) forward() {
	for _, p := range g.parts {
		p.project = p.plan.Forward(p.Project)
	}
}

// finish completes a generation, and reports what is to say about its new parts.
func (s *server) finish(g *generation) {
	g.forward()
	for _, p := range g.parts {
		p.source = &trace.Source{M: p.Bundle.Map, Project: p.project, Beside: g.projects(), Built: p.Began}
		lacks := render.EntrypointWarnings(p.project, g.exports)
		list := append(p.list, lacks...)
		if p.of.warned == p.Build { // another Worker may export others
			list = slices.DeleteFunc(slices.Clone(lacks), func(d diag.Diagnostic) bool { return slices.Contains(p.of.lacks, d) })
		}
		p.of.warned, p.of.lacks = p.Build, lacks
		if len(list) > 0 {
			list.Sort()
			s.log.Put(event.Warnings{List: list})
		}
	}
}

// exports returns the exports of a Worker; ok is false if it is not hosted.
func (g *generation) exports(worker string) (names []string, ok bool) {
	for _, p := range g.parts {
		if p.Project.Name.Value == worker {
			return p.Bundle.Exports, true
		}
	}
	return nil, false
}

// serves notes that the parts of a generation are good.
func (g *generation) serves() {
	for _, p := range g.parts {
		p.of.good = p.Build
		p.of.Settle(p.Build)
	}
}

// blame notes which parts keep the runtime from starting, by its own account, and
// reports whether there are any.
func (g *generation) blame(problem error) (found bool) {
	start, ok := errors.AsType[*workerd.StartError](problem)
	if !ok {
		return false
	}
	for _, p := range g.parts {
		if err := p.startProblem(start); err != nil && p.Build != p.of.good {
			p.of.fault, found = err, true
		}
	}
	return found
}

// startProblem returns workerd's reasons for not starting as diagnostics in the source,
// if they are about the code of a part; else nil.
func (p *part) startProblem(start *workerd.StartError) error {
	var list diag.List
	for _, f := range start.Problems() {
		if f.Service == render.UserService(p.Project.Name.Value) {
			list = append(list, p.source.Startup(f.Message, f.Stack, p.Bundle))
		}
	}
	return list.Err()
}

// startProblem returns why the runtime does not start, in the source if it is about the
// user's code.
func (g *generation) startProblem(err error) error {
	start, ok := errors.AsType[*workerd.StartError](err)
	if !ok {
		return err
	}
	var all []error
	for _, p := range g.parts {
		all = append(all, p.startProblem(start))
	}
	return cmp.Or(diag.Join(all...), err)
}
