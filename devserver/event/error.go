package event

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
)

// Error is a thrown error, mapped to the source.
type Error struct {
	Name    string // "TypeError"; "" for a value that is not an Error
	Message string
	Stack   []Frame
	Cause   *Error
	Errors  []*Error // of an AggregateError, the first five
	Known   bool     // as a cause: already reported, by the object that threw it

	Properties []Property // its other own properties, such as code
}

// Property is a property of an error, with its shortened value in JavaScript.
type Property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// String returns the error as the first line of a stack has it.
func (e *Error) String() string {
	switch {
	case e.Name == "":
		return e.Message
	case e.Message == "":
		return e.Name
	}
	return e.Name + ": " + e.Message
}

// Fields returns the properties of an error as text, "{ code: 42 }", or "" if it
// has none.
func (e *Error) Fields() string {
	if len(e.Properties) == 0 {
		return ""
	}
	fields := make([]string, len(e.Properties))
	for i, p := range e.Properties {
		fields[i] = p.Name + ": " + p.Value
	}
	return "{ " + strings.Join(fields, ", ") + " }"
}

// Frame is one line of a stack.
type Frame struct {
	Function string
	Pos      diag.Pos // in the source, if known
	Text     string   // the line as the runtime printed it, "at f (index.js:1:2)"
}

// Users reports whether the frame is in the user's own code.
func (f Frame) Users() bool { return f.Pos.File != "" && f.of() == "" }

// Call returns the name of the function for people: "fetch" for "Object.fetch".
func (f Frame) Call() string {
	return strings.TrimPrefix(f.Function, "Object.")
}

// of returns the package of the frame, "runtime" for none, or "" for the user's own code.
func (f Frame) of() string {
	if f.Pos.File == "" {
		return "runtime"
	}
	const modules = "/node_modules/"
	path := filepath.ToSlash(f.Pos.File)
	i := strings.LastIndex(path, modules)
	if i < 0 {
		return ""
	}
	parts := strings.SplitN(path[i+len(modules):], "/", 3)
	if strings.HasPrefix(parts[0], "@") && len(parts) > 1 {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

// Place returns the most relevant frame: the innermost in the user's own code, or in any if
// there is none.
func (e *Error) Place() (Frame, bool) {
	if i := slices.IndexFunc(e.Stack, Frame.Users); i >= 0 {
		return e.Stack[i], true
	}
	if i := slices.IndexFunc(e.Stack, func(f Frame) bool { return f.Pos.File != "" }); i >= 0 {
		return e.Stack[i], true
	}
	return Frame{}, false
}

// Beyond returns the error without the last frames that it shares with another one that it
// caused.
func (e *Error) Beyond(outer *Error) *Error {
	shared := 0
	for shared < min(len(e.Stack), len(outer.Stack)) && e.Stack[len(e.Stack)-1-shared].Text == outer.Stack[len(outer.Stack)-1-shared].Text {
		shared++
	}
	own := *e
	own.Stack = e.Stack[:len(e.Stack)-shared]
	return &own
}

// StackRow is a frame of the user's, or several that are folded into one row.
type StackRow struct {
	Frame  Frame
	Times  int      // how often the frame occurs in a row
	Folded []Frame  // frames not in the user's code; Frame is empty then
	Of     []string // the packages that they are of
}

// Fold makes a stack short: frames of packages and of the runtime are folded,
// unless there are no others, and so is recursion.
func (e *Error) Fold() []StackRow {
	users := slices.ContainsFunc(e.Stack, Frame.Users)
	var rows []StackRow
	for _, f := range e.Stack {
		of := f.of()
		var last *StackRow
		if len(rows) > 0 {
			last = &rows[len(rows)-1]
		}
		switch {
		case of != "" && (users || of == "runtime" || len(rows) >= 3):
			if last == nil || last.Folded == nil {
				rows = append(rows, StackRow{})
				last = &rows[len(rows)-1]
			}
			last.Folded = append(last.Folded, f)
			if !slices.Contains(last.Of, of) {
				last.Of = append(last.Of, of)
			}
		case last != nil && last.Folded == nil && last.Frame.Function == f.Function && last.Frame.Pos == f.Pos:
			last.Times++
		default:
			rows = append(rows, StackRow{Frame: f, Times: 1})
		}
	}
	return rows
}

// String describes the folded frames: "… 3 more of hono, runtime".
func (r StackRow) String() string {
	return fmt.Sprintf("… %d more of %s", len(r.Folded), strings.Join(r.Of, ", "))
}

// At returns the frame with its place in the source, whose file show formats.
func (f Frame) At(show func(string) string) string {
	if f.Pos.File == "" {
		return f.Text
	}
	file := f.Pos.File
	if show != nil {
		file = show(file)
	}
	place := fmt.Sprintf("%s:%d:%d", file, f.Pos.Line, f.Pos.Column)
	if f.Function == "" {
		return "at " + place
	}
	return "at " + f.Call() + " (" + place + ")"
}
