package v8

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestInspectLikeNode compares with what util.inspect of Node 20 said of the
// same bytes, with breakLength 80 and no limit of depth.
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
		v, err := Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.Text, Inspect(v, 80)); d != "" {
			t.Errorf("%s (-node +ours):\n%s", c.Hex, d)
		}
	}
}

// TestInspectOurs has what Node does not know or shows otherwise.
func TestInspectOurs(t *testing.T) {
	t.Parallel()
	trace := "Error: m\n    at f (w.js:1:2)"
	for _, c := range []struct{ in, want, brief string }{
		{`{"$headers":[["a","b"]]}`, "Headers(1) { 'a' => 'b' }", "Headers(1) { 'a' => 'b' }"},
		{`{"$headers":[]}`, "Headers(0) {}", "Headers(0) {}"},
		{`{"$bytes":"YQ==","type":"Blob","contentType":"t"}`, "Blob { size: 1, type: 't' }", "Blob { size: 1, type: 't' }"},
		{`{"$bytes":"ADw=","type":"Float16Array"}`, "Float16Array(1) [ 1 ]", "Float16Array(1) [ 1 ]"},
		{`{"$bytes":"","buffer":{"$bytes":"AQ==","type":"ArrayBuffer","maxLength":9},"offset":1,"lengthTracking":true}`, "Uint8Array(0) []", "Uint8Array(0) []"},
		{`{"$request":"u","init":{"method":{"$undefined":true},"a":1}}`, "Request { url: 'u', a: 1 }", "Request { url: 'u', a: 1 }"},
		{`{"$domException":{"name":"N","message":"m"}}`, "[DOMException [N]: m]", "[DOMException [N]: m]"},
		{`{"$error":{"message":"m","stack":` + string(ToJSON(String(trace))) + `,"cause":1}}`, trace + " {\n  [cause]: 1\n}", "[Error: m] { [cause]: 1 }"},
		{`{"$error":{"message":"m","stack":"S","x-y":1}}`, "[Error: m] { stack: 'S', 'x-y': 1 }", "[Error: m] { stack: 'S', 'x-y': 1 }"},
		{`{"$error":{"message":"a\nb\u001b[31m"}}`, "[Error: a\nb\\x1B[31m]", `[Error: a\nb\x1B[31m]`},
		{`{"$regexp":["\u001b",""]}`, `/\x1B/`, `/\x1B/`},
		{`{"$raw":"/w8="}`, "<raw ff 0f>", "<raw ff 0f>"},
		{`{"a":{"$ref":"#"}}`, "<ref *1> { a: [Circular *1] }", "<ref *1> { a: [Circular *1] }"},
		{`"a\nb"`, `'a\nb'`, `'a\nb'`},
		{`[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]`, "[\n   1,  2,  3,  4,  5,  6,\n   7,  8,  9, 10, 11, 12,\n  13, 14, 15, 16\n]", "[ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12…"},
		{`"` + strings.Repeat("é", 100) + `"`, "'" + strings.Repeat("é", 100) + "'", "'" + strings.Repeat("é", 38) + "…"},
	} {
		v, err := FromJSON([]byte(c.in))
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
			continue
		}
		if got := Inspect(v, 80); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.in, got, c.want)
		}
		if got := Brief(v, 40); got != c.brief {
			t.Errorf("%s:\ngot  %s\nwant %s", c.in, got, c.brief)
		}
	}
}

// TestInspectDeep shows no more levels than anybody reads.
func TestInspectDeep(t *testing.T) {
	t.Parallel()
	for open, want := range map[string]string{`[`: "[Array]", `{"$map":[[1,`: "[Map]", `{"a":`: "[Object]"} {
		end := map[string]string{`[`: "]", `{"$map":[[1,`: "]]}", `{"a":`: "}"}[open]
		v, err := FromJSON([]byte(strings.Repeat(open, 1000) + `1` + strings.Repeat(end, 1000)))
		if err != nil {
			t.Fatal(err)
		}
		if s := Inspect(v, 80); strings.Count(s, want) != 1 || strings.Count(s, "\n") > 2*inspectDepth {
			t.Errorf("%s: got %s", open, s)
		}
	}
}
