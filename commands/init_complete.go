package commands

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/typefile"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/changes"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/npm"
	"github.com/dotool-dev/dotool/config/template"
	"github.com/dotool-dev/dotool/config/tree"
	"github.com/dotool-dev/dotool/config/types"
	"github.com/dotool-dev/dotool/migrate/declare"
)

// completion adds to a project what it lacks.
type projectCompletion struct {
	file, dir string
	set       changes.Set
	did       []string // what is added, in words
}

func runComplete(ctx context.Context, env *local.Project, file string, yes bool) error {
	p := &projectCompletion{file: file, dir: filepath.Dir(file)}
	for _, step := range []func() error{p.lifecycle, p.scripts, p.ignore, p.firstTest, p.launch} {
		if err := step(); err != nil {
			return err
		}
	}
	return applySet(ctx, env, &p.set, yes, func() error {
		if p.untyped() {
			if err := writeTypes(ctx, env, p.file); err != nil {
				return err
			}
			p.did = append(p.did, types.FileName)
		}
		if env.JSON {
			return nil
		}
		if len(p.did) == 0 {
			env.Note("%s has all it needs.", env.Show(file))
		}
		for _, what := range p.did {
			env.Note("Added %s.", what)
		}
		return nil
	})
}

// applySet shows changes, asks if they change files that exist, and makes them. done
// reports what was done.
func applySet(ctx context.Context, env *local.Project, set *changes.Set, yes bool, done func() error) error {
	if len(set.Existing()) > 0 && !yes {
		if err := printDiff(env, set.Diff(env.Dir)); err != nil {
			return err
		}
		if !env.Ask(ctx, fmt.Sprintf("Change %s?", ui.Count(len(set.Paths()), "file"))) {
			return env.Declined(ctx, ui.WithHint(errors.New("nothing was changed"), "allow it with --yes"))
		}
	} else if !env.JSON {
		if err := printDiff(env, set.Diff(env.Dir)); err != nil {
			return err
		}
	}
	if err := set.Write(ctx); err != nil {
		return ui.Interrupted(ctx, err)
	}
	if env.JSON {
		files := []string{}
		for _, path := range set.Paths() {
			files = append(files, env.Show(path))
		}
		if err := ui.WriteJSON(env.Stdout, map[string][]string{"files": files}); err != nil {
			return err
		}
	}
	return done()
}

func (p *projectCompletion) add(path, text, what string) error {
	p.did = append(p.did, what)
	return p.set.Put(filepath.Join(p.dir, filepath.FromSlash(path)), []byte(text))
}

// lifecycle declares bound classes.
func (p *projectCompletion) lifecycle() error {
	c, err := declare.Read(p.file, npm.TakesExports(p.dir))
	if err != nil {
		return err
	}
	classes, err := c.DeclareBound()
	if err != nil || len(classes) == 0 {
		return err
	}
	return p.add(filepath.Base(p.file), string(c.Text), "a declaration of "+strings.Join(classes, ", "))
}

// scripts adds to package.json those of dotool whose names are free.
func (p *projectCompletion) scripts() error {
	path := filepath.Join(p.dir, "package.json")
	text, err := diag.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var list diag.List
	root := tree.Parse(path, text, &list).Root
	if list.HasErrors() {
		return list.Err()
	}
	var names []string
	for _, s := range []struct{ name, command string }{{"dev", "dotool dev"}, {"debug", "dotool dev --inspector-port 9229"}, {"test", "dotool test"}, {"check", "dotool check"}} {
		if root.Get("scripts").Get(s.name) != nil {
			continue
		}
		if text, err = tree.Set(path, text, []string{"scripts", s.name}, s.command); err != nil {
			return err
		}
		names = append(names, s.name)
	}
	if len(names) == 0 {
		return nil
	}
	return p.add("package.json", string(text), "scripts to package.json: "+strings.Join(names, ", "))
}

// ignore keeps local state and secrets out of git.
func (p *projectCompletion) ignore() error {
	path := filepath.Join(p.dir, ".gitignore")
	text, err := diag.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var missing []string
	for _, name := range []string{".wrangler", ".dev.vars"} {
		has := func(line []byte) bool { return strings.Trim(strings.TrimSpace(string(line)), "/*") == name }
		if !slices.ContainsFunc(bytes.Split(text, []byte("\n")), has) {
			missing = append(missing, map[string]string{".wrangler": ".wrangler/", ".dev.vars": ".dev.vars*"}[name])
		}
	}
	if len(missing) == 0 {
		return nil
	}
	if len(text) > 0 && text[len(text)-1] != '\n' {
		text = append(text, '\n')
	}
	return p.add(".gitignore", string(text)+strings.Join(missing, "\n")+"\n", strings.Join(missing, " and ")+" to .gitignore")
}

// firstTest adds a test if there is none.
func (p *projectCompletion) firstTest() error {
	found := errors.New("found")
	typed := strings.HasSuffix(p.main(), "ts") || strings.HasSuffix(p.main(), "tsx")
	err := filepath.WalkDir(p.dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // it is not the project's
		case d.IsDir() && path != p.dir && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".")):
			return filepath.SkipDir
		case !d.IsDir() && testFile(d.Name()):
			return found
		}
		return nil
	})
	if err != nil || p.main() == "" || strings.HasSuffix(p.main(), ".py") {
		return nil
	}
	name := "test/worker.test.js"
	if typed {
		name = "test/worker.test.ts"
	}
	return p.add(name, template.FirstTest, name)
}

// untyped reports whether a project in TypeScript has no types of its bindings.
func (p *projectCompletion) untyped() bool {
	config, err := diag.ReadFile(filepath.Join(p.dir, "tsconfig.json"))
	if err != nil || strings.Contains(string(config), "@cloudflare/workers-types") {
		return false
	}
	_, err = diag.ReadFile(filepath.Join(p.dir, types.FileName))
	return errors.Is(err, fs.ErrNotExist)
}

// testFile reports whether a file is one of tests.
func testFile(name string) bool {
	for _, ext := range []string{".ts", ".tsx", ".js", ".jsx", ".mjs", ".mts"} {
		if base, ok := strings.CutSuffix(name, ext); ok && (strings.HasSuffix(base, ".test") || strings.HasSuffix(base, ".spec")) {
			return true
		}
	}
	return false
}

// main returns the entry module, as the configuration names it.
func (p *projectCompletion) main() string {
	text, err := diag.ReadFile(p.file)
	if err != nil {
		return ""
	}
	if main := tree.Parse(p.file, text, &diag.List{}).Root.Get("main"); main.Is(tree.Text) {
		return main.Value
	}
	return ""
}

// launch lets an editor attach to the Worker.
func (p *projectCompletion) launch() error {
	path := filepath.Join(p.dir, ".vscode", "launch.json")
	if _, err := diag.ReadFile(path); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return p.add(".vscode/launch.json", template.Launch, ".vscode/launch.json")
}

// writeTypes writes the types of a project, without those of the runtime if they are not
// at hand.
func writeTypes(ctx context.Context, env *local.Project, file string) error {
	loading := config.Options{Dir: filepath.Dir(file), Path: file, Environ: env.Environ}
	o := typefile.Options{Loadings: []config.Options{loading}, Options: types.Options{Interface: "Env"}, Offline: true}
	if _, err := typefile.Update(ctx, env, o); err == nil || ctx.Err() != nil {
		return err
	}
	o.NoRuntime = true
	_, err := typefile.Update(ctx, env, o)
	if err == nil {
		env.Note("`dotool types` adds the types of the runtime, which are not installed.")
	}
	return err
}
