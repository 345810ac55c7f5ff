package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

func TestQuery(t *testing.T) {
	t.Parallel()
	for _, name := range inspecttest.States {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := inspecttest.Storage(t, name)
			before := inspecttest.Hashes(t, state.Dir)
			s := inspecttest.Open(t, state)
			for _, test := range []struct {
				sql    string
				params []sqlite.Value
				want   string
			}{
				{sql: "SELECT * FROM message", want: `[1,"ann","hi 😀",1.5,{"$blob":"AP8="}] [2,"bob",null,3.0,null]`},
				{sql: "SELECT n FROM big ORDER BY n", want: `[-9223372036854775808] [9007199254740993] [9223372036854775807]`},
				{sql: "SELECT * FROM authors WHERE author = ? OR n > ?", params: []sqlite.Value{sqlite.TextValue("ann"), sqlite.IntValue(5)}, want: `["ann",1]`},
				{sql: "SELECT 1; -- two\n SELECT ?2, ?1; SELECT ?", params: []sqlite.Value{sqlite.IntValue(7), {}, sqlite.BlobValue(nil)}, want: `[1] [null,7] [{"$blob":""}]`},
				{sql: "SELECT CAST('2020-01-01' AS DATE), 9e999, -0.0, x'', ''", want: `[2020,9e999,-0.0,{"$blob":""},""]`},
				{sql: "PRAGMA table_info(big)", want: `[0,"n","",0,null,0]`},
				{sql: "PRAGMA user_version", want: `[0]`},
				{sql: "SELECT count(*) FROM sqlite_schema WHERE name LIKE '\\_cf%' ESCAPE '\\'", want: `[2]`},
				{sql: " ; -- nothing", want: ``},
			} {
				got, err := inspecttest.Ask(t, s, "full", test.sql, test.params...)
				if err != nil || strings.Join(got, " ") != test.want {
					t.Errorf("%s: got %s, %v\nwant %s", test.sql, strings.Join(got, " "), err, test.want)
				}
			}
			if got, err := inspecttest.Ask(t, s, "Counter/d9194deb", "SELECT count(*) FROM sqlite_schema"); err != nil || got[0] != "[1]" {
				t.Errorf("a -wal without -shm: %s, %v", got, err)
			}
			if diff := cmp.Diff(before, inspecttest.Hashes(t, state.Dir)); diff != "" {
				t.Errorf("reading changed files:\n%s", diff)
			}
		})
	}
}

