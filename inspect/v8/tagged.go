package v8

import (
	"bytes"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
)

// tagged reads an object with a tag, see the package comment.
func (r *jsonReader) tagged(tag string, n *node, at *place) Value {
	body, in := n.get(tag), &place{at, tag, -1}
	switch tag {
	case "$undefined":
		r.flag(n, tag, at)
		return Undefined
	case "$hole":
		fail(at, "", "a hole can only be in an array")
	case "$number":
		return r.numberOf(n, body, at, in)
	case "$bigint":
		return r.bigint(n, body, at, in)
	case "$date":
		only(n, at, tag)
		return date(body, in)
	case "$regexp":
		return r.regexp(n, body, at, in)
	case "$map":
		return r.mapOf(n, body, at, in)
	case "$set":
		return r.set(n, body, at, in)
	case "$array":
		return r.propertied(n, body, at, in)
	case "$bytes":
		return r.bytes(n, base64Of(body, in), at)
	case "$boxed":
		return r.boxed(n, body, at, in)
	case "$error":
		return r.error(n, body, at, in)
	case "$headers":
		return r.headers(n, body, at, in)
	case "$request":
		return r.request(n, body, at, in)
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

// numberOf reads {"$number":…}, which JSON has no digits for.
func (r *jsonReader) numberOf(n, body *node, at, in *place) Value {
	only(n, at, "$number")
	s := str(body, in)
	if !slices.Contains([]string{"NaN", "Infinity", "-Infinity", "-0"}, s) {
		fail(in, "", "expected NaN, Infinity, -Infinity or -0")
	}
	if s == "NaN" {
		return Number(nan)
	}
	f, _ := strconv.ParseFloat(s, 64)
	return Number(f)
}

// bigint reads {"$bigint":…}.
func (r *jsonReader) bigint(n, body *node, at, in *place) Value {
	only(n, at, "$bigint")
	s := str(body, in)
	i, ok := new(big.Int).SetString(s, 10)
	if !ok || i.String() != s {
		fail(in, "", "%q is not an integer", s)
	}
	return BigInt{i}
}

// regexp reads {"$regexp":…}.
func (r *jsonReader) regexp(n, body *node, at, in *place) Value {
	only(n, at, "$regexp")
	kids := list(body, 2, in)
	flags := []byte(str(kids[1], &place{in, "", 1}))
	slices.Sort(flags)
	if !validFlags(string(flags)) {
		fail(in, "", "%q are not valid flags of a regular expression", flags)
	}
	source := str(kids[0], &place{in, "", 0})
	if why := brokenSource(source, slices.Contains(flags, 'v')); why != "" {
		fail(in, "", "workerd reads no regular expression with %s", why)
	}
	return &RegExp{String(source), string(flags)}
}

// mapOf reads {"$map":…}.
func (r *jsonReader) mapOf(n, body *node, at, in *place) Value {
	only(n, at, "$map")
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
}

// set reads {"$set":…}.
func (r *jsonReader) set(n, body *node, at, in *place) Value {
	only(n, at, "$set")
	s := &Set{}
	n.value = s
	for i, e := range list(body, -1, in) {
		s.Values = append(s.Values, r.value(e, &place{in, "", i}))
	}
	if numbers, _ := literals(body.kids); numbers {
		widen(s.Values)
	}
	return s
}

// boxed reads {"$boxed":…}.
func (r *jsonReader) boxed(n, body *node, at, in *place) Value {
	only(n, at, "$boxed")
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
	return nil
}

// error reads {"$error":…}.
func (r *jsonReader) error(n, body *node, at, in *place) Value {
	only(n, at, "$error", "native")
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
		fail(&place{in, "message", -1}, "", "workerd reads no error whose message is not a string")
	}
	if err := e.invalid(); err != nil {
		fail(in, `leave out "native" for the form that current workers write`, "%v", err)
	}
	return e
}

// headers reads {"$headers":…}.
func (r *jsonReader) headers(n, body *node, at, in *place) Value {
	only(n, at, "$headers", "guard")
	h := &Headers{Guard: uintOr(n, "guard", headersGuardNone, at)}
	if h.Guard > headersGuardNone {
		fail(at, "", "unknown guard %d", h.Guard)
	}
	for i, e := range list(body, -1, in) {
		entry := &place{in, "", i}
		kids := list(e, 2, entry)
		name := str(kids[0], entry)
		if !validHeader(name) {
			fail(entry, "", "%q is not a valid header name", name)
		}
		if lower := strings.ToLower(name); slices.Contains(commonHeaders, lower) {
			name = lower // stored as a number, without its case
		}
		h.List = append(h.List, [2]string{name, str(kids[1], entry)})
	}
	return h
}

// request reads {"$request":…}.
func (r *jsonReader) request(n, body *node, at, in *place) Value {
	only(n, at, "$request", "init")
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
}

// brokenSource says what is wrong with the source of a regular expression, "" for
// nothing. It only checks brackets and quantifiers, less than V8. With the flag v,
// classes can be nested.
func brokenSource(s string, nested bool) string {
	groups, classes := 0, 0
	repeatable := false // a quantifier may follow
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
	for range elems { // the indices come first
		a.Elems = append(a.Elems, a.Props[0].Value)
		a.Props = a.Props[1:]
	}
	if numbers {
		widen(a.Elems)
	}
	return a
}

// bytes reads a value of bytes, by default a view.
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
			return &Date{f + 0} // + 0 makes -0 positive, as in JavaScript
		}
	case '"':
		if ms, ok := parseTime(n.text); ok {
			return &Date{float64(ms)}
		}
	}
	fail(at, "", "expected a time such as 2026-11-23T10:00:00.000Z, whole milliseconds since 1970, or null for an invalid date")
	return nil
}

// parseTime reads RFC 3339 with JavaScript's years of six digits, such as +010000. For
// Go, such a year becomes one of 2000 to 2399, as the calendar repeats every 400 years.
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

// resolve finds the object at a JSON pointer, which must come before.
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
