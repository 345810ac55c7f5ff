package bundle

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
)

// FileURL returns an absolute path as a URL.
func FileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // C:/…
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// DataURL returns the source map of a module for a debugger, with sources as
// file URLs and with their content, or "" if there is none.
func (m *SourceMap) DataURL(module string) string {
	data, _ := json.Marshal(m.document(module)) // strings and numbers
	if string(data) == "null" {
		return ""
	}
	return "data:application/json;base64," + base64.StdEncoding.EncodeToString(data)
}

// document is a source map, version 3.
type document struct {
	Version        int       `json:"version"`
	File           string    `json:"file,omitempty"`
	SourceRoot     string    `json:"sourceRoot,omitempty"`
	Sources        []string  `json:"sources"`
	SourcesContent []*string `json:"sourcesContent"`
	Names          []string  `json:"names"`
	Mappings       string    `json:"mappings"`
}

// document reads the map of a module: sources on disk are named by file URLs. It is nil
// if there is no map.
func (m *SourceMap) document(module string) *document {
	name, ok := m.Module(module)
	if !ok {
		return nil
	}
	var d document
	w := m.modules[name]
	if json.Unmarshal(w.text(), &d) != nil || d.Mappings == "" {
		return nil
	}
	d.SourcesContent = append(d.SourcesContent, make([]*string, max(0, len(d.Sources)-len(d.SourcesContent)))...)
	for i, source := range d.Sources {
		path, ok := w.path(d.SourceRoot, source)
		if !ok {
			continue // not on disk
		}
		d.Sources[i] = FileURL(path)
		if d.SourcesContent[i] == nil {
			if text, ok := m.Content(path, time.Time{}); ok {
				d.SourcesContent[i] = &text
			}
		}
	}
	d.SourceRoot = ""
	return &d
}

// Generated is the inverse of [SourceMap.Source]: it returns where the code of a
// position in the source begins in a module, or the code of the next line that has any.
func (m *SourceMap) Generated(module string, pos diag.Pos) (line, column int, ok bool) {
	name, known := m.Module(module)
	if !known {
		return 0, 0, false
	}
	w := m.modules[name]
	var d document
	if json.Unmarshal(w.text(), &d) != nil || d.Mappings == "" {
		if pos.File == w.file && w.file != "" {
			return pos.Line, pos.Column, true // it is the source
		}
		return 0, 0, false
	}
	index := slices.IndexFunc(d.Sources, func(source string) bool {
		path, ok := w.path(d.SourceRoot, source)
		return ok && path == pos.File
	})
	if index < 0 {
		return 0, 0, false
	}
	var best diag.Pos
	var source, sourceLine, sourceColumn int
	generated := 0 // line, from 0
	for segments := range strings.SplitSeq(d.Mappings, ";") {
		generatedColumn := 0
		for segment := range strings.SplitSeq(segments, ",") {
			f := numbers(segment)
			if len(f) > 0 {
				generatedColumn += f[0]
			}
			if len(f) < 4 {
				continue
			}
			source, sourceLine, sourceColumn = source+f[1], sourceLine+f[2], sourceColumn+f[3]
			here := diag.Pos{Line: sourceLine + 1, Column: sourceColumn + 1}
			if source != index || before(here, pos) || ok && !before(here, best) {
				continue
			}
			best, line, column, ok = here, generated+1, generatedColumn+1, true
		}
		generated++
	}
	return line, column, ok
}

// numbers reads a segment of mappings: numbers in base 64, five bits a digit,
// the lowest first and the sign in the lowest bit of all.
func numbers(segment string) []int {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	var out []int
	value, shift := 0, 0
	for i := range len(segment) {
		digit := strings.IndexByte(digits, segment[i])
		if digit < 0 || shift > 30 {
			return nil
		}
		value |= (digit & 31) << shift
		if shift += 5; digit&32 != 0 {
			continue
		}
		if value&1 != 0 {
			value = -value
		}
		out = append(out, value/2)
		value, shift = 0, 0
	}
	return out
}

func before(a, b diag.Pos) bool {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) < 0
}
