package names

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/evanw/esbuild/syntax"
	"golang.org/x/tools/txtar"
)

// Whatever the source, a rename to a name that it does not have changes no other text, and
// leaves a module that can be parsed.
func FuzzRename(f *testing.F) {
	all, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range all {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			f.Add(unmarked(string(file.Data)), strings.HasSuffix(file.Name, "x"))
		}
	}
	const to = "Zq9"
	f.Fuzz(func(t *testing.T, text string, jsx bool) {
		if strings.Contains(text, to) || len(text) > 10_000 {
			return
		}
		p := &Project{files: map[string]*file{}, entry: "index.ts"}
		p.resolve = func(_, path string) string {
			return map[string]string{"./room": "room.ts", "./rooms": "room.ts", "./index": "index.ts", "./other": "other.ts"}[path]
		}
		other := "other.ts"
		if jsx {
			other = "other.tsx"
		}
		for path, text := range map[string]string{"index.ts": "export { Room } from \"./room\";\n", "room.ts": "export class Room {}\n", other: text} {
			tree, err := syntax.Parse(path, text)
			if err != nil {
				return
			}
			file := &file{path: path, tree: tree, resolve: p.resolve}
			file.tokens, file.docs = tokenize(tree)
			file.readClauses()
			p.files[path] = file
		}
		class, err := p.Class("Room")
		if err != nil {
			t.Fatal(err)
		}
		texts, err := class.Rename(to)
		if err != nil {
			t.Fatal(err)
		}
		_, _, _ = class.Remove("/")
		got, changed := texts[other]
		if !changed {
			return
		}
		if _, err := syntax.Parse(other, got); err != nil {
			t.Errorf("%v:\n%s\nbecomes\n%s", err, text, got)
		}
		same := strings.NewReplacer("Room as Room", "Room", "Room: Room", "Room")
		if back := same.Replace(strings.ReplaceAll(got, to, "Room")); back != same.Replace(text) {
			t.Errorf("%q becomes %q", text, got)
		}
	})
}
