package syntax

import (
	"strings"
	"unicode/utf8"
)

// brackets finds the mate of each bracket of a text, 0 where there is none. The tree has no parentheses, but
// ranges must not cut them in two. regexps are the regular expressions by their start, which
// only a parser can tell from divisions.
func brackets(text string, regexps map[int32]int32) []int32 {
	mates := make([]int32, len(text))
	var open []int32
	var templates []int // depth at which a ${ was opened
	template := func(i int32) int32 {
		for ; int(i) < len(text); i++ {
			switch {
			case text[i] == '\\':
				i++
			case text[i] == '`':
				return i + 1
			case strings.HasPrefix(text[i:], "${"):
				templates = append(templates, len(open))
				open = append(open, i+1)
				return i + 2
			}
		}
		return int32(len(text))
	}
	for i := int32(0); int(i) < len(text); {
		c := text[i]
		switch {
		case c == '"' || c == '\'':
			i = quoted(text, i)
		case c == '`':
			i = template(i + 1)
		case c == '/':
			if end, ok := regexps[i]; ok {
				i = end
			} else {
				i = max(space(text, i), i+1)
			}
		case c == '(' || c == '[' || c == '{':
			open = append(open, i)
			i++
		case c == ')' || c == ']' || c == '}':
			if n := len(open); n > 0 {
				mates[open[n-1]], mates[i] = i, open[n-1]
				open = open[:n-1]
			}
			i++
			if n := len(templates); c == '}' && n > 0 && templates[n-1] == len(open) {
				templates = templates[:n-1]
				i = template(i)
			}
		default:
			i++
		}
	}
	return mates
}

// quoted returns the end of a string that starts at i.
func quoted(text string, i int32) int32 {
	for j := i + 1; int(j) < len(text); j++ {
		switch text[j] {
		case '\\':
			j++
		case text[i]:
			return j + 1
		case '\n':
			return j // text of JSX
		}
	}
	return int32(len(text))
}

// space returns the end of the white space and comments at i.
func space(text string, i int32) int32 {
	for int(i) < len(text) {
		switch c := text[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f':
			i++
		case strings.HasPrefix(text[i:], "//"):
			n := strings.IndexByte(text[i:], '\n')
			if n < 0 {
				return int32(len(text))
			}
			i += int32(n)
		case strings.HasPrefix(text[i:], "/*"):
			n := strings.Index(text[i+2:], "*/")
			if n < 0 {
				return int32(len(text))
			}
			i += int32(n) + 4
		case c >= utf8.RuneSelf && strings.HasPrefix(text[i:], "\ufeff"):
			i += 3
		default:
			return i
		}
	}
	return i
}

// word returns the end of the identifier at i.
func word(text string, i int32) int32 {
	for int(i) < len(text) {
		c := text[i]
		if c == '_' || c == '$' || c == '#' || c == '\\' || c >= utf8.RuneSelf || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
			i++
			continue
		}
		break
	}
	return i
}
