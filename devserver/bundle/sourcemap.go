package bundle

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-sourcemap/sourcemap"

	"github.com/dotool-dev/dotool/config/diag"
)

// SourceMap maps positions in the modules of a bundle to the source. The zero value
// knows none. Packages may contain maps that name any file: only files that were
// bundled are opened, and no map can cause a panic.
type SourceMap struct {
	root    string // of the project
	modules map[string]*moduleMap
	urls    map[string]string // names of modules, by urlKey
	inputs  []string          // files that the bundle was made of, sorted

	embedded func() map[string]embedded // the sources in the maps of inputs, by file
}

// moduleMap is the map of one module.
type moduleMap struct {
	dir  string // where the paths of sources start
	file string // of a module that was loaded as it is
	raw  []byte // a source map, or nil

	read     func() []byte // reads raw; nil if it is there
	reading  sync.Once
	once     sync.Once // parsing takes longer than the build, so it is done when first needed
	consumer *sourcemap.Consumer
}

// text returns the source map, nil if there is none.
func (w *moduleMap) text() []byte {
	w.reading.Do(func() {
		if w.read != nil {
			w.raw = w.read()
		}
	})
	return w.raw
}

// embedded is a source whose text is in a map.
type embedded struct {
	text string
	in   string // the file that has the map
}

// newSourceMap makes the map of modules that are loaded as they are, in a bundle
// made of inputs. They may have maps of the compiler that made them.
func newSourceMap(root string, inputs []string, modules []Module) *SourceMap {
	m := &SourceMap{root: root, inputs: inputs, modules: map[string]*moduleMap{}, urls: map[string]string{}}
	m.embedded = sync.OnceValue(m.readEmbedded)
	for _, module := range modules {
		if module.Kind == ESM || module.Kind == CommonJS {
			dir, raw := mapOf(root, module)
			m.add(module.Name, &moduleMap{dir: dir, file: module.File, raw: raw})
		}
	}
	return m
}

func (m *SourceMap) add(module string, way *moduleMap) {
	m.modules[module] = way
	m.urls[urlKey(module)] = module
}

// Module returns the module that a name in a stack means: its name, or from
// compatibility date 2026-11-17 on its URL.
func (m *SourceMap) Module(name string) (string, bool) {
	if m == nil {
		return "", false
	}
	if m.modules[name] != nil {
		return name, true
	}
	path, ok := strings.CutPrefix(name, ModuleURL)
	if !ok {
		return "", false
	}
	name, ok = m.urls[urlKey(path)]
	return name, ok
}

// ModuleURL is the base of the URLs that workerd's new module registry gives to
// modules.
const ModuleURL = "file:///bundle/"

// urlKey returns the same key for the name of a module and for the URL that the runtime
// makes of it, in which some characters are escaped and "?" and "#" end the path.
func urlKey(name string) string {
	if i := strings.IndexAny(name, "?#"); i >= 0 {
		name = name[:i]
	}
	if plain, err := url.PathUnescape(name); err == nil {
		return plain
	}
	return name
}

// Source returns where line and column (both from 1) of a module come from, and
// whether that is known.
func (m *SourceMap) Source(module string, line, column int) (diag.Pos, bool) {
	name, ok := m.Module(module)
	if !ok {
		return diag.Pos{}, false
	}
	w := m.modules[name]
	if pos, ok := w.source(line, column); ok {
		pos.File = m.input(pos.File)
		return pos, true
	}
	if w.file == "" {
		return diag.Pos{}, false
	}
	return diag.Pos{File: w.file, Line: line, Column: column}, true
}

