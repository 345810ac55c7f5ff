package v8

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"unicode/utf16"
)

// Encode writes a value as workerd stores it, in version 15 of the format. It refuses
// values that no decoder could read: missing, nested too deep, or where JavaScript
// cannot have them.
func Encode(v Value) ([]byte, error) {
	if raw, ok := v.(Raw); ok {
		return slices.Clone(raw), nil
	}
	e := &encoder{buf: append(make([]byte, 0, 64), 0xFF, 15)}
	if e.value(v); e.err != nil {
		return nil, e.err
	}
	return e.buf, nil
}

type encoder struct {
	buf   []byte
	ids   map[Value]uint32
	next  uint32 // id of the next object
	depth int
	err   error // the first one; the output after it is useless
}

func (e *encoder) fail(format string, args ...any) {
	if e.err == nil {
		e.err = fmt.Errorf(format, args...)
	}
}

func (e *encoder) tag(b byte)      { e.buf = append(e.buf, b) }
func (e *encoder) varint(n uint64) { e.buf = binary.AppendUvarint(e.buf, n) }
func (e *encoder) float(f float64) {
	e.buf = binary.LittleEndian.AppendUint64(e.buf, math.Float64bits(f))
}

// bytes writes b after its length.
func (e *encoder) bytes(b []byte) {
	e.varint(uint64(len(b)))
	e.buf = append(e.buf, b...)
}

func (e *encoder) string(s string) {
	e.varint(uint64(len(s)))
	e.buf = append(e.buf, s...)
}

func (e *encoder) value(v Value) {
	if e.depth++; e.depth > maxDepth {
		e.fail("nested deeper than %d levels", maxDepth)
	}
	if e.err != nil {
		return
	}
	switch v := v.(type) {
	case Oddball:
		if v == Hole {
			e.fail("a hole can only be in an array")
		}
		e.tag(byte(v))
	case Int:
		e.tag('I')
		e.varint(uint64(uint32(v<<1) ^ uint32(v>>31)))
	case Number:
		e.tag('N')
		e.float(float64(v))
	case BigInt:
		e.tag('Z')
		e.bigint(v.Int)
	case String, TwoByte:
		e.text(v)
	case nil:
		e.fail("a value is missing")
	case Raw:
		e.fail("raw bytes cannot be part of a value")
	default:
		e.reference(v)
	}
	e.depth--
}

// reference writes an object, or its id if it was written before.
func (e *encoder) reference(v Value) {
	if id, ok := e.ids[v]; ok {
		e.tag('^')
		e.varint(uint64(id))
		return
	}
	if w, ok := v.(*View); ok { // V8 puts the buffer in front, with an id before the view's
		if w.Buffer == nil || w.invalid() != "" {
			e.fail("a view does not fit its buffer")
			return
		}
		e.reference(w.Buffer)
	}
	if e.ids == nil {
		e.ids = make(map[Value]uint32)
	}
	e.ids[v] = e.next
	e.next++
	e.object(v)
}

func (e *encoder) object(v Value) {
	switch v := v.(type) {
	case *Object:
		e.tag('o')
		e.props(v.Props, '{')
	case *Array:
		e.tag('A')
		e.varint(uint64(len(v.Elems)))
		for _, elem := range v.Elems {
			if elem == Hole {
				e.tag(byte(Hole))
			} else {
				e.value(elem)
			}
		}
		e.props(v.Props, '$')
		e.varint(uint64(len(v.Elems)))
	case *SparseArray:
		e.tag('a')
		e.varint(uint64(v.Length))
		e.props(v.Props, '@')
		e.varint(uint64(v.Length))
	case *Map:
		e.tag(';')
		for _, p := range v.Entries {
			e.value(p.Key)
			e.value(p.Value)
		}
		e.tag(':')
		e.varint(2 * uint64(len(v.Entries)))
	case *Set:
		e.tag('\'')
		for _, elem := range v.Values {
			e.value(elem)
		}
		e.tag(',')
		e.varint(uint64(len(v.Values)))
	case *Date:
		e.tag('D')
		e.float(v.Time)
	case *RegExp:
		e.regexp(v)
	case *Boxed:
		e.boxed(v.Value)
	case *Buffer:
		if v.Resizable {
			e.tag('~')
			e.varint(uint64(len(v.Data)))
			e.varint(uint64(v.MaxLength))
			e.buf = append(e.buf, v.Data...)
		} else {
			e.tag('B')
			e.bytes(v.Data)
		}
	case *View:
		e.view(v)
	case *Error:
		if v.Native {
			e.nativeError(v)
		} else {
			e.hostError(v)
		}
	case *Headers:
		e.headers(v)
	case *Blob:
		e.host(hostBlob)
		e.string(v.ContentType)
		e.bytes(v.Data)
	case *Request:
		e.host(hostRequest)
		e.string(v.URL)
		e.value(v.Init)
	case *DOMException:
		e.host(hostDOMException)
		for _, s := range []string{v.Name, v.Message, v.Stack} {
			e.string(s)
		}
	}
}

func (e *encoder) props(props []Pair, end byte) {
	for _, p := range props {
		switch p.Key.(type) {
		case Int, Number, String, TwoByte:
			e.value(p.Key)
		default:
			e.fail("a property's name is not a string")
		}
		e.value(p.Value)
	}
	e.tag(end)
	e.varint(uint64(len(props)))
}

