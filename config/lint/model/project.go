package model

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dotool/config/diag"
	"dotool/config/tree"

	"github.com/evanw/esbuild/syntax"
)

// Project is a Worker's configuration and the modules that its entry imports.
type Project struct {
	Doc    *tree.Document // nil without a configuration
	Config string         // its path
	Entry  string
	Files  map[string]*syntax.File
	Notes  []Note // files that cannot be parsed

	texts map[string]string // imported files that are not modules
	known map[string]string // where imports lead
}

// Note is a file that is not checked.
type Note struct {
	Pos     diag.Pos
	Message string
}

// maxFile is the size above which a file is generated, not written.
const maxFile = 2 << 20

// Load reads the modules of a Worker: file is its configuration, or "", and entry
// its main module.
func Load(file, entry string) *Project {
	p := &Project{Config: file, Entry: entry, Files: map[string]*syntax.File{}, texts: map[string]string{}, known: map[string]string{}}
	if file != "" {
		if src, err := diag.ReadFile(file); err == nil {
			var list diag.List
			p.Doc = tree.Parse(file, src, &list)
		}
	}
	todo := []string{entry}
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		if path == "" || p.Files[path] != nil {
			continue
		}
		f := p.read(path)
		if f == nil {
			continue
		}
		p.Files[path] = f
		for _, i := range f.Imports {
			if to := p.Resolve(path, i.Path); to != "" && p.Files[to] == nil {
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

var extensions = []string{".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".jsx", ".cjs"}

func (p *Project) read(path string) *syntax.File {
	data, err := diag.ReadFile(path)
	if err != nil {
		return nil
	}
	if !slices.Contains(extensions, filepath.Ext(path)) {
		if ext := filepath.Ext(path); ext == ".sql" || ext == ".txt" {
			p.texts[path] = string(data)
		}
		return nil
	}
	if len(data) > maxFile {
		p.Notes = append(p.Notes, Note{diag.Pos{File: path}, "not checked: the file is larger than 2 MB"})
		return nil
	}
	f, err := syntax.Parse(path, string(data))
	if err != nil {
		pos := diag.Pos{File: path}
		var bad *syntax.Error
		message := "not checked: the parser failed"
		if errors.As(err, &bad) {
			pos.Line, pos.Column, message = bad.Line, bad.Column, "not checked: "+bad.Message
		}
		p.Notes = append(p.Notes, Note{pos, message})
		return nil
	}
	return f
}

// Resolve finds the file of an import within the project; "" for packages.
func (p *Project) Resolve(from, path string) string {
	if !strings.HasPrefix(path, ".") && !filepath.IsAbs(path) {
		return ""
	}
	path, _, _ = strings.Cut(path, "?")
	full := path
	if !filepath.IsAbs(path) {
		full = filepath.Join(filepath.Dir(from), filepath.FromSlash(path))
	}
	if to, ok := p.known[full]; ok {
		return to
	}
	to := probe(full)
	if strings.Contains(filepath.ToSlash(to), "/node_modules/") {
		to = ""
	}
	p.known[full] = to
	return to
}

func probe(full string) string {
	try := []string{full}
	for _, ext := range extensions {
		try = append(try, full+ext)
	}
	if ext := filepath.Ext(full); ext == ".js" || ext == ".mjs" || ext == ".jsx" {
		base := strings.TrimSuffix(full, ext)
		try = append(try, base+".ts", base+".tsx", base+".mts")
	}
	for _, ext := range extensions {
		try = append(try, filepath.Join(full, "index"+ext))
	}
	for _, path := range try {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && !strings.HasSuffix(path, ".d.ts") {
			return path
		}
	}
	return ""
}
