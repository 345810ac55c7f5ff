package model

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Token is a word of SQL.
type Token struct {
	Kind       byte // w: word, s: string, q: quoted name, n: number, p: parameter, o: other
	Text       string
	Start, End int
}

// Is reports whether a token is one of some words, which are in capitals.
func (t Token) Is(words ...string) bool {
	return t.Kind == 'w' && slices.Contains(words, strings.ToUpper(t.Text))
}

// Statements returns the statements of a text of SQL, cut once for all rules; a trigger is one.
func (m *Model) Statements(text string) [][]Token {
	all, ok := m.statements[text]
	if !ok {
		all = statements(text)
		m.statements[text] = all
	}
	return all
}

func statements(text string) (all [][]Token) {
	tokens := Tokens(text)
	from, depth := 0, 0 // of BEGIN and CASE in a trigger
	for i, t := range tokens {
		now := tokens[from:i:i]
		trigger := len(now) > 1 && now[0].Is("CREATE") && slices.ContainsFunc(now[:min(4, len(now))], func(t Token) bool { return t.Is("TRIGGER") })
		switch {
		case trigger && t.Is("BEGIN", "CASE"):
			depth++
		case trigger && t.Is("END"):
			depth--
		}
		if t.Text == ";" && t.Kind == 'o' && depth <= 0 {
			if len(now) > 0 {
				all = append(all, now)
			}
			from, depth = i+1, 0
		}
	}
	if from < len(tokens) {
		all = append(all, tokens[from:])
	}
	return all
}

// Tokens cuts SQL into its words, without white space and comments.
func Tokens(s string) (all []Token) {
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
		all = append(all, Token{kind, s[start:i], start, i})
	}
	return all
}
