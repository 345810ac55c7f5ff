package lint

import (
	"embed"
	"io/fs"
	"path"
	"strings"

	"github.com/dotool-dev/dotool/config/pattern"
)

//go:embed testdata/rules testdata/stored
var programs embed.FS

var announcement = pattern.New(`(?m)[ \t]*(?://|#)@[+-]?\d* ?[A-Z0-9 ]+$\n?`)

// Example returns a program that breaks a rule, and one that does not.
func Example(r *Rule) (bad, good string) {
	read := func(kind string) string {
		dirs, _ := fs.Glob(programs, "testdata/*/"+r.ID+"-"+kind+"-*")
		if len(dirs) == 0 {
			return ""
		}
		names := []string{"src/index.ts", "src/index.js", "wrangler.jsonc"}
		if strings.HasPrefix(r.ID, "M") || r.ID == "S01" || r.ID == "A05" || r.ID == "A14" {
			names = []string{"wrangler.jsonc", "wrangler.toml"}
		}
		for _, name := range names {
			if text, err := programs.ReadFile(path.Join(dirs[0], name)); err == nil {
				return strings.TrimRight(announcement.ReplaceAllStringFunc(string(text), func(s string) string {
					if strings.HasSuffix(s, "\n") {
						return "\n"
					}
					return ""
				}), "\n")
			}
		}
		return ""
	}
	return read("bad"), read("good")
}
