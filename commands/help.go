package commands

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/pattern"
)

// A repeatable flag is shown once: its usage says that it is repeatable.
// A help text is written at once, as its lines depend on each other.
func init() {
	shown := cli.FlagStringer
	cli.FlagStringer = func(f cli.Flag) string { return again.ReplaceAllString(shown(f), "") }
	printed := cli.HelpPrinter
	cli.HelpPrinter = func(w io.Writer, templ string, data any) {
		var text bytes.Buffer
		printed(&text, templ, data)
		_, _ = w.Write(text.Bytes()) // ui.Env remembers an error of stdout
	}
}

var again = pattern.New(` \[ --[^\t]* \]`)

// The help texts say what a command does, then an example that runs. Flags
// that every command takes are listed once, by `dotool --help`.
const appHelp = `dotool - {{.Usage}}

{{.Description}}

Usage: dotool COMMAND [ARGUMENTS] [FLAGS]

Commands:{{range .VisibleCommands}}
  {{printf "%-12s" .Name}} {{.Usage}}{{end}}

Flags, for every command and anywhere on the line:{{range .VisibleFlags}}
  {{.}}{{end}}

Topics, for ` + "`dotool help TOPIC`" + `:{{range .Commands}}{{if eq .Name "help"}}{{range .VisibleCommands}}
  {{printf "%-12s" .Name}} {{.Usage}}{{end}}{{end}}{{end}}

Example:
  $ dotool dev
  $ dotool COMMAND --help
`

const commandHelp = `{{.HelpName}} - {{.Usage}}

Usage: {{.HelpName}}{{if .ArgsUsage}} {{.ArgsUsage}}{{end}} [FLAGS]
{{if .Description}}
{{.Description}}
{{end}}{{if .VisibleFlags}}
Flags:{{range .VisibleFlags}}
  {{.}}{{end}}
{{end}}
"dotool --help" lists the flags of every command.
`

const groupHelp = `{{.HelpName}} - {{.Usage}}

Usage: {{.HelpName}} {{if .ArgsUsage}}[COMMAND] {{.ArgsUsage}}{{else}}COMMAND [ARGUMENTS]{{end}} [FLAGS]
{{if .Description}}
{{.Description}}
{{end}}
Commands:{{range .VisibleCommands}}
  {{printf "%-12s" .Name}} {{.Usage}}{{end}}
{{if .VisibleFlags}}
Flags:{{range .VisibleFlags}}
  {{.}}{{end}}
{{end}}
"dotool --help" lists the flags of every command.
`

// helpWriter fits help texts to the width of a terminal.
type helpWriter struct{ env *ui.Env }

func (h helpWriter) Write(text []byte) (int, error) {
	if !h.env.StdoutTerminal || h.env.Width <= 0 {
		return h.env.Stdout.Write(text)
	}
	if _, err := io.WriteString(h.env.Stdout, wrapHelp(string(text), h.env.Width)); err != nil {
		return 0, err
	}
	return len(text), nil
}

// wrapHelp fills the paragraphs of a text that have a line wider than width.
func wrapHelp(text string, width int) string {
	var b strings.Builder
	for i, block := range strings.Split(strings.TrimSuffix(text, "\n"), "\n\n") {
		if i > 0 {
			b.WriteString("\n")
		}
		lines := strings.Split(block, "\n")
		code := isCode(lines)
		p := newHelpParagraph(lines[0], width)
		for _, line := range lines[1:] {
			if next := newHelpParagraph(line, width); code || !p.add(next) {
				p.print(&b, width)
				p = next
			}
		}
		p.print(&b, width)
	}
	return b.String()
}

// isCode reports whether lines between two empty ones are a sample of code.
func isCode(lines []string) bool {
	indented := func(line string) bool { return strings.HasPrefix(line, "  ") }
	return !slices.ContainsFunc(lines, func(line string) bool { return !indented(line) }) &&
		slices.ContainsFunc(lines, func(line string) bool { return strings.ContainsAny(line[len(line)-1:], "{}[];") })
}

// helpParagraph is lines of a help text that continue each other. The first may have
// a name or a dash on its left.
type helpParagraph struct {
	lines, words []string
	head         string // what is on the left of the first line's words
	column       int    // of the words
}

func newHelpParagraph(line string, width int) helpParagraph {
	text := strings.TrimLeft(line, " ")
	indent := len(line) - len(text)
	start := 0
	switch {
	case strings.HasPrefix(text, "$ "): // an example, which is not broken
		start = len(text)
	case strings.HasPrefix(text, "- "):
		start = len("- ")
	case indent > 0:
		start = column(text, width/2-indent)
	}
	head := line[:indent+start]
	return helpParagraph{[]string{line}, strings.Fields(text[start:]), head, ansi.StringWidth(head)}
}

// column is where the last column of a row begins that leaves room on its right, or
// the second one, or 0 if there is one column.
func column(row string, most int) (at int) {
	for i := range row {
		if strings.HasSuffix(row[:i], "  ") && row[i] != ' ' && (at == 0 || ansi.StringWidth(row[:i]) <= most) {
			at = i
		}
	}
	return at
}

// add reports whether next, of one line, continues the paragraph, and adds it if so.
func (p *helpParagraph) add(next helpParagraph) bool {
	if len(p.words) == 0 || len(next.words) == 0 || next.column != p.column || strings.TrimSpace(next.head) != "" {
		return false
	}
	last := p.lines[len(p.lines)-1]
	if end := last[len(last)-1:]; strings.ContainsAny(end, ".:") && ansi.StringWidth(last+" "+next.words[0]) <= 80 {
		return false // the author began a new line
	}
	p.lines, p.words = append(p.lines, next.lines...), append(p.words, next.words...)
	return true
}

func (p *helpParagraph) print(b *strings.Builder, width int) {
	fits := func(line string) bool { return ansi.StringWidth(line) <= width }
	if len(p.words) == 0 || !slices.ContainsFunc(p.lines, func(line string) bool { return !fits(line) }) {
		for _, line := range p.lines {
			b.WriteString(line + "\n")
		}
		return
	}
	line, indent := p.head, strings.Repeat(" ", p.column)
	if p.column > width/2 || !fits(p.head+p.words[0]) { // too little room on its right: continue below it
		b.WriteString(strings.TrimRight(p.head, " ") + "\n")
		indent = strings.Repeat(" ", 6)
		line = indent
	}
	for i, word := range p.words {
		switch {
		case i == 0:
			line += word
		case fits(line + " " + word):
			line += " " + word
		default:
			b.WriteString(line + "\n")
			line = indent + word
		}
	}
	b.WriteString(line + "\n")
}
