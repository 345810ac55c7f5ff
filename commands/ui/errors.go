package ui

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"github.com/dotool-dev/dotool/config/diag"
)

// Error is an error with a hint.
type Error struct {
	err   error
	hint  string
	usage bool
}

// WithHint adds a hint to an error; "" hides the hints of the errors that it wraps.
func WithHint(err error, hint string) error { return &Error{err: err, hint: hint} }

// UsageError returns an error for a mistake on the command line: exit code 2.
func UsageError(message, hint string) error {
	return &Error{err: errors.New(message), hint: hint, usage: true}
}

// Usagef is [UsageError] without a hint.
func Usagef(format string, args ...any) error {
	return &Error{err: fmt.Errorf(format, args...), usage: true}
}

func (e *Error) Error() string { return e.err.Error() }
func (e *Error) Unwrap() error { return e.err }

// Hint says what to do about the error.
func (e *Error) Hint() string { return e.hint }

// IsUsage reports whether an error is a mistake on the command line.
func IsUsage(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.usage
}

// ErrReported fails a command that has already said why.
var ErrReported = errors.New("reported")

// HintOf returns the hint of an error.
func HintOf(err error) string {
	var h interface{ Hint() string }
	switch {
	case errors.As(err, &h):
		return h.Hint()
	case errors.Is(err, syscall.ENOSPC):
		return "the disk is full: make room, or keep the state elsewhere with --persist-to"
	case errors.Is(err, syscall.EROFS):
		return "the disk is read-only; keep the state elsewhere with --persist-to"
	case errors.Is(err, diag.ErrNotRegular):
		if e, ok := errors.AsType[*fs.PathError](err); ok {
			return "move it away: " + e.Path
		}
	case errors.Is(err, fs.ErrPermission):
		return "the files belong to another user: run as that user, or use your own state folder with --persist-to"
	}
	return ""
}

// PrintError prints the error of a command that failed: diagnostics, or one line and a
// hint.
func (e *Env) PrintError(code string, err error) {
	var list *diag.ListError
	diagnostics := errors.As(err, &list)
	if e.JSON {
		type failure struct {
			Code        string      `json:"code"`
			Message     string      `json:"message"`
			Hint        string      `json:"hint,omitempty"`
			Diagnostics []diag.JSON `json:"diagnostics,omitempty"`
		}
		f := failure{Code: code, Message: err.Error(), Hint: HintOf(err)}
		if diagnostics {
			f.Code = "diagnostics"
			f.Diagnostics = list.List.JSON(e.Dir)
		}
		_ = WriteJSON(e.Stderr, map[string]failure{"error": f})
		return
	}
	if diagnostics {
		e.PrintDiagnostics(list.List)
		return
	}
	s := e.Style(e.Stderr)
	fmt.Fprintf(e.Stderr, "dotool: %s %s\n", s.Bad.Render("error:"), IndentRest(diag.Sanitize(err.Error())))
	if h := HintOf(err); h != "" {
		fmt.Fprintf(e.Stderr, "dotool: %s %s\n", s.Good.Render("hint:"), IndentRest(diag.Sanitize(h)))
	}
}

// Warn prints an error that does not stop the command.
func (e *Env) Warn(err error) {
	if e.Quiet {
		return
	}
	s := e.Style(e.Stderr)
	fmt.Fprintf(e.Stderr, "dotool: %s %s\n", s.Warn.Render("warning:"), IndentRest(diag.Sanitize(err.Error())))
	if h := HintOf(err); h != "" {
		fmt.Fprintf(e.Stderr, "dotool: %s %s\n", s.Good.Render("hint:"), IndentRest(diag.Sanitize(h)))
	}
}

// IndentRest indents all lines after the first.
func IndentRest(s string) string { return strings.ReplaceAll(s, "\n", "\n        ") }

func (e *Env) PrintDiagnostics(list diag.List) {
	list.Sort()
	width := 0
	if e.StderrTerminal {
		width = e.Width
	}
	_ = diag.Print(e.Stderr, list, diag.PrintOptions{Dir: e.Dir, Style: e.Style(e.Stderr).Diagnostics(), Width: width})
}

// Interrupted marks an error as the result of an interrupt.
func Interrupted(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return errors.Join(err, ctx.Err())
	}
	return err
}
