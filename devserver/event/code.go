package event

import (
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
)

// Code is a few lines of source around the place of an error.
type Code struct {
	Pos   diag.Pos
	First int      // the number of the first of Lines
	Lines []string // without line breaks
}

// How many lines of source stand before and after the one with the error.
const LinesBefore, LinesAfter = 2, 1

// MaxLine limits a line that is shown: generated code can have very long ones.
const MaxLine = 1000

// Width returns the number of columns that the numbers of the lines take.
func (c *Code) Width() int { return digits(c.First + len(c.Lines) - 1) }

func digits(n int) int {
	d := 1
	for ; n >= 10; n /= 10 {
		d++
	}
	return d
}

// CodeRow is a line of Code for display.
type CodeRow struct {
	Number int    // 0 for the row that marks the place
	Text   string // of spaces and a caret in a row that marks the place
	Here   bool   // whether the error is in this line
}

// Rows lays the lines out for a width; 0 cuts nothing. A long line is cut so that the
// place of the error stays visible.
func (c *Code) Rows(width int) []CodeRow {
	start, end := c.indent(), c.First+len(c.Lines)
	// A line further left than the one with the error keeps its indentation.
	column := 0 // of the caret, in cells
	if i := c.Pos.Line - c.First; i >= 0 && i < len(c.Lines) {
		before := units(c.Lines[i], c.Pos.Column-1)
		column = Cells(expand(before)) - start
	}
	left := 0 // cells that are cut away on the left
	if width > 0 && column > width*3/4 {
		left = column - width/2
	}
	var rows []CodeRow
	for n := c.First; n < end; n++ {
		from := 0 // of the other lines, the beginning says most
		if n == c.Pos.Line {
			from = left
		}
		text := Window(dropCells(expand(c.Lines[n-c.First]), start), from, width)
		rows = append(rows, CodeRow{Number: n, Text: text, Here: n == c.Pos.Line})
		if n == c.Pos.Line {
			rows = append(rows, CodeRow{Text: strings.Repeat(" ", max(column-left, 0)) + "^"})
		}
	}
	return rows
}

// indent returns the margin that all lines share, in cells.
func (c *Code) indent() int {
	shared := -1
	for _, line := range c.Lines {
		line = expand(line)
		if rest := strings.TrimLeft(line, " "); rest != "" && (shared < 0 || len(line)-len(rest) < shared) {
			shared = len(line) - len(rest)
		}
	}
	return max(shared, 0)
}

// expand makes a tab two spaces, and control characters visible.
func expand(s string) string {
	return diag.Visible(strings.ReplaceAll(s, "\t", "  "))
}

// units returns the beginning of a line up to a column in UTF-16 units, as source maps
// count.
func units(line string, n int) string {
	for i, r := range line {
		if n <= 0 {
			return line[:i]
		}
		if n--; r > 0xffff {
			n--
		}
	}
	return line
}

// Cells returns how wide a text is on a terminal: wide characters are known by their
// range, which is enough to set a caret.
func Cells(s string) int {
	n := 0
	for _, r := range s {
		n += cell(r)
	}
	return n
}

func cell(r rune) int {
	switch {
	case r >= 0x300 && r < 0x370, r == 0x200d, r >= 0xfe00 && r < 0xfe10:
		return 0
	case r >= 0x1100 && r < 0x1160, r >= 0x2e80 && r < 0xa4d0, r >= 0xac00 && r < 0xd7a4, r >= 0xf900 && r < 0xfb00, r >= 0xfe30 && r < 0xfe70,
		r >= 0xff00 && r < 0xff61, r >= 0x1f300 && r < 0x1f650, r >= 0x1f900 && r < 0x1fa00, r >= 0x20000 && r < 0x30000:
		return 2
	}
	return 1
}

func dropCells(s string, n int) string {
	for i, r := range s {
		if n <= 0 {
			return s[i:]
		}
		n -= cell(r)
	}
	return ""
}

// Window returns width cells of a text, from left on, with … in place of cut text.
func Window(s string, left, width int) string {
	if left > 0 {
		if s = dropCells(s, left+1); s != "" {
			s = "…" + s
		}
	}
	if width <= 0 || Cells(s) <= width {
		return s
	}
	n := 0
	for i, r := range s {
		if n += cell(r); n > width-1 {
			return s[:i] + "…"
		}
	}
	return s
}
