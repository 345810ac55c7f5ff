package storage

import (
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/lint/code"
	"github.com/dotool-dev/dotool/config/lint/model"
	"github.com/dotool-dev/dotool/config/lint/rule"
	"github.com/dotool-dev/dotool/config/pattern"

	"github.com/evanw/esbuild/syntax"
)

var (
	// valuePlace is the end of a text after which a value stands.
	valuePlace = pattern.New(`(?i)(?:[=<>(,]|\|\||\b(?:LIKE|IN|VALUES|LIMIT|OFFSET|BETWEEN|AND|OR|THEN|ELSE))\s*$`)
	// namePlace is the end of a text after which a name stands: behind the word, or behind
	// other names and a comma.
	namePlace = pattern.New(`(?i)\b(?:FROM|INTO|UPDATE|JOIN|TABLE|INDEX|ON|BY|SET|SELECT|DISTINCT|EXISTS|COLUMN|CONFLICT\s*\(|USING\s*\()\s*(?:(?:[\w".\[\]\x60*]+|\w+\([^()]*\))(?:\s+(?:AS\s+)?[\w"]+)?\s*,\s*)*(?:\w+\(\s*)?$`)
	// ddl is a statement that takes no parameters.
	ddl = pattern.New(`(?i)^\s*(?:CREATE|ALTER|DROP|PRAGMA|REINDEX|ANALYZE)\b`)
	// settingPlace is the end of a text in SET, after which a column may stand.
	settingPlace = pattern.New(`(?i)\bSET\s+(?:[^()]|\([^()]*\))*,\s*$`)
	equals       = pattern.New(`^\s*=[^=]`)
)

func bindParameters(m *rule.Pass) {
	for _, q := range m.Queries() {
		if q.Known {
			continue
		}
		for _, text := range texts(q.Arg) {
			unbound(m, q, text)
		}
	}
}

// texts returns the expressions whose text a query is: the argument, or what a variable of
// the function gets.
func texts(arg *syntax.Node) []*syntax.Node {
	if arg.Kind != syntax.Ident || arg.Sym == nil || arg.Sym.Decl == nil {
		return []*syntax.Node{arg}
	}
	var all []*syntax.Node
	d := arg.Sym.Decl.Parent
	if d == nil || d.Kind != syntax.Declarator || d.A != arg.Sym.Decl || d.B == nil {
		return nil
	}
	all = append(all, d.B)
	for _, r := range arg.Sym.Refs {
		if p := r.Parent; p.Kind == syntax.Assign && p.A == r && (p.Op == "=" || p.Op == "+=") {
			all = append(all, p.B)
		}
	}
	return all
}

// piece is a part of a text: known, or an expression.
type piece struct {
	text string
	expr *syntax.Node
}

func pieces(m *rule.Pass, n *syntax.Node, depth int) []piece {
	if s, ok := m.Fold(n); ok {
		return []piece{{text: s.String()}}
	}
	switch n.Kind {
	case syntax.Template:
		if n.A != nil {
			return nil
		}
		var all []piece
		for i, q := range n.Quasis() {
			all = append(all, piece{text: q.Text})
			if i < len(n.List) {
				all = append(all, pieces(m, n.List[i], depth)...)
			}
		}
		return all
	case syntax.Binary:
		if n.Op == "+" {
			return append(pieces(m, n.A, depth), pieces(m, n.B, depth)...)
		}
	case syntax.Ident:
		if init := m.ConstInit(n); init != nil && depth < 8 && init.File == n.File && (init.Kind == syntax.Template && init.A == nil || init.Kind == syntax.Binary && init.Op == "+") {
			return pieces(m, init, depth+1)
		}
	}
	return []piece{{expr: n}}
}

func unbound(m *rule.Pass, q model.Query, n *syntax.Node) {
	if n.Kind != syntax.Template && n.Kind != syntax.Binary {
		return
	}
	all := pieces(m, n, 0)
	before := ""
	for i, p := range all {
		if p.expr == nil {
			before += p.text
			continue
		}
		quoted := openQuote(before)
		here := before[strings.LastIndexByte(before, ';')+1:]
		value := quoted == '\'' || quoted == 0 && valuePlace.MatchString(here) && !namePlace.MatchString(here) && !columnList(here) && !ddl.MatchString(here)
		if i+1 < len(all) && quoted == 0 && equals.MatchString(all[i+1].text) && settingPlace.MatchString(here) {
			value = false // a column of UPDATE
		}
		if value && !harmless(m, p.expr, 0) {
			f := m.Node(p.expr, "? in the text, and "+p.expr.Text()+" as an argument", p.expr.Text()+" becomes part of the SQL text")
			if manyValues(here, p.expr) {
				f.Fix = "a ? in the text for each value, such as values.map(() => \"?\").join(), and ...values as arguments"
			} else {
				f.Edits = bindFix(q, n, all, i)
			}
		}
		before += "x" // a value
	}
}

