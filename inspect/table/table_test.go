package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/inspect/sqlite"
)

var (
	null = sqlite.Value{}
	num  = sqlite.IntValue
	text = sqlite.TextValue
)

func real(f float64) sqlite.Value { return sqlite.Value{Kind: sqlite.Real, Float: f} }

type result struct {
	columns []string
	rows    [][]sqlite.Value
}

func printed(t testing.TB, mode string, o FormatOptions, results ...result) string {
	t.Helper()
	var w bytes.Buffer
	f, err := NewFormat(mode, &w, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if err := f.Header(r.columns); err != nil {
			t.Fatal(err)
		}
		for _, row := range r.rows {
			if err := f.Row(row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return w.String()
}

// kinds has values that are easily printed wrong.
var kinds = result{
	[]string{"id", "name", "data", "n"},
	[][]sqlite.Value{
		{num(math.MinInt64), text("añ 日本"), sqlite.BlobValue([]byte{0, 255}), real(2)},
		{num(9007199254740993), text("a,\"b\"\n|c\t"), sqlite.BlobValue(nil), null},
		{null, text(""), null, real(1e300)},
		{num(1), text("\x1b[31m\u202e\xff\xed\xa0\x80"), sqlite.BlobValue(make([]byte, 40)), real(math.Inf(-1))},
	},
}

func TestFormats(t *testing.T) {
	t.Parallel()
	empty := result{columns: []string{"a", "a"}}
	for _, test := range []struct {
		name, mode string
		o          FormatOptions
		results    []result
		want       string
	}{
		{"tabs", "", FormatOptions{}, []result{kinds}, "" +
			"-9223372036854775808\tañ 日本\tX'00ff'\t2.0\n" +
			"9007199254740993\ta,\"b\"\\n|c\\t\tX''\t\n" +
			"\t\t\t1e+300\n" +
			"1\t\x1b[31m\u202e\xff\xed\xa0\x80\tX'" + strings.Repeat("00", 40) + "'\t-Inf\n"},
		{"csv", "csv", FormatOptions{}, []result{kinds}, "" +
			"id,name,data,n\n" +
			"-9223372036854775808,añ 日本,X'00ff',2.0\n" +
			"9007199254740993,\"a,\"\"b\"\"\n|c\t\",X'',\n" +
			",\"\",,1e+300\n" +
			"1,\x1b[31m\u202e\xff\xed\xa0\x80,X'" + strings.Repeat("00", 40) + "',-Inf\n"},
		{"json", "json", FormatOptions{}, []result{kinds}, "" +
			`[{"id":-9223372036854775808,"name":"añ 日本","data":{"$blob":"AP8="},"n":2.0},` + "\n" +
			`{"id":9007199254740993,"name":"a,\"b\"\n|c\t","data":{"$blob":""},"n":null},` + "\n" +
			`{"id":null,"name":"","data":null,"n":1e+300},` + "\n" +
			"{\"id\":1,\"name\":\"\\u001b[31m\u202e\ufffd\\ud800\",\"data\":{\"$blob\":\"" + strings.Repeat("AAAA", 13) + `AA=="},"n":-9e999}]` + "\n"},
		{"json of equal names and no rows", "json", FormatOptions{}, []result{empty, {[]string{"a", "a"}, [][]sqlite.Value{{num(1), num(2)}}}}, "[]\n[{\"a\":1,\"a:1\":2}]\n"},
		{"json of no result", "json", FormatOptions{}, nil, "[]\n"},
		{"csv of no result", "csv", FormatOptions{}, nil, ""},
		{"table in a pipe", "table", FormatOptions{}, []result{kinds}, "" +
			"                  id  name         data" + strings.Repeat(" ", 79) + "       n\n" +
			"────────────────────  ───────────  " + strings.Repeat("─", 83) + "  ──────\n" +
			"-9223372036854775808  añ 日本      X'00ff'" + strings.Repeat(" ", 76) + "     2.0\n" +
			"    9007199254740993  a,\"b\"\\n|c\\t  X''" + strings.Repeat(" ", 80) + "    NULL\n" +
			"                NULL               NULL" + strings.Repeat(" ", 79) + "  1e+300\n" +
			"                   1  \x1b[31m\u202e\xff\xed\xa0\x80" + strings.Repeat(" ", 10) + "  X'" + strings.Repeat("00", 40) + "'    -Inf\n"},
		{"two tables", "table", FormatOptions{}, []result{{[]string{"a"}, [][]sqlite.Value{{num(1)}}}, empty}, "a\n─\n1\n\na  a\n─  ─\n"},
		{"markdown", "markdown", FormatOptions{}, []result{{[]string{"id", "a|b"}, [][]sqlite.Value{{num(12), text("x\ny|z")}, {null, null}}}}, "" +
			"|  id | a\\|b      |\n| --: | --------- |\n|  12 | x<br>y\\|z |\n|     |           |\n"},
		{"line", "line", FormatOptions{}, []result{{[]string{"id", "日"}, [][]sqlite.Value{{num(1), text("a\nb")}, {num(2), null}}}}, "" +
			"id = 1\n日 = a\nb\n\nid = 2\n日 = NULL\n"},
		{"colour", "table", FormatOptions{Terminal: true, Colour: true}, []result{{[]string{"a"}, [][]sqlite.Value{{null}}}}, "" +
			"\x1b[1ma\x1b[0m\n\x1b[2m────\x1b[0m\n\x1b[2mNULL\x1b[0m\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, printed(t, test.mode, test.o, test.results...)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if _, err := NewFormat("yaml", io.Discard, FormatOptions{}); err == nil || !strings.Contains(err.Error(), "markdown") {
		t.Errorf("an unknown mode: %v", err)
	}
}

// TestTableFits checks that a terminal gets no line that is too wide, no control
// sequence, and no cut number.
func TestTableFits(t *testing.T) {
	t.Parallel()
	wide := kinds
	wide.rows = append(wide.rows, []sqlite.Value{num(7), text(strings.Repeat("日本👩‍👩‍👧é ", 1000)), null, num(math.MaxInt64)})
	for w := 1; w < 200; w++ {
		for _, mode := range []string{"table", "csv", "line", "tabs"} {
			out := printed(t, mode, FormatOptions{Terminal: true, Width: w}, wide, wide)
			for _, r := range out {
				if r != '\n' && r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
					t.Fatalf("%s at width %d lets %q through", mode, w, r)
				}
			}
			if !utf8.ValidString(out) {
				t.Fatalf("%s at width %d is not UTF-8", mode, w)
			}
			if !strings.Contains(out, "-9223372036854775808") {
				t.Fatalf("%s at width %d cuts a number:\n%s", mode, w, out)
			}
			if mode != "table" || strings.Contains(out, " = ") {
				continue // line wraps
			}
			for line := range strings.Lines(out) {
				if got := ansi.StringWidth(strings.TrimSuffix(line, "\n")); got > w {
					t.Fatalf("%d cells at width %d: %s", got, w, line)
				}
			}
		}
	}
}

// TestTableStreams prints more rows than the grid buffers.
func TestTableStreams(t *testing.T) {
	t.Parallel()
	r := result{columns: []string{"n", "t"}}
	for i := range 3 * gridRows {
		r.rows = append(r.rows, []sqlite.Value{num(int64(i)), text("x")})
	}
	r.rows[2500][1] = text("wider than what was seen before")
	for _, o := range []FormatOptions{{}, {Terminal: true, Width: 80}, {Terminal: true, Width: 1}} {
		out := printed(t, "table", o, r)
		if o.Width == 1 {
			if got := strings.Count(out, "n = "); got != 3*gridRows {
				t.Errorf("%d rows as lines", got)
			}
			continue
		}
		lines := strings.Split(out, "\n")
		if len(lines) != 3*gridRows+3 {
			t.Errorf("%d lines", len(lines))
		}
		want := "2500  wider than what was seen before"
		if o.Terminal {
			want = "2500  …"
		}
		if lines[2502] != want {
			t.Errorf("%q, want %q", lines[2502], want)
		}
	}
}

func TestPoint(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 100)
	for _, test := range []struct {
		text   string
		offset int
		want   string
	}{
		{"SELECT x FROM t", 7, "  SELECT x FROM t\n         ^"},
		{"SELECT 1;\nSELECT\t日本 x", 24, "  SELECT\\t日本 x\n               ^"},
		{"SELECT", 6, "  SELECT\n        ^"},
		{"", 0, "  \n  ^"},
		{"x", 2, ""},
		{"x", -1, ""},
		{long + "x" + long, 200, "  …" + strings.Repeat("é", 30) + "x" + strings.Repeat("é", 29) + "…\n" + strings.Repeat(" ", 33) + "^"},
	} {
		if diff := cmp.Diff(test.want, Point(test.text, test.offset)); diff != "" {
			t.Errorf("%q at %d: %s", test.text, test.offset, diff)
		}
	}
}

// failing fails its k-th write.
type failing struct{ k int }

var errFull = errors.New("disk full")

func (w *failing) Write(b []byte) (int, error) {
	if w.k--; w.k == 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestWriterFails(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 1000)
	for _, mode := range append([]string{"narrow"}, Modes...) {
		for k := 1; ; k++ {
			o := FormatOptions{}
			if mode == "narrow" {
				o = FormatOptions{Terminal: true, Width: 1}
			}
			w := &failing{k}
			f, err := NewFormat(strings.Replace(mode, "narrow", "table", 1), w, o)
			if err != nil {
				t.Fatal(err)
			}
			err = f.Header([]string{"a"})
			for i := 0; i < 200 && err == nil; i++ {
				err = f.Row([]sqlite.Value{text(long)})
			}
			if err == nil {
				err = f.Close()
			}
			if w.k > 0 {
				break // all writes have had their turn
			}
			if !errors.Is(err, errFull) {
				t.Errorf("%s: write %d fails and no error says so: %v", mode, k, err)
			}
		}
	}
}

func FuzzFormats(f *testing.F) {
	f.Add("name", "text", []byte{0, 1}, int64(1), 1.5)
	f.Add("", "a\"b,c\n\x1b\xed\xa0\x80|", []byte(nil), int64(math.MinInt64), math.Inf(1))
	f.Fuzz(func(t *testing.T, name, s string, blob []byte, i int64, x float64) {
		if math.IsNaN(x) {
			return // SQLite has none
		}
		r := result{[]string{name, "t", "b", "i", "x"}, [][]sqlite.Value{{null, text(s), sqlite.BlobValue(blob), num(i), real(x)}}}
		if out := printed(t, "json", FormatOptions{}, r); !json.Valid([]byte(out)) {
			t.Errorf("no JSON: %s", out)
		}
		in := csv.NewReader(strings.NewReader(printed(t, "csv", FormatOptions{}, r)))
		rows, err := in.ReadAll()
		if err != nil || len(rows) != 2 {
			t.Fatalf("no CSV: %q, %v", rows, err)
		}
		if want := strings.ReplaceAll(s, "\r\n", "\n"); rows[1][1] != want { // as encoding/csv reads it
			t.Errorf("CSV gives %q for %q", rows[1][1], want)
		}
		for _, w := range []int{0, 1, 20, 80} {
			out := printed(t, "table", FormatOptions{Terminal: true, Width: w}, r)
			if !utf8.ValidString(out) || strings.ContainsFunc(out, func(r rune) bool { return r != '\n' && unicode.IsControl(r) && !strings.Contains(out, " = ") }) {
				t.Errorf("a terminal would choke on %q", out)
			}
		}
		if lines := strings.Count(printed(t, "tabs", FormatOptions{}, r), "\n"); lines != 1 {
			t.Errorf("one row on %d lines", lines)
		}
	})
}

// BenchmarkFormat prints rows of four columns.
func BenchmarkFormat(b *testing.B) {
	row := []sqlite.Value{num(123456), text("user-123456"), real(154320.25), text("a note of some words")}
	for _, mode := range Modes {
		b.Run(mode, func(b *testing.B) {
			f, err := NewFormat(mode, io.Discard, FormatOptions{})
			if err == nil {
				err = f.Header([]string{"id", "name", "score", "note"})
			}
			for b.Loop() && err == nil {
				err = f.Row(row)
			}
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
