package commands

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"
	"unicode"

	"dotool/commands/ui"
	"dotool/inspect"
	"dotool/inspect/d1"
	"dotool/inspect/shell"
	"dotool/inspect/sqlite"
)

// objectsError says which of many objects failed, grouped by problem.
type objectsError struct {
	objects, failed int
	empty           int // have no data, and so no such table
	groups          []*failureGroup
	sql             string // to point into; "": do not
	hint            string
}

type failureGroup struct {
	text  string
	first inspect.Object
	err   error // of the first
	names []string
	more  int
}

// displayName names an object on a line of text.
func displayName(o inspect.Object) string {
	switch {
	case !o.Named:
		return o.ID.String()[:12] + "…"
	case strings.ContainsFunc(o.Name, unicode.IsControl):
		return strconv.Quote(o.Name)
	}
	return o.Name
}

const noSuchTable = "no such table: "

// point adds the place in the SQL, and the fix, to the error of one object, for people.
func (q *query) point(ctx context.Context, o inspect.Object, err error) error {
	e, ok := errors.AsType[*sqlite.SQLError](err)
	if !ok {
		return err
	}
	near := ""
	if table, ok := strings.CutPrefix(e.Message, noSuchTable); ok {
		tables := q.names(ctx, o, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE '\\_\\_miniflare\\_%' ESCAPE '\\'")
		otherwise := "the tables are " + strings.Join(tables, ", ")
		switch {
		case len(tables) > 0:
		case d1.Is(o):
			otherwise = "the database has no tables; `dotool migrate` applies its migrations"
		default:
			otherwise = "the object has no tables; `dotool kv list` shows its key-value storage"
		}
		near = ui.DidYouMean(table, tables, otherwise)
	} else if column, ok := strings.CutPrefix(e.Message, "no such column: "); ok {
		columns := q.names(ctx, o, "SELECT DISTINCT c.name FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS c WHERE t.name NOT LIKE '\\_%' ESCAPE '\\'")
		near = ui.DidYouMean(column[strings.LastIndexByte(column, '.')+1:], columns, "")
	}
	near = cmp.Or(near, ui.HintOf(err))
	if !q.env.JSON {
		err = shell.At(q.sql, err)
	}
	return ui.WithHint(err, near)
}

// names queries a list of names; it is empty if that fails.
func (q *query) names(ctx context.Context, o inspect.Object, sql string) []string {
	db, err := o.Open()
	if err != nil {
		return nil
	}
	defer db.Close()
	var names []string
	for row, err := range db.Query(ctx, sql).All() {
		if err != nil {
			return nil
		}
		names = append(names, row[0].String())
	}
	return names
}
