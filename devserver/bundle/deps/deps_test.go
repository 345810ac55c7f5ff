package deps

import (
	"os"
	"path/filepath"
	"testing"
)

// Bundles are found by the build of dotool that made them, and by no other.
func TestFind(t *testing.T) {
	folder, dir := t.TempDir(), t.TempDir()
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "node_modules", "a", "index.js")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	b := &Bundle{Modules: []Module{{Path: file}}, Code: []byte("export {}")}
	if err := b.Save(folder, "options", nil); err != nil {
		t.Fatal(err)
	}
	if all := Find(folder, "options", dir); len(all) != 1 {
		t.Errorf("%d bundles", len(all))
	}
	own := maker
	defer func() { maker = own }()
	maker = func() string { return own() + "another" }
	if all := Find(folder, "options", dir); len(all) != 0 {
		t.Errorf("%d bundles of another build", len(all))
	}
}
