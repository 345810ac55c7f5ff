package v8

import (
	"encoding/base64"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// ToJSON writes v as JSON on one line; the package comment has its forms. Two
// differences that JavaScript does not see are lost: how a number or
// string is held, and whether an array without holes had one before.
func ToJSON(v Value) []byte {
	w := &jsonWriter{seen: make(map[Value]*place)}
	if !w.scalar(v) {
		w.seen[v] = nil
		w.object(v, nil)
	}
	return w.buf
}

type jsonWriter struct {
	buf  []byte
	seen map[Value]*place // of the objects written so far
}

// place is where a value stands in a JSON document; nil is the whole of it.
type place struct {
	parent *place
	key    string
	index  int // -1 if key counts
}

// String is the place as a JSON pointer, RFC 6901, in the form for URLs.
func (p *place) String() string {
	if p == nil {
		return "#"
	}
	if p.index >= 0 {
		return p.parent.String() + "/" + strconv.Itoa(p.index)
	}
	return p.parent.String() + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(p.key)
}

func (w *jsonWriter) raw(s string) { w.buf = append(w.buf, s...) }

// child writes the value at parent's key, or at its index if that is not negative.
func (w *jsonWriter) child(v Value, parent *place, key string, index int) {
	if w.scalar(v) {
		return
	}
	if at, ok := w.seen[v]; ok {
		w.raw(`{"$ref":`)
		w.string(at.String())
		w.raw("}")
		return
	}
	at := &place{parent, key, index}
	w.seen[v] = at
	w.object(v, at)
}

// oddballs are their JSON.
var oddballs = map[Oddball]string{
	Undefined: `{"$undefined":true}`,
	Hole:      `{"$hole":true}`,
	Null:      "null",
	True:      "true",
	False:     "false",
}

// scalar writes v unless it is an object.
func (w *jsonWriter) scalar(v Value) bool {
	switch v := v.(type) {
	case Oddball:
		w.raw(oddballs[v])
	case Int:
		w.buf = strconv.AppendInt(w.buf, int64(v), 10)
	case Number:
		w.number(float64(v))
	case BigInt:
		w.raw(`{"$bigint":"` + v.String() + `"}`)
	case String:
		w.string(string(v))
	case TwoByte:
		w.string(string(v))
	case Raw:
		w.raw(`{"$raw":`)
		w.base64(v)
		w.raw("}")
	case nil:
		w.raw(`null`)
	default:
		return false
	}
	return true
}

// number writes integers with all their digits, which JavaScript does not: its
// 9223372036854776000 is 9223372036854775808.
func (w *jsonWriter) number(f float64) {
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		w.raw(`{"$number":"` + Number(f).String() + `"}`)
	case f == 0 && math.Signbit(f):
		w.raw(`{"$number":"-0"}`)
	case f == math.Trunc(f) && math.Abs(f) < 1e21:
		w.buf = strconv.AppendFloat(w.buf, f, 'f', 0, 64)
	default:
		w.raw(Number(f).String())
	}
}

func (w *jsonWriter) string(s string) {
	w.raw(`"`)
	for len(s) > 0 {
		n := 0
		for n < len(s) && ' ' <= s[n] && s[n] < 0x7F && s[n] != '"' && s[n] != '\\' {
			n++
		}
		w.raw(s[:n])
		if s = s[n:]; s == "" {
			break
		}
		r, size := DecodeRune(s)
		switch {
		case r == '"' || r == '\\':
			w.buf = append(w.buf, '\\', byte(r))
		case r == '\n':
			w.raw(`\n`)
		case r < ' ' || r == 0x7F || utf16.IsSurrogate(r):
			w.buf = fmt.Appendf(w.buf, `\u%04x`, r)
		default:
			w.buf = utf8.AppendRune(w.buf, r)
		}
		s = s[size:]
	}
	w.raw(`"`)
}

func (w *jsonWriter) base64(b []byte) {
	w.raw(`"`)
	w.buf = base64.StdEncoding.AppendEncode(w.buf, b)
	w.raw(`"`)
}

// field writes the comma, if one is needed, and the name before a field.
func (w *jsonWriter) field(name string) {
	if last := w.buf[len(w.buf)-1]; last != '{' {
		w.raw(",")
	}
	w.string(name)
	w.raw(":")
}

// escape is the name of a user's property in JSON.
func escape(name string) string {
	if strings.HasPrefix(name, "$") {
		return "$" + name
	}
	return name
}

func (w *jsonWriter) props(props []Pair, at *place) {
	for _, p := range props {
		name := escape(p.Name())
		w.field(name)
		w.child(p.Value, at, name, -1)
	}
}

// list writes n values.
func (w *jsonWriter) list(n int, at *place, value func(i int) Value) {
	w.raw("[")
	for i := range n {
		if i > 0 {
			w.raw(",")
		}
		w.child(value(i), at, "", i)
	}
	w.raw("]")
}

