package commands

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/commands/checker"
	"github.com/dotool-dev/dotool/commands/logview"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
)

const (
	// checkDelay is how long nothing may be saved or reloaded before the source is checked.
	checkDelay = 300 * time.Millisecond
	// keepTrees is how long the process with the trees of the source is kept after a check.
	keepTrees = time.Minute
	// mostFindings are shown at once.
	mostFindings = 10
	// settleTime is how long a save takes to be noticed, perhaps one that a check has read half.
	settleTime = 50 * time.Millisecond
)

// devCheck checks the Workers of a dev server after each reload, in a process beside it, and
// shows findings that are new, once.
type devCheck struct {
	env     *ui.Env
	targets []checker.Target
	logs    []*logview.Server
	due     chan struct{} // something was reloaded

	mu    sync.Mutex // guards the fields below
	busy  bool       // something is being built, or swapped
	since time.Time  // when that began or ended last
	stop  func()     // makes the check that runs count for nothing
}

func newDevCheck(env *ui.Env, loadings []config.Options, logs ...*logview.Server) *devCheck {
	d := &devCheck{env: env, logs: logs, due: make(chan struct{}, 1), stop: func() {}}
	for _, o := range loadings {
		d.targets = append(d.targets, checker.Target{Config: o})
	}
	return d
}

// building says that the server takes a change, or has taken it. A check that runs meanwhile
// counts for nothing.
func (d *devCheck) building(busy bool) {
	if d == nil { // not wanted
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.busy, d.since = busy, time.Now()
	d.stop()
}

// report takes the events of the server.
func (d *devCheck) report(events []event.Event) {
	if d == nil {
		return
	}
	for _, e := range events {
		switch e.(type) {
		case event.Ready, event.Unchanged:
			select {
			case d.due <- struct{}{}:
			default:
			}
		}
	}
}

// run checks until ctx is done.
func (d *devCheck) run(ctx context.Context) {
	var p *checkProcess
	end := func() {
		if p != nil {
			p.end()
			p = nil
		}
	}
	defer end()
	shown := map[string]int{}
	var idle <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-idle:
			end()
			continue
		case <-d.due:
		}
		round, err := d.quiet(ctx)
		if err != nil {
			return
		}
		if p == nil {
			if p, err = startCheck(ctx, d.env, d.targets); err != nil {
				return // there is no check, and all else goes on
			}
		}
		found, err := p.check()
		if err != nil { // it was ended
			end()
			continue
		}
		select {
		case <-round.Done(): // overtaken by a save
		case <-time.After(settleTime):
			shown = d.show(found, shown)
		}
		idle = time.After(keepTrees)
	}
}

// quiet waits until nothing has been built for a while, and returns what ends with the next save.
func (d *devCheck) quiet(ctx context.Context) (context.Context, error) {
	for {
		d.mu.Lock()
		left := checkDelay - time.Since(d.since)
		if left <= 0 && !d.busy {
			round, cancel := context.WithCancel(ctx)
			d.stop = cancel
			select {
			case <-d.due: // this check sees that too
			default:
			}
			d.mu.Unlock()
			return round, nil
		}
		d.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(max(left, settleTime)):
		}
	}
}

// show prints what was not there the last time, and returns what is there now. A finding that
// has only moved is not new.
func (d *devCheck) show(found checkAnswer, last map[string]int) map[string]int {
	now := map[string]int{}
	if !found.Whole {
		now = maps.Clone(last) // what cannot be read now is not gone
	}
	seen, fresh := map[string]int{}, []findingJSON(nil)
	for _, f := range found.Findings {
		key := f.Rule + "\n" + f.File + "\n" + f.Message
		if seen[key]++; seen[key] > last[key] {
			fresh = append(fresh, f)
		}
		now[key] = max(now[key], seen[key])
	}
	if len(fresh) == 0 {
		return now
	}
	slices.SortStableFunc(fresh, func(a, b findingJSON) int { return rank(b.Severity) - rank(a.Severity) })
	var lines []string
	for _, f := range fresh {
		lines = append(lines, diag.Visible(fmt.Sprintf("%s:%d:%d: %s[%s %s]: %s", f.File, f.Line, f.Column, f.Severity, f.Rule, f.Name, f.Message)))
	}
	if more := len(lines) - mostFindings; more > 0 {
		lines = append(lines[:mostFindings], "and "+ui.Count(more, "more finding")+": dotool check")
	}
	for _, log := range d.logs {
		log.Findings(lines, fresh)
	}
	return now
}
