package archive

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// objectColumn is the column with the object of a row.
const objectColumn = "_object"

// Gather runs a query on many objects and puts all rows into one new table of a
// new SQLite file, for joins and aggregates over objects. The table has a first
// column _object, CLASS/NAME or CLASS/ID, and the columns of the query; a column
// that only later objects have is added. The file appears when it is complete;
// one that already exists is kept and is an error. Objects that fail are
// returned separately.
func Gather(ctx context.Context, s *inspect.Store, objects iter.Seq2[inspect.Object, error], path, table, sql string, params ...sqlite.Value) (rows int64, failed []*inspect.ObjectError, err error) {
	if _, err := os.Lstat(path); err == nil {
		return 0, nil, fmt.Errorf("gather into %s: %w", path, os.ErrExist)
	}
	beside, err := os.CreateTemp(filepath.Dir(path), ".gather-*")
	if err != nil {
		return 0, nil, fmt.Errorf("gather: %w", err)
	}
	beside.Close()
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(beside.Name()))
		}
	}()
	c, err := sqlite.OpenConn(beside.Name(), "", sqlite.ReadWrite)
	if err != nil {
		return 0, nil, err
	}
	defer c.Close()
	// The file is discarded if the process dies, so it needs no journal.
	for _, sql := range []string{"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "BEGIN", fmt.Sprintf("CREATE TABLE %s (%s TEXT)", sqlite.QuoteName(table), objectColumn)} {
		if err := c.Exec(sql); err != nil {
			return 0, nil, fmt.Errorf("gather: %w", err)
		}
	}
	g := &gatherer{c: c, table: table, columns: []string{objectColumn}}
	defer g.close()
	for b := range s.QueryAll(ctx, objects, sql, params...) {
		switch {
		case b.Object.Namespace == nil:
			return g.rows, failed, b.Err
		case b.Err != nil:
			failed = append(failed, &inspect.ObjectError{Object: b.Object, Err: b.Err})
		}
		if len(b.Rows) > 0 {
			if err := g.add(b); err != nil {
				return g.rows, failed, err
			}
		}
	}
	if ctx.Err() != nil {
		return g.rows, failed, context.Cause(ctx)
	}
	g.close()
	if err := errors.Join(c.Exec("COMMIT"), c.Close()); err != nil {
		return g.rows, failed, fmt.Errorf("gather: %w", err)
	}
	return g.rows, failed, os.Rename(beside.Name(), path)
}

// gatherer adds rows to the table of a file.
type gatherer struct {
	c       *sqlite.Conn
	table   string
	columns []string // of the table
	rows    int64

	insert *sqlite.Stmt // nil before the first row
	shape  []string     // the columns that it was made for
}

func (g *gatherer) close() {
	if g.insert != nil {
		g.insert.Close()
		g.insert = nil
	}
}

func (g *gatherer) add(b inspect.Batch) (err error) {
	if g.insert == nil || !slices.Equal(g.shape, b.Columns) {
		g.close()
		g.shape = b.Columns
		if g.insert, err = g.into(g.shape); err != nil {
			return fmt.Errorf("gather: %w", err)
		}
	}
	who := sqlite.TextValue(b.Object.Namespace.Label + "/" + b.Object.String())
	for _, row := range b.Rows {
		if err := g.insert.Bind(append([]sqlite.Value{who}, row...)...); err != nil {
			return err
		}
		if _, err := g.insert.Step(); err != nil {
			return fmt.Errorf("gather: %w", err)
		}
		g.insert.Reset()
		g.rows++
	}
	return nil
}

// into compiles the INSERT of rows of a shape and adds the columns that
// the table lacks. Columns of one name within a result get _2, _3 and so on.
func (g *gatherer) into(shape []string) (*sqlite.Stmt, error) {
	names := []string{objectColumn}
	for _, name := range shape {
		unique := name
		for n := 2; slices.ContainsFunc(names, func(have string) bool { return strings.EqualFold(have, unique) }); n++ {
			unique = fmt.Sprintf("%s_%d", name, n)
		}
		names = append(names, unique)
		if !slices.ContainsFunc(g.columns, func(have string) bool { return strings.EqualFold(have, unique) }) {
			g.columns = append(g.columns, unique)
			if err := g.c.Exec(fmt.Sprintf("ALTER TABLE %s ADD COLUMN %s", sqlite.QuoteName(g.table), sqlite.QuoteName(unique))); err != nil {
				return nil, err
			}
		}
	}
	for i, name := range names {
		names[i] = sqlite.QuoteName(name)
	}
	return g.c.Prepare(fmt.Sprintf("INSERT INTO %s (%s) VALUES (?%s)", sqlite.QuoteName(g.table), strings.Join(names, ", "), strings.Repeat(", ?", len(shape))), 0)
}