// list is the end of a text after which a list of values stands.
var list = pattern.New(`(?i)(?:\bIN\s*\(|\bVALUES)\s*$`)

// manyValues reports whether an expression may be the text of several values.
func manyValues(before string, n *syntax.Node) bool {
	if n.Kind == syntax.Call && n.A.Kind == syntax.Member && n.A.Name == "join" {
		return true
	}
	return list.MatchString(before)
}

// columnList reports whether a text ends in the names of INSERT INTO t (….
func columnList(s string) bool { return intoColumns.MatchString(s) }

var intoColumns = pattern.New(`(?i)\bINTO\s+[\w".\[\]\x60]+\s*\([^)]*$`)

// openQuote returns the quote that is open at the end of a text, 0 if there is none.
func openQuote(s string) byte {
	var open byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case open == 0 && strings.HasPrefix(s[i:], "--"):
			n := strings.IndexByte(s[i:], '\n')
			if n < 0 {
				return 'c'
			}
			i += n
		case open == 0 && (c == '\'' || c == '"' || c == '`'):
			open = c
		case open == 0 && c == '[':
			open = ']'
		case open != 0 && c == open:
			open = 0
		}
	}
	return open
}

// bindFix binds a value in place; nil where that is not safe.
func bindFix(q model.Query, n *syntax.Node, all []piece, i int) []rule.Edit {
	args := q.Bindings
	if !q.Bound || n != q.Arg || n.Kind != syntax.Template || code.Spread(args) {
		return nil
	}
	before, marks := "", 0
	for _, p := range all[:i] {
		before += p.text
		if p.expr != nil {
			return nil
		}
	}
	if openQuote(before) != 0 {
		return nil
	}
	for _, t := range model.Tokens(before) {
		if t.Kind == 'p' {
			if t.Text != "?" {
				return nil
			}
			marks++
		}
	}
	if marks > len(args) {
		return nil
	}
	e := all[i].expr
	if e.Parent != n {
		return nil // of a constant that is part of the text
	}
	src := e.File.Text
	open, end := strings.LastIndex(src[:e.Start], "${"), strings.IndexByte(src[e.Outer:], '}')
	if open < 0 || end < 0 || strings.TrimSpace(src[open+2:e.Start]) != "" && !strings.Contains(src[open+2:e.Start], "(") {
		return nil
	}
	at := q.Arg.End
	if marks > 0 {
		at = args[marks-1].Outer
	}
	return []rule.Edit{rule.Replace(e.File.Path, open, int(e.Outer)+end+1, "?"), rule.Replace(e.File.Path, at, at, ", "+e.Text())}
}

// harmless reports whether an expression cannot bring SQL in.
func harmless(m *rule.Pass, n *syntax.Node, depth int) bool {
	if n == nil || depth > 8 {
		return false
	}
	if _, ok := m.Fold(n); ok {
		return true
	}
	next := func(n *syntax.Node) bool { return harmless(m, n, depth+1) }
	switch n.Kind {
	case syntax.Cond:
		return next(n.B) && next(n.C())
	case syntax.Unary:
		return n.Op == "+" || n.Op == "-" || n.Op == "~" || n.Op == "!" || n.Op == "typeof"
	case syntax.Update:
		return true
	case syntax.Binary:
		switch n.Op {
		case "|", "&", "^", "<<", ">>", ">>>", "-", "*", "/", "%", "**", "==", "===", "!=", "!==", "<", ">", "<=", ">=":
			return true
		case "+", "??", "||", "&&":
			return next(n.A) && next(n.B)
		}
	case syntax.Template:
		return n.A == nil && !slices.ContainsFunc(n.List, func(e *syntax.Node) bool { return !next(e) })
	case syntax.Member:
		if n.Name == "length" || n.Name == "size" || n.Name == "byteLength" || n.Name == "databaseSize" {
			return true
		}
		return constLookup(m, n.A)
	case syntax.Index:
		return constLookup(m, n.A)
	case syntax.Call:
		return harmlessCall(m, n, next)
	case syntax.Ident:
		return harmlessVariable(m, n, next)
	}
	return false
}

// constLookup reports whether an expression is an object or an array of literals.
func constLookup(m *rule.Pass, n *syntax.Node) bool {
	if n.Kind != syntax.Ident {
		return false
	}
	init := m.ConstInit(n)
	if init == nil || init.Kind != syntax.Object && init.Kind != syntax.Array || len(init.List) == 0 {
		return false
	}
	for _, p := range init.List {
		v := p
		if p.Kind == syntax.Property {
			v = p.B
		}
		if _, ok := m.Fold(v); !ok {
			return false
		}
	}
	return true
}

