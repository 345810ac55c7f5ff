package vitest

import (
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/evanw/esbuild/syntax"
)

// literal returns the value of an expression that is the same wherever it runs: string,
// float64, bool, nil, []any or map[string]any. Paths of the file itself count too.
func (r *reader) literal(n *syntax.Node, depth int) (any, bool) {
	n = follow(n, depth)
	if n == nil || depth > deepest || r.tired() {
		return nil, false
	}
	depth++
	switch n.Kind {
	case syntax.String:
		return n.Name, true
	case syntax.Number:
		return n.Num(), true
	case syntax.Bool:
		return n.Name == "true", true
	case syntax.Null, syntax.Undef:
		return nil, true
	case syntax.Unary:
		v, ok := r.literal(n.A, depth)
		switch v := v.(type) {
		case float64:
			return -v, ok && n.Op == "-"
		case bool:
			return !v, ok && n.Op == "!"
		}
	case syntax.Template:
		return r.template(n, depth)
	case syntax.Binary:
		return r.binary(n, depth)
	case syntax.Array:
		return r.array(n, depth)
	case syntax.Object:
		return r.record(n, depth)
	case syntax.Ident:
		switch {
		case n.Name == "__dirname":
			return filepath.ToSlash(filepath.Dir(n.File.Path)), true
		case n.Name == "__filename":
			return filepath.ToSlash(n.File.Path), true
		}
	case syntax.Member:
		return r.member(n, depth)
	case syntax.Call, syntax.New:
		return r.call(n, depth)
	}
	return nil, false
}

func (r *reader) template(n *syntax.Node, depth int) (any, bool) {
	if n.A != nil {
		return nil, false
	}
	text := ""
	for i, q := range n.Quasis() {
		text += q.Text
		if i < len(n.List) {
			v, ok := r.literal(n.List[i], depth)
			part, isText := asText(v)
			if !ok || !isText {
				return nil, false
			}
			text += part
		}
	}
	return text, true
}

// asText returns a string, number or boolean as text.
func asText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}

func (r *reader) binary(n *syntax.Node, depth int) (any, bool) {
	a, ok1 := r.literal(n.A, depth)
	b, ok2 := r.literal(n.B, depth)
	if !ok1 || !ok2 {
		return nil, false
	}
	if x, ok := a.(string); ok && n.Op == "+" {
		y, ok := asText(b)
		return x + y, ok
	}
	x, ok1 := a.(float64)
	y, ok2 := b.(float64)
	if !ok1 || !ok2 {
		return nil, false
	}
	switch n.Op {
	case "+":
		return x + y, true
	case "-":
		return x - y, true
	case "*":
		return x * y, true
	case "/":
		return x / y, y != 0
	}
	return nil, false
}

func (r *reader) array(n *syntax.Node, depth int) (any, bool) {
	all := []any{}
	for _, e := range n.List {
		if e.Kind == syntax.Spread {
			v, ok := r.literal(e.A, depth)
			list, isList := v.([]any)
			if !ok || !isList {
				return nil, false
			}
			all = append(all, list...)
			continue
		}
		v, ok := r.literal(e, depth)
		if !ok {
			return nil, false
		}
		all = append(all, v)
	}
	return all, true
}

func (r *reader) record(n *syntax.Node, depth int) (any, bool) {
	all, whole := map[string]any{}, true
	for _, p := range n.List {
		switch {
		case p.Kind == syntax.Spread:
			v, ok := r.literal(p.A, depth)
			other, isRecord := v.(map[string]any)
			whole = whole && ok && isRecord
			for key, v := range other {
				all[key] = v
			}
		case p.Kind == syntax.Property && p.A == nil && p.Op == "init":
			v, ok := r.literal(p.B, depth)
			whole = whole && ok
			all[p.Name] = v
		default:
			whole = false
		}
	}
	return all, whole
}

// member returns a property of what is known: vitest's defaults, or the file itself.
func (r *reader) member(n *syntax.Node, depth int) (any, bool) {
	if n.A.Kind == syntax.Ident && n.A.Sym != nil && n.A.Sym.Import != nil && n.A.Sym.Import.Name == "configDefaults" {
		switch n.Name {
		case "include":
			return anyList(defaultInclude), true
		case "exclude":
			return anyList(defaultExclude), true
		case "testTimeout":
			return 5000.0, true
		case "hookTimeout":
			return 10000.0, true
		}
		return nil, false
	}
	switch text := n.Text(); {
	case text == "import.meta.url":
		return "file://" + filepath.ToSlash(n.File.Path), true
	case text == "import.meta.dirname":
		return filepath.ToSlash(filepath.Dir(n.File.Path)), true
	case n.Name == "pathname" || n.Name == "href":
		return r.literal(n.A, depth) // of a URL, which is a text here
	}
	if o, ok := r.literal(n.A, depth); ok {
		if record, ok := o.(map[string]any); ok {
			v, ok := record[n.Name]
			return v, ok
		}
	}
	return nil, false
}

func anyList(texts []string) []any {
	all := make([]any, len(texts))
	for i, t := range texts {
		all[i] = t
	}
	return all
}

// call returns the result of the functions that make paths.
func (r *reader) call(n *syntax.Node, depth int) (any, bool) {
	name, list := called(n)
	args := make([]string, len(list))
	for i, a := range list {
		v, ok := r.literal(a, depth)
		text, isText := v.(string)
		if !ok || !isText {
			return nil, false
		}
		args[i] = text
	}
	switch {
	case name == "URL" && len(args) == 2:
		return path.Join(path.Dir(trimURL(args[1])), args[0]), true
	case (name == "fileURLToPath" || name == "String") && len(args) == 1:
		return trimURL(args[0]), true
	case name == "dirname" && len(args) == 1:
		return path.Dir(trimURL(args[0])), true
	case (name == "join" || name == "resolve") && len(args) > 0:
		if name == "resolve" && !path.IsAbs(args[0]) && !filepath.IsAbs(args[0]) {
			args = append([]string{filepath.ToSlash(r.s.Root)}, args...)
		}
		return path.Join(args...), true
	}
	return nil, false
}

// trimURL returns the path of a URL of a file.
func trimURL(s string) string { return strings.TrimPrefix(s, "file://") }
