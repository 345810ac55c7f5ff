// Package dotenv reads .dev.vars and .env files with the grammar and the expansion
// of the dotenv and dotenv-expand packages that wrangler carries.
package dotenv

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/dotool-dev/dotool/config/pattern"
)

// Var is one assignment of a .dev.vars or .env file.
type Var struct {
	Name, Value string
	Line        int // from 1; always 1 in a file with a lone CR, where editors count differently
}

// The grammar of the dotenv package, version 16.3.1, that wrangler carries.
// RE2 prefers the same matches as JavaScript's backtracking. All characters that JavaScript
// calls white space are spelt out, and U+2028 does not end a line here.
var dotenvLine = sync.OnceValue(func() *regexp.Regexp {
	const s = `[\s\v\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}]`
	line := `(?m)^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)` +
		`(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*` + "`(?:\\\\`|[^`])*`" + `|[^#\r\n]+)?\s*(?:#.*)?$`
	return regexp.MustCompile(strings.ReplaceAll(line, `\s`, s))
})

func isJSSpace(r rune) bool {
	return r == '\ufeff' || unicode.IsSpace(r) && r != '\u0085'
}

// Parse returns the assignments in the order of the file. It never
// fails: lines that are not assignments are skipped, as in dotenv.
func Parse(src []byte) []Var {
	s := strings.ReplaceAll(string([]rune(string(src))), "\r\n", "\n")
	loneCR := strings.Contains(s, "\r")
	s = strings.ReplaceAll(s, "\r", "\n")
	var vars []Var
	line, counted := 1, 0
	for _, m := range dotenvLine().FindAllStringSubmatchIndex(s, -1) {
		name, value := s[m[2]:m[3]], ""
		if m[4] >= 0 {
			value = strings.TrimFunc(s[m[4]:m[5]], isJSSpace)
		}
		quoted := strings.HasPrefix(value, `"`)
		value = unquote(value)
		if quoted {
			value = strings.ReplaceAll(strings.ReplaceAll(value, `\n`, "\n"), `\r`, "\r")
		}
		line += strings.Count(s[counted:m[2]], "\n")
		counted = m[2]
		v := Var{name, value, line}
		if loneCR {
			v.Line = 1
		}
		vars = append(vars, v)
	}
	return vars
}

// unquote is value.replace(/^(['"`])([\s\S]*)\1$/mg, "$2"): every line may
// open a quote, which reaches to the last line that ends in the same one.
func unquote(s string) string {
	var b strings.Builder
	for {
		if q := strings.IndexAny(s, "'\"`"); q == 0 {
			end := strings.LastIndex(s, s[:1]+"\n")
			if strings.HasSuffix(s, s[:1]) {
				end = len(s) - 1
			}
			if end > 0 {
				b.WriteString(s[1:end])
				s = s[end+1:]
			}
		}
		i := strings.IndexByte(s, '\n')
		if i < 0 {
			return b.String() + s
		}
		b.WriteString(s[:i+1])
		s = s[i+1:]
	}
}

// Environment is a set of variables that keeps their order.
type Environment struct {
	Names  []string
	Values map[string]string
}

// NewEnvironment makes one of KEY=VALUE strings, as of [os.Environ].
func NewEnvironment(environ []string) *Environment {
	e := &Environment{Values: make(map[string]string, len(environ))}
	for _, kv := range environ {
		if name, value, ok := strings.Cut(kv, "="); ok && name != "" {
			e.Set(name, value)
		}
	}
	return e
}

// Set adds a variable, or changes it.
func (e *Environment) Set(name, value string) {
	if _, ok := e.Values[name]; !ok {
		e.Names = append(e.Names, name)
	}
	e.Values[name] = value
}

// List returns KEY=VALUE strings.
func (e *Environment) List() []string {
	var all []string
	for _, name := range e.Names {
		all = append(all, name+"="+e.Values[name])
	}
	return all
}

// Expand puts the variables of parsed into e, replacing $NAME, ${NAME},
// ${NAME:-default} and the like as dotenv-expand 12.0.2 does. A variable that e has with
// another value, which is not empty, keeps it. It returns the names whose expansion goes
// beyond the bounds, which dotenv-expand does not have: they refer to themselves, or are
// huge.
func (e *Environment) Expand(parsed *Environment) (circular []string) {
	running := map[string]string{}
	for _, name := range parsed.Names {
		value := parsed.Values[name]
		if outer := e.Values[name]; outer != "" && outer != value {
			value = outer
		} else {
			expanded, ok := e.expandValue(value, running)
			if !ok {
				circular = append(circular, name)
			}
			value = expanded
		}
		running[name] = strings.ReplaceAll(value, `\$`, "$")
	}
	for _, name := range parsed.Names {
		e.Set(name, running[name])
	}
	return circular
}

// Bounds of one expansion, far more than any real file needs.
const (
	maxExpansions    = 1000
	maxExpandedBytes = 64 << 10
)

var expandOperator = pattern.New(`:\+|\+|:-|-`)

func (e *Environment) expandValue(value string, running map[string]string) (string, bool) {
	lookup := func(name string) string {
		if v, ok := e.Values[name]; ok {
			return v
		}
		return running[name]
	}
	var seen []string
	for result := value; ; {
		template, expression := nextReference(result)
		if template == "" {
			return result, true
		}
		if len(seen) == maxExpansions || len(result) > maxExpandedBytes {
			return value, false
		}
		seen = append(seen, result)

		// Without an operator, dotenv-expand calls expression.split(null), which JavaScript
		// takes for the text "null": the name xnully is cut to x.
		operator := "null"
		if op := expandOperator.FindString(expression); op != "" {
			operator = op
		}
		name, fallback, _ := strings.Cut(expression, operator)
		replacement := lookup(name)
		switch {
		case operator == ":+" || operator == "+":
			if replacement == "" {
				fallback = ""
			}
			replacement = fallback
		case replacement == "" || slices.Contains(seen, replacement):
			replacement = fallback
		}
		result = replaceJS(result, template, replacement)
		if before, ok := running[name]; ok && result == before {
			return result, true
		}
	}
}

// nextReference finds the first $NAME, or ${…} without braces inside, that no backslash
// precedes: inner references come first.
func nextReference(s string) (template, expression string) {
	for i := 0; i < len(s); i++ {
		if s[i] != '$' || i > 0 && s[i-1] == '\\' {
			continue
		}
		rest := s[i+1:]
		if strings.HasPrefix(rest, "{") {
			if end := strings.IndexAny(rest[1:], "{}"); end > 0 && rest[1+end] == '}' {
				return s[i : i+1+end+2], rest[1 : 1+end]
			}
			continue
		}
		n := 0
		for n < len(rest) && (rest[n] == '_' || isASCIILetter(rest[n]) || n > 0 && '0' <= rest[n] && rest[n] <= '9') {
			n++
		}
		if n > 0 {
			return s[i : i+1+n], rest[:n]
		}
	}
	return "", ""
}

func isASCIILetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// replaceJS is s.replace(old, replacement) with the patterns that JavaScript
// knows in the replacement: $$, $&, $` and $'.
func replaceJS(s, old, replacement string) string {
	before, after, _ := strings.Cut(s, old)
	if strings.Contains(replacement, "$") {
		replacement = strings.NewReplacer("$$", "$", "$&", old, "$`", before, "$'", after).Replace(replacement)
	}
	return before + replacement + after
}
