package devserver

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dotool/config"
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
	Known   bool     // as a cause: it was told before, by the object that threw it
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
func (f Frame) Users() bool { return f.Pos.File != "" && f.of() == "" }

// Call is the function as people name it: "fetch" of "Object.fetch".
func (f Frame) Call() string {
	return strings.TrimPrefix(f.Function, "Object.")
}

// of is the package that the frame is of, "runtime" for none, or "" for the
// user's own code.
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

// Place is the frame that the user looks at first: the innermost of their own
// code, or of any if there is none.
func (e *Error) Place() (Frame, bool) {
	if i := slices.IndexFunc(e.Stack, Frame.Users); i >= 0 {
		return e.Stack[i], true
	}
	if i := slices.IndexFunc(e.Stack, func(f Frame) bool { return f.Pos.File != "" }); i >= 0 {
		return e.Stack[i], true
	}
	return Frame{}, false
}

// Beyond is the error without the last frames that it shares with another one,
// which it led to.
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
	Times  int      // how often the frame comes in a row
	Folded []Frame  // frames that are not the user's; Frame is none then
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

// String says what is folded: "… 3 more of hono, runtime".
func (r StackRow) String() string {
	return fmt.Sprintf("… %d more of %s", len(r.Folded), strings.Join(r.Of, ", "))
}

// thrownError is an error as host/calls.js describes it.
type thrownError struct {
	Name    string              `json:"name"`
	Message string              `json:"message"`
	Stack   string              `json:"stack"`
	Thrown  *string             `json:"thrown"` // a value that is no Error, in short
	Cause   *thrownError        `json:"cause"`
	Errors  []thrownError       `json:"errors"`
	From    int                 `json:"from"`    // the call it comes from
	Reset   bool                `json:"reset"`   // the object that it comes from was ended
	Classes map[string][]string `json:"classes"` // the methods of the classes that it may be about
}

// source leads positions in the code that runs back to the user's files.
type source struct {
	m       *bundle.SourceMap
	project *config.Project
	built   time.Time // when the build began
	files   sourceFiles
}

// maxFrames is how many frames of a stack are kept.
const maxFrames = 100

func (s *source) read(t thrownError) *Error {
	if t.Thrown != nil {
		return &Error{Message: "thrown: " + *t.Thrown}
	}
	e := &Error{Name: t.Name, Message: t.Message}
	for line := range strings.SplitSeq(t.Stack, "\n") {
		if f, ok := s.frame(line); ok {
			if e.Stack = append(e.Stack, f); len(e.Stack) == maxFrames {
				break
			}
		}
	}
	if t.Cause != nil {
		e.Cause = s.read(*t.Cause)
		e.Cause.Known = t.Cause.From != 0
	}
	for _, inner := range t.Errors {
		e.Errors = append(e.Errors, s.read(inner))
	}
	return e
}

// explained adds to an exception what helps with it: code and hint. t is what
// the wrapper told of it, or nil.
func (s *source) explained(e Exception, t *thrownError) Exception {
	if s == nil {
		return e
	}
	if f, ok := e.Error.Place(); ok {
		e.Code = s.code(f.Pos)
	}
	e.Hint = s.hint(e.Error, e.Code, t)
	return e
}

// frame reads a line of a stack. It is false for a line that is none and for
// one of our own modules.
func (s *source) frame(text string) (Frame, bool) {
	m := frameLine.FindStringSubmatch(text)
	if m == nil {
		return Frame{Text: strings.TrimSpace(text)}, strings.HasPrefix(strings.TrimLeft(text, " "), "at ")
	}
	function, module, l, c := frameOf(m)
	if host.IsModule(module) {
		return Frame{}, false
	}
	f := Frame{Function: strings.TrimPrefix(function, "Proxy."), Text: strings.TrimSpace(text)}
	line, _ := strconv.Atoi(l)
	column, _ := strconv.Atoi(c)
	if pos, ok := s.position(module, line, column); ok {
		f.Pos = pos
	}
	return f, true
}

// frameLine is a line of a stack: "at f (index.js:1:2)" or "at index.js:1:2",
// and " {" where properties of the error follow. Names of files may have spaces
// and brackets.
var frameLine = regexp.MustCompile(`^\s*at (?:async )?(?:(.*?) \((.+):(\d+):(\d+)\)|([^(].*?):(\d+):(\d+))(?: \{)?$`)

// frameOf returns the function, the module, the line and the column that
// frameLine has found.
func frameOf(m []string) (function, module, line, column string) {
	if m[2] != "" {
		return m[1], m[2], m[3], m[4]
	}
	return "", m[5], m[6], m[7]
}

// position looks up a place in a module that runs. Lines and columns count
// from 1.
func (s *source) position(module string, line, column int) (diag.Pos, bool) {
	if s == nil {
		return diag.Pos{}, false
	}
	return s.m.Source(module, line, column)
}
