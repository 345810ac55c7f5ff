package commands

import (
	"embed"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/migrate"
)

//go:embed topics/*.txt
var topicTexts embed.FS

// topics returns the texts of `dotool help TOPIC`, which concern more than one command. The
// description is the whole text; it has an example and ends with a newline.
func topics() []*cli.Command {
	return []*cli.Command{
		topic("serving", "dotool dev: reloads, the log, bindings"),
		topic("workers", "several Workers in one process"),
		topic("editors", "DevTools, VS Code, tasks"),
		topic("addressing", "how to name an object, or many"),
		topic("data", "look into local data, change, copy and reset it"),
		topic("calling", "call, fetch and connect to objects"),
		topic("time", "alarms, cron triggers, queues and workflows"),
		topic("migrations", "classes, their data, and the rules of a deploy"),
		topic("config", "the keys of wrangler's configuration, and what works"),
		topic("log-json", "the log as lines of JSON"),
		topic("formatting", "--json, --jq and --template"),
		topic("exit-codes", "exit codes, and what is printed where"),
		topic("environment", "environment variables"),
		topic("checking", "rules for source and configuration"),
		topic("testing", "tests: isolation, alarms, snapshots, vitest's configuration"),
		topic("limits", "limits, and differences from Cloudflare"),
	}
}

// topic returns a topic with the text of a file. That of migrations ends with their rules.
func topic(name, usage string) *cli.Command {
	text, err := topicTexts.ReadFile("topics/" + name + ".txt")
	if err != nil {
		panic(err) // it is embedded
	}
	if name == "migrations" {
		text = append(text, migrationRules()...)
	}
	return &cli.Command{Name: name, Usage: usage, Description: string(text)}
}

// migrationRules returns the codes of migrations and what each is about.
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
