package diag

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Harmless is a text of somebody else's, of any number of lines, that a terminal
// shows and does nothing else with but colour it: everything else that it would
// obey is written as an escape. Colours end with the text.
func Harmless(s string) string {
	if harmless(s) {
		return s
	}
	var b strings.Builder
	coloured := false
	for i := 0; i < len(s); {
		if n := colour(s[i:]); n > 0 {
			b.WriteString(s[i : i+n])
			coloured = true
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\r' && strings.HasPrefix(s[i+1:], "\n"): // the end of a line
		case r == '\n' || r == '\t':
			b.WriteByte(s[i])
		case r == utf8.RuneError && n <= 1, r < 0x80 && unicode.IsControl(r):
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	if coloured {
		b.WriteString("\x1b[0m")
	}
	return b.String()
}

// harmless reports whether there is nothing to do, quickly.
func harmless(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			return false
		} else if c >= utf8.RuneSelf {
			return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
				return r != '\n' && r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
			})
		}
	}
	return true
}

// colour is how long the sequence is that s begins with, if it sets colours and
// the like, else 0.
func colour(s string) int {
	if !strings.HasPrefix(s, "\x1b[") {
		return 0
	}
	end := 2 + len(s[2:]) - len(strings.TrimLeft(s[2:], "0123456789;:"))
	if end < len(s) && s[end] == 'm' {
		return end + 1
	}
	return 0
}

// HarmlessJSON is the same JSON with escapes for what a terminal would obey,
// which can stand in strings alone.
func HarmlessJSON(text []byte) []byte {
	if harmless(string(text)) {
		return text
	}
	var b bytes.Buffer
	for _, r := range string(text) {
		if r != '\n' && r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.Bytes()
}
