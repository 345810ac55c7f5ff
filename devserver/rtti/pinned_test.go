package rtti

import (
	"bytes"
	"compress/gzip"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/dotool-dev/dotool/devserver/workerd"
)

var update = flag.Bool("update", false, "rewrite pinned.d.ts.gz")

// The embedded types are those that the runtime prints. Where dotool has not installed
// both the runtime and the program that prints them, only the file itself is checked.
func TestPinned(t *testing.T) {
	t.Parallel()
	header := Header(workerd.Version, PinnedDate(), nil)
	text, ok := Pinned(header)
	if !*update && (!ok || !bytes.Contains([]byte(text), []byte("interface DurableObjectState"))) {
		t.Errorf("%s: %d bytes", header, len(text))
	}
	if _, ok := Pinned(Header(workerd.Version, PinnedDate(), []string{"nodejs_compat"})); ok {
		t.Error("flags do not matter")
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Skip(err)
	}
	dir := filepath.Join(cache, "dotool", "workerd", workerd.Version)
	o := Options{Binary: filepath.Join(dir, "workerd"), Worker: filepath.Join(dir, "worker.mjs"), Date: PinnedDate(), Node: true}
	for _, path := range []string{o.Binary, o.Worker} {
		if _, err := os.Stat(path); err != nil {
			t.Skip(err)
		}
	}
	want, err := Generate(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		var b bytes.Buffer
		w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(want)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("pinned.d.ts.gz", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if text != want {
		t.Errorf("%d bytes are embedded, and the runtime prints %d: go test ./devserver/rtti -update", len(text), len(want))
	}
}
