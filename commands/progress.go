package commands

import (
	"fmt"
	"time"
)

// progress tells how far something is that takes more than a second: on a
// terminal on one line that changes, else a line a stage.
type progress struct {
	env   *Env
	stage string
	shown time.Time
	open  bool // a line is unfinished
}

func (e *Env) newProgress() *progress { return &progress{env: e} }

// update tells the stage and, in bytes, how much of it is done; total is 0
// when nobody knows.
func (p *progress) update(stage string, done, total int64) {
	if p.env.Quiet {
		return
	}
	if !p.env.StderrTerminal {
		if stage != p.stage {
			fmt.Fprintf(p.env.Stderr, "%s\n", stage)
			p.stage = stage
		}
		return
	}
	if stage == p.stage && time.Since(p.shown) < 100*time.Millisecond && done != total {
		return
	}
	if stage != p.stage {
		p.done()
	}
	p.stage, p.shown, p.open = stage, time.Now(), true
	line := stage
	switch {
	case total > 0:
		line += fmt.Sprintf(" %d%% of %s", 100*min(done, total)/total, byteSize(total))
	case done > 0:
		line += " " + byteSize(done)
	}
	fmt.Fprintf(p.env.screen(p.env.Stderr), "\r\x1b[K%s", line)
}

// done ends the line.
func (p *progress) done() {
	if p.open {
		fmt.Fprintln(p.env.Stderr)
		p.open = false
	}
}
