package devserver

import (
	"cmp"
	"os"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/devserver/render"
	"github.com/dotool-dev/dotool/devserver/trace"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// spare is a process that waits for a build: for all of it, or for the code of the Worker
// that changed last, with all else loaded. It has no data open.
type spare struct {
	workerd.Options
	seals  []*trace.Seal // of its environment
	worker string        // the Worker whose code it waits for, if Ahead is set
}

// prepare starts a process for a generation of some parts while that is built: ahead of
// the code of a Worker, unless that is nil. If the generation turns out to need another,
// it is not used.
func (s *server) prepare(r workerd.Runtime, projects []*config.Project, parts int, sockets map[string]*os.File, ahead *workerd.Config, worker string) {
	s.spare.discard()
	seals := trace.NewSeals(s.mark, parts)
	o := s.process(r, projects, seals, sockets)
	o.Ahead = ahead
	o.Spare = workerd.Prepare(o)
	s.spare = &spare{o, seals, worker}
}

// warmUp has a process ready for the next build of the Workers that are served: while
// nothing changes, only one that is ahead of it.
func (s *server) warmUp(changing bool) {
	if s.live == nil || s.spare.waits() && len(s.spare.seals) == len(s.live.parts) {
		return
	}
	worker := cmp.Or(s.recent, s.live.parts[0].Project.Name.Value)
	var ahead *workerd.Config
	if s.live.process != nil && s.inspector == nil && s.o.Watch {
		ahead, _ = render.Ahead(s.live.as, worker)
	}
	if ahead != nil || changing {
		s.prepare(s.runtime, s.projects(), len(s.live.parts), s.socketsOf(s.live), ahead, worker)
		s.spareOver = time.After(10 * time.Minute) // it takes memory
	}
}

// guess returns the generation that the first build most likely makes, nil if that is not
// known: the last builds of earlier runs.
func (s *server) guess() (g *generation) {
	for _, w := range s.workers {
		if w.built, w.fresh = w.Recall(), true; w.built == nil {
			return nil
		}
	}
	if g, _, _ = s.assemble(false); g != nil {
		g.forward()
	}
	return g
}

// loadGuess has the process that was prepared for the first generation load all of a guess
// but the code of its first Worker. The projects are as they were before that is built.
func (s *server) loadGuess(guess *generation, r workerd.Runtime, projects []*config.Project) {
	if guess == nil || s.inspector != nil {
		return
	}
	as, _, _ := s.input(guess, projects, r)
	if s.spare.Ahead, _ = render.Ahead(as, s.spare.worker); s.spare.Ahead != nil {
		s.spare.Spare.Load(s.spare.Ahead)
	}
}

// takeSpare returns the options of the process of a generation, but for what gets its
// output, and the seals.
func (s *server) takeSpare(g *generation) (workerd.Options, []*trace.Seal) {
	had, sockets := s.spare, s.socketsOf(g)
	s.spare = nil
	if had == nil || len(had.seals) != len(g.parts) {
		had.discard()
		seals := trace.NewSeals(s.mark, len(g.parts))
		return s.process(s.runtime, s.projects(), seals, sockets), seals
	}
	o := s.process(s.runtime, s.projects(), had.seals, sockets)
	o.Inspector, o.Spare = had.Inspector, had.Spare
	if had.Ahead != nil {
		o.Ahead, o.Code = render.Ahead(g.as, had.worker)
	}
	return o, had.seals
}

// discard ends the process if it was not used.
func (s *spare) discard() {
	if s != nil {
		s.Spare.Discard()
		s.Spare = nil
	}
}

// spend ends a process that was only for the build that is over.
func (s *spare) spend() {
	if s != nil && s.Ahead == nil {
		s.discard()
	}
}

func (s *spare) waits() bool { return s != nil && s.Spare != nil }
