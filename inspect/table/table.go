// Package table prints the results of queries, a format each: boxes, columns,
// CSV, JSON and the like, for `dotool sql`, the SQL shell, and whatever lists rows.
//
// Start from [NewFormat]. What the rows say is package sqlite's.
package table

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"dotool/config/diag"
	"dotool/inspect/sqlite"
)

// Format prints the results of queries, one after the other, as they come: what
// it keeps in memory is bounded, however many rows there are. `dotool sql` and
// the shell print by the same ones; see [NewFormat].
type Format interface {
	// Header begins a result, ending the one before. It must come before Row.
	Header(columns []string) error
	// Row prints a row, which may be used again afterwards. Its error is the
	// writer's.
	Row(values []sqlite.Value) error
	// Flush ends the last result and writes what waits in the buffer, before
	// something else is written.
	Flush() error
	// Close is Flush after all results.
	Close() error
}

// Modes are the names of the formats, other than "".
var Modes = []string{"table", "json", "csv", "markdown", "line", "tabs"}

// FormatOptions say what the output goes to.
type FormatOptions struct {
	Terminal bool // cut cells to the width and show control characters
	Width    int  // of the terminal in cells; 0 when unknown, then nothing is cut
	Colour   bool // the looks of headings, NULL and blobs; they carry no meaning

	// List makes of a table one of our own lists: headings without a rule, and
	// none for the last columns if no row has anything there.
	List bool
	// Columns, from 0, of texts that are never cut, and of those that are aligned
	// like numbers besides.
	Whole, Numeric []int
}

// NewFormat makes the format of a mode:
//
//   - table is aligned; on a terminal cut to its width, and where the columns do
//     not fit at all printed as line.
//   - json is an array of objects for each result, integers exact, blobs as
//     {"$blob":"<base64>"}; a column whose name came before gets :1, :2 …
//   - csv has a heading and quotes as RFC 4180, lines end with a newline alone;
//     NULL is nothing, the empty text "", a blob X'…' as in SQL.
//   - markdown is a table of GitHub's.
//   - line is "name = value" a line, and an empty line between rows.
//   - tabs has no heading, and escapes tabs and line breaks.
//   - "" is table on a terminal, else tabs.
func NewFormat(mode string, w io.Writer, o FormatOptions) (Format, error) {
	out := Output{w: w, Options: o}
	if mode == "" {
		mode = "tabs"
		if o.Terminal {
			mode = "table"
		}
	}
	switch mode {
	case "table":
		return &grid{Output: out}, nil
	case "markdown":
		return &grid{Output: out, markdown: true}, nil
	case "json":
		return &jsonFormat{Output: out}, nil
	case "csv":
		return &csvFormat{Output: out}, nil
	case "line":
		return &lineFormat{Output: out}, nil
	case "tabs":
		return &tabsFormat{Output: out}, nil
	}
	return nil, fmt.Errorf("no format %q: there are %s", mode, strings.Join(Modes, ", "))
}

// Summary is what follows a result on a terminal: "2 rows in 1.4 ms".
func Summary(rows int, elapsed time.Duration) string {
	n := strconv.Itoa(rows) + " rows"
	if rows == 1 {
		n = "1 row"
	}
	ms := float64(elapsed) / float64(time.Millisecond)
	switch {
	case ms < 100:
		return fmt.Sprintf("%s in %.1f ms", n, ms)
	case ms < 10_000:
		return fmt.Sprintf("%s in %.0f ms", n, ms)
	}
	return fmt.Sprintf("%s in %.1f s", n, ms/1000)
}

// Point shows where in a text an offset is: the line, with a caret under it. An
// offset outside of the text has no place.
func Point(text string, offset int) string {
	if offset < 0 || offset > len(text) {
		return ""
	}
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	before, after := text[start:offset], line[min(offset-start, len(line)):]
	const most = 60 // of either side
	lead := "  "
	if n := len(before) - most; n > 0 {
		for !utf8.RuneStart(before[n]) {
			n++
		}
		before, lead = before[n:], "  …"
	}
	if len(after) > most {
		n := most
		for !utf8.RuneStart(after[n]) {
			n--
		}
		after = after[:n] + "…"
	}
	shown := lead + diag.Visible(before)
	return shown + diag.Visible(after) + "\n" + strings.Repeat(" ", Width(shown)) + "^"
}

// Output is a buffer before a writer.
type Output struct {
	w       io.Writer
	Options FormatOptions
	Buffer  []byte
}

const bufferSize = 64 << 10

func (o *Output) room() error {
	if len(o.Buffer) < bufferSize {
		return nil
	}
	return o.flush()
}

func (o *Output) flush() error {
	if len(o.Buffer) == 0 {
		return nil
	}
	_, err := o.w.Write(o.Buffer)
	o.Buffer = o.Buffer[:0]
	return err
}

