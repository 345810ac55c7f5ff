package commands

import (
	"bytes"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/pattern"
)

// A repeatable flag is shown once: its usage says that it is repeatable.
func init() {
	shown := cli.FlagStringer
	cli.FlagStringer = func(f cli.Flag) string { return again.ReplaceAllString(shown(f), "") }
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

// helpWriter breaks the lines of help texts to the width of a terminal.
type helpWriter struct {
	env  *ui.Env
	rest []byte // of a line
}

func (h *helpWriter) Write(b []byte) (int, error) {
	if !h.env.StdoutTerminal || h.env.Width <= 0 {
		return h.env.Stdout.Write(b)
	}
	h.rest = append(h.rest, b...)
	end := bytes.LastIndexByte(h.rest, '\n') + 1
	var out strings.Builder
	for line := range strings.Lines(string(h.rest[:end])) {
		out.WriteString(wrapHelp(strings.TrimSuffix(line, "\n"), h.env.Width) + "\n")
	}
	h.rest = append([]byte(nil), h.rest[end:]...)
	if _, err := io.WriteString(h.env.Stdout, out.String()); err != nil {
		return 0, err
	}
	return len(b), nil
}

// wrapHelp breaks a line between words. An explanation on the right continues below
// itself; an example is not broken.
func wrapHelp(line string, width int) string {
	text := strings.TrimLeft(line, " ")
	indent := len(line) - len(text)
	if ansi.StringWidth(line) <= width || strings.HasPrefix(text, "$ ") {
		return line
	}
	head := line[:indent]
	if gap := strings.Index(text, "  "); gap > 0 && indent > 0 {
		rest := strings.TrimLeft(text[gap:], " ")
		column := len(line) - len(rest)
		head, text = line[:column], rest
		if indent = column; column > width/2 {
			// Too little room on its right: continue below it.
			head, indent = strings.TrimRight(head, " ")+"\n", 6
			head += strings.Repeat(" ", indent)
		}
	}
	var b strings.Builder
	b.WriteString(head)
	taken := indent
	for i, word := range strings.Fields(text) {
		n := ansi.StringWidth(word)
		switch {
		case i == 0:
		case taken+1+n > width:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			taken = indent
		default:
			b.WriteByte(' ')
			taken++
		}
		b.WriteString(word)
		taken += n
	}
	return b.String()
}
