package inspect_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
)

// FuzzPeek gives the page reader damaged files. It must end, and a result for a
// complete file must be the same as SQLite's.
func FuzzPeek(f *testing.F) {
	for _, state := range inspecttest.States {
		files, _ := filepath.Glob(filepath.Join("..", "testdata", "storage", state, "v3", "do", "*", "*.sqlite"))
		for _, file := range files {
			b, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(b, uint16(0), byte(0))
			f.Add(b, uint16(105), byte(0xff))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, at uint16, with byte) {
		b = slices.Clone(b)
		if int(at) < len(b) {
			b[at] ^= with
		}
		v, err := inspect.PeekPages(bytes.NewReader(b), int64(len(b)))
		if err == nil && with == 0 {
			path := filepath.Join(t.TempDir(), "x.sqlite")
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if want, err := inspect.PeekSQL(path); err == nil && want != v {
				t.Errorf("got %+v, want %+v", v, want)
			}
		}
	})
}
