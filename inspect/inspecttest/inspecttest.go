// Package inspecttest has state folders to test with: those of testdata/storage,
// which real runtimes wrote, and ways to look into them.
package inspecttest

import (
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	_ "modernc.org/sqlite"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/apply"
	"github.com/dotool-dev/dotool/migrate/state"
)

// States are the folders of testdata/storage: a runtime stopped, a runtime was
// killed, `wrangler dev` stopped.
var States = []string{"stopped", "killed", "wrangler"}

// Storage copies one of [States]. The recoveries come between those of migrate and
// inspect.
func Storage(t testing.TB, name string, recoveries ...state.Recovery) *state.Folder {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "state")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(Testdata(t), name))); err != nil {
		t.Fatal(err)
	}
	return Folder(dir, recoveries...)
}

// Testdata returns the path of testdata/storage.
func Testdata(t testing.TB) string {
	t.Helper()
	for up := ".."; len(up) < 20; up = filepath.Join(up, "..") {
		path := filepath.Join(up, "testdata", "storage")
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	t.Fatal("testdata/storage is not above")
	return ""
}

// Folder returns the state folder at a path, with recoveries as for [Storage].
func Folder(dir string, recoveries ...state.Recovery) *state.Folder {
	return state.Open(dir, state.Options{Recoveries: slices.Concat([]state.Recovery{apply.Recover}, recoveries, []state.Recovery{inspect.Release})})
}

// Open opens a store of what is on disk.
func Open(t testing.TB, state *state.Folder) *inspect.Store {
	t.Helper()
	s, err := inspect.Open(state, inspect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Find finds an object by an address.
func Find(t testing.TB, s *inspect.Store, text string) inspect.Object {
	t.Helper()
	o, err := s.Object(t.Context(), inspect.Address{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// List returns the objects that an address means, as CLASS/NAME.
func List(t testing.TB, s *inspect.Store, a inspect.Address) []string {
	t.Helper()
	got := []string{}
	for o, err := range s.Objects(t.Context(), a) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, o.Namespace.Label+"/"+o.String())
	}
	return got
}

// Hashes reads every file below a folder.
func Hashes(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		info, _ := d.Info()
		name, _ := filepath.Rel(dir, path)
		all[name] = fmt.Sprintf("%x %v", sha256.Sum256(data), info.ModTime())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Make writes an object with some SQL, as workerd leaves it.
func Make(t testing.TB, state *state.Folder, key state.Key, name, text string) inspect.Object {
	t.Helper()
	n := &inspect.Namespace{Label: string(key), Key: key, Dir: state.NamespaceDir(key)}
	if err := os.MkdirAll(n.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	o := inspect.Object{Namespace: n, ID: key.ID(name), Name: name, Named: true}
	db, err := sql.Open("sqlite", o.Path()) // with none of our limits
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, st := range append(sqlite.Split("PRAGMA journal_mode=WAL; CREATE TABLE x (y); DROP TABLE x;"), sqlite.Split(text)...) {
		if _, err := db.Exec(st.SQL); err != nil {
			t.Fatal(err)
		}
	}
	return o
}

// Ask runs SQL on an object and returns the rows as JSON arrays.
func Ask(t testing.TB, s *inspect.Store, object, sql string, params ...sqlite.Value) ([]string, error) {
	t.Helper()
	o := Find(t, s, object)
	db, err := o.Open()
	if err != nil {
		return nil, err
	}
	defer db.Close()
	got := []string{}
	for row, err := range db.Query(t.Context(), sql, params...).All() {
		if err != nil {
			return got, err
		}
		text, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(text))
	}
	return got, nil
}

// Drain reads all rows.
func Drain(r *sqlite.Rows) error {
	for r.NextResult() {
		for r.Next() {
			continue
		}
	}
	return r.Close()
}

// Many makes a namespace of n copies of an object of wrangler's, with their
// names in dotool's record.
func Many(b *testing.B, n int) *state.Folder {
	b.Helper()
	folder := Folder(b.TempDir())
	const key = state.Key("chat-Room")
	from, err := filepath.Glob(filepath.Join(Testdata(b), "wrangler", "v3", "do", "chat-Room", "f0b35*c.sqlite"))
	if err != nil || len(from) != 1 {
		b.Fatal(from, err)
	}
	data, err := os.ReadFile(from[0])
	if err != nil {
		b.Fatal(err)
	}
	if err := os.MkdirAll(folder.NamespaceDir(key), 0o700); err != nil {
		b.Fatal(err)
	}
	seen := make([]inspect.Seen, n)
	for i := range seen {
		seen[i] = inspect.Seen{Key: key, Name: "room-" + strconv.Itoa(i)}
		o := inspect.Object{Namespace: &inspect.Namespace{Dir: folder.NamespaceDir(key)}, ID: key.ID(seen[i].Name)}
		if err := os.WriteFile(o.Path(), data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	if err := inspect.Remember(b.Context(), folder, seen...); err != nil {
		b.Fatal(err)
	}
	return folder
}
