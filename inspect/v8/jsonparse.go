package v8

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// node is a piece of parsed JSON.
type node struct {
	kind  byte   // one of { [ " 0 t f n
	text  string // of a string or number
	keys  []string
	kids  []*node
	value Value // once known; the target of a $ref
	open  bool  // workerd creates value only after reading all of it
}

// get returns the value of a key, nil if there is none.
func (n *node) get(key string) *node {
	if i := slices.Index(n.keys, key); i >= 0 {
		return n.kids[i]
	}
	return nil
}

// tag returns the key of an object that starts with a single "$".
func (n *node) tag() string {
	for _, k := range n.keys {
		if strings.HasPrefix(k, "$") && !strings.HasPrefix(k, "$$") {
			return k
		}
	}
	return ""
}

// jsonParser reads JSON strictly. encoding/json would lose the order of properties,
// duplicate names and lone surrogates.
type jsonParser struct {
	data  string
	pos   int
	depth int
}

func (p *jsonParser) fail(format string, args ...any) {
	panic(&JSONError{fmt.Sprintf("byte %d", p.pos), fmt.Sprintf(format, args...),
		`strings need double quotes inside the shell's quotes: '"alice"'`})
}

func (p *jsonParser) document() *node {
	if !utf8.ValidString(p.data) {
		panic(&JSONError{"#", "the JSON is not UTF-8", ""})
	}
	n := p.node()
	if c := p.next(); c != 0 || p.pos < len(p.data) {
		p.fail("text after the end of the value")
	}
	return n
}

// next skips space and returns the byte that follows, 0 at the end.
func (p *jsonParser) next() byte {
	for ; p.pos < len(p.data); p.pos++ {
		if c := p.data[p.pos]; c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return c
		}
	}
	return 0
}

func (p *jsonParser) expect(c byte) {
	if p.next() != c {
		p.fail("expected %q", c)
	}
	p.pos++
}

func (p *jsonParser) node() *node {
	// One level of a map has three levels of JSON.
	if p.depth++; p.depth > 3*(maxJSONDepth+1) {
		p.fail("workerd reads no value nested that deep")
	}
	defer func() { p.depth-- }()
	n := &node{kind: p.next()}
	switch c := n.kind; {
	case c == '{':
		p.items('}', func() {
			if p.next() != '"' {
				p.fail("expected a name in double quotes")
			}
			n.keys = append(n.keys, p.string())
			p.expect(':')
			n.kids = append(n.kids, p.node())
		})
		if name, found := duplicate(len(n.keys), func(i int) string { return n.keys[i] }); found {
			p.fail("%q occurs twice in one object", name)
		}
	case c == '[':
		p.items(']', func() { n.kids = append(n.kids, p.node()) })
	case c == '"':
		n.text = p.string()
	case c == '-' || '0' <= c && c <= '9':
		n.kind, n.text = '0', p.number()
	default:
		for _, word := range []string{"true", "false", "null"} {
			if strings.HasPrefix(p.data[p.pos:], word) {
				p.pos += len(word)
				return n
			}
		}
		p.fail("expected a JSON value")
	}
	return n
}

// items reads the items between brackets.
func (p *jsonParser) items(end byte, item func()) {
	p.pos++
	for first := true; p.next() != end; first = false {
		if !first {
			p.expect(',')
		}
		item()
	}
	p.pos++
}

// number reads the text of a number.
func (p *jsonParser) number() string {
	start := p.pos
	digits := func() {
		from := p.pos
		for p.pos < len(p.data) && '0' <= p.data[p.pos] && p.data[p.pos] <= '9' {
			p.pos++
		}
		if p.pos == from {
			p.fail("expected a digit")
		}
	}
	is := func(set string) bool {
		ok := p.pos < len(p.data) && strings.IndexByte(set, p.data[p.pos]) >= 0
		if ok {
			p.pos++
		}
		return ok
	}
	is("-")
	if !is("0") {
		digits()
	}
	if is(".") {
		digits()
	}
	if is("eE") {
		is("+-")
		digits()
	}
	return p.data[start:p.pos]
}

// string reads a string; lone surrogates can only be escaped.
func (p *jsonParser) string() string {
	p.pos++
	rest := p.data[p.pos:]
	end := strings.IndexAny(rest, "\"\\")
	if end >= 0 && rest[end] == '"' && !strings.ContainsFunc(rest[:end], isControl) {
		p.pos += end + 1
		return rest[:end]
	}
	var s []byte
	for {
		if p.pos >= len(p.data) {
			p.fail("a string without an end")
		}
		r, size := utf8.DecodeRuneInString(p.data[p.pos:])
		switch {
		case r == '"':
			p.pos++
			return string(s)
		case isControl(r):
			p.fail("a control character in a string, write it as \\u%04x", r)
		case r == '\\':
			s = appendRune(s, p.escape())
		default:
			s = utf8.AppendRune(s, r)
			p.pos += size
		}
	}
}

func isControl(r rune) bool { return r < ' ' }

func (p *jsonParser) escape() rune {
	if p.pos+1 < len(p.data) {
		if i := strings.IndexByte(`"\/bfnrt`, p.data[p.pos+1]); i >= 0 {
			p.pos += 2
			return rune("\"\\/\b\f\n\r\t"[i])
		}
	}
	r, ok := p.unit()
	if !ok {
		p.fail("unknown escape in a string")
	}
	if low, ok := p.peekUnit(); ok {
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			p.pos += 6
			return pair
		}
	}
	return r
}

// unit reads \uXXXX.
func (p *jsonParser) unit() (rune, bool) {
	r, ok := p.peekUnit()
	if ok {
		p.pos += 6
	}
	return r, ok
}

func (p *jsonParser) peekUnit() (rune, bool) {
	rest := p.data[p.pos:]
	if len(rest) < 6 || rest[:2] != `\u` || rest[2] == '+' || rest[2] == '-' {
		return 0, false
	}
	u, err := strconv.ParseUint(rest[2:6], 16, 16)
	return rune(u), err == nil
}

// maxJSONDepth bounds values written for workerd: its reader of objects fails between
// 2,000 and 3,000 levels, before its writer does.
const maxJSONDepth = 2000
