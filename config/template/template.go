// Package template has the projects that `dotool init` creates. They are embedded, so no
// network is needed.
//
// Start from [Find]; [Template.Files] makes the files of a project of a name.
package template

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/pattern"
)

// files has a folder for each template, common with those of all, and js with the sources
// of the others in JavaScript.
//
//go:embed files
var files embed.FS

// Template is a project that can be created.
type Template struct {
	Name, About string
	classes     []class
	assets      bool // public is served
	packages    []dependency
	try         []string // commands for the README, after `dotool dev`
}

// class is a class of objects and its binding.
type class struct{ binding, name string }

// dependency is a package with the versions that will do.
type dependency struct{ name, version string }

// All are the templates, the smallest first.
var All = []Template{
	{
		Name: "counter", About: "the smallest: one class, one value",
		classes: []class{{"COUNTER", "Counter"}},
		try:     []string{"curl -X POST localhost:8787/counters/a", "dotool call a increment 5"},
	},
	{
		Name: "chat", About: "rooms with WebSockets that hibernate, SQL and a page",
		classes: []class{{"ROOM", "Room"}}, assets: true,
		try: []string{"dotool call lobby post ann hello", "dotool sql lobby 'SELECT * FROM messages'"},
	},
	{
		Name: "queue", About: "a queue of jobs with alarms and retries",
		classes: []class{{"JOBS", "JobQueue"}},
		try:     []string{"curl -d hello localhost:8787/queues/mail", "dotool sql mail 'SELECT * FROM jobs'"},
	},
	{
		Name: "sharded", About: "a parent and its children, which share the keys of a store",
		classes: []class{{"DIRECTORY", "Directory"}, {"SHARD", "Shard"}},
		try:     []string{"curl -X PUT -d red localhost:8787/stores/fruit/apple", "dotool call fruit summary"},
	},
	{
		Name: "multiplayer", About: "a text that many edit at once, with yjs (needs npm install)",
		classes: []class{{"DOCUMENT", "Document"}}, assets: true,
		packages: []dependency{{"lib0", "^0.2.117"}, {"y-protocols", "^1.0.7"}, {"yjs", "^13.6.29"}},
		try:      []string{"dotool call notes text"},
	},
	{
		Name: "api", About: "an HTTP API with Hono (needs npm install)",
		classes:  []class{{"NOTEBOOK", "Notebook"}},
		packages: []dependency{{"hono", "^4.10.0"}},
		try:      []string{`curl -H 'Content-Type: application/json' -d '{"text":"milk"}' localhost:8787/users/ann/notes`, "dotool call ann list"},
	},
}

// Names returns the names of the templates.
func Names() (names []string) {
	for _, t := range All {
		names = append(names, t.Name)
	}
	return names
}

// Find returns the template of a name.
func Find(name string) (Template, bool) {
	i := slices.IndexFunc(All, func(t Template) bool { return t.Name == name })
	if i < 0 {
		return Template{}, false
	}
	return All[i], true
}

// Packages reports whether the template needs packages of npm before it can be served.
func (t Template) Packages() bool { return len(t.packages) > 0 }

// Options are the choices for a project.
type Options struct {
	Name string // of the Worker
	JS   bool   // JavaScript instead of TypeScript
	Date string // the compatibility date
}

// workerName matches the names that Cloudflare accepts for a Worker.
var workerName = pattern.New(`^[a-z0-9_][a-z0-9_-]{0,62}$`)

var notOfName = pattern.New(`[^a-z0-9_-]+`)

// ValidName reports whether a Worker can have a name.
func ValidName(name string) bool {
	return workerName.MatchString(name) && !strings.HasSuffix(name, "-")
}

// NameOf makes a name for a Worker of that of a folder.
func NameOf(folder string) string {
	name := strings.ToLower(folder)
	name = notOfName.ReplaceAllString(name, "-")
	name = strings.Trim(name[:min(len(name), 63)], "-")
	return cmp.Or(name, "worker")
}

// File is a file of a project; its path is relative, with slashes.
type File struct{ Path, Text string }

