package names

import (
	"slices"

	"github.com/evanw/esbuild/syntax"
)

// typeUses returns the places where a name stands for a type, and is the one that the module
// declares or imports: what esbuild's parser drops. Names of members, parameters and labels
// are not uses, nor are names that a type parameter or a declaration in a block hides.
func (f *file) typeUses(name string, target *syntax.Symbol) (all []int) {
	known := f.valuePlaces(name)
	hidden := f.hiding(name)
	for i, t := range f.tokens {
		if !t.word || t.text != name || known[t.start] || f.inClause(i) {
			continue
		}
		if slices.ContainsFunc(hidden, func(r [2]int) bool { return t.start >= r[0] && t.start < r[1] }) {
			continue
		}
		if f.isName(i) || f.prev(i) == "typeof" && f.hiddenValue(name, t.start, target) {
			continue
		}
		all = append(all, t.start)
	}
	return all
}

// modules renames in `declare module "./room" { … }`, which adds to a module that has the
// class: names there are those of that module.
func (r *renaming) modules() {
	f := r.f
	for i, t := range f.tokens {
		if t.text != "module" || !t.word || f.prev(i) != "declare" || i+2 >= len(f.tokens) || !f.tokens[i+1].quoted || f.at(i+2) != "{" || !r.holds(r.project.resolve(f.path, f.tokens[i+1].text)) {
			continue
		}
		open, end := i+2, f.tokens[i+2].mate
		if end < 0 {
			continue
		}
		whole := [2]int{f.tokens[open].start, f.tokens[end].end}
		hidden := slices.DeleteFunc(f.hiding(r.Name), func(h [2]int) bool { return h == whole })
		for j := open + 1; j < end; j++ {
			at := f.tokens[j].start
			if f.tokens[j].word && f.tokens[j].text == r.Name && !f.isName(j) && !slices.ContainsFunc(hidden, func(h [2]int) bool { return at >= h[0] && at < h[1] }) {
				r.replace(at)
			}
		}
	}
}

// valuePlaces returns the places at which the tree has a name: those of values, decided by
// symbols, and of members.
func (f *file) valuePlaces(name string) map[int]bool {
	places := map[int]bool{}
	f.tree.Root.Walk(func(n *syntax.Node) bool {
		if n.Name == name {
			places[int(n.Start)], places[int(n.At)] = true, true
		}
		return true
	})
	return places
}

func (f *file) at(i int) string {
	if i < 0 || i >= len(f.tokens) || f.tokens[i].quoted {
		return ""
	}
	return f.tokens[i].text
}

func (f *file) prev(i int) string { return f.at(i - 1) }
func (f *file) next(i int) string { return f.at(i + 1) }

// modifiers come before the names of members.
var modifiers = []string{"readonly", "abstract", "declare", "public", "private", "protected", "static", "override", "async", "get", "set", "accessor", "function", "const", "let", "var"}

// isName reports whether a word is the name of something, and not a type: of a member, a
// parameter, a label, or after a dot.
func (f *file) isName(i int) bool {
	prev, next := f.prev(i), f.next(i)
	starts := slices.Contains([]string{"{", ";", ",", "(", "[", "}", "...", ""}, prev) || slices.Contains(modifiers, prev) || f.newLine(i)
	switch {
	case slices.Contains([]string{".", "?.", "#", "break", "continue"}, prev), f.inEnum(i):
		return true
	case next == ":" || next == "?" && slices.Contains([]string{":", ",", ")", "("}, f.at(i+2)):
		return starts && prev != "?"
	case next == "(" || next == "<" && f.mateNext(i+1) == "(":
		return starts || prev == "new"
	case next == "is" && (prev == ":" || prev == "asserts"), prev == "asserts":
		return true
	case next == "in" && prev == "[":
		return true
	case (next == ";" || next == "," || next == "}" || next == "=") && slices.Contains(modifiers, prev):
		return true
	case (next == ")" || next == ",") && (prev == "(" || prev == ","):
		// (Room) => void names a parameter.
		open := f.opening(i)
		return open >= 0 && f.at(open) == "(" && f.at(f.tokens[open].mate+1) == "=>"
	}
	return false
}

