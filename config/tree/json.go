package tree

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/tailscale/hujson"
)

func (d *Document) parseJSON(src []byte) {
	if deep := tooDeep(src); deep >= 0 {
		d.Errorf(d.Pos(deep, deep+1), "values are nested more than %d deep", maxNesting)
		return
	}
	// hujson wants a line comment to end in a newline.
	v, err := hujson.Parse(append(src[:len(src):len(src)], '\n'))
	if err != nil {
		d.jsonSyntax(src, err)
		return
	}
	if root := d.fromJSON(&v); root.Kind == Table {
		d.Root = root
	} else {
		d.Errorf(d.At(root), "the configuration must be an object, but it is %s", root.Kind)
	}
}

func (d *Document) jsonSyntax(src []byte, err error) {
	var line, column int
	message := err.Error()
	if _, scanErr := fmt.Sscanf(message, "hujson: line %d, column %d:", &line, &column); scanErr == nil {
		_, message, _ = strings.Cut(message, ": ")
		_, message, _ = strings.Cut(message, ": ")
	}
	offset := len(src)
	if line > 0 && line <= len(d.lines) {
		offset = min(d.lines[line-1]+column-1, len(src))
	}
	length := 1
	fix := ""
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF) || offset == len(src):
		message = "the file ends too early"
		if len(bytes.TrimSpace(src)) == 0 {
			message = "the file is empty"
			fix = `start with { "name": "my-worker", "main": "src/index.ts" }`
		}
		offset = len(bytes.TrimRight(src, " \t\r\n"))
	case strings.HasPrefix(message, "invalid literal: \""):
		message = "the string is not valid JSON"
		length = bytes.IndexAny(append(src[offset:len(src):len(src)], '\n'), "\r\n")
		fix = `write quotes, backslashes and line ends in it as \", \\ and \n`
	case strings.HasPrefix(message, "invalid literal: "):
		literal := strings.TrimPrefix(message, "invalid literal: ")
		message = literal + " is not a JSON value"
		length = len(literal)
		fix = "names and strings need double quotes"
	case strings.Contains(message, "after object value"):
		message, fix = "a comma or } is missing before this", "put a comma after the value before it"
	case strings.Contains(message, "after array value"):
		message, fix = "a comma or ] is missing before this", "put a comma after the value before it"
	case strings.Contains(message, "after object name"):
		message = "a colon is missing before this"
	case strings.Contains(message, "at start of object name"):
		fix = "names need double quotes"
	case strings.HasPrefix(message, `invalid character '\''`):
		fix = "use double quotes"
	}
	diagnostic := d.Errorf(d.Pos(offset, offset+length), "%s", message)
	diagnostic.Fix = fix
}

// tooDeep returns where the nesting becomes too deep, or -1.
func tooDeep(src []byte) int {
	depth := 0
	for i := 0; i < len(src); i++ {
		i = skipExtra(src, i)
		if i == len(src) {
			break
		}
		switch src[i] {
		case '"':
			for i++; i < len(src) && src[i] != '"'; i++ {
				if src[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			if depth++; depth > maxNesting {
				return i
			}
		case '}', ']':
			depth--
		}
	}
	return -1
}

// skipExtra returns the offset after the white space and comments at i.
func skipExtra(src []byte, i int) int {
	for i < len(src) {
		switch rest := src[i:]; {
		case bytes.IndexByte([]byte(" \t\r\n"), src[i]) >= 0:
			i++
		case bytes.HasPrefix(rest, []byte("//")):
			n := bytes.IndexByte(rest, '\n')
			if n < 0 {
				return len(src)
			}
			i += n + 1
		case bytes.HasPrefix(rest, []byte("/*")):
			n := bytes.Index(rest[2:], []byte("*/"))
			if n < 0 {
				return len(src)
			}
			i += 2 + n + 2
		default:
			return i
		}
	}
	return i
}

func (d *Document) fromJSON(v *hujson.Value) *Node {
	n := &Node{start: v.StartOffset, end: v.EndOffset}
	switch value := v.Value.(type) {
	case *hujson.Object:
		n.Kind = Table
		n.Fields = make([]Field, 0, len(value.Members))
		seen := make(map[string]int, len(value.Members))
		for i := range value.Members {
			m := &value.Members[i]
			f := Field{m.Name.Value.(hujson.Literal).String(), d.fromJSON(&m.Value), m.Name.StartOffset, m.Name.EndOffset}
			if first, ok := seen[f.Name]; ok {
				d.Diags.Warnf(d.Name(&f), "config", "%q is set twice: the first, on line %d, is ignored",
					f.Name, d.Name(&n.Fields[first]).Line).Fix = "remove one of the two"
				n.Fields[first] = f
				continue
			}
			seen[f.Name] = len(n.Fields)
			n.Fields = append(n.Fields, f)
		}
	case *hujson.Array:
		n.Kind = List
		for i := range value.Elements {
			n.Items = append(n.Items, d.fromJSON(&value.Elements[i]))
		}
	case hujson.Literal:
		n.Value = value.String()
		n.Kind = map[hujson.Kind]Kind{'n': Null, 't': Boolean, 'f': Boolean, '0': Number, '"': Text}[value.Kind()]
	}
	return n
}
