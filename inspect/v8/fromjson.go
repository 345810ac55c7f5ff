package v8

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// JSONError says why and where JSON is no value that can be stored.
type JSONError struct {
	Path   string // a JSON pointer such as "#/a/0", or the byte if it is no JSON at all
	Reason string
	Fix    string // the cure, if there is one
}

func (e *JSONError) Error() string { return e.Path + ": " + e.Reason }

// Hint is the cure, "" if there is none.
func (e *JSONError) Hint() string { return e.Fix }

// FromJSON reads JSON in the forms of the package comment. What it cannot read
// exactly it refuses with a [*JSONError]: integers that a double does not hold,
// names that occur twice, tags it does not know.
//
// Arrays become what V8 makes of the same literal: doubles if one number is
// none of 31 bits, sparse if there is a hole. So do sets and the entries of maps,
// which JavaScript programs make from such literals.
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

// node is a piece of parsed JSON.
type node struct {
	kind  byte   // one of { [ " 0 t f n
	text  string // of a string or number
	keys  []string
	kids  []*node
	value Value // once it is known; what a $ref finds
	open  bool  // value is one that workerd makes only when it has read all of it
}

// get is the value of a key, nil if there is none.
func (n *node) get(key string) *node {
	if i := slices.Index(n.keys, key); i >= 0 {
		return n.kids[i]
	}
	return nil
}

// tag is the key of an object that begins with a single "$".
func (n *node) tag() string {
	for _, k := range n.keys {
		if strings.HasPrefix(k, "$") && !strings.HasPrefix(k, "$$") {
			return k
		}
	}
	return ""
}

// jsonParser reads JSON strictly. encoding/json would lose the order of
// properties, names that occur twice and lone surrogates.
type jsonParser struct {
	data  string
	pos   int
	depth int
}

func (p *jsonParser) fail(format string, args ...any) {
	panic(&JSONError{fmt.Sprintf("byte %d", p.pos), fmt.Sprintf(format, args...),
		`strings need double quotes inside the shell's quotes: '"alice"'`})
}

func (p *jsonParser) document() *node {
	if !utf8.ValidString(p.data) {
		panic(&JSONError{"#", "the JSON is not UTF-8", ""})
	}
	n := p.node()
	if c := p.next(); c != 0 || p.pos < len(p.data) {
		p.fail("text after the end of the value")
	}
	return n
}

// next skips space and returns the byte that follows, 0 at the end.
func (p *jsonParser) next() byte {
	for ; p.pos < len(p.data); p.pos++ {
		if c := p.data[p.pos]; c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return c
		}
	}
	return 0
}

func (p *jsonParser) expect(c byte) {
	if p.next() != c {
		p.fail("expected %q", c)
	}
	p.pos++
}

func (p *jsonParser) node() *node {
	// A map has three levels of JSON for one of its own.
	if p.depth++; p.depth > 3*(maxJSONDepth+1) {
		p.fail("workerd reads no value nested that deep")
	}
	defer func() { p.depth-- }()
	n := &node{kind: p.next()}
	switch c := n.kind; {
	case c == '{':
		p.items('}', func() {
			if p.next() != '"' {
				p.fail("expected a name in double quotes")
			}
			n.keys = append(n.keys, p.string())
			p.expect(':')
			n.kids = append(n.kids, p.node())
		})
		if name, found := duplicate(len(n.keys), func(i int) string { return n.keys[i] }); found {
			p.fail("%q occurs twice in one object", name)
		}
	case c == '[':
		p.items(']', func() { n.kids = append(n.kids, p.node()) })
	case c == '"':
		n.text = p.string()
	case c == '-' || '0' <= c && c <= '9':
		n.kind, n.text = '0', p.number()
	default:
		for _, word := range []string{"true", "false", "null"} {
			if strings.HasPrefix(p.data[p.pos:], word) {
				p.pos += len(word)
				return n
			}
		}
		p.fail("expected a JSON value")
	}
	return n
}

