package config

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/configfile"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/dotenv"
	"github.com/dotool-dev/dotool/config/tree"
)

var update = flag.Bool("update", false, "write the golden files anew")

// write extracts an archive into a folder.
func write(t testing.TB, files ...txtar.File) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func file(name, data string) txtar.File { return txtar.File{Name: name, Data: []byte(data)} }

// load loads a folder with the one file, which has no errors.
func load(t testing.TB, o Options, files ...txtar.File) *Project {
	t.Helper()
	o.Dir = write(t, files...)
	p, l, err := Load(o)
	if err == nil {
		err = l.Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestDiagnostics loads each archive of testdata and compares what Print says
// with the file "want" in it. A first line "env=NAME" selects an environment.
func TestDiagnostics(t *testing.T) {
	t.Parallel()
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want := ""
			a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool {
				if f.Name == "want" {
					want = string(f.Data)
				}
				return f.Name == "want"
			})
			o := Options{Dir: write(t, a.Files...)}
			first, _, _ := strings.Cut(string(a.Comment), "\n")
			o.Env, o.EnvSet = strings.CutPrefix(first, "env=")
			_, l, err := Load(o)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if err := diag.Print(&out, l, diag.PrintOptions{Dir: o.Dir}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, out.String()); diff != "" && !*update {
				t.Error(diff)
			} else if diff != "" {
				a.Files = append(a.Files, txtar.File{Name: "want", Data: out.Bytes()})
				if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

const whole = `{
  "name": "chat", "main": "src/index.ts", "compatibility_date": "2026-11-01",
  "compatibility_flags": ["nodejs_compat"],
  "durable_objects": { "bindings": [
    { "name": "ROOM", "class_name": "Room" },
    { "name": "FAR", "class_name": "Far", "script_name": "other", "environment": "production" }
  ] },
  "migrations": [
    { "tag": "v1", "new_classes": ["Old"], "new_sqlite_classes": ["Room", "Gone"] },
    { "tag": "v2", "renamed_classes": [{ "from": "Old", "to": "New" }], "deleted_classes": ["Gone"],
      "transferred_classes": [{ "from": "A", "from_script": "b", "to": "C" }] }
  ],
  "vars": { "Z": "text", "A": { "b": [1, 2.5, true] }, "N": 1000, "E": "" },
  "kv_namespaces": [{ "binding": "KV", "id": "1" }, { "binding": "KV2" }],
  "queues": { "producers": [{ "binding": "Q", "queue": "q" }] },
  "ai": { "binding": "AI" },
  "assets": { "directory": "public" },
  "send_email": [{ "name": "MAIL" }],
  "triggers": { "crons": [] },
  "no_bundle": true, "find_additional_modules": true, "minify": true, "keep_names": false,
  "base_dir": "lib", "preserve_file_names": true, "tsconfig": "ts.json", "jsx_factory": "h", "jsx_fragment": "F",
  "define": { "X": "1" }, "alias": { "a": "b" },
  "rules": [{ "type": "Text", "globs": ["**/*.md"], "fallthrough": true }],
  "build": { "command": "make", "cwd": "w", "watch_dir": ["a", "b"] },
  "dev": { "ip": "0.0.0.0", "port": 80, "inspector_port": 9229 }
}`

const wholeTOML = `
name = 'chat'
main = """src/index.ts"""
compatibility_date = "2026-11-01"
compatibility_flags = [ # why
  "nodejs_compat", ]
no_bundle = true
find_additional_modules = true
minify = true
keep_names = false
base_dir = "lib"
preserve_file_names = true
tsconfig = "ts.json"
jsx_factory = "h"
"jsx_fragment" = "F"
define.X = "1"
alias = { a = "b" }

[[durable_objects.bindings]]
name = "ROOM"
class_name = "Room"

[[durable_objects.bindings]]
name = "FAR"
class_name = "Far"
script_name = "other"
environment = "production"

[[migrations]]
tag = "v1"
new_classes = ["Old"]
new_sqlite_classes = ["Room", "Gone"]

[[migrations]]
tag = "v2"
deleted_classes = ["Gone"]
[[migrations.renamed_classes]]
from = "Old"
to = "New"
[[migrations.transferred_classes]]
from = "A"
from_script = "b"
to = "C"

[vars]
Z = "text"
A.b = [1, 2.5, true]
N = 1_000
E = ''''''

[[kv_namespaces]]
binding = "KV"
id = "1"

[[kv_namespaces]]
binding = "KV2"

[[queues.producers]]
binding = "Q"
queue = "q"

[ai]
binding = "AI"

[assets]
directory = "public"

[[send_email]]
name = "MAIL"

[[rules]]
type = "Text"
globs = ["**/*.md"]
fallthrough = true

[build]
command = "make"
cwd = "w"
watch_dir = ["a", "b"]

[dev]
ip = "0.0.0.0"
port = 0x50
inspector_port = 9229
`

// str makes the strings of an expected Project.
func str(s string) String { return String{Value: s} }

func entry(name string) binding.Entry { return binding.Entry{Name: str(name)} }

func TestLoad(t *testing.T) {
	t.Parallel()
	no := false
	for _, f := range []txtar.File{
		file("wrangler.jsonc", whole), file("wrangler.json", "\ufeff"+whole), file("wrangler.jsonc", strings.ReplaceAll(whole, "\n", "\r\n")),
		file("wrangler.toml", wholeTOML), file("wrangler.toml", "\ufeff"+strings.ReplaceAll(wholeTOML, "\n", "\r\n")),
	} {
		p := load(t, Options{}, f)
		dir := p.Dir
		want := &Project{
			File: filepath.Join(dir, f.Name), Dir: dir, Root: dir,
			Name: str("chat"), Main: str("src/index.ts"), CompatibilityDate: str("2026-11-01"), CompatibilityFlags: []String{str("nodejs_compat")},
			Vars: []binding.Var{
				{Name: str("A"), JSON: []byte(`{"b":[1,2.5,true]}`)}, {Name: str("E")}, {Name: str("N"), JSON: []byte("1000")}, {Name: str("Z"), Text: "text"},
			},
			Bindings: []binding.Binding{
				binding.DurableObject{Entry: entry("ROOM"), ClassName: str("Room")},
				binding.DurableObject{Entry: entry("FAR"), ClassName: str("Far"), ScriptName: str("other"), Environment: str("production")},
				binding.KV{Entry: entry("KV"), ID: str("1")}, binding.KV{Entry: entry("KV2")}, binding.QueueProducer{Entry: entry("Q"), Queue: str("q")}, binding.AI{Entry: entry("AI")},
				binding.SendEmail{Entry: entry("MAIL")},
			},
			Migrations: []Migration{
				{Tag: str("v1"), NewClasses: []String{str("Old")}, NewSQLiteClasses: []String{str("Room"), str("Gone")}},
				{
					Tag: str("v2"), RenamedClasses: []Rename{{From: str("Old"), To: str("New")}}, DeletedClasses: []String{str("Gone")},
					Transferred: []Transfer{{From: str("A"), FromScript: str("b"), To: str("C")}},
				},
			},
			Assets: &Assets{Directory: str("public"), Dir: filepath.Join(dir, "public")},
			Build: Build{
				NoBundle: true, FindAdditionalModules: true, Minify: true, KeepNames: &no,
				BaseDir: filepath.Join(dir, "lib"), PreserveFileNames: true, TSConfig: filepath.Join(dir, "ts.json"), JSXFactory: "h", JSXFragment: "F",
				Define: map[string]string{"X": "1"}, Alias: map[string]string{"a": "b"},
				Rules:   []Rule{{"Text", []string{"**/*.md"}, true}},
				Command: "make", CommandDir: filepath.Join(dir, "w"), WatchDirs: []string{filepath.Join(dir, "a"), filepath.Join(dir, "b")},
			},
			Dev: Dev{IP: "0.0.0.0", Port: 80, InspectorPort: 9229, Protocol: "http"},
		}
		if diff := cmp.Diff(want, p, cmpopts.IgnoreTypes(diag.Pos{}), cmpopts.IgnoreFields(Project{}, "Inputs")); diff != "" {
			t.Errorf("%s: %s", f.Name, diff)
		}
		if p.MigrationsPos.Line == 0 || p.ExportsPos.Line != 0 {
			t.Errorf("%s: migrations at %v, exports at %v", f.Name, p.MigrationsPos, p.ExportsPos)
		}
		// Each position is that of the value.
		for _, s := range []String{p.Name, p.Main, p.CompatibilityFlags[0], p.DurableObjects()[1].ScriptName, p.Migrations[1].RenamedClasses[0].To, Of[binding.QueueProducer](p)[0].Name, p.Vars[3].Name} {
			if at := textAt(t, f.Data, s.Pos); strings.Trim(at, "\"'") != s.Value {
				t.Errorf("%s: %q is said to be at %v, which is %q", f.Name, s.Value, s.Pos, at)
			}
		}
	}
}

func textAt(t *testing.T, src []byte, p diag.Pos) string {
	t.Helper()
	lines := bytes.SplitAfter(src, []byte("\n"))
	if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column-1+p.Length > len(lines[p.Line-1]) {
		t.Fatalf("%v is outside of the file", p)
	}
	return string(lines[p.Line-1][p.Column-1:][:p.Length])
}

func TestLoadExports(t *testing.T) {
	t.Parallel()
	a, err := txtar.ParseFile("testdata/exports_fine.txtar")
	if err != nil {
		t.Fatal(err)
	}
	p := load(t, Options{}, a.Files[0])
	var got []string
	for _, e := range p.Exports {
		got = append(got, fmt.Sprint(e.Class.Value, e.Type.Value, " ", e.State.Value, e.Storage.Value, e.RenamedTo.Value, e.TransferredTo.Value, e.TransferFrom.Value, " ", e.Live()))
	}
	want := []string{
		"Adurable-object sqlite true", "Bdurable-object createdlegacy-kv true", "Cdurable-object deleted false", "Ddurable-object renamedA false",
		"Edurable-object transferredother false", "Fdurable-object expecting-transfersqliteother true", "Gworker  false", "Hworkflow  false",
	}
	if diff := cmp.Diff(want, got); diff != "" || p.ExportsPos.Line != 3 {
		t.Error(diff, p.ExportsPos)
	}
}

const environments = `{
  "name": "chat", "main": "a.ts", "compatibility_date": "2026-11-01",
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["A"] }],
  "vars": { "V": "top" },
  "durable_objects": { "bindings": [{ "name": "A", "class_name": "A" }] },
  "assets": { "directory": "x", "binding": "ASSETS" },
  "wasm_modules": { "W": "w.wasm" },
  "rules": [{ "type": "Text", "globs": ["*"] }],
  "build": { "command": "make" },
  "env": {
    "staging": { "vars": { "V": "staging" }, "durable_objects": { "bindings": [] }, "minify": true, "migrations": [] },
    "bare": {},
    "named": { "name": "other", "main": "b.ts", "vars": {}, "durable_objects": {}, "rules": [], "build": {}, "exports": null }
  }
}`

func TestEnvironments(t *testing.T) {
	t.Parallel()
	type result struct {
		Name, Main, Vars                       string
		Bindings, Migrations, Rules, Wasm      int
		Minify, Migrates, Builds, CommandInDir bool
	}
	for _, test := range []struct {
		o    Options
		want result
	}{
		{Options{}, result{"chat", "a.ts", "V=top ", 1, 1, 1, 1, false, true, true, true}},
		{Options{Env: "staging", EnvSet: true}, result{"chat-staging", "a.ts", "V=staging ", 0, 0, 1, 1, true, true, true, true}},
		{Options{Environ: []string{"CLOUDFLARE_ENV=staging"}}, result{"chat-staging", "a.ts", "V=staging ", 0, 0, 1, 1, true, true, true, true}},
		{Options{EnvSet: true, Environ: []string{"CLOUDFLARE_ENV=staging"}}, result{"chat", "a.ts", "V=top ", 1, 1, 1, 1, false, true, true, true}},
		{Options{Env: "bare", EnvSet: true}, result{"chat-bare", "a.ts", "", 0, 1, 1, 1, false, true, true, true}},
		{Options{Env: "named", EnvSet: true}, result{"other", "b.ts", "", 0, 1, 0, 1, false, true, false, false}},
	} {
		p := load(t, test.o, file("wrangler.jsonc", environments))
		got := result{
			p.Name.Value, p.Main.Value, "", len(p.DurableObjects()), len(p.Migrations), len(p.Build.Rules), len(Of[binding.WasmModule](p)),
			p.Build.Minify, p.MigrationsPos.Line > 0, p.Build.Command != "", p.Build.CommandDir == p.Dir,
		}
		for _, v := range p.Vars {
			got.Vars += v.Name.Value + "=" + v.Text + " "
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("--env %q: %s", test.o.Env, diff)
		}
		if test.o.Env == "staging" && p.MigrationsPos.Line != 11 {
			t.Errorf("the empty list of the environment is at %v", p.MigrationsPos)
		}
	}
	// An unknown environment is a warning if there are no environments.
	p := load(t, Options{Env: "x", EnvSet: true}, file("wrangler.toml", "name = \"a\"\nmain = \"m\"\n[vars]\nV = \"top\""))
	if p.Name.Value != "a-x" || len(p.Vars) != 1 {
		t.Errorf("got %v with %v", p.Name, p.Vars)
	}
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	const base = `"name": "a", "main": "m", "compatibility_date": "2026-11-01", "vars": { "A": "vars", "J": { "x": 1 } }, "env": { "e": { "vars": { "A": "e" } } }`
	all := []txtar.File{
		file("wrangler.jsonc", "{"+base+"}"), file(".env", "A=env\nB=$A-$H\n"), file(".env.local", "C=local\n"),
		file(".env.e", "A=env.e\n"), file(".env.e.local", "D=e.local\n"), file(".dev.vars", "A=dev\nX=1\n"), file(".dev.vars.e", "A=dev.e\n"),
	}
	without := func(names ...string) []txtar.File {
		return slices.DeleteFunc(slices.Clone(all), func(f txtar.File) bool { return slices.Contains(names, f.Name) })
	}
	secrets := []txtar.File{file("wrangler.jsonc", `{ "secrets": { "required": ["B", "H"] }, `+base+"}"), all[1]}
	e := Options{Env: "e", EnvSet: true}
	for _, test := range []struct {
		name  string
		o     Options
		files []txtar.File
		want  string
	}{
		{"dev.vars shuts out .env", Options{}, all, `A=dev J={"x":1} X=1 `},
		{"only the one of the environment", e, all, `A=dev.e `},
		{"else the general one", e, without(".dev.vars.e"), `A=dev X=1 `},
		{"CLOUDFLARE_ENV counts as well", Options{Environ: []string{"CLOUDFLARE_ENV=e"}}, all, `A=dev.e `},
		{".env", Options{}, without(".dev.vars", ".dev.vars.e"), `A=env B=env- C=local J={"x":1} `},
		{".env of the environment", e, without(".dev.vars", ".dev.vars.e"), `A=env.e B=env.e- C=local D=e.local `},
		{"the process stays out", Options{Environ: []string{"H=home", "A=process"}}, all[:2], `A=env B=env- J={"x":1} `},
		{"unless asked for", Options{Environ: []string{"H=home", "A=process", "CLOUDFLARE_INCLUDE_PROCESS_ENV=TRUE"}}, all[:2],
			`A=process B=process-home CLOUDFLARE_INCLUDE_PROCESS_ENV=TRUE H=home J={"x":1} `},
		{".env turned off", Options{Environ: []string{"CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV=false"}}, all[:2], `A=vars J={"x":1} `},
		{"a .env chooses the environment", Options{}, []txtar.File{all[0], file(".env", "CLOUDFLARE_ENV=e")}, `A=e CLOUDFLARE_ENV=e `},
		{"secrets restrict", Options{Environ: []string{"H=home", "OTHER=1"}}, secrets, `A=env B=env-home H=home J={"x":1} `},
	} {
		p := load(t, test.o, test.files...)
		got := ""
		for _, v := range p.Vars {
			got += v.Name.Value + "=" + v.Text + string(v.JSON) + " "
			if base := filepath.Base(v.Name.Pos.File); strings.HasPrefix(base, ".env") && v.Name.Pos.Line < 1 {
				t.Errorf("%s: %s is at %v", test.name, v.Name.Value, v.Name.Pos)
			}
		}
		if got != test.want {
			t.Errorf("%s: got  %s\nwant %s", test.name, got, test.want)
		}
	}
}

func TestInputs(t *testing.T) {
	t.Parallel()
	for _, src := range []string{whole, "{ broken", ""} {
		dir := write(t, file("wrangler.jsonc", src))
		p, _, err := Load(Options{Dir: dir, Env: "e", EnvSet: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{
			"wrangler.jsonc", ".dev.vars", ".dev.vars.e", ".env", ".env.local", ".env.e", ".env.e.local", filepath.Join(".wrangler", "deploy", "config.json"),
		} {
			if !slices.Contains(p.Inputs, filepath.Join(dir, name)) {
				t.Errorf("%.8s: %s is not among %q", src, name, p.Inputs)
			}
		}
		if p.File != filepath.Join(dir, "wrangler.jsonc") || p.Dir != dir || p.Root != dir || p.Env != "e" {
			t.Errorf("%.8s: %q, %q, %q, %q", src, p.File, p.Dir, p.Root, p.Env)
		}
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	const ok = `{ "name": "a", "main": "m", "compatibility_date": "2026-11-01" }`
	dir := write(t, file("wrangler.json", ok), file("sub/deep/x", ""), file("both/wrangler.toml", "bad"), file("both/wrangler.jsonc", ok),
		file("trap/wrangler.jsonc/x", ""), file("other.jsonc", ok))
	for _, test := range []struct{ dir, path, want string }{
		{"sub/deep", "", "wrangler.json"},
		{"both", "", "both/wrangler.jsonc"},
		{"trap", "", "wrangler.json"},
		{"sub", "../both", "both/wrangler.jsonc"},
		{"sub", "../other.jsonc", "other.jsonc"},
		{"sub", filepath.Join(dir, "other.jsonc"), "other.jsonc"},
	} {
		p, l, err := Load(Options{Dir: filepath.Join(dir, filepath.FromSlash(test.dir)), Path: filepath.FromSlash(test.path)})
		if err != nil || l.HasErrors() {
			t.Errorf("%v: %v %v", test, err, l)
		} else if want := filepath.Join(dir, filepath.FromSlash(test.want)); p.File != want {
			t.Errorf("%v: found %s", test, p.File)
		}
	}
}

func TestRedirect(t *testing.T) {
	t.Parallel()
	built := file("dist/wrangler.json", `{ "name": "a", "main": "index.js", "compatibility_date": "2026-11-01", "topLevelName": "a", "userConfigPath": "x" }`)
	redirect := file(".wrangler/deploy/config.json", `{ "configPath": "../../dist/wrangler.json", "auxiliaryWorkers": [] }`)
	for _, user := range [][]txtar.File{{file("wrangler.toml", "broken")}, nil} {
		dir := write(t, append([]txtar.File{built, redirect, file(".dev.vars", "S=1"), file("src/x", "")}, user...)...)
		p, l, err := Load(Options{Dir: filepath.Join(dir, "src"), Env: "e", EnvSet: true})
		if err != nil || len(l) > 0 {
			t.Fatal(err, l)
		}
		if p.MainPath() != filepath.Join(dir, "dist", "index.js") || p.Root != dir || p.StateDir("") != filepath.Join(dir, ".wrangler", "state") {
			t.Errorf("main %s, root %s, state %s", p.MainPath(), p.Root, p.StateDir(""))
		}
		if p.Name.Value != "a" || len(p.Vars) != 1 {
			t.Errorf("name %s, vars %v", p.Name.Value, p.Vars)
		}
		for _, name := range []string{filepath.Join("dist", "wrangler.json"), filepath.Join(".wrangler", "deploy", "config.json"), ".dev.vars"} {
			if !slices.Contains(p.Inputs, filepath.Join(dir, name)) {
				t.Errorf("%s is not among %q", name, p.Inputs)
			}
		}
		// A configuration given by name is not redirected.
		if p, _, err := Load(Options{Dir: dir, Path: "dist/wrangler.json"}); err != nil || p.Root != filepath.Join(dir, "dist") {
			t.Error(p, err)
		}
	}
}

func TestNoFile(t *testing.T) {
	t.Parallel()
	dir := write(t, file("sub/wrangler.toml", ""), file("empty/x", ""), file("fine/wrangler.jsonc", "{}"))
	secret := filepath.Join(dir, "fine", "wrangler.jsonc")
	for _, test := range []struct {
		o           Options
		is          error
		says, hints string
	}{
		{Options{Dir: filepath.Join(dir, "empty")}, nil, "no wrangler.jsonc, wrangler.json or wrangler.toml in " + filepath.Join(dir, "empty") + " or a folder above it", "`dotool init`"},
		{Options{Dir: dir, Path: "empty"}, nil, "no wrangler.jsonc", "--config"},
		{Options{Dir: dir, Path: "nope.jsonc"}, fs.ErrNotExist, "nope.jsonc", "--config"},
		{Options{Dir: dir, Path: "sub/wrangler.jsonc"}, fs.ErrNotExist, "wrangler.jsonc", "there is a wrangler.toml in " + filepath.Join(dir, "sub")},
	} {
		p, l, err := Load(test.o)
		var typed *FileError
		if p != nil || l != nil || !errors.As(err, &typed) || test.is != nil && !errors.Is(err, test.is) {
			t.Errorf("%v: got %v, %v, %v", test.o, p, l, err)
			continue
		}
		if !strings.Contains(err.Error(), test.says) || !strings.Contains(typed.Hint(), test.hints) {
			t.Errorf("%v: %q, %q", test.o, err, typed.Hint())
		}
	}
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("nothing is unreadable for this user")
	}
	if err := os.Chmod(secret, 0); err != nil {
		t.Fatal(err)
	}
	_, _, err := Load(Options{Dir: filepath.Join(dir, "fine")})
	var typed *FileError
	if !errors.As(err, &typed) || !errors.Is(err, fs.ErrPermission) || !strings.Contains(typed.Hint(), "chmod") {
		t.Errorf("got %v", err)
	}
}

// Anything may have the path of a file.
func TestOddFiles(t *testing.T) {
	t.Parallel()
	const ok = `{ "name": "a", "main": "m", "compatibility_date": "2026-11-01" }`
	big := strings.Repeat(" ", tree.MaxSize)
	for _, test := range []struct {
		name  string
		files []txtar.File
		says  string
		line  int
	}{
		{"UTF-16", []txtar.File{file("wrangler.jsonc", "\xff\xfe{\x00}\x00")}, "UTF-16", 1},
		{"UTF-16 big-endian", []txtar.File{file("wrangler.toml", "\xfe\xff\x00a")}, "UTF-16", 1},
		{"not UTF-8", []txtar.File{file("wrangler.jsonc", "{\n\"name\": \"\xe9\" }")}, "0xe9 is not UTF-8", 2},
		{"not UTF-8 in TOML", []txtar.File{file("wrangler.toml", "a = 1\nb = \"\xc3\"")}, "0xc3 is not UTF-8", 2},
		{"zero bytes", []txtar.File{file("wrangler.jsonc", "\x00\x00")}, "invalid character", 1},
		{"huge", []txtar.File{file("wrangler.jsonc", ok+big)}, "larger than 256 KiB", 0},
		{"deep arrays", []txtar.File{file("wrangler.jsonc", strings.Repeat("[", 100_000))}, "nested more than 200 deep", 1},
		{"deep objects", []txtar.File{file("wrangler.jsonc", strings.Repeat(`{"a":`, 50_000))}, "nested more than 200 deep", 1},
		{"deep TOML", []txtar.File{file("wrangler.toml", "a = "+strings.Repeat("[", 100_000))}, "nested more than 200 deep", 1},
		{"deep tables", []txtar.File{file("wrangler.toml", "["+strings.Repeat("a.", 50_000)+"a]")}, "nested more than 200 deep", 1},
		{"a folder for .dev.vars", []txtar.File{file("wrangler.jsonc", ok), file(".dev.vars/x", "")}, "it is not a file", 0},
		{"a huge .dev.vars", []txtar.File{file("wrangler.jsonc", ok), file(".dev.vars", big+"A=1")}, "larger than 256 KiB", 0},
		{"a folder for .env", []txtar.File{file("wrangler.jsonc", ok), file(".env.local/x", "")}, "it is not a file", 0},
		{"a broken redirection", []txtar.File{file("wrangler.jsonc", ok), file(".wrangler/deploy/config.json", "{")}, "ends too early", 1},
		{"a redirection to a folder", []txtar.File{file("wrangler.jsonc", ok), file("d/x", ""), file(".wrangler/deploy/config.json", `{"configPath":"../../d"}`)}, "does not exist", 1},
		{"only a broken redirection", []txtar.File{file(".wrangler/deploy/config.json", "{")}, "ends too early", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			p, l, err := Load(Options{Dir: write(t, test.files...)})
			if err != nil || p == nil || len(l) != 1 || l[0].Severity != diag.Error {
				t.Fatal(p, l, err)
			}
			if !strings.Contains(l[0].Message, test.says) || l[0].Pos.Line != test.line || l[0].Pos.File == "" {
				t.Errorf("%q at %v", l[0].Message, l[0].Pos)
			}
			if took := time.Since(start); took > time.Minute {
				t.Errorf("it took %v", took)
			}
		})
	}
}

func TestCircularVariables(t *testing.T) {
	t.Parallel()
	dir := write(t, file("wrangler.jsonc", whole), file(".env", "OK=1\nC=z$A\n"))
	_, l, err := Load(Options{Dir: dir, Environ: []string{"A=x$B", "B=y$A", "CLOUDFLARE_INCLUDE_PROCESS_ENV=true"}})
	want := diag.Pos{File: filepath.Join(dir, ".env"), Line: 2, Column: 1}
	if err != nil || len(l) != 1 || l[0].Pos != want || l[0].Message != "the value of C refers to itself" {
		t.Error(l, err)
	}
}

// FuzzLoad checks that no file makes Load panic or report a position outside the file.
func FuzzLoad(f *testing.F) {
	archives, _ := filepath.Glob("testdata/*.txtar")
	for _, path := range archives {
		if a, err := txtar.ParseFile(path); err == nil {
			f.Add(a.Files[0].Data, filepath.Ext(a.Files[0].Name) == ".toml")
		}
	}
	f.Add([]byte(whole), false)
	f.Add([]byte(wholeTOML), true)
	f.Add([]byte(environments), false)
	f.Add([]byte(everything), false)
	f.Fuzz(func(t *testing.T, src []byte, isTOML bool) {
		name := "wrangler.jsonc"
		if isTOML {
			name = "wrangler.toml"
		}
		l := &loader{p: &Project{File: filepath.Join(string(filepath.Separator), name), Env: "staging"}, environ: dotenv.NewEnvironment(nil)}
		l.doc = tree.Parse(l.p.File, src, &l.diags)
		if !l.diags.HasErrors() {
			l.p.Root = filepath.Join(t.TempDir())
			l.project()
		}
		lines := bytes.Split(src, []byte("\n"))
		for _, d := range l.diags {
			p := d.Pos
			if p.File != l.p.File || p.Line < 0 || p.Line > len(lines) {
				t.Errorf("%q points to %v of %d lines", d.Message, p, len(lines))
			} else if p.Line > 0 && (p.Column < 1 || p.Column > len(lines[p.Line-1])+1 || p.Length < 0) {
				t.Errorf("%q points to %v, a line of %d bytes", d.Message, p, len(lines[p.Line-1]))
			}
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for _, f := range []txtar.File{file("wrangler.jsonc", whole), file("wrangler.toml", wholeTOML)} {
		b.Run(f.Name, func(b *testing.B) {
			dir := write(b, f, file(".dev.vars", "A=1\nB=\"2\"\n"))
			for b.Loop() {
				if _, l, err := Load(Options{Dir: dir, Environ: os.Environ()}); err != nil || l.HasErrors() {
					b.Fatal(l, err)
				}
			}
		})
	}
}

// A configuration that exists but cannot be read is an error: one above it, or none,
// would mean other data.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	for _, name := range configfile.Names {
		dir := write(t, file("wrangler.jsonc", whole), file("sub/x", ""))
		if err := os.Symlink("nowhere", filepath.Join(dir, "sub", name)); err != nil {
			t.Fatal(err)
		}
		_, _, err := Load(Options{Dir: filepath.Join(dir, "sub")})
		if err == nil || errors.Is(err, ErrNoConfig) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
