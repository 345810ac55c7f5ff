package tree

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/dotool-dev/dotool/config/diag"
)

var (
	exportsMap = Object{
		{"Room", Object{{"type", "durable-object"}, {"storage", "sqlite"}}},
		{"Old", Object{{"type", "durable-object"}, {"state", "deleted"}}},
	}
	migrationsList = []any{
		Object{{"tag", "v1"}, {"new_sqlite_classes", []any{"Room"}}},
		Object{{"tag", "v2"}, {"renamed_classes", []any{Object{{"from", "A"}, {"to", "B \"x\""}}}}},
	}
)

func TestEdit(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, file, src string
		path            []string
		to              string
		value           any
		want            string
	}{
		{
			"replace", "w.jsonc",
			"// top\n{\n\t\"name\": \"a\", // keep\n\t/* b */ \"migrations\": [ // gone\n\t\t{ \"tag\": \"v1\" },\n\t], // keep too\n\t\"vars\": {}, // last\n}\n",
			[]string{"migrations"}, "exports", exportsMap,
			"// top\n{\n\t\"name\": \"a\", // keep\n\t/* b */ \"exports\": {\n\t\t\"Room\": { \"type\": \"durable-object\", \"storage\": \"sqlite\" },\n\t\t\"Old\": { \"type\": \"durable-object\", \"state\": \"deleted\" }\n\t}, // keep too\n\t\"vars\": {}, // last\n}\n",
		},
		{
			"replace in an environment, with CRLF and a byte order mark", "w.json",
			"\ufeff{\r\n    \"env\": {\r\n        \"s\": { \"exports\": {} }\r\n    }\r\n}",
			[]string{"env", "s", "exports"}, "migrations", migrationsList,
			"\ufeff{\r\n    \"env\": {\r\n        \"s\": { \"migrations\": [\r\n            { \"tag\": \"v1\", \"new_sqlite_classes\": [\"Room\"] },\r\n            {\r\n                \"tag\": \"v2\",\r\n                \"renamed_classes\": [\r\n                    { \"from\": \"A\", \"to\": \"B \\\"x\\\"\" }\r\n                ]\r\n            }\r\n        ] }\r\n    }\r\n}",
		},
		{"replace in place", "w.jsonc", `{"a":1,"b":2}`, []string{"a"}, "a", []any{}, `{"a": [],"b":2}`},
		{"remove the first", "w.jsonc", "{\n  // about a\n  \"a\": 1,\n  \"b\": 2\n}\n", []string{"a"}, "", nil, "{\n  // about a\n  \"b\": 2\n}\n"},
		{"remove the last", "w.jsonc", "{\n  \"a\": 1, // a\n  \"b\": [\n    2\n  ]\n}\n", []string{"b"}, "", nil, "{\n  \"a\": 1 // a\n}\n"},
		{"remove the last with a trailing comma", "w.jsonc", "{\n  \"a\": 1,\n  \"b\": 2,\n}\n", []string{"b"}, "", nil, "{\n  \"a\": 1,\n}\n"},
		{"remove before a comment", "w.jsonc", "{\n  \"a\": 1, // why\n  \"b\": 2\n}\n", []string{"a"}, "", nil, "{\n  // why\n  \"b\": 2\n}\n"},
		{"remove the only one", "w.jsonc", "{ \"a\": 1 }", []string{"a"}, "", nil, "{ }"},
		{"remove in a line", "w.jsonc", "{ \"a\": 1, \"b\": 2, \"c\": 3 }", []string{"b"}, "", nil, "{ \"a\": 1, \"c\": 3 }"},
		{"remove the last of a line", "w.jsonc", "{ \"a\": 1, \"b\": 2 }", []string{"b"}, "", nil, "{ \"a\": 1 }"},
		{"remove what is absent", "w.jsonc", "{ }", []string{"b"}, "", nil, "{ }"},
		{"add", "w.jsonc", "{\n  \"a\": 1 // a\n  // end\n}\n", []string{"b"}, "b", true, "{\n  \"a\": 1, // a\n  \"b\": true\n  // end\n}\n"},
		{"add after a trailing comma", "w.jsonc", "{\n  \"a\": { \"x\": 1 }, // a\n}\n", []string{"b"}, "b", 7, "{\n  \"a\": { \"x\": 1 }, // a\n  \"b\": 7,\n}\n"},
		{"add to a line", "w.jsonc", "{ \"env\": { \"s\": { \"a\": 1 } } }", []string{"env", "s", "b"}, "b", []any{}, "{ \"env\": { \"s\": { \"a\": 1, \"b\": [] } } }"},
		{"add to nothing", "w.jsonc", "{\n  \"env\": {\n    \"s\": {}\n  }\n}", []string{"env", "s", "b"}, "b", "x", "{\n  \"env\": {\n    \"s\": {\n      \"b\": \"x\"\n    }\n  }\n}"},

		{
			"replace tables by tables", "w.toml",
			"# top\nname = \"a\" # keep\n\n# the story\n[[migrations]]\ntag = \"v1\" # gone\n# gone too\nnew_classes = [\n  \"A\", # gone\n]\n\n[[migrations]]\ntag = \"v2\"\n\n[vars] # keep\n  A = 1\n",
			[]string{"migrations"}, "exports", exportsMap,
			"# top\nname = \"a\" # keep\n\n# the story\n[exports.Room]\ntype = \"durable-object\"\nstorage = \"sqlite\"\n\n[exports.Old]\ntype = \"durable-object\"\nstate = \"deleted\"\n\n[vars] # keep\n  A = 1\n",
		},
		{
			"replace tables that stand apart", "w.toml",
			"[exports.A]\ntype = \"x\"\n# keep\n[vars]\nA = 1\n\n[exports.\"B\"]\ntype = \"x\"\n\n# end\n",
			[]string{"exports"}, "migrations", migrationsList,
			"[[migrations]]\ntag = \"v1\"\nnew_sqlite_classes = [\"Room\"]\n\n[[migrations]]\ntag = \"v2\"\nrenamed_classes = [{ from = \"A\", to = \"B \\\"x\\\"\" }]\n# keep\n[vars]\nA = 1\n\n# end\n",
		},
		{
			"replace a value by tables", "w.toml", "name = \"a\"\nmigrations = [\n  { tag = \"v1\" },\n] # gone\nmain = \"b\"\n[vars]\nA = 1",
			[]string{"migrations"}, "exports", exportsMap[:1],
			"name = \"a\"\nmain = \"b\"\n[vars]\nA = 1\n\n[exports.Room]\ntype = \"durable-object\"\nstorage = \"sqlite\"\n",
		},
		{
			"replace in an environment", "w.toml", "[env.s]\r\nname = \"x\"\r\n[[env.s.migrations]]\r\ntag = \"v1\"\r\n[env.t]\r\n",
			[]string{"env", "s", "migrations"}, "exports", Object{{"Ä b", Object{{"type", "worker"}}}},
			"[env.s]\r\nname = \"x\"\r\n[env.s.exports.\"Ä b\"]\r\ntype = \"worker\"\r\n[env.t]\r\n",
		},
		{
			"replace a value by a value", "w.toml", "[env.s]\n  migrations = [] # gone\n  name = \"x\"\n",
			[]string{"env", "s", "migrations"}, "exports", Object{}, "[env.s]\n  exports = {}\n  name = \"x\"\n",
		},
		{"replace a dotted value", "w.toml", "env.s.migrations = []\n", []string{"env", "s", "migrations"}, "exports", Object{}, "env.s.exports = {}\n"},
		{
			"replace tables by a value", "w.toml", "name = \"a\"\n\n[[migrations]]\ntag = \"v1\"\n\n[vars]\n",
			[]string{"migrations"}, "migrations", []any{}, "name = \"a\"\nmigrations = []\n\n[vars]\n",
		},
		{"remove tables", "w.toml", "a = 1\n\n[[m]]\nx = 1\n\n[[m]]\nx = 2\n\n[v]\n", []string{"m"}, "", nil, "a = 1\n\n[v]\n"},
		{"remove a value", "w.toml", "a = 1\nb = [\n1]\n", []string{"b"}, "", nil, "a = 1\n"},
		{"add to the top", "w.toml", "\ufeff# c\n[v]\nx = 1\n", []string{"a"}, "a", "b", "\ufeffa = \"b\"\n# c\n[v]\nx = 1\n"},
		{"add after the others", "w.toml", "a = 1\n# c\n\n[v]\nx = 1\n", []string{"b"}, "b", true, "a = 1\nb = true\n# c\n\n[v]\nx = 1\n"},
		{"add to a section", "w.toml", "[env.s]\n[env.s.vars]\nA = 1\n", []string{"env", "s", "migrations"}, "migrations", []any{}, "[env.s]\nmigrations = []\n[env.s.vars]\nA = 1\n"},
		{"add to a section without a header", "w.toml", "[env.s.vars]\nA = 1\n", []string{"env", "s", "migrations"}, "migrations", []any{}, "[env.s.vars]\nA = 1\n\n[env.s]\nmigrations = []\n"},
		{"add to nothing in TOML", "w.toml", "", []string{"a"}, "a", 1, "a = 1\n"},
		{"add tables to nothing", "w.toml", "", []string{"e"}, "e", exportsMap[1:], "[e.Old]\ntype = \"durable-object\"\nstate = \"deleted\"\n"},
	} {
		got, err := Edit(test.file, []byte(test.src), test.path, test.to, test.value)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		} else if diff := cmp.Diff(test.want, string(got)); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestEditRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		file, src string
		path      []string
		to, says  string
	}{
		{"w.jsonc", "{", []string{"a"}, "b", "ends too early"},
		{"w.jsonc", "{}", []string{"env", "s", "a"}, "a", "w.jsonc has no section env.s"},
		{"w.jsonc", `{"a":1,"b":2}`, []string{"a"}, "b", "w.jsonc has b already"},
		{"w.jsonc", `{"env":{"s":{"a":1,"b":2}}}`, []string{"env", "s", "a"}, "b", "w.jsonc has env.s.b already"},
		{"w.toml", "env = { s = { migrations = [] } }", []string{"env", "s", "migrations"}, "exports", "env is an inline table"},
		{"w.toml", "a = ", []string{"a"}, "b", "expected value"},
	} {
		out, err := Edit(test.file, []byte(test.src), test.path, test.to, exportsMap)
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s, %v: got %q, %v", test.src, test.path, out, err)
		}
	}
	_, err := Edit("w.jsonc", []byte("{"), []string{"a"}, "b", "c")
	var list *diag.ListError
	if !errors.As(err, &list) || list.List[0].Pos.Line != 1 {
		t.Errorf("a syntax error is %v", err)
	}
}