// bigint writes sign and length, then the digits, of 64 bits each.
func (e *encoder) bigint(n *big.Int) {
	size := (n.BitLen() + 63) / 64 * 8
	head := uint64(size) << 1
	if n.Sign() < 0 {
		head |= 1
	}
	e.varint(head)
	digits := n.FillBytes(make([]byte, size))
	slices.Reverse(digits)
	e.buf = append(e.buf, digits...)
}

// text writes a string. UTF-16 begins at an even offset of the whole output.
func (e *encoder) text(v Value) {
	s, ok := Text(v)
	if !ok {
		e.fail("a string is missing")
		return
	}
	if _, two := v.(TwoByte); !two {
		if size, ok := latin1Len(s); ok {
			e.tag('"')
			e.varint(uint64(size))
			if size == len(s) {
				e.buf = append(e.buf, s...)
				return
			}
			for _, r := range s {
				e.buf = append(e.buf, byte(r))
			}
			return
		}
	}
	units := make([]uint16, 0, len(s))
	for len(s) > 0 {
		r, size := DecodeRune(s)
		s = s[size:]
		if utf16.IsSurrogate(r) {
			units = append(units, uint16(r)) // AppendRune would replace it
		} else {
			units = utf16.AppendRune(units, r)
		}
	}
	size := 2 * uint64(len(units))
	if start := len(e.buf) + 1 + len(binary.AppendUvarint(nil, size)); start%2 != 0 {
		e.tag(0)
	}
	e.tag('c')
	e.varint(size)
	for _, u := range units {
		e.buf = binary.LittleEndian.AppendUint16(e.buf, u)
	}
}

// latin1Len returns the number of characters of s if all of them are Latin-1.
func latin1Len(s string) (n int, ok bool) {
	for _, r := range s {
		if r > 0xFF {
			return 0, false
		}
		n++
	}
	return n, true
}

func (e *encoder) regexp(r *RegExp) {
	e.tag('R')
	e.text(r.Source)
	if !validFlags(r.Flags) {
		e.fail("%q are not valid flags of a regular expression", r.Flags)
		return
	}
	bits := uint64(0)
	for _, f := range r.Flags {
		bits |= 1 << strings.IndexRune(regexpFlags, f)
	}
	e.varint(bits)
}

func (e *encoder) view(v *View) {
	flags := uint64(0)
	if v.Tracking {
		flags |= 1
	}
	if v.Buffer.Resizable {
		flags |= 2
	}
	e.tag('V')
	e.tag(byte(v.Type))
	e.varint(uint64(v.Offset))
	e.varint(uint64(v.Length))
	e.varint(flags)
}

func (e *encoder) boxed(v Value) {
	switch v := v.(type) {
	case Oddball:
		switch v {
		case True:
			e.tag('y')
			return
		case False:
			e.tag('x')
			return
		}
	case Number:
		e.tag('n')
		e.float(float64(v))
		return
	case BigInt:
		e.tag('z')
		e.bigint(v.Int)
		return
	case String, TwoByte:
		e.tag('s')
		e.text(v)
		return
	}
	e.fail("a %T cannot be boxed", v)
}

func (e *encoder) host(tag uint64) {
	e.tag('\\')
	e.varint(tag)
}

func (e *encoder) headers(h *Headers) {
	e.host(hostHeaders)
	e.varint(uint64(h.Guard))
	e.varint(uint64(len(h.List)))
	for _, header := range h.List {
		common := max(0, slices.Index(commonHeaders, strings.ToLower(header[0])))
		e.varint(uint64(common))
		if common == 0 {
			e.string(header[0])
		}
		e.string(header[1])
	}
}

func (e *encoder) hostError(v *Error) {
	e.host(hostError)
	kind := 0
	if name, ok := v.Name.(String); ok && name != "" {
		kind = max(0, slices.Index(hostErrors[:], name))
	}
	e.varint(uint64(kind))
	if kind == 0 {
		e.value(v.Name)
	}
	e.value(v.Message)
	e.next++ // V8 gives the properties an id
	e.tag('o')
	e.props(v.Props, '{')
}

func (e *encoder) nativeError(v *Error) {
	if err := v.invalid(); err != nil {
		e.fail("%w", err)
		return
	}
	e.tag('r')
	for letter, name := range nativeErrors {
		if v.Name == name {
			e.tag(letter)
		}
	}
	if v.Message != nil {
		e.tag('m')
		e.text(v.Message)
	}
	for _, p := range v.Props {
		if p.Name() == "stack" {
			e.tag('s')
			e.text(p.Value)
		} else {
			e.tag('c')
			e.value(p.Value)
		}
	}
	e.tag('.')
}

// invalid says what V8's own form of an error cannot represent.
func (v *Error) invalid() error {
	if !v.Native {
		return nil
	}
	known := v.Name == String("Error")
	for _, name := range nativeErrors {
		known = known || v.Name == name
	}
	if !known {
		return errors.New("a native error has one of JavaScript's names")
	}
	if _, ok := Text(v.Message); !ok && v.Message != nil {
		return errors.New("a native error's message is a string")
	}
	for _, p := range v.Props {
		_, str := Text(p.Value)
		if n := p.Name(); n != "cause" && (n != "stack" || !str) {
			return errors.New("a native error has a stack, which is a string, and a cause at most")
		}
	}
	return nil
}
