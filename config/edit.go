package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
	"github.com/tailscale/hujson"

	"dotool/config/diag"
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
	parent := before.root
	for _, part := range path[:len(path)-1] {
		if parent = parent.get(part); !parent.is(object) {
			return nil, fmt.Errorf("%s has no section %s", file, strings.Join(path[:len(path)-1], "."))
		}
	}
	old := path[len(path)-1]
	if name != old && value != nil && parent.get(name) != nil {
		return nil, fmt.Errorf("%s has %s already", file, strings.Join(append(slices.Clone(path[:len(path)-1]), name), "."))
	}
	if value == nil && parent.get(old) == nil {
		return src, nil
	}
	e := editor{src: src, eol: "\n", indent: "  "}
	if bytes.Contains(src, []byte("\r\n")) {
		e.eol = "\r\n"
	}
	var out []byte
	if isTOML(file) {
		out, err = e.toml(path, name, value)
	} else {
		if len(before.root.fields) > 0 {
			if first := before.root.fields[0].start; e.lineIndent(first) != "" {
				e.indent = e.lineIndent(first)
			}
		}
		out = e.json(parent, old, name, value)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}

	// Whatever the layout of the file, the result must mean what was asked.
	after, err := parseForEdit(file, out)
	if err != nil {
		return nil, fmt.Errorf("%s is laid out in a way that cannot be edited: %w", file, err)
	}
	parent.fields = slices.DeleteFunc(parent.fields, func(f field) bool { return f.name == old || f.name == name })
	if value != nil {
		parent.fields = append(parent.fields, field{name: name, value: toNode(value)})
	}
	if !reflect.DeepEqual(before.root.plain(), after.root.plain()) {
		return nil, fmt.Errorf("%s is laid out in a way that cannot be edited", file)
	}
	return out, nil
}

func parseForEdit(file string, src []byte) (*document, error) {
	var l diag.List
	d := parse(file, src, &l)
	return d, l.Err()
}

func (n *node) plain() (v any) {
	var b bytes.Buffer
	n.json(&b)
	json.Unmarshal(b.Bytes(), &v) // what node.json writes is JSON
	return v
}

func toNode(value any) *node {
	switch v := value.(type) {
	case Object:
		n := &node{kind: object}
		for _, m := range v {
			n.fields = append(n.fields, field{name: m.Name, value: toNode(m.Value)})
		}
		return n
	case []any:
		n := &node{kind: array}
		for _, item := range v {
			n.items = append(n.items, toNode(item))
		}
		return n
	case bool:
		return &node{kind: boolean, value: strconv.FormatBool(v)}
	case int:
		return &node{kind: number, value: strconv.Itoa(v)}
	case string:
		return &node{kind: text, value: v}
	}
	panic(fmt.Sprintf("config.Edit: no way to write a %T", value))
}

