package archive

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

func export(t testing.TB, s *inspect.Store, f Format, o inspect.Object) string {
	t.Helper()
	var b bytes.Buffer
	if err := Export(t.Context(), s, &b, f, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// body is an export without the lines that identify the object.
func body(export string) string {
	_, rest, _ := strings.Cut(export, "\n")
	return rest
}

func TestExportAndImport(t *testing.T) {
	t.Parallel()
	for _, name := range inspecttest.States {
		for _, format := range []Format{SQL, NDJSON} {
			t.Run(name+" "+string(format), func(t *testing.T) {
				t.Parallel()
				folder := inspecttest.Storage(t, name, Recover)
				before := inspecttest.Hashes(t, folder.ObjectsDir())
				s := inspecttest.Open(t, folder)
				var all bytes.Buffer
				var names []string
				for o, err := range s.Objects(t.Context(), inspect.Address{Text: "Room/*"}) {
					if err != nil {
						t.Fatal(err)
					}
					if err := Export(t.Context(), s, &all, format, o); err != nil {
						t.Fatal(err)
					}
					names = append(names, o.Namespace.Label+"/"+o.String())
				}
				if diff := cmp.Diff(before, inspecttest.Hashes(t, folder.ObjectsDir())); diff != "" {
					t.Errorf("exporting changed files:\n%s", diff)
				}
				// Into an empty state folder, by the classes of a configuration.
				s2, err := inspect.Open(inspecttest.Folder(t.TempDir(), Recover), inspect.Options{Worker: "chat", Classes: []string{"Room", "Other"}})
				if err != nil {
					t.Fatal(err)
				}
				if err := os.MkdirAll(s2.State().OwnDir(), 0o700); err != nil {
					t.Fatal(err)
				}
				made, err := Import(t.Context(), s2, bytes.NewReader(all.Bytes()), ImportOptions{Command: "test"})
				if err != nil || len(made) != len(names) {
					t.Fatal(made, err)
				}
				if diff := cmp.Diff(names, inspecttest.List(t, s2, inspect.Address{Text: "Room/*"})); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				full := inspecttest.Find(t, s, "full")
				for _, o := range made {
					if a, b := export(t, s, format, inspecttest.Find(t, s, o.ID.String())), export(t, s2, format, o); a != b {
						t.Errorf("%v is another:\n%s", o, cmp.Diff(a, b))
					}
					if o.ID == full.ID && !o.Alarm.Equal(full.Alarm) {
						t.Errorf("alarm is %v", o.Alarm)
					}
				}
				if name != "killed" {
					if f, err := s2.Facets(inspecttest.Find(t, s2, "full")); err != nil || len(f) != 1 || f[0].Name != "child" {
						t.Errorf("facets are %v, %v", f, err)
					}
				}
				// One object under another name and class.
				one := export(t, s, format, full)
				made, err = Import(t.Context(), s2, strings.NewReader(one), ImportOptions{Class: "Other", Name: "copy", Named: true, Command: "test"})
				if err != nil || len(made) != 1 || made[0].ID != state.Key("chat-Other").ID("copy") || !made[0].Alarm.Equal(full.Alarm) {
					t.Fatal(made, err)
				}
				if a, b := body(one), body(export(t, s2, format, made[0])); a != b {
					t.Errorf("the copy is another:\n%s", cmp.Diff(a, b))
				}
				if left, _ := filepath.Glob(filepath.Join(s2.State().OwnDir(), ".import-*")); len(left) > 0 {
					t.Errorf("left %v", left)
				}
			})
		}
	}
}

func TestImportSQLiteFileAndClone(t *testing.T) {
	t.Parallel()
	state := inspecttest.Storage(t, "wrangler", Recover)
	s := inspecttest.Open(t, state)
	full := inspecttest.Find(t, s, "full")
	path := filepath.Join(t.TempDir(), "full.sqlite")
	if err := ExportFile(t.Context(), s, full, path); err != nil {
		t.Fatal(err)
	}
	if err := ExportFile(t.Context(), s, full, path); !errors.Is(err, os.ErrExist) {
		t.Errorf("wrote over a file: %v", err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	made, err := Import(t.Context(), s, f, ImportOptions{Class: "Room", Name: "from file", Named: true, Command: "test"})
	if err != nil || len(made) != 1 || !made[0].Alarm.Equal(full.Alarm) {
		t.Fatal(made, err)
	}
	clone, err := Clone(t.Context(), s, full, ImportOptions{Name: "clone", Named: true, Command: "test"})
	if err != nil || !clone.Alarm.Equal(full.Alarm) {
		t.Fatal(clone, err)
	}
	if facets, err := s.Facets(clone); err != nil || len(facets) != 1 {
		t.Error(facets, err)
	}
	if a, b := body(export(t, s, SQL, full)), body(export(t, s, SQL, clone)); a != b {
		t.Error(cmp.Diff(a, b))
	}
	if got := inspecttest.List(t, s, inspect.Address{Text: "Room/*"}); !slices.Contains(got, "Room/clone") || !slices.Contains(got, "Room/from file") {
		t.Errorf("listed %q", got)
	}
	var ie *importError
	if _, err := Clone(t.Context(), s, full, ImportOptions{Name: "clone", Named: true, Command: "test"}); !errors.As(err, &ie) || !strings.Contains(err.Error(), "Room/clone already exists") {
		t.Errorf("got %v", err)
	}
	// kv has neither tables, alarm nor facets.
	if again, err := Clone(t.Context(), s, inspecttest.Find(t, s, "kv"), ImportOptions{Name: "clone", Named: true, Replace: true, Command: "test"}); err != nil || !again.Alarm.IsZero() {
		t.Error(again, err)
	}
	if facets, err := s.Facets(clone); err != nil || len(facets) != 0 {
		t.Errorf("a replaced object kept its facets: %v, %v", facets, err)
	}
}

func TestImportRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ in, err string }{
		{"", "it contains no object"},
		{"-- nothing\n", "it contains no object"},
		{"{}", "line 1: there is no object before it"},
		{"{\"object\":{\"class\":\"Room\",\"name\":\"n\"}}\n{}", "line 2: it is not an object"},
		{`{"kv":"a","json":1}`, "line 1: there is no object before it"},
		{"{\"object\":{\"class\":\"Room\",\"name\":\"n\"}}\n{\"table\":\"none\",\"row\":[1]}", "line 2: there is no table none"},
		{"{\"object\":{\"class\":\"Room\",\"name\":\"n\"}}\n{\"schema\":\"CREATE TABLE t (x)\"}\n{\"table\":\"t\",\"row\":[1,2]}", "line 3: the row has 2 values"},
		{"{\"object\":{\"class\":\"Room\",\"name\":\"n\"}}\n{\"schema\":\"ATTACH 'x' AS y\"}", "line 2: not authorized"},
		{"{\"object\":{\"class\":\"Room\",\"name\":\"n\"}}\n{\"kv\":\"a\",\"json\":{\"$bigint\":1}}", "line 2: "},
		{"{\"object\":{\"class\":\"Room\",\"name\":\"n\"}}\n{\"facet\":{\"parent\":3,\"name\":\"x\"}}", "line 2: facet"},
		{"{\"object\":{\"class\":\"Romo\",\"name\":\"n\"}}", `no class "Romo"`},
		{"{\"object\":{\"class\":\"Room\",\"name\":\"full\"}}", "Room/full already exists"},
		{"{\"object\":{\"class\":\"Room\",\"id\":\"" + strings.Repeat("0", 64) + "\"}}", "its id does not belong"},
		{"SELECT 1; SELEC 2", "line 1: near \"SELEC\""},
		{"CREATE TABLE a (x);\n\nINSERT INTO b VALUES (1);", "line 3: no such table: b"},
		{"CREATE TABLE a (x);", `no class ""`},
		{"-- dotool object {\n", "-- dotool object: unexpected end"},
		{"-- dotool object {\"class\":\"Room\",\"name\":\"n\"}\nBEGIN;\nCREATE TABLE a (x);", "line 2: the transaction that begins here has no COMMIT"},
		{"-- dotool object {\"class\":\"Room\",\"name\":\"n\"}\nBEGIN;\n-- dotool object {\"class\":\"Room\",\"name\":\"o\"}\nBEGIN;\nCOMMIT;", "line 2: the transaction"},
		{"BEGIN;\nCREATE TABLE a (x);", "line 1: the transaction"},
		{"SQLite format 3\x00 and no more", "database"},
	} {
		t.Run(test.in, func(t *testing.T) {
			t.Parallel()
			state := inspecttest.Storage(t, "stopped", Recover)
			if err := os.MkdirAll(state.OwnDir(), 0o700); err != nil {
				t.Fatal(err)
			}
			before := inspecttest.Hashes(t, state.ObjectsDir())
			_, err := Import(t.Context(), inspecttest.Open(t, state), strings.NewReader(test.in), ImportOptions{Command: "test"})
			if test.err == `no class ""` {
				// With several classes, one must be named.
				test.err = "there are 2 classes"
			}
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("got %v, want %s", err, test.err)
			}
			if diff := cmp.Diff(before, inspecttest.Hashes(t, state.ObjectsDir())); diff != "" {
				t.Errorf("files changed:\n%s", diff)
			}
			if left, _ := filepath.Glob(filepath.Join(state.OwnDir(), ".import-*")); len(left) > 0 {
				t.Errorf("left %v", left)
			}
		})
	}
}

// Oddities of SQL survive.
func TestExportOdd(t *testing.T) {
	t.Parallel()
	state := inspecttest.Folder(t.TempDir(), Recover)
	inspecttest.Make(t, state, "w-C", "odd", `CREATE TABLE "a ""b" ("x y" DEFAULT 'q;''', "order", g AS ("order" || 1));
		INSERT INTO "a ""b" VALUES (-9223372036854775808, 9e999), (-9e999, -0.0), (CAST(x'eda080' AS TEXT), CAST(x'610062' AS TEXT)), (x'', '-- dotool object {}'), (NULL, 1e300), (0.1, 5e-324), ('
-- dotool facet {}
', ';');
		CREATE TABLE s (id INTEGER PRIMARY KEY AUTOINCREMENT, x); INSERT INTO s VALUES (40, 1); DELETE FROM s;
		CREATE TABLE w (a, b, PRIMARY KEY (b, a)) WITHOUT ROWID; INSERT INTO w VALUES (1, 2), (0, 3);
		CREATE TRIGGER t AFTER INSERT ON w BEGIN INSERT INTO s (x) VALUES (';'); END`)
	s := inspecttest.Open(t, state)
	o := inspecttest.Find(t, s, "odd")
	for _, format := range []Format{SQL, NDJSON} {
		want := export(t, s, format, o)
		made, err := Import(t.Context(), s, strings.NewReader(want), ImportOptions{Name: "copy " + string(format), Named: true, Command: "test"})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(body(want), body(export(t, s, format, made[0]))); diff != "" {
			t.Errorf("%s:\n%s", format, diff)
		}
		if got, err := inspecttest.Ask(t, s, "copy "+string(format), "SELECT seq FROM sqlite_sequence; SELECT count(*) FROM w"); err != nil || strings.Join(got, " ") != "[40] [2]" {
			t.Error(got, err)
		}
	}
}

// Everything besides plain tables survives: all kinds of full-text indexes, r-trees,
// generated columns, views, triggers (without running), text that is not UTF-8.
func TestExportKinds(t *testing.T) {
	t.Parallel()
	const docs = "CREATE TABLE docs (id INTEGER PRIMARY KEY, title, body); INSERT INTO docs VALUES (3, 'one', 'the quick fox'), (7, 'two', 'a lazy dog');"
	for name, test := range map[string]struct{ sql, ask string }{
		"fts5":                 {"CREATE VIRTUAL TABLE f USING fts5(title, body UNINDEXED, tokenize='porter ascii', prefix='2 3'); INSERT INTO f (rowid, title, body) VALUES (5, 'running', 'x'), (9, 'two words', NULL); DELETE FROM f WHERE rowid = 1", "SELECT rowid, * FROM f WHERE f MATCH 'run'; SELECT rowid, * FROM f; SELECT * FROM f('wo*')"},
		"fts5 settings":        {"CREATE VIRTUAL TABLE f USING fts5(a, b); INSERT INTO f(f, rank) VALUES('rank', 'bm25(10.0, 5.0)'); INSERT INTO f(f, rank) VALUES('automerge', 8); INSERT INTO f VALUES ('x', 'y'), ('y', 'x')", "SELECT rowid FROM f WHERE f MATCH 'x' ORDER BY rank; SELECT * FROM f_config ORDER BY k"},
		"fts5 of a table":      {docs + "CREATE VIRTUAL TABLE f USING fts5(title, body, content='docs', content_rowid='id'); INSERT INTO f(f) VALUES('rebuild'); CREATE TRIGGER docs_ai AFTER INSERT ON docs BEGIN INSERT INTO f(rowid, title, body) VALUES (new.id, new.title, new.body); END", "SELECT rowid, * FROM f WHERE f MATCH 'fox'; SELECT count(*) FROM f WHERE f MATCH 'dog'; SELECT * FROM docs"},
		"fts5 of a view":       {docs + "CREATE VIEW v AS SELECT id, upper(title) AS title FROM docs; CREATE VIRTUAL TABLE f USING fts5(title, content=v, content_rowid=id); INSERT INTO f(f) VALUES('rebuild')", "SELECT rowid, * FROM f WHERE f MATCH 'two'"},
		"fts5 without content": {"CREATE VIRTUAL TABLE f USING fts5(a, content='', contentless_delete=1); INSERT INTO f(rowid, a) VALUES (4, 'hello'), (8, 'world hello'); DELETE FROM f WHERE rowid = 4", "SELECT rowid FROM f WHERE f MATCH 'hello'"},
		"fts5vocab":            {"CREATE VIRTUAL TABLE f USING fts5(a); CREATE VIRTUAL TABLE v USING fts5vocab(f, row); INSERT INTO f VALUES ('a b b')", "SELECT * FROM v"},
		"fts5 of an odd name":  {"CREATE VIRTUAL TABLE \"a \"\"b'\" USING fts5(\"x y\"); INSERT INTO \"a \"\"b'\" VALUES ('hello')", "SELECT rowid, \"x y\" FROM \"a \"\"b'\" WHERE \"a \"\"b'\" MATCH 'hello'"},
		"not shadows":          {"CREATE VIRTUAL TABLE f USING fts5(a); CREATE TABLE f_other (x); INSERT INTO f_other VALUES (1); CREATE TABLE g_data (x); INSERT INTO g_data VALUES (2)", "SELECT * FROM f_other; SELECT * FROM g_data"},
		"rtree":                {"CREATE VIRTUAL TABLE r USING rtree(id, a, b, c, d, +more); INSERT INTO r VALUES (7, 1.5, 2.25, -3, 0.1, 'text'), (9007199254740993, 0, 1, 0, 1, NULL)", "SELECT * FROM r ORDER BY id; SELECT id FROM r WHERE a > 1"},
		"rtree_i32":            {"CREATE VIRTUAL TABLE r USING rtree_i32(id, a, b); INSERT INTO r VALUES (1, -5, 2000000000)", "SELECT * FROM r"},
		"generated":            {"CREATE TABLE g (a, b AS (a || 'x') STORED, c AS (a + 1), d); CREATE INDEX gi ON g (c); INSERT INTO g (a, d) VALUES (1, 'd'), (2, NULL)", "SELECT * FROM g"},
		"strict":               {"CREATE TABLE s (a INTEGER, b TEXT, c ANY, d REAL, e BLOB) STRICT; INSERT INTO s VALUES (1, '2', '3', 4, x'05'), (NULL, NULL, 9223372036854775807, 1.5, NULL)", "SELECT a, b, c, typeof(c), d, hex(e) FROM s"},
		"without rowid":        {"CREATE TABLE w (a TEXT, b, PRIMARY KEY (b, a)) WITHOUT ROWID; INSERT INTO w VALUES ('x', 2), ('y', 1)", "SELECT * FROM w"},
		"numbers of rows":      {"CREATE TABLE n (a UNIQUE, rowid); INSERT INTO n (_rowid_, a) VALUES (5, 'z'), (2, 'y'), (9, 'x'); CREATE TABLE m (a UNIQUE); INSERT INTO m VALUES ('z'), ('y'), ('x'); CREATE TABLE k (a INTEGER, b INTEGER, PRIMARY KEY (a, b)); INSERT INTO k (rowid, a, b) VALUES (4, 1, 1)", "SELECT _rowid_, * FROM n; SELECT rowid, * FROM m ORDER BY 1; SELECT rowid, * FROM k"},
		"triggers":             {"CREATE TABLE a (x); CREATE TABLE log (x); CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO log VALUES (new.x); END; CREATE TRIGGER d BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'no'); END; INSERT INTO a VALUES (1), (2)", "SELECT * FROM log; SELECT count(*) FROM a"},
		"views":                {"CREATE TABLE a (x); CREATE VIEW z AS SELECT * FROM b; CREATE VIEW b AS SELECT x + 1 AS y FROM a; INSERT INTO a VALUES (1); CREATE VIEW broken AS SELECT * FROM gone", "SELECT * FROM z"},
		"text":                 {"CREATE TABLE \"é\n😀\" (a TEXT); INSERT INTO \"é\n😀\" VALUES (CAST(x'ff00fe' AS TEXT)), (CAST(x'eda0bdedb880' AS TEXT)), (CAST(x'eda080' AS TEXT)), (CAST(x'c080' AS TEXT)), ('�'), ('{\"$text\":\"\"}')", "SELECT hex(a), typeof(a) FROM \"é\n😀\""},
		"names":                {"CREATE TABLE \"SELECT\" (\"from\", `a``]`); INSERT INTO \"SELECT\" VALUES (1, 2); CREATE TABLE \"x;y\" ('q' TEXT DEFAULT ';--', \"\"); INSERT INTO \"x;y\" (\"\") VALUES (';')", "SELECT * FROM \"SELECT\"; SELECT * FROM \"x;y\""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := inspecttest.Folder(t.TempDir(), Recover)
			inspecttest.Make(t, state, "w-C", "given", test.sql)
			s := inspecttest.Open(t, state)
			o := inspecttest.Find(t, s, "given")
			want, err := inspecttest.Ask(t, s, "given", test.ask)
			if err != nil || len(want) == 0 {
				t.Fatal(want, err)
			}
			for _, format := range []Format{SQL, NDJSON} {
				text := export(t, s, format, o)
				for _, part := range []string{"f_data", "f_content", "f_idx", "f_docsize", "r_node"} {
					if strings.Contains(text, "CREATE TABLE '"+part) || strings.Contains(text, part) && name != "fts5 without content" {
						t.Errorf("%s has the inner table %s:\n%s", format, part, text)
					}
				}
				made, err := Import(t.Context(), s, strings.NewReader(text), ImportOptions{Name: "copy " + string(format), Named: true, Command: "test"})
				if err != nil {
					t.Fatalf("%s: %v\n%s", format, err, text)
				}
				got, err := inspecttest.Ask(t, s, "copy "+string(format), test.ask)
				if err != nil {
					t.Error(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s: %s\n%s", format, diff, text)
				}
				if diff := cmp.Diff(body(text), body(export(t, s, format, made[0]))); diff != "" {
					t.Errorf("%s, once more:\n%s", format, diff)
				}
			}
			if sqlite, err := exec.LookPath("sqlite3"); err == nil && name != "fts5 without content" { // whose options are new
				cmd := exec.CommandContext(t.Context(), sqlite, "-bail", ":memory:")
				cmd.Stdin = strings.NewReader(export(t, s, SQL, o))
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Errorf("sqlite3: %s %v", out, err)
				}
			}
		})
	}
	state := inspecttest.Folder(t.TempDir(), Recover)
	inspecttest.Make(t, state, "w-C", "geo", "CREATE VIRTUAL TABLE g USING geopoly(x)")
	s := inspecttest.Open(t, state)
	if err := Export(t.Context(), s, &bytes.Buffer{}, SQL, inspecttest.Find(t, s, "geo")); !errors.As(err, new(*virtualTableError)) {
		t.Errorf("got %v", err)
	}
	if _, err := Clone(t.Context(), s, inspecttest.Find(t, s, "geo"), ImportOptions{Name: "geo2", Named: true, Command: "test"}); err != nil {
		t.Error(err)
	}
}

