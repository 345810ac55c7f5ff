package shell

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// Script returns the text of arguments of a command line, for [Options.In]: SQL, and dot
// commands, whose own arguments may be the next ones.
func Script(args []string) string {
	var b strings.Builder
	for len(args) > 0 {
		arg := strings.TrimSpace(args[0])
		args = args[1:]
		b.WriteString(arg)
		if !IsCommand(arg) {
			b.WriteString("\n;\n") // on a line of its own, after a comment
			continue
		}
		c, _ := findCommand(arg) // an unknown one is an error when it is run
		for want := range strings.FieldsSeq(c.argument) {
			if len(args) == 0 || want[0] == '[' && !mayBeArgument(args[0]) {
				break
			}
			b.WriteString(" " + quote(args[0]))
			args = args[1:]
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// mayBeArgument reports whether a text can be an argument that a command need not have: it
// is neither SQL nor a command.
func mayBeArgument(text string) bool {
	word, _, more := strings.Cut(strings.Join(strings.Fields(text), " "), " ")
	if _, unknown := findCommand(word); IsCommand(word) && unknown == nil {
		return false
	}
	return !more || !slices.Contains(firstKeywords, strings.ToUpper(word)) && !strings.HasPrefix(word, "--") && !strings.HasPrefix(word, "/*")
}

// HasCommands reports whether a text has dot commands between its statements.
func HasCommands(text string) bool {
	return slices.ContainsFunc(sqlite.Split(text), func(s sqlite.Statement) bool { return IsCommand(s.SQL) })
}

// quote returns an argument of a dot command as split reads it.
func quote(text string) string {
	if text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune("\"'\\;", r)
	}) {
		return text
	}
	return strconv.Quote(text)
}

// unquote returns the argument of a dot command that takes one: it may have spaces.
func unquote(text string) string {
	if words, err := split(text); err == nil && len(words) == 1 {
		return words[0]
	}
	return text
}

// split cuts the arguments of a dot command: "…" has escapes as in C, '…' has none.
func split(text string) (words []string, err error) {
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		switch text[0] {
		case '"':
			quoted, err := strconv.QuotedPrefix(text)
			if err != nil {
				return nil, &commandError{fmt.Sprintf("%s is not closed, or has an unknown escape", text), ""}
			}
			word, err := strconv.Unquote(quoted)
			if err != nil {
				return nil, err
			}
			words, text = append(words, word), text[len(quoted):]
		case '\'':
			word, rest, ok := strings.Cut(text[1:], "'")
			if !ok {
				return nil, &commandError{fmt.Sprintf("%s is not closed", text), ""}
			}
			words, text = append(words, word), rest
		default:
			end := strings.IndexFunc(text, unicode.IsSpace)
			if end < 0 {
				end = len(text)
			}
			words, text = append(words, text[:end]), text[end:]
		}
	}
	return words, nil
}
