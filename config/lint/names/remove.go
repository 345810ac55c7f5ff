package names

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/syntax"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint/code"
)

// UsedError says that a class is still needed.
type UsedError struct {
	Name string
	At   []diag.Pos
	Dir  string // paths are shown relative to it
}

func (e *UsedError) Error() string {
	var places []string
	for _, at := range e.At[:min(len(e.At), 5)] {
		places = append(places, fmt.Sprintf("%s:%d:%d", diag.Rel(e.Dir, at.File), at.Line, at.Column))
	}
	text := fmt.Sprintf("%s is still used: %s", e.Name, strings.Join(places, ", "))
	if more := len(e.At) - len(places); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// Hint says what to do.
func (e *UsedError) Hint() string { return "remove these uses first" }

// Module returns the text of the module that declares the class, and whether it stands alone:
// with no export but the class, and no import from the project.
func (c *Class) Module() (text string, alone bool) {
	f := c.project.files[c.declared.path]
	if f == nil {
		return "", false
	}
	for _, i := range f.tree.Imports {
		if c.project.resolve(f.path, i.Path) != "" {
			return f.tree.Text, false
		}
	}
	return f.tree.Text, c.only(f)
}

// only reports whether a module exports nothing but the class.
func (c *Class) only(f *file) bool {
	start, _, ok := c.statement(f)
	for i, t := range f.tokens {
		if t.word && t.text == "export" && f.opening(i) < 0 && !(ok && t.start == start) {
			return false
		}
	}
	return ok
}

// statement returns the range of the class in the module that declares it.
func (c *Class) statement(f *file) (start, end int, ok bool) {
	s := f.symbol(c.declared.name)
	if s == nil || s.Decl == nil || s.Decl.Kind != syntax.Class || s.Decl.Parent != nil && s.Decl.Parent.Kind != syntax.Module && s.Decl.Parent.Kind != syntax.Export {
		return 0, 0, false
	}
	i := slices.IndexFunc(f.tokens, func(t token) bool { return t.start == place(s.Decl) })
	for i--; i >= 0 && slices.Contains([]string{"class", "abstract", "default", "export", "declare"}, f.at(i)); i-- {
		start = f.tokens[i].start
	}
	return start, int(s.Decl.End), i == -1 || f.at(i) != "="
}

// Remove returns what the files become without the class: its declaration, exports and
// imports are gone, and so is a module that has nothing else. The error is a [*UsedError]
// if something needs the class.
func (c *Class) Remove(root string) (texts map[string]string, gone []string, err error) {
	if uses := c.Uses(); len(uses) > 0 {
		return nil, nil, &UsedError{c.Name, uses, root}
	}
	home := c.project.files[c.declared.path]
	if home == nil {
		return nil, nil, fmt.Errorf("%s comes from %s: remove its export first", c.Name, c.declared.path)
	}
	start, end, ok := c.statement(home)
	if !ok {
		return nil, nil, fmt.Errorf("%s declares %s in a way that dotool cannot remove", diag.Rel(root, home.path), c.Name)
	}
	texts = map[string]string{}
	whole := home.path != c.project.entry && c.only(home)
	for _, path := range slices.Sorted(maps.Keys(c.project.files)) {
		f := c.project.files[path]
		var edits []edit
		for _, clause := range f.clauses {
			edits = append(edits, c.without(f, clause, whole)...)
		}
		switch {
		case path == home.path && whole:
			gone = append(gone, path)
			continue
		case path == home.path:
			edits = append(edits, f.line(withComment(f.tree.Text, start), end))
		}
		if len(edits) > 0 {
			texts[path] = apply(f.tree.Text, edits)
		}
	}
	return texts, gone, nil
}

// without removes the class from an import or export; whole says that its module goes.
func (c *Class) without(f *file, clause clause, whole bool) (edits []edit) {
	of := func(s spec) bool {
		var to ref
		var ok bool
		switch {
		case clause.export && clause.source != "":
			to, ok = c.project.follow(clause.source, f.word(s.inner), 0)
		case clause.foreign != "":
		case clause.export:
			to, ok = c.project.local(f, f.word(s.inner), 0)
		case clause.source != "":
			to, ok = c.project.follow(clause.source, f.word(s.outer), 0)
		}
		return ok && to == c.declared
	}
	left := slices.DeleteFunc(slices.Clone(clause.names), of)
	statement := func() []edit {
		end := f.tokens[clause.to-1].end
		if f.at(clause.to) == ";" {
			end = f.tokens[clause.to].end
		}
		return []edit{f.line(f.tokens[clause.from].start, end)}
	}
	switch {
	case whole && clause.source == c.declared.path && len(left) == 0:
		return statement()
	case len(left) == len(clause.names):
		return nil
	case len(left) == 0 && clause.space < 0:
		return statement()
	}
	for _, s := range clause.names {
		if !of(s) || !s.byName {
			continue
		}
		from, to := min(s.outer, s.inner), max(s.outer, s.inner)
		if f.at(from-1) == "type" && f.at(from-2) != "import" && f.at(from-2) != "export" {
			from--
		}
		start, end := f.tokens[from].start, f.tokens[to].end
		if f.at(to+1) == "," {
			end = f.tokens[to+2].start
		} else if f.at(from-1) == "," {
			start = f.tokens[from-1].start
		}
		edits = append(edits, edit{start, end, ""})
	}
	return edits
}

// line removes a range, with its line and a blank one after it if nothing else is there.
func (f *file) line(start, end int) edit {
	text := f.tree.Text
	from := strings.LastIndexByte(text[:start], '\n') + 1
	if strings.TrimSpace(text[from:start]) != "" {
		return edit{start, end, ""}
	}
	rest := text[end:]
	stop := strings.IndexByte(rest, '\n')
	switch {
	case stop < 0 && strings.TrimSpace(rest) == "":
		end = len(text)
	case stop >= 0 && strings.TrimSpace(rest[:stop]) == "":
		end += stop + 1
		blank := code.Newline(text)
		if strings.HasPrefix(text[end:], blank) && (from == 0 || strings.HasSuffix(text[:from], blank+blank)) {
			end += len(blank)
		}
	default:
		return edit{start, end, ""}
	}
	return edit{from, end, ""}
}

// withComment returns the offset at which the comment right above a statement starts.
func withComment(text string, start int) int {
	lines := strings.SplitAfter(text[:start], "\n")
	at := start - len(lines[len(lines)-1])
	inside := false
	for i := len(lines) - 2; i >= 0; i-- {
		line := strings.TrimSpace(lines[i])
		switch {
		case inside:
			inside = !strings.HasPrefix(line, "/*")
		case strings.HasSuffix(line, "*/"):
			inside = !strings.HasPrefix(line, "/*")
		case strings.HasPrefix(line, "//"):
		default:
			return at
		}
		at -= len(lines[i])
	}
	if inside {
		return start
	}
	return at
}

// Mentions returns the places that read a member of a name, such as a binding of env.
func (p *Project) Mentions(name string) (all []diag.Pos) {
	for _, path := range slices.Sorted(maps.Keys(p.files)) {
		f := p.files[path]
		for i, t := range f.tokens {
			if t.word && t.text == name && (f.prev(i) == "." || f.prev(i) == "?.") && filepath.Base(path) != "worker-configuration.d.ts" {
				line, column := f.tree.Line(t.start)
				all = append(all, diag.Pos{File: path, Line: line, Column: column})
			}
		}
	}
	return all
}

// Export returns the text of the entry module with one more export, from a module beside
// it, whose extension is written as the other imports of the entry do.
func (p *Project) Export(name, module string) string {
	f := p.files[p.entry]
	path, err := filepath.Rel(filepath.Dir(p.entry), module)
	if err != nil {
		path = module
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, ".") {
		path = "./" + path
	}
	path = strings.TrimSuffix(path, filepath.Ext(path)) + p.extension(filepath.Ext(module))
	quote, end := `"`, ";"
	at := 0
	for _, c := range f.clauses {
		if c.source == "" && c.foreign == "" {
			continue
		}
		at = f.tokens[c.to-1].end
		quote = f.tree.Text[f.tokens[c.to-1].start : f.tokens[c.to-1].start+1]
		end = ""
		if f.at(c.to) == ";" {
			at, end = f.tokens[c.to].end, ";"
		}
	}
	text, newline := f.tree.Text, code.Newline(f.tree.Text)
	line := "export { " + name + " } from " + quote + path + quote + end + newline
	switch {
	case at > 0:
		next := strings.IndexByte(text[at:], '\n')
		if next < 0 {
			return text + newline + line
		}
		at += next + 1
	case strings.HasPrefix(text, "#!") || strings.TrimSpace(text) == "":
		at = len(text)
	default:
		if strings.HasPrefix(text, mark) {
			at = len(mark)
		}
		line += newline
	}
	return text[:at] + line + text[at:]
}

// mark is the byte order mark, which some editors put first.
const mark = "\ufeff"

// extension returns the ending that the entry uses in the paths of the project's own modules.
func (p *Project) extension(of string) string {
	f := p.files[p.entry]
	for _, i := range f.tree.Imports {
		if ext := filepath.Ext(i.Path); strings.HasPrefix(i.Path, ".") && slices.Contains(extensions, ext) {
			return ext
		} else if strings.HasPrefix(i.Path, ".") {
			return ""
		}
	}
	if strings.HasSuffix(of, "js") {
		return of
	}
	return ""
}