func harmlessCall(m *rule.Pass, n *syntax.Node, next func(*syntax.Node) bool) bool {
	f := n.A
	for _, name := range []string{"Number", "parseInt", "parseFloat", "BigInt"} {
		if code.IsGlobal(f, name) {
			return true
		}
	}
	if f.Kind == syntax.Member {
		if f.A.Kind == syntax.Ident && (f.A.Name == "Math" || f.A.Name == "Number") || code.IsGlobal(f, "Date", "now") || code.IsGlobal(f, "performance", "now") {
			return true
		}
		switch f.Name {
		case "join":
			return marks(m, f.A) && (len(n.List) == 0 || next(n.List[0]))
		case "repeat", "trim", "slice", "substring", "toString", "padStart", "toUpperCase", "toLowerCase", "replace", "replaceAll":
			return next(f.A)
		case "getTime", "valueOf", "toFixed", "indexOf":
			return true
		case "fill", "map":
			return marks(m, n)
		}
	}
	if code.IsGlobal(f, "String") && len(n.List) == 1 {
		return next(n.List[0])
	}
	fns := m.Callees(n)
	if len(fns) == 0 {
		return false
	}
	for _, fn := range fns {
		rs := code.Returns(fn)
		if len(rs) == 0 || slices.ContainsFunc(rs, func(r *syntax.Node) bool { return !next(r) }) {
			return false
		}
	}
	return true
}

// marks reports whether an expression is an array of placeholders or other literals.
func marks(m *rule.Pass, n *syntax.Node) bool {
	switch n.Kind {
	case syntax.Array:
		return !slices.ContainsFunc(n.List, func(e *syntax.Node) bool {
			if e.Kind == syntax.Spread {
				return !marks(m, e.A)
			}
			return !harmless(m, e, 2)
		})
	case syntax.Call:
		if n.A.Kind != syntax.Member {
			return code.IsGlobal(n.A, "Array")
		}
		switch n.A.Name {
		case "map":
			if len(n.List) == 0 {
				return false
			}
			fn := m.FuncOf(n.List[0])
			return fn != nil && len(code.Returns(fn)) > 0 && !slices.ContainsFunc(code.Returns(fn), func(r *syntax.Node) bool { return !harmless(m, r, 2) })
		case "fill":
			return len(n.List) > 0 && harmless(m, n.List[0], 2)
		case "from":
			if len(n.List) > 1 {
				fn := m.FuncOf(n.List[1])
				return fn != nil && len(code.Returns(fn)) > 0 && !slices.ContainsFunc(code.Returns(fn), func(r *syntax.Node) bool { return !harmless(m, r, 2) })
			}
		case "filter", "slice", "concat", "reverse", "sort":
			return marks(m, n.A.A)
		}
	case syntax.New:
		return code.IsGlobal(n.A, "Array")
	case syntax.Ident:
		s := n.Sym
		if s == nil || s.Decl == nil || s.Decl.Parent == nil || s.Decl.Parent.Kind != syntax.Declarator || s.Decl.Parent.B == nil || code.Reassigned(s) || !marks(m, s.Decl.Parent.B) {
			return false
		}
		for _, r := range s.Refs {
			if p := r.Parent; p.Kind == syntax.Member && p.A == r && p.Parent.Kind == syntax.Call && slices.Contains([]string{"push", "unshift", "splice"}, p.Name) {
				if slices.ContainsFunc(p.Parent.List, func(a *syntax.Node) bool { return !harmless(m, a, 2) }) {
					return false
				}
			}
		}
		return true
	}
	return false
}

func harmlessVariable(m *rule.Pass, n *syntax.Node, next func(*syntax.Node) bool) bool {
	s := m.Origin(n.Sym)
	if s == nil || s.Decl == nil || s.Decl.Parent == nil {
		return false
	}
	d := s.Decl.Parent
	if d.Kind == syntax.Func && !code.Reassigned(s) { // of X.map(f), a loop too
		call := d.Parent
		return len(d.List) > 0 && d.List[0] == s.Decl && call != nil && call.Kind == syntax.Call && slices.Index(call.List, d) == 0 && call.A.Kind == syntax.Member &&
			slices.Contains([]string{"map", "flatMap", "forEach"}, call.A.Name) && (call.A.A.Kind == syntax.Array && marks(m, call.A.A) || constLookup(m, call.A.A))
	}
	if d.Kind != syntax.Declarator || d.A != s.Decl {
		return false
	}
	if loop := d.Parent.Parent; loop != nil && loop.A == d.Parent {
		switch loop.Kind {
		case syntax.ForOf:
			return loop.B.Kind == syntax.Array && marks(m, loop.B) || constLookup(m, loop.B)
		case syntax.ForIn:
			return false
		}
	}
	if d.B != nil && !next(d.B) {
		return false
	}
	for _, r := range s.Refs {
		if r.Binding || !code.IsWrite(r) {
			continue
		}
		p := r.Parent
		if p.Kind == syntax.Update {
			continue
		}
		if p.Kind != syntax.Assign || p.A != r || !next(p.B) {
			return false
		}
	}
	return d.B != nil || len(s.Refs) > 1
}
