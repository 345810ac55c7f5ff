package bundle

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/bundle/deps"
)

// apart bundles the own code of a Worker alone, beside a bundle of the packages that it
// imports. The result does what a single bundle does, or there is none:
//
//   - The packages are made by the same bundler, with the same options, from one entry
//     that imports what the own code imports, name by name.
//   - ES modules of packages run first, in the same order. Where own code would have run
//     before one of them, neither may have side effects: see [deps.Bundle.Ordered].
//     CommonJS modules run among them if no own code runs before, else where they are
//     imported.
//   - They are made of the same modules: a package of many may contain some that a Worker
//     could not load, if it used them.
//   - Whatever is not plainly the same (packages that are imported only later, exports of
//     all of a package, exports of CommonJS as they are when it has run, import.meta,
//     warnings, errors) is left to the single bundle.
type apart struct {
	project *config.Project
	options string // of the bundler, as far as packages depend on them
	folder  string // of bundles of packages

	single string // esbuild's metafile of the last single bundle, "" if there is none or it has a problem
	pair   *pair  // in use
	looked bool   // whether bundles of earlier runs were looked for

	working sync.WaitGroup
	failed  string // what could not be bundled apart; belongs to the work in the background

	ctx    context.Context // done when the work is to end
	cancel func()

	mu   sync.Mutex // guards what follows
	next *pair      // made by the work in the background
	busy bool
}

// pair is a builder for the own code, and packages that fit it.
type pair struct {
	graph   *deps.Graph // of the last own code
	own     *Builder    // nil if the packages may not run before the own code, as that is now
	uses    *deps.Uses
	bundles []*deps.Bundle
}

func newApart(p *config.Project) *apart {
	b := p.Build
	if b.Minify || b.NoBundle || b.FindAdditionalModules || b.PreserveFileNames || len(b.Alias) > 0 || mainModule(p) == deps.Name {
		return nil
	}
	v1, v2 := nodeCompat(p, p.CompatibilityDate.Value)
	text, _ := json.Marshal([]any{v1, v2, hasFlag(p, "nodejs_als"), defines(p), b.KeepNames == nil || *b.KeepNames, b.TSConfig, b.JSXFactory, b.JSXFragment, b.Rules}) // strings
	a := &apart{project: p, options: string(text), folder: deps.Folder()}
	a.ctx, a.cancel = context.WithCancel(context.Background())
	return a
}

// newOwn prepares to build the own code of the Worker, which may import some modules of
// packages.
func (a *apart) newOwn(kinds map[string]bool) *pair {
	u := deps.NewUses(kinds)
	own, list := newBuilder(a.project, mainModule(a.project), func(o *api.BuildOptions) { o.Plugins = append(o.Plugins, u.Plugin()) })
	if list.HasErrors() {
		return nil
	}
	return &pair{own: own, uses: u}
}

// build returns the bundle of both, nil if the single one is to be made.
func (a *apart) build() *Bundle {
	if a == nil {
		return nil
	}
	a.mu.Lock()
	if a.next != nil {
		a.pair.close()
		a.pair, a.next = a.next, nil
	}
	a.mu.Unlock()
	if a.pair == nil {
		a.pair = a.earlier()
	}
	p := a.pair
	if p == nil || p.own == nil {
		return nil
	}
	own, used := p.buildOwn()
	if own == nil || len(used) == 0 {
		return own // no packages are needed
	}
	d := serving(p.bundles, used)
	if d == nil {
		return nil
	}
	if !p.ordered(d) {
		p.close()
		return nil
	}
	return p.join(own, d)
}

// serving returns the first bundle that has the used modules and is up to date, nil if there is
// none.
func serving(bundles []*deps.Bundle, used []deps.Module) *deps.Bundle {
	i := slices.IndexFunc(bundles, func(d *deps.Bundle) bool { return d.Serves(used) && d.Fresh() && d.Load() == nil })
	if i < 0 {
		return nil
	}
	return bundles[i]
}

