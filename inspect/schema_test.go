package inspect_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dotool/inspect"
	"dotool/inspect/inspecttest"
	"dotool/inspect/sqlite"
)

func TestVariants(t *testing.T) {
	t.Parallel()
	state := inspecttest.Storage(t, "wrangler")
	if err := os.WriteFile(filepath.Join(state.NamespaceDir("chat-Room"), strings.Repeat("0", 64)+".sqlite"), []byte(strings.Repeat("bad", 9999)), 0o600); err != nil {
		t.Fatal(err)
	}
	s := inspecttest.Open(t, state)
	variants, failed, err := s.Variants(t.Context(), s.Objects(t.Context(), inspect.Address{Text: "Room/*"}))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range variants {
		var names []string
		for _, o := range v.Objects {
			names = append(names, o.String())
		}
		got = append(got, strings.Join(names, " "))
	}
	want := []string{"a/b\nc b full é😀", "kv touched 1c87c0030941fd16d85aaf7ed2f57601802ea8d46092b7c0165312fe68868573", "drifted"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(failed) != 1 || !strings.HasPrefix(failed[0].Error(), "Room/0000") {
		t.Errorf("failed: %v", failed)
	}
	const schema = `CREATE TABLE big (
	n
);
CREATE TABLE message (
	id INTEGER PRIMARY KEY,
	author TEXT NOT NULL,
	body TEXT,
	at REAL,
	raw BLOB
);
CREATE INDEX message_author ON message (author);
CREATE VIEW authors AS SELECT author, count (*) AS n FROM message GROUP BY author;
CREATE TRIGGER trim AFTER INSERT ON message BEGIN UPDATE message SET body = trim (body); DELETE FROM message WHERE body = ''; END;
`
	if diff := cmp.Diff(schema, variants[0].Schema.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var lines []string
	for _, l := range variants[0].Schema.Diff(variants[2].Schema) {
		lines = append(lines, string(l.Op)+l.Text)
	}
	const diff = " CREATE TABLE message (\n \tid INTEGER PRIMARY KEY,\n \tauthor TEXT NOT NULL,\n \tbody TEXT,\n \tat REAL,\n \traw BLOB,\n+\tpinned INTEGER DEFAULT 0\n );"
	if got := strings.Join(lines, "\n"); got != diff {
		t.Errorf("diff is\n%s", got)
	}
	// The SQL that is printed makes the same schema.
	again, err := sqlite.ParseSchema(t.Context(), variants[0].Schema.String())
	if err != nil || len(variants[0].Schema.Diff(again)) > 0 {
		t.Errorf("%v: %v", variants[0].Schema.Diff(again), err)
	}
	if _, err := sqlite.ParseSchema(t.Context(), "CREATE TABLE a (x); CREATE TABEL b (x)"); sqlite.Code(err) != 1 {
		t.Errorf("got %v", err)
	}
}

func TestNormalise(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ a, b string }{
		{"CREATE TABLE a (x, y)", "CREATE TABLE a(\n  x, -- the first\n  y /* the last */\n)"},
		{"CREATE TABLE a (x TEXT DEFAULT ' a  b ')", "CREATE TABLE \"a\"(  x   TEXT DEFAULT ' a  b ' )"},
		{"CREATE TABLE a (x CHECK (x >= 1 AND x <> 2))", "CREATE TABLE [a] (`x` CHECK(x>=1 AND x<>2))"},
	} {
		if a, b := sqlite.Normalise(test.a), sqlite.Normalise(test.b); a != b {
			t.Errorf("not the same:\n%s\n%s", a, b)
		}
	}
	for _, sql := range []string{`CREATE TABLE "order" (x)`, `CREATE TABLE "a b" ("x-y", [1])`, `CREATE TABLE a (x DEFAULT -1.5e+3, y DEFAULT x'00')`, `CREATE VIEW v AS SELECT a.b, -c FROM a WHERE x||y = 'z' AND c->>'$.a' <= 3 OR NOT a != b`} {
		n := sqlite.Normalise(sql)
		if sqlite.Normalise(n) != n {
			t.Errorf("normalised twice is another:\n%s\n%s", n, sqlite.Normalise(n))
		}
	}
}

// FuzzNormalise checks that a normalised statement means the same to SQLite.
func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"CREATE TABLE a (x, y TEXT DEFAULT 'a''b')", "CREATE TABLE \"order\" (`a b`, [c], d AS (a+1))", "CREATE TABLE t(a CHECK(a<>1 AND a<=-2), b DEFAULT(x'00'))", "CREATE VIEW v AS SELECT 1.5.x, a->>'b' FROM c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		s, err := sqlite.ParseSchema(t.Context(), sql)
		if err != nil {
			return
		}
		again, err := sqlite.ParseSchema(t.Context(), s.String())
		if err != nil || len(s.Diff(again)) > 0 {
			t.Errorf("%q normalised: %v\n%v\n%v", sql, err, s, again)
		}
	})
}

func TestQueryAllInOrder(t *testing.T) {
	t.Parallel()
	state := inspecttest.Folder(t.TempDir())
	for _, name := range []string{"a", "b", "c", "d"} {
		sql := "CREATE TABLE t (x); INSERT INTO t VALUES ('" + name + "')"
		if name == "a" { // the slowest comes first all the same
			sql += "; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 2000) INSERT INTO t SELECT zeroblob(1000) FROM n"
		}
		inspecttest.Make(t, state, "w-C", name, sql)
	}
	if err := inspect.Remember(t.Context(), state, inspect.Seen{Key: "w-C", Name: "a"}, inspect.Seen{Key: "w-C", Name: "b"}, inspect.Seen{Key: "w-C", Name: "c"}, inspect.Seen{Key: "w-C", Name: "d"}); err != nil {
		t.Fatal(err)
	}
	s := inspecttest.Open(t, state)
	var order []string
	n := 0
	for b := range s.QueryAll(t.Context(), s.Objects(t.Context(), inspect.Address{}), "SELECT x FROM t") {
		if b.Err != nil {
			t.Fatal(b.Err)
		}
		if n += len(b.Rows); len(order) == 0 || order[len(order)-1] != b.Object.Name {
			order = append(order, b.Object.Name)
		}
	}
	if got := strings.Join(order, ""); got != "abcd" || n != 2004 {
		t.Errorf("order %s, %d rows", got, n)
	}
	for range s.QueryAll(t.Context(), s.Objects(t.Context(), inspect.Address{}), "SELECT x FROM t") {
		break // ends all goroutines, which goleak checks
	}
}
