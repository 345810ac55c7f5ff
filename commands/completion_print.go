package commands

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/config/diag"
)

// candidate is a possible last word.
type candidate struct{ text, about string }

// printCandidates prints candidates as the script of the shell reads them, or without a
// shell one per line, with a description after a tab.
func printCandidates(w io.Writer, shell string, typed quotedWord, all []candidate) error {
	always := false // if one needs quotes, all get them, so that they begin alike
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

// isBare reports whether a text needs no quotes in any shell.
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
			// A ! expands history even in double quotes.
			b.WriteString(strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`", "!", `"'!'"`).Replace(part))
		}
	}
	if strings.HasSuffix(b.String(), open) {
		b.WriteString(open) // bash reads that as the closing quote
	}
	return b.String()
}

// plainText reports whether a text has only printable characters.
func plainText(s string) bool { return s == diag.Visible(s) }

// splitParts splits a text into runs of printable and of other characters.
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

// ansiC writes a text for $'…'.
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
				fmt.Fprintf(&b, `\%03o`, c) // always three digits, whatever follows
			}
		default:
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return b.String()
}

// quotePowerShell quotes a text for PowerShell, which treats typographic quotes as its
// own.
func quotePowerShell(s string) string {
	if isBare(s) && s[0] < utf8.RuneSelf {
		return s
	}
	if plainText(s) {
		var b strings.Builder
		for _, r := range s {
			if strings.ContainsRune("'"+typographicQuotes, r) {
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
			fmt.Fprintf(&b, "$([char]%d)", r) // all versions know this form
		default:
			b.WriteRune(r)
		}
	}
	return `"` + b.String() + `"`
}

// printASCII prints JSON in ASCII, which no code page changes.
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

// unfinished is a command line whose last word is to be completed.
type unfinished struct {
	last     string // the word, or what comes after "--flag=" in it
	prefix   string // "--flag=", or ""
	flag     string // the flag whose value last is, or ""
	command  *cli.Command
	path     string // of the command, each with a space after it
	commands []*cli.Command
	pages    []*cli.Command // that have the manual pages, for man
	flags    []cli.Flag
	args     []string
	values   map[string]string // of flags, by their long names
	configs  []string          // of --config
	ended    bool              // there was a "--": only arguments follow
}

// add appends a candidate.
func (u *unfinished) add(all []candidate, text, about string) []candidate {
	if text == "" || !strings.HasPrefix(text, u.last) {
		return all
	}
	// An argument that begins with a dash would be taken for a flag.
	if u.flag == "" && !u.ended && text[0] == '-' && findFlag(u.flags, strings.TrimLeft(text, "-")) == nil {
		return all
	}
	c := candidate{u.prefix + text, about}
	if slices.Contains(all, c) {
		return all
	}
	return append(all, c)
}

// adder adds a candidate, and reports whether more are of use.
type adder func(text, about string) bool
