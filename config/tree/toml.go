package tree

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
	"github.com/tailscale/hujson"

	"github.com/dotool-dev/dotool/config/diag"
)

// parseTOML first has go-toml validate the file, so that building the tree need not
// check for repeated keys and tables.
func (d *Document) parseTOML(src []byte) {
	var whole map[string]any
	if err := toml.Unmarshal(src, &whole); err != nil {
		var syntax *toml.DecodeError
		pos := diag.Pos{File: d.file}
		if errors.As(err, &syntax) {
			line, column := syntax.Position()
			line = min(max(line, 1), len(d.lines))
			offset := d.lines[line-1] + max(column, 1) - 1
			pos = d.Pos(offset, offset+1)
		}
		message := strings.TrimPrefix(err.Error(), "toml: ")
		if strings.Contains(message, "nested more than") {
			message = fmt.Sprintf("values are nested more than %d deep", maxNesting)
		}
		d.Errorf(pos, "%s", message)
		return
	}
	var p unstable.Parser
	p.Reset(src)
	table := d.Root
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = d.Root.descend(e, e.Kind == unstable.ArrayTable)
		case unstable.KeyValue:
			d.keyValue(table, e, src)
		}
	}
	if deep := d.Root.deeper(maxNesting); deep != nil {
		d.Root = &Node{Kind: Table}
		d.Errorf(d.At(deep), "values are nested more than %d deep", maxNesting)
	}
}

// deeper returns a value that has more than max values around it.
func (n *Node) deeper(limit int) *Node {
	if limit < 0 {
		return n
	}
	for _, item := range n.Items {
		if deep := item.deeper(limit - 1); deep != nil {
			return deep
		}
	}
	for _, f := range n.Fields {
		if deep := f.Value.deeper(limit - 1); deep != nil {
			return deep
		}
	}
	return nil
}

// descend follows the dotted key of a header, creating missing tables. In an array of
// tables it takes the last.
func (n *Node) descend(e *unstable.Node, list bool) *Node {
	key := e.Key()
	for key.Next() {
		part := key.Node()
		start, end := span(part.Raw)
		name := string(part.Data)
		f := n.Field(name)
		if f == nil {
			made := &Node{Kind: Table, start: start, end: end}
			if list && key.IsLast() {
				made = &Node{Kind: List, start: start, end: end}
			}
			n.Fields = append(n.Fields, Field{name, made, start, end})
			f = &n.Fields[len(n.Fields)-1]
		}
		n = f.Value
		if list && key.IsLast() {
			n.Items = append(n.Items, &Node{Kind: Table, start: start, end: end})
		}
		if n.Kind == List && len(n.Items) > 0 {
			n = n.Items[len(n.Items)-1]
		}
	}
	return n
}

func (d *Document) keyValue(table *Node, e *unstable.Node, src []byte) {
	key := e.Key()
	var last *unstable.Node
	for key.Next() {
		if last != nil {
			start, end := span(last.Raw)
			f := table.Field(string(last.Data))
			if f == nil {
				table.Fields = append(table.Fields, Field{string(last.Data), &Node{Kind: Table, start: start, end: end}, start, end})
				f = &table.Fields[len(table.Fields)-1]
			}
			table = f.Value
		}
		last = key.Node()
	}
	start, end := span(last.Raw)
	_, stop := span(e.Raw)
	from := end + bytes.IndexByte(src[end:], '=') + 1
	for from < stop && (src[from] == ' ' || src[from] == '\t') {
		from++
	}
	stop = from + len(bytes.TrimRight(src[from:stop], " \t\r\n"))
	table.Fields = append(table.Fields, Field{string(last.Data), d.fromTOML(e.Value(), src, from, stop), start, end})
}

func span(r unstable.Range) (start, end int) { return int(r.Offset), int(r.Offset + r.Length) }

// fromTOML derives the range of the value from its surroundings, because the parser
// does not report the positions of arrays and inline tables.
func (d *Document) fromTOML(v *unstable.Node, src []byte, start, end int) *Node {
	n := &Node{start: start, end: end}
	switch v.Kind {
	case unstable.String:
		n.Kind, n.Value = Text, string(v.Data)
	case unstable.Bool:
		n.Kind, n.Value = Boolean, string(v.Data)
	case unstable.Integer:
		n.Kind = Number
		digits := strings.TrimPrefix(strings.ReplaceAll(string(v.Data), "_", ""), "+")
		i, _ := strconv.ParseInt(digits, 0, 64)
		if len(digits) > 1 && digits[0] == '0' && digits[1] != 'x' && digits[1] != 'o' && digits[1] != 'b' {
			i, _ = strconv.ParseInt(digits, 10, 64)
		}
		n.Value = strconv.FormatInt(i, 10)
	case unstable.Float:
		n.Kind = Number
		f, _ := strconv.ParseFloat(strings.ReplaceAll(string(v.Data), "_", ""), 64)
		n.Value = string(hujson.Float(f))
		if n.Value[0] == '"' { // JSON has no NaN and no infinities
			n.Value = string(Null)
		}
	case unstable.Array:
		n.Kind = List
		for items := v.Children(); items.Next(); {
			item := items.Node()
			if item.Kind == unstable.Comment {
				continue
			}
			from, to := start, end
			if item.Raw.Length > 0 && item.Kind != unstable.InlineTable {
				from, to = span(item.Raw)
			}
			n.Items = append(n.Items, d.fromTOML(item, src, from, to))
		}
	case unstable.InlineTable:
		n.Kind = Table
		if v.Raw.Length > 0 {
			n.start = int(v.Raw.Offset)
		}
		for members := v.Children(); members.Next(); {
			if m := members.Node(); m.Kind == unstable.KeyValue {
				d.keyValue(n, m, src)
			}
		}
		if last := len(n.Fields) - 1; last >= 0 {
			end = n.Fields[last].Value.end
		} else {
			end = n.start + 1
		}
		if i := bytes.IndexByte(src[end:], '}'); i >= 0 {
			n.end = end + i + 1
		}
	default:
		n.Kind, n.Value = Date, string(v.Data)
	}
	return n
}
