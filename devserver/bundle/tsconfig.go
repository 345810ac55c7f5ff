package bundle

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
)

// withTSConfigs adds the tsconfig.json files that apply to the inputs of a build, which
// esbuild does not list, and the files they extend. The result is sorted.
func withTSConfigs(p *config.Project, inputs []string) []string {
	seen := map[string]bool{}
	var add func(file string)
	add = func(file string) {
		if seen[file] {
			return
		}
		seen[file] = true
		if !isFile(file) {
			return
		}
		inputs = append(inputs, file)
		for _, base := range extended(file) {
			if add(base); !isFile(base) {
				inputs = append(inputs, base) // to notice when it is created
			}
		}
	}
	if p.Build.TSConfig != "" {
		add(p.Build.TSConfig)
	} else {
		dirs := map[string]bool{}
		for _, file := range slices.Clone(inputs) {
			// esbuild takes the nearest one, and none for packages.
			for dir := filepath.Dir(file); !dirs[dir] && !strings.Contains(file, "node_modules"); dir = filepath.Dir(dir) {
				dirs[dir] = true
				add(filepath.Join(dir, "tsconfig.json"))
				add(filepath.Join(dir, "jsconfig.json"))
			}
		}
	}
	slices.Sort(inputs)
	return slices.Compact(inputs)
}

var (
	extends = pattern.New(`"extends"\s*:\s*(?:"[^"\n]*"|\[[^\]]*\])`)
	quoted  = pattern.New(`"([^"\n]*)"`)
)

// extended returns the files that a tsconfig.json extends, except those in packages,
// which seldom change. It need not parse the file exactly.
func extended(file string) []string {
	text, err := diag.ReadFile(file)
	if err != nil {
		return nil
	}
	var files []string
	for _, name := range quoted.FindAllStringSubmatch(extends.FindString(string(text)), -1) {
		if path := name[1]; strings.HasPrefix(path, ".") || filepath.IsAbs(path) {
			if !filepath.IsAbs(path) {
				path = filepath.Join(filepath.Dir(file), filepath.FromSlash(path))
			}
			if !isFile(path) {
				path += ".json"
			}
			files = append(files, path)
		}
	}
	return files
}
