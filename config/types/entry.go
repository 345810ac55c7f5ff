package types

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
)

type variable = binding.Var

// entry is the module that a Worker starts from.
type entry struct {
	file    string
	worker  string // the name of the Worker
	exports []string
	script  bool // in the service-worker format
}

func (e *entry) has(name string) bool { return e != nil && slices.Contains(e.exports, name) }

func (p *Project) serviceWorker() bool { return p.entry != nil && p.entry.script }

// entryOf reads the names that the entry module exports itself, as wrangler does: what
// `export * from` adds is unknown without bundling. It is nil if there is no readable
// module, or if its format rules out the Durable Objects that it should have.
func entryOf(p *config.Project) *entry {
	file := ""
	if p.Main.Value != "" {
		file = p.MainPath()
	} else if sites := config.Of[binding.Site](p); len(sites) > 0 && sites[0].EntryPoint.Value != "" {
		file = filepath.Join(p.Root, sites[0].EntryPoint.Value)
		if filepath.Ext(file) == "" {
			file = filepath.Join(file, "index.js")
		}
	}
	// esbuild would wait for what is not a file, such as a pipe.
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	const listener = "__WRANGLER_SERVICE_WORKER_EVENT_LISTENER__"
	built := api.Build(api.BuildOptions{
		EntryPoints: []string{file}, AbsWorkingDir: p.Root, Metafile: true, LogLevel: api.LogLevelSilent, Target: api.ES2024,
		Tsconfig: p.Build.TSConfig,
		Loader:   map[string]api.Loader{".js": api.LoaderJSX, ".mjs": api.LoaderJSX, ".cjs": api.LoaderJSX},
		Define:   map[string]string{"addEventListener": listener, "globalThis.addEventListener": listener, "self.addEventListener": listener},
	})
	var meta struct {
		Outputs map[string]struct{ Exports []string }
	}
	if len(built.Errors) > 0 || json.Unmarshal([]byte(built.Metafile), &meta) != nil {
		return nil
	}
	e := &entry{file: file, worker: p.Name.Value}
	for _, out := range meta.Outputs {
		e.exports = append(e.exports, out.Exports...)
	}
	listens := slices.ContainsFunc(built.OutputFiles, func(f api.OutputFile) bool { return strings.Contains(string(f.Contents), listener) })
	e.script = len(e.exports) == 0 || !e.has("default") && listens
	if e.script && (len(p.Migrations) > 0 || slices.ContainsFunc(p.DurableObjects(), p.Has)) {
		return nil
	}
	return e
}

// specifier returns how the file at path imports the module of an entry.
func (e *entry) specifier(path string) string {
	dir, err := filepath.Rel(filepath.Dir(path), filepath.Dir(e.file))
	if err != nil {
		dir = filepath.Dir(e.file)
	}
	name := strings.TrimSuffix(filepath.Base(e.file), filepath.Ext(e.file))
	switch dir = filepath.ToSlash(dir); {
	case dir == ".":
		return "./" + name
	case strings.HasPrefix(dir, ".."):
		return dir + "/" + name
	}
	return "./" + dir + "/" + name
}
