package model

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/tree"
)

// Resolve finds the file of an import within the project; "" for packages.
func (p *Project) Resolve(from, path string) string {
	path, _, _ = strings.Cut(path, "?")
	key := path
	if !filepath.IsAbs(path) {
		key = filepath.Dir(from) + "\x00" + path
	}
	if to, ok := p.known[key]; ok {
		return to
	}
	to := p.find(filepath.Dir(from), path)
	packages := func(file string) bool { return strings.Contains(filepath.ToSlash(file), "/node_modules/") }
	if packages(to) && !packages(from) {
		to = ""
	}
	p.known[key] = to
	return to
}

func (p *Project) find(dir, path string) string {
	switch {
	case path == "":
		return ""
	case filepath.IsAbs(path):
		return p.sources.probe(path)
	case path == "." || path == ".." || strings.HasPrefix(path, "./") || strings.HasPrefix(path, "../"):
		return p.sources.probe(filepath.Join(dir, filepath.FromSlash(path)))
	case strings.HasPrefix(path, "#"):
		if to := p.imported(dir, path); to != "" {
			return to
		}
	}
	return cmp.Or(p.aliased(dir, path), p.linked(dir, path))
}

// linked finds an import of a package of the same workspace, which node_modules has a link to. Code
// that was built from its source is not looked at.
func (p *Project) linked(dir, path string) string {
	name, rest, _ := strings.Cut(path, "/")
	if strings.HasPrefix(name, "@") {
		var second string
		second, rest, _ = strings.Cut(rest, "/")
		name += "/" + second
	}
	for up := filepath.Dir(dir); ; dir, up = up, filepath.Dir(up) {
		link := filepath.Join(dir, "node_modules", filepath.FromSlash(name))
		if info, err := os.Lstat(link); err == nil {
			at, err := filepath.EvalSymlinks(link)
			if info.Mode()&fs.ModeSymlink == 0 || err != nil || slices.Contains(strings.Split(filepath.ToSlash(at), "/"), "node_modules") {
				return ""
			}
			to := p.within(at, rest)
			if inside, err := filepath.Rel(at, to); err != nil || strings.Contains(filepath.Ext(to), "js") && slices.ContainsFunc(strings.Split(filepath.ToSlash(inside), "/"), func(part string) bool { return slices.Contains(built, part) }) {
				return ""
			}
			return to
		}
		if up == dir {
			return ""
		}
	}
}

// built are folders of what was made from source.
var built = []string{"dist", "build", "out", "output", "lib", "esm", "cjs"}

// within finds what a package exports under a path, "" for the package itself.
func (p *Project) within(at, path string) string {
	doc := p.json(filepath.Join(at, "package.json"))
	if doc == nil {
		return p.sources.probe(filepath.Join(at, filepath.FromSlash(path)))
	}
	if exports := doc.Root.Get("exports"); exports != nil {
		if path != "" {
			target, star := match(exports, "./"+path)
			return p.target(at, target, star)
		}
		if entry := exports.Get("."); entry != nil {
			exports = entry
		}
		return p.target(at, exports, "")
	}
	if path == "" {
		for _, key := range []string{"module", "main"} {
			if n := doc.Root.Get(key); n != nil && n.Is(tree.Text) {
				return p.sources.probe(filepath.Join(at, filepath.FromSlash(n.Value)))
			}
		}
	}
	return p.sources.probe(filepath.Join(at, filepath.FromSlash(path)))
}

// document returns a file of JSON in a folder or the nearest above it, nil if there is none.
func (p *Project) document(dir string, names ...string) (*tree.Document, string) {
	for {
		for _, name := range names {
			if doc := p.json(filepath.Join(dir, name)); doc != nil {
				return doc, dir
			}
		}
		up := filepath.Dir(dir)
		if up == dir || filepath.Base(dir) == "node_modules" {
			return nil, ""
		}
		dir = up
	}
}

func (p *Project) json(file string) *tree.Document {
	doc, ok := p.documents[file]
	if !ok {
		if src, err := p.sources.Read(file); err == nil {
			var list diag.List
			doc = tree.Parse(file, src, &list)
		}
		p.documents[file] = doc
	}
	return doc
}

