// Package vitest reads the vitest configuration of a project without running it, and
// finds the files of its tests.
//
// [Read] returns [Settings]: what is written as literals, in an object or inside the
// functions that such files call. Whatever `dotool test` cannot honour is a diagnostic
// with what to do instead.
package vitest

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/evanw/esbuild/syntax"

	"github.com/dotool-dev/dotool/config/diag"
)

// Settings are those of a configuration. The zero value of a field means that it is not set.
type Settings struct {
	File string // the configuration; "" if there is none
	Root string // globs and paths are relative to it
	Name string // of the project

	Include, Exclude []string // globs; the defaults if the file has none
	dir              string   // where tests are looked for

	SetupFiles               []string // absolute
	Globals, PassWithNoTests bool
	TestTimeout, HookTimeout time.Duration
	Retry, Bail              int
	Pattern                  string // a regular expression for names of tests
	Env                      map[string]string
	Reporters                []string
	OutputFiles              map[string]string // absolute, by reporter; "" is that of all
	Shared                   bool              // isolatedStorage is off

	Wrangler    string         // absolute: the configuration of the Worker
	Environment string         // of the Worker
	Main        string         // absolute: its entry module
	Date        string         // its compatibility date
	Flags       []string       // its further compatibility flags
	Vars        map[string]any // bindings that only tests have: strings, or JSON

	Runner map[string]any // options of the runner itself, such as restoreMocks

	Problems diag.List
}

// defaultInclude and defaultExclude are the globs of vitest.
var (
	defaultInclude = []string{"**/*.{test,spec}.{ts,tsx,mts,cts,js,jsx,mjs,cjs}"}
	defaultExclude = []string{"**/node_modules/**", "**/.git/**"}
)

// names are the names of configurations, the best first.
var names = func() (all []string) {
	for _, base := range []string{"vitest", "vite"} {
		for _, ext := range []string{"ts", "mts", "cts", "js", "mjs", "cjs"} {
			all = append(all, base+".config."+ext)
		}
	}
	return all
}()

// Read reads the configuration in a folder, or in the nearest one above it up to the one
// of the repository. Without any, the settings are those of vitest.
func Read(dir string) (*Settings, error) {
	s := &Settings{Root: dir}
	for at := dir; ; at = filepath.Dir(at) {
		for _, name := range names {
			path := filepath.Join(at, name)
			info, err := os.Stat(path)
			if err != nil || !info.Mode().IsRegular() {
				continue
			}
			s.File, s.Root = path, at
			if err := s.read(); err != nil {
				return nil, err
			}
			s.defaults()
			return s, nil
		}
		if _, err := os.Stat(filepath.Join(at, ".git")); err == nil || at == filepath.Dir(at) {
			s.defaults()
			return s, nil
		}
	}
}

func (s *Settings) defaults() {
	if len(s.Include) == 0 {
		s.Include = defaultInclude
	}
	if s.Exclude == nil {
		s.Exclude = defaultExclude
	}
	s.checkGlobs()
}

func (s *Settings) read() error {
	text, err := diag.ReadFile(s.File)
	if err != nil {
		return err
	}
	file, err := syntax.Parse(s.File, string(text))
	if err != nil {
		if bad, ok := err.(*syntax.Error); ok {
			var list diag.List
			list.Errorf(diag.Pos{File: s.File, Line: bad.Line, Column: bad.Column}, "vitest-config", "%s", bad.Message)
			return list.Err()
		}
		return err
	}
	r := &reader{s: s}
	r.config(r.exported(file), 0)
	return nil
}

// path returns a path of the configuration, relative to the folder of the file or absolute.
func (s *Settings) path(p string) string {
	p = filepath.FromSlash(strings.TrimPrefix(p, "file://"))
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(s.Root, p)
}

// exists reports whether a path is a file.
func exists(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode()&fs.ModeType == 0
}