// items reads what is between brackets.
func (p *jsonParser) items(end byte, item func()) {
	p.pos++
	for first := true; p.next() != end; first = false {
		if !first {
			p.expect(',')
		}
		item()
	}
	p.pos++
}

// number reads the text of a number.
func (p *jsonParser) number() string {
	start := p.pos
	digits := func() {
		from := p.pos
		for p.pos < len(p.data) && '0' <= p.data[p.pos] && p.data[p.pos] <= '9' {
			p.pos++
		}
		if p.pos == from {
			p.fail("expected a digit")
		}
	}
	is := func(set string) bool {
		ok := p.pos < len(p.data) && strings.IndexByte(set, p.data[p.pos]) >= 0
		if ok {
			p.pos++
		}
		return ok
	}
	is("-")
	if !is("0") {
		digits()
	}
	if is(".") {
		digits()
	}
	if is("eE") {
		is("+-")
		digits()
	}
	return p.data[start:p.pos]
}

// string reads a string; lone surrogates can only be escaped.
func (p *jsonParser) string() string {
	p.pos++
	rest := p.data[p.pos:]
	end := strings.IndexAny(rest, "\"\\")
	if end >= 0 && rest[end] == '"' && !strings.ContainsFunc(rest[:end], isControl) {
		p.pos += end + 1
		return rest[:end]
	}
	var s []byte
	for {
		if p.pos >= len(p.data) {
			p.fail("a string without an end")
		}
		r, size := utf8.DecodeRuneInString(p.data[p.pos:])
		switch {
		case r == '"':
			p.pos++
			return string(s)
		case isControl(r):
			p.fail("a control character in a string, write it as \\u%04x", r)
		case r == '\\':
			s = appendRune(s, p.escape())
		default:
			s = utf8.AppendRune(s, r)
			p.pos += size
		}
	}
}

func isControl(r rune) bool { return r < ' ' }

func (p *jsonParser) escape() rune {
	if p.pos+1 < len(p.data) {
		if i := strings.IndexByte(`"\/bfnrt`, p.data[p.pos+1]); i >= 0 {
			p.pos += 2
			return rune("\"\\/\b\f\n\r\t"[i])
		}
	}
	r, ok := p.unit()
	if !ok {
		p.fail("unknown escape in a string")
	}
	if low, ok := p.peekUnit(); ok {
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			p.pos += 6
			return pair
		}
	}
	return r
}

// unit reads \uXXXX.
func (p *jsonParser) unit() (rune, bool) {
	r, ok := p.peekUnit()
	if ok {
		p.pos += 6
	}
	return r, ok
}

func (p *jsonParser) peekUnit() (rune, bool) {
	rest := p.data[p.pos:]
	if len(rest) < 6 || rest[:2] != `\u` || rest[2] == '+' || rest[2] == '-' {
		return 0, false
	}
	u, err := strconv.ParseUint(rest[2:6], 16, 16)
	return rune(u), err == nil
}

// maxJSONDepth bounds what we write for workerd to read: its reader of objects
// ends between 2,000 and 3,000 levels, sooner than its writer.
const maxJSONDepth = 2000

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

// literal is a number as written, which must be the one that is meant.
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

// literals tells of the elements of an array, none of which is absent, how V8
// holds them in a literal: whether as numbers, and whether with holes, as which
// it regards undefined among numbers.
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

// widen makes all numbers of an array doubles if one is, or is undefined, as V8 does.
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

// array makes of a list what V8 makes of the same literal.
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

// only refuses fields beside the tag that do not belong to it.
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

// strOr is the string of a field, "" if there is none.
func strOr(n *node, field string, at *place) string {
	if n = n.get(field); n == nil {
		return ""
	}
	return str(n, &place{at, field, -1})
}

// uintOr is the number of a field, or def.
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

// boolOr is a field that is true or false or, which is the same, absent.
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

