package tree

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/tailscale/hujson"
)

// Append returns src, the content of file, with a value added to the end of the list at
// path, which is made if it is absent. Everything else keeps its bytes.
func Append(file string, src []byte, path []string, value any) ([]byte, error) {
	before, err := parseForEdit(file, src)
	if err != nil {
		return nil, err
	}
	list := before.Root
	for _, part := range path {
		list = list.Get(part)
	}
	switch {
	case list.Absent():
		return Set(file, src, path, []any{value})
	case list.Kind != List:
		return nil, fmt.Errorf("%s: %s must be an array, but it is %s", file, strings.Join(path, "."), list.Kind)
	}
	e := newEditor(file, src, before)
	var out []byte
	if IsTOML(file) && !before.Inline(list) {
		out = e.appendTable(path, value)
	} else {
		out = e.appendItem(list, value)
	}
	list.Items = append(list.Items, toNode(value))
	return checked(file, out, before)
}

// Set returns src with the member at path set to a value; sections that are absent are
// made. In TOML, objects and lists of objects are tables of their own.
func Set(file string, src []byte, path []string, value any) ([]byte, error) {
	doc, err := parseForEdit(file, src)
	if err != nil {
		return nil, err
	}
	if !IsTOML(file) {
		n := doc.Root
		for i, part := range path[:len(path)-1] {
			if n = n.Get(part); n.Absent() {
				for _, name := range slices.Backward(path[i+1:]) {
					value = Object{{name, value}}
				}
				return Edit(file, src, path[:i+1], part, value)
			}
		}
		return Edit(file, src, path, path[len(path)-1], value)
	}
	e := newEditor(file, src, doc)
	tables := e.tomlTables(path, value)
	if o, ok := value.(Object); ok && tables == "" {
		tables = "[" + tomlKey(path) + "]" + e.eol
		for _, m := range o {
			tables += tomlKey([]string{m.Name}) + " = " + e.tomlInline(m.Value) + e.eol
		}
	}
	if tables == "" {
		return Edit(file, src, path, path[len(path)-1], value)
	}
	all := e.expressions()
	regions, err := regionsOf(all, path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	at := len(src)
	for _, x := range all {
		if x.header && hasPrefix(x.path, path[:1]) || !x.header && x.table > 0 && hasPrefix(x.path, path[:1]) {
			at = x.end
		}
	}
	instead := slices.IndexFunc(regions, func(r region) bool { return r.first.header })
	if instead < 0 {
		tables = e.ownLine(at) + e.eol + tables
	}
	doc.Root.set(path, toNode(value))
	return checked(file, e.replace(regions, instead, at, tables), doc)
}

// remove removes a member of tables.
func (n *Node) remove(path []any) {
	for _, part := range path[:len(path)-1] {
		if name, ok := part.(string); ok {
			n = n.Get(name)
		}
	}
	n.Fields = slices.DeleteFunc(n.Fields, func(f Field) bool { return f.Name == path[len(path)-1] })
}

// set sets a member in tables, which are made if they are absent.
func (n *Node) set(path []string, value *Node) {
	f := n.Field(path[0])
	if f == nil {
		n.Fields = append(n.Fields, Field{Name: path[0], Value: &Node{Kind: Table}})
		f = &n.Fields[len(n.Fields)-1]
	}
	if len(path) == 1 {
		f.Value = value
		return
	}
	f.Value.set(path[1:], value)
}

// Replace returns src with another text in place of the one at path, whose parts are the
// names of members and the indexes of items.
func Replace(file string, src []byte, path []any, text string) ([]byte, error) {
	doc, n, _, err := find(file, src, path)
	if err != nil {
		return nil, err
	}
	if !n.Is(Text) {
		return nil, fmt.Errorf("%s: %v must be a string", file, path)
	}
	e := newEditor(file, src, doc)
	out := e.splice(n.start, n.end, string(hujson.String(text)))
	n.Value = text
	return checked(file, out, doc)
}

// Drop returns src without the item of a list at path, whose last part is its index.
func Drop(file string, src []byte, path []any) ([]byte, error) {
	doc, _, list, err := find(file, src, path)
	if err != nil {
		return nil, err
	}
	i, ok := path[len(path)-1].(int)
	if !ok {
		return nil, fmt.Errorf("%s: %v is not an item of a list", file, path)
	}
	e := newEditor(file, src, doc)
	var out []byte
	if IsTOML(file) && !doc.Inline(list) {
		out, err = e.dropTable(path[:len(path)-1], i)
	} else {
		out = e.dropItem(list, i)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	list.Items = slices.Delete(list.Items, i, i+1)
	text, err := checked(file, out, doc)
	// Without its last [[table]], a list is absent, and so are sections that only it named.
	for names := path[:len(path)-1]; err != nil && IsTOML(file) && len(list.Items) == 0 && len(names) > 0; names = names[:len(names)-1] {
		doc.Root.remove(names)
		text, err = checked(file, out, doc)
	}
	return text, err
}

// find follows a path of names and indexes to a value and what it is in.
func find(file string, src []byte, path []any) (doc *Document, n, parent *Node, err error) {
	if doc, err = parseForEdit(file, src); err != nil {
		return nil, nil, nil, err
	}
	n = doc.Root
	for _, part := range path {
		parent = n
		switch part := part.(type) {
		case string:
			n = n.Get(part)
		case int:
			if !n.Is(List) || part >= len(n.Items) {
				n = nil
			} else {
				n = n.Items[part]
			}
		}
		if n == nil {
			return nil, nil, nil, fmt.Errorf("%s has no %v", file, path)
		}
	}
	return doc, n, parent, nil
}

func newEditor(file string, src []byte, doc *Document) *editor {
	e := &editor{src: src, eol: "\n", indent: "  ", hash: IsTOML(file)}
	if bytes.Contains(src, []byte("\r\n")) {
		e.eol = "\r\n"
	}
	if !e.hash && len(doc.Root.Fields) > 0 {
		if first := doc.Root.Fields[0].start; e.lineIndent(first) != "" {
			e.indent = e.lineIndent(first)
		}
	}
	return e
}

// checked returns an edited file if it means what it must, whatever its layout.
func checked(file string, out []byte, want *Document) ([]byte, error) {
	after, err := parseForEdit(file, out)
	if err != nil {
		return nil, fmt.Errorf("%s is laid out in a way that cannot be edited: %w", file, err)
	}
	if !reflect.DeepEqual(want.Root.plain(), after.Root.plain()) {
		return nil, fmt.Errorf("%s is laid out in a way that cannot be edited", file)
	}
	return out, nil
}

// skip returns the end of the white space and comments at i.
func (e *editor) skip(i int) int {
	if !e.hash {
		return skipExtra(e.src, i)
	}
	for i < len(e.src) {
		switch e.src[i] {
		case ' ', '\t', '\r', '\n':
			i++
		case '#':
			i = e.lineEnd(i)
		default:
			return i
		}
	}
	return i
}

func (e *editor) itemText(value any, indent string) string {
	if e.hash {
		return e.tomlInline(value)
	}
	return e.jsonValue(value, indent)
}

// appendItem adds to a list between brackets, in the layout of its last item.
func (e *editor) appendItem(list *Node, value any) []byte {
	if len(list.Items) == 0 {
		outer := e.lineIndent(list.start)
		if bytes.ContainsRune(e.src[list.start:list.end], '\n') || e.skip(list.start+1) != list.end-1 && e.hash {
			at := list.end - 1 // after comments
			line := e.lineStart(at)
			if len(bytes.TrimSpace(e.src[line:at])) == 0 {
				return e.splice(line, line, outer+e.indent+e.itemText(value, outer+e.indent)+e.eol)
			}
		}
		return e.splice(list.end-1, list.end-1, e.itemText(value, outer))
	}
	last := list.Items[len(list.Items)-1]
	end := last.end
	if e.lineStart(list.start) == e.lineStart(last.start) {
		return e.splice(end, end, ", "+e.itemText(value, e.lineIndent(list.start)))
	}
	lead := e.lineIndent(last.start)
	if e.lineStart(last.start)+len(lead) != last.start { // items share lines
		return e.splice(end, end, ", "+e.itemText(value, lead))
	}
	item := e.eol + lead + e.itemText(value, lead)
	if comma := e.skip(end); e.src[comma] == ',' {
		at := e.afterComment(comma + 1)
		return e.splice(at, at, item+",")
	}
	at := e.afterComment(end)
	return slices.Concat(e.src[:end], []byte(","), e.src[end:at], []byte(item), e.src[at:])
}

// appendTable adds a [[table]] after the last one of its name.
func (e *editor) appendTable(path []string, value any) []byte {
	at := len(e.src)
	for _, x := range e.expressions() {
		if hasPrefix(x.path, path) {
			at = x.end
		}
	}
	return e.splice(at, at, e.ownLine(at)+e.eol+e.tomlTables(path, []any{value}))
}

// dropItem removes an item between brackets, with its line if it has one.
func (e *editor) dropItem(list *Node, i int) []byte {
	item := list.Items[i]
	start, end := item.start, item.end
	if next := e.skip(end); e.src[next] == ',' {
		end = next + 1
	} else if i > 0 {
		// The item before it becomes the last one: remove its comma.
		comma := e.skip(list.Items[i-1].end)
		e.src = slices.Concat(e.src[:comma], e.src[comma+1:])
		start, end = start-1, end-1
	}
	line, stop := e.lineStart(start), e.lineEnd(end)
	if len(bytes.TrimSpace(e.src[line:start])) == 0 && e.afterComment(end) >= len(bytes.TrimRight(e.src[:stop], " \t\r\n")) {
		return e.splice(line, stop, "")
	}
	for end < len(e.src) && e.src[end] == ' ' {
		end++
	}
	if e.src[end] == ']' && start > 0 && e.src[start-1] == ' ' && i > 0 {
		start--
	}
	return e.splice(start, end, "")
}

// dropTable removes the [[table]] of an index, with the comment above it.
func (e *editor) dropTable(path []any, index int) ([]byte, error) {
	var names []string
	for _, part := range path {
		name, ok := part.(string)
		if !ok {
			return nil, fmt.Errorf("%v is a table in a list, which cannot be edited", path)
		}
		names = append(names, name)
	}
	seen := -1
	start, end := -1, -1
	for _, x := range e.expressions() {
		if x.header && slices.Equal(x.path, names) {
			seen++
		}
		if seen == index && hasPrefix(x.path, names) {
			if start < 0 {
				start = x.start
			}
			end = x.end
		}
	}
	if start < 0 {
		return nil, fmt.Errorf("%v has no item %d", path, index)
	}
	return e.replace([]region{{start: start, end: end}}, -1, 0, ""), nil
}

// AddMember returns src with a member added to the object at path.
func AddMember(file string, src []byte, path []any, name, text string) ([]byte, error) {
	doc, n, list, err := find(file, src, path)
	if err != nil {
		return nil, err
	}
	if !n.Is(Table) || n.Get(name) != nil || len(n.Fields) == 0 {
		return nil, fmt.Errorf("%s: %v cannot get a member %s", file, path, name)
	}
	e := newEditor(file, src, doc)
	var out []byte
	switch last := n.Fields[len(n.Fields)-1].Value; {
	case !IsTOML(file):
		out = e.json(n, name, name, text)
	case list != nil && doc.Inline(list):
		out = e.splice(last.end, last.end, ", "+tomlKey([]string{name})+" = "+e.tomlInline(text))
	default:
		at := e.lineEnd(last.end)
		out = e.splice(at, at, e.ownLine(at)+e.lineIndent(n.Fields[0].start)+tomlKey([]string{name})+" = "+e.tomlInline(text)+e.eol)
	}
	n.Fields = append(n.Fields, Field{Name: name, Value: &Node{Kind: Text, Value: text}})
	return checked(file, out, doc)
}

// Plain returns a value as [Edit] takes it.
func Plain(n *Node) any {
	switch n.Kind {
	case Table:
		o := Object{}
		for _, f := range n.Fields {
			o = append(o, Member{f.Name, Plain(f.Value)})
		}
		return o
	case List:
		list := []any{}
		for _, item := range n.Items {
			list = append(list, Plain(item))
		}
		return list
	case Boolean:
		return n.Value == "true"
	case Number:
		if i, err := strconv.Atoi(n.Value); err == nil {
			return i
		}
	}
	return n.Value
}
