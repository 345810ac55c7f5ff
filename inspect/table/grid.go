package table

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// A grid aligns columns. The first rows determine their widths; wider cells in later
// rows are cut on a terminal, and otherwise overflow.
type grid struct {
	Output
	markdown bool

	columns []string
	waiting [][]sqlite.Value // until the widths are known
	size    int              // bytes of waiting
	width   []int
	numeric []bool
	narrow  *lineFormat // prints instead if the columns do not fit
	left    []int       // columns that are left out
	open    bool
	results int
	cells   []cell // of one row
}

// A cell is a value as text.
type cell struct {
	text   string
	width  int
	look   string
	number bool
}

const (
	gridRows  = 1000
	gridBytes = 1 << 20
)

func (f *grid) Header(columns []string) error {
	if err := f.end(); err != nil {
		return err
	}
	if f.results++; f.results > 1 {
		f.Buffer = append(f.Buffer, '\n')
	}
	*f = grid{Output: f.Output, markdown: f.markdown, results: f.results, open: true, columns: columns}
	return f.room()
}

func (f *grid) Row(values []sqlite.Value) error {
	if f.narrow != nil {
		return f.narrow.Row(values)
	}
	if f.width != nil {
		f.cells = f.row(f.cells[:0], values)
		f.line(f.cells)
		return f.room()
	}
	row := make([]sqlite.Value, len(values))
	for i, v := range values {
		row[i] = v.Clone()
		f.size += len(v.Bytes) + 48
	}
	f.waiting = append(f.waiting, row)
	if len(f.waiting) < gridRows && f.size < gridBytes {
		return nil
	}
	return f.layOut(false)
}

func (f *grid) row(cells []cell, values []sqlite.Value) []cell {
	for _, v := range values {
		cells = append(cells, f.cell(v))
	}
	return cells
}

func (f *grid) cell(v sqlite.Value) cell {
	c := cell{}
	cuts := f.Options.Terminal && f.Options.Width > 0 && !f.markdown
	switch v.Kind {
	case sqlite.Null:
		c.text, c.look = "NULL", LookDim
		if f.markdown {
			c.text = ""
		}
	case sqlite.Integer, sqlite.Real:
		c.text, c.number = v.String(), true
		c.width = len(c.text)
		return c
	case sqlite.Blob:
		c.text, c.look = blobText(v.Bytes, cuts), LookDim
	default:
		b := v.Bytes
		if most := 16 * f.Options.Width; cuts && len(b) > most { // the rest would be cut
			for most > 0 && !utf8.RuneStart(b[most]) {
				most--
			}
			b = append(b[:most:most], "…"...)
		}
		switch {
		case f.markdown:
			if f.Options.Terminal {
				b = diag.AppendVisible(nil, b, true)
			}
			c.text = string(b)
			if strings.ContainsAny(c.text, "|\r\n") {
				c.text = markdownEscapes.Replace(c.text)
			}
		case f.Options.Terminal:
			c.text = string(diag.AppendVisible(nil, b, false))
		default:
			// Only line breaks are replaced.
			c.text = lineBreaks.Replace(string(b))
		}
	}
	c.width = Width(c.text)
	return c
}

var (
	markdownEscapes = strings.NewReplacer("|", `\|`, "\r\n", "<br>", "\n", "<br>", "\r", "<br>")
	lineBreaks      = strings.NewReplacer("\n", `\n`, "\r", `\r`, "\t", `\t`)
)

// layOut determines the widths from the waiting rows, and prints these.
func (f *grid) layOut(all bool) error {
	if f.Options.List && all {
		f.leaveOut()
	}
	f.width, f.numeric = make([]int, len(f.columns)), make([]bool, len(f.columns))
	head := make([]cell, len(f.columns))
	bare := f.Options.Headers == "off" && !f.markdown // which has no tables without a heading
	rows := make([][]cell, len(f.waiting))
	for i, values := range f.waiting {
		rows[i] = f.row(nil, values)
	}
	for i, name := range f.columns {
		head[i] = f.cell(sqlite.TextValue(name))
		head[i].look = lookBold
		if f.Options.List {
			head[i].look = LookDim
		}
		if !bare {
			f.width[i] = head[i].width
		}
		for _, row := range rows {
			f.width[i] = max(f.width[i], row[i].width)
			f.numeric[i] = f.numeric[i] || row[i].number
		}
		for _, row := range rows {
			f.numeric[i] = f.numeric[i] && (row[i].number || row[i].look == LookDim)
		}
		f.numeric[i] = f.numeric[i] || slices.Contains(f.Options.Numeric, i)
		if f.markdown {
			f.width[i] = max(f.width[i], 3)
		}
	}
	if f.Options.Terminal && f.Options.Width > 0 && !f.markdown {
		f.spare()
		if !f.fit() {
			f.left = nil
			return f.asLines()
		}
	}
	if !bare {
		f.line(head)
	}
	switch {
	case bare, f.Options.List:
	case f.markdown:
		for i, w := range f.width {
			rule := strings.Repeat("-", w)
			if f.numeric[i] {
				rule = rule[1:] + ":"
			}
			f.Buffer = append(append(append(f.Buffer, "| "...), rule...), ' ')
		}
		f.Buffer = append(f.Buffer, "|\n"...)
	default:
		for i, w := range f.width {
			f.separate(i)
			f.Look(LookDim, strings.Repeat("─", w))
		}
		f.Buffer = append(f.Buffer, '\n')
	}
	for _, row := range rows {
		f.line(row)
		if err := f.room(); err != nil {
			return err
		}
	}
	f.waiting = nil
	return nil
}

