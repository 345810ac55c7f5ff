package v8

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// vector is what a real workerd stored for a JavaScript expression.
type vector struct {
	JS, Compat string
	Hex        string
	JSON       string // what ToJSON says, written in JavaScript by a worker that read the value; "" if it cannot tell
	Hidden     bool   // has a form that neither JavaScript nor JSON shows
	Unreadable bool   // workerd cannot read it again, though nothing is missing
	Lost       bool   // nobody can, as its bytes are not in it
}

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

func unhex(tb testing.TB, s string) []byte {
	tb.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func TestVectors(t *testing.T) {
	t.Parallel()
	for _, c := range vectors(t) {
		stored := unhex(t, c.Hex)
		v, err := Decode(stored)
		if c.Lost {
			var de *DecodeError
			if !errors.As(err, &de) || cmp.Diff(Value(Raw(stored)), v) != "" {
				t.Errorf("%s: got %v, %v, want raw bytes and a DecodeError", c.JS, v, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.JS, err)
			continue
		}
		if got, err := Encode(v); err != nil || hex.EncodeToString(got) != c.Hex {
			t.Errorf("%s:\ngot  %x, %v\nwant %s", c.JS, got, err, c.Hex)
		}
		doc := ToJSON(v)
		if c.JSON != "" && string(doc) != c.JSON {
			t.Errorf("%s:\ngot  %s\nwant %s", c.JS, doc, c.JSON)
		}
		if !json.Valid(doc) {
			t.Errorf("%s: invalid JSON %s", c.JS, doc)
		}
		back, err := FromJSON(doc)
		if c.Unreadable {
			if err == nil {
				t.Errorf("%s: FromJSON made what workerd cannot read", c.JS)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %s: %v", c.JS, doc, err)
			continue
		}
		got, err := Encode(back)
		if err != nil || (hex.EncodeToString(got) == c.Hex) == c.Hidden {
			t.Errorf("%s: %s\ngot  %x, %v\nwant %s", c.JS, doc, got, err, c.Hex)
		}
		if again := ToJSON(back); string(again) != string(doc) {
			t.Errorf("%s:\ngot  %s\nwant %s", c.JS, again, doc)
		}
	}
}
