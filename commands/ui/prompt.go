package ui

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Note prints something beside the result, to standard error.
func (e *Env) Note(format string, args ...any) {
	if !e.Quiet {
		fmt.Fprintf(e.Stderr, format+"\n", args...)
	}
}

// Asks reports whether there is a terminal to ask on.
func (e *Env) Asks() bool { return e.StdinTerminal && e.StderrTerminal }

// Ask asks a question; without a terminal, or if ctx is done first, the answer is no.
func (e *Env) Ask(ctx context.Context, question string) bool {
	if !e.Asks() {
		return false
	}
	discardInput(e.Stdin) // typed before the question
	fmt.Fprint(e.Stderr, question+" [y/N] ")
	line, err := readLine(ctx, e.Stdin)
	if err != nil {
		fmt.Fprintln(e.Stderr)
	}
	line = strings.ToLower(strings.TrimSpace(line))
	return line == "y" || line == "yes"
}

// Declined returns the error of a command when Ask returned false: unasked without a terminal,
// where nothing was asked, and for --json; otherwise one that has been reported, or that of ctx.
func (e *Env) Declined(ctx context.Context, unasked error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case !e.Asks() || e.JSON:
		return unasked
	}
	fmt.Fprintln(e.Stderr, "Nothing was changed.")
	return ErrReported
}

// Line asks for a line of text; ok is false if ctx is done first, or the input ends.
func (e *Env) Line(ctx context.Context, question string) (line string, ok bool) {
	fmt.Fprint(e.Stderr, question)
	line, err := readLine(ctx, e.Stdin)
	if err != nil {
		fmt.Fprintln(e.Stderr)
	}
	return strings.TrimSpace(line), err == nil
}

// Slowly prints what is being done if it takes more than a second. Call the function it
// returns at the end.
func (e *Env) Slowly(what string) (done func()) {
	timer := time.AfterFunc(time.Second, func() { e.Note("%s", what) })
	return func() { timer.Stop() }
}

// Choose asks for one of several options, each a name and a description; an empty line is
// the first. ok is false without a terminal, or if ctx is done first.
func (e *Env) Choose(ctx context.Context, question string, options [][2]string) (i int, ok bool) {
	if !e.Asks() {
		return 0, false
	}
	discardInput(e.Stdin) // typed before the question
	for i, o := range options {
		fmt.Fprintf(e.Stderr, "  %d  %-12s %s\n", i+1, o[0], o[1])
	}
	for {
		fmt.Fprintf(e.Stderr, "%s [%s] ", question, options[0][0])
		line, err := readLine(ctx, e.Stdin)
		if err != nil {
			fmt.Fprintln(e.Stderr)
			return 0, false
		}
		line = strings.TrimSpace(line)
		for i, o := range options {
			if strings.EqualFold(line, o[0]) || line == strconv.Itoa(i+1) || line == "" {
				return i, true
			}
		}
		fmt.Fprintf(e.Stderr, "Give a name, or a number from 1 to %d.\n", len(options))
	}
}
