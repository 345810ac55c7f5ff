// Package console shows values of package v8 to people, as the console of Node.js
// does: [Inspect] in lines, [Brief] in one.
package console

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dotool-dev/dotool/config/pattern"
	v8 "github.com/dotool-dev/dotool/inspect/v8"
)

// Limits of what is shown to people; the first two are those of Node's console.
const (
	mostItems  = 100    // of an array, map, set or bytes
	mostChars  = 10_000 // of a string
	mostDepth  = 100    // levels
	mostValues = 50_000 // in total, as shared objects are shown everywhere
)

// Inspect shows v as Node's console does, in lines of about width characters.
// Unlike Node it shows all levels. Control characters are escaped.
func Inspect(v v8.Value, width int) string {
	p := &inspector{width: width, items: mostItems, chars: mostChars, budget: mostValues}
	return p.value(v, 0)
}

// Brief shows v like [Inspect] on a single line of at most limit characters.
func Brief(v v8.Value, limit int) string {
	p := &inspector{short: true, items: min(limit, mostItems), chars: limit, budget: limit}
	s := p.value(v, 0)
	if utf8.RuneCountInString(s) > limit {
		return string([]rune(s)[:max(limit-1, 0)]) + "…"
	}
	return s
}

// inspector follows lib/internal/util/inspect.js of Node with its default options,
// except for the limits.
type inspector struct {
	width  int
	short  bool // all on one line, whatever its length
	items  int
	chars  int
	budget int // values that may still be shown

	indent   int
	deepest  int // level of the object shown last
	open     []v8.Value
	circular []v8.Value // objects that contain themselves, in order of discovery
}

var oddballs = map[v8.Oddball]string{
	v8.Undefined: "undefined", v8.Hole: "<1 empty item>", v8.Null: "null", v8.True: "true", v8.False: "false",
}

func (p *inspector) value(v v8.Value, depth int) string {
	if p.budget--; p.budget < 0 {
		return "…"
	}
	switch v := v.(type) {
	case v8.Oddball:
		return oddballs[v]
	case v8.Int:
		return fmt.Sprint(int32(v))
	case v8.Number:
		return number(float64(v))
	case v8.BigInt:
		return v.String() + "n"
	case v8.String:
		return p.text(string(v))
	case v8.TwoByte:
		return p.text(string(v))
	case v8.Raw:
		return "<" + p.hex(v, "raw ") + ">"
	case nil:
		return ""
	}
	if slices.Contains(p.open, v) {
		i := slices.Index(p.circular, v)
		if i < 0 {
			i = len(p.circular)
			p.circular = append(p.circular, v)
		}
		return fmt.Sprintf("[Circular *%d]", i+1)
	}
	return p.object(v, depth)
}

func number(f float64) string {
	if f == 0 && math.Signbit(f) {
		return "-0"
	}
	return v8.Number(f).String()
}

// text quotes a string, one with several lines in pieces if it is long.
func (p *inspector) text(s string) string {
	runes, rest := utf8.RuneCountInString(s), ""
	if runes > p.chars {
		rest = more(runes-p.chars, "character")
		s = string([]rune(s)[:p.chars])
		runes = p.chars
	}
	if p.short || runes <= 16 || runes <= p.width-p.indent-4 {
		return quote(s) + rest
	}
	lines := strings.SplitAfter(s, "\n")
	if last := len(lines) - 1; lines[last] == "" {
		lines = lines[:last]
	}
	for i, l := range lines {
		lines[i] = quote(l)
	}
	return strings.Join(lines, " +\n"+strings.Repeat(" ", p.indent+2)) + rest
}

func more(n int, what string) string {
	if n > 1 {
		what += "s"
	}
	return fmt.Sprintf("... %d more %s", n, what)
}

// quote returns the literal of a string in the quotes that need least escaping.
func quote(s string) string {
	q := '\''
	if strings.Contains(s, "'") {
		if !strings.Contains(s, `"`) {
			q = '"'
		} else if !strings.Contains(s, "`") && !strings.Contains(s, "${") {
			q = '`'
		}
	}
	return string(q) + escaped(s, q) + string(q)
}

// plain is s with control sequences escaped.
func plain(s string) string { return escaped(s, 0) }

