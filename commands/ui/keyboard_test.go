package ui

import "testing"

func TestTyped(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"r":               "r",
		"rr?":             "rr?",
		"\x1b[A":          "", // an arrow
		"\x1b[15~r":       "r",
		"\x1b[1;5Dr":      "r",
		"\x1bOPr":         "r",
		"\x1bq":           "", // with Alt
		"\x1b":            "",
		"\x1b[":           "",
		"\x1bO":           "",
		"npm run dev\n":   "", // a paste
		"\n\n\n\n\n\n":    "\n\n\n\n\n\n",
		"\x1b[200~quit\n": "",
	} {
		if got := string(typed([]byte(given))); got != want {
			t.Errorf("typed(%q) = %q, want %q", given, got, want)
		}
	}
}
