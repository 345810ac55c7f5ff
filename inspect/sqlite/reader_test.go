package sqlite_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/inspect/sqlite"
)

const items = "CREATE TABLE items (id INTEGER PRIMARY KEY, data TEXT)"

// write makes a database, with none of workerd's limits.
func write(t *testing.T, path string, statements ...string) string {
	t.Helper()
	c, err := sqlite.OpenConn(path, "", sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, sql := range append([]string{"PRAGMA synchronous = OFF"}, statements...) {
		if err := c.Exec(sql); err != nil {
			t.Fatal(sql, err)
		}
	}
	return path
}

// rows is a table of items with n rows.
func rows(n int, sql ...string) []string {
	insert := fmt.Sprintf("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < %d) INSERT INTO items (data) SELECT 'row ' || i || ' of %d' FROM n", n, n)
	if n == 0 {
		insert = "SELECT 1"
	}
	return append([]string{"PRAGMA journal_mode = WAL", items, insert}, sql...)
}

// results runs statements and writes down all that comes of it.
func results(t *testing.T, open func(string) (*sqlite.DB, error), path, sql string, params ...sqlite.Value) (all string, shared bool) {
	var b strings.Builder
	db, err := open(path)
	if err != nil {
		return err.Error(), false
	}
	defer db.Close()
	r := db.Query(t.Context(), sql, params...)
	for r.NextResult() {
		fmt.Fprintln(&b, r.Columns())
		for r.Next() {
			text, err := json.Marshal(r.Row())
			if err != nil {
				t.Error(err)
			}
			fmt.Fprintf(&b, "%s\n", text)
		}
	}
	fmt.Fprintln(&b, r.Close())
	if hint, ok := errors.AsType[interface {
		error
		Hint() string
	}](r.Err()); ok {
		fmt.Fprintln(&b, hint.Hint())
	}
	return b.String(), db.Shared()
}

// entries writes down key-value entries.
func entries(t *testing.T, open func(string) (*sqlite.DB, error), path string) string {
	db, err := open(path)
	if err != nil {
		return err.Error()
	}
	defer db.Close()
	var all []any
	for e, err := range db.KV(t.Context(), "") {
		all = append(all, e, err)
	}
	value, ok, err := db.Get(t.Context(), "a")
	return fmt.Sprintf("%q %q %v %v", all, value, ok, err)
}

// TestReader reads many databases in any order, and each gives what it gives alone.
func TestReader(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var paths []string
	add := func(statements ...string) string {
		path := write(t, filepath.Join(dir, fmt.Sprintf("%02d.sqlite", len(paths))), statements...)
		paths = append(paths, path)
		return path
	}
	spoil := func(path string, fn func([]byte) []byte) {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, fn(b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, n := range []int{0, 1, 2, 300, 5, 3000, 14_000} {
		add(rows(n)...)
		add(rows(n, "DELETE FROM items WHERE id % 2", "INSERT INTO items (data) VALUES (zeroblob(9000))")...)
	}
	usual := len(paths)
	for i := range 5 {
		add(sqlite.KVSchema, fmt.Sprintf("INSERT INTO _cf_KV VALUES ('a', x'ff0f490%d'), ('b%d', x'ff0f30')", i, i))
	}
	add("CREATE VIEW _cf_KV AS SELECT 'a' AS key, x'ff0f30' AS value")
	add("CREATE TABLE _cf_KV (a)")
	// The same number of changes of the schema, but another one.
	add("CREATE TABLE items (data TEXT, id INTEGER PRIMARY KEY)", "INSERT INTO items VALUES ('a', 7)")
	add("CREATE TABLE items (id TEXT COLLATE NOCASE, data INTEGER)", "INSERT INTO items VALUES ('A', '7')")
	add("CREATE TABLE x (id)", "INSERT INTO x VALUES (1)", "CREATE VIEW items AS SELECT id, 'of a view' AS data FROM x")
	add(rows(30, "CREATE UNIQUE INDEX i ON items (data)", "CREATE VIEW v AS SELECT max(id) AS top FROM items")...)
	add(rows(30, "CREATE INDEX i ON items (data DESC)", "ANALYZE")...)
	add(rows(3, "CREATE VIRTUAL TABLE f USING fts5(data)", "INSERT INTO f VALUES ('hello')")...)
	add(rows(4, "CREATE TABLE long (a DEFAULT '"+strings.Repeat("x", 6000)+"')")...)
	many := rows(5)
	for i := range 60 {
		many = append(many, fmt.Sprintf("CREATE TABLE t%d (a INTEGER PRIMARY KEY, b TEXT NOT NULL DEFAULT 'a text of some length', c REAL)", i))
	}
	add(many...)
	add(append(many, "DROP TABLE t30")...)
	add(append(many, "UPDATE items SET data = 'another'")...)
	for i := range 12 {
		add(rows(i, fmt.Sprintf("CREATE TABLE only%d (a)", i))...)
	}
	add("PRAGMA journal_mode = WAL")
	add("PRAGMA page_size = 1024", items)
	add("PRAGMA encoding = 'UTF-16le'", items, "INSERT INTO items VALUES (1, 'wide')")
	add("PRAGMA user_version = 5", items)
	spoil(add(), func([]byte) []byte { return nil })
	spoil(add(), func([]byte) []byte { return []byte(strings.Repeat("no database", 2000)) })
	spoil(add(rows(300)...), func(b []byte) []byte { return b[:len(b)-4096] })
	spoil(add(rows(300)...), func(b []byte) []byte { return append(b, make([]byte, 4096)...) })
	spoil(add(rows(300)...), func(b []byte) []byte { b[27]++; return b }) // counts another change
	spoil(add(rows(300)...), func(b []byte) []byte { clear(b[2*4096:]); return b })
	spoil(add(rows(300)...), func(b []byte) []byte { clear(b[4096 : 2*4096]); return b })
	spoil(add(rows(300)...), func(b []byte) []byte { b[4096+5]++; return b })
	spoil(add(rows(300)...), func(b []byte) []byte { b[100+3] = 200; return b })
	spoil(add(rows(300)...), func(b []byte) []byte { b[19] = 3; return b })
	spoil(add(rows(300)...), func(b []byte) []byte { copy(b[100+8:], "\x0f\x80"); return b })
	left := filepath.Join(dir, "left.sqlite") // a -wal with frames, of a process that was killed
	paths = append(paths, left)
	c, err := sqlite.OpenConn(write(t, filepath.Join(dir, "open.sqlite"), rows(2)...), "", sqlite.ReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Exec("INSERT INTO items VALUES (900, 'in the -wal')"); err != nil {
		t.Fatal(err)
	}
	for _, beside := range []string{"", "-wal"} {
		if err := sqlite.CopyFile(filepath.Join(dir, "open.sqlite"+beside), left+beside); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	paths = append(paths, filepath.Join(dir, "missing.sqlite"))

	r := sqlite.NewReader("")
	for _, i := range rand.New(rand.NewPCG(3, 4)).Perm(2 * len(paths)) {
		path := paths[i%len(paths)]
		if got, want := entries(t, r.Open, path), entries(t, sqlite.Open, path); got != want {
			t.Errorf("entries of %s: %s, want %s", filepath.Base(path), got, want)
		}
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	for _, query := range []struct {
		sql    string
		params []sqlite.Value
		shares bool
	}{
		{"SELECT count(*), max(data), min(id) FROM items", nil, true},
		{"SELECT * FROM items ORDER BY 1 LIMIT 3; SELECT type, name, sql FROM sqlite_schema", nil, true},
		{"SELECT * FROM items; SELECT * FROM items", nil, true},
		{"-- first\nWITH a AS (SELECT * FROM items) SELECT data FROM a WHERE data = 'row 2 of 5'; VALUES (1)", nil, true},
		{"SELECT ?1, count(*) FROM items WHERE id > ?1; SELECT ?", []sqlite.Value{sqlite.IntValue(2), sqlite.TextValue("x")}, true},
		{"SELECT ? FROM items", nil, true},
		{"SELECT 1", []sqlite.Value{sqlite.IntValue(2)}, true},
		{"SELECT abs(-9223372036854775807 - id) FROM items; SELECT 2", nil, true},
		{"SELECT nothing FROM items", nil, true},
		{"SELECT * FROM _cf_KV", nil, true},
		{"SELECT * FROM items WHERE data MATCH 'x'", nil, true},
		{"SELECT data FROM items GROUP BY data ORDER BY length(data), data DESC LIMIT 2", nil, true},
		{"SELECT count(*) FROM f WHERE f MATCH 'hello'; SELECT top FROM v", nil, true},
		{"SELECT changes(), last_insert_rowid(), total_changes()", nil, true},
		{"WITH a AS (SELECT 1) INSERT INTO items SELECT 1, 2 FROM a", nil, true},
		{"SELECT 'a' LIKE 'A'; PRAGMA case_sensitive_like = on; SELECT 'a' LIKE 'A'", nil, false},
		{"SELECT name FROM pragma_table_info('items')", nil, false},
		{"INSERT INTO items VALUES (1, 2)", nil, false},
		{"EXPLAIN QUERY PLAN SELECT * FROM items WHERE data = 'x'", nil, false},
		{"", nil, true},
	} {
		r := sqlite.NewReader(query.sql)
		random := rand.New(rand.NewPCG(1, 2))
		for range 3 {
			for _, i := range random.Perm(len(paths)) {
				want, _ := results(t, sqlite.Open, paths[i], query.sql, query.params...)
				got, shared := results(t, r.Open, paths[i], query.sql, query.params...)
				if got != want {
					t.Errorf("%s of %s:\n%swant\n%s", query.sql, filepath.Base(paths[i]), got, want)
				}
				if small := i < usual-2; small && shared != query.shares || paths[i] == left && shared {
					t.Errorf("%s of %s: shared %v", query.sql, filepath.Base(paths[i]), shared)
				}
			}
		}
		if r.Copies() > 8 {
			t.Errorf("%d connections", r.Copies())
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestReaderChanged is of a file that a runtime writes to while it is read.
func TestReaderChanged(t *testing.T) {
	t.Parallel()
	path := write(t, filepath.Join(t.TempDir(), "x.sqlite"), rows(100)...)
	before, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, "INSERT INTO items (data) VALUES (zeroblob(9000))")
	r := sqlite.NewReader("SELECT count(*) FROM items")
	defer r.Close()
	if db, err := r.Read(path, before); db != nil || err != nil && !errors.Is(err, sqlite.ErrChanged) {
		t.Errorf("got %v, %v", db, err)
	}
	if got, shared := results(t, r.Open, path, "SELECT count(*) FROM items"); got != "[count(*)]\n[101]\n<nil>\n" || !shared {
		t.Errorf("got %s", got)
	}
}
