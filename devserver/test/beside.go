package test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/test/result"
	"github.com/dotool-dev/dotool/devserver/trace"
)

// hear makes the outputs of the Workers beside the tested one in the process that is about
// to start.
func (p *process) hear() {
	p.outputs = nil
	for i, part := range p.beside {
		p.outputs = append(p.outputs, &trace.Output{
			Worker: part.Project.Name.Value,
			Report: p.heard,
			Unseal: p.seals[1+i].Open,
			Show:   p.s.show,
			Source: part.source,
		})
	}
}

// heard takes what a Worker beside the tested one has done.
func (p *process) heard(e event.Event) {
	c := result.Console{At: time.Now()}
	switch e := e.(type) {
	case event.Console:
		c.Level, c.Text, c.Object = e.Level, e.Text, e.Object
	case event.Exception:
		if !alone[e.Method] {
			p.thrown.add(e) // it may reach a test
			return
		}
		c.Level, c.Text, c.Object = "error", p.stackOf(e.Error), e.Object
	default:
		return
	}
	if f := p.current.Load(); f != nil {
		c.File, c.Test = f.path, f.test()
	}
	p.emit(c)
}

// alone has the kinds of calls whose errors reach no caller.
var alone = map[string]bool{"": true, "alarm": true, "message": true, "close": true, "error": true, "waitUntil": true, "scheduled": true, "queue": true, "email": true, "run": true, "tail": true}

// stackOf returns an error with its stack.
func (p *process) stackOf(e *event.Error) string {
	var b strings.Builder
	b.WriteString(e.String())
	for _, f := range e.Stack {
		if f.Pos.File != "" {
			fmt.Fprintf(&b, "\n    at %s (%s:%d:%d)", f.Call(), p.s.show(f.Pos.File), f.Pos.Line, f.Pos.Column)
		}
	}
	return b.String()
}

// thrown is the last errors that calls of the Workers beside the tested one have thrown:
// when they reach a test, they have no stack.
type thrown struct {
	mu  sync.Mutex // guards all
	all []event.Exception
}

func (t *thrown) add(e event.Exception) {
	const most = 100
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = append(t.all, e)
	t.all = t.all[max(0, len(t.all)-most):]
}

// find returns the last exception with the name and the message of an error, nil if there
// is none.
func (t *thrown) find(e *event.Error) *event.Exception {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, x := range slices.Backward(t.all) {
		if x.Error.Name == e.Name && x.Error.Message == e.Message {
			return &x
		}
	}
	return nil
}
