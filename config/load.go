package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/configfile"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/dotenv"
	"github.com/dotool-dev/dotool/config/tree"
)

// Options says which configuration [Load] reads.
type Options struct {
	Dir     string   // absolute; the search for a configuration starts here and goes up
	Path    string   // --config: a file, or a folder that holds one; "" searches
	Env     string   // --env
	EnvSet  bool     // whether --env was given; if not, CLOUDFLARE_ENV counts
	Environ []string // KEY=VALUE, as of [os.Environ]

	Override Overrides                         // values from the command line
	Read     func(path string) ([]byte, error) `json:"-"` // reads a file; nil reads from disk
}

// redirectFile is the file in which build tools name the configuration that they
// generated for wrangler.
var redirectFile = filepath.Join(".wrangler", "deploy", "config.json")

// RedirectPath returns the path of the redirection to a generated configuration, for the
// project in a folder.
func RedirectPath(root string) string { return filepath.Join(root, redirectFile) }

// FileError is the error of [Load]: no configuration can be read.
type FileError struct {
	Path string // the requested file or folder, or where the search began
	Err  error
	Fix  string
}

func (e *FileError) Error() string {
	if errors.Is(e.Err, ErrNoConfig) {
		return fmt.Sprintf("%v in %s", e.Err, e.Path)
	}
	var path *fs.PathError
	if errors.As(e.Err, &path) {
		return fmt.Sprintf("read %s: %v", e.Path, path.Err)
	}
	return fmt.Sprintf("read %s: %v", e.Path, e.Err)
}

func (e *FileError) Unwrap() error { return e.Err }

// Hint returns how to fix it.
func (e *FileError) Hint() string { return e.Fix }

// ErrNoConfig is the cause if there is no configuration at all. If one exists but
// cannot be read, the cause is another error.
var ErrNoConfig = errors.New("no wrangler.jsonc, wrangler.json or wrangler.toml")

// Load reads the configuration of a Worker. The error, a [*FileError], says that there
// is not a readable file. All problems inside the files are in the list, sorted, and the
// Project has whatever could be read; if the list has errors, only File, Dir, Root, Env
// and Inputs are reliable.
func Load(o Options) (*Project, diag.List, error) {
	l := &loader{p: &Project{}, over: o.Override, reads: o.Read}
	user, redirect, err := locate(o, l)
	if err != nil {
		return nil, nil, err
	}
	l.p.Root = filepath.Dir(cmp.Or(user, filepath.Dir(filepath.Dir(redirect))))
	l.p.File, l.user = user, user
	l.bare = user == "" && redirect == ""
	if l.bare {
		l.p.Root = filepath.Clean(o.Dir)
	}
	target := ""
	if redirect != "" {
		l.input(redirect)
		l.p.Generated = true
		if target = l.redirected(redirect); target != "" {
			l.p.File = target
		} else if user == "" {
			l.p.File = redirect
		}
	}
	l.p.Dir = filepath.Dir(l.p.File)
	if l.bare {
		l.p.Dir = l.p.Root
	}

	l.environ = l.startEnvironment(o)
	l.p.Env, l.envFlag = o.Env, o.EnvSet
	if !o.EnvSet {
		l.p.Env = l.environ.Values["CLOUDFLARE_ENV"]
	}
	for _, path := range slices.Concat(l.devVarsFiles(), l.dotenvFiles(l.p.Root, l.p.Env)) {
		l.input(path)
	}
	if l.bare {
		l.doc = tree.Parse(filepath.Join(l.p.Dir, configfile.Names[0]), []byte("{}"), &l.diags)
		l.project()
	} else if user != "" || target != "" {
		src, err := l.read(l.p.File)
		if err != nil {
			return nil, nil, unreadable(l.p.File, err)
		}
		l.doc = tree.Parse(l.p.File, src, &l.diags)
		if !l.diags.HasErrors() {
			l.project()
		}
	}
	l.diags.Sort()
	return l.p, l.diags, nil
}

// loader is the state of one Load.
type loader struct {
	p        *Project
	diags    diag.List
	doc      *tree.Document
	user     string              // path of the user's configuration, "" if there is none
	environ  *dotenv.Environment // the process's variables, which take precedence over .env files
	env      *node               // the selected environment, nil for the top level
	envFlag  bool                // whether --env selects it, not CLOUDFLARE_ENV
	over     Overrides
	reads    func(path string) ([]byte, error)
	found    map[*node][]binding.Binding // the bindings of each section
	bare     bool                        // there is no configuration, only a command line
	crons    int                         // how many cron expressions were checked
	consumed []string                    // the queues with a consumer
}

func (l *loader) input(path string) {
	if !slices.Contains(l.p.Inputs, path) {
		l.p.Inputs = append(l.p.Inputs, path)
	}
}

// read reads a file of at most a little more than maxFileSize and notes it.
func (l *loader) read(path string) ([]byte, error) {
	l.input(path)
	if l.reads == nil {
		l.reads = func(path string) ([]byte, error) { return diag.ReadAtMost(path, tree.MaxSize+1) }
	}
	src, err := l.reads(path)
	if errors.Is(err, diag.ErrNotRegular) {
		err = errors.New("it is not a file")
	}
	return src, err
}