// FuzzEdit checks that an edit keeps the meaning and the comments of the rest, or is
// refused.
func FuzzEdit(f *testing.F) {
	archives, _ := filepath.Glob("../testdata/*.txtar")
	for _, path := range archives {
		if a, err := txtar.ParseFile(path); err == nil {
			f.Add(a.Files[0].Data, filepath.Ext(a.Files[0].Name) == ".toml", "migrations")
		}
	}
	f.Add([]byte(`{ "a": [1, 2.5, { "b": null }], "vars": { "Z": "text" } } // why`), false, "vars")
	f.Add([]byte("# why\na.b = [1, 2.5, true]\nN = 1_000\n[[durable_objects.bindings]]\nname = \"ROOM\" # c\n[vars]\nZ = 'text'\n"), true, "durable_objects")
	f.Fuzz(func(t *testing.T, src []byte, isTOML bool, key string) {
		key = strings.ToValidUTF8(key, "?")
		file := "w.jsonc"
		if isTOML {
			file = "w.toml"
		}
		before := slices.Clone(src)
		for _, value := range []any{nil, true, exportsMap, migrationsList} {
			out, err := Edit(file, src, []string{key}, key, value)
			if !bytes.Equal(src, before) {
				t.Fatalf("the input was changed to %q", src)
			}
			if err != nil {
				continue
			}
			var l diag.List
			if d := Parse(file, out, &l); l.HasErrors() || (value == nil) != (d.Root.Get(key) == nil) {
				t.Fatalf("%q became %q: %v", src, out, l)
			}
		}
	})
}
