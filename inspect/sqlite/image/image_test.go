package image_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/dotool-dev/dotool/inspect/sqlite/image"
)

// stored are databases that a runtime wrote.
func stored(tb testing.TB) [][]byte {
	tb.Helper()
	paths, err := filepath.Glob("../../../testdata/storage/stopped/v3/do/*/*.sqlite")
	if err != nil || len(paths) == 0 {
		tb.Fatal(paths, err)
	}
	var all [][]byte
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, b)
	}
	return all
}

func TestIs(t *testing.T) {
	t.Parallel()
	found := 0
	for _, b := range stored(t) {
		s := image.New(b)
		if s == nil {
			continue
		}
		found++
		for _, test := range []struct {
			what string
			is   bool
			fn   func([]byte) []byte
		}{
			{"itself", true, func(b []byte) []byte { return b }},
			{"other rows, on one more page", true, func(b []byte) []byte {
				b[31]++
				return append(b, make([]byte, image.Page)...)
			}},
			{"more changes", true, func(b []byte) []byte { b[27]++; b[95]++; return b }},
			{"another version of SQLite", true, func(b []byte) []byte { b[99]++; return b }},
			{"a header that does not count the changes", false, func(b []byte) []byte { b[27]++; return b }},
			{"a page that the header does not count", false, func(b []byte) []byte { return append(b, make([]byte, image.Page)...) }},
			{"cut off", false, func(b []byte) []byte { return b[:len(b)-1] }},
			{"nothing", false, func([]byte) []byte { return nil }},
			{"another change of the schema", false, func(b []byte) []byte { b[43]++; return b }},
			{"another user_version", false, func(b []byte) []byte { b[63]++; return b }},
			{"another encoding", false, func(b []byte) []byte { b[59] = 2; return b }},
			{"another table", false, func(b []byte) []byte { b[image.Page-1] ^= 1; return b }},
		} {
			if got := s.Is(test.fn(bytes.Clone(b))); got != test.is {
				t.Errorf("%s: %v", test.what, got)
			}
		}
	}
	if found == 0 {
		t.Error("no database has a schema that can be compared")
	}
}

func FuzzNew(f *testing.F) {
	for _, b := range stored(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if s := image.New(b); s != nil && !s.Is(b) {
			t.Error("it does not have its own schema")
		}
	})
}
