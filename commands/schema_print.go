package commands

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

type schemaOptions struct {
	Which  string // a class, a glob, or any address; "" for all
	Diff   bool
	Expect string // a file of SQL
}

// classSchema is the schema of a class as JSON.
type classSchema struct {
	Worker   *string         `json:"worker"` // null if no ledger names it
	Class    string          `json:"class"`
	Variants []schemaVariant `json:"variants"`
	Failed   []failedObject  `json:"failed"`
}

type schemaVariant struct {
	Schema  sqlite.Schema `json:"schema"`
	Objects []objectName  `json:"objects"`
	Differs *bool         `json:"differs,omitempty"` // from what was expected
	Diff    []string      `json:"diff,omitempty"`    // lines that begin with a blank, + or -

	variant inspect.Variant
}

type objectName struct {
	ID   string  `json:"id"`
	Name *string `json:"name"`
}

type failedObject struct {
	ID      string `json:"id"`
	Message string `json:"message"`
}

func (v *schemaVariant) diff(from sqlite.Schema) {
	for _, line := range inspect.Diff(from, v.variant.Schema) {
		v.Diff = append(v.Diff, string(line.Op)+line.Text)
	}
}

// printSchemas prints SQL, with the objects it belongs to in comments.
func printSchemas(e *local.Project, all []classSchema, o schemaOptions) {
	s := e.Style(e.Stdout)
	first := true
	workers := map[string]bool{}
	for _, class := range all {
		if class.Worker != nil {
			workers[*class.Worker] = true
		}
	}
	for _, class := range all {
		for i, v := range class.Variants {
			if o.Expect != "" && !*v.Differs {
				continue
			}
			if !first {
				fmt.Fprintln(e.Stdout)
			}
			first = false
			heading := "-- " + diag.Visible(class.Class)
			if len(workers) > 1 && class.Worker != nil {
				heading = "-- " + diag.Visible(*class.Worker+"/"+class.Class)
			}
			if len(class.Variants) > 1 {
				heading += fmt.Sprintf(", variant %d of %d", i+1, len(class.Variants))
			}
			fmt.Fprintln(e.Stdout, s.Bold.Render(heading+": "+who(v.variant.Objects)))
			switch {
			case len(v.Schema) == 0:
				fmt.Fprintln(e.Stdout, s.Dim.Render("-- no tables"))
			case o.Expect == "" && !o.Diff:
				fmt.Fprint(e.Stdout, e.Shown(v.Schema.String()))
			}
			if len(v.Schema) == 0 {
				continue // all lines would be minus
			}
			for _, line := range v.Diff {
				look := map[byte]lipgloss.Style{'+': s.Good, '-': s.Bad, ' ': s.Dim}[line[0]]
				fmt.Fprintln(e.Stdout, look.Render(e.Shown(strings.ReplaceAll(line, "\t", "  "))))
			}
		}
	}
}

// who names some objects, all of them where they are few.
func who(objects []inspect.Object) string {
	const most = 5
	var names []string
	for _, o := range objects[:min(len(objects), most)] {
		names = append(names, shortName(o))
	}
	more := ""
	if len(objects) > most {
		more = fmt.Sprintf(" and %d more", len(objects)-most)
	}
	return ui.Count(len(objects), "object") + " (" + strings.Join(names, ", ") + more + ")"
}
