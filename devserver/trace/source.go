package trace

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/bundle"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/host"
)

// ThrownError is an error as host/errors.js describes it.
type ThrownError struct {
	Name    string              `json:"name"`
	Message string              `json:"message"`
	Stack   string              `json:"stack"`
	Thrown  *string             `json:"thrown"` // a value that is not an Error, shortened
	Cause   *ThrownError        `json:"cause"`
	Errors  []ThrownError       `json:"errors"`
	From    int                 `json:"from"`    // the call that threw it
	Reset   bool                `json:"reset"`   // the object that threw it was reset
	Classes map[string][]string `json:"classes"` // methods of the classes that it may be about
	Fields  [][2]string         `json:"fields"`  // its other own properties, shortened
}

// runtimes returns the possible beginnings of the runtime's text of an error, if that
// differs from the wrapper's: for a thrown value, or an error whose stack was replaced.
func (t *ThrownError) runtimes() []string {
	object := []string{"Error: #<", "Error: [object "}
	if t.Thrown == nil {
		head, _, _ := strings.Cut(strings.TrimLeft(t.Stack, "\n"), "\n")
		if head == "" || strings.HasPrefix(strings.TrimLeft(head, " "), "at ") {
			return nil
		}
		return append(object, head)
	}
	value := *t.Thrown
	switch {
	case strings.HasPrefix(value, `"`):
		var text string
		if json.Unmarshal([]byte(value), &text) != nil || text == "" {
			return nil
		}
		return []string{"Error: " + strings.TrimSuffix(text, "…")}
	case strings.HasSuffix(value, "}"):
		return object
	}
	return []string{"Error: " + value}
}

// Source maps positions in the running code to the user's files.
type Source struct {
	M       *bundle.SourceMap
	Project *config.Project
	Beside  []*config.Project // of the Workers hosted together
	Built   time.Time         // when the build began
	files   SourceFiles
}

// maxFrames limits the frames of a stack.
const maxFrames = 100

func (s *Source) Read(t ThrownError) *event.Error {
	if t.Thrown != nil {
		return &event.Error{Message: "thrown: " + *t.Thrown}
	}
	e := &event.Error{Name: t.Name, Message: t.Message}
	for _, f := range t.Fields {
		e.Properties = append(e.Properties, event.Property{Name: f[0], Value: f[1]})
	}
	for line := range strings.SplitSeq(t.Stack, "\n") {
		if f, ok := s.frame(line); ok {
			if e.Stack = append(e.Stack, f); len(e.Stack) == maxFrames {
				break
			}
		}
	}
	if t.Cause != nil {
		e.Cause = s.inner(*t.Cause)
		e.Cause.Known = t.Cause.From != 0
	}
	for _, inner := range t.Errors {
		e.Errors = append(e.Errors, s.inner(inner))
	}
	return e
}

// inner reads a cause or a part of an error, which itself was not thrown.
func (s *Source) inner(t ThrownError) *event.Error {
	if t.Thrown != nil {
		return &event.Error{Message: *t.Thrown}
	}
	return s.Read(t)
}

// Explained adds code and hint to an exception. t is the wrapper's description of it,
// or nil.
func (s *Source) Explained(e event.Exception, t *ThrownError) event.Exception {
	if s == nil {
		return e
	}
	if f, ok := e.Error.Place(); ok {
		e.Code = s.code(f.Pos)
	}
	e.Hint = s.Hint(e.Error, e.Code, t)
	return e
}

// frame reads a line of a stack. It returns false for any other line, and for frames of
// dotool's modules.
func (s *Source) frame(text string) (event.Frame, bool) {
	m := frameLine.FindStringSubmatch(text)
	if m == nil {
		return event.Frame{Text: strings.TrimSpace(text)}, strings.HasPrefix(strings.TrimLeft(text, " "), "at ")
	}
	function, module, l, c := frameOf(m)
	if host.IsModule(module) {
		return event.Frame{}, false
	}
	f := event.Frame{Function: strings.TrimPrefix(function, "Proxy."), Text: strings.TrimSpace(text)}
	line, _ := strconv.Atoi(l)
	column, _ := strconv.Atoi(c)
	if pos, ok := s.position(module, line, column); ok {
		f.Pos = pos
	}
	return f, true
}

// frameLine matches a line of a stack: "at f (index.js:1:2)" or "at index.js:1:2",
// followed by " {" if properties of the error follow. File names may have spaces and
// brackets.
var frameLine = pattern.New(`^\s*at (?:async )?(?:(.*?) \((.+):(\d+):(\d+)\)|([^(].*?):(\d+):(\d+))(?: \{)?$`)

// frameOf returns function, module, line and column of a match of frameLine.
func frameOf(m []string) (function, module, line, column string) {
	if m[2] != "" {
		return m[1], m[2], m[3], m[4]
	}
	return "", m[5], m[6], m[7]
}

// position looks up a place in a running module. Lines and columns count
// from 1.
func (s *Source) position(module string, line, column int) (diag.Pos, bool) {
	if s == nil {
		return diag.Pos{}, false
	}
	return s.M.Source(module, line, column)
}

// sourceFrame looks up the place of a frame written as "index.js:1:21 in f".
func sourceFrame(frame string, m *bundle.SourceMap) (diag.Pos, bool) {
	at, _, _ := strings.Cut(frame, " ")
	f, ok := (&Source{M: m}).frame("at " + at)
	return f.Pos, ok && f.Pos.File != ""
}
