package ui

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"

	"dotool/config/diag"
)

// Table prints rows: aligned, coloured and with a header on a terminal; in a
// pipe the same columns whole, separated by tabs, without a header.
//
// Cells are string, int, [ByteCount], time.Time or one of them in a [Styled].
type Table struct {
	Head []string
	Rows [][]any
}

// ByteCount is a cell: 48.0 KiB for people, 49152 for scripts.
type ByteCount int64

// Styled is a cell with a look.
type Styled struct {
	Cell  any
	Style lipgloss.Style
}

func (t *Table) Row(cells ...any) { t.Rows = append(t.Rows, cells) }

// Print writes to stdout, each line after indent on a terminal.
func (t *Table) Print(e *Env, w io.Writer, indent string) {
	if !e.StdoutTerminal {
		for _, row := range t.Rows {
			var cells []string
			for _, c := range row {
				cells = append(cells, forScripts(c))
			}
			fmt.Fprintln(w, strings.Join(cells, "\t"))
		}
		return
	}
	t = t.filled()
	s := e.Style(w)
	width := make([]int, len(t.Head))
	numeric := make([]bool, len(t.Head))
	lines := [][]string{{}}
	for _, h := range t.Head {
		lines[0] = append(lines[0], s.Dim.Render(h))
	}
	for _, row := range t.Rows {
		var line []string
		for i, c := range row {
			text, number := forPeople(c)
			numeric[i] = numeric[i] || number
			line = append(line, text)
		}
		lines = append(lines, line)
	}
	for _, line := range lines {
		for i, text := range line {
			width[i] = max(width[i], ansi.StringWidth(text))
		}
	}
	if e.Width > 0 {
		shrink(width, numeric, e.Width-len(indent))
	}
	for _, line := range lines {
		for i, text := range line {
			text = ansi.Truncate(text, width[i], "…")
			pad := strings.Repeat(" ", width[i]-ansi.StringWidth(text))
			if numeric[i] {
				line[i] = pad + text
			} else {
				line[i] = text + pad
			}
		}
		out := strings.TrimRight(indent+strings.Join(line, "  "), " ")
		if e.Width > 0 {
			out = ansi.Truncate(out, e.Width, "…")
		}
		fmt.Fprintln(w, out)
	}
}

// shrink makes the widest columns of text narrower until all columns fit. Numbers are
// not cut.
func shrink(width []int, numeric []bool, room int) {
	const least = 12
	room -= 2 * (len(width) - 1)
	for _, w := range width {
		room -= w
	}
	for ; room < 0; room++ {
		widest := -1
		for i, w := range width {
			if !numeric[i] && w > least && (widest < 0 || w > width[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		width[widest]--
	}
}

// filled is the table without trailing columns that are empty in every row.
func (t *Table) filled() *Table {
	n := 0
	for _, row := range t.Rows {
		for i, c := range row {
			if text, _ := forPeople(c); text != "" {
				n = max(n, i+1)
			}
		}
	}
	f := &Table{Head: t.Head[:min(n, len(t.Head))]}
	for _, row := range t.Rows {
		f.Row(row[:min(n, len(row))]...)
	}
	return f
}

// forPeople is a cell on a terminal; number reports whether to align it as one.
func forPeople(cell any) (text string, number bool) {
	switch c := cell.(type) {
	case Styled:
		text, number = forPeople(c.Cell)
		return c.Style.Render(text), number
	case ByteCount:
		return ByteSize(int64(c)), true
	case int:
		return strconv.Itoa(c), true
	case time.Time:
		return Ago(time.Since(c)), false
	}
	return diag.Visible(fmt.Sprint(cell)), false
}

// forScripts is a cell in a pipe.
func forScripts(cell any) string {
	switch c := cell.(type) {
	case Styled:
		return forScripts(c.Cell)
	case ByteCount:
		return strconv.FormatInt(int64(c), 10)
	case time.Time:
		return JSONTime(c)
	}
	return strings.NewReplacer("\t", " ", "\n", " ", "\r", " ").Replace(fmt.Sprint(cell))
}
