package local

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/tree"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/ephemeral"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/archive"
	"github.com/dotool-dev/dotool/inspect/snapshot"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/apply"
	"github.com/dotool-dev/dotool/migrate/state"
)

// NearClass adds a similar class name to the error of an argument that could be a
// class.
func NearClass(store *inspect.Store, err error) error {
	if e, ok := errors.AsType[*inspect.AddressError](err); ok && e.Near == "" && !e.Ambiguous && (e.Class == "" || !strings.Contains(e.Text, "/")) {
		var labels []string
		for _, n := range store.Namespaces() {
			labels = append(labels, n.Label)
		}
		near := diag.Nearest(e.Text, labels)
		if e.What == "object" && near != "" { // who meant one object must see that this is all of a class
			e.Also = fmt.Sprintf("did you mean the class %q?", near)
		} else {
			e.Near = near
		}
	}
	return err
}

// WhichObjects reads an argument that names a class or, failing that, objects.
func WhichObjects(store *inspect.Store, which string) inspect.Address {
	_, err := store.Namespace(which)
	e, _ := errors.AsType[*inspect.AddressError](err)
	isClass := which != "" && (err == nil || e != nil && e.Ambiguous)
	return inspect.Address{Text: which, All: isClass}
}

// OpenStore opens the local state for reading. The configuration says in which classes
// to look for a name; it may be wrong or missing as long as there is a state folder.
//
// If an ephemeral server runs for the project, it opens the state of that server.
//
// An environment that was selected hides the objects of the others, whose Workers are in
// the same folder.
func (e *Project) OpenStore() (*inspect.Store, *state.Folder, error) {
	return e.openStoreAt(e.servedAt, false)
}

// OpenWhole is OpenStore for a command that is about the objects of all environments.
func (e *Project) OpenWhole() (*inspect.Store, *state.Folder, error) {
	return e.openStoreAt(e.servedAt, true)
}

// servedAt is stateAt for the state of the server that runs in place of one at dir.
func (e *Project) servedAt(dir string) *state.Folder {
	at, _ := e.running(dir)
	return e.stateAt(cmp.Or(at, dir))
}

// OpenStoreOf opens the local state that a project has in a state folder, for reading. It prints
// nothing: what cannot be read is missing.
func (e *Project) OpenStoreOf(p *config.Project, dir string) (*inspect.Store, error) {
	loaded, served := e.loaded, e.served
	e.loaded = p
	at, _ := e.running(dir)
	e.loaded, e.served = loaded, served
	return inspect.Open(state.Open(cmp.Or(at, dir), state.Options{}), inspect.Options{Worker: p.Name.Value, Classes: classesOf(p)})
}

// OpenKept opens the persistent state, even if an ephemeral server runs.
func (e *Project) OpenKept() (*inspect.Store, *state.Folder, error) {
	return e.openStoreAt(e.KeptAt, true)
}

// KeptAt is stateAt for a command that works on the persistent state, and
// says so if an ephemeral server runs.
func (e *Project) KeptAt(dir string) *state.Folder {
	at, kept := e.running(dir)
	if at != "" && at != kept {
		e.Note("The running server has --ephemeral; this command is about the data kept in %s.", e.Show(cmp.Or(kept, dir)))
	}
	return e.stateAt(cmp.Or(kept, dir))
}

// running finds a server that serves in place of one at a state folder: an ephemeral one,
// or one that hosts several Workers. It returns the state folder of the server, and the
// one that keeps its data; "" if that is dir itself.
func (e *Project) running(dir string) (at, kept string) {
	ctx := context.Background()
	look := func(dir string) (c *control.Client, at string) {
		c, err := control.Dial(ctx, state.Open(dir, state.Options{}))
		if !errors.Is(err, control.ErrNoServer) {
			return c, ""
		}
		if at := ephemeral.Of(ctx, dir); at != "" {
			c, _ = control.Dial(ctx, state.Open(at, state.Options{}))
			return c, at
		}
		return nil, ""
	}
	c, at := look(dir)
	if to := control.Pointed(state.Open(dir, state.Options{})); c == nil && at == "" && to != "" {
		if c, at = look(to); c == nil || e.loaded != nil && e.loaded.Name.Value != "" && !slices.Contains(c.File.Workers, e.loaded.Name.Value) {
			return "", "" // it has ended, or never hosted this Worker
		}
		at, kept = cmp.Or(at, to), to
	}
	if c != nil && e.loaded != nil {
		e.served = nil
		for _, file := range c.File.Configs {
			if all, err := e.Loadings(); err == nil && len(all) == 1 && file != e.loaded.File {
				all[0].Path, all[0].Override = file, config.Overrides{}
				e.served = append(e.served, all[0])
			}
		}
	}
	return at, kept
}