// conditions are those that wrangler builds with.
var conditions = []string{"workerd", "worker", "browser", "import", "module", "default"}

// imported finds a name that begins with # in "imports" of the nearest package.json.
func (p *Project) imported(dir, path string) string {
	doc, at := p.document(dir, "package.json")
	if doc == nil {
		return ""
	}
	target, star := match(doc.Root.Get("imports"), path)
	return p.target(at, target, star)
}

// target returns the file that an entry of "imports" or "exports" leads to in a package.
func (p *Project) target(at string, target *tree.Node, star string) string {
	for depth := 0; target != nil && depth < 10; depth++ {
		if target.Is(tree.Text) {
			if !strings.HasPrefix(target.Value, "./") {
				return ""
			}
			return p.sources.probe(filepath.Join(at, filepath.FromSlash(strings.ReplaceAll(target.Value, "*", star))))
		}
		var next *tree.Node
		for _, f := range target.Fields {
			if next == nil && slices.Contains(conditions, f.Name) {
				next = f.Value
			}
		}
		if len(target.Items) > 0 {
			next = target.Items[0]
		}
		target = next
	}
	return ""
}

// aliased finds an import by "paths" and "baseUrl" of the nearest tsconfig.json.
func (p *Project) aliased(dir, path string) string {
	doc, at := p.document(dir, "tsconfig.json", "jsconfig.json")
	var paths *tree.Node
	pathsAt, base := "", ""
	type config struct {
		doc *tree.Document
		dir string
	}
	todo := []config{{doc, at}} // those that come first count
	for depth := 0; len(todo) > 0 && depth < 20; depth++ {
		doc, at = todo[0].doc, todo[0].dir
		if todo = todo[1:]; doc == nil {
			continue
		}
		options := doc.Root.Get("compilerOptions")
		if b := options.Get("baseUrl"); b != nil && base == "" {
			base = filepath.Join(at, filepath.FromSlash(b.Value))
		}
		if paths == nil {
			if paths = options.Get("paths"); paths != nil {
				pathsAt = at
			}
		}
		var bases []*tree.Node
		if e := doc.Root.Get("extends"); e != nil {
			bases = append(slices.Clone(e.Items), e)
		}
		for _, b := range bases { // the last one counts most
			if !b.Is(tree.Text) || !strings.HasPrefix(b.Value, ".") {
				continue // a package's says nothing of files here
			}
			file := filepath.Join(at, filepath.FromSlash(b.Value))
			if filepath.Ext(file) != ".json" {
				file += ".json"
			}
			todo = slices.Insert(todo, 0, config{p.json(file), filepath.Dir(file)})
		}
	}
	if target, star := match(paths, path); target != nil {
		for _, t := range target.Items {
			if to := p.sources.probe(filepath.Join(cmp.Or(base, pathsAt), filepath.FromSlash(strings.ReplaceAll(t.Value, "*", star)))); to != "" {
				return to
			}
		}
	}
	if base == "" {
		return ""
	}
	return p.sources.probe(filepath.Join(base, filepath.FromSlash(path)))
}

// match finds the field that a path is, or whose pattern with a * is the longest that it has, and
// what the * stands for.
func match(n *tree.Node, path string) (value *tree.Node, star string) {
	if n == nil {
		return nil, ""
	}
	longest := -1
	for _, f := range n.Fields {
		before, after, ok := strings.Cut(f.Name, "*")
		switch {
		case !ok && f.Name == path:
			return f.Value, ""
		case ok && len(before) > longest && len(path) >= len(before)+len(after) && strings.HasPrefix(path, before) && strings.HasSuffix(path, after):
			value, star, longest = f.Value, path[len(before):len(path)-len(after)], len(before)
		}
	}
	return value, star
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
		if !strings.HasSuffix(path, ".d.ts") && s.Exists(path) {
			return path
		}
	}
	for _, path := range try {
		s.ask(path)
	}
	return ""
}
