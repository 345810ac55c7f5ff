package commands

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/testview"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/vitest"
	"github.com/dotool-dev/dotool/devserver/test"
)

// testOptions are the options of `dotool test`. Those of the vitest configuration count
// where a flag is not given.
type testOptions struct {
	patterns  []string // of files
	names     string   // a regular expression of JavaScript
	watch     bool
	update    bool
	list      bool
	noTests   bool // is a success
	globals   bool
	showState bool
	bail      int           // -1: not given
	retry     int           // -1: not given
	timeout   time.Duration // 0: not given
	isolate   string
	workers   int
	reporters []string
	outputs   map[string]string // files, absolute, by reporter; "" is of the one that writes a format
	vitest    bool              // the project's own runs
	coverage  bool
}

// formats are the reporters that can write to a file.
var formats = []string{"json", "junit", "tap", "github"}

// tester runs the tests of a project.
type tester struct {
	env      *local.Project
	o        testOptions
	settings *vitest.Settings
	loading  config.Options
	beside   []config.Options // of Workers that run beside the one that is tested
	session  *test.Session    // nil before the first run
}

// newTester reads the settings of the project's tests, and prints what is not used.
func newTester(env *local.Project, o testOptions) (*tester, error) {
	t := &tester{env: env, o: o}
	return t, t.read()
}

// read reads the configurations.
func (t *tester) read() (err error) {
	env := t.env
	all, err := env.Loadings()
	if err != nil {
		return err
	}
	if t.loading, t.beside = all[0], all[1:]; len(t.beside) > 0 && t.o.vitest {
		return ui.UsageError("--runner vitest takes one configuration", "vitest.config.ts names the Workers that run beside it")
	}
	p, _, loadErr := config.Load(t.loading)
	if loadErr == nil {
		if err := t.named(p); err != nil {
			return err
		}
	}
	given := t.loading.Path != ""
	dir := env.Dir
	if given && loadErr == nil {
		dir = p.Dir
	}
	t.settings, err = vitest.Read(dir)
	switch {
	case err != nil && t.o.vitest: // vitest reads the configuration itself
		t.settings = &vitest.Settings{Root: dir}
	case err != nil:
		return err
	}
	s := t.settings
	switch {
	case !given && s.Wrangler != "":
		t.loading.Path = s.Wrangler
		if !t.loading.EnvSet && t.loading.Env == "" && env.Getenv("CLOUDFLARE_ENV") == "" {
			t.loading.Env, t.loading.EnvSet = s.Environment, s.Environment != ""
		}
	case loadErr == nil && (s.File == "" || below(s.Root, p.Dir)):
		s.Root = p.Dir // in a repository of several packages, that of the Worker
	}
	if t.o.vitest {
		return nil
	}
	t.override()
	if len(s.Problems) > 0 {
		env.PrintDiagnostics(s.Problems)
	}
	if len(t.o.reporters) == 0 {
		t.o.reporters = t.configuredReporters()
	}
	return nil
}

// named refuses Workers of one name.
func (t *tester) named(tested *config.Project) error {
	all := []*config.Project{tested}
	for _, o := range t.beside {
		p, _, err := config.Load(o)
		if err != nil {
			return err
		}
		all = append(all, p)
		if err := local.SameName(all); err != nil {
			return err
		}
	}
	return nil
}

// override has the Worker as the vitest configuration wants it.
func (t *tester) override() {
	o, s := &t.loading.Override, t.settings
	o.Main, o.CompatibilityDate = s.Main, s.Date
	if len(s.Flags) == 0 {
		return
	}
	if p, _, err := config.Load(t.loading); err == nil {
		for _, f := range p.CompatibilityFlags {
			o.CompatibilityFlags = append(o.CompatibilityFlags, f.Value)
		}
	}
	o.CompatibilityFlags = append(o.CompatibilityFlags, s.Flags...)
}

// below reports whether dir lies in root, and is not root itself.
func below(root, dir string) bool {
	rel, err := filepath.Rel(root, dir)
	return err == nil && rel != "." && filepath.IsLocal(rel)
}

// configuredReporters returns the reporters of the vitest configuration, or else the default.
func (t *tester) configuredReporters() (names []string) {
	for _, name := range t.settings.Reporters {
		if known, ok := testview.Find(name); ok {
			names = append(names, known)
		} else {
			t.env.Note("The reporter %s is not used: dotool has %s.", diag.Visible(name), orList(testview.Names))
		}
	}
	for name, path := range t.settings.OutputFiles {
		if _, ok := t.o.outputs[name]; !ok && len(t.o.outputs) == 0 {
			t.o.outputs[name] = path
		}
	}
	switch {
	case len(names) > 0:
		return names
	case t.env.Getenv("GITHUB_ACTIONS") == "true":
		return []string{"default", "github"}
	}
	return []string{"default"}
}

// vars returns the bindings that only tests have.
func (t *tester) vars() (all []binding.Var) {
	for _, name := range slices.Sorted(maps.Keys(t.settings.Vars)) {
		v := binding.Var{Name: binding.String{Value: name, Pos: diag.Pos{File: t.settings.File}}}
		if text, ok := t.settings.Vars[name].(string); ok {
			v.Text = text
		} else if data, err := json.Marshal(t.settings.Vars[name]); err == nil {
			v.JSON = data
		}
		all = append(all, v)
	}
	return all
}
