package sqlite

import "strings"

// Statement is one statement of a longer text.
type Statement struct {
	SQL      string // with its semicolon, without the whitespace and comments around it
	Offset   int    // in bytes, from the start of the text
	Complete bool   // it ended with a semicolon of its own
}

// Split splits a text into statements, as SQLite's tokenizer would: a semicolon in a
// string, a quoted name, a comment or the body of a trigger does not end a statement.
// Whitespace, comments and empty statements are left out. Truncated text is an incomplete
// statement; Split never fails.
func Split(text string) []Statement {
	var all []Statement
	start, end := -1, 0 // of the statement being read
	trigger := 0        // 1: after CREATE [TEMP]; 2: in a trigger; 3: after its "; END"
	words, explain := 0, 0
	afterSemicolon := false
	for at := 0; at < len(text); {
		kind, n := token(text[at:])
		next := at + n
		if kind == BlankToken {
			at = next
			continue
		}
		if kind == semicolonToken && trigger != 2 {
			if start >= 0 {
				all = append(all, Statement{text[start:next], start, true})
			}
			start, trigger, words, explain, afterSemicolon = -1, 0, 0, 0, false
			at = next
			continue
		}
		if start < 0 {
			start = at
		}
		end = next
		word := ""
		if kind == wordToken {
			word = strings.ToUpper(text[at:next])
		}
		switch {
		case trigger == 2 || trigger == 3:
			// Only "; END" can end the body: CASE … END has no semicolon before END.
			if afterSemicolon && word == "END" {
				trigger = 3
			} else if trigger == 3 {
				trigger = 2
			}
		case words == explain && word == "EXPLAIN", words == explain && explain > 0 && (word == "QUERY" || word == "PLAN"):
			explain++
		case words == explain && word == "CREATE":
			trigger = 1
		case trigger == 1 && word == "TRIGGER":
			trigger = 2
		case trigger == 1 && word != "TEMP" && word != "TEMPORARY":
			trigger = 0
		}
		words++
		afterSemicolon = kind == semicolonToken
		at = next
	}
	if start >= 0 {
		all = append(all, Statement{text[start:end], start, false})
	}
	return all
}

type tokenKind uint8

const (
	BlankToken tokenKind = iota // with comments
	semicolonToken
	wordToken
	otherToken // literals, quoted names, operators
)

// token measures the first token of a text that is not empty.
func token(s string) (tokenKind, int) {
	switch c := s[0]; {
	case c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r':
		return BlankToken, 1
	case strings.HasPrefix(s, "\ufeff"):
		return BlankToken, 3
	case strings.HasPrefix(s, "--"):
		if i := strings.IndexByte(s, '\n'); i >= 0 {
			return BlankToken, i + 1
		}
		return BlankToken, len(s)
	case strings.HasPrefix(s, "/*") && len(s) > 2:
		// As in SQLite, a comment may be left open at the end.
		if i := strings.Index(s[2:], "*/"); i >= 0 {
			return BlankToken, i + 4
		}
		return BlankToken, len(s)
	case c == ';':
		return semicolonToken, 1
	case c == '\'' || c == '"' || c == '`' || c == '[':
		return otherToken, quoted(s)
	case c == '$' || c == '@' || c == ':' || c == '#':
		return otherToken, variable(s)
	case wordByte(c):
		n := 1
		for n < len(s) && wordByte(s[n]) {
			n++
		}
		if (n == 1 && (c == 'x' || c == 'X')) && len(s) > 1 && s[1] == '\'' {
			return otherToken, 1 + quoted(s[1:])
		}
		return wordToken, n
	}
	return otherToken, 1
}

// quoted measures a string or a quoted name; doubled quotes stay inside, an
// open one goes to the end.
func quoted(s string) int {
	stop := s[0]
	if stop == '[' {
		if i := strings.IndexByte(s, ']'); i >= 0 {
			return i + 1
		}
		return len(s)
	}
	for i := 1; i < len(s); i++ {
		if s[i] == stop {
			if i+1 == len(s) || s[i+1] != stop {
				return i + 1
			}
			i++
		}
	}
	return len(s)
}

// variable measures a parameter such as ?, :a or $a::b(c), in which Tcl's
// array index may hold a semicolon.
func variable(s string) int {
	n, i := 0, 1
	for ; i < len(s); i++ {
		switch {
		case wordByte(s[i]):
			n++
		case s[i] == '(' && n > 0:
			for i++; i < len(s) && !strings.ContainsRune(" \t\n\v\f\r)", rune(s[i])); i++ {
			}
			if i < len(s) && s[i] == ')' {
				i++
			}
			return i
		case strings.HasPrefix(s[i:], "::"):
			i++
		default:
			return i
		}
	}
	return i
}

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// StartsWith compares the first words of a statement, ignoring whitespace and comments.
func StartsWith(sql string, words ...string) bool {
	for _, word := range words {
		for sql != "" {
			kind, n := token(sql)
			first := sql[:n]
			sql = sql[n:]
			if kind == BlankToken {
				continue
			}
			if !strings.EqualFold(first, word) {
				return false
			}
			break
		}
	}
	return true
}

// QuoteName quotes a name, so that it is not read as a keyword.
func QuoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
