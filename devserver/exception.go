package devserver

import (
	"path/filepath"
	"strconv"
	"strings"

	"dotool/config/diag"
	"dotool/devserver/bundle"
	"dotool/devserver/host"
)

// Error is a thrown error, led back to the source.
type Error struct {
	Name    string // "TypeError"; "" for a value that is no Error
	Message string
	Stack   []Frame
	Cause   *Error
	Errors  []*Error // of an AggregateError, the first five
}

// String is the error as the first line of a stack has it.
func (e *Error) String() string {
	switch {
	case e.Name == "":
		return e.Message
	case e.Message == "":
		return e.Name
	}
	return e.Name + ": " + e.Message
}

// Frame is one line of a stack.
type Frame struct {
	Function string
	Pos      diag.Pos // in the source, where that is known
	Text     string   // the line as the runtime printed it, "at f (index.js:1:2)"
}

// Users reports whether the frame is of the user's own code.
func (f Frame) Users() bool {
	return f.Pos.File != "" && !strings.Contains(filepath.ToSlash(f.Pos.File), "/node_modules/")
}

// thrownError is an error as host/calls.js describes it.
type thrownError struct {
	Name    string        `json:"name"`
	Message string        `json:"message"`
	Stack   string        `json:"stack"`
	Thrown  *string       `json:"thrown"` // a value that is no Error, in short
	Cause   *thrownError  `json:"cause"`
	Errors  []thrownError `json:"errors"`
	From    int           `json:"from"` // the call it comes from
}

// source leads positions in the code that runs back to the user's files.
type source struct{ m *bundle.SourceMap }

func (s source) read(t thrownError) *Error {
	if t.Thrown != nil {
		return &Error{Message: "thrown: " + *t.Thrown}
	}
	e := &Error{Name: t.Name, Message: t.Message}
	for line := range strings.SplitSeq(t.Stack, "\n") {
		if f, ok := s.frame(line); ok {
			e.Stack = append(e.Stack, f)
		}
	}
	if t.Cause != nil {
		e.Cause = s.read(*t.Cause)
	}
	for _, inner := range t.Errors {
		e.Errors = append(e.Errors, s.read(inner))
	}
	return e
}

// frame reads a line of a stack. It is false for a line that is none and for
// one of our own modules.
func (s source) frame(text string) (Frame, bool) {
	m := frameLine.FindStringSubmatch(text)
	if m == nil {
		trimmed := strings.TrimSpace(text)
		return Frame{Text: trimmed}, strings.HasPrefix(trimmed, "at ")
	}
	if host.IsModule(m[2]) {
		return Frame{}, false
	}
	f := Frame{Function: strings.TrimPrefix(m[1], "Proxy."), Text: strings.TrimSpace(text)}
	line, _ := strconv.Atoi(m[3])
	column, _ := strconv.Atoi(m[4])
	if pos, ok := s.position(m[2], line, column); ok {
		f.Pos = pos
	}
	return f, true
}

// position looks up a place in a module that runs. Lines and columns count
// from 1.
func (s source) position(module string, line, column int) (diag.Pos, bool) {
	return s.m.Source(module, line, column)
}
