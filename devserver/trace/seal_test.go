package trace

import "testing"

// The hash matches the authors' test vectors, and a line counts once, unchanged.
func TestSeal(t *testing.T) {
	t.Parallel()
	if got, want := halfSipHash([2]uint32{0x03020100, 0x07060504}, ""), "1495239969.3359422649"; got != want { // 21 8d 1f 59 b9 b8 3c c8
		t.Errorf("got %s, want %s", got, want)
	}
	s := newSeal("\x1emark", 0)
	line := func(text string) string { return s.mark + halfSipHash(s.key, text) + "\t" + text }
	first := line("1\tcall …")
	if text, ok := s.Open(first); !ok || text != "call …" {
		t.Errorf("got %q, %t", text, ok)
	}
	for name, bad := range map[string]string{
		"again": first, "an earlier number": line("0\tcall"), "no number": line("call"), "changed": line("2\tcall") + "x",
		"another mark": "\x1eother\t" + line("3\tcall")[len(s.mark):], "the user's": "call", "cut": s.mark,
	} {
		if _, ok := s.Open(bad); ok {
			t.Errorf("%s: %q passes", name, bad)
		}
	}
	if _, ok := s.Open(line("9\tcall")); !ok {
		t.Error("a line after lost ones does not count")
	}
}
