package vitest

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
)

// Find returns the files of tests, in the order of their paths: all, or those that one of the
// patterns selects. A pattern is a part of the path, a path from the folder `from`, or a glob.
func (s *Settings) Find(from string, patterns []string) ([]string, error) {
	dir := cmp.Or(s.dir, s.Root)
	include, exclude := s.globs(s.Include), s.globs(s.Exclude)
	var files []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if path != dir && (errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission)) {
				return nil
			}
			return err
		}
		name, err := filepath.Rel(s.Root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		switch {
		case d.IsDir():
			// dotool's and wrangler's own files are not tests.
			if path != dir && (d.Name() == ".wrangler" || matches(exclude, name) || matches(exclude, name+"/x") && matches(exclude, name+"/x/y")) {
				return filepath.SkipDir
			}
		case d.Type().IsRegular() || linked(path, d):
			if matches(include, name) && !matches(exclude, name) && selects(patterns, from, path, name) {
				files = append(files, path)
			}
		}
		return nil
	})
	slices.Sort(files)
	return files, err
}

// Takes reports whether a file would be one of tests.
func (s *Settings) Takes(path string) bool {
	name, err := filepath.Rel(s.Root, path)
	name = filepath.ToSlash(name)
	return err == nil && matches(s.globs(s.Include), name) && !matches(s.globs(s.Exclude), name)
}

// linked reports whether a path is a link to a file.
func linked(path string, d fs.DirEntry) bool {
	if d.Type()&fs.ModeSymlink == 0 {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func matches(globs []string, name string) bool {
	return slices.ContainsFunc(globs, func(g string) bool { return doublestar.MatchUnvalidated(g, name) })
}

// selects reports whether a file is one that a pattern means.
func selects(patterns []string, from, path, name string) bool {
	if len(patterns) == 0 {
		return true
	}
	return slices.ContainsFunc(patterns, func(p string) bool {
		p = strings.TrimPrefix(filepath.ToSlash(p), "./")
		if p == "" || p == "." {
			return true
		}
		full := filepath.ToSlash(path)
		at := p
		if !filepath.IsAbs(p) {
			at = filepath.ToSlash(filepath.Join(from, p))
		}
		return strings.Contains(strings.ToLower(name), strings.ToLower(p)) || full == at || strings.HasPrefix(full, strings.TrimSuffix(at, "/")+"/") ||
			strings.ContainsAny(p, "*?{[") && (doublestar.MatchUnvalidated(p, name) || doublestar.MatchUnvalidated(at, full))
	})
}

// globs returns the patterns relative to the root.
func (s *Settings) globs(all []string) (list []string) {
	for _, g := range all {
		g = plainGlob(filepath.ToSlash(g))
		if rel, err := filepath.Rel(s.Root, g); filepath.IsAbs(g) && err == nil {
			g = filepath.ToSlash(rel)
		}
		g = strings.TrimPrefix(g, "./")
		list = append(list, g)
		if !strings.ContainsAny(g, "*?{[") { // a folder, or a file
			list = append(list, strings.TrimSuffix(g, "/")+"/**")
		}
	}
	return list
}

// extended is a group of micromatch: ?(a|b), @(a|b), +(a|b), *(a|b).
var extended = pattern.New(`([?@+*])\(([^()]*)\)`)

// plainGlob writes the groups of micromatch as braces.
func plainGlob(g string) string {
	return extended.ReplaceAllStringFunc(g, func(group string) string {
		m := extended.FindStringSubmatch(group)
		choices := strings.ReplaceAll(m[2], "|", ",")
		if m[1] == "?" || m[1] == "*" {
			choices = "," + choices
		}
		return "{" + choices + "}"
	})
}

// checkGlobs drops the globs that mean nothing here, with a warning.
func (s *Settings) checkGlobs() {
	for _, list := range []*[]string{&s.Include, &s.Exclude} {
		*list = slices.DeleteFunc(slices.Clone(*list), func(g string) bool {
			bad := strings.HasPrefix(g, "!") || strings.Contains(g, "!(") || !doublestar.ValidatePattern(plainGlob(filepath.ToSlash(g)))
			if bad {
				s.Problems.Warnf(diag.Pos{File: s.File}, "vitest-config", "the glob %s is not used", diag.Visible(g)).Fix = "write it without !, with * and {a,b}"
			}
			return bad
		})
	}
}