func TestQueryRefuses(t *testing.T) {
	t.Parallel()
	state := inspecttest.Storage(t, "wrangler")
	s := inspecttest.Open(t, state)
	before := inspecttest.Hashes(t, state.Dir)
	for _, test := range []struct {
		sql, err string
		offset   int
	}{
		{"SELECT 1; SELEC 2", `near "SELEC": syntax error at offset 10: SQLITE_ERROR`, 10},
		{"SELECT nope FROM message", `no such column: nope at offset 7: SQLITE_ERROR`, 7},
		{"SELECT * FROM nope", `no such table: nope: SQLITE_ERROR`, -1},
		{"SELECT", `incomplete input: SQLITE_ERROR`, -1},
		{"SELECT 1;\x00 SELECT 2", `the SQL has a NUL byte at offset 9: SQLITE_ERROR`, 9},
		{"SELECT key FROM _cf_KV", `access to _cf_KV.key is prohibited: SQLITE_AUTH`, -1},
		{"SELECT 1 FROM message JOIN (SELECT * FROM \"_CF_kv\")", `access to _cf_KV.key is prohibited: SQLITE_AUTH`, -1},
		{"SELECT * FROM __miniflare_do_name", `access to __miniflare_do_name.id is prohibited: SQLITE_AUTH`, -1},
		{"ATTACH 'x.db' AS x", `not authorized: SQLITE_AUTH`, -1},
		{"BEGIN", `not authorized: SQLITE_AUTH`, -1},
		{"PRAGMA user_version = 3", `not authorized: SQLITE_AUTH`, -1},
		{"PRAGMA journal_mode = delete", `not authorized: SQLITE_AUTH`, -1},
		{"PRAGMA wal_checkpoint", `not authorized: SQLITE_AUTH`, -1},
		{"CREATE TABLE _cf_mine (x)", `not authorized: SQLITE_AUTH`, -1},
		{"CREATE TEMP TABLE t (x)", `not authorized: SQLITE_AUTH`, -1},
		{"DELETE FROM _cf_KV", `not authorized: SQLITE_AUTH`, -1},
		{"DROP TABLE __miniflare_do_name", `not authorized: SQLITE_AUTH`, -1},
		{"ALTER TABLE _cf_KV RENAME TO kv", `not authorized: SQLITE_AUTH`, -1},
		{"CREATE TRIGGER t AFTER INSERT ON _cf_KV BEGIN SELECT 1; END", `not authorized: SQLITE_AUTH`, -1},
		{"SELECT abs(-9223372036854775808)", `integer overflow: SQLITE_ERROR`, -1},
		{"SELECT json('{')", `malformed JSON: SQLITE_ERROR`, -1},
	} {
		_, err := inspecttest.Ask(t, s, "full", test.sql)
		var e *sqlite.SQLError
		if !errors.As(err, &e) || err.Error() != test.err || e.Offset != test.offset {
			t.Errorf("%s: got %v, want %s", test.sql, err, test.err)
		}
	}
	for _, sql := range []string{
		"INSERT INTO big VALUES (1)", "SELECT 1; UPDATE message SET body = 'x'", "DELETE FROM big RETURNING n", "CREATE TABLE t (x)",
		"DROP TABLE big", "VACUUM INTO 'x.db'", "REINDEX", "ANALYZE big", "ALTER TABLE big ADD COLUMN x", "WITH x AS (SELECT 1) INSERT INTO big SELECT * FROM x",
	} {
		_, err := inspecttest.Ask(t, s, "full", sql)
		var e *sqlite.NeedsWriteError
		if !errors.As(err, &e) || e.Hint() == "" {
			t.Errorf("%s: got %v, want it to need a write", sql, err)
		}
	}
	for _, params := range [][]sqlite.Value{nil, {{}, {}}} {
		if _, err := inspecttest.Ask(t, s, "full", "SELECT ?", params...); err == nil || !strings.Contains(err.Error(), "parameter") {
			t.Errorf("%d parameters for one: %v", len(params), err)
		}
	}
	if diff := cmp.Diff(before, inspecttest.Hashes(t, state.Dir)); diff != "" {
		t.Errorf("refusing changed files:\n%s", diff)
	}
	if _, err := os.Stat("x.db"); err == nil {
		t.Error("x.db was made")
	}
}

func TestQueryEndsWithContext(t *testing.T) {
	t.Parallel()
	s := inspecttest.Open(t, inspecttest.Storage(t, "stopped"))
	o, err := s.Object(t.Context(), inspect.Address{Text: "full"})
	if err != nil {
		t.Fatal(err)
	}
	db, err := o.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(20*time.Millisecond, func() { cancel(cause) })
	rows := db.Query(ctx, "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT count(*) FROM n")
	for rows.NextResult() {
		for rows.Next() {
		}
	}
	if err := rows.Close(); !errors.Is(err, cause) {
		t.Errorf("got %v", err)
	}
	// The connection can be used again.
	n := 0
	for _, err := range db.Query(t.Context(), "SELECT 1").All() {
		if n++; err != nil {
			t.Error(err)
		}
	}
	if n != 1 {
		t.Errorf("got %d rows", n)
	}
}

