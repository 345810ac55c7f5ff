package tree_test

import (
	"fmt"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/tree"
)

// Comments and the layout of the rest are kept.
func ExampleEdit() {
	src := []byte(`{
  // What the Worker is called.
  "name": "chat",
  "vars": { "A": 1 }, // for tests
}
`)
	out, err := tree.Edit("wrangler.jsonc", src, []string{"vars"}, "vars", tree.Object{{Name: "A", Value: 2}, {Name: "B", Value: []any{"x"}}})
	fmt.Printf("%s%v\n", out, err)
	// Output:
	// {
	//   // What the Worker is called.
	//   "name": "chat",
	//   "vars": { "A": 2, "B": ["x"] }, // for tests
	// }
	// <nil>
}

// A value has its position in the file, also in TOML.
func ExampleParse() {
	var list diag.List
	d := tree.Parse("wrangler.toml", []byte("name = \"chat\"\n[[kv_namespaces]]\nbinding = \"KV\"\n"), &list)
	binding := d.Root.Get("kv_namespaces").Items[0].Get("binding")
	at := d.At(binding)
	fmt.Printf("%s is in line %d, column %d; it is %s\n", binding.Value, at.Line, at.Column, binding.Kind)
	// Output:
	// KV is in line 3, column 11; it is a string
}
