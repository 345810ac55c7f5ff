package bundle

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/go-sourcemap/sourcemap"

	"dotool/config/diag"
)

// SourceMap leads from positions in the modules of a bundle back to the source.
// The zero value knows none.
type SourceMap struct{ modules map[string]*moduleMap }

// moduleMap is the way back from one module.
type moduleMap struct {
	dir  string // where the paths of sources start
	file string // of a module that was loaded as it is
	raw  []byte // a source map, or nil

	once     sync.Once // parsing takes longer than the build: only when asked
	consumer *sourcemap.Consumer
}

// newSourceMap makes the map of modules that are loaded as they are. What
// compiled them may have left maps of its own.
func newSourceMap(modules []Module) *SourceMap {
	m := &SourceMap{modules: map[string]*moduleMap{}}
	for _, module := range modules {
		if module.Kind == ESM || module.Kind == CommonJS {
			dir, raw := ownMap(module)
			m.add(module.Name, &moduleMap{dir: dir, file: module.File, raw: raw})
		}
	}
	return m
}

func (m *SourceMap) add(module string, way *moduleMap) { m.modules[module] = way }

// Source returns where line and column (both from 1) of a module come from, and
// whether that is known.
func (m *SourceMap) Source(module string, line, column int) (diag.Pos, bool) {
	if m == nil || m.modules[module] == nil {
		return diag.Pos{}, false
	}
	w := m.modules[module]
	w.once.Do(func() {
		if len(w.raw) > 0 {
			w.consumer, _ = sourcemap.Parse("", w.raw)
		}
	})
	if w.consumer != nil {
		file, _, l, c, ok := w.consumer.Source(line, column-1)
		if u, err := url.Parse(file); err == nil && len(u.Scheme) > 1 { // longer than a drive
			file, ok = u.Path, ok && u.Scheme == "file"
		}
		if ok && file != "" {
			if !filepath.IsAbs(file) {
				file = filepath.Join(w.dir, filepath.FromSlash(file))
			}
			return diag.Pos{File: file, Line: l, Column: c + 1}, true
		}
	}
	if w.file == "" {
		return diag.Pos{}, false
	}
	return diag.Pos{File: w.file, Line: line, Column: column}, true
}

// ownMap returns the source map that a comment in the code of a module names,
// in the comment itself or in a file beside the module.
func ownMap(m Module) (dir string, raw []byte) {
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
	if !isFile(file) {
		return "", nil
	}
	raw, _ = os.ReadFile(file) // as above
	return filepath.Dir(file), raw
}
