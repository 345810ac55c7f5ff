// Package types writes what TypeScript must know of a project: the interface Env of its
// bindings, as `wrangler types` writes it, to the byte.
//
// Start from [Load], whose [Project] makes the text of a [File]. The types of the runtime
// itself come from package devserver/rtti; [File] is both in one file.
package types

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/config/tree"
)

// FileName is the usual name of the file.
const FileName = "worker-configuration.d.ts"

// Options say what is written.
type Options struct {
	Path      string // absolute, of the file, from where modules are imported
	Interface string // such as "Env"
	AnyVars   bool   // the types of vars are those of JavaScript, not their values
	NoModule  bool   // leave out the import of the entry module
}

// Project is a Worker whose types are written.
type Project struct {
	*config.Project
	Problems diag.List // warnings

	root    *tree.Node // of the file
	entry   *entry     // nil if it cannot be read
	workers map[string]*entry
	secrets []string // of the selected environment, without a section for them
	others  map[string]*config.Project
}

// Load reads a Worker, and others whose classes its bindings may name.
func Load(o config.Options, others ...config.Options) (*Project, error) {
	main, problems, err := loadOne(o)
	if err == nil && main.Generated {
		// Types are of the source: like wrangler, disregard what a build tool made of it.
		o.Path = main.Root
		if user, list, missing := loadOne(o); missing == nil {
			main, problems = user, list
		}
	}
	if err != nil {
		return nil, err
	}
	if len(main.EnvProblems) > 0 {
		return nil, &diag.ListError{List: main.EnvProblems}
	}
	src, err := diag.ReadFile(main.File)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	p := &Project{Project: main, Problems: problems, workers: map[string]*entry{}, others: map[string]*config.Project{}}
	p.root = tree.Parse(main.File, src, &diag.List{}).Root
	p.entry = entryOf(main)
	p.secrets = secretsOf(main)
	for _, name := range p.environments() {
		o.Env, o.EnvSet = name, true
		if p.others[name], _, err = loadOne(o); err != nil {
			return nil, err
		}
	}
	for _, o := range others {
		if err := p.addWorker(o); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// loadOne loads a configuration of a Worker that may not be one to serve.
func loadOne(o config.Options) (*config.Project, diag.List, error) {
	p, list, err := config.Load(o)
	if err != nil {
		return nil, nil, err
	}
	list = slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return d.OnlyServed })
	return p, list, list.Err()
}

// addWorker learns the exports of another Worker, under its name and those that it has in
// its environments.
func (p *Project) addWorker(o config.Options) error {
	o.Env, o.EnvSet = "", true
	other, _, err := loadOne(o)
	if err != nil {
		return err
	}
	src, err := diag.ReadFile(other.File)
	if err != nil {
		return fmt.Errorf("read the configuration: %w", err)
	}
	e := entryOf(other)
	p.workers[other.Name.Value] = e
	for _, f := range fields(tree.Parse(other.File, src, &diag.List{}).Root.Get("env")) {
		o.Env = f.Name
		if in, _, err := config.Load(o); err == nil && p.workers[in.Name.Value] == nil {
			p.workers[in.Name.Value] = e
		}
	}
	return nil
}

// environments returns the names of all environments, in the order of the file.
func (p *Project) environments() (names []string) {
	for _, f := range fields(p.root.Get("env")) {
		names = append(names, f.Name)
	}
	return names
}

// secretsOf returns the names in .dev.vars or .env, in their order.
func secretsOf(p *config.Project) (names []string) {
	vars := slices.Clone(p.Vars)
	vars = slices.DeleteFunc(vars, func(v variable) bool { return v.Name.Pos.File == p.File })
	slices.SortStableFunc(vars, func(a, b variable) int {
		x, y := a.Name.Pos, b.Name.Pos
		if x.File != y.File {
			return slices.Index(p.Inputs, x.File) - slices.Index(p.Inputs, y.File)
		}
		return x.Line - y.Line
	})
	for _, v := range vars {
		names = append(names, v.Name.Value)
	}
	return names
}

var interfaceName = pattern.New(`^[a-zA-Z][a-zA-Z0-9_]*$`)

// Check reports what wrangler refuses.
func (o Options) Check() error {
	if !interfaceName.MatchString(o.Interface) {
		return fmt.Errorf("%q is not a valid name of an interface", o.Interface)
	}
	if o.Path != "" && !strings.HasSuffix(o.Path, ".d.ts") {
		return fmt.Errorf("%s is not a declaration file: its name must end in .d.ts", o.Path)
	}
	return nil
}

// NodeDefault is the first compatibility date at which Node.js compatibility is on.
const NodeDefault = "2026-08-04"

// Bindings returns the part of the file about bindings.
func (p *Project) Bindings(o Options) (string, error) {
	t := &text{Project: p, Options: o, declarations: p.declarations()}
	if p.serviceWorker() && o.Interface != "Env" {
		return "", errors.New("a Worker in the service-worker format has global variables, not an interface")
	}
	if names := p.environments(); len(names) > 0 && p.Project.Env == "" {
		if err := t.all(names); err != nil {
			return "", err
		}
	} else if err := t.one(); err != nil {
		return "", err
	}
	return t.String(), nil
}

// Hash returns the hash by which wrangler recognises a text, in the first lines of the file.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])[:32]
}
