package shell

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/table"
)

// writable is an object that can be changed, in a folder of its own.
func writable(t *testing.T) (o Options, dir string) {
	t.Helper()
	o, dir = object(t, "full"), t.TempDir()
	o.Path = func(name string) string { return filepath.Join(dir, name) }
	o.Writable = true
	o.Write = func(ctx context.Context, of inspect.Object, sql string, params []sqlite.Value, f table.Format) (rows int, err error) {
		return 0, o.Store.Edit(ctx, of, "the test", func(e *inspect.Editor) error {
			result := e.Exec(ctx, sql, params...)
			for result.NextResult() {
				for result.Next() {
					rows++
				}
			}
			return result.Close()
		})
	}
	return o, dir
}

func TestImport(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, file, text, in, want string
	}{
		{"a new table has the columns of the first line", "f.csv", "\ufeffid,full name\r\n1,\"a,\"\"b\"\"\r\n\nc\"\r\n\r\n007,\n", ".import f.csv t\n.schema t\nSELECT *, typeof(id) FROM t;",
			"CREATE TABLE \"t\" (\"id\" TEXT, \"full name\" TEXT);\n1\ta,\"b\"\\r\\n\\nc\ttext\n007\t\ttext\n"},
		{"an existing one by name", "f.csv", "B,a\n1,2\n", "CREATE TABLE t (a INTEGER, b INTEGER, c DEFAULT 7);\n.import f.csv t\nSELECT *, typeof(a) FROM t;", "2\t1\t7\tinteger\n"},
		{"and in order", "f.csv", "1,2\n3,4", "CREATE TABLE t (a INTEGER, b AS (a + 1), c);\n.import --csv f.csv t\nSELECT * FROM t;", "1\t2\t2\n3\t4\t4\n"},
		{"lines skipped", "f", "one\ntwo\na\tb\n1\t2\n", ".import --skip 2 f t\n.mode csv\nSELECT * FROM t;", "a,b\n1,2\n"},
		{"one column", "f.csv", "a\n\nx\n", ".import f.csv t\nSELECT quote(a) FROM t;", "''\n'x'\n"},
		{"names in quotes", "a b.tsv", "x\n1\n", ".import 'a b.tsv' \"my \\\"table\\\"\"\n.tables\n", "authors\nbig\nmessage\nmy \"table\"\n"},
		{"JSON", "f.json", "[{\"a\": 1, \"b\": \"007\", \"c\": {\"d\": [1, 2]}},\n {\"b\": null, \"a\": 2.5, \"e\": true, \"f\": {\"$blob\": \"AAE=\"}}]\n", ".import f.json t\n.schema t\nSELECT *, typeof(a) FROM t;",
			"CREATE TABLE \"t\" (\"a\" NUMERIC, \"b\" TEXT, \"c\" TEXT, \"e\" INTEGER, \"f\" BLOB);\n1\t007\t{\"d\":[1,2]}\t\t\tinteger\n2.5\t\t\t1\tX'0001'\treal\n"},
		{"NDJSON, of mixed types and with defaults", "f", "{\"a\": \"1\"}\n{\"a\": 9007199254740993}\n\n{}\n", ".import f t\nSELECT a, typeof(a) FROM t;\nCREATE TABLE d (a DEFAULT 5, b DEFAULT 6);\n.import f d\nSELECT * FROM d;",
			"1\ttext\n9007199254740993\tinteger\n\tnull\n1\t6\n9007199254740993\t6\n5\t6\n"},
		{"more than fit into a statement", "f.csv", "a,b\n" + strings.Repeat("1,2\n", 1234), ".import f.csv t\nSELECT count(*), sum(a), sum(b) FROM t;", "1234\t1234\t2468\n"},
		{"the shell's own CSV", "f.csv", "", ".output f.csv\n.mode csv\nSELECT 1 AS a, '' AS b, ',\r\n\"' AS c;\n.output\n.mode tabs\n.import f.csv t\nSELECT * FROM t;", "1\t\t,\\r\\n\"\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o, dir := writable(t)
			if err := os.WriteFile(filepath.Join(dir, test.file), []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			out, _, err := typed(t, o, test.in)
			if err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(test.want, out); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Values are those that sqlite3 imports.
func TestImportAsSQLite(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sqlite3"); err != nil {
		t.Skip("sqlite3 is not installed")
	}
	for _, text := range []string{
		"a,b\nx,y\n", "a,b\r\nx,y\r\n,z", "a,b\n\"x\ny\",\"\"\"z\"\"\"\n", "a,b\n\"x\r\ny\",\"\"\n", "a,b\nx\"y,z\" \n", "\ufeffa,b\n日本,é\n", "a\n\"\"\nx\n", "a b,\"c,d\"\n x , y \n",
	} {
		o, dir := writable(t)
		path := filepath.Join(dir, "f.csv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, _, err := typed(t, o, ".import f.csv t\n.mode json\nSELECT * FROM t;")
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		sqlite3 := exec.Command("sqlite3", ":memory:", ".mode csv", ".import "+path+" t", ".mode json", "SELECT * FROM t")
		want, err := sqlite3.Output()
		if err != nil {
			t.Errorf("sqlite3: %q: %v", text, err)
		}
		var a, b any
		if err := errors.Join(json.Unmarshal([]byte(got), &a), json.Unmarshal(want, &b)); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(b, a); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// Errors name the line, and nothing is imported.
func TestImportFails(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		file, text, in, want string
	}{
		{"f.csv", "a,b\n1,2\n\"3\n\",4\n5\n", ".import f.csv t", "f.csv:5: expected 2 values, found 1"},
		{"f.csv", "a\n1\n\"2\n", ".import f.csv t", "f.csv:3: a quoted value is not closed"},
		{"f.csv", "a\n1\n\"2\"3\n", ".import f.csv t", "f.csv:3: text after the closing quote of a value"},
		{"f.csv", "a,A\n", ".import f.csv t", "f.csv:1: the column \"A\" is named twice"},
		{"f.csv", "a,\n", ".import f.csv t", "f.csv:1: column 2 has no name"},
		{"f.csv", "\n", ".import f.csv t", "f.csv is empty"},
		{"f.csv", "id,autor\n", ".import f.csv message", "f.csv:1: table message has no column \"autor\" (did you mean \"author\"?)"},
		{"f.csv", "x\n", ".import f.csv message", "f.csv:1: expected 5 values, found 1 (the first line names no column of message: its columns are id, author, body, at, raw)"},
		{"f.csv", "a,n\n1,1\n2,1\n3,1\n1,1\n4,1\n", "CREATE TABLE t (a UNIQUE, n);\n.import f.csv t", "f.csv:5: UNIQUE constraint failed: t.a: SQLITE_CONSTRAINT"},
		{"f.csv", "a\n1\n", ".import f.csv authors", "f.csv:1: expected 2 values, found 1 (the first line names no column of authors: its columns are author, n)"},
		{"f.csv", "key,value\n1,2\n", ".import f.csv _cf_KV", "f.csv:2: not authorized: SQLITE_AUTH"},
		{"f.json", "[{\"a\": 1},\n{\"a\": 2}", ".import f.json t", "f.json:2: the JSON ends too early"},
		{"f.json", "[{\"a\": 1},\n5]", ".import f.json t", "f.json:2: a row must be an object, not 5"},
		{"f.ndjson", "{\"a\": 1}\n{\"a\": }\n", ".import f.ndjson t", "f.ndjson:2: invalid character '}' looking for beginning of value"},
		{"f.ndjson", "{\"id\": 1}\n\n{\"idd\": 2}\n", ".import f.ndjson message", "f.ndjson:3: table message has no column \"idd\" (did you mean \"id\"?)"},
		{"f.json", "[]", ".import f.json t", "f.json has no rows, so the table t cannot be created"},
		{"f.json", "[]", ".import f.json", ".import needs a file and a table (such as .import users.csv users; quote names with spaces)"},
		{"f.json", "[]", ".import --skip x f.json t", "--skip takes a number of lines, not \"x\""},
		{"f.json", "[]", ".import 'f.json t", "'f.json t is not closed"},
		{"f.json", "[{}]", ".write off\n.import f.json t", ".import writes to the object (allow it with --write)"},
	} {
		t.Run(test.want, func(t *testing.T) {
			t.Parallel()
			o, dir := writable(t)
			if err := os.WriteFile(filepath.Join(dir, test.file), []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, _, err := typed(t, o, test.in)
			if err == nil {
				t.Fatal("no error")
			}
			got := strings.ReplaceAll(err.Error(), dir, "DIR")
			var hinted interface{ Hint() string }
			if errors.As(err, &hinted) && hinted.Hint() != "" && !strings.Contains(got, "SQLITE_") {
				got += " (" + hinted.Hint() + ")"
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if out, _, err := typed(t, o, ".mode line\nSELECT count(*) AS n FROM message;\n.schema t"); !strings.HasPrefix(out, "n = 2\n") || err == nil && !strings.Contains(out, "UNIQUE") {
				t.Errorf("afterwards %q, %v", out, err)
			}
		})
	}
}

func FuzzImport(f *testing.F) {
	for _, text := range []string{"a,b\n1,\"2\"\n", "[{\"a\": 1}]", "{\"a\": [1]}\n{}", "a\tb\r\n\"\"\"\t\"\r\n", "[", "{", "\"", "[[1]]", "[{}"} {
		f.Add([]byte(text), "f")
		f.Add([]byte(text), "f.csv")
		f.Add([]byte(text), "f.json")
	}
	f.Fuzz(func(t *testing.T, text []byte, name string) {
		in := &importing{file: name, table: "t"}
		if in.read(text, 0) != nil {
			return
		}
		for _, r := range in.records {
			if r.columns != nil && len(r.columns) != len(r.values) || r.line < 1 {
				t.Errorf("%+v", r)
			}
		}
		if in.create == "" {
			t.Error("no table")
		}
	})
}

func TestOutput(t *testing.T) {
	t.Parallel()
	o, dir := writable(t)
	state := o.Store.State().Dir
	for name, text := range map[string]string{"old": "something longer than what follows", "target": "kept"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, reported, err := typed(t, o, "SELECT 1;\n.output old\nSELECT 2;\n.tables\n.mode json\nSELECT 3 AS a;\n.output\n.mode tabs\nSELECT 4;\n.once 'a file'\n.timer off\nSELECT 5;\nSELECT 6;\n.output off\nSELECT 7;\n.output stdout\nSELECT 8;\n.output last\nSELECT 9;")
	if err != nil || reported != "" || out != "1\n4\n6\n8\n" {
		t.Errorf("%q, %q, %v", out, reported, err)
	}
	for name, want := range map[string]string{"old": "2\nauthors\nbig\nmessage\n[{\"a\":3}]\n", "a file": "5\n", "last": "9\n"} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); string(got) != want || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "target"), filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	o.Path = func(name string) string { return strings.ReplaceAll(name, "DIR", dir) }
	for in, want := range map[string]string{
		".output DIR/link":               ".output: write " + filepath.Join(dir, "link") + ": it is a link",
		".output " + quote(state) + "/x": ".output: " + state + "/x is inside the folder of the local state",
		".output DIR/none/x":             ".output: open " + filepath.Join(dir, "none", "x") + ": no such file or directory",
		".output a b":                    ".output takes one file",
		".output |less":                  ".output does not run programs",
		".once":                          ".once needs a file",
	} {
		if out, _, err := typed(t, o, in+"\nSELECT 1;"); err == nil || err.Error() != want || out != "" {
			t.Errorf("%s: %q, %v", in, out, err)
		}
	}
	if got, err := os.ReadFile(filepath.Join(dir, "target")); string(got) != "kept" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestSwitches(t *testing.T) {
	t.Parallel()
	o, _ := writable(t)
	o.Writable = false
	for _, test := range []struct{ in, out, err, failed string }{
		{"SELECT 1;\n.timer on\nSELECT 2;", "1\n2\n", "Run Time: real ", ""},
		{".timer ON\n.timer\n.timer off\nSELECT 2;", "2\n", "on\n", ""},
		{".timer maybe", "", "", ".timer takes on or off, not \"maybe\""},
		{".write\n.write on\nCREATE TABLE t (a);\n.write off\nDROP TABLE t;", "", "off\n", "the statement writes: DROP TABLE t;"},
		{`\dt`, "authors\nbig\nmessage\nt\n", "", ""},
		{`\d`, "authors\tview\nbig\ttable\nmessage\ttable\nt\ttable\n", "", ""},
		{`\d AUTHORS`, "author\tTEXT\t\t\t\nn\t\t\t\t\n", "", ""},
		{`\d mesage`, "", "", `no table "mesage"`},
		{".writ on\nCREATE TABLE u (a INTEGER PRIMARY KEY, b TEXT NOT NULL DEFAULT 'x' UNIQUE, c AS (a), d REFERENCES t (a));\nCREATE INDEX i ON u (b, lower(d)) WHERE b > 'a';\nCREATE TRIGGER r DELETE ON u BEGIN SELECT 1; END;\n\\d u\n",
			"a\tINTEGER\t\t\tprimary\nb\tTEXT\tnot null\t'x'\t\nc\t\t\t\tgenerated\nd\t\t\t\t\n" +
				"i\tb, (expression)\t partial\nsqlite_autoindex_u_1\tb\tunique\nd\tt(a)\nr\n", "", ""},
		{`\q` + "\nSELECT 1;", "", "", ""},
		{`\?`, "", `\d [TABLE]`, ""},
	} {
		out, reported, err := typed(t, o, test.in)
		if out != test.out || !strings.HasPrefix(reported[max(0, strings.Index(reported, test.err)):], test.err) || test.failed == "" && err != nil || test.failed != "" && (err == nil || err.Error() != test.failed) {
			t.Errorf("%s: %q, %q, %v", test.in, out, reported, err)
		}
	}
}

func TestReadFile(t *testing.T) {
	t.Parallel()
	o, dir := writable(t)
	for name, text := range map[string]string{
		"a.sql": "SELECT 1;\n.read 'b c.sql'\nSELECT 3;", "b c.sql": "SELECT\n2", "self": ".read self", "bad": "SELECT 1;\nSELECT nope;\nSELECT 2;",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, _, err := typed(t, o, ".read a.sql\nSELECT 4;"); out != "1\n2\n3\n4\n" || err != nil {
		t.Errorf("%q, %v", out, err)
	}
	for in, want := range map[string]string{
		".read bad": "no such column: nope", ".read self": ".read is nested too deeply", ".read none": ".read: open ", ".read": ".read needs a file",
	} {
		if out, _, err := typed(t, o, in+"\nSELECT 5;"); err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(out, "2") {
			t.Errorf("%s: %q, %v", in, out, err)
		}
	}
}

func TestScript(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{".import", "my file.csv", "t", "SELECT 1 -- x"}, ".import \"my file.csv\" t\nSELECT 1 -- x\n;\n"},
		{[]string{".schema", "\nselect\n1", ".output", "my file"}, ".schema\nselect\n1\n;\n.output \"my file\"\n"},
		{[]string{".schema", "t", ".output", "./x", ".output", ".tables"}, ".schema t\n.output ./x\n.output\n.tables\n"},
		{[]string{`\d`, "t", ".mode json", ".timer", "on"}, "\\d t\n.mode json\n.timer on\n"},
		{[]string{".import", "a\nb", ""}, ".import \"a\\nb\" \"\"\n"},
	} {
		if got := Script(test.args); got != test.want {
			t.Errorf("%q: %q", test.args, got)
		}
	}
	for text, want := range map[string]bool{
		".tables": true, "SELECT 1;\n.tables": true, "\n-- a comment\nSELECT 1;\n\\d\n": true, "-- a comment\n\n.tables": true, "/*\n.tables\n*/ SELECT 1": false,
		"SELECT 1 +\n.5;\n": false, "SELECT '\n.tables\n';": false, "": false,
	} {
		if HasCommands(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}
