package workerd

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"unicode/utf8"
)

// A configuration is a tree of values by the names of workerd.capnp, which has two forms:
// the message that workerd reads, and text for people.

// value is the value of a field. A field whose value is nil is left out.
type value interface {
	print(b []byte, depth int) []byte
	put(m *message, at int, f slot)
}

type (
	str    []byte   // Text
	blob   []byte   // Data
	void   struct{} // Void
	yes    struct{} // Bool
	values []value  // List of structs or Text
	fields []field  // a struct, or a group of a struct's fields

	field struct {
		name  string
		value value
	}
)

func boolean(on bool) value {
	if !on {
		return nil
	}
	return yes{}
}

func text[T string | []byte | JSONBinding](s T) value { return str(s) }

func data(s []byte) value { return blob(s) }

func optional(s string) value {
	if s == "" {
		return nil
	}
	return text(s)
}

func list[T any](items []T, f func(T) value) value {
	if len(items) == 0 {
		return nil
	}
	all := make(values, len(items))
	for i, item := range items {
		all[i] = f(item)
	}
	return all
}

func tuple(all ...field) value { return fields(all) }

// Text returns the configuration as Cap'n Proto text, for people: workerd gets
// [Config.Message].
func (c *Config) Text() string {
	b := []byte("using Workerd = import \"/workerd/workerd.capnp\";\n\nconst config :Workerd.Config = ")
	return string(append(c.tree().print(b, 0), ";\n"...))
}

func (void) print(b []byte, _ int) []byte { return append(b, "void"...) }
func (yes) print(b []byte, _ int) []byte  { return append(b, "true"...) }
func (v blob) print(b []byte, _ int) []byte {
	if len(v) == 0 {
		return append(b, `""`...) // the lexer takes no empty 0x""
	}
	return append(hex.AppendEncode(append(b, `0x"`...), v), '"')
}

// print quotes a string. The lexer takes every byte but quote, backslash and line feed
// unescaped; control characters and NUL are escaped for the reader, and so are bytes that
// are not UTF-8.
func (v str) print(b []byte, _ int) []byte {
	b = append(b, '"')
	for i := 0; i < len(v); {
		r, size := utf8.DecodeRune(v[i:])
		switch c := v[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c < ' ' && c != '\t' || c == 0x7f || r == utf8.RuneError && size == 1:
			b = fmt.Appendf(b, `\x%02x`, c)
		default:
			b = append(b, v[i:i+size]...)
		}
		i += size
	}
	return append(b, '"')
}

func (v values) print(b []byte, depth int) []byte {
	b = append(b, '[')
	for i, item := range v {
		if i > 0 {
			b = append(b, ',')
		}
		b = item.print(newline(b, depth+1), depth+1)
	}
	return append(newline(b, depth), ']')
}

func (v fields) print(b []byte, depth int) []byte {
	b = append(b, '(')
	sep := ""
	for _, f := range v {
		if f.value != nil {
			b = append(append(append(b, sep...), f.name...), " = "...)
			b = f.value.print(b, depth)
			sep = ", "
		}
	}
	return append(b, ')')
}

func newline(b []byte, depth int) []byte {
	b = append(b, '\n')
	for range depth {
		b = append(b, "  "...)
	}
	return b
}

// Message returns the configuration as workerd reads it from its standard input: a
// Cap'n Proto message of one segment. See capnproto.org/encoding.html.
//
// Measured from the last byte to listening, it takes 3 ms less than text for a Worker of
// 1 KB, and 30 ms less for one of 5 MB; and workerd has read its own program before.
func (c *Config) Message() []byte {
	size := 64 << 10
	for _, w := range c.Workers {
		for _, m := range w.Modules {
			size += len(m.Content) + 16
		}
	}
	m := &message{make([]byte, 0, size)}
	m.extend(2 * word) // the header, and the pointer to the root
	c.tree().put(m, word, slot{of: "Config"})
	binary.LittleEndian.PutUint32(m.b[4:], uint32(len(m.b)/word-1))
	return m.b
}

// message is a message with its header, in bytes; all places in it are multiples of a word.
type message struct{ b []byte }

const word = 8

// extend adds zeros, up to a whole word, and returns where they begin.
func (m *message) extend(n int) int {
	at := len(m.b)
	n = (n + word - 1) / word * word
	m.b = slices.Grow(m.b, n)[:at+n] // what was never used is zero
	return at
}

// point writes a pointer to a place: kind is its lowest two bits, rest its upper half.
func (m *message) point(at, to int, kind, rest uint32) {
	binary.LittleEndian.PutUint32(m.b[at:], uint32((to-at)/word-1)<<2|kind)
	binary.LittleEndian.PutUint32(m.b[at+4:], rest)
}

// The upper halves of pointers.
func sizes(l layout) uint32              { return uint32(l.data) | uint32(l.pointers)<<16 }
func elements(kind uint32, n int) uint32 { return kind | uint32(n)<<3 }

// Kinds of pointers, and of what lists have.
const (
	toStruct, toList                      = 0, 1
	ofBytes, ofPointers, ofStructs uint32 = 2, 6, 7
)

func (void) put(*message, int, slot)       {} // its tag says it
func (yes) put(m *message, at int, f slot) { m.b[at+f.bit/8] |= 1 << (f.bit % 8) }

func (v str) put(m *message, at int, _ slot) {
	to := m.extend(len(v) + 1)
	copy(m.b[to:], v)
	m.point(at, to, toList, elements(ofBytes, len(v)+1))
}

func (v blob) put(m *message, at int, _ slot) {
	to := m.extend(len(v))
	copy(m.b[to:], v)
	m.point(at, to, toList, elements(ofBytes, len(v)))
}

func (v values) put(m *message, at int, f slot) {
	if f.of == "" { // Text
		to := m.extend(len(v) * word)
		m.point(at, to, toList, elements(ofPointers, len(v)))
		for i, item := range v {
			item.put(m, to+i*word, slot{})
		}
		return
	}
	l := schema[f.of]
	size := (l.data + l.pointers) * word
	to := m.extend(word + len(v)*size)
	m.point(at, to, toList, elements(ofStructs, len(v)*size/word))
	binary.LittleEndian.PutUint32(m.b[to:], uint32(len(v))<<2)
	binary.LittleEndian.PutUint32(m.b[to+4:], sizes(l))
	for i, item := range v {
		item.(fields).fill(m, to+word+i*size, l, l.fields)
	}
}

func (v fields) put(m *message, at int, f slot) {
	l := schema[f.of]
	to := m.extend((l.data + l.pointers) * word)
	m.point(at, to, toStruct, sizes(l))
	v.fill(m, to, l, l.fields)
}

// fill writes fields into a struct; all are those of the struct, or of one of its groups.
func (v fields) fill(m *message, at int, l layout, all map[string]slot) {
	for _, f := range v {
		if f.value == nil {
			continue
		}
		s, ok := all[f.name]
		if !ok {
			panic("workerd.capnp: no field " + f.name) // a name that is written in our code
		}
		if s.union {
			binary.LittleEndian.PutUint16(m.b[at+s.tagAt:], s.tag)
		}
		switch value := f.value.(type) {
		case yes, void:
			value.put(m, at, s)
		case fields:
			if s.group != nil {
				value.fill(m, at, l, s.group)
				continue
			}
			value.put(m, at+(l.data+s.pointer)*word, s)
		default:
			value.put(m, at+(l.data+s.pointer)*word, s)
		}
	}
}
