package inspect_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/inspect"
)

func TestParseFacets(t *testing.T) {
	t.Parallel()
	b := []byte("\x57\xef\xb0\xc5\x5b\xce\xcd\xc4\x00\x00\x05\x00child\x01\x00\x09\x00other/one")
	all, err := inspect.ParseFacets(b)
	want := []inspect.Facet{{Number: 1, Name: "child"}, {Number: 2, Parent: 1, Name: "other/one"}}
	if err != nil || cmp.Diff(want, all) != "" {
		t.Errorf("got %v, %v", all, err)
	}
	if got := inspect.EncodeFacets(all); !bytes.Equal(got, b) {
		t.Errorf("got %x", got)
	}
	for _, bad := range []string{"", "x", "\x57\xef\xb0\xc5\x5b\xce\xcd\xc4\x02\x00\x01\x00x"} {
		if _, err := inspect.ParseFacets([]byte(bad)); err == nil {
			t.Errorf("%q is taken for an index", bad)
		}
	}
}

func FuzzParseFacets(f *testing.F) {
	f.Add([]byte("\x57\xef\xb0\xc5\x5b\xce\xcd\xc4\x00\x00\x05\x00child\x01\x00\x09\x00other/one"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if all, err := inspect.ParseFacets(b); err == nil && !bytes.HasPrefix(b, inspect.EncodeFacets(all)) {
			t.Errorf("%x is read as %v", b, all)
		}
	})
}
