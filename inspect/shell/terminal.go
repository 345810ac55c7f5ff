package shell

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/reeflective/readline"
	"github.com/reeflective/readline/inputrc"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/table"
)

// interact runs the shell on a terminal.
func (s *session) interact(ctx context.Context) error {
	// Ctrl-C ends a statement here and not the program, so nothing else may receive
	// of it; other signals still end ctx.
	signal.Reset(os.Interrupt)
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)

	line := readline.NewShell()
	for name, value := range map[string]any{
		"convert-meta": false, "input-meta": true, "output-meta": true, // or text outside ASCII is lost
		"completion-ignore-case": true, "history-autosuggest": false,
		"menu-complete-display-prefix": true, // Tab lists what is possible before it chooses
		// Asking the terminal where the cursor is drops what is typed meanwhile; on
		// Windows the system is asked instead.
		"cursor-position-probe": runtime.GOOS == "windows",
	} {
		if err := line.Config.Set(name, value); err != nil {
			return fmt.Errorf("start the shell: set %s: %w", name, err)
		}
	}
	if err := line.Config.Bind("emacs", inputrc.Unescape(`\C-i`), "menu-complete", false); err != nil {
		return fmt.Errorf("start the shell: %w", err)
	}
	history, err := openHistory(s.History)
	if err != nil {
		s.Report(err)
	}
	line.History.Delete()
	line.History.Add("history", history)
	prompt := func() string { return ansi.Truncate(s.name(), 30, "…") + "> " }
	line.Prompt.Primary(prompt)
	if runtime.GOOS != "windows" {
		line.SyntaxHighlighter = func(text []rune) string { return s.roomFor(prompt(), string(text)) + string(text) }
	}
	line.Prompt.Secondary(func() string { return "...> " })
	line.AcceptMultiline = func(text []rune) bool {
		select {
		case <-interrupts: // from before the line; in the line, ctrl-C is a key
		default:
		}
		return complete(string(text)) || commandWithin(string(text)) != ""
	}
	line.Completer = func(text []rune, cursor int) readline.Completions {
		return s.complete(ctx, string(text[:cursor]), string(text))
	}

	s.greet()
	fmt.Fprintln(s.Err, s.dim("End statements with a semicolon; .help lists the commands."))
	for !s.quit {
		text, err := readLine(ctx, line)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, readline.ErrInterrupt):
			continue
		case errors.Is(err, io.EOF):
			fmt.Fprintln(s.Err)
			return nil
		case err != nil:
			return fmt.Errorf("read the line: %w", err)
		}
		err = s.interruptible(ctx, text, interrupts)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			s.Report(err)
		}
	}
	return nil
}

// roomFor makes room for the text and one row more by scrolling the screen where
// need be, and leaves the cursor where it is. readline, which prints this before
// the text, takes that room for granted: without it the last row of the screen
// is cleared, with the text on it.
func (s *session) roomFor(prompt, text string) string {
	columns, height := s.Size()
	if columns == 0 || height < 2 {
		return ""
	}
	rows := 0
	for line := range strings.SplitSeq(text, "\n") {
		rows += 1 + (table.Width(prompt)+table.Width(line))/columns // all lines start below the first
	}
	rows = min(rows, height-1)
	return strings.Repeat("\x1bD", rows) + fmt.Sprintf("\x1b[%dA", rows)
}

// errInterrupted is the error of a statement that Ctrl-C ended.
var errInterrupted = errors.New("interrupted")

// interruptible runs what was entered until it ends or an interrupt comes, which may
// be there already.
func (s *session) interruptible(ctx context.Context, text string, interrupts <-chan os.Signal) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-interrupts:
			stop()
		case <-ctx.Done():
		}
	}()
	err := s.run(ctx, text)
	switch {
	case err == errPagerLeft:
		return nil
	case err != nil && ctx.Err() != nil:
		return errInterrupted
	}
	return err
}

