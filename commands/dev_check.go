package commands

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"dotool/commands/checker"
	"dotool/commands/logview"
	"dotool/commands/ui"
	"dotool/config"
	"dotool/config/diag"
	"dotool/config/lint"
	"dotool/devserver/event"
)

const (
	// checkDelay is how long nothing may be saved or reloaded before the source is checked.
	checkDelay = 300 * time.Millisecond
	// keepTrees is how long the trees of the source are kept after a check.
	keepTrees = time.Minute
	// mostFindings are shown at once.
	mostFindings = 10
	// settleTime is how long a save takes to be noticed, perhaps one that a check has read half.
	settleTime = 50 * time.Millisecond
)

// devCheck checks the Workers of a dev server after each reload, beside everything else, and
// shows findings that are new, once.
type devCheck struct {
	env     *ui.Env
	targets []checker.Target
	logs    []*logview.Server
	due     chan struct{} // something was reloaded

	mu    sync.Mutex // guards the fields below
	busy  bool       // something is being built, or swapped
	since time.Time  // when that began or ended last
	stop  func()     // ends the check that runs
}

func newDevCheck(env *ui.Env, loadings []config.Options, logs ...*logview.Server) *devCheck {
	d := &devCheck{env: env, logs: logs, due: make(chan struct{}, 1), stop: func() {}}
	for _, o := range loadings {
		d.targets = append(d.targets, checker.Target{Config: o})
	}
	return d
}

// building says that the server takes a change, or has taken it. A check that runs is stopped:
// the runtime comes first.
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
	c := &checker.Checker{Targets: d.targets}
	shown := map[string]int{}
	var forget <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-forget:
			c.Sources, forget = lint.Sources{}, nil
			continue
		case <-d.due:
		}
		round, err := d.quiet(ctx)
		if err != nil {
			return
		}
		var found *checker.Result
		done := make(chan struct{})
		go func() { // ends with the check
			defer close(done)
			leastUrgent()
			found, err = c.Check(round)
		}()
		<-done
		select {
		case <-round.Done(): // overtaken by a save
		case <-time.After(settleTime):
			if err == nil { // or else the server has reported what is wrong
				shown = d.show(found, shown)
			}
		}
		forget = time.After(keepTrees)
	}
}

// quiet waits until nothing has been built for a while, and returns what the next save ends.
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
func (d *devCheck) show(found *checker.Result, last map[string]int) map[string]int {
	now := map[string]int{}
	if len(found.Broken) > 0 || len(found.Notes) > 0 {
		now = maps.Clone(last) // what cannot be read now is not gone
	}
	seen, fresh := map[string]int{}, []checker.Finding(nil)
	generated := string(filepath.Separator) + ".wrangler" + string(filepath.Separator)
	for _, f := range found.Findings {
		if strings.Contains(f.Pos.File, generated) {
			continue
		}
		key := f.Rule.ID + "\n" + f.Pos.File + "\n" + f.Message
		if seen[key]++; seen[key] > last[key] {
			fresh = append(fresh, f)
		}
		now[key] = max(now[key], seen[key])
	}
	if len(fresh) == 0 {
		return now
	}
	slices.SortStableFunc(fresh, func(a, b checker.Finding) int { return rank(b.Severity) - rank(a.Severity) })
	var lines []string
	fields := []findingJSON{}
	for _, f := range fresh {
		j := jsonOf(d.env.Dir, f)
		fields = append(fields, j)
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s[%s %s]: %s", j.File, j.Line, j.Column, f.Severity, f.Rule.ID, f.Rule.Name, f.Message))
	}
	if more := len(lines) - mostFindings; more > 0 {
		lines = append(lines[:mostFindings], "and "+ui.Count(more, "more finding")+": dotool check")
	}
	for i := range lines {
		lines[i] = diag.Visible(lines[i])
	}
	for _, log := range d.logs {
		log.Findings(lines, fields)
	}
	return now
}
