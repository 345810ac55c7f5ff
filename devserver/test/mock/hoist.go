package mock

import (
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/evanw/esbuild/syntax"
)

// source is a file with calls of vi.mock and its like.
type source struct {
	mocks *mocks
	path  string
	file  *syntax.File
	calls []call
	edits []edit
}

// call is a call of a method of vi.
type call struct {
	node   *syntax.Node
	method string
}

// Names in the code that replaces imports and calls of vi.mock and the like.
const (
	mocker   = "globalThis.__vitest_mocker__"
	importID = "__vi_import_%d__"
)

// read parses a file and adds the modules that its calls name. A file that cannot be
// parsed is nil: esbuild reports it.
func (m *mocks) read(path, text string) *source {
	file, err := syntax.Parse(path, text)
	if err != nil {
		return nil
	}
	s := &source{mocks: m, path: path, file: file}
	file.Root.Walk(func(n *syntax.Node) bool {
		if n.Kind == syntax.Call && n.A.Kind == syntax.Member && n.A.A.Kind == syntax.Ident && (n.A.A.Name == "vi" || n.A.A.Name == "vitest") {
			s.calls = append(s.calls, call{n, n.A.Name})
		}
		return true
	})
	for _, c := range s.calls {
		if raw, at := c.path(); at != nil {
			s.edits = append(s.edits, edit{int(at.Start), int(at.End), quote(fmt.Sprintf("%d:%s", m.add(path, raw), raw))})
		}
	}
	if strings.Contains(text, "spyOn(") {
		s.addSpied()
	}
	s.replaceMeta()
	return s
}

// replaceMeta writes where a file is in place of import.meta.url and its like: a bundle
// knows them no longer.
func (s *source) replaceMeta() {
	const meta = "import.meta"
	value := "(" + asJSON(map[string]string{
		"url":      (&url.URL{Scheme: "file", Path: filepath.ToSlash(s.path)}).String(),
		"filename": s.path,
		"dirname":  filepath.Dir(s.path),
	}) + ")"
	s.file.Root.Walk(func(n *syntax.Node) bool {
		if n.Kind != syntax.Member || n.A.Kind != syntax.Other || !slices.Contains([]string{"url", "filename", "dirname"}, n.Name) {
			return true
		}
		if at := int(n.A.Start); strings.HasPrefix(s.file.Text[at:], meta) {
			s.edits = append(s.edits, edit{at, at + len(meta), value})
		}
		return true
	})
}

// path returns the module that a call names, and the argument that names it.
func (c call) path() (string, *syntax.Node) {
	if !slices.Contains([]string{"mock", "unmock", "doMock", "doUnmock", "importActual", "importMock"}, c.method) || len(c.node.List) == 0 {
		return "", nil
	}
	at := c.node.List[0]
	n := at
	if n.Kind == syntax.Await {
		n = n.A
	}
	if n.Kind == syntax.Import {
		n = n.A
	}
	if n.Kind == syntax.Ident && n.Sym != nil && n.Sym.Decl != nil {
		if d := n.Sym.Decl.Parent; d != nil && d.Kind == syntax.Declarator && d.Parent.Op == "const" && d.B != nil {
			n = d.B
		}
	}
	switch {
	case n.Kind == syntax.String:
		return n.Name, at
	case n.Kind == syntax.Template && n.A == nil && len(n.List) == 0 && len(n.Quasis()) == 1:
		return n.Quasis()[0].Text, at
	}
	return "", nil
}

// addSpied adds the modules whose namespace is used as a value, as in vi.spyOn(module, "f"):
// their exports can then be replaced.
func (s *source) addSpied() {
	add := func(sym *syntax.Symbol, path string) {
		if sym == nil || path == "vitest" || !slices.ContainsFunc(sym.Refs, func(n *syntax.Node) bool {
			return !n.Binding && n.Parent.Kind == syntax.Call && slices.Contains(n.Parent.List, n)
		}) {
			return
		}
		if r := s.mocks.find(path, s.path, api.ResolveJSImportStatement); !r.External && len(r.Errors) == 0 {
			s.mocks.add(s.path, path)
		}
	}
	for _, d := range s.file.Declared {
		for _, n := range d.Names {
			if n.Sym.Import.Name == "*" {
				add(n.Sym, d.Path)
			}
		}
	}
	s.file.Root.Walk(func(n *syntax.Node) bool {
		if n.Kind == syntax.Declarator && n.A.Kind == syntax.Ident && n.B != nil && n.B.Kind == syntax.Await && n.B.A.Kind == syntax.Import && n.B.A.A.Kind == syntax.String {
			add(n.A.Sym, n.B.A.A.Name)
		}
		return true
	})
}

