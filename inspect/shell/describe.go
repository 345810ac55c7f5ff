package shell

import (
	"context"
	"strings"

	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/table"
)

// ownResults are the results of describe for a table; the names of columns come first.
var ownResults = []struct {
	columns []string
	sql     string
}{
	{[]string{"column", "type", "nullable", "default", "key"},
		`SELECT name, type, iif("notnull", 'not null', ''), coalesce(dflt_value, ''), iif(pk, 'primary', iif(hidden > 1, 'generated', '')) FROM pragma_table_xinfo(?1) WHERE hidden <> 1`},
	{[]string{"index", "columns", "kind"},
		`SELECT i.name, (SELECT group_concat(coalesce(c.name, '(expression)'), ', ') FROM pragma_index_info(i.name) c),
			iif(i.origin = 'pk', 'primary key', iif(i."unique", 'unique', '')) || iif(i.partial, ' partial', '') FROM pragma_index_list(?1) i ORDER BY i.name`},
	{[]string{"column", "references"},
		`SELECT f."from", f."table" || coalesce('(' || f."to" || ')', '') FROM pragma_foreign_key_list(?1) f ORDER BY f.id, f.seq`},
	{[]string{"trigger"}, `SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE ORDER BY name`},
}

// describe lists the tables, as psql does, or the columns and indexes of one.
func (s *session) describe(ctx context.Context, name string) error {
	if name == "" {
		var all [][]sqlite.Value
		err := s.each(ctx, `SELECT m.name, m.type FROM sqlite_schema m WHERE m.type IN ('table', 'view') AND `+ownTables+` ORDER BY m.name`,
			func(row []sqlite.Value) { all = append(all, []sqlite.Value{row[0].Clone(), row[1].Clone()}) })
		if err != nil {
			return err
		}
		return s.list(ctx, "tables", "", []string{"name", "type"}, all)
	}
	name = unquote(name)
	names, _, err := s.tables(ctx)
	if err != nil {
		return err
	}
	found := false
	for _, n := range names {
		found = found || strings.EqualFold(n, name)
	}
	if !found {
		return s.noTable(ctx, name)
	}
	return s.result(ctx, func(ctx context.Context, f table.Format) error {
		for _, r := range ownResults {
			var rows [][]sqlite.Value
			err := s.each(ctx, r.sql, func(row []sqlite.Value) {
				values := make([]sqlite.Value, len(row))
				for i, v := range row {
					values[i] = v.Clone()
				}
				rows = append(rows, values)
			}, sqlite.TextValue(name))
			if err == nil && len(rows) > 0 {
				err = printRows(f, r.columns, rows)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func printRows(f table.Format, columns []string, rows [][]sqlite.Value) error {
	err := f.Header(columns)
	for _, row := range rows {
		if err == nil {
			err = f.Row(row)
		}
	}
	return err
}