const (
	lookPlain = ""
	lookBold  = "\x1b[1m"
	LookDim   = "\x1b[2m"
)

// Look adds text with a look.
func (o *Output) Look(look string, text string) {
	if look == lookPlain || !o.Options.Colour {
		o.Buffer = append(o.Buffer, text...)
		return
	}
	o.Buffer = append(append(append(o.Buffer, look...), text...), "\x1b[0m"...)
}

// A csvFormat writes what RFC 4180 says.
type csvFormat struct{ Output }

func (f *csvFormat) Header(columns []string) error {
	for i, c := range columns {
		f.separate(i)
		f.text([]byte(c))
	}
	f.Buffer = append(f.Buffer, '\n')
	return f.room()
}

func (f *csvFormat) separate(i int) {
	if i > 0 {
		f.Buffer = append(f.Buffer, ',')
	}
}

func (f *csvFormat) Row(values []sqlite.Value) error {
	for i, v := range values {
		f.separate(i)
		switch v.Kind {
		case sqlite.Text:
			f.text(v.Bytes)
		case sqlite.Blob:
			f.Buffer = appendBlob(f.Buffer, v.Bytes)
		default:
			f.Buffer = v.AppendText(f.Buffer)
		}
	}
	f.Buffer = append(f.Buffer, '\n')
	return f.room()
}

// csvQuoted are the bytes that make quotes necessary.
var csvQuoted = [256]bool{',': true, '"': true, '\n': true, '\r': true}

func (f *csvFormat) text(b []byte) {
	if f.Options.Terminal {
		b = diag.AppendVisible(nil, b, true)
	}
	quote := len(b) == 0 || b[0] == ' ' || b[len(b)-1] == ' '
	for _, c := range b {
		quote = quote || csvQuoted[c]
	}
	if !quote {
		f.Buffer = append(f.Buffer, b...)
		return
	}
	f.Buffer = append(f.Buffer, '"')
	for {
		i := bytes.IndexByte(b, '"')
		if i < 0 {
			break
		}
		f.Buffer = append(append(f.Buffer, b[:i]...), `""`...)
		b = b[i+1:]
	}
	f.Buffer = append(append(f.Buffer, b...), '"')
}

func (f *csvFormat) Flush() error { return f.flush() }
func (f *csvFormat) Close() error { return f.flush() }

// appendBlob appends a blob as a literal of SQL.
func appendBlob(b, blob []byte) []byte {
	return append(hex.AppendEncode(append(b, "X'"...), blob), '\'')
}

// A jsonFormat writes a row a line.
type jsonFormat struct {
	Output
	names         [][]byte // with the comma or brace before and the colon after
	open, results bool
	rows          int
}

func (f *jsonFormat) Header(columns []string) error {
	f.end()
	f.open, f.results, f.rows = true, true, 0
	f.names = f.names[:0]
	seen := map[string]bool{}
	for i, c := range columns {
		name := c
		for n := 1; seen[name]; n++ {
			name = c + ":" + strconv.Itoa(n)
		}
		seen[name] = true
		mark := byte(',')
		if i == 0 {
			mark = '{'
		}
		f.names = append(f.names, append(sqlite.AppendJSONString([]byte{mark}, name), ':'))
	}
	f.Buffer = append(f.Buffer, '[')
	return nil
}

func (f *jsonFormat) end() {
	if f.open {
		f.Buffer = append(f.Buffer, "]\n"...)
		f.open = false
	}
}

func (f *jsonFormat) Row(values []sqlite.Value) error {
	if f.rows > 0 {
		f.Buffer = append(f.Buffer, ",\n"...)
	}
	f.rows++
	for i, v := range values {
		f.Buffer = v.AppendJSON(append(f.Buffer, f.names[i]...))
	}
	f.Buffer = append(f.Buffer, '}')
	return f.room()
}

func (f *jsonFormat) Flush() error {
	f.end()
	return f.flush()
}

// Close writes an empty array if there was no result, so that there is always
// something to parse.
func (f *jsonFormat) Close() error {
	if !f.results {
		f.Buffer = append(f.Buffer, "[]\n"...)
		f.results = true
	}
	return f.Flush()
}

// A tabsFormat is for scripts that want the bare values.
type tabsFormat struct{ Output }

func (f *tabsFormat) Header([]string) error { return nil }

