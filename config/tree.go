package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
	"github.com/tailscale/hujson"

	"dotool/config/diag"
)

// Limits that no configuration written by people or tools comes near; they
// keep a file that is something else from taking the memory or the stack.
const (
	maxFileSize = 256 << 10 // bytes; the TOML parser takes a second for that many keys
	maxNesting  = 200
)

type kind string

const (
	null    kind = "null"
	boolean kind = "a boolean"
	number  kind = "a number"
	text    kind = "a string"
	date    kind = "a date"
	array   kind = "an array"
	object  kind = "an object"
)

// node is a value of JSON or TOML. A nil node is a value that is absent.
type node struct {
	kind       kind
	value      string // text: decoded; number, boolean and date: JSON, or as written
	items      []*node
	fields     []field
	start, end int // of the value, or of what introduces it in TOML; bytes of the file
}

// field is a member of an object. Names are unique: of repeated ones the last
// counts, as in JavaScript.
type field struct {
	name       string
	start, end int
	value      *node
}

func (n *node) get(name string) *node {
	if f := n.field(name); f != nil {
		return f.value
	}
	return nil
}

func (n *node) field(name string) *field {
	if n == nil {
		return nil
	}
	if i := slices.IndexFunc(n.fields, func(f field) bool { return f.name == name }); i >= 0 {
		return &n.fields[i]
	}
	return nil
}

func (n *node) is(k kind) bool { return n != nil && n.kind == k }

// absent reports whether JavaScript's ?? would pass the value over.
func (n *node) absent() bool { return n == nil || n.kind == null }

// json writes the value as compact JSON.
func (n *node) json(b *bytes.Buffer) {
	switch n.kind {
	case object:
		b.WriteByte('{')
		for i, f := range n.fields {
			if i > 0 {
				b.WriteByte(',')
			}
			b.Write(hujson.String(f.name))
			b.WriteByte(':')
			f.value.json(b)
		}
		b.WriteByte('}')
	case array:
		b.WriteByte('[')
		for i, item := range n.items {
			if i > 0 {
				b.WriteByte(',')
			}
			item.json(b)
		}
		b.WriteByte(']')
	case text, date:
		b.Write(hujson.String(n.value))
	default:
		b.WriteString(n.value)
	}
}

// document is a parsed file.
type document struct {
	file  string
	src   []byte
	lines []int // offsets of the starts of the lines
	root  *node
	diags *diag.List
}

// isTOML reports whether a file is read as TOML; everything else is JSON with
// comments, as wrangler has it.
func isTOML(file string) bool { return filepath.Ext(file) == ".toml" }

// parse reads src. What is wrong with its syntax goes to diags, and root is
// then an empty object.
func parse(file string, src []byte, diags *diag.List) *document {
	d := &document{file: file, src: src, root: &node{kind: object}, diags: diags, lines: []int{0}}
	for i, c := range src {
		if c == '\n' {
			d.lines = append(d.lines, i+1)
		}
	}
	switch {
	case len(src) > maxFileSize:
		d.errorAt(diag.Pos{File: file}, "the file is larger than %d KiB, which no configuration is", maxFileSize>>10)
		return d
	case bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")):
		d.errorAt(d.pos(0, 1), "the file is UTF-16").Fix = "save it as UTF-8"
		return d
	case !utf8.Valid(src):
		i := 0
		for r, n := utf8.DecodeRune(src); r != utf8.RuneError || n != 1; r, n = utf8.DecodeRune(src[i:]) {
			i += n
		}
		d.errorAt(d.pos(i, i+1), "byte 0x%02x is not UTF-8", src[i]).Fix = "save the file as UTF-8"
		return d
	}
	// Offsets must go on to count from the start of the file, so a byte order
	// mark becomes white space.
	body := src
	if bytes.HasPrefix(src, []byte("\ufeff")) {
		body = append([]byte("   "), src[3:]...)
	}
	if isTOML(file) {
		d.parseTOML(body)
	} else {
		d.parseJSON(body)
	}
	return d
}

// pos returns the range of the file as far as it lies in one line.
func (d *document) pos(start, end int) diag.Pos {
	start = min(max(start, 0), len(d.src))
	line, found := slices.BinarySearch(d.lines, start)
	if !found {
		line--
	}
	stop := len(d.src)
	if line+1 < len(d.lines) {
		stop = d.lines[line+1] - 1
	}
	length := end - start
	if end > stop { // of a value of several lines its first column is enough
		length = 1
	}
	return diag.Pos{File: d.file, Line: line + 1, Column: start - d.lines[line] + 1, Length: max(length, 0)}
}

