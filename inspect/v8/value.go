// Package v8 reads and writes the values in the key-value storage of Durable Objects.
//
// workerd stores the output of V8's structured clone, with its own tags for errors,
// Headers and the like. [Decode] turns such bytes into a [Value], and [Encode] turns
// that into the same bytes. [ToJSON] and [FromJSON] translate to JSON for programs,
// package console to the notation of Node's console for people.
//
// The format is that of V8's src/objects/value-serializer.cc, versions 13 to
// 15. The tags below 0x5c are workerd's: SerializationTag in
// src/workerd/io/worker-interface.capnp, errors in src/workerd/jsg/ser.c++,
// headers in src/workerd/api/headers.c++.
//
// # Values
//
// The types distinguish what the bytes do but JavaScript does not: [Int] and [Number],
// [String] and [TwoByte], [Array] and [SparseArray] are the same types in JavaScript.
// Objects are pointers; equal pointers are the same object, also in a cycle.
//
// # JSON
//
// Values that JSON has are written as such, in the order of properties. Any other value
// is an object with a single key that starts with "$":
//
//	{"$undefined":true}
//	{"$number":"NaN"}              also Infinity, -Infinity, -0
//	{"$bigint":"-12"}
//	{"$date":"2026-11-23T10:00:00.000Z"}     null if invalid; milliseconds are read too
//	{"$regexp":["src","gi"]}
//	{"$map":[[key,value],…]}
//	{"$set":[value,…]}
//	{"$bytes":"AQID"}              a Uint8Array with a buffer of its own
//	{"$bytes":"AQID","type":T}     another view, "ArrayBuffer", or "Blob" with "contentType"
//	{"$error":{"name":…,"message":…,"stack":…,"cause":…,…}}  with "native":true in V8's own, older form
//	{"$boxed":value}               new Boolean, new Number, new String, Object(1n)
//	{"$headers":[[name,value],…]}
//	{"$request":url,"init":{…}}
//	{"$domException":{"name":…,"message":…,"stack":…}}
//	{"$array":{"0":…,"x":…},"length":n}     an array with many holes or with properties
//	{"$hole":true}                 a hole in an array
//	{"$ref":"#/a/0"}               the same object as at that JSON pointer, also a cycle
//	{"$raw":"/w8…"}                bytes that could not be read, as they are stored
//
// "$bytes" is what a view shows. Where the buffer is larger, shared or resizable
// the view also has "buffer", and "offset" in bytes, and "lengthTracking" if its
// length follows the buffer's; a resizable buffer has "maxLength".
//
// A property of the user's whose name begins with "$" gets one more "$" in front:
// {"$date":1} is written {"$$date":1}. So a single "$" is always a tag, and an unknown
// one is refused.
package v8

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A Value is one of the types of this package: [Oddball], [Int], [Number],
// [BigInt], [String] and [TwoByte] by value, all others by pointer, and [Raw].
type Value interface{ value() }

// Oddball is a value without content; the constants are the stored bytes.
type Oddball byte

const (
	Undefined Oddball = '_'
	Null      Oddball = '0'
	True      Oddball = 'T'
	False     Oddball = 'F'
	Hole      Oddball = '-' // an absent element, only in [Array]
)

type (
	// Int is a number that V8 stores as a small integer.
	Int int32

	// Number is a number that V8 stores as a double; it may be an integer.
	Number float64

	// BigInt is a bigint.
	BigInt struct{ *big.Int }

	// String is a string. Its text is UTF-8 in which a lone surrogate has three
	// bytes of its own (WTF-8). It is stored as Latin-1 if it can be, else as UTF-16.
	String string

	// TwoByte is a string that V8 stored as UTF-16 without need, such as a part of a
	// longer one; only its stored form differs from [String]'s.
	TwoByte string
)

// Pair is a property, or an entry of a map. The key of a property is a [String]
// or [TwoByte], or an [Int] or [Number] if it is an array index.
type Pair struct{ Key, Value Value }

