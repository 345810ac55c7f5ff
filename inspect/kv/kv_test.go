package kv_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/inspect/kv"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

func put(t *testing.T, n *kv.Namespace, key, value string) {
	t.Helper()
	if err := n.Put(t.Context(), kv.Entry{Key: key}, strings.NewReader(value)); err != nil {
		t.Fatalf("put %q: %v", key, err)
	}
}

func get(t *testing.T, n *kv.Namespace, key string) (e kv.Entry, value string, ok bool) {
	t.Helper()
	e, r, ok, err := n.Get(t.Context(), key)
	if err != nil {
		t.Fatalf("get %q: %v", key, err)
	}
	if ok {
		defer r.Close()
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		value = string(data)
	}
	return e, value, ok
}

func keys(t *testing.T, n *kv.Namespace, prefix string) (all []string) {
	t.Helper()
	for e, err := range n.List(t.Context(), prefix) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e.Key)
	}
	return all
}

// files returns the names of all values, including unfinished ones.
func files(t *testing.T, products string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(products, "kv", "*", "blobs", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func table(products string) string {
	return filepath.Join(products, "kv", "miniflare-KVNamespaceObject", state.Key("miniflare-KVNamespaceObject").ID("id").String()+".sqlite")
}

func TestEntries(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	n := kv.Open(dir, "id")
	if got := keys(t, n, ""); got != nil {
		t.Errorf("a namespace that is not there has keys %q", got)
	}
	if found, err := n.Delete(t.Context(), "a"); found || err != nil {
		t.Errorf("delete from a namespace that is not there: %t, %v", found, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "kv")); err == nil {
		t.Error("reading and deleting made files")
	}
	odd := []string{"a", "a/b", "../x", "%2F", "\x00", "a\x00b", "\n", "é", "日本", "😀", "__proto__", strings.Repeat("k", 512)}
	for i, key := range odd {
		put(t, n, key, fmt.Sprint("before ", i))
		put(t, n, key, fmt.Sprint("value ", i))
	}
	for i, key := range odd {
		if _, value, ok := get(t, n, key); !ok || value != fmt.Sprint("value ", i) {
			t.Errorf("%q: %q, %t", key, value, ok)
		}
	}
	want := slices.Clone(odd)
	slices.Sort(want)
	if got := keys(t, n, ""); !slices.Equal(got, want) {
		t.Errorf("keys %q, want %q", got, want)
	}
	if got := keys(t, n, "a\x00"); !slices.Equal(got, []string{"a\x00b"}) {
		t.Errorf("keys of a prefix: %q", got)
	}
	if got := len(files(t, dir)); got != len(odd) {
		t.Errorf("%d files, want %d", got, len(odd))
	}
	for _, key := range odd {
		if found, err := n.Delete(t.Context(), key); !found || err != nil {
			t.Errorf("delete %q: %t, %v", key, found, err)
		}
	}
	if got := files(t, dir); len(got) > 0 {
		t.Errorf("left: %q", got)
	}
}

func TestMetadataAndExpiration(t *testing.T) {
	t.Parallel()
	n := kv.Open(t.TempDir(), "id")
	at := time.Now().Add(time.Hour).Truncate(time.Second).UTC()
	if err := n.Put(t.Context(), kv.Entry{Key: "a", Metadata: json.RawMessage(`{"é":1}`), Expiration: at}, strings.NewReader("x")); err != nil {
		t.Fatal(err)
	}
	e, value, ok := get(t, n, "a")
	if !ok || value != "x" || string(e.Metadata) != `{"é":1}` || !e.Expiration.Equal(at) {
		t.Errorf("%+v %q %t", e, value, ok)
	}
	kv.SetNow(n, at)
	if _, _, ok := get(t, n, "a"); ok {
		t.Error("it is there after it has expired")
	}
	if got := keys(t, n, ""); got != nil {
		t.Errorf("listed after it has expired: %q", got)
	}
	if found, err := n.Delete(t.Context(), "a"); found || err != nil {
		t.Errorf("delete after it has expired: %t, %v", found, err)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	n := kv.Open(dir, "id")
	for name, e := range map[string]kv.Entry{
		"must not be empty":    {},
		"cannot be a key":      {Key: ".."},
		"the key has 513":      {Key: strings.Repeat("k", 513)},
		"metadata has 1026":    {Key: "a", Metadata: json.RawMessage(`"` + strings.Repeat("m", 1024) + `"`)},
		"is not valid JSON":    {Key: "a", Metadata: json.RawMessage("{")},
		"at least 60 seconds":  {Key: "a", Expiration: time.Now().Add(30 * time.Second)},
		"for at least 60 seco": {Key: "a", Expiration: time.Unix(1, 0)},
	} {
		if err := n.Put(t.Context(), e, strings.NewReader("x")); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	const most = 25 << 20
	put(t, n, "most", strings.Repeat("x", most))
	if err := n.Put(t.Context(), kv.Entry{Key: "more"}, bytes.NewReader(make([]byte, most+1))); err == nil || !strings.Contains(err.Error(), "longer than 25 MiB") {
		t.Errorf("25 MiB and a byte: %v", err)
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("files %q", got)
	}
}

// A value that cannot be read to its end is not stored.
func TestPutFails(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	n := kv.Open(dir, "id")
	put(t, n, "a", "before")
	if err := n.Put(t.Context(), kv.Entry{Key: "a"}, io.MultiReader(strings.NewReader("half"), errReader{})); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
	if _, value, _ := get(t, n, "a"); value != "before" {
		t.Errorf("value %q", value)
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("files %q", got)
	}
}

var errBroken = errors.New("broken")

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, errBroken }

// Writers at the same time wait for each other.
func TestTogether(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			n := kv.Open(dir, "id")
			for i := range 20 {
				if err := n.Put(context.Background(), kv.Entry{Key: fmt.Sprint("k", i)}, strings.NewReader(fmt.Sprint(w))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if got := files(t, dir); len(got) != 20 {
		t.Errorf("%d files, want 20", len(got))
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	n := kv.Open(dir, "id")
	began := time.Now().Add(-time.Hour)
	if later, err := n.Sweep(t.Context(), began); later != 0 || err != nil {
		t.Errorf("nothing there: %v, %v", later, err)
	}
	put(t, n, "a", "x")
	blobs := filepath.Dir(files(t, dir)[0])
	write := func(name string, age time.Duration) {
		path, at := filepath.Join(blobs, name), time.Now().Add(-age)
		if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Chtimes(path, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	const ours = "646f746f6f6c"
	write(ours+"before", 2*time.Hour)
	write("."+ours+"half.123.tmp", 2*time.Hour)
	write(ours+"by this server", time.Minute)
	write("others", time.Minute)
	write("others, about to be named", 0)
	later, err := n.Sweep(t.Context(), began)
	if later <= 0 || later > 5*time.Second || err != nil {
		t.Errorf("later %v, %v", later, err)
	}
	var names []string
	for _, path := range files(t, dir) {
		names = append(names, filepath.Base(path)[:min(20, len(filepath.Base(path)))])
	}
	if len(names) != 3 || !slices.Contains(names, ours+"by this ") || !slices.Contains(names, "others, about to be ") {
		t.Errorf("left: %q", names)
	}
	if _, value, ok := get(t, n, "a"); !ok || value != "x" {
		t.Errorf("after that: %q, %t", value, ok)
	}
	// Nothing is removed if it is unknown which values are used.
	write("others", time.Minute)
	for _, damage := range []func() error{
		func() error { return os.WriteFile(table(dir), []byte(strings.Repeat("not a database", 1000)), 0o600) },
		func() error { return os.Remove(table(dir)) },
	} {
		if err := damage(); err != nil {
			t.Fatal(err)
		}
		if _, err := n.Sweep(t.Context(), time.Now()); err == nil || len(files(t, dir)) != 4 {
			t.Errorf("damaged: %v, %q", err, files(t, dir))
		}
	}
}

// Damaged or foreign files are reported, and not changed.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	t.Run("not a database", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		n := kv.Open(dir, "id")
		put(t, n, "a", "x")
		text := []byte(strings.Repeat("not a database", 1000))
		if err := os.WriteFile(table(dir), text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := n.Get(t.Context(), "a"); !sqlite.Damaged(err) {
			t.Errorf("get: %v", err)
		}
		if err := n.Put(t.Context(), kv.Entry{Key: "a"}, strings.NewReader("y")); !sqlite.Damaged(err) {
			t.Errorf("put: %v", err)
		}
		if got, err := os.ReadFile(table(dir)); err != nil || !bytes.Equal(got, text) {
			t.Errorf("the file was changed (%v)", err)
		}
		if got := files(t, dir); len(got) != 1 {
			t.Errorf("files %q", got)
		}
	})
	t.Run("a link", func(t *testing.T) {
		t.Parallel()
		dir, elsewhere := t.TempDir(), t.TempDir()
		if err := os.Symlink(elsewhere, filepath.Join(dir, "kv")); err != nil {
			t.Skip(err)
		}
		n := kv.Open(dir, "id")
		_, _, _, err := n.Get(t.Context(), "a")
		if _, ok := errors.AsType[*state.NotPlainError](err); !ok {
			t.Errorf("get: %v", err)
		}
		if err := n.Put(t.Context(), kv.Entry{Key: "a"}, strings.NewReader("y")); err == nil {
			t.Error("put through a link")
		}
		if got, _ := os.ReadDir(elsewhere); len(got) > 0 {
			t.Errorf("written through the link: %v", got)
		}
	})
	t.Run("a name that leads away", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		n := kv.Open(dir, "id")
		put(t, n, "a", "x")
		secret := filepath.Join(dir, "secret")
		if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := sqlite.OpenConn(table(dir), "", sqlite.ReadWrite)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(c.Exec("UPDATE _mf_entries SET blob_id = '../../../secret'"), c.Close()); err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := n.Get(t.Context(), "a"); err == nil {
			t.Error("it was read")
		}
		if _, err := n.Delete(t.Context(), "a"); err == nil {
			t.Error("no error")
		}
		if _, err := os.Stat(secret); err != nil {
			t.Error(err)
		}
	})
	t.Run("another table", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		n := kv.Open(dir, "id")
		put(t, n, "a", "x")
		c, err := sqlite.OpenConn(table(dir), "", sqlite.ReadWrite)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(c.Exec("DROP TABLE _mf_entries"), c.Exec("CREATE TABLE _mf_entries (a)"), c.Close()); err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := n.Get(t.Context(), "a"); err == nil || !strings.Contains(err.Error(), "does not have the expected form") {
			t.Errorf("got %v", err)
		}
	})
}

// A change waits for another's no longer than it was told.
func TestWait(t *testing.T) {
	dir := t.TempDir()
	n := kv.Open(dir, "id")
	put := func() error {
		return n.Put(t.Context(), kv.Entry{Key: "k"}, strings.NewReader("v"))
	}
	if err := put(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "kv", "*", "*.sqlite"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	c, err := sqlite.OpenShared(files[0], 0) // in a transaction
	if err != nil {
		t.Fatal(err)
	}
	n.Wait = 0
	if err := put(); sqlite.Code(err) != sqlite.Busy {
		t.Errorf("got %v", err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := put(); err != nil {
		t.Error(err)
	}
}