func (d *document) at(n *node) diag.Pos {
	if n == nil {
		return diag.Pos{File: d.file}
	}
	return d.pos(n.start, n.end)
}

func (d *document) name(f *field) diag.Pos { return d.pos(f.start, f.end) }

// errorAt adds an error of the catch-all code.
func (d *document) errorAt(pos diag.Pos, format string, args ...any) *diag.Diagnostic {
	return d.diags.Errorf(pos, "config", format, args...)
}

// show describes a value for "but it is …".
func (d *document) show(n *node) string {
	if n == nil {
		return "missing"
	}
	// Of a TOML table the range is only its name.
	raw := d.src[n.start:n.end]
	if (n.kind != object || bytes.HasPrefix(raw, []byte("{"))) && len(raw) <= 40 && !bytes.ContainsAny(raw, "\n") && len(raw) > 0 {
		return string(raw)
	}
	return string(n.kind)
}

// --- JSON with comments

func (d *document) parseJSON(src []byte) {
	if deep := tooDeep(src); deep >= 0 {
		d.errorAt(d.pos(deep, deep+1), "values are nested more than %d deep", maxNesting)
		return
	}
	// hujson wants a line comment to end in a newline.
	v, err := hujson.Parse(append(src[:len(src):len(src)], '\n'))
	if err != nil {
		d.jsonSyntax(src, err)
		return
	}
	if root := d.fromJSON(&v); root.kind == object {
		d.root = root
	} else {
		d.errorAt(d.at(root), "the configuration must be an object, but it is %s", root.kind)
	}
}

func (d *document) jsonSyntax(src []byte, err error) {
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
	diagnostic := d.errorAt(d.pos(offset, offset+length), "%s", message)
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

func (d *document) fromJSON(v *hujson.Value) *node {
	n := &node{start: v.StartOffset, end: v.EndOffset}
	switch value := v.Value.(type) {
	case *hujson.Object:
		n.kind = object
		n.fields = make([]field, 0, len(value.Members))
		seen := make(map[string]int, len(value.Members))
		for i := range value.Members {
			m := &value.Members[i]
			f := field{m.Name.Value.(hujson.Literal).String(), m.Name.StartOffset, m.Name.EndOffset, d.fromJSON(&m.Value)}
			if first, ok := seen[f.name]; ok {
				d.diags.Warnf(d.name(&f), "config", "%q is set twice: the first, on line %d, is ignored",
					f.name, d.name(&n.fields[first]).Line).Fix = "remove one of the two"
				n.fields[first] = f
				continue
			}
			seen[f.name] = len(n.fields)
			n.fields = append(n.fields, f)
		}
	case *hujson.Array:
		n.kind = array
		for i := range value.Elements {
			n.items = append(n.items, d.fromJSON(&value.Elements[i]))
		}
	case hujson.Literal:
		n.value = value.String()
		n.kind = map[hujson.Kind]kind{'n': null, 't': boolean, 'f': boolean, '0': number, '"': text}[value.Kind()]
	}
	return n
}

// --- TOML

// parseTOML lets go-toml judge the file first, so that building the tree need
// not look for repeated keys and tables.
func (d *document) parseTOML(src []byte) {
	var whole map[string]any
	if err := toml.Unmarshal(src, &whole); err != nil {
		var syntax *toml.DecodeError
		pos := diag.Pos{File: d.file}
		if errors.As(err, &syntax) {
			line, column := syntax.Position()
			line = min(max(line, 1), len(d.lines))
			offset := d.lines[line-1] + max(column, 1) - 1
			pos = d.pos(offset, offset+1)
		}
		message := strings.TrimPrefix(err.Error(), "toml: ")
		if strings.Contains(message, "nested more than") {
			message = fmt.Sprintf("values are nested more than %d deep", maxNesting)
		}
		d.errorAt(pos, "%s", message)
		return
	}
	var p unstable.Parser
	p.Reset(src)
	table := d.root
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = d.root.descend(e, e.Kind == unstable.ArrayTable)
		case unstable.KeyValue:
			d.keyValue(table, e, src)
		}
	}
	if deep := d.root.deeper(maxNesting); deep != nil {
		d.root = &node{kind: object}
		d.errorAt(d.at(deep), "values are nested more than %d deep", maxNesting)
	}
}

