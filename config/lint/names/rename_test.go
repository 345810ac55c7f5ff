package names

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// load writes the files of an archive, without the marks, and reads them as a project.
func load(t *testing.T, archive *txtar.Archive) (dir string, p *Project) {
	t.Helper()
	dir = t.TempDir()
	for _, f := range archive.Files {
		path := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(unmarked(string(f.Data))), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p, err := Load(t.Context(), dir, "", filepath.Join(dir, "src/index.ts"))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Unread) > 0 {
		t.Fatal(p.Unread)
	}
	return dir, p
}

// added marks what a rename adds: «Hall: » before a name, «: Hall» after it.
var added = strings.NewReplacer("«Room: »", "", "«: Room»", "", "«Hall as »", "", "«", "", "»", "")

func unmarked(text string) string { return added.Replace(text) }

func TestRename(t *testing.T) {
	t.Parallel()
	all, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(all) < 4 {
		t.Fatal(all, err)
	}
	for _, file := range all {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			testRename(t, file)
		})
	}
}

func testRename(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dir, p := load(t, archive)
	class, err := p.Class("Room")
	if err != nil {
		t.Fatal(err)
	}
	texts, err := class.Rename("Hall")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		got, changed := texts[filepath.Join(dir, f.Name)]
		if !changed {
			got = unmarked(string(f.Data))
		}
		if d := cmp.Diff(expected(string(f.Data)), got); d != "" {
			t.Errorf("%s (-want +got):\n%s", f.Name, d)
		}
	}
}

// expected is what a rename to Hall makes of a text.
func expected(text string) string {
	return strings.NewReplacer("«Room: »", "Hall: ", "«: Room»", ": Hall", "«Hall as »", "Hall as ", "«Room»", "Hall").Replace(text)
}

// A default export, and a class of a package.
func TestRenameElsewhere(t *testing.T) {
	t.Parallel()
	for files, want := range map[string]string{
		"-- src/index.ts --\nexport { default as Room } from \"./room\";\n-- src/room.ts --\nexport default class Room {}\nnew Room();\n-- src/b.ts --\nimport Room, { x } from \"./room\";\nimport Any from \"./room\";\nnew Room(), new Any();\n": "-- src/index.ts --\nexport { default as Hall } from \"./room\";\n-- src/room.ts --\nexport default class Hall {}\nnew Hall();\n-- src/b.ts --\nimport Hall, { x } from \"./room\";\nimport Any from \"./room\";\nnew Hall(), new Any();\n",
		"-- src/index.ts --\nexport { default as Room } from \"./room\";\n-- src/room.ts --\nexport default class extends Object {}\n":                                                                                                              "-- src/index.ts --\nexport { default as Hall } from \"./room\";\n-- src/room.ts --\nexport default class extends Object {}\n",
		"-- src/index.ts --\nexport { Room } from \"rooms\";\n":                                                      "-- src/index.ts --\nexport { Room as Hall } from \"rooms\";\n",
		"-- src/index.ts --\nimport { Room } from \"rooms\";\nexport { Room };\nlet x: Room;\n":                      "-- src/index.ts --\nimport { Room as Hall } from \"rooms\";\nexport { Hall };\nlet x: Hall;\n",
		"-- src/index.ts --\nimport { wrap } from \"w\";\nexport const Room = wrap(class Room {\n  x?: Room;\n});\n": "-- src/index.ts --\nimport { wrap } from \"w\";\nexport const Hall = wrap(class Room {\n  x?: Room;\n});\n",
	} {
		archive := txtar.Parse([]byte(files))
		dir, p := load(t, archive)
		class, err := p.Class("Room")
		if err != nil {
			t.Errorf("%s: %v", files, err)
			continue
		}
		texts, err := class.Rename("Hall")
		if err != nil {
			t.Errorf("%s: %v", files, err)
		}
		for i, f := range archive.Files {
			if text, ok := texts[filepath.Join(dir, f.Name)]; ok {
				archive.Files[i].Data = []byte(text)
			}
		}
		if d := cmp.Diff(want, string(txtar.Format(archive))); d != "" {
			t.Error(d)
		}
	}
}

