package sqlite_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	sqlite3 "modernc.org/sqlite/lib"

	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// authorizerCases are statements that a runtime could treat differently from plain
// SQLite.
var authorizerCases = strings.Split(strings.TrimSpace(`
SELECT * FROM sqlite_dbpage
UPDATE sqlite_dbpage SET data = data
DELETE FROM sqlite_dbpage
INSERT INTO sqlite_dbpage VALUES (1, x'', 'main')
SELECT * FROM main.sqlite_dbpage
WITH x AS (SELECT * FROM sqlite_dbpage) SELECT * FROM x
CREATE VIEW z AS SELECT * FROM sqlite_dbpage
SELECT * FROM dbstat
PRAGMA writable_schema=1
UPDATE sqlite_schema SET sql = 'x'
UPDATE sqlite_master SET sql = 'x'
DELETE FROM sqlite_schema
INSERT INTO sqlite_schema VALUES ('table', 'a', 'a', 1, 'x')
ATTACH 'x' AS y
ATTACH ':memory:' AS y
DETACH main
VACUUM
VACUUM INTO '/tmp/x'
VACUUM main
SELECT load_extension('x')
SELECT * FROM _cf_KV
SELECT * FROM _CF_kv
SELECT * FROM "_cf_KV"
SELECT count(*) FROM _cf_KV
SELECT * FROM _cf_NOPE
CREATE TABLE _cf_x (a)
CREATE TABLE IF NOT EXISTS _CF_x (a)
CREATE VIEW _cf_x AS SELECT 1
CREATE INDEX _cf_i ON t(a)
CREATE INDEX i ON _cf_KV(value)
CREATE UNIQUE INDEX IF NOT EXISTS _cf_i ON t(a)
CREATE TRIGGER _cf_t AFTER INSERT ON t BEGIN SELECT 1; END
CREATE TRIGGER i AFTER INSERT ON _cf_KV BEGIN SELECT 1; END
CREATE TRIGGER tt AFTER INSERT ON t BEGIN DELETE FROM _cf_KV; END
CREATE TEMP TABLE q (a)
CREATE TEMP VIEW q AS SELECT 1
CREATE TEMP TRIGGER q AFTER INSERT ON t BEGIN SELECT 1; END
CREATE TABLE temp.q (a)
CREATE VIEW temp.q AS SELECT 1
CREATE INDEX temp.q ON t(a)
DELETE FROM sqlite_temp_master
CREATE TABLE main.q (a)
CREATE TABLE __miniflare_x (a)
CREATE TABLE sqlite_x (a)
CREATE TABLE z AS SELECT * FROM _cf_KV
CREATE TABLE z (a REFERENCES _cf_KV(key))
CREATE VIEW z AS SELECT * FROM _cf_KV
BEGIN
COMMIT
END
ROLLBACK
SAVEPOINT a
RELEASE a
ROLLBACK TO a
begin IMMEDIATE
EXPLAIN BEGIN
SELECT rowid, * FROM sqlite_schema
SELECT * FROM main.t
SELECT * FROM temp.sqlite_schema
SELECT * FROM sqlite_temp_master
INSERT INTO _cf_KV VALUES ('a', 1)
REPLACE INTO _cf_KV VALUES ('a', 1)
UPDATE _cf_KV SET value = 1
DELETE FROM _cf_METADATA
DROP TABLE _cf_KV
DROP TABLE _cf_METADATA
DROP TABLE IF EXISTS _cf_zzz
ALTER TABLE _cf_KV ADD COLUMN z
ALTER TABLE _cf_KV RENAME TO z
ALTER TABLE t ADD COLUMN z
ALTER TABLE t ADD COLUMN z TEXT NOT NULL DEFAULT 'x' CHECK (z <> '')
ALTER TABLE t RENAME TO tt
ALTER TABLE t RENAME TO _cf_tt
ALTER TABLE main.t RENAME /* x */ to "_CF_tt" ;
ALTER TABLE t RENAME TO [_cf_]
ALTER TABLE t RENAME COLUMN a TO _cf_a
ALTER TABLE t RENAME a TO _cf_a
ALTER TABLE t RENAME COLUMN a TO aa
ALTER TABLE t DROP COLUMN x
UPDATE t SET a = (SELECT value FROM _cf_KV)
EXPLAIN SELECT * FROM _cf_KV
EXPLAIN QUERY PLAN SELECT * FROM _cf_KV
EXPLAIN SELECT * FROM t
WITH _cf_KV AS (SELECT 1) SELECT * FROM _cf_KV
SELECT 1 AS _cf_KV
SELECT name FROM sqlite_schema WHERE name LIKE '_cf%'
SELECT * FROM pragma_index_list('_cf_KV')
SELECT * FROM pragma_table_info('t')
SELECT * FROM pragma_table_info('_cf_KV')
PRAGMA table_info(_cf_KV)
PRAGMA main.table_info(t)
PRAGMA temp.table_info(t)
PRAGMA main.quick_check
ANALYZE
ANALYZE t
REINDEX
REINDEX t
DROP TABLE t
DROP TABLE f
DROP TABLE f_data
DROP VIEW v
DROP VIEW t
DELETE FROM f_data
INSERT INTO f_config VALUES ('x', 1)
ALTER TABLE f_data ADD COLUMN z
CREATE TABLE f_x (a)
CREATE VIRTUAL TABLE g USING fts5(a, content='')
CREATE VIRTUAL TABLE g USING FTS5(a)
CREATE VIRTUAL TABLE g USING fts5vocab(f, row)
CREATE VIRTUAL TABLE g USING rtree(id, a, b)
CREATE VIRTUAL TABLE g USING rtree_i32(id, a, b)
CREATE VIRTUAL TABLE g USING geopoly(a)
CREATE VIRTUAL TABLE g USING fts4(a)
CREATE VIRTUAL TABLE g USING dbstat
CREATE VIRTUAL TABLE g USING sqlite_dbpage
CREATE VIRTUAL TABLE g USING json_each
CREATE VIRTUAL TABLE g USING nope
CREATE VIRTUAL TABLE _cf_g USING fts5(a)
CREATE VIRTUAL TABLE temp.g USING fts5(a)
SELECT * FROM json_each('[1]')
SELECT * FROM json_tree('[1]')
SELECT * FROM generate_series(1, 2)
SELECT "abc"
INSERT INTO t (a) VALUES ("abc")
INSERT INTO t (id) VALUES (1), (1)
INSERT INTO t (b) VALUES (1) RETURNING *
INSERT INTO v VALUES (1)
SELEC 1
SELECT nope FROM t
SELECT * FROM nope
SELECT abs(-9223372036854775808)
SELECT RAISE(ABORT, 'x')
SELECT highlight(f, 0, 'a', 'b'), snippet(f, 0, 'a', 'b', 'c', 3), bm25(f), rank FROM f WHERE f MATCH 'x'
SELECT fts5_locale('a', 'b')
SELECT fts5_source_id()
SELECT rtreecheck('f')
SELECT likelihood(1, 0.5), current_date, current_time IS NULL, current_timestamp IS NULL
SELECT 1 WHERE 'a' REGEXP 'b'
SELECT * FROM t INDEXED BY x
WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x+1 FROM c LIMIT 5) SELECT * FROM c
PRAGMA case_sensitive_like=ON
PRAGMA case_sensitive_like=2
PRAGMA case_sensitive_like='yes'
PRAGMA case_sensitive_like(FULL)
PRAGMA optimize=0x10002
PRAGMA optimize=-1
PRAGMA optimize='x'
PRAGMA foreign_keys(off)
PRAGMA journal_mode=DELETE
PRAGMA locking_mode=NORMAL
PRAGMA wal_checkpoint(TRUNCATE)
PRAGMA synchronous=OFF
PRAGMA temp_store_directory='/tmp'
PRAGMA trusted_schema=1
PRAGMA nope
PRAGMA nope=1
`), "\n")

