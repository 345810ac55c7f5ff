// Package npm finds out from package.json files which tools a project uses.
package npm

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/config/tree"
)

// exportsSince is the first wrangler that supports the exports map.
var exportsSince = [2]int{4, 107}

// TakesExports reports whether the project's wrangler supports the exports map: the
// installed one or, if none is, every one that package.json allows. Without any mention
// of wrangler, it is the newest.
func TakesExports(root string) bool {
	for dir := root; ; dir = filepath.Dir(dir) {
		var p struct {
			Version              string
			Dependencies         map[string]any
			DevDependencies      map[string]any
			OptionalDependencies map[string]any
		}
		if readJSON(filepath.Join(dir, "node_modules", "wrangler", "package.json"), &p) && p.Version != "" {
			return newEnough(p.Version)
		}
		if readJSON(filepath.Join(dir, "package.json"), &p) {
			for _, all := range []map[string]any{p.Dependencies, p.DevDependencies, p.OptionalDependencies} {
				if wanted, ok := all["wrangler"].(string); ok {
					return newEnough(wanted)
				}
			}
		}
		if dir == filepath.Dir(dir) {
			return true
		}
	}
}

// Installed returns the version of a package for the files of a folder, or "" if it is not
// installed.
func Installed(dir, name string) string {
	for ; ; dir = filepath.Dir(dir) {
		var p struct{ Version string }
		if readJSON(filepath.Join(dir, "node_modules", filepath.FromSlash(name), "package.json"), &p) {
			return p.Version
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// entryNames are usual places of the entry module of a Worker.
var entryNames = []string{"src/index", "src/worker", "src/server", "src/main", "index", "worker", "server"}

// Entry returns the file that is likely the entry module of the Worker in a folder: the one
// that a script of package.json gives to wrangler, or one in a usual place; "" if there is none.
func Entry(dir string) string {
	var p struct{ Scripts map[string]string }
	readJSON(filepath.Join(dir, "package.json"), &p)
	for _, script := range []string{"dev", "start", "deploy", "publish"} {
		if m := wranglerEntry.FindStringSubmatch(p.Scripts[script]); m != nil && isFile(dir, m[1]) {
			return filepath.ToSlash(filepath.Clean(m[1]))
		}
	}
	for _, name := range entryNames {
		for _, ext := range []string{".ts", ".js", ".mjs", ".tsx", ".mts", ".jsx"} {
			if isFile(dir, name+ext) {
				return name + ext
			}
		}
	}
	return ""
}

// wranglerEntry finds the module that a command line gives to wrangler.
var wranglerEntry = pattern.New(`\bwrangler\s+(?:dev|deploy|publish)\s(?:.*?\s)?([\w./-]+\.[mc]?[jt]sx?)(?:\s|$)`)

func isFile(dir, name string) bool {
	info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name)))
	return err == nil && info.Mode().IsRegular()
}

func readJSON(path string, v any) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > tree.MaxSize {
		return false
	}
	data, err := diag.ReadFile(path)
	return err == nil && json.Unmarshal(data, v) == nil
}

var versionRE = pattern.New(`(\d+)(?:\.(\d+))?`)

// newEnough reports whether the lowest version of a range supports exports: a
// suggestion must work with every version that may be installed. A tag such as "latest"
// counts as the newest, anything else ("catalog:") as an old one.
func newEnough(wanted string) bool {
	if strings.Contains(wanted, ":") && !strings.HasPrefix(wanted, "npm:") {
		return false
	}
	m := versionRE.FindStringSubmatch(wanted)
	if m == nil {
		return true
	}
	major, _ := strconv.Atoi(m[1])
	minor, _ := strconv.Atoi(m[2])
	return major > exportsSince[0] || major == exportsSince[0] && minor >= exportsSince[1]
}

// HasVite reports whether Vite builds the Worker of a project.
func HasVite(root string) bool {
	var p struct{ Dependencies, DevDependencies map[string]any }
	if !readJSON(filepath.Join(root, "package.json"), &p) {
		return false
	}
	_, one := p.Dependencies["@cloudflare/vite-plugin"]
	_, two := p.DevDependencies["@cloudflare/vite-plugin"]
	return one || two
}
