package commands

import (
	"dotool/config/diag"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
)

// Error is an error that knows what to do about it.
type Error struct {
	err   error
	hint  string
	usage bool
}

// withHint adds to an error what to do about it; "" hides the hints below it.
func withHint(err error, hint string) error { return &Error{err: err, hint: hint} }

// usageError is a mistake on the command line, which is exit code 2.
func usageError(message, hint string) error {
	return &Error{err: errors.New(message), hint: hint, usage: true}
}

// usagef is usageError without a hint.
func usagef(format string, args ...any) error {
	return &Error{err: fmt.Errorf(format, args...), usage: true}
}

func (e *Error) Error() string { return e.err.Error() }
func (e *Error) Unwrap() error { return e.err }

// Hint is what to do about the error.
func (e *Error) Hint() string { return e.hint }

// isUsage reports whether an error is a mistake on the command line.
func isUsage(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.usage
}

// errReported fails a command that has already said why.
var errReported = errors.New("reported")

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

// printError prints the end of a command that failed: the diagnostics, if that
// is what it is, or one line and a hint.
func (e *Env) printError(code string, err error) {
	var list *diag.ListError
	diagnostics := errors.As(err, &list)
	if e.JSON {
		type failure struct {
			Code        string      `json:"code"`
			Message     string      `json:"message"`
			Hint        string      `json:"hint,omitempty"`
			Diagnostics []diag.JSON `json:"diagnostics,omitempty"`
		}
		f := failure{Code: code, Message: err.Error(), Hint: hint(err)}
		if diagnostics {
			f.Code = "diagnostics"
			f.Diagnostics = list.List.JSON(e.Dir)
		}
		_ = writeJSON(e.Stderr, map[string]failure{"error": f})
		return
	}
	if diagnostics {
		e.printDiagnostics(list.List)
		return
	}
	s := e.style(e.Stderr)
	fmt.Fprintf(e.Stderr, "dotool: %s %s\n", s.bad.Render("error:"), indentRest(diag.Harmless(err.Error())))
	if h := hint(err); h != "" {
		fmt.Fprintf(e.Stderr, "dotool: %s %s\n", s.good.Render("hint:"), indentRest(diag.Harmless(h)))
	}
}

// indentRest sets the lines after the first off from those of others.
func indentRest(s string) string { return strings.ReplaceAll(s, "\n", "\n        ") }

func (e *Env) printDiagnostics(list diag.List) {
	list.Sort()
	width := 0
	if e.StderrTerminal {
		width = e.Width
	}
	_ = diag.Print(e.Stderr, list, diag.PrintOptions{Dir: e.Dir, Style: e.style(e.Stderr).diagnostics(), Width: width})
}
