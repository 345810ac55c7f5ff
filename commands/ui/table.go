package ui

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"

	"github.com/dotool-dev/dotool/config/diag"
)

// Table prints rows: aligned, coloured and with a header on a terminal; in a
// pipe the same columns whole, separated by tabs, without a header.
//
// Cells are string, int, [ByteCount], time.Time or one of them in a [Styled].
type Table struct {
	Head []string
	Rows [][]any

	// Columns, by their heading, where a terminal has too little room for all: those
	// in Spare are left out, the first one first; a text in Names is cut in the
	// middle; one in Whole is not cut; one in Below has a line of its own.
	Spare, Names, Whole []string
	Below               string
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
	columns := make([]column, len(t.Head))
	for i, head := range t.Head {
		c := column{head: head, width: ansi.StringWidth(head), name: slices.Contains(t.Names, head), whole: slices.Contains(t.Whole, head)}
		for _, row := range t.Rows {
			text, number := forPeople(row[i])
			c.whole = c.whole || number
			c.number = c.number || number
			c.width = max(c.width, ansi.StringWidth(text))
			c.cells = append(c.cells, text)
		}
		columns[i] = c
	}
	var below []string
	if e.Width > 0 {
		columns, below = t.fit(columns, e.Width-len(indent))
	}
	line := func(text func(c column) string) {
		var b strings.Builder
		for i, c := range columns {
			if i > 0 {
				b.WriteString("  ")
			}
			text := c.cut(text(c))
			pad := strings.Repeat(" ", c.width-ansi.StringWidth(text))
			if c.number {
				b.WriteString(pad + text)
			} else {
				b.WriteString(text + pad)
			}
		}
		out := strings.TrimRight(indent+b.String(), " ")
		if e.Width > 0 {
			out = ansi.Truncate(out, e.Width, "…")
		}
		fmt.Fprintln(w, out)
	}
	line(func(c column) string { return s.Dim.Render(c.head) })
	for i := range t.Rows {
		line(func(c column) string { return c.cells[i] })
		if below != nil && below[i] != "" {
			fmt.Fprintln(w, indent+"    "+below[i])
		}
	}
}

// column is a column as it is printed on a terminal.
type column struct {
	head                string
	cells               []string
	width               int
	number, whole, name bool
}

func (c column) cut(text string) string {
	if c.name {
		return diag.Shorten(text, c.width)
	}
	return ansi.Truncate(text, c.width, "…")
}

// least returns the least width at which a column is still useful.
func (c column) least() int {
	switch {
	case c.whole:
		return c.width
	case c.name:
		return min(c.width, 16)
	}
	return min(c.width, 12)
}

// fit leaves out columns until the others can be cut to fit, and cuts them.
func (t *Table) fit(columns []column, room int) (fitted []column, below []string) {
	widths := func(width func(column) int) int {
		n := 2 * (len(columns) - 1)
		for _, c := range columns {
			n += width(c)
		}
		return n
	}
	drop := func(head string) {
		columns = slices.DeleteFunc(columns, func(c column) bool { return c.head == head })
	}
	natural := func(c column) int { return c.width }
	if i := slices.IndexFunc(columns, func(c column) bool { return c.head == t.Below }); i >= 0 && widths(natural) > room {
		c := &columns[i]
		most := room - (widths(natural) - c.width)
		c.width, below = ansi.StringWidth(c.head), make([]string, len(c.cells))
		stay := 0
		for k, text := range c.cells {
			switch n := ansi.StringWidth(text); {
			case n > most:
				below[k], c.cells[k] = text, ""
			case n > 0:
				stay++
				c.width = max(c.width, n)
			}
		}
		if stay == 0 || c.width > most {
			for k, text := range c.cells {
				if text != "" {
					below[k] = text
				}
			}
			drop(t.Below)
		}
	}
	for _, head := range t.Spare {
		if widths(column.least) > room {
			drop(head)
		}
	}
	// The widest column of text gets narrower, one cell after the other.
	for over := widths(natural) - room; over > 0; over-- {
		widest := -1
		for i, c := range columns {
			if c.width > c.least() && (widest < 0 || c.width > columns[widest].width) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		columns[widest].width--
	}
	return columns, below
}

// filled returns the table without trailing columns that are empty in every row.
func (t *Table) filled() *Table {
	n := 0
	for _, row := range t.Rows {
		for i, c := range row {
			if text, _ := forPeople(c); text != "" {
				n = max(n, i+1)
			}
		}
	}
	f := &Table{Head: t.Head[:min(n, len(t.Head))], Spare: t.Spare, Names: t.Names, Whole: t.Whole, Below: t.Below}
	for _, row := range t.Rows {
		f.Row(row[:min(n, len(row))]...)
	}
	return f
}

// forPeople returns a cell on a terminal; number reports whether to align it as one.
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

// forScripts returns a cell in a pipe.
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
