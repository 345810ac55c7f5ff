package devserver

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/debug"
	"github.com/dotool-dev/dotool/devserver/disk"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/render"
	"github.com/dotool-dev/dotool/devserver/trace"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/apply"
)

// drainLimit is how long requests in flight may continue at a reload, by default.
const drainLimit = time.Second

// serve replaces the running generation. If the new one does not start, the last one is
// started again.
func (s *server) serve(ctx context.Context, next *generation, start time.Time, changed []string) error {
	if s.lock == nil { // it could not be taken again after a pause, and the data may be other
		return s.again(ctx, start)
	}
	if err := s.chooseRuntime(ctx, next); err != nil {
		return err
	}
	if err := s.configure(next); err != nil {
		return err
	}
	if !next.anew && s.live != nil && s.live.process != nil && reflect.DeepEqual(next.config, s.live.config) && !next.pending() {
		next.process, next.since = s.live.process, s.live.since
		s.live = next
		next.serves()
		s.inspector.Update(next.parts[0].Bundle)
		s.started.Store(next)
		s.output.SetSources(next.source) // line numbers may have changed
		return nil                       // saved without changes
	}
	if err := s.alone(ctx, next); err != nil {
		return err
	}
	allow, now, err := s.consent(ctx, next)
	if _, refused := errors.AsType[*apply.DestructiveError](err); refused && s.o.Watch {
		for _, p := range next.parts {
			if p.plan.Destructive() {
				p.of.fault = err // until it is built again
			}
		}
		if less, _ := s.next(); less != nil { // the others can go on without it
			return diag.Join(err, s.serve(ctx, less, start, changed))
		}
	}
	if err != nil {
		return err
	}
	if now != nil {
		return s.serve(ctx, now, start, changed)
	}
	last, plans := s.live, next.plans()
	// Everything that needs the disk comes before the running process ends.
	if err := disk.Make(next.config); err != nil {
		return err
	}
	if err := s.openDoors(ctx); err != nil { // in case one was removed
		return err
	}
	if next.pending() {
		s.stop()
		if err := s.withAlarms(func() error { _, err := apply.Plans(ctx, s.state, plans, allow); return err }); err != nil {
			return diag.Join(err, s.resume(ctx, last))
		}
	}
	if err := s.begin(ctx, next); err != nil {
		if next.pending() {
			// Undo the migrations of code that does not start.
			undo := s.withAlarms(func() error { _, err := apply.Rollback(context.WithoutCancel(ctx), s.state); return err })
			err = diag.Join(err, undo)
		}
		if next.blame(err) { // the others can go on without it
			if less, _ := s.next(); less != nil {
				return diag.Join(next.startProblem(err), s.serve(ctx, less, start, changed))
			}
		}
		return diag.Join(next.startProblem(err), s.resume(ctx, last))
	}
	defer next.early.Pass(s.offer) // after what is reported here
	for _, plan := range plans {
		if !plan.Empty() {
			s.log.Put(event.Migrated{Plan: plan})
		}
	}
	s.live = next
	next.serves()
	s.reloader.Reload(next.alone)
	if err := s.writeDevFile(); err != nil {
		return err
	}
	s.log.Put(s.ready(start, changed, s.announced))
	s.announced = true
	if len(changed) > 0 { // more changes are likely
		s.warmUp(false)
	}
	return nil
}

// consent asks for permission if the plan deletes data, and takes the snapshot. If
// something changed meanwhile, it returns the generation to serve instead of this one.
func (s *server) consent(ctx context.Context, next *generation) (allow apply.Options, now *generation, err error) {
	if len(next.destructive()) == 0 {
		return allow, nil, nil
	}
	for i, plan := range next.destructive() {
		if s.o.Approve == nil || i > 0 && !allow.Destructive {
			break
		}
		if allow.Destructive, err = s.approve(ctx, next, plan); err != nil {
			return allow, nil, err
		}
	}
	if !allow.Destructive {
		_, err := apply.Plans(ctx, s.state, next.plans(), allow) // its error says what it would delete
		return allow, nil, err
	}
	// The applied plans must be those shown, even if no change was reported.
	if now, err = s.rebuild(ctx, s.everything()); now == nil {
		return allow, nil, err
	}
	if !slices.EqualFunc(now.plans(), next.plans(), (*migrate.Plan).Same) {
		return allow, now, nil
	}
	if err := s.alone(ctx, next); err != nil {
		return allow, nil, err
	}
	if s.o.Snapshot != nil {
		allow.Snapshot = func(ctx context.Context, reason string) error { return s.o.Snapshot(ctx, s.state, reason) }
	}
	// While the last good code still serves.
	return allow, nil, allow.TakeSnapshot(ctx, next.plans()...)
}

