package bundle

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
)

// defaultRules are wrangler's: which files are imported as what, unless the
// configuration says otherwise.
var defaultRules = []config.Rule{
	{Type: "Text", Globs: []string{"**/*.txt", "**/*.html", "**/*.sql"}},
	{Type: "Data", Globs: []string{"**/*.bin"}},
	{Type: "CompiledWasm", Globs: []string{"**/*.wasm", "**/*.wasm?module"}},
}

var ruleKinds = map[string]Kind{"ESModule": ESM, "CommonJS": CommonJS, "Text": Text, "Data": Data, "CompiledWasm": Wasm}

// rule is one glob of a rule of the configuration.
type rule struct {
	config.Rule
	kind Kind
	// wrangler reads a glob in two ways: in the path of an import "*" matches slashes,
	// in the path of a file only "**" does.
	imports, files *regexp.Regexp
}

// script reports whether the rule is for JavaScript, which is bundled unless
// find_additional_modules is set.
func (r rule) script() bool { return r.kind == ESM || r.kind == CommonJS }

// rules are the rules of a project, in order of precedence.
type rules struct {
	active  []rule
	removed []rule // have no effect: an earlier rule of their type has no fallthrough
}

func newRules(configured []config.Rule) rules {
	var all rules
	complete := map[string]bool{}
	for _, c := range slices.Concat(configured, defaultRules) {
		for _, glob := range c.Globs {
			r := rule{Rule: c, kind: ruleKinds[c.Type], imports: globRegexp(glob, false), files: globRegexp(glob, true)}
			if complete[c.Type] {
				all.removed = append(all.removed, r)
			} else {
				all.active = append(all.active, r)
			}
		}
		complete[c.Type] = complete[c.Type] || !c.Fallthrough
	}
	return all
}

// imported returns the rule for the path of an import.
func (r rules) imported(path string) (rule, bool) {
	for _, rule := range r.active {
		if rule.imports.MatchString(path) {
			return rule, true
		}
	}
	return rule{}, false
}

// file returns the rule for a file, whose path is relative to base_dir.
func (r rules) file(path string) (rule, bool) {
	for _, rule := range r.active {
		if rule.files.MatchString(path) {
			return rule, true
		}
	}
	return rule{}, false
}

// globRegexp reads a glob as wrangler's glob-to-regexp does: only "*" is
// special. With globstar, "**" is any number of folders and "*" stays within
// one; without, both match anything.
func globRegexp(glob string, globstar bool) *regexp.Regexp {
	glob = strings.ToValidUTF8(glob, "\ufffd")
	var b strings.Builder
	b.WriteString(`(?s)^`)
	for i := 0; i < len(glob); i++ {
		if glob[i] != '*' {
			b.WriteString(regexp.QuoteMeta(glob[i : i+1]))
			continue
		}
		start := i
		for i+1 < len(glob) && glob[i+1] == '*' {
			i++
		}
		switch {
		case !globstar:
			b.WriteString(`.*`)
		case i > start && (start == 0 || glob[start-1] == '/') && (i+1 == len(glob) || glob[i+1] == '/'):
			b.WriteString(`(?:[^/]*(?:/|$))*`)
			i++ // the slash
		default:
			b.WriteString(`[^/]*`)
		}
	}
	b.WriteString(`$`)
	return regexp.MustCompile(b.String())
}

// baseDir returns the folder in which additional modules are found; their names are relative
// to it.
func (b *Builder) baseDir() string {
	if b.project.Build.BaseDir != "" {
		return b.project.Build.BaseDir
	}
	return filepath.Dir(b.project.MainPath())
}

// Finds returns the folder where find_additional_modules looks, and whether it
// would take a file. The folder is "" if it looks nowhere.
func (b *Builder) Finds() (dir string, takes func(file string) bool) {
	if !b.project.Build.FindAdditionalModules {
		return "", nil
	}
	dir = b.baseDir()
	return dir, func(file string) bool {
		rel, err := filepath.Rel(dir, file)
		if err != nil || file == b.project.File || file == b.project.MainPath() {
			return false
		}
		_, ok := b.rules.file(filepath.ToSlash(rel))
		return ok
	}
}

// find reads the files under base_dir that the rules name, as wrangler does:
// including those in node_modules, but not wrangler's own files.
func (b *Builder) find() ([]Module, error) {
	var found []Module
	dir, takes := b.Finds()
	err := filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) && file != dir {
				return nil // removed meanwhile
			}
			return err
		}
		if e.IsDir() {
			if name := e.Name(); file != dir && (name == ".wrangler" || name == ".git") {
				return fs.SkipDir
			}
			return nil
		}
		if !takes(file) || !isFile(file) {
			return nil
		}
		code, err := diag.ReadFile(file)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, file) // it lies inside
		name := filepath.ToSlash(rel)
		r, _ := b.rules.file(name)
		found = append(found, Module{Name: name, Kind: r.kind, Code: code, File: file})
		return nil
	})
	return found, err
}

// isFile reports whether path is a regular file: reading a pipe might never end.
func isFile(path string) bool {
	fi, err := os.Stat(path)
	return err == nil && fi.Mode().IsRegular()
}