// hoist returns the text of the file as it is to run, with its source map: "" as it is.
func (s *source) hoist() (text string, warnings []api.Message, fault *api.Message) {
	moved, warnings, fault := s.moved()
	if fault != nil {
		return "", nil, fault
	}
	s.wrapImports()
	var head []string
	var gone []span // what is elsewhere, or no longer
	if len(moved) > 0 {
		head, gone = s.imports()
	}
	if len(moved) == 0 && len(s.edits) == 0 {
		return "", nil, nil
	}
	w := newWriter(s.file.Text, s.edits)
	begin := 0
	if strings.HasPrefix(s.file.Text, "#!") {
		begin = strings.IndexByte(s.file.Text, '\n') + 1
		w.copy(span{0, begin})
	}
	if names := s.missing(); len(moved) > 0 && len(names) > 0 {
		w.add(fmt.Sprintf("import { %s } from \"vitest\";\n", strings.Join(names, ", ")))
	}
	for _, m := range moved {
		w.copy(m)
		w.add(";\n")
	}
	for i, line := range head {
		w.at(gone[i].start)
		w.add(line)
	}
	gone = append(gone, moved...)
	slices.SortFunc(gone, func(a, b span) int { return a.start - b.start })
	for _, g := range gone {
		w.copy(span{begin, g.start})
		if s.isValue(g) {
			w.add("void 0")
		}
		begin = g.end
	}
	w.copy(span{begin, len(s.file.Text)})
	return w.finish(filepath.Base(s.path)), warnings, nil
}

// isValue reports whether a call that is moved leaves a place where a value is expected.
func (s *source) isValue(g span) bool {
	return slices.ContainsFunc(s.calls, func(c call) bool {
		return int(c.node.Start) == g.start && c.node.Parent.Kind != syntax.ExprStmt && c.node.Parent.Kind != syntax.Await
	})
}

// moved returns what runs before the imports, in the order of the source.
func (s *source) moved() (all []span, warnings []api.Message, fault *api.Message) {
	inside := func(a, b span) bool { return a.start >= b.start && a.end <= b.end }
	names := []string{}
	for _, c := range s.calls {
		n, name := c.node, c.node.A.A.Name+"."+c.method
		declared := false
		switch c.method {
		case "mock", "unmock":
		case "hoisted":
			if n.Parent.Kind == syntax.Await {
				n = n.Parent
			}
			if d := n.Parent; d.Kind == syntax.Declarator && d.Parent.Kind == syntax.Var && d.Parent.List[0] == d {
				n, declared = d.Parent, true
			}
		default:
			continue
		}
		if declared && strings.HasSuffix(strings.TrimRight(s.file.Text[:n.Start], " \t\r\n"), "export") || n.Parent.Kind == syntax.Export {
			text := fmt.Sprintf("Cannot export the result of %q. Remove export declaration because %q doesn't return anything.", name, name)
			if c.method == "hoisted" {
				text = "Cannot export hoisted variable. You can control hoisting behavior by placing the import from this file first."
			}
			return nil, nil, s.message(c.node, text)
		}
		at := span{int(n.Start), int(n.End)}
		for at.end > at.start && (s.file.Text[at.end-1] == ';' || s.file.Text[at.end-1] == '\n') {
			at.end--
		}
		for i, other := range all {
			if inside(at, other) || inside(other, at) {
				return nil, nil, s.message(c.node, fmt.Sprintf("Cannot call %s inside %s: both methods are hoisted to the top of the file and not actually called inside each other.", s.call(c, name), names[i]))
			}
		}
		if top := n.Parent; !(top.Kind == syntax.Module || top.Kind == syntax.ExprStmt && top.Parent.Kind == syntax.Module) {
			warnings = append(warnings, *s.message(c.node, fmt.Sprintf("%s is not at the top level of the module. It runs before all tests all the same: move it to the top level", s.call(c, name))))
		}
		all, names = append(all, at), append(names, s.call(c, name))
		for c := at.end; c < len(s.file.Text) && s.file.Text[c] == ';'; c++ {
			all[len(all)-1].end++
		}
	}
	return all, warnings, nil
}

func (s *source) call(c call, name string) string {
	if _, at := c.path(); at != nil {
		return name + "(" + at.Text() + ")"
	}
	return name + "()"
}

func (s *source) message(n *syntax.Node, text string) *api.Message {
	line, column := s.file.Line(int(n.Start))
	start := int(n.Start) - column + 1
	end := start + strings.IndexByte(s.file.Text[start:]+"\n", '\n')
	return &api.Message{Text: text, Location: &api.Location{
		File: s.path, Namespace: "file", Line: line, Column: column - 1, Length: min(int(n.End), end) - int(n.Start), LineText: s.file.Text[start:end],
	}}
}

// missing returns the names of vitest's that calls use though nothing is imported from it.
func (s *source) missing() (names []string) {
	if slices.ContainsFunc(s.file.Declared, func(d syntax.ImportStatement) bool { return d.Path == "vitest" }) {
		return nil
	}
	for _, c := range s.calls {
		if v := c.node.A.A; (v.Sym == nil || v.Sym.Unbound) && !slices.Contains(names, v.Name) {
			names = append(names, v.Name)
		}
	}
	return names
}