func (f *tabsFormat) Row(values []sqlite.Value) error {
	for i, v := range values {
		if i > 0 {
			f.Buffer = append(f.Buffer, '\t')
		}
		switch {
		case v.Kind == sqlite.Blob:
			f.Buffer = appendBlob(f.Buffer, v.Bytes)
		case v.Kind != sqlite.Text:
			f.Buffer = v.AppendText(f.Buffer)
		case f.Options.Terminal:
			f.Buffer = diag.AppendVisible(f.Buffer, v.Bytes, false)
		case bytes.ContainsAny(v.Bytes, "\t\n\r"):
			for _, c := range v.Bytes {
				switch c {
				case '\t':
					f.Buffer = append(f.Buffer, `\t`...)
				case '\n':
					f.Buffer = append(f.Buffer, `\n`...)
				case '\r':
					f.Buffer = append(f.Buffer, `\r`...)
				default:
					f.Buffer = append(f.Buffer, c)
				}
			}
		default:
			f.Buffer = append(f.Buffer, v.Bytes...)
		}
	}
	f.Buffer = append(f.Buffer, '\n')
	return f.room()
}

func (f *tabsFormat) Flush() error { return f.flush() }
func (f *tabsFormat) Close() error { return f.flush() }

// A lineFormat writes a value a line.
type lineFormat struct {
	Output
	names []string // aligned to the right
	rows  int
}

func (f *lineFormat) Header(columns []string) error {
	f.names = f.names[:0]
	widest := 0
	for _, c := range columns {
		name := diag.Visible(c)
		f.names = append(f.names, name)
		widest = max(widest, Width(name))
	}
	for i, name := range f.names {
		f.names[i] = strings.Repeat(" ", widest-Width(name)) + name
	}
	return nil
}

func (f *lineFormat) Row(values []sqlite.Value) error {
	if f.rows++; f.rows > 1 {
		f.Buffer = append(f.Buffer, '\n')
	}
	for i, v := range values {
		f.Look(lookBold, f.names[i])
		f.Buffer = append(f.Buffer, " = "...)
		switch {
		case v.Kind == sqlite.Null:
			f.Look(LookDim, "NULL")
		case v.Kind == sqlite.Blob:
			f.Look(LookDim, blobText(v.Bytes, f.Options.Terminal))
		case v.Kind == sqlite.Text && f.Options.Terminal:
			f.Buffer = diag.AppendVisible(f.Buffer, v.Bytes, true)
		default:
			f.Buffer = v.AppendText(f.Buffer)
		}
		f.Buffer = append(f.Buffer, '\n')
	}
	return f.room()
}

func (f *lineFormat) Flush() error { return f.flush() }
func (f *lineFormat) Close() error { return f.flush() }

// blobText is a blob as a literal of SQL, or as much of it as tells what it is.
func blobText(b []byte, cut bool) string {
	const most = 32
	if !cut || len(b) <= most {
		return string(appendBlob(nil, b))
	}
	return fmt.Sprintf("X'%x…' (%d bytes)", b[:most], len(b))
}

// A grid aligns columns. The first rows say how wide they are; later ones that
// are wider are cut on a terminal, and elsewhere stick out.
type grid struct {
	Output
	markdown bool

	columns []string
	waiting [][]sqlite.Value // until the widths are known
	size    int              // bytes of waiting
	width   []int
	numeric []bool
	narrow  *lineFormat // prints instead, where the columns do not fit
	open    bool
	results int
	cells   []cell // of one row
}

// A cell is a value made fit to print.
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
		if most := 16 * f.Options.Width; cuts && len(b) > most { // the rest is never seen
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
			// Lines must stay lines; all else goes through as it is.
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

// layOut decides the widths by what waits, and prints it. That may be all there
// is.
func (f *grid) layOut(all bool) error {
	if f.Options.List && all {
		f.leaveOut()
	}
	f.width, f.numeric = make([]int, len(f.columns)), make([]bool, len(f.columns))
	head := make([]cell, len(f.columns))
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
		f.width[i] = head[i].width
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
	if f.Options.Terminal && f.Options.Width > 0 && !f.markdown && !f.fit() {
		return f.asLines()
	}
	f.line(head)
	switch {
	case f.Options.List:
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

// fit makes columns of text narrower until all fit; a number cut off would be
// another number. It fails where too little would be left of them.
func (f *grid) fit() bool {
	const least = 8
	room, text := f.Options.Width-2*(len(f.width)-1), 0
	for i, w := range f.width {
		room -= w
		if !f.whole(i) {
			text = max(text, w)
		}
	}
	for ; room < 0 && text > least; text-- {
		for i, w := range f.width {
			if !f.whole(i) && w == text {
				f.width[i]--
				room++
			}
		}
	}
	return room >= 0
}

// whole reports whether a column is never cut.
func (f *grid) whole(i int) bool { return f.numeric[i] || slices.Contains(f.Options.Whole, i) }

// asLines prints the result as line does.
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
		f.separate(i)
		if c.width > f.width[i] && !c.number && !f.whole(i) && f.Options.Terminal && f.Options.Width > 0 && !f.markdown {
			c.text = ansi.Truncate(c.text, f.width[i], "…")
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

// Width is how many cells of a terminal a text takes.
func Width(s string) int {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || s[i] < ' ' {
			return ansi.StringWidth(s)
		}
	}
	return len(s)
}