// escaped escapes control characters, lone surrogates and, within quotes q, these
// and backslashes.
func escaped(s string, q rune) string {
	out := make([]byte, 0, len(s))
	for len(s) > 0 {
		r, size := v8.DecodeRune(s)
		s = s[size:]
		switch i := strings.IndexRune("\b\t\n\f\r", r); {
		case q != 0 && (r == q || r == '\\'):
			out = append(out, '\\', byte(r))
		case i >= 0:
			out = append(out, '\\', "btnfr"[i])
		case r < ' ' || r > '~' && r < 0xA0:
			out = fmt.Appendf(out, `\x%02X`, r)
		case utf16.IsSurrogate(r):
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return string(out)
}

func (p *inspector) hex(b []byte, before string) string {
	shown := b[:min(len(b), p.items)]
	s := before + fmt.Sprintf("% x", shown)
	if n := len(b) - len(shown); n > 0 {
		s += " " + more(n, "byte")
	}
	return s
}

var identifier = pattern.New(`^[a-zA-Z_][a-zA-Z_0-9]*$`)

// label returns a property's name as it stands in a literal.
func label(name string) string {
	switch {
	case name == "__proto__":
		return "['__proto__']"
	case identifier.MatchString(name):
		return name
	}
	return quote(name)
}

func (p *inspector) nested(v v8.Value, depth int) string {
	p.indent += 2
	defer func() { p.indent -= 2 }()
	return p.value(v, depth)
}

func (p *inspector) props(props []v8.Pair, depth int) []string {
	var out []string
	for _, q := range props {
		if p.budget <= 0 {
			return append(out, "…")
		}
		out = append(out, label(q.Name())+": "+p.nested(q.Value, depth))
	}
	return out
}

// some returns the first of n items and a note about the number of others.
func (p *inspector) some(n int, item func(i int) string) []string {
	var out []string
	for i := range min(n, p.items) {
		if p.budget <= 0 {
			return append(out, "…")
		}
		out = append(out, item(i))
	}
	if n > p.items {
		out = append(out, more(n-p.items, "item"))
	}
	return out
}

// shape is how an object is shown: base, braces and contents, or only base if there is
// no fill.
type shape struct {
	base, opening, closing string
	fill                   func() []string
	array, numbers         bool // for the columns of long ones
}

func (p *inspector) object(v v8.Value, depth int) string {
	depth++
	s := p.shape(v, depth)
	if s.fill == nil {
		return s.base + s.opening + s.closing
	}
	if depth > mostDepth {
		switch kind, _, _ := strings.Cut(strings.Trim(s.opening, " {["), "("); {
		case kind != "":
			return "[" + kind + "]"
		case s.array:
			return "[Array]"
		}
		return "[Object]"
	}
	p.open = append(p.open, v)
	p.deepest = depth
	out := s.fill()
	p.open = p.open[:len(p.open)-1]
	if i := slices.Index(p.circular, v); i >= 0 {
		s.base = strings.TrimRight(fmt.Sprintf("<ref *%d> %s", i+1, s.base), " ")
	}
	return p.join(out, s, depth)
}

func (p *inspector) shape(v v8.Value, depth int) shape {
	switch v := v.(type) {
	case *v8.Object:
		s := shape{opening: "{", closing: "}"}
		if len(v.Props) > 0 {
			s.fill = func() []string { return p.props(v.Props, depth) }
		}
		return s
	case *v8.SparseArray:
		s := shape{opening: "[", closing: "]", array: true}
		if v.Length > 0 || len(v.Props) > 0 {
			s.fill = func() []string { return p.sparse(v, depth) }
		}
		return s
	case *v8.Array:
		return p.array(v, depth)
	case *v8.Map:
		return p.collection("Map", len(v.Entries), func(i int) string {
			return p.nested(v.Entries[i].Key, depth) + " => " + p.nested(v.Entries[i].Value, depth)
		})
	case *v8.Set:
		return p.collection("Set", len(v.Values), func(i int) string { return p.nested(v.Values[i], depth) })
	case *v8.Headers:
		return p.collection("Headers", len(v.List), func(i int) string {
			return p.text(v.List[i][0]) + " => " + p.text(v.List[i][1])
		})
	case *v8.Date:
		if s, ok := v.ISO(); ok {
			return shape{base: s}
		}
		return shape{base: "Invalid Date"}
	case *v8.RegExp:
		src, _ := v8.Text(v.Source)
		return shape{base: "/" + plain(src) + "/" + v.Flags}
	case *v8.Boxed:
		return shape{base: "[" + boxedKind(v.Value) + ": " + p.value(v.Value, depth) + "]"}
	case *v8.Buffer:
		return named("ArrayBuffer", func() []string {
			return []string{"[Uint8Contents]: <" + p.hex(v.Data, "") + ">", fmt.Sprintf("byteLength: %d", len(v.Data))}
		})
	case *v8.View:
		return p.view(v, depth)
	case *v8.Error:
		return p.error(v, depth)
	case *v8.DOMException:
		return shape{base: p.lines("[" + heading("DOMException ["+v.Name+"]", v.Message) + "]")}
	case *v8.Blob:
		return named("Blob", func() []string {
			return []string{fmt.Sprintf("size: %d", len(v.Data)), "type: " + p.text(v.ContentType)}
		})
	case *v8.Request:
		return named("Request", func() []string {
			out := []string{"url: " + p.text(v.URL)}
			if init, ok := v.Init.(*v8.Object); ok {
				set := slices.DeleteFunc(slices.Clone(init.Props), func(q v8.Pair) bool { return q.Value == v8.Undefined })
				out = append(out, p.props(set, depth)...)
			}
			return out
		})
	}
	return shape{}
}

// named returns the shape of an object of a runtime class.
func named(class string, fill func() []string) shape {
	return shape{opening: class + " {", closing: "}", fill: fill}
}

// collection returns the shape of a class with a number of items.
func (p *inspector) collection(class string, n int, item func(i int) string) shape {
	s := shape{opening: fmt.Sprintf("%s(%d) {", class, n), closing: "}"}
	if n > 0 {
		s.fill = func() []string { return p.some(n, item) }
	}
	return s
}

func (p *inspector) array(v *v8.Array, depth int) shape {
	s := shape{opening: "[", closing: "]", array: true}
	s.numbers = len(v.Props) == 0 && !slices.ContainsFunc(v.Elems, func(e v8.Value) bool {
		switch e.(type) {
		case v8.Int, v8.Number, v8.BigInt:
			return false
		}
		return true
	})
	if len(v.Elems)+len(v.Props) > 0 {
		s.fill = func() []string {
			out := p.some(len(v.Elems), func(i int) string { return p.nested(v.Elems[i], depth) })
			return append(out, p.props(v.Props, depth)...)
		}
	}
	return s
}

func (p *inspector) view(v *v8.View, depth int) shape {
	if v.Type == v8.DataView {
		return named("DataView", func() []string {
			return []string{
				fmt.Sprintf("byteLength: %d", len(v.Bytes())), fmt.Sprintf("byteOffset: %d", v.Offset),
				"buffer: " + p.nested(v.Buffer, depth),
			}
		})
	}
	size := v.Type.Size()
	n := len(v.Bytes()) / size
	s := shape{opening: fmt.Sprintf("%s(%d) [", v.Type, n), closing: "]", array: true, numbers: true}
	if n > 0 {
		s.fill = func() []string {
			return p.some(n, func(i int) string { return element(v.Type, v.Bytes()[i*size:]) })
		}
	}
	return s
}

// boxedKind returns the class of a boxed value.
func boxedKind(v v8.Value) string {
	switch v.(type) {
	case v8.Oddball:
		return "Boolean"
	case v8.Number:
		return "Number"
	case v8.BigInt:
		return "BigInt"
	}
	return "String"
}

// error returns the shape of an error: its stack, or else its first line, and the properties
// that are not part of it.
func (p *inspector) error(v *v8.Error, depth int) shape {
	message, _ := v8.Text(v.Message)
	name, _ := v8.Text(v.Name)
	var props []v8.Pair
	base := "[" + heading(name, message) + "]"
	for _, q := range v.Props {
		stack, ok := v8.Text(q.Value)
		switch traced := strings.Contains(stack, "\n    at") && strings.Contains(stack, message); {
		case !ok || q.Name() != "stack" || !traced && stack != heading(name, message):
			props = append(props, q)
		case traced && !p.short:
			base = stack
		}
	}
	s := shape{base: p.lines(base)}
	if len(props) > 0 {
		s.opening, s.closing = "{", "}"
		s.fill = func() []string {
			out := p.props(props, depth)
			for i, q := range props { // console.log marks these two, which other runtimes hide
				if n := q.Name(); n == "cause" || n == "errors" {
					out[i] = "[" + n + "]" + out[i][len(n):]
				}
			}
			return out
		}
	}
	return s
}

// heading returns the first line of an error.
func heading(name, message string) string {
	if message == "" {
		return name
	}
	return name + ": " + message
}

// lines returns the text of an error, indented, with its control characters escaped.
func (p *inspector) lines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = plain(l)
	}
	if p.short {
		return strings.Join(lines, `\n`)
	}
	return strings.Join(lines, "\n"+strings.Repeat(" ", p.indent))
}

