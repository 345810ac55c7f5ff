package commands

import (
	_ "embed"

	"github.com/urfave/cli/v2"
)

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
		{Name: "config", Usage: "the keys of wrangler's configuration, and what works", Description: configTopic},
		{Name: "log-json", Usage: "the log as lines of JSON", Description: logJSONTopic},
		{Name: "testing", Usage: "tests: isolation, alarms, snapshots, vitest's configuration", Description: testingTopic},
	}
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