// wrapImports makes dynamic imports wait for the mocks that they lead to.
func (s *source) wrapImports() {
	named := map[*syntax.Node]bool{}
	for _, c := range s.calls {
		if _, at := c.path(); at != nil {
			at.Walk(func(n *syntax.Node) bool { named[n] = true; return true })
		}
	}
	s.file.Root.Walk(func(n *syntax.Node) bool {
		if n.Kind == syntax.Import && n.A.Kind == syntax.String && !named[n] {
			if key := s.key(n.A.Name); key != "" {
				s.edits = append(s.edits, edit{int(n.Start), int(n.Start), mocker + ".import(" + quote(key) + ", () => "}, edit{int(n.End), int(n.End), ")"})
			}
		}
		return true
	})
}

// key returns what [mocks.reach] knows an imported module by, "" if it leads to nothing
// that may be mocked.
func (s *source) key(path string) string {
	r := s.mocks.find(path, s.path, api.ResolveJSImportStatement)
	if i, ok := s.mocks.at[r.Path]; ok {
		return fmt.Sprint(stub, i)
	}
	if len(r.Errors) > 0 {
		name := path
		if strings.HasPrefix(path, ".") {
			name = filepath.Join(filepath.Dir(s.path), filepath.FromSlash(path))
		}
		if i, ok := s.mocks.at[name]; ok {
			return fmt.Sprint(stub, i)
		}
	}
	if r.External || len(r.Errors) > 0 {
		return ""
	}
	s.mocks.keys[r.Path] = true
	return r.Path
}

// imports turns declarations that import into calls of import, in their order, and what they declare
// into properties of the result. It returns the calls, and where the declarations were.
func (s *source) imports() (lines []string, gone []span) {
	exported := map[*syntax.Symbol]bool{}
	for _, sym := range s.file.Exports {
		exported[sym] = true
	}
	for _, d := range s.file.Declared {
		key := ""
		if d.Path != "vitest" {
			key = s.key(d.Path)
		}
		if key == "" {
			continue
		}
		id := fmt.Sprintf(importID, len(lines))
		end, attributes := s.end(d)
		load := quote(d.Path)
		if attributes != "" {
			load += ", { with: " + attributes + " }"
		}
		line := fmt.Sprintf("const %s = await %s.import(%s, () => import(%s));", id, mocker, quote(key), load)
		for _, n := range d.Names {
			value := id
			switch name := n.Sym.Import.Name; {
			case name == "*":
			case isName(name):
				value += "." + name
			default:
				value += "[" + quote(name) + "]"
			}
			if exported[n.Sym] || slices.ContainsFunc(n.Sym.Refs, func(r *syntax.Node) bool { return r.Parent.Kind == syntax.JSX }) {
				line += fmt.Sprintf(" const %s = %s;", n.Name, value)
				continue
			}
			s.rename(n, value)
		}
		lines = append(lines, line+"\n")
		gone = append(gone, span{d.Start, end})
	}
	return lines, gone
}

// rename puts a value in place of the uses of a name.
func (s *source) rename(declared *syntax.Node, value string) {
	for _, r := range declared.Sym.Refs {
		if r.Binding || r.Text() != declared.Name {
			continue
		}
		if r.Parent.Kind == syntax.Property && r.Parent.Shorthand && r.Parent.B == r {
			s.edits = append(s.edits, edit{int(r.End), int(r.End), ": " + value})
		} else {
			s.edits = append(s.edits, edit{int(r.Start), int(r.End), value})
		}
	}
}

func isName(s string) bool {
	for i, c := range s {
		if !(c == '_' || c == '$' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || i > 0 && c >= '0' && c <= '9') {
			return false
		}
	}
	return s != ""
}

// end returns where a declaration that imports ends, and its attributes.
func (s *source) end(d syntax.ImportStatement) (end int, attributes string) {
	text := s.file.Text
	i := d.At + 1
	for ; i < len(text) && text[i] != text[d.At]; i++ {
		if text[i] == '\\' {
			i++
		}
	}
	i = min(i+1, len(text))
	rest := strings.TrimLeft(text[i:], " \t\r\n")
	for _, word := range []string{"with", "assert"} {
		if after, ok := strings.CutPrefix(rest, word); ok && strings.HasPrefix(strings.TrimLeft(after, " \t"), "{") {
			open := strings.IndexByte(after, '{')
			if n := strings.IndexByte(after, '}'); n > open {
				attributes = after[open : n+1]
				i = len(text) - len(after) + n + 1
			}
		}
	}
	for j := i; j < len(text); j++ {
		switch text[j] {
		case ' ', '\t':
		case ';':
			return j + 1, attributes
		default:
			return i, attributes
		}
	}
	return i, attributes
}
