package v8

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"unicode/utf16"
)

// decodeError says why and where stored bytes are not a known value.
type decodeError struct {
	Offset int // in bytes, where reading stopped
	Reason string
}

func (e *decodeError) Error() string { return fmt.Sprintf("byte %d: %s", e.Offset, e.Reason) }

// Decode reads a stored value. If it cannot, the error says where, and the value is a
// [Raw], which can still be shown.
//
// It reads everything that workerd reads, including data without a header, from the
// first year of Durable Objects. It does not retain data.
func Decode(data []byte) (Value, error) {
	d := &decoder{data: data, version: 13}
	v, err := d.read()
	if err != nil && d.version == 13 {
		// V8 once wrote the flags of views, new in 14, under the number 13 and
		// therefore tries both: crbug.com/1284506.
		again := &decoder{data: data, version: 13, flagged: true}
		if w, err := again.read(); err == nil {
			return w, nil
		}
	}
	if err != nil {
		return Raw(bytes.Clone(data)), err
	}
	return v, nil
}

type decoder struct {
	data    []byte
	pos     int
	version uint64
	flagged bool    // views have flags whatever the version
	refs    []Value // by id; nil if no reference to it is allowed
	depth   int
	slots   int // array elements announced so far: each takes at least a byte
}

// fail ends the decoding; read recovers it.
func (d *decoder) fail(format string, args ...any) {
	panic(&decodeError{d.pos, fmt.Sprintf(format, args...)})
}

func (d *decoder) read() (v Value, err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case *decodeError:
			err = e
		default:
			panic(e)
		}
	}()
	if len(d.data) > 0 && d.data[0] == 0xFF {
		d.pos++
		if d.version = d.varint(); d.version < 13 || d.version > 15 {
			d.fail("format version %d is not one of 13 to 15", d.version)
		}
	}
	v = d.value()
	if d.pos < len(d.data) {
		d.fail("%d bytes after the end of the value", len(d.data)-d.pos)
	}
	return v, nil
}

func (d *decoder) bytes(n uint64) []byte {
	if n > uint64(len(d.data)-d.pos) {
		d.fail("%d bytes expected, %d left", n, len(d.data)-d.pos)
	}
	b := d.data[d.pos : d.pos+int(n)]
	d.pos += int(n)
	return b
}

func (d *decoder) byte() byte { return d.bytes(1)[0] }

func (d *decoder) varint() uint64 {
	n, size := binary.Uvarint(d.data[d.pos:])
	if size <= 0 {
		d.fail("a number without an end")
	}
	d.pos += size
	return n
}

func (d *decoder) uint32() uint32 {
	n := d.varint()
	if n > math.MaxUint32 {
		d.fail("%d is too large a number", n)
	}
	return uint32(n)
}

func (d *decoder) float() float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(d.bytes(8)))
}

// peek skips padding and returns the tag that follows, 0 at the end.
func (d *decoder) peek() byte {
	for ; d.pos < len(d.data); d.pos++ {
		if b := d.data[d.pos]; b != 0 {
			return b
		}
	}
	return 0
}

// add gives v the next id.
func (d *decoder) add(v Value) { d.refs = append(d.refs, v) }

// value reads a value, with the view that may follow a buffer.
func (d *decoder) value() Value {
	if d.depth++; d.depth > maxDepth {
		d.fail("nested deeper than %d levels", maxDepth)
	}
	v := d.object()
	if b, ok := v.(*Buffer); ok && d.peek() == 'V' {
		d.pos++
		v = d.view(b)
	}
	d.depth--
	return v
}

