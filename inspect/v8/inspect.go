package v8

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Limits of what is shown to people; the first two are those of Node's console.
const (
	inspectItems  = 100    // of an array, map, set or bytes
	inspectChars  = 10_000 // of a string
	inspectDepth  = 100    // levels
	inspectValues = 50_000 // in all, as shared objects are shown in every place
)

// Inspect shows v as Node's console does, in lines of about width characters.
// Unlike Node it goes into all levels. Control characters come out escaped.
func Inspect(v Value, width int) string {
	p := &inspector{width: width, items: inspectItems, chars: inspectChars, budget: inspectValues}
	return p.value(v, 0)
}

// Brief shows v like [Inspect] on a single line of at most limit characters.
func Brief(v Value, limit int) string {
	p := &inspector{brief: true, items: min(limit, inspectItems), chars: limit, budget: limit}
	s := p.value(v, 0)
	if utf8.RuneCountInString(s) > limit {
		return string([]rune(s)[:max(limit-1, 0)]) + "…"
	}
	return s
}

// inspector follows lib/internal/util/inspect.js of Node with its default
// options, but for the limits.
type inspector struct {
	width  int
	brief  bool // all on one line, whatever its length
	items  int
	chars  int
	budget int // values that may still be shown

	indent   int
	deepest  int // level of the object shown last
	open     []Value
	circular []Value // found within themselves, in that order
}