func (e *Project) openStoreAt(open func(dir string) *state.Folder, whole bool) (*inspect.Store, *state.Folder, error) {
	all, err := e.Loadings()
	if err != nil {
		return nil, nil, err
	}
	var state *state.Folder
	var o inspect.Options
	p, problems, err := config.Load(all[0])
	switch {
	case err == nil:
		e.loaded = p
		if err := e.HeedEnv(p); err != nil {
			return nil, nil, err
		}
		state = open(p.StateDir(e.Flags.PersistTo))
		o = inspect.Options{Worker: p.Name.Value, Classes: classesOf(p)}
		if err := problems.Err(); err != nil && o.Worker == "" {
			// No Worker was named: use the served one, or the only one.
			if c, err := control.Dial(context.Background(), state); err == nil {
				o.Worker = c.File.Worker
			}
			if p.Env != "" || o.Worker == "" && !oneWorker(state) {
				return nil, nil, err
			}
			e.warnOnce(problems)
		}
		if o.Others, err = e.loadOthers(all[1:]); err != nil {
			return nil, nil, err
		}
		if (p.Env != "" || e.Flags.EnvSet) && !whole {
			for _, each := range e.projects() {
				o.Except = slices.AppendSeq(o.Except, maps.Keys(e.Environments(each)))
			}
		}
	case len(e.Flags.Configs) == 0 && errors.Is(err, config.ErrNoConfig) && e.stateDir() != "":
		state = open(e.stateDir())
	default:
		return nil, nil, err
	}
	warned := map[string]bool{}
	o.Warn = func(err error) {
		if text := err.Error(); !warned[text] {
			warned[text] = true
			e.Warn(err)
		}
	}
	store, err := inspect.Open(state, o)
	return store, state, err
}

// Environments returns the environments of a configuration besides the selected one, by the
// name that their Worker has; "" is the top level. Those that cannot be loaded are missing.
func (e *Project) Environments(p *config.Project) map[string]string {
	all := map[string]string{}
	src, err := diag.ReadFile(p.File)
	if err != nil {
		return all
	}
	names := []string{""}
	if section := tree.Parse(p.File, src, &diag.List{}).Root.Get("env"); section != nil {
		for _, f := range section.Fields {
			names = append(names, f.Name)
		}
	}
	for _, name := range names {
		if other, _, err := config.Load(config.Options{Path: p.File, Env: name, EnvSet: true}); err == nil && name != p.Env {
			all[other.Name.Value] = name
		}
	}
	delete(all, p.Name.Value)
	return all
}

// loadOthers loads the projects besides the first, and returns the classes of each.
func (e *Project) loadOthers(all []config.Options) (map[string][]string, error) {
	e.others = nil
	classes := map[string][]string{}
	for _, o := range all {
		p, problems, err := config.Load(o)
		if err != nil {
			return nil, err
		}
		if err := e.HeedEnv(p); err != nil {
			return nil, err
		}
		if err := problems.Err(); err != nil && p.Name.Value == "" {
			return nil, err
		}
		if err := SameName(append(e.projects(), p)); err != nil {
			return nil, err
		}
		e.others = append(e.others, p)
		classes[p.Name.Value] = classesOf(p)
	}
	return classes, nil
}

