package commands

import (
	"context"
	"errors"
	"slices"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/table"
)

// query is a text of SQL and where the results of one or many objects go.
type query struct {
	env     *local.Project
	store   *local.Objects
	address inspect.Address
	object  inspect.Object // the object of the address, unless it means many
	sql     string
	params  []sqlite.Value
	write   bool
	mode    string
	many    bool
	several bool // many are of several Workers

	format  table.Format
	columns []string // of the result that is being printed, without the object's
	results int
	rows    int
	row     []sqlite.Value // of many objects: with the name of the object
}

// run runs the query on one object and prints the result.
func (q *query) run(ctx context.Context, o inspect.Object) error {
	to := local.Results{Header: q.header, Row: func(values []sqlite.Value) error { return q.line(o, values) }}
	if !q.write {
		return q.store.Query(ctx, o, q.sql, q.params, to)
	}
	written, err := q.store.SQL(ctx, o, q.sql, q.params, to)
	if err == nil && written > 0 && !q.many {
		q.env.Note("%s written.", ui.Count(int(written), "row"))
	}
	return err
}

// errOtherColumns is for formats that print the names of columns only once.
var errOtherColumns = errors.New("columns differ from those of earlier objects")

// header begins a result. The results of many objects are one as long as they have
// the same columns.
func (q *query) header(columns []string) error {
	if len(columns) == 0 { // the statement has no result
		return nil
	}
	if q.many {
		if q.results > 0 && slices.Equal(columns, q.columns) {
			return nil
		}
		if q.results > 0 && (q.mode == "csv" || q.mode == "" && !q.env.StdoutTerminal) {
			return errOtherColumns
		}
		q.columns = slices.Clone(columns)
		columns = append([]string{"object"}, columns...)
	}
	q.results++
	return q.format.Header(columns)
}

func (q *query) line(o inspect.Object, values []sqlite.Value) error {
	q.rows++
	if q.many {
		q.row = append(append(q.row[:0], sqlite.TextValue(q.label(o))), values...)
		values = q.row
	}
	return q.format.Row(values)
}

// label returns a name that addresses the object in the same way.
func (q *query) label(o inspect.Object) string {
	if local.OfProduct(o) || (q.address.All || q.address.Class != "" || len(q.store.Namespaces()) == 1) && !q.several {
		return o.String()
	}
	return o.Namespace.Label + "/" + o.String()
}