func TestRemove(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ files, want string }{
		"of a module of its own": {
			"-- src/index.ts --\nimport { Lobby } from \"./lobby\";\nimport { Room } from \"./rooms\";\n\nexport { Lobby, Room };\nexport default {};\n-- src/rooms.ts --\nexport * from \"./room\";\nexport const x = 1;\n-- src/room.ts --\nconst y = 1;\nexport class Room {}\n-- src/lobby.ts --\nexport class Lobby {}\n",
			"-- src/index.ts --\nimport { Lobby } from \"./lobby\";\n\nexport { Lobby };\nexport default {};\n-- src/rooms.ts --\nexport const x = 1;\n-- src/lobby.ts --\nexport class Lobby {}\n",
		},
		"in the entry": {
			"-- src/index.ts --\nimport { a } from \"a\";\n\n// About a.\nexport const b = a;\n\n/**\n * A room.\n */\nexport class Room {\n  x = 1;\n}\n\nexport default {};\n",
			"-- src/index.ts --\nimport { a } from \"a\";\n\n// About a.\nexport const b = a;\n\nexport default {};\n",
		},
		"with lines that end in CR": {
			"-- src/index.ts --\n\ufeffexport const b = 1;\r\n\r\n// A room.\r\nexport class Room {}\r\n\r\nexport default {};\r\n",
			"-- src/index.ts --\n\ufeffexport const b = 1;\r\n\r\nexport default {};\r\n",
		},
		"beside others": {
			"-- src/index.ts --\nexport { Room, type State } from \"./room.js\"\n-- src/room.ts --\nexport type State = 1;\nexport class Room {}\nexport { Room as Again };\n",
			"-- src/index.ts --\nexport { type State } from \"./room.js\"\n-- src/room.ts --\nexport type State = 1;\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			archive := txtar.Parse([]byte(test.files))
			dir, p := load(t, archive)
			class, err := p.Class("Room")
			if err != nil {
				t.Fatal(err)
			}
			texts, gone, err := class.Remove(dir)
			if err != nil {
				t.Fatal(err)
			}
			got := &txtar.Archive{}
			for _, f := range archive.Files {
				path := filepath.Join(dir, f.Name)
				if text, ok := texts[path]; ok {
					f.Data = []byte(text)
				}
				if !slices.Contains(gone, path) {
					got.Files = append(got.Files, f)
				}
			}
			if d := cmp.Diff(test.want, string(txtar.Format(got))); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestStillUsed(t *testing.T) {
	t.Parallel()
	dir, p := load(t, txtar.Parse([]byte("-- src/index.ts --\nimport { Room as R } from \"./room\";\nexport { R as Room };\nlet x: R, y = R.name;\n-- src/room.ts --\nexport class Room {\n  self(): Room { return this; }\n}\n-- src/b.ts --\nimport type * as a from \"./room\";\nexport let x: a.Room;\n")))
	class, err := p.Class("Room")
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = class.Remove(dir)
	if err == nil || err.Error() != "Room is still used: src/b.ts:2:17, src/index.ts:3:8, src/index.ts:3:15" {
		t.Error(err)
	}
}

func TestExport(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"export default {};\n":                                "export { Room } from \"./room\";\n\nexport default {};\n",
		"\ufeffexport default {};\r\n":                        "\ufeffexport { Room } from \"./room\";\r\n\r\nexport default {};\r\n",
		"import { a } from './a.js'\r\nexport default a;\r\n": "import { a } from './a.js'\r\nexport { Room } from './room.js'\r\nexport default a;\r\n",
		"#!/usr/bin/env node\n":                               "#!/usr/bin/env node\nexport { Room } from \"./room\";\n",
	} {
		dir, p := load(t, txtar.Parse([]byte("-- src/index.ts --\n"+text)))
		if got := p.Export("Room", filepath.Join(dir, "src", "room.ts")); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
