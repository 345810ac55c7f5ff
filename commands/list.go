package commands

import (
	"fmt"

	"dotool/commands/local"
	"dotool/inspect/table"
)

// nothing is printed where an empty result is right.
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

// listOptions are the options for printing a list of our own: which columns hold
// numbers with their units, and which other ones are never cut.
func listOptions(e *local.Project, numeric, whole []int) table.FormatOptions {
	o := formatOptions(e)
	o.List, o.Numeric, o.Whole = true, numeric, whole
	return o
}
