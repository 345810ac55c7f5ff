package commands

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// This file takes the quotes from what was typed in a shell, and puts them
// around what is inserted there. Nothing is expanded on the way: `$HOME` is five
// characters.

// quotes is the quoting of a family of shells.
type quotes int

const (
	posixQuotes quotes = iota // bash and zsh
	fishQuotes
	powershellQuotes
)

// quotedWord is a word as typed, and its meaning.
type quotedWord struct {
	raw, text string
	open      string      // the quote that is not closed: ', ", $' or ""
	kept      *quotedWord // the part of the last word that stays as it is
}

// unquote reads one word.
func unquote(q quotes, raw string) *quotedWord {
	w, _, _ := scanWord(q, raw, true)
	return &w
}

// splitLine splits a command line into words; the last one is where the cursor
// is, and may be empty. It fails if the line has more than one command.
func splitLine(q quotes, line string) ([]quotedWord, bool) {
	var words []quotedWord
	for {
		line = strings.TrimLeft(line, " \t\n\r")
		w, n, ok := scanWord(q, line, false)
		if !ok {
			return nil, false
		}
		words = append(words, w)
		if n == len(line) {
			return words, true
		}
		line = line[n:]
	}
}

// scanWord reads a word and returns its length. If alone is set, the word is the whole
// text.
func scanWord(q quotes, s string, alone bool) (w quotedWord, n int, ok bool) {
	var b strings.Builder
	escape := byte('\\')
	if q == powershellQuotes {
		escape = '`'
	}
	i := 0
scan:
	for i < len(s) {
		c := s[i]
		switch {
		case w.open == "" && !alone && strings.IndexByte(" \t\r\n", c) >= 0:
			break scan
		case w.open == "" && !alone && strings.IndexByte(";|&<>()", c) >= 0:
			return w, i, false
		case w.open == "'" && c == '\'':
			if q == powershellQuotes && strings.HasPrefix(s[i+1:], "'") {
				b.WriteByte(c)
				i += 2
				continue
			}
			w.open = ""
			i++
		case w.open == "'" && q == fishQuotes && c == '\\' && i+1 < len(s) && strings.IndexByte(`\'`, s[i+1]) >= 0:
			b.WriteByte(s[i+1])
			i += 2
		case w.open == "'" && q == powershellQuotes && doubled(s[i:]) > 0:
			size := doubled(s[i:])
			b.WriteString(s[i : i+size])
			i += 2 * size
		case w.open == "'":
			b.WriteByte(c)
			i++
		case w.open == `"` && c == '"':
			if q == powershellQuotes && strings.HasPrefix(s[i+1:], `"`) {
				b.WriteByte(c)
				i += 2
				continue
			}
			w.open = ""
			i++
		case w.open == `"` && c == '\\' && q != powershellQuotes:
			if i+1 < len(s) && strings.IndexByte("$`\"\\\n", s[i+1]) >= 0 {
				i++
				if s[i] != '\n' {
					b.WriteByte(s[i])
				}
				i++
				continue
			}
			b.WriteByte(c)
			i++
		case w.open == "$'" && c == '\'':
			w.open = ""
			i++
		case c == escape && (w.open == "$'" || w.open == "" && q == fishQuotes):
			text, size := unescape(s[i:])
			b.WriteString(text)
			i += size
		case c == escape && q == powershellQuotes:
			text, size := unescape("\\" + s[i+1:])
			if i+1 < len(s) && strings.IndexByte("0abefnrtv", s[i+1]) < 0 {
				r, rs := utf8.DecodeRuneInString(s[i+1:])
				text, size = string(r), 1+rs
			}
			b.WriteString(text)
			i += size
		case c == escape && w.open == "":
			if i++; i < len(s) {
				if s[i] != '\n' {
					b.WriteByte(s[i])
				}
				i++
			}
		case w.open == "" && (c == '\'' || c == '"'):
			w.open = string(c)
			i++
		case w.open == "" && q == posixQuotes && c == '$' && i+1 < len(s) && (s[i+1] == '\'' || s[i+1] == '"'):
			if w.open = "$'"; s[i+1] == '"' {
				w.open = `"`
			}
			i += 2
		default:
			b.WriteByte(c)
			i++
		}
	}
	w.raw, w.text = s[:i], b.String()
	return w, i, true
}

// typographicQuotes are the quotes that PowerShell treats as '.
const typographicQuotes = "\u2018\u2019\u201a\u201b"

// doubled returns the length of the typographic quote that a text begins with twice.
func doubled(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	if strings.ContainsRune(typographicQuotes, r) && strings.HasPrefix(s[size:], s[:size]) {
		return size
	}
	return 0
}

// unescape reads an escape sequence of $'…' and returns its length.
func unescape(s string) (string, int) {
	if len(s) < 2 {
		return "", len(s)
	}
	if i := strings.IndexByte("abefnrtv", s[1]); i >= 0 {
		return "\a\b\x1b\f\n\r\t\v"[i : i+1], 2
	}
	digits := func(from, most, base int) (n uint64, size int) {
		end := from
		for end < len(s) && end-from < most {
			if _, err := strconv.ParseUint(s[end:end+1], base, 8); err != nil {
				break
			}
			end++
		}
		n, _ = strconv.ParseUint(s[from:end], base, 32)
		return n, end
	}
	switch c := s[1]; {
	case c == 'x' || c == 'X':
		if n, end := digits(2, 2, 16); end > 2 {
			return string([]byte{byte(n)}), end
		}
	case c == 'u' || c == 'U':
		most := 4
		if c == 'U' {
			most = 8
		}
		if n, end := digits(2, most, 16); end > 2 {
			return string(rune(n)), end
		}
	case c >= '0' && c <= '7':
		n, end := digits(1, 3, 8)
		return string([]byte{byte(n)}), end
	}
	r, size := utf8.DecodeRuneInString(s[1:])
	if r == utf8.RuneError {
		return s[1:2], 2
	}
	return string(r), 1 + size
}
