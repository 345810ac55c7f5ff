package diag

import (
	"bytes"
	"fmt"
	"github.com/charmbracelet/x/ansi"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Only this file decides what may be sent to a terminal: names, messages and values
// from others are shown literally, and control sequences are written as escapes.

// Visible returns a text on one line, such as the name of an object: without colours,
// and with escapes for line breaks and tabs.
func Visible(s string) string {
	if isPlain(s) && !strings.ContainsAny(s, "\n\t") {
		return s
	}
	return string(AppendVisible(nil, []byte(s), false))
}

// AppendVisible appends text without colours. Line breaks and tabs may be kept.
func AppendVisible(to, text []byte, lines bool) []byte {
	for i := 0; i < len(text); {
		c := text[i]
		if c >= ' ' && c < 0x7f || lines && (c == '\n' || c == '\t') {
			to = append(to, c)
			i++
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		switch {
		case r == utf8.RuneError && n <= 1:
			if i+2 < len(text) && c == 0xed && text[i+1] >= 0xa0 && text[i+1] <= 0xbf && text[i+2]&0xc0 == 0x80 {
				// A lone surrogate of JavaScript.
				n = 3
				to = fmt.Appendf(to, `\u%04x`, 0xd000|rune(text[i+1]&0x3f)<<6|rune(text[i+2]&0x3f))
			} else {
				n = 1
				to = fmt.Appendf(to, `\x%02x`, c)
			}
		case r == '\n':
			to = append(to, `\n`...)
		case r == '\t':
			to = append(to, `\t`...)
		case r == '\r':
			to = append(to, `\r`...)
		case r < ' ':
			to = fmt.Appendf(to, `\x%02x`, r)
		case mustEscape(r):
			to = fmt.Appendf(to, `\u%04x`, r) // also valid in JSON
		default:
			to = append(to, text[i:i+n]...)
		}
		i += n
	}
	return to
}

// mustEscape reports whether a terminal acts on r or shows nothing for it: control characters,
// characters that change the direction of text, and line separators.
func mustEscape(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == '\ufeff'
}

// Sanitize returns a text of any number of lines that keeps its colours, which end with the
// text.
func Sanitize(s string) string {
	if isPlain(s) {
		return s
	}
	var b bytes.Buffer
	w := NewWriter(&b, true)
	_, _ = w.Write([]byte(s)) // a buffer cannot fail
	_ = w.Flush()
	return b.String()
}

// isPlain quickly reports whether a text needs no changes.
func isPlain[T string | []byte](s T) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			return false
		} else if c >= utf8.RuneSelf {
			text := string(s)
			return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
				return r != '\n' && r != '\t' && mustEscape(r)
			})
		}
	}
	return true
}

// A Writer sends text of any number of lines to a terminal. Inside a JSON string, it
// writes escapes of JSON, so that the output stays valid JSON.
type Writer struct {
	w        io.Writer
	colours  bool   // keep them
	rest     []byte // the start of something whose end is still to come
	coloured bool   // since the colours were last put back
}

// NewWriter returns a writer before w, which may let colours pass. Flush ends it.
func NewWriter(w io.Writer, colours bool) *Writer { return &Writer{w: w, colours: colours} }

// Write implements [io.Writer].
func (t *Writer) Write(b []byte) (int, error) {
	if len(t.rest) == 0 && isPlain(b) {
		return t.w.Write(b)
	}
	text := b
	if len(t.rest) > 0 {
		text = append(t.rest, b...)
	}
	whole := len(text) - unfinished(text)
	out := t.append(nil, text[:whole])
	t.rest = append([]byte(nil), text[whole:]...)
	if _, err := t.w.Write(out); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Flush writes what waits for its end, and puts colours back.
func (t *Writer) Flush() error {
	out := t.append(nil, t.rest)
	t.rest = nil
	if t.coloured {
		out = append(out, "\x1b[0m"...)
		t.coloured = false
	}
	if len(out) == 0 {
		return nil
	}
	_, err := t.w.Write(out)
	return err
}

func (t *Writer) append(to, text []byte) []byte {
	for len(text) > 0 {
		// Up to the next byte that may begin a colour or end a line.
		n := bytes.IndexAny(text, "\x1b\r")
		if n < 0 {
			n = len(text)
		}
		to = AppendVisible(to, text[:n], true)
		if text = text[n:]; len(text) == 0 {
			break
		}
		switch n := colour(text); {
		case n > 0 && t.colours:
			to = append(to, text[:n]...)
			t.coloured = !bytes.Equal(text[:n], []byte("\x1b[0m")) && !bytes.Equal(text[:n], []byte("\x1b[m"))
			text = text[n:]
		case bytes.HasPrefix(text, []byte("\r\n")):
			text = text[1:]
		default:
			to = fmt.Appendf(to, `\x%02x`, text[0])
			text = text[1:]
		}
	}
	return to
}

// unfinished returns how many bytes at the end of a text are the start of a
// character, of the end of a line, or of a colour.
func unfinished(text []byte) int {
	if n := len(text); n > 0 && text[n-1] == '\r' {
		return 1
	}
	for back := 1; back < utf8.UTFMax && back <= len(text); back++ {
		if start := text[len(text)-back:]; utf8.RuneStart(start[0]) {
			if !utf8.FullRune(start) {
				return back
			}
			break
		}
	}
	const longest = 64 // of a colour
	end := text[max(0, len(text)-longest):]
	if i := bytes.LastIndexByte(end, '\x1b'); i >= 0 {
		if start := end[i+1:]; len(start) == 0 || start[0] == '[' && len(bytes.TrimLeft(start[1:], parameters)) == 0 {
			return len(end) - i
		}
	}
	return 0
}

// parameters are the characters between the two ends of a colour.
const parameters = "0123456789;:"

// colour returns how long the sequence is that s begins with, if it sets colours and
// the like, else 0.
func colour(s []byte) int {
	if !bytes.HasPrefix(s, []byte("\x1b[")) {
		return 0
	}
	end := len(s) - len(bytes.TrimLeft(s[2:], parameters))
	if end < len(s) && s[end] == 'm' {
		return end + 1
	}
	return 0
}

// Shorten cuts the middle out of a text that is wider than a number of cells: names
// often begin alike.
func Shorten(s string, width int) string {
	n := ansi.StringWidth(s)
	if n <= width {
		return s
	}
	end := max(width-1, 0) / 2
	return ansi.Truncate(s, width-end, "…") + ansi.TruncateLeft(s, n-end, "")
}

// ShellWord quotes a word for a shell, if it needs to be.
func ShellWord(text string) string {
	if strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-+@:") == "" && text != "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
