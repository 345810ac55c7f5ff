package tree

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tailscale/hujson"

	"github.com/dotool-dev/dotool/config/diag"
)

// Object is an object to write with [Edit], its members in order.
type Object []Member

// Member is a member of an [Object].
type Member struct {
	Name  string
	Value any // string, bool, int, []any or Object
}

// Edit returns src, the content of file, with the member at path replaced by
// one that is called name and holds value: a string, bool, int, []any or
// [Object]. A nil value removes the member; one that does not exist is added
// to its parent. Everything outside the member keeps its bytes, comments
// included. The error is a [*diag.ListError] if src cannot be parsed.
func Edit(file string, src []byte, path []string, name string, value any) ([]byte, error) {
	before, err := parseForEdit(file, src)
	if err != nil {
		return nil, err
	}
	parent := before.Root
	for _, part := range path[:len(path)-1] {
		if parent = parent.Get(part); !parent.Is(Table) {
			return nil, fmt.Errorf("%s has no section %s", file, strings.Join(path[:len(path)-1], "."))
		}
	}
	old := path[len(path)-1]
	if name != old && value != nil && parent.Get(name) != nil {
		return nil, fmt.Errorf("%s has %s already", file, strings.Join(append(slices.Clone(path[:len(path)-1]), name), "."))
	}
	if value == nil && parent.Get(old) == nil {
		return src, nil
	}
	e := newEditor(file, src, before)
	var out []byte
	if IsTOML(file) {
		out, err = e.toml(path, name, value)
	} else {
		out = e.json(parent, old, name, value)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}

	// Whatever the layout of the file, the result must have the requested meaning.
	parent.Fields = slices.DeleteFunc(parent.Fields, func(f Field) bool { return f.Name == old || f.Name == name })
	if value != nil {
		parent.Fields = append(parent.Fields, Field{Name: name, Value: toNode(value)})
	}
	return checked(file, out, before)
}

func parseForEdit(file string, src []byte) (*Document, error) {
	var l diag.List
	d := Parse(file, src, &l)
	return d, l.Err()
}

func (n *Node) plain() (v any) {
	var b bytes.Buffer
	n.JSON(&b)
	json.Unmarshal(b.Bytes(), &v) // cannot fail: node.JSON writes JSON
	return v
}

func toNode(value any) *Node {
	switch v := value.(type) {
	case Object:
		n := &Node{Kind: Table}
		for _, m := range v {
			n.Fields = append(n.Fields, Field{Name: m.Name, Value: toNode(m.Value)})
		}
		return n
	case []any:
		n := &Node{Kind: List}
		for _, item := range v {
			n.Items = append(n.Items, toNode(item))
		}
		return n
	case bool:
		return &Node{Kind: Boolean, Value: strconv.FormatBool(v)}
	case int:
		return &Node{Kind: Number, Value: strconv.Itoa(v)}
	case string:
		return &Node{Kind: Text, Value: v}
	}
	panic(fmt.Sprintf("tree.Edit: no way to write a %T", value))
}

type editor struct {
	src         []byte
	eol, indent string
	hash        bool // it is TOML, with comments after #
}

func (e *editor) splice(start, end int, text string) []byte {
	return slices.Concat(e.src[:start], []byte(text), e.src[end:])
}

func (e *editor) lineStart(i int) int { return bytes.LastIndexByte(e.src[:i], '\n') + 1 }

func (e *editor) lineEnd(i int) int {
	if n := bytes.IndexByte(e.src[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(e.src)
}

// lineIndent returns the white space at the start of the line of i.
func (e *editor) lineIndent(i int) string {
	line := bytes.TrimPrefix(e.src[e.lineStart(i):i], []byte("\ufeff"))
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

func (e *editor) json(parent *Node, old, name string, value any) []byte {
	i := slices.IndexFunc(parent.Fields, func(f Field) bool { return f.Name == old })
	switch {
	case i >= 0 && value != nil:
		f := parent.Fields[i]
		return e.splice(f.start, f.Value.end, e.jsonMember(name, value, e.lineIndent(f.start)))
	case i >= 0:
		return e.jsonRemove(parent, i)
	case len(parent.Fields) == 0:
		outer := e.lineIndent(parent.start)
		return e.splice(parent.start+1, parent.end-1, e.eol+outer+e.indent+e.jsonMember(name, value, outer+e.indent)+e.eol+outer)
	}
	last := parent.Fields[len(parent.Fields)-1]
	end := last.Value.end
	if e.lineStart(parent.start) == e.lineStart(last.start) {
		return e.splice(end, end, ", "+e.jsonMember(name, value, e.lineIndent(parent.start)))
	}
	lead := e.lineIndent(last.start)
	member := e.eol + lead + e.jsonMember(name, value, lead)
	comma := skipExtra(e.src, end)
	if e.src[comma] == ',' {
		at := e.afterComment(comma + 1)
		return e.splice(at, at, member+",")
	}
	at := e.afterComment(end)
	return slices.Concat(e.src[:end], []byte(","), e.src[end:at], []byte(member), e.src[at:])
}

// afterComment returns the end of what follows i in its line, if that is comment.
func (e *editor) afterComment(i int) int {
	end := e.lineEnd(i)
	rest := bytes.TrimRight(e.src[i:end], "\r\n")
	if next := e.skip(i); next >= i+len(rest) {
		return i + len(bytes.TrimRight(rest, " \t"))
	}
	return i
}

func (e *editor) jsonRemove(parent *Node, i int) []byte {
	f := parent.Fields[i]
	start, end := f.start, f.Value.end
	if next := skipExtra(e.src, end); e.src[next] == ',' {
		end = next + 1
	} else if i > 0 {
		// The previous member becomes the last one: remove its comma.
		before := parent.Fields[i-1].Value.end
		comma := skipExtra(e.src, before)
		e.src = slices.Concat(e.src[:comma], e.src[comma+1:])
		start, end = start-1, end-1
	}
	line, stop := e.lineStart(start), e.lineEnd(end)
	alone := len(bytes.TrimSpace(e.src[line:start])) == 0
	if alone && len(bytes.TrimSpace(e.src[end:stop])) == 0 {
		return e.splice(line, stop, "")
	}
	for end < len(e.src) && e.src[end] == ' ' {
		end++
	}
	return e.splice(start, end, "")
}

func (e *editor) jsonMember(name string, value any, indent string) string {
	return string(hujson.String(name)) + ": " + e.jsonValue(value, indent)
}

// jsonValue writes objects and lists of plain values on one line.
func (e *editor) jsonValue(value any, indent string) string {
	inner := indent + e.indent
	var parts []string
	open, end, pad := "[", "]", ""
	flat := true
	switch v := value.(type) {
	case Object:
		open, end, pad = "{", "}", " "
		for _, m := range v {
			flat = flat && isPlain(m.Value)
			parts = append(parts, e.jsonMember(m.Name, m.Value, inner))
		}
	case []any:
		for _, item := range v {
			flat = flat && isPlain(item)
			parts = append(parts, e.jsonValue(item, inner))
		}
	default:
		var b bytes.Buffer
		toNode(value).JSON(&b)
		return b.String()
	}
	if len(parts) == 0 {
		return open + end
	}
	if line := open + pad + strings.Join(parts, ", ") + pad + end; flat && len(line) <= 100 {
		return line
	}
	return open + e.eol + inner + strings.Join(parts, ","+e.eol+inner) + e.eol + indent + end
}

func isPlain(value any) bool {
	switch v := value.(type) {
	case Object:
		return false
	case []any:
		return !slices.ContainsFunc(v, func(item any) bool { return !isPlain(item) })
	}
	return true
}
