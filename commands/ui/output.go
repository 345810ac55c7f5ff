package ui

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"syscall"

	"github.com/dotool-dev/dotool/config/diag"
)

// output is one of the streams that commands print to. It remembers the first error, so
// that commands need not check each print, and lets no control sequences but colours
// through to a terminal.
type output struct {
	mu       sync.Mutex // guards the fields below
	w        io.Writer
	terminal *diag.Writer // before w, if that is a terminal
	err      error
}

func NewOutput(w io.Writer, terminal bool) *output {
	if o, ok := w.(*output); ok {
		return o
	}
	o := &output{w: w}
	if terminal {
		o.terminal = diag.NewWriter(screen{o}, true)
	}
	return o
}

// Write implements [io.Writer].
func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.terminal != nil {
		return o.terminal.Write(b)
	}
	return o.write(b)
}

func (o *output) write(b []byte) (int, error) {
	n, err := o.w.Write(b)
	if err != nil && o.err == nil {
		o.err = err
	}
	return n, err
}

// Failed returns the first error, after writing everything.
func (o *output) Failed() error {
	if !o.mu.TryLock() {
		return nil // a paused terminal must not block the end
	}
	defer o.mu.Unlock()
	if o.terminal != nil {
		_ = o.terminal.Flush() // its error is remembered
	}
	return o.err
}

// screen writes to an output unfiltered, with mu held.
type screen struct{ o *output }

func (s screen) Write(b []byte) (int, error) { return s.o.write(b) }

// direct writes to an output unfiltered.
type direct struct{ o *output }

func (d direct) Write(b []byte) (int, error) {
	d.o.mu.Lock()
	defer d.o.mu.Unlock()
	return d.o.write(b)
}

// Screen returns a stream for callers that move the cursor: they must make text of others
// safe themselves.
func (e *Env) Screen(w io.Writer) io.Writer {
	if o, ok := w.(*output); ok {
		return direct{o}
	}
	return w
}

// Shown is text of others for stdout: unchanged in a pipe, and without control
// sequences, even colours, on a terminal.
func (e *Env) Shown(text string) string {
	if !e.StdoutTerminal {
		return text
	}
	return string(diag.AppendVisible(nil, []byte(text), true))
}

// Plain is stdout for a stream of text of others, filtered as by Shown, and a function
// that ends it.
func (e *Env) Plain() (w io.Writer, end func() error) {
	if !e.StdoutTerminal {
		return e.Stdout, func() error { return nil }
	}
	safe := diag.NewWriter(e.Stdout, false)
	return safe, safe.Flush
}

// FileOf returns the file that a stream is, or nil.
func FileOf(w io.Writer) *os.File {
	if o, ok := w.(interface{ File() *os.File }); ok {
		return o.File()
	}
	f, _ := w.(*os.File)
	return f
}

// File returns the file that is written, or nil.
func (o *output) File() *os.File { return FileOf(o.w) }

// Files returns the files that writers write to.
func Files(writers []io.Writer) (files []*os.File) {
	for _, w := range writers {
		if f := FileOf(w); f != nil {
			files = append(files, f)
		}
	}
	return files
}

// Written returns the error of a command, or else that its output could not be written.
// A reader such as `head` that closes the pipe is not an error.
func (e *Env) Written(err error) error {
	o, ok := e.Stdout.(*output)
	if !ok {
		return err
	}
	failed := o.Failed()
	switch {
	case failed == nil, err != nil && !errors.Is(err, failed):
		return err
	case errors.Is(failed, syscall.EPIPE):
		return ErrReported
	}
	if path, ok := errors.AsType[*fs.PathError](failed); ok {
		failed = path.Err // its path is /dev/stdout, whatever that is
	}
	return WithHint(fmt.Errorf("write the output: %w", failed), "") // not that of a full disk with the state
}
