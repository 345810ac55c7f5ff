package devserver

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/dotool-dev/dotool/devserver/disk"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

// foreignInterval is the time between two checks whether another program hosts the objects.
const foreignInterval = 2 * time.Second

// alone returns an error if another program hosts objects of a generation. Two runtimes
// would undo each other's writes, since each caches what it has read.
func (s *server) alone(ctx context.Context, g *generation) error {
	pid := 0
	if s.live != nil && s.live.process != nil {
		pid = s.live.process.Pid()
	}
	asked := g.asked
	g.asked = nil // it is old by the next time
	return s.state.Hosting(ctx, g.keys(), pid, asked)
}

// keys returns the keys of the namespaces that a generation hosts, or takes away.
func (g *generation) keys() []state.Key {
	keys := map[state.Key]bool{}
	for _, plan := range g.plans() {
		for name, class := range plan.Classes {
			keys[class.Key] = true
			// The key that wrangler uses, which has no ledger.
			if key := state.Key(plan.Worker + "-" + name); key.Validate() == nil {
				keys[key] = true
			}
		}
		for _, step := range plan.Steps {
			if step.Destructive {
				keys[step.Key] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(keys))
}

// errWithdrawn says that a question was withdrawn before it was answered. The reason is
// in s.laterChange or s.laterPause, or will be found by the next check, and is handled next.
var errWithdrawn = errors.New("the question was withdrawn: something changed")

// approve asks whether a plan of a generation may delete data. A change, a command
// that needs the state folder, the removal of that folder, and another program that
// hosts the objects withdraw the question. If the running process ends, the answer is
// no, so that it is started again.
func (s *server) approve(ctx context.Context, next *generation, plan *migrate.Plan) (bool, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answered := make(chan bool, 1)
	go func() { answered <- s.o.Approve(ctx, plan) }() // ends with the answer, or with ctx
	pauses := s.pauses
	if len(s.laterPause) > 0 {
		pauses = nil // one suffices
	}
	var gone <-chan struct{}
	if s.live != nil && s.live.process != nil {
		gone = s.live.process.Done()
	}
	folders, others := time.NewTicker(disk.CheckInterval), time.NewTicker(foreignInterval)
	defer folders.Stop()
	defer others.Stop()
	withdrawn := errWithdrawn
	for waiting := true; waiting; {
		select {
		case yes := <-answered:
			return yes, nil
		case c := <-s.followed.Changes():
			select {
			case more := <-s.laterChange:
				for w, files := range more {
					c[w] = append(files, c[w]...)
				}
			default:
			}
			s.laterChange <- c
			waiting = false
		case p := <-pauses:
			s.laterPause <- p
			waiting = false
		case <-folders.C:
			waiting = s.root.Check(s.main().Root) == disk.Present
		case <-others.C:
			if err := s.alone(ctx, next); err != nil {
				waiting = false
				if s.live == nil { // nothing serves yet, so the loop does not check
					withdrawn = err
				}
			}
		case <-gone:
			waiting, withdrawn = false, nil
		}
	}
	cancel()
	<-answered
	return false, withdrawn
}