// earlier looks for packages that an earlier run has bundled.
func (a *apart) earlier() *pair {
	if a.looked {
		return nil
	}
	a.looked = true
	kinds := map[string]bool{}
	bundles := deps.Find(a.folder, a.options, a.project.Dir)
	for _, b := range bundles {
		for _, m := range b.Modules {
			kinds[m.Path] = m.CommonJS
		}
	}
	if len(kinds) == 0 {
		return nil
	}
	p := a.newOwn(kinds)
	if p == nil {
		return nil
	}
	p.bundles = bundles
	return p
}

// close ends a pair, or keeps the packages for the next one.
func (p *pair) close() {
	if p != nil && p.own != nil {
		p.own.Close()
		p.own = nil
	}
}

// buildOwn builds the own code, and returns what it imports from packages. It is nil if
// it has a problem.
func (p *pair) buildOwn() (*Bundle, []deps.Module) {
	p.uses.Reset()
	own, list := p.own.Build()
	if own == nil || len(list) > 0 || p.uses.Refused() || slices.ContainsFunc(own.Inputs, deps.OfPackage) {
		return nil, nil
	}
	p.uses.Depend(slices.DeleteFunc(slices.Clone(own.Inputs), func(file string) bool { return filepath.Ext(file) != ".json" }))
	used, code, ok := p.uses.Read(own.Modules[0].Code)
	if !ok {
		return nil, nil
	}
	own.Modules[0].Code = code
	g, err := deps.ReadGraph(p.own.project.Dir, p.own.meta)
	if err != nil {
		return nil, nil
	}
	p.graph = g
	return own, p.uses.Order(g, used)
}

// join makes one bundle of the own code and the packages. It is nil if a file that these
// need is gone.
func (p *pair) join(own *Bundle, d *deps.Bundle) *Bundle {
	b := *own
	b.packages = d
	b.Inputs = slices.Compact(slices.Sorted(slices.Values(slices.Concat(own.Inputs, d.Inputs))))
	b.Node = slices.Compact(slices.Sorted(slices.Values(slices.Concat(own.Node, d.Node))))
	main, assets := own.Modules[0], slices.Clone(own.Modules[1:])
	for _, a := range d.Assets {
		if slices.ContainsFunc(assets, func(m Module) bool { return m.Name == a.Name }) {
			continue
		}
		code, err := diag.ReadFile(a.File)
		if err != nil {
			return nil
		}
		assets = append(assets, Module{Name: a.Name, Kind: Kind(a.Kind), Code: code, File: a.File})
	}
	b.Map = newSourceMap(own.Map.root, b.Inputs, assets)
	b.Map.add(main.Name, own.Map.modules[main.Name])
	b.Map.add(deps.Name, &moduleMap{dir: d.Dir, read: d.Map})
	b.Modules = append([]Module{main, {Name: deps.Name, Kind: ESM, Code: d.Code, Packages: true}}, assets...)
	for _, f := range d.Files(p.uses) {
		b.Modules = append(b.Modules, Module{Name: f.Name, Kind: ESM, Code: f.Code, Packages: true})
	}
	return &b
}

// ordered reports whether the packages may run before the own code.
func (p *pair) ordered(d *deps.Bundle) bool { return d.Ordered(p.graph, p.uses) }