// deeper returns a value that has more than max values around it.
func (n *node) deeper(limit int) *node {
	if limit < 0 {
		return n
	}
	for _, item := range n.items {
		if deep := item.deeper(limit - 1); deep != nil {
			return deep
		}
	}
	for _, f := range n.fields {
		if deep := f.value.deeper(limit - 1); deep != nil {
			return deep
		}
	}
	return nil
}

// descend follows the dotted key of a header, making what is missing. Of an
// array of tables it takes the last.
func (n *node) descend(e *unstable.Node, list bool) *node {
	key := e.Key()
	for key.Next() {
		part := key.Node()
		start, end := span(part.Raw)
		name := string(part.Data)
		f := n.field(name)
		if f == nil {
			made := &node{kind: object, start: start, end: end}
			if list && key.IsLast() {
				made = &node{kind: array, start: start, end: end}
			}
			n.fields = append(n.fields, field{name, start, end, made})
			f = &n.fields[len(n.fields)-1]
		}
		n = f.value
		if list && key.IsLast() {
			n.items = append(n.items, &node{kind: object, start: start, end: end})
		}
		if n.kind == array && len(n.items) > 0 {
			n = n.items[len(n.items)-1]
		}
	}
	return n
}

func (d *document) keyValue(table *node, e *unstable.Node, src []byte) {
	key := e.Key()
	var last *unstable.Node
	for key.Next() {
		if last != nil {
			start, end := span(last.Raw)
			f := table.field(string(last.Data))
			if f == nil {
				table.fields = append(table.fields, field{string(last.Data), start, end, &node{kind: object, start: start, end: end}})
				f = &table.fields[len(table.fields)-1]
			}
			table = f.value
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
	table.fields = append(table.fields, field{string(last.Data), start, end, d.fromTOML(e.Value(), src, from, stop)})
}

func span(r unstable.Range) (start, end int) { return int(r.Offset), int(r.Offset + r.Length) }

// fromTOML takes the range of the value from its surroundings, because the
// parser does not tell that of arrays and inline tables.
func (d *document) fromTOML(v *unstable.Node, src []byte, start, end int) *node {
	n := &node{start: start, end: end}
	switch v.Kind {
	case unstable.String:
		n.kind, n.value = text, string(v.Data)
	case unstable.Bool:
		n.kind, n.value = boolean, string(v.Data)
	case unstable.Integer:
		n.kind = number
		digits := strings.TrimPrefix(strings.ReplaceAll(string(v.Data), "_", ""), "+")
		i, _ := strconv.ParseInt(digits, 0, 64)
		if len(digits) > 1 && digits[0] == '0' && digits[1] != 'x' && digits[1] != 'o' && digits[1] != 'b' {
			i, _ = strconv.ParseInt(digits, 10, 64)
		}
		n.value = strconv.FormatInt(i, 10)
	case unstable.Float:
		n.kind = number
		f, _ := strconv.ParseFloat(strings.ReplaceAll(string(v.Data), "_", ""), 64)
		n.value = string(hujson.Float(f))
		if n.value[0] == '"' { // JSON has no NaN and no infinities
			n.value = string(null)
		}
	case unstable.Array:
		n.kind = array
		for items := v.Children(); items.Next(); {
			item := items.Node()
			if item.Kind == unstable.Comment {
				continue
			}
			from, to := start, end
			if item.Raw.Length > 0 && item.Kind != unstable.InlineTable {
				from, to = span(item.Raw)
			}
			n.items = append(n.items, d.fromTOML(item, src, from, to))
		}
	case unstable.InlineTable:
		n.kind = object
		if v.Raw.Length > 0 {
			n.start = int(v.Raw.Offset)
		}
		for members := v.Children(); members.Next(); {
			if m := members.Node(); m.Kind == unstable.KeyValue {
				d.keyValue(n, m, src)
			}
		}
		if last := len(n.fields) - 1; last >= 0 {
			end = n.fields[last].value.end
		} else {
			end = n.start + 1
		}
		if i := bytes.IndexByte(src[end:], '}'); i >= 0 {
			n.end = end + i + 1
		}
	default:
		n.kind, n.value = date, string(v.Data)
	}
	return n
}
