package tree

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEditList(t *testing.T) {
	t.Parallel()
	binding := Object{{"name", "B"}, {"class_name", "Bee"}}
	bindings := []string{"durable_objects", "bindings"}
	add := func(path []string, value any) func(string, string) ([]byte, error) {
		return func(file, src string) ([]byte, error) { return Append(file, []byte(src), path, value) }
	}
	drop := func(path ...any) func(string, string) ([]byte, error) {
		return func(file, src string) ([]byte, error) { return Drop(file, []byte(src), path) }
	}
	set := func(text string, path ...any) func(string, string) ([]byte, error) {
		return func(file, src string) ([]byte, error) { return Replace(file, []byte(src), path, text) }
	}
	entry := func(name string, value any) func(string, string) ([]byte, error) {
		return func(file, src string) ([]byte, error) {
			return Set(file, []byte(src), []string{"exports", name}, value)
		}
	}
	for _, test := range []struct {
		name, file, src string
		edit            func(file, src string) ([]byte, error)
		want            string
	}{
		{
			"append to lines", "w.jsonc", "{\n\t\"l\": [\n\t\t\"a\", // about a\n\t\t\"b\" // about b\n\t\t// end\n\t], // l\n}\n", add([]string{"l"}, "c"),
			"{\n\t\"l\": [\n\t\t\"a\", // about a\n\t\t\"b\", // about b\n\t\t\"c\"\n\t\t// end\n\t], // l\n}\n",
		},
		{
			"append after a trailing comma", "w.jsonc", "{\n  \"l\": [\n    { \"a\": 1 }, /* a */\n  ],\n}\n", add([]string{"l"}, Object{{"a", 2}}),
			"{\n  \"l\": [\n    { \"a\": 1 }, /* a */\n    { \"a\": 2 },\n  ],\n}\n",
		},
		{
			"append to a line", "w.jsonc", "{ \"durable_objects\": { \"bindings\": [{ \"name\": \"A\" }] } }", add(bindings, binding),
			"{ \"durable_objects\": { \"bindings\": [{ \"name\": \"A\" }, { \"name\": \"B\", \"class_name\": \"Bee\" }] } }",
		},
		{"append to items that share lines", "w.jsonc", "{\n  \"l\": [\n    1, 2, 3\n  ]\n}", add([]string{"l"}, 4), "{\n  \"l\": [\n    1, 2, 3, 4\n  ]\n}"},
		{"append to nothing", "w.jsonc", "{ \"l\": [] }", add([]string{"l"}, "a"), "{ \"l\": [\"a\"] }"},
		{"append to a comment", "w.jsonc", "{\n  \"l\": [\n    // none yet\n  ]\n}", add([]string{"l"}, "a"), "{\n  \"l\": [\n    // none yet\n    \"a\"\n  ]\n}"},
		{
			"make a list", "w.jsonc", "{\n  \"name\": \"a\" // a\n}\n", add(bindings, binding),
			"{\n  \"name\": \"a\", // a\n  \"durable_objects\": {\n    \"bindings\": [\n      { \"name\": \"B\", \"class_name\": \"Bee\" }\n    ]\n  }\n}\n",
		},
		{
			"make a list in a section", "w.jsonc", "{\n  \"env\": {\n    \"s\": { \"a\": 1 }\n  }\n}\n", add([]string{"env", "s", "l"}, "x"),
			"{\n  \"env\": {\n    \"s\": { \"a\": 1, \"l\": [\"x\"] }\n  }\n}\n",
		},
		{
			"append a table", "w.toml", "name = \"a\"\n[[migrations]] # 1\ntag = \"v1\"\n# about the classes\nnew_classes = [\"A\"]\n\n# vars\n[vars]\nA = 1\n",
			add([]string{"migrations"}, Object{{"tag", "v2"}, {"deleted_classes", []any{"A"}}}),
			"name = \"a\"\n[[migrations]] # 1\ntag = \"v1\"\n# about the classes\nnew_classes = [\"A\"]\n\n[[migrations]]\ntag = \"v2\"\ndeleted_classes = [\"A\"]\n\n# vars\n[vars]\nA = 1\n",
		},
		{
			"append to an inline list", "w.toml", "[durable_objects]\nbindings = [\n  { name = \"A\" }, # about a\n]\n", add(bindings, binding),
			"[durable_objects]\nbindings = [\n  { name = \"A\" }, # about a\n  { name = \"B\", class_name = \"Bee\" },\n]\n",
		},
		{"append to a line of TOML", "w.toml", "l = [\"a\"] # l\n", add([]string{"l"}, "b"), "l = [\"a\", \"b\"] # l\n"},
		{
			"make tables", "w.toml", "name = \"a\"\n[vars]\nA = 1", add(bindings, binding),
			"name = \"a\"\n[vars]\nA = 1\n\n[[durable_objects.bindings]]\nname = \"B\"\nclass_name = \"Bee\"\n",
		},
		{"make an entry", "w.jsonc", "{ \"name\": \"a\" }", entry("R", Object{{"s", "x"}}), "{ \"name\": \"a\", \"exports\": {\n  \"R\": { \"s\": \"x\" }\n} }"},
		{"make a table of an entry", "w.toml", "name = \"a\"\n", entry("R", Object{{"s", "x"}}), "name = \"a\"\n\n[exports.R]\ns = \"x\"\n"},
		{
			"add an entry", "w.toml", "[exports.A] # a\ns = \"x\"\n\n[vars]\nV = 1\n", entry("R", Object{{"s", "x"}}),
			"[exports.A] # a\ns = \"x\"\n\n[exports.R]\ns = \"x\"\n\n[vars]\nV = 1\n",
		},
		{
			"replace an entry", "w.toml", "# about A\n[exports.A]\ns = \"x\"\n\n[vars]\nV = 1\n", entry("A", Object{{"t", "y"}}),
			"# about A\n[exports.A]\nt = \"y\"\n\n[vars]\nV = 1\n",
		},
		{
			"add a member", "w.jsonc", "{ \"l\": [{ \"a\": \"x\" }] }",
			func(file, src string) ([]byte, error) { return AddMember(file, []byte(src), []any{"l", 0}, "b", "y") },
			"{ \"l\": [{ \"a\": \"x\", \"b\": \"y\" }] }",
		},
		{
			"add a member to a table", "w.toml", "[[l]]\na = \"x\" # a\n\n[[l]]\na = 1\n",
			func(file, src string) ([]byte, error) { return AddMember(file, []byte(src), []any{"l", 0}, "b", "y") },
			"[[l]]\na = \"x\" # a\nb = \"y\"\n\n[[l]]\na = 1\n",
		},
		{"replace", "w.jsonc", "{ \"l\": [{ \"a\": \"x\" /* why */ }, { \"a\" : \"y\" }] }", set("z\"", "l", 1, "a"), "{ \"l\": [{ \"a\": \"x\" /* why */ }, { \"a\" : \"z\\\"\" }] }"},
		{"replace in TOML", "w.toml", "[[l]]\na = 'x' # why\n[[l]]\na = 'y' # y\n", set("z", "l", 1, "a"), "[[l]]\na = 'x' # why\n[[l]]\na = \"z\" # y\n"},
		{"drop a line", "w.jsonc", "{\n  \"l\": [\n    \"a\", // a\n    \"b\", // b\n    \"c\" // c\n  ]\n}", drop("l", 1), "{\n  \"l\": [\n    \"a\", // a\n    \"c\" // c\n  ]\n}"},
		{"drop the last line", "w.jsonc", "{\n  \"l\": [\n    \"a\", // a\n    \"b\" // b\n  ]\n}", drop("l", 1), "{\n  \"l\": [\n    \"a\" // a\n  ]\n}"},
		{"drop the first", "w.jsonc", "{ \"l\": [\"a\", \"b\"] }", drop("l", 0), "{ \"l\": [\"b\"] }"},
		{"drop the last", "w.jsonc", "{ \"l\": [\"a\", \"b\"] }", drop("l", 1), "{ \"l\": [\"a\"] }"},
		{"drop the only one", "w.jsonc", "{ \"l\": [{ \"a\": 1 }] }", drop("l", 0), "{ \"l\": [] }"},
		{
			"drop a table", "w.toml", "[[l]]\na = 1\n\n[[l]]\na = 2\n[[l.b]]\nc = 1\n\n[[l]]\na = 3\n", drop("l", 1),
			"[[l]]\na = 1\n\n[[l]]\na = 3\n",
		},
		{"drop an item of TOML", "w.toml", "l = [\n  \"a\", # a\n  \"b\", # b\n]\n", drop("l", 0), "l = [\n  \"b\", # b\n]\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := test.edit(test.file, test.src)
			if d := cmp.Diff(test.want, string(got)); d != "" || err != nil {
				t.Errorf("%v %s", err, d)
			}
		})
	}
	for _, edit := range []func(string, string) ([]byte, error){add([]string{"name"}, "x"), drop("l", 7), set("x", "nothing"), set("x", "l")} {
		if got, err := edit("w.jsonc", `{"name":"a","l":["a"]}`); err == nil {
			t.Errorf("%s", got)
		}
	}
}
