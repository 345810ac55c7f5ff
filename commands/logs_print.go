package commands

import (
	"bytes"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/logview"
	"github.com/dotool-dev/dotool/commands/logview/only"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/event"
)

type logsOptions struct {
	Which, Class string
	From         logview.Level
	Only         *only.Filter
	Since        time.Duration
	Follow       bool
}

// onlyFlag returns --only, which filters a log.
func onlyFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "only", Usage: "show only calls that match all words of `FILTER`: \"POST /rooms/*\", room-*, \"status>=500 slow>100ms\"; with several, any of them (repeatable; dotool help serving)"}
}

// filterOf returns the filter of --only, nil for none.
func filterOf(c *cli.Context) (*only.Filter, error) {
	f, err := only.Parse(c.StringSlice("only")...)
	if err != nil {
		return nil, ui.UsageError("--only: "+err.Error(), ui.HintOf(err))
	}
	return f, nil
}

// logPrinter prints the events that a server sends.
type logPrinter struct {
	env  *local.Project
	out  io.Writer
	stop func() // when nothing more can be printed

	mu    sync.Mutex // guards the fields below, and the writing
	log   *logview.Log
	sieve *only.Sieve // nil shows everything
	lost  error
}

func newLogPrinter(env *local.Project, o logsOptions, several bool, stop func()) *logPrinter {
	p := &logPrinter{env: env, out: env.Stdout, stop: stop, log: logview.New(env.Env, env.Style(env.Stdout), env.StdoutTerminal)}
	p.log.Level, p.log.Several = o.From, several
	if !env.JSON {
		p.out = env.Screen(p.out) // repeated rows overwrite each other
	}
	if o.Only != nil {
		p.sieve = only.NewSieve(o.Only, !env.JSON)
	}
	return p
}

// print takes an event.
func (p *logPrinter) print(e event.Event) {
	p.write(func(b *bytes.Buffer) {
		now := time.Now()
		if p.sieve == nil {
			p.show(b, e, now)
		} else {
			for _, e := range p.sieve.Take(e, now) {
				p.show(b, e, now)
			}
		}
		p.settle(b)
	})
}

// settle prints what has waited long enough, and the rest when it has.
func (p *logPrinter) settle(b *bytes.Buffer) {
	again := func() { p.write(p.settle) }
	if p.sieve != nil {
		now := time.Now()
		for _, e := range p.sieve.Due(now, again) {
			p.show(b, e, now)
		}
	}
	p.log.Settle(b, again)
}

// end prints what still waits, and returns the error of the output, if there was one.
func (p *logPrinter) end() error {
	p.write(func(b *bytes.Buffer) {
		if p.sieve != nil {
			for _, e := range p.sieve.Flush() {
				p.show(b, e, time.Now())
			}
		}
		p.log.Flush(b)
	})
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lost
}

// show prints an event that no filter holds back.
func (p *logPrinter) show(b *bytes.Buffer, e event.Event, now time.Time) {
	if p.env.JSON {
		if line, ok := event.NewLine(e, p.env.Show); ok && p.log.Passes(e) {
			_ = ui.WriteJSON(b, line)
		}
		return
	}
	if d, ok := e.(event.Dropped); ok {
		fmt.Fprintln(b, p.log.S.Dim.Render(logview.DroppedLines(d.Count)))
		return
	}
	p.log.Add(b, e, now)
}

func (p *logPrinter) write(print func(*bytes.Buffer)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var b bytes.Buffer
	print(&b)
	if _, err := p.out.Write(b.Bytes()); err != nil && p.lost == nil {
		p.lost = err
		p.stop() // the rest cannot be printed
	}
}
