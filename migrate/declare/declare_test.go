package declare

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	list = `{
  "name": "app", // the name
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] },
  "migrations": [
    // the first
    { "tag": "v1", "new_sqlite_classes": ["Room"] }, // one
  ],
  "env": {
    "staging": {
      "durable_objects": { "bindings": [
        { "name": "ROOM", "class_name": "Room", "script_name": "app-staging" },
        { "name": "FAR", "class_name": "Room", "script_name": "other" }
      ] }
    }
  }
}
`
	toml = `name = "app"
exports.Old = { type = "durable-object", state = "deleted" }

[[durable_objects.bindings]]
name = "ROOM" # a room
class_name = "Room"
`
	tables = `name = "app"

[[durable_objects.bindings]]
name = "ROOM" # a room
class_name = "Room"

[exports.Room] # rooms
type = "durable-object"
storage = "sqlite"
`
	former = "\n[exports.First]\ntype = \"durable-object\"\nstate = \"renamed\"\nrenamed_to = \"Room\"\n"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, file, src string
		edit            func(*Config) error
		want            string
	}{
		{
			"create in a list", "wrangler.jsonc", list, func(c *Config) error { return c.Create("Lobby", "LOBBY") },
			`{
  "name": "app", // the name
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }, { "name": "LOBBY", "class_name": "Lobby" }] },
  "migrations": [
    // the first
    { "tag": "v1", "new_sqlite_classes": ["Room"] }, // one
    { "tag": "v2", "new_sqlite_classes": ["Lobby"] },
  ],
  "env": {
    "staging": {
      "durable_objects": { "bindings": [
        { "name": "ROOM", "class_name": "Room", "script_name": "app-staging" },
        { "name": "FAR", "class_name": "Room", "script_name": "other" },
        { "name": "LOBBY", "class_name": "Lobby" }
      ] }
    }
  }
}
`,
		},
		{
			"rename in a list", "wrangler.jsonc", list, func(c *Config) error { return c.Rename("Room", "Hall", func(string) bool { return false }) },
			`{
  "name": "app", // the name
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Hall" }] },
  "migrations": [
    // the first
    { "tag": "v1", "new_sqlite_classes": ["Room"] }, // one
    {
      "tag": "v2",
      "renamed_classes": [
        { "from": "Room", "to": "Hall" }
      ]
    },
  ],
  "env": {
    "staging": {
      "durable_objects": { "bindings": [
        { "name": "ROOM", "class_name": "Hall", "script_name": "app-staging" },
        { "name": "FAR", "class_name": "Room", "script_name": "other" }
      ] }
    }
  }
}
`,
		},
		{
			"delete from a list", "wrangler.jsonc", list, func(c *Config) error { return c.Delete("Room") },
			`{
  "name": "app", // the name
  "durable_objects": { "bindings": [] },
  "migrations": [
    // the first
    { "tag": "v1", "new_sqlite_classes": ["Room"] }, // one
    { "tag": "v2", "deleted_classes": ["Room"] },
  ],
  "env": {
    "staging": {
      "durable_objects": { "bindings": [
        { "name": "FAR", "class_name": "Room", "script_name": "other" }
      ] }
    }
  }
}
`,
		},
		{
			"rename in a map", "wrangler.toml", tables, func(c *Config) error { return c.Rename("Room", "Hall", func(string) bool { return false }) },
			`name = "app"

[[durable_objects.bindings]]
name = "ROOM" # a room
class_name = "Hall"

[exports.Room]
type = "durable-object"
state = "renamed"
renamed_to = "Hall"

[exports.Hall]
type = "durable-object"
storage = "sqlite"
`,
		},
		{
			"delete from a map", "wrangler.toml", tables, func(c *Config) error { return c.Delete("Room") },
			`name = "app"

[exports.Room]
type = "durable-object"
state = "deleted"
`,
		},
		{
			"delete from a map, with a former name", "wrangler.toml", tables + former, func(c *Config) error { return c.Delete("Room") },
			"name = \"app\"\n\n[exports.Room]\ntype = \"durable-object\"\nstate = \"deleted\"\n\n[exports.First]\ntype = \"durable-object\"\nstate = \"deleted\"\n",
		},
		{
			"rename in a map, with a former name", "wrangler.toml", tables + former, func(c *Config) error { return c.Rename("Room", "Hall", func(string) bool { return false }) },
			"name = \"app\"\n\n[[durable_objects.bindings]]\nname = \"ROOM\" # a room\nclass_name = \"Hall\"\n\n[exports.Room]\ntype = \"durable-object\"\nstate = \"renamed\"\nrenamed_to = \"Hall\"\n\n[exports.Hall]\ntype = \"durable-object\"\nstorage = \"sqlite\"\n",
		},
		{
			"rename in a map, with one pending", "wrangler.toml", tables + former, func(c *Config) error { return c.Rename("Room", "Hall", func(string) bool { return true }) },
			"name = \"app\"\n\n[[durable_objects.bindings]]\nname = \"ROOM\" # a room\nclass_name = \"Hall\"\n\n[exports.First]\ntype = \"durable-object\"\nstate = \"renamed\"\nrenamed_to = \"Hall\"\n\n[exports.Hall]\ntype = \"durable-object\"\nstorage = \"sqlite\"\n",
		},
		{
			"give away", "wrangler.toml", tables, func(c *Config) error { return c.Give("Room", "other", "Hall") },
			`name = "app"

[[durable_objects.bindings]]
name = "ROOM" # a room
class_name = "Hall"
script_name = "other"

[exports.Room]
type = "durable-object"
state = "transferred"
transferred_to = "other"
`,
		},
		{
			"rename what is bound elsewhere", "wrangler.jsonc", "{ \"durable_objects\": { \"bindings\": [{ \"name\": \"A\", \"class_name\": \"Room\" }, { \"name\": \"B\", \"class_name\": \"Room\", \"script_name\": \"app\" }] } }",
			func(c *Config) error { return c.RenameBound("app", "Room", "Hall") },
			"{ \"durable_objects\": { \"bindings\": [{ \"name\": \"A\", \"class_name\": \"Room\" }, { \"name\": \"B\", \"class_name\": \"Hall\", \"script_name\": \"app\" }] } }",
		},
		{
			"take", "wrangler.jsonc", "{\n  \"name\": \"other\"\n}\n", func(c *Config) error { return c.Take("Room", "app", "Hall", "HALL") },
			`{
  "name": "other",
  "migrations": [
    {
      "tag": "v1",
      "transferred_classes": [
        { "from": "Room", "from_script": "app", "to": "Hall" }
      ]
    }
  ],
  "durable_objects": {
    "bindings": [
      { "name": "HALL", "class_name": "Hall" }
    ]
  }
}
`,
		},
		{
			"declare what is bound", "wrangler.jsonc", "{ \"name\": \"a\", \"durable_objects\": { \"bindings\": [{ \"name\": \"A\", \"class_name\": \"A\" }, { \"name\": \"B\", \"class_name\": \"B\" }, { \"name\": \"C\", \"class_name\": \"C\", \"script_name\": \"c\" }] } }",
			func(c *Config) error { _, err := c.DeclareBound(); return err },
			"{ \"name\": \"a\", \"durable_objects\": { \"bindings\": [{ \"name\": \"A\", \"class_name\": \"A\" }, { \"name\": \"B\", \"class_name\": \"B\" }, { \"name\": \"C\", \"class_name\": \"C\", \"script_name\": \"c\" }] }, \"migrations\": [\n  { \"tag\": \"v1\", \"new_sqlite_classes\": [\"A\", \"B\"] }\n] }",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), test.file)
			if err := os.WriteFile(file, []byte(test.src), 0o644); err != nil {
				t.Fatal(err)
			}
			c, err := Read(file, false)
			if err == nil {
				err = test.edit(c)
			}
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(test.want, string(c.Text)); d != "" {
				t.Error(d)
			}
		})
	}
	// A layout that no edit can follow is refused, and the text is what it was.
	file := filepath.Join(t.TempDir(), "wrangler.toml")
	if err := os.WriteFile(file, []byte(toml), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := Read(file, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Create("Lobby", "LOBBY"); err != nil && string(c.Text) != toml {
		t.Errorf("%v:\n%s", err, c.Text)
	}
}

func TestBindingName(t *testing.T) {
	t.Parallel()
	for class, want := range map[string]string{"Room": "ROOM", "ChatRoom": "CHAT_ROOM", "HTTPCache": "HTTP_CACHE", "room2D": "ROOM2_D", "My_Room": "MY_ROOM", "X": "X"} {
		if got := BindingName(class); got != want {
			t.Errorf("%s: %s, not %s", class, got, want)
		}
	}
}
