package bundle

import (
	"slices"

	"github.com/dotool-dev/dotool/devserver/bundle/deps"
)

// kept is a bundle as it is kept for the next run.
type kept struct {
	Modules       []Module // without the code of packages that are kept anyway
	Exports, Node []string
	Packages, Sum string // where that is
}

// Keep writes a bundle to a file, for [Recall], unless it is there or is large.
func (b *Bundle) Keep(path string) error {
	k := kept{Modules: slices.Clone(b.Modules), Exports: b.Exports, Node: b.Node}
	if i := k.packages(); i >= 0 {
		k.Packages, k.Sum = b.packages.Place()
		k.Modules[i].Code = nil
	}
	return deps.Keep(path, k)
}

// Recall returns a bundle of an earlier run, nil if it is not known: what [Builder.Build]
// most likely makes, but for Inputs and Map.
func Recall(path string) *Bundle {
	var k kept
	unknown := func(m Module) bool { return m.Kind < ESM || m.Kind > Wasm }
	if deps.Recall(path, &k) != nil || len(k.Modules) == 0 || slices.ContainsFunc(k.Modules, unknown) {
		return nil
	}
	b := &Bundle{Modules: k.Modules, Exports: k.Exports, Node: k.Node}
	if i := k.packages(); i >= 0 {
		if b.packages = deps.At(k.Packages, k.Sum); b.packages.Load() != nil {
			return nil
		}
		b.Modules[i].Code = b.packages.Code
	}
	return b
}

// packages returns the place of the module with the packages, -1 for none.
func (k kept) packages() int {
	return slices.IndexFunc(k.Modules, func(m Module) bool { return m.Packages && m.Name == deps.Name })
}