func (p *inspector) sparse(a *v8.SparseArray, depth int) []string {
	var out []string
	var named []v8.Pair
	next := uint32(0)
	empty := func(n uint32) {
		switch {
		case n == 1:
			out = append(out, "<1 empty item>")
		case n > 1:
			out = append(out, fmt.Sprintf("<%d empty items>", n))
		}
	}
	for _, q := range a.Props {
		i, ok := q.Index()
		switch {
		case !ok:
			named = append(named, q)
		case i >= next && len(out) < p.items:
			if empty(i - next); len(out) < p.items {
				out = append(out, p.nested(q.Value, depth))
				i++
			}
			next = i
		}
	}
	if len(out) < p.items {
		empty(a.Length - next)
	} else if a.Length > next {
		out = append(out, more(int(a.Length-next), "item"))
	}
	return append(out, p.props(named, depth)...)
}

// element returns the first element of b.
func element(t v8.ViewType, b []byte) string {
	le := binary.LittleEndian
	switch t {
	case 'b':
		return fmt.Sprint(int8(b[0]))
	case 'w':
		return fmt.Sprint(int16(le.Uint16(b)))
	case 'W':
		return fmt.Sprint(le.Uint16(b))
	case 'd':
		return fmt.Sprint(int32(le.Uint32(b)))
	case 'D':
		return fmt.Sprint(le.Uint32(b))
	case 'h':
		return number(float16(le.Uint16(b)))
	case 'f':
		return number(float64(math.Float32frombits(le.Uint32(b))))
	case 'F':
		return number(math.Float64frombits(le.Uint64(b)))
	case 'q':
		return fmt.Sprintf("%dn", int64(le.Uint64(b)))
	case 'Q':
		return new(big.Int).SetUint64(le.Uint64(b)).String() + "n"
	}
	return fmt.Sprint(b[0])
}

