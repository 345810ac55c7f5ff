package bundle

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A bundle is what it was, or is not known.
func TestRecall(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "kept")
	b := &Bundle{
		Modules: []Module{{Name: "index.js", Code: []byte("export {}")}, {Name: "a.wasm", Kind: Wasm, Code: []byte{0, 1}, File: "/a.wasm"}},
		Exports: []string{"Room", "default"}, Node: []string{"fs"},
	}
	if Recall(path) != nil {
		t.Error("a file that is not there")
	}
	for range 2 {
		if err := b.Keep(path); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	got := Recall(path)
	if got == nil {
		t.Fatal("it was not kept")
	}
	if d := cmp.Diff(b.Modules, got.Modules); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([][]string{b.Exports, b.Node}, [][]string{got.Exports, got.Node}); d != "" {
		t.Error(d)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range text {
		if err := os.WriteFile(path, text[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		if Recall(path) != nil {
			t.Errorf("cut after %d bytes, it is a bundle", n)
		}
		broken := append([]byte(nil), text...)
		broken[n] ^= 0xff
		if err := os.WriteFile(path, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		Recall(path) // at most a guess that is wrong
	}
	for _, kind := range []Kind{ESM - 1, Wasm + 1} { // of a later release
		later := &Bundle{Modules: []Module{b.Modules[0], {Name: "a", Kind: kind}}}
		if err := later.Keep(path); err != nil {
			t.Fatal(err)
		}
		if Recall(path) != nil {
			t.Errorf("a module of kind %d is known", kind)
		}
	}
	b.Modules[1].Code = make([]byte, 3<<20)
	if err := b.Keep(path); err == nil || Recall(path) != nil {
		t.Errorf("3 MB were kept: %v", err)
	}
	if err := b.Keep(filepath.Join(path, "x")); err == nil {
		t.Error("no folder, and no error")
	}
}
