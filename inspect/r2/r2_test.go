package r2_test

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/inspect/r2"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

func put(t *testing.T, b *r2.Bucket, key, value string) r2.Object {
	t.Helper()
	o, err := b.Put(t.Context(), r2.Object{Key: key}, strings.NewReader(value))
	if err != nil {
		t.Fatalf("put %q: %v", key, err)
	}
	return o
}

func get(t *testing.T, b *r2.Bucket, key string) (o r2.Object, value string, ok bool) {
	t.Helper()
	o, r, ok, err := b.Get(t.Context(), key)
	if err != nil {
		t.Fatalf("get %q: %v", key, err)
	}
	if ok {
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		value = string(data)
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return o, value, ok
}

func list(t *testing.T, b *r2.Bucket, prefix, delimiter string) (all []string) {
	t.Helper()
	for e, err := range b.List(t.Context(), prefix, delimiter) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Group != "" {
			all = append(all, e.Group+"*")
		} else {
			all = append(all, e.Object.Key)
		}
	}
	return all
}

// files returns the names of all values, and of what was to become one.
func files(t *testing.T, products string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(products, "r2", "*", "blobs", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func tables(products string) string {
	return filepath.Join(products, "r2", "miniflare-R2BucketObject", state.Key("miniflare-R2BucketObject").ID("bucket").String()+".sqlite")
}

// change runs SQL on the tables, as wrangler would.
func change(t *testing.T, products string, statements ...string) {
	t.Helper()
	c, err := sqlite.OpenConn(tables(products), "", sqlite.ReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, sql := range statements {
		if err := c.Exec(sql); err != nil {
			t.Fatal(err)
		}
	}
}

func TestObjects(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := r2.Open(dir, "bucket")
	if got := list(t, b, "", ""); got != nil || b.Exists() {
		t.Errorf("a bucket that is not there has %q", got)
	}
	if deleted, err := b.Delete(t.Context(), "a"); deleted != nil || err != nil {
		t.Errorf("delete from a bucket that is not there: %q, %v", deleted, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "r2")); err == nil {
		t.Error("reading and deleting made files")
	}
	odd := []string{"", "a", "a/b", "../x", "%2F", "\x00", "a\x00b", "\n", "é", "日本", "😀", "__proto__", strings.Repeat("k", 1024)}
	for i, key := range odd {
		put(t, b, key, fmt.Sprint("before ", i))
		put(t, b, key, fmt.Sprint("value ", i))
	}
	for i, key := range odd {
		o, value, ok := get(t, b, key)
		if want := fmt.Sprint("value ", i); !ok || value != want || o.Size != int64(len(want)) || o.Key != key {
			t.Errorf("%q: %q, %t, %+v", key, value, ok, o)
		}
	}
	want := slices.Sorted(slices.Values(odd))
	if got := list(t, b, "", ""); !slices.Equal(got, want) {
		t.Errorf("keys %q, want %q", got, want)
	}
	if got := list(t, b, "a\x00", ""); !slices.Equal(got, []string{"a\x00b"}) {
		t.Errorf("keys of a prefix: %q", got)
	}
	if got := len(files(t, dir)); got != len(odd) {
		t.Errorf("%d files, want %d", got, len(odd))
	}
	if deleted, err := b.Delete(t.Context(), append(slices.Clone(odd), "none")...); !slices.Equal(deleted, odd) || err != nil {
		t.Errorf("deleted %q, %v", deleted, err)
	}
	if got := files(t, dir); len(got) > 0 {
		t.Errorf("left: %q", got)
	}
	for _, refused := range []r2.Object{{Key: strings.Repeat("k", 1025)}, {Key: "k", Custom: map[string]string{"k": strings.Repeat("x", 8192)}}} {
		if _, err := b.Put(t.Context(), refused, strings.NewReader("x")); err == nil || len(files(t, dir)) > 0 {
			t.Errorf("stored %.20q with %d of metadata", refused.Key, len(refused.Custom))
		}
	}
}

func TestMetadata(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := r2.Open(dir, "bucket")
	given := r2.Object{
		Key:    "k",
		HTTP:   r2.HTTPMetadata{"text/plain", "en", "inline", "gzip", "no-store", time.UnixMilli(1e12).UTC()},
		Custom: map[string]string{"a": "1", "é": "€"},
	}
	stored, err := b.Put(t.Context(), given, strings.NewReader("sum"))
	if err != nil {
		t.Fatal(err)
	}
	got, _, _ := get(t, b, "k")
	if got.HTTP != given.HTTP || !maps.Equal(got.Custom, given.Custom) || got.ETag != "1d623b89683f9ce4e074de1676d12416" || !got.Uploaded.Equal(stored.Uploaded) || got.Version != stored.Version {
		t.Errorf("got %+v, stored %+v", got, stored)
	}
	// Metadata that is damaged does not hide the object.
	change(t, dir, "UPDATE _mf_objects SET http_metadata = '{', custom_metadata = '[]'")
	if got, value, ok := get(t, b, "k"); !ok || value != "sum" || got.HTTP != (r2.HTTPMetadata{}) || len(got.Custom) > 0 {
		t.Errorf("got %+v, %q, %t", got, value, ok)
	}
}

func TestGroups(t *testing.T) {
	t.Parallel()
	b := r2.Open(t.TempDir(), "bucket")
	for _, key := range []string{"a", "a/1", "a/2", "a/b/1", "b//x", "b//y", "c", "z/"} {
		put(t, b, key, "")
	}
	for _, test := range []struct {
		prefix, delimiter string
		want              []string
	}{
		{"", "/", []string{"a", "a/*", "b/*", "c", "z/*"}},
		{"a/", "/", []string{"a/1", "a/2", "a/b/*"}},
		{"", "//", []string{"a", "a/1", "a/2", "a/b/1", "b//*", "c", "z/"}},
		{"a", "", []string{"a", "a/1", "a/2", "a/b/1"}},
		{"none", "/", nil},
	} {
		if got := list(t, b, test.prefix, test.delimiter); !slices.Equal(got, test.want) {
			t.Errorf("list %q by %q: %q, want %q", test.prefix, test.delimiter, got, test.want)
		}
	}
}

// Objects of uploads in parts are read, replaced and deleted; parts of uploads that
// are not complete are neither.
func TestParts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := r2.Open(dir, "bucket")
	for _, key := range []string{"one", "two", "three", "open"} {
		put(t, b, key, key)
	}
	change(t, dir,
		`INSERT INTO _mf_multipart_uploads VALUES ('u', 'k', '{"contentType":"x/y"}', '{}', 1), ('v', 'k', '{}', '{}', 0)`,
		`INSERT INTO _mf_objects SELECT 'k', NULL, 'v', 11, 'etag-3', 0, '{}', '{"contentType":"x/y"}', '{}'`,
		`INSERT INTO _mf_multipart_parts SELECT CASE key WHEN 'open' THEN 'v' ELSE 'u' END, CASE key WHEN 'one' THEN 1 WHEN 'two' THEN 2 ELSE 7 END,
			blob_id, size, etag, etag, CASE key WHEN 'open' THEN NULL ELSE 'k' END FROM _mf_objects WHERE key != 'k'`,
		`DELETE FROM _mf_objects WHERE key != 'k'`)
	if o, value, ok := get(t, b, "k"); !ok || value != "onetwothree" || o.ETag != "etag-3" || o.HTTP.ContentType != "x/y" {
		t.Errorf("got %+v, %q, %t", o, value, ok)
	}
	if later, err := b.Sweep(t.Context(), time.Now().Add(time.Hour)); later != 0 || err != nil || len(files(t, dir)) != 4 {
		t.Errorf("a sweep leaves %d files: %v, %v", len(files(t, dir)), later, err)
	}
	put(t, b, "k", "whole")
	if _, value, ok := get(t, b, "k"); !ok || value != "whole" || len(files(t, dir)) != 2 {
		t.Errorf("replaced: %q, %t, %d files", value, ok, len(files(t, dir)))
	}
}

// Files that others damaged are errors, and stay as they are.
func TestDamaged(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(t *testing.T, dir string){
		"garbage": func(t *testing.T, dir string) {
			if err := os.WriteFile(tables(dir), []byte(strings.Repeat("not a database", 1000)), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"other columns": func(t *testing.T, dir string) {
			change(t, dir, "DROP TABLE _mf_objects", "CREATE TABLE _mf_objects (other)")
		},
		"a view": func(t *testing.T, dir string) {
			change(t, dir, "DROP TABLE _mf_objects", "CREATE VIEW _mf_objects AS WITH RECURSIVE n(key) AS (SELECT 1 UNION ALL SELECT key FROM n) SELECT * FROM n")
		},
		"a link": func(t *testing.T, dir string) {
			elsewhere := filepath.Join(t.TempDir(), "x")
			if err := os.Rename(tables(dir), elsewhere); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(elsewhere, tables(dir)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			b := r2.Open(dir, "bucket")
			put(t, b, "k", "value")
			damage(t, dir)
			before, _ := os.ReadFile(tables(dir))
			for _, err := range b.List(t.Context(), "", "") {
				if err == nil {
					t.Error("listed")
				}
			}
			if _, _, ok, err := b.Get(t.Context(), "k"); ok || err == nil {
				t.Errorf("got it: %v", err)
			}
			if _, err := b.Put(t.Context(), r2.Object{Key: "k"}, strings.NewReader("x")); err == nil {
				t.Error("stored")
			}
			if _, err := b.Delete(t.Context(), "k"); err == nil {
				t.Error("deleted")
			}
			if _, err := b.Sweep(t.Context(), time.Now().Add(time.Hour)); err == nil {
				t.Error("swept")
			}
			if after, _ := os.ReadFile(tables(dir)); name != "other columns" && name != "a view" && string(after) != string(before) {
				t.Error("the file was changed")
			}
			if got := files(t, dir); len(got) != 1 {
				t.Errorf("%d values are left of 1", len(got))
			}
		})
	}
	dir := t.TempDir()
	b := r2.Open(dir, "bucket")
	put(t, b, "k", "value")
	if err := os.Remove(files(t, dir)[0]); err != nil {
		t.Fatal(err)
	}
	if _, _, ok := get(t, b, "k"); ok {
		t.Error("an object without its file is there")
	}
	change(t, dir, "UPDATE _mf_objects SET blob_id = '../../../../etc/passwd'")
	if _, _, ok, err := b.Get(t.Context(), "k"); ok || err == nil {
		t.Errorf("read a file outside: %v", err)
	}
}

// Several programs write at once, and none of their files is left.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			b := r2.Open(dir, "bucket")
			for j := range 10 {
				key := fmt.Sprint("k", j%3)
				if _, err := b.Put(t.Context(), r2.Object{Key: key}, strings.NewReader(strings.Repeat(fmt.Sprint(i), j))); err != nil {
					t.Error(err)
				}
				if _, r, ok, err := b.Get(t.Context(), key); !ok || err != nil {
					t.Errorf("%s: %t, %v", key, ok, err)
				} else {
					r.Close()
				}
			}
		})
	}
	wg.Wait()
	if got := files(t, dir); len(got) != 3 {
		t.Errorf("%d files, want 3", len(got))
	}
}
