package v8

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
)

// vector is what a real workerd stored for the JavaScript expression JS.
type vector struct{ JS, Hex, Compat, Roundtrip string }

func vectors(tb testing.TB) []vector {
	tb.Helper()
	data, err := os.ReadFile("testdata/workerd.json")
	if err != nil {
		tb.Fatal(err)
	}
	var vs []vector
	if err := json.Unmarshal(data, &vs); err != nil {
		tb.Fatal(err)
	}
	return vs
}

func TestVectorsKeepTheirBytes(t *testing.T) {
	t.Parallel()
	for _, c := range vectors(t) {
		data, err := hex.DecodeString(c.Hex)
		if err != nil {
			t.Fatal(err)
		}
		v, err := Decode(data)
		if err != nil {
			t.Errorf("%s: %v", c.JS, err)
			continue
		}
		if got, err := Encode(v); err != nil || hex.EncodeToString(got) != c.Hex {
			t.Errorf("%s:\ngot  %x, %v\nwant %s", c.JS, got, err, c.Hex)
		}
	}
}

func TestVectorsThroughJSON(t *testing.T) {
	t.Parallel()
	for _, c := range vectors(t) {
		data, err := hex.DecodeString(c.Hex)
		if err != nil {
			t.Fatal(err)
		}
		v, err := Decode(data)
		if err != nil {
			t.Errorf("%s: %v", c.JS, err)
			continue
		}
		doc := ToJSON(v)
		if !json.Valid(doc) {
			t.Errorf("%s: invalid JSON %s", c.JS, doc)
		}
		back, err := FromJSON(doc)
		if err != nil {
			t.Errorf("%s: %s: %v", c.JS, doc, err)
			continue
		}
		if got, err := Encode(back); err != nil || hex.EncodeToString(got) != c.Hex {
			t.Errorf("%s: %s\ngot  %x, %v\nwant %s", c.JS, doc, got, err, c.Hex)
		}
	}
}
