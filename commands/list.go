package commands

import (
	"fmt"

	"dotool/commands/local"
	"dotool/inspect/table"
)

// nothing is the message for a list that is empty.
func nothing(what, which string) string {
	if which == "" {
		return "There are no " + what + " here yet."
	}
	return fmt.Sprintf("No %s match %q.", what, which)
}

// formatOptions are the options for printing the rows of queries.
func formatOptions(e *local.Project) table.FormatOptions {
	return table.FormatOptions{Terminal: e.StdoutTerminal, Width: e.Width, Colour: e.Colour(e.Stdout)}
}

// listOptions are the options for printing a list such as that of objects: which
// columns hold numbers with units, which others are never cut, which are names, and
// which are left out first where there is no room for all.
func listOptions(e *local.Project, numeric, whole, names, spare []int) table.FormatOptions {
	o := formatOptions(e)
	o.List, o.Numeric, o.Whole, o.Names, o.Spare = true, numeric, whole, names, spare
	return o
}
