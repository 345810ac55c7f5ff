package inspect_test

import (
	"context"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/inspect/sqlite"
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
	for _, l := range inspect.Diff(variants[0].Schema, variants[2].Schema) {
		lines = append(lines, string(l.Op)+l.Text)
	}
	const diff = " CREATE TABLE message (\n \tid INTEGER PRIMARY KEY,\n \tauthor TEXT NOT NULL,\n \tbody TEXT,\n \tat REAL,\n \traw BLOB,\n+\tpinned INTEGER DEFAULT 0\n );"
	if got := strings.Join(lines, "\n"); got != diff {
		t.Errorf("diff is\n%s", got)
	}
	// The SQL that is printed makes the same schema.
	again, err := sqlite.ParseSchema(t.Context(), variants[0].Schema.String())
	if err != nil || len(inspect.Diff(variants[0].Schema, again)) > 0 {
		t.Errorf("%v: %v", inspect.Diff(variants[0].Schema, again), err)
	}
	if _, err := sqlite.ParseSchema(t.Context(), "CREATE TABLE a (x); CREATE TABEL b (x)"); sqlite.Code(err) != 1 {
		t.Errorf("got %v", err)
	}
}

func TestQueryAllInOrder(t *testing.T) {
	t.Parallel()
	state := inspecttest.Folder(t.TempDir())
	for _, name := range []string{"a", "b", "c", "d"} {
		sql := "CREATE TABLE t (x); INSERT INTO t VALUES ('" + name + "')"
		if name == "a" { // the slowest still comes first
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

// An object that others change while it is read is read again.
func TestAllAgain(t *testing.T) {
	t.Parallel()
	state := inspecttest.Folder(t.TempDir())
	o := inspecttest.Make(t, state, "w-C", "a", sqlite.KVSchema+"; INSERT INTO _cf_KV VALUES ('k', x'ff0f30'); CREATE TABLE large AS SELECT zeroblob(300000)")
	s := inspecttest.Open(t, state)
	reads := 0
	var got []inspect.Batch
	for b := range s.KVAll(t.Context(), s.Objects(t.Context(), inspect.Address{}), func(ctx context.Context, db *sqlite.DB) iter.Seq2[sqlite.Entry, error] {
		if reads++; reads < 3 {
			if err := os.Chtimes(o.Path(), time.Time{}, time.Now().Add(time.Duration(reads)*time.Hour)); err != nil {
				t.Error(err)
			}
		}
		return db.KV(ctx, "")
	}) {
		got = append(got, b)
	}
	if reads != 3 || len(got) != 1 || got[0].Err != nil || len(got[0].Rows) != 1 {
		t.Errorf("%d reads: %v", reads, got)
	}
}
