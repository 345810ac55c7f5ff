package config

import (
	"bytes"
	_ "errors"
	"flag"
	_ "fmt"
	"os"
	"path/filepath"
	_ "runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	_ "github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"

	"dotool/config/diag"
)

var update = flag.Bool("update", false, "write the golden files anew")

// write makes a folder of an archive.
func write(t testing.TB, files ...txtar.File) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func file(name, data string) txtar.File { return txtar.File{Name: name, Data: []byte(data)} }

// load loads a folder of the one file, which has no error in it.
func load(t testing.TB, o Options, files ...txtar.File) *Project {
	t.Helper()
	o.Dir = write(t, files...)
	p, l, err := Load(o)
	if err == nil {
		err = l.Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestDiagnostics loads each archive of testdata and compares what Print says
// with the file "want" in it. A first line "env=NAME" selects an environment.
func TestDiagnostics(t *testing.T) {
	t.Parallel()
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want := ""
			a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool {
				if f.Name == "want" {
					want = string(f.Data)
				}
				return f.Name == "want"
			})
			o := Options{Dir: write(t, a.Files...)}
			first, _, _ := strings.Cut(string(a.Comment), "\n")
			o.Env, o.EnvSet = strings.CutPrefix(first, "env=")
			_, l, err := Load(o)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if err := diag.Print(&out, l, diag.PrintOptions{Dir: o.Dir}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, out.String()); diff != "" && !*update {
				t.Error(diff)
			} else if diff != "" {
				a.Files = append(a.Files, txtar.File{Name: "want", Data: out.Bytes()})
				if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