func (d *decoder) object() Value {
	tag := d.peek()
	if tag == 0 {
		d.fail("the value is cut off")
	}
	d.pos++
	switch tag {
	case '_', '0', 'T', 'F':
		return Oddball(tag)
	case 'I':
		n := d.uint32()
		return Int(int32(n>>1) ^ -int32(n&1))
	case 'U':
		return number(float64(d.uint32()))
	case 'N':
		return Number(d.float())
	case 'Z':
		return d.bigint()
	case '"':
		return latin1(d.bytes(d.varint()))
	case 'S':
		return String(strings.ToValidUTF8(string(d.bytes(d.varint())), "\uFFFD"))
	case 'c':
		return d.twoByte()
	case '^':
		if id := d.varint(); id < uint64(len(d.refs)) && d.refs[id] != nil {
			return d.refs[id]
		} else {
			d.fail("reference to object %d, which is not there", id)
		}
	case 'o':
		o := &Object{}
		d.add(o)
		o.Props = d.props('{')
		return o
	case 'A':
		return d.array()
	case 'a':
		return d.sparse()
	case 'D':
		v := &Date{d.float()}
		d.add(v)
		return v
	case 'y', 'x', 'n', 'z', 's':
		return d.boxed(tag)
	case 'R':
		return d.regexp()
	case ';':
		return d.mapping()
	case '\'':
		return d.set()
	case 'B', '~':
		return d.buffer(tag == '~')
	case 'r':
		return d.nativeError()
	case '\\':
		return d.host()
	case 'u', 'w', 'm', 'p':
		d.pos--
		d.fail("memory shared between threads is not stored")
	}
	d.pos--
	d.fail("unknown tag 0x%02x", tag)
	return nil
}

// count checks the number that closes a collection.
func (d *decoder) count(what string, n int) {
	if got := d.varint(); got != uint64(n) {
		d.fail("%d %s announced, %d found", got, what, n)
	}
}

// props reads properties up to the tag end and their count.
func (d *decoder) props(end byte) []Pair {
	var props []Pair
	for d.peek() != end {
		p := Pair{Key: d.value()}
		switch k := p.Key.(type) {
		case Int:
			if k < 0 {
				p.Key = key(p.Name())
			}
		case Number:
			p.Key = key(p.Name())
		case String:
			p.Key = key(string(k))
		case TwoByte:
			if v := key(string(k)); v != String(k) {
				p.Key = v
			}
		default:
			d.fail("a property's name is not a string")
		}
		p.Value = d.value()
		props = append(props, p)
	}
	d.pos++
	if name, found := duplicate(len(props), func(i int) string { return props[i].Name() }); found {
		d.fail("property %q occurs twice", name)
	}
	d.count("properties", len(props))
	return props
}

func (d *decoder) array() Value {
	n := d.varint()
	left := uint64(len(d.data) - d.slots)
	if n > left || n > uint64(len(d.data)-d.pos) {
		d.fail("array of %d elements in %d bytes", n, len(d.data)-d.pos)
	}
	d.slots += int(n)
	a := &Array{Elems: make([]Value, n)}
	d.add(a)
	for i := range a.Elems {
		if d.peek() == '-' {
			d.pos++
			a.Elems[i] = Hole
		} else {
			a.Elems[i] = d.value()
		}
	}
	a.Props = d.props('$')
	for _, p := range a.Props {
		if _, ok := p.Index(); ok {
			d.fail("element %s of an array occurs twice", p.Name())
		}
	}
	d.count("length", int(n))
	return a
}

func (d *decoder) sparse() Value {
	a := &SparseArray{Length: d.uint32()}
	d.add(a)
	a.Props = d.props('@')
	for _, p := range a.Props {
		if i, ok := p.Index(); ok && i >= a.Length {
			d.fail("element %d of an array of length %d", i, a.Length)
		}
	}
	d.count("length", int(a.Length))
	return a
}

func (d *decoder) mapping() Value {
	m := &Map{}
	d.add(m)
	for d.peek() != ':' {
		m.Entries = append(m.Entries, Pair{d.value(), d.value()})
	}
	d.pos++
	d.count("entries", 2*len(m.Entries))
	return m
}

func (d *decoder) set() Value {
	s := &Set{}
	d.add(s)
	for d.peek() != ',' {
		s.Values = append(s.Values, d.value())
	}
	d.pos++
	d.count("values", len(s.Values))
	return s
}

func (d *decoder) bigint() BigInt {
	head := d.uint32()
	digits := slices.Clone(d.bytes(uint64(head >> 1)))
	slices.Reverse(digits)
	n := new(big.Int).SetBytes(digits)
	if head&1 != 0 {
		n.Neg(n)
	}
	return BigInt{n}
}

func latin1(b []byte) String {
	for i, c := range b {
		if c >= 0x80 {
			s := append(make([]byte, 0, 2*len(b)), b[:i]...)
			for _, c := range b[i:] {
				s = appendRune(s, rune(c))
			}
			return String(s)
		}
	}
	return String(b)
}

