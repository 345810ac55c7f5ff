package commands

// The help texts say what a command does, then an example that runs. Flags
// that every command takes are listed once, by `dotool --help`.
const appHelp = `dotool - {{.Usage}}

{{.Description}}

Usage: dotool COMMAND [ARGUMENTS] [FLAGS]

Commands:{{range .VisibleCommands}}
  {{printf "%-12s" .Name}} {{.Usage}}{{end}}

Flags, for every command and anywhere on the line:{{range .VisibleFlags}}
  {{.}}{{end}}

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