// Files returns the files of a project.
func (t Template) Files(o Options) (all []File, err error) {
	add := func(path, text string) { all = append(all, File{path, text}) }
	add("wrangler.jsonc", t.configuration(o))
	add("package.json", t.packageJSON(o))
	add("README.md", t.readme(o))
	for _, common := range []struct{ to, from string }{{".gitignore", "gitignore"}, {".vscode/launch.json", "launch.json"}, {"tsconfig.json", "tsconfig.json"}, {"test/tsconfig.json", "tsconfig.test.json"}} {
		if o.JS && strings.HasSuffix(common.to, "tsconfig.json") {
			continue
		}
		data, err := files.ReadFile("files/common/" + common.from)
		if err != nil {
			return nil, err
		}
		add(common.to, string(data))
	}
	root := "files/" + t.Name
	if o.JS {
		root = "files/js/" + t.Name
	}
	for _, dir := range []string{root, "files/" + t.Name + "/public"} {
		base := strings.TrimSuffix(dir, "/public")
		if _, err := fs.Stat(files, dir); err != nil {
			continue
		}
		err := fs.WalkDir(files, dir, func(name string, d fs.DirEntry, err error) error {
			rel := strings.TrimPrefix(name, base+"/")
			if err != nil || d.IsDir() || dir == root && strings.HasPrefix(rel, "public/") {
				return err
			}
			data, err := files.ReadFile(name)
			add(rel, string(data))
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return all, nil
}

// extension returns the extension of the source files.
func (o Options) extension() string {
	if o.JS {
		return "js"
	}
	return "ts"
}

func (t Template) configuration(o Options) string {
	var b strings.Builder
	w := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	w("{\n  \"$schema\": \"node_modules/wrangler/config-schema.json\",\n")
	w("  \"name\": %q,\n  \"main\": \"src/index.%s\",\n  \"compatibility_date\": %q,\n", o.Name, o.extension(), o.Date)
	if t.assets {
		w("  \"assets\": { \"directory\": \"public\" },\n")
	}
	w("  \"observability\": { \"enabled\": true },\n")
	w("  \"durable_objects\": {\n    \"bindings\": [\n")
	var names []string
	for i, c := range t.classes {
		w("      { \"name\": %q, \"class_name\": %q }%s\n", c.binding, c.name, comma(i, len(t.classes)))
		names = append(names, fmt.Sprintf("%q", c.name))
	}
	w("    ]\n  },\n")
	w("  // The classes of objects: add a step to create, rename or delete one.\n")
	w("  \"migrations\": [\n    { \"tag\": \"v1\", \"new_sqlite_classes\": [%s] }\n  ]\n}\n", strings.Join(names, ", "))
	return b.String()
}

func comma(i, n int) string {
	if i == n-1 {
		return ""
	}
	return ","
}

func (t Template) packageJSON(o Options) string {
	var b strings.Builder
	section := func(name string, members []dependency, last bool) {
		if len(members) == 0 {
			return
		}
		fmt.Fprintf(&b, "  %q: {\n", name)
		for i, m := range members {
			fmt.Fprintf(&b, "    %q: %s%s\n", m.name, quote(m.version), comma(i, len(members)))
		}
		fmt.Fprintf(&b, "  }%s\n", map[bool]string{false: ","}[last])
	}
	scripts := []dependency{
		{"dev", "dotool dev"}, {"debug", "dotool dev --inspector-port 9229"}, {"test", "dotool test"},
		{"check", "dotool check"}, {"types", "dotool types"}, {"deploy", "wrangler deploy"},
	}
	development := []dependency{{"typescript", ">=5.9"}, {"vitest", "^4.1.12"}, {"wrangler", "^4.107.0"}}
	if o.JS {
		scripts = slices.DeleteFunc(scripts, func(d dependency) bool { return d.name == "types" })
		development = development[1:]
	} else {
		scripts[3].version = "dotool check && tsc && tsc -p test"
	}
	fmt.Fprintf(&b, "{\n  \"name\": %q,\n  \"version\": \"0.0.0\",\n  \"private\": true,\n  \"type\": \"module\",\n", strings.TrimLeft(o.Name, "_"))
	section("scripts", scripts, false)
	section("dependencies", t.packages, false)
	section("devDependencies", development, true)
	b.WriteString("}\n")
	return b.String()
}

// quote returns a string as JSON, with < and & as they are.
func quote(text string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(text) // cannot fail
	return strings.TrimSuffix(b.String(), "\n")
}

func (t Template) readme(o Options) string {
	lines := []string{"# " + o.Name, "", strings.ToUpper(t.About[:1]) + strings.TrimSuffix(t.About[1:], " (needs npm install)") + ".", ""}
	if t.Packages() {
		lines = append(lines, "    npm install")
	}
	lines = append(lines, "    dotool dev     # serve, and reload on save", "    dotool test    # run the tests")
	for _, try := range t.try {
		lines = append(lines, "    "+try)
	}
	if o.JS {
		lines = append(lines, "", "`npm install` is for the editor and for `npm run deploy`.")
	} else {
		lines = append(lines, "", "`npm install` is for the editor and for `npm run deploy`; `dotool types` writes the types after a change of wrangler.jsonc.")
	}
	return strings.Join(lines, "\n") + "\n"
}

// FirstTest is a test for any Worker.
const FirstTest = `import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";

test("the Worker responds", async () => {
  const response = await exports.default.fetch("http://localhost/");
  expect(response.status).toBeLessThan(500);
});
`

// Launch is a configuration for VS Code that attaches to a Worker.
//
//go:embed files/common/launch.json
var Launch string
