package sqlite_test

import (
	"testing"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

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
	for _, s := range []string{"CREATE TABLE a (x, y TEXT DEFAULT 'a''b')", "CREATE TABLE \"order\" (`a b`, [c], d AS (a+1))", "CREATE TABLE t(a CHECK(a<>1 AND a<=-2), b DEFAULT(x'00'))", "CREATE VIEW v AS SELECT 1.5.x, a->>'b' FROM c", "CREATE VIEW A AS SELECT 0. A"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		s, err := sqlite.ParseSchema(t.Context(), sql)
		if err != nil {
			return
		}
		again, err := sqlite.ParseSchema(t.Context(), s.String())
		if err != nil || len(inspect.Diff(s, again)) > 0 {
			t.Errorf("%q normalised: %v\n%v\n%v", sql, err, s, again)
		}
	})
}
