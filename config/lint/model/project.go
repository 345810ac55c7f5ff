package model

import (
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/tree"

	"github.com/evanw/esbuild/syntax"
)

// Project is a Worker's configuration and the modules that its entry imports.
type Project struct {
	Doc        *tree.Document // nil without a configuration
	Config     string         // its path
	ConfigText string
	Entry      string
	Files      map[string]*syntax.File
	Notes      []Note // files that cannot be parsed, and rules that failed

	sources   *Sources
	texts     map[string]string         // imported files that are not modules
	known     map[string]string         // where imports lead
	documents map[string]*tree.Document // of package.json and the like; nil if there is none
	model     *Model                    // nil until it is asked for
}

// Text returns a file of the project as it was read; "" if it is none.
func (p *Project) Text(path string) string {
	if path == p.Config {
		return p.ConfigText
	}
	if f := p.Files[path]; f != nil {
		return f.Text
	}
	return ""
}

var extensions = []string{".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".jsx", ".cjs"}

// Note says what was not checked.
type Note struct {
	Pos     diag.Pos
	Message string
}
