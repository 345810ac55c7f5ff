package bundle

import "path/filepath"

// FromMap is the map of a module main.js that comes with raw.
func FromMap(dir string, raw []byte) *SourceMap {
	main := filepath.Join(dir, "main.js")
	m := newSourceMap(dir, []string{main}, nil)
	m.add("main.js", &moduleMap{dir: dir, file: main, raw: raw})
	return m
}

// Separated waits until the packages are bundled apart, if that was begun.
func (b *Builder) Separated() { b.apart.working.Wait() }