// ready returns the event for new code that serves.
func (s *server) ready(start time.Time, changed []string, reload bool) event.Ready {
	// Leave out temporary files of editors.
	changed = slices.DeleteFunc(changed, func(f string) bool {
		_, err := os.Stat(f)
		return err != nil
	})
	var served []event.Served
	for _, w := range s.workers {
		one := event.Served{Project: w.Project, Missing: true}
		for _, p := range s.live.parts {
			if p.of == w {
				one = event.Served{Project: p.project, NotHosted: render.NotHosted(p.project, s.live.projects()...), Classes: p.plan.Classes}
			}
		}
		served = append(served, one)
	}
	return event.Ready{
		Certificate: s.certFile,
		Served:      served[0],
		Others:      served[1:],
		URL:         s.url,
		Runtime:     s.runtime,
		State:       s.state.Dir,
		Inspector:   s.inspector.DevToolsURL(),
		Took:        time.Since(start),
		Reload:      reload,
		Changed:     changed,
		After:       s.after,
		Removed:     s.removed,
		Network:     s.network,
		Taken:       s.taken,
	}
}

// resume starts the last generation again, if its process was stopped.
func (s *server) resume(ctx context.Context, last *generation) error {
	if s.live = last; last == nil || last.process != nil || ctx.Err() != nil {
		return nil // it never ended, or must not start
	}
	err := s.begin(ctx, last)
	if err == nil {
		last.early.Pass(s.offer)
	}
	return err
}

// restart starts the process of what serves.
func (s *server) restart(ctx context.Context) error {
	err := s.start(ctx, s.live)
	if err == nil {
		s.live.early.Pass(s.offer)
	}
	return err
}

// begin starts the process of a generation. If it is killed before it serves, it is
// started again, a few times: that is not the fault of the code.
func (s *server) begin(ctx context.Context, g *generation) error {
	const most = 5
	backoff := 100 * time.Millisecond
	for try := 0; ; try++ {
		err := s.start(ctx, g)
		if again, problem := s.leaveOut(g, err); problem != nil {
			return problem
		} else if again {
			continue
		}
		if try == most || !workerd.Killed(err) || ctx.Err() != nil {
			return err
		}
		s.log.Put(event.Gone{Err: err, Retry: backoff})
		select {
		case <-time.After(backoff):
		case <-ctx.Done():
			return err
		}
		backoff *= 2
	}
}

// wake has queues deliver what waits, and the instances of workflows go on that the last
// process has cut. A process that ends meanwhile has a successor, which does the same.
func (s *server) wake(ctx context.Context, g *generation) {
	if g.as.Consumes() {
		s.waking.Go(func() { _ = s.control.StartQueues(ctx) }) // ends at once, or with the process
	}
	if s.o.Interrupted == nil || !slices.ContainsFunc(g.projects(), func(p *config.Project) bool { return len(p.Workflows()) > 0 }) {
		return
	}
	s.waking.Go(func() { // ends soon, with the process, or with ctx
		if all := s.o.Interrupted(ctx, s.state); len(all) > 0 {
			_ = s.control.Wake(ctx, all)
		}
	})
}

// leaveOut removes compatibility flags from a generation with which the runtime did not
// start because they are the default now; later runtimes accept these. It reports
// whether there were any.
func (s *server) leaveOut(g *generation, err error) (bool, error) {
	start, ok := errors.AsType[*workerd.StartError](err)
	if !ok || len(start.Problems()) > 0 { // other problems would remain, or no longer be reported
		return false, nil
	}
	found := false
	for i := range g.as.Workers {
		w := &g.as.Workers[i]
		for _, flag := range start.Redundant(render.UserService(w.Project.Name.Value)) {
			if !slices.Contains(w.Without, flag) {
				w.Without = append(slices.Clone(w.Without), flag)
				found = true
			}
		}
		if s.redundant == nil {
			s.redundant = map[redundancy][]string{}
		}
		s.redundant[redundancy{s.runtime.Path, w.Date}] = w.Without
	}
	if !found {
		return false, nil
	}
	g.config = render.Config(g.as)
	return true, nil
}

