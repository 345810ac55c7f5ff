package commands

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"dotool/migrate"
)

//go:embed topics/addressing.txt
var addressingTopic string

//go:embed topics/migrations.txt
var migrationsTopic string

//go:embed topics/exit-codes.txt
var exitCodesTopic string

//go:embed topics/environment.txt
var environmentTopic string

//go:embed topics/config.txt
var configTopic string

//go:embed topics/log-json.txt
var logJSONTopic string

//go:embed topics/testing.txt
var testingTopic string

// topics are what `dotool help TOPIC` explains and no single command does. The
// description is the whole text; it has an example and ends with a newline.
func topics() []*cli.Command {
	return []*cli.Command{
		{Name: "addressing", Usage: "how to name an object, or many", Description: addressingTopic},
		{Name: "migrations", Usage: "classes, their data, and the rules of a deploy", Description: migrationsTopic + migrationRules()},
		{Name: "config", Usage: "the keys of wrangler's configuration, and what works", Description: configTopic},
		{Name: "log-json", Usage: "the log as lines of JSON", Description: logJSONTopic},
		{Name: "exit-codes", Usage: "exit codes, and what is printed where", Description: exitCodesTopic},
		{Name: "environment", Usage: "environment variables", Description: environmentTopic},
		{Name: "testing", Usage: "tests: isolation, alarms, snapshots, vitest's configuration", Description: testingTopic},
	}
}

// migrationRules are the codes of migrations and what each is about.
func migrationRules() string {
	var b strings.Builder
	for _, code := range migrate.Codes() {
		fmt.Fprintf(&b, "  %-27s %s\n", code, migrate.RuleText(code))
	}
	return b.String()
}

// helpCommand shows a topic. The help of a command is its flag --help.
func helpCommand() *cli.Command {
	all := topics()
	for _, t := range all {
		t.CustomHelpTemplate = "{{.Description}}"
		t.Action = cli.ShowSubcommandHelp
	}
	return &cli.Command{
		Name:        "help",
		Usage:       "explain a command or a topic",
		Subcommands: all,
		Action: func(c *cli.Context) error {
			return noCommand(c, "dotool")
		},
	}
}
