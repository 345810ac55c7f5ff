package deps

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
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

// Bundles that were not used for long are removed, whatever else is in the folder.
func TestSavePrunes(t *testing.T) {
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "0", "more"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(filepath.Join(folder, "0"), time.Time{}, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	for n := range most + 3 {
		b := &Bundle{Modules: []Module{{Path: "/p/node_modules/a/index.js"}}, Node: []string{strconv.Itoa(n)}, Code: []byte("code")}
		if err := b.Save(folder, "options", []byte("map")); err != nil {
			t.Fatal(err)
		}
	}
	for _, ext := range []string{"js", "map", "json"} {
		if all, err := filepath.Glob(filepath.Join(folder, "*."+ext)); err != nil || len(all) != most {
			t.Errorf("%d .%s, %v", len(all), ext, err)
		}
	}
}

// A bundle that cannot be written serves the run that made it, with its source map.
func TestSaveFails(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"", file, filepath.Join(file, "below")} {
		b := &Bundle{Modules: []Module{{Path: "/p/node_modules/a/index.js"}}, Code: []byte("code")}
		if err := b.Save(folder, "options", []byte("map")); err == nil {
			t.Errorf("%q: no error", folder)
		}
		if err := b.Load(); err != nil || string(b.Code) != "code" || string(b.Map()) != "map" {
			t.Errorf("%q: %v %q %q", folder, err, b.Code, b.Map())
		}
	}
}