func (w *jsonWriter) object(v Value, at *place) {
	in := func(tag string) *place { return &place{at, tag, -1} }
	switch v := v.(type) {
	case *Array:
		if len(v.Props) == 0 {
			w.list(len(v.Elems), at, func(i int) Value { return v.Elems[i] })
			return
		}
		all := make([]Pair, 0, len(v.Elems)+len(v.Props))
		for i, elem := range v.Elems {
			if elem != Hole {
				all = append(all, Pair{number(float64(i)), elem})
			}
		}
		w.array(append(all, v.Props...), len(v.Elems), in("$array"))
		return
	case *SparseArray:
		if elems, ok := v.list(); ok {
			w.list(len(elems), at, func(i int) Value { return elems[i] })
			return
		}
		w.array(v.Props, int(v.Length), in("$array"))
		return
	}
	w.raw("{")
	switch v := v.(type) {
	case *Object:
		w.props(v.Props, at)
	case *Map:
		w.field("$map")
		w.raw("[")
		for i, p := range v.Entries {
			if i > 0 {
				w.raw(",")
			}
			w.list(2, &place{in("$map"), "", i}, func(j int) Value { return [2]Value{p.Key, p.Value}[j] })
		}
		w.raw("]")
	case *Set:
		w.field("$set")
		w.list(len(v.Values), in("$set"), func(i int) Value { return v.Values[i] })
	case *Date:
		w.field("$date")
		if s, ok := v.ISO(); ok {
			w.string(s)
		} else {
			w.raw("null")
		}
	case *RegExp:
		w.field("$regexp")
		src, _ := Text(v.Source)
		w.raw("[")
		w.string(src)
		w.raw(",")
		w.string(v.Flags)
		w.raw("]")
	case *Boxed:
		w.field("$boxed")
		w.child(v.Value, at, "$boxed", -1)
	case *Buffer:
		w.field("$bytes")
		w.base64(v.Data)
		w.field("type")
		w.string("ArrayBuffer")
		if v.Resizable {
			w.field("maxLength")
			w.number(float64(v.MaxLength))
		}
	case *View:
		w.view(v, at)
	case *Error:
		w.field("$error")
		w.raw("{")
		w.field("name")
		w.child(v.Name, in("$error"), "name", -1)
		if v.Message != nil {
			w.field("message")
			w.child(v.Message, in("$error"), "message", -1)
		}
		w.props(v.Props, in("$error"))
		w.raw("}")
		if v.Native {
			w.field("native")
			w.raw("true")
		}
	case *Headers:
		w.field("$headers")
		w.raw("[")
		for i, h := range v.List {
			if i > 0 {
				w.raw(",")
			}
			w.list(2, nil, func(j int) Value { return String(h[j]) })
		}
		w.raw("]")
		if v.Guard != headersGuardNone {
			w.field("guard")
			w.number(float64(v.Guard))
		}
	case *Blob:
		w.field("$bytes")
		w.base64(v.Data)
		w.field("type")
		w.string("Blob")
		w.field("contentType")
		w.string(v.ContentType)
	case *Request:
		w.field("$request")
		w.string(v.URL)
		w.field("init")
		w.child(v.Init, at, "init", -1)
	case *DOMException:
		w.field("$domException")
		w.raw("{")
		w.field("name")
		w.string(v.Name)
		w.field("message")
		w.string(v.Message)
		w.field("stack")
		w.string(v.Stack)
		w.raw("}")
	}
	w.raw("}")
}

// array writes an array that is not a list.
func (w *jsonWriter) array(props []Pair, length int, in *place) {
	w.raw(`{"$array":{`)
	w.props(props, in)
	w.raw(`},"length":`)
	w.buf = strconv.AppendInt(w.buf, int64(length), 10)
	w.raw("}")
}

// list is the array with its holes; ok is false if it has properties, or so many
// holes that they are better left out.
func (a *SparseArray) list() (elems []Value, ok bool) {
	if uint64(a.Length) > 2*uint64(len(a.Props))+16 {
		return nil, false
	}
	elems = make([]Value, a.Length)
	for i := range elems {
		elems[i] = Hole
	}
	for _, p := range a.Props {
		i, ok := p.Index()
		if !ok || i >= a.Length {
			return nil, false
		}
		elems[i] = p.Value
	}
	return elems, true
}

func (w *jsonWriter) view(v *View, at *place) {
	w.field("$bytes")
	w.base64(v.Bytes())
	if v.Type != uint8Array {
		w.field("type")
		w.string(v.Type.String())
	}
	b := v.Buffer
	if _, seen := w.seen[b]; !seen && !b.Resizable && int(v.Length) == len(b.Data) {
		// A later view of this buffer refers to a field that need not be there.
		w.seen[b] = &place{at, "buffer", -1}
		return
	}
	w.field("buffer")
	w.child(b, at, "buffer", -1)
	if v.Offset > 0 {
		w.field("offset")
		w.number(float64(v.Offset))
	}
	if v.Tracking {
		w.field("lengthTracking")
		w.raw("true")
	}
}

// maxTime is the last date of JavaScript, in milliseconds either side of 1970.
const maxTime = 8.64e15

// ISO is the date as its toISOString prints it; ok is false if it is invalid.
func (d *Date) ISO() (s string, ok bool) {
	if !(math.Abs(d.Time) <= maxTime) { // also NaN
		return "", false
	}
	t := time.UnixMilli(int64(d.Time)).UTC()
	year := fmt.Sprintf("%04d", t.Year())
	if t.Year() < 0 || t.Year() > 9999 {
		year = fmt.Sprintf("%+07d", t.Year())
	}
	return year + t.Format("-01-02T15:04:05.000Z"), true
}
