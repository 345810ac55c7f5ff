package inspect

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	sqlite3 "modernc.org/sqlite/lib"
)

func TestReturningItems(t *testing.T) {
	t.Parallel()
	for list, want := range map[string][]string{
		"*":                               {""},
		"a, b":                            {"a", "b"},
		"a AS b, c d, \"e\" 'f', g":       {"a", "c", "\"e\"", "g"},
		"max(a, b) x, (SELECT 1 AS y)":    {"max(a, b)", "(SELECT 1 AS y)"},
		"CASE a WHEN 1 THEN 2 END, *":     {"CASE a WHEN 1 THEN 2 END", ""},
		"a NOT NULL, a IS NULL, a ISNULL": {"a NOT NULL", "a IS NULL", "a ISNULL"},
		"a COLLATE nocase, a || 'x' y":    {"a COLLATE nocase", "a || 'x'"},
		"'a,b', \"c,d\" /* , */ e":        {"'a,b'", "\"c,d\""},
		"a * b, count(*), 1 x, 1.5":       {"a * b", "count(*)", "1", "1.5"},
	} {
		var got []string
		for _, item := range items(lex(list)) {
			text := run(item)
			for len(text) > 0 && text[len(text)-1] == ' ' {
				text = text[:len(text)-1]
			}
			got = append(got, text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", list, diff)
		}
	}
}

// FuzzLive compares with SQLite how many parameters a statement has, and whether
// what is run in its place compiles.
func FuzzLive(f *testing.F) {
	for _, sql := range authorizerCases {
		f.Add(sql)
	}
	for _, sql := range []string{"SELECT ?, ?1, ?7, :a, @a, $a::b(c;d), :a", "INSERT INTO t (a) VALUES (?) RETURNING a AS x, ?, *", "UPDATE main.t SET a = '?' WHERE b = ?2 RETURNING *", "WITH replace AS (SELECT ?) DELETE FROM t RETURNING id", "SELECT [?], `?`, \"?\", x'00' -- ?", "SELECT ?1x"} {
		f.Add(sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		c, err := openConn(":memory:", "", sqlite3.SQLITE_OPEN_READWRITE|sqlite3.SQLITE_OPEN_CREATE)
		if err != nil {
			t.Fatal(err)
		}
		defer c.close()
		if err := errors.Join(c.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER, x)")); err != nil {
			t.Fatal(err)
		}
		c.guard(guardWrite)
		for _, s := range Split(sql) {
			given, err := c.prepare(s.SQL, 0)
			if err != nil {
				continue
			}
			n := given.parameters()
			given.close()
			params := make([]Value, n)
			for i := range params {
				params[i] = IntValue(1)
			}
			l := NewLive(s.SQL, params...)
			if l.then != nil || len(l.statements) != 1 {
				t.Fatalf("%q has %d parameters: %v", s.SQL, n, l.then)
			}
			ran, err := c.prepare(l.statements[0].SQL, 0)
			if e, ok := errors.AsType[*SQLError](err); ok {
				if e.Code == sqlite3.SQLITE_TOOBIG || n > 0 && e.Code == sqlite3.SQLITE_ERROR && mainVerb(lex(s.SQL)) < 0 {
					continue
				}
				t.Fatalf("%q becomes %q: %v", s.SQL, l.statements[0].SQL, err)
			}
			if got := ran.parameters(); got != n {
				t.Errorf("%q becomes %q with %d parameters", s.SQL, l.statements[0].SQL, got)
			}
			ran.close()
		}
	})
}
