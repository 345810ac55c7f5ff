package shell

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/table"
	"github.com/dotool-dev/dotool/migrate/state"
)

// object opens an object of a copy of what wrangler dev wrote.
func object(t testing.TB, name string) Options {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "state")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "testdata", "storage", "wrangler"))); err != nil {
		t.Fatal(err)
	}
	return opened(t.Context(), t.Fatal, dir, name)
}

func opened(ctx context.Context, fatal func(...any), dir, name string) Options {
	store, err := inspect.Open(state.Open(dir, state.Options{}), inspect.Options{Worker: "chat"})
	if err != nil {
		fatal(err)
	}
	o, err := store.Object(ctx, inspect.Address{Text: name})
	if err != nil {
		fatal(err)
	}
	return Options{Store: store, Object: o}
}

// typed runs a shell without a terminal.
func typed(t *testing.T, o Options, in string) (out, reported string, err error) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	o.In, o.Out, o.Err = strings.NewReader(in), &stdout, &stderr
	o.Report = func(err error) { stderr.WriteString(err.Error() + "\n") }
	err = Run(t.Context(), o)
	return stdout.String(), stderr.String(), err
}

func TestRead(t *testing.T) {
	t.Parallel()
	o := object(t, "full")
	for _, test := range []struct {
		name, in, want string
	}{
		{"nothing", " \n-- a comment\n", ""},
		{"several lines", "SELECT 1\n;SELECT\n 2; SELECT ';\n';\n", "1\n2\n;\\n\n"},
		{"no semicolon at the end", "SELECT 1;\nSELECT 2", "1\n2\n"},
		{"tables", ".tables\n", "authors\nbig\nmessage\n"},
		{"schema", ".schema AUTHORS\n", "CREATE VIEW authors AS SELECT author, count(*) AS n FROM message GROUP BY author;\n"},
		{"modes", "SELECT 1 a;\n.mode json\nSELECT 1 a; SELECT 2 b;\n.mode csv\nSELECT 1 a;\n.mode table\nSELECT 1 a;\n.mode line\nSELECT 1 a;\n.mode markdown\nSELECT 1 a;\n",
			"1\n[{\"a\":1}]\n[{\"b\":2}]\na\n1\na\n─\n1\na = 1\n|   a |\n| --: |\n|   1 |\n"},
		{"headers", ".headers on\nSELECT 1 a;\n.mode csv\n.headers off\nSELECT 2 a;\n.mode column\nSELECT 3 a;\n.mode list\n.headers on\n.tables m%\n",
			"a\n1\n2\n3\ntable\nmessage\n"},
		{"some tables", ".tables *s\n", "authors\n"},
		{"use", ".use 3d3878f5\nSELECT count(*) FROM pragma_table_info('message');\n.use Room/full\nSELECT count(*) FROM pragma_table_info('message');\n", "6\n5\n"},
		{"quit", "SELECT 1;\n.quit\nSELECT 2;\n", "1\n"},
		{"exit", "exit\nSELECT 2;\n", ""},
		{"a dot within a statement", "SELECT 1 +\n.5;\n", "1.5\n"},
		{"comments before commands", "\n-- a comment\n.mode json\n/* another\n.quit\n*/\n\n.mode csv\n\nSELECT 1 a;\n -- at the end\n.mode tabs", "a\n1\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			out, reported, err := typed(t, o, test.in)
			if err != nil || reported != "" {
				t.Error(err, reported)
			}
			if diff := cmp.Diff(test.want, out); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestObjectsBeforeError prints objects as they are found: a class that cannot be read hides no
// other.
func TestObjectsBeforeError(t *testing.T) {
	t.Parallel()
	o := object(t, "full")
	dir := filepath.Dir(o.Object.Namespace.Dir)
	elsewhere := filepath.Join(t.TempDir(), "moved")
	if err := os.Rename(filepath.Join(dir, "chat-Counter"), elsewhere); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, filepath.Join(dir, "chat-Counter")); err != nil {
		t.Skip(err)
	}
	for _, mode := range []string{"csv", "table", "line"} {
		out, reported, err := typed(t, o, ".mode "+mode+"\n.objects\n")
		if !strings.Contains(out, "full") || err == nil && !strings.Contains(reported, "chat-Counter") {
			t.Errorf("%s: %v, %s\n%s", mode, err, reported, out)
		}
	}
}

// TestNothingListed says so where a list is empty, beside the result.
func TestNothingListed(t *testing.T) {
	t.Parallel()
	o := object(t, "touched")
	for in, want := range map[string]string{
		".tables": "There are no tables here yet.\n", ".schema": "There are no tables here yet.\n", `\d`: "There are no tables here yet.\n",
		".tables x*": "No tables match \"x*\".\n", ".objects Room/zz*": "No objects match \"Room/zz*\".\n",
	} {
		if out, reported, err := typed(t, o, in); out != "" || reported != want || err != nil {
			t.Errorf("%s: %q, %q, %v", in, out, reported, err)
		}
	}
	o.Mode = "json"
	if out, _, err := typed(t, o, ".objects Room/zz*"); out != "[]\n" || err != nil {
		t.Errorf("%q, %v", out, err)
	}
}

// TestDump gives the dump to sqlite3, if it is there, and asks it.
func TestDump(t *testing.T) {
	t.Parallel()
	out, _, err := typed(t, object(t, "full"), "SELECT 1;\n.dump\n")
	if err != nil || !strings.HasPrefix(out, "1\n-- dotool object {\"class\":\"Room\"") {
		t.Fatalf("%v, %.200s", err, out)
	}
	if _, err := exec.LookPath("sqlite3"); err != nil {
		t.Skip("sqlite3 is not installed")
	}
	cmd := exec.Command("sqlite3", ":memory:")
	dump, _, _ := strings.Cut(strings.TrimPrefix(out, "1\n"), "-- dotool facet")
	cmd.Stdin = strings.NewReader(dump + "SELECT count(*) FROM message;")
	if got, err := cmd.CombinedOutput(); err != nil || string(got) != "2\n" {
		t.Errorf("%s, %v", got, err)
	}
}

func TestReadFails(t *testing.T) {
	t.Parallel()
	o := object(t, "full")
	for _, test := range []struct {
		in, want, hint string
	}{
		{"SELECT 1;\nSELECT *\nFRM message;\nSELECT 2;", "near \"FRM\": syntax error\n  FRM message;\n  ^", ""},
		{"SELECT 1; SELECT * FROM t;", "no such table: t\n  SELECT * FROM t;\n                ^", ".tables lists the tables"},
		{"SELECT 1; SELECT * FROM _cf_x;", "no such table: _cf_x\n  SELECT * FROM _cf_x;\n                ^", "tables named _cf_* belong to the runtime, and SQL cannot read them"},
		{"SELECT 1;\n  SELECT * FROM mesage;", "no such table: mesage\n  SELECT * FROM mesage;\n                ^", "did you mean \"message\"?"},
		{"SELECT 1; SELECT autor FROM message;", "no such column: autor\n  SELECT autor FROM message;\n         ^", "did you mean \"author\"?"},
		{"SELECT 1; SELECT * FROM _cf_KV;", "access to _cf_KV.key is prohibited: SQLITE_AUTH", "read the key-value side with `dotool kv list` and `dotool kv get`"},
		{"SELECT 1; DELETE FROM message;", "the statement writes: DELETE FROM message;", "allow it with --write"},
		{"SELECT 1;\n.schema mesage", "no table \"mesage\"", "did you mean \"message\"?"},
		{"SELECT 1;\n.tabels", "no command .tabels", "did you mean .tables?"},
		{"SELECT 1;\n.dump x", ".dump takes no argument", ""},
		{"SELECT 1;\n.headers maybe", ".headers takes on or off, not \"maybe\"", ""},
		{"SELECT 1;\n\\x", "no command \\x", ".mode line prints one value per line"},
		{"SELECT 1;\nSHOW TABLES;", "near \"SHOW\": syntax error\n  SHOW TABLES;\n  ^", ".tables lists the tables"},
		{"SELECT 1;\n.mode yaml", "no format \"yaml\": there are table, json, csv, markdown, line, tabs", ""},
		{"SELECT 1;\n.use ful", "no object \"ful\"", "did you mean \"full\"?"},
		{"SELECT 1;\n.use", ".use needs an object", ".objects lists them"},
	} {
		t.Run(test.in, func(t *testing.T) {
			t.Parallel()
			out, _, err := typed(t, o, test.in+"\nSELECT 3;")
			if err == nil || err.Error() != test.want {
				t.Fatalf("got %v, want %s", err, test.want)
			}
			hint := ""
			var hinted interface{ Hint() string }
			if errors.As(err, &hinted) {
				hint = hinted.Hint()
			}
			if hint != test.hint {
				t.Errorf("hint %q, want %q", hint, test.hint)
			}
			if out != "1\n" {
				t.Errorf("after the error it goes on: %q", out)
			}

			o := o
			o.KeepGoing = true
			out, reported, err := typed(t, o, test.in+"\n;SELECT 3;")
			if !errors.Is(err, errSome) || !strings.Contains(reported, test.want) || !strings.HasSuffix(out, "3\n") {
				t.Errorf("keeping going: %v, %q, %q", err, reported, out)
			}
		})
	}
	yaml := o
	yaml.Mode = "yaml"
	if _, _, err := typed(t, yaml, "SELECT 1;"); err == nil {
		t.Error("a mode that is none")
	}
}

func TestReadWrites(t *testing.T) {
	t.Parallel()
	o := object(t, "full")
	var ran []string
	o.Writable = true
	o.Write = func(_ context.Context, of inspect.Object, statement string, _ []sqlite.Value, f table.Format) (int, error) {
		ran = append(ran, of.Name+": "+statement)
		return 1, errors.Join(f.Header([]string{"id"}), f.Row([]sqlite.Value{sqlite.IntValue(7)}))
	}
	out, _, err := typed(t, o, "SELECT 1;\nINSERT INTO message (author) VALUES (';') RETURNING id; SELECT 2;")
	if err != nil || out != "1\n7\n2\n" {
		t.Errorf("%q, %v", out, err)
	}
	if diff := cmp.Diff([]string{"full: INSERT INTO message (author) VALUES (';') RETURNING id;"}, ran); diff != "" {
		t.Error(diff)
	}
}

func TestReadIsInterrupted(t *testing.T) {
	t.Parallel()
	o := object(t, "full")
	ctx, cancel := context.WithCancelCause(t.Context())
	o.In = strings.NewReader("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;")
	o.Err = io.Discard
	o.Out = writerFunc(func(b []byte) (int, error) { cancel(io.ErrUnexpectedEOF); return len(b), nil })
	if err := Run(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

func TestReadProblems(t *testing.T) {
	t.Parallel()
	o := object(t, "full")
	gone := errors.New("gone")
	o.In, o.Out, o.Err = io.MultiReader(strings.NewReader("SELECT 1;\n"), readerFunc(func([]byte) (int, error) { return 0, gone })), io.Discard, io.Discard
	if err := Run(t.Context(), o); !errors.Is(err, gone) {
		t.Errorf("got %v", err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

func TestCandidates(t *testing.T) {
	t.Parallel()
	s := &session{Options: object(t, "full")}
	for _, test := range []struct {
		line string // | is the cursor
		word string
		want []string // some of them, the first ones if it ends with …
	}{
		{"SEL|", "SEL", []string{"SELECT"}},
		{"sel|", "sel", []string{"select"}},
		{"SELECT * FROM m|", "m", []string{"message", "match", "max(", "min("}},
		{"SELECT * FROM |", "", []string{"authors", "big", "message", "at", "author", "body", "id", "n", "raw"}},
		{"SELECT m.b| FROM message AS m", "b", []string{"body"}},
		{"SELECT message.|", "", []string{"id", "author", "body", "at", "raw"}},
		{"SELECT count(a|", "a", []string{"authors", "at", "author", "abort", "add", "after", "all", "alter", "analyze", "and", "as", "asc", "autoincrement", "abs(", "avg("}},
		{"|", "", slices.Concat(firstKeywords, []string{".dump", ".headers", ".help", ".import", ".mode", ".objects", ".once", ".output", ".quit", ".read", ".schema", ".tables", ".timer", ".use", ".write", `\d`})},
		{".t|", ".t", []string{".tables", ".timer"}},
		{`\|`, `\`, []string{`\d`}},
		{`\d m|`, "m", []string{"message"}},
		{".timer o|", "o", []string{"on", "off"}},
		{".import shell|", "shell", []string{"shell.go", "shell_test.go"}},
		{".output ../table/t|", "../table/t", []string{"../table/table.go", "../table/table_test.go", "../table/text.go"}},
		{".import x.csv m|", "m", []string{"message"}},
		{".mode m|", "m", []string{"markdown"}},
		{".schema M|", "M", []string{"message"}},
		{".use f|", "f", []string{"full"}},
		{".quit x|", "x", nil},
		{"SELECT ''|", "", []string{"authors", "big", "message", "at", "author", "body", "id", "n", "raw"}},
	} {
		before, after, _ := strings.Cut(test.line, "|")
		word, found := s.candidates(t.Context(), before, before+after)
		var got []string
		for _, c := range found {
			got = append(got, c.text)
		}
		if diff := cmp.Diff(test.want, got); diff != "" || word != test.word {
			t.Errorf("%s: word %q, %s", test.line, word, diff)
		}
	}
	if got := quoteNames([]string{"a", "order", "two words", `"`, "1", "日本"}); !slices.Equal(got, []string{"a", `"order"`, `"two words"`, `""""`, `"1"`, "日本"}) {
		t.Errorf("quoted: %q", got)
	}
}

func TestHistory(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "new", "history")
	h, err := openHistory(path)
	if err != nil || h.Len() != 0 {
		t.Fatal(h, err)
	}
	entries := []string{"SELECT 1;", "SELECT\n'日本'\n;", ".tables"}
	for _, e := range entries {
		for _, again := range []string{e + "\n", e, " "} {
			if _, err := h.Write(again); err != nil {
				t.Fatal(err)
			}
		}
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteString("\"cut off")
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	h, err = openHistory(path)
	if err != nil || !slices.Equal(h.entries, entries) {
		t.Fatalf("%q, %v", h.entries, err)
	}
	if line, err := h.GetLine(1); line != entries[1] || err != nil {
		t.Errorf("%q, %v", line, err)
	}
	if _, err := h.GetLine(3); err == nil {
		t.Error("there is no entry 3")
	}

	// A long one is cut when it is opened, and whole again.
	var long []byte
	for range 3 * historyMost {
		long = append(append(long, historyLine("old")...), historyLine("new")...)
	}
	if err := os.WriteFile(path, long, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if h, err = openHistory(path); err != nil || h.Len() != historyMost || h.entries[historyMost-1] != "new" {
			t.Fatal(h.Len(), err)
		}
	}
	if left, _ := filepath.Glob(path + "-*"); left != nil {
		t.Errorf("left behind: %v", left)
	}

	// Problems with reading or writing files are reported, and the shell continues.
	if h, err = openHistory(filepath.Dir(path)); err == nil {
		t.Error("a folder was read")
	}
	h.path = filepath.Join(path, "beneath a file")
	if n, err := h.Write("SELECT 2;"); err == nil || n != h.Len() || h.entries[n-1] != "SELECT 2;" {
		t.Errorf("%d, %v", n, err)
	}
}