func (d *decoder) twoByte() Value {
	b := d.bytes(d.varint())
	if len(b)%2 != 0 {
		d.fail("half a character")
	}
	s := make([]byte, 0, len(b))
	wide := false
	for i := 0; i < len(b); i += 2 {
		r := rune(binary.LittleEndian.Uint16(b[i:]))
		wide = wide || r > 0xFF
		if i+4 <= len(b) {
			if pair := utf16.DecodeRune(r, rune(binary.LittleEndian.Uint16(b[i+2:]))); pair != 0xFFFD {
				r = pair
				i += 2
			}
		}
		s = appendRune(s, r)
	}
	if wide {
		return String(s)
	}
	return TwoByte(s)
}

// str reads a value that must be a string.
func (d *decoder) str(what string) Value {
	v := d.value()
	if _, ok := Text(v); !ok {
		d.fail("%s is not a string", what)
	}
	return v
}

func (d *decoder) boxed(tag byte) Value {
	b := &Boxed{}
	d.add(b)
	switch tag {
	case 'y':
		b.Value = True
	case 'x':
		b.Value = False
	case 'n':
		b.Value = Number(d.float())
	case 'z':
		b.Value = d.bigint()
	case 's':
		b.Value = d.str("a String object's content")
	}
	return b
}

// regexpFlags are the flags by their bit; "l" is an experiment of V8's.
const regexpFlags = "gimyusldv"

// validFlags reports whether JavaScript accepts the flags, which are sorted.
func validFlags(flags string) bool {
	for i, f := range flags {
		if f == 'l' || !strings.ContainsRune(regexpFlags, f) || i > 0 && flags[i-1] >= flags[i] {
			return false
		}
	}
	return !strings.Contains(flags, "u") || !strings.Contains(flags, "v")
}

func (d *decoder) regexp() Value {
	r := &RegExp{}
	d.add(r)
	r.Source = d.str("a regular expression's source")
	bits := d.varint()
	var flags []byte
	for i := range regexpFlags {
		if bits>>i&1 != 0 {
			flags = append(flags, regexpFlags[i])
		}
	}
	slices.Sort(flags)
	if r.Flags = string(flags); bits>>len(regexpFlags) != 0 || !validFlags(r.Flags) {
		d.fail("a regular expression has flags that do not exist")
	}
	return r
}

func (d *decoder) buffer(resizable bool) Value {
	b := &Buffer{Resizable: resizable}
	d.add(b)
	n := d.uint32()
	if resizable {
		if b.MaxLength = d.uint32(); b.MaxLength < n {
			d.fail("a buffer of %d bytes is longer than its maximum %d", n, b.MaxLength)
		}
	}
	b.Data = bytes.Clone(d.bytes(uint64(n)))
	return b
}

func (d *decoder) view(b *Buffer) Value {
	v := &View{Type: ViewType(d.byte()), Buffer: b, Offset: d.uint32(), Length: d.uint32()}
	if d.version >= 14 || d.flagged {
		flags := d.varint()
		v.Tracking = flags&1 != 0
		if (flags&2 != 0) != b.Resizable {
			d.fail("a view's flags do not fit its buffer")
		}
	}
	if why := v.invalid(); why != "" {
		d.fail("%s", why)
	}
	d.add(v)
	return v
}

// invalid says what is wrong with a view, "" for nothing.
func (v *View) invalid() string {
	t, ok := viewTypes[v.Type]
	switch {
	case !ok:
		return fmt.Sprintf("unknown kind of view 0x%02x", byte(v.Type))
	case uint64(v.Offset)+uint64(v.Length) > uint64(len(v.Buffer.Data)):
		return "a view reaches beyond its buffer"
	case v.Offset%t.size != 0 || v.Length%t.size != 0:
		return fmt.Sprintf("a %s is not aligned to %d bytes", t.name, t.size)
	case v.Tracking && !v.Buffer.Resizable:
		return "a view follows the length of a buffer that has a fixed one"
	}
	return ""
}

// nativeErrors are V8's letters for the names of errors.
var nativeErrors = map[byte]String{
	'E': "EvalError", 'R': "RangeError", 'F': "ReferenceError", 'S': "SyntaxError", 'T': "TypeError", 'U': "URIError",
}

