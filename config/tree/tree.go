// Package tree reads a configuration, JSON with comments or TOML, as one kind of
// tree whose values know their places, and edits one without touching the rest: see
// [Parse] and [Edit].
package tree

import (
	"bytes"
	"slices"

	"github.com/tailscale/hujson"
)

// MaxSize is the maximum size of a configuration in bytes; the TOML parser takes a
// second for that many keys. Like maxNesting, it is more than people and tools write,
// and protects memory and stack from other files.
const (
	MaxSize    = 256 << 10
	maxNesting = 200
)

// Kind is the kind of a value.
type Kind string

// The kinds, as messages call them.
const (
	Null    Kind = "null"
	Boolean Kind = "a boolean"
	Number  Kind = "a number"
	Text    Kind = "a string"
	Date    Kind = "a date"
	List    Kind = "an array"
	Table   Kind = "an object"
)

// Node is a value of JSON or TOML. A nil Node is an absent value.
type Node struct {
	Kind       Kind
	Value      string // Text: decoded; Number, Boolean and Date: JSON, or as written
	Items      []*Node
	Fields     []Field
	start, end int // of the value, or of what introduces it in TOML; bytes of the file
}

// Field is a member of a Table. Names are unique: the last one of repeated names
// counts, as in JavaScript.
type Field struct {
	Name       string
	Value      *Node
	start, end int // of the name
}

// Get returns the value of a member, nil if there is none.
func (n *Node) Get(name string) *Node {
	if f := n.Field(name); f != nil {
		return f.Value
	}
	return nil
}

// Field returns a member, nil if there is none.
func (n *Node) Field(name string) *Field {
	if n == nil {
		return nil
	}
	if i := slices.IndexFunc(n.Fields, func(f Field) bool { return f.Name == name }); i >= 0 {
		return &n.Fields[i]
	}
	return nil
}

// Is reports whether the value exists and is of the kind.
func (n *Node) Is(k Kind) bool { return n != nil && n.Kind == k }

// Absent reports whether JavaScript's ?? would skip the value.
func (n *Node) Absent() bool { return n == nil || n.Kind == Null }

// Raw returns the value as JSON.
func (n *Node) Raw() []byte {
	var b bytes.Buffer
	n.JSON(&b)
	return b.Bytes()
}

// JSON writes the value as compact JSON.
func (n *Node) JSON(b *bytes.Buffer) {
	switch n.Kind {
	case Table:
		b.WriteByte('{')
		for i, f := range n.Fields {
			if i > 0 {
				b.WriteByte(',')
			}
			b.Write(hujson.String(f.Name))
			b.WriteByte(':')
			f.Value.JSON(b)
		}
		b.WriteByte('}')
	case List:
		b.WriteByte('[')
		for i, item := range n.Items {
			if i > 0 {
				b.WriteByte(',')
			}
			item.JSON(b)
		}
		b.WriteByte(']')
	case Text, Date:
		b.Write(hujson.String(n.Value))
	default:
		b.WriteString(n.Value)
	}
}

// Empty reports whether an array is empty, or an object and everything in it.
func (n *Node) Empty() bool {
	switch n.Kind {
	case List:
		return len(n.Items) == 0
	case Table:
		return !slices.ContainsFunc(n.Fields, func(f Field) bool { return !f.Value.Empty() })
	}
	return false
}