type (
	// Object is a plain object, or an instance of a class, which is stored as one.
	Object struct{ Props []Pair }

	// Array is an array whose elements are stored one after the other. Props are
	// the properties that are not elements.
	Array struct {
		Elems []Value
		Props []Pair
	}

	// SparseArray is an array whose elements are stored as properties, because it
	// has holes, or had once.
	SparseArray struct {
		Length uint32
		Props  []Pair
	}

	// Map is a Map in the order of its insertions.
	Map struct{ Entries []Pair }

	// Set is a Set in the order of its insertions.
	Set struct{ Values []Value }

	// Date is a Date. Time is in milliseconds since 1970, NaN if it is invalid.
	Date struct{ Time float64 }

	// RegExp is a regular expression. Source is a [String] or [TwoByte].
	RegExp struct {
		Source Value
		Flags  string // of "dgimsuvy", in that order
	}

	// Boxed is a Boolean, Number, BigInt or String object. Value is [True],
	// [False], a [Number], [BigInt], [String] or [TwoByte].
	Boxed struct{ Value Value }

	// Buffer is an ArrayBuffer.
	Buffer struct {
		Data      []byte
		Resizable bool
		MaxLength uint32 // if Resizable, in bytes
	}

	// View is a typed array or a DataView.
	View struct {
		Type     ViewType
		Buffer   *Buffer
		Offset   uint32 // in bytes
		Length   uint32 // in bytes, 0 if Tracking
		Tracking bool   // extends to the end of its resizable buffer
	}

	// Error is an error, stored by workerd with all its own properties or, before
	// the compatibility date 2026-04-21, by V8 (Native) with stack and cause alone.
	Error struct {
		Native  bool
		Name    Value  // "Error", "TypeError", …; the user may have put anything there
		Message Value  // nil if Native and absent
		Props   []Pair // stack, cause, errors and the user's own
	}

	// Headers is a Headers object.
	Headers struct {
		Guard uint32      // who may change it: 3 anyone, see Headers::Guard of workerd
		List  [][2]string // name and value
	}

	// Blob is a Blob. ContentType may be "".
	Blob struct {
		ContentType string
		Data        []byte
	}

	// Request is a Request; Init is the second argument of its constructor.
	Request struct {
		URL  string
		Init Value
	}

	// DOMException is a DOMException.
	DOMException struct{ Name, Message, Stack string }

	// Raw is a complete stored value that could not be decoded. [Encode] returns it
	// unchanged; it cannot be part of another value.
	Raw []byte
)

func (Oddball) value()       {}
func (Int) value()           {}
func (Number) value()        {}
func (BigInt) value()        {}
func (String) value()        {}
func (TwoByte) value()       {}
func (*Object) value()       {}
func (*Array) value()        {}
func (*SparseArray) value()  {}
func (*Map) value()          {}
func (*Set) value()          {}
func (*Date) value()         {}
func (*RegExp) value()       {}
func (*Boxed) value()        {}
func (*Buffer) value()       {}
func (*View) value()         {}
func (*Error) value()        {}
func (*Headers) value()      {}
func (*Blob) value()         {}
func (*Request) value()      {}
func (*DOMException) value() {}
func (Raw) value()           {}

// ViewType is the type of a [View], by the byte it is stored as.
type ViewType byte

const (
	uint8Array ViewType = 'B'
	DataView   ViewType = '?'
)

var viewTypes = map[ViewType]struct {
	name string
	size uint32 // of an element, in bytes
}{
	'b': {"Int8Array", 1}, 'B': {"Uint8Array", 1}, 'C': {"Uint8ClampedArray", 1},
	'w': {"Int16Array", 2}, 'W': {"Uint16Array", 2}, 'h': {"Float16Array", 2},
	'd': {"Int32Array", 4}, 'D': {"Uint32Array", 4}, 'f': {"Float32Array", 4},
	'F': {"Float64Array", 8}, 'q': {"BigInt64Array", 8}, 'Q': {"BigUint64Array", 8},
	'?': {"DataView", 1},
}

