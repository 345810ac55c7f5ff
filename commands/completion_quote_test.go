package commands

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// evaluatePowerShell reads a word as PowerShell does, with the one kind of expression
// that dotool writes.
func evaluatePowerShell(word string) string {
	text := unquote(powershellQuotes, word).text
	return regexp.MustCompile(`\$\(\[char\](\d+)\)`).ReplaceAllStringFunc(text, func(s string) string {
		n, _ := strconv.Atoi(strings.Trim(s, "$([char])"))
		return string(rune(n))
	})
}

// The inserted text keeps its meaning after any open quote.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"plain", "x$(touch p)y", "it's", `say "hi"`, "a!b\n\x1b\xff é", `\`, "'\"`$\\!\n;*", "-x", "\u2019\u201d", "\x80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if s == "" || strings.Contains(s, "\x00") {
			t.Skip()
		}
		for _, open := range []string{"", "'", `"`, "$'"} {
			for _, always := range []bool{true, !isBare(s)} {
				word := open + quoteBash(s, open, always)
				if w := unquote(posixQuotes, word); w.text != s || w.open != "" && w.open != open {
					t.Errorf("bash: %q after %q is %s, which is %q", s, open, word, w.text)
				}
				if !plainText(word) {
					t.Errorf("bash: %q after %q is %q", s, open, word)
				}
				if all, ok := splitLine(posixQuotes, "dotool sql "+word); !ok || len(all) != 3 || all[2].text != s {
					t.Errorf("bash: %s is split into %d words", word, len(all))
				}
			}
		}
		if word := quotePowerShell(s); utf8.ValidString(s) && !strings.Contains(s, "$([char]") {
			if got := evaluatePowerShell(word); got != s || !plainText(word) {
				t.Errorf("PowerShell: %q is %s, which is %q", s, word, got)
			}
		}
	})
}

// Splitting any text ends, and loses nothing.
func FuzzSplitLine(f *testing.F) {
	for _, s := range []string{`dotool sql 'a b`, `dotool sql "a\$b" $'x\n\x41`, "dotool `'a \"b`n", `a\`, "a 'b''c' \"d\"\"e\"", "x;y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		for _, q := range []quotes{posixQuotes, fishQuotes, powershellQuotes} {
			words, ok := splitLine(q, line)
			if ok && !strings.HasSuffix(line, words[len(words)-1].raw) {
				t.Errorf("%q ends with %q", line, words[len(words)-1].raw)
			}
		}
	})
}

// PowerShell cannot run here: this is the text that its script gets.
func TestPowerShellCompletion(t *testing.T) {
	all := []candidate{{"lobby", "Room"}, {"x$(touch p)'’y", "Room"}, {"a\nb\x1b`\"$", ""}, {"日本 🙂", "k\ney"}, {"\xff", ""}}
	var b bytes.Buffer
	if err := printCandidates(&b, "powershell", quotedWord{}, all); err != nil {
		t.Fatal(err)
	}
	want := []map[string]string{
		{"text": "lobby", "shown": "lobby", "about": "Room"},
		{"text": "'x$(touch p)''’’y'", "shown": "x$(touch p)'’y", "about": "Room"},
		{"text": "\"a$([char]10)b$([char]27)```\"`$\"", "shown": `a\nb\x1b` + "`\"$", "about": `a\nb\x1b` + "`\"$"},
		{"text": "'日本 🙂'", "shown": "日本 🙂", "about": `k\ney`},
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != len(want) {
		t.Fatalf("%q", lines)
	}
	for i, line := range lines {
		if strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("not ASCII: %q", line)
		}
		var got map[string]string
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Error(err)
		}
		for k, v := range want[i] {
			if got[k] != v {
				t.Errorf("%s of %q is %q, want %q", k, all[i].text, got[k], v)
			}
		}
	}
	for word, text := range map[string]string{"'it''s'": "it's", "\"a`n`\"\"\"b\"": "a\n\"\"b", "a` b": "a b", "'$x'": "$x", "x`": "x"} {
		if got := unquote(powershellQuotes, word).text; got != text {
			t.Errorf("%s is %q, want %q", word, got, text)
		}
	}
}
