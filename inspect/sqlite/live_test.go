package sqlite_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/dotool-dev/dotool/inspect/sqlite"
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
		for _, item := range sqlite.Items(sqlite.Lex(list)) {
			text := sqlite.Run(item)
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
	for _, sql := range []string{"SELECT ?, ?1, ?7, :a, @a, $a::b(c;d), :a", "INSERT INTO t (a) VALUES (?) RETURNING a AS x, ?, *", "UPDATE main.t SET a = '?' WHERE b = ?2 RETURNING *", "WITH replace AS (SELECT ?) DELETE FROM t RETURNING id", "SELECT [?], `?`, \"?\", x'00' -- ?", "SELECT ?1x", "SELECT 1\x00#0"} {
		f.Add(sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		c, err := sqlite.OpenConn(":memory:", "", sqlite3.SQLITE_OPEN_READWRITE|sqlite3.SQLITE_OPEN_CREATE)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if err := errors.Join(c.Exec("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER, x)")); err != nil {
			t.Fatal(err)
		}
		c.Guard(sqlite.GuardWrite)
		if strings.Contains(sql, "\x00") {
			if l := sqlite.NewLive(sql); l.Then == nil || len(l.Statements) > 0 {
				t.Fatalf("%q is run", sql)
			}
			return
		}
		for _, s := range sqlite.Split(sql) {
			given, err := c.Prepare(s.SQL, 0)
			if err != nil {
				continue
			}
			n := given.Parameters()
			given.Close()
			params := make([]sqlite.Value, n)
			for i := range params {
				params[i] = sqlite.IntValue(1)
			}
			l := sqlite.NewLive(s.SQL, params...)
			if l.Then != nil || len(l.Statements) != 1 {
				t.Fatalf("%q has %d parameters: %v", s.SQL, n, l.Then)
			}
			ran, err := c.Prepare(l.Statements[0].SQL, 0)
			if e, ok := errors.AsType[*sqlite.SQLError](err); ok {
				if e.Code == sqlite3.SQLITE_TOOBIG || n > 0 && e.Code == sqlite3.SQLITE_ERROR && sqlite.MainVerb(sqlite.Lex(s.SQL)) < 0 {
					continue
				}
				t.Fatalf("%q becomes %q: %v", s.SQL, l.Statements[0].SQL, err)
			}
			if got := ran.Parameters(); got != n {
				t.Errorf("%q becomes %q with %d parameters", s.SQL, l.Statements[0].SQL, got)
			}
			ran.Close()
		}
	})
}