// readLine reads a line, but no longer than ctx lasts: the library has no way to
// end its reading, so that goes on, unheard, until the process ends, which is
// what the end of ctx leads to. The terminal is put back as it was.
func readLine(ctx context.Context, line *readline.Shell) (string, error) {
	before, err := term.GetState(os.Stdin.Fd())
	if err != nil {
		return "", err
	}
	type answer struct {
		text string
		err  error
	}
	done := make(chan answer, 1)
	go func() { // ends with the line, or with the process
		text, err := line.Readline()
		done <- answer{text, err}
	}()
	select {
	case a := <-done:
		return a.text, a.err
	case <-ctx.Done():
		return "", errors.Join(context.Cause(ctx), term.Restore(os.Stdin.Fd(), before))
	}
}

// paged prints a result by way of a pager if it is longer than the screen.
func (s *session) paged(ctx context.Context, fn func(context.Context, table.Format) error) error {
	return s.page(ctx, func(ctx context.Context, w io.Writer) error {
		f, err := table.NewFormat(s.Mode, w, s.formatOptions())
		if err != nil {
			return err
		}
		c := &counting{Format: f}
		err = fn(ctx, c)
		switch {
		case err == nil:
			return f.Close()
		case c.rows == 0: // a header alone would look like an empty result
			return err
		}
		return errors.Join(err, f.Flush())
	})
}

// counting counts the rows of a result.
type counting struct {
	table.Format
	rows int
}

func (c *counting) Row(values []sqlite.Value) error {
	c.rows++
	return c.Format.Row(values)
}

// page runs fn, whose ctx ends when the reader has seen enough.
func (s *session) page(ctx context.Context, fn func(context.Context, io.Writer) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	p := &pager{out: s.Out, command: strings.Fields(s.Pager), gone: func() { cancel(errPagerLeft) }}
	if _, height := s.Size(); height > 3 && len(p.command) > 0 && p.command[0] != "cat" {
		p.most = height - 3 // the prompt and the summary are seen too
	}
	safe := diag.NewWriter(p, true)
	err := fn(ctx, safe)
	if flushErr := safe.Flush(); err == nil {
		err = flushErr
	}
	if closeErr := p.close(); err == nil {
		err = closeErr
	}
	if context.Cause(ctx) == errPagerLeft {
		return errPagerLeft
	}
	return err
}

// errPagerLeft ends a result whose reader has seen enough, which is not an error.
var errPagerLeft = errors.New("the pager was left")

// A pager keeps the first lines to itself until it is known whether there are
// more than fit on the screen.
type pager struct {
	out     io.Writer
	command []string
	most    int    // lines; 0 for no paging
	gone    func() // called when it is left before the end

	waiting []byte
	lines   int
	cmd     *exec.Cmd
	in      io.WriteCloser
	plain   bool // it goes straight to out
}

func (p *pager) Write(b []byte) (int, error) {
	switch {
	case p.in != nil:
		if _, err := p.in.Write(b); err != nil {
			p.gone()
			return 0, errPagerLeft
		}
		return len(b), nil
	case p.plain || p.most == 0:
		return p.out.Write(b)
	}
	p.waiting = append(p.waiting, b...)
	if p.lines += bytes.Count(b, []byte("\n")); p.lines <= p.most {
		return len(b), nil
	}
	if err := p.start(); err != nil {
		p.plain = true // no such program; the terminal has its own scroll
	}
	all := p.waiting
	p.waiting = nil
	if _, err := p.Write(all); err != nil {
		return 0, err
	}
	return len(b), nil
}

func (p *pager) start() error {
	cmd := exec.Command(p.command[0], p.command[1:]...)
	cmd.Stdout, cmd.Stderr = p.out, os.Stderr
	cmd.Env = os.Environ()
	if os.Getenv("LESS") == "" {
		cmd.Env = append(cmd.Env, "LESS=FRX") // as git does: colours, no clearing, no page for what fits
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	p.cmd, p.in = cmd, in
	return nil
}

// close waits until the pager is left.
func (p *pager) close() error {
	if p.cmd == nil {
		_, err := p.out.Write(p.waiting)
		return err
	}
	_ = p.in.Close() // gone already if it was left early
	_ = p.cmd.Wait() // how it was left says nothing
	return nil
}
