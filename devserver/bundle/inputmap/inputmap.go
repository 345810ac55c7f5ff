// Package inputmap keeps esbuild from opening whatever the modules of a bundle name as
// their source maps, and lets the build go on without a map that cannot be used.
package inputmap

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
)

// Maps are the source maps that modules name in a comment. esbuild opens any
// file that is named, and ends the build if it is not a source map. Here, a module
// whose map cannot be used is bundled without.
type Maps struct {
	dir string // of the project

	mu      sync.Mutex // guards what follows; esbuild loads in parallel
	named   map[string]namedMaps
	damaged map[string]bool // modules whose map is damaged, in this build
}

// namedMaps are the files that a module names as its source map.
type namedMaps struct {
	modified time.Time
	size     int64
	files    []string
}

// New returns the maps of the modules of a project in a folder.
func New(dir string) *Maps {
	return &Maps{dir: dir, named: map[string]namedMaps{}, damaged: map[string]bool{}}
}

// Reset begins a build.
func (m *Maps) Reset() { m.damaged = map[string]bool{} }

const mapMark = " sourceMappingURL="

// mapComment finds the comments that esbuild takes for one that names a map.
var mapComment = pattern.New(`(//|/\*)[#@] sourceMappingURL=([^\s\p{Z}\x{feff}]*)`)

// Plugin keeps esbuild from opening what is not a file, such as a pipe, which waits
// for ever: as a module, or as the source map of one.
func (m *Maps) Plugin() api.Plugin {
	return api.Plugin{Name: "files", Setup: func(b api.PluginBuild) {
		b.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "file"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			info, err := os.Stat(args.Path)
			if err != nil || info.IsDir() {
				return api.OnLoadResult{}, nil
			}
			if !info.Mode().IsRegular() {
				return api.OnLoadResult{}, fmt.Errorf("read %s: %w", args.Path, diag.ErrNotRegular)
			}
			if !m.without(args.Path, info) {
				return api.OnLoadResult{}, nil
			}
			code, err := diag.ReadFile(args.Path)
			if err != nil {
				return api.OnLoadResult{}, err
			}
			// Of the same length, so that all positions are as they were.
			text := mapComment.ReplaceAllStringFunc(string(code), func(comment string) string {
				return strings.Replace(comment, mapMark, " sourceMappingURI=", 1)
			})
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderDefault}, nil
		})
	}}
}

// without reports whether a module is to be bundled without its source map.
func (m *Maps) without(module string, info fs.FileInfo) bool {
	m.mu.Lock()
	named, ok := m.named[module]
	damaged := m.damaged[module]
	m.mu.Unlock()
	if damaged {
		return true
	}
	if !ok || named.size != info.Size() || !named.modified.Equal(info.ModTime()) {
		named = namedMaps{info.ModTime(), info.Size(), mapFiles(module)}
		m.mu.Lock()
		m.named[module] = named
		m.mu.Unlock()
	}
	for _, file := range named.files {
		if info, err := os.Stat(file); err == nil && !info.IsDir() && !info.Mode().IsRegular() {
			return true
		}
	}
	return false
}

// mapFiles returns the files that a module names as its source map.
func mapFiles(module string) (files []string) {
	code, err := diag.ReadFile(module)
	if err != nil || !bytes.Contains(code, []byte(mapMark)) {
		return nil
	}
	for _, comment := range mapComment.FindAllSubmatch(code, -1) {
		u, err := url.Parse(string(comment[2]))
		if err != nil || u.Scheme != "" && u.Scheme != "file" || u.Path == "" {
			continue
		}
		file := filepath.FromSlash(u.Path)
		if !filepath.IsAbs(file) {
			file = filepath.Join(filepath.Dir(module), file)
		}
		files = append(files, file)
	}
	return files
}

// ofMap matches the beginning of esbuild's note about the module whose map has an error.
var ofMap = pattern.New(`^(?:The source map ".*" was referenced by|This source map came from) the file `)

// Damaged is the message about a module whose map cannot be used.
const Damaged = "the source map of this module is damaged: errors have positions in the module itself"

// FindDamaged notes the modules that esbuild complains about because of their source
// maps, and changes the messages: their text and place are not for others to see, as
// the map may be any file. It reports whether it found any.
func (m *Maps) FindDamaged(messages []api.Message) (found bool) {
	for i, e := range messages {
		if len(e.Notes) == 0 || e.Notes[0].Location == nil || !ofMap.MatchString(e.Notes[0].Text) {
			continue
		}
		found = true
		at := e.Notes[0].Location
		at.Length = min(at.Length, len("data:"))
		messages[i] = api.Message{Text: Damaged, Location: at}
		file := filepath.FromSlash(at.File)
		if !filepath.IsAbs(file) {
			file = filepath.Join(m.dir, file)
		}
		m.damaged[file] = true
	}
	return found
}
