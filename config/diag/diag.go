// Package diag describes problems in the files of a user: where they are, what
// is wrong and how to fix it.
//
// A [Diagnostic] is data; [Print] is the one place that turns it into text.
// Diagnostics are collected in a [List], so that all problems are reported at once.
package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Pos is a range within one line of a file.
type Pos struct {
	File   string // absolute path
	Line   int    // from 1; 0 means the file as a whole
	Column int    // from 1, in bytes
	Length int    // bytes to underline; 0 marks one column
}

// Severity says whether a diagnostic fails the command that found it.
type Severity string

const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Diagnostic is one problem.
type Diagnostic struct {
	Severity       Severity
	Code           string // stable name, such as "bind-without-lifecycle"
	CloudflareCode int    // the number of Cloudflare's error; 0 if it has none
	Message        string // one sentence, lower case, without the fix
	Pos            Pos
	Fix            string // may have several lines; "" if there is none
	OnlyServed     bool   // matters only where a Worker is served or deployed
}

// Served marks a problem that matters only where a Worker is served or deployed: its
// bindings, and so their types, are known all the same.
func (d *Diagnostic) Served() *Diagnostic {
	d.OnlyServed = true
	return d
}

// List is a set of diagnostics in the order they were found.
type List []Diagnostic

// Errorf adds an error.
func (l *List) Errorf(pos Pos, code, format string, args ...any) *Diagnostic {
	return l.add(Error, pos, code, format, args)
}

// Warnf adds a warning.
func (l *List) Warnf(pos Pos, code, format string, args ...any) *Diagnostic {
	return l.add(Warning, pos, code, format, args)
}

// add returns the new diagnostic, so that the caller can set Fix,
// CloudflareCode and OnlyServed; the pointer is valid until the next one is added.
func (l *List) add(s Severity, pos Pos, code, format string, args []any) *Diagnostic {
	*l = append(*l, Diagnostic{Severity: s, Code: code, Pos: pos, Message: fmt.Sprintf(format, args...)})
	return &(*l)[len(*l)-1]
}

// Sort orders the list by file, position, severity and code.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Code, b.Code),
		)
	})
}

// HasErrors reports whether any diagnostic is an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Err returns the list as an error if it holds any error, else nil.
func (l List) Err() error {
	if !l.HasErrors() {
		return nil
	}
	return &ListError{l}
}

// ListError is a [List] with at least one error, as an error for the command that
// prints it.
type ListError struct{ List List }

func (e *ListError) Error() string {
	var first string
	n := 0
	for _, d := range e.List {
		if d.Severity == Error {
			if n == 0 {
				first = d.Message
			}
			n++
		}
	}
	if n == 1 {
		return first
	}
	return fmt.Sprintf("%s (and %d more)", first, n-1)
}