// leaveOut drops the last columns that are empty in every row.
func (f *grid) leaveOut() {
	n := 0
	for _, row := range f.waiting {
		for i, v := range row {
			if v.Kind != sqlite.Text || len(v.Bytes) > 0 {
				n = max(n, i+1)
			}
		}
	}
	f.columns = f.columns[:n]
	for i := range f.waiting {
		f.waiting[i] = f.waiting[i][:n]
	}
}

// fit makes columns of text narrower until all columns fit; numbers cannot be cut. It
// fails if the columns would get too narrow.
func (f *grid) fit() bool {
	const least, leastName = 8, 14
	cut := func(i, w int) bool {
		return !f.whole(i) && !slices.Contains(f.left, i) && (w > leastName || !slices.Contains(f.Options.Names, i))
	}
	room, text := f.Options.Width-2*(len(f.width)-len(f.left)-1), 0
	for i, w := range f.width {
		if slices.Contains(f.left, i) {
			continue
		}
		room -= w
		if !f.whole(i) {
			text = max(text, w)
		}
	}
	for ; room < 0 && text > least; text-- {
		for i, w := range f.width {
			if w == text && cut(i, w) {
				f.width[i]--
				room++
			}
		}
	}
	return room >= 0
}

// spare leaves columns out until the others fit; if that does not help, all are
// printed.
func (f *grid) spare() {
	missing := func() int {
		n := 2*(len(f.width)-len(f.left)-1) - f.Options.Width
		for i, w := range f.width {
			switch {
			case slices.Contains(f.left, i):
			case f.whole(i):
				n += w
			case slices.Contains(f.Options.Names, i):
				n += min(w, 16)
			default:
				n += min(w, 12)
			}
		}
		return n
	}
	for _, i := range f.Options.Spare {
		if i < len(f.width) && missing() > 0 {
			f.left = append(f.left, i)
		}
	}
}

// whole reports whether a column is never cut.
func (f *grid) whole(i int) bool { return f.numeric[i] || slices.Contains(f.Options.Whole, i) }

// asLines prints the result in mode line.
func (f *grid) asLines() error {
	f.narrow = &lineFormat{Output: Output{w: f.w, Options: f.Options}}
	if err := f.flush(); err != nil {
		return err
	}
	if err := f.narrow.Header(f.columns); err != nil {
		return err
	}
	for _, row := range f.waiting {
		if err := f.narrow.Row(row); err != nil {
			return err
		}
	}
	f.waiting = nil
	return nil
}

func (f *grid) separate(i int) {
	switch {
	case f.markdown && i == 0:
		f.Buffer = append(f.Buffer, "| "...)
	case f.markdown:
		f.Buffer = append(f.Buffer, " | "...)
	case i > 0:
		f.Buffer = append(f.Buffer, "  "...)
	}
}

func (f *grid) line(cells []cell) {
	for i, c := range cells {
		if slices.Contains(f.left, i) {
			continue
		}
		f.separate(i)
		if c.width > f.width[i] && !c.number && !f.whole(i) && f.Options.Terminal && f.Options.Width > 0 && !f.markdown {
			if slices.Contains(f.Options.Names, i) {
				c.text = diag.Shorten(c.text, f.width[i])
			} else {
				c.text = ansi.Truncate(c.text, f.width[i], "…")
			}
			c.width = Width(c.text)
		}
		pad := max(0, f.width[i]-c.width)
		if f.numeric[i] {
			f.spaces(pad)
		}
		f.Look(c.look, c.text)
		if !f.numeric[i] && (f.markdown || i < len(cells)-1) {
			f.spaces(pad)
		}
	}
	if f.markdown {
		f.Buffer = append(f.Buffer, " |"...)
	}
	f.Buffer = append(f.Buffer, '\n')
}

func (f *grid) spaces(n int) {
	for range n {
		f.Buffer = append(f.Buffer, ' ')
	}
}

func (f *grid) end() error {
	if !f.open {
		return nil
	}
	f.open = false
	if f.width == nil {
		if err := f.layOut(true); err != nil {
			return err
		}
	}
	if f.narrow != nil {
		return f.narrow.Close()
	}
	return nil
}

func (f *grid) Close() error { return f.Flush() }

func (f *grid) Flush() error {
	if err := f.end(); err != nil {
		return err
	}
	return f.flush()
}