// Size returns the size of an element, in bytes.
func (t ViewType) Size() int { return int(viewTypes[t].size) }

// String returns the name of the type's constructor.
func (t ViewType) String() string { return viewTypes[t].name }

// Bytes returns the part of the buffer in the view.
func (v *View) Bytes() []byte {
	if rest := v.Buffer.Data[v.Offset:]; v.Tracking {
		return rest[:len(rest)-len(rest)%v.Type.Size()]
	}
	return v.Buffer.Data[v.Offset : v.Offset+v.Length]
}

// maxDepth bounds the nesting of values. workerd's own serialiser exhausts its stack
// between 3,000 and 4,000 levels.
const maxDepth = 5000

// nan is V8's NaN; Go's has another bit set.
var nan = math.Float64frombits(0x7FF8 << 48)

// Text returns the content of a [String] or [TwoByte]; ok is false if v is neither.
func Text(v Value) (s string, ok bool) {
	switch v := v.(type) {
	case String:
		return string(v), true
	case TwoByte:
		return string(v), true
	}
	return "", false
}

// Name returns the name of a property as JavaScript has it.
func (p Pair) Name() string {
	switch k := p.Key.(type) {
	case Int:
		return strconv.Itoa(int(k))
	case Number:
		return k.String()
	}
	s, _ := Text(p.Key)
	return s
}

// Index returns the array index of a key.
func (p Pair) Index() (i uint32, ok bool) {
	switch k := p.Key.(type) {
	case Int:
		return uint32(k), true
	case Number:
		return uint32(k), true
	}
	return 0, false
}

// key returns the name of a property as V8 stores it: array indices, which end at
// 2^32-2, are numbers.
func key(name string) Value {
	if name == "" || len(name) > 10 || name[0] < '0' || name[0] > '9' || name[0] == '0' && name != "0" {
		return String(name)
	}
	if i, err := strconv.ParseUint(name, 10, 32); err == nil && i < math.MaxUint32 {
		return number(float64(i))
	}
	return String(name)
}

// number is f as V8 stores it on 64-bit machines: integers of 31 bits are small integers.
func number(f float64) Value {
	if i := int32(f); float64(i) == f && -1<<30 <= i && i < 1<<30 && !(i == 0 && math.Signbit(f)) {
		return Int(i)
	}
	return Number(f)
}

// duplicate returns a name that occurs twice among n.
func duplicate(n int, name func(int) string) (_ string, found bool) {
	if n < 9 {
		for i := range n {
			for j := range i {
				if name(i) == name(j) {
					return name(i), true
				}
			}
		}
		return "", false
	}
	seen := make(map[string]bool, n)
	for i := range n {
		if seen[name(i)] {
			return name(i), true
		}
		seen[name(i)] = true
	}
	return "", false
}

// String returns the number as JavaScript's String(n) prints it.
func (n Number) String() string {
	f := float64(n)
	switch abs := math.Abs(f); {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case f == 0:
		return "0"
	case abs >= 1e-6 && abs < 1e21:
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	// An exponent has at least two digits in Go, one in JavaScript.
	return strings.Replace(strconv.FormatFloat(f, 'e', -1, 64), "e-0", "e-", 1)
}

// DecodeRune is [utf8.DecodeRuneInString] that also knows surrogates of three bytes.
func DecodeRune(s string) (r rune, size int) {
	r, size = utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size == 1 && len(s) > 2 && s[0] == 0xED && s[1]&0xE0 == 0xA0 && s[2]&0xC0 == 0x80 {
		return 0xD000 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), 3
	}
	return r, size
}

// appendRune is utf8.AppendRune that also writes surrogates.
func appendRune(b []byte, r rune) []byte {
	if utf16.IsSurrogate(r) {
		return append(b, 0xED, 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
	}
	return utf8.AppendRune(b, r)
}
