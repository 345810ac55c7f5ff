package v8

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// FuzzDecode checks that decoding never panics, that a decoded value can be encoded and
// decoded again without change, and that it can be shown as JSON and to people.
func FuzzDecode(f *testing.F) {
	for _, c := range vectors(f) {
		f.Add(unhex(f, c.Hex))
	}
	for _, s := range []string{"4902", "ff0d4204000000005642000400", "ff0e4204000000005642000400ff", "ff0f5c0b00", "ff0f53026162"} {
		f.Add(unhex(f, s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := Decode(data)
		if err != nil {
			if raw, ok := v.(Raw); !ok || !bytes.Equal(raw, data) {
				t.Fatalf("%v, but the value is %#v", err, v)
			}
		}
		stored, err := Encode(v)
		if err != nil {
			t.Fatalf("decoded but not encoded: %v", err)
		}
		again, err := Decode(stored)
		if _, raw := v.(Raw); err != nil && !raw {
			t.Fatalf("%x: %v", stored, err)
		}
		if twice, err := Encode(again); err != nil || !bytes.Equal(stored, twice) {
			t.Fatalf("%x, %v, became %x", stored, err, twice)
		}
		jsonAgain(t, ToJSON(v))
	})
}

// FuzzFromJSON checks that reading JSON never panics, and that the result can be stored
// and read again.
func FuzzFromJSON(f *testing.F) {
	for _, c := range vectors(f) {
		if v, err := Decode(unhex(f, c.Hex)); err == nil {
			f.Add(string(ToJSON(v)))
		}
	}
	f.Fuzz(func(t *testing.T, doc string) {
		v, err := FromJSON([]byte(doc))
		if err != nil {
			var je *JSONError
			if !errors.As(err, &je) || je.Path == "" || je.Reason == "" {
				t.Fatalf("%#v says too little", err)
			}
			return
		}
		if !json.Valid([]byte(doc)) {
			t.Fatalf("%q is not JSON", doc)
		}
		stored, err := Encode(v)
		if err != nil {
			t.Fatalf("%q was read, but not encoded: %v", doc, err)
		}
		if _, raw := v.(Raw); raw {
			return
		}
		back, err := Decode(stored)
		if err != nil {
			t.Fatalf("%q: %x: %v", doc, stored, err)
		}
		if got, want := ToJSON(back), ToJSON(v); !bytes.Equal(got, want) {
			t.Fatalf("%s became %s", want, got)
		}
		jsonAgain(t, ToJSON(v))
	})
}

// jsonAgain reads the output of ToJSON, twice, as the order of array indices may change
// once.
func jsonAgain(t *testing.T, doc []byte) {
	t.Helper()
	if !json.Valid(doc) {
		t.Fatalf("%s is not JSON", doc)
	}
	for range 2 {
		v, err := FromJSON(doc)
		if err != nil {
			// Values that workerd could not read are shown, but not accepted.
			if !strings.Contains(err.Error(), "workerd reads no") {
				t.Fatalf("%s: %v", doc, err)
			}
			return
		}
		doc = ToJSON(v)
	}
	v, err := FromJSON(doc)
	if err != nil {
		t.Fatal(err)
	}
	if again := ToJSON(v); !bytes.Equal(again, doc) {
		t.Fatalf("%s became %s", doc, again)
	}
}
