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

	"dotool/config/diag"
)

// SourceMap leads from positions in the modules of a bundle back to the source.
// The zero value knows none. Maps come with packages, which may name any file:
// only the files that were bundled are opened, and no map makes it panic.
type SourceMap struct {
	root    string // of the project
	modules map[string]*moduleMap
	urls    map[string]string // names of modules, by what urlKey makes of them
	inputs  []string          // files that the bundle was made of, sorted

	embedded func() map[string]embedded // the sources in the maps of inputs, by file
}

// moduleMap is the way back from one module.
type moduleMap struct {
	dir  string // where the paths of sources start
	file string // of a module that was loaded as it is
	raw  []byte // a source map, or nil

	once     sync.Once // parsing takes longer than the build: only when asked
	consumer *sourcemap.Consumer
}

// embedded is a source that a map has in it.
type embedded struct {
	text string
	in   string // the file that has the map
}

// newSourceMap makes the map of modules that are loaded as they are, in a bundle
// made of inputs. Their compiler may have left maps of its own.
func newSourceMap(root string, inputs []string, modules []Module) *SourceMap {
	m := &SourceMap{root: root, inputs: inputs, modules: map[string]*moduleMap{}, urls: map[string]string{}}
	m.embedded = sync.OnceValue(m.readEmbedded)
	for _, module := range modules {
		if module.Kind == ESM || module.Kind == CommonJS {
			dir, raw := ownMap(root, module)
			m.add(module.Name, &moduleMap{dir: dir, file: module.File, raw: raw})
		}
	}
	return m
}

func (m *SourceMap) add(module string, way *moduleMap) {
	m.modules[module] = way
	m.urls[urlKey(module)] = module
}

// Module returns the name of the module that the runtime means by a name in a
// stack or a URL: the same, or its URL from compatibility date 2026-11-17 on.
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

// ModuleURL is what workerd's new module registry makes names of modules
// relative to.
const ModuleURL = "file:///bundle/"

// urlKey is the same for the name of a module and for what the runtime makes a
// URL of it: there, some characters are escaped, and "?" and "#" end the path.
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

// input is the input that a map means: esbuild writes a slash for each backslash in
// a name.
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

// source asks the map of the module.
func (w *moduleMap) source(line, column int) (pos diag.Pos, ok bool) {
	defer func() {
		if recover() != nil { // the map has indexes that point nowhere
			pos, ok = diag.Pos{}, false
		}
	}()
	w.once.Do(func() {
		if len(w.raw) > 0 {
			w.consumer, _ = sourcemap.Parse("", w.raw)
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
	if u, err := url.Parse(source); err == nil && len(u.Scheme) > 1 { // longer than a drive
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

// Content returns the text of a source, if it is one of the files that the
// bundle was made of, or the map of one of these has it in it. A file that was
// changed after built is none; the zero time takes all.
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

// readEmbedded reads the sources that the maps of inputs have in them.
func (m *SourceMap) readEmbedded() map[string]embedded {
	found := map[string]embedded{}
	for _, file := range m.inputs {
		code, ok := readSource(file, time.Time{})
		if !ok {
			continue
		}
		dir, raw := ownMap(m.root, Module{Code: []byte(code), File: file})
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

// ownMap returns the source map that a comment in the code of a module names,
// in the comment itself or in a file of the project or of the module's folder.
func ownMap(root string, m Module) (dir string, raw []byte) {
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
	raw, _ = diag.ReadFile(file) // as above
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
