package tree

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
	"github.com/tailscale/hujson"

	"github.com/dotool-dev/dotool/config/pattern"
)

// expression is a header or an assignment at the top level of a TOML file.
type expression struct {
	start, end int // whole lines
	path       []string
	table      int // number of parts of path given by the header above
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

// region is a sequence of consecutive expressions of one member.
type region struct {
	start, end int
	first      expression
}

// toml removes the lines of the member, with the comments between them, and writes the
// new one in their place, as tables if it contains tables.
func (e *editor) toml(path []string, name string, value any) ([]byte, error) {
	all := e.expressions()
	regions, err := regionsOf(all, path)
	if err != nil {
		return nil, err
	}
	target := append(slices.Clone(path[:len(path)-1]), name)
	switch tables := e.tomlTables(target, value); {
	case value == nil:
		return e.replace(regions, -1, 0, ""), nil
	case tables != "":
		instead := slices.IndexFunc(regions, func(r region) bool { return r.first.header })
		if instead < 0 && len(e.src) > 0 {
			tables = e.ownLine(len(e.src)) + e.eol + tables
		}
		return e.replace(regions, instead, len(e.src), tables), nil
	}
	instead := slices.IndexFunc(regions, func(r region) bool { return !r.first.header && len(r.first.path) == len(path) })
	if instead >= 0 {
		x := regions[instead].first
		line := e.src[x.start:x.end]
		indent := e.lineIndent(x.end - len(bytes.TrimLeft(line, " \t")))
		return e.replace(regions, instead, 0, indent+tomlKey(target[x.table:])+" = "+e.tomlInline(value)+e.eol), nil
	}
	at, before := e.place(all, target[:len(path)-1])
	return e.replace(regions, -1, at, before+tomlKey([]string{name})+" = "+e.tomlInline(value)+e.eol), nil
}

// regionsOf returns the expressions of a member.
func regionsOf(all []expression, path []string) (regions []region, err error) {
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
	return regions, nil
}

// place returns where a new assignment goes in a table, and what must come before.
func (e *editor) place(all []expression, table []string) (at int, before string) {
	at = -1
	mark := 0
	if bytes.HasPrefix(e.src, []byte("\ufeff")) {
		mark = 3
	}
	if len(table) == 0 {
		at = mark
	}
	for _, x := range all {
		if x.header && slices.Equal(x.path, table) || !x.header && x.table == len(table) && hasPrefix(x.path, table) {
			at = x.end
		} else if x.header && at > 0 {
			break
		}
	}
	if at < 0 {
		at, before = len(e.src), e.eol+"["+tomlKey(table)+"]"+e.eol
	}
	if at != mark {
		before = e.ownLine(at) + before
	}
	return at, before
}

// ownLine returns the text to insert at an offset so that a line starts there.
func (e *editor) ownLine(at int) string {
	if at > 0 && e.src[at-1] != '\n' {
		return e.eol
	}
	return ""
}

// replace removes regions, and writes a text instead of one of them or, where
// instead is negative, at an offset.
func (e *editor) replace(regions []region, instead, at int, insert string) []byte {
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
		// Remove one of two blank lines that are now adjacent.
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
	return out.Bytes()
}

// tomlTables writes a list of objects as [[path]] and an object of objects
// as [path.NAME]; for everything else it returns "".
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

var bareKey = pattern.New(`^[A-Za-z0-9_-]+$`)

func tomlKey(path []string) string {
	parts := slices.Clone(path)
	for i, part := range parts {
		if !bareKey.MatchString(part) {
			parts[i] = string(hujson.String(part))
		}
	}
	return strings.Join(parts, ".")
}
