package diag

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// PrintOptions are the options of [Print].
type PrintOptions struct {
	Dir    string                            // paths inside or near it are shown relative to it
	Style  Style                             // zero: plain text
	Source func(file string) ([]byte, error) // nil: [ReadFile]
	Width  int                               // of the terminal; 0: not known
}

// Style colours the parts of a diagnostic. A nil function leaves its part as
// it is; the words alone carry the meaning.
type Style struct {
	Position, Error, Warning, Caret, Fix func(string) string
}

func (s Style) apply(f func(string) string, text string) string {
	if f == nil {
		return text
	}
	return f(text)
}

// maxSourceWidth is the maximum width of a source line. In a longer line, a third of it
// is left of the problem.
const maxSourceWidth = 120

// Print writes every diagnostic as
//
//	wrangler.jsonc:4:47: error[bind-without-lifecycle]: message (Cloudflare: 10061)
//	  the source line
//	      ^~~~
//	  fix: the fix
//
// The source line is left out if it cannot be read.
func Print(w io.Writer, l List, o PrintOptions) error {
	read := o.Source
	if read == nil {
		read = ReadFile
	}
	width := maxSourceWidth
	if o.Width > 0 {
		width = min(width, max(o.Width-2, 10))
	}
	files := map[string][]byte{}
	var b strings.Builder
	for _, d := range l {
		b.Reset()
		s := o.Style
		at := d.Pos.label(o.Dir)
		if at != "" {
			b.WriteString(s.apply(s.Position, at+":") + " ")
		}
		severity := s.Error
		if d.Severity == Warning {
			severity = s.Warning
		}
		kind := fmt.Sprintf("%s[%s]:", d.Severity, Visible(d.Code))
		b.WriteString(s.apply(severity, kind) + " ")
		message := Visible(d.Message)
		if d.CloudflareCode != 0 {
			message += fmt.Sprintf(" (Cloudflare: %d)", d.CloudflareCode)
		}
		taken := ansi.StringWidth(kind) + 1
		if at != "" {
			taken += ansi.StringWidth(at) + 2
		}
		b.WriteString(Wrap(message, taken, o.Width))
		b.WriteByte('\n')
		if d.Pos.File != "" && d.Pos.Line > 0 {
			src, ok := files[d.Pos.File]
			if !ok {
				src, _ = read(d.Pos.File)
				files[d.Pos.File] = src
			}
			if line, ok := sourceLine(src, d.Pos.Line); ok {
				text, caret := excerpt(line, d.Pos.Column-1, d.Pos.Length, width)
				b.WriteString("  " + text + "\n")
				indent := len(caret) - len(strings.TrimLeft(caret, " "))
				b.WriteString("  " + caret[:indent] + s.apply(s.Caret, caret[indent:]) + "\n")
			}
		}
		if d.Fix != "" {
			for i, line := range strings.Split(strings.TrimRight(d.Fix, "\n"), "\n") {
				lead := "       "
				if i == 0 {
					lead = "  " + s.apply(s.Fix, "fix:") + " "
				}
				b.WriteString(strings.TrimRight(lead+Visible(line), " ") + "\n")
			}
		}
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	return nil
}

// Wrap breaks a text between words; further lines start at the left, as when the
// terminal wraps them. The given number of columns of the first line is taken.
func Wrap(text string, taken, width int) string {
	if width <= 0 {
		return text
	}
	var b strings.Builder
	for i, word := range strings.Split(text, " ") {
		n := ansi.StringWidth(word)
		switch {
		case i == 0:
		case taken+1+n > width:
			b.WriteByte('\n')
			taken = 0
		default:
			b.WriteByte(' ')
			taken++
		}
		b.WriteString(word)
		taken += n
	}
	return b.String()
}

// JSON is a diagnostic in the output of --json. Fields are only ever added.
type JSON struct {
	Severity       Severity `json:"severity"`
	Code           string   `json:"code"`
	CloudflareCode int      `json:"cloudflareCode,omitempty"`
	Message        string   `json:"message"`
	File           string   `json:"file"`
	Line           int      `json:"line"`
	Column         int      `json:"column"`
	Fix            string   `json:"fix,omitempty"`
}

// JSON returns the list for encoding, with paths as [Print] shows them. It is
// never nil.
func (l List) JSON(dir string) []JSON {
	all := make([]JSON, 0, len(l))
	for _, d := range l {
		all = append(all, d.json(dir))
	}
	return all
}

// json returns the diagnostic for encoding, with its path as [Print] shows it.
func (d Diagnostic) json(dir string) JSON {
	return JSON{d.Severity, d.Code, d.CloudflareCode, d.Message, Rel(dir, d.Pos.File), d.Pos.Line, d.Pos.Column, d.Fix}
}

// Rel returns file relative to dir if it lies inside dir or not far from it.
func Rel(dir, file string) string {
	if dir == "" || file == "" {
		return file
	}
	rel, err := filepath.Rel(dir, file)
	up := ".." + string(filepath.Separator)
	if err != nil || strings.HasPrefix(rel, up+up+up) {
		return file
	}
	return rel
}

func (p Pos) label(dir string) string {
	file := Visible(Rel(dir, p.File))
	switch {
	case file == "" || p.Line <= 0:
		return file
	case p.Column <= 0:
		return fmt.Sprintf("%s:%d", file, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", file, p.Line, p.Column)
}

func sourceLine(src []byte, n int) ([]byte, bool) {
	for ; n > 1; n-- {
		i := bytes.IndexByte(src, '\n')
		if i < 0 {
			return nil, false
		}
		src = src[i+1:]
	}
	if i := bytes.IndexByte(src, '\n'); i >= 0 {
		src = src[:i]
	}
	src = bytes.TrimSuffix(src, []byte("\r"))
	return src, len(bytes.TrimSpace(src)) > 0
}

// excerpt cuts a line to width columns and returns it with a line that marks length
// bytes from column, which counts from 0.
func excerpt(line []byte, column, length, width int) (text, caret string) {
	column = min(max(column, 0), len(line))
	end := min(column+max(length, 1), len(line))

	// Only part of a very long line is examined.
	const reach = 4 * maxSourceWidth
	from, to := 0, len(line)
	if column > reach {
		from = column - reach
		for from < column && !utf8.RuneStart(line[from]) {
			from++
		}
	}
	if to-column > reach {
		to = column + reach
		for to > column && !utf8.RuneStart(line[to]) {
			to--
		}
		end = min(end, to)
	}
	before, marked, after := plain(line[from:column]), plain(line[column:end]), plain(line[end:to])

	left := ansi.StringWidth(before)
	if left+ansi.StringWidth(marked+after) > width || from > 0 || to < len(line) {
		if lead := width / 3; left > lead {
			before = "…" + ansi.TruncateLeft(before, left-lead, "")
			left = ansi.StringWidth(before)
		}
		rest := max(width-left, 1)
		marked, after = ansi.Truncate(marked, rest, ""), ansi.Truncate(after, max(rest-ansi.StringWidth(marked), 0), "…")
	}
	tail := max(ansi.StringWidth(marked)-1, 0)
	return strings.TrimRight(before+marked+after, " "), strings.Repeat(" ", left) + "^" + strings.Repeat("~", tail)
}

// plain replaces tabs by four spaces and makes everything else visible, so that the
// marks below a line are aligned.
func plain(b []byte) string {
	return Visible(strings.ReplaceAll(strings.TrimPrefix(string(b), "\ufeff"), "\t", "    "))
}
