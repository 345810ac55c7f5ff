package ui

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/x/term"
)

// Env is the environment of a command: its streams, the folder it works in, the process
// environment, and the user's choices about output.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Dir            string   // the working directory, absolute; --cwd changes it
	Environ        []string // KEY=VALUE
	Self           string   // the path of dotool itself; "" if it is not known, as in tests

	// Whether the streams are terminals, and how wide; 0 when unknown.
	StdinTerminal, StdoutTerminal, StderrTerminal bool
	Width                                         int

	Color                string // auto, always or never
	JSON, Quiet, Verbose bool

	Filtered func() error // ends the filter of --jq; nil without
}

// OS returns the environment of this process.
func OS() *Env {
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	self, _ := os.Executable() // "" if it is not known
	e := &Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Dir:            dir,
		Environ:        os.Environ(),
		Self:           self,
		StdinTerminal:  term.IsTerminal(os.Stdin.Fd()),
		StdoutTerminal: term.IsTerminal(os.Stdout.Fd()),
		StderrTerminal: term.IsTerminal(os.Stderr.Fd()),
	}
	if w, _, err := term.GetSize(os.Stderr.Fd()); err == nil {
		e.Width = w
	}
	return e
}

// Size returns the current size of the terminal, 0 if unknown.
func (e *Env) Size() (width, height int) {
	if f := FileOf(e.Stdout); f != nil {
		width, height, _ = term.GetSize(f.Fd())
	}
	return width, height
}

// Narrow reports whether a terminal has no room for a table of many columns.
func (e *Env) Narrow() bool { return e.StdoutTerminal && e.Width > 0 && e.Width < 100 }

// Getenv returns a variable of the environment, "" if it is not set.
func (e *Env) Getenv(name string) string {
	for i := len(e.Environ) - 1; i >= 0; i-- {
		if k, v, ok := strings.Cut(e.Environ[i], "="); ok && k == name {
			return v
		}
	}
	return ""
}

// Path makes a path that the user gave absolute.
func (e *Env) Path(p string) string {
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(e.Dir, p)
}

// Stat looks at a path that the user gave.
func (e *Env) Stat(p string) (fs.FileInfo, error) { return os.Stat(e.Path(p)) }

// Show makes a path short for people: relative where that is shorter.
func (e *Env) Show(p string) string {
	if rel, err := filepath.Rel(e.Dir, p); err == nil && len(rel) < len(p) {
		return rel
	}
	return p
}
