package trace

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
)

// SourceFiles caches the lines of the user's files, since errors recur.
type SourceFiles struct {
	mu    sync.Mutex // guards files
	files map[string][]string
}

// code returns the lines around a place, or nil when they are not known: the
// file was changed after it was built, or is not one that the code was built from.
func (s *Source) code(pos diag.Pos) *event.Code {
	if s == nil {
		return nil
	}
	return s.files.Code(pos, func() (string, bool) { return s.M.Content(pos.File, s.Built) })
}

// code returns the lines around a place of a file whose text read returns.
func (s *SourceFiles) Code(pos diag.Pos, read func() (string, bool)) *event.Code {
	if pos.File == "" || pos.Line < 1 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	lines, ok := s.files[pos.File]
	if !ok {
		if text, ok := read(); ok && utf8.ValidString(text) {
			lines = strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
		}
		if s.files == nil || len(s.files) >= 50 {
			s.files = map[string][]string{}
		}
		s.files[pos.File] = lines
	}
	if pos.Line > len(lines) || len(lines[pos.Line-1]) > event.MaxLine {
		return nil
	}
	c := &event.Code{Pos: pos, First: max(pos.Line-event.LinesBefore, 1)}
	for n := c.First; n <= min(pos.Line+event.LinesAfter, len(lines)); n++ {
		line := lines[n-1]
		if len(line) > event.MaxLine {
			line = strings.ToValidUTF8(line[:event.MaxLine], "")
		}
		c.Lines = append(c.Lines, line)
	}
	// Leave out empty lines at the edges.
	for len(c.Lines) > 0 && c.First < pos.Line && strings.TrimSpace(c.Lines[0]) == "" {
		c.First, c.Lines = c.First+1, c.Lines[1:]
	}
	for len(c.Lines) > 0 && c.First+len(c.Lines)-1 > pos.Line && strings.TrimSpace(c.Lines[len(c.Lines)-1]) == "" {
		c.Lines = c.Lines[:len(c.Lines)-1]
	}
	return c
}