func (r *jsonReader) tagged(tag string, n *node, at *place) Value {
	body, in := n.get(tag), &place{at, tag, -1}
	switch tag {
	case "$undefined":
		r.flag(n, tag, at)
		return Undefined
	case "$hole":
		fail(at, "", "a hole can only be in an array")
	case "$number":
		only(n, at, tag)
		s := str(body, in)
		if !slices.Contains([]string{"NaN", "Infinity", "-Infinity", "-0"}, s) {
			fail(in, "", "expected NaN, Infinity, -Infinity or -0")
		}
		if s == "NaN" {
			return Number(nan)
		}
		f, _ := strconv.ParseFloat(s, 64)
		return Number(f)
	case "$bigint":
		only(n, at, tag)
		s := str(body, in)
		i, ok := new(big.Int).SetString(s, 10)
		if !ok || i.String() != s {
			fail(in, "", "%q is no integer", s)
		}
		return BigInt{i}
	case "$date":
		only(n, at, tag)
		return date(body, in)
	case "$regexp":
		only(n, at, tag)
		kids := list(body, 2, in)
		flags := []byte(str(kids[1], &place{in, "", 1}))
		slices.Sort(flags)
		if !validFlags(string(flags)) {
			fail(in, "", "%q are no flags of a regular expression", flags)
		}
		source := str(kids[0], &place{in, "", 0})
		if why := brokenSource(source, slices.Contains(flags, 'v')); why != "" {
			fail(in, "", "workerd reads no regular expression with %s", why)
		}
		return &RegExp{String(source), string(flags)}
	case "$map":
		only(n, at, tag)
		m := &Map{}
		n.value = m
		for i, e := range list(body, -1, in) {
			entry := &place{in, "", i}
			kids := list(e, 2, entry)
			pair := []Value{r.value(kids[0], &place{entry, "", 0}), r.value(kids[1], &place{entry, "", 1})}
			if numbers, _ := literals(kids); numbers {
				widen(pair)
			}
			m.Entries = append(m.Entries, Pair{pair[0], pair[1]})
		}
		return m
	case "$set":
		only(n, at, tag)
		s := &Set{}
		n.value = s
		for i, e := range list(body, -1, in) {
			s.Values = append(s.Values, r.value(e, &place{in, "", i}))
		}
		if numbers, _ := literals(body.kids); numbers {
			widen(s.Values)
		}
		return s
	case "$array":
		return r.propertied(n, body, at, in)
	case "$bytes":
		return r.bytes(n, base64Of(body, in), at)
	case "$boxed":
		only(n, at, tag)
		switch v := r.value(body, in).(type) {
		case Int:
			return &Boxed{Number(v)}
		case Number, BigInt, String:
			return &Boxed{v}
		case Oddball:
			if v == True || v == False {
				return &Boxed{v}
			}
		}
		fail(in, "", "only booleans, numbers, bigints and strings can be boxed")
	case "$error":
		only(n, at, tag, "native")
		fields(body, in)
		e := &Error{Native: boolOr(n, "native", at), Name: String("Error")}
		n.value = e
		n.open = !e.Native
		defer func() { n.open = false }()
		if name := body.get("name"); name != nil {
			e.Name = r.value(name, &place{in, "name", -1})
		}
		if message := body.get("message"); message != nil {
			e.Message = r.value(message, &place{in, "message", -1})
		} else if !e.Native {
			e.Message = String("")
		}
		e.Props = r.props(body, in, "name", "message")
		if _, ok := Text(e.Message); !ok && e.Message != nil {
			fail(&place{in, "message", -1}, "", "workerd reads no error whose message is no string")
		}
		if err := e.invalid(); err != nil {
			fail(in, `leave out "native" for the form that current workers write`, "%v", err)
		}
		return e
	case "$headers":
		only(n, at, tag, "guard")
		h := &Headers{Guard: uintOr(n, "guard", headersGuardNone, at)}
		if h.Guard > headersGuardNone {
			fail(at, "", "unknown guard %d", h.Guard)
		}
		for i, e := range list(body, -1, in) {
			entry := &place{in, "", i}
			kids := list(e, 2, entry)
			name := str(kids[0], entry)
			if !validHeader(name) {
				fail(entry, "", "%q is no name of a header", name)
			}
			if lower := strings.ToLower(name); slices.Contains(commonHeaders, lower) {
				name = lower // stored as a number, without its case
			}
			h.List = append(h.List, [2]string{name, str(kids[1], entry)})
		}
		return h
	case "$request":
		only(n, at, tag, "init")
		q := &Request{URL: str(body, in)}
		n.value = q
		n.open = true
		defer func() { n.open = false }()
		init := n.get("init")
		if init == nil {
			fail(at, "", `"init" is missing`)
		}
		q.Init = r.value(init, &place{at, "init", -1})
		return q
	case "$domException":
		only(n, at, tag)
		fields(body, in)
		only(body, in, "name", "message", "stack")
		return &DOMException{strOr(body, "name", in), strOr(body, "message", in), strOr(body, "stack", in)}
	case "$ref":
		only(n, at, tag)
		return r.resolve(str(body, in), in)
	case "$raw":
		only(n, at, tag)
		if at != nil {
			fail(at, "", "raw bytes cannot be part of a value")
		}
		return Raw(base64Of(body, in))
	}
	fail(at, fmt.Sprintf("write %q for a property of that name", "$"+tag), "unknown tag %q", tag)
	return nil
}

