// Package table prints the results of queries as tables, CSV, JSON and in other
// formats, for `dotool sql`, the SQL shell, and everything that lists rows.
//
// Start from [NewFormat]. The rows come from package sqlite.
package table

import (
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// Format prints the results of queries, one after the other, in bounded memory; see
// [NewFormat].
type Format interface {
	// Header begins a result, ending the one before. It must come before Row.
	Header(columns []string) error
	// Row prints a row, which the caller may reuse. The error is that of the writer.
	Row(values []sqlite.Value) error
	// Flush ends the last result and writes what is buffered, before something else is
	// written.
	Flush() error
	// Close is Flush after all results.
	Close() error
}

// Modes are the names of the formats, other than "".
var Modes = []string{"table", "json", "csv", "markdown", "line", "tabs"}

// FormatOptions describe the output.
type FormatOptions struct {
	Terminal bool // cut cells to the width and show control characters
	Width    int  // of the terminal in cells; 0 when unknown, then nothing is cut
	Colour   bool // colour headings, NULL and blobs

	// Headers is "on" for a heading in tabs too, "off" for none in table, csv and tabs; in
	// the other modes names are part of the result.
	Headers string

	// List prints a table as a list of dotool's: headings without a rule, and without
	// trailing columns that are empty in every row.
	List bool
	// Columns, from 0: texts that are never cut, and others that are aligned like
	// numbers.
	Whole, Numeric []int
	// Columns, for a terminal that is too narrow: names, which are cut in the middle,
	// and those that are left out, in this order.
	Names, Spare []int
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

// Summary returns the line after a result on a terminal: "2 rows in 1.4 ms".
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

// Point shows the line of a text at an offset, with a caret below it; nothing if the
// offset is outside the text.
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

// Output is a buffered writer.
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

// Look adds text with a style.
func (o *Output) Look(look string, text string) {
	if look == lookPlain || !o.Options.Colour {
		o.Buffer = append(o.Buffer, text...)
		return
	}
	o.Buffer = append(append(append(o.Buffer, look...), text...), "\x1b[0m"...)
}

// appendBlob appends a blob as a literal of SQL.
func appendBlob(b, blob []byte) []byte {
	return append(hex.AppendEncode(append(b, "X'"...), blob), '\'')
}

// Width returns how many cells of a terminal a text takes.
func Width(s string) int {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || s[i] < ' ' {
			return ansi.StringWidth(s)
		}
	}
	return len(s)
}