func (d *decoder) nativeError() Value {
	e := &Error{Native: true, Name: String("Error")}
	d.add(e)
	for {
		switch tag := d.byte(); tag {
		case '.':
			if name, found := duplicate(len(e.Props), func(i int) string { return e.Props[i].Name() }); found {
				d.fail("an error's %s occurs twice", name)
			}
			return e
		case 'm':
			e.Message = d.str("an error's message")
		case 's':
			e.Props = append(e.Props, Pair{String("stack"), d.str("an error's stack")})
		case 'c':
			e.Props = append(e.Props, Pair{String("cause"), d.value()})
		default:
			name, ok := nativeErrors[tag]
			if !ok {
				d.pos--
				d.fail("unknown tag 0x%02x in an error", tag)
			}
			e.Name = name
		}
	}
}

// The tags of workerd's objects.
const (
	hostHeaders      = 4
	hostRequest      = 5
	hostDOMException = 8
	hostError        = 10
	hostBlob         = 15
)

// headersGuardNone is the last of workerd's guards: any code may change the headers.
const headersGuardNone = 3

// hostErrors are the names of errors by workerd's number.
var hostErrors = [...]String{
	1: "Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError", "WasmCompileError", "WasmLinkError",
	"WasmRuntimeError", "WasmSuspendError", "EvalError", "URIError", "AggregateError", "SuppressedError",
}

// commonHeaders are the names that workerd stores as a number, CommonHeaderName
// of http-over-capnp.capnp.
var commonHeaders = strings.Fields(`-
	accept-charset accept-encoding accept-language accept-ranges accept access-control-allow-origin age allow
	authorization cache-control content-disposition content-encoding content-language content-length content-location
	content-range content-type cookie date etag expect expires from host if-match if-modified-since if-none-match
	if-range if-unmodified-since last-modified link location max-forwards proxy-authenticate proxy-authorization range
	referer refresh retry-after server set-cookie strict-transport-security transfer-encoding user-agent vary via
	www-authenticate`)

func (d *decoder) host() Value {
	id := len(d.refs)
	d.add(nil)
	start := d.pos
	var v Value
	switch tag := d.uint32(); tag {
	case hostHeaders:
		v = d.headers()
	case hostRequest:
		r := &Request{URL: d.hostString()}
		d.refs[id] = r
		r.Init = d.value()
		v = r
	case hostDOMException:
		v = &DOMException{d.hostString(), d.hostString(), d.hostString()}
	case hostError:
		return d.hostError(id)
	case hostBlob:
		v = &Blob{d.hostString(), bytes.Clone(d.bytes(d.varint()))}
	default:
		d.pos = start
		d.fail("unknown object %d of the runtime, such as a stub", tag)
	}
	d.refs[id] = v
	return v
}

func (d *decoder) hostString() string { return string(d.bytes(d.varint())) }

func (d *decoder) headers() Value {
	h := &Headers{Guard: d.uint32()}
	if h.Guard > headersGuardNone {
		d.fail("unknown guard %d of headers", h.Guard)
	}
	for range d.uint32() {
		var name string
		switch common := d.uint32(); {
		case common == 0:
			if name = d.hostString(); slices.Contains(commonHeaders, strings.ToLower(name)) {
				name = strings.ToLower(name)
			}
		case int(common) < len(commonHeaders):
			name = commonHeaders[common]
		default:
			d.fail("unknown header %d", common)
		}
		if !validHeader(name) {
			d.fail("%q is not a valid header name", name)
		}
		h.List = append(h.List, [2]string{name, d.hostString()})
	}
	return h
}

// validHeader reports whether name is a token of RFC 9110.
func validHeader(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r <= ' ' || r > '~' || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}

func (d *decoder) hostError(id int) Value {
	e := &Error{}
	d.refs[id] = e
	if kind := d.uint32(); kind == 0 {
		e.Name = d.value()
	} else if int(kind) < len(hostErrors) {
		e.Name = hostErrors[kind]
	} else {
		d.fail("unknown kind of error %d", kind)
	}
	e.Message = d.value()
	if d.peek() != 'o' {
		d.fail("an error's properties are missing")
	}
	d.pos++
	d.add(nil) // V8 gives the properties an id, but nothing can refer to it
	e.Props = d.props('{')
	for _, p := range e.Props {
		if n := p.Name(); n == "name" || n == "message" {
			d.fail("an error's %s occurs twice", n)
		}
	}
	return e
}
