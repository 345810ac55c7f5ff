package mock

import (
	"encoding/base64"
	"slices"
	"strings"
	"unicode/utf8"
)

// span is a part of a text, in bytes.
type span struct{ start, end int }

// edit replaces a part of a text.
type edit struct {
	start, end int
	text       string
}

// writer makes a text of parts of another, in any order, and notes for each word where
// it comes from.
type writer struct {
	text  string
	edits []edit
	done  []bool // by edit: whether it is written
	out   strings.Builder
	maps  strings.Builder // mappings of a source map
	lines []int           // where the lines of text begin

	column             int // of what is written next, in UTF-16
	lastColumn         int // of the last mapping of the line
	lastLine, lastFrom int // where the last mapping came from
	first              bool
}

func newWriter(text string, edits []edit) *writer {
	w := &writer{text: text, edits: slices.Clone(edits), lines: []int{0}, first: true}
	slices.SortStableFunc(w.edits, func(a, b edit) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return a.end - b.end
	})
	w.done = make([]bool, len(edits))
	for i := range len(text) {
		if text[i] == '\n' {
			w.lines = append(w.lines, i+1)
		}
	}
	return w
}

// copy writes a part of the text, with the edits in it.
func (w *writer) copy(p span) {
	for i, e := range w.edits {
		if w.done[i] || e.start < p.start || e.end > p.end || e.start == p.end && e.end == e.start && e.text != ")" && p.end < len(w.text) {
			continue
		}
		w.done[i] = true
		w.plain(span{p.start, e.start})
		w.at(e.start)
		w.add(e.text)
		p.start = e.end
	}
	w.plain(p)
}

// plain writes a part of the text as it is.
func (w *writer) plain(p span) {
	var word bool
	for i := p.start; i < p.end; {
		r, size := utf8.DecodeRuneInString(w.text[i:])
		now := r == '_' || r == '$' || r >= utf8.RuneSelf || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if i == p.start || !now || !word {
			w.at(i)
		}
		word = now
		w.add(w.text[i : i+size])
		i += size
	}
}

// at says that what is written next comes from an offset of the text.
func (w *writer) at(offset int) {
	line, found := slices.BinarySearch(w.lines, offset)
	if !found {
		line--
	}
	from := utf16Len(w.text[w.lines[line]:offset])
	if !w.first {
		w.maps.WriteByte(',')
	}
	w.first = false
	for _, n := range []int{w.column - w.lastColumn, 0, line - w.lastLine, from - w.lastFrom} {
		w.maps.WriteString(vlq(n))
	}
	w.lastColumn, w.lastLine, w.lastFrom = w.column, line, from
}

// add writes a text.
func (w *writer) add(text string) {
	w.out.WriteString(text)
	for _, r := range text {
		switch {
		case r == '\n':
			w.maps.WriteByte(';')
			w.column, w.lastColumn, w.first = 0, 0, true
		case r > 0xffff:
			w.column += 2
		default:
			w.column++
		}
	}
}

// finish returns the text with its source map.
func (w *writer) finish(name string) string {
	sourceMap := asJSON(map[string]any{"version": 3, "sources": []string{name}, "names": []string{}, "mappings": w.maps.String()})
	return w.out.String() + "\n//# sourceMappingURL=data:application/json;base64," + base64.StdEncoding.EncodeToString([]byte(sourceMap)) + "\n"
}

// vlq encodes a number as source maps do.
func vlq(n int) string {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	u := n << 1
	if n < 0 {
		u = -n<<1 | 1
	}
	var b []byte
	for {
		d := u & 31
		if u >>= 5; u > 0 {
			d |= 32
		}
		b = append(b, digits[d])
		if u == 0 {
			return string(b)
		}
	}
}

func utf16Len(s string) (n int) {
	for _, r := range s {
		if n++; r > 0xffff {
			n++
		}
	}
	return n
}
