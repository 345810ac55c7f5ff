package console

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	v8 "github.com/dotool-dev/dotool/inspect/v8"
)

// TestInspectLikeNode compares with the output of util.inspect of Node 20 for the same
// bytes, with breakLength 80 and unlimited depth.
func TestInspectLikeNode(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/node-inspect.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct{ Hex, Text string }
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		data, err := hex.DecodeString(c.Hex)
		if err != nil {
			t.Fatal(err)
		}
		v, err := v8.Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.Text, Inspect(v, 80)); d != "" {
			t.Errorf("%s (-node +ours):\n%s", c.Hex, d)
		}
	}
}

// TestInspectOwn has values that Node does not have or shows differently.
func TestInspectOwn(t *testing.T) {
	t.Parallel()
	trace := "Error: m\n    at f (w.js:1:2)"
	for _, c := range []struct{ in, want, short string }{
		{`{"$headers":[["a","b"]]}`, "Headers(1) { 'a' => 'b' }", "Headers(1) { 'a' => 'b' }"},
		{`{"$headers":[]}`, "Headers(0) {}", "Headers(0) {}"},
		{`{"$bytes":"YQ==","type":"Blob","contentType":"t"}`, "Blob { size: 1, type: 't' }", "Blob { size: 1, type: 't' }"},
		{`{"$bytes":"ADw=","type":"Float16Array"}`, "Float16Array(1) [ 1 ]", "Float16Array(1) [ 1 ]"},
		{`{"$bytes":"","buffer":{"$bytes":"AQ==","type":"ArrayBuffer","maxLength":9},"offset":1,"lengthTracking":true}`, "Uint8Array(0) []", "Uint8Array(0) []"},
		{`{"$request":"u","init":{"method":{"$undefined":true},"a":1}}`, "Request { url: 'u', a: 1 }", "Request { url: 'u', a: 1 }"},
		{`{"$domException":{"name":"N","message":"m"}}`, "[DOMException [N]: m]", "[DOMException [N]: m]"},
		{`{"$error":{"message":"m","stack":` + string(v8.ToJSON(v8.String(trace))) + `,"cause":1}}`, trace + " {\n  [cause]: 1\n}", "[Error: m] { [cause]: 1 }"},
		{`{"$error":{"message":"m","stack":"S","x-y":1}}`, "[Error: m] { stack: 'S', 'x-y': 1 }", "[Error: m] { stack: 'S', 'x-y': 1 }"},
		{`{"$error":{"message":"a\nb\u001b[31m"}}`, "[Error: a\nb\\x1B[31m]", `[Error: a\nb\x1B[31m]`},
		{`{"$regexp":["\u001b",""]}`, `/\x1B/`, `/\x1B/`},
		{`{"$raw":"/w8="}`, "<raw ff 0f>", "<raw ff 0f>"},
		{`{"a":{"$ref":"#"}}`, "<ref *1> { a: [Circular *1] }", "<ref *1> { a: [Circular *1] }"},
		{`"a\nb"`, `'a\nb'`, `'a\nb'`},
		{`[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]`, "[\n   1,  2,  3,  4,  5,  6,\n   7,  8,  9, 10, 11, 12,\n  13, 14, 15, 16\n]", "[ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12…"},
		{`"` + strings.Repeat("é", 100) + `"`, "'" + strings.Repeat("é", 100) + "'", "'" + strings.Repeat("é", 38) + "…"},
	} {
		v, err := v8.FromJSON([]byte(c.in))
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
			continue
		}
		if got := Inspect(v, 80); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.in, got, c.want)
		}
		if got := Brief(v, 40); got != c.short {
			t.Errorf("%s:\ngot  %s\nwant %s", c.in, got, c.short)
		}
	}
}

// TestInspectDeep shows no more levels than anyone reads.
func TestInspectDeep(t *testing.T) {
	t.Parallel()
	for open, want := range map[string]string{`[`: "[Array]", `{"$map":[[1,`: "[Map]", `{"a":`: "[Object]"} {
		end := map[string]string{`[`: "]", `{"$map":[[1,`: "]]}", `{"a":`: "}"}[open]
		v, err := v8.FromJSON([]byte(strings.Repeat(open, 1000) + `1` + strings.Repeat(end, 1000)))
		if err != nil {
			t.Fatal(err)
		}
		if s := Inspect(v, 80); strings.Count(s, want) != 1 || strings.Count(s, "\n") > 2*mostDepth {
			t.Errorf("%s: got %s", open, s)
		}
	}
}

// TestSharing shows 2^60 places that hold one object.
func TestSharing(t *testing.T) {
	t.Parallel()
	var v v8.Value = &v8.Object{Props: []v8.Pair{{Key: v8.String("x"), Value: v8.Int(1)}}}
	for range 60 {
		v = &v8.Array{Elems: []v8.Value{v, v}}
	}
	if s := Inspect(v, 80); len(s) > 50<<20 {
		t.Errorf("%d bytes shown", len(s))
	}
	if s := Brief(v, 20); s != "[ [ [ [ [ [ [ [ [ […" {
		t.Errorf("got %q", s)
	}
}

// TestHostileSizes shows values that claim to be large.
func TestHostileSizes(t *testing.T) {
	// Not parallel: it counts what is allocated.
	for name, stored := range map[string]string{
		"a sparse array of 2^32-1":    "ff0f61ffffffff0f4000ffffffff0f",
		"a resizable buffer of 4 GiB": "ff0f7e00ffffffff0f",
	} {
		data, err := hex.DecodeString(stored)
		if err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if v, err := v8.Decode(data); err == nil {
			_, _ = Inspect(v, 80), Brief(v, 40)
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
			t.Errorf("%s: %d MiB allocated", name, used>>20)
		}
	}
}

// FuzzInspect shows anything that can be decoded.
func FuzzInspect(f *testing.F) {
	var vectors []struct{ Hex string }
	if data, err := os.ReadFile("../testdata/workerd.json"); err != nil || json.Unmarshal(data, &vectors) != nil {
		f.Fatal(err)
	}
	for _, c := range vectors {
		data, err := hex.DecodeString(c.Hex)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, _ := v8.Decode(data)
		if s := Brief(v, 40); utf8.RuneCountInString(s) > 40 || strings.ContainsAny(s, "\n\x1b") {
			t.Fatalf("%q is not brief", s)
		}
		if s := Inspect(v, 80); strings.Contains(s, "\x1b") {
			t.Fatalf("%q would act upon the terminal", s)
		}
	})
}

func BenchmarkBrief(b *testing.B) {
	v, err := v8.FromJSON([]byte(`{"id":1234,"name":"Ada Lovelace","tags":["a","b","c"],"at":{"$date":"2026-11-23T10:00:00.000Z"},"scores":{"$map":[["x",1],["y",2.5]]}}`))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		Brief(v, 60)
	}
}
