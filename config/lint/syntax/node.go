// Package syntax parses JavaScript and TypeScript into a tree for package lint.
//
// The parser is esbuild's own, which bundles the same files for `dev`, so whatever can
// be built can be checked, with positions in the user's file and names already
// resolved. esbuild keeps it internal; hence this module of its own below esbuild's
// path, the only place that sees esbuild's syntax tree. [Parse] makes a tree of [Node]
// from it: every node has a parent and a range, parentheses and types are gone.
package syntax

import (
	"slices"
	"strconv"
	"strings"
)

// Kind says what a node is, and which of its fields are set.
type Kind uint8

const (
	Other       Kind = iota // something that no rule looks into; its parts are in List
	Module                  // List: statements
	Ident                   // Name, Sym; Binding if it declares
	This                    //
	Super                   //
	Null                    //
	Undef                   // undefined
	Bool                    // Name: true, false
	Number                  // Num
	BigInt                  // Name: the digits
	String                  // Name: the value
	Template                // List: expressions; Quasis: texts around them; A: the tag or nil
	Regexp                  // Name: as written
	Array                   // List, with Hole and Spread; as a pattern with Default
	Hole                    //
	Object                  // List of Property and Spread; also as a pattern
	Property                // Name or, if computed, A; B: value; Op: init, get, set, method; Static, in a class also field, accessor, static
	Member                  // A.Name or A["Name"], Optional
	Index                   // A[B], Optional
	Call                    // A(List), Optional
	New                     // new A(List)
	Spread                  // ...A, in patterns and parameters the rest
	Unary                   // Op A
	Update                  // Op: ++ or --, A; Prefix
	Binary                  // A Op B
	Assign                  // A Op B
	Cond                    // A ? B : C
	Await                   // A
	Yield                   // A or nil
	Func                    // Name, Sym; List: parameters; B: a Block, or the expression of an arrow; Async, Generator, Arrow
	Class                   // Name, Sym; A: extends; List: Property and StaticBlock
	StaticBlock             // List
	Default                 // A = B in patterns and parameters
	Import                  // import(A)
	JSX                     // List: attributes and children

	Block    // List
	ExprStmt // A
	Var      // Op: const, let, var, using, await using; List of Declarator
	Declarator
	// a Declarator: A is the pattern, B the value or nil
	Return   // A or nil
	Throw    // A
	If       // A, B, C or nil
	For      // A: init, B: test, C: update, each or nil; D: body
	ForIn    // A: declaration or pattern, B: object, D: body
	ForOf    // A, B, D; Async for `for await`
	While    // A: test, D: body
	DoWhile  // A: test, D: body
	Switch   // A; List of Case
	Case     // A: test, nil for default; List
	Try      // A: Block, B: Catch or nil, C: Block or nil
	Catch    // A: pattern or nil, B: Block
	Break    //
	Continue //
	Labeled  // A
	Export   // A: the declaration or the value of `export default`; Op: default
	Enum     // Name

	kinds // how many there are
)

// Node is a part of a file. Which fields are set depends on the [Kind]. Those that most questions
// look at come first: a line of the processor's cache has 64 bytes.
type Node struct {
	Kind                                        Kind
	Binding, Optional, Prefix, Static, Computed bool
	Async, Generator, Arrow, Shorthand, Private bool
	Decorated                                   bool // of a class

	ID int32 // from 0, below Nodes of the file, in no order

	A, Parent *Node
	File      *File
	Sym       *Symbol
	Name      string

	Start, End int32 // bytes of the file; without parentheses around it
	At         int32 // where Name starts, if elsewhere than Start
	Outer      int32 // where it ends with parentheses around it
	B          *Node
	List       []*Node
	Op         string
}

// C returns the third part of an If, a For, a Try or a Cond, nil if it has none.
func (n *Node) C() *Node {
	if len(n.List) == 0 {
		return nil
	}
	return n.List[0]
}

// D returns the body of a loop.
func (n *Node) D() *Node { return n.List[len(n.List)-1] }

// Num returns the value of a Number.
func (n *Node) Num() float64 {
	f, _ := strconv.ParseFloat(n.Name, 64) // the converter wrote it
	return f
}

// Quasis returns the texts of a Template.
func (n *Node) Quasis() []Quasi { return n.File.quasis[n.ID] }

// Quasi is text of a template.
type Quasi struct {
	Text  string // escapes resolved
	Start int    // where it starts in the file
}

// Symbol is a name of a file: all nodes that mean the same variable share it.
type Symbol struct {
	Name    string
	Unbound bool    // declared nowhere in the file: a global
	Import  *Source // where it comes from, or nil
	Decl    *Node   // the Ident, Func or Class that declares it
	Refs    []*Node // all that name it, including Decl
	File    *File
	Func    *Node // the function whose variable it is, nil for the module

	Changes Change // whether it is assigned again, once package code knows
}

