package diag

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSanitize(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "",
		"two\nlines\tand é, 日本 🙂":    "two\nlines\tand é, 日本 🙂",
		"\x1b[1;31mred":              "\x1b[1;31mred\x1b[0m",
		"\x1b[1;31mred\x1b[0m":       "\x1b[1;31mred\x1b[0m",
		"\x1b]0;title\x07":           `\x1b]0;title\x07`,
		"\x1b[2J\x1b[31":             `\x1b[2J\x1b[31`,
		"a\r\nb\rc":                  "a\nb" + `\x0d` + "c",
		"\u009b31m\u202ecba\x7f\xff": `\u009b31m\u202ecba\u007f\xff`,
	} {
		if got := Sanitize(text); got != want {
			t.Errorf("Harmless(%q) = %q, want %q", text, got, want)
		}
	}
}

// Strings of JSON stay strings of JSON.
func TestWriterJSON(t *testing.T) {
	for text, want := range map[string]string{
		"{\n\t\"a\": \"é\"\n}":      "{\n\t\"a\": \"é\"\n}",
		"[\"\u009b31m\u202e\x7f\"]": `["\u009b31m\u202e\u007f"]`,
	} {
		if got := Sanitize(text); got != want {
			t.Errorf("Harmless(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"é, 日本 🙂":                   "é, 日本 🙂",
		"\x1b[31ma\x1b[0m\b":        `\x1b[31ma\x1b[0m\x08`,
		"a\r\nb\tc\u2028":           `a\r\nb\tc\u2028`,
		"\u009b2J\u202e\x7f\ufeff":  `\u009b2J\u202e\u007f\ufeff`,
		"\xff\xed\xa0\xbd\xe6\x97b": `\xff\ud83d\xe6\x97b`,
	} {
		if got := Visible(text); got != want {
			t.Errorf("Visible(%q) = %q, want %q", text, got, want)
		}
	}
}

// A text comes out the same in whatever pieces it is written.
func TestWriterPieces(t *testing.T) {
	const text = "a日\xff\x1b\n\xe6\x97b😀é\r\nc\rd\x1b[1;31mred\x1b[2Jend\u009b1m\x1b[0m\x1b["
	for colours, want := range map[bool]string{
		true:  `a日\xff\x1b` + "\n" + `\xe6\x97b😀é` + "\n" + `c\x0dd` + "\x1b[1;31mred" + `\x1b[2Jend\u009b1m` + "\x1b[0m" + `\x1b[`,
		false: `a日\xff\x1b` + "\n" + `\xe6\x97b😀é` + "\n" + `c\x0dd\x1b[1;31mred\x1b[2Jend\u009b1m\x1b[0m\x1b[`,
	} {
		for size := 1; size <= len(text); size++ {
			var b strings.Builder
			w := NewWriter(&b, colours)
			for i := 0; i < len(text); i += size {
				piece := text[i:min(i+size, len(text))]
				if n, err := w.Write([]byte(piece)); n != len(piece) || err != nil {
					t.Fatal(n, err)
				}
			}
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			if got := b.String(); got != want {
				t.Errorf("in pieces of %d: %q, want %q", size, got, want)
			}
		}
	}
}

func FuzzSanitize(f *testing.F) {
	f.Add("\x1b[31mred\x1b]52;c;AA\x07\u009b2J\r\n\xff")
	f.Fuzz(func(t *testing.T, s string) {
		got := Sanitize(s)
		if !utf8.ValidString(got) {
			t.Errorf("%q becomes %q", s, got)
		}
		for rest := got; rest != ""; rest = rest[1:] {
			if n := colour([]byte(rest)); n == 0 && strings.IndexByte("\x1b\x07\r\b\x00\x7f", rest[0]) >= 0 {
				t.Errorf("%q becomes %q", s, got)
			}
		}
	})
}

func TestShorten(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text  string
		width int
		want  string
	}{
		{"short", 5, "short"},
		{"discussion-1", 8, "disc…n-1"},
		{"discussion-1", 7, "dis…n-1"},
		{"discussion-1", 2, "d…"},
		{"discussion-1", 1, "…"},
		{"日本語日本語", 6, "日…語"},
	} {
		if got := Shorten(tt.text, tt.width); got != tt.want {
			t.Errorf("Shorten(%q, %d) = %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}