// SameName returns the error of two projects of one name, of which the last is one.
func SameName(all []*config.Project) error {
	last := all[len(all)-1]
	for _, p := range all[:len(all)-1] {
		if p.Name.Value != last.Name.Value {
			continue
		}
		var list diag.List
		for _, each := range []struct{ p, other *config.Project }{{p, last}, {last, p}} {
			d := list.Errorf(each.p.Name.Pos, "duplicate-worker", "two Workers are named %q: this one and that of %s", p.Name.Value, filepath.ToSlash(each.other.File))
			d.Fix = "give one of them another name"
		}
		return list.Err()
	}
	return nil
}

// HeedEnv refuses a project whose selected environment does not exist, since the data
// of another Worker would be shown, and warns where wrangler only warns.
func (e *Project) HeedEnv(p *config.Project) error {
	if err := p.EnvProblems.Err(); err != nil {
		return err
	}
	e.warnOnce(p.EnvProblems)
	return nil
}

// warnOnce prints diagnostics that do not stop the command.
func (e *Project) warnOnce(list diag.List) {
	if len(list) > 0 && !e.Quiet && !e.warned {
		e.PrintDiagnostics(list)
		e.warned = true
		e.reported = cmp.Or(list.Err(), e.reported)
	}
}

// Reported reports whether an error has already been printed, as diagnostics that did
// not stop the command.
func (e *Project) Reported(err error) bool {
	return e.reported != nil && err != nil && e.reported.Error() == err.Error()
}

// oneWorker reports whether all objects of a state folder belong to one Worker, by the
// ledger or, without one, by the names of their folders.
func oneWorker(folder *state.Folder) bool {
	ledger, err := migrate.ReadLedger(folder)
	if err != nil {
		return true // the error is reported when the folder is opened
	}
	if len(ledger.Workers) > 0 {
		return len(ledger.Workers) == 1
	}
	disk, err := folder.ReadDisk(false)
	workers := map[string]bool{}
	for key := range disk {
		worker, _ := key.Split()
		workers[worker] = true
	}
	return err == nil && len(workers) <= 1
}

// stateDir returns the state folder if there is no configuration: the nearest one, going up.
func (e *Project) stateDir() string {
	if e.Flags.PersistTo != "" {
		return e.Flags.PersistTo
	}
	for dir := e.Dir; ; dir = filepath.Dir(dir) {
		state := filepath.Join(dir, ".wrangler", "state")
		if info, err := os.Stat(state); err == nil && info.IsDir() && !diag.Planted(filepath.Dir(state), e.Dir) {
			return state
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// Classes returns the classes that a configuration declares.
func (e *Project) Classes(p *config.Project) []string { return classesOf(p) }

// classesOf returns the classes that a configuration declares, with the keys that
// wrangler dev gives them, which apply if no ledger does.
func classesOf(p *config.Project) []string {
	live := map[string]bool{}
	for _, b := range p.DurableObjects() {
		if p.Has(b) {
			live[b.ClassName.Value] = true
		}
	}
	for _, x := range p.Exports {
		if x.Live() {
			live[x.Class.Value] = true
		}
	}
	for _, m := range p.Migrations {
		for _, c := range slices.Concat(m.NewClasses, m.NewSQLiteClasses) {
			live[c.Value] = true
		}
		for _, r := range m.RenamedClasses {
			delete(live, r.From.Value)
			live[r.To.Value] = true
		}
		for _, t := range m.Transferred {
			live[t.To.Value] = true
		}
		for _, c := range m.DeletedClasses {
			delete(live, c.Value)
		}
	}
	return slices.Sorted(maps.Keys(live))
}

// stateAt returns the state folder at a path, with the recoveries that must run first and
// the patience of --timeout.
func (e *Project) stateAt(dir string) *state.Folder {
	note := func(text string) { e.Note("%s", text) }
	folder := e.OpenAt(dir, e.Patience, note)
	e.NoteBranch(folder, note)
	return folder
}

// recoveries repair a state folder after a command was killed: a migration, an import
// or a restore, and last held alarms, which a restore may bring back.
var recoveries = []state.Recovery{apply.Recover, archive.Recover, snapshot.Recover, inspect.Release}

// OpenAt opens a state folder that waits as long, and reports, as given.
func (e *Project) OpenAt(dir string, wait time.Duration, report func(string)) *state.Folder {
	return state.Open(dir, state.Options{Recoveries: recoveries, Wait: wait, Report: report})
}
