package control

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/dotool-dev/dotool/migrate/state"
)

func TestPoint(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	of := func(name string) *state.Folder {
		return state.Open(filepath.Join(root, name, ".wrangler", "state"), state.Options{})
	}
	a, b := of("a"), of("b")
	for _, f := range []*state.Folder{a, b} {
		if err := os.MkdirAll(filepath.Dir(filepath.Dir(f.Dir)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if to := Pointed(b); to != "" {
		t.Errorf("leads to %s", to)
	}
	Point(b, a.Dir)()
	if _, err := os.Lstat(filepath.Join(root, "b", ".wrangler")); err == nil {
		t.Error("folders are left where there were none")
	}
	remove := Point(b, a.Dir)
	if to := Pointed(b); to != a.Dir {
		t.Errorf("leads to %q, not to %s", to, a.Dir)
	}
	later := Point(b, root) // of another server
	remove()
	if to := Pointed(b); to != root {
		t.Errorf("leads to %q: the file of another server is gone", to)
	}
	later()
	if to := Pointed(b); to != "" {
		t.Errorf("still leads to %s", to)
	}
	if Point(a, a.Dir)(); Pointed(a) != "" {
		t.Error("leads to itself")
	}
	for _, text := range []string{"", "{}", `{"state":"../a"}`, `{"state":7}`, "\x00"} {
		if err := os.MkdirAll(b.OwnDir(), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(b.OwnDir(), pointerName), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if to := Pointed(b); to != "" {
			t.Errorf("%q leads to %s", text, to)
		}
	}
}