// inEnum reports whether a token is in the body of an enum.
func (f *file) inEnum(i int) bool {
	open := f.opening(i)
	return open > 1 && f.at(open) == "{" && f.at(open-2) == "enum"
}

// newLine reports whether a token is the first of its line.
func (f *file) newLine(i int) bool {
	if i == 0 {
		return true
	}
	for _, c := range f.tree.Text[f.tokens[i-1].end:f.tokens[i].start] {
		if c == '\n' {
			// A type goes on after an operator.
			return !slices.Contains([]string{"|", "&", "=", ":", "<", ",", "?", "extends", "implements", "=>"}, f.prev(i))
		}
	}
	return false
}

// mateNext returns the token after the mate of an opening bracket.
func (f *file) mateNext(i int) string {
	if m := f.tokens[i].mate; m >= 0 {
		return f.at(m + 1)
	}
	return ""
}

// opening returns the bracket around a token, -1 at the top level.
func (f *file) opening(i int) int {
	for i--; i >= 0; i-- {
		t := f.tokens[i]
		switch {
		case t.word || t.quoted || t.mate < 0:
		case t.mate < i:
			i = t.mate
		default:
			return i
		}
	}
	return -1
}

// block returns the { } around a token, -1 at the top level.
func (f *file) block(i int) int {
	for i = f.opening(i); i >= 0 && f.at(i) != "{"; i = f.opening(i) {
	}
	return i
}

// hiding returns the ranges in which a type of the name is another one.
func (f *file) hiding(name string) (ranges [][2]int) {
	for i, t := range f.tokens {
		if !t.word || t.text != name {
			continue
		}
		prev := f.prev(i)
		switch {
		case prev == "[" && f.next(i) == "in":
			if b := f.block(i); b >= 0 {
				ranges = append(ranges, [2]int{f.tokens[b].start, f.tokens[f.tokens[b].mate].end})
			}
		case prev == "infer":
			ranges = append(ranges, [2]int{t.start, f.branchEnd(i)})
		case prev == "class" && f.expression(t.start) != nil:
			n := f.expression(t.start)
			ranges = append(ranges, [2]int{int(n.Start), int(n.End)})
		case slices.Contains([]string{"type", "interface", "class", "enum", "namespace"}, prev) && !f.inClause(i):
			if b := f.block(i); b >= 0 {
				ranges = append(ranges, [2]int{f.tokens[b].start, f.tokens[f.tokens[b].mate].end})
			}
		case prev == "<" || prev == "," || prev == "const" || prev == "in" || prev == "out":
			if open := f.opening(i); open >= 0 && f.at(open) == "<" && f.declares(open) && slices.Contains([]string{">", ",", "extends", "="}, f.next(i)) {
				ranges = append(ranges, [2]int{f.tokens[open].start, f.declarationEnd(open)})
			}
		}
	}
	return ranges
}

// declares reports whether an angle opens a list of type parameters, not of arguments.
func (f *file) declares(open int) bool {
	before := f.at(open - 1)
	if slices.Contains([]string{"function", "class", "interface", "type"}, f.at(open-2)) || before == "function" || before == "*" {
		return true
	}
	after := f.tokens[open].mate + 1
	if f.at(after) != "(" || f.tokens[after].mate < 0 {
		return false
	}
	follows := f.at(f.tokens[after].mate + 1)
	if !f.tokens[open-1].word {
		return follows == "=>" || follows == ":" // a function, or the type of one
	}
	if slices.Contains([]string{"new", "return", "extends", "default", "as"}, before) {
		return follows == "=>" || follows == ":"
	}
	// A method: it stands where members do, and has a type or a body.
	if b := f.opening(open); b < 0 || f.at(b) != "{" || f.isCode(b) {
		return false
	}
	first := f.at(open - 2)
	return (slices.Contains([]string{"{", "}", ";", ",", "*"}, first) || slices.Contains(modifiers, first) || f.newLine(open-1)) && (follows == "{" || follows == ":" || follows == ";")
}

