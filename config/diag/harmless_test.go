package diag

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHarmless(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "",
		"two\nlines\tand é, 日本 🙂":    "two\nlines\tand é, 日本 🙂",
		"\x1b[1;31mred\x1b[0m":       "\x1b[1;31mred\x1b[0m\x1b[0m",
		"\x1b]0;title\x07":           `\x1b]0;title\x07`,
		"\x1b[2J\x1b[31":             `\x1b[2J\x1b[31`,
		"a\r\nb\rc":                  "a\nb" + `\x0d` + "c",
		"\u009b31m\u202ecba\x7f\xff": `\u009b31m\u202ecba\x7f\xff`,
	} {
		if got := Harmless(text); got != want {
			t.Errorf("Harmless(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestHarmlessJSON(t *testing.T) {
	for text, want := range map[string]string{
		"{\n\t\"a\": \"é\"\n}":      "{\n\t\"a\": \"é\"\n}",
		"[\"\u009b31m\u202e\x7f\"]": `["\u009b31m\u202e\u007f"]`,
	} {
		if got := string(HarmlessJSON([]byte(text))); got != want {
			t.Errorf("HarmlessJSON(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzHarmless(f *testing.F) {
	f.Add("\x1b[31mred\x1b]52;c;AA\x07\u009b2J\r\n\xff")
	f.Fuzz(func(t *testing.T, s string) {
		got := Harmless(s)
		if !utf8.ValidString(got) {
			t.Errorf("%q becomes %q", s, got)
		}
		for rest := got; rest != ""; rest = rest[1:] {
			if n := colour(rest); n == 0 && strings.IndexByte("\x1b\x07\r\b\x00\x7f", rest[0]) >= 0 {
				t.Errorf("%q becomes %q", s, got)
			}
		}
	})
}
