package bundle

import "testing"

func FuzzGlob(f *testing.F) {
	for _, glob := range []string{"**/*.txt", "*", "a/**/b", "**", "[a]{b}?", `\`, "é*", "\xff*", "**.js", "***/x"} {
		f.Add(glob, "a/b/c.txt")
	}
	f.Fuzz(func(t *testing.T, glob, path string) {
		for _, globstar := range []bool{false, true} {
			globRegexp(glob, globstar).MatchString(path) // must not panic
		}
	})
}

func TestGlob(t *testing.T) {
	t.Parallel()
	// As glob-to-regexp 0.4.1 does it, without globstar and with it.
	for _, tt := range []struct {
		glob, path      string
		plain, globstar bool
	}{
		{"**/*.txt", "./a.txt", true, true},
		{"**/*.txt", "a.txt", false, true},
		{"**/*.txt", "a/b/c.txt", true, true},
		{"*.txt", "a/b.txt", true, false},
		{"a/**", "a/b/c", true, true},
		{"a**", "ab/c", true, false},
		{"**/*.wasm?module", "./x.wasm?module", true, true},
		{"**/*.wasm?module", "./x.wasmXmodule", false, false},
		{"[ab].txt", "a.txt", false, false},
		{"{a,b}.txt", "{a,b}.txt", true, true},
		{"a.txt", "aXtxt", false, false},
		{"é*.txt", "éé.txt", true, true},
	} {
		if got := globRegexp(tt.glob, false).MatchString(tt.path); got != tt.plain {
			t.Errorf("%s, %s: %v", tt.glob, tt.path, got)
		}
		if got := globRegexp(tt.glob, true).MatchString(tt.path); got != tt.globstar {
			t.Errorf("%s, %s with globstar: %v", tt.glob, tt.path, got)
		}
	}
}
