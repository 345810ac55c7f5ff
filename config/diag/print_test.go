package diag

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
)

func render(t *testing.T, src string, d Diagnostic) string {
	t.Helper()
	var b bytes.Buffer
	err := Print(&b, List{d}, PrintOptions{Dir: filepath.FromSlash("/p"), Source: func(string) ([]byte, error) { return []byte(src), nil }})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPrint(t *testing.T) {
	t.Parallel()
	at := func(line, column, length int) Pos {
		return Pos{File: filepath.FromSlash("/p/w.jsonc"), Line: line, Column: column, Length: length}
	}
	for _, test := range []struct {
		name, src string
		d         Diagnostic
		want      string
	}{
		{"whole", "{\n  \"a\": 1,\n}\n", Diagnostic{Error, "config", 10061, "a is 1", at(2, 8, 1), "make it 2", false},
			"w.jsonc:2:8: error[config]: a is 1 (Cloudflare: 10061)\n    \"a\": 1,\n         ^\n  fix: make it 2\n"},
		{"range and a fix of two lines", "abc def\n", Diagnostic{Warning, "unknown-key", 0, "m", at(1, 5, 3), "one\n\n  two\n", false},
			"w.jsonc:1:5: warning[unknown-key]: m\n  abc def\n      ^~~\n  fix: one\n\n         two\n"},
		{"tab", "\tx\n", Diagnostic{Error, "c", 0, "m", at(1, 2, 1), "", false}, "w.jsonc:1:2: error[c]: m\n      x\n      ^\n"},
		{"carriage return", "x\r\ny\r\n", Diagnostic{Error, "c", 0, "m", at(2, 2, 4), "", false}, "w.jsonc:2:2: error[c]: m\n  y\n   ^\n"},
		{"wide", "日本x\n", Diagnostic{Error, "c", 0, "m", at(1, 7, 1), "", false}, "w.jsonc:1:7: error[c]: m\n  日本x\n      ^\n"},
		{"byte order mark", "\ufeff{x\n", Diagnostic{Error, "c", 0, "m", at(1, 5, 1), "", false}, "w.jsonc:1:5: error[c]: m\n  {x\n   ^\n"},
		{"file as a whole", "x", Diagnostic{Error, "c", 0, "m", Pos{File: filepath.FromSlash("/p/w.jsonc")}, "", false}, "w.jsonc: error[c]: m\n"},
		{"no file", "x", Diagnostic{Error, "c", 0, "m", Pos{}, "", false}, "error[c]: m\n"},
		{"line beyond the end", "x", Diagnostic{Error, "c", 0, "m", at(9, 1, 1), "", false}, "w.jsonc:9:1: error[c]: m\n"},
		{"controls", "a\x1b[31mb\u202ec\xff\n", Diagnostic{Error, "c", 0, "x\x1b]0;y\a\n", at(1, 7, 1), "\x1b[2J", false},
			"w.jsonc:1:7: error[c]: x\\x1b]0;y\\x07\\n\n  a\\x1b[31mb\\u202ec\\xff\n           ^\n  fix: \\x1b[2J\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, render(t, test.src, test.d)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPrintCutsLongLines(t *testing.T) {
	t.Parallel()
	line := strings.Repeat("é", 100_000) + "HERE" + strings.Repeat("z", 100_000)
	out := strings.Split(render(t, line, Diagnostic{Error, "c", 0, "m", Pos{"w", 1, 200_001, 4}, "", false}), "\n")
	for _, l := range out {
		if w := ansi.StringWidth(l); w > maxSourceWidth+3 {
			t.Errorf("a line takes %d columns", w)
		}
	}
	if i := strings.IndexByte(out[2], '^'); !strings.HasPrefix(ansi.TruncateLeft(out[1], i, ""), "HERE") || !strings.HasSuffix(out[2], "^~~~") {
		t.Errorf("the mark is not below the problem:\n%s\n%s", out[1], out[2])
	}
	if !strings.Contains(out[1], "…é") || !strings.HasSuffix(out[1], "z…") {
		t.Errorf("nothing shows that the line was cut: %s", out[1])
	}
}

func TestPrintStyle(t *testing.T) {
	t.Parallel()
	mark := func(name string) func(string) string {
		return func(s string) string { return "<" + name + " " + s + ">" }
	}
	var b bytes.Buffer
	l := List{{Error, "c", 0, "m", Pos{"/p/w", 1, 2, 1}, "f", false}, {Warning, "c", 0, "m", Pos{}, "", false}}
	err := Print(&b, l, PrintOptions{
		Style:  Style{mark("p"), mark("e"), mark("w"), mark("c"), mark("f")},
		Source: func(string) ([]byte, error) { return []byte("ab"), nil },
	})
	want := "<p /p/w:1:2:> <e error[c]:> m\n  ab\n   <c ^>\n  <f fix:> f\n<w warning[c]:> m\n"
	if diff := cmp.Diff(want, b.String()); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestPrintWithoutSource(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := Print(&b, List{{Error, "c", 0, "m", Pos{filepath.Join(t.TempDir(), "gone"), 1, 1, 1}, "", false}}, PrintOptions{}); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(b.String(), "gone:1:1: error[c]: m\n") {
		t.Error(b.String())
	}
	full := errors.New("disk full")
	if err := Print(failing{full}, List{{}}, PrintOptions{}); !errors.Is(err, full) {
		t.Errorf("got %v, want the error of the writer", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestJSON(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := List{
		{Error, "bind-without-lifecycle", 10061, "m", Pos{filepath.Join(dir, "w"), 4, 47, 3}, "f", false},
		{Warning, "config", 0, "m", Pos{}, "", false},
	}
	got, err := json.Marshal(l.JSON(dir))
	want := `[{"severity":"error","code":"bind-without-lifecycle","cloudflareCode":10061,"message":"m","file":"w","line":4,"column":47,"fix":"f"},` +
		`{"severity":"warning","code":"config","message":"m","file":"","line":0,"column":0}]`
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v\nwant %s", got, err, want)
	}
	if got, _ := json.Marshal(List(nil).JSON("")); string(got) != "[]" {
		t.Errorf("an empty list is %s", got)
	}
}

func TestRel(t *testing.T) {
	t.Parallel()
	for _, test := range [][3]string{
		{"/a/b", "/a/b/c/w", "c/w"},
		{"/a/b", "/a/w", "../w"},
		{"/a/b/c", "/x/y", "/x/y"},
		{"", "/x", "/x"},
		{"/a", "", ""},
	} {
		dir, file, want := filepath.FromSlash(test[0]), filepath.FromSlash(test[1]), filepath.FromSlash(test[2])
		if got := Rel(dir, file); got != want {
			t.Errorf("Rel(%q, %q) = %q, want %q", dir, file, got, want)
		}
	}
}

func FuzzPrint(f *testing.F) {
	f.Add([]byte("a\tb\xffc\n日本"), 1, 4, 7)
	f.Add([]byte(strings.Repeat("x\u0301", 500)), 1, 700, 2)
	f.Fuzz(func(t *testing.T, src []byte, line, column, length int) {
		var b bytes.Buffer
		l := List{{Error, string(src), 0, string(src), Pos{"w", line, column, length}, string(src), false}}
		if err := Print(&b, l, PrintOptions{Source: func(string) ([]byte, error) { return src, nil }}); err != nil {
			t.Fatal(err)
		}
		if bytes.ContainsAny(b.Bytes(), "\x1b\a\b\r\t") {
			t.Errorf("control characters reach the terminal: %q", b.String())
		}
	})
}

func TestListErr(t *testing.T) {
	t.Parallel()
	var l List
	if l.Err() != nil || l.HasErrors() {
		t.Error("an empty list is an error")
	}
	l.Warnf(Pos{Line: 3}, "w", "watch out")
	if l.Err() != nil {
		t.Error("a warning is an error")
	}
	l.Errorf(Pos{Line: 2}, "b", "no %s", "good").Fix = "mend it"
	if err := l.Err(); err == nil || err.Error() != "no good" {
		t.Errorf("got %v", err)
	}
	l.Errorf(Pos{Line: 1}, "a", "first")
	l.Sort()
	if l[0].Code != "a" || l[1].Fix != "mend it" || l[2].Code != "w" {
		t.Errorf("order: %v", l)
	}
	if got := l.Err().Error(); got != "first (and 1 more)" {
		t.Errorf("got %q", got)
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	all := []string{"main", "migrations", "durable_objects", "compatibility_date"}
	for name, want := range map[string]string{
		"mian": "main", "Main": "main", "migration": "migrations", "durableObjects": "durable_objects",
		"compatability_date": "compatibility_date", "class": "", "compatibility": "compatibility_date", "zzz": "", "main": "", "": "",
	} {
		if got := Nearest(name, all); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", name, got, want)
		}
	}
}

// A message is wrapped at the width of the terminal; a longer word is not broken.
func TestPrintWraps(t *testing.T) {
	t.Parallel()
	var l List
	l.Errorf(Pos{File: "/p/w.toml", Line: 1, Column: 1}, "config", "%s", "one two "+strings.Repeat("x", 30)+" 日本語 three")
	var b strings.Builder
	if err := Print(&b, l, PrintOptions{Dir: "/p", Width: 30}); err != nil {
		t.Fatal(err)
	}
	want := "w.toml:1:1: error[config]: one\ntwo\n" + strings.Repeat("x", 30) + "\n日本語 three\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &b, want)
	}
}
