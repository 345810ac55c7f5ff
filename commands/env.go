package commands

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"

	"dotool/config"
)

// Env is what a command sees of the world.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Dir            string   // the working directory, absolute; --cwd changes it
	Environ        []string // KEY=VALUE

	// Whether the streams are terminals, and how wide; 0 when unknown.
	StdinTerminal, StdoutTerminal, StderrTerminal bool
	Width                                         int

	flags    globals
	patience time.Duration // how long to wait for the state folder: see patienceFlag

	command string // that runs, such as "dotool snapshot restore"
	envTold bool   // whether an environment that is not there was warned of
}

// globals are the flags that every command takes.
type globals struct {
	Config, Env, PersistTo, Runtime, Color string
	EnvSet, JSON, Quiet, Verbose           bool
	EnvFiles                               []string // absolute
}

// OS returns the environment of this process.
func OS() *Env {
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	e := &Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Dir:            dir,
		Environ:        os.Environ(),
		StdinTerminal:  term.IsTerminal(os.Stdin.Fd()),
		StdoutTerminal: term.IsTerminal(os.Stdout.Fd()),
		StderrTerminal: term.IsTerminal(os.Stderr.Fd()),
	}
	if w, _, err := term.GetSize(os.Stderr.Fd()); err == nil {
		e.Width = w
	}
	return e
}

// size is that of the terminal now; 0 when unknown.
func (e *Env) size() (width, height int) {
	if f := fileOf(e.Stdout); f != nil {
		width, height, _ = term.GetSize(f.Fd())
	}
	return width, height
}

// narrow reports whether a terminal has no room for a table of many columns.
func (e *Env) narrow() bool { return e.StdoutTerminal && e.Width > 0 && e.Width < 100 }

// getenv returns a variable of the environment, "" if it is not set.
func (e *Env) getenv(name string) string {
	for i := len(e.Environ) - 1; i >= 0; i-- {
		if k, v, ok := strings.Cut(e.Environ[i], "="); ok && k == name {
			return v
		}
	}
	return ""
}

// path makes a path that the user gave absolute.
func (e *Env) path(p string) string {
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(e.Dir, p)
}

// stat looks at a path that the user gave.
func (e *Env) stat(p string) (fs.FileInfo, error) { return os.Stat(e.path(p)) }

// show makes a path short for people: relative where that is shorter.
func (e *Env) show(p string) string {
	if rel, err := filepath.Rel(e.Dir, p); err == nil && len(rel) < len(p) {
		return rel
	}
	return p
}

// loading returns how to load the project that the flags select; path, if any,
// is a file or folder given as an argument.
func (e *Env) loading(path string) (config.Options, error) {
	if path != "" && e.flags.Config != "" {
		return config.Options{}, usagef("give the configuration once: as an argument or with --config")
	}
	if path == "" {
		path = e.flags.Config
	}
	return config.Options{
		Dir:     e.Dir,
		Path:    e.path(path),
		Env:     e.flags.Env,
		EnvSet:  e.flags.EnvSet,
		Environ: e.Environ,

		Override: config.Overrides{EnvFiles: e.flags.EnvFiles},
	}, nil
}

// usageError is a mistake on the command line: exit code 2.
type usageError struct {
	message, hint string
}

func usagef(format string, args ...any) error {
	return &usageError{message: fmt.Sprintf(format, args...)}
}

func (e *usageError) Error() string { return e.message }
func (e *usageError) Hint() string  { return e.hint }

// hint returns the cure that an error knows.
func hint(err error) string {
	var h interface{ Hint() string }
	switch {
	case errors.As(err, &h):
		return h.Hint()
	case errors.Is(err, syscall.ENOSPC):
		return "the disk is full: make room, or keep the state elsewhere with --persist-to"
	case errors.Is(err, syscall.EROFS):
		return "the disk is read-only; keep the state elsewhere with --persist-to"
	case errors.Is(err, fs.ErrPermission):
		return "the files belong to another user: run as that one, or keep a state of your own with --persist-to"
	}
	return ""
}