// An interrupt that comes just before a statement, or between two, ends what follows.
func TestWatchBetweenStatements(t *testing.T) {
	t.Parallel()
	c, err := sqlite.OpenShared(filepath.Join(t.TempDir(), "new.sqlite"), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for range 10 {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		stop := c.Watch(ctx)
		runtime.Gosched()
		err := c.Slow("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n WHERE x < 20000000) SELECT count(*) FROM n", nil, nil)
		stop()
		if sqlite.Code(err) != sqlite.Interrupt {
			t.Fatalf("got %v", err)
		}
		if err := c.Slow("SELECT 1", nil, nil); err != nil {
			t.Fatalf("after the watch: %v", err)
		}
	}
}

func TestBadFiles(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		spoil func(path string) error
		err   string
		data  bool // whether the object counts as having data
	}{
		{"truncated in a page", func(p string) error { return os.Truncate(p, 10_000) }, "database disk image is malformed", true},
		{"truncated to one page", func(p string) error { return os.Truncate(p, 4096) }, "database disk image is malformed", true},
		{"truncated in the header", func(p string) error { return os.Truncate(p, 50) }, "database disk image is malformed", true},
		{"text", func(p string) error { return os.WriteFile(p, []byte(strings.Repeat("no database ", 1000)), 0o600) }, "file is not a database", true},
		{"encrypted", func(p string) error {
			b, err := os.ReadFile(p)
			for i := range b {
				b[i] ^= byte(i*i>>3) ^ 0x5a
			}
			return errors.Join(err, os.WriteFile(p, b, 0o600))
		}, "file is not a database", true},
		{"a folder", func(p string) error { return errors.Join(os.Remove(p), os.Mkdir(p, 0o700)) }, "not a regular file", true},
		{"empty", func(p string) error { return os.Truncate(p, 0) }, "no such table", false},
		{"garbage for a -wal", func(p string) error { return os.WriteFile(p+"-wal", []byte(strings.Repeat("x", 9000)), 0o600) }, "", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			state := inspecttest.Storage(t, "stopped")
			s := inspecttest.Open(t, state)
			o, err := s.Object(t.Context(), inspect.Address{Text: "full"})
			if err != nil {
				t.Fatal(err)
			}
			if err := test.spoil(o.Path()); err != nil {
				t.Fatal(err)
			}
			if o, err = s.Object(t.Context(), inspect.Address{Text: "full"}); err != nil || o.HasData != test.data {
				t.Errorf("got %+v, %v", o, err)
			}
			before := inspecttest.Hashes(t, state.Dir)
			_, err = inspecttest.Ask(t, s, "full", "SELECT * FROM message; SELECT * FROM big")
			if test.err == "" {
				if err != nil {
					t.Error(err)
				}
			} else if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("got %v, want %s", err, test.err)
			}
			if diff := cmp.Diff(before, inspecttest.Hashes(t, state.Dir)); diff != "" {
				t.Errorf("reading changed files:\n%s", diff)
			}
			// One bad object does not stop the rest.
			if got := inspecttest.List(t, s, inspect.Address{Text: "Room/*"}); len(got) != 8 {
				t.Errorf("listed %q", got)
			}
		})
	}
	t.Run("gone", func(t *testing.T) {
		t.Parallel()
		_, err := sqlite.Open(filepath.Join(t.TempDir(), "none.sqlite"))
		if !errors.Is(err, os.ErrNotExist) || strings.Contains(err.Error(), "stat") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("forbidden", func(t *testing.T) {
		t.Parallel()
		if os.Getuid() == 0 {
			t.Skip("root may read everything")
		}
		o := inspecttest.Make(t, inspecttest.Folder(t.TempDir()), "w-C", "a", "CREATE TABLE t (x)")
		if err := os.Chmod(o.Path(), 0); err != nil {
			t.Fatal(err)
		}
		db, err := sqlite.Open(o.Path())
		if err == nil {
			err = db.Query(t.Context(), "SELECT 1 FROM t").Close()
			db.Close()
		}
		if !errors.Is(err, os.ErrPermission) {
			t.Errorf("got %v", err)
		}
	})
}

// The files of a killed runtime, with its -wal index in every state.
func TestKilledIndex(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(shm string) error{
		"whole":   func(string) error { return nil },
		"gone":    os.Remove,
		"empty":   func(p string) error { return os.Truncate(p, 0) },
		"cut off": func(p string) error { return os.Truncate(p, 1000) },
		"garbage": func(p string) error { return os.WriteFile(p, bytes.Repeat([]byte("garbage!"), 4096), 0o600) },
		"zeros":   func(p string) error { return os.WriteFile(p, make([]byte, 32768), 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := inspecttest.Storage(t, "killed")
			s := inspecttest.Open(t, state)
			if err := spoil(inspecttest.Find(t, s, "full").Path() + "-shm"); err != nil {
				t.Fatal(err)
			}
			before := inspecttest.Hashes(t, state.Dir)
			if got, err := inspecttest.Ask(t, s, "full", "SELECT count(*) FROM message"); err != nil || strings.Join(got, "") != "[2]" {
				t.Errorf("got %v, %v", got, err)
			}
			if diff := cmp.Diff(before, inspecttest.Hashes(t, state.Dir)); diff != "" {
				t.Errorf("reading changed files:\n%s", diff)
			}
		})
	}
}

// A runtime that was killed after writing the header of the -wal, but no frame, has
// left no data there, and SQLite cannot read that together with the index.
func TestKilledBeforeFrame(t *testing.T) {
	t.Parallel()
	for _, index := range []bool{true, false} {
		state := inspecttest.Storage(t, "killed")
		s := inspecttest.Open(t, state)
		path := inspecttest.Find(t, s, "full").Path()
		// The rows go into the file first, so that a count shows that it is read.
		c, err := sqlite.OpenAlone(path)
		if err != nil {
			t.Fatal(err)
		}
		wal, err := os.ReadFile(path + "-wal")
		if err := errors.Join(err, c.Exec("COMMIT"), c.Close()); err != nil {
			t.Fatal(err)
		}
		if len(wal) < sqlite.WALHeader {
			t.Fatalf("the -wal has %d bytes", len(wal))
		}
		if err := os.WriteFile(path+"-wal", wal[:sqlite.WALHeader], 0o600); err != nil {
			t.Fatal(err)
		}
		if index {
			if err := os.WriteFile(path+"-shm", make([]byte, 32768), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		start := time.Now()
		if got, err := inspecttest.Ask(t, s, "full", "SELECT count(*) FROM message"); err != nil || strings.Join(got, "") != "[2]" {
			t.Errorf("got %v, %v", got, err)
		}
		if took := time.Since(start); took > time.Minute {
			t.Errorf("took %v", took)
		}
	}
}

// An idle object that starts while it is read must not silently return rows of two
// moments.
func TestChangedWhileRead(t *testing.T) {
	t.Parallel()
	state := inspecttest.Folder(t.TempDir())
	o := inspecttest.Make(t, state, "w-C", "a", "CREATE TABLE t (x)")
	db, err := sqlite.Open(o.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows := db.Query(t.Context(), "SELECT 1 UNION ALL SELECT 2")
	rows.NextResult()
	rows.Next()
	inspecttest.Make(t, state, "w-C", "a", "CREATE TABLE other (x)")
	for rows.Next() {
	}
	if err := rows.Close(); !errors.Is(err, sqlite.ErrChanged) {
		t.Errorf("got %v", err)
	}
}

// What looks damaged because others change the file meanwhile is not reported as that; nor is
// the end of a range of keys the end of the file.
func TestChangedLooksDamaged(t *testing.T) {
	t.Parallel()
	state := inspecttest.Folder(t.TempDir())
	o := inspecttest.Make(t, state, "w-C", "a", sqlite.KVSchema+"; INSERT INTO _cf_KV VALUES ('a', x'ff0f30'), ('b', x'ff0f30'); CREATE TABLE t (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 200) INSERT INTO t SELECT zeroblob(3000) FROM n")
	open := func() *sqlite.DB {
		db, err := sqlite.Open(o.Path())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	}
	list, query := open(), open()
	rows := query.Query(t.Context(), "SELECT x FROM t")
	rows.NextResult()
	rows.Next()
	data, err := os.ReadFile(o.Path())
	if err != nil {
		t.Fatal(err)
	}
	clear(data[len(data)/2:])
	if err := errors.Join(os.WriteFile(o.Path(), data, 0o600), os.Chtimes(o.Path(), time.Time{}, time.Now().Add(time.Hour))); err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
	}
	if err := rows.Close(); !errors.Is(err, sqlite.ErrChanged) {
		t.Errorf("rows: %v", err)
	}
	for _, err = range list.KV(t.Context(), "a") {
	}
	if !errors.Is(err, sqlite.ErrChanged) {
		t.Errorf("keys: %v", err)
	}
}

// changing is a context under which others change a file, now and then.
type changing struct {
	context.Context
	path  string
	times int
}

func (c *changing) Err() error {
	if c.times--; c.times >= 0 {
		if err := os.Chtimes(c.path, time.Time{}, time.Unix(int64(c.times), 0)); err != nil {
			return err
		}
	}
	return c.Context.Err()
}

func TestCopyChanged(t *testing.T) {
	t.Parallel()
	state := inspecttest.Folder(t.TempDir())
	o := inspecttest.Make(t, state, "w-C", "a", "CREATE TABLE t (x); INSERT INTO t VALUES (5)")
	to := filepath.Join(t.TempDir(), "copy.sqlite")
	ctx := &changing{t.Context(), o.Path(), 3}
	if err := sqlite.CopyDatabase(ctx, o.Path(), to); err != nil || ctx.times >= 0 {
		t.Fatal(err, ctx.times)
	}
	db, err := sqlite.Open(to)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows := db.Query(t.Context(), "SELECT x FROM t")
	if rows.NextResult(); !rows.Next() || rows.Row()[0].Int != 5 {
		t.Error(rows.Close())
	}
	rows.Close()
	if err := sqlite.CopyDatabase(&changing{t.Context(), o.Path(), 1000}, o.Path(), to+"2"); !errors.Is(err, sqlite.ErrChanged) {
		t.Errorf("without end: %v", err)
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{" ; ;; -- x\n /* y; */ ;", nil},
		{"SELECT 1", []string{"SELECT 1"}},
		{"SELECT 1;SELECT 2 ; ", []string{"SELECT 1;", "SELECT 2 ;"}},
		{"SELECT ';', \"a;b\", `;`, [;] -- ;\n, /* ; */ 2; x", []string{"SELECT ';', \"a;b\", `;`, [;] -- ;\n, /* ; */ 2;", "x"}},
		{"SELECT 'it''s; ok'; b", []string{"SELECT 'it''s; ok';", "b"}},
		{"CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1; UPDATE x SET y = CASE WHEN 1 THEN 2 END; END; SELECT 3", []string{"CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1; UPDATE x SET y = CASE WHEN 1 THEN 2 END; END;", "SELECT 3"}},
		{"create temp /* c */ trigger t BEGIN SELECT 1; end -- x\n; b", []string{"create temp /* c */ trigger t BEGIN SELECT 1; end -- x\n;", "b"}},
		{"EXPLAIN QUERY PLAN CREATE TRIGGER t BEGIN SELECT 1; END; b", []string{"EXPLAIN QUERY PLAN CREATE TRIGGER t BEGIN SELECT 1; END;", "b"}},
		{"CREATE TABLE trigger_x (a); b", []string{"CREATE TABLE trigger_x (a);", "b"}},
		{"CREATE TABLE t (\"trigger\"); b", []string{"CREATE TABLE t (\"trigger\");", "b"}},
		{"CREATE TRIGGER t BEGIN SELECT 1;", []string{"CREATE TRIGGER t BEGIN SELECT 1;"}},
		{"SELECT 'open; ", []string{"SELECT 'open; "}},
		{"SELECT x';'; b", []string{"SELECT x';';", "b"}},
	} {
		var got []string
		for _, s := range sqlite.Split(test.text) {
			got = append(got, s.SQL)
			if test.text[s.Offset:s.Offset+len(s.SQL)] != s.SQL {
				t.Errorf("%q: wrong offset %d", test.text, s.Offset)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.text, diff)
		}
	}
}

// FuzzSplit compares the splitter with SQLite's tokenizer: whatever compiles as one
// statement must not have been split.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{
		"SELECT 1; SELECT 2", "CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT ';'; END; SELECT 3", "SELECT x';' /* ; */ -- ;\n;", "EXPLAIN SELECT [;]",
		"CREATE TEMP TRIGGER a BEFORE DELETE ON x WHEN 1 BEGIN DELETE FROM x; END;", "SELECT \"a\"\"b;\", 1e5, .5, $a::b(;)",
	} {
		f.Add(s)
	}
	c, err := sqlite.OpenConn(":memory:", "", 0x6)
	if err != nil {
		f.Fatal(err)
	}
	defer c.Close()
	if err := c.Exec("CREATE TABLE x (y)"); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, s := range sqlite.Split(text) {
			if s.Offset < end || text[s.Offset:s.Offset+len(s.SQL)] != s.SQL || s.SQL == "" {
				t.Fatalf("%q: bad statement %+v", text, s)
			}
			end = s.Offset + len(s.SQL)
		}
		// Where the whole text is one statement to SQLite, it must be one to us.
		st, tail, err := c.PrepareTail(text, 0)
		if err != nil {
			return
		}
		defer st.Close()
		if all := sqlite.Split(text); !st.Empty() && tail == len(text) && !strings.Contains(text, "\x00") && len(all) != 1 {
			t.Errorf("%q is one statement, and was split into %+v", text, all)
		}
	})
}
