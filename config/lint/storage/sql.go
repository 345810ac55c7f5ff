package storage

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dotool/config/lint/model"

	"github.com/evanw/esbuild/syntax"
)

// token is a word of SQL.
type token struct {
	kind       byte // w: word, s: string, q: quoted name, n: number, p: parameter, o: other
	text       string
	start, end int
}

func (t token) is(words ...string) bool {
	return t.kind == 'w' && slices.Contains(words, strings.ToUpper(t.text))
}

// statements cuts SQL into its statements; a trigger is one.
func statements(text string) (all [][]token) {
	var now []token
	depth := 0 // of BEGIN and CASE in a trigger
	for _, t := range tokens(text) {
		trigger := len(now) > 1 && now[0].is("CREATE") && slices.ContainsFunc(now[:min(4, len(now))], func(t token) bool { return t.is("TRIGGER") })
		switch {
		case trigger && t.is("BEGIN", "CASE"):
			depth++
		case trigger && t.is("END"):
			depth--
		}
		if t.text == ";" && t.kind == 'o' && depth <= 0 {
			if len(now) > 0 {
				all = append(all, now)
			}
			now, depth = nil, 0
			continue
		}
		now = append(now, t)
	}
	if len(now) > 0 {
		all = append(all, now)
	}
	return all
}

func tokens(s string) (all []token) {
	letter := func(c byte) bool {
		return c == '_' || c >= utf8.RuneSelf || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
	}
	digit := func(c byte) bool { return '0' <= c && c <= '9' }
	for i := 0; i < len(s); {
		c, start := s[i], i
		kind := byte('o')
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f':
			i++
			continue
		case strings.HasPrefix(s[i:], "--"):
			if n := strings.IndexByte(s[i:], '\n'); n >= 0 {
				i += n
			} else {
				i = len(s)
			}
			continue
		case strings.HasPrefix(s[i:], "/*"):
			if n := strings.Index(s[i+2:], "*/"); n >= 0 {
				i += n + 4
			} else {
				i = len(s)
			}
			continue
		case c == '\'' || c == '"' || c == '`':
			kind = 'q'
			if c == '\'' {
				kind = 's'
			}
			for i++; i < len(s); i++ {
				if s[i] == c {
					if i+1 < len(s) && s[i+1] == c {
						i++
						continue
					}
					break
				}
			}
			i = min(i+1, len(s))
		case c == '[':
			kind = 'q'
			if n := strings.IndexByte(s[i:], ']'); n >= 0 {
				i += n + 1
			} else {
				i = len(s)
			}
		case letter(c):
			kind = 'w'
			for i < len(s) && (letter(s[i]) || digit(s[i]) || s[i] == '$') {
				i++
			}
		case digit(c):
			kind = 'n'
			for i < len(s) && (letter(s[i]) || digit(s[i]) || s[i] == '.') {
				i++
			}
		case c == '?' || (c == ':' || c == '@' || c == '$') && i+1 < len(s) && (letter(s[i+1]) || digit(s[i+1])):
			kind = 'p'
			for i++; i < len(s) && (digit(s[i]) || c != '?' && letter(s[i])); i++ {
			}
		default:
			i++
		}
		all = append(all, token{kind, s[start:i], start, i})
	}
	return all
}

// parameters counts what a statement wants to be bound.
func parameters(list []token) int {
	n, most := 0, 0
	seen := map[string]bool{}
	for _, t := range list {
		switch {
		case t.kind != 'p':
		case t.text == "?":
			n++
			most++
		case t.text[0] == '?':
			k := 0
			for _, c := range t.text[1:] {
				k = min(k*10+int(c-'0'), 1<<20)
			}
			n = max(n, k)
			most = max(most, k)
		case !seen[t.text]:
			seen[t.text] = true
			n++
			most++
		}
	}
	return max(n, most)
}

// within returns the range of a part of a text where it is written, or that of the argument.
func within(q model.Query, start, end int) (int, int) {
	src := q.Arg.File.Text
	switch q.Arg.Kind {
	case syntax.String:
		if strings.HasPrefix(src[min(q.Arg.Start+1, len(src)):], q.Arg.Name) {
			return q.Arg.Start + 1 + start, q.Arg.Start + 1 + end
		}
	}
	return q.Arg.Start, q.Arg.End
}

// verb is the first word of a query in capitals.
func verb(list []token) string {
	if len(list) == 0 {
		return ""
	}
	v := strings.ToUpper(list[0].text)
	if v == "WITH" {
		depth := 0
		for _, t := range list {
			switch {
			case t.text == "(":
				depth++
			case t.text == ")":
				depth--
			case depth == 0 && t.is("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE"):
				return strings.ToUpper(t.text)
			}
		}
	}
	return v
}