func (p *inspector) value(v Value, depth int) string {
	if p.budget--; p.budget < 0 {
		return "…"
	}
	switch v := v.(type) {
	case Oddball:
		return oddballs[v].text
	case Int:
		return fmt.Sprint(int32(v))
	case Number:
		return inspectNumber(float64(v))
	case BigInt:
		return v.String() + "n"
	case String:
		return p.text(string(v))
	case TwoByte:
		return p.text(string(v))
	case Raw:
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

func inspectNumber(f float64) string {
	if f == 0 && math.Signbit(f) {
		return "-0"
	}
	return Number(f).String()
}

// text quotes a string, one with several lines in pieces if it is long.
func (p *inspector) text(s string) string {
	runes, rest := utf8.RuneCountInString(s), ""
	if runes > p.chars {
		rest = more(runes-p.chars, "character")
		s = string([]rune(s)[:p.chars])
		runes = p.chars
	}
	if p.brief || runes <= 16 || runes <= p.width-p.indent-4 {
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

// quote is the literal of a string in the quotes that need least escaping.
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

// plain is s with what a terminal would act upon escaped.
func plain(s string) string { return escaped(s, 0) }

// escaped escapes control characters, lone surrogates and, within quotes q, these
// and backslashes.
func escaped(s string, q rune) string {
	out := make([]byte, 0, len(s))
	for len(s) > 0 {
		r, size := rune1(s)
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

var identifier = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z_0-9]*$`)

// label is a property's name as it stands in a literal.
func label(name string) string {
	switch {
	case name == "__proto__":
		return "['__proto__']"
	case identifier.MatchString(name):
		return name
	}
	return quote(name)
}

func (p *inspector) nested(v Value, depth int) string {
	p.indent += 2
	defer func() { p.indent -= 2 }()
	return p.value(v, depth)
}

func (p *inspector) props(props []Pair, depth int) []string {
	var out []string
	for _, q := range props {
		if p.budget <= 0 {
			return append(out, "…")
		}
		out = append(out, label(q.Name())+": "+p.nested(q.Value, depth))
	}
	return out
}

// some are the first of n items and a note on how many there are beyond.
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

func (p *inspector) object(v Value, depth int) string {
	// What is shown before the braces, the braces, and what is within: all of it
	// is base if there is no fill.
	var base, opening, closing string
	var fill func() []string
	array, numbers := false, false
	depth++
	switch v := v.(type) {
	case *Object:
		opening, closing = "{", "}"
		if len(v.Props) > 0 {
			fill = func() []string { return p.props(v.Props, depth) }
		}
	case *SparseArray:
		opening, closing, array = "[", "]", true
		if v.Length > 0 || len(v.Props) > 0 {
			fill = func() []string { return p.sparse(v, depth) }
		}
	case *Array:
		opening, closing, array = "[", "]", true
		numbers = len(v.Props) == 0 && !slices.ContainsFunc(v.Elems, func(e Value) bool {
			switch e.(type) {
			case Int, Number, BigInt:
				return false
			}
			return true
		})
		if len(v.Elems)+len(v.Props) > 0 {
			fill = func() []string {
				out := p.some(len(v.Elems), func(i int) string { return p.nested(v.Elems[i], depth) })
				return append(out, p.props(v.Props, depth)...)
			}
		}
	case *Map:
		opening, closing = fmt.Sprintf("Map(%d) {", len(v.Entries)), "}"
		if len(v.Entries) > 0 {
			fill = func() []string {
				return p.some(len(v.Entries), func(i int) string {
					return p.nested(v.Entries[i].Key, depth) + " => " + p.nested(v.Entries[i].Value, depth)
				})
			}
		}
	case *Set:
		opening, closing = fmt.Sprintf("Set(%d) {", len(v.Values)), "}"
		if len(v.Values) > 0 {
			fill = func() []string {
				return p.some(len(v.Values), func(i int) string { return p.nested(v.Values[i], depth) })
			}
		}
	case *Headers:
		opening, closing = fmt.Sprintf("Headers(%d) {", len(v.List)), "}"
		if len(v.List) > 0 {
			fill = func() []string {
				return p.some(len(v.List), func(i int) string {
					return p.text(v.List[i][0]) + " => " + p.text(v.List[i][1])
				})
			}
		}
	case *Date:
		base = "Invalid Date"
		if s, ok := v.iso(); ok {
			base = s
		}
	case *RegExp:
		src, _ := text(v.Source)
		base = "/" + plain(src) + "/" + v.Flags
	case *Boxed:
		kind := "String"
		switch v.Value.(type) {
		case Oddball:
			kind = "Boolean"
		case Number:
			kind = "Number"
		case BigInt:
			kind = "BigInt"
		}
		base = "[" + kind + ": " + p.value(v.Value, depth) + "]"
	case *Buffer:
		opening, closing = "ArrayBuffer {", "}"
		fill = func() []string {
			return []string{
				"[Uint8Contents]: <" + p.hex(v.Data, "") + ">",
				fmt.Sprintf("byteLength: %d", len(v.Data)),
			}
		}
	case *View:
		if v.Type == dataView {
			opening, closing = "DataView {", "}"
			fill = func() []string {
				return []string{
					fmt.Sprintf("byteLength: %d", len(v.Bytes())), fmt.Sprintf("byteOffset: %d", v.Offset),
					"buffer: " + p.nested(v.Buffer, depth),
				}
			}
			break
		}
		size := int(viewTypes[v.Type].size)
		n := len(v.Bytes()) / size
		opening, closing, array, numbers = fmt.Sprintf("%s(%d) [", v.Type, n), "]", true, true
		if n > 0 {
			fill = func() []string {
				return p.some(n, func(i int) string { return element(v.Type, v.Bytes()[i*size:]) })
			}
		}
	case *Error:
		message, _ := text(v.Message)
		name, _ := text(v.Name)
		var props []Pair
		base = "[" + heading(name, message) + "]"
		for _, q := range v.Props {
			stack, ok := text(q.Value)
			switch traced := strings.Contains(stack, "\n    at") && strings.Contains(stack, message); {
			case !ok || q.Name() != "stack" || !traced && stack != heading(name, message):
				props = append(props, q)
			case traced && !p.brief:
				base = stack
			}
		}
		base = p.lines(base)
		if len(props) > 0 {
			opening, closing = "{", "}"
			fill = func() []string {
				out := p.props(props, depth)
				for i, q := range props { // console.log marks these two, which other runtimes hide
					if n := q.Name(); n == "cause" || n == "errors" {
						out[i] = "[" + n + "]" + out[i][len(n):]
					}
				}
				return out
			}
		}
	case *DOMException:
		base = p.lines("[" + heading("DOMException ["+v.Name+"]", v.Message) + "]")
	case *Blob:
		opening, closing = "Blob {", "}"
		fill = func() []string {
			return []string{fmt.Sprintf("size: %d", len(v.Data)), "type: " + p.text(v.ContentType)}
		}
	case *Request:
		opening, closing = "Request {", "}"
		fill = func() []string {
			out := []string{"url: " + p.text(v.URL)}
			if init, ok := v.Init.(*Object); ok {
				set := slices.DeleteFunc(slices.Clone(init.Props), func(q Pair) bool { return q.Value == Undefined })
				out = append(out, p.props(set, depth)...)
			}
			return out
		}
	}
	if fill == nil {
		return base + opening + closing
	}
	if depth > inspectDepth {
		switch kind, _, _ := strings.Cut(strings.Trim(opening, " {["), "("); {
		case kind != "":
			return "[" + kind + "]"
		case array:
			return "[Array]"
		}
		return "[Object]"
	}
	p.open = append(p.open, v)
	p.deepest = depth
	out := fill()
	p.open = p.open[:len(p.open)-1]
	if i := slices.Index(p.circular, v); i >= 0 {
		base = strings.TrimRight(fmt.Sprintf("<ref *%d> %s", i+1, base), " ")
	}
	return p.join(out, base, opening, closing, array, numbers, depth)
}

// heading is the first line of an error.
func heading(name, message string) string {
	if message == "" {
		return name
	}
	return name + ": " + message
}

// lines is the text of an error, indented, with its control characters escaped.
func (p *inspector) lines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = plain(l)
	}
	if p.brief {
		return strings.Join(lines, `\n`)
	}
	return strings.Join(lines, "\n"+strings.Repeat(" ", p.indent))
}

func (p *inspector) sparse(a *SparseArray, depth int) []string {
	var out []string
	var named []Pair
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
		i, ok := q.index()
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

// element is the first element of b.
func element(t ViewType, b []byte) string {
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
		return inspectNumber(float16(le.Uint16(b)))
	case 'f':
		return inspectNumber(float64(math.Float32frombits(le.Uint32(b))))
	case 'F':
		return inspectNumber(math.Float64frombits(le.Uint64(b)))
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
func (p *inspector) join(out []string, base, opening, closing string, array, numbers bool, depth int) string {
	multiline := strings.Contains(base, "\n")
	if base != "" {
		base += " "
	}
	if p.brief {
		return base + opening + " " + strings.Join(out, ", ") + " " + closing
	}
	entries := len(out)
	if array && entries > 6 {
		out = p.columns(out, numbers)
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

// columns groups the entries of an array, so that they stand in columns.
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
