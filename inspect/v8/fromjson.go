package v8

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// JSONError says why and where JSON is not a value that can be stored.
type JSONError struct {
	Path   string // a JSON pointer such as "#/a/0", or the offset if it is not JSON
	Reason string
	Fix    string // "" for none
}

// Syntax reports whether the text is not JSON.
func (e *JSONError) Syntax() bool { return !strings.HasPrefix(e.Path, "#") }

func (e *JSONError) Error() string { return e.Path + ": " + e.Reason }

// Hint returns the fix, "" for none.
func (e *JSONError) Hint() string { return e.Fix }

// FromJSON reads JSON in the forms of the package comment. It returns a [*JSONError]
// for whatever it cannot read exactly: integers that a double cannot represent,
// duplicate names, unknown tags.
//
// Arrays become what V8 makes of the same literal: doubles if a number does not fit in
// 31 bits, sparse if there is a hole. So do sets and the entries of maps, which
// programs create from such literals.
func FromJSON(data []byte) (v Value, err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case *JSONError:
			v, err = nil, e
		default:
			panic(e)
		}
	}()
	p := &jsonParser{data: string(data)}
	r := &jsonReader{root: p.document()}
	return r.value(r.root, nil), nil
}

// jsonReader makes values of nodes.
type jsonReader struct {
	root  *node
	depth int
}

func fail(at *place, fix, format string, args ...any) {
	panic(&JSONError{at.String(), fmt.Sprintf(format, args...), fix})
}

func (r *jsonReader) value(n *node, at *place) Value {
	if r.depth++; r.depth > maxJSONDepth {
		fail(at, "", "workerd reads no value nested deeper than %d levels", maxJSONDepth)
	}
	defer func() { r.depth-- }()
	switch n.kind {
	case '"':
		return String(n.text)
	case '0':
		return literal(n.text, at)
	case 't':
		return True
	case 'f':
		return False
	case 'n':
		return Null
	case '[':
		return r.array(n, at)
	}
	if tag := n.tag(); tag != "" {
		n.value = r.tagged(tag, n, at)
		return n.value
	}
	o := &Object{}
	n.value = o
	o.Props = r.props(n, at)
	return o
}

// literal returns a number as written, which must be exactly representable.
func literal(s string, at *place) Value {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		fail(at, "", "%s is larger than any number of JavaScript", s)
	}
	if len(s) > 15 && strings.Trim(s, "-0123456789") == "" && Number(f).String() != s {
		if want, ok := new(big.Int).SetString(s, 10); ok {
			if got, _ := big.NewFloat(f).Int(nil); got.Cmp(want) != 0 {
				fail(at, fmt.Sprintf(`write {"$bigint":"%s"} for a bigint, or %s`, s, got), "JavaScript has no number %s", s)
			}
		}
	}
	return number(f)
}

// props reads the properties of a plain object, array indices first as in
// JavaScript.
func (r *jsonReader) props(n *node, at *place, except ...string) []Pair {
	props := make([]Pair, 0, len(n.keys))
	for i, k := range n.keys {
		if slices.Contains(except, k) {
			continue
		}
		name := k
		if strings.HasPrefix(k, "$") {
			if name = k[1:]; !strings.HasPrefix(name, "$") {
				fail(at, fmt.Sprintf("write %q for a property of that name", "$"+k), "%q has no meaning here", k)
			}
		}
		props = append(props, Pair{key(name), r.value(n.kids[i], &place{at, k, -1})})
	}
	rank := func(p Pair) uint32 {
		if i, ok := p.Index(); ok {
			return i
		}
		return math.MaxUint32
	}
	slices.SortStableFunc(props, func(a, b Pair) int { return cmp.Compare(rank(a), rank(b)) })
	return props
}

// literals says how V8 stores the elements of an array literal without holes: whether
// as numbers, and whether with holes, since it treats undefined among numbers as holes.
func literals(elems []*node) (numbers, holes bool) {
	numbers = true
	undefined := false
	for _, e := range elems {
		tag := e.tag()
		holes = holes || tag == "$hole"
		undefined = undefined || tag == "$undefined"
		numbers = numbers && (e.kind == '0' || tag == "$number" || tag == "$undefined")
	}
	return numbers, holes || numbers && undefined
}

// widen makes all numbers of an array doubles, as V8 does, if one of them is a double or undefined.
func widen(elems []Value) {
	if !slices.ContainsFunc(elems, func(v Value) bool { _, ok := v.(Number); return ok || v == Undefined }) {
		return
	}
	for i, v := range elems {
		if small, ok := v.(Int); ok {
			elems[i] = Number(small)
		}
	}
}

// array returns what V8 makes of the list as a literal.
func (r *jsonReader) array(n *node, at *place) Value {
	numbers, holes := literals(n.kids)
	if holes {
		a := &SparseArray{Length: uint32(len(n.kids))}
		n.value = a
		for i, e := range n.kids {
			in := &place{at, "", i}
			if e.tag() == "$hole" {
				r.flag(e, "$hole", in)
			} else {
				a.Props = append(a.Props, Pair{number(float64(i)), r.value(e, in)})
			}
		}
		return a
	}
	a := &Array{Elems: make([]Value, len(n.kids))}
	n.value = a
	for i, e := range n.kids {
		a.Elems[i] = r.value(e, &place{at, "", i})
	}
	if numbers {
		widen(a.Elems)
	}
	return a
}

// only rejects fields that do not belong to the tag.
func only(n *node, at *place, tag string, fields ...string) {
	for _, k := range n.keys {
		if k != tag && !slices.Contains(fields, k) {
			fail(at, "", "%q does not belong here", k)
		}
	}
}

// flag checks {"$tag":true}.
func (r *jsonReader) flag(n *node, tag string, at *place) {
	only(n, at, tag)
	if n.get(tag).kind != 't' {
		fail(at, "", "%s can only be true", tag)
	}
}

func str(n *node, at *place) string {
	if n.kind != '"' {
		fail(at, "", "expected a string")
	}
	return n.text
}

// strOr returns the string of a field, "" if absent.
func strOr(n *node, field string, at *place) string {
	if n = n.get(field); n == nil {
		return ""
	}
	return str(n, &place{at, field, -1})
}

// uintOr returns the number of a field, or def.
func uintOr(n *node, field string, def uint32, at *place) uint32 {
	if n = n.get(field); n == nil {
		return def
	}
	u, err := strconv.ParseUint(n.text, 10, 32)
	if n.kind != '0' || err != nil {
		fail(&place{at, field, -1}, "", "expected an integer from 0 to 4294967295")
	}
	return uint32(u)
}

// boolOr returns a boolean field, false if absent.
func boolOr(n *node, field string, at *place) bool {
	n = n.get(field)
	if n != nil && n.kind != 't' && n.kind != 'f' {
		fail(&place{at, field, -1}, "", "expected true or false")
	}
	return n != nil && n.kind == 't'
}

func list(n *node, length int, at *place) []*node {
	if n.kind != '[' || length >= 0 && len(n.kids) != length {
		if length < 0 {
			fail(at, "", "expected a list")
		}
		fail(at, "", "expected a list of %d", length)
	}
	return n.kids
}

func fields(n *node, at *place) {
	if n.kind != '{' {
		fail(at, "", "expected an object")
	}
}

func base64Of(n *node, at *place) []byte {
	b, err := base64.StdEncoding.Strict().DecodeString(str(n, at))
	if err != nil {
		fail(at, "", "no base64: %v", err)
	}
	return b
}
