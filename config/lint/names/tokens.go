package names

import (
	"strings"
	"unicode/utf8"

	"github.com/evanw/esbuild/syntax"
)

// token is a word or a sign of a source file. Comments, and the texts of strings, templates,
// regular expressions and JSX, are none.
type token struct {
	text       string // of strings, the value as written between the quotes
	start, end int
	word       bool
	quoted     bool // it is a string
	mate       int  // of a bracket: the index of the other one, -1 if there is none
}

// tokenize splits a file into tokens, and finds its documentation comments. The tree says
// where regular expressions and JSX are.
func tokenize(f *syntax.File) (all []token, docs [][2]int) {
	t := tokenizer{src: f.Text, regexps: map[int]int{}, jsx: map[int]int{}}
	for _, n := range f.Of(syntax.Regexp) {
		t.regexps[int(n.Start)] = int(n.End)
	}
	for _, n := range f.Of(syntax.JSX) {
		end := int(n.End)
		if i := strings.IndexByte(f.Text[min(end, len(f.Text)):], '>'); i >= 0 {
			end += i + 1
		}
		t.jsx[int(n.Start)] = end
	}
	t.run(0, "")
	t.pair()
	return t.all, t.docs
}

type tokenizer struct {
	src          string
	regexps, jsx map[int]int // from where to where
	all          []token
	docs         [][2]int // comments /** */, without their marks
}

func isWordByte(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf || c == '\\'
}

// run adds the tokens from i up to the bracket that ends them, and returns where that is.
func (t *tokenizer) run(i int, until string) int {
	depth := 0
	for i < len(t.src) {
		if end := t.regexps[i]; end > i {
			i = end
			continue
		}
		if end := t.jsx[i]; end > i {
			t.element(i, end)
			i = end
			continue
		}
		switch c := t.src[i]; {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			i++
		case strings.HasPrefix(t.src[i:], "//"):
			i = t.after(i, "\n")
		case strings.HasPrefix(t.src[i:], "/*"):
			end := t.after(i+2, "*/")
			if strings.HasPrefix(t.src[i:], "/**") && end > i+5 {
				t.docs = append(t.docs, [2]int{i + 3, end - 2})
			}
			i = end
		case c == '"' || c == '\'':
			end := t.quote(i, c)
			t.all = append(t.all, token{text: t.src[i+1 : max(i+1, end-1)], start: i, end: end, quoted: true, mate: -1})
			i = end
		case c == '`':
			i = t.template(i + 1)
		case isWordByte(c):
			end := i
			for end < len(t.src) && isWordByte(t.src[end]) {
				end++
			}
			t.all = append(t.all, token{text: t.src[i:end], start: i, end: end, word: true, mate: -1})
			i = end
		default:
			end := i + 1
			for _, sign := range []string{"...", "=>", "?."} {
				if strings.HasPrefix(t.src[i:], sign) && !(sign == "?." && i+2 < len(t.src) && t.src[i+2] >= '0' && t.src[i+2] <= '9') {
					end = i + len(sign)
				}
			}
			text := t.src[i:end]
			if until != "" && text == until && depth == 0 {
				return end
			}
			if until != "" && text == "{" {
				depth++
			} else if until != "" && text == "}" {
				depth--
			}
			t.all = append(t.all, token{text: text, start: i, end: end, mate: -1})
			i = end
		}
	}
	return i
}

// element adds the tokens of the values in JSX.
func (t *tokenizer) element(i, end int) {
	tag := false
	for i < end {
		switch c := t.src[i]; {
		case c == '{':
			i = t.run(i+1, "}")
			continue
		case tag && (c == '"' || c == '\''):
			i = t.after(i+1, string(c))
			continue
		case c == '<' && tag && isWordByte(t.src[i-1]): // the types of a component
			types := *t
			types.src = t.src[:t.angle(i, end)]
			i = types.run(i, "")
			t.all, t.docs = types.all, types.docs
			continue
		case c == '<':
			tag = true
		case c == '>':
			tag = false
		}
		i++
	}
}

// angle returns the end of the angles that open at i.
func (t *tokenizer) angle(i, end int) int {
	depth := 0
	for ; i < end; i++ {
		switch {
		case t.src[i] == '<':
			depth++
		case t.src[i] == '>' && t.src[i-1] != '=':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return end
}

func (t *tokenizer) after(i int, what string) int {
	if n := strings.Index(t.src[i:], what); n >= 0 {
		return i + n + len(what)
	}
	return len(t.src)
}

func (t *tokenizer) quote(i int, mark byte) int {
	for i++; i < len(t.src); i++ {
		switch t.src[i] {
		case '\\':
			i++
		case mark:
			return i + 1
		case '\n':
			return i
		}
	}
	return len(t.src)
}

// template skips the texts of a template, and adds the tokens of its values.
func (t *tokenizer) template(i int) int {
	for i < len(t.src) {
		switch {
		case t.src[i] == '\\':
			i += 2
		case t.src[i] == '`':
			return i + 1
		case strings.HasPrefix(t.src[i:], "${"):
			i = t.run(i+2, "}")
		default:
			i++
		}
	}
	return i
}

// pair finds the mates of brackets. Angles are only those of types: in expressions they
// compare, so a pair must hold nothing that types do not.
func (t *tokenizer) pair() {
	closing := map[string]string{")": "(", "]": "[", "}": "{"}
	var open []int
	for i := range t.all {
		switch text := t.all[i].text; {
		case t.all[i].word || t.all[i].quoted:
		case text == "(" || text == "[" || text == "{":
			open = append(open, i)
		case closing[text] != "" && len(open) > 0 && t.all[open[len(open)-1]].text == closing[text]:
			from := open[len(open)-1]
			open = open[:len(open)-1]
			t.all[i].mate, t.all[from].mate = from, i
		}
	}
	var angles []int
	for i := range t.all {
		if t.all[i].word || t.all[i].quoted {
			continue
		}
		switch t.all[i].text {
		case "<":
			angles = append(angles, i)
		case ">":
			if len(angles) > 0 && inside(t.all, angles[len(angles)-1], i) {
				from := angles[len(angles)-1]
				angles = angles[:len(angles)-1]
				t.all[i].mate, t.all[from].mate = from, i
			}
		case ";":
			angles = nil
		}
	}
}

// inside reports whether two tokens are in the same brackets.
func inside(all []token, from, to int) bool {
	for i := from + 1; i < to; i++ {
		switch text := all[i].text; {
		case all[i].word || all[i].quoted:
		case text == "(" || text == "[" || text == "{":
			if all[i].mate < 0 || all[i].mate > to {
				return false
			}
			i = all[i].mate
		case text == ")" || text == "]" || text == "}":
			return false
		}
	}
	return true
}
