package model

import (
	"path/filepath"
	"strings"

	"dotool/config/diag"
	"dotool/config/tree"

	"github.com/evanw/esbuild/syntax"
)

// Project is a Worker's configuration and the modules that its entry imports.
type Project struct {
	Doc        *tree.Document // nil without a configuration
	Config     string         // its path
	ConfigText string
	Entry      string
	Files      map[string]*syntax.File
	Notes      []Note // files that cannot be parsed

	sources *Sources
	texts   map[string]string // imported files that are not modules
	known   map[string]string // where imports lead
	model   *Model            // nil until it is asked for
}

var extensions = []string{".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".jsx", ".cjs"}

// Note is a file that is not checked.
type Note struct {
	Pos     diag.Pos
	Message string
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
	to := p.sources.probe(full)
	if strings.Contains(filepath.ToSlash(to), "/node_modules/") {
		to = ""
	}
	p.known[full] = to
	return to
}

func (s *Sources) probe(full string) string {
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
		if !strings.HasSuffix(path, ".d.ts") && s.exists(path) {
			return path
		}
	}
	for _, path := range try {
		s.ask(path)
	}
	return ""
}
