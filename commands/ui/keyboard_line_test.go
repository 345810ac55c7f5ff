//go:build unix

package ui

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestEntry(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		typed    []string // read at once
		want     string
		done, ok bool
	}{
		{[]string{"POST /rooms/*\n"}, "POST /rooms/*", true, true},
		{[]string{"a", "b", "\r"}, "ab", true, true},
		{[]string{"\n"}, "", true, true},
		{[]string{"quit"}, "quit", false, false},
		{[]string{"ab\x7fc\b\b\b\bd\n"}, "d", true, true},
		{[]string{"one two \x17\n"}, "one ", true, true},
		{[]string{"one two\x15three\n"}, "three", true, true},
		{[]string{"a\x1b"}, "a", true, false},
		{[]string{"a\x03b"}, "a", true, false},
		{[]string{"\x04"}, "", true, false},
		{[]string{"a\x04b\n"}, "ab", true, true},
		{[]string{"a\x1b[Ab\x1b[1;5Dc\x1bOPd\x1bqe\n"}, "abcde", true, true}, // arrows, F1, Alt
		{[]string{"\xc3", "\xa9", "\n"}, "é", true, true},
		{[]string{"a\x00\x07\xffb\n"}, "ab", true, true},
	} {
		var e entry
		var done, ok bool
		for _, b := range test.typed {
			done, ok = e.typed([]byte(b))
		}
		if e.String() != test.want || done != test.done || ok != test.ok {
			t.Errorf("%q: %q, %v, %v", test.typed, e.String(), done, ok)
		}
	}
}

func TestEntryFits(t *testing.T) {
	t.Parallel()
	e := entry{text: []rune("POST /rooms/*/messages slow>100ms")}
	for width := 10; width < 60; width++ {
		if n := ansi.StringWidth(e.redraw("Only: ", width)); n >= width {
			t.Errorf("%d columns: %d", width, n)
		}
	}
}

func FuzzEntry(f *testing.F) {
	f.Add([]byte("a\x1b[Ab\xc3"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var e entry
		_, _ = e.typed(b)
		for _, r := range e.String() {
			if r < ' ' {
				t.Errorf("%q makes %q", b, e.String())
			}
		}
	})
}
