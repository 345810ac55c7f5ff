package names

import (
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/pattern"
)

// reference is a name in a documentation comment that tools resolve: {@link Room}, @see Room.
var reference = pattern.New(`(?:\{@(?:link|linkcode|linkplain)|@see)\s+([\w$.]+)`)

// typed matches the beginning of a type or an import in a documentation comment: @param {Room} x.
var typed = pattern.New(`@(?:(import)\s|\w+\s*\{)`)

// documentation renames in the documentation comments: references, and the types of JSDoc,
// which JavaScript has in place of TypeScript's.
func (r *renaming) documentation() {
	names := r.local
	for _, doc := range r.f.docs { // an import is for all of them
		for _, f := range r.f.typesIn(doc) {
			for _, c := range f.clauses {
				names = r.imported(f, c) || names
			}
		}
	}
	hidden := r.f.hiding(r.Name)
	for _, doc := range r.f.docs {
		within := func(h [2]int) bool { return doc[0] >= h[0] && doc[0] < h[1] }
		named := names && !slices.ContainsFunc(hidden, within)
		for _, m := range reference.FindAllStringSubmatchIndex(r.f.tree.Text[doc[0]:doc[1]], -1) {
			r.reference(doc[0]+m[2], r.f.tree.Text[doc[0]+m[2]:doc[0]+m[3]], named)
		}
		for _, f := range r.f.typesIn(doc) {
			r.namespaces(f)
			for i, t := range f.tokens {
				if named && t.word && t.text == r.Name && !f.isName(i) && !f.inClause(i) && !(i == 0 && f.next(i) == "is") {
					r.replace(t.start)
				}
			}
		}
	}
}

// reference renames in a name with dots; named says that its first part may be the class.
func (r *renaming) reference(at int, name string, named bool) {
	first, rest, dotted := strings.Cut(name, ".")
	if named && first == r.Name {
		r.replace(at)
		return
	}
	module, ok := r.project.local(r.f, first, 0)
	if member, _, _ := strings.Cut(rest, "."); dotted && member == r.Name && ok && module.name == "*" && r.exported(module.path) {
		r.replace(at + len(first) + 1)
	}
}

// imported renames in a clause of @import, and reports whether it brings the class here under
// its name.
func (r *renaming) imported(f *file, c clause) (here bool) {
	for _, s := range c.names {
		if s.byName && f.word(s.outer) == r.Name && r.holds(c.source) {
			switch {
			case s.outer != s.inner || r.free:
				r.replace(f.tokens[s.outer].start)
				here = here || s.outer == s.inner
			default:
				r.put(f.tokens[s.outer].start, f.tokens[s.outer].end, r.to+" as "+r.Name)
			}
		}
	}
	return here
}

// typesIn returns the types and imports in a documentation comment, each as a file of its own.
func (f *file) typesIn(doc [2]int) (all []*file) {
	text := f.tree.Text[:doc[1]]
	for _, m := range typed.FindAllStringSubmatchIndex(text[doc[0]:], -1) {
		in := &file{path: f.path, tree: f.tree, resolve: f.resolve}
		t := tokenizer{src: text}
		if m[2] >= 0 {
			line, _, _ := strings.Cut(text[doc[0]+m[2]:], "\n")
			t.src = text[:doc[0]+m[2]+len(line)]
			t.run(doc[0]+m[2], "")
		} else {
			t.run(doc[0]+m[1], "}")
		}
		t.pair()
		in.tokens = t.all
		if m[2] >= 0 {
			in.readClauses()
		}
		all = append(all, in)
	}
	return all
}
