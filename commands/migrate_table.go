package commands

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

// table prints rows: aligned, coloured and with a header on a terminal; in a
// pipe the same columns whole, separated by tabs, without a header.
//
// Cells are string, int, byteCount, time.Time or one of them in a styled.
type table struct {
	head []string
	rows [][]any
}

// byteCount is a cell: 48.0 KiB for people, 49152 for scripts.
type byteCount int64

// styled is a cell with a look.
type styled struct {
	cell  any
	style lipgloss.Style
}

func (t *table) row(cells ...any) { t.rows = append(t.rows, cells) }

// print writes to stdout, each line after indent on a terminal.
func (t *table) print(e *Env, w io.Writer, indent string) {
	if !e.StdoutTerminal {
		for _, row := range t.rows {
			var cells []string
			for _, c := range row {
				cells = append(cells, raw(c))
			}
			fmt.Fprintln(w, strings.Join(cells, "\t"))
		}
		return
	}
	t = t.filled()
	s := e.style(w)
	width := make([]int, len(t.head))
	numeric := make([]bool, len(t.head))
	lines := [][]string{{}}
	for _, h := range t.head {
		lines[0] = append(lines[0], s.dim.Render(h))
	}
	for _, row := range t.rows {
		var line []string
		for i, c := range row {
			text, number := shown(c)
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

// shrink makes the widest columns of text narrower until all fit, so that the
// last ones are seen too. Numbers stay whole.
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

// filled is the table without the last columns if no row has anything there.
func (t *table) filled() *table {
	n := 0
	for _, row := range t.rows {
		for i, c := range row {
			if text, _ := shown(c); text != "" {
				n = max(n, i+1)
			}
		}
	}
	f := &table{head: t.head[:min(n, len(t.head))]}
	for _, row := range t.rows {
		f.row(row[:min(n, len(row))]...)
	}
	return f
}

// shown is a cell for people.
func shown(cell any) (text string, number bool) {
	switch c := cell.(type) {
	case styled:
		text, number = shown(c.cell)
		return c.style.Render(text), number
	case byteCount:
		return byteSize(int64(c)), true
	case int:
		return strconv.Itoa(c), true
	case time.Time:
		return ago(time.Since(c)), false
	}
	return diag.Visible(fmt.Sprint(cell)), false
}

// raw is a cell for scripts.
func raw(cell any) string {
	switch c := cell.(type) {
	case styled:
		return raw(c.cell)
	case byteCount:
		return strconv.FormatInt(int64(c), 10)
	case time.Time:
		return jsonTime(c)
	}
	return strings.NewReplacer("\t", " ", "\n", " ", "\r", " ").Replace(fmt.Sprint(cell))
}

// ago tells how long ago something was.
func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return count(int(d.Minutes()), "minute") + " ago"
	case d < 48*time.Hour:
		return count(int(d.Hours()), "hour") + " ago"
	}
	return count(int(d.Hours()/24), "day") + " ago"
}