type editor struct {
	src         []byte
	eol, indent string
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

// lineIndent is the white space that the line of i begins with.
func (e *editor) lineIndent(i int) string {
	line := bytes.TrimPrefix(e.src[e.lineStart(i):i], []byte("\ufeff"))
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

// --- JSON

func (e *editor) json(parent *node, old, name string, value any) []byte {
	i := slices.IndexFunc(parent.fields, func(f field) bool { return f.name == old })
	switch {
	case i >= 0 && value != nil:
		f := parent.fields[i]
		return e.splice(f.start, f.value.end, e.jsonMember(name, value, e.lineIndent(f.start)))
	case i >= 0:
		return e.jsonRemove(parent, i)
	case len(parent.fields) == 0:
		outer := e.lineIndent(parent.start)
		return e.splice(parent.start+1, parent.end-1, e.eol+outer+e.indent+e.jsonMember(name, value, outer+e.indent)+e.eol+outer)
	}
	last := parent.fields[len(parent.fields)-1]
	end := last.value.end
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

// afterComment is the end of what follows i in its line, if that is comment.
func (e *editor) afterComment(i int) int {
	end := e.lineEnd(i)
	rest := bytes.TrimRight(e.src[i:end], "\r\n")
	if next := skipExtra(e.src, i); next >= i+len(rest) {
		return i + len(bytes.TrimRight(rest, " \t"))
	}
	return i
}

func (e *editor) jsonRemove(parent *node, i int) []byte {
	f := parent.fields[i]
	start, end := f.start, f.value.end
	if next := skipExtra(e.src, end); e.src[next] == ',' {
		end = next + 1
	} else if i > 0 {
		// The member before becomes the last, and its comma goes.
		before := parent.fields[i-1].value.end
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

// jsonValue writes what holds only plain values in one line.
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
		toNode(value).json(&b)
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

// --- TOML

// expression is a header or an assignment at the top level of a TOML file.
type expression struct {
	start, end int // whole lines
	path       []string
	table      int // how many parts of path the header above gives
	header     bool
}

func (e *editor) expressions() (all []expression) {
	src := e.src
	if bytes.HasPrefix(src, []byte("\ufeff")) {
		src = append([]byte("   "), src[3:]...)
	}
	var p unstable.Parser
	p.Reset(src)
	var table []string
	for p.NextExpression() {
		n := p.Expression()
		x := expression{header: n.Kind != unstable.KeyValue}
		if !x.header {
			x.path = slices.Clone(table)
			x.table = len(table)
			x.end = e.lineEnd(int(n.Raw.Offset + n.Raw.Length))
		}
		first := true
		for key := n.Key(); key.Next(); first = false {
			part := key.Node()
			if first {
				x.start = e.lineStart(int(part.Raw.Offset))
			}
			x.path = append(x.path, string(part.Data))
			if x.header {
				x.end = e.lineEnd(int(part.Raw.Offset + part.Raw.Length))
			}
		}
		if x.header {
			table, x.table = x.path, len(x.path)
		}
		all = append(all, x)
	}
	return all
}

func hasPrefix(path, prefix []string) bool {
	return len(path) >= len(prefix) && slices.Equal(path[:len(prefix)], prefix)
}

// toml removes the lines of the member with the comments between them and
// writes the new one in their place, as tables where it holds tables.
func (e *editor) toml(path []string, name string, value any) ([]byte, error) {
	all := e.expressions()
	parent := path[:len(path)-1]
	target := append(slices.Clone(parent), name)
	tables := e.tomlTables(target, value)

	type region struct {
		start, end int
		first      expression
	}
	var regions []region
	previous := -2
	for i, x := range all {
		if !hasPrefix(x.path, path) {
			if !x.header && len(x.path) < len(path) && hasPrefix(path, x.path) {
				return nil, fmt.Errorf("%s is an inline table, which cannot be edited", strings.Join(x.path, "."))
			}
			continue
		}
		if previous == i-1 {
			regions[len(regions)-1].end = x.end
		} else {
			regions = append(regions, region{x.start, x.end, x})
		}
		previous = i
	}

	// Where the new text goes: instead of a region, or at an offset.
	instead, at, insert := -1, 0, ""
	switch {
	case value == nil:
	case tables != "":
		instead = slices.IndexFunc(regions, func(r region) bool { return r.first.header })
		at, insert = len(e.src), tables
		if instead < 0 && len(e.src) > 0 {
			insert = e.eol + insert
			if e.src[len(e.src)-1] != '\n' {
				insert = e.eol + insert
			}
		}
	default:
		instead = slices.IndexFunc(regions, func(r region) bool { return !r.first.header && len(r.first.path) == len(path) })
		if instead >= 0 {
			x := regions[instead].first
			insert = e.lineIndent(x.start+len(e.src[x.start:x.end])-len(bytes.TrimLeft(e.src[x.start:x.end], " \t"))) +
				tomlKey(target[x.table:]) + " = " + e.tomlInline(value) + e.eol
			break
		}
		insert = tomlKey([]string{name}) + " = " + e.tomlInline(value) + e.eol
		at = -1
		if len(parent) == 0 {
			at = 0
			if bytes.HasPrefix(e.src, []byte("\ufeff")) {
				at = 3
			}
		}
		for _, x := range all {
			if x.header && slices.Equal(x.path, parent) || !x.header && x.table == len(parent) && hasPrefix(x.path, parent) {
				at = x.end
			} else if x.header && at > 0 {
				break
			}
		}
		if at < 0 {
			at, insert = len(e.src), e.eol+"["+tomlKey(parent)+"]"+e.eol+insert
		}
		if at > 0 && e.src[at-1] != '\n' && at != 3 {
			insert = e.eol + insert
		}
	}

	var out bytes.Buffer
	done := 0
	for i, r := range regions {
		if instead < 0 && insert != "" && at <= r.start && at >= done {
			out.Write(e.src[done:at])
			out.WriteString(insert)
			done, insert = at, ""
		}
		out.Write(e.src[done:r.start])
		done = r.end
		if i == instead {
			out.WriteString(insert)
			insert = ""
			continue
		}
		// One of the two blank lines that now meet goes with what was removed.
		rest := e.src[done:]
		blank := len(rest) - len(bytes.TrimPrefix(bytes.TrimPrefix(rest, []byte("\r")), []byte("\n")))
		if written := out.Bytes(); blank > 0 && (len(written) == 0 || bytes.HasSuffix(written, []byte("\n\n")) || bytes.HasSuffix(written, []byte("\n\r\n"))) {
			done += blank
		}
	}
	if insert != "" {
		out.Write(e.src[done:max(at, done)])
		out.WriteString(insert)
		done = max(at, done)
	}
	out.Write(e.src[done:])
	return out.Bytes(), nil
}

// tomlTables writes a list of objects as [[path]] and an object of objects
// as [path.NAME]; for everything else it answers "".
func (e *editor) tomlTables(path []string, value any) string {
	var blocks []string
	table := func(header string, o Object) {
		for _, m := range o {
			header += tomlKey([]string{m.Name}) + " = " + e.tomlInline(m.Value) + e.eol
		}
		blocks = append(blocks, header)
	}
	switch v := value.(type) {
	case Object:
		for _, m := range v {
			o, ok := m.Value.(Object)
			if !ok {
				return ""
			}
			table("["+tomlKey(append(slices.Clone(path), m.Name))+"]"+e.eol, o)
		}
	case []any:
		for _, item := range v {
			o, ok := item.(Object)
			if !ok {
				return ""
			}
			table("[["+tomlKey(path)+"]]"+e.eol, o)
		}
	}
	return strings.Join(blocks, e.eol)
}

func (e *editor) tomlInline(value any) string {
	var parts []string
	switch v := value.(type) {
	case Object:
		for _, m := range v {
			parts = append(parts, tomlKey([]string{m.Name})+" = "+e.tomlInline(m.Value))
		}
		if len(parts) == 0 {
			return "{}"
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	case []any:
		for _, item := range v {
			parts = append(parts, e.tomlInline(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return e.jsonValue(value, "")
}

var bareKey = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

func tomlKey(path []string) string {
	parts := slices.Clone(path)
	for i, part := range parts {
		if !bareKey.MatchString(part) {
			parts[i] = string(hujson.String(part))
		}
	}
	return strings.Join(parts, ".")
}