// input finds the input that a map names: esbuild writes each backslash in a name as a
// slash.
func (m *SourceMap) input(file string) string {
	if _, found := slices.BinarySearch(m.inputs, file); !found {
		for _, input := range m.inputs {
			if strings.Contains(input, `\`) && filepath.Clean(strings.ReplaceAll(input, `\`, "/")) == file {
				return input
			}
		}
	}
	return file
}

// source looks a position up in the map of the module.
func (w *moduleMap) source(line, column int) (pos diag.Pos, ok bool) {
	defer func() {
		if recover() != nil { // the map has indexes that point nowhere
			pos, ok = diag.Pos{}, false
		}
	}()
	w.once.Do(func() {
		if text := w.text(); len(text) > 0 {
			w.consumer, _ = sourcemap.Parse("", text)
		}
	})
	if w.consumer == nil {
		return diag.Pos{}, false
	}
	source, _, l, c, ok := w.consumer.Source(line, column-1)
	if !ok || source == "" {
		return diag.Pos{}, false
	}
	file, ok := w.path("", source)
	return diag.Pos{File: file, Line: l, Column: c + 1}, ok
}

// path returns the file that a source of the map is, if it is one.
func (w *moduleMap) path(root, source string) (file string, ok bool) {
	if root != "" {
		source = strings.TrimSuffix(root, "/") + "/" + source
	}
	if u, err := url.Parse(source); err == nil && len(u.Scheme) > 1 { // a letter alone is a drive
		if u.Scheme != "file" {
			return "", false
		}
		source = u.Path
	}
	file = filepath.FromSlash(source)
	if !filepath.IsAbs(file) {
		file = filepath.Join(w.dir, file)
	}
	return filepath.Clean(file), true
}

// maxSource is the size of a source that is worth showing.
const maxSource = 16 << 20

// Content returns the text of a source that is an input of the bundle, or that the map
// of an input contains. A file changed after built is not returned; the zero time
// allows any.
func (m *SourceMap) Content(file string, built time.Time) (string, bool) {
	if m == nil || m.inputs == nil {
		return "", false
	}
	if _, ok := slices.BinarySearch(m.inputs, file); ok {
		return readSource(file, built)
	}
	e, ok := m.embedded()[file]
	if !ok || !unchanged(e.in, built) {
		return "", false
	}
	return e.text, true
}

// readEmbedded reads the sources that the maps of inputs contain.
func (m *SourceMap) readEmbedded() map[string]embedded {
	found := map[string]embedded{}
	for _, file := range m.inputs {
		code, ok := readSource(file, time.Time{})
		if !ok {
			continue
		}
		dir, raw := mapOf(m.root, Module{Code: []byte(code), File: file})
		w := &moduleMap{dir: dir}
		var d document
		if raw == nil || json.Unmarshal(raw, &d) != nil {
			continue
		}
		for i, text := range d.SourcesContent {
			if text == nil || i >= len(d.Sources) {
				continue
			}
			if path, ok := w.path(d.SourceRoot, d.Sources[i]); ok {
				found[path] = embedded{*text, file}
			}
		}
	}
	return found
}

func readSource(file string, built time.Time) (string, bool) {
	if !unchanged(file, built) {
		return "", false
	}
	data, err := diag.ReadFile(file)
	return string(data), err == nil
}

// unchanged reports whether a file can be shown as what was built.
func unchanged(file string, built time.Time) bool {
	info, err := os.Stat(file)
	return err == nil && info.Mode().IsRegular() && info.Size() <= maxSource && (built.IsZero() || !info.ModTime().After(built))
}

// mapOf returns the source map that a comment in a module contains, or names as a file
// in the project or in the module's folder.
func mapOf(root string, m Module) (dir string, raw []byte) {
	const mark = "//# sourceMappingURL="
	i := bytes.LastIndex(m.Code, []byte(mark))
	if i < 0 {
		return "", nil
	}
	url, _, _ := strings.Cut(string(m.Code[i+len(mark):]), "\n")
	url = strings.TrimSpace(url)
	dir = filepath.Dir(m.File)
	if data, ok := strings.CutPrefix(url, "data:application/json"); ok {
		if _, text, ok := strings.Cut(data, "base64,"); ok {
			raw, _ = base64.StdEncoding.DecodeString(text) // without a map, the module itself is the source
		}
		return dir, raw
	}
	if strings.Contains(url, ":") || filepath.IsAbs(url) {
		return "", nil
	}
	file := filepath.Join(dir, filepath.FromSlash(url))
	if !within(root, file) && !within(dir, file) || !unchanged(file, time.Time{}) {
		return "", nil
	}
	raw, _ = diag.ReadFile(file) // without a map, the module itself is the source
	return filepath.Dir(file), raw
}

// within reports whether a file is in a folder or below, links followed.
func within(dir, file string) bool {
	if dir == "" {
		return false
	}
	realDir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return false
	}
	realFile, err := filepath.EvalSymlinks(file)
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(realDir, realFile)
	return err == nil && filepath.IsLocal(rel)
}