// A user's SQL may do the same to a file as in the runtime, with the same messages.
func TestAuthorizer(t *testing.T) {
	t.Parallel()
	cases := slices.Clone(authorizerCases)
	memory, err := sqlite.OpenConn(":memory:", "", sqlite3.SQLITE_OPEN_READWRITE|sqlite3.SQLITE_OPEN_CREATE)
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	if err := memory.Each("SELECT DISTINCT name, narg, type FROM pragma_function_list WHERE builtin AND name NOT IN ('->', '->>', 'soundex', 'sqlite_offset', 'likelihood') AND name NOT LIKE 'current%'", nil, func(row *sqlite.Stmt) error {
		n := int(row.Column(1).Int)
		if n < 0 {
			n = 1
		}
		call := fmt.Sprintf("EXPLAIN SELECT %s(%s)", row.Column(0), strings.TrimSuffix(strings.Repeat("1,", n), ","))
		if row.Column(2).String() == "w" {
			call += " OVER ()"
		}
		cases = append(cases, call)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := memory.Each("SELECT name FROM pragma_pragma_list", nil, func(row *sqlite.Stmt) error {
		for _, form := range []string{"PRAGMA %s", "PRAGMA %s=1", "PRAGMA %s(t)", "SELECT * FROM pragma_%s", "PRAGMA %s=off", "PRAGMA main.%s"} {
			cases = append(cases, fmt.Sprintf(form, row.Column(0)))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	many := func(n int, s, between string) string { return strings.Join(slices.Repeat([]string{s}, n), between) }
	for n := range 2 {
		cases = append(cases,
			many(5+n, "SELECT 1", " UNION ALL "), "SELECT "+many(100+n, "1", ","), "CREATE TABLE q (a"+many(100+n, "", ", a"+fmt.Sprint(n))+")",
			"SELECT "+many(100+n, "1", "+"), "SELECT max("+many(127+n, "1", ",")+")", "SELECT 'a' LIKE '"+many(50+n, "x", "")+"'",
			fmt.Sprintf("SELECT length(zeroblob(%d))", 8<<20+34+n))
	}
	const schema = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER, r REAL, x); CREATE VIRTUAL TABLE f USING fts5(c); CREATE VIEW v AS SELECT a FROM t"

	live := &state.Folder{Dir: t.TempDir()}
	call, stop := inspecttest.Serve(t, live)
	defer stop(os.Interrupt)
	call("Room/kv/o")
	ask := func(list []string) (answers []string) {
		data, err := json.Marshal(list)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(call("Room/run/o?arg="+url.QueryEscape(string(data)))), &answers); err != nil {
			t.Fatal(err)
		}
		return answers
	}
	call("Room/make/o?arg=" + url.QueryEscape(schema))

	state := &state.Folder{Dir: t.TempDir()}
	inspecttest.Make(t, state, "chat-Room", "o", schema+"; "+sqlite.KVSchema)
	path := inspecttest.Find(t, inspecttest.Open(t, state), "o").Path()
	said := func(sql string) string {
		c, err := sqlite.OpenAlone(path)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		c.Guard(sqlite.GuardWrite)
		if err := c.Exec(sql); err != nil {
			return err.Error()
		}
		return "ok"
	}
	for part := range slices.Chunk(cases, 16) {
		for i, answer := range ask(part) {
			want := sqlite.LiveError(answer)
			if got := said(part[i]); got != want {
				t.Errorf("%.100s\n\tthe runtime: %s\n\twe:          %s", part[i], want, got)
			}
		}
	}
}