func unreadable(path string, err error) error {
	e := &FileError{Path: path, Err: err}
	switch {
	case errors.Is(err, fs.ErrPermission):
		e.Fix = "make it readable for you: chmod u+r " + diag.ShellWord(filepath.Base(path))
	case errors.Is(err, fs.ErrNotExist):
		e.Fix = "name the configuration, or the folder that holds it, with --config"
		if found := slices.DeleteFunc(slices.Clone(configfile.Names), func(name string) bool {
			return !isFile(filepath.Join(filepath.Dir(path), name))
		}); len(found) > 0 {
			e.Fix = "there is a " + strings.Join(found, " and a ") + " in " + diag.Visible(filepath.Dir(path))
		}
	}
	return e
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// locate finds the user's configuration and the redirection beside it. One of them may
// be "".
func locate(o Options, l *loader) (user, redirect string, err error) {
	if o.Path != "" {
		path := o.Path
		if !filepath.IsAbs(path) {
			path = filepath.Join(o.Dir, path)
		}
		info, err := os.Stat(path)
		if err != nil {
			return "", "", unreadable(path, err)
		}
		if !info.IsDir() {
			return filepath.Clean(path), "", nil
		}
		if user := l.inFolder(path); user != "" {
			return user, "", nil
		}
		return "", "", &FileError{path, ErrNoConfig, "name the file itself with --config"}
	}
	start := filepath.Clean(o.Dir)
	if o.Override.Main != "" {
		start = filepath.Dir(o.Override.Main)
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		user = l.inFolder(dir)
		for _, path := range []string{user, filepath.Join(dir, ".wrangler")} {
			if path != "" && hidden(path) && diag.Planted(path, o.Dir) {
				return "", "", &FileError{path, errors.New("another user put it into a folder that is open to all"), "name a configuration that you trust with --config"}
			}
		}
		if path := filepath.Join(dir, redirectFile); isFile(path) || hidden(path) {
			redirect = path
		} else if user != "" {
			l.input(path)
		}
		if user != "" || redirect != "" {
			return user, redirect, nil
		}
		if dir == filepath.Dir(dir) && o.Override.alone() {
			return "", "", nil
		}
		if dir == filepath.Dir(dir) {
			return "", "", &FileError{o.Dir + " or a folder above it", ErrNoConfig,
				"run this inside the project of a Worker, or name its configuration with --config; `dotool init` creates a project"}
		}
	}
}

// hidden reports whether something exists at a path, even if it is inaccessible or a
// broken link.
func hidden(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR)
}

func (l *loader) inFolder(dir string) string {
	var found []string
	for _, name := range configfile.Names {
		// An unreadable file becomes an error later: another configuration, above, or
		// none would mean other data.
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && !info.IsDir() || err != nil && hidden(path) {
			found = append(found, path)
		}
	}
	if len(found) == 0 {
		return ""
	}
	if filepath.Base(found[0]) == "wrangler.jsonc" && len(found) > 1 && filepath.Base(found[1]) == "wrangler.json" {
		l.diags.Warnf(diag.Pos{File: found[0]}, "config", "there is a wrangler.json as well, which wrangler would read instead of this file").Fix = "keep one of the two"
	}
	return found[0]
}

// redirected returns the file that the redirection points to, or "".
func (l *loader) redirected(path string) string {
	src, err := l.read(path)
	if err != nil {
		l.diags.Errorf(diag.Pos{File: path}, "config", "%v", err)
		return ""
	}
	const fix = "build the project again, or remove the file if it is left over from an earlier build"
	doc := tree.Parse(path, src, &l.diags)
	if l.diags.HasErrors() {
		return ""
	}
	target := doc.Root.Get("configPath")
	if !target.Is(text) || target.Value == "" {
		doc.Errorf(doc.Pos(0, 1), "the file has no configPath, which names the configuration").Fix = fix
		return ""
	}
	file := filepath.FromSlash(target.Value)
	if !filepath.IsAbs(file) {
		file = filepath.Join(filepath.Dir(path), file)
	}
	l.input(file)
	if !isFile(file) {
		doc.Errorf(doc.At(target), "the configuration that this points to does not exist").Fix = fix
		return ""
	}
	return file
}

// startEnvironment returns the environment of wrangler after its start: it reads the .env
// files of its working directory, which can thus set CLOUDFLARE_ENV.
func (l *loader) startEnvironment(o Options) *dotenv.Environment {
	env := dotenv.NewEnvironment(o.Environ)
	parsed := dotenv.NewEnvironment(nil)
	name := ""
	if o.EnvSet {
		name = o.Env
	}
	for _, path := range l.dotenvFiles(o.Dir, name) {
		if src, err := l.read(path); err == nil {
			for _, v := range dotenv.Parse(src) {
				parsed.Set(v.Name, v.Value)
			}
		}
	}
	env.Expand(parsed)
	return env
}

func (l *loader) dotenvFiles(dir, env string) []string {
	if len(l.over.EnvFiles) > 0 {
		return l.over.EnvFiles
	}
	names := []string{".env", ".env.local"}
	if env != "" {
		names = append(names, ".env."+env, ".env."+env+".local")
	}
	for i, name := range names {
		names[i] = filepath.Join(dir, name)
	}
	return names
}

// flag reads a boolean variable of wrangler.
func (l *loader) flag(name string, otherwise bool) bool {
	switch strings.ToLower(l.environ.Values[name]) {
	case "true":
		return true
	case "false":
		return false
	}
	return otherwise
}
