package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
)

// classCommands returns the commands that change a class everywhere at once.
func classCommands(env *local.Project) []*cli.Command {
	group := func(name, usage string, class *cli.Command) *cli.Command {
		class.Flags = append(class.Flags,
			&cli.BoolFlag{Name: "dry-run", Usage: "show the changes without making them"},
			&cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "do not ask"})
		return &cli.Command{
			Name: name, Usage: usage,
			Description: "Changes source, configuration and lifecycle in one step, all or nothing.\n\n" + class.Description[strings.LastIndex(class.Description, "Example:"):],
			Subcommands: []*cli.Command{class},
		}
	}
	return []*cli.Command{
		group("add", "add a class of objects to the project", addClassCommand(env)),
		group("rename", "rename a class, keeping its objects", renameClassCommand(env)),
		group("delete", "delete a class with its objects", deleteClassCommand(env)),
		group("transfer", "move a class to another Worker, keeping its objects", transferClassCommand(env)),
	}
}
