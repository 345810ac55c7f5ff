package lsp

import (
	"sort"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// text finds places in a document. Editors count lines that end with \n, \r\n or \r, and UTF-16
// code units or bytes in them; findings have lines that end with \n, and bytes.
type text struct {
	s     string
	bytes bool
	lines []int // where the lines of an editor begin
	feeds []int // where the lines of findings begin
}

func newText(s string, bytes bool) *text {
	t := &text{s: s, bytes: bytes, lines: []int{0}, feeds: []int{0}}
	for i := range len(s) {
		switch {
		case s[i] == '\n':
			t.lines, t.feeds = append(t.lines, i+1), append(t.feeds, i+1)
		case s[i] == '\r' && (i+1 == len(s) || s[i+1] != '\n'):
			t.lines = append(t.lines, i+1)
		}
	}
	return t
}

// at returns the offset of a line and a column in bytes, both from 1.
func (t *text) at(line, column int) int {
	line = min(max(line, 1), len(t.feeds))
	end := len(t.s)
	if line < len(t.feeds) {
		end = t.feeds[line] - 1
	}
	return min(max(t.feeds[line-1]+column-1, t.feeds[line-1]), end)
}

// position returns the position of an offset.
func (t *text) position(offset int) position {
	offset = min(max(offset, 0), len(t.s))
	line := sort.SearchInts(t.lines, offset+1) - 1
	p := position{Line: line}
	for i := t.lines[line]; i < offset; {
		r, n := utf8.DecodeRuneInString(t.s[i:])
		if r == '\n' || r == '\r' || i+n > offset {
			break // the end of the line, or the middle of a character
		}
		p.Character += t.units(r, n)
		i += n
	}
	return p
}

// offset returns the offset of a position. Beyond the end of a line it is that of the end.
func (t *text) offset(p position) int {
	if p.Line < 0 {
		return 0
	}
	if p.Line >= len(t.lines) {
		return len(t.s)
	}
	start, end := t.lines[p.Line], len(t.s)
	if p.Line+1 < len(t.lines) {
		end = start + len(strings.TrimRight(t.s[start:t.lines[p.Line+1]], "\r\n"))
	}
	left := p.Character
	for i := start; i < end; {
		r, n := utf8.DecodeRuneInString(t.s[i:end])
		if left -= t.units(r, n); left < 0 {
			return i
		}
		i += n
	}
	return end
}

// span returns the range between two offsets.
func (t *text) span(start, end int) span {
	return span{t.position(start), t.position(max(start, end))}
}

// units returns how long a character of n bytes is for the editor.
func (t *text) units(r rune, n int) int {
	if t.bytes {
		return n
	}
	return max(utf16.RuneLen(r), 1)
}

// replace makes a change of an editor.
func (t *text) replace(s span, by string) *text {
	start, end := t.offset(s.Start), t.offset(s.End)
	if end < start {
		start, end = end, start
	}
	return newText(t.s[:start]+by+t.s[end:], t.bytes)
}
