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
// differences that are invisible to JavaScript are lost: how a number or string is
// stored, and whether an array without holes once had some.
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

// place is the place of a value in a JSON document; nil is the root.
type place struct {
	parent *place
	key    string
	index  int // -1 if key counts
}

// String returns the place as a JSON pointer, RFC 6901, in the form for URLs.
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

// oddballs are the JSON of oddballs.
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

// number writes integers with all their digits, unlike JavaScript, whose
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

// escape returns the name of a user's property in JSON.
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

// text, count and flag write a field.
func (w *jsonWriter) text(name, s string) {
	w.field(name)
	w.string(s)
}

func (w *jsonWriter) count(name string, n float64) {
	w.field(name)
	w.number(n)
}

func (w *jsonWriter) flag(name string, is bool) {
	if is {
		w.field(name)
		w.raw("true")
	}
}

// items writes n items.
func (w *jsonWriter) items(n int, item func(i int)) {
	w.raw("[")
	for i := range n {
		if i > 0 {
			w.raw(",")
		}
		item(i)
	}
	w.raw("]")
}

// list writes values.
func (w *jsonWriter) list(values []Value, at *place) {
	w.items(len(values), func(i int) { w.child(values[i], at, "", i) })
}

func (w *jsonWriter) object(v Value, at *place) {
	if w.arrays(v, at) {
		return
	}
	in := func(tag string) *place { return &place{at, tag, -1} }
	w.raw("{")
	switch v := v.(type) {
	case *Object:
		w.props(v.Props, at)
	case *Map:
		w.field("$map")
		w.items(len(v.Entries), func(i int) {
			w.list([]Value{v.Entries[i].Key, v.Entries[i].Value}, &place{in("$map"), "", i})
		})
	case *Set:
		w.field("$set")
		w.list(v.Values, in("$set"))
	case *Date:
		if s, ok := v.ISO(); ok {
			w.text("$date", s)
		} else {
			w.field("$date")
			w.raw("null")
		}
	case *RegExp:
		src, _ := Text(v.Source)
		w.field("$regexp")
		w.list([]Value{String(src), String(v.Flags)}, nil)
	case *Boxed:
		w.field("$boxed")
		w.child(v.Value, at, "$boxed", -1)
	case *Buffer:
		w.bytes(v.Data)
		w.text("type", "ArrayBuffer")
		if v.Resizable {
			w.count("maxLength", float64(v.MaxLength))
		}
	case *View:
		w.view(v, at)
	case *Error:
		w.error(v, in("$error"))
	case *Headers:
		w.field("$headers")
		w.items(len(v.List), func(i int) { w.list([]Value{String(v.List[i][0]), String(v.List[i][1])}, nil) })
		if v.Guard != headersGuardNone {
			w.count("guard", float64(v.Guard))
		}
	case *Blob:
		w.bytes(v.Data)
		w.text("type", "Blob")
		w.text("contentType", v.ContentType)
	case *Request:
		w.text("$request", v.URL)
		w.field("init")
		w.child(v.Init, at, "init", -1)
	case *DOMException:
		w.field("$domException")
		w.raw("{")
		w.text("name", v.Name)
		w.text("message", v.Message)
		w.text("stack", v.Stack)
		w.raw("}")
	}
	w.raw("}")
}

// arrays writes v if it is an array.
func (w *jsonWriter) arrays(v Value, at *place) bool {
	switch v := v.(type) {
	case *Array:
		if len(v.Props) == 0 {
			w.list(v.Elems, at)
			return true
		}
		all := make([]Pair, 0, len(v.Elems)+len(v.Props))
		for i, elem := range v.Elems {
			if elem != Hole {
				all = append(all, Pair{number(float64(i)), elem})
			}
		}
		w.array(append(all, v.Props...), len(v.Elems), at)
	case *SparseArray:
		if elems, ok := v.list(); ok {
			w.list(elems, at)
		} else {
			w.array(v.Props, int(v.Length), at)
		}
	default:
		return false
	}
	return true
}

func (w *jsonWriter) bytes(b []byte) {
	w.field("$bytes")
	w.base64(b)
}

func (w *jsonWriter) error(v *Error, in *place) {
	w.field("$error")
	w.raw("{")
	w.field("name")
	w.child(v.Name, in, "name", -1)
	if v.Message != nil {
		w.field("message")
		w.child(v.Message, in, "message", -1)
	}
	w.props(v.Props, in)
	w.raw("}")
	w.flag("native", v.Native)
}

// array writes an array that is not a list.
func (w *jsonWriter) array(props []Pair, length int, at *place) {
	w.raw(`{"$array":{`)
	w.props(props, &place{at, "$array", -1})
	w.raw(`},"length":`)
	w.buf = strconv.AppendInt(w.buf, int64(length), 10)
	w.raw("}")
}

// list returns the array including holes; ok is false if it has properties, or too many
// holes to list.
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
	w.bytes(v.Bytes())
	if v.Type != uint8Array {
		w.text("type", v.Type.String())
	}
	b := v.Buffer
	if _, seen := w.seen[b]; !seen && !b.Resizable && int(v.Length) == len(b.Data) {
		// A later view of this buffer refers to a field that may be absent.
		w.seen[b] = &place{at, "buffer", -1}
		return
	}
	w.field("buffer")
	w.child(b, at, "buffer", -1)
	if v.Offset > 0 {
		w.count("offset", float64(v.Offset))
	}
	w.flag("lengthTracking", v.Tracking)
}

// maxTime is the range of JavaScript's dates, in milliseconds before and after 1970.
const maxTime = 8.64e15

// ISO returns the date in the form of toISOString; ok is false if it is invalid.
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