// start starts the process of a generation, and ends the one of the last, where possible
// once the new one has loaded its code. What the process says is for the caller to pass on.
func (s *server) start(ctx context.Context, g *generation) error {
	if err := s.chooseRuntime(ctx, g); err != nil {
		return err
	}
	// Messages of workerd are reported once it serves; if it does not, they are part of
	// the error.
	early := &trace.EventBuffer{}
	out := &trace.Outputs{}
	o, seals := s.takeSpare(g)
	for i, p := range g.parts {
		out.Add(&trace.Output{
			Worker: p.project.Name.Value,
			Began:  s.dog.Began,
			Ended:  s.dog.Ended,
			All:    early.ReportAll,
			Busy:   control.Pull(func() { s.settle(context.Background(), "", "") }),
			Unseal: seals[i].Open,
			Source: p.source,
			Show:   s.show,
			Calls:  &s.calls,
		})
	}
	if err := s.openDoors(ctx); err != nil { // in case one was removed
		return err
	}
	o.Config = g.config
	o.Stdout = trace.Surviving("read what the Worker says", early.Report, out.Stdout)
	o.Stderr = trace.Surviving("read what workerd says", early.Report, trace.RuleProblems(g.projects(), early.Report, out.Stderr))
	o.Beside = s.holds == s.runtime.Path && s.inspector == nil // its port is shut only later
	o.Alone = func() {
		s.stop()
		s.reloader.Open()
		s.alarms.Forget()
		out.Continue()
		g.alone = time.Now()
	}
	o.Opens = func() { disk.MakeAlarms(g.config) }
	p, err := workerd.Start(ctx, o)
	if err != nil {
		return err
	}
	if p.Held() {
		s.holds = s.runtime.Path
	}
	host, _, _ := net.SplitHostPort(o.Inspector)
	inspector := net.JoinHostPort(host, strconv.Itoa(p.Ports()[workerd.InspectorPort]))
	if err := s.inspector.Shut(p.Pid(), inspector); err != nil {
		return errors.Join(err, p.Stop(ctx))
	}
	if err := s.setClock(ctx); err != nil {
		early.Pass(s.offer)
		return errors.Join(err, p.Err(), p.Stop(ctx))
	}
	s.started.Store(g)
	s.condition.Store(nil)
	s.choose(ctx)
	s.output = out
	g.process, g.since, g.early = p, time.Now(), early
	s.dog.Process.Store(p)
	s.expectClasses(g)
	s.registry.Serve(g.as.Workers, g.as.Keys, p.DebugPort())
	s.inspector.Attach(inspector+"/"+render.UserService(g.parts[0].project.Name.Value), s.processDir(), g.parts[0].Bundle)
	s.wake(ctx, g)
	return nil
}

// process returns the options of the next process, but for what it runs.
func (s *server) process(r workerd.Runtime, projects []*config.Project, seals []*trace.Seal, sockets map[string]*os.File) workerd.Options {
	o := workerd.Options{
		Binary:    r.Path,
		Env:       []string{s.registry.Environment(projects)},
		Dir:       s.processDir(),
		Sockets:   sockets,
		Keep:      s.alive.Keep,
		DebugPort: s.registry.Enters(),
		Gate:      true,
		Verbose:   true, // prints the stack of uncaught exceptions
		// Code that hangs while it is loaded must not delay the last good code for
		// long.
		StartTimeout: 10 * time.Second,
	}
	for _, seal := range seals {
		o.Env = append(o.Env, seal.Environment())
	}
	if s.o.NoKeep || s.tls != nil { // the keys of TLS connections are lost with the process
		o.Keep = nil
	}
	if s.inspector != nil {
		o.Inspector = net.JoinHostPort(debug.Address(), "0")
	}
	return o
}

// expectClasses adds the folders of the classes to the check: a process keeps using
// files that were removed, and its writes are lost.
func (s *server) expectClasses(g *generation) {
	var paths []string
	for _, p := range g.parts {
		for _, c := range p.plan.Classes {
			dir := filepath.Join(s.state.ObjectsDir(), string(c.Key))
			paths = append(paths, dir, filepath.Join(dir, "metadata.sqlite"))
		}
	}
	s.root.Expect(paths...)
}

// offer takes events of the Worker. It changes the slice.
func (s *shared) offer(events ...event.Event) {
	s.log.OfferAll(slices.DeleteFunc(events, s.alarms.Take)...)
}

// socketsOf returns the sockets that a generation serves: without its first Worker, it has
// no public ones, and requests wait in them.
func (s *server) socketsOf(g *generation) map[string]*os.File {
	if g.as.Public == s.public {
		return s.sockets
	}
	return map[string]*os.File{render.ControlSocket: s.sockets[render.ControlSocket]}
}

// stop ends the running process: it closes WebSockets, waits a moment for requests in
// flight, then cuts the rest.
func (s *server) stop() {
	if s.live == nil || s.live.process == nil {
		return
	}
	p := s.live.process
	s.live.process = nil
	s.dog.Process.Store(nil)
	s.inspector.Detach()
	s.reloader.Close()
	limit, reply := drainLimit, time.Second // reply is for a busy Worker to say what is cut
	switch {
	case s.o.Drain > 0:
		limit = s.o.Drain
	case s.o.Drain < 0:
		limit = 50 * time.Millisecond // to close WebSockets, and to learn what is cut
	}
	if s.dog.Stuck.Load() != nil {
		limit, reply = time.Millisecond, 0 // a stuck handler would not end
	}
	// Not with the context of Run, which is done when the server stops.
	deadline := time.Now().Add(limit)
	asking, cancelAsking := context.WithDeadline(context.Background(), deadline.Add(reply))
	d, err := s.control.Drain(asking, limit, p.Terminate)
	cancelAsking()
	if err != nil {
		p.Terminate()
	}
	if d.Idle || len(d.Cut) > 0 {
		// Only sockets of clients that do not respond are left, or responses that say
		// that a call was cut.
		deadline = time.Now().Add(max(limit, 200*time.Millisecond) / 10)
	}
	ctx, cancel := context.WithDeadline(context.Background(), deadline)
	defer cancel()
	// Being killed after the limit is not an error.
	killed := p.Stop(ctx) != nil
	s.output.Ended()
	if len(d.Cut) > 0 || killed && !d.Idle {
		s.log.Put(event.Cut{At: time.Now(), Calls: d.Cut, After: limit})
	}
}