// float16 widens a number of IEEE 754's binary16.
func float16(h uint16) float64 {
	exp, frac := int(h>>10&0x1F), float64(h&0x3FF)/1024
	f := math.Ldexp(1+frac, exp-15)
	switch {
	case exp == 0:
		f = math.Ldexp(frac, -14)
	case exp == 31 && frac == 0:
		f = math.Inf(1)
	case exp == 31:
		f = math.NaN()
	}
	if h>>15 != 0 {
		f = -f
	}
	return f
}

// join puts entries on one line if they are few, short and not nested deep, long
// arrays in columns, all others on a line each.
func (p *inspector) join(out []string, s shape, depth int) string {
	base, opening, closing := s.base, s.opening, s.closing
	multiline := strings.Contains(base, "\n")
	if base != "" {
		base += " "
	}
	if p.short {
		return base + opening + " " + strings.Join(out, ", ") + " " + closing
	}
	entries := len(out)
	if s.array && entries > 6 {
		out = p.columns(out, s.numbers)
	}
	if p.deepest-depth < 3 && entries == len(out) {
		length := 2*len(out) + p.indent + len(opening) + len(strings.TrimSuffix(base, " ")) + 10
		fits := length+len(out) <= p.width && !multiline
		for _, s := range out {
			length += utf8.RuneCountInString(s)
		}
		one := strings.Join(out, ", ")
		if fits && length <= p.width && !strings.Contains(one, "\n") {
			return base + opening + " " + one + " " + closing
		}
	}
	line := "\n" + strings.Repeat(" ", p.indent)
	return base + opening + line + "  " + strings.Join(out, ","+line+"  ") + line + closing
}

// columns groups the entries of an array into columns.
func (p *inspector) columns(out []string, numbers bool) []string {
	n := len(out)
	var rest []string
	if n > p.items { // the note on items not shown
		n--
		rest = out[n:]
	}
	total, longest := 0, 0
	widths := make([]int, n)
	for i, s := range out[:n] {
		widths[i] = utf8.RuneCountInString(s)
		total += widths[i] + 2
		longest = max(longest, widths[i])
	}
	cell := longest + 2
	if cell*3+p.indent >= p.width || float64(total)/float64(cell) <= 5 && longest > 6 {
		return out
	}
	bias := math.Sqrt(float64(cell) - float64(total)/float64(len(out)))
	biased := math.Max(float64(cell)-3-bias, 1)
	columns := min(int(math.Floor(math.Sqrt(2.5*biased*float64(n))/biased+0.5)), (p.width-p.indent)/cell, 12, 15)
	if columns <= 1 {
		return out
	}
	column := make([]int, columns)
	for i, w := range widths {
		column[i%columns] = max(column[i%columns], w+2)
	}
	var lines []string
	for i := 0; i < n; i += columns {
		var line strings.Builder
		last := min(i+columns, n) - 1
		for j := i; j <= last; j++ {
			s, width := out[j], column[j-i]
			if j < last {
				s += ", "
			} else {
				width -= 2
			}
			pad := strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
			switch {
			case numbers:
				line.WriteString(pad + s)
			case j < last:
				line.WriteString(s + pad)
			default:
				line.WriteString(s)
			}
		}
		lines = append(lines, line.String())
	}
	return append(lines, rest...)
}