// brokenSource says what is wrong with the source of a regular expression, "" if
// nothing is. It knows of brackets and quantifiers alone; V8 knows more. Classes
// are nested under the flag v.
func brokenSource(s string, nested bool) string {
	groups, classes := 0, 0
	repeatable := false // something stands here that a quantifier can follow
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			if i++; i == len(s) {
				return "a backslash at its end"
			}
			repeatable = true
		case classes > 0:
			if c == ']' {
				classes--
				repeatable = true
			} else if c == '[' && nested {
				classes++
			}
		case c == '[':
			classes = 1
		case c == '(':
			groups++
			repeatable = false
			if strings.HasPrefix(s[i+1:], "?") {
				i++
			}
		case c == ')':
			if groups--; groups < 0 {
				return `a ")" too many`
			}
			repeatable = true
		case c == '|':
			repeatable = false
		case c == '*' || c == '+' || c == '?':
			if !repeatable {
				return fmt.Sprintf("nothing for %q to repeat", c)
			}
			repeatable = false
			if strings.HasPrefix(s[i+1:], "?") { // the lazy form
				i++
			}
		default:
			repeatable = true
		}
	}
	switch {
	case classes > 0:
		return `a "[" too many`
	case groups > 0:
		return `a "(" too many`
	}
	return ""
}

// propertied reads {"$array":…}.
func (r *jsonReader) propertied(n, body *node, at, in *place) Value {
	only(n, at, "$array", "length")
	fields(body, in)
	if n.get("length") == nil {
		fail(at, "", `"length" is missing`)
	}
	length := uintOr(n, "length", 0, at)
	var elems []*node
	for i, k := range body.keys {
		if index, ok := (Pair{Key: key(k)}).Index(); ok {
			if elems = append(elems, body.kids[i]); index >= length {
				fail(in, "", "element %d of an array of length %d", index, length)
			}
		}
	}
	numbers, holes := literals(elems)
	if holes || uint32(len(elems)) < length {
		a := &SparseArray{Length: length}
		n.value = a
		a.Props = r.props(body, in)
		return a
	}
	a := &Array{}
	n.value = a
	a.Props = r.props(body, in)
	for range elems { // the indices stand first
		a.Elems = append(a.Elems, a.Props[0].Value)
		a.Props = a.Props[1:]
	}
	if numbers {
		widen(a.Elems)
	}
	return a
}

