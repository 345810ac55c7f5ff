package ui

import (
	"fmt"
	"time"
)

// progress shows the progress of something that takes more than a second: on one
// changing line on a terminal, otherwise with a line per stage.
type progress struct {
	env   *Env
	stage string
	shown time.Time
	open  bool // a line is unfinished
}

func (e *Env) NewProgress() *progress { return &progress{env: e} }

// Update shows the stage and, in bytes, how much of it is done; total is 0
// when unknown.
func (p *progress) Update(stage string, done, total int64) {
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
		p.Done()
	}
	p.stage, p.shown, p.open = stage, time.Now(), true
	line := stage
	switch {
	case total > 0:
		line += fmt.Sprintf(" %d%% of %s", 100*min(done, total)/total, ByteSize(total))
	case done > 0:
		line += " " + ByteSize(done)
	}
	fmt.Fprintf(p.env.Screen(p.env.Stderr), "\r\x1b[K%s", line)
}

// Done ends the line.
func (p *progress) Done() {
	if p.open {
		fmt.Fprintln(p.env.Stderr)
		p.open = false
	}
}
