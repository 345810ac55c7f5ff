package commands

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dotool/config/diag"
)

// This file takes the quotes from what was typed in a shell, and puts them
// around what is inserted there. Nothing is expanded on the way: `$HOME` is five
// characters.

// quotes is how a family of shells quotes.
type quotes int

const (
	posixQuotes quotes = iota // bash and zsh
	fishQuotes
	powershellQuotes
)

// quotedWord is a word as it is typed, and what it means.
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
// is, and may be empty. It fails where the line is more than one command.
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

// scanWord reads a word, and how long it is. One alone has no end but that of
// the text.
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

// printersQuotes are those that PowerShell takes for '.
const printersQuotes = "\u2018\u2019\u201a\u201b"

// doubled is how long the printer's quote is that a text begins with twice.
func doubled(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	if strings.ContainsRune(printersQuotes, r) && strings.HasPrefix(s[size:], s[:size]) {
		return size
	}
	return 0
}

// unescape reads an escape of C, as $'…' has them, and how long it is.
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

// printCandidates prints them as the script of the shell reads them; without a
// shell as a line each, with a description after a tab.
func printCandidates(w io.Writer, shell string, typed quotedWord, all []candidate) error {
	always := false // one that needs quotes has them around all, so that they begin alike
	for _, c := range all {
		always = always || !isBare(c.text)
	}
	for _, c := range all {
		about := diag.Visible(c.about)
		var err error
		switch shell {
		case "bash":
			if rest, ok := strings.CutPrefix(c.text, typed.kept.text); ok {
				_, err = fmt.Fprintln(w, quoteBash(rest, typed.kept.open, always))
			}
		case "zsh":
			line := diag.Visible(c.text)
			if about != "" {
				line += "  -- " + about
			}
			if !strings.Contains(c.text, "\x00") {
				_, err = fmt.Fprintf(w, "%s\x00%s\x00", c.text, line)
			}
		case "fish":
			// A tab would begin the description, and no ~ in front is ever quoted.
			if c.text[0] != '~' && !strings.ContainsAny(c.text, "\t\x00") && utf8.ValidString(c.text) {
				_, err = fmt.Fprintf(w, "%s\t%s\x00", c.text, about)
			}
		case "powershell":
			if utf8.ValidString(c.text) && !strings.Contains(c.text, "\x00") {
				err = printASCII(w, map[string]string{"text": quotePowerShell(c.text), "shown": diag.Visible(c.text), "about": cmp.Or(about, diag.Visible(c.text))})
			}
		default:
			if !strings.ContainsFunc(c.text, unicode.IsControl) {
				if c.about != "" {
					about = "\t" + about
				}
				_, err = fmt.Fprintln(w, c.text+about)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// isBare reports whether a text means itself without quotes, in every shell.
func isBare(s string) bool {
	for i, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_./-", r):
		case i > 0 && strings.ContainsRune(":=+", r):
		default:
			return false
		}
	}
	return s != ""
}

// quoteBash quotes a text for bash, after an open quote if there is one: bash
// closes that itself.
func quoteBash(s, open string, always bool) string {
	switch {
	case open == "$'":
		return ansiC(s)
	case open == "" && !always:
		return s
	case open == "" && plainText(s) && !strings.Contains(s, "'"):
		return "'" + s + "'"
	case open == "":
		return "$'" + ansiC(s) + "'"
	}
	var b strings.Builder
	for _, part := range splitParts(s) {
		switch {
		case !plainText(part):
			b.WriteString(open + "$'" + ansiC(part) + "'" + open)
		case open == "'":
			b.WriteString(strings.ReplaceAll(part, "'", `'\''`))
		default:
			// A ! is history even there.
			b.WriteString(strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`", "!", `"'!'"`).Replace(part))
		}
	}
	if strings.HasSuffix(b.String(), open) {
		b.WriteString(open) // bash takes that for the end
	}
	return b.String()
}

// plainText reports whether all of a text can stand on a command line.
func plainText(s string) bool { return s == diag.Visible(s) }

// splitParts splits a text into runs of what can stand on a command line and of
// what cannot.
func splitParts(s string) (parts []string) {
	for len(s) > 0 {
		n, first := 0, false
		for n < len(s) {
			_, size := utf8.DecodeRuneInString(s[n:])
			plain := plainText(s[n : n+size])
			if n == 0 {
				first = plain
			} else if plain != first {
				break
			}
			n += size
		}
		parts = append(parts, s[:n])
		s = s[n:]
	}
	return parts
}

// ansiC is a text as it stands in $'…'.
func ansiC(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\\':
			b.WriteString(`\\`)
		case r == '\'' || r == '!' || !plainText(s[i:i+size]):
			for _, c := range []byte(s[i : i+size]) {
				fmt.Fprintf(&b, `\%03o`, c) // of three digits at most, whatever follows
			}
		default:
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return b.String()
}

// quotePowerShell quotes a text for PowerShell, which takes the quotes of
// printers for its own.
func quotePowerShell(s string) string {
	if isBare(s) && s[0] < utf8.RuneSelf {
		return s
	}
	if plainText(s) {
		var b strings.Builder
		for _, r := range s {
			if strings.ContainsRune("'"+printersQuotes, r) {
				b.WriteRune(r)
			}
			b.WriteRune(r)
		}
		return "'" + b.String() + "'"
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case strings.ContainsRune("\"\u201c\u201d\u201e`$", r):
			b.WriteString("`" + string(r))
		case !plainText(string(r)):
			fmt.Fprintf(&b, "$([char]%d)", r) // which all versions know
		default:
			b.WriteRune(r)
		}
	}
	return `"` + b.String() + `"`
}

// printASCII prints JSON on a line, without anything that a code page changes.
func printASCII(w io.Writer, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, r := range string(text) {
		switch {
		case r < utf8.RuneSelf:
			b.WriteRune(r)
		case r > 0xffff:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	_, err = fmt.Fprintln(w, b.String())
	return err
}