// bytes reads what holds bytes, a view if nothing else is said.
func (r *jsonReader) bytes(n *node, data []byte, at *place) Value {
	switch kind := strOr(n, "type", at); kind {
	case "ArrayBuffer":
		only(n, at, "$bytes", "type", "maxLength")
		b := &Buffer{Data: data, Resizable: n.get("maxLength") != nil, MaxLength: uintOr(n, "maxLength", 0, at)}
		if b.Resizable && uint64(b.MaxLength) < uint64(len(data)) {
			fail(at, "", "maxLength is less than the length %d", len(data))
		}
		return b
	case "Blob":
		only(n, at, "$bytes", "type", "contentType")
		return &Blob{strOr(n, "contentType", at), data}
	default:
		only(n, at, "$bytes", "type", "buffer", "offset", "lengthTracking")
		v := &View{Type: uint8Array, Length: uint32(len(data)), Buffer: &Buffer{Data: data}}
		for t, info := range viewTypes {
			if info.name == kind {
				v.Type = t
			}
		}
		if kind != "" && v.Type.String() != kind {
			fail(at, "", "unknown type %q", kind)
		}
		v.Offset, v.Tracking = uintOr(n, "offset", 0, at), boolOr(n, "lengthTracking", at)
		if buffer := n.get("buffer"); buffer != nil {
			in := &place{at, "buffer", -1}
			b, ok := r.value(buffer, in).(*Buffer)
			if !ok {
				fail(in, "", `expected an object of type "ArrayBuffer"`)
			}
			v.Buffer = b
		}
		if v.Tracking {
			v.Length = 0
		}
		if why := v.invalid(); why != "" {
			fail(at, "", "%s", why)
		}
		if !bytes.Equal(v.Bytes(), data) {
			fail(at, "", "$bytes is not what the buffer holds there")
		}
		return v
	}
}

func date(n *node, at *place) Value {
	switch n.kind {
	case 'n':
		return &Date{nan}
	case '0':
		if f, err := strconv.ParseFloat(n.text, 64); err == nil && f == math.Trunc(f) && math.Abs(f) <= maxTime {
			return &Date{f + 0} // + 0 makes -0 positive, as JavaScript does
		}
	case '"':
		if ms, ok := parseTime(n.text); ok {
			return &Date{float64(ms)}
		}
	}
	fail(at, "", "expected a time such as 2026-11-23T10:00:00.000Z, whole milliseconds since 1970, or null for an invalid date")
	return nil
}

// parseTime reads RFC 3339 with JavaScript's years of six digits, such as
// +010000. Such a year becomes one of 2000 to 2399 for Go, as the calendar
// repeats itself every 400 years.
func parseTime(s string) (ms int64, ok bool) {
	cycles := int64(0)
	if len(s) > 7 && (s[0] == '+' || s[0] == '-') {
		year, err := strconv.ParseInt(s[:7], 10, 64)
		if err != nil || strings.HasPrefix(s, "-000000") {
			return 0, false
		}
		like := (year%400+400)%400 + 2000
		cycles = (year - like) / 400
		s = strconv.FormatInt(like, 10) + s[7:]
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || t.Nanosecond()%1e6 != 0 {
		return 0, false
	}
	const days = 146097 // in 400 years
	ms = t.UnixMilli() + cycles*days*24*60*60*1000
	return ms, math.Abs(float64(ms)) <= maxTime
}

// resolve finds the object that stands at a JSON pointer further up.
func (r *jsonReader) resolve(pointer string, at *place) Value {
	n := r.root
	segments := strings.Split(pointer, "/")
	if segments[0] != "#" {
		fail(at, "", "expected a JSON pointer such as #/a/0")
	}
	for i, s := range segments[1:] {
		s = strings.NewReplacer("~1", "/", "~0", "~").Replace(s)
		var kid *node
		switch n.kind {
		case '{':
			kid = n.get(s)
		case '[':
			if j, err := strconv.Atoi(s); err == nil && 0 <= j && j < len(n.kids) {
				kid = n.kids[j]
			}
		}
		if v, ok := n.value.(*View); ok && kid == nil && s == "buffer" && i == len(segments)-2 {
			return v.Buffer
		}
		if n = kid; n == nil {
			fail(at, "", "nothing stands at %s", pointer)
		}
	}
	switch n.value.(type) {
	case nil, Oddball, Number, BigInt, Raw:
		fail(at, "", "no object stands at %s before this", pointer)
	}
	if n.open {
		fail(at, "", "workerd reads no error or request that holds itself")
	}
	return n.value
}
