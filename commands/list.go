package commands

import (
	"errors"
	"fmt"
	"iter"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/table"
)

// nothing returns the message for a list that is empty.
func nothing(what, which string) string {
	if which == "" {
		return "There are no " + what + " here yet."
	}
	return fmt.Sprintf("No %s match %q.", what, which)
}

// formatOptions returns the options for printing the rows of queries.
func formatOptions(e *local.Project) table.FormatOptions {
	return table.FormatOptions{Terminal: e.StdoutTerminal, Width: e.Width, Colour: e.Colour(e.Stdout)}
}

// listOptions returns the options for printing a list such as that of objects: which
// columns hold numbers with units, which others are never cut, which are names, and
// which are left out first where there is no room for all.
func listOptions(e *local.Project, numeric, whole, names, spare []int) table.FormatOptions {
	o := formatOptions(e)
	o.List, o.Numeric, o.Whole, o.Names, o.Spare = true, numeric, whole, names, spare
	return o
}

// ofWorkers puts a column for the Worker before the others of a list.
func ofWorkers(head []string, o table.FormatOptions) ([]string, table.FormatOptions) {
	after := func(columns []int, first ...int) []int {
		for _, c := range columns {
			first = append(first, c+1)
		}
		return first
	}
	o.Numeric, o.Whole, o.Names, o.Spare = after(o.Numeric), after(o.Whole), after(o.Names, 0), after(o.Spare)
	return append([]string{"WORKER"}, head...), o
}

// keyList says how keys are listed.
type keyList[T any] struct {
	Prefix string
	Limit  int  // 0: all
	Silent bool // print nothing if there are none
	Head   []string
	Table  table.FormatOptions
	JSON   func(T) any
	Row    func(T) []string
}

// print prints the keys as they are read.
func (l keyList[T]) print(env *local.Project, keys iter.Seq2[T, error]) error {
	show, end := ui.JSONList[any](env.Stdout)
	row := func(v T) error { return show(l.JSON(v)) }
	found := 0
	if !env.JSON {
		format, err := table.NewFormat("", env.Stdout, l.Table)
		if err != nil {
			return err
		}
		end = format.Close
		row = func(v T) error {
			if found == 0 {
				if err := format.Header(l.Head); err != nil {
					return err
				}
			}
			var cells []sqlite.Value
			for _, text := range l.Row(v) {
				cells = append(cells, sqlite.TextValue(text))
			}
			return format.Row(cells)
		}
	}
	for v, err := range keys {
		if err != nil {
			return errors.Join(err, end())
		}
		if err := row(v); err != nil {
			return err
		}
		if found++; found == l.Limit {
			break
		}
	}
	if found == 0 && !l.Silent {
		env.Note("%s", nothing("keys", l.Prefix))
	}
	return end()
}
