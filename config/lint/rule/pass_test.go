package rule

import "testing"

func TestOneLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a is null": "a is null",
		"? in the text, and JSON.stringify(\n    row.content,\n  ) as an argument": "? in the text, and JSON.stringify(row.content) as an argument",
		"await list\n  .map(f)\n  .join()":                                         "await list .map(f) .join()",
		"[\n  1,\n  2,\n]":                                                         "[1, 2]",
		"f(\n  a, // one\n  b)":                                                    "f(\n  a, // one\n  b)",
	} {
		if got := oneLine(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