func TestJSONText(t *testing.T) {
	t.Parallel()
	for _, want := range []string{"", "a\"\\\n\x00", "é😀", "\xed\xa0\x80", "x\xed\xbf\xbfy\ufffd\u2028", "\ufffd"} {
		got, err := unquoteJSON(sqlite.AppendJSONString(nil, want))
		if err != nil || got != want {
			t.Errorf("%q came back as %q, %v", want, got, err)
		}
	}
	for _, want := range []sqlite.Value{{}, sqlite.IntValue(math.MinInt64), sqlite.IntValue(math.MaxInt64), {Kind: sqlite.Real, Float: 1}, {Kind: sqlite.Real, Float: math.Inf(-1)}, {Kind: sqlite.Real, Float: math.SmallestNonzeroFloat64}, sqlite.TextValue("{"), sqlite.BlobValue([]byte{0, 255})} {
		got, err := ParseValue(want.AppendJSON(nil))
		if err != nil || cmp.Diff(want, got) != "" {
			t.Errorf("%v came back as %v, %v", want, got, err)
		}
	}
}

// FuzzImport imports arbitrary input: whatever is accepted must be exportable again.
func FuzzImport(f *testing.F) {
	s := inspecttest.Open(f, inspecttest.Storage(f, "stopped", Recover))
	for _, format := range []Format{SQL, NDJSON} {
		f.Add(export(f, s, format, inspecttest.Find(f, s, "full")))
	}
	f.Add("CREATE TABLE t (x); INSERT INTO t VALUES (1)")
	f.Fuzz(func(t *testing.T, text string) {
		state := inspecttest.Folder(t.TempDir(), Recover)
		s, err := inspect.Open(state, inspect.Options{Worker: "chat", Classes: []string{"Room"}})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		made, err := Import(ctx, s, strings.NewReader(text), ImportOptions{Class: "Room", Name: "x", Named: true, Command: "test"})
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := Export(t.Context(), s, &b, NDJSON, made[0]); err != nil && !errors.As(err, new(*virtualTableError)) && sqlite.Code(err) == 0 {
			t.Errorf("imported from %q, and cannot export: %v", text, err)
		}
	})
}