// Change says whether a variable has more than its first value.
type Change uint8

// The values of a Change.
const (
	Unknown Change = iota
	Never
	Sometimes
)

// Source is an export of another module.
type Source struct {
	Path string // as written
	Name string // "default" too; "*" is the namespace
	At   int    // of the path
}

// ImportStatement is a declaration that imports values; those of types alone are gone.
type ImportStatement struct {
	Source
	Start int     // of the statement
	Names []*Node // what it declares: each an Ident whose Sym has an Import
}

// File is a parsed module.
type File struct {
	Path     string
	Text     string
	Root     *Node
	Exports  map[string]*Symbol
	Default  *Node    // what `export default` exports, if it has no name
	Stars    []Source // export * from
	Imports  []Source // of all kinds, each path at each place
	Declared []ImportStatement
	CommonJS bool
	Nodes    int // how many there are

	lines   []int
	kinds   [kinds][]*Node
	members [][]*Node
	of      [][]*Node
	globals []*Symbol
	quasis  map[int32][]Quasi // by the ID of a Template
}

// Of returns the nodes of a kind, in the order of the source. They are kept, since most rules
// look at the same few kinds.
func (f *File) Of(k Kind) []*Node {
	if f.kinds[Module] == nil {
		var counts [kinds]int
		f.Root.Walk(func(n *Node) bool { counts[n.Kind]++; return true })
		for k, n := range counts {
			f.kinds[k] = make([]*Node, 0, n)
		}
		f.Root.Walk(func(n *Node) bool { f.kinds[n.Kind] = append(f.kinds[n.Kind], n); return true })
	}
	return f.kinds[k]
}

// Members returns the nodes A.Name, those of one name together in the order of the source.
func (f *File) Members() [][]*Node {
	if f.members == nil {
		all := slices.Clone(f.Of(Member))
		slices.SortStableFunc(all, func(a, b *Node) int { return strings.Compare(a.Name, b.Name) })
		for from, to := 0, 0; from < len(all); from = to {
			for to < len(all) && all[to].Name == all[from].Name {
				to++
			}
			f.members = append(f.members, all[from:to:to])
		}
	}
	return f.members
}

// MembersOf returns the nodes A.Name by A: those of one variable together, others alone. Of
// globals and of this there are none.
func (f *File) MembersOf() [][]*Node {
	if f.of == nil {
		f.of = [][]*Node{}
		at := map[*Symbol]int{}
		for _, n := range f.Of(Member) {
			s := n.A.Sym
			switch {
			case n.A.Kind == This || n.A.Kind == Ident && (s == nil || s.Unbound):
			case n.A.Kind != Ident:
				f.of = append(f.of, []*Node{n})
			default:
				i, ok := at[s]
				if !ok {
					i = len(f.of)
					at[s], f.of = i, append(f.of, nil)
				}
				f.of[i] = append(f.of[i], n)
			}
		}
	}
	return f.of
}

// Globals returns the names that the file uses and does not declare.
func (f *File) Globals() []*Symbol {
	if f.globals == nil {
		f.globals = []*Symbol{}
		seen := map[*Symbol]bool{}
		for _, n := range f.Of(Ident) {
			if n.Sym != nil && n.Sym.Unbound && !seen[n.Sym] {
				seen[n.Sym], f.globals = true, append(f.globals, n.Sym)
			}
		}
	}
	return f.globals
}

// Walk calls visit for a node and, while it returns true, for the nodes in it, in the
// order of the source.
func (n *Node) Walk(visit func(*Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	n.Each(func(c *Node) { c.Walk(visit) })
}

// Each calls f for the children of a node.
func (n *Node) Each(f func(*Node)) {
	call := func(c *Node) {
		if c != nil {
			f(c)
		}
	}
	switch n.Kind {
	case Func, Class, Call, New, Template, Switch, Case:
		call(n.A)
		for _, c := range n.List {
			call(c)
		}
		call(n.B)
	case DoWhile:
		call(n.D())
		call(n.A)
	default:
		call(n.A)
		call(n.B)
		for _, c := range n.List {
			call(c)
		}
	}
}

// Text returns the source of a node.
func (n *Node) Text() string { return n.File.Text[n.Start:max(n.End, n.Start)] }

// Line returns the line and the column, in bytes, of an offset, both from 1.
func (f *File) Line(offset int) (line, column int) {
	if f.lines == nil {
		f.lines = []int{0}
		for i := range len(f.Text) {
			if f.Text[i] == '\n' {
				f.lines = append(f.lines, i+1)
			}
		}
	}
	low, high := 0, len(f.lines)
	for high-low > 1 {
		if mid := (low + high) / 2; f.lines[mid] <= offset {
			low = mid
		} else {
			high = mid
		}
	}
	return low + 1, offset - f.lines[low] + 1
}
