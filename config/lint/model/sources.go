package model

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/tree"

	"github.com/evanw/esbuild/syntax"
)

// Sources are the files that projects are read from. They keep the trees of files that have
// not changed, for whoever checks again. The zero value reads from disk; it is for one
// goroutine.
type Sources struct {
	// Open returns the text of a file that an editor has open, perhaps not saved; nil if
	// none is.
	Open func(path string) (text string, ok bool)

	kept  map[string]*parsed
	asked map[string]bool // what was read or looked for since the last Sweep
}

// parsed is a file that was parsed once.
type parsed struct {
	text string
	file *syntax.File // nil if it cannot be parsed
	note Note         // then
	used bool         // since the last Sweep
}

// Read returns the text of a file.
func (s *Sources) Read(path string) ([]byte, error) {
	s.ask(path)
	if s.Open != nil {
		if text, ok := s.Open(path); ok {
			return []byte(text), nil
		}
	}
	return diag.ReadAtMost(path, maxFile+1)
}

// Exists reports whether there is a file, or an editor has one open that is not saved yet.
func (s *Sources) Exists(path string) bool {
	if s.Open != nil {
		if _, ok := s.Open(path); ok {
			return true
		}
	}
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func (s *Sources) ask(path string) {
	if s.asked == nil {
		s.asked = map[string]bool{}
	}
	s.asked[path] = true
}

// Sweep ends a round: it forgets the trees of files that no project had in it, and returns
// the paths that were read, or looked for in vain.
func (s *Sources) Sweep() []string {
	for path, k := range s.kept {
		if !k.used {
			delete(s.kept, path)
		}
		k.used = false
	}
	asked := slices.Sorted(maps.Keys(s.asked))
	s.asked = nil
	return asked
}

// maxFile is the size above which a file is generated, not written.
const maxFile = 2 << 20

// Load reads the modules of a Worker: file is its configuration, or "", and entry
// its main module. It stops when ctx is done.
func (s *Sources) Load(ctx context.Context, file, entry string) *Project {
	p := &Project{Config: file, Entry: entry, Files: map[string]*syntax.File{}, sources: s, texts: map[string]string{}, known: map[string]string{}, documents: map[string]*tree.Document{}}
	if file != "" {
		if src, err := s.Read(file); err == nil {
			var list diag.List
			p.ConfigText = string(src)
			p.Doc = tree.Parse(file, src, &list)
		}
	}
	todo, seen := []string{entry}, map[string]bool{"": true}
	for len(todo) > 0 && ctx.Err() == nil {
		path := todo[0]
		todo = todo[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		f := p.read(path)
		if f == nil {
			continue
		}
		p.Files[path] = f
		for _, i := range f.Imports {
			if to := p.Resolve(path, i.Path); !seen[to] {
				todo = append(todo, to)
			}
		}
	}
	if entry != "" && p.Files[entry] == nil && len(p.Notes) == 0 {
		why := "not checked: it cannot be read"
		if _, err := os.Stat(entry); errors.Is(err, fs.ErrNotExist) {
			why = "not checked: it does not exist"
		} else if !slices.Contains(extensions, filepath.Ext(entry)) {
			why = "not checked: it is neither JavaScript nor TypeScript"
		}
		p.Notes = append(p.Notes, Note{diag.Pos{File: entry}, why})
	}
	return p
}

func (p *Project) read(path string) *syntax.File {
	data, err := p.sources.Read(path)
	if err != nil {
		return nil
	}
	if !slices.Contains(extensions, filepath.Ext(path)) {
		if ext := filepath.Ext(path); ext == ".sql" || ext == ".txt" {
			p.texts[path] = string(data)
		}
		return nil
	}
	k := p.sources.parse(path, data)
	if k.file == nil {
		p.Notes = append(p.Notes, k.note)
	}
	return k.file
}

// parse parses a file, unless it is known.
func (s *Sources) parse(path string, text []byte) *parsed {
	k := s.kept[path]
	if k == nil || k.text != string(text) {
		k = &parsed{text: string(text)}
		k.file, k.note = parse(path, k.text)
		if s.kept == nil {
			s.kept = map[string]*parsed{}
		}
		s.kept[path] = k
	}
	k.used = true
	return k
}

func parse(path, text string) (*syntax.File, Note) {
	if len(text) > maxFile {
		return nil, Note{diag.Pos{File: path}, "not checked: the file is larger than 2 MB"}
	}
	f, err := syntax.Parse(path, text)
	if err == nil {
		return f, Note{}
	}
	note := Note{diag.Pos{File: path}, "not checked: the parser failed"}
	if bad, ok := errors.AsType[*syntax.Error](err); ok {
		note.Pos.Line, note.Pos.Column, note.Message = bad.Line, bad.Column, "not checked: "+bad.Message
	}
	return nil, note
}