// Separate bundles the packages apart from the Worker's own code, in the background, if
// later builds are quicker with that.
func (b *Builder) Separate() {
	a := b.apart
	if a == nil || a.single == "" {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.busy {
		return
	}
	single, have := a.single, []*deps.Bundle(nil)
	if a.pair != nil {
		have = a.pair.bundles
	}
	a.busy = true
	a.working.Go(func() { // ends soon, or at close
		p := a.separate(single, have)
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.busy = false; p != nil {
			a.next.close()
			a.next = p
		}
		debug.FreeOSMemory() // it took much more than it leaves
	})
}

// close ends the work in the background.
func (a *apart) close() {
	if a == nil {
		return
	}
	a.cancel()
	a.working.Wait()
	a.pair.close()
	a.next.close()
}

// separate bundles the packages that own code imports, unless there is a bundle of them.
// It is nil if they must stay with it, or have changed meanwhile.
func (a *apart) separate(single string, have []*deps.Bundle) *pair {
	began := time.Now()
	select {
	case <-time.After(deps.ClockStep): // so that a file that changes from now on is younger
	case <-a.ctx.Done():
		return nil
	}
	g, err := deps.ReadGraph(a.project.Dir, single)
	if err != nil {
		return nil
	}
	kinds := g.Packages()
	if kinds == nil {
		return nil
	}
	p := a.newOwn(kinds)
	if p == nil {
		return nil
	}
	own, used := p.buildOwn()
	if own == nil {
		p.close()
		return nil
	}
	d := serving(have, used)
	if key := fmt.Sprint(used, g.Bundled()); d == nil && a.failed != key {
		var sourceMap []byte
		if d, sourceMap = a.packages(used, g); d == nil || !d.Serves(used) {
			a.failed, d = key, nil // not tried at each save
		} else if d.ChangedSince(began) {
			d = nil
		} else {
			_ = d.Save(a.folder, a.options, sourceMap) // else it serves this run only
		}
	}
	if d == nil {
		p.close()
		return nil
	}
	if p.bundles = []*deps.Bundle{d}; !p.ordered(d) {
		p.close()
	}
	return p
}

// packages bundles modules of packages, those that are in a single bundle too, and
// returns the source map as well.
func (a *apart) packages(used []deps.Module, single *deps.Graph) (*deps.Bundle, []byte) {
	for i, m := range used {
		if slices.Contains(m.Names, "*") {
			if used[i].All = a.exports(m.Path); used[i].All == nil {
				return nil, nil
			}
		}
	}
	meta, out := a.library(deps.EntryOf(used))
	if out == nil {
		return nil, nil
	}
	g, err := deps.ReadGraph(a.project.Dir, meta)
	if err != nil || !deps.Alike(out.Modules[0].Code) || !g.Within(single) {
		return nil, nil
	}
	d := &deps.Bundle{Modules: used, Dir: a.project.Dir, Node: out.Node, Code: out.Modules[0].Code}
	for _, file := range out.Inputs {
		switch {
		case file == g.Path(deps.Name): // the entry, which is not a file
		case deps.OfPackage(file) || file == a.project.Build.TSConfig:
			d.Inputs = append(d.Inputs, file)
		default: // a package imports own code
			return nil, nil
		}
	}
	for _, m := range out.Modules[1:] {
		d.Assets = append(d.Assets, deps.Asset{Name: m.Name, Kind: int(m.Kind), File: m.File})
	}
	d.Examine(g)
	return d, out.Map.modules[deps.Name].text()
}

// library bundles code that imports packages, without a problem, or not at all. It
// returns the metafile too.
func (a *apart) library(code string) (meta string, _ *Bundle) {
	b, list := newBuilder(a.project, deps.Name, func(o *api.BuildOptions) {
		o.EntryPoints, o.MinifyWhitespace = nil, true
		o.Stdin = &api.StdinOptions{Contents: code, ResolveDir: a.project.Dir, Sourcefile: deps.Name}
	})
	if list.HasErrors() {
		return "", nil
	}
	b.library = true
	defer b.release()
	defer context.AfterFunc(a.ctx, b.ctx.Cancel)()
	out, list := b.Build()
	if len(list) > 0 || a.ctx.Err() != nil {
		return "", nil
	}
	return b.meta, out
}

// exports returns the names that an ES module of a package exports, sorted. It is nil if
// that is known only when it runs.
func (a *apart) exports(path string) []string {
	code := fmt.Sprintf("export * from %q;\n", path)
	_, out := a.library(code + fmt.Sprintf("export { default } from %q;\n", path))
	if out == nil { // it has none
		_, out = a.library(code)
	}
	if out == nil || strings.Contains(string(out.Modules[0].Code), "__reExport(") {
		return nil
	}
	return out.Exports
}
