package commands

import (
	"strings"
	"testing"
)

func TestExpandBraces(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a": "a", "a-{1..3}": "a-1 a-2 a-3", "{a,b}{1..2}": "a1 a2 b1 b2", "{01..03}": "01 02 03", "{3..1}": "{3..1}", "{x}": "{x}", "{": "{", "a{b": "a{b", "{1..999999999}": "{1..999999999}", "{a,a}": "a",
	} {
		if got := strings.Join(expandBraces(text), " "); got != want {
			t.Errorf("%s: %s, not %s", text, got, want)
		}
	}
}

func FuzzSeed(f *testing.F) {
	f.Add("[{\"object\":\"a\",\"call\":\"x\",\"args\":[1]},\n{\"object\":\"a\",\"kv\":{\"k\":1}}]")
	f.Add("{\"object\":\"a\",\"sql\":\"x\"}\n{}")
	f.Add("-- object: a\nSELECT 1;\n-- objects: b\n")
	f.Fuzz(func(t *testing.T, text string) {
		lines := 1 + strings.Count(text, "\n")
		steps, _ := jsonSteps([]byte(text))
		more, _ := sqlSteps(text, "x")
		for _, s := range append(steps, more...) {
			if s.Object == "" || s.Line < 1 || s.Line > lines {
				t.Errorf("%q: %+v", text, s)
			}
		}
	})
}
