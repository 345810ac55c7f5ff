// Package configfile finds the files that configure Workers, in a folder and in a
// repository.
package configfile

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/config/tree"
)

// Names are the file names of a configuration, in order of precedence.
var Names = []string{"wrangler.jsonc", "wrangler.json", "wrangler.toml"}

// In returns the path of the configuration in a folder, "" if there is none.
func In(dir string) string {
	for _, name := range Names {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path
		}
	}
	return ""
}

// depth is how many levels of folders are searched, and most how many folders of each.
const (
	depth = 3
	most  = 200
)

// Below returns the first few folders with a configuration, relative to dir and not dir
// itself, those of higher levels first.
func Below(dir string) (dirs []string) {
	for at := range below(dir) {
		if dirs = append(dirs, at); len(dirs) == 4 {
			break
		}
	}
	return dirs
}

// find returns the absolute path of the folder whose configuration is that of a Worker, by
// its name, in the repository that dir is in; "" if there is none.
func find(dir, worker string) string {
	root := repository(dir)
	for at, file := range below(root) {
		src, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		if name := tree.Parse(file, src, &diag.List{}).Root.Get("name"); name.Is(tree.Text) && name.Value == worker {
			return filepath.Join(root, at)
		}
	}
	return ""
}

// Command returns a command that, run in the folder from, is given configurations and that
// of another Worker of their repository, by its name; "" if there is none. before is what
// stands before each, such as "-c ".
func Command(command, before, from string, files []string, worker string) string {
	at := find(filepath.Dir(files[0]), worker)
	if at == "" {
		return ""
	}
	for _, path := range append(slices.Clone(files), In(at)) {
		if dir := filepath.Dir(path); In(dir) == path {
			path = dir
		}
		rel, err := filepath.Rel(from, path)
		if err != nil || !plain.MatchString(rel) {
			return ""
		}
		command += " " + before + rel
	}
	return command
}

// plain is a path that every shell takes as it is.
var plain = pattern.New(`^[\w.@][\w./@-]*$`)

// repository returns the folder of the repository that dir is in, or else the parent of dir.
func repository(dir string) string {
	at := dir
	for range 1 + depth {
		for _, mark := range []string{".git", "pnpm-workspace.yaml"} {
			if _, err := os.Stat(filepath.Join(at, mark)); err == nil {
				return at
			}
		}
		at = filepath.Dir(at)
	}
	return filepath.Dir(dir)
}

// below yields the folders with a configuration below dir, and the path of that.
func below(dir string) func(yield func(at, file string) bool) {
	return func(yield func(at, file string) bool) {
		level := []string{"."}
		for range depth {
			var next []string
			for _, at := range level {
				entries, err := os.ReadDir(filepath.Join(dir, at))
				if err != nil {
					continue
				}
				for _, e := range entries {
					if name := e.Name(); e.IsDir() && name != "node_modules" && !strings.HasPrefix(name, ".") && len(next) < most {
						next = append(next, filepath.Join(at, name))
					}
				}
			}
			for _, at := range next {
				if file := In(filepath.Join(dir, at)); file != "" && !yield(at, file) {
					return
				}
			}
			level = next
		}
	}
}
