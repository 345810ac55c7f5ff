package ui

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestTemplate(t *testing.T) {
	t.Parallel()
	ago := func(d time.Duration) string { return `"` + JSONTime(time.Now().Add(d)) + `"` }
	for _, test := range []struct{ in, template, want, terminal string }{
		{`{"a": 9007199254740993, "b": 1.50, "c": null, "d": 123456789012345678901}`, `{{.a}} {{.b}} {{.c}} {{.d}} {{.e}} {{json .}}`,
			`9007199254740993 1.5 <no value> 123456789012345678901 <no value> {"a":9007199254740993,"b":1.5,"c":null,"d":"123456789012345678901"}` + "\n", ""},
		{"[1, 2]\n[3]\n{}", `{{range .}}{{.}};{{end}}`, "1;2;\n3;\n", ""},
		{`[{"n": "x", "k": [1]}, {"n": "y"}]`, `{{pluck "n" . | join ", "}}{{range .}} {{join "" (slice (pluck "z" $) 1)}}{{.k | json}}{{end}}`, "x, y [1] null\n", ""},
		{`[{"a": 1, "b": "日本\tx"}, {"a": 12345, "b": true}]`, `{{tablerow "A" "B" "C"}}{{range .}}{{tablerow .a .b (len .)}}{{end}}`,
			"A\tB\tC\n1\t日本 x\t2\n12345\ttrue\t2\n", "A      B       C\n1      日本 x  2\n12345  true    2\n"},
		{`["a"]`, `{{range .}}{{tablerow . "b"}}{{end}}{{tablerender}}end{{tablerow "c"}}`, "a\tb\nend\nc\n", "a  b\nend\nc\n"},
		{`{"a": ` + ago(-3*time.Minute) + `, "b": ` + ago(2*time.Hour+time.Second) + `, "c": null, "d": 0}`, `{{timeago .a}}|{{timeago .b}}|{{timeago .c}}|{{timefmt "2006-01-02" .d}}|{{timefmt "2006" 0}}`, "3 minutes ago|in 2 h||1970-01-01|1970\n", ""},
		{`"hello"`, `{{truncate 3 .}} {{contains "ell" .}} {{hasPrefix "h" .}} {{hasSuffix "h" .}} {{regexMatch "^h.l" .}} {{if eq . "hello"}}yes{{end}}`, "he… true true false true yes\n", ""},
		{`{"n": 1536, "z": null}`, `{{size .n}} {{size .z}} {{size 1024}} {{if gt .n 1000}}big{{end}}`, "1.5 KiB 0 B 1.0 KiB big\n", ""},
		{`"x"`, `{{color "red" .}}{{color "green+bh:blue" .}}{{color "208:0" .}}{{autocolor "white+u" .}}`,
			"\x1b[31mx\x1b[0m\x1b[92;1;44mx\x1b[0m\x1b[38;5;208;48;5;0mx\x1b[0mx\n", "\x1b[31mx\x1b[0m\x1b[92;1;44mx\x1b[0m\x1b[38;5;208;48;5;0mx\x1b[0m\x1b[37;4mx\x1b[0m\n"},
		{`["\u001b]0;title\u0007", {"\u001b[31m": "a\nb\u009b"}]`, `{{index . 0}}{{range $k, $v := index . 1}} {{$k}} {{$v}}{{end}}`,
			"\x1b]0;title\a \x1b[31m a\nb\u009b\n", "\\x1b]0;title\\x07 \\x1b[31m a\nb\\u009b\n"},
		{``, `{{.}}`, "", ""},
	} {
		for _, terminal := range []bool{false, true} {
			var out, failed bytes.Buffer
			e := &Env{Stdout: &out, Stderr: &failed, StdoutTerminal: terminal, Width: 60}
			end, err := e.Template(test.template)
			if err != nil {
				t.Errorf("%s: %v", test.template, err)
				continue
			}
			if _, err := io.WriteString(e.Stdout, test.in); err != nil {
				t.Error(err)
			}
			want := test.want
			if terminal && test.terminal != "" {
				want = test.terminal
			}
			if err := end(); err != nil || out.String() != want {
				t.Errorf("%s: got %q, want %q; %v, %s", test.template, out.String(), want, err, failed.String())
			}
		}
	}
	for _, test := range []struct{ in, template, want string }{
		{`[]`, `{{.a}}`, "--template:1:2: <.a>: can't evaluate field a in type list"},
		{`{"a": "b"}`, `{{.a.b}}`, "--template:1:4: <.a.b>: can't evaluate field b in type interface {}"},
		{`[1]`, `{{pluck "a" .}}`, "1 is not an object"},
		{`1`, `{{color "pink" .}}`, `"pink" is not a color`},
		{`"x"`, `{{timeago .}}`, `"x" is not a time`},
		{`"x"`, `{{size .}}`, `"x" is not a number of bytes`},
		{`x`, `{{.}}`, "--template: the output of this command is not JSON"},
	} {
		var out, failed bytes.Buffer
		e := &Env{Stdout: &out, Stderr: &failed}
		end, err := e.Template(test.template)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(e.Stdout, test.in+"\n"+strings.Repeat("1\n", 100)) // nothing waits for the filter
		if err := end(); !errors.Is(err, ErrReported) || !strings.Contains(failed.String(), test.want) {
			t.Errorf("%s: %v, %q", test.template, err, failed.String())
		}
	}
	for _, text := range []string{"{{", "{{nope .}}", "{{end}}"} {
		if _, err := (&Env{}).Template(text); !IsUsage(err) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestTemplateFollows prints ages as they are when each value comes.
func TestTemplateFollows(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out, failed bytes.Buffer
		e := &Env{Stdout: &out, Stderr: &failed}
		end, err := e.Template("{{timeago .}}")
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		_, err = io.WriteString(e.Stdout, `"`+JSONTime(time.Now())+`"`)
		if err := errors.Join(err, end()); err != nil || out.String() != "just now\n" {
			t.Error(err, out.String(), failed.String())
		}
	})
}