// isCode reports whether a brace opens statements, not members.
func (f *file) isCode(brace int) bool {
	at := f.tokens[brace].start
	if prev := f.prev(brace); prev == "static" || prev == ")" && f.at(f.tokens[brace-1].mate-1) == "switch" {
		return true
	}
	return slices.ContainsFunc(f.tree.Of(syntax.Block), func(n *syntax.Node) bool { return int(n.Start) == at })
}

// goesOn reports whether a token that begins a line continues what is before it.
func (f *file) goesOn(i int) bool {
	return !f.newLine(i) || !f.tokens[i].word || slices.Contains([]string{"extends", "implements", "is"}, f.at(i))
}

// declarationEnd returns the end of the declaration that has these type parameters.
func (f *file) declarationEnd(open int) int {
	for i := f.tokens[open].mate + 1; i < len(f.tokens); i++ {
		t := f.tokens[i]
		switch {
		case !f.goesOn(i):
			return t.start
		case t.word || t.quoted:
		case t.text == ";" || t.text == ")" || t.text == "}" || t.text == "]":
			return t.start
		case t.mate > i:
			i = t.mate
			if t.text == "{" && !slices.Contains([]string{"{", "|", "&", "[", "=>", "extends"}, f.next(i)) {
				return f.tokens[i].end
			}
		}
	}
	return len(f.tree.Text)
}

// expression returns the class at a place if it is an expression, whose name only it sees.
func (f *file) expression(at int) *syntax.Node {
	for _, n := range f.tree.Of(syntax.Class) {
		if place(n) == at && n.Parent != nil && !slices.Contains([]syntax.Kind{syntax.Module, syntax.Export, syntax.Block, syntax.Case, syntax.StaticBlock}, n.Parent.Kind) {
			return n
		}
	}
	return nil
}

// branchEnd returns the end of the branch in which an inferred type is known.
func (f *file) branchEnd(i int) int {
	open := 0
	for i++; i < len(f.tokens); i++ {
		t := f.tokens[i]
		if !f.goesOn(i) {
			return t.start
		}
		switch {
		case t.word || t.quoted:
		case t.text == "?":
			open++
		case t.text == ":":
			open--
		}
		if !t.word && !t.quoted && (t.text == ";" || t.text == "}" || t.text == ":" && open == 0) {
			return t.start
		}
		if t.mate > i {
			i = t.mate
		}
	}
	return len(f.tree.Text)
}

// variable returns the declaration to which a name refers at a place, nil if there is none.
func (f *file) variable(name string, at int) (found *syntax.Node) {
	inner := func(n *syntax.Node) int { // the function that it is of, the smaller the nearer
		if n.Sym.Func == nil {
			return len(f.tree.Text)
		}
		return int(n.Sym.Func.End) - int(n.Sym.Func.Start)
	}
	f.tree.Root.Walk(func(n *syntax.Node) bool {
		if n.Kind == syntax.Ident && n.Binding && n.Name == name && n.Sym != nil && n.Sym.Decl == n {
			fn := n.Sym.Func
			if (fn == nil || int(fn.Start) <= at && at < int(fn.End)) && (found == nil || inner(n) < inner(found)) {
				found = n
			}
		}
		return true
	})
	return found
}

// hiddenValue reports whether a value of the name is another one at a place.
func (f *file) hiddenValue(name string, at int, target *syntax.Symbol) (hidden bool) {
	f.tree.Root.Walk(func(n *syntax.Node) bool {
		if n.Kind == syntax.Ident && n.Binding && n.Name == name && n.Sym != target && n.Sym != nil && n.Sym.Func != nil {
			fn := n.Sym.Func
			hidden = hidden || int(fn.Start) <= at && at < int(fn.End)
		}
		return !hidden
	})
	return hidden
}
