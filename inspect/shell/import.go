package shell

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// importFile adds the rows of a file to a table, all or none.
func (s *session) importFile(ctx context.Context, argument string) error {
	if s.Write == nil || !s.Writable {
		return s.readOnly(&commandError{".import writes to the object", "allow it with --write"})
	}
	words, err := split(argument)
	if err != nil {
		return err
	}
	words = slices.DeleteFunc(words, func(word string) bool { return word == "--csv" }) // sqlite3 needs it
	skip := 0
	if i := slices.Index(words, "--skip"); i >= 0 && i+1 < len(words) {
		if skip, err = strconv.Atoi(words[i+1]); err != nil || skip < 0 {
			return &commandError{fmt.Sprintf("--skip takes a number of lines, not %q", words[i+1]), ""}
		}
		words = slices.Delete(words, i, i+2)
	}
	if len(words) != 2 {
		return &commandError{".import needs a file and a table", "such as .import users.csv users; quote names with spaces"}
	}
	data, err := os.ReadFile(s.path(words[0]))
	if err != nil {
		return fmt.Errorf(".import: %w", err)
	}
	in := &importing{file: words[0], table: words[1]}
	err = s.each(ctx, "SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0", func(row []sqlite.Value) {
		in.existing = append(in.existing, row[0].String())
	}, sqlite.TextValue(in.table))
	if err == nil {
		err = in.read(data, skip)
	}
	if err != nil {
		return err
	}
	if in.note != "" {
		fmt.Fprintln(s.Err, s.dim(in.note))
	}
	err = in.write(ctx, s, mostParameters)
	if e, ok := errors.AsType[*sqlite.SQLError](err); ok && e.SQL != "" {
		return in.at(in.write(ctx, s, 1)) // the statement says which row it is
	}
	return err
}

// An importing is a file on its way to a table.
type importing struct {
	file, table string
	existing    []string // columns of the table, nil if there is none
	create      string   // the statement that makes it
	records     []record
	note        string

	starts []int // of the statements of the last write, with one record each
}

// A record is a row of a file.
type record struct {
	line    int
	columns []string // nil for all of the table
	values  []sqlite.Value
}

func (in *importing) errorf(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", diag.Visible(in.file), line, fmt.Sprintf(format, args...))
}

// mostParameters is how many a statement may have in the runtime.
const mostParameters = 100

// write runs the statements, each with as many records as have room for their values in
// a number of parameters, but at least one.
func (in *importing) write(ctx context.Context, s *session, most int) error {
	var sql strings.Builder
	var params []sqlite.Value
	if in.create != "" {
		sql.WriteString(in.create + ";\n")
	}
	in.starts = in.starts[:0]
	into := "INSERT INTO " + sqlite.QuoteName(in.table)
	for i := 0; i < len(in.records); {
		columns, n := in.records[i].columns, len(in.records[i].values)
		in.starts = append(in.starts, sql.Len())
		if n == 0 {
			sql.WriteString(into + " DEFAULT VALUES;\n")
			i++
			continue
		}
		sql.WriteString(into)
		if columns != nil {
			quoted := make([]string, n)
			for j, c := range columns {
				quoted[j] = sqlite.QuoteName(c)
			}
			sql.WriteString(" (" + strings.Join(quoted, ", ") + ")")
		}
		row := "(" + strings.Repeat("?, ", n-1) + "?)"
		sql.WriteString(" VALUES " + row)
		params = append(params, in.records[i].values...)
		i++
		for used := 2 * n; used <= most && i < len(in.records) && slices.Equal(in.records[i].columns, columns); used += n {
			sql.WriteString(", " + row)
			params = append(params, in.records[i].values...)
			i++
		}
		sql.WriteString(";\n")
	}
	if sql.Len() == 0 {
		return nil
	}
	_, err := s.Write(ctx, s.Object, sql.String(), params, s.format)
	return err
}

// at adds the line to the error of a statement.
func (in *importing) at(err error) error {
	e, ok := errors.AsType[*sqlite.SQLError](err)
	if !ok || e.SQL == "" {
		return err
	}
	i, found := slices.BinarySearch(in.starts, e.Statement())
	if !found {
		return fmt.Errorf(".import: %w", err)
	}
	return fmt.Errorf("%s:%d: %w", diag.Visible(in.file), in.records[i].line, err)
}
